package analysis

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis/analysistest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The oracle enters the firms and lets the rules find everything anew.
func TestWhatIfIsWhatTheRulesFindWhenTheFirmsAreThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := analysistest.RandomCity(t)
		now := Find(c.Snapshot())
		var set []*Link
		for _, l := range Fillable(now.Chains[0]) {
			if rapid.Bool().Draw(t, "chosen") {
				set = append(set, l)
			}
		}
		got, err := now.If(now.Chains[0], set)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range set {
			c.Firm("new"+string(rune('a'+i)), "local", l.Node.Name[len("c/main/"):], "production", graph.Documented)
		}
		then := Find(c.Snapshot())
		if diff := cmp.Diff(then.Span(), got.After); diff != "" {
			t.Error(diff)
		}
		if closed := len(now.Gaps) - len(then.Gaps); closed != len(got.Closes) {
			t.Errorf("closes %d gaps, the rules say %d", len(got.Closes), closed)
		}
		complete := func(f *Findings, id graph.ID) bool {
			l := f.Link(id)
			for _, group := range l.Needs {
				if !slices.ContainsFunc(group, func(x *Link) bool { return x.State.Held() }) {
					return false
				}
			}
			return len(l.Needs) > 0
		}
		for _, l := range now.Chains[0].Links {
			want := l.State.Held() && !complete(now, l.Node.ID) && complete(then, l.Node.ID)
			if slices.Contains(got.Unlocks, l) != want {
				t.Errorf("%s unlocked: %v, want %v", l.Node.ID, !want, want)
			}
		}
		slices.Reverse(set)
		again, _ := now.If(now.Chains[0], append(set, set...))
		if again.Text() != got.Text() || !slices.Equal(again.Links, got.Links) || again.After != got.After {
			t.Error("the order of a set, or naming a link twice, changes the answer")
		}
	})
}

// Brute force over all sets, each worth what WhatIf says of it.
func TestTheBestSetIsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Find(analysistest.RandomCity(t).Snapshot())
		c := f.Chains[0]
		all := Fillable(c)
		if len(all) == 0 {
			t.Skip()
		}
		k := rapid.IntRange(1, len(all)).Draw(t, "budget")
		for _, o := range Objectives {
			value := func(set []*Link) int {
				served := map[*Link]bool{}
				w, err := f.If(c, set)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range w.Unlocks {
					served[l] = o.Code == ObjectiveUnlock
				}
				for _, x := range set {
					for _, l := range x.Downstream() {
						if o.Code == ObjectiveReach && l.State.Held() {
							served[l] = true
						}
					}
				}
				sum := 0
				for l, is := range served {
					if is {
						sum += l.Weight
					}
				}
				return sum
			}
			most := 0
			for mask := range 1 << len(all) {
				if bits.OnesCount(uint(mask)) != k {
					continue
				}
				var set []*Link
				for i, l := range all {
					if mask>>i&1 == 1 {
						set = append(set, l)
					}
				}
				most = max(most, value(set))
			}
			best, err := f.BestIf(c, o.Code, k)
			if err != nil {
				t.Fatal(err)
			}
			if best.Value != most || value(best.Links) != most || !best.Exact || best.Bound != most {
				t.Errorf("%s, %d links: %+v, brute force %d", o.Code, k, best, most)
			}
			p := f.plan(c, o.Code)
			greedy := p.greedy(k)
			has := p.worth(greedy).objective
			if o.Code != ObjectiveReach {
				continue
			}
			if float64(has) < (1-1/math.E)*float64(most) || p.bound(greedy, k) < most {
				t.Errorf("greedy has %d of %d, bound %d", has, most, p.bound(greedy, k))
			}
		}
	})
}

func TestWhatCannotBeFilledIsRefused(t *testing.T) {
	f := Find(seedSnapshot(t))
	for _, c := range f.Chains {
		for _, l := range c.Links {
			if _, err := f.If(c, []*Link{l}); (err == nil) != l.State.Lacks() {
				t.Errorf("%s, %s: %v", l.Node.ID, l.State, err)
			}
		}
	}
	if _, err := f.If(f.Chains[0], Fillable(f.Chains[1])[:1]); err == nil {
		t.Error("a link of another chain is taken")
	}
	for _, k := range []int{0, -1, mostProjects + 1} {
		if _, err := f.BestIf(f.Chains[0], ObjectiveUnlock, k); err == nil {
			t.Errorf("a budget of %d is taken", k)
		}
	}
	if _, err := f.BestIf(f.Chains[0], "profit", 1); err == nil {
		t.Error("an unknown objective is taken")
	}
}

// BenchmarkBestIf finds the best three links of the longest chain, comparing all sets.
func BenchmarkBestIf(b *testing.B) {
	f := Find(seedSnapshot(b))
	c := slices.MaxFunc(f.Chains, func(a, b *Chain) int { return len(Fillable(a)) - len(Fillable(b)) })
	for b.Loop() {
		if _, err := f.BestIf(c, ObjectiveUnlock, 3); err != nil {
			b.Fatal(err)
		}
	}
}
