package leader

import (
	"fmt"
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the structure.
const (
	headHeight  = 54.0
	gutter      = 22.0
	gap         = 12.0
	stripHeight = 118.0
	labelGap    = 14.0
	tileLeast   = 96.0 // height
	tilePad     = 6.0  // least above and below the words of a tile
	tagHeight   = 44.0
	tagGap      = 8.0
	stripTag    = 58.0
)

// DrawStructure arranges the leader's edition of a technology structure on one page. The same content gives the same
// page.
func DrawStructure(content diagram.LeaderStructure) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	tiles := slices.Clone(content.Tiles)
	if content.Strip != nil {
		tiles = append(tiles, *content.Strip)
	}
	links := 0
	for _, t := range tiles {
		links += t.All
	}
	s := newPage(content.Head, links, links)
	if links == 0 {
		s.dashed("empty", scene.Box{X: left, Y: top, W: right - left, H: foot - top}, content.Empty, "")
		return []scene.Page{s.done(content.Head.Foot, right)}, nil
	}
	g := newGrid(content)
	s.labels(g)
	for i, stage := range content.Stages {
		s.stageHead(stage, g.heads[i], i > 0, i < len(content.Stages)-1)
	}
	for i, t := range content.Tiles {
		s.tile(content, t, g.tiles[i])
	}
	if content.Strip != nil {
		s.strip(content, *content.Strip, g)
	}
	return []scene.Page{s.done(content.Head.Foot, s.legend(content.Words)-headlineRoom)}, nil
}

// grid is where everything stands.
type grid struct {
	heads  []scene.Box // of stages
	tiles  []scene.Box // in the order of the content
	strip  scene.Box   // no height: none
	labels []label
}

func newGrid(content diagram.LeaderStructure) grid {
	bottom := foot
	if content.Strip != nil {
		bottom -= stripHeight + gap
	}
	names := make([]string, len(content.Lanes))
	for i, lane := range content.Lanes {
		names[i] = lane.Name
	}
	var g grid
	var tops, heights []float64
	x := left
	arrange := func() {
		g.heads, g.tiles = nil, make([]scene.Box, len(content.Tiles))
		w := (right - x - gutter*float64(len(content.Stages)-1)) / float64(len(content.Stages))
		for i := range content.Stages {
			g.heads = append(g.heads, scene.Box{X: x + float64(i)*(w+gutter), Y: top, W: w, H: headHeight})
		}
		tops, heights = g.rows(content, top+headHeight+gap, bottom)
	}
	arrange()
	if len(names) > 1 {
		lang := content.Head.Lang
		if content.Strip != nil {
			names = append(names, sheet.Pick(lang, "支撑", "Support"))
		}
		support := func() { // it has a name too
			if content.Strip != nil {
				tops, heights = append(tops, bottom+gap), append(heights, stripHeight)
			}
		}
		support()
		width := 0.0
		for range 3 { // the wider the names of lanes, the narrower the tiles, and some are higher
			wider := labelWidth(lang, names, heights)
			if wider <= width {
				break
			}
			width, x = wider, left+wider+labelGap
			arrange()
			support()
		}
		set, _ := setLabels(names, heights, width)
		for i, text := range set {
			g.labels = append(g.labels, label{text, scene.Box{X: left, Y: tops[i], W: width, H: heights[i]}})
		}
	}
	if content.Strip != nil {
		g.strip = scene.Box{X: x, Y: bottom + gap, W: right - x, H: stripHeight}
	}
	return g
}

// columnsOf are the tiles by lane and stage, and the rows that each lane and all have.
func columnsOf(content diagram.LeaderStructure) (columns [][][]int, rows []int, all int) {
	columns, rows = make([][][]int, len(content.Lanes)), make([]int, len(content.Lanes))
	for l, lane := range content.Lanes {
		for _, stage := range content.Stages {
			var column []int
			for i, t := range content.Tiles {
				if t.Lane == lane.Key && t.Stage == stage.Key {
					column = append(column, i)
				}
			}
			columns[l] = append(columns[l], column)
			rows[l] = max(rows[l], len(column))
		}
		all += rows[l]
	}
	return columns, rows, all
}

// rows shares the height out: each lane gets what its fullest column needs, and of the rest by its rows; the tiles of a
// column share their lane equally, as far as each gets what it needs. Names and tags have two lines only where
// all lanes together have the room.
func (g *grid) rows(content diagram.LeaderStructure, from, to float64) (tops, heights []float64) {
	w := g.heads[0].W
	needs := make([]float64, len(content.Tiles))
	columns, rows, all := columnsOf(content)
	lanes := make([]float64, len(content.Lanes)) // what each needs
	spare := 0.0
	for _, room := range rooms {
		spare = to - from - gap*float64(len(content.Lanes)-1)
		for i, t := range content.Tiles {
			needs[i] = least(t, w, room)
		}
		for l := range columns {
			lanes[l] = 0
			for _, column := range columns[l] {
				sum := -gap
				for _, i := range column {
					sum += needs[i] + gap
				}
				lanes[l] = max(lanes[l], sum)
			}
			spare -= lanes[l]
		}
		if spare >= 0 {
			break
		}
	}
	y := from
	for l := range content.Lanes {
		h := lanes[l] + spare*float64(rows[l])/float64(all)
		for s, column := range columns[l] {
			at := y
			for n, height := range shares(needs, column, h) {
				g.tiles[column[n]] = scene.Box{X: g.heads[s].X, Y: at, W: w, H: height}
				at += height + gap
			}
		}
		tops, heights = append(tops, y), append(heights, h)
		y += h + gap
	}
	return tops, heights
}

// shares are the heights of the tiles of a column in a lane of some height.
func shares(needs []float64, column []int, h float64) []float64 {
	out := make([]float64, len(column))
	room, open := h-gap*float64(len(column)-1), len(column)
	for changed := true; changed; {
		changed = false
		for n, i := range column {
			if out[n] == 0 && needs[i] > room/float64(open) {
				out[n], changed = needs[i], true
				room, open = room-needs[i], open-1
				break
			}
		}
	}
	for n := range out {
		if out[n] == 0 {
			out[n] = room / float64(open)
		}
	}
	return out
}

// room is how generously the words of tiles are set: in how many lines a name, and whether tags have two.
type room struct {
	nameLines int
	tallTags  bool
}

// rooms from the most generous on.
var rooms = []room{{2, true}, {2, false}, {1, false}}

// least is the height that a tile needs.
func least(t diagram.LeaderTile, w float64, r room) float64 {
	if len(t.First) == 0 {
		return tileLeast
	}
	var name lines
	name.name(t.Name, nameRoom(t, w), r.nameLines, "")
	return name.h + tagsHeight(t, w, r.tallTags) + 2*tilePad
}

// label is the name of a lane, set in lines.
type label struct {
	lines []string
	box   scene.Box
}

// Sizes of the names of lanes: upright in a narrow column, else level.
const (
	narrow      = 56.0
	widest      = 240.0
	labelPad    = 4.0
	uprightSize = 26.0
	uprightStep = 29.0
	levelStep   = line * LeastText
)

// labelWidth is that of the narrowest column that holds the names of all lanes: Chinese upright, a character a line;
// else level.
func labelWidth(lang string, names []string, heights []float64) float64 {
	if _, fits := setLabels(names, heights, narrow); fits && lang != "en" {
		return narrow
	}
	width := 2 * narrow
	for ; width < widest; width += 16 {
		if _, fits := setLabels(names, heights, width); fits {
			break
		}
	}
	return width
}

// setLabels sets the names of lanes into a column of a width; false when one had to be cut.
func setLabels(names []string, heights []float64, width float64) ([][]string, bool) {
	out, all := [][]string{}, true
	for i, name := range names {
		var set []string
		var fits bool
		if width <= narrow {
			most := max(1, int((heights[i]-8)/uprightStep))
			set = upright(name, width-labelPad)
			if fits = set != nil && len(set) <= most; !fits {
				set = append(set[:min(len(set), most-1):min(len(set), most-1)], "…")
			}
		} else {
			most := max(1, int((heights[i]-8)/levelStep))
			if set, fits = scene.Wrap(name, LeastText, true, width-labelPad, most); !fits {
				set, _ = scene.FitName(name, true, width-labelPad, width-labelPad, min(2, most), LeastText)
			}
		}
		out, all = append(out, set), all && fits
	}
	return out, all
}

// upright cuts a name into characters; Latin words stay whole. nil when one is wider than the column.
func upright(name string, width float64) []string {
	var parts []string
	latin := false
	for _, r := range name {
		switch {
		case r == ' ':
			latin = false
		case r >= 0x2e80:
			parts, latin = append(parts, string(r)), false
		case latin:
			parts[len(parts)-1] += string(r)
		default:
			parts, latin = append(parts, string(r)), true
		}
	}
	for _, p := range parts {
		if scene.Measure(p, uprightSize, true) > width {
			return nil
		}
	}
	return parts
}

func (s *page) labels(g grid) {
	for _, l := range g.labels {
		s.Add(scene.Item{
			Shape:  scene.Rect,
			Role:   scene.RoleBand,
			X:      l.box.X,
			Y:      l.box.Y,
			W:      l.box.W,
			H:      l.box.H,
			Radius: 6,
			Fill:   scene.AccentFill,
		})
		size, step := uprightSize, uprightStep
		if l.box.W > narrow {
			size, step = LeastText, levelStep
		}
		y := l.box.Y + (l.box.H-step*float64(len(l.lines)-1))/2 + .37*size
		for _, text := range l.lines {
			s.Middle(scene.RoleBand, l.box.X+l.box.W/2, y, text, size, true, scene.Accent)
			y += step
		}
	}
}

// stageHead draws a chevron with the name of a stage and how many of its links are held.
func (s *page) stageHead(stage diagram.LeaderStage, b scene.Box, notched, pointed bool) {
	const tip = 13.0
	mid, l, r := b.Y+b.H/2, b.X, b.Right()
	points := []scene.Point{{X: l, Y: b.Y}, {X: r, Y: b.Y}}
	if pointed {
		points = append(points, scene.Point{X: r + tip, Y: mid})
	}
	points = append(points, scene.Point{X: r, Y: b.Bottom()}, scene.Point{X: l, Y: b.Bottom()})
	if notched {
		points = append(points, scene.Point{X: l + tip, Y: mid})
	}
	s.Add(mark("chevron", scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleBand,
		Points: points,
		Closed: true,
		Fill:   scene.Accent,
	})...)
	share := fmt.Sprintf("%d/%d", stage.Held, stage.All)
	w := s.TextEnd(scene.RoleBand, r-26, sheet.Base(b, 32), share, 32, true, scene.Ground)
	name, size := sheet.Fitted(stage.Name, true, b.W-30-26-20-w, 32, 28, LeastText)
	s.Text(scene.RoleBand, l+30, sheet.Base(b, size), name, size, true, scene.Ground)
	s.spoken = append(s.spoken, stage.Name+" "+share)
}

// legend explains the shares that occur, ending at the right, and returns where it begins.
func (s *page) legend(words []diagram.LeaderLegend) float64 {
	const r, pad, apart = 11.0, 10.0, 26.0
	x := right
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		x -= s.TextEnd(scene.RoleLegend, x, footBase, w.Word, footSize, false, scene.Secondary) + pad + 2*r
		for _, m := range shareMark(w.Share, x+r, footBase-.37*footSize, r, stateOf(w.Share).Stroke) {
			m.Role = scene.RoleLegend
			s.Add(m)
		}
		x -= apart
	}
	return x
}
