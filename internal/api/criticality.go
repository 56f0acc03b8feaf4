package api

import (
	"chainchief/internal/analysis"
)

// Criticality is how much hangs on a link.
type Criticality struct {
	Score     float64 `json:"score" doc:"0 to 100"`
	Parts     []Part  `json:"parts"`
	Impact    int     `json:"impact" doc:"Weight of the links that stop with it, and its own"`
	Fails     []Ref   `json:"fails" doc:"Links that stop with it: each lacks a need or all of its alternatives"`
	FailsWith []Ref   `json:"fails_with" doc:"Links that it stops with"`
	Cycle     []Ref   `json:"cycle" doc:"Links in a cycle with it, itself included"`
	Effect    Effect  `json:"effect"`
}

// Effect is what a link's stop reaches, by distance.
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
		Score:     x.Score,
		Parts:     parts(x.Parts),
		Impact:    x.Impact,
		Fails:     linkRefs(x.Fails),
		FailsWith: linkRefs(x.FailsWith),
		Cycle:     linkRefs(x.Cycle),
		Effect:    Effect{Text: x.Effect.Text.ZH, TextEN: x.Effect.Text.EN, Rings: []Ring{}, Chains: []ChainShare{}},
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
