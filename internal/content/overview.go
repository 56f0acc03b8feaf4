package content

import (
	"cmp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// lump joins the links of one stage, sub-chain and group into one card that lists them, and the feeds between them into
// one each, the firmest. Total then counts the cards of the whole chain.
func (b *structureBuilder) lump(s *diagram.Structure) {
	cards := map[string]*diagram.Card{}
	of := map[string]string{} // card of a link
	var order []string
	for _, l := range b.links() {
		id := lumpID(l)
		c := cards[id]
		if c == nil {
			c = &diagram.Card{ID: id, Href: "/chains/" + b.chain.Node.ID.Key(), Name: b.lumpName(l), Stage: l.Stage()}
			if c.Stage != diagram.Support {
				c.Lane = l.Lane.ID.Key()
			}
			cards[id] = c
			order = append(order, id)
		}
		of[string(l.Node.ID)] = id
		c.Members = append(c.Members, diagram.Member{Name: l.Node.Label(string(b.lexicon)), State: diagram.State(l.State)})
		c.Choke, c.Blocked = c.Choke || l.Choke, c.Blocked || l.Blocked
		c.Extend = c.Extend || b.extend[l]
	}
	s.Links = nil
	for _, id := range order {
		s.Links = append(s.Links, *cards[id])
	}
	s.Edges = lumpEdges(s.Edges, of)
	all := map[string]bool{}
	for _, l := range b.chain.Links {
		all[lumpID(l)] = true
	}
	s.Total = len(all)
}

func lumpID(l *analysis.Link) string {
	id := l.Stage() + "/" + l.Lane.ID.Key()
	if l.Stage() == diagram.Support {
		id = diagram.Support
	}
	if l.Group != nil {
		id += "/" + string(l.Group.ID)
	}
	return id
}

// lumpName is that of the group; links of none go by their sub-chain, and in a chain without any by their stage.
func (b *structureBuilder) lumpName(l *analysis.Link) string {
	lang := string(b.lexicon)
	switch {
	case l.Group != nil:
		return l.Group.Label(lang)
	case l.Stage() != diagram.Support && len(b.chain.Lanes) > 1:
		return l.Lane.Label(lang)
	}
	return graph.Words(graph.Stages, l.Stage(), lang)
}

// lumpEdges joins the edges between two cards; those inside one are left out.
func lumpEdges(edges []diagram.Edge, of map[string]string) []diagram.Edge {
	firm := []diagram.Relation{diagram.Possible, diagram.Feeds, diagram.Evidenced}
	var out []diagram.Edge
	for _, e := range edges {
		e.From, e.To = of[e.From], of[e.To]
		i := slices.IndexFunc(out, func(o diagram.Edge) bool { return o.From == e.From && o.To == e.To })
		switch {
		case e.From == e.To:
		case i < 0:
			out = append(out, e)
		case slices.Index(firm, e.Kind) > slices.Index(firm, out[i].Kind):
			out[i].Kind = e.Kind
		}
	}
	slices.SortFunc(
		out,
		func(x, y diagram.Edge) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) },
	)
	return out
}
