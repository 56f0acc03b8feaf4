package changes

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// tileGrid is the grid of one page.
type tileGrid struct {
	content diagram.Changes
	lang    string
	tiles   []diagram.Tile
	moves   []diagram.Move // both ends stand on this page
	stages  []stageColumns
	bands   []*tileBand
	left    []float64 // of each column
	width   float64   // of a column
	inner   float64   // gutter between columns of a stage
	outer   float64   // and between stages
	between float64   // rows
}

// stageColumns are the columns of a stage, from first on.
type stageColumns struct {
	band     diagram.Band
	first, n int
}

// tileBand is a sub-chain, or support, with its rows.
type tileBand struct {
	key, name string
	y         float64 // of its head
	rows      []*tileRow
}

type tileRow struct {
	cells []*tileCell
	y, h  float64
}

// full tells whether something changed in the row.
func (r *tileRow) full() bool {
	for _, c := range r.cells {
		if c.tile.Changed() {
			return true
		}
	}
	return false
}

type tileCell struct {
	tile   diagram.Tile
	column int
	box    scene.Box
}

func newTileGrid(content diagram.Changes, tiles []diagram.Tile) *tileGrid {
	g := &tileGrid{content: content, lang: content.Head.Lang, tiles: tiles, inner: 14, outer: 18, between: 12}
	here := map[string]bool{}
	for _, t := range tiles {
		here[t.ID] = true
	}
	for _, m := range content.Moves {
		if here[m.From] && here[m.To] {
			g.moves = append(g.moves, m)
		}
	}
	switch { // lines need room for their last piece, two of them beside each other
	case len(g.moves) == 1:
		g.inner, g.outer, g.between = 24, 24, 16
	case len(g.moves) > 1:
		g.inner, g.outer, g.between = 31, 31, 20
	}
	groups := groupTiles(tiles, append(keysOf(content.Lanes), diagram.Support), laneOf)
	g.columns(groups)
	for _, group := range groups {
		g.bands = append(g.bands, g.band(group))
	}
	g.stand()
	return g
}

// columns gives each stage as many columns as its longest band needs with the least number of rows that leaves cards
// wide enough; all bands share them.
func (g *tileGrid) columns(groups [][]diagram.Tile) {
	most := map[string]int{}
	longest := 2
	for _, group := range groups {
		n := map[string]int{}
		for _, t := range group {
			n[t.Stage]++
			most[t.Stage] = max(most[t.Stage], n[t.Stage])
			longest = max(longest, n[t.Stage])
		}
	}
	support := most[diagram.Support]
	for rows := 2; rows <= longest; rows++ {
		g.stages = nil
		total := 0
		for _, b := range g.content.Stages {
			if most[b.Key] > 0 {
				n := (most[b.Key] + rows - 1) / rows
				g.stages = append(g.stages, stageColumns{b, total, n})
				total += n
			}
		}
		if total == 0 { // support alone
			total = min(support, 5)
		}
		g.place(total)
		if g.width >= leastTile {
			return
		}
	}
}

// place computes the left sides and the width of columns.
func (g *tileGrid) place(total int) {
	free := gridRight - scene.Margin
	gap := make([]float64, total) // before each column
	for i := 1; i < total; i++ {
		gap[i] = g.inner
		for _, s := range g.stages {
			if s.first == i {
				gap[i] = g.outer
			}
		}
		free -= gap[i]
	}
	g.width = free / float64(total)
	g.left = make([]float64, total)
	x := scene.Margin
	for i := range g.left {
		x += gap[i]
		g.left[i] = x
		x += g.width
	}
}

// band fills the rows of a sub-chain column by column; support goes across all columns.
func (g *tileGrid) band(group []diagram.Tile) *tileBand {
	b := &tileBand{key: laneOf(group[0]), name: g.laneName(laneOf(group[0]))}
	put := func(t diagram.Tile, column, row int) {
		for len(b.rows) <= row {
			b.rows = append(b.rows, &tileRow{})
		}
		b.rows[row].cells = append(b.rows[row].cells, &tileCell{tile: t, column: column})
	}
	if b.key == diagram.Support {
		for i, t := range group {
			put(t, i%len(g.left), i/len(g.left))
		}
		return b
	}
	for _, s := range g.stages {
		var list []diagram.Tile
		for _, t := range group {
			if t.Stage == s.band.Key {
				list = append(list, t)
			}
		}
		per := max(1, (len(list)+s.n-1)/s.n)
		for i, t := range list {
			put(t, s.first+i/per, i%per)
		}
	}
	return b
}

func (g *tileGrid) laneName(key string) string {
	for _, l := range g.content.Lanes {
		if l.Key == key && l.Name != "" {
			return l.Name
		}
	}
	if key == diagram.Support {
		return sheet.Pick(g.lang, "支撑", "Support")
	}
	return sheet.Pick(g.lang, "全部环节", "All links")
}

const bandGap, headGap = 12.0, 8.0

// fixed is the height that is not rows.
func (g *tileGrid) fixed() float64 {
	h := stageHigh + 8
	for i, b := range g.bands {
		h += laneHigh + headGap + g.between*float64(len(b.rows)-1)
		if i > 0 {
			h += bandGap
		}
	}
	return h
}

// count returns how many rows have a change, and how many have none.
func (g *tileGrid) count() (full, quiet float64) {
	for _, b := range g.bands {
		for _, r := range b.rows {
			if r.full() {
				full++
			} else {
				quiet++
			}
		}
	}
	return full, quiet
}

// fits tells whether every row has at least its least height.
func (g *tileGrid) fits() bool {
	full, quiet := g.count()
	return g.width >= leastTile && g.fixed()+full*fullLeast+quiet*quietLeast <= gridBottom-stageTop
}

// stand gives every row its height and every card its box: rows with a change come first, then the quiet ones, then the
// full ones take what is left.
func (g *tileGrid) stand() {
	full, quiet := g.count()
	left := max(0, gridBottom-stageTop-g.fixed()-full*fullLeast-quiet*quietLeast)
	a, z := fullLeast, quietLeast
	grow := func(h *float64, n, most float64) {
		if n > 0 && *h < most {
			by := min(left/n, most-*h)
			*h += by
			left -= by * n
		}
	}
	grow(&a, full, fullAim)
	if full == 0 {
		grow(&z, quiet, calmMost)
	}
	grow(&z, quiet, quietMost)
	grow(&a, full, fullMost)
	grow(&z, quiet, quietMost+28)
	y := stageTop + stageHigh + 8
	for _, b := range g.bands {
		b.y = y
		y += laneHigh + headGap
		for _, r := range b.rows {
			r.y, r.h = y, z
			if r.full() {
				r.h = a
			}
			for _, c := range r.cells {
				c.box = scene.Box{X: g.left[c.column], Y: r.y, W: g.width, H: r.h}
			}
			y += r.h + g.between
		}
		y += bandGap - g.between
	}
}

// paintGrid draws the page's grid and returns how many moves found no way.
func (s *page) paintGrid(g *tileGrid) (hidden int) {
	for i, st := range g.stages {
		last := st.first + st.n - 1
		b := scene.Box{X: g.left[st.first], Y: stageTop, W: g.left[last] + g.width - g.left[st.first], H: stageHigh}
		if i < len(g.stages)-1 {
			b.W += g.outer/2 - 5
		}
		if i > 0 {
			b.X, b.W = b.X-g.outer/2+5, b.W+g.outer/2-5
		}
		st.band.Caption = wholeItems(st.band.Caption, 14, b.W-scene.Measure(st.band.Name, 18, true)-58)
		s.StageHead(st.band, b, i > 0, i < len(g.stages)-1, scene.Accent)
	}
	for _, b := range g.bands {
		s.bandHead(g, b)
	}
	if len(g.tiles) == 0 {
		s.Text(
			scene.RoleContent,
			scene.Margin,
			220,
			sheet.Pick(g.lang, "该产业链还没有环节。", "This chain has no links yet."),
			sheet.HeadlineSize,
			false,
			scene.Secondary,
		)
	}
	boxes := map[string]scene.Box{}
	for _, b := range g.bands {
		for _, r := range b.rows {
			for _, c := range r.cells {
				boxes[c.tile.ID] = c.box
			}
		}
	}
	hidden = s.paintMoves(g, boxes)
	for _, b := range g.bands {
		for _, r := range b.rows {
			for _, c := range r.cells {
				s.paintTile(c, g.lang)
			}
		}
	}
	return hidden
}

// wholeItems cuts a caption such as 原料·衬底·外延芯片 between its items to a width.
func wholeItems(caption string, size, width float64) string {
	for scene.Measure(caption, size, false) > width {
		at := strings.LastIndex(caption, "·")
		if at < 0 {
			return ""
		}
		caption = strings.TrimSpace(caption[:at])
	}
	return caption
}

// bandHead names a sub-chain, with the number of its links and changes and its states before and after.
func (s *page) bandHead(g *tileGrid, b *tileBand) {
	at := scene.Box{X: scene.Margin, Y: b.y, W: gridRight - scene.Margin, H: laneHigh}
	s.Rect(scene.RoleGround, at, scene.FaintBand)
	s.Rect(scene.RoleGround, scene.Box{X: at.X, Y: at.Y, W: 4, H: at.H}, scene.Accent)
	all, changed := 0, 0
	var before, after = map[string]int{}, map[string]int{}
	for _, r := range b.rows {
		for _, c := range r.cells {
			all++
			before[string(c.tile.Before)]++
			after[string(c.tile.After)]++
			if c.tile.Changed() {
				changed++
			}
		}
	}
	x := at.X + 14
	name, size := sheet.Fitted(b.name, true, 300, 16, 15, 14)
	x += s.Text(scene.RoleCaption, x, sheet.Base(at, size), name, size, true, scene.Accent) + 14
	note := sheet.Counted(
		g.lang,
		all,
		"环节",
		"link",
		"links",
	) + sheet.Pick(
		g.lang,
		fmt.Sprintf("，变化 %d", changed),
		fmt.Sprintf(", %d changed", changed),
	)
	s.Text(scene.RoleCaption, x, sheet.Base(at, sheet.SmallSize), note, sheet.SmallSize, false, scene.Secondary)
	end := at.Right() - 10
	for i := len(diagram.States) - 1; i >= 0; i-- {
		state := string(diagram.States[i])
		if before[state]+after[state] == 0 {
			continue
		}
		text, differs := fmt.Sprintf("%d", after[state]), before[state] != after[state]
		if differs {
			text = fmt.Sprintf("%d→%d", before[state], after[state])
		}
		ink := scene.Secondary
		if differs {
			ink = scene.Ink
		}
		text = sheet.Pick(g.lang, diagram.States[i].Word("zh")+" ", "") + text
		end -= s.TextEnd(scene.RoleCaption, end, sheet.Base(at, sheet.SmallSize), text, sheet.SmallSize, differs, ink) + 12
		s.Add(sheet.StateMark(state, end, at.Y+at.H/2)...)
		end -= 22
	}
}
