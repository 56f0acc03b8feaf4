package graph

import (
	"strconv"
	"testing"
)

// TestBandsAreInOrder: their codes are their lower ends, from 0 up, and what reaches an end is in the band above it.
func TestBandsAreInOrder(t *testing.T) {
	last := -1.0
	for _, band := range Bands {
		least, err := strconv.ParseFloat(band.Code, 64)
		if err != nil || least <= last {
			t.Errorf("%q after %v: %v", band.Code, last, err)
		}
		last = least
	}
	for _, tc := range []struct {
		value float64
		unit  string
		band  string
	}{
		{-3, "亿元", "0"},
		{0, "亿元", "0"},
		{1999, "万元", "0"},
		{2000, "万元/年", "0.2"},
		{.99, "亿元", "0.2"},
		{1, "亿元", "1"},
		{5, "亿元/年", "5"},
		{999999999, "元", "5"},
		{10, "亿元", "10"},
		{50, "亿元", "50"},
		{4800, "亿元", "50"},
		{12, "万千瓦时", ""},
		{12, "", ""},
	} {
		n := Node{Kind: KindFigure, Attrs: Attrs{"value": tc.value, "unit": tc.unit}}
		if got := FigureOf(&n).Band(); got != tc.band {
			t.Errorf("%v %s is in the band %q, not in %q", tc.value, tc.unit, got, tc.band)
		}
	}
	said := Node{Kind: KindFigure, Attrs: Attrs{"band": "5"}}
	if got := FigureOf(&said).Band(); got != "5" {
		t.Errorf("a band that is said is %q", got)
	}
}

// TestWhatIsConfidential: of single firms what they report to statistics, unless it is said otherwise.
func TestWhatIsConfidential(t *testing.T) {
	firm, project := &Node{Kind: KindEnterprise}, &Node{Kind: KindProject, Attrs: Attrs{"kind": "new"}}
	upgrade, chain := &Node{Kind: KindProject, Attrs: Attrs{"kind": "upgrade"}}, &Node{Kind: KindChain}
	for _, tc := range []struct {
		measure, visibility string
		about               *Node
		want                bool
	}{
		{"output", "", firm, true},
		{"tax", "", project, true},
		{"electricity", "", firm, true},
		{"trade", "", firm, true},
		{"upgrading", "", project, true},
		{"output", "", nil, true},
		{"output", "", chain, false},
		{"output", "public", firm, false},
		{"output", "internal", firm, false},
		{"count", "confidential", chain, true},
		{"capacity", "", firm, false},
		{"investment", "", project, false},
		{"investment", "", upgrade, true},
		{"investment", "", nil, true},
	} {
		n := Node{Kind: KindFigure, Attrs: Attrs{"measure": tc.measure}}
		if tc.visibility != "" {
			n.Attrs["visibility"] = tc.visibility
		}
		if got := FigureOf(&n).Confidential(tc.about); got != tc.want {
			t.Errorf("%+v: %v", tc, got)
		}
	}
}
