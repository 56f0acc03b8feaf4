package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"

	gocmp "github.com/google/go-cmp/cmp"
)

// answers are what the program itself says to the questions of docs/neo4j.md that it can be asked, by their number.
// They are worked out from what a store gives, in Go and without Cypher.
var answers = map[int]func(given) [][]string{
	2: func(g given) (rows [][]string) {
		for _, c := range g.chains() {
			for _, l := range g.links(c) {
				if able := g.able(l); len(able) == 1 && graph.LinkOf(l).Weight() == 3 {
					rows = append(rows, row(c.Name, l.Name, able[0].Name))
				}
			}
		}
		return rows
	},
	6: func(g given) (rows [][]string) {
		for _, p := range g.Of(graph.KindPark) {
			var main, also []string
			for _, c := range g.chains() {
				for _, h := range g.In(c.ID, graph.Hosts) {
					switch {
					case h.From == p.ID && graph.HostingOf(h).Main():
						main = append(main, c.Name)
					case h.From == p.ID:
						also = append(also, c.Name)
					}
				}
			}
			if len(main)+len(also) > 0 {
				rows = append(rows, row(p.Name, main, also))
			}
		}
		slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
		return mostFirst(rows, 1)
	},
	7: func(g given) (rows [][]string) {
		byID := slices.SortedFunc(slices.Values(analysis.Find(g.Snapshot).Gaps), func(a, b *analysis.Gap) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID))
		})
		for _, gap := range first(10, byID) {
			link := gap.Link
			rows = append(rows, row(
				number(gap.Weight),
				link.Chain.Node.Name,
				link.Node.Name,
				gap.Kinds,
				gap.Node.Attrs.Text("status"),
			))
		}
		return rows
	},
	8: func(g given) (rows [][]string) {
		for _, e := range g.byID(graph.KindEnterprise) {
			for _, s := range g.Out(e.ID, graph.SuppliesTo) {
				rows = append(rows, row(e.Name, g.Node(s.To).Name, graph.SupplyOf(s).What(), string(s.Prov.AsOf),
					string(s.Prov.Confidence), g.Node(s.Prov.Source).Name))
			}
		}
		return rows
	},
	11: func(g given) (rows [][]string) {
		facts := map[string][]string{}
		for _, subject := range g.sourced {
			if _, key, isRelation := strings.Cut(subject, " -"); isRelation {
				from, _, _ := strings.Cut(subject, " -")
				name, to, _ := strings.Cut(key, "-> ")
				facts[name] = append(facts[name], g.Node(graph.ID(from)).Name+" → "+g.Node(graph.ID(to)).Name)
			} else {
				n := g.Node(graph.ID(subject))
				facts[string(n.Kind)] = append(facts[string(n.Kind)], n.Name)
			}
		}
		for _, what := range slices.Sorted(maps.Keys(facts)) {
			rows = append(rows, row(what, len(facts[what]), first(3, facts[what])))
		}
		return mostFirst(rows, 1)
	},
	13: func(g given) (rows [][]string) {
		on := map[string][]string{}
		for _, e := range g.byID(graph.KindEnterprise) {
			if !g.within(e.ID, "park:gedian") {
				continue
			}
			chains := g.chainsOf(e)
			for _, c := range chains {
				on[c.Name] = append(on[c.Name], e.Name)
			}
			if len(chains) == 0 {
				on["不在链上"] = append(on["不在链上"], e.Name)
			}
		}
		for _, c := range append(g.chains(), &graph.Node{Name: "不在链上"}) {
			if firms := on[c.Name]; len(firms) > 0 {
				rows = append(rows, row(c.Name, len(firms), first(4, firms)))
			}
		}
		return rows
	},
	14: func(g given) (rows [][]string) {
		for _, p := range g.byID(graph.KindPolicy) {
			for _, c := range g.chains() {
				var links []string
				rule := ""
				for _, r := range g.Out(p.ID, graph.Restricts) {
					if g.chainOf(r.To) == c {
						links, rule = append(links, g.Node(r.To).Name), graph.RestrictionOf(r).Rule()
					}
				}
				if len(links) > 0 {
					rows = append(rows, row(p.Name, rule, c.Name, links))
				}
			}
		}
		return rows
	},
	15: func(g given) (rows [][]string) {
		f := analysis.Find(g.Snapshot)
		for _, c := range f.Chains {
			var missing, known, looked, nobody int
			for _, gap := range f.Gaps {
				if gap.Link.Chain != c || !slices.Contains(gap.Kinds, graph.GapMissing) {
					continue
				}
				missing++
				link := gap.Link.Node.ID
				makers := len(g.In(link, graph.OperatesIn)) > 0
				searched := slices.ContainsFunc(g.Tails(link, graph.About), func(n *graph.Node) bool {
					return n.Kind == graph.KindSearch
				})
				for count, is := range map[*int]bool{&known: makers, &looked: searched, &nobody: !makers && !searched} {
					if is {
						*count++
					}
				}
			}
			if missing > 0 {
				rows = append(rows, row(c.Node.Name, missing, known, looked, nobody))
			}
		}
		return rows
	},
	16: func(g given) (rows [][]string) {
		for _, p := range g.byID(graph.KindProject) {
			if len(g.Out(p.ID, graph.Fills)) == 0 {
				stage, runners := graph.ProjectOf(p).Stage(), names(g.Tails(p.ID, graph.Runs))
				rows = append(rows, row(p.Name, stage, runners, string(p.Prov.Source)))
			}
		}
		return rows
	},
	17: func(g given) (rows [][]string) {
		for _, c := range g.chains() {
			pairs := map[string]string{}
			for _, x := range g.links(c) {
				for _, f := range g.Out(x.ID, graph.Feeds) {
					if graph.FeedOf(f).Possible() {
						continue
					}
					for _, a := range g.producers(x) {
						for _, b := range g.producers(g.Node(f.To)) {
							if a != b && !g.deals(a, b) {
								pairs[string(a.ID+" "+b.ID)] = a.Name + " → " + b.Name
							}
						}
					}
				}
			}
			var list []string
			for _, key := range slices.Sorted(maps.Keys(pairs)) {
				list = append(list, pairs[key])
			}
			if len(list) > 0 {
				rows = append(rows, row(c.Name, len(list), first(3, list)))
			}
		}
		return rows
	},
	18: func(g given) (rows [][]string) {
		alone := map[graph.ID][]*graph.Node{}
		for _, l := range g.byID(graph.KindLink) {
			if able := g.able(l); len(able) == 1 {
				alone[able[0].ID] = append(alone[able[0].ID], l)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(alone)) {
			necessity := 0
			for _, l := range alone[id] {
				necessity += graph.LinkOf(l).Weight()
			}
			rows = append(rows, row(g.Node(id).Name, len(alone[id]), necessity, names(alone[id])))
		}
		return first(8, mostFirst(mostFirst(rows, 2), 1))
	},
	19: func(g given) (rows [][]string) {
		chains := g.chains()
		for i, a := range chains {
			for _, b := range chains[i+1:] {
				var both []string
				for _, e := range g.byID(graph.KindEnterprise) {
					if on := g.chainsOf(e); graph.EnterpriseOf(e).Local() && slices.Contains(on, a) && slices.Contains(on, b) {
						both = append(both, e.Name)
					}
				}
				if len(both) > 0 {
					rows = append(rows, row(a.Name, b.Name, len(both), both))
				}
			}
		}
		return mostFirst(rows, 2)
	},
	20: func(g given) (rows [][]string) {
		for _, c := range g.chains() {
			var days []string
			old := 0
			for _, l := range g.links(c) {
				for _, o := range g.In(l.ID, graph.OperatesIn) {
					if graph.EnterpriseOf(g.Node(o.From)).Local() {
						days = append(days, string(o.Prov.AsOf))
						if o.Prov.AsOf < "2024" {
							old++
						}
					}
				}
			}
			if len(days) > 0 {
				rows = append(rows, row(c.Name, len(days), old, slices.Min(days), slices.Max(days)))
			}
		}
		return rows
	},
}

// given is what a store gives.
type given struct {
	*graph.Snapshot
	sourced []string // what rests on source:s4
}

func (g given) chains() []*graph.Node { return slices.Clone(g.Of(graph.KindChain)) }

func (g given) byID(kind graph.Kind) []*graph.Node {
	return slices.SortedFunc(slices.Values(g.Of(kind)), func(a, b *graph.Node) int { return cmp.Compare(a.ID, b.ID) })
}

// chainOf climbs from a link.
func (g given) chainOf(link graph.ID) *graph.Node {
	for {
		n := g.Node(link)
		if n.Kind == graph.KindChain {
			return n
		}
		link = g.Out(link, graph.PartOf)[0].To
	}
}

// links are those of a chain, by id.
func (g given) links(chain *graph.Node) (out []*graph.Node) {
	for _, l := range g.byID(graph.KindLink) {
		if g.chainOf(l.ID) == chain {
			out = append(out, l)
		}
	}
	return out
}

// chainsOf are those that an enterprise stands on.
func (g given) chainsOf(e *graph.Node) (out []*graph.Node) {
	for _, l := range g.Heads(e.ID, graph.OperatesIn) {
		if c := g.chainOf(l.ID); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// producers are the enterprises here that produce on a link, by id.
func (g given) producers(link *graph.Node) (out []*graph.Node) {
	for _, o := range g.In(link.ID, graph.OperatesIn) {
		if e := g.Node(o.From); graph.EnterpriseOf(e).Local() && graph.PositionOf(o).Stage() == "production" {
			out = append(out, e)
		}
	}
	return out
}

// able are the producers on a lowest link that are on record.
func (g given) able(link *graph.Node) (out []*graph.Node) {
	if graph.LinkOf(link).Level() != "link" {
		return nil
	}
	producers := g.producers(link)
	for _, o := range g.In(link.ID, graph.OperatesIn) {
		recorded := slices.Contains([]graph.Confidence{graph.Documented, graph.Media, graph.Repost}, o.Prov.Confidence)
		if e := g.Node(o.From); recorded && slices.Contains(producers, e) {
			out = append(out, e)
		}
	}
	return out
}

// deals tells whether something is on record or announced between two.
func (g given) deals(a, b *graph.Node) bool {
	to := func(r *graph.Relation) bool { return r.To == b.ID }
	return slices.ContainsFunc(g.Out(a.ID, graph.SuppliesTo), to) || slices.ContainsFunc(g.Out(a.ID, graph.Announces), to)
}

// within tells whether a thing lies at a place, or at one within it.
func (g given) within(id, place graph.ID) bool {
	return slices.ContainsFunc(g.Out(id, graph.LocatedIn), func(r *graph.Relation) bool {
		return r.To == place || g.within(r.To, place)
	})
}

func names(list []*graph.Node) (out []string) {
	for _, n := range list {
		out = append(out, n.Name)
	}
	return out
}

func first[T any](n int, list []T) []T { return list[:min(n, len(list))] }

// mostFirst orders rows by a number, or by the length of a list, and leaves equals as they are.
func mostFirst(rows [][]string, column int) [][]string {
	size := func(row []string) int {
		n, err := strconv.Atoi(row[column])
		if err != nil && row[column] != "—" {
			n = strings.Count(row[column], "、") + 1
		}
		return n
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(size(b), size(a)) })
	return rows
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// row writes cells as the document has them.
func row(cells ...any) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = fmt.Sprint(c)
		if list, ok := c.([]string); ok {
			out[i] = cmp.Or(strings.Join(list, "、"), "—")
		}
	}
	return out
}

// TestBothStoresAnswerAsDocumented: the tables of docs/neo4j.md, which Neo4j gives by Cypher, follow from what either
// store gives to the program.
func TestBothStoresAnswerAsDocumented(t *testing.T) {
	ctx := t.Context()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	documented := tables(string(text))
	for name, driver := range map[string]store.Driver{"Neo4j": empty(t), "SQLite": sqlite(t)} {
		s := store.New(driver)
		seed(t, s)
		snapshot, err := s.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		sourced, err := driver.Sourced(ctx, []graph.ID{"source:s4"}, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for n, answer := range answers {
			if diff := gocmp.Diff(documented[n], answer(given{snapshot, sourced})); diff != "" {
				t.Errorf("%s, question %d (-document +store):\n%s", name, n, diff)
			}
		}
	}
}

func sqlite(t *testing.T) store.Driver {
	t.Helper()
	d, err := sqlitestore.Open(context.Background(), filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// tables reads the answer to each numbered question.
func tables(text string) map[int][][]string {
	out := map[int][][]string{}
	for _, section := range strings.Split(text, "\n### ")[1:] {
		number, _, _ := strings.Cut(section, ".")
		n, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(section, "|---|")
		for _, line := range strings.Split(after, "\n")[1:] {
			if !strings.HasPrefix(line, "| ") {
				break
			}
			out[n] = append(out[n], strings.Split(strings.Trim(line, "| "), " | "))
		}
	}
	return out
}
