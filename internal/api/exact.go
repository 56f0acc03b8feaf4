package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/audit"
	"chainchief/internal/store"
)

// readFigures is the act of the record that exact figures were read.
const readFigures = "read-figures"

// onRecord puts on record that somebody who signed in reads exact figures of confidential things, before they are
// handed out: one row a question, of what was asked. Without accounts there is nobody to name.
func (s *Server) onRecord(ctx context.Context, object string) error {
	p, from := access.Of(ctx), callerOf(ctx)
	if s.audit == nil || p.Account == "" {
		return nil
	}
	return s.audit.Note(ctx, audit.Act{
		Account:    p.Account,
		Post:       p.Name,
		Via:        from.via,
		Address:    from.address,
		Request:    from.request,
		Permission: string(access.FigureRead),
		Act:        readFigures,
		Object:     object,
	}, audit.Success, "")
}

// tellsExact tells whether things hold exact figures that not everybody may read.
func tellsExact(f *analysis.Findings, list ...*graph.Node) bool {
	if f.Snapshot.Clearance.Banded {
		return false // it has none
	}
	less := access.SightOf(f.Snapshot, graph.Clearance{Banded: true})
	return slices.ContainsFunc(list, func(n *graph.Node) bool {
		return n != nil && n.Kind == graph.KindFigure && less.Node(n) != n
	})
}

// exactIn tells the same of figures as they are answered.
func exactIn(list []Figure) bool {
	return slices.ContainsFunc(list, func(f Figure) bool { return f.Secret && (f.Value != nil || f.Text != "") })
}

// ownFigures puts in the place of bands the figures that who asks wrote last: who edits the graph sees exactly what
// they entered, on the page of the enterprise only, so that nothing else need be made for each of them.
func (s *Server) ownFigures(ctx context.Context, f *analysis.Findings, about graph.ID, list []Figure) error {
	p := access.Of(ctx)
	if !f.Snapshot.Clearance.Banded || p.Account == "" || !p.May(access.GraphEdit) {
		return nil
	}
	for i, figure := range list {
		if !figure.Secret {
			continue
		}
		sets, err := s.store.History(ctx, graph.ID(figure.ID), f.Snapshot.Revision+1, 1)
		if err != nil {
			return err
		}
		if len(sets) == 0 || sets[0].Actor != p.Name {
			continue
		}
		whole, err := s.store.SnapshotAt(ctx, f.Snapshot.Revision)
		if err != nil {
			return err
		}
		c := convert(f)
		c.s = whole
		for _, exact := range c.figures(about) {
			if exact.ID == figure.ID {
				list[i] = exact
			}
		}
	}
	return nil
}

// nodesOf are the nodes of entries, as they were and as they are.
func nodesOf(entries []store.Entry) (list []*graph.Node) {
	for _, e := range entries {
		for _, of := range []*store.Thing{e.Before, e.After} {
			if of != nil && of.Node != nil {
				list = append(list, of.Node)
			}
		}
	}
	return list
}
