package render

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chainchief/internal/scene"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// point is the size of a unit in points.
const point = 72.0 / 120

// Papers that PDF knows, in points, lying. 16:9 is the size of the page itself.
var papers = map[string][2]float64{"a4": {841.89, 595.28}, "a3": {1190.55, 841.89}}

const pdfFamily = "NotoSansSC"

// PDF writes a drawing as a document for keeping (PDF/A-2u) with a bookmark for each page, embedded fonts, text that
// can be selected, and a structure tree for screen readers. The same pages and options give the same bytes.
func PDF(w io.Writer, pages []scene.Page, o DocumentOptions) error {
	if len(pages) == 0 {
		return errors.New("render: a document needs a page")
	}
	p := pdfPainter{options: o, ink: inks(o.Grey), used: map[rune]bool{}}
	if err := p.open(pages[0]); err != nil {
		return err
	}
	for _, page := range pages {
		if err := p.page(page); err != nil {
			return err
		}
	}
	var written bytes.Buffer
	if err := p.f.Output(&written); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	a, err := readArchive(written.Bytes())
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	a.title, a.subject = property(pages[0].Title), property(pages[0].Desc)
	a.lang, a.date, a.used = language(pages[0]), o.date(), p.used
	for _, page := range pages {
		a.marks = append(a.marks, property(heading(page)))
	}
	if err := a.write(w, &p.tags); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

type pdfPainter struct {
	f       *fpdf.Fpdf
	tags    tagger
	options DocumentOptions
	ink     func(string) string
	glyph   sfnt.Buffer
	used    map[rune]bool // characters that are written as text

	x, y, scale float64 // where the page's corner stands on the paper, and points a unit
	high        float64 // of the paper
}

func (p *pdfPainter) open(first scene.Page) error {
	p.f = fpdf.NewCustom(
		&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: first.Width * point, Ht: first.Height * point}},
	)
	p.f.SetMargins(0, 0, 0)
	p.f.SetAutoPageBreak(false, 0)
	p.f.SetCatalogSort(true)
	p.f.SetCreationDate(p.options.date())
	p.f.SetModificationDate(p.options.date())
	p.tags.write = p.f.RawWriteStr
	for _, bold := range []bool{false, true} {
		data, err := scene.FontData(bold)
		if err != nil {
			return err
		}
		p.f.AddUTF8FontFromBytes(pdfFamily, style(bold), data)
	}
	return p.f.Error()
}

func style(bold bool) string {
	if bold {
		return "B"
	}
	return ""
}

func (p *pdfPainter) page(page scene.Page) error {
	w, h := page.Width*point, page.Height*point
	p.x, p.y, p.scale = 0, 0, point
	if paper, has := papers[p.options.Paper]; has {
		p.scale = min(paper[0]/page.Width, paper[1]/page.Height)
		w, h = paper[0], paper[1]
		p.x, p.y = (w-page.Width*p.scale)/2, (h-page.Height*p.scale)/2
	}
	p.high = h
	p.f.AddPageFormat("", fpdf.SizeType{Wd: w, Ht: h})
	p.f.SetFont(pdfFamily, "", 12)
	p.tags.page(page, p.rectangle(page.Body))
	for _, u := range inReadingOrder(units(page, func(scene.Item) bool { return false })) {
		of := p.tags.group(u.group, p.options.link(u.group.target.Href), p.rectangle(body(u.group)))
		for _, b := range u.blocks {
			p.tags.block(b, u.title, of)
			for _, i := range b {
				if i.Shape != scene.Text {
					p.shape(i)
				} else if err := p.text(i); err != nil {
					return err
				}
			}
		}
	}
	if err := p.watermark(page); err != nil {
		return err
	}
	p.tags.end()
	return p.f.Error()
}

// watermark lays the watermark over everything, as what only looks.
func (p *pdfPainter) watermark(page scene.Page) error {
	text, places := page.Watermarks()
	if text == "" {
		return nil
	}
	p.tags.mark(nil)
	p.f.SetAlpha(scene.WatermarkOpacity, "Normal")
	p.f.SetFont(pdfFamily, "", scene.WatermarkSize*p.scale) // before what is put back at the end of each
	for _, at := range places {
		p.f.TransformBegin()
		p.f.TransformRotate(scene.WatermarkAngle, p.x+at.X*p.scale, p.y+at.Y*p.scale)
		i := scene.Item{Shape: scene.Text, X: at.X, Y: at.Y, Text: text, Size: scene.WatermarkSize, Fill: scene.Ink}
		if err := p.text(i); err != nil {
			return err
		}
		p.f.TransformEnd()
	}
	p.f.SetAlpha(1, "Normal")
	return nil
}

// rectangle is a box of the page as PDF has it: lower left and upper right corner, from the lower edge of the paper.
func (p *pdfPainter) rectangle(b scene.Box) string {
	var m markup
	m.numbers(p.x+b.X*p.scale, p.high-p.y-b.Bottom()*p.scale, p.x+b.Right()*p.scale, p.high-p.y-b.Y*p.scale)
	return m.buf.String()
}

// body is where a click on a group opens its target: its card, or all of it where it has none.
func body(g group) scene.Box {
	all := g.items[0].Box()
	for _, i := range g.items {
		b := i.Box()
		if i.Role == scene.RoleCard {
			return b
		}
		x, y := min(all.X, b.X), min(all.Y, b.Y)
		all = scene.Box{X: x, Y: y, W: max(all.Right(), b.Right()) - x, H: max(all.Bottom(), b.Bottom()) - y}
	}
	return all
}

func (p *pdfPainter) shape(i scene.Item) {
	how := ""
	if i.Fill != "" {
		r, g, b := p.colour(i.Fill)
		p.f.SetFillColor(r, g, b)
		how = "F"
	}
	if i.Stroke != "" && i.Width > 0 {
		r, g, b := p.colour(i.Stroke)
		p.f.SetDrawColor(r, g, b)
		p.f.SetLineWidth(i.Width * p.scale)
		p.f.SetLineCapStyle(capStyle(i.Round))
		p.f.SetDashPattern(p.dash(i.Dash), 0)
		how += "D"
	}
	if how == "" {
		return
	}
	p.path(path(i))
	p.f.DrawPath(how)
}

// dash is a pattern in points. One without any length would stop a reader.
func (p *pdfPainter) dash(pattern []float64) []float64 {
	var out []float64
	sum := 0.0
	for _, d := range pattern {
		out = append(out, d*p.scale)
		sum += d * p.scale
	}
	if sum < .1 {
		return nil
	}
	return out
}

func capStyle(round bool) string {
	if round {
		return "round"
	}
	return "butt"
}

func (p *pdfPainter) colour(text string) (r, g, b int) {
	red, green, blue := rgb(p.ink(text))
	return int(red), int(green), int(blue)
}

func (p *pdfPainter) path(steps []step) {
	at := func(q scene.Point) (x, y float64) { return p.x + q.X*p.scale, p.y + q.Y*p.scale }
	for _, s := range steps {
		x, y := at(s.to[0])
		switch s.op {
		case 'M':
			p.f.MoveTo(x, y)
		case 'L':
			p.f.LineTo(x, y)
		case 'Q':
			x0, y0 := p.f.GetXY()
			x1, y1 := at(s.to[1])
			p.f.CurveBezierCubicTo(x0+(x-x0)*2/3, y0+(y-y0)*2/3, x1+(x-x1)*2/3, y1+(y-y1)*2/3, x1, y1)
		case 'C':
			x1, y1 := at(s.to[1])
			x2, y2 := at(s.to[2])
			p.f.CurveBezierCubicTo(x, y, x1, y1, x2, y2)
		case 'Z':
			p.f.ClosePath()
		}
	}
}

// text writes a text as text; what the embedded font lacks, or has beyond the basic plane, as outlines under an
// invisible text. What is drawn otherwise than it was typed is read and copied as typed.
func (p *pdfPainter) text(i scene.Item) error {
	r, g, b := p.colour(i.Fill)
	p.f.SetTextColor(r, g, b)
	p.f.SetFont(pdfFamily, style(i.Bold), i.Size*p.scale)
	left := i.Box().X
	for _, run := range scene.Runs(i.Text, i.Size, i.Bold) {
		if run.Text == "" {
			continue
		}
		if run.Typed != run.Text {
			p.says(run.Typed)
		}
		if err := p.run(i, run, left+run.X, [3]int{r, g, b}); err != nil {
			return err
		}
		if run.Typed != run.Text {
			p.f.RawWriteStr("EMC")
		}
	}
	return nil
}

// run draws the characters of a run from x on, those that the document's font can have as text.
func (p *pdfPainter) run(i scene.Item, run scene.Run, x float64, fill [3]int) error {
	for rest := run.Text; rest != ""; {
		end := strings.IndexFunc(rest, func(r rune) bool { return run.Full || r > 0xffff })
		if end != 0 {
			if end < 0 {
				end = len(rest)
			}
			p.write(rest[:end], x, i)
			x += scene.Measure(rest[:end], i.Size, i.Bold)
			rest = rest[end:]
			continue
		}
		c, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		segments, advance, err := scene.Glyph(&p.glyph, c, i.Bold)
		if err != nil {
			return err
		}
		p.f.SetFillColor(fill[0], fill[1], fill[2])
		p.outline(segments, x, i.Y, i.Size)
		p.hidden(c, x, i)
		x += advance * i.Size
	}
	return nil
}

func (p *pdfPainter) write(text string, x float64, i scene.Item) {
	for _, r := range text {
		p.used[r] = true
	}
	p.f.Text(p.x+x*p.scale, p.y+i.Y*p.scale, text)
}

// says begins a part that is read and copied as a text, whatever is drawn (ActualText).
func (p *pdfPainter) says(text string) {
	p.f.RawWriteStr("/Span <</ActualText " + pdfText(property(text)) + ">> BDC")
}

// outline fills the shape of a glyph, so that any font file serves whatever its kind.
func (p *pdfPainter) outline(segments sfnt.Segments, x, y, size float64) {
	if len(segments) == 0 {
		return
	}
	k := size / scene.GlyphUnits
	var steps []step
	for _, s := range segments {
		at := func(n int) scene.Point { return place(s.Args[n], x, y, k) }
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			steps = append(steps, step{'M', [3]scene.Point{at(0)}})
		case sfnt.SegmentOpLineTo:
			steps = append(steps, step{'L', [3]scene.Point{at(0)}})
		case sfnt.SegmentOpQuadTo:
			steps = append(steps, step{'Q', [3]scene.Point{at(0), at(1)}})
		case sfnt.SegmentOpCubeTo:
			steps = append(steps, step{'C', [3]scene.Point{at(0), at(1), at(2)}})
		}
	}
	p.path(steps)
	p.f.DrawPath("f")
}

func place(q fixed.Point26_6, x, y, k float64) scene.Point {
	return scene.Point{X: x + float64(q.X)*k, Y: y + float64(q.Y)*k}
}

// hidden lays an invisible 〓 over an outline that says which character it stands for, so that a reader finds and copies
// the true one.
func (p *pdfPainter) hidden(c rune, x float64, i scene.Item) {
	p.says(string(c))
	p.f.SetTextRenderingMode(3)
	p.write("〓", x, i)
	p.f.SetTextRenderingMode(0)
	p.f.RawWriteStr("EMC")
}
