package likeness

import (
	"fmt"
	"slices"
	"testing"

	"chainchief/graph"
)

// pool is many firms, so that words have a rarity: half words are those that a longer, commoner word is cut from.
func trades() *Index {
	var firms []Firm
	add := func(n int, product string) {
		for range n {
			firms = append(firms, firm(fmt.Sprintf("f%d", len(firms)), "厂", "", product))
		}
	}
	add(40, "检测设备")
	add(30, "石墨电极")
	add(20, "墨粉")
	add(12, "粉尘螨滴剂")
	add(12, "环境治理")
	add(10, "氢氧化钾")
	add(10, "压机")
	add(200, "其他")
	return NewIndex(slices.Values(firms))
}

func products(names ...string) []Product {
	var list []Product
	for _, n := range names {
		list = append(list, Product{graph.NewID(graph.KindProduct, graph.KeyOf(n)), n})
	}
	return list
}

func TestOneProductMustCarryTheNeed(t *testing.T) {
	x := trades()
	for _, c := range []struct {
		need  string
		made  []string
		holds bool
		why   string
	}{
		{"石墨粉", []string{"高纯石墨粉"}, true, "the thing itself, more closely told"},
		{"石墨粉", []string{"墨粉"}, false, "half a word"},
		{"石墨粉", []string{"石墨电极"}, false, "another noun"},
		{"石墨粉", []string{"石墨电极", "墨粉"}, false, "two products together"},
		{"氢氧化锂", []string{"氢氧化钾"}, false, "not the telling term"},
		{"粉尘治理", []string{"粉尘螨滴剂"}, false, "another noun"},
		{"粉尘治理", []string{"粉尘治理工程"}, true, "both are services"},
		{"AOI 设备", []string{"检测设备", "包装设备", "清洗设备", "封装设备"}, false, "the usual word again and again"},
		{"AOI 设备", []string{"AOI检测设备"}, true, "the telling term and the noun"},
		{"六面顶压机", []string{"压机"}, false, "less than 60 %"},
		{"聚乙烯", []string{"聚乙烯-贸易"}, false, "bought and sold"},
		{"医药批发", []string{"医药批发"}, true, "trade is what is needed"},
		{"蓝宝石衬底", []string{"蓝宝石衬底及其他产品"}, true, "endings that say nothing"},
		{"石墨粉", nil, false, "nothing"},
	} {
		got, _ := x.Cover([]string{c.need}, products(c.made...))
		if got.Holds() != c.holds {
			t.Errorf("%s for %s (%s): %+v", c.made, c.need, c.why, got)
		}
		if got.Share < 0 || got.Share > 1 {
			t.Errorf("%s for %s: a share of %v", c.made, c.need, got.Share)
		}
	}
}

// TestRepetitionAddsNothing: a product twice, or a hundred that carry less, change nothing.
func TestRepetitionAddsNothing(t *testing.T) {
	x := trades()
	one, _ := x.Cover([]string{"AOI 设备"}, products("检测设备"))
	many := slices.Repeat(products("检测设备"), 100)
	if again, _ := x.Cover([]string{"AOI 设备"}, many); again.Share != one.Share || one.Share == 0 {
		t.Errorf("%v of one, %v of a hundred", one.Share, again.Share)
	}
}

func TestKindOf(t *testing.T) {
	for name, want := range map[string]Kind{
		"巨量转移与检测设备": Equipment, "六面顶压机": Equipment, "粉尘治理": Service, "检测认证": Service, "石墨粉": Goods, "": Goods,
	} {
		if got := KindOf(name); got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
}
