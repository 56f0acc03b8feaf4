package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func within(parent, child string) RelationKey { return RelationKey{PartOf, ID(child), ID(parent)} }

func TestRing(t *testing.T) {
	every := func(RelationKey) bool { return true }
	for _, tc := range []struct {
		name  string
		rels  []RelationKey
		count func(RelationKey) bool
		want  string
	}{
		{"nothing", nil, every, ""},
		{"a tree", []RelationKey{within("a", "b"), within("a", "c"), within("c", "d")}, every, ""},
		{"two ways up", []RelationKey{within("a", "b"), within("a", "c"), within("b", "d"), within("c", "d")}, every, ""},
		{"two", []RelationKey{within("a", "b"), within("b", "a")}, every, "b → a → b"},
		{"itself", []RelationKey{within("a", "a")}, every, "a → a"},
		{"a ring with a tail", []RelationKey{within("a", "x"), within("b", "a"), within("c", "b"), within("a", "c"),
			within("z", "c")}, every, "a → b → c → a"},
		{"one that does not count", []RelationKey{within("a", "b"), within("b", "a"), within("a", "c")},
			func(r RelationKey) bool { return r.From == "c" }, ""},
		{"between two rings", []RelationKey{within("a", "b"), within("b", "a"), within("c", "d"), within("d", "c"),
			within("a", "c")},
			func(r RelationKey) bool { return r.From == "c" && r.To == "a" }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if ring := Ring(tc.rels, tc.count); ring != nil {
				got = RingWords(ring)
			}
			if got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// A relation is on a ring exactly when its tail can be reached from its head; Ring finds one whenever there is one.
func TestRingIsWhatWalkingFinds(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	for range 3000 {
		n := 1 + dice.IntN(9)
		var rels []RelationKey
		next := map[ID][]ID{}
		for range dice.IntN(2 * n) {
			r := within(fmt.Sprint(dice.IntN(n)), fmt.Sprint(dice.IntN(n)))
			rels = append(rels, r)
			next[r.From] = append(next[r.From], r.To)
		}
		reaches := func(from, to ID) bool {
			seen, ring := map[ID]bool{from: true}, []ID{from}
			for ; len(ring) > 0; ring = ring[1:] {
				if ring[0] == to {
					return true
				}
				for _, id := range next[ring[0]] {
					if !seen[id] {
						seen[id] = true
						ring = append(ring, id)
					}
				}
			}
			return false
		}
		for _, one := range rels {
			ring := Ring(rels, func(r RelationKey) bool { return r == one })
			if (ring != nil) != reaches(one.To, one.From) {
				t.Fatalf("%v of %v: ring %v", one, rels, ring)
			}
			for i, r := range ring {
				if !slices.Contains(rels, r) || r.To != ring[(i+1)%len(ring)].From || i == 0 && r != one {
					t.Fatalf("%v is no ring of %v from %v on", ring, rels, one)
				}
			}
		}
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestAHundredThousandInARowAreNoRing(t *testing.T) {
	var rels []RelationKey
	for i := range 100_000 {
		rels = append(rels, within(fmt.Sprint(i+1), fmt.Sprint(i)))
	}
	every := func(RelationKey) bool { return true }
	if Ring(rels, every) != nil {
		t.Error("a row is no ring")
	}
	rels = append(rels, within("0", "100000"))
	if ring := Ring(rels, every); len(ring) != len(rels) || strings.Count(RingWords(ring), "→") != mostNamed+1 {
		t.Errorf("a ring of %d: %d", len(rels), len(ring))
	}
}

func TestASecondWhereOneCanBeIsRefused(t *testing.T) {
	prov := Provenance{Source: "source:s1", AsOf: "2022", Confidence: Documented}
	all := func(ID) bool { return true }
	put := func(keys ...RelationKey) *Changes {
		c := Changes{Actor: "test"}
		for i, k := range keys {
			c.Relations = append(c.Relations, Relation{RelationKey: k, Prov: prov, Place: &Place{File: "f", Row: i + 1}})
		}
		return &c
	}
	for _, tc := range []struct {
		name string
		c    *Changes
		rows []int
	}{
		{"one parent each", put(RelationKey{PartOf, "link:a", "chain:c"}, RelationKey{PartOf, "link:b", "chain:c"}), nil},
		{"two parents", put(RelationKey{PartOf, "link:a", "chain:c"}, RelationKey{PartOf, "link:a", "link:b"}), []int{2}},
		{"two places", put(RelationKey{LocatedIn, "enterprise:a", "park:p"}, RelationKey{LocatedIn, "enterprise:a", "park:q"},
			RelationKey{LocatedIn, "enterprise:b", "park:q"}), []int{2}},
		{"two chiefs", put(RelationKey{Leads, "chief:a", "chain:c"}, RelationKey{Leads, "chief:b", "chain:c"},
			RelationKey{Leads, "chief:b", "chain:d"}), []int{2}},
		{"two owners", put(RelationKey{SubsidiaryOf, "enterprise:a", "enterprise:b"},
			RelationKey{SubsidiaryOf, "enterprise:a", "enterprise:c"}), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var rows []int
			for _, p := range Validate(tc.c, all) {
				if p.Code != "relation.second" || p.Fix == "" {
					t.Errorf("%v", p)
				}
				rows = append(rows, p.Place.Row)
			}
			if !slices.Equal(rows, tc.rows) {
				t.Errorf("problems at rows %v, want %v", rows, tc.rows)
			}
		})
	}
}

func TestTextsThatCannotBeKept(t *testing.T) {
	for text, want := range map[string]struct{ text, line bool }{
		"锂电 Ⅱ m²":       {true, true},
		"两\n行\t列":       {true, false},
		"a\x1b[2J":      {false, false},
		"a\x00":         {false, false},
		"a\xff":         {false, false},
		"武汉\ufffd":      {false, false},
		"a\u0085b":      {false, false},
		"ＡＢＣ":           {true, true},
		"Ａ" + "\u200b汉": {true, true}, // nobody sees it: taken out, not refused
	} {
		if got := textProblem(text, 100) == ""; got != want.text {
			t.Errorf("text %q: %v", text, textProblem(text, 100))
		}
		if got := lineProblem(text, 100) == ""; got != want.line {
			t.Errorf("line %q: %v", text, lineProblem(text, 100))
		}
	}
	const unseen = "\u00ad\u034f\u115f\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u3164\ufe0f\ufeff" +
		"\U000e0001\U000e0100"
	for _, r := range unseen {
		if !Invisible(r) {
			t.Errorf("U+%04X counts as seen", r)
		}
	}
	for _, r := range "a汉⾦é\u0301 　·²①（😀" {
		if Invisible(r) {
			t.Errorf("U+%04X counts as invisible", r)
		}
	}
}

func TestIDsKeepToTheirFolder(t *testing.T) {
	for id, good := range map[ID]bool{
		"chain:x": true, "link:a/b/c": true, "product:a.b": true, "product:..a": true, "product:金刚石": true,
		"chain:x/../y": false, "chain:..": false, "chain:.": false, "chain:/x": false, "chain:x//y": false, "chain:x/": false,
		"chain:a\u200b": false, "chain:a\x1b": false, "chain:葛\U000e0100": false,
	} {
		if what := id.problem(); (what == "") != good {
			t.Errorf("%q: %q", id, what)
		}
	}
}

// The key of a name makes an id, however long the name and whatever is in it.
func TestEveryNameHasAnID(t *testing.T) {
	long := strings.Repeat("超长的来源标题", 19)
	for _, name := range []string{"a/", "/a", "a//b", "../x", "N/A", "武\u200b汉", long, long[:len(long)-3], "x" + long,
		strings.Repeat("a", MaxName)} {
		id := NewID(KindSource, "ckg-"+KeyOf(name))
		if what := id.problem(); what != "" {
			t.Errorf("%q becomes %q, which %s", name, id, what)
		}
	}
	if a, b := NewID(KindSource, KeyOf(long)), NewID(KindSource, KeyOf(long[:len(long)-3])); a == b {
		t.Errorf("two long names share %q", a)
	}
	if got, want := KeyOf("武\u200b汉"), KeyOf("武汉"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if id := NewID(KindSource, strings.Repeat("a", maxID-len("source:"))); strings.Contains(string(id), "-") {
		t.Errorf("an id that fits is not shortened: %q", id)
	}
}

func TestARequiredTextSaysSomething(t *testing.T) {
	c := sound()
	c.Nodes[1].Attrs["template_version"] = " "
	if problems := Validate(&c, func(ID) bool { return false }); len(problems) != 1 ||
		problems[0].Code != "attribute.missing" {
		t.Errorf("%v", problems)
	}
	c = sound()
	c.Actor = "市长\n r999 forged"
	if problems := Validate(&c, func(ID) bool { return false }); len(problems) != 1 || problems[0].Place.Field != "actor" {
		t.Errorf("%v", problems)
	}
}

func TestDaysAreThoseOfBeijing(t *testing.T) {
	if got := Today(time.Date(2026, 11, 28, 16, 0, 0, 0, time.UTC)); got != "2026-11-29" {
		t.Errorf("%s", got)
	}
}
