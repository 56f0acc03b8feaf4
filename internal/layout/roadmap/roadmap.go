// Package roadmap arranges what happens when, and who answers for it.
package roadmap

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the roadmap (docs/drawings.md, Roadmap): lane heads, a gutter for what lies before the axis, the axis, what
// is undated.
const (
	laneHeadWidth = 112.0
	gutterLeft    = 158.0
	axisLeft      = 238.0
	axisRight     = 1280.0
	undatedLeft   = 1296.0
	undatedWidth  = scene.PageWidth - scene.Margin - undatedLeft
	plateTop      = 146.0 // of the date on the line between past and plan
	yearTop       = 172.0
	yearHeight    = 24.0
	quarterBase   = 210.0
	lanesTop      = 220.0
	lanesBottom   = 840.0
	laneSeam      = 6.0
	leastLane     = 76.0
	taskRow       = 42.0 // two lines: label, beads
	mostTaskRow   = 52.0
	lineRow       = 27.0 // one line
	tightRow      = 24.0
	undatedRow    = 23.0
	undatedFrame  = 12.0 // above and below the rows
	apart         = 18.0 // between two things of a row
)

// axis turns days into places.
type axis struct {
	first, years int
	asOf         float64
}

func newAxis(r diagram.Roadmap) axis {
	a := axis{first: r.First, years: max(1, r.Last-r.First+1)}
	if day, err := time.Parse(time.DateOnly, r.AsOf); err == nil {
		a.asOf = a.at(day.AddDate(0, 0, 1))
	}
	return a
}

// at places a day: linear inside its quarter, quarters equally wide; days outside the axis lie at its ends.
func (a axis) at(day time.Time) float64 {
	quarter := (axisRight - axisLeft) / float64(4*a.years)
	start := time.Date(day.Year(), (day.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	length := start.AddDate(0, 3, 0).Sub(start)
	n := float64(4*(day.Year()-a.first)+int(day.Month()-1)/3) + float64(day.Sub(start))/float64(length)
	return min(axisRight, max(axisLeft, axisLeft+quarter*n))
}

// span is where a stage lies: its middle and its ends, and whether it lies wholly before the axis.
func (a axis) span(s diagram.Stage) (from, mid, until float64, before bool) {
	start, errA := time.Parse(time.DateOnly, s.From)
	end, errB := time.Parse(time.DateOnly, s.Until)
	if errA != nil || errB != nil {
		return axisLeft, axisLeft, axisLeft, true
	}
	middle := start.Add(end.Sub(start) / 2)
	return a.at(start), a.at(middle), a.at(end), middle.Year() < a.first
}

// lane is a lane while it is arranged.
type lane struct {
	diagram.RoadmapLane
	axis   axis
	lang   string
	level  detail
	all    int               // items before some were left out
	strung map[string][]bead // of projects: they do not depend on the detail
	needs  [tight + 1]float64
	tasks  []*task
	rows   int // of two lines
	lines  int // of one line
	bounds scene.Box
	rowH   float64
}

// detail is how much the items of a lane say, from all to one line.
type detail int

const (
	inFull     detail = iota
	withoutWhy        // without link and note
	namesOnly
	oneLine
	tight
)

// Draw arranges a roadmap. Where lanes lose items, the first page is an overview and every such lane has pages of its
// own. The same content gives the same pages.
func Draw(content diagram.Roadmap) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	overview := arrangeRoadmap(content, content.Lanes)
	parts := [][]*lane{overview}
	for i, l := range overview {
		if len(l.Items) < l.all {
			lane := content.Lanes[i]
			lane.Items = byDate(lane.Items)
			parts = append(parts, lanePages(content, lane)...)
		}
	}
	pages := make([]scene.Page, len(parts))
	for i, lanes := range parts {
		pages[i] = paintRoadmap(content, lanes, i+1, len(parts))
	}
	return pages, nil
}

// mostLanePages bounds the pages of one lane; what is beyond is counted.
const mostLanePages = 12

// lanePages cuts a lane into as few pages as hold its items, in their order.
func lanePages(content diagram.Roadmap, l diagram.RoadmapLane) [][]*lane {
	for n := 1; ; n++ {
		var parts []diagram.RoadmapLane
		fits := true
		for items := range slices.Chunk(l.Items, (len(l.Items)+n-1)/n) {
			part := l
			part.Items = items
			parts = append(parts, part)
			if fits = newRoadLane(content, part, tight).need() <= lanesBottom-lanesTop; !fits && n < mostLanePages {
				break
			}
		}
		if !fits && n < mostLanePages {
			continue
		}
		pages := make([][]*lane, len(parts))
		for i, part := range parts {
			pages[i] = arrangeRoadmap(content, []diagram.RoadmapLane{part})
		}
		return pages
	}
}

func newRoadLane(content diagram.Roadmap, l diagram.RoadmapLane, level detail) *lane {
	l.Items = byDate(l.Items)
	out := &lane{
		RoadmapLane: l,
		axis:        newAxis(content),
		lang:        content.Head.Lang,
		level:       level,
		all:         len(l.Items),
		strung:      map[string][]bead{},
	}
	out.pack()
	return out
}

// arrangeRoadmap finds how much each lane may say, packs the lanes and stacks them.
func arrangeRoadmap(content diagram.Roadmap, lanes []diagram.RoadmapLane) []*lane {
	out := make([]*lane, len(lanes))
	for i, l := range lanes {
		out[i] = newRoadLane(content, l, inFull)
	}
	room := lanesBottom - lanesTop - laneSeam*float64(len(out)-1)
	for lanesHeight(out) > room && shorten(out) {
	}
	if lanesHeight(out) > room {
		leaveOut(out, room)
	}
	sayMore(out, room)
	stack(out, room)
	return out
}

// byDate sorts items by their first day, so that the order of the input never shows.
func byDate(items []diagram.RoadmapItem) []diagram.RoadmapItem {
	out := slices.Clone(items)
	slices.SortFunc(out, func(x, y diagram.RoadmapItem) int {
		return cmp.Or(cmp.Compare(x.Stages[0].From, y.Stages[0].From), cmp.Compare(x.ID, y.ID))
	})
	return out
}

func lanesHeight(lanes []*lane) float64 {
	h := 0.0
	for _, l := range lanes {
		h += l.need()
	}
	return h
}

// need is the least height of a lane.
func (l *lane) need() float64 {
	return max(leastLane, float64(l.rows)*taskRow+float64(l.lines)*l.line()+10)
}

func (l *lane) line() float64 {
	if l.level == tight {
		return tightRow
	}
	return lineRow
}

// needAt is the least height of a lane at a level of detail, computed once.
func (l *lane) needAt(level detail) float64 {
	if l.needs[level] == 0 {
		trial := *l
		trial.level = level
		trial.pack()
		l.needs[level] = trial.need()
	}
	return l.needs[level]
}

// shorten lets the lane say less that gains most height by it; false when none gains any.
func shorten(lanes []*lane) bool {
	var best *lane
	var to detail
	most := 0.0
	for _, l := range lanes {
		for level := l.level + 1; level <= tight; level++ {
			if gain := (l.need() - l.needAt(level)) / float64(level-l.level); gain > most+.01 {
				best, to, most = l, level, gain
			}
		}
	}
	if best == nil {
		return false
	}
	best.level = to
	best.pack()
	return true
}

// sayMore gives room that was saved in steps too large back to the lanes, in their order.
func sayMore(lanes []*lane, room float64) {
	for _, l := range lanes {
		for level := inFull; level < l.level; level++ {
			if lanesHeight(lanes)-l.need()+l.needAt(level) <= room {
				l.level = level
				l.pack()
				break
			}
		}
	}
}

// urgency orders lights by what a reader misses least; milestones and targets go after all projects.
var urgency = map[diagram.Light]int{
	diagram.LightDone:    1,
	diagram.LightStopped: 2,
	diagram.LightBlank:   3,
	diagram.LightStale:   4,
	diagram.LightNormal:  5,
	diagram.LightLate:    6,
}

// leaveOut takes the least urgent items from the lanes that need most, until the rest fits.
func leaveOut(lanes []*lane, room float64) {
	order := slices.Clone(lanes)
	slices.SortStableFunc(order, func(a, b *lane) int { return int(a.need()) - int(b.need()) })
	for i, l := range order {
		share := room / float64(len(order)-i)
		if l.need() > share {
			l.keep(share)
		}
		room -= l.need()
	}
}

// keep leaves in a lane as many of its most urgent items as a height holds (a search by halves).
func (l *lane) keep(height float64) {
	ranked := slices.Clone(l.Items)
	slices.SortStableFunc(ranked, func(a, b diagram.RoadmapItem) int { return rankItem(b) - rankItem(a) })
	all := l.Items
	try := func(n int) bool {
		in := map[string]bool{}
		for _, i := range ranked[:n] {
			in[i.ID] = true
		}
		l.Items = slices.DeleteFunc(slices.Clone(all), func(i diagram.RoadmapItem) bool { return !in[i.ID] })
		l.level, l.needs = tight, [tight + 1]float64{}
		l.pack()
		return l.need() <= height
	}
	least, most := 0, len(ranked) // least fits, most does not
	for most-least > 1 {
		if mid := (least + most) / 2; try(mid) {
			least = mid
		} else {
			most = mid
		}
	}
	try(least)
}

func rankItem(i diagram.RoadmapItem) int {
	if i.Kind != diagram.ItemProject {
		return 0
	}
	return urgency[i.Light]
}

// stack gives every lane its bounds: first what it needs, then what its undated things lack with two links a row, air
// for the rows of its items, one link a row. What nobody needs goes to the lanes that have items, else to all.
func stack(lanes []*lane, room float64) {
	heights := make([]float64, len(lanes))
	for i, l := range lanes {
		heights[i] = l.need()
		room -= heights[i]
	}
	grow := func(most func(l *lane) float64) {
		for {
			var short []int
			for i, l := range lanes {
				if heights[i] < most(l)-.01 {
					short = append(short, i)
				}
			}
			if len(short) == 0 || room < 1 {
				return
			}
			part := room / float64(len(short))
			for _, i := range short {
				more := min(undatedRow, part, most(lanes[i])-heights[i])
				heights[i] += more
				room -= more
			}
		}
	}
	grow(func(l *lane) float64 { return undatedFrame + undatedRow*float64(len(undatedRows(l.Undated, true))) })
	grow(func(l *lane) float64 { return l.need() + float64(l.rows)*(mostTaskRow-taskRow) })
	grow(func(l *lane) float64 { return undatedFrame + undatedRow*float64(len(l.Undated)) })
	var busy []int
	for i, l := range lanes {
		if len(l.tasks) > 0 {
			busy = append(busy, i)
		}
	}
	if len(busy) == 0 {
		for i := range lanes {
			busy = append(busy, i)
		}
	}
	for _, i := range busy {
		heights[i] += max(0, room) / float64(len(busy))
	}
	y := lanesTop
	for i, l := range lanes {
		l.bounds = scene.Box{X: gutterLeft, Y: y, W: axisRight - gutterLeft, H: heights[i]}
		y += heights[i] + laneSeam
		l.rowH = taskRow
		if l.rows > 0 {
			l.rowH = min(mostTaskRow, (heights[i]-10-float64(l.lines)*l.line())/float64(l.rows))
		}
	}
}

func paintRoadmap(content diagram.Roadmap, lanes []*lane, number, pages int) scene.Page {
	shown, total := 0, 0
	for _, l := range lanes {
		shown += len(l.Items)
		total += l.all
	}
	head := content.Head
	if number > 1 {
		head.Headline = fmt.Sprintf(sheet.Pick(head.Lang, "第 %d 页：%s", "Page %d: %s"), number, lanes[0].Name)
		for _, l := range content.Lanes {
			if l.Key == lanes[0].Key {
				total = len(l.Items)
			}
		}
	}
	if number == 1 {
		total += content.Left
	}
	s := &page{sheet.New(head, number, pages, shown, total)}
	a := newAxis(content)
	front := &page{sheet.Blank(head.Lang)}
	for _, l := range lanes {
		front.lane(l, content.Words)
	}
	s.axisHead(content, a)
	for _, l := range lanes {
		s.Rect(scene.RoleGround, l.bounds, scene.FaintBand)
		s.Rect(
			scene.RoleGround,
			scene.Box{X: a.asOf, Y: l.bounds.Y, W: axisRight - a.asOf, H: l.bounds.H},
			scene.ProjectorFuture,
		)
		for year := 0; year < a.years; year++ {
			x := axisLeft + (axisRight-axisLeft)*float64(year)/float64(a.years)
			s.Add(interrupted(x, l.bounds.Y, l.bounds.Bottom(), front.Page.Items, scene.Hairline, 1)...)
		}
	}
	s.Add(
		interrupted(
			a.asOf,
			yearTop+yearHeight,
			lanes[len(lanes)-1].bounds.Bottom(),
			append(quarterTexts(a), front.Page.Items...),
			scene.Red,
			2,
		)...)
	s.Page.Items = append(s.Page.Items, front.Page.Items...)
	s.Page.Targets = append(s.Page.Targets, front.Page.Targets...)
	for _, l := range lanes {
		s.roadmapLaneHead(l)
		s.undated(l, content.Words)
	}
	s.roadmapKey(content, lanes)
	return s.Page
}

// axisHead writes years, quarters, the date of the line and the heads of the outer columns.
func (s *page) axisHead(r diagram.Roadmap, a axis) {
	s.Rect(
		scene.RoleBand,
		scene.Box{X: gutterLeft, Y: yearTop, W: axisLeft - gutterLeft - 2, H: yearHeight},
		scene.EmptyBar,
	)
	s.Middle(scene.RoleBand, (gutterLeft+axisLeft)/2, yearTop+17, r.Words.Before, 15, true, scene.Ink)
	s.Middle(
		scene.RoleCaption,
		(gutterLeft+axisLeft)/2,
		quarterBase,
		r.Words.Earlier,
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
	width := (axisRight - axisLeft) / float64(a.years)
	for n := range a.years {
		b := scene.Box{X: axisLeft + width*float64(n), Y: yearTop, W: width - 2, H: yearHeight}
		year := r.First + n
		item := scene.Item{Shape: scene.Rect, Role: scene.RoleBand, X: b.X, Y: b.Y, W: b.W, H: b.H, Fill: scene.Accent}
		ink := scene.Ground
		if b.X >= a.asOf-1 {
			item.X, item.Y, item.W, item.H = b.X+.6, b.Y+.6, b.W-1.2, b.H-1.2
			item.Fill, item.Stroke, item.Width, ink = scene.Ground, scene.Accent, 1.2, scene.Accent
		}
		s.Add(item)
		s.Middle(scene.RoleBand, b.X+b.W/2, yearTop+17.5, strconv.Itoa(year), sheet.HeadSize, true, ink)
	}
	s.Page.Items = append(s.Page.Items, quarterTexts(a)...)
	w := scene.Measure(r.Label, sheet.SmallSize, true) + 20
	x := min(axisRight-w, max(axisLeft, a.asOf-w/2))
	s.Add(scene.Item{Shape: scene.Rect, Role: scene.RoleBand, X: x, Y: plateTop, W: w, H: 22, Radius: 3, Fill: scene.Red})
	s.Middle(scene.RoleBand, x+w/2, plateTop+16, r.Label, sheet.SmallSize, true, scene.Ground)
	s.TextEnd(scene.RoleCaption, x-10, plateTop+16, r.Words.Done, sheet.SmallSize, false, scene.Secondary)
	if free := axisRight - x - w; free > scene.Measure(r.Words.Plan, sheet.SmallSize, false)+10 {
		s.Text(scene.RoleCaption, x+w+10, plateTop+16, r.Words.Plan, sheet.SmallSize, false, scene.Secondary)
	}
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleBand,
		X:      undatedLeft + .5,
		Y:      yearTop + .5,
		W:      undatedWidth - 1,
		H:      yearHeight - 1,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1,
		Dash:   []float64{4, 3},
	})
	s.Middle(scene.RoleBand, undatedLeft+undatedWidth/2, yearTop+17, r.Words.Undated, 15, true, scene.Ink)
	s.Middle(
		scene.RoleCaption,
		undatedLeft+undatedWidth/2,
		quarterBase,
		r.Words.UndatedOf,
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
}

func quarterTexts(a axis) []scene.Item {
	var out []scene.Item
	width := (axisRight - axisLeft) / float64(4*a.years)
	for n := range 4 * a.years {
		out = append(out, scene.Item{
			Shape:  scene.Text,
			Role:   scene.RoleCaption,
			X:      axisLeft + width*(float64(n)+.5),
			Y:      quarterBase,
			Text:   "Q" + strconv.Itoa(n%4+1),
			Size:   sheet.SmallSize,
			Anchor: scene.Middle,
			Fill:   scene.Secondary,
		})
	}
	return out
}

// interrupted is an upright line that leaves room wherever it would cross a thing.
func interrupted(x, from, until float64, things []scene.Item, ink string, width float64) []scene.Item {
	const clear = 3
	var holes [][2]float64
	for _, i := range things {
		if b := i.Box(); b.X < x+clear && b.Right() > x-clear && b.Bottom() > from-clear && b.Y < until+clear {
			holes = append(holes, [2]float64{b.Y - clear, b.Bottom() + clear})
		}
	}
	slices.SortFunc(holes, func(a, b [2]float64) int {
		switch {
		case a[0] < b[0]:
			return -1
		case a[0] > b[0]:
			return 1
		}
		return 0
	})
	var out []scene.Item
	add := func(y0, y1 float64) {
		if y1-y0 > 3 {
			out = append(out, scene.Item{
				Shape:  scene.Line,
				Role:   scene.RoleGround,
				Points: []scene.Point{{X: x, Y: y0}, {X: x, Y: y1}},
				Stroke: ink,
				Width:  width,
			})
		}
	}
	y := from
	for _, h := range holes {
		add(y, min(h[0], until))
		y = max(y, h[1])
	}
	add(y, until)
	return out
}

// roadmapLaneHead writes name, count and owner of a lane; what the page leaves out of it is counted.
func (s *page) roadmapLaneHead(l *lane) {
	fill := scene.Accent
	if l.Quiet {
		fill = scene.Ink
	}
	b := scene.Box{X: scene.Margin, Y: l.bounds.Y, W: laneHeadWidth, H: l.bounds.H}
	s.Rect(scene.RoleBand, b, fill)
	room := b.W - 10
	owner, ok := scene.Wrap(l.Owner, sheet.SmallSize, false, room, 2)
	if !ok {
		owner = []string{scene.Clip(l.Owner, sheet.SmallSize, false, room)}
	}
	count := l.Count
	if len(l.Items) < l.all {
		count = fmt.Sprintf(sheet.Pick(l.lang, "显示 %d/%d", "shown %d/%d"), len(l.Items), l.all)
	}
	line := min(20, (b.H-8)/float64(2+len(owner)))
	y := b.Y + (b.H-line*float64(2+len(owner)))/2 + line*.5 + 6.2
	size := 17.0
	for size > sheet.SmallSize && scene.Measure(l.Name, size, true) > room {
		size -= .5
	}
	s.Middle(scene.RoleBand, b.X+b.W/2, y-.6, scene.Clip(l.Name, size, true, room), size, true, scene.Ground)
	for _, text := range append([]string{scene.Clip(count, sheet.SmallSize, false, room)}, owner...) {
		y += line
		s.Middle(scene.RoleBand, b.X+b.W/2, y, text, sheet.SmallSize, false, scene.Ground)
	}
	s.Joined(len(owner))
}

// undated lists what has no date, whole lines only; the rest is counted.
func (s *page) undated(l *lane, words diagram.RoadmapWords) {
	b := scene.Box{X: undatedLeft, Y: l.bounds.Y, W: undatedWidth, H: l.bounds.H}
	s.Owner = "undated/" + l.Key
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Name: l.Name + " " + words.Undated})
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X + .5,
		Y:      b.Y + .5,
		W:      b.W - 1,
		H:      b.H - 1,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1,
	})
	most := max(1, int((b.H-8)/undatedRow))
	rows := undatedRows(l.Undated, false)
	if len(rows) > most {
		rows = undatedRows(l.Undated, true)
	}
	halves := len(rows) < len(l.Undated)
	left := 0
	if len(rows) > most {
		for _, row := range rows[most-1:] {
			left += len(row)
		}
		rows = rows[:most-1]
	}
	said := halves || !fitNotes(l.Undated) // the mark says it, for all alike
	y := b.Y + (b.H-undatedRow*float64(len(rows)+sheet.Btoi(left > 0)))/2 + undatedRow/2
	for _, row := range rows {
		for i, u := range row {
			at := b
			if len(row) > 1 {
				at.W = b.W / undatedColumns
				at.X += at.W * float64(i)
			}
			s.undatedLine(u, at, y, said)
		}
		y += undatedRow
	}
	if left > 0 {
		s.Text(
			scene.RoleContent,
			b.X+30,
			y+5,
			fmt.Sprintf(sheet.Pick(l.lang, "另 %d 项未列出", "%d more"), left),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
	}
	s.Owner = ""
}

const (
	undatedColumns = 2         // in which missing links stand where one has no room for all
	missingMark    = "missing" // of a link without a project
)

// undatedRows sets things in rows: one a row, or neighbouring missing links two a row where their names fit that.
func undatedRows(list []diagram.Undated, halves bool) (rows [][]diagram.Undated) {
	narrow := func(u diagram.Undated) bool {
		return u.Mark == missingMark && scene.Measure(u.Name, sheet.SmallSize, true) <= undatedWidth/undatedColumns-34
	}
	for _, u := range list {
		last := len(rows) - 1
		if halves && last >= 0 && len(rows[last]) < undatedColumns && narrow(u) && narrow(rows[last][0]) {
			rows[last] = append(rows[last], u)
			continue
		}
		rows = append(rows, []diagram.Undated{u})
	}
	return rows
}

// fitNotes tells whether the note of every missing link stands beside its whole name.
func fitNotes(list []diagram.Undated) bool {
	return !slices.ContainsFunc(list, func(u diagram.Undated) bool {
		return u.Mark == missingMark && scene.Measure(u.Name, sheet.SmallSize, true)+
			scene.Measure(u.Note, sheet.SmallSize, false)+8 > undatedWidth-40
	})
}

// undatedLine is a thing without a date; the note of a missing link may be said by its mark.
func (s *page) undatedLine(u diagram.Undated, b scene.Box, y float64, said bool) {
	x := b.X + 17
	ink := scene.Secondary
	switch u.Mark {
	case missingMark:
		s.Add(scene.CoverageMark("missing", x, y, scene.Red)...)
		ink = scene.Red
	case "target":
		s.Add(flag(x-6, y, false)...)
	default:
		s.Add(scene.Item{
			Shape:  scene.Circle,
			Role:   scene.RoleMark,
			X:      x,
			Y:      y,
			Radius: 5.5,
			Stroke: scene.UnknownEdge,
			Width:  1.8,
		})
	}
	room := b.W - 30 - 4
	if u.Note != "" && !(said && u.Mark == missingMark) {
		room -= 6
		note := scene.Clip(u.Note, sheet.SmallSize, false, room*.5)
		room -= s.TextEnd(scene.RoleContent, b.Right()-10, y+5, note, sheet.SmallSize, false, ink) + 8
	}
	s.Text(
		scene.RoleContent,
		b.X+30,
		y+5,
		scene.ClipName(u.Name, sheet.SmallSize, u.Mark == missingMark, room),
		sheet.SmallSize,
		u.Mark == missingMark,
		scene.Ink,
	)
}
