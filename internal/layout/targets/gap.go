package targets

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The rhythm of cards of gaps and candidates, from a card's upper side: base lines, the bar.
const (
	radius      = 6.0
	name        = 26.0
	bar         = 37.0
	line        = 65.0 // base line of the first text under the bar
	step        = 20.0
	mostStep    = 32.0
	last        = 15.0 // least from the last base line to the lower side
	writtenStep = 19.0
	stackIndent = 16.0
)

// rhythm is where the lines of a card stand.
type rhythm struct {
	name, bar float64
	written   float64 // base line of the written parts; 0 when there is no room for them
	line      float64 // of the first text
	room      float64 // from there to the last base line
}

// newRhythm sets the lines of a card of one line of candidates h high, which writes its parts out on some lines.
func newRhythm(b scene.Box, h float64, written int) rhythm {
	shift := min(8, (h-leastTarget)/6)
	r := rhythm{name: b.Y + name + shift, bar: b.Y + bar + shift, line: b.Y + line + shift}
	if h >= writtenFrom && written > 0 {
		r.name, r.bar = b.Y+name+shift/2, b.Y+bar+shift/2
		r.written = r.bar + sheet.BarHeight + 18
		r.line = r.written + float64(written)*writtenStep + 4 + shift
	}
	r.room = b.Bottom() - last - r.line
	return r
}

// lines is how many lines of text have room.
func (r rhythm) lines() int { return max(1, 1+int(math.Floor(r.room/step+.01))) }

// step is the distance of n lines.
func (r rhythm) step(n int) float64 {
	if n < 2 {
		return step
	}
	return min(mostStep, max(step, r.room/float64(n-1)))
}

// paragraph is a text or list of a card with the lines that it may take.
type paragraph struct {
	head  string   // before the first item, such as 供
	items []string // a text is one item
	bold  bool
	ink   string
	all   int // items, some of which may not be among them
	count func(all int) string
	lines []string
	stack bool    // one item a line under the head
	short float64 // less room on its last line
}

// set breaks a paragraph into at most n lines; false when it had to leave something out.
func (p *paragraph) set(lang string, width float64, n int) bool {
	separator := sheet.Pick(lang, "、", ", ")
	text := p.head + strings.Join(p.items, separator)
	if len(p.items) == p.all || p.all == 0 {
		room := width
		if n == 1 {
			room -= p.short
		}
		if lines, fits := p.wrap(p.items, "", separator, room, n); fits &&
			scene.Measure(lines[len(lines)-1], sheet.SmallSize, p.bold) <= width-p.short {
			p.lines = lines
			return true
		}
	}
	for shown := min(len(p.items), scene.MostListed); shown > 0 && p.count != nil; shown-- {
		tail := ""
		if all := max(p.all, len(p.items)); shown < all {
			tail = p.count(all)
		}
		if lines, fits := p.wrap(p.items[:shown], tail, separator, width-p.short, n); fits {
			p.lines = lines
			return false
		}
	}
	room := width
	if n == 1 {
		room -= p.short
	}
	p.lines, _ = scene.FitText(text, p.bold, room, width-p.short, min(2, n), sheet.SmallSize)
	return false
}

// wrap sets items in at most n lines, between items where each fits a line of its own.
func (p *paragraph) wrap(items []string, tail, separator string, width float64, n int) ([]string, bool) {
	if len(items) > 1 {
		whole := slices.Clone(items)
		whole[0] = p.head + whole[0]
		if lines := sheet.Wrap(whole, separator, tail, sheet.SmallSize, p.bold, width); lines != nil {
			return lines, len(lines) <= n
		}
	}
	return scene.Wrap(p.head+strings.Join(items, separator)+tail, sheet.SmallSize, p.bold, width, n)
}

// setParagraphs gives each paragraph a line and then, in order, those more that do not fit.
func setParagraphs(list []*paragraph, lang string, width float64, lines int) {
	for _, p := range list {
		lines--
		p.set(lang, width, 1)
	}
	for _, p := range list {
		for n := 2; lines > 0 && !p.set(lang, width, n-1) && n <= 4; n++ {
			before := len(p.lines)
			p.set(lang, width, n)
			lines -= len(p.lines) - before
		}
	}
}

// stackParagraphs sets lists with one item a line, for a card that has room to spare.
func stackParagraphs(list []*paragraph, width float64) {
	for _, p := range list {
		if p.head == "" {
			p.lines, _ = scene.FitText(p.items[0], p.bold, width, width, 2, sheet.SmallSize)
			continue
		}
		p.lines, p.stack = []string{strings.TrimSpace(p.head)}, true
		for i, item := range p.items {
			room := width - stackIndent
			if i == len(p.items)-1 {
				room -= p.short
			}
			p.lines = append(p.lines, scene.Clip(item, sheet.SmallSize, p.bold, room))
		}
	}
}

// gapCard writes a gap: its number, name, kind and weight, what it feeds and why it is one, whom it touches, how many
// candidates of all have cards.
func (s *page) gapCard(content diagram.Targets, r row) {
	lang := content.Head.Lang
	s.Owner = r.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: r.ID, Href: r.Href, Name: spokenGap(r.TargetGap, lang)})
	urgent := r.Order <= urgentGaps
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  string(r.Mark),
		X:      r.box.X,
		Y:      r.box.Y,
		W:      r.box.W,
		H:      r.box.H,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1.2,
	}
	block, number := scene.FaintBand, scene.Secondary
	if urgent {
		body.Stroke, body.Width, block, number = scene.Accent, 1.6, scene.Accent, scene.Ground
	}
	s.Add(body)
	inner := r.box.Inset(body.Width/2, body.Width/2)
	s.Add(
		scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      inner.X,
			Y:      inner.Y,
			W:      gapBlock,
			H:      inner.H,
			Radius: radius - .5,
			Fill:   block,
		},
		scene.Item{
			Shape: scene.Rect,
			Role:  scene.RoleMark,
			X:     inner.X + gapBlock - radius,
			Y:     inner.Y,
			W:     radius,
			H:     inner.H,
			Fill:  block,
		},
	) // square where it meets the text
	numberSize := sheet.FigureSize - 2
	for numberSize > sheet.SmallSize && scene.Measure(fmt.Sprint(r.Rank), numberSize, true) > gapBlock-2*radius-2 {
		numberSize--
	}
	under := cityLines(r.City)
	base := sheet.Base(r.box, numberSize)
	if high := numberSize + cityLine*float64(len(under)); high > r.box.H-2*radius {
		under = nil
	}
	base -= cityLine * float64(len(under)) / 2
	s.Middle(scene.RoleContent, r.box.X+gapBlock/2, base, fmt.Sprint(r.Rank), numberSize, true, number)
	for i, text := range under {
		y := base + 2 + cityLine*float64(i+1)
		s.Middle(scene.RoleContent, r.box.X+gapBlock/2, y, text, sheet.SmallSize, false, number)
	}

	x, right := r.box.X+gapBlock+pad, r.box.Right()-pad
	written := writtenParts(right-x, r.Parts, content.GapParts)
	at := newRhythm(r.box, r.h, len(written))
	s.gapName(r.TargetGap, x, right, at.name)
	s.Slots(x, at.bar, right-x, sheet.BarHeight, r.Parts)
	if at.written > 0 {
		s.writtenParts(written, x, at.written)
	}
	list := gapTexts(content, r, lang)
	if need := len(r.Feeds) + len(r.Pulls) + len(list) + 2; r.box.H > r.h && need <= at.lines() {
		stackParagraphs(list, right-x)
	} else {
		setParagraphs(list, lang, right-x, at.lines())
	}
	s.paragraphs(list, x, at)
	last := at.line + at.step(countLines(list))*float64(countLines(list)-1)
	s.TextEnd(scene.RoleContent, right, last, shownOf(len(r.firms), r.All, lang), sheet.SmallSize, false, scene.Secondary)
	s.Owner = ""
}

// cityLine is the height of a line under the number of a gap.
const cityLine = 16.0

// cityLines say from where to where the gap lies among all of the city, as the note over the column explains; none when
// that is not known.
func cityLines(city [3]int) []string {
	switch {
	case city[0] == 0:
		return nil
	case city[1] == city[2]:
		return []string{fmt.Sprint(city[0])}
	}
	return []string{fmt.Sprintf("%d–", city[1]), fmt.Sprint(city[2])} // the block has no room for both in a line
}

func shownOf(shown, all int, lang string) string {
	return fmt.Sprintf(sheet.Pick(lang, "候选 %d/%d", "shown %d/%d"), shown, all)
}

// gapName writes name, kind, what people decided in a word, and the weight.
func (s *page) gapName(g diagram.TargetGap, x, right, y float64) {
	end := right - s.TextEnd(scene.RoleContent, right, y, fmt.Sprintf("%.1f", g.Weight), 22, true, scene.Ink) - 10
	kind, status := g.Kind, 0.0
	if g.Status != "" {
		status = scene.Measure(g.Status, sheet.SmallSize, false) + 14 + 6
	}
	room := func() float64 { return end - x - kindWidth(kind) - 8 - status }
	if scene.Measure(g.Name, 15, true) > room() {
		kind = "" // the mark says it
	}
	name, size := sheet.Fitted(g.Name, true, room(), 18, 17, 16, 15, 14, sheet.SmallSize)
	x += s.Text(scene.RoleContent, x, y, name, size, true, scene.Ink) + 8
	s.kindTag(g.Mark, kind, x, y-16)
	if g.Status != "" {
		x += kindWidth(kind) + 6
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleMark,
			X:      x,
			Y:      y - 16,
			W:      status - 6,
			H:      scene.ChipHeight,
			Radius: scene.ChipRadius,
			Fill:   scene.AccentFill,
			Stroke: scene.Accent,
			Width:  1,
		})
		s.Text(scene.RoleContent, x+7, y-.5, g.Status, sheet.SmallSize, false, scene.Accent)
	}
}

// gapTexts are the texts of a gap's card, in their order; where people decided and there is little room, the reason
// gives way.
func gapTexts(content diagram.Targets, r row, lang string) []*paragraph {
	more := func(unit string) func(int) string {
		return func(all int) string { return " " + diagram.InAll(lang, all, unit) }
	}
	var list []*paragraph
	if len(r.Feeds) > 0 {
		list = append(list, &paragraph{
			head:  sheet.Pick(lang, "直接供 ", "Feeds "),
			items: r.Feeds,
			ink:   scene.Ink,
			count: more("个环节"),
		})
	}
	if r.Decided == "" || r.h > leastTarget+step || len(r.Feeds) == 0 {
		list = append(list, &paragraph{items: []string{r.Why}, ink: scene.Ink})
	}
	if r.Decided != "" {
		list = append(list, &paragraph{items: []string{r.Decided}, ink: scene.Accent})
	}
	pull := &paragraph{
		head:  sheet.Pick(lang, "牵动 ", "Pulls "),
		items: r.Pulls,
		bold:  true,
		ink:   scene.Ink,
		count: more("家"),
	}
	if len(r.Pulls) == 0 {
		pull = &paragraph{head: pull.head, items: []string{content.Blank.Pull}, ink: scene.Secondary}
	}
	pull.short = scene.Measure(shownOf(len(r.firms), r.All, lang), sheet.SmallSize, false) + 12
	return append(list, pull)
}

func countLines(list []*paragraph) int {
	n := 0
	for _, p := range list {
		n += len(p.lines)
	}
	return n
}

// paragraphs writes paragraphs that have been set, spread over the room of the card.
func (s *page) paragraphs(list []*paragraph, x float64, at rhythm) {
	y, step := at.line, at.step(countLines(list))
	for _, p := range list {
		for i, l := range p.lines {
			switch {
			case p.stack && i == 0:
				s.Text(scene.RoleContent, x, y, l, sheet.SmallSize, false, scene.Secondary)
			case p.stack:
				s.Text(scene.RoleContent, x+stackIndent, y, l, sheet.SmallSize, p.bold, p.ink)
			default:
				s.Text(scene.RoleContent, x, y, l, sheet.SmallSize, p.bold, p.ink)
			}
			y += step
		}
		if !p.stack {
			s.Joined(len(p.lines))
		}
	}
}

// writtenPart is a part of a bar in words: its name with its points, or that there are no data.
type writtenPart struct {
	name, value string
	x, wide     float64
}

// writtenParts sets the parts of a bar in words on lines of a width, two at the most.
func writtenParts(w float64, parts []diagram.Slot, words []diagram.PartWord) [][]writtenPart {
	const apart, most = 12.0, 2
	var lines [][]writtenPart
	at := w
	for _, p := range parts {
		i := slices.IndexFunc(words, func(word diagram.PartWord) bool { return word.Key == p.Key })
		if i < 0 {
			continue
		}
		part := writtenPart{name: words[i].Name + " ", value: sheet.Points(p.Most * p.Value)}
		if p.Unknown {
			part.value = "–"
		}
		part.wide = scene.Measure(part.name, sheet.SmallSize, false) + scene.Measure(part.value, sheet.SmallSize, true)
		if at+part.wide > w {
			if len(lines) == most || part.wide > w {
				return lines
			}
			lines, at = append(lines, nil), 0
		}
		part.x = at
		lines[len(lines)-1] = append(lines[len(lines)-1], part)
		at += part.wide + apart
	}
	return lines
}

// writtenParts writes the parts of a bar; y is the base line of the first line.
func (s *page) writtenParts(lines [][]writtenPart, x, y float64) {
	for _, line := range lines {
		for _, p := range line {
			s.Text(scene.RoleContent, x+p.x, y, p.name, sheet.SmallSize, false, scene.Secondary)
			s.TextEnd(scene.RoleContent, x+p.x+p.wide, y, p.value, sheet.SmallSize, true, scene.Ink)
		}
		y += writtenStep
	}
}

// kindInk is how the kind of a gap looks on its tag.
var kindInk = map[diagram.GapMark]struct {
	fill, stroke, text string
	dash               []float64
}{
	diagram.GapMissing: {scene.Ground, scene.Red, scene.Red, []float64{4, 2.5}},
	diagram.GapChoke:   {scene.Ground, scene.Red, scene.Red, nil},
	diagram.GapWeak:    {scene.StateInks["weak"].Fill, scene.Amber, scene.AmberInk, nil},
	diagram.GapOutside: {
		scene.StateInks["outside"].Fill,
		scene.StateInks["outside"].Stroke,
		scene.StateInks["outside"].Bars[0],
		[]float64{2, 2.5},
	},
	diagram.GapBlocked: {scene.Ground, scene.Ink, scene.Ink, nil},
}

const kindMark = 27.0 // the mark on a tag with the room around it

func kindWidth(word string) float64 {
	if word == "" {
		return kindMark + 1
	}
	return kindMark + scene.Measure(word, sheet.SmallSize, true) + 8
}

// kindTag writes the kind of a gap in a tag, its upper left corner at x, y.
func (s *page) kindTag(mark diagram.GapMark, word string, x, y float64) {
	look := kindInk[mark]
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      x,
		Y:      y,
		W:      kindWidth(word),
		H:      scene.ChipHeight,
		Radius: scene.ChipRadius,
		Fill:   look.fill,
		Stroke: look.stroke,
		Width:  1.3,
		Dash:   look.dash,
	})
	s.Add(sheet.GapMark(mark, x+14, y+scene.ChipHeight/2)...)
	if word != "" {
		s.Text(scene.RoleContent, x+kindMark, y+15.5, word, sheet.SmallSize, true, look.text)
	}
}

// spokenGap is what a screen reader says of a gap.
func spokenGap(g diagram.TargetGap, lang string) string {
	return sheet.Spoken(
		lang,
		fmt.Sprintf("%d %s", g.Rank, g.Name),
		g.Kind,
		fmt.Sprintf("%.1f", g.Weight),
		g.Decided,
		g.Why,
	)
}
