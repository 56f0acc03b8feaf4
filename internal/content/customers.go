package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// sale is a told relation of a local firm of the chain to a customer.
type sale struct {
	relation *graph.Relation
	standing diagram.Standing
}

// standings are how a drawing shows deals.
var standings = map[analysis.Deal]diagram.Standing{
	analysis.DealEvidenced: diagram.OnRecord,
	analysis.DealAnnounced: diagram.Announced,
	analysis.DealStated:    diagram.Announced,
	analysis.DealDisputed:  diagram.Disputed,
}

// supplies lists what is told of who buys from the chain's local firms, by firm and customer.
func (b *applicationBuilder) supplies() []sale {
	var out []sale
	for _, firm := range b.enterprises() {
		for _, r := range slices.Concat(b.snapshot().Out(firm, graph.SuppliesTo), b.snapshot().Out(firm, graph.Announces)) {
			out = append(out, sale{r, standings[analysis.DealOf(r)]})
		}
	}
	return out
}

// customers are the told ones and, derived from what feeds what, the possible ones. A told customer stands in a field
// only when the field follows; else in the row of those without.
func (b *applicationBuilder) customers() []diagram.Customer {
	var out []diagram.Customer
	best := map[[2]graph.ID]int{} // of field and firm
	told := map[graph.ID]bool{}
	add := func(firm *graph.Node, field graph.ID, standing diagram.Standing) {
		key := [2]graph.ID{field, firm.ID}
		if i, known := best[key]; known {
			if firmness[standing] > firmness[out[i].Standing] {
				out[i].Standing = standing
			}
			return
		}
		best[key] = len(out)
		out = append(out, diagram.Customer{
			ID:       string(firm.ID),
			Href:     "/enterprises/" + firm.ID.Key(),
			Field:    string(field),
			Radius:   b.radius(firm),
			Name:     b.shortName(firm),
			Standing: standing,
		})
	}
	for _, s := range b.supplies() {
		field, sells := b.fieldOf(s.relation)
		if sells {
			told[s.relation.To] = true
			add(b.snapshot().Node(s.relation.To), field, s.standing)
		}
	}
	for _, g := range b.listed(true) {
		if g.made == diagram.MadeNot {
			continue
		}
		for _, u := range g.uses {
			for _, firm := range b.downstream(g, u.To) {
				if !told[firm.ID] && !slices.ContainsFunc(g.by, func(m maker) bool { return m.firm == firm }) {
					add(firm, u.To, diagram.Likely)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y diagram.Customer) int {
		return cmp.Or(
			cmp.Compare(x.Field, y.Field),
			x.Radius-y.Radius,
			firmness[y.Standing]-firmness[x.Standing],
			cmp.Compare(x.ID, y.ID),
		)
	})
	return out
}

// fieldOf finds the field of a supply: that of the supplier's product which the supply names, when it is used in one
// field only. What is made of a product is one thing, where a customer uses it another: no other guess is made. sells
// is false for a supplier whose products and links lie in other chains too and that makes nothing of this one.
func (b *applicationBuilder) fieldOf(r *graph.Relation) (field graph.ID, sells bool) {
	var fields []graph.ID
	what := graph.SupplyOf(r).What()
	for _, m := range b.snapshot().Out(r.From, graph.Makes) {
		g := b.all[m.To]
		if g == nil {
			continue
		}
		sells = true
		if what == "" || !strings.Contains(g.node.Name, what) {
			continue
		}
		for _, u := range g.uses {
			if !slices.Contains(fields, u.To) {
				fields = append(fields, u.To)
			}
		}
	}
	if len(fields) == 1 {
		return fields[0], true
	}
	return unplaced, sells || b.onlyHere(r.From)
}

// onlyHere tells whether every link of a firm is of this chain.
func (b *applicationBuilder) onlyHere(firm graph.ID) bool {
	return !slices.ContainsFunc(b.snapshot().Out(firm, graph.OperatesIn), func(r *graph.Relation) bool {
		l := b.findings.Link(r.To)
		return l == nil || l.Chain != b.chain
	})
}

// downstream lists firms that may buy a product for a field: they work on a link that the product's link feeds, and
// that link yields something for the same field.
func (b *applicationBuilder) downstream(g *good, field graph.ID) []*graph.Node {
	var out []*graph.Node
	for _, l := range g.links {
		for _, user := range l.Users {
			if !b.leadsTo(user, field) {
				continue
			}
			for _, p := range user.Positions {
				out = append(out, p.Enterprise)
			}
		}
	}
	return out
}

func (b *applicationBuilder) leadsTo(l *analysis.Link, field graph.ID) bool {
	for _, y := range b.snapshot().Out(l.Node.ID, graph.Yields) {
		if slices.ContainsFunc(
			b.snapshot().Out(y.To, graph.AppliedIn),
			func(u *graph.Relation) bool { return u.To == field },
		) {
			return true
		}
	}
	return false
}

// radius is the ring in which a firm stands; where nobody knows the place, it counts as elsewhere in the country.
func (b *applicationBuilder) radius(firm *graph.Node) int {
	switch graph.EnterpriseOf(firm).Reach() {
	case graph.ReachLocal:
		return 0
	case graph.ReachCircle:
		return 1
	}
	if at := analysis.HomeOf(b.snapshot(), firm.ID); at != nil && at.To == abroad {
		return 3
	}
	return 2
}

func (b *applicationBuilder) radii(customers []diagram.Customer) []diagram.Radius {
	names := []analysis.Words{
		{ZH: "本市客户", EN: "In the city"},
		{ZH: "都市圈客户", EN: "In the circle"},
		{ZH: "国内其他客户", EN: "Elsewhere in China"},
		{ZH: "境外客户", EN: "Abroad"},
	}
	out := make([]diagram.Radius, len(names))
	for i, name := range names {
		n := count(slices.DeleteFunc(slices.Clone(customers), func(c diagram.Customer) bool { return c.Radius != i }))
		out[i] = diagram.Radius{
			Name: b.say(name),
			Note: b.pick(
				fmt.Sprintf("有据 %d·待核 %d", n[diagram.OnRecord], n[diagram.Announced]+n[diagram.Likely]),
				fmt.Sprintf("%d on record, %d open", n[diagram.OnRecord], n[diagram.Announced]+n[diagram.Likely]),
			),
		}
	}
	return out
}
