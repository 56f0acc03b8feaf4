package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/relatedness"
)

// Related is what the matrix behind relatedness says of the city and of everything in it.
type Related struct {
	Basis         relatedness.Basis
	Text          Words // the basis with the size of the matrix, and why no other is used; to be shown with every figure
	Rows, Columns int   // enterprises or cities; products or links: those with figures
	// Refused says why there is no complexity: ECI, PCI, outlook and gain are nil then. Zero where there is.
	Refused Words
	Outlook *float64 // complexity outlook (COI) of our city
	// AUC is how well relatedness tells what the city holds from what it does not, each left out in turn; nil where
	// either is nowhere known. Tested and TestedHeld are the columns that it rests on, and those held of them.
	AUC                *float64
	Tested, TestedHeld int
	// Cities are the rows of a matrix of cities: by ECI, or by diversity where complexity is refused, highest first; ties
	// by id. None when the rows are enterprises.
	Cities     []CityRank
	Activities []*Activity // every column, by id

	complexity *relatedness.Complexity // nil when refused
	byID       map[graph.ID]*Activity
}

// CityRank is a city among its peers.
type CityRank struct {
	City      *graph.Node
	Own       bool
	Diversity int      // products or links with an advantage of at least 1
	ECI       *float64 // mean 0, standard deviation 1 over the cities
	Outlook   *float64 // COI
}

// Activity is a product or link of the matrix, as our city stands to it. Figures that the matrix does not have are nil.
type Activity struct {
	Node      *graph.Node
	Links     []*Link  // lowest links that it stands for, by id
	Held      bool     // by the city
	Advantage *float64 // RCA of the city; of a matrix of cities only
	// Relatedness is that of docs/methods.md, itself left out; nil below relatedness.LeastNeighbours neighbours.
	Relatedness *float64
	Density     *float64    // of the published formula, itself included; nil when nothing else is near
	PCI         *float64    // where complexity is defined
	Gain        *float64    // opportunity gain (COG) of what is not held, where complexity is defined
	Near        []Neighbour // nearest first, as Relatedness counts them
}

// In tells whether it stands for a link of the chain.
func (a *Activity) In(c *Chain) bool {
	return slices.ContainsFunc(a.Links, func(l *Link) bool { return l.Chain == c })
}

// Related returns what the matrix behind relatedness says; computed once.
func (f *Findings) Related() *Related { return f.related() }

// Activity returns a column of the matrix by the id of its product or link, or nil.
func (r *Related) Activity(id graph.ID) *Activity { return r.byID[id] }

// OfCities tells whether the rows are cities, so that the city has an advantage in each column.
func (r *Related) OfCities() bool { return r.Basis.Code == relatedness.CityProductBasis.Code }

// Complex tells whether complexity is defined.
func (r *Related) Complex() bool { return r.complexity != nil }

// leastTested are the columns below which an AUC would be chance.
const leastTested = 10

func (f *Findings) findRelated() *Related {
	space := f.near.space
	r := &Related{Basis: space.Basis, Rows: len(space.Rows), Columns: len(space.Columns), byID: map[graph.ID]*Activity{}}
	r.Text = f.basisWords(r)
	x, err := space.Complexity()
	var refusal *relatedness.Refusal
	if errors.As(err, &refusal) {
		r.Refused = Words{refusal.ZH, refusal.EN}
	}
	if r.complexity = x; x != nil {
		outlook := space.OutlookOf(x, f.near.holds)
		r.Outlook = &outlook
	}
	var held, others []float64
	for p := range space.Columns {
		a := f.activity(p, x)
		switch {
		case a.Relatedness != nil && a.Held:
			held = append(held, *a.Relatedness)
		case a.Relatedness != nil:
			others = append(others, *a.Relatedness)
		}
		r.Activities = append(r.Activities, a)
		r.byID[a.Node.ID] = a
	}
	r.Tested, r.TestedHeld = len(held)+len(others), len(held)
	if auc, known := relatedness.AUC(held, others); known && r.Tested >= leastTested {
		r.AUC = &auc
	}
	if r.OfCities() {
		r.Cities = f.cityRanks(x)
	}
	return r
}

// basisWords names the matrix and its size, and why it is not one of cities.
func (f *Findings) basisWords(r *Related) Words {
	if r.OfCities() {
		return Words{"依据：" + r.Basis.ZH + "。", "Basis: " + r.Basis.EN + "."}
	}
	what := Words{"个环节", "links"}
	if r.Basis == relatedness.FirmProductBasis {
		what = Words{"种产品", "products"}
	}
	return Words{fmt.Sprintf("依据：%s，%d 家企业、%d %s；%s。", r.Basis.ZH, r.Rows, r.Columns, what.ZH, f.near.alone.ZH),
		fmt.Sprintf("Basis: %s, %d enterprises, %d %s; %s.", r.Basis.EN, r.Rows, r.Columns, what.EN, f.near.alone.EN)}
}

func (f *Findings) activity(p int, x *relatedness.Complexity) *Activity {
	space := f.near.space
	id := graph.ID(space.Columns[p])
	left := f.leaveOut(p)
	a := &Activity{Node: f.Snapshot.Node(id), Held: f.near.holds(p), Near: f.neighbours(left)}
	if left.Known() {
		value := left.Value()
		a.Relatedness = &value
	}
	for _, l := range append([]*graph.Node{a.Node}, f.Snapshot.Tails(id, graph.Yields)...) {
		if link := f.Link(l.ID); link != nil {
			a.Links = append(a.Links, link)
		}
	}
	if len(space.Near(p)) > 0 {
		density := space.DensityOf(f.near.holds, p)
		a.Density = &density
	}
	if f.near.own != noRow {
		advantage := space.Advantage(f.near.own, p)
		a.Advantage = &advantage
	}
	if x != nil {
		a.PCI = &x.PCI[p]
		if !a.Held {
			gain, _ := space.GainOf(x, f.near.holds, p)
			a.Gain = &gain
		}
	}
	return a
}

func (f *Findings) cityRanks(x *relatedness.Complexity) []CityRank {
	space := f.near.space
	var list []CityRank
	var outlook []float64
	if x != nil {
		outlook = space.Outlook(x)
	}
	for c, id := range space.Rows {
		rank := CityRank{City: f.Snapshot.Node(graph.ID(id)), Own: c == f.near.own, Diversity: space.Diversity[c]}
		if x != nil {
			rank.ECI, rank.Outlook = &x.ECI[c], &outlook[c]
		}
		list = append(list, rank)
	}
	slices.SortStableFunc(list, func(a, b CityRank) int {
		if x != nil {
			return cmp.Compare(*b.ECI, *a.ECI)
		}
		return b.Diversity - a.Diversity
	})
	return list
}
