package render

import (
	"bytes"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// markup collects XML.
type markup struct {
	buf bytes.Buffer
}

func (p *markup) raw(parts ...string) {
	for _, s := range parts {
		p.buf.WriteString(s)
	}
}

func (p *markup) attr(name, value string) {
	p.raw(" ", name, `="`)
	p.escape(value)
	p.raw(`"`)
}

func (p *markup) number(name string, v float64) {
	p.raw(" ", name, `="`)
	p.numbers(v)
	p.raw(`"`)
}

// numbers prints with at most two decimals, so that float noise never reaches a file.
func (p *markup) numbers(list ...float64) {
	for k, v := range list {
		if k > 0 {
			p.buf.WriteByte(' ')
		}
		p.buf.Write(strconv.AppendFloat(p.buf.AvailableBuffer(), round(v), 'f', -1, 64))
	}
}

// round keeps two decimals; what is not finite becomes 0, and so does -0.
func round(v float64) float64 {
	v = math.Round(v*100) / 100
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// escape makes a text safe in XML: markup is written out, tabs and line ends become spaces.
func (p *markup) escape(s string) {
	for _, r := range s {
		switch {
		case r == '&':
			p.raw("&amp;")
		case r == '<':
			p.raw("&lt;")
		case r == '>':
			p.raw("&gt;")
		case r == '"':
			p.raw("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			p.raw(" ")
		case !dropped(r):
			p.buf.WriteRune(r)
		}
	}
}

// dropped tells which characters never reach a drawing: controls, those that turn the direction of neighbouring text,
// what XML forbids, and invalid UTF-8.
func dropped(r rune) bool {
	return r == utf8.RuneError || r == 0xfffe || r == 0xffff || unicode.IsControl(r) ||
		r > 0x7f && unicode.Is(unicode.Bidi_Control, r)
}
