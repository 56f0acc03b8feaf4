package drawing

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
)

// options are those of the content.
func (r Request) options() content.Options {
	return content.Options{Lang: r.Lang, Stage: r.Stage, OnlyGaps: r.OnlyGaps, Detail: r.Detail}
}

// filtered tells whether the drawing leaves something out.
func (r Request) filtered() bool { return r.Stage != "" || r.OnlyGaps || r.Detail != "" }

// checkOptions refuses options that do not exist and those that mean nothing for the kind.
func (r Request) checkOptions(kind Kind) error {
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
	city := kind.City && r.Chain == ""
	if links := kind.Links && !city; !links && (r.Stage != "" || r.OnlyGaps) {
		what := fmt.Sprintf("a %s diagram has no links that can be left out", r.Kind)
		if city {
			what = "the layout of the city is of chains, not of links that can be left out"
		}
		return refuse(what, "leave out stage and only_gaps, or draw another kind: "+strings.Join(Names(func(k Kind) bool { return k.Links }), ", ")+" of a chain take them")
	}
	if r.Detail != "" && r.Detail != diagram.Full && !slices.Contains(kind.Details, r.Detail) {
		others := Names(func(k Kind) bool { return slices.Contains(k.Details, r.Detail) })
		return refuse(fmt.Sprintf("a %s diagram has no detail %q", r.Kind, r.Detail), "leave detail out, or draw "+strings.Join(others, " or "))
	}
	return nil
}
