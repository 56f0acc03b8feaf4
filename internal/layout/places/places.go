// Package places arranges a layout drawing: who sits where, in the city or for one chain, and the cities around it.
package places

import (
	"cmp"
	"math"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The page of a map: columns of places left, the list of links right.
const (
	mapTop    = 150.0
	bottom    = 836.0
	left      = scene.Margin + 7 // of cards without a strip in the west; their ground begins at the margin
	right     = 1238.0
	gap       = 18.0 // between columns
	placeGap  = 16.0 // between places of one district
	closeGap  = 13.0 // the same in a crowded column
	labelGap  = 24.0 // more above the first place of a district, whose name stands there
	columns   = 3    // of a chain
	cityMost  = 4    // of the city
	leastWide = 264.0
	panelX    = 1264.0
	panelW    = scene.PageWidth - scene.Margin - panelX
)

// kilometres of a degree near 30.4° north; only the proportion matters here.
const (
	kmLon = 96.0
	kmLat = 110.9
)

// Draw arranges a layout diagram: places in columns by longitude, inside a column by latitude, each as near to where it
// lies as the others let it. It is a schema: no borders, no scale. The same content gives the same pages.
func Draw(content diagram.Map) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	m := &layout{content: content, lang: content.Head.Lang}
	sheets := m.sheets(content.Places)
	first, rest := m.panel()
	pages := len(sheets) + len(rest)
	out := make([]scene.Page, 0, pages)
	for i, places := range sheets {
		s := sheet.New(content.Head, i+1, pages, m.shown(places, i == 0), content.Total)
		if i == 0 {
			first(s)
		}
		m.paint(s, places, i == 0)
		out = append(out, s.Page)
	}
	for i, list := range rest {
		s := sheet.New(content.Head, len(sheets)+i+1, pages, content.Total, content.Total)
		list(s)
		m.legend(s, nil, true, true)
		out = append(out, s.Page)
	}
	return out, nil
}

type layout struct {
	content diagram.Map
	lang    string
}

func (m *layout) pick(zh, en string) string { return sheet.Pick(m.lang, zh, en) }

// shown counts the enterprises of a page; those without a place stand in the list of the first page.
func (m *layout) shown(columns []mapColumn, first bool) int {
	n := 0
	if first {
		n = len(m.content.Unplaced)
	}
	for _, c := range columns {
		for _, r := range c.rows {
			for _, card := range r.cards {
				n += card.place.Firms
			}
		}
	}
	return n
}

// card is a place with as much detail as the drawing is asked for.
func (m *layout) card(p diagram.Place) *mapCard {
	c := &mapCard{place: p, lang: m.lang, city: m.content.City}
	switch m.content.Detail {
	case diagram.Names:
		c.least = onlyCounts
	case diagram.Overview:
		c.least = onlyStates
	}
	c.level = c.least
	return c
}

// mapColumn is a column of a page with its rows from north to south.
type mapColumn struct {
	x, w  float64
	rows  []row
	extra float64 // by which each line of its cards is higher or lower than the usual

	north, south []diagram.Neighbour // that lie above and below it
}

// row is one card, or two stubs side by side.
type row struct {
	cards []*mapCard
	y     float64
}

func (r row) district() string { return r.cards[0].place.District }

func (r row) height(extra float64) float64 {
	h := 0.0
	for _, c := range r.cards {
		h = max(h, c.height(extra))
	}
	return h
}

// sheets arranges places on as many pages as they need: north first when they do not fit one.
func (m *layout) sheets(places []diagram.Place) [][]mapColumn {
	k := columns
	if m.content.City {
		k = cityMost
	}
	return m.cut(places, columnsOf(m.content.Places, k))
}

func (m *layout) cut(places []diagram.Place, column map[string]int) [][]mapColumn {
	page, fits := m.arrange(places, column)
	if fits || len(places) < 2 {
		return [][]mapColumn{page}
	}
	sorted := slices.Clone(places)
	slices.SortFunc(sorted, northFirst)
	half := len(sorted) / 2
	return append(m.cut(sorted[:half], column), m.cut(sorted[half:], column)...)
}

// northFirst orders places of a column. Of two equally far north a stub comes first: a high card above it would take it
// farther from where it lies than it takes the card.
func northFirst(a, b diagram.Place) int {
	return cmp.Or(
		cmp.Compare(b.Lat, a.Lat),
		cmp.Compare(min(a.Firms, 1), min(b.Firms, 1)),
		cmp.Compare(a.Lon, b.Lon),
		cmp.Compare(a.ID, b.ID),
	)
}

// columnsOf cuts all places of the city, sorted by longitude, into at most so many columns: the cut of least cost,
// where two places in one column cost what they lie more beside than above each other, in km. It does not depend on the
// chain, so that a place stands in the same column on every drawing.
func columnsOf(places []diagram.Place, most int) map[string]int {
	sorted := slices.Clone(places)
	slices.SortFunc(sorted, func(a, b diagram.Place) int {
		return cmp.Or(cmp.Compare(a.Lon, b.Lon), cmp.Compare(b.Lat, a.Lat), cmp.Compare(a.ID, b.ID))
	})
	n := len(sorted)
	k := min(most, n)
	cost := func(i, j int) float64 { // of a column that holds sorted[i:j]
		sum, mean := 0.0, 0.0
		for _, p := range sorted[i:j] {
			mean += p.Lon * kmLon / float64(j-i)
		}
		for x := i; x < j; x++ {
			off := sorted[x].Lon*kmLon - mean
			sum += .01 * off * off
			for y := i; y < x; y++ {
				sum += max(0, math.Abs(sorted[x].Lon-sorted[y].Lon)*kmLon-math.Abs(sorted[x].Lat-sorted[y].Lat)*kmLat)
			}
		}
		return sum
	}
	best, from := make([][]float64, k+1), make([][]int, k+1)
	for c := range best {
		best[c], from[c] = make([]float64, n+1), make([]int, n+1)
		for j := range best[c] {
			best[c][j] = math.Inf(1)
		}
	}
	best[0][0] = 0
	for c := 1; c <= k; c++ {
		for j := c; j <= n; j++ {
			for i := c - 1; i < j; i++ {
				if v := best[c-1][i] + cost(i, j); v < best[c][j]-1e-9 {
					best[c][j], from[c][j] = v, i
				}
			}
		}
	}
	column := map[string]int{}
	for c, j := k, n; c > 0; c-- {
		i := from[c][j]
		for _, p := range sorted[i:j] {
			column[p.ID] = c - 1
		}
		j = i
	}
	return column
}

// arrange places one page; false when a column is too high even with the least detail.
func (m *layout) arrange(places []diagram.Place, column map[string]int) ([]mapColumn, bool) {
	k := 0
	for _, c := range column {
		k = max(k, c+1)
	}
	list := make([]mapColumn, k)
	sorted := slices.Clone(places)
	slices.SortFunc(sorted, northFirst)
	north, south := -90.0, 90.0
	for _, p := range sorted {
		north, south = max(north, p.Lat), min(south, p.Lat)
		c := &list[column[p.ID]]
		c.rows = append(c.rows, row{cards: []*mapCard{m.card(p)}})
	}
	list = slices.DeleteFunc(list, func(c mapColumn) bool { return len(c.rows) == 0 }) // on a page with some of the places
	m.seams(list)
	widths(list, m.left())
	fits := true
	for i := range list {
		c := &list[i]
		c.pair()
		c.setWidths()
		whole := c.squeeze()
		if len(c.north)+len(c.south) > 0 &&
			(!whole || c.joins()) { // names of enterprises matter more than those of cities around
			c.north, c.south = nil, nil
			for _, card := range c.cards() {
				card.level = everyFirm
			}
			whole = c.squeeze()
		}
		fits = whole && fits
		c.stand(north, south)
	}
	return list, fits
}

// widths shares the page from left on among the columns: more for those with more lines.
func widths(list []mapColumn, left float64) {
	if len(list) == 0 {
		return
	}
	free := right - left - gap*float64(len(list)-1)
	least := min(leastWide, free/float64(len(list)))
	free -= least * float64(len(list))
	weights, total := make([]float64, len(list)), 0.0
	for i, c := range list {
		lines := 1.0
		for _, r := range c.rows {
			for _, card := range r.cards {
				for _, row := range card.place.Rows {
					lines++
					if !card.city {
						lines += float64(len(row.Firms) - 1)
					}
				}
			}
		}
		weights[i] = math.Sqrt(lines)
		total += weights[i]
	}
	x := left
	for i := range list {
		list[i].x = x
		list[i].w = math.Floor((least+free*weights[i]/total)/4) * 4
		x += list[i].w + gap
	}
}

// pair puts two stubs of one district that lie about as far north side by side, the western one left.
func (c *mapColumn) pair() {
	const near = .06 // degrees
	var rows []row
	for _, r := range c.rows {
		card := r.cards[0]
		if n := len(rows) - 1; n >= 0 && len(rows[n].cards) == 1 {
			other := rows[n].cards[0]
			if card.stub() && other.stub() && r.district() == rows[n].district() &&
				math.Abs(card.place.Lat-other.place.Lat) <= near {
				rows[n].cards = append(rows[n].cards, card)
				slices.SortStableFunc(rows[n].cards, func(a, b *mapCard) int { return cmp.Compare(a.place.Lon, b.place.Lon) })
				continue
			}
		}
		rows = append(rows, r)
	}
	c.rows = rows
}

func (c *mapColumn) setWidths() {
	for _, r := range c.rows {
		w := (c.w - 12*float64(len(r.cards)-1)) / float64(len(r.cards))
		for i, card := range r.cards {
			card.w, card.x = w, c.x+(w+12)*float64(i)
		}
	}
}

// gap is the distance above row i; less where lines draw closer together.
func (c *mapColumn) gap(i int, extra float64) float64 {
	gap := placeGap
	if extra < 0 {
		gap = closeGap
	}
	switch {
	case i == 0:
		return 0
	case c.rows[i].district() != c.rows[i-1].district():
		return gap + labelGap
	}
	return gap
}

func (c *mapColumn) total(extra float64) float64 {
	sum := 0.0
	for i, r := range c.rows {
		sum += c.gap(i, extra) + r.height(extra)
	}
	return sum
}

// squeeze takes detail away until the column fits with its lines drawn close: the card with the lowest next level
// first, then the one that gains most. Then it gives back what there is room for, and spreads the lines.
func (c *mapColumn) squeeze() bool {
	const close = -3.0
	room := c.bottom() - c.top() - labelGap
	for c.total(close) > room {
		var best *mapCard
		next, gain := 0, 0.0
		for _, card := range c.cards() {
			level, g := card.less()
			if level < 0 {
				continue
			}
			if best == nil || level < next || level == next && g > gain {
				best, next, gain = card, level, g
			}
		}
		if best == nil {
			c.extra = close
			return false
		}
		best.level = next
	}
	for _, card := range c.cards() {
		has := card.level
		for card.level = card.least; card.level < has && c.total(close) > room; {
			card.level++
		}
	}
	for _, extra := range []float64{12, 10, 8, 6, 5, 4, 3, 2, 1, 0, -1, -2, close} {
		c.extra = extra
		if slack := 30 * max(0, min(1, extra)); c.total(extra) <= room-slack {
			break
		}
	}
	return true
}

// joins tells that some place has less than a line for each enterprise.
func (c *mapColumn) joins() bool {
	return slices.ContainsFunc(
		c.cards(),
		func(card *mapCard) bool { return card.level > shortNames && len(card.place.Rows) > 0 },
	)
}

func (c *mapColumn) cards() []*mapCard {
	var out []*mapCard
	for _, r := range c.rows {
		out = append(out, r.cards...)
	}
	return out
}

// stand finds the tops of the rows: as near to their latitudes as order and gaps allow, full cards weighing more
// (isotonic regression by pooling adjacent violators, then clamped to the column).
func (c *mapColumn) stand(north, south float64) {
	top, bottom := c.top()+labelGap, c.bottom()
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	offset := 0.0 // of a row's top from the column's, when all rows stand close
	offsets := make([]float64, len(c.rows))
	for i, r := range c.rows {
		offset += c.gap(i, c.extra)
		offsets[i] = offset
		lat, weight := 0.0, 1.0
		for _, card := range r.cards {
			lat += card.place.Lat / float64(len(r.cards))
			weight += float64(card.place.Firms)
		}
		anchor := top
		if north > south {
			anchor = top + (north-lat)/(north-south)*(bottom-top)
		}
		want := anchor - r.height(c.extra)/2 - offset
		b := block{want * weight, weight, 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].sum/blocks[len(blocks)-1].weight > b.sum/b.weight {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			b = block{b.sum + last.sum, b.weight + last.weight, b.n + last.n}
		}
		blocks = append(blocks, b)
		offset += r.height(c.extra)
	}
	i := 0
	for _, b := range blocks {
		at := max(top, min(b.sum/b.weight, bottom-offset))
		for range b.n {
			c.rows[i].y = math.Round((at+offsets[i])/2) * 2
			i++
		}
	}
}

// paint draws a page of the map from back to front.
func (m *layout) paint(s *sheet.Sheet, list []mapColumn, withList bool) {
	for _, c := range list {
		m.ground(s, c)
	}
	for _, c := range list {
		for _, r := range c.rows {
			for _, card := range r.cards {
				card.paint(s, r.y, r.height(c.extra), c.extra)
			}
		}
	}
	m.around(s, list)
	arrow := m.furniture(s, list)
	if len(m.content.Places) == 0 {
		s.Text(
			scene.RoleContent,
			scene.Margin,
			200,
			m.pick("没有带坐标的园区：请在导入中补充经度和纬度。", "There are no places with coordinates: add longitude and latitude by import."),
			sheet.HeadlineSize,
			false,
			scene.Secondary,
		)
	}
	m.legend(s, list, arrow, withList)
}

// hollowGround is the distance of two places between which a ground would be empty: each gets its own.
const hollowGround = 80.0

// ground draws a light ground under the places of a district in a column, with its name: a stepped outline, no border.
func (m *layout) ground(s *sheet.Sheet, c mapColumn) {
	for i := 0; i < len(c.rows); {
		j := i + 1
		for j < len(c.rows) && c.rows[j].district() == c.rows[i].district() &&
			c.rows[j].y-c.rows[j-1].y-c.rows[j-1].height(c.extra) < hollowGround {
			j++
		}
		last := c.rows[j-1]
		b := scene.Box{X: c.x - 7, Y: c.rows[i].y - labelGap - 2, W: c.w + 14}
		b.H = last.y + last.height(c.extra) + 8 - b.Y
		s.Rect(scene.RoleGround, b, scene.ProjectorBand)
		text, size := sheet.Fitted(c.rows[i].district(), false, c.w, sheet.SmallSize)
		s.Text(scene.RoleCaption, c.x, c.rows[i].y-8, text, size, false, scene.Secondary)
		i = j
	}
}

// furniture says that the page is a schema, with an arrow to the north, in the largest free run of a column; false when
// no run holds it.
func (m *layout) furniture(s *sheet.Sheet, list []mapColumn) bool {
	const w, h = 250.0, 62.0
	best, at := 0.0, scene.Box{}
	try := func(b scene.Box) {
		if b.W >= w && b.H >= h && b.W*b.H > best {
			best, at = b.W*b.H, b
		}
	}
	for _, c := range list {
		if len(c.rows) == 0 {
			continue
		}
		first, last := c.rows[0], c.rows[len(c.rows)-1]
		try(scene.Box{X: c.x, Y: c.top(), W: c.w, H: first.y - labelGap - 10 - c.top()})
		end := last.y + last.height(c.extra) + 16
		try(scene.Box{X: c.x, Y: end, W: c.w, H: c.bottom() - end})
	}
	if best == 0 {
		return false
	}
	s.Add(scene.NorthArrow(at.X+16, at.Y+4)...)
	s.Add(scene.Item{
		Shape:  scene.Text,
		Role:   scene.RoleContent,
		X:      at.X + 16,
		Y:      at.Y + 54,
		Text:   m.pick("北", "N"),
		Size:   14,
		Bold:   true,
		Anchor: scene.Middle,
		Fill:   scene.Ink,
	})
	for i, text := range []string{m.pick("示意图，非行政区划", "A schema, no boundaries"),
		m.pick("按坐标方位排列，", "Ordered by coordinates;"), m.pick("面积、距离不按比例", "area and distance not to scale")} {
		ink := scene.Secondary
		if i == 0 {
			ink = scene.Ink
		}
		s.Text(scene.RoleContent, at.X+38, at.Y+16+19*float64(i), text, sheet.SmallSize, i == 0, ink)
	}
	s.Joined(2)
	return true
}
