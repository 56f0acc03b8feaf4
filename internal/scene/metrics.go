package scene

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed font
var fontFiles embed.FS

// metrics holds the advances of one weight in thousandths of an em, indexed by character of the basic plane; -1 is a
// character that the font lacks. Kerning is left out on purpose: the painters switch it off.
type metrics [1 << 16]int16

var loadMetrics = sync.OnceValues(func() (weights [2]*metrics, err error) {
	for i, name := range []string{"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"} {
		data, readErr := fontFiles.ReadFile("font/" + name)
		if readErr != nil {
			return weights, fmt.Errorf("scene: the font %s is not in this build; run \"make fonts\" and build again", name)
		}
		if weights[i], err = readMetrics(data); err != nil {
			return weights, fmt.Errorf("scene: the font %s cannot be read: %w", name, err)
		}
	}
	return weights, nil
})

func readMetrics(data []byte) (*metrics, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	var (
		m     metrics
		buf   sfnt.Buffer
		units = fixed.I(int(f.UnitsPerEm()))
	)
	for c := range m {
		m[c] = -1
		glyph, err := f.GlyphIndex(&buf, rune(c))
		if err != nil {
			return nil, err
		}
		if glyph == 0 {
			continue
		}
		advance, err := f.GlyphAdvance(&buf, glyph, units, font.HintingNone)
		if err != nil && !errors.Is(err, sfnt.ErrNotFound) {
			return nil, err
		}
		m[c] = int16(int(advance) * 1000 / int(units))
	}
	return &m, nil
}

// Font returns an error when the font is not in this build; every drawing needs it.
func Font() error {
	_, err := loadMetrics()
	return err
}

// Measure returns the width of a text on one line: the sum of its advances. A character that the font lacks counts as
// one em. Safe in parallel. Without the font every width is 0: ask Font first.
func Measure(text string, size float64, bold bool) float64 {
	m := weight(bold)
	if m == nil {
		return 0
	}
	sum := 0
	for _, r := range text {
		sum += m.advance(r)
	}
	return float64(sum) * size / 1000
}

func (m *metrics) advance(r rune) int {
	if r < 0 || int(r) >= len(m) || m[r] < 0 {
		return 1000
	}
	return int(m[r])
}

func weight(bold bool) *metrics {
	weights, err := loadMetrics()
	if err != nil {
		return nil
	}
	if bold {
		return weights[1]
	}
	return weights[0]
}

// Unknown returns the characters of a text that the font lacks, each once, in their order.
func Unknown(text string) []rune {
	m := weight(false)
	if m == nil {
		return nil
	}
	var out []rune
	for _, r := range text {
		if (int(r) >= len(m) || m[r] < 0) && !containsRune(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// plain are characters that Noto Sans SC lacks and technical texts use, with what stands for them: SiO₂ becomes SiO2.
var plain = map[rune]rune{'⁺': '+', '⁻': '-', '₊': '+', '₋': '-', '\u00a0': ' ', '\u2011': '-', '\u2212': '-'}

// geta stands for a character that cannot be drawn, as in Chinese and Japanese print.
const geta = '〓'

// Drawable returns a text in which every character has a glyph. Every painter has the same glyphs, while a character that
// one finds in another font and the next one does not would be measured and drawn differently.
func Drawable(text string) string {
	m := weight(false)
	if m == nil {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0 && int(r) < len(m) && m[r] >= 0:
			return r
		case r >= '₀' && r <= '₉':
			return '0' + r - '₀'
		case r == '⁰' || r >= '⁴' && r <= '⁹':
			return '0' + r - '⁰'
		case plain[r] != 0:
			return plain[r]
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
			return -1
		}
		return geta
	}, text)
}

func containsRune(list []rune, r rune) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}
