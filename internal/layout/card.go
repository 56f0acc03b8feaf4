package layout

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// cardPainter writes one card: mark, name and warning marks on top, products under them, firms at the foot. What its
// height does not hold is left out in this order: effects, second line of products, further firms, products.
type cardPainter struct {
	*sheet
	card diagram.Card
	box  scene.Box
	ink  scene.StateInk
	en   bool
}

const (
	cardPad   = 12.0
	nameLine  = 21.0
	smallLine = 19.0
	firmLine  = 21.0
	leastFirm = 45.0 // width of a firm's name that still says whose it is
)

func (s *sheet) paintCard(c diagram.Card, box scene.Box, lang string) {
	p := cardPainter{s, c, box, scene.StateInks[string(c.State)], lang == "en"}
	if c.State == "" {
		p.ink = lumpInk
	}
	s.owner = c.ID
	s.page.Targets = append(s.page.Targets, scene.Target{Owner: c.ID, Href: c.Href, Name: p.spoken()})
	s.add(scene.Item{Shape: scene.Rect, Role: scene.RoleCard, Class: string(c.State), X: box.X, Y: box.Y, W: box.W, H: box.H, Radius: 5,
		Fill: p.ink.Fill, Stroke: p.ink.Stroke, Width: p.ink.Width, Dash: p.ink.Dash})
	if p.ink.Corner {
		s.add(scene.CornerLines(box.X+box.W, box.Y+box.H, p.ink.Stroke)...)
	}
	if c.MustPass {
		s.add(doubleBorder(box, p.ink.Text, 4)[1])
	}
	y := p.name()
	if len(c.Members) > 0 {
		p.members(y)
	} else if box.W >= 380 && box.H < 90 {
		p.wide(y)
	} else {
		p.tall(y)
	}
	s.owner = ""
}

// lumpInk is the look of a card that stands for several links, whose states it counts.
var lumpInk = scene.StateInk{Fill: scene.Ground, Stroke: scene.UnknownEdge, Width: 1.2, Text: scene.Ink, Quiet: scene.Secondary}

// spoken is what a screen reader says of the card.
func (p *cardPainter) spoken() string {
	words := map[diagram.State]string{}
	for _, st := range stateTerms {
		words[diagram.State(st.state)] = p.pick(st.zh, st.en)
	}
	parts := []string{p.card.Name}
	if word := words[p.card.State]; word != "" {
		parts = append(parts, word)
	}
	for _, m := range p.card.Members {
		parts = append(parts, m.Name+" "+words[m.State])
	}
	for _, f := range p.card.Firms {
		parts = append(parts, f.Name)
	}
	if p.card.Empty != "" {
		parts = append(parts, p.card.Empty)
	}
	return strings.Join(parts, p.pick("，", ", "))
}

func (p *cardPainter) pick(zh, en string) string {
	if p.en {
		return en
	}
	return zh
}

// name writes the first line and returns the baseline of the last line of the name.
func (p *cardPainter) name() float64 {
	b := p.box
	if p.card.State != "" {
		p.add(scene.CoverageMark(string(p.card.State), b.X+17, b.Y+20, p.ink.Mark)...)
	} else {
		p.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: b.X + 12, Y: b.Y + 12, W: 4, H: 16, Fill: scene.Accent})
	}
	p.marks()
	set, size := setName(p.card, b)
	y := b.Y + 26
	for i, line := range set {
		p.text(scene.RoleContent, b.X+textLeft, y+float64(i)*nameLine, line, size, true, p.ink.Text)
	}
	return y + float64(len(set)-1)*nameLine
}

// setName fits a card's name left of its marks; the second line runs under them.
func setName(c diagram.Card, b scene.Box) ([]string, float64) {
	lines := 2
	if b.H < 90 && b.W < 380 {
		lines = 1
	}
	rest := b.W - textLeft - cardPad
	return scene.FitName(c.Name, true, rest-marksWidth(marksOf(c, b.W))-4, rest, lines, 17, 16, 15, 14, 13.5)
}

// mark is one sign right of a card's name.
type mark struct {
	width float64                                    // with the gap on its left
	paint func(p *cardPainter, left, middle float64) // of its room; middle is the y of the line's middle
}

// doubleBorder draws the border of what must be passed: a second line inside the first, which keeps the look of its state.
func doubleBorder(b scene.Box, ink string, inside float64) []scene.Item {
	in := b.Inset(inside, inside)
	return []scene.Item{{Shape: scene.Rect, Role: scene.RoleMark, X: b.X, Y: b.Y, W: b.W, H: b.H, Radius: 4, Stroke: ink, Width: 1.2},
		{Shape: scene.Rect, Role: scene.RoleMark, X: in.X, Y: in.Y, W: in.W, H: in.H, Radius: 3, Stroke: ink, Width: 1.4}}
}

// marksOf lists a card's marks from the right: weight, sole, extension, block, chokepoint, must-pass. Where they would leave the name
// no room for three characters, the first ones give way.
func marksOf(c diagram.Card, width float64) []mark {
	var all []mark
	if c.Weight > 0 {
		all = append(all, mark{scene.WeightBarsWidth, func(p *cardPainter, x, y float64) {
			p.add(scene.WeightBars(c.Weight, x, y+6, p.ink.Bars)...)
		}})
	}
	if c.Sole {
		all = append(all, mark{scene.SoleWidth + 4, func(p *cardPainter, x, y float64) {
			p.add(scene.SoleMark(x+scene.SoleWidth/2, y, p.ink.Text)...)
		}})
	}
	if c.Extend {
		all = append(all, mark{scene.ExtendWidth + 3, func(p *cardPainter, x, y float64) {
			p.add(scene.ExtendMark(x+scene.ExtendWidth/2, y)...)
		}})
	}
	if c.Blocked {
		all = append(all, mark{scene.BlockedWidth + 4, func(p *cardPainter, x, y float64) {
			p.add(scene.BlockedMark(x+scene.BlockedWidth/2, y)...)
		}})
	}
	if c.Choke {
		all = append(all, mark{scene.ChokeWidth + 3, func(p *cardPainter, x, y float64) { p.add(scene.ChokeMark(x, y)...) }})
	}
	if c.MustPass {
		all = append(all, mark{scene.MustPassWidth + 4, func(p *cardPainter, x, y float64) {
			p.add(scene.MustPassMark(x+scene.MustPassWidth/2, y)...)
		}})
	}
	const leastName = 45
	for len(all) > 0 && width-textLeft-cardPad-marksWidth(all)-4 < leastName {
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
func (p *cardPainter) marks() {
	x := p.box.X + p.box.W - 10
	for _, m := range marksOf(p.card, p.box.W) {
		x -= m.width
		m.paint(p, x, p.box.Y+20)
	}
}

// members lists the links that the card stands for with their states, in as many columns as the width has; where not all
// find a line, they are counted by state.
func (p *cardPainter) members(y float64) {
	const least, column = 22.0, 150.0
	x, room := p.box.X+textLeft-20, p.box.W-textLeft-cardPad+20
	y += 6
	rows := int((p.box.Bottom() - 4 - y) / least)
	columns := min(max(1, int(room/column)), (len(p.card.Members)+max(1, rows)-1)/max(1, rows))
	if rows*max(1, int(room/column)) < len(p.card.Members) {
		p.counts(x, y+smallLine-7)
		return
	}
	per := (len(p.card.Members) + columns - 1) / columns
	line := max(least, min(30, (p.box.Bottom()-8-y)/float64(per)))
	for i, m := range p.card.Members {
		left := x + float64(i/per)*room/float64(columns)
		mid := y + line*(float64(i%per)+.5)
		text, size := fitted(m.Name, false, room/float64(columns)-26, 16, 15, 14, smallSize)
		p.add(stateMark(string(m.State), left+8, mid)...)
		p.text(scene.RoleContent, left+20, mid+.37*size, text, size, false, p.ink.Text)
	}
}

// counts writes how many links are in each state, the best first.
func (p *cardPainter) counts(x, mid float64) {
	for _, state := range stateOrder {
		n := 0
		for _, m := range p.card.Members {
			if string(m.State) == state {
				n++
			}
		}
		text := fmt.Sprint(n)
		w := 20 + scene.Measure(text, 15, true)
		if n == 0 || x+w > p.box.Right()-cardPad || mid+9 > p.box.Bottom() {
			continue
		}
		p.add(stateMark(state, x+8, mid)...)
		x += 20 + p.text(scene.RoleContent, x+20, mid+.37*15, text, 15, true, p.ink.Text) + 12
	}
}

// tall sets products under the name and firms at the foot.
func (p *cardPainter) tall(y float64) {
	bottom := p.box.Y + p.box.H - 11
	foot := p.footLines()
	room := int((bottom - y + 4) / smallLine)
	if room < 1 {
		return
	}
	firms := min(len(foot), room)
	products := min(2, room-firms)
	if products < 1 && room > 1 && len(foot) > 1 { // one line of products says more than a second line of firms
		firms, products = room-1, 1
	}
	p.products(y+smallLine+1, products)
	p.firms(foot, firms, bottom)
}

// wide sets the firms of a strip card right of the products.
func (p *cardPainter) wide(y float64) {
	b := p.box
	if y+smallLine+1 > b.Bottom()-6 { // a name of two lines leaves none
		return
	}
	half := b.W * .52
	p.listLine(b.X+textLeft, y+smallLine+1, half-textLeft-8)
	left := *p
	left.box = scene.Box{X: b.X + half - textLeft, Y: b.Y, W: b.W - half + textLeft, H: b.H}
	foot := left.footLines()
	if len(foot) > 0 {
		left.firms(foot, 1, y+smallLine+1)
	}
}

// products writes up to n lines of whole product names.
func (p *cardPainter) products(y float64, n int) {
	width := p.box.W - textLeft - cardPad
	lines, size := p.setProducts(n, width)
	for i, line := range lines {
		p.text(scene.RoleContent, p.box.X+textLeft, y+float64(i)*smallLine, line, size, false, p.ink.Quiet)
	}
}

// setProducts breaks the list between names: all of them when they fit n lines, else as many as leave room for the count.
// An item is cut only when not even the first fits a line.
func (p *cardPainter) setProducts(n int, width float64) ([]string, float64) {
	items := p.card.Products
	if n < 1 || len(items) == 0 {
		return nil, smallSize
	}
	sep, count := p.pick("、", ", "), p.pick(fmt.Sprintf(" 等 %d 种", len(items)), fmt.Sprintf(" … %d in all", len(items)))
	for shown := min(len(items), scene.MostListed); shown > 0; shown-- {
		tail := ""
		if shown < len(items) {
			tail = count
		}
		for _, size := range []float64{14, smallSize} {
			if lines := wrap(items[:shown], sep, tail, size, width); lines != nil && len(lines) <= n {
				return lines, size
			}
		}
	}
	return []string{scene.Clip(items[0], smallSize, false, width)}, smallSize
}

// listLine writes a list on one line.
func (p *cardPainter) listLine(x, y, width float64) {
	if lines, size := p.setProducts(1, width); len(lines) > 0 {
		p.text(scene.RoleContent, x, y, lines[0], size, false, p.ink.Quiet)
	}
}

// footLine is one line at the foot of a card.
type footLine struct {
	label string
	firm  *diagram.Firm
	text  string
	ink   string
}

// footLines says what stands at the foot, most important first: firms, or that none was seen; what lacks it; other chains.
func (p *cardPainter) footLines() []footLine {
	var lines []footLine
	for i := range p.card.Firms {
		l := footLine{firm: &p.card.Firms[i]}
		if i == 0 {
			l.label = p.card.FirmsLabel
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 && p.card.Empty != "" {
		lines = append(lines, footLine{text: p.card.Empty, ink: scene.Red})
		if len(p.card.Affects) > 0 {
			lines = append(lines, footLine{text: p.affects(p.box.W - textLeft - cardPad), ink: p.ink.Quiet})
		}
	}
	if len(p.card.Other) > 0 {
		lines = append(lines, footLine{text: p.pick("→ ", "→ ") + strings.Join(p.card.Other, p.pick("、", ", ")) + p.pick("链", ""), ink: p.quietAccent()})
	}
	return lines
}

// affects names the links that lack this one as far as whole names fit a width, else counts them.
func (p *cardPainter) affects(width float64) string {
	list, label := p.card.Affects, p.pick("影响：", "Affects: ")
	more := func(all int) string {
		return p.pick(fmt.Sprintf(" 等 %d 个", all), fmt.Sprintf(" … %d in all", all))
	}
	room := width - scene.Measure(label, smallSize, false)
	first := list[0]
	if len(list) > 1 {
		first += more(len(list))
	}
	if scene.Measure(first, smallSize, false) > room {
		return p.pick(fmt.Sprintf("影响 %d 个环节", len(list)), fmt.Sprintf("Affects %d link(s)", len(list)))
	}
	text, _ := scene.FitList(list, p.pick("、", ", "), smallSize, room, more)
	return label + text
}

func (p *cardPainter) quietAccent() string {
	if p.card.State == "strong" {
		return p.ink.Text
	}
	return scene.Accent
}

// firms writes n lines, the last one at the bottom. Firms that find no line are counted on the last firm's line.
func (p *cardPainter) firms(lines []footLine, n int, bottom float64) {
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
		y := bottom - float64(min(n, len(lines))-1-i)*smallLine
		if l.firm == nil {
			width := p.box.W - textLeft - cardPad
			p.text(scene.RoleContent, p.box.X+textLeft, y, scene.Clip(l.text, smallSize, false, width), smallSize, false, l.ink)
			continue
		}
		if i == shown-1 && shown < all {
			p.firm(l, y, all, all-shown)
		} else {
			p.firm(l, y, 0, 0)
		}
	}
}

// firm writes one enterprise with its levels and stage; a dotted line under the name says that it is not verified. Where
// rest of all find no line, it counts them, as all if there is room.
func (p *cardPainter) firm(l footLine, y float64, all, rest int) {
	x := p.box.X + textLeft
	end := p.box.X + p.box.W - cardPad
	if p.ink.Corner {
		end -= 12
	}
	ink := p.ink.Text
	wide := scene.Measure(l.firm.Name, 14, false)
	tail := ""
	if all > 0 {
		tail = p.pick(fmt.Sprintf("等 %d 家", all), fmt.Sprintf("… %d in all", all))
		if x+wide+scene.Measure(tail, smallSize, false)+8 > end {
			tail = fmt.Sprintf("+%d", rest)
		}
		end -= scene.Measure(tail, smallSize, false) + 8
	}
	if l.label != "" && end-x-scene.Measure(l.label, 14, false) >= leastFirm { // else the card's look says where they are
		x += p.text(scene.RoleContent, x, y, l.label, 14, false, "#36588c")
	}
	if p.card.State == "outside" {
		ink = "#2f5288"
	}
	tag := 0.0
	if l.firm.Stage != "" {
		tag = scene.Measure(l.firm.Stage, smallSize, false) + 14
	}
	levels := len(l.firm.Levels) + len(l.firm.OpenLevels)
	room := end - x - tag - float64(levels)*(scene.LevelWidth+2)
	if room < wide { // the name matters more than its marks, and these more than the stage
		levels, room = 0, end-x-tag
	}
	if room < min(wide, 60) {
		tag, room = 0, end-x
	}
	name := scene.Clip(l.firm.Name, 14, false, room)
	w := p.text(scene.RoleContent, x, y, name, 14, false, ink)
	if l.firm.Unverified {
		p.add(scene.Item{Shape: scene.Line, Role: scene.RoleMark, Points: []scene.Point{{X: x, Y: y + 4}, {X: x + w, Y: y + 4}}, Stroke: ink, Width: 1, Dash: []float64{1.5, 2}})
	}
	x += w + 3
	if levels > 0 {
		for _, char := range l.firm.Levels {
			p.add(scene.LevelSquare(char, x, y-13.4, true)...)
			x += scene.LevelWidth + 2
		}
		for _, char := range l.firm.OpenLevels {
			p.add(scene.LevelSquare(char, x, y-13.4, false)...)
			x += scene.LevelWidth + 2
		}
	}
	if tag > 0 {
		p.add(scene.Item{Shape: scene.Rect, Role: scene.RoleMark, X: x + 3, Y: y - 14, W: tag - 6, H: 18, Radius: 3, Fill: "#dfe3ea"})
		p.text(scene.RoleContent, x+7, y-.3, l.firm.Stage, smallSize, false, "#3f4b59")
		x += tag
	}
	if tail != "" {
		p.text(scene.RoleContent, x+5, y, tail, smallSize, false, p.ink.Quiet)
	}
}
