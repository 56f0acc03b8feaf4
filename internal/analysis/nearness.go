package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/relatedness"
)

// Nearness is how near a link is to what the local enterprises, or the city among its peers, can do beside it: the
// density of what is held around it, itself left out, shrunk to the share that is held of all.
type Nearness struct {
	Basis relatedness.Basis
	Known bool    // false with fewer than relatedness.LeastNeighbours neighbours
	Value float64 // 0 to 1
	// Density and Prior are what Value is made of: of its neighbours, and of all.
	Density, Prior float64
	// Activity is the product or link that was measured: of several products of a link, the nearest.
	Activity graph.ID
	Near     []Neighbour // what it is near to, nearest first; also where there is too little to be known
}

// Neighbour is another activity that the same enterprises, or cities, do.
type Neighbour struct {
	ID        graph.ID
	Proximity float64 // φ, 0 to 1
	Held      bool    // by local enterprises; on a matrix of cities, by the city's own row
}

// nearness is the space that relatedness rests on in these findings, and what of it the city holds.
type nearness struct {
	space *relatedness.Space
	own   int               // row of our own city in a matrix of cities; else noRow
	held  map[graph.ID]bool // where there is no such row
	alone Words             // why no matrix of cities is used
}

const noRow = -1

// holds tells whether the city holds a column: by its own row, with an advantage of at least 1, or through its
// enterprises.
func (n nearness) holds(p int) bool {
	if n.own != noRow {
		return n.space.Held(n.own, p)
	}
	return n.held[graph.ID(n.space.Columns[p])]
}

// Relatedness returns the space that nearness was measured in; never nil. Its Basis must be shown with every figure.
func (f *Findings) Relatedness() *relatedness.Space { return f.near.space }

// findNearness chooses one basis for all links, so that their figures can be compared: the matrix of peer cities when
// the snapshot holds one; else firms × products, if it tells something of at least half of the links; else firms ×
// links.
func (f *Findings) findNearness() (nearness, error) {
	cities, err := findPeers(f.Snapshot)
	if err != nil {
		return nearness{}, err
	}
	if cities.space != nil {
		return nearness{space: cities.space, own: cities.own}, nil
	}
	n := nearness{own: noRow, held: f.heldActivities(), alone: cities.why}
	for _, m := range []relatedness.Matrix{relatedness.FirmProduct(f.Snapshot), relatedness.FirmLink(f.Snapshot)} {
		if n.space, err = relatedness.New(m); err != nil {
			return nearness{}, err
		}
		telling := 0
		for _, l := range f.Links {
			if len(f.Activities(l, n.space)) > 0 {
				telling++
			}
		}
		if 2*telling >= len(f.Links) {
			break
		}
	}
	return n, nil
}

// heldActivities are the links that are held, and the products that a local enterprise makes, on record, while it is
// able on some link.
func (f *Findings) heldActivities() map[graph.ID]bool {
	held := map[graph.ID]bool{}
	for id, l := range f.Links {
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

// Activities are the columns of a space that stand for a link, itself or its products, and are near to any other.
func (f *Findings) Activities(l *Link, space *relatedness.Space) []int {
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

// Nearness says how near a link is to what the local enterprises, or the city, can do.
func (f *Findings) Nearness(l *Link) Nearness {
	space := f.near.space
	out := Nearness{Basis: space.Basis}
	for _, p := range f.Activities(l, space) {
		if x := f.leaveOut(p); out.Activity == "" || x.Known() && (!out.Known || x.Value() > out.Value) {
			out.Activity, out.Near = graph.ID(space.Columns[p]), f.neighbours(x)
			if out.Known = x.Known(); out.Known {
				out.Value, out.Density, out.Prior = x.Value(), x.Density, x.Prior
			}
		}
	}
	return out
}

// leaveOut measures a column as if nobody of the city did it.
func (f *Findings) leaveOut(p int) relatedness.LeftOut {
	return f.near.space.LeaveOut(f.near.holds, f.ours, p)
}

// ours tells whether a row is the city, or one of its enterprises.
func (f *Findings) ours(row int) bool {
	if f.near.own != noRow {
		return row == f.near.own
	}
	firm := f.Snapshot.Node(graph.ID(f.near.space.Rows[row]))
	return graph.EnterpriseOf(firm).Reach() == graph.ReachLocal
}

// neighbours are the columns that one is near to, nearest first, ties by id.
func (f *Findings) neighbours(x relatedness.LeftOut) []Neighbour {
	var list []Neighbour
	for _, q := range x.Near {
		list = append(list, Neighbour{graph.ID(f.near.space.Columns[q.Column]), q.Proximity, f.near.holds(q.Column)})
	}
	return list
}

// ofCities tells whether the basis is a matrix of cities.
func (n Nearness) ofCities() bool { return n.Basis.Code == relatedness.CityProductBasis.Code }

// words tells the density with its basis.
func (n Nearness) words() Words {
	switch {
	case n.Activity == "" && n.ofCities():
		return Words{
			"对标城市数据中没有本环节及其产品，关联无从计算",
			"the data of peer cities tell nothing of this link and its products: relatedness cannot be measured",
		}
	case !n.Known && len(n.Near) > 0:
		return Words{
			fmt.Sprintf("本市之外仅见 %d 项与它相近，不足 %d 项，关联未知", len(n.Near), relatedness.LeastNeighbours),
			fmt.Sprintf("beyond the city only %d others are near to it, fewer than %d: relatedness is unknown", len(n.Near),
				relatedness.LeastNeighbours),
		}
	case !n.Known:
		return Words{
			"库中没有外地企业兼做本环节与别的环节，关联未知",
			"nobody on record elsewhere does this beside anything else: relatedness is unknown",
		}
	}
	held := 0
	for _, x := range n.Near {
		if x.Held {
			held++
		}
	}
	if n.ofCities() {
		return Words{fmt.Sprintf("相近的 %d 项中本市有优势的 %d 项（RCA ≥ 1），关联 %.2f（不计自身）；依据：%s", len(n.Near), held, n.Value, n.Basis.ZH),
			fmt.Sprintf(
				"the city has an advantage (RCA ≥ 1) in %d of the %d nearest activities, "+
					"relatedness %.2f (itself left out); basis: %s",
				held,
				len(n.Near),
				n.Value,
				n.Basis.EN,
			)}
	}
	return Words{fmt.Sprintf("相近的 %d 项中本地已有 %d 项，关联 %.2f（不计自身）；依据：%s", len(n.Near), held, n.Value, n.Basis.ZH),
		fmt.Sprintf(
			"%d of the %d nearest activities are held locally, relatedness %.2f (itself left out); basis: %s",
			held,
			len(n.Near),
			n.Value,
			n.Basis.EN,
		)}
}

// spanFacts names the enterprises that do both the activity and a neighbour, or the cities with an advantage in both,
// at most three for each, by id.
func (f *Findings) spanFacts(activity, other graph.ID) []Fact {
	const most = 3
	if f.near.own != noRow {
		return f.cityFacts(
			other,
			most,
			func(row int) bool { return f.near.advantage(row, activity) && f.near.advantage(row, other) },
		)
	}
	var facts []Fact
	for _, r := range f.Doers(other) {
		if len(facts) == most {
			break
		}
		if slices.ContainsFunc(f.Doers(activity), func(x *graph.Relation) bool { return x.From == r.From }) {
			firm, thing := f.Snapshot.Node(r.From), f.Snapshot.Node(other)
			facts = append(facts, Fact{
				Text:     Words{firm.Name + "兼做" + thing.Name, firm.Label("en") + " does this and " + thing.Label("en")},
				Subject:  r.From,
				Relation: r.RelationKey,
				Prov:     r.Prov,
			})
		}
	}
	return facts
}

// advantage tells whether a row holds a column, by its id.
func (n nearness) advantage(row int, id graph.ID) bool {
	p, known := n.space.Column(string(id))
	return known && n.space.Held(row, p)
}

// cityFacts are the figures of cities for a thing, at most so many, by city.
func (f *Findings) cityFacts(thing graph.ID, most int, of func(row int) bool) []Fact {
	var facts []Fact
	for _, r := range f.Snapshot.In(thing, graph.Produces) {
		row, kept := f.near.space.Row(string(r.From))
		if !kept || !of(row) || len(facts) == most {
			continue
		}
		city, what, words := f.Snapshot.Node(r.From), f.Snapshot.Node(thing), measured(r)
		value := graph.OutputOf(r).Value()
		facts = append(facts, Fact{
			Text: Words{
				fmt.Sprintf("%s的%s：%v（%s）", city.Name, what.Name, value, words.ZH),
				fmt.Sprintf("%s, %s: %v (%s)", city.Label("en"), what.Label("en"), value, words.EN),
			},
			Subject:  r.From,
			Relation: r.RelationKey,
			Prov:     r.Prov,
		})
	}
	return facts
}

// Doers are the relations by which enterprises make a product or work on a link, by enterprise.
func (f *Findings) Doers(activity graph.ID) []*graph.Relation {
	list := slices.Concat(
		f.Snapshot.In(activity, graph.Makes),
		graph.Making(f.Snapshot.In(activity, graph.OperatesIn)),
	)
	slices.SortStableFunc(list, func(a, b *graph.Relation) int { return cmp.Compare(a.From, b.From) })
	return list
}
