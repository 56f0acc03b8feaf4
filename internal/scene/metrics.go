package scene

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed font
var fontFiles embed.FS

// metrics holds the advances of one weight in thousandths of an em: of the basic plane by character, -1 for one that
// the font lacks; and of the rare Chinese characters beyond it. Kerning is left out on purpose: the painters switch it
// off.
type metrics struct {
	basic [1 << 16]int16
	rare  map[rune]int16
}

// Where Unicode keeps the Chinese characters beyond the basic plane.
const firstRare, lastRare = 0x20000, 0x3ffff

var loadMetrics = sync.OnceValues(func() (weights [2]*metrics, err error) {
	for i := range weights {
		font, err := readFont(i)
		if err != nil {
			return weights, err
		}
		weights[i] = readMetrics(font.font)
	}
	return weights, nil
})

// shippedFont is one weight of the font in this build.
type shippedFont struct {
	data []byte
	font *sfnt.Font
}

// loadFonts keeps the fonts whole for painters that draw glyphs; measuring needs only their advances.
var loadFonts = sync.OnceValues(func() (fonts [2]shippedFont, err error) {
	for i := range fonts {
		if fonts[i], err = readFont(i); err != nil {
			return fonts, err
		}
	}
	return fonts, nil
})

func readFont(weight int) (shippedFont, error) {
	name := [2]string{"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"}[weight]
	data, err := fontFiles.ReadFile("font/" + name)
	if err != nil {
		return shippedFont{}, fmt.Errorf("scene: the font %s is not in this build; run \"make fonts\" and build again", name)
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return shippedFont{}, fmt.Errorf("scene: the font %s cannot be read: %w", name, err)
	}
	return shippedFont{data, f}, nil
}

func readMetrics(f *sfnt.Font) *metrics {
	m := metrics{rare: map[rune]int16{}}
	var buf sfnt.Buffer
	for c := range m.basic {
		advance, ok := advanceOf(f, &buf, rune(c))
		m.basic[c] = -1
		if ok {
			m.basic[c] = int16(advance)
		}
	}
	for c := rune(firstRare); c <= lastRare; c++ {
		if advance, ok := advanceOf(f, &buf, c); ok {
			m.rare[c] = int16(advance)
		}
	}
	return &m
}

// advanceOf returns the advance of a character in thousandths of an em; false when the font lacks it.
func advanceOf(f *sfnt.Font, buf *sfnt.Buffer, r rune) (int, bool) {
	glyph, err := f.GlyphIndex(buf, r)
	if err != nil || glyph == 0 {
		return 0, false
	}
	units := fixed.I(int(f.UnitsPerEm()))
	advance, err := f.GlyphAdvance(buf, glyph, units, font.HintingNone)
	if err != nil && !errors.Is(err, sfnt.ErrNotFound) {
		return 0, false
	}
	return int(advance) * 1000 / int(units), true
}

// Font returns an error when the font is not in this build; every drawing needs it.
func Font() error {
	_, err := loadMetrics()
	return err
}

// FontData returns one weight of the shipped font as a TrueType file.
func FontData(bold bool) ([]byte, error) {
	fonts, err := loadFonts()
	return fonts[index(bold)].data, err
}

func index(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

// Measure returns the width of a text on one line as it is drawn: the sum of the advances of Drawable(text), less what
// marks side by side give up. Safe in parallel. Without the font every width is 0: ask Font first.
func Measure(text string, size float64, bold bool) float64 {
	m := weight(bold)
	if m == nil {
		return 0
	}
	sum, last := 0, rune(0)
	for _, r := range text {
		sum += m.advance(r)
		if squeezed(last, r) {
			sum -= halfEm
		}
		last = r
	}
	return float64(sum) * size / 1000
}

// own returns the advance of a character that the shipped font has.
func (m *metrics) own(r rune) (int, bool) {
	if r >= 0 && int(r) < len(m.basic) {
		return int(m.basic[r]), m.basic[r] >= 0
	}
	advance, has := m.rare[r]
	return int(advance), has
}

func (m *metrics) has(r rune) bool {
	_, has := m.own(r)
	return has
}

// halfEm is what two full-width marks side by side give up of their white, in thousandths of an em.
const halfEm = 500

// openers have their ink in the right half of their square, closers in the left one.
const (
	openers = "（《〈「『【〔“‘"
	closers = "）》〉」』】〕”’，。、；："
)

// squeezed tells whether a mark and the next one stand half an em closer: together they have a whole em of white.
func squeezed(a, b rune) bool {
	if a < 0x2018 || b < 0x2018 {
		return false
	}
	closes := strings.ContainsRune(closers, a)
	return closes && (strings.ContainsRune(closers, b) || strings.ContainsRune(openers, b)) ||
		strings.ContainsRune(openers, a) && strings.ContainsRune(openers, b)
}

func (m *metrics) advance(r rune) int {
	if advance, has := m.own(r); has {
		return advance
	}
	stands := m.standIn(r)
	if advance, has := m.own(stands); has {
		return advance
	}
	if advance, ok := full.Load().advance(stands); ok {
		return advance
	}
	return 0 // nothing is drawn
}

func weight(bold bool) *metrics {
	weights, err := loadMetrics()
	if err != nil {
		return nil
	}
	return weights[index(bold)]
}

// plain are characters that Noto Sans SC lacks and technical texts use, with what stands for them: SiO₂ becomes SiO2.
var plain = map[rune]rune{'⁺': '+', '⁻': '-', '₊': '+', '₋': '-', '\u2011': '-', '\u2212': '-'}

// geta stands for a character that cannot be drawn, as in Chinese and Japanese print.
const geta = '〓'

// standIn returns what is drawn for a character: itself where a font has it, something plain, nothing (-1) for what has
// no shape of its own, else the geta.
func (m *metrics) standIn(r rune) rune {
	if m.has(r) {
		return r
	}
	if _, ok := full.Load().advance(r); ok {
		return r
	}
	switch {
	case r >= '₀' && r <= '₉':
		return '0' + r - '₀'
	case r == '⁰' || r >= '⁴' && r <= '⁹':
		return '0' + r - '⁰'
	case plain[r] != 0:
		return plain[r]
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r):
		return -1
	}
	return geta
}

// Drawable returns a text in which every character has a glyph: what a painter draws that draws glyphs. A format that
// holds text holds what was typed, and whoever opens it looks for the glyph in the fonts of their machine.
func Drawable(text string) string {
	m := weight(false)
	if m == nil {
		return text
	}
	return strings.Map(m.standIn, text)
}

// Unknown returns the characters of a text that no font has, each once, in their order. They are drawn as 〓.
func Unknown(text string) []rune {
	m := weight(false)
	if m == nil {
		return nil
	}
	var out []rune
	for _, r := range text {
		if r != geta && m.standIn(r) == geta && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// Missing returns the characters that the texts of some pages show as 〓, each once, in order of their code.
func Missing(pages []Page) []rune {
	var out []rune
	for _, p := range pages {
		for _, i := range p.Items {
			out = append(out, Unknown(i.Text)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
