package whatif

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/scene"
)

// The grid of tiles, the same in all panels.
const (
	tileGap     = 8.0
	laneGap     = 12.0
	leastWide   = 72.0
	leastHigh   = 36.0
	mostHigh    = 120.0 // of a row
	mostColumns = 6     // of all stages
	stripHigh   = 36.0
	stripGap    = 6.0
	stripRows   = 2
	stripTiles  = 5 // in a row
	lineHigh    = 16.0
	nameSize    = 13.5
	textSide    = 5.0  // beside a name
	stageSide   = 22.0 // of the head of a stage, what is not words
	markSide    = 26.0 // of a mark left of a name, with the name's distance
	markHigh    = 22.5 // of a mark over a name
	cornerHigh  = 22.0 // of the lines in the corner of a weak link, with some air
)

// rowHighs are the heights that a row of figures may have, best first.
var rowHighs = [...]float64{42, 36, 29}

// grid is where the tiles of one page stand, measured from the left of a panel, and how their names are set.
type grid struct {
	stages  []column
	support *diagram.WhatIfStage
	strip   []diagram.WhatIfTile
	label   scene.Box              // of the strip
	bands   [][]diagram.WhatIfTile // of a lane each
	columns []int                  // of each stage
	over    bool                   // marks stand over the names, not beside them
	side    float64                // of what stands left of a name
	rowHigh float64
	rows    int // of the strip
	boxes   map[string]scene.Box
	names   map[string][]string
	harm    int     // what names suffer
	bottom  float64 // of the tiles without the strip
}

// column is a stage with its place.
type column struct {
	diagram.WhatIfStage
	x, w float64
}

// gridsOf arranges tiles on as many pages as they need.
func gridsOf(content diagram.WhatIf) []*grid {
	lanes := map[string][]diagram.WhatIfTile{}
	var strip []diagram.WhatIfTile
	for _, t := range content.Tiles {
		if t.Stage == diagram.Support {
			strip = append(strip, t)
			continue
		}
		lanes[t.Lane] = append(lanes[t.Lane], t)
	}
	var bands [][]diagram.WhatIfTile
	for _, l := range content.Lanes {
		if tiles := lanes[l.Key]; len(tiles) > 0 {
			bands = append(bands, tiles)
		}
	}
	pages := cutBands(content, bands)
	strips := slices.Collect(slices.Chunk(strip, stripRows*stripTiles))
	var out []*grid
	for i := range max(1, len(pages), len(strips)) {
		var band [][]diagram.WhatIfTile
		var foot []diagram.WhatIfTile
		if i < len(pages) {
			band = pages[i]
		}
		if i < len(strips) {
			foot = strips[i]
		}
		out = append(out, best(content, band, foot))
	}
	return out
}

// cutBands shares lanes out to pages, row by row, so that a tile of each is high enough for two lines of its name.
func cutBands(content diagram.WhatIf, bands [][]diagram.WhatIfTile) [][][]diagram.WhatIfTile {
	stages := stagesOf(content)
	splits := splitsOf(stages, bands)
	if len(splits) == 0 {
		return nil
	}
	columns := splits[0]
	free := gridRoom(rowHighs[len(rowHighs)-1], stripRows)
	most := int((free + tileGap) / (leastHigh + laneGap)) // as if every row were a lane
	var pages [][][]diagram.WhatIfTile
	room := 0
	for _, band := range bands {
		for len(band) > 0 {
			if room == 0 {
				pages, room = append(pages, nil), most
			}
			var here, rest []diagram.WhatIfTile
			count := make([]int, len(stages))
			rows := 0
			for _, t := range band {
				s := stageOf(stages, t)
				if row := count[s]/columns[s] + 1; row > room {
					rest = append(rest, t)
					continue
				} else {
					rows = max(rows, row)
				}
				count[s]++
				here = append(here, t)
			}
			pages[len(pages)-1] = append(pages[len(pages)-1], here)
			room -= rows
			band = rest
		}
	}
	return pages
}

// stagesOf are the stages that are columns.
func stagesOf(content diagram.WhatIf) []diagram.WhatIfStage {
	return slices.DeleteFunc(slices.Clone(content.Stages), func(s diagram.WhatIfStage) bool {
		return s.Key == diagram.Support
	})
}

func stageOf(stages []diagram.WhatIfStage, t diagram.WhatIfTile) int {
	return slices.IndexFunc(stages, func(s diagram.WhatIfStage) bool { return s.Key == t.Stage })
}

// rowsOf is how many rows each lane needs with so many columns a stage.
func rowsOf(stages []diagram.WhatIfStage, bands [][]diagram.WhatIfTile, columns []int) (rows []int, all int) {
	for _, band := range bands {
		count := make([]int, len(stages))
		most := 0
		for _, t := range band {
			s := stageOf(stages, t)
			count[s]++
			most = max(most, (count[s]+columns[s]-1)/columns[s])
		}
		rows, all = append(rows, most), all+most
	}
	return rows, all
}

// splitsOf are the ways to give each stage its columns: fewest rows first, then fewest columns, then the most even.
func splitsOf(stages []diagram.WhatIfStage, bands [][]diagram.WhatIfTile) [][]int {
	if len(stages) == 0 {
		return nil
	}
	var list [][]int
	var walk func(columns []int, left int)
	walk = func(columns []int, left int) {
		if len(columns) == len(stages) {
			list = append(list, slices.Clone(columns))
			return
		}
		for n := 1; n <= left-(len(stages)-len(columns)-1); n++ {
			walk(append(columns, n), left-n)
		}
	}
	walk(nil, mostColumns)
	worth := func(columns []int) (rows, all, most int) {
		_, rows = rowsOf(stages, bands, columns)
		for _, n := range columns {
			all += n
		}
		return rows, all, slices.Max(columns)
	}
	slices.SortStableFunc(list, func(x, y []int) int {
		r, a, m := worth(x)
		r2, a2, m2 := worth(y)
		return cmp.Or(cmp.Compare(r, r2), cmp.Compare(a, a2), cmp.Compare(m, m2))
	})
	return list
}

// gridRoom is the height of the tiles over a strip of some rows.
func gridRoom(rowHigh float64, strip int) float64 {
	return rowsTop(rowHigh) - barHigh - ruleGap - stripHighs(strip) - gridTop
}

func rowsTop(rowHigh float64) float64 { return bottom - figureRows*rowHigh }

// stripHighs is the height of the strip with the gap over it.
func stripHighs(rows int) float64 {
	if rows == 0 {
		return 0
	}
	return laneGap + float64(rows)*(stripHigh+stripGap) - stripGap
}

// best takes the arrangement in which names suffer least; of equal ones the highest tiles, marks over the names.
func best(content diagram.WhatIf, bands [][]diagram.WhatIfTile, strip []diagram.WhatIfTile) *grid {
	stages := stagesOf(content)
	least := (len(strip) + stripTiles - 1) / stripTiles
	var found *grid
	splits := splitsOf(stages, bands)
	if len(splits) == 0 {
		splits = [][]int{nil}
	}
	for _, rowHigh := range rowHighs {
		for rows := least; rows <= min(stripRows, len(strip)); rows++ {
			for _, columns := range splits {
				for _, over := range []bool{true, false} {
					g := &grid{bands: bands, strip: strip, columns: columns, over: over, rowHigh: rowHigh, rows: rows}
					g.support = supportOf(content)
					g.stand(content.Head.Lang, stages)
					if found == nil || g.harm < found.harm {
						found = g
					}
					if found.harm == 0 {
						return found
					}
				}
			}
		}
	}
	return found
}

func supportOf(content diagram.WhatIf) *diagram.WhatIfStage {
	i := slices.IndexFunc(content.Stages, func(s diagram.WhatIfStage) bool { return s.Key == diagram.Support })
	if i < 0 {
		return nil
	}
	return &content.Stages[i]
}

// stand gives every tile its box and its lines.
func (g *grid) stand(lang string, stages []diagram.WhatIfStage) {
	g.side = markSide
	for _, t := range slices.Concat(append(g.bands[:len(g.bands):len(g.bands)], g.strip)...) {
		if t.Grouped() {
			g.side = max(g.side, scene.Measure(heldOf(t, after), nameSize, true)+2*textSide)
		}
	}
	g.boxes, g.names = map[string]scene.Box{}, map[string][]string{}
	all := 0
	for _, n := range g.columns {
		all += n
	}
	wide := (panelWide - tileGap*float64(all-1)) / float64(max(1, all))
	at := 0
	for i, s := range stages {
		n := float64(g.columns[i])
		g.stages = append(g.stages, column{s, float64(at) * (wide + tileGap), n*wide + (n-1)*tileGap})
		at += g.columns[i]
		if st := g.stages[i]; scene.Measure(st.Name+held(s, today), nameSize, true) > st.w-stageSide {
			g.harm += 5
		}
	}
	rows, sum := rowsOf(stages, g.bands, g.columns)
	y := gridTop
	if sum > 0 {
		room := gridRoom(g.rowHigh, g.rows) - laneGap*float64(len(rows)-1) - tileGap*float64(sum-len(rows))
		high := min(mostHigh, room/float64(sum))
		for i, band := range g.bands {
			h := float64(rows[i])*(high+tileGap) - tileGap
			g.band(band, stages, y, h)
			y += h + laneGap
		}
		y -= laneGap
	}
	g.bottom = y
	if g.rows > 0 {
		g.standStrip(lang, y+laneGap)
	}
}

// band puts the tiles of a lane into the columns of their stages, left to right and down; those of a column share its
// height.
func (g *grid) band(band []diagram.WhatIfTile, stages []diagram.WhatIfStage, y, h float64) {
	for i, s := range g.stages {
		columns := make([][]diagram.WhatIfTile, g.columns[i])
		n := 0
		for _, t := range band {
			if stageOf(stages, t) == i {
				columns[n%len(columns)] = append(columns[n%len(columns)], t)
				n++
			}
		}
		if n > 0 && n < len(columns) { // none stays empty
			columns = columns[:n]
		}
		w := (s.w - tileGap*float64(len(columns)-1)) / float64(len(columns))
		for k, list := range columns {
			high := (h - tileGap*float64(len(list)-1)) / float64(max(1, len(list)))
			for row, t := range list {
				g.put(t, scene.Box{
					X: s.x + float64(k)*(w+tileGap),
					Y: y + float64(row)*(high+tileGap),
					W: w,
					H: high,
				}, g.over)
			}
		}
	}
}

// standStrip shares the strip out: each tile as wide as its name wants, as far as there is room.
func (g *grid) standStrip(lang string, y float64) {
	const wideLabel, wideLabelEN = 40.0, 62.0
	g.label = scene.Box{Y: y, W: wideLabel, H: stripHighs(g.rows) - laneGap}
	if lang == "en" {
		g.label.W = wideLabelEN
	}
	each := (len(g.strip) + g.rows - 1) / g.rows
	for row, list := range slices.Collect(slices.Chunk(g.strip, each)) {
		free := panelWide - g.label.W - stripGap*float64(len(list))
		wants, sum := make([]float64, len(list)), 0.0
		for i, t := range list {
			wants[i] = scene.Measure(t.Name, nameSize, true) + g.side + textSide
			sum += wants[i]
		}
		x := g.label.Right() + stripGap
		for i, t := range list {
			w := wants[i] + (free-sum)/float64(len(list))
			if sum > free {
				w = free / float64(len(list))
			}
			g.put(t, scene.Box{X: x, Y: y + float64(row)*(stripHigh+stripGap), W: w, H: stripHigh}, false)
			x += w + stripGap
		}
	}
}

// put notes where a tile stands, and sets its name.
func (g *grid) put(t diagram.WhatIfTile, b scene.Box, over bool) {
	g.boxes[t.ID] = b
	room, high := b.W-2*textSide, b.H-markHigh
	if !over {
		room, high = b.W-g.side-textSide, b.H-2
	}
	lines := int(math.Floor((high + 1) / lineHigh))
	free := func(n int) float64 { // of the last of n lines: it keeps clear of the corner of a weak link
		if t.State != diagram.Weak {
			return room
		}
		low := firstLine(b, n, over) + lineHigh*float64(n-1) + nameSize*.08
		taken := max(0, cornerHigh-(b.Bottom()-low)-textSide)
		if over { // lines are centred
			taken *= 2
		}
		return room - taken
	}
	set, _ := scene.FitName(t.Name, true, free(1), free(2), min(2, lines), nameSize)
	if cutShort(t.Name, set) && lines > 2 {
		if more, ok := scene.Wrap(t.Name, nameSize, true, free(3), 3); ok {
			set = more
		}
	}
	switch { // a name that is cut says less than several that are torn
	case lines < 1:
		g.harm += 100
	case cutShort(t.Name, set):
		g.harm += 5
	case scene.Torn(set):
		g.harm++
	}
	g.names[t.ID] = set
}

// firstLine is the baseline of the first of n lines of a name: they stand in the middle of the tile, and below a mark
// that is over them.
func firstLine(b scene.Box, n int, over bool) float64 {
	high := lineHigh * float64(n-1)
	mid := b.Y + b.H/2
	if over {
		mid = max(mid, b.Y+markHigh+high/2+nameSize*.45)
	}
	return mid - high/2 + nameSize*.37
}

// cutShort tells whether lines are less than a name.
func cutShort(name string, lines []string) bool {
	plain := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	return plain(strings.Join(lines, "")) != plain(name)
}
