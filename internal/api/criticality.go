package api

import (
	"chainchief/internal/analysis"
)

// Criticality is how much hangs on a link.
type Criticality struct {
	Score      float64 `json:"score" doc:"0 to 100"`
	Parts      []Part  `json:"parts"`
	Impact     int     `json:"impact" doc:"Weight of the links that cannot do without it, and its own"`
	MustPass   *Ref    `json:"must_pass,omitempty" doc:"The nearest link that everything upstream must pass through"`
	MustPassed []Ref   `json:"must_passed" doc:"Links that depend on it with no way around"`
	Cycle      []Ref   `json:"cycle" doc:"Links in a cycle with it, itself included, measured as one"`
	Effect     Effect  `json:"effect"`
}

// Effect is what fails with a link, by distance.
type Effect struct {
	Text   string       `json:"text"`
	TextEN string       `json:"text_en"`
	Rings  []Ring       `json:"rings"`
	Chains []ChainShare `json:"chains" doc:"Its own chain first"`
}

// Ring is what lies the same number of steps downstream.
type Ring struct {
	Hops        int   `json:"hops"`
	Links       []Ref `json:"links"`
	Enterprises []Ref `json:"enterprises" doc:"Local ones not in a nearer ring"`
}

// ChainShare is the part of a chain's weight that is affected.
type ChainShare struct {
	Chain  Ref     `json:"chain"`
	Weight int     `json:"weight"`
	Total  int     `json:"total" doc:"Of the chain without the failing link"`
	Share  float64 `json:"share" doc:"0 to 1"`
}

func (c converter) criticality(x analysis.Criticality) Criticality {
	out := Criticality{
		Score:      x.Score,
		Parts:      parts(x.Parts),
		Impact:     x.Impact,
		MustPassed: linkRefs(x.MustPassed),
		Cycle:      linkRefs(x.Cycle),
		Effect:     Effect{Text: x.Effect.Text.ZH, TextEN: x.Effect.Text.EN, Rings: []Ring{}, Chains: []ChainShare{}},
	}
	if x.MustPass != nil {
		r := ref(x.MustPass.Node)
		out.MustPass = &r
	}
	for _, r := range x.Effect.Rings {
		ring := Ring{Hops: r.Hops, Links: linkRefs(r.Links), Enterprises: []Ref{}}
		for _, id := range r.Enterprises {
			ring.Enterprises = append(ring.Enterprises, c.refOf(id))
		}
		out.Effect.Rings = append(out.Effect.Rings, ring)
	}
	for _, s := range x.Effect.Chains {
		out.Effect.Chains = append(out.Effect.Chains, ChainShare{ref(s.Chain.Node), s.Weight, s.Total, s.Share()})
	}
	return out
}
