// Package render draws a scene.Page in a file format. Each painter knows the five primitives and nothing of chains.
package render

import (
	"io"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chainchief/internal/scene"
)

// FontFamily names the shipped font and what stands in for it; all of them have Chinese characters one em wide.
const FontFamily = `"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif`

// families is FontFamily, with the font for characters that the shipped one lacks after it where one is named.
func families() string {
	plain := func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '-' {
			return r
		}
		return -1
	}
	if full := strings.Map(plain, scene.FullFamily()); full != "" {
		return strings.Replace(FontFamily, `"Noto Sans SC",`, `"Noto Sans SC","`+full+`",`, 1)
	}
	return FontFamily
}

// measured switches off what would make a text wider or narrower than the sum of its advances, by which it was laid
// out: kerning, ligatures (that of —— is called a composition), other widths of — and … by language, and the squeezing
// of full-width marks. With it, Chromium draws exactly the measured widths, in Chinese and in English.
const measured = "font-kerning:none;font-variant-ligatures:none;font-feature-settings:'ccmp' 0,'locl' 0;" +
	"text-spacing-trim:space-all"

// SVGOptions of an SVG drawing.
type SVGOptions struct {
	Grey        bool      // every colour becomes a grey of the same lightness
	Transparent bool      // no white ground
	ViewBox     scene.Box // the part of the page to show, such as its Body; zero is the whole page
}

// SVG writes a page as SVG with real text, a title and description for screen readers, a link on every card and no
// script. The same page gives the same bytes.
func SVG(w io.Writer, page scene.Page, o SVGOptions) error {
	if o.ViewBox == (scene.Box{}) {
		o.ViewBox = scene.Box{W: page.Width, H: page.Height}
	}
	p := svgPainter{options: o, ink: inks(o.Grey)}
	p.buf.Grow(128 * (len(page.Items) + 8))
	p.open(page)
	for g := range groups(page) {
		p.group(g)
	}
	p.watermark(page)
	p.buf.WriteString("</svg>\n")
	_, err := w.Write(p.buf.Bytes())
	return err
}

type svgPainter struct {
	markup
	options SVGOptions
	ink     func(string) string
}

func (p *svgPainter) open(page scene.Page) {
	v := p.options.ViewBox
	id := elementID(page)
	p.raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="`)
	p.numbers(v.X, v.Y, v.W, v.H)
	p.raw(`"`)
	p.number("width", v.W)
	p.number("height", v.H)
	p.raw(` role="`, role(page), `" aria-labelledby="`, id, `-title `, id, `-desc"`)
	if page.Lang != "" {
		p.attr("lang", page.Lang)
	}
	p.raw(` font-family='`, families(), `' style="`, measured, `"><title id="`, id, `-title">`)
	p.escape(page.Title)
	p.raw(`</title><desc id="`, id, `-desc">`)
	p.escape(page.Desc)
	p.raw("</desc>\n")
	if !p.options.Transparent {
		p.item(scene.Item{Shape: scene.Rect, X: v.X, Y: v.Y, W: v.W, H: v.H, Fill: scene.Ground})
		p.raw("\n")
	}
}

// watermark lays the watermark over everything: not read out, not in the way of a click.
func (p *svgPainter) watermark(page scene.Page) {
	text, places := page.Watermarks()
	if text == "" {
		return
	}
	p.raw(`<g class="watermark" aria-hidden="true" pointer-events="none"`)
	p.attr("fill", p.ink(scene.Ink))
	p.number("fill-opacity", scene.WatermarkOpacity)
	p.number("font-size", scene.WatermarkSize)
	p.raw(">")
	for _, at := range places {
		p.raw(`<text transform="translate(`)
		p.numbers(at.X, at.Y)
		p.raw(`)rotate(`)
		p.numbers(-scene.WatermarkAngle)
		p.raw(`)">`)
		p.escape(text)
		p.raw("</text>")
	}
	p.raw("</g>\n")
}

// role is img for a picture. With links inside it is a group: what lies in an img is hidden from screen readers.
func role(page scene.Page) string {
	for _, t := range page.Targets {
		if safeLink(t.Href) {
			return "group"
		}
	}
	return "img"
}

// elementID is unique among the drawings that may stand inside one HTML page.
func elementID(page scene.Page) string {
	plain := func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}
	return "d-" + strings.Map(plain, page.ID) + "-" + strconv.Itoa(page.Number)
}

// group writes the items of one owner: a card as a link, an edge with its ends, anything else as it is.
func (p *svgPainter) group(g group) {
	first := g.items[0]
	if first.Owner == "" {
		for _, item := range g.items {
			p.item(item)
		}
		p.raw("\n")
		return
	}
	linked := safeLink(g.target.Href)
	if linked {
		p.raw("<a")
		p.attr("href", g.target.Href)
		p.raw(">")
		p.spoken(g.target)
	}
	p.raw("<g")
	p.attr("data-id", first.Owner)
	switch {
	case first.Role == scene.RoleEdge:
		p.raw(` class="edge"`)
		p.attr("data-from", first.From)
		p.attr("data-to", first.To)
		p.attr("data-class", first.Class)
	case g.target.Owner != "" || first.Role == scene.RoleCard:
		p.raw(` class="card"`)
		p.attr("data-class", first.Class)
	}
	p.raw(">")
	if !linked {
		p.spoken(g.target)
	}
	for _, item := range g.items {
		p.item(item)
	}
	p.raw("</g>")
	if linked {
		p.raw("</a>")
	}
	p.raw("\n")
}

// spoken names a card or edge. A title, not an aria-label: that one would have to repeat all words of the card, or who
// steers by voice cannot say what stands there (WCAG 2.5.3); and a title also shows the full name of what was
// shortened.
func (p *svgPainter) spoken(t scene.Target) {
	if t.Name == "" {
		return
	}
	p.raw("<title>")
	p.escape(t.Name)
	p.raw("</title>")
}

func (p *svgPainter) item(i scene.Item) {
	switch i.Shape {
	case scene.Rect:
		p.raw("<rect")
		p.number("x", i.X)
		p.number("y", i.Y)
		p.number("width", i.W)
		p.number("height", i.H)
		if i.Radius > 0 {
			p.number("rx", i.Radius)
		}
	case scene.Circle:
		p.raw("<circle")
		p.number("cx", i.X)
		p.number("cy", i.Y)
		p.number("r", i.Radius)
	case scene.Line, scene.Curve:
		p.raw(`<path d="`)
		for _, s := range path(i) {
			p.buf.WriteByte(s.op)
			for k, pt := range s.points() {
				if k > 0 {
					p.raw(" ")
				}
				p.numbers(pt.X, pt.Y)
			}
		}
		p.raw(`"`)
	case scene.Text:
		p.text(i)
		return
	default:
		return
	}
	p.paint(i)
	p.raw("/>")
}

func (p *svgPainter) text(i scene.Item) {
	p.raw("<text")
	p.number("x", i.X)
	p.number("y", i.Y)
	p.number("font-size", i.Size)
	if i.Bold {
		p.raw(` font-weight="700"`)
	}
	if i.Anchor != scene.Start {
		p.attr("text-anchor", string(i.Anchor))
	}
	if strings.Contains(i.Text, "  ") || strings.TrimSpace(i.Text) != i.Text {
		p.raw(` xml:space="preserve"`) // blanks count as measured; it is not inherited
	}
	if drawn := scene.Drawable(i.Text); drawn != i.Text && drawn != "" { // the reader's fonts may have what ours lack
		p.number("textLength", scene.Measure(i.Text, i.Size, i.Bold))
		p.raw(` lengthAdjust="spacingAndGlyphs"`)
	}
	p.attr("fill", p.ink(i.Fill))
	p.raw(">")
	begun := 0
	for _, part := range squeezedParts(i) {
		if begun > 0 {
			p.raw(`<tspan dx="-.5em">`)
		}
		p.escape(part)
		if begun > 0 {
			p.raw("</tspan>")
		}
		begun++
	}
	p.raw("</text>")
}

// squeezedParts cuts a text after each mark that gives up half an em: what follows stands that much closer.
func squeezedParts(i scene.Item) []string {
	parts := []string{""}
	for _, run := range scene.Runs(i.Text, i.Size, i.Bold) {
		parts[len(parts)-1] += run.Typed
		if run.Squeezed {
			parts = append(parts, "")
		}
	}
	return parts
}

func (p *svgPainter) paint(i scene.Item) {
	fill := "none"
	if i.Fill != "" {
		fill = p.ink(i.Fill)
	}
	p.attr("fill", fill)
	if i.Stroke == "" {
		return
	}
	p.attr("stroke", p.ink(i.Stroke))
	p.number("stroke-width", i.Width)
	if len(i.Dash) > 0 {
		p.raw(` stroke-dasharray="`)
		p.numbers(i.Dash...)
		p.raw(`"`)
	}
	if i.Round {
		p.raw(` stroke-linecap="round"`)
	}
}

// safeLink lets web addresses and places of this site into a drawing, nothing else. An address with anything that an
// escape or a browser drops or rewrites is refused, since "/\t/host" and "/\host" become "//host", another site.
func safeLink(href string) bool {
	if strings.ContainsFunc(href, func(r rune) bool { return r == ' ' || r == '\\' || dropped(r) }) {
		return false
	}
	if strings.HasPrefix(href, "#") {
		return true
	}
	if strings.HasPrefix(href, "/") {
		return !strings.HasPrefix(href, "//")
	}
	u, err := url.Parse(href)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
