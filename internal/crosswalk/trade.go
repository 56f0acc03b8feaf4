package crosswalk

import (
	"cmp"
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/candidate"
)

// trades are the industries that make things of each class, by class and industry.
type trades map[candidate.Class]map[graph.ID][]graph.ID

// Trades returns, for each class of links, the industries of the makers that are known on such links, at the level
// below the top of the data set; most makers first.
func (f *Finder) Trades(ctx context.Context, g *graph.Snapshot) ([]candidate.Trade, error) {
	l, _, err := f.current(ctx)
	if err != nil {
		return nil, err
	}
	var list []candidate.Trade
	for class, industries := range l.trades(g) {
		for id, makers := range industries {
			list = append(list, candidate.Trade{Class: class, Industry: l.industries[id], Makers: makers})
		}
	}
	slices.SortFunc(list, func(a, b candidate.Trade) int {
		return cmp.Or(
			cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Chain, b.Chain),
			cmp.Compare(len(b.Makers), len(a.Makers)),
			cmp.Compare(a.Industry.ID, b.Industry.ID),
		)
	})
	return list, nil
}

// trades learns from the outside makers that stand on links and that the data set knows.
func (l *library) trades(g *graph.Snapshot) trades {
	out := trades{}
	for _, n := range g.Of(graph.KindLink) {
		class := candidate.ClassOf(g, n.ID)
		for _, r := range graph.Making(g.In(n.ID, graph.OperatesIn)) {
			if e := g.Node(r.From); graph.EnterpriseOf(e).Local() {
				continue
			}
			industry := l.industryOf(r.From)
			if industry == "" {
				continue
			}
			if out[class] == nil {
				out[class] = map[graph.ID][]graph.ID{}
			}
			makers := out[class][industry]
			if i, known := slices.BinarySearch(makers, r.From); !known {
				out[class][industry] = slices.Insert(makers, i, r.From)
			}
		}
	}
	return out
}

// industryOf is the industry of an enterprise or of its twin, wide enough to be learned from; empty when none is known.
func (l *library) industryOf(id graph.ID) graph.ID {
	for _, x := range []graph.ID{id, l.twins.ofGraph[id]} {
		if narrow := l.firms[x].Industry; narrow != "" {
			return cmp.Or(l.wider[narrow], narrow)
		}
	}
	return ""
}

// readIndustries reads the industries of the firms and those above them. wider is the one above, unless that is the
// top: 半导体材料 is learned as 半导体, which stands below 电子. It returns what each industry belongs to.
func (l *library) readIndustries(ctx context.Context, f *Finder) (above map[graph.ID]graph.ID, err error) {
	l.industries, l.wider = map[graph.ID]graph.Node{}, map[graph.ID]graph.ID{}
	above = map[graph.ID]graph.ID{}
	var ids []graph.ID
	for _, firm := range l.firms {
		if firm.Industry != "" {
			ids = append(ids, firm.Industry)
		}
	}
	for range 3 { // a data set has three levels
		slices.Sort(ids)
		ids = slices.Compact(ids)
		nodes, err := f.store.Nodes(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			l.industries[n.ID] = n
		}
		relations, err := f.store.Relations(ctx, ids)
		if err != nil {
			return nil, err
		}
		var up []graph.ID
		for _, r := range relations {
			if _, asked := slices.BinarySearch(ids, r.From); asked && r.Type == graph.BelongsTo &&
				(above[r.From] == "" || r.To < above[r.From]) {
				above[r.From] = r.To
				up = append(up, r.To)
			}
		}
		ids = up
	}
	for id, up := range above {
		if above[up] != "" {
			l.wider[id] = up
		}
	}
	return above, nil
}
