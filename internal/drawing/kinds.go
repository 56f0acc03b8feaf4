package drawing

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/application"
	"chainchief/internal/layout/changes"
	"chainchief/internal/layout/impact"
	"chainchief/internal/layout/leader"
	"chainchief/internal/layout/places"
	"chainchief/internal/layout/portrait"
	"chainchief/internal/layout/roadmap"
	"chainchief/internal/layout/supply"
	"chainchief/internal/layout/targets"
	"chainchief/internal/layout/whatif"
	"chainchief/internal/scene"
)

// Kind is a kind of drawing: what it is of, what can be left out of it, how it is made.
type Kind struct {
	Name     string
	Subject  graph.Kind       // of what it is: a chain, or else the thing that Request.Of names
	City     bool             // without a chain it is of the city
	Compares bool             // with the moment Request.From
	Fills    bool             // takes Fill: links that are taken as filled
	Links    bool             // takes Stage and OnlyGaps: it is of links that can be left out
	Details  []diagram.Detail // that it takes beside Full
	Prepared bool             // drawn before anybody asks, when a revision lands
	AnyAngle bool             // its lines need not be level or upright

	draw   painter
	leader painter // with the detail Leader
}

// Kinds are the kinds of drawings, in the order in which they are shown; what is opened most is first. What a detail
// leaves out:
//   - structure: names are cards without products and firms; an overview has one card a group of links, with counts by
//     state
//   - application: names are products without their makers
//   - layout: names are links in places, with the number of their enterprises; an overview counts links by state in
//     each place
//   - leader: of all kinds that have it, what is read across a room; it is of the whole chain
var Kinds = []Kind{
	{
		Name:     "structure",
		Subject:  graph.KindChain,
		Links:    true,
		Details:  []diagram.Detail{diagram.Names, diagram.Overview, diagram.Leader},
		Prepared: true,
		draw:     drawStructure,
		leader:   plain(content.NewLeaderStructure, leader.DrawStructure),
	},
	{
		Name:     "application",
		Subject:  graph.KindChain,
		Links:    true,
		Details:  []diagram.Detail{diagram.Names},
		Prepared: true,
		AnyAngle: true,
		draw:     plain(content.NewApplication, application.Draw),
	},
	{
		Name:     "layout",
		Subject:  graph.KindChain,
		City:     true,
		Links:    true,
		Details:  []diagram.Detail{diagram.Names, diagram.Overview},
		Prepared: true,
		AnyAngle: true,
		draw:     drawPlaces,
	},
	{
		Name:     "roadmap",
		Subject:  graph.KindChain,
		Links:    true,
		Prepared: true,
		AnyAngle: true,
		draw:     plain(content.NewRoadmap, roadmap.Draw),
	},
	{
		Name:     "targets",
		Subject:  graph.KindChain,
		Links:    true,
		Details:  []diagram.Detail{diagram.Leader},
		Prepared: true,
		AnyAngle: true,
		draw:     withCandidates(content.NewTargets, targets.Draw),
		leader:   withCandidates(content.NewLeaderTargets, leader.DrawTargets),
	},
	{
		Name:     "changes",
		Subject:  graph.KindChain,
		Compares: true,
		Links:    true,
		AnyAngle: true,
		draw:     drawChanges,
	},
	{
		Name:     "whatif",
		Subject:  graph.KindChain,
		Fills:    true,
		AnyAngle: true,
		draw:     drawWhatIf,
	},
	{
		Name:     "portrait",
		Subject:  graph.KindChain,
		Prepared: true,
		AnyAngle: true,
		draw:     withCandidates(content.NewPortrait, portrait.Draw),
	},
	{
		Name:     "supply",
		Subject:  graph.KindEnterprise,
		AnyAngle: true,
		draw:     drawSupply,
	},
	{
		Name:     "impact",
		Subject:  graph.KindLink,
		AnyAngle: true,
		draw:     drawImpact,
	},
}

// KindNamed finds a kind of drawing; false when there is none of that name.
func KindNamed(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}

// Names are the names of the kinds that are such, in their order; of all kinds with nil.
func Names(are func(Kind) bool) []string {
	var names []string
	for _, k := range Kinds {
		if are == nil || are(k) {
			names = append(names, k.Name)
		}
	}
	return names
}

// OfChain tells whether a kind is drawn of a chain.
func OfChain(k Kind) bool { return k.Subject == graph.KindChain }

type painter = func(context.Context, *Studio, *analysis.Findings, Request) ([]scene.Page, error)

// plain is a drawing of a chain that follows from its content alone: nothing is searched, no places are remembered.
func plain[C any](
	of func(*analysis.Findings, graph.ID, content.Options) (C, error), arrange func(C) ([]scene.Page, error),
) painter {
	return func(_ context.Context, _ *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
		c, err := of(f, r.Chain, r.options())
		if err != nil {
			return nil, err
		}
		return arrange(c)
	}
}

func drawPlaces(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	if r.Chain == "" {
		return places.Draw(content.NewCityMap(f, r.options()))
	}
	return plain(content.NewMap, places.Draw)(ctx, s, f, r)
}

func drawChanges(_ context.Context, _ *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	c, err := content.NewChanges(r.From, f, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	return changes.Draw(c)
}

// drawWhatIf arranges what filling links would do, with the candidates of these links.
func drawWhatIf(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	set, err := content.WhatIfLinks(f, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	links := make([]graph.ID, len(set))
	for i, l := range set {
		links[i] = l.Node.ID
	}
	candidates, err := s.candidates(ctx, f, links)
	if err != nil {
		return nil, err
	}
	c, err := content.NewWhatIf(f, candidates, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	return whatif.Draw(c)
}

// drawSupply arranges the supply map of an enterprise, with the candidates of what it misses.
func drawSupply(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	missing := content.MissingInputs(f, r.Of, r.Chain)
	candidates, err := s.candidates(ctx, f, missing[:min(mostWeighed, len(missing))]) // far more than find room
	if err != nil {
		return nil, err
	}
	c, err := content.NewSupply(f, r.Of, r.Chain, candidates, r.options())
	if err != nil {
		return nil, err
	}
	return supply.Draw(c)
}

// drawImpact arranges what fails with a link.
func drawImpact(ctx context.Context, s *Studio, f *analysis.Findings, r Request) ([]scene.Page, error) {
	c, err := content.NewImpact(f, r.Of, r.options())
	if err != nil {
		return nil, err
	}
	return impact.Draw(ctx, c, s.engine)
}
