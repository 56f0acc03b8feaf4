package roadmap

import (
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Sizes of what stands on the axis.
const (
	beadRadius = 10.0
	beadApart  = 23.0 // of the middles of two beads
	slotFirst  = 16.0 // of the first bead before the axis, from the gutter's left
	slotApart  = 24.0
	tailLength = 28.0
	markRoom   = 19.0  // of a light before its name
	mostLine   = 540.0 // of a milestone's words
	mostName   = 300.0
	mostMeta   = 600.0
	leastMeta  = 150.0 // beyond the axis a label moves left rather than say less
)

// bead is a stage of a project at its place.
type bead struct {
	diagram.Stage
	x, from, until float64 // middle and whisker
	beside         string  // text right of it: the month before the axis, or ?
}

// right is where a bead with its text ends.
func (b bead) right() float64 {
	if b.beside == "" {
		return b.x + beadRadius
	}
	return b.x + beadRadius + 3 + scene.Measure(b.beside, sheet.SmallSize, b.Open)
}

// run is a piece of a line of text in one ink.
type run struct {
	text string
	size float64
	bold bool
	ink  string
	tag  bool // 核: in a small box
	line bool // dotted underneath: to be verified
}

func (r run) width() float64 {
	w := scene.Measure(r.text, r.size, r.bold)
	if r.tag {
		w += 5
	}
	return w
}

const runGap = 8.0

func widthOf(runs []run) float64 {
	w := -runGap
	for _, r := range runs {
		w += r.width() + runGap
	}
	return max(0, w)
}

// task is an item at its place in a lane.
type task struct {
	diagram.RoadmapItem
	beads       []bead
	label       []run
	labelX      float64 // of the light or the text
	mark        float64 // of a milestone or target
	from, until float64 // of its whisker
	left, right float64
	single      bool // one line
	row         int
}

// pack places the items of a lane and shares them out to the fewest rows: sorted by start, each takes the first row
// that has room (interval partitioning). Rows of two lines stand over rows of one.
func (l *lane) pack() {
	l.tasks = make([]*task, len(l.Items))
	for i, item := range l.Items {
		l.tasks[i] = l.task(item)
	}
	order := slices.Clone(l.tasks)
	slices.SortStableFunc(order, func(a, b *task) int {
		switch {
		case a.left < b.left:
			return -1
		case a.left > b.left:
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
	var ends, singleEnds []float64
	for _, t := range order {
		rows := &ends
		if t.single {
			rows = &singleEnds
		}
		t.row = slices.IndexFunc(*rows, func(end float64) bool { return end+apart <= t.left })
		if t.row < 0 {
			t.row = len(*rows)
			*rows = append(*rows, 0)
		}
		(*rows)[t.row] = t.right
	}
	l.rows, l.lines = len(ends), len(singleEnds)
}

func (l *lane) task(item diagram.RoadmapItem) *task {
	t := &task{RoadmapItem: item}
	if item.Kind != diagram.ItemProject {
		l.moment(t)
		return t
	}
	if t.beads = l.strung[item.ID]; t.beads == nil {
		t.beads = l.beads(item.Stages)
		l.strung[item.ID] = t.beads
	}
	t.label = l.projectLabel(item, t.beads[0].x-beadRadius)
	t.single = l.level >= oneLine
	first, last := t.beads[0], t.beads[len(t.beads)-1]
	t.left, t.right = min(first.x-beadRadius, first.from), max(last.right(), last.until)
	if t.Stale != "" && !t.single {
		if tail := l.tail(t); t.right+tail <= axisRight-4 {
			t.right += tail
		} else {
			t.Stale = "" // the light says it
		}
	}
	width := markRoom + widthOf(t.label)
	if t.single {
		t.labelX = t.right + 8
		if t.labelX+width > axisRight-4 {
			t.labelX = t.left - 8 - width
		}
		if t.labelX < gutterLeft+4 {
			t.labelX = gutterLeft + 4
			t.single = false // beads and label need a line each
		}
	}
	if !t.single {
		t.labelX = max(gutterLeft+4, min(first.x-beadRadius, axisRight-4-width))
	}
	t.left, t.right = min(t.left, t.labelX), max(t.right, t.labelX+width)
	return t
}

// tail is the room that the words need which say how long nothing was recorded; after the last thing done a dotted line
// leads to them.
func (l *lane) tail(t *task) float64 {
	w := 8 + scene.Measure(t.Stale, sheet.SmallSize, true)
	if last := t.beads[len(t.beads)-1]; last.Done {
		w += tailLength + 6
	}
	return w
}

// beads places stages: a day at its point, a longer date in its middle with a whisker, one before the axis in the
// gutter. They keep apart by being pushed to the right in their order, then back from the right end.
func (l *lane) beads(stages []diagram.Stage) []bead {
	out := make([]bead, len(stages))
	slot := 0
	for i, s := range stages {
		from, mid, until, before := l.axis.span(s)
		b := bead{Stage: s, x: mid, from: from, until: until}
		switch {
		case s.Open:
			b.beside = "?"
			if s.Done {
				b.x = 0 // right after the one before
			}
			b.from, b.until = b.x, b.x
		case before:
			b.x = gutterLeft + slotFirst + slotApart*float64(slot)
			b.from, b.until = b.x, b.x
			b.beside = s.Text
			if len(b.beside) > len("2006-01") {
				b.beside = b.beside[:len("2006-01")]
			}
			slot++
		case until-from < 12: // a whisker inside the bead is not seen
			b.from, b.until = b.x, b.x
		}
		if s.Done && !s.Open {
			b.x = min(b.x, l.axis.asOf-beadRadius-2)
		}
		out[i] = b
	}
	for i := range out {
		if i+1 < len(out) && out[i].beside != "" && out[i].beside != "?" && out[i+1].beside != "" && out[i+1].beside != "?" {
			out[i].beside = "" // the last of several before the axis has its month beside it
		}
		if i > 0 {
			out[i].x = max(out[i].x, out[i-1].x+beadApart, out[i-1].right()+3+beadRadius)
		}
	}
	limit := axisRight - 4
	for i := len(out) - 1; i >= 0; i-- {
		if out[i].Done && !out[i].Open {
			limit = min(limit, max(l.axis.asOf-2, axisLeft+float64(i+1)*beadApart)) // what is done stays before the line
		}
		out[i].x = min(out[i].x, limit-(out[i].right()-out[i].x))
		limit = min(out[i].x-beadApart+beadRadius, out[i].x-beadRadius-3)
		out[i].from, out[i].until = min(out[i].from, out[i].x), max(out[i].until, out[i].x)
		if i > 0 { // a bar leads to it
			out[i].from = out[i].x
		}
		if i+1 < len(out) || out[i].beside != "" {
			out[i].until = out[i].x
		}
		out[i].until = min(out[i].until, axisRight-4)
	}
	return out
}

// projectLabel is what stands over the beads, which begin at left: name, and at the level of detail link, amount, place
// and note, in whole pieces as far as the axis reaches.
func (l *lane) projectLabel(i diagram.RoadmapItem, left float64) []run {
	runs := []run{
		{text: scene.Clip(i.Name, 14.5, true, mostName), size: 14.5, bold: true, ink: scene.Ink, line: i.Unverified},
	}
	if i.Unverified {
		runs = append(runs, run{text: sheet.Pick(l.lang, "核", "?"), size: sheet.SmallSize, ink: scene.Secondary, tag: true})
	}
	var meta []string
	switch l.level {
	case inFull:
		meta = []string{i.Link, i.Amount, i.Place, i.Note}
	case withoutWhy:
		meta = []string{i.Amount, i.Place}
	}
	meta = slices.DeleteFunc(meta, func(t string) bool { return t == "" })
	room := max(leastMeta, min(mostMeta, axisRight-4-left-markRoom-widthOf(runs)-runGap))
	for len(meta) > 1 && scene.Measure(strings.Join(meta, " · "), sheet.SmallSize, false) > room {
		meta = meta[:len(meta)-1]
	}
	if len(meta) > 0 {
		runs = append(runs, run{
			text: scene.Clip(strings.Join(meta, " · "), sheet.SmallSize, false, room),
			size: sheet.SmallSize,
			ink:  scene.Secondary,
		})
	}
	return runs
}

// moment places a milestone or a target: a mark with its words on one line, right of it, or left where it would leave
// the axis.
func (l *lane) moment(t *task) {
	t.single = true
	from, mid, until, before := l.axis.span(t.Stages[0])
	t.mark, t.from, t.until = mid, from, until
	if until-from < 16 {
		t.from, t.until = mid, mid
	}
	if t.Kind == diagram.ItemTarget {
		t.mark = min(until, axisRight-18)
		t.from, t.until = t.mark, t.mark
	}
	if before {
		t.mark = gutterLeft + slotFirst
		t.from, t.until = t.mark, t.mark
	}
	near, far := t.mark-8, max(t.mark+11, t.until+5)
	if t.Kind == diagram.ItemTarget {
		near, far = t.mark-3, t.mark+17
	}
	near = min(near, t.from-3)
	right, left := axisRight-4-(far+4), near-6-(gutterLeft+4) // room on both sides
	t.label = l.momentLabel(t.RoadmapItem, min(mostLine, max(right, left)))
	width := widthOf(t.label)
	t.labelX = far + 4
	if width > right {
		t.labelX = near - 6 - width
	}
	t.left, t.right = min(near, t.labelX), max(far, t.labelX+width)
}

func (l *lane) momentLabel(i diagram.RoadmapItem, most float64) []run {
	quiet := func(text string) run { return run{text: text, size: sheet.SmallSize, ink: scene.Secondary} }
	var runs []run
	if i.Kind == diagram.ItemTarget {
		if i.Base != "" {
			runs = append(runs, quiet(scene.Clip(i.Base, sheet.SmallSize, false, 160)+" →"))
		}
		runs = append(
			runs,
			run{text: scene.Clip(i.Value, 14, true, 120), size: 14, bold: true, ink: scene.Accent},
			quiet(sheet.Pick(l.lang, "（", "(")+i.Stages[0].Text+sheet.Pick(l.lang, "）", ")")),
		)
	} else {
		runs = append(runs, run{text: i.Stages[0].Text, size: sheet.SmallSize, bold: true, ink: scene.Ink})
		if i.Kind == diagram.ItemDue {
			runs = append(runs, quiet(scene.Clip(i.Note, sheet.SmallSize, false, 170)))
		}
	}
	if i.Unverified {
		runs = append(runs, run{text: sheet.Pick(l.lang, "核", "?"), size: sheet.SmallSize, ink: scene.Secondary, tag: true})
	}
	runs = slices.DeleteFunc(runs, func(r run) bool { return r.text == "" })
	if i.Kind == diagram.ItemTarget && i.Note != "" { // in what the others leave
		left := most - widthOf(runs) - runGap - scene.Measure(i.Name, 14, false) - runGap
		runs = append(runs, quiet(scene.Clip(i.Note, sheet.SmallSize, false, max(80, left))))
	}
	name := run{
		text: scene.Clip(i.Name, 14, false, most-widthOf(runs)-runGap),
		size: 14,
		ink:  scene.Ink,
		line: i.Unverified,
	}
	if i.Kind == diagram.ItemTarget {
		return append([]run{name}, runs...)
	}
	return slices.Insert(runs, 1, name)
}

// lane paints the items of a lane, and says where it is empty or has nothing ahead.
func (s *page) lane(l *lane, words diagram.RoadmapWords) {
	begin := len(s.Page.Items)
	used := float64(l.rows)*l.rowH + float64(l.lines)*l.line()
	top := l.bounds.Y + (l.bounds.H-used)/2
	ahead := false
	for _, t := range l.tasks {
		y := top + float64(t.row)*l.rowH
		if t.single {
			y = top + float64(l.rows)*l.rowH + float64(t.row)*l.line()
		}
		s.task(t, l, y)
		for _, st := range t.Stages {
			_, mid, _, _ := l.axis.span(st)
			ahead = ahead || !st.Open && mid > l.axis.asOf
		}
	}
	if len(l.tasks) == 0 {
		s.Middle(
			scene.RoleContent,
			(gutterLeft+l.axis.asOf)/2,
			l.bounds.Y+l.bounds.H/2+5,
			words.Empty,
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
	}
	if !ahead {
		s.nothing(l, words.Nothing, begin)
	}
}

// nothing says in the free future of a lane that nothing is dated there, as near its middle as there is room.
func (s *page) nothing(l *lane, text string, begin int) {
	w := scene.Measure(text, sheet.SmallSize, false)
	free := axisRight - l.axis.asOf
	if w+24 > free {
		return
	}
	for step := range int(l.bounds.H / 8) {
		dy := float64((step+1)/2) * 8
		if step%2 == 1 {
			dy = -dy
		}
		y := l.bounds.Y + l.bounds.H/2 + dy
		item := scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleContent,
			X:      l.axis.asOf + free/2,
			Y:      y + 5,
			Text:   text,
			Size:   sheet.SmallSize,
			Anchor: scene.Middle,
			Fill:   scene.Secondary,
		}
		box := item.Box().Inset(-12, -5)
		inside := box.Y > l.bounds.Y && box.Bottom() < l.bounds.Bottom()
		if inside && !slices.ContainsFunc(s.Page.Items[begin:], func(i scene.Item) bool { return i.Box().Meets(box) }) {
			s.Add(item)
			return
		}
	}
}

func (s *page) task(t *task, l *lane, y float64) {
	s.Owner = t.ID
	spoken := []string{t.Name, t.Value, t.Link, t.Amount, t.Place, t.Note, t.Stale}
	s.Page.Targets = append(s.Page.Targets, scene.Target{
		Owner: t.ID,
		Href:  t.Href,
		Name: strings.Join(
			slices.DeleteFunc(spoken, func(x string) bool { return x == "" }),
			sheet.Pick(l.lang, "，", ", "),
		),
	})
	switch {
	case t.Kind != diagram.ItemProject:
		s.moment(t, y+l.line()/2)
	case t.single:
		mid := y + l.line()/2
		s.string(t, mid)
		s.Add(light(t.Light, t.labelX+7, mid)...)
		s.runs(t.label, t.labelX+markRoom, mid+5)
	default:
		slack := (l.rowH - taskRow) / 2
		s.Add(light(t.Light, t.labelX+7, y+slack+9)...)
		s.runs(t.label, t.labelX+markRoom, y+slack+14)
		s.string(t, y+slack+30)
	}
	s.Owner = ""
}

// string draws the beads of a project with what joins them.
func (s *page) string(t *task, y float64) {
	for _, b := range t.beads {
		if b.from < b.x-beadRadius {
			s.whisker(b.from, b.x-beadRadius, y)
		}
		if b.until > b.x+beadRadius {
			s.whisker(b.until, b.x+beadRadius, y)
		}
	}
	for i := 1; i < len(t.beads); i++ {
		from, until := t.beads[i-1].right()+1, t.beads[i].x-beadRadius-1
		if t.beads[i-1].beside != "" {
			from += 4
		}
		if until-from < 3 {
			continue
		}
		bar := scene.Item{
			Shape: scene.Rect,
			Role:  scene.RoleMark,
			X:     from,
			Y:     y - 4,
			W:     until - from,
			H:     8,
			Fill:  scene.Accent,
		}
		if !t.beads[i].Done {
			bar.Fill, bar.Stroke, bar.Width, bar.Dash = scene.Ground, scene.Accent, 1.2, []float64{3, 2.5}
			bar.Y, bar.H = y-3.4, 6.8
		}
		s.Add(bar)
	}
	for _, b := range t.beads {
		s.Add(beadItems(b, y)...)
	}
	if last := t.beads[len(t.beads)-1]; t.Stale != "" && !t.single {
		x := max(last.right(), last.until) + 8
		if last.Done {
			s.Add(scene.Item{
				Shape:  scene.Line,
				Role:   scene.RoleMark,
				Points: []scene.Point{{X: x - 2, Y: y}, {X: x - 2 + tailLength, Y: y}},
				Stroke: scene.Secondary,
				Width:  2,
				Dash:   []float64{2, 4},
			})
			x += tailLength + 6
		}
		s.Text(scene.RoleContent, x, y+5, t.Stale, sheet.SmallSize, true, scene.AmberInk)
	}
}

// beadItems draw a bead: filled when done, outlined when planned or when its date is unknown.
func beadItems(b bead, y float64) []scene.Item {
	ring := scene.Item{
		Shape:  scene.Circle,
		Role:   scene.RoleMark,
		X:      b.x,
		Y:      y,
		Radius: beadRadius,
		Fill:   scene.Accent,
		Class:  "done",
	}
	ink := scene.Ground
	if !b.Done || b.Open {
		ring.Fill, ring.Stroke, ring.Width, ring.Radius, ring.Class, ink = scene.Ground, scene.Accent, 1.8, beadRadius-.9,
			"open", scene.Accent
	}
	out := []scene.Item{ring}
	if b.Mark != "" { // none in the legend
		out = append(out, scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleContent,
			X:      b.x,
			Y:      y + 5,
			Text:   b.Mark,
			Size:   sheet.SmallSize,
			Bold:   true,
			Anchor: scene.Middle,
			Fill:   ink,
		})
	}
	if b.beside != "" {
		out = append(out, scene.Item{
			Shape: scene.Text,
			Role:  scene.RoleContent,
			X:     b.x + beadRadius + 3,
			Y:     y + 5,
			Text:  b.beside,
			Size:  sheet.SmallSize,
			Bold:  b.Open,
			Fill:  scene.Secondary,
		})
		if b.Open {
			out[len(out)-1].Fill = scene.Accent
		}
	}
	return out
}

// whisker shows on one side of a mark how far the span reaches in which its date lies: from the end, with a tick, to
// the mark. A whisker shorter than its tick is left out.
func (s *page) whisker(end, mark, y float64) {
	if d := end - mark; d > -3 && d < 3 {
		return
	}
	line := func(x0, y0, x1, y1 float64) {
		s.Add(scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x0, Y: y0}, {X: x1, Y: y1}},
			Stroke: scene.Accent,
			Width:  1.6,
		})
	}
	line(end, y, mark, y)
	line(end, y-5, end, y+5)
}

func (s *page) moment(t *task, y float64) {
	if t.from < t.until {
		s.whisker(t.from, t.mark-7, y)
		s.whisker(t.until, t.mark+7, y)
	}
	switch t.Kind {
	case diagram.ItemTarget:
		s.Add(flag(t.mark, y, t.Stages[0].Done)...)
	case diagram.ItemDue:
		s.Add(clock(t.mark, y)...)
	default:
		s.Add(diamond(t.mark, y, t.Stages[0].Done)...)
	}
	s.runs(t.label, t.labelX, y+5)
}

// runs writes pieces of text on one line.
func (s *page) runs(runs []run, x, y float64) {
	for _, r := range runs {
		if r.tag {
			s.Add(scene.Item{
				Shape:  scene.Rect,
				Role:   scene.RoleMark,
				X:      x,
				Y:      y - 13.8,
				W:      r.width(),
				H:      17.6,
				Radius: 3,
				Stroke: scene.UnknownEdge,
				Width:  1,
				Dash:   []float64{2, 2},
				Fill:   scene.Ground,
			})
			s.Text(scene.RoleContent, x+2.5, y, r.text, r.size, false, r.ink)
		} else {
			s.Text(scene.RoleContent, x, y, r.text, r.size, r.bold, r.ink)
			if r.line {
				s.Unverified(x, y+4, r.width())
			}
		}
		x += r.width() + runGap
	}
}

// diamond is a milestone: solid when it happened.
func diamond(x, y float64, done bool) []scene.Item {
	const r = 7.0
	i := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Closed: true,
		Fill:   scene.Ink,
		Points: []scene.Point{{X: x - r, Y: y}, {X: x, Y: y - r}, {X: x + r, Y: y}, {X: x, Y: y + r}},
	}
	if !done {
		i.Fill, i.Stroke, i.Width, i.Dash = scene.Ground, scene.Ink, 1.6, []float64{2.5, 2}
	}
	return []scene.Item{i}
}

// clock is a day that people set for a gap.
func clock(x, y float64) []scene.Item {
	return []scene.Item{
		{
			Shape: scene.Circle, Role: scene.RoleMark, X: x, Y: y, Radius: 6.4,
			Fill: scene.Ground, Stroke: scene.Ink, Width: 1.6,
		},
		{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x, Y: y - 4}, {X: x, Y: y}, {X: x + 3, Y: y}},
			Stroke: scene.Ink,
			Width:  1.4,
		},
	}
}

// flag is a figure reached, solid, or aimed at, outlined; its pole stands at x.
func flag(x, y float64, done bool) []scene.Item {
	cloth := scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleMark,
		Closed: true,
		Fill:   scene.Accent,
		Points: []scene.Point{{X: x, Y: y - 8}, {X: x + 14, Y: y - 3}, {X: x, Y: y + 2}},
	}
	if !done {
		cloth.Fill, cloth.Stroke, cloth.Width, cloth.Dash = scene.Ground, scene.Accent, 1.4, []float64{2.5, 2}
	}
	return []scene.Item{
		{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x, Y: y - 9}, {X: x, Y: y + 9}},
			Stroke: scene.Accent,
			Width:  1.8,
		},
		cloth,
	}
}
