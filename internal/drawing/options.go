package drawing

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
)

// options are those of the content.
func (r Request) options() content.Options {
	return content.Options{Lang: r.Lang, Stage: r.Stage, OnlyGaps: r.OnlyGaps, Detail: r.Detail, Fill: r.Fill}
}

// filling is the request with the links to be filled by their ids, in order and each once, so that one set is one
// drawing.
func (r Request) filling(f *analysis.Findings) (Request, error) {
	chain := f.Chain(r.Chain)
	if r.Fill == "" || chain == nil {
		return r, nil
	}
	links, err := f.LinksNamed(chain, r.Fill)
	if err != nil {
		return r, unfit("unknown", "links", err.Error(), "name links of the chain by their ids or keys, with commas")
	}
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = string(l.Node.ID)
	}
	slices.Sort(ids)
	r.Fill = strings.Join(slices.Compact(ids), ",")
	return r, nil
}

// filtered tells whether the drawing leaves something out.
func (r Request) filtered() bool { return r.Stage != "" || r.OnlyGaps || r.Detail != "" }

// checkOptions refuses options that do not exist and those that mean nothing for the kind.
func (r Request) checkOptions(kind Kind) error {
	var stages []string
	for _, s := range graph.Stages {
		stages = append(stages, s.Code)
	}
	if r.Stage != "" && !slices.Contains(stages, r.Stage) {
		return unfit(
			"unknown",
			"stage",
			fmt.Sprintf("there is no stage %q", r.Stage),
			"use one of "+strings.Join(stages, ", "),
		)
	}
	if !slices.Contains(append([]diagram.Detail{""}, diagram.Details...), r.Detail) {
		return unfit("unknown", "detail", fmt.Sprintf("there is no detail %q", r.Detail), "use one of "+details())
	}
	if r.Detail == diagram.Leader && kind.leader != nil && (r.Stage != "" || r.OnlyGaps) {
		return unfit(
			"unused",
			r.filter(),
			"the leader's edition is of the whole chain",
			"leave out stage and only_gaps, or draw it with another detail",
		)
	}
	if r.Fill != "" && !kind.Fills {
		return unfit(
			"unused",
			"links",
			fmt.Sprintf("the %s diagram takes no links as filled", r.Kind),
			"leave them out, or draw "+strings.Join(Names(func(k Kind) bool { return k.Fills }), " or "),
		)
	}
	city := kind.City && r.Chain == ""
	if links := kind.Links && !city; !links && (r.Stage != "" || r.OnlyGaps) {
		what := fmt.Sprintf("the %s diagram has no links that can be left out", r.Kind)
		if city {
			what = "the layout of the city is of chains, not of links that can be left out"
		}
		return unfit(
			"unused",
			r.filter(),
			what,
			"leave out stage and only_gaps, or draw another kind: "+strings.Join(
				Names(func(k Kind) bool { return k.Links }),
				", ",
			)+" of a chain take them",
		)
	}
	if r.Detail != "" && r.Detail != diagram.Full && !slices.Contains(kind.Details, r.Detail) {
		others := Names(func(k Kind) bool { return slices.Contains(k.Details, r.Detail) })
		return unfit(
			"unused",
			"detail",
			fmt.Sprintf("the %s diagram has no detail %q", r.Kind, r.Detail),
			"leave detail out, or draw "+strings.Join(others, " or "),
		)
	}
	return nil
}

// filter is the field that leaves links out.
func (r Request) filter() string {
	if r.Stage != "" {
		return "stage"
	}
	return "only_gaps"
}

func details() string {
	var codes []string
	for _, d := range diagram.Details {
		codes = append(codes, string(d))
	}
	return strings.Join(codes, ", ")
}

// Unfit is a request that no drawing answers.
type Unfit struct {
	Code         graph.Code // what is wrong with which field, such as diagram.of_missing
	Field        string     // of the request, as the API and the command line call it
	Message, Fix string
}

func (u *Unfit) Error() string { return u.Message }

// Unwrap lets those who know only graph.Error tell it to people.
func (u *Unfit) Unwrap() error {
	return &graph.Error{Code: graph.CodeUsage, Message: u.Message, Fix: u.Fix}
}

func unfit(what, field, message, fix string) error {
	return &Unfit{Code: graph.Code("diagram." + field + "_" + what), Field: field, Message: message, Fix: fix}
}
