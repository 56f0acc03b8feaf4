package render

import (
	"archive/zip"
	"embed"
	"errors"
	"fmt"
	"io"
	"time"

	"chainchief/internal/scene"
)

// PPTX parts that are the same in every file: one master, one layout with a title, the master of notes, the theme.
//
//go:embed pptx/*.xml
var pptxParts embed.FS

const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	officeSpace = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	partType = "application/vnd.openxmlformats-officedocument.presentationml."
)

// PPTX writes a drawing as a presentation, a slide a page: native shapes and text boxes that can be edited, grouped and
// named by what they show, and the sources as notes. The same pages and options give the same bytes.
func PPTX(w io.Writer, pages []scene.Page, o DocumentOptions) error {
	if len(pages) == 0 {
		return errors.New("render: a document needs a page")
	}
	d := deck{zip: zip.NewWriter(w), date: o.date(), scale: emuScale(pages[0])}
	d.common(pages, inks(o.Grey))
	for n, page := range pages {
		d.slide(n+1, page, o)
	}
	if err := d.zip.Close(); d.err == nil {
		d.err = err
	}
	if d.err != nil {
		return fmt.Errorf("render: %w", d.err)
	}
	return nil
}

// Sizes of PPTX, in English Metric Units.
const (
	emuUnit  = 914400 / 120 // a unit of the page
	mostEMU  = 51206400     // the longest side of a slide: 56 inches
	emuPoint = 12700
)

// emuScale is how many English Metric Units a unit of the page takes, less where the slide would be too large.
func emuScale(p scene.Page) float64 { return min(emuUnit, mostEMU/max(p.Width, p.Height, 1)) }

// deck writes the parts of a presentation; the first error stays.
type deck struct {
	zip   *zip.Writer
	date  time.Time
	scale float64
	err   error
}

func (d *deck) part(name string, data []byte) {
	if d.err != nil {
		return
	}
	w, err := d.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: d.date})
	if err == nil {
		_, err = w.Write(data)
	}
	d.err = err
}

func (d *deck) fixed(name, from string) {
	data, err := pptxParts.ReadFile("pptx/" + from)
	if err != nil && d.err == nil {
		d.err = err
	}
	d.part(name, data)
}

// link is a relationship from one part to another, or outside.
type link struct {
	kind, target string
	outside      bool
}

// relations writes the relationships of a part, rId1 first.
func (d *deck) relations(name string, links ...link) {
	var m markup
	m.raw(xmlHead, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for n, l := range links {
		kind := relation + l.kind
		if l.kind == "core-properties" {
			kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
		}
		m.raw("<Relationship")
		m.attr("Id", relID(n))
		m.attr("Type", kind)
		m.attr("Target", l.target)
		if l.outside {
			m.attr("TargetMode", "External")
		}
		m.raw("/>")
	}
	m.raw("</Relationships>")
	d.part(name, m.buf.Bytes())
}

func relID(n int) string { return fmt.Sprintf("rId%d", n+1) }

// common writes everything but slides and notes.
func (d *deck) common(pages []scene.Page, ink func(string) string) {
	var types, slides markup
	types.raw(
		xmlHead,
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
			`<Default Extension="xml" ContentType="application/xml"/>`,
	)
	override := func(part, kind string) { types.raw(`<Override PartName="/`, part, `" ContentType="`, kind, `"/>`) }
	override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	override("ppt/presentation.xml", partType+"presentation.main+xml")
	override("ppt/slideMasters/slideMaster1.xml", partType+"slideMaster+xml")
	override("ppt/slideLayouts/slideLayout1.xml", partType+"slideLayout+xml")
	override("ppt/notesMasters/notesMaster1.xml", partType+"notesMaster+xml")
	links := []link{
		{kind: "slideMaster", target: "slideMasters/slideMaster1.xml"},
		{kind: "notesMaster", target: "notesMasters/notesMaster1.xml"},
		{kind: "theme", target: "theme/theme1.xml"},
	}
	for n := range pages {
		override(fmt.Sprintf("ppt/slides/slide%d.xml", n+1), partType+"slide+xml")
		override(fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n+1), partType+"notesSlide+xml")
		slides.raw(fmt.Sprintf(`<p:sldId id="%d" r:id="%s"/>`, 256+n, relID(len(links))))
		links = append(links, link{kind: "slide", target: fmt.Sprintf("slides/slide%d.xml", n+1)})
	}
	for _, n := range []string{"1", "2"} {
		override("ppt/theme/theme"+n+".xml", "application/vnd.openxmlformats-officedocument.theme+xml")
	}
	types.raw("</Types>")
	d.part("[Content_Types].xml", types.buf.Bytes())
	d.relations(
		"_rels/.rels",
		link{kind: "officeDocument", target: "ppt/presentation.xml"},
		link{kind: "core-properties", target: "docProps/core.xml"},
		link{kind: "extended-properties", target: "docProps/app.xml"},
	)
	d.properties(pages[0])
	size := func(v float64) string { return fmt.Sprintf("%.0f", v*d.scale) }
	d.part(
		"ppt/presentation.xml",
		[]byte(
			xmlHead+`<p:presentation `+officeSpace+`><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>`+
				`</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>`+
				slides.buf.String()+`</p:sldIdLst><p:sldSz cx="`+size(pages[0].Width)+`" cy="`+size(pages[0].Height)+
				`"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
		),
	)
	d.relations("ppt/_rels/presentation.xml.rels", links...)
	d.fixed("ppt/slideMasters/slideMaster1.xml", "master.xml")
	d.relations(
		"ppt/slideMasters/_rels/slideMaster1.xml.rels",
		link{kind: "slideLayout", target: "../slideLayouts/slideLayout1.xml"},
		link{kind: "theme", target: "../theme/theme1.xml"},
	)
	d.fixed("ppt/slideLayouts/slideLayout1.xml", "layout.xml")
	d.relations(
		"ppt/slideLayouts/_rels/slideLayout1.xml.rels",
		link{kind: "slideMaster", target: "../slideMasters/slideMaster1.xml"},
	)
	d.fixed("ppt/notesMasters/notesMaster1.xml", "notesmaster.xml")
	d.relations("ppt/notesMasters/_rels/notesMaster1.xml.rels", link{kind: "theme", target: "../theme/theme2.xml"})
	colours, err := theme(ink)
	if err != nil && d.err == nil {
		d.err = err
	}
	d.part("ppt/theme/theme1.xml", colours)
	d.part("ppt/theme/theme2.xml", colours)
}

func (d *deck) properties(first scene.Page) {
	var m markup
	m.raw(
		xmlHead,
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
			` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`+
			` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`,
	)
	m.escape(first.Title)
	m.raw(`</dc:title><dc:subject>`)
	m.escape(first.Desc)
	m.raw(`</dc:subject><dc:creator>chainchief</dc:creator><dc:language>`, language(first), `</dc:language>`)
	for _, name := range []string{"created", "modified"} {
		m.raw(`<dcterms:`, name, ` xsi:type="dcterms:W3CDTF">`, d.date.Format(time.RFC3339), `</dcterms:`, name, `>`)
	}
	m.raw(`</cp:coreProperties>`)
	d.part("docProps/core.xml", m.buf.Bytes())
	d.part(
		"docProps/app.xml",
		[]byte(
			xmlHead+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">`+
				`<Application>chainchief</Application></Properties>`,
		),
	)
}

// slide writes a page and its notes.
func (d *deck) slide(n int, page scene.Page, o DocumentOptions) {
	s := slidePainter{options: o, ink: inks(o.Grey), page: page, scale: d.scale, links: []link{
		{kind: "slideLayout", target: "../slideLayouts/slideLayout1.xml"},
		{kind: "notesSlide", target: fmt.Sprintf("../notesSlides/notesSlide%d.xml", n)}}}
	s.paint()
	d.part(fmt.Sprintf("ppt/slides/slide%d.xml", n), s.buf.Bytes())
	d.relations(fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", n), s.links...)
	d.part(fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n), notes(page))
	d.relations(
		fmt.Sprintf("ppt/notesSlides/_rels/notesSlide%d.xml.rels", n),
		link{kind: "notesMaster", target: "../notesMasters/notesMaster1.xml"},
		link{kind: "slide", target: fmt.Sprintf("../slides/slide%d.xml", n)},
	)
}

// tree opens what every slide holds.
const tree = `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>` +
	`<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>` +
	`</a:xfrm></p:grpSpPr>`

// notes are the description of a page and its sources, for whoever speaks.
func notes(page scene.Page) []byte {
	var m markup
	m.raw(
		xmlHead,
		`<p:notes `,
		officeSpace,
		`>`,
		tree,
		`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>`+
			`</p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>`,
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>`+
			`<p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>`,
	)
	lines := []string{page.Desc}
	if len(page.Notes) > 0 {
		lines = append(lines, map[bool]string{true: "Sources:", false: "来源："}[page.Lang == "en"])
	}
	for _, line := range append(lines, page.Notes...) {
		m.raw(`<a:p><a:r><a:rPr lang="`, language(page), `"/><a:t>`)
		m.escape(line)
		m.raw(`</a:t></a:r></a:p>`)
	}
	m.raw(`</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`)
	return m.buf.Bytes()
}
