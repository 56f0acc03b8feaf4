package graphviz_test

import (
	"context"
	"errors"
	"math"
	"os/exec"
	"reflect"
	"strconv"
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

func TestAFreeGraphIsPlacedApart(t *testing.T) {
	p, _ := pool(t, 1)
	g := free(24)
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
	for _, a := range g.Arrows[:len(g.Arrows)-1] {
		if out.Middles[a[0]].X >= out.Middles[a[1]].X {
			t.Errorf("box %d feeds %d and does not stand left of it", a[0], a[1])
		}
	}
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
}

func TestFreeGraphsThatAreRefused(t *testing.T) {
	p, s := pool(t, 1)
	if _, err := p.Place(context.Background(), free(301)); !errors.Is(err, graphviz.ErrTooLarge) {
		t.Errorf("301 boxes: %v", err)
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
	if out := place(t, p, loop); len(out.Middles) != 1 {
		t.Errorf("a loop is placed as %v", out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := p.Place(ctx, free(300)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after a millisecond: %v", err)
	}
}

// BenchmarkPlace lays out free graphs, beside BenchmarkPlaceNative.
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

// BenchmarkPlaceNative runs Debian's dot, a process a graph, on the graphs of BenchmarkPlace.
func BenchmarkPlaceNative(b *testing.B) {
	program, err := exec.LookPath("dot")
	if err != nil {
		b.Skip("there is no dot on this machine")
	}
	for _, n := range []int{24, 100, 300} {
		b.Run(strconv.Itoa(n), func(b *testing.B) { native(b, program, graphviz.DotOfFree(free(n))) })
	}
}
