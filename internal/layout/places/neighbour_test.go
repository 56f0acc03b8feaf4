package places

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
)

// TestNeighboursLieOnTheirSide: what is drawn of the cities around lies on their side of every place of its column, and
// those in the west name or count the links that only they hold.
func TestNeighboursLieOnTheirSide(t *testing.T) {
	f := layouttest.Findings(t)
	maps := []diagram.Map{
		content.NewCityMap(f, content.Options{Lang: "zh"}),
		content.NewCityMap(f, content.Options{Lang: "en"}),
	}
	for _, c := range f.Chains {
		maps = append(maps, mapContent(t, f, c.Node.ID, "zh"))
	}
	drawn := 0
	for _, m := range maps {
		if len(m.Neighbours) < 3 {
			t.Fatalf("%s: %d neighbours", m.Head.ID, len(m.Neighbours))
		}
		page := mapPages(t, m)[0]
		boxes := layouttest.BoxesOf(page)
		for _, n := range m.Neighbours {
			b, is := boxes[n.ID]
			if !is {
				continue
			}
			drawn++
			onItsSide(t, m, n, b, boxes)
			if n.Side == diagram.West {
				namesItsLinks(t, page, n)
			}
		}
		if _, is := boxes["park:wuhan"]; !is {
			t.Errorf("%s: 武汉 is not drawn", m.Head.ID)
		}
	}
	if drawn < 2*len(maps) {
		t.Errorf("only %d neighbours are drawn on %d maps", drawn, len(maps))
	}
}

func onItsSide(t *testing.T, m diagram.Map, n diagram.Neighbour, b scene.Item, boxes map[string]scene.Item) {
	t.Helper()
	for _, p := range m.Places {
		at := boxes[p.ID]
		beside := at.X < b.X+b.W && b.X < at.X+at.W
		var wrong bool
		switch n.Side {
		case diagram.West:
			wrong = b.X+b.W > at.X
		case diagram.North:
			wrong = beside && b.Y+b.H > at.Y
		default:
			wrong = beside && b.Y < at.Y+at.H
		}
		if wrong {
			t.Errorf("%s: %s lies %s of the city and not of %s", m.Head.ID, n.ID, n.Side, p.ID)
		}
	}
}

func namesItsLinks(t *testing.T, page scene.Page, n diagram.Neighbour) {
	t.Helper()
	var words []string
	for _, i := range page.Items {
		if i.Owner == n.ID && i.Shape == scene.Text {
			words = append(words, i.Text)
		}
	}
	text, counted := strings.Join(words, ""), 0
	for _, w := range words {
		_, _ = fmt.Sscanf(w, "另 %d 个环节", &counted)
	}
	named := 0
	for _, l := range n.Links {
		if strings.Contains(text, l.Name) {
			named++
		}
	}
	if named+counted != len(n.Links) {
		t.Errorf("%s: %d links named, %d counted, of %d: %q", page.ID, named, counted, len(n.Links), words)
	}
}

// TestManyNeighbours: however many links or cities there are around, the page keeps the rules.
func TestManyNeighbours(t *testing.T) {
	long := strings.Repeat("超长城市名称", 6)
	for _, name := range []string{"武汉", long, "Extraordinarily-long-name", ""} {
		m := crowd(9, 12, 12, "zh", 3)
		for i, side := range []diagram.Side{diagram.West, diagram.West, diagram.North, diagram.South, diagram.East,
			diagram.North} {
			n := diagram.Neighbour{
				ID:   fmt.Sprintf("park:n%d", i),
				Href: "/",
				Name: name,
				Side: side,
				Lon:  114.5 + .1*float64(i),
				Lat:  30.7,
			}
			if side == diagram.South || side == diagram.East {
				n.Lat = 29.9
			}
			for k := range 20 {
				n.Links = append(n.Links, diagram.NeighbourLink{
					ID:     fmt.Sprintf("link:s/n%d", k),
					Name:   []string{"特种光纤", "巨量转移与检测设备", long}[k%3],
					Makers: slices.Repeat([]string{"甲乙丙科技", long}, 1+k%2),
				})
			}
			m.Neighbours = append(m.Neighbours, n)
		}
		for _, p := range mapPages(t, m) {
			layouttest.BreaksNothing(t, p, 0)
		}
	}
}
