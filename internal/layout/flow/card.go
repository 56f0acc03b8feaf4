package flow

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// CardPainter writes one card: mark, name and warning marks on top, products under them, firms at the foot. What its
// height does not hold is left out in this order: effects, second line of products, further firms, products.
type CardPainter struct {
	*Canvas
	Card diagram.Card
	Box  scene.Box
	Ink  scene.StateInk
	En   bool
	Sizes
	beside bool // the foot stands right of the products, so that no line of it may begin at the card's edge
}

const (
	CardPad   = 12.0
	SmallLine = 19.0
	leastFirm = 40.0 // width of a cut name that still says whose it is
)

func (s *Canvas) PaintCard(c diagram.Card, box scene.Box, lang string) {
	p := CardPainter{
		Canvas: s,
		Card:   c,
		Box:    box,
		Ink:    scene.StateInks[string(c.State)],
		En:     lang == "en",
		Sizes:  s.Sizes,
	}
	if Body(c, box).H < 41+s.Sizes.Line { // the strip is too low for a line in large type
		p.Sizes = usual
	}
	if c.State == "" {
		p.Ink = lumpInk
	}
	s.Owner = c.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: c.ID, Href: c.Href, Name: p.Spoken()})
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  string(c.State),
		X:      box.X,
		Y:      box.Y,
		W:      box.W,
		H:      box.H,
		Radius: 5,
		Fill:   p.Ink.Fill,
		Stroke: p.Ink.Stroke,
		Width:  p.Ink.Width,
		Dash:   p.Ink.Dash,
	}
	switch {
	case framed(c, box): // in a frame of ink, so that the border of the state stays
		frame := body
		frame.Radius, frame.Fill, frame.Stroke, frame.Width, frame.Dash = 8, scene.Ground, scene.Ink, 2, nil
		s.Add(frame)
		p.Box = Body(c, box)
		body.Role, body.X, body.Y, body.W, body.H = scene.RoleMark, p.Box.X, p.Box.Y, p.Box.W, p.Box.H
	case c.MustPass:
		body.Stroke, body.Width, body.Dash = scene.Ink, 3, nil
	}
	s.Add(body)
	if p.Ink.Corner {
		s.Add(scene.CornerLines(p.Box.Right(), p.Box.Bottom(), p.Ink.Stroke)...)
	}
	y := p.name()
	if len(c.Members) > 0 {
		p.members(y)
	} else if p.Box.W >= 380 && p.Box.H < 90 {
		p.wide(y)
	} else {
		p.tall(y)
	}
	s.Owner = ""
}

// lumpInk is the look of a card that stands for several links, whose states it counts.
var lumpInk = scene.StateInk{
	Fill:   scene.Ground,
	Stroke: scene.UnknownEdge,
	Width:  1.2,
	Text:   scene.Ink,
	Quiet:  scene.Secondary,
}

// Spoken is what a screen reader says of the card.
func (p *CardPainter) Spoken() string {
	lang := p.lang()
	parts := []string{p.Card.Name}
	if word := p.Card.State.Full(lang); word != "" {
		parts = append(parts, word)
	}
	for _, m := range p.Card.Members {
		parts = append(parts, m.Name+" "+m.State.Full(lang))
	}
	for _, f := range p.Card.Firms {
		parts = append(parts, f.Name)
	}
	if p.Card.Empty != "" {
		parts = append(parts, p.Card.Empty)
	}
	return strings.Join(parts, p.pick("，", ", "))
}

func (p *CardPainter) pick(zh, en string) string {
	if p.En {
		return en
	}
	return zh
}

func (p *CardPainter) lang() string { return p.pick("zh", "en") }

// name writes the first line and returns the baseline of the last line of the name.
func (p *CardPainter) name() float64 {
	b := p.Box
	if p.Card.State != "" {
		p.Add(scene.CoverageMark(string(p.Card.State), b.X+17, b.Y+20, p.Ink.Mark)...)
	} else {
		p.Add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X + 12, Y: b.Y + 12, W: 4, H: 16, Fill: scene.Accent})
	}
	p.marks()
	set, size := SetName(p.Card, b, p.Sizes)
	y := b.Y + 26
	for i, line := range set {
		p.Text(scene.RoleContent, b.X+sheet.TextLeft, y+float64(i)*p.Second, line, size, true, p.Ink.Text)
	}
	p.Joined(len(set))
	return y + float64(len(set)-1)*p.Second
}

// SetName fits a card's name left of its marks; the second line runs under them. A low card has room for it only where
// the name would be cut.
func SetName(c diagram.Card, b scene.Box, sizes Sizes) ([]string, float64) {
	rest := b.W - sheet.TextLeft - CardPad
	first := rest - marksWidth(marksOf(c, b.W)) - 4
	if b.H < 90 && b.W < 380 && scene.Measure(c.Name, sizes.Names[len(sizes.Names)-1], true) <= first {
		return scene.FitName(c.Name, true, first, rest, 1, sizes.Names...)
	}
	return scene.FitName(c.Name, true, first, rest, 2, sizes.Names...)
}

// mark is one sign right of a card's name.
type mark struct {
	width float64                                    // with the gap on its left
	paint func(p *CardPainter, left, middle float64) // of its room; middle is the y of the line's middle
}

// marksOf lists a card's marks from the right: weight, sole, extension, block, chokepoint, must-pass. Where they would
// leave the name no room for three characters, the first ones give way.
func marksOf(c diagram.Card, width float64) []mark {
	var all []mark
	if c.Weight > 0 {
		all = append(all, mark{scene.WeightBarsWidth, func(p *CardPainter, x, y float64) {
			p.Add(scene.WeightBars(c.Weight, x, y+6, p.Ink.Bars)...)
		}})
	}
	if c.Sole {
		all = append(all, mark{scene.SoleWidth + 4, func(p *CardPainter, x, y float64) {
			p.Add(scene.SoleMark(x+scene.SoleWidth/2, y, p.Ink.Text)...)
		}})
	}
	if c.Extend {
		all = append(all, mark{scene.ExtendWidth + 3, func(p *CardPainter, x, y float64) {
			p.Add(scene.ExtendMark(x+scene.ExtendWidth/2, y)...)
		}})
	}
	if c.Blocked {
		all = append(all, mark{scene.BlockedWidth + 4, func(p *CardPainter, x, y float64) {
			p.Add(scene.BlockedMark(x+scene.BlockedWidth/2, y)...)
		}})
	}
	if c.Choke {
		all = append(all, mark{scene.ChokeWidth + 3, func(p *CardPainter, x, y float64) { p.Add(scene.ChokeMark(x, y)...) }})
	}
	if c.MustPass {
		all = append(all, mark{scene.MustPassWidth + 4, func(p *CardPainter, x, y float64) {
			p.Add(scene.MustPassMark(x+scene.MustPassWidth/2, y)...)
		}})
	}
	const leastName = 45
	for len(all) > 0 && !(len(all) == 1 && c.MustPass) && width-sheet.TextLeft-CardPad-marksWidth(all)-4 < leastName {
		all = all[1:]
	}
	return all
}

func marksWidth(marks []mark) float64 {
	w := 0.0
	for _, m := range marks {
		w += m.width
	}
	return w
}

// marks writes the signs of the first line from the right.
func (p *CardPainter) marks() {
	x := p.Box.X + p.Box.W - 10
	for _, m := range marksOf(p.Card, p.Box.W) {
		x -= m.width
		m.paint(p, x, p.Box.Y+20)
	}
}

// memberColumn is the least width of a column of members.
const memberColumn = 150.0

// members lists the links that the card stands for with their states, in as many columns as the width has; where not
// all find a line, they are counted by state.
func (p *CardPainter) members(y float64) {
	const least, column = 22.0, memberColumn
	x, room := p.Box.X+sheet.TextLeft-20, p.Box.W-sheet.TextLeft-CardPad+20
	y += 6
	rows := int((p.Box.Bottom() - 4 - y) / least)
	columns := min(max(1, int(room/column)), (len(p.Card.Members)+max(1, rows)-1)/max(1, rows))
	if rows*max(1, int(room/column)) < len(p.Card.Members) {
		p.counts(x, y+SmallLine-7)
		return
	}
	per := (len(p.Card.Members) + columns - 1) / columns
	line := max(least, min(30, (p.Box.Bottom()-8-y)/float64(per)))
	for i, m := range p.Card.Members {
		left := x + float64(i/per)*room/float64(columns)
		mid := y + line*(float64(i%per)+.5)
		text, size := sheet.Fitted(m.Name, false, room/float64(columns)-26, 16, 15, 14, sheet.SmallSize)
		p.Add(sheet.StateMark(string(m.State), left+8, mid)...)
		p.Text(scene.RoleContent, left+20, mid+.37*size, text, size, false, p.Ink.Text)
	}
}

// counts writes how many links are in each state, the best first.
func (p *CardPainter) counts(x, mid float64) {
	for _, state := range diagram.States {
		n := 0
		for _, m := range p.Card.Members {
			if m.State == state {
				n++
			}
		}
		text := fmt.Sprint(n)
		w := 20 + scene.Measure(text, 15, true)
		if n == 0 || x+w > p.Box.Right()-CardPad || mid+9 > p.Box.Bottom() {
			continue
		}
		p.Add(sheet.StateMark(string(state), x+8, mid)...)
		x += 20 + p.Text(scene.RoleContent, x+20, mid+.37*15, text, 15, true, p.Ink.Text) + 12
	}
}

// tall sets products under the name and firms at the foot.
func (p *CardPainter) tall(y float64) {
	bottom := p.Box.Y + p.Box.H - 11
	foot := p.footLines()
	room := int((bottom - y + 2) / p.Line)
	if room < 1 {
		return
	}
	foot = p.whole(foot, room-len(foot)-1)
	firms := min(len(foot), room)
	products := min(p.productLines(), room-firms)
	if products < 1 && room > 1 && len(foot) > 1 { // one line of products says more than a second line of firms
		firms, products = room-1, 1
		if len(p.Card.Firms) == room && p.cutsLast(foot, firms) { // but not more than whole names
			firms, products = room, 0
		}
	}
	p.products(y+p.Line+1, products)
	p.firms(foot, firms, bottom)
}

// cutsLast tells whether the count of the firms that find none of n lines leaves the last one no room for its name.
func (p *CardPainter) cutsLast(lines []footLine, n int) bool {
	f := lines[n-1].firm
	if f == nil || n >= len(p.Card.Firms) {
		return false
	}
	q := *p
	q.Box.W -= scene.Measure("+9", p.Lists[len(p.Lists)-1], false) + 8
	return q.cutsFirm(*f)
}

// cutsFirm tells whether a firm's name is cut on a line of its own.
func (p *CardPainter) cutsFirm(f diagram.Firm) bool {
	small := p.Lists[len(p.Lists)-1]
	wide := scene.Measure(f.Name, small, false)
	if f.Stage != "" {
		wide += scene.Measure(f.Stage, small, false) + 14
	}
	return wide > p.end()-p.Box.X-p.edge()
}

// whole sets firms whose names would be cut in two lines or their stages under them, as far as spare lines go.
func (p *CardPainter) whole(lines []footLine, spare int) []footLine {
	small := p.Lists[len(p.Lists)-1]
	room := p.end() - p.Box.X - p.edge()
	var set []footLine
	for _, l := range lines {
		if l.firm == nil || !p.cutsFirm(*l.firm) {
			set = append(set, l)
			continue
		}
		parts, ok := scene.Break(l.firm.Name, small, false, room, room)
		if ok && l.firm.Stage != "" &&
			scene.Measure(parts[len(parts)-1], small, false)+scene.Measure(l.firm.Stage, small, false)+14 > room {
			parts = append(parts, "")
		}
		if !ok || len(parts)-1 > spare {
			set = append(set, l)
			continue
		}
		spare -= len(parts) - 1
		for i, part := range parts {
			f := *l.firm
			f.Name, f.Levels, f.OpenLevels = part, nil, nil
			if i < len(parts)-1 {
				f.Stage = ""
			}
			set = append(set, footLine{firm: &f, part: i + 1})
		}
	}
	return set
}

// productLines is how many lines the products of a card may take: what nobody makes here has them to itself.
func (p *CardPainter) productLines() int {
	if len(p.Card.Firms) == 0 {
		return 3
	}
	return 2
}

// wide sets the firms of a strip card right of the products.
func (p *CardPainter) wide(y float64) {
	b := p.Box
	if y+p.Line+1 > b.Bottom()-6 { // a name of two lines leaves none
		return
	}
	half := b.W * .52
	p.listLine(b.X+sheet.TextLeft, y+p.Line+1, half-sheet.TextLeft-8)
	left := *p
	left.beside = true
	left.Box = scene.Box{X: b.X + half - sheet.TextLeft, Y: b.Y, W: b.W - half + sheet.TextLeft, H: b.H}
	foot := left.footLines()
	if len(foot) > 0 {
		left.firms(foot, 1, y+p.Line+1)
	}
}

// products writes up to n lines of whole product names.
func (p *CardPainter) products(y float64, n int) {
	width := p.Box.W - sheet.TextLeft - CardPad
	lines, size := p.SetProducts(n, width)
	for i, line := range lines {
		p.Text(scene.RoleContent, p.Box.X+sheet.TextLeft, y+float64(i)*p.Line, line, size, false, p.Ink.Quiet)
	}
	p.Joined(len(lines))
}

// SetProducts breaks the list between names: all of them when they fit n lines, else as many as leave room for the
// count. A first item that fits no line is broken between two, and cut only where there are not two.
func (p *CardPainter) SetProducts(n int, width float64) ([]string, float64) {
	items, least := p.Card.Products, p.Lists[len(p.Lists)-1]
	if n < 1 || len(items) == 0 {
		return nil, least
	}
	sep, count := p.pick("、", ", "), " "+diagram.InAll(p.lang(), len(items), "种")
	for shown := min(len(items), scene.MostListed); shown > 0; shown-- {
		tail := ""
		if shown < len(items) {
			tail = count
		}
		for _, size := range p.Lists {
			if lines := sheet.Wrap(items[:shown], sep, tail, size, false, width); lines != nil && len(lines) <= n {
				return lines, size
			}
		}
	}
	first := items[0]
	if len(items) > 1 {
		first += count
	}
	if lines, ok := scene.Break(first, least, false, width, width); ok && n > 1 {
		return lines, least
	}
	return []string{scene.ClipName(items[0], least, false, width)}, least
}

// listLine writes a list on one line.
func (p *CardPainter) listLine(x, y, width float64) {
	if lines, size := p.SetProducts(1, width); len(lines) > 0 {
		p.Text(scene.RoleContent, x, y, lines[0], size, false, p.Ink.Quiet)
	}
}

// footLine is one line at the foot of a card: a firm, or words, the longest first.
type footLine struct {
	label string
	firm  *diagram.Firm
	part  int // which line of a firm that has several, from 1; 0 of one that has one
	words []string
	ink   string
	bold  bool // it goes before others where not all find room
}

// footLines says what stands at the foot, most important first: firms, or that none was seen; what lacks it; who makes
// it elsewhere; other chains.
func (p *CardPainter) footLines() []footLine {
	var lines []footLine
	for i := range p.Card.Firms {
		l := footLine{firm: &p.Card.Firms[i]}
		if i == 0 {
			l.label = p.Card.FirmsLabel
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 && p.Card.Empty != "" {
		line := footLine{words: []string{p.Card.Empty, p.pick("未见企业", "None seen")}, ink: scene.Red}
		if state := p.Card.State; state == diagram.Restricted || state == diagram.Market { // to have none is no lack
			line = footLine{words: []string{p.Card.Empty, state.Word(p.lang())}, ink: p.Ink.Quiet}
		}
		lines = append(lines, line)
		if len(p.Card.Affects) > 0 {
			lines = append(lines, footLine{words: p.affects(), ink: p.Ink.Quiet})
		}
	}
	if len(p.Card.Why) > 0 {
		lines = append(lines, footLine{words: p.Card.Why, ink: p.Ink.Text, bold: true})
	}
	if p.Card.Supply != "" {
		lines = append(lines, footLine{words: []string{p.Card.Supply}, ink: p.Ink.Quiet})
	}
	if len(p.Card.Other) > 0 {
		lines = append(lines, footLine{words: p.others(), ink: p.quietAccent()})
	}
	return lines
}

// affects names the links that lack this one, as many as fit, else counts them.
func (p *CardPainter) affects() []string {
	list, label := p.Card.Affects, p.pick("影响：", "Affects: ")
	return append(p.listed(label, list, "", "个"),
		p.pick(fmt.Sprintf("影响 %d 个环节", len(list)), "Affects "+sheet.Counted("en", len(list), "", "link", "links")))
}

// others names other chains, as many as fit, else counts them.
func (p *CardPainter) others() []string {
	list := p.Card.Other
	return append(p.listed("→ ", list, p.pick("链", ""), "条"),
		p.pick(fmt.Sprintf("→ 另外 %d 条链", len(list)), "→ "+sheet.Counted("en", len(list), "", "chain", "chains")))
}

// listed are the ways to write a list of whole names, from all of them down to the first with the number of all.
func (p *CardPainter) listed(label string, list []string, end, unit string) []string {
	sep := p.pick("、", ", ")
	words := []string{label + strings.Join(list, sep) + end}
	for n := len(list) - 1; n > 0; n-- {
		words = append(words, label+strings.Join(list[:n], sep)+end+" "+diagram.InAll(p.lang(), len(list), unit))
	}
	return words
}

func (p *CardPainter) quietAccent() string {
	if p.Card.State == "strong" {
		return p.Ink.Text
	}
	return scene.Accent
}

// firms writes n lines, the last one at the bottom. Firms that find no line are counted on the last firm's line.
func (p *CardPainter) firms(lines []footLine, n int, bottom float64) {
	if at := slices.IndexFunc(lines, func(l footLine) bool { return l.bold }); at >= n && n > 0 {
		lines = slices.Insert(slices.Delete(slices.Clone(lines), at, at+1), n-1, lines[at])
	}
	all, shown := 0, 0
	for i, l := range lines {
		if l.firm != nil {
			all++
			if i < n {
				shown++
			}
		}
	}
	for i, l := range lines[:min(n, len(lines))] {
		y := bottom - float64(min(n, len(lines))-1-i)*p.Line
		switch {
		case l.firm == nil:
			p.words(l, y)
		case i == shown-1 && shown < all:
			p.firm(l, y, all, all-shown)
		default:
			p.firm(l, y, 0, 0)
		}
	}
}

// words writes the longest of a line's words that fits, from the card's edge where that helps.
func (p *CardPainter) words(l footLine, y float64) {
	size := p.Lists[len(p.Lists)-1]
	fits := func(text string, left float64) bool {
		return scene.Measure(text, size, l.bold) <= p.end()-p.Box.X-left
	}
	left, text := p.edge(), l.words[len(l.words)-1]
	for _, x := range []float64{p.edge(), sheet.TextLeft} {
		if i := slices.IndexFunc(l.words, func(text string) bool { return fits(text, x) }); i >= 0 {
			left, text = x, l.words[i]
		}
	}
	text = scene.Clip(text, size, l.bold, p.end()-p.Box.X-left)
	p.Text(scene.RoleContent, p.Box.X+left, y, text, size, l.bold, l.ink)
}

// edge is where a line at the foot begins that needs all the width.
func (p *CardPainter) edge() float64 {
	if p.beside {
		return sheet.TextLeft
	}
	return CardPad
}

// end is where lines at the foot end: before the lines in the corner.
func (p *CardPainter) end() float64 {
	end := p.Box.X + p.Box.W - CardPad
	if p.Ink.Corner {
		end -= 12
	}
	return end
}

// firmName writes a firm's name, or a line of it, and returns its width.
func (p *CardPainter) firmName(l footLine, x, y float64, name string, size float64, ink string) float64 {
	w := p.Text(scene.RoleContent, x, y, name, size, false, ink)
	if l.part > 1 {
		p.Joined(2)
	}
	if l.firm.Unverified {
		p.Add(scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x, Y: y + 4}, {X: x + w, Y: y + 4}},
			Stroke: ink,
			Width:  1,
			Dash:   []float64{1.5, 2},
		})
	}
	return w
}

// firm writes one enterprise with its levels and stage; a dotted line under the name says that it is not verified.
// Where rest of all find no line, it counts them, as all if there is room. A name that is too long for its line loses
// its levels, is set smaller, begins at the card's edge, and is cut last. Its stage gives way only where nothing would
// be left of the name, since without it the card would say that the firm produces.
func (p *CardPainter) firm(l footLine, y float64, all, rest int) {
	x, end := p.Box.X+sheet.TextLeft, p.end()
	small := p.Lists[len(p.Lists)-1]
	ink, size := p.Ink.Text, p.Firm
	tag := 0.0
	if l.firm.Stage != "" {
		tag = scene.Measure(l.firm.Stage, small, false) + 14
	}
	wide := scene.Measure(l.firm.Name, size, false) + tag
	tail := ""
	if all > 0 {
		tail = diagram.InAll(p.lang(), all, "家")
		if x+wide+scene.Measure(tail, small, false)+8 > end {
			tail = fmt.Sprintf("+%d", rest)
		}
		end -= scene.Measure(tail, small, false) + 8
	}
	if l.label != "" && end-x-scene.Measure(l.label, size, false) >= wide { // else the card's look says where they are
		x += p.Text(scene.RoleContent, x, y, l.label, size, false, "#36588c")
	}
	if p.Card.State == "outside" {
		ink = "#2f5288"
	}
	levels := len(l.firm.Levels) + len(l.firm.OpenLevels)
	if end-x < wide+float64(levels)*(scene.LevelWidth+2) {
		levels = 0
	}
	if end-x < wide || l.part > 0 {
		size = small
		wide = scene.Measure(l.firm.Name, size, false) + tag
	}
	if end-x < wide || l.part > 0 {
		x = p.Box.X + p.edge()
	}
	if end-x-tag < leastFirm && end-x-tag < scene.Measure(l.firm.Name, size, false) {
		tag = 0
	}
	if name := scene.ClipName(l.firm.Name, size, false, end-x-tag); name != "" { // a stage may stand alone
		x += p.firmName(l, x, y, name, size, ink) + 3
	}
	if levels > 0 {
		for _, char := range l.firm.Levels {
			p.Add(scene.LevelSquare(char, x, y-13.4, true)...)
			x += scene.LevelWidth + 2
		}
		for _, char := range l.firm.OpenLevels {
			p.Add(scene.LevelSquare(char, x, y-13.4, false)...)
			x += scene.LevelWidth + 2
		}
	}
	if tag > 0 {
		p.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      x + 3,
			Y:      y - small - .5,
			W:      tag - 6,
			H:      small + 4.5,
			Radius: 3,
			Fill:   "#dfe3ea",
		})
		p.Text(scene.RoleContent, x+7, y-.3, l.firm.Stage, small, false, "#3f4b59")
		x += tag
	}
	if tail != "" {
		p.Text(scene.RoleContent, x+5, y, tail, small, false, p.Ink.Quiet)
	}
}
