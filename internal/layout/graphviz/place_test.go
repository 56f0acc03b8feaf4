package graphviz_test

import (
	"context"
	"errors"
	"math"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"chainchief/internal/layout/graphviz"
)

// free is a graph of n boxes of two sizes in which each feeds two later ones, some far off.
func free(n int) graphviz.Free {
	var g graphviz.Free
	for i := range n {
		g.Boxes = append(g.Boxes, graphviz.Size{W: 120 + 40*float64(i%2), H: 48})
		for _, to := range []int{i + 1 + i%5, i + 7} {
			if to < n {
				g.Arrows = append(g.Arrows, [2]int{i, to})
			}
		}
	}
	return g
}

func place(t testing.TB, p *graphviz.Pool, g graphviz.Free) graphviz.Placement {
	t.Helper()
	out, err := p.Place(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFreeGraphIsPlacedApartAndItsArrowsEndOnItsBoxes(t *testing.T) {
	p, _ := pool(t, 1)
	for _, ortho := range []bool{false, true} {
		g := free(24)
		g.Ortho = ortho
		g.Arrows = append(g.Arrows, [2]int{20, 3}) // a cycle
		out := place(t, p, g)
		for i, a := range out.Middles {
			s := g.Boxes[i]
			if a.X < s.W/2-1 || a.Y < s.H/2-1 || a.X > out.W-s.W/2+1 || a.Y > out.H-s.H/2+1 {
				t.Errorf("box %d at %v leaves the placement of %v × %v", i, a, out.W, out.H)
			}
			for j, b := range out.Middles[:i] {
				if math.Abs(a.X-b.X) < (s.W+g.Boxes[j].W)/2 && math.Abs(a.Y-b.Y) < (s.H+g.Boxes[j].H)/2 {
					t.Errorf("boxes %d and %d overlap", j, i)
				}
			}
		}
		for i, way := range out.Ways {
			if len(way) < 4 || len(way)%3 != 1 {
				t.Fatalf("arrow %d runs along %v", i, way)
			}
			if !touches(way[0], out.Middles[g.Arrows[i][0]], g.Boxes[g.Arrows[i][0]]) || !touches(way[len(way)-1], out.Middles[g.Arrows[i][1]], g.Boxes[g.Arrows[i][1]]) {
				t.Errorf("arrow %d of %v does not join its boxes: %v", i, g.Arrows[i], way)
			}
		}
	}
}

// touches tells whether a point lies near the border of a box.
func touches(p, middle graphviz.Point, s graphviz.Size) bool {
	dx, dy := math.Abs(p.X-middle.X)-s.W/2, math.Abs(p.Y-middle.Y)-s.H/2
	return max(dx, dy) < 2 && max(dx, dy) > -2
}

func TestTheSameFreeGraphIsPlacedTheSame(t *testing.T) {
	p, _ := pool(t, 2)
	g := free(60)
	first := place(t, p, g)
	turned := free(60)
	n := len(turned.Arrows)
	for i := range n / 2 {
		turned.Arrows[i], turned.Arrows[n-1-i] = turned.Arrows[n-1-i], turned.Arrows[i]
	}
	second := place(t, p, turned)
	if !reflect.DeepEqual(first.Middles, second.Middles) {
		t.Error("arrows in another order move boxes")
	}
	for i := range first.Ways {
		if !reflect.DeepEqual(first.Ways[i], second.Ways[n-1-i]) {
			t.Fatalf("arrow %d runs otherwise", i)
		}
	}
}

func TestFreeGraphsThatAreRefused(t *testing.T) {
	p, s := pool(t, 1)
	orthogonal := free(51)
	orthogonal.Ortho = true
	for name, g := range map[string]graphviz.Free{"301 boxes": free(301), "51 boxes with orthogonal arrows": orthogonal} {
		if _, err := p.Place(context.Background(), g); !errors.Is(err, graphviz.ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, g := range map[string]graphviz.Free{
		"an arrow to nowhere": {Boxes: []graphviz.Size{{W: 9, H: 9}}, Arrows: [][2]int{{0, 1}}},
		"a box without size":  {Boxes: []graphviz.Size{{W: 0, H: 9}}},
		"a box of NaN":        {Boxes: []graphviz.Size{{W: math.NaN(), H: 9}}},
	} {
		if _, err := p.Place(context.Background(), g); err == nil {
			t.Errorf("%s was placed", name)
		}
	}
	if len(s.cmds) != 0 {
		t.Error("a worker was started for what is refused")
	}
	if out, err := p.Place(context.Background(), graphviz.Free{}); err != nil || len(out.Middles) != 0 {
		t.Errorf("no boxes: %v, %v", out, err)
	}
	loop := graphviz.Free{Boxes: []graphviz.Size{{W: 90, H: 40}}, Arrows: [][2]int{{0, 0}}}
	if out := place(t, p, loop); len(out.Ways[0]) < 4 {
		t.Errorf("a loop runs along %v", out.Ways[0])
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := p.Place(ctx, free(300)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after a millisecond: %v", err)
	}
}

// BenchmarkPlace lays out free graphs, ways of the arrows included, beside BenchmarkPlaceNative.
func BenchmarkPlace(b *testing.B) {
	for _, n := range []int{24, 100, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p, _ := pool(b, 1)
			g := free(n)
			place(b, p, g) // the worker is up, as in a serving program
			for b.Loop() {
				place(b, p, g)
			}
		})
	}
}

// BenchmarkPlaceNative runs Debian's dot, a process a graph, on the graphs of BenchmarkPlace: with dot's own settings, and
// with ours, which look less long for crossings in large graphs.
func BenchmarkPlaceNative(b *testing.B) {
	program, err := exec.LookPath("dot")
	if err != nil {
		b.Skip("there is no dot on this machine")
	}
	for _, c := range []struct {
		name string
		n    int
		ours bool
	}{{"24", 24, false}, {"100", 100, false}, {"300", 300, false}, {"300-our-settings", 300, true}} {
		b.Run(c.name, func(b *testing.B) {
			text := graphviz.DotOfFree(free(c.n))
			if !c.ours {
				text = strings.ReplaceAll(text, "mclimit=0.25\n", "")
			}
			native(b, program, text)
		})
	}
}
