package lists

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chainchief/graph"
	"chainchief/seeds"
)

func shipped(t *testing.T) []*List {
	t.Helper()
	all, err := Load(seeds.Lists())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func list(t *testing.T, text string) *List {
	t.Helper()
	all, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

// city is a small graph: two firms of one name, one in two chains, with figures of two standings.
func city() *graph.Snapshot {
	prov := graph.Provenance{Source: "source:s", AsOf: "2025", Confidence: graph.Media}
	later := prov
	later.AsOf, later.ValueKind = "2026", graph.Actual
	planned := later
	planned.AsOf, planned.ValueKind = "2027", graph.Planned
	node := func(id graph.ID, name string, attrs graph.Attrs) graph.Node {
		kind, _ := id.Kind()
		return graph.Node{ID: id, Kind: kind, Name: name, Attrs: attrs, Prov: prov}
	}
	figure := func(key string, p graph.Provenance, value float64, unit string) graph.Node {
		n := node(graph.NewID(graph.KindFigure, key), key,
			graph.Attrs{"measure": "sales", "value": value, "unit": unit, "period": "2025"})
		n.Prov = p
		return n
	}
	rel := func(t graph.RelationType, from, to graph.ID, attrs graph.Attrs) graph.Relation {
		return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}, Attrs: attrs, Prov: prov}
	}
	level := func(l string, order int64) graph.Attrs { return graph.Attrs{"level": l, "order": order} }
	position := graph.Attrs{"role": "maker", "stage": "production"}
	return graph.NewSnapshot(7, time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), []graph.Node{
		node("source:s", "一份报道", nil),
		node("chain:led", "光电", graph.Attrs{"order": int64(1), "provisional": false, "template_version": "1"}),
		node("chain:bio", "医药", graph.Attrs{"order": int64(2), "provisional": true, "template_version": "1"}),
		node("link:led/a", "显示", level("lane", 1)),
		node("link:led/a/gas", "气体", graph.Attrs{"level": "link", "order": int64(1), "stage": "upstream"}),
		node("link:bio/a", "", level("lane", 1)),
		node("link:bio/a/gas", "气体", level("link", 1)),
		node("enterprise:one", "甲公司", graph.Attrs{
			"reach": "local", "levels": []string{"named"}, "levels_unverified": []string{"little_giant"},
		}),
		node("enterprise:two", "甲公司", graph.Attrs{"reach": "local"}),
		node("enterprise:far", "=外地公司", graph.Attrs{"reach": "country"}),
		node("park:zone", "开发区", graph.Attrs{"kind": "zone"}),
		node("park:hall", "一号厂房", graph.Attrs{"kind": "park"}),
		node("chief:c", "链长", graph.Attrs{"post": "副市长"}),
		figure("old", planned, 9, "亿元"),
		figure("new", later, 1.2345, "亿元"),
	}, []graph.Relation{
		rel(graph.PartOf, "link:led/a", "chain:led", nil),
		rel(graph.PartOf, "link:led/a/gas", "link:led/a", nil),
		rel(graph.PartOf, "link:bio/a", "chain:bio", nil),
		rel(graph.PartOf, "link:bio/a/gas", "link:bio/a", nil),
		rel(graph.OperatesIn, "enterprise:one", "link:led/a/gas", position),
		rel(graph.OperatesIn, "enterprise:one", "link:bio/a/gas", position),
		rel(graph.OperatesIn, "enterprise:two", "link:led/a/gas", position),
		rel(graph.LocatedIn, "enterprise:two", "park:hall", nil),
		rel(graph.LocatedIn, "park:hall", "park:zone", nil),
		rel(graph.Leads, "chief:c", "chain:led", nil),
		rel(graph.Hosts, "park:zone", "chain:led", graph.Attrs{"main": true}),
		rel(graph.Hosts, "park:hall", "chain:led", nil),
		rel(graph.About, "figure:old", "enterprise:one", nil),
		rel(graph.About, "figure:new", "enterprise:one", nil),
	})
}

// TestCells: what each form of path comes to, in both languages.
func TestCells(t *testing.T) {
	for _, c := range []struct{ rows, path, unit, of, zh, en string }{
		{"Enterprise", "name", "", "enterprise:one", "甲公司", "甲公司"},
		{"Enterprise", ".reach", "", "enterprise:one", "本市", "Local"},
		{"Enterprise", "levels", "", "enterprise:one", "市级文件点名；小巨人?", "Named by the city；Little giant?"},
		{"Enterprise", ">OPERATES_IN", "", "enterprise:one", "医药·气体；光电·气体", "医药·气体；光电·气体"},
		{"Enterprise", "figure:sales:actual", "万元", "enterprise:one", "12345", "12345"},
		{"Enterprise", "figure:sales:actual", "", "enterprise:one", "1.2345亿元", "1.2345亿元"},
		{"Enterprise", "figure:sales:planned", "亿元", "enterprise:one", "9", "9"},
		{"Enterprise", "figure:tax:actual", "亿元", "enterprise:one", "", ""},
		{"Enterprise", "period:sales:actual", "", "enterprise:one", "2025", "2025"},
		{"Enterprise", "source", "", "enterprise:one", "一份报道", "一份报道"},
		{"Enterprise", "confidence", "", "enterprise:one", "媒体报道", "Media report"},
		{"Enterprise", "as_of", "", "enterprise:one", "2025", "2025"},
		{"Enterprise", "chain", "", "enterprise:one", "光电；医药", "光电；医药"},
		{"Chain", ".provisional", "", "chain:bio", "是", "yes"},
		{"Chain", "<LEADS.post", "", "chain:led", "副市长", "副市长"},
		{"Chain", "<HOSTS[main=true]", "", "chain:led", "开发区", "开发区"},
		{"Link", "lane", "", "link:led/a/gas", "显示", "显示"},
		{"OPERATES_IN", "from", "", "OPERATES_IN enterprise:two link:led/a/gas", "甲公司〔two〕", "甲公司〔two〕"},
		{"OPERATES_IN", "from.reach", "", "OPERATES_IN enterprise:two link:led/a/gas", "本市", "Local"},
		{"OPERATES_IN", "to", "", "OPERATES_IN enterprise:two link:led/a/gas", "光电·气体", "光电·气体"},
		{"OPERATES_IN", "chain", "", "OPERATES_IN enterprise:one link:bio/a/gas", "医药", "医药"},
		{"OPERATES_IN", ".stage", "", "OPERATES_IN enterprise:two link:led/a/gas", "投产", "In production"},
	} {
		l := list(t, "key: a\nzh: 表\nen: List\nrows: "+c.rows+
			"\ncolumns:\n  - {zh: 列, en: Column, unit: \""+c.unit+"\", path: \""+c.path+"\"}\n")
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			rows := NewReader(city(), lang).Rows(l, Selection{})
			i := slices.IndexFunc(rows, func(r Row) bool { return r.ID == c.of })
			if i < 0 {
				t.Errorf("%s has no row %s", c.rows, c.of)
			} else if got := rows[i].Cells[0].Text; got != want {
				t.Errorf("%s of %s in %s is %q, not %q", c.path, c.of, lang, got, want)
			}
		}
	}
}

// TestRowsThatAreWanted: by chain, by place with what lies in it, and by what is blank.
func TestRowsThatAreWanted(t *testing.T) {
	const firms = "key: a\nzh: 表\nen: List\nrows: Enterprise\nwhere: {.reach: [local]}\ncolumns:\n" +
		"  - {zh: 名称, en: Name, path: name}\n  - {zh: 园区, en: Park, path: \">LOCATED_IN\", required: true}\n"
	const positions = "key: a\nzh: 表\nen: List\nrows: OPERATES_IN\ncolumns:\n  - {zh: 企业, en: Firm, path: from}\n"
	for _, c := range []struct {
		list string
		want Selection
		ids  string
	}{
		{firms, Selection{}, "enterprise:one enterprise:two"},
		{firms, Selection{Chains: []graph.ID{"chain:bio"}}, "enterprise:one"},
		{firms, Selection{Park: "park:zone"}, "enterprise:two"},
		{firms, Selection{Blanks: true}, "enterprise:one"},
		{positions, Selection{Chains: []graph.ID{"chain:bio"}}, "OPERATES_IN enterprise:one link:bio/a/gas"},
		{positions, Selection{Park: "park:hall"}, "OPERATES_IN enterprise:two link:led/a/gas"},
	} {
		var ids []string
		for _, r := range NewReader(city(), "zh").Rows(list(t, c.list), c.want) {
			ids = append(ids, r.ID)
		}
		if got := strings.Join(ids, " "); got != c.ids {
			t.Errorf("%+v: %s, not %s", c.want, got, c.ids)
		}
	}
}

// TestFirmsOfACutGraph: who sees some chains only is not told that a firm of another one stands nowhere.
func TestFirmsOfACutGraph(t *testing.T) {
	l := list(t, "key: a\nzh: 表\nen: List\nrows: Enterprise\ncolumns:\n  - {zh: 名称, en: Name, path: name}\n")
	s := city()
	all := len(NewReader(s, "zh").Rows(l, Selection{}))
	s.Clearance.Chains = "chain:led"
	if cut := len(NewReader(s, "zh").Rows(l, Selection{})); all != 3 || cut != 2 {
		t.Errorf("%d firms, %d of them on a chain", all, cut)
	}
}

// oneList is a definition that is right.
const oneList = "key: a\nzh: 表\nen: List\nrows: Enterprise\ncolumns:\n  - {zh: 名称, en: Name, path: name}\n"

// TestWrongDefinitions: each fault is named with its field.
func TestWrongDefinitions(t *testing.T) {
	const good = oneList
	for what, c := range map[string]struct{ text, field, says string }{
		"kind":         {strings.Replace(good, "Enterprise", "Firm", 1), "rows", `"Firm"`},
		"attribute":    {strings.Replace(good, "path: name", "path: .colour", 1), "columns[0].path", `"colour"`},
		"relation":     {strings.Replace(good, "path: name", `path: ">OWNS"`, 1), "columns[0].path", `"OWNS"`},
		"no such tie":  {strings.Replace(good, "path: name", `path: ">PART_OF"`, 1), "columns[0].path", "no such"},
		"end of node":  {strings.Replace(good, "path: name", "path: from", 1), "columns[0].path", "no relations"},
		"measure":      {strings.Replace(good, "path: name", `path: "figure:mood:actual"`, 1), "columns[0].path", "measure"},
		"no path":      {strings.Replace(good, "path: name", `path: ""`, 1), "columns[0].path", "empty"},
		"key":          {strings.Replace(good, "key: a", "key: 表", 1), "key", "no key"},
		"no columns":   {strings.Split(good, "columns:")[0], "columns", "no columns"},
		"unknown word": {good + "colour: red\n", "", "colour"},
		"long name":    {strings.Replace(good, "en: List", "en: "+strings.Repeat("x", 32), 1), "en", "no sheet"},
		"no sheet":     {strings.Replace(good, "zh: 表", "zh: 甲/乙", 1), "zh", "no sheet"},
		"same heading": {good + "  - {zh: 名称, en: Short, path: .short_name}\n", "columns[1]", "already"},
	} {
		_, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(c.text)}})
		var problems graph.Problems
		if !errors.As(err, &problems) || problems[0].Place.Field != c.field ||
			!strings.Contains(problems[0].Message, c.says) || problems[0].Place.File != "a.yaml" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestShippedLists: they load, every kind of thing that they promise has rows in the seeds' shape, and no two columns
// of a list have one heading.
func TestShippedLists(t *testing.T) {
	for _, l := range shipped(t) {
		for _, lang := range []string{"zh", "en"} {
			seen := map[string]bool{}
			for _, c := range l.Columns {
				if h := c.Heading(lang); seen[h] {
					t.Errorf("%s has two columns %q", l.Key, h)
				} else {
					seen[h] = true
				}
			}
		}
	}
	other := strings.Replace(oneList, "key: a", "key: b", 1)
	both := fstest.MapFS{"a.yaml": {Data: []byte(oneList)}, "b.yaml": {Data: []byte(other)}}
	if _, err := Load(both); err == nil || !strings.Contains(err.Error(), "has that name") {
		t.Errorf("two lists of one name: %v", err)
	}
	if twice, err := Chosen(shipped(t), []string{"parks", "links", "parks"}); err != nil || len(twice) != 2 {
		t.Errorf("a list that is named twice: %d, %v", len(twice), err)
	}
	if _, err := Named(shipped(t), "nonsense"); graph.CodeOf(err) != graph.CodeUsage {
		t.Errorf("an unknown list: %v", err)
	}
}
