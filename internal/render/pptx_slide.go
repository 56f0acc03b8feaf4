package render

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainchief/internal/scene"
)

// slidePainter writes one page as the shapes of a slide.
type slidePainter struct {
	markup
	options DocumentOptions
	ink     func(string) string
	page    scene.Page
	scale   float64 // English Metric Units a unit
	links   []link
	id      int // of the last shape
	titled  bool
	cards   map[string]*card

	connectors map[string]connector // of edges by owner, where they can be glued
	colours    map[string]string    // of the theme, by those of the page
	boxes      []scene.Box          // of the items of the page
}

// card is the body of a card with the places on its border to which connectors are glued.
type card struct {
	id    int
	box   scene.Box
	name  string
	sites []scene.Point // first the middles of the sides, as every rectangle has them, then the ends of edges
	drawn bool
}

// site returns the number of a place on the border, a new one where there was none.
func (c *card) site(p scene.Point) int {
	n := slices.Index(c.sites, p)
	if n < 0 {
		n = len(c.sites)
		c.sites = append(c.sites, p)
	}
	return n
}

// meets tells whether a place lies on the card.
func (c *card) meets(p scene.Point) bool { return c.box.Inset(-1, -1).Holds(scene.Box{X: p.X, Y: p.Y}) }

// about is what stands behind a shape: how it is named, described and where a click on it leads.
type about struct {
	name, desc string
	link       string // id of the relationship; empty for none
}

func (s *slidePainter) paint() {
	s.prepare()
	s.raw(xmlHead, `<p:sld `, officeSpace, `>`, tree)
	leftOut := func(i scene.Item) bool {
		_, glued := s.connectors[i.Owner]
		return glued && i.Role == scene.RoleArrow // a connector has its own head
	}
	for _, u := range inReadingOrder(units(s.page, leftOut)) {
		s.unit(u)
	}
	s.watermark()
	s.raw(`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`)
}

// watermark lays the watermark over everything, as one group of real texts.
func (s *slidePainter) watermark() {
	text, places := s.page.Watermarks()
	if text == "" {
		return
	}
	const high = scene.WatermarkSize * lineHeight
	wide := scene.Measure(text, scene.WatermarkSize, false) * (1 + otherFont)
	// A shape is turned around its middle.
	sin, cos := math.Sincos(-scene.WatermarkAngle * math.Pi / 180)
	dx, dy := wide/2*cos+high*(.5-lineMiddle)*sin, wide/2*sin-high*(.5-lineMiddle)*cos
	s.raw(`<p:grpSp><p:nvGrpSpPr>`)
	s.identity(s.next(), about{name: map[bool]string{true: "Watermark", false: "水印"}[s.page.Lang == "en"]})
	s.raw(`<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`)
	for _, at := range places {
		s.raw(`<p:sp><p:nvSpPr>`)
		s.identity(s.next(), about{name: text})
		s.raw(`<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>`,
			fmt.Sprintf(`<a:xfrm rot="%.0f">`, (360-scene.WatermarkAngle)*60000))
		s.place(scene.Box{X: at.X + dx - wide/2, Y: at.Y + dy - high/2, W: wide, H: high})
		s.raw(`</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>`,
			`<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>`,
			`<a:lstStyle/><a:p>`)
		s.raw(fmt.Sprintf(`<a:r><a:rPr lang="%s" sz="%.0f"><a:solidFill><a:srgbClr`,
			language(s.page), s.size(scene.Item{Size: scene.WatermarkSize})))
		s.attr("val", strings.TrimPrefix(s.ink(scene.Ink), "#"))
		s.raw(fmt.Sprintf(`><a:alpha val="%.0f"/></a:srgbClr></a:solidFill></a:rPr><a:t>`, 100000*scene.WatermarkOpacity))
		s.escape(text)
		s.raw(`</a:t></a:r></a:p></p:txBody></p:sp>`)
	}
	s.raw(`</p:grpSp>`)
}

// prepare gives the bodies of cards their ids, and the places where edges end, before the edges that refer to them.
func (s *slidePainter) prepare() {
	s.id = 1
	s.cards = map[string]*card{}
	s.connectors = map[string]connector{}
	names := map[string]string{}
	for _, t := range s.page.Targets {
		names[t.Owner] = t.Name
	}
	for _, i := range s.page.Items {
		if i.Role == scene.RoleCard && i.Owner != "" && s.cards[i.Owner] == nil && finite(i) {
			b := i.Box()
			x, y := b.X+b.W/2, b.Y+b.H/2
			s.cards[i.Owner] = &card{
				id:    s.next(),
				box:   b,
				name:  names[i.Owner],
				sites: []scene.Point{{X: x, Y: b.Y}, {X: b.X, Y: y}, {X: x, Y: b.Bottom()}, {X: b.Right(), Y: y}},
			}
		}
	}
	if !s.options.Glued {
		return
	}
	arrows := map[string]bool{}
	for _, i := range s.page.Items {
		if i.Role == scene.RoleArrow {
			arrows[i.Owner] = true
		}
	}
	for _, i := range s.page.Items {
		if i.Role == scene.RoleEdge && finite(i) {
			if c, ok := s.connector(i); ok {
				c.head = arrows[i.Owner]
				s.connectors[i.Owner] = c
			}
		}
	}
}

func (s *slidePainter) next() int {
	s.id++
	return s.id
}

// unit writes the shapes of one owner as a group of the presentation, a lone one as itself.
func (s *slidePainter) unit(u unit) {
	first := u.blocks[0][0]
	a := s.about(u.group, first)
	if len(u.blocks) == 1 {
		s.block(u.blocks[0], about{name: title(u.blocks[0])}, a)
		return
	}
	s.raw(`<p:grpSp><p:nvGrpSpPr>`)
	s.identity(s.next(), about{name: a.name, desc: a.desc})
	s.raw(`<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>`)
	var items []scene.Item
	for _, b := range u.blocks {
		items = append(items, b...)
	}
	b := union(items)
	s.place(b)
	s.raw(
		fmt.Sprintf(
			`<a:chOff x="%d" y="%d"/><a:chExt cx="%d" cy="%d"/></a:xfrm></p:grpSpPr>`,
			s.emu(b.X),
			s.emu(b.Y),
			s.emu(b.W),
			s.emu(b.H),
		),
	)
	for _, b := range u.blocks {
		s.block(b, about{name: title(b), link: a.link}, a)
	}
	s.raw(`</p:grpSp>`)
}

// about says what a group is and registers its link.
func (s *slidePainter) about(g group, first scene.Item) about {
	a := about{name: short(g.target.Name), desc: g.target.Name}
	if first.Role == scene.RoleEdge && a.name == "" {
		if from, to := s.cards[first.From], s.cards[first.To]; from != nil && to != nil {
			a.name = short(from.name) + " → " + short(to.name)
			a.desc = a.name
		}
	}
	if a.name == "" {
		a.name = first.Owner
	}
	if href := s.options.link(g.target.Href); href != "" {
		a.link = relID(len(s.links))
		s.links = append(s.links, link{kind: "hyperlink", target: href, outside: true})
	}
	return a
}

// short is the name of a thing without what a screen reader hears after it.
func short(name string) string {
	if at := strings.IndexAny(name, "，,"); at > 0 {
		return name[:at]
	}
	return name
}

// title names a shape in the list of shapes.
func title(b block) string {
	if b[0].Shape != scene.Text {
		return string(b[0].Role)
	}
	name := b[0].Text
	for _, line := range b[1:] {
		name += " " + line.Text
	}
	return name
}

func union(items []scene.Item) scene.Box {
	b := items[0].Box()
	x0, y0, x1, y1 := b.X, b.Y, b.Right(), b.Bottom()
	for _, i := range items[1:] {
		b := i.Box()
		x0, y0, x1, y1 = min(x0, b.X), min(y0, b.Y), max(x1, b.Right()), max(y1, b.Bottom())
	}
	return scene.Box{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
}

// block writes one shape or text. The body of a card and the line of an edge bear the name of their owner.
func (s *slidePainter) block(b block, a, owner about) {
	i := b[0]
	if i.Owner != "" && (i.Role == scene.RoleCard || i.Role == scene.RoleEdge) {
		a = owner
	}
	var sites []scene.Point
	var id int
	if c := s.cards[i.Owner]; c != nil && i.Role == scene.RoleCard && !c.drawn {
		id, sites, c.drawn = c.id, c.sites, true // a second body is a shape like any other
	} else {
		id = s.next()
	}
	if len(sites) > 4 {
		s.freeform(i, id, a, sites)
		return
	}
	switch i.Shape {
	case scene.Rect, scene.Circle:
		s.preset(i, id, a)
	case scene.Line, scene.Curve:
		s.line(i, id, a)
	case scene.Text:
		s.text(b, id, a)
	}
}

// identity writes id, name, description and link of a shape. None is without a name, by which it is found in the list
// of shapes.
func (s *slidePainter) identity(id int, a about) {
	if strings.TrimSpace(property(a.name)) == "" {
		a.name = "Shape " + strconv.Itoa(id)
	}
	s.raw(`<p:cNvPr id="`, strconv.Itoa(id), `"`)
	s.attr("name", a.name)
	if a.desc != "" {
		s.attr("descr", a.desc)
	}
	if a.link == "" {
		s.raw(`/>`)
		return
	}
	s.raw(`><a:hlinkClick r:id="`, a.link, `"/></p:cNvPr>`)
}

func (s *slidePainter) emu(v float64) int64 { return int64(math.Round(v * s.scale)) }

func (s *slidePainter) place(b scene.Box) {
	s.raw(fmt.Sprintf(`<a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/>`, s.emu(b.X), s.emu(b.Y), s.emu(b.W), s.emu(b.H)))
}

// preset writes a rectangle or circle.
func (s *slidePainter) preset(i scene.Item, id int, a about) {
	s.raw(`<p:sp><p:nvSpPr>`)
	s.identity(id, a)
	s.raw(`<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>`)
	s.place(i.Box())
	s.raw(`</a:xfrm>`)
	switch side := min(i.W, i.H); {
	case i.Shape == scene.Circle:
		s.raw(`<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>`)
	case i.Radius > 0 && side > 0:
		s.raw(
			fmt.Sprintf(
				`<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val %.0f"/></a:avLst></a:prstGeom>`,
				min(.5, i.Radius/side)*100000,
			),
		)
	default:
		s.raw(`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`)
	}
	s.fill(i.Fill)
	s.stroke(i, false)
	s.raw(`</p:spPr></p:sp>`)
}

// colour is a colour of the page as one of the theme, found once.
func (s *slidePainter) colour(of string) string {
	if s.colours == nil {
		s.colours = map[string]string{}
	}
	if s.colours[of] == "" {
		s.colours[of] = schemeColour(of, s.ink)
	}
	return s.colours[of]
}

func (s *slidePainter) fill(colour string) {
	if colour == "" {
		s.raw(`<a:noFill/>`)
		return
	}
	s.raw(`<a:solidFill>`, s.colour(colour), `</a:solidFill>`)
}

// stroke writes the border or line of a shape. Dashes are counted in thousandths of a percent of the line's width.
func (s *slidePainter) stroke(i scene.Item, arrow bool) {
	if i.Stroke == "" || i.Width <= 0 {
		s.raw(`<a:ln><a:noFill/></a:ln>`)
		return
	}
	ends := "flat"
	if i.Round {
		ends = "rnd"
	}
	s.raw(fmt.Sprintf(`<a:ln w="%d" cap="%s">`, min(max(1, s.emu(i.Width)), 20116800), ends))
	s.fill(i.Stroke)
	if dash := i.Dash; len(dash) > 0 {
		if len(dash)%2 == 1 {
			dash = append(dash[:len(dash):len(dash)], dash...)
		}
		part := func(v float64) int { return int(math.Round(100000 * max(v/i.Width, .01))) }
		s.raw(`<a:custDash>`)
		for k := 0; k+1 < len(dash); k += 2 {
			s.raw(fmt.Sprintf(`<a:ds d="%d" sp="%d"/>`, part(dash[k]), part(dash[k+1])))
		}
		s.raw(`</a:custDash>`)
	}
	s.raw(`<a:miter lim="400000"/>`)
	if arrow {
		s.raw(`<a:tailEnd type="triangle" w="med" len="med"/>`)
	}
	s.raw(`</a:ln>`)
}
