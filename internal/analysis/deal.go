package analysis

import (
	"slices"

	"chainchief/graph"
)

// Deal is how firmly a supply that somebody told of stands.
type Deal string

// The deals, from firm to weak. Only an evidenced one is a supply; a disputed one never counts.
const (
	DealEvidenced Deal = "evidenced" // a supply between the two, on a document, a medium or a re-post
	DealAnnounced Deal = "announced" // announced by one of them, or a supply that is not on record
	DealStated    Deal = "stated"    // stated by a cluster, of nobody in particular
	DealDisputed  Deal = "disputed"
)

// DealOf says how firmly a SUPPLIES or ANNOUNCES relation stands. Every count of suppliers and customers asks it.
func DealOf(r *graph.Relation) Deal {
	switch standing := graph.SupplyOf(r).Standing(); {
	case standing == graph.StandingDisputed:
		return DealDisputed
	case r.Type == graph.SuppliesTo && r.Prov.Confidence.Evidenced():
		return DealEvidenced
	case standing == graph.StandingCluster:
		return DealStated
	}
	return DealAnnounced
}

// Delivers tells whether an enterprise at a stage of a link may be counted as one that delivers today: it is in
// production, or nobody says how far it is. What is planned, signed, being built, on trial or stopped is not.
func Delivers(stage string) bool {
	return slices.Contains([]string{"", graph.StepUnknown, graph.StepProduction}, stage)
}
