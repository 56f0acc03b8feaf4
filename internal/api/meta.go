package api

import (
	"context"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"
)

// Meta says what answers here.
type Meta struct {
	Version      string                  `json:"version"`
	Revision     int64                   `json:"revision"`
	Time         time.Time               `json:"time" doc:"When the revision was written"`
	RulesVersion string                  `json:"rules_version"`
	City         string                  `json:"city"`
	CityEN       string                  `json:"city_en"`
	Circle       analysis.Words          `json:"circle" doc:"What counts as near, beyond the city"`
	Province     analysis.Words          `json:"province"`
	Accounts     bool                    `json:"accounts" doc:"False: there are no accounts, everything is allowed here"`
	Terms        map[string][]graph.Term `json:"terms" doc:"Words of every code, by list"`
	Diagrams     []string                `json:"diagrams"`
	Formats      []string                `json:"formats"`

	Options map[string]DiagramOptions `json:"diagram_options" doc:"What each kind of diagram can leave out"`
	Steps   map[string][]string       `json:"gap_steps" doc:"States that may follow a state of a gap, that one first"`
}

// DiagramOptions are what a kind of diagram can leave out.
type DiagramOptions struct {
	Links   bool     `json:"links" doc:"Takes stage and only_gaps"`
	Details []string `json:"details" doc:"Values of detail that it takes besides full"`
}

func diagramOptions() map[string]DiagramOptions {
	out := map[string]DiagramOptions{}
	for _, kind := range drawing.Kinds {
		of := DiagramOptions{Links: kind.Links, Details: []string{}}
		for _, d := range kind.Details {
			of.Details = append(of.Details, string(d))
		}
		out[kind.Name] = of
	}
	return out
}

func (s *Server) meta(ctx context.Context, f *analysis.Findings, q *AsOf) (*Meta, error) {
	return &Meta{
		Accounts:     !access.Of(ctx).Alone,
		Version:      s.version,
		Revision:     int64(f.Snapshot.Revision),
		Time:         f.Snapshot.Time,
		RulesVersion: analysis.RulesVersion,
		City:         f.City.Label("zh"),
		CityEN:       f.City.Label("en"),
		Circle:       analysis.Words{ZH: f.City.Circle("zh"), EN: f.City.Circle("en")},
		Province:     analysis.Words{ZH: f.City.Province("zh"), EN: f.City.Province("en")},
		Diagrams:     drawing.Names(nil),
		Formats:      drawing.Formats,
		Options:      diagramOptions(),
		Steps:        gapSteps(),
		Terms: map[string][]graph.Term{
			"count":            analysis.Counts,
			"coverage":         analysis.Coverages,
			"stage":            graph.Stages,
			"step":             graph.Steps,
			"level":            graph.Levels,
			"gap_kind":         graph.GapKinds,
			"feed_kind":        graph.FeedKinds,
			"restriction":      graph.Restrictions,
			"trade_class":      TradeClasses,
			"gap_status":       graph.GapStatuses,
			"contact_stage":    graph.ContactStages,
			"confidence":       graph.Confidences,
			"value_kind":       graph.ValueKinds,
			"measure":          graph.Measures,
			"band":             graph.Bands,
			"reach":            f.City.Named(graph.Reaches),
			"region_class":     f.City.Named(analysis.RegionClasses),
			"candidate_origin": candidate.Origins,
			"candidate_tier":   candidate.Tiers,
			"role":             graph.Roles,
			"strategy":         graph.Strategies,
			"standing":         graph.Standings,
			"match_method":     graph.MatchMethods,
			"twin_method":      graph.TwinMethods,
			"match_review":     graph.MatchReviews,
			"project_kind":     graph.ProjectKinds,
			"enterprise_kind":  graph.EnterpriseKinds,
			"kind":             kindTerms(),
		},
	}, nil
}

func gapSteps() map[string][]string {
	out := map[string][]string{}
	for _, status := range graph.GapStatuses {
		out[status.Code] = decision.Steps(status.Code)
	}
	return out
}

// kindTerms are the words of the kinds of nodes.
func kindTerms() []graph.Term {
	var list []graph.Term
	for _, k := range graph.Kinds {
		list = append(list, graph.Term{Code: string(k.Kind), ZH: k.ZH, EN: k.EN})
	}
	return list
}
