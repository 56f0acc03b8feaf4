package graph

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite generated and golden files")

func TestTheTableIsConsistent(t *testing.T) {
	prefixes := map[string]Kind{}
	for _, k := range Kinds {
		if other, taken := prefixes[k.Prefix]; taken {
			t.Errorf("%s and %s share the prefix %q", k.Kind, other, k.Prefix)
		}
		prefixes[k.Prefix] = k.Kind
		if k.ZH == "" || k.EN == "" || k.Doc == "" {
			t.Errorf("%s lacks a name or description", k.Kind)
		}
		checkAttrs(t, string(k.Kind), k.Attrs)
	}
	for _, r := range Relations {
		for _, k := range append(slices.Clone(r.From), r.To...) {
			if _, ok := KindOf(k); !ok {
				t.Errorf("%s joins %s, which is no kind", r.Type, k)
			}
		}
		checkAttrs(t, string(r.Type), r.Attrs)
	}
}

func checkAttrs(t *testing.T, owner string, attrs []AttrSpec) {
	t.Helper()
	seen := map[string]bool{}
	for _, a := range attrs {
		if seen[a.Name] {
			t.Errorf("%s has %s twice", owner, a.Name)
		}
		seen[a.Name] = true
		if a.ZH == "" || a.EN == "" {
			t.Errorf("%s.%s lacks a name", owner, a.Name)
		}
		if (a.Type == TypeEnum) && len(a.Terms) == 0 {
			t.Errorf("%s.%s is an enum without words", owner, a.Name)
		}
	}
}

func TestDataDictionaryIsTrue(t *testing.T) {
	const file = "../docs/data-dictionary.md"
	if *update {
		if err := os.WriteFile(file, []byte(Dictionary()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Dictionary() {
		t.Errorf("%s is not what the table says; run make generate", file)
	}
}

func TestDate(t *testing.T) {
	for _, tc := range []struct {
		date, from, until string
	}{
		{"2025", "2025-01-01", "2026-01-01"},
		{"2022-Q3", "2022-07-01", "2022-10-01"},
		{"2024-02", "2024-02-01", "2024-03-01"},
		{"2024-02-29", "2024-02-29", "2024-03-01"},
		{"2023-02-29", "", ""}, {"2023-13", "", ""}, {"2023-00", "", ""}, {"2023-Q5", "", ""}, {"", "", ""},
		{"2023-1", "", ""}, {"2023-01-00", "", ""},
	} {
		from, until, err := Date(tc.date).Span()
		if tc.from == "" {
			if err == nil || Date(tc.date).Valid() {
				t.Errorf("%q passes as a date", tc.date)
			}
			continue
		}
		if err != nil || from.Format(time.DateOnly) != tc.from || until.Format(time.DateOnly) != tc.until {
			t.Errorf("%q spans %v to %v (%v), want %s to %s", tc.date, from, until, err, tc.from, tc.until)
		}
	}
	if !Date("2025-08").Newer("2025-07-31") || Date("2025").Newer("2025-12") || !Date("2020").Newer("") ||
		Date("").Newer("2020") {
		t.Error("Newer orders dates wrongly")
	}
}

func TestAttrsKeepTheirTypesInJSON(t *testing.T) {
	in := Attrs{
		"whole": int64(3),
		"big":   int64(1) << 60,
		"real":  3.0,
		"tiny":  1e-300,
		"text":  "引号\"换行\n😀",
		"empty": "",
		"yes":   true,
		"list":  []string{"甲", ""},
	}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out Attrs
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	if !in.Equal(out) {
		t.Errorf("%#v came back as %#v", in, out)
	}
	for _, bad := range []string{`{"a":{"b":1}}`, `{"a":null}`, `{"a":[1]}`} {
		if err := json.Unmarshal([]byte(bad), &out); err == nil {
			t.Errorf("%s passes as attributes", bad)
		}
	}
}

func source() Node {
	return Node{
		ID:   "source:s1",
		Kind: KindSource,
		Name: "公报",
		Prov: Provenance{Source: "source:s1", AsOf: "2022", Confidence: Documented},
	}
}

func sound() Changes {
	prov := Provenance{Source: "source:s1", AsOf: "2022-02", Confidence: Documented}
	return Changes{Actor: "test", Nodes: []Node{source(),
		{
			ID:    "chain:c",
			Kind:  KindChain,
			Name:  "链",
			Prov:  prov,
			Attrs: Attrs{"order": 1, "provisional": false, "template_version": "1"},
		},
		{
			ID:    "link:c/l",
			Kind:  KindLink,
			Name:  "环节",
			Prov:  prov,
			Attrs: Attrs{"level": "link", "order": int64(1), "weight": int64(3)},
		},
	}, Relations: []Relation{{RelationKey: RelationKey{PartOf, "link:c/l", "chain:c"}, Prov: prov}}}
}

func TestValidate(t *testing.T) {
	none := func(ID) bool { return false }
	c := sound()
	if problems := Validate(&c, none); len(problems) > 0 {
		t.Fatalf("sound changes have problems: %v", problems)
	}
	for _, tc := range []struct {
		name  string
		spoil func(*Changes)
		codes []string
	}{
		{"no actor", func(c *Changes) { c.Actor = " " }, []string{"changes.no_actor"}},
		{"unknown kind", func(c *Changes) { c.Nodes[1].Kind = "County" }, []string{"kind.unknown"}},
		{"kind and id differ", func(c *Changes) { c.Nodes[1].Kind = KindField; c.Nodes[1].Attrs = nil },
			[]string{"id.kind_differs"}},
		{"upper case id", func(c *Changes) { c.Nodes[0].ID = "source:S1" },
			[]string{"id.invalid", "source.unknown", "source.unknown", "source.unknown", "source.unknown"}},
		{"no name", func(c *Changes) { c.Nodes[1].Name = "" }, []string{"name.missing"}},
		{"bad UTF-8", func(c *Changes) { c.Nodes[1].Name = "a\xff" }, []string{"name.invalid"}},
		{"NUL", func(c *Changes) { c.Nodes[1].Aliases = []string{"a\x00"} }, []string{"name.invalid"}},
		{"missing and unknown attribute", func(c *Changes) {
			c.Nodes[1].Attrs = Attrs{"order": 1, "provisional": true,
				"colour": "red"}
		}, []string{"attribute.missing", "attribute.unknown"}},
		{"wrong types", func(c *Changes) {
			c.Nodes[1].Attrs = Attrs{"order": 1.5, "provisional": "no",
				"template_version": 2}
		}, []string{"attribute.invalid", "attribute.invalid", "attribute.invalid"}},
		{"out of range", func(c *Changes) { c.Nodes[2].Attrs["weight"] = int64(4) }, []string{"attribute.invalid"}},
		{"not a word of the list", func(c *Changes) { c.Nodes[2].Attrs["level"] = "leaf" }, []string{"attribute.invalid"}},
		{"no source", func(c *Changes) { c.Nodes[1].Prov.Source = "" }, []string{"source.missing"}},
		{"bad date and confidence", func(c *Changes) { c.Nodes[1].Prov.AsOf = "soon"; c.Nodes[1].Prov.Confidence = "sure" },
			[]string{"as_of.invalid", "confidence.unknown"}},
		{"before any data", func(c *Changes) { c.Nodes[1].Prov.AsOf = "0000" }, []string{"as_of.early"}},
		{"dangling", func(c *Changes) { c.Relations[0].To = "chain:d" }, []string{"relation.dangling"}},
		{"wrong kinds", func(c *Changes) { c.Relations[0].Type = Leads }, []string{"relation.wrong_kinds"}},
		{"unknown relation", func(c *Changes) { c.Relations[0].Type = "LIKES" }, []string{"relation.unknown"}},
		{"twice", func(c *Changes) {
			c.Nodes = append(c.Nodes, c.Nodes[1])
			c.Relations = append(c.Relations, c.Relations[0])
		}, []string{"node.duplicate", "relation.duplicate"}},
		{"put and deleted", func(c *Changes) { c.DeleteRelations = []RelationKey{c.Relations[0].RelationKey} },
			[]string{"relation.put_and_deleted"}},
		{"loop", func(c *Changes) {
			c.Relations[0] = Relation{RelationKey: RelationKey{Feeds, "link:c/l", "link:c/l"}, Prov: c.Relations[0].Prov}
		}, []string{"relation.loop"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := sound()
			tc.spoil(&c)
			var codes []string
			for _, p := range Validate(&c, none) {
				codes = append(codes, p.Code)
				if p.Message == "" || p.Fix == "" {
					t.Errorf("%s says neither what is wrong nor what to do: %+v", p.Code, p)
				}
			}
			if !slices.Equal(codes, tc.codes) {
				t.Errorf("problems %v, want %v", codes, tc.codes)
			}
		})
	}
}

func TestProblemsNameTheirPlaceAndAllOfThem(t *testing.T) {
	c := sound()
	c.Nodes[1].Place = &Place{File: "链.xlsx", Row: 14, Column: 5}
	c.Nodes[1].Name = ""
	c.Nodes[2].Prov.AsOf = ""
	problems := Validate(&c, func(ID) bool { return false })
	if len(problems) != 2 {
		t.Fatalf("got %d problems, want both: %v", len(problems), problems)
	}
	if text := problems.Error(); !strings.Contains(text, "链.xlsx, row 14, column 5, name") ||
		!strings.Contains(text, "2 problem(s), nothing was changed") {
		t.Errorf("the message does not say where: %s", text)
	}
}

func TestSnapshotLeavesOutThePoolAndOrders(t *testing.T) {
	c := sound()
	c.Nodes = append(
		c.Nodes,
		Node{ID: "enterprise:b", Kind: KindEnterprise, Pool: true},
		Node{ID: "link:c/a", Kind: KindLink, Attrs: Attrs{"order": int64(2)}},
	)
	c.Relations = append(
		c.Relations,
		Relation{RelationKey: RelationKey{OperatesIn, "enterprise:b", "link:c/l"}},
		Relation{RelationKey: RelationKey{Feeds, "link:c/l", "link:c/a"}},
	)
	c.Normalise()
	s := NewSnapshot(3, time.Time{}, c.Nodes, c.Relations)
	if s.Node("enterprise:b") != nil || len(s.In("link:c/l", OperatesIn)) != 0 {
		t.Error("a pooled enterprise or what hangs on it is in the snapshot")
	}
	links := s.Of(KindLink)
	if len(links) != 2 || links[0].ID != "link:c/l" {
		t.Errorf("links are not in their order: %v", links)
	}
	if heads := s.Heads("link:c/l", Feeds); len(heads) != 1 || heads[0].ID != "link:c/a" {
		t.Errorf("heads of FEEDS: %v", heads)
	}
	if tails := s.Tails("chain:c", PartOf); len(tails) != 1 || tails[0].ID != "link:c/l" {
		t.Errorf("tails of PART_OF: %v", tails)
	}
}

func TestKeyOf(t *testing.T) {
	for in, want := range map[string]string{"Mini LED 背光": "mini-led-背光", "  GaN  外延 ": "gan-外延", "a:b": "a-b",
		"镍钴锰(NCM)": "镍钴锰(ncm)"} {
		if got := KeyOf(in); got != want {
			t.Errorf("KeyOf(%q) = %q, want %q", in, got, want)
		}
		if what := NewID(KindProduct, KeyOf(in)).problem(); what != "" {
			t.Errorf("the key of %q %s", in, what)
		}
	}
}

func FuzzValidate(f *testing.F) {
	f.Add(`{"actor":"a","nodes":[{"id":"chain:x","kind":"Chain","name":"链","attrs":{"order":1}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var c Changes
		if json.Unmarshal([]byte(text), &c) != nil {
			return
		}
		if len(Validate(&c, func(ID) bool { return false })) == 0 {
			c.Normalise()
			if again := Validate(&c, func(ID) bool { return false }); len(again) > 0 {
				t.Errorf("valid before Normalise, not after: %v", again)
			}
		}
	})
}
