package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Structure is a chain as stages, sub-chains, links and what feeds what.
type Structure struct {
	Chain  Ref        `json:"chain"`
	Stages []Stage    `json:"stages"`
	Lanes  []Ref      `json:"lanes"`
	Links  []LinkItem `json:"links"`
	Feeds  []Feed     `json:"feeds"`
}

// Feed joins two links; those of other chains are named.
type Feed struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Possible  bool   `json:"possible"`
	AnyOf     string `json:"any_of,omitempty" doc:"Names the feeds into a link of which one is enough"`
	Evidenced bool   `json:"evidenced"`
}

// StructureAnswer is a structure as of a revision.
type StructureAnswer struct {
	Revision int64 `json:"revision"`
	Structure
}

func (s *Server) structure(ctx context.Context, f *analysis.Findings, q *ByID) (*StructureAnswer, error) {
	x := f.Chain(q.of(graph.KindChain))
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	c := convert(f)
	out := Structure{Chain: ref(x.Node), Stages: stages(x), Lanes: lanes(x), Links: []LinkItem{}, Feeds: []Feed{}}
	for _, l := range x.Links {
		out.Links = append(out.Links, c.linkItem(l))
	}
	for _, feed := range f.Feeds {
		if feed.From.Chain == x || feed.To.Chain == x {
			from, to := string(feed.From.Node.ID), string(feed.To.Node.ID)
			out.Feeds = append(out.Feeds, Feed{from, to, feed.Possible, feed.AnyOf, feed.Evidenced})
		}
	}
	return &StructureAnswer{int64(f.Snapshot.Revision), out}, nil
}
