package scene

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
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

// simplified returns the font for simplified Chinese in a file, by the end of its name, else the first that can be
// read.
func simplified(data []byte) (*sfnt.Font, string, error) {
	c, err := sfnt.ParseCollection(data)
	if err != nil {
		return nil, "", err
	}
	var first *sfnt.Font
	family, bad := "", errors.New("it is empty")
	for n := range c.NumFonts() {
		f, err := c.Font(n)
		if err != nil { // tables at odd places: allowed, and not read
			f, err = aligned(data, n)
		}
		if err != nil {
			bad = err
			continue
		}
		name, err := f.Name(nil, sfnt.NameIDFamily)
		if err != nil {
			name = ""
		}
		if strings.HasSuffix(name, " SC") || strings.HasSuffix(name, " CN") {
			return f, name, nil
		}
		if first == nil {
			first, family = f, name
		}
	}
	if first == nil {
		return nil, "", bad
	}
	return first, family, nil
}

// drawn are the tables of a font that measuring and drawing read.
var drawn = []string{"CFF ", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}

// aligned reads font n of a file after copying its tables to where sfnt wants them, at multiples of four bytes:
// collections of WenQuanYi and AR PL have them anywhere.
func aligned(data []byte, n int) (*sfnt.Font, error) {
	cut := errors.New("it ends early")
	read := func(at, size int) []byte {
		if at < 0 || size < 0 || at > len(data) || size > len(data)-at {
			return nil
		}
		return data[at : at+size]
	}
	start := 0
	if string(read(0, 4)) == "ttcf" {
		offset := read(12+4*n, 4)
		if offset == nil {
			return nil, cut
		}
		start = int(binary.BigEndian.Uint32(offset))
	}
	head := read(start, 12)
	if head == nil {
		return nil, cut
	}
	tables := int(binary.BigEndian.Uint16(head[4:]))
	var records [][]byte
	for k := range tables {
		record := read(start+12+16*k, 16)
		if record == nil {
			return nil, cut
		}
		if slices.Contains(drawn, string(record[:4])) {
			records = append(records, record)
		}
	}
	out := append(bytes.Clone(head[:4]), 0, byte(len(records)), 0, 0, 0, 0, 0, 0)
	at := len(out) + 16*len(records)
	var body []byte
	for _, record := range records {
		table := read(int(binary.BigEndian.Uint32(record[8:])), int(binary.BigEndian.Uint32(record[12:])))
		if table == nil {
			return nil, cut
		}
		out = append(out, record[:8]...)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(table)))
		body = append(body, table...)
		body = append(body, make([]byte, (4-len(table)%4)%4)...)
	}
	return sfnt.Parse(append(out, body...))
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
	Typed    string  // as it was written; nothing is lost of it
	Text     string  // as it is drawn (Drawable); nothing where nothing is drawn
	X        float64 // where it begins, from the start of the text
	Full     bool    // the font is the one that UseFont named, not the shipped one
	Squeezed bool    // it is one mark, and what follows stands half an em closer
}

// Runs returns a text in parts that have one font each, and that either stand as typed or not. A mark that gives up
// white is one of its own.
func Runs(text string, size float64, bold bool) []Run {
	m := weight(bold)
	if m == nil {
		return nil
	}
	var out []Run
	x := 0.0
	typed := []rune(text)
	for i, r := range typed {
		run := Run{Typed: string(r), X: x, Squeezed: i+1 < len(typed) && squeezed(r, typed[i+1])}
		stands := m.standIn(r)
		if stands >= 0 {
			run.Text, run.Full = string(stands), !m.has(stands)
		}
		x += float64(m.advance(r)) * size / 1000
		if run.Squeezed {
			x -= halfEm * size / 1000
		}
		if n := len(out) - 1; n >= 0 && out[n].Full == run.Full && (out[n].Typed == out[n].Text) == (stands == r) &&
			!out[n].Squeezed && !run.Squeezed {
			out[n].Typed += run.Typed
			out[n].Text += run.Text
			continue
		}
		out = append(out, run)
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
