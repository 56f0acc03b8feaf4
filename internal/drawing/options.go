package drawing

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
)

// optional is which options of the content a kind of drawing takes beside the language, which every kind does.
type optional struct {
	links   bool // Stage and OnlyGaps: it is of links that can be left out
	details []diagram.Detail
}

// takes says which kind takes which options; a kind that is not here takes none. What each detail leaves out:
//   - structure: names are cards without products and firms; an overview has one card a group of links, with counts by state
//   - application: names are products without their makers
//   - layout: names are links in places, with the number of their enterprises; an overview counts links by state in each place
var takes = map[string]optional{
	"structure":   {links: true, details: []diagram.Detail{diagram.Names, diagram.Overview}},
	"application": {links: true, details: []diagram.Detail{diagram.Names}},
	"layout":      {links: true, details: []diagram.Detail{diagram.Names, diagram.Overview}},
	"roadmap":     {links: true},
	"targets":     {links: true},
	"changes":     {links: true},
}

// Optional tells what a kind of drawing can leave out: links, by stage and by what is a gap, and so much detail.
func Optional(kind string) (links bool, details []diagram.Detail) {
	return takes[kind].links, takes[kind].details
}

// options are those of the content.
func (r Request) options() content.Options {
	return content.Options{Lang: r.Lang, Stage: r.Stage, OnlyGaps: r.OnlyGaps, Detail: r.Detail}
}

// filtered tells whether the drawing leaves something out.
func (r Request) filtered() bool { return r.Stage != "" || r.OnlyGaps || r.Detail != "" }

// checkOptions refuses options that do not exist and those that mean nothing for the kind.
func (r Request) checkOptions() error {
	refuse := func(message, fix string) error {
		return &graph.Error{Code: graph.CodeUsage, Message: message, Fix: fix}
	}
	var stages []string
	for _, s := range graph.Stages {
		stages = append(stages, s.Code)
	}
	if r.Stage != "" && !slices.Contains(stages, r.Stage) {
		return refuse(fmt.Sprintf("there is no stage %q", r.Stage), "use one of "+strings.Join(stages, ", "))
	}
	if !slices.Contains(append([]diagram.Detail{""}, diagram.Details...), r.Detail) {
		return refuse(fmt.Sprintf("there is no detail %q", r.Detail), "use one of full, names, overview")
	}
	kind := takes[r.Kind]
	city := r.Kind == "layout" && r.Chain == ""
	if links := kind.links && !city; !links && (r.Stage != "" || r.OnlyGaps) {
		what := fmt.Sprintf("a %s diagram has no links that can be left out", r.Kind)
		if city {
			what = "the layout of the city is of chains, not of links that can be left out"
		}
		return refuse(what, "leave out stage and only_gaps, or draw another kind: "+strings.Join(kindsThat(func(o optional) bool { return o.links }), ", ")+" of a chain take them")
	}
	if r.Detail != "" && r.Detail != diagram.Full && !slices.Contains(kind.details, r.Detail) {
		others := kindsThat(func(o optional) bool { return slices.Contains(o.details, r.Detail) })
		return refuse(fmt.Sprintf("a %s diagram has no detail %q", r.Kind, r.Detail), "leave detail out, or draw "+strings.Join(others, " or "))
	}
	return nil
}

// kindsThat are the kinds whose options are such, in their order.
func kindsThat(is func(optional) bool) []string {
	return slices.DeleteFunc(slices.Clone(Kinds), func(kind string) bool { return !is(takes[kind]) })
}
