package api

import (
	"context"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
)

// Trade is an industry whose firms make things of a class of links, learned from known makers.
type Trade struct {
	Class    string `json:"class" enum:"goods,equipment,service" doc:"Goods are those of a chain"`
	Chain    *Ref   `json:"chain,omitempty" doc:"Of goods"`
	Industry Ref    `json:"industry"`
	Makers   []Ref  `json:"makers" doc:"It is learned from, by id"`
}

// TradesQuery asks what industry can make what.
type TradesQuery struct {
	Paged
	Chain string `query:"chain" maxLength:"200" doc:"Goods of this chain only, beside equipment and services"`
}

// Trades lists which industries are known to make what: the test that words alone must pass. Whoever puts a maker on a
// link widens it.
func (s *Server) Trades(ctx context.Context, f *analysis.Findings, q *TradesQuery) (*List[Trade], error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	all, err := s.finder.Trades(ctx, f.Snapshot)
	if err != nil {
		return nil, err
	}
	list := keep(all, func(t candidate.Trade) bool {
		return only == nil || t.Chain == "" || t.Chain == only.Node.ID
	})
	c := convert(f)
	return page(f.Snapshot, list, &q.Pages, func(t candidate.Trade) Trade {
		out := Trade{Class: string(t.Kind), Industry: ref(&t.Industry), Makers: []Ref{}}
		if t.Chain != "" {
			chain := c.refOf(t.Chain)
			out.Chain = &chain
		}
		for _, id := range t.Makers {
			out.Makers = append(out.Makers, c.refOf(id))
		}
		return out
	}), nil
}

// TradeClasses are the words of classes.
var TradeClasses = []graph.Term{
	{Code: "goods", ZH: "产品", EN: "goods"},
	{Code: "equipment", ZH: "设备", EN: "equipment"},
	{Code: "service", ZH: "服务", EN: "services"},
}
