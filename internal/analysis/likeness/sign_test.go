package likeness

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSignsOfAFirm: the maker of the nearest thing shows most, who shares nothing shows only how much it makes, and the
// order of reading does not matter.
func TestSignsOfAFirm(t *testing.T) {
	pool := []Firm{
		firm("a", "甲", "i", "高纯石墨粉", "石墨电极"),
		firm("b", "乙", "i", "墨水"),
		firm("c", "丙", "j", "水泥", "砖", "瓦"),
	}
	x := NewIndex(slices.Values(pool))
	shown := x.Show("石墨粉")
	for s, v := range shown[0] {
		for f := range shown {
			if other := shown[f][s]; other < 0 || other > 1 {
				t.Errorf("%s of firm %d is %v", signs[s].Key, f, other)
			}
		}
		own := []int{signWords, signOwn, signPairs, signProfile, signOne, signNearest, signEnd, signStart, signTriple}
		if slices.Contains(own, s) && v != 1 {
			t.Errorf("%s of the maker is %v", signs[s].Key, v)
		}
	}
	if want := (SignValues{signBreadth: 1}); shown[2] != want {
		t.Errorf("who shares nothing: %v", shown[2])
	}
	slices.Reverse(pool)
	if diff := cmp.Diff(shown, NewIndex(slices.Values(pool)).Show("石墨粉")); diff != "" {
		t.Error(diff)
	}
	order, by := x.Order([]string{"石墨粉"})
	if len(order) != 2 || order[0].Firm != x.firms[0] || order[0].Fit < order[1].Fit || len(by["石墨粉"]) != 3 {
		t.Errorf("%+v", order)
	}
	if v, known := x.ShowOf("enterprise:nobody", shown); known || v != (SignValues{}) {
		t.Errorf("nobody shows %v", v)
	}
}

func TestWeightsAreOfTheSigns(t *testing.T) {
	for _, table := range []string{"sign,weight\nwords,1\n", "sign,weight\nwords,x\n", ""} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken", table)
				}
			}()
			weighted(named, table)
		}()
	}
	got := SignValues{signWords: 1, signEnd: .5}.Weigh()
	if want := signs[signWords].Weight + .5*signs[signEnd].Weight; got != want || want == 0 {
		t.Errorf("%v, not %v", got, want)
	}
	keys := map[string]bool{}
	for _, s := range Signs() {
		if keys[s.Key] || s.ZH == "" || s.EN == "" {
			t.Errorf("%+v", s)
		}
		keys[s.Key] = true
	}
}
