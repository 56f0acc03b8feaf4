// Package render draws a scene.Page in a file format. Each painter knows the five primitives and nothing of chains.
package render

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"chainchief/internal/scene"
)

// FontFamily names the shipped font and what stands in for it; all of them have Chinese characters one em wide.
const FontFamily = `"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif`

// SVGOptions of an SVG drawing.
type SVGOptions struct {
	Grey        bool // every colour becomes a grey of the same lightness
	Transparent bool // no white ground
}

// SVG writes a page as SVG with real text, a title and description for screen readers, a link on every card and no
// script. The same page gives the same bytes.
func SVG(w io.Writer, page scene.Page, o SVGOptions) error {
	p := svgPainter{options: o, targets: make(map[string]scene.Target, len(page.Targets))}
	for _, t := range page.Targets {
		p.targets[t.Owner] = t
	}
	p.open(page)
	for i := 0; i < len(page.Items); {
		end := i + 1
		for end < len(page.Items) && page.Items[end].Owner == page.Items[i].Owner {
			end++
		}
		p.group(page.Items[i:end])
		i = end
	}
	p.buf.WriteString("</svg>\n")
	_, err := w.Write(p.buf.Bytes())
	return err
}

type svgPainter struct {
	buf     bytes.Buffer
	options SVGOptions
	targets map[string]scene.Target
}

func (p *svgPainter) open(page scene.Page) {
	p.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, number(page.Width), " ", number(page.Height), `" width="`, number(page.Width), `" height="`, number(page.Height),
		`" role="img" aria-labelledby="title desc" lang="`, escape(page.Lang), `" font-family='`, FontFamily,
		`' style="font-kerning:none;font-variant-ligatures:none;text-spacing-trim:space-all">`,
		`<title id="title">`, escape(page.Title), `</title><desc id="desc">`, escape(page.Desc), "</desc>\n")
	if !p.options.Transparent {
		p.write(`<rect width="100%" height="100%" fill="#ffffff"/>`, "\n")
	}
}

// group writes the items of one owner: a card as a link, an edge with its ends, anything else as it is.
func (p *svgPainter) group(items []scene.Item) {
	owner := items[0].Owner
	if owner == "" {
		for _, item := range items {
			p.item(item)
		}
		return
	}
	target, isCard := p.targets[owner]
	linked := isCard && safeLink(target.Href)
	if linked {
		p.write(`<a href="`, escape(target.Href), `" aria-label="`, escape(target.Name), `">`)
	}
	first := items[0]
	p.write(`<g data-id="`, escape(owner), `"`)
	if first.From != "" {
		p.write(` class="edge" data-from="`, escape(first.From), `" data-to="`, escape(first.To), `" data-class="`, escape(first.Class), `"`)
	} else if isCard {
		p.write(` class="card" data-class="`, escape(first.Class), `"`)
	}
	p.write(">")
	for _, item := range items {
		p.item(item)
	}
	p.write("</g>")
	if linked {
		p.write("</a>")
	}
	p.write("\n")
}

func (p *svgPainter) item(i scene.Item) {
	switch i.Shape {
	case scene.Rect:
		p.write(`<rect x="`, number(i.X), `" y="`, number(i.Y), `" width="`, number(i.W), `" height="`, number(i.H), `"`)
		if i.Radius > 0 {
			p.write(` rx="`, number(i.Radius), `"`)
		}
	case scene.Circle:
		p.write(`<circle cx="`, number(i.X), `" cy="`, number(i.Y), `" r="`, number(i.Radius), `"`)
	case scene.Line:
		p.write(`<path d="`, linePath(i.Points, i.Radius, i.Closed), `"`)
	case scene.Curve:
		p.write(`<path d="`, curvePath(i.Points, i.Closed), `"`)
	case scene.Text:
		p.text(i)
		return
	}
	p.paint(i)
	p.write("/>")
}

func (p *svgPainter) text(i scene.Item) {
	p.write(`<text x="`, number(i.X), `" y="`, number(i.Y), `" font-size="`, number(i.Size), `"`)
	if i.Bold {
		p.write(` font-weight="700"`)
	}
	if i.Anchor != scene.Start {
		p.write(` text-anchor="`, string(i.Anchor), `"`)
	}
	p.write(` fill="`, p.ink(i.Fill), `">`, escape(i.Text), "</text>")
}

func (p *svgPainter) paint(i scene.Item) {
	fill := "none"
	if i.Fill != "" {
		fill = p.ink(i.Fill)
	}
	p.write(` fill="`, fill, `"`)
	if i.Stroke == "" {
		return
	}
	p.write(` stroke="`, p.ink(i.Stroke), `" stroke-width="`, number(i.Width), `"`)
	if len(i.Dash) > 0 {
		parts := make([]string, len(i.Dash))
		for k, d := range i.Dash {
			parts[k] = number(d)
		}
		p.write(` stroke-dasharray="`, strings.Join(parts, " "), `"`)
	}
	if i.Round {
		p.write(` stroke-linecap="round"`)
	}
}

func (p *svgPainter) write(parts ...string) {
	for _, s := range parts {
		p.buf.WriteString(s)
	}
}

// ink returns the colour, or in grey the grey of the same relative luminance.
func (p *svgPainter) ink(colour string) string {
	if !p.options.Grey {
		return escape(colour)
	}
	return Grey(colour)
}

// Grey returns the grey of the same relative luminance as a #rrggbb colour (ITU-R BT.709 weights on linear light).
func Grey(colour string) string {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		return "#000000"
	}
	linear := func(shift int) float64 { return math.Pow(float64(n>>shift&255)/255, 2.2) }
	y := .2126*linear(16) + .7152*linear(8) + .0722*linear(0)
	v := uint64(math.Round(255 * math.Pow(y, 1/2.2)))
	hex := strconv.FormatUint(v, 16)
	if len(hex) == 1 {
		hex = "0" + hex
	}
	return "#" + hex + hex + hex
}

// linePath writes straight pieces whose inner corners are rounded with the radius, as far as the pieces are long enough.
func linePath(points []scene.Point, radius float64, closed bool) string {
	var b strings.Builder
	for i, pt := range points {
		switch {
		case i == 0:
			b.WriteString("M" + pair(pt))
		case radius > 0 && !closed && i < len(points)-1:
			in, out := shorten(points[i-1], pt, radius), shorten(points[i+1], pt, radius)
			b.WriteString("L" + pair(in) + "Q" + pair(pt) + " " + pair(out))
		default:
			b.WriteString("L" + pair(pt))
		}
	}
	if closed {
		b.WriteString("Z")
	}
	return b.String()
}

// shorten returns the point on the way from corner to other at the radius, or half way when the piece is shorter.
func shorten(other, corner scene.Point, radius float64) scene.Point {
	dx, dy := other.X-corner.X, other.Y-corner.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return corner
	}
	k := min(radius, length/2) / length
	return scene.Point{X: corner.X + k*dx, Y: corner.Y + k*dy}
}

func curvePath(points []scene.Point, closed bool) string {
	if len(points) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("M" + pair(points[0]))
	for i := 1; i+2 < len(points); i += 3 {
		b.WriteString("C" + pair(points[i]) + " " + pair(points[i+1]) + " " + pair(points[i+2]))
	}
	if closed {
		b.WriteString("Z")
	}
	return b.String()
}

func pair(p scene.Point) string { return number(p.X) + " " + number(p.Y) }

// number prints with at most two decimals, so that float noise never reaches a file.
func number(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

var escapes = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&#39;", '\n': " ", '\t': " ", '\r': " "}

// escape makes a text safe in XML: markup is written out, control characters and invalid UTF-8 are dropped.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch out, special := escapes[r]; {
		case special:
			b.WriteString(out)
		case r < 0x20, r == 0x7f, r == utf8.RuneError, r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// safeLink lets web addresses and places of this site into a drawing, nothing else.
func safeLink(href string) bool {
	return strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://") || strings.HasPrefix(href, "#") ||
		strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//")
}
