package scene

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// full is the font for characters that the shipped one lacks; nil when none is named. It belongs to the process, as the
// shipped font does: every text is measured with it, and measuring must not differ between two drawings.
var full atomic.Pointer[fullFont]

type fullFont struct {
	font   *sfnt.Font
	family string

	mu       sync.Mutex
	advances map[rune]int // of characters asked for; -1 is one that the font lacks
}

// UseFont names a TrueType or OpenType file, or a collection of them, for characters that the shipped font lacks; an
// empty path names none. Call it before the first drawing. Of a collection it takes the font for simplified Chinese,
// else the first.
func UseFont(path string) error {
	if path == "" {
		full.Store(nil)
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("scene: the font cannot be read: %w", err)
	}
	f, family, err := simplified(data)
	if err != nil {
		return fmt.Errorf("scene: %s is no TrueType or OpenType font: %w", path, err)
	}
	full.Store(&fullFont{font: f, family: family, advances: map[rune]int{}})
	return nil
}

func simplified(data []byte) (*sfnt.Font, string, error) {
	c, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, "", err
	}
	if c.NumFonts() == 0 {
		return nil, "", errors.New("it is empty")
	}
	var first *sfnt.Font
	family := ""
	for n := range c.NumFonts() {
		f, err := c.Font(n)
		if err != nil {
			return nil, "", err
		}
		name, err := f.Name(nil, sfnt.NameIDFamily)
		if err != nil {
			name = ""
		}
		if strings.HasSuffix(name, " SC") {
			return f, name, nil
		}
		if n == 0 {
			first, family = f, name
		}
	}
	return first, family, nil
}

// FullFamily is the family name of the font that UseFont named; empty when there is none.
func FullFamily() string {
	if f := full.Load(); f != nil {
		return f.family
	}
	return ""
}

// advance returns the advance of a character in thousandths of an em; false when the font cannot draw it by itself: it
// has no outline for it, or the shape depends on its neighbours, which no painter looks at.
func (f *fullFont) advance(r rune) (int, bool) {
	if f == nil || r < 0 ||
		unicode.In(
			r,
			unicode.M,
			unicode.Cc,
			unicode.Cf,
			unicode.Arabic,
			unicode.Hebrew,
			unicode.Syriac,
			unicode.Thaana,
			unicode.Nko,
		) {
		return 0, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	advance, known := f.advances[r]
	if !known {
		if len(f.advances) >= 1<<16 {
			clear(f.advances)
		}
		advance = f.measure(r)
		f.advances[r] = advance
	}
	return advance, advance >= 0
}

func (f *fullFont) measure(r rune) int {
	var buf sfnt.Buffer
	advance, ok := advanceOf(f.font, &buf, r)
	if !ok {
		return -1
	}
	if _, err := outline(f.font, &buf, r); err != nil { // such as a coloured emoji
		return -1
	}
	return advance
}

// Run is a part of a text whose glyphs come from one font.
type Run struct {
	Text     string
	X        float64 // where it begins, from the start of the text
	Full     bool    // the font is the one that UseFont named, not the shipped one
	Squeezed bool    // it is one mark, and what follows stands half an em closer
}

// Runs returns the drawable form of a text in parts of one font each. A mark that gives up white is one of its own.
func Runs(text string, size float64, bold bool) []Run {
	m := weight(bold)
	if m == nil {
		return nil
	}
	var out []Run
	x := 0.0
	runes := []rune(Drawable(text))
	for i, r := range runes {
		close := i+1 < len(runes) && squeezed(r, runes[i+1])
		if last := len(out) - 1; last < 0 || out[last].Full == m.has(r) || out[last].Squeezed || close {
			out = append(out, Run{X: x, Full: !m.has(r), Squeezed: close})
		}
		out[len(out)-1].Text += string(r)
		x += float64(m.advance(r)) * size / 1000
		if close {
			x -= halfEm * size / 1000
		}
	}
	return out
}

// GlyphUnits are how many units of a glyph's coordinates make an em.
const GlyphUnits = 64 * 1000

// Glyph returns the shape of a drawable character in GlyphUnits, y downwards from the baseline, and its advance in em.
// The segments are valid until the buffer is used again.
func Glyph(buf *sfnt.Buffer, r rune, bold bool) (sfnt.Segments, float64, error) {
	m := weight(bold)
	if m == nil {
		return nil, 0, Font()
	}
	fonts, err := loadFonts()
	if err != nil {
		return nil, 0, err
	}
	f := fonts[index(bold)].font
	if other := full.Load(); !m.has(r) && other != nil {
		f = other.font
	}
	segments, err := outline(f, buf, r)
	return segments, float64(m.advance(r)) / 1000, err
}

func outline(f *sfnt.Font, buf *sfnt.Buffer, r rune) (sfnt.Segments, error) {
	glyph, err := f.GlyphIndex(buf, r)
	if err != nil {
		return nil, err
	}
	return f.LoadGlyph(buf, glyph, fixed.I(1000), nil)
}
