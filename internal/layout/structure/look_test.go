package structure

import (
	"slices"
	"strings"
	"testing"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
)

// TestNoCardIsHollow: no card is higher than 190, and what is written in it, line by line, takes two fifths of its
// height or more.
func TestNoCardIsHollow(t *testing.T) {
	const line, least = 19.0, .4
	for _, lang := range []string{"zh", "en"} {
		for key, s := range seeded(t, lang) {
			page := arranged(t, s, Options{}).Pages[0]
			lines := map[string]map[float64]bool{}
			for _, i := range page.Items {
				if i.Shape == scene.Text && i.Role == scene.RoleContent && i.Owner != "" {
					if lines[i.Owner] == nil {
						lines[i.Owner] = map[float64]bool{}
					}
					lines[i.Owner][float64(int(i.Y/4))] = true
				}
			}
			for id, card := range layouttest.BoxesOf(page) {
				b := card.Box()
				if share := line * float64(len(lines[id])) / b.H; share < least || b.H > 190 {
					t.Errorf("%s %s: %s is %.0f high with %d lines", key, lang, id, b.H, len(lines[id]))
				}
			}
		}
	}
}

// TestCardsOfARowStandOnOneLine: the first cards of the columns of a lane begin at one height, but for a column with a
// single card in a lane of three rows or more, which stands in the middle.
func TestCardsOfARowStandOnOneLine(t *testing.T) {
	for key, s := range seeded(t, "zh") {
		boxes := layouttest.BoxesOf(arranged(t, s, Options{}).Pages[0])
		columns := map[[2]any][]scene.Box{}
		for _, c := range s.Links {
			if c.Stage != diagram.Support {
				at := [2]any{c.Lane, boxes[c.ID].X}
				columns[at] = append(columns[at], boxes[c.ID].Box())
			}
		}
		tops, rows := map[any]map[float64]bool{}, map[any]int{}
		for at, column := range columns {
			rows[at[0]] = max(rows[at[0]], len(column))
		}
		for at, column := range columns {
			if len(column) == 1 && rows[at[0]] > 2 {
				continue
			}
			if tops[at[0]] == nil {
				tops[at[0]] = map[float64]bool{}
			}
			top := slices.MinFunc(column, func(a, b scene.Box) int { return int(a.Y - b.Y) }).Y
			tops[at[0]][top] = true
		}
		for lane, set := range tops {
			if len(set) > 1 {
				t.Errorf("%s: the columns of %v begin at %v", key, lane, set)
			}
		}
	}
}

// TestNoLineReadsAsADoubleArrow: two lines of one card never end on one straight line in opposite directions.
func TestNoLineReadsAsADoubleArrow(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for key, s := range seeded(t, lang) {
			var edges []scene.Item
			for _, i := range arranged(t, s, Options{}).Pages[0].Items {
				if i.Role == scene.RoleEdge && len(i.Points) > 2 {
					edges = append(edges, i)
				}
			}
			for n, a := range edges {
				for _, b := range edges[:n] {
					p, q := a.Points[len(a.Points)-2:], b.Points[len(b.Points)-2:]
					if a.From == b.From && p[0] == q[0] && (p[1].X-p[0].X)*(q[1].X-q[0].X) <= 0 &&
						(p[1].Y-p[0].Y)*(q[1].Y-q[0].Y) <= 0 && (p[0].X == p[1].X) == (q[0].X == q[1].X) {
						t.Errorf("%s %s: %s and %s part in opposite directions", key, lang, a.Owner, b.Owner)
					}
				}
			}
		}
	}
}

// TestLaneNamesStayWhole: every Latin word of the name of a lane is one text.
func TestLaneNamesStayWhole(t *testing.T) {
	for key, s := range seeded(t, "en") {
		written := map[string]bool{}
		for _, i := range arranged(t, s, Options{}).Pages[0].Items {
			if i.Role == scene.RoleBand {
				written[i.Text] = true
			}
		}
		for _, lane := range append(s.Lanes, diagram.Band{Name: "Support"}) {
			for _, word := range strings.Fields(lane.Name) {
				if !written[word] {
					t.Errorf("%s: %q of %q stands on no line", key, word, lane.Name)
				}
			}
		}
	}
}

// TestSupplyOnRecordIsHeavy: in a grey print too it is told from what the template says.
func TestSupplyOnRecordIsHeavy(t *testing.T) {
	width := map[string]float64{}
	for _, i := range arranged(t, seeded(t, "zh")["optoelectronics"], Options{}).Pages[0].Items {
		if i.Role == scene.RoleEdge {
			width[i.Class] = i.Width
		}
	}
	if width[string(diagram.Evidenced)] < 2*width[string(diagram.Feeds)] {
		t.Errorf("widths %v", width)
	}
}
