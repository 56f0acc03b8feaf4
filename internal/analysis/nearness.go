package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/relatedness"
)

// Nearness is how near a link is to what the local enterprises can do: the density of what they hold around it.
type Nearness struct {
	Basis relatedness.Basis
	Known bool    // false when nobody on record does this beside anything else
	Value float64 // density, 0 to 1
	// Activity is the product or link that was measured: of several products of a link, the nearest.
	Activity graph.ID
	Near     []Neighbour // what it is near to, nearest first
}

// Neighbour is another activity that the same enterprises, or cities, do.
type Neighbour struct {
	ID        graph.ID
	Proximity float64 // φ, 0 to 1
	Held      bool    // by local enterprises
}

// nearness is the space that relatedness rests on in these findings, and what of it is held locally.
type nearness struct {
	space *relatedness.Space
	held  map[graph.ID]bool
}

// Relatedness returns the space that nearness was measured in; never nil. Its Basis must be shown with every figure.
func (f *Findings) Relatedness() *relatedness.Space { return f.near.space }

// findNearness chooses one basis for all links, so that their figures can be compared: the matrix of peer cities when
// one was imported; else firms × products, if it tells something of at least half of the links; else firms × links.
func (f *Findings) findNearness(peers *relatedness.Matrix) (nearness, error) {
	n := nearness{held: f.heldActivities()}
	matrices := []relatedness.Matrix{relatedness.FirmProduct(f.Snapshot), relatedness.FirmLink(f.Snapshot)}
	if peers != nil {
		matrices = []relatedness.Matrix{*peers}
	}
	for _, m := range matrices {
		space, err := relatedness.New(m)
		if err != nil {
			return nearness{}, err
		}
		n.space = space
		telling := 0
		for _, l := range f.links {
			if len(f.activities(l, space)) > 0 {
				telling++
			}
		}
		if 2*telling >= len(f.links) {
			break
		}
	}
	return n, nil
}

// heldActivities are the links that are held, and the products that a local enterprise makes, on record, while it is
// able on some link.
func (f *Findings) heldActivities() map[graph.ID]bool {
	held := map[graph.ID]bool{}
	for id, l := range f.links {
		if l.State.Held() {
			held[id] = true
		}
		for _, p := range l.Positions {
			if !p.Able {
				continue
			}
			for _, r := range f.Snapshot.Out(p.Enterprise.ID, graph.Makes) {
				if r.Prov.Confidence.Evidenced() {
					held[r.To] = true
				}
			}
		}
	}
	return held
}

// activities are the columns of a space that stand for a link, itself or its products, and are near to any other.
func (f *Findings) activities(l *Link, space *relatedness.Space) []int {
	var list []int
	for _, id := range append([]graph.ID{l.Node.ID}, idsOf(f.Snapshot.Heads(l.Node.ID, graph.Yields))...) {
		if p, known := space.Column(string(id)); known && len(space.Near(p)) > 0 {
			list = append(list, p)
		}
	}
	return list
}

func idsOf(nodes []*graph.Node) []graph.ID {
	ids := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		ids[i] = n.ID
	}
	return ids
}

// Nearness says how near a link is to what the local enterprises can do.
func (f *Findings) Nearness(l *Link) Nearness {
	space := f.near.space
	holds := func(p int) bool { return f.near.held[graph.ID(space.Columns[p])] }
	out, best := Nearness{Basis: space.Basis}, -1
	for _, p := range f.activities(l, space) {
		if d := space.DensityOf(holds, p); best < 0 || d > out.Value {
			out.Known, out.Value, out.Activity, best = true, d, graph.ID(space.Columns[p]), p
		}
	}
	if best < 0 {
		return out
	}
	for _, q := range space.Near(best) {
		out.Near = append(out.Near, Neighbour{graph.ID(space.Columns[q]), space.Proximity(best, q), holds(q)})
	}
	return out
}

// words tells the density with its basis.
func (n Nearness) words() Words {
	if !n.Known {
		return Words{"库中没有企业兼做本环节与别的环节，关联无从计算", "nobody on record does this beside anything else: relatedness cannot be measured"}
	}
	held := 0
	for _, x := range n.Near {
		if x.Held {
			held++
		}
	}
	return Words{fmt.Sprintf("相近的 %d 项中本地已有 %d 项，密度 %.2f；依据：%s", len(n.Near), held, n.Value, n.Basis.ZH),
		fmt.Sprintf("%d of the %d nearest activities are held locally, density %.2f; basis: %s", held, len(n.Near), n.Value, n.Basis.EN)}
}

// spanFacts names the enterprises that do both the activity and a neighbour, at most three for each, by id.
func (f *Findings) spanFacts(activity, other graph.ID) []Fact {
	const most = 3
	var facts []Fact
	for _, r := range f.doers(other) {
		if len(facts) == most {
			break
		}
		if slices.ContainsFunc(f.doers(activity), func(x *graph.Relation) bool { return x.From == r.From }) {
			firm, thing := f.Snapshot.Node(r.From), f.Snapshot.Node(other)
			facts = append(facts, Fact{Text: Words{firm.Name + "兼做" + thing.Name, firm.Label("en") + " does this and " + thing.Label("en")}, Subject: r.From, Relation: r.RelationKey, Prov: r.Prov})
		}
	}
	return facts
}

// doers are the relations by which enterprises make a product or work on a link, by enterprise.
func (f *Findings) doers(activity graph.ID) []*graph.Relation {
	list := slices.Concat(f.Snapshot.In(activity, graph.Makes), f.Snapshot.In(activity, graph.OperatesIn))
	slices.SortStableFunc(list, func(a, b *graph.Relation) int { return cmp.Compare(a.From, b.From) })
	return list
}
