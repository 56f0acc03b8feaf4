package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/api"
)

type candidatesCmd struct {
	Link  string `arg:"" help:"Link or gap, as optoelectronics/led/chip."`
	Limit count  `help:"How many at most; 0 is all." default:"20"`
}

// Run lists who could close the gap at a link, then the local firms that could turn to it, vetoed ones last. Those of
// whom not enough agrees are counted, and two of them say why.
func (c *candidatesCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	link := linkID(c.Link)
	if f.Link(link) == nil {
		return &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no lowest link %q", c.Link),
			Fix:     "chainchief gaps --json lists ids",
		}
	}
	list, err := answers.Candidates(ctx, f, &api.CandidatesQuery{
		PagedByID: pagedByID(string(link), c.Limit),
	})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	var folded []api.Candidate
	for _, x := range list.Items {
		if x.Folded {
			folded = append(folded, x)
			continue
		}
		makes := make([]string, 0, len(x.Makes)+1)
		for _, m := range x.Makes {
			makes = append(makes, g.in(m.Text, m.TextEN))
		}
		if x.Inferred.Text != "" {
			makes = append(makes, g.in(x.Inferred.Text, x.Inferred.TextEN))
		}
		rank := "–"
		if x.Rank > 0 {
			rank = fmt.Sprint(x.Rank)
		}
		fprintf(w, "%s\t%d–%d\t%s\t%s\t%s\t%s\t%s\n",
			rank,
			x.Percent,
			x.High,
			graph.Words(candidate.Tiers, x.Tier, g.Lang),
			g.name(x.Ref),
			g.in(
				x.Where.Text,
				x.Where.TextEN,
			),
			g.candidateParts(x.Parts),
			strings.Join(makes[:min(3, len(makes))], "、"),
		)
	}
	for _, x := range list.Vetoed {
		fprintf(w, "–\t–\t–\t%s\t%s\t%s\n",
			g.name(x.Ref),
			g.in(x.Where.Text, x.Where.TextEN),
			g.in(x.Veto.Reason.Text, x.Veto.Reason.TextEN),
		)
	}
	if list.CandidateCount.Candidates == 0 {
		g.printf("%s\n", g.in("未见合适的候选", "No suitable candidate is seen"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if list.Distant > 0 {
		g.printf(g.in("还有 %d 家按产品名推断，匹配不足\n", "%d more by product names, of which not enough agrees\n"), list.Distant)
	}
	for _, x := range folded[:min(examples, len(folded))] {
		g.printf("  %s: %s\n", g.name(x.Ref), g.in(x.Parts[0].Why, x.Parts[0].WhyEN))
	}
	for _, n := range []struct {
		code  string
		value int
	}{
		{"candidates", list.CandidateCount.Candidates},
		{"candidates_turn", list.Turn},
		{"candidates_distant", list.Distant},
		{"candidates_vetoed", len(list.Vetoed)},
	} {
		g.say("%s %d", analysis.Counted(n.code, g.Lang), n.value)
	}
	return nil
}

// examples is how many of the folded ones say why.
const examples = 2

// candidateParts prints the values of the parts in their order.
func (g *globals) candidateParts(parts []api.CandidatePart) string {
	plain := make([]api.Part, len(parts))
	for i, p := range parts {
		plain[i] = p.Part
	}
	return g.levels(plain)
}

type missingInputsCmd struct {
	Enterprise string `arg:"" help:"Enterprise, by its key or id."`
}

// Run lists what an enterprise needs that nobody near is known to deliver, and who could.
func (m *missingInputsCmd) Run(ctx context.Context, g *globals) error {
	answers, f, done, err := g.asked(ctx)
	if err != nil {
		return err
	}
	defer done()
	id := enterpriseID(m.Enterprise)
	if n := f.Snapshot.Node(id); n == nil || n.Kind != graph.KindEnterprise {
		return &graph.Error{
			Code:    graph.CodeNotFound,
			Message: fmt.Sprintf("there is no enterprise %q in the chains", m.Enterprise),
			Fix:     "correct the id",
		}
	}
	list, err := answers.MissingInputs(ctx, f, &api.ByID{ID: string(id)})
	if err != nil || g.JSON {
		return g.answer(list, err)
	}
	w := tabwriter.NewWriter(g.stdout, 0, 0, 2, ' ', 0)
	for _, in := range list.Items {
		makers, candidates := make([]string, len(in.Makers)), make([]string, 0, len(in.Candidates))
		for i, x := range in.Makers {
			makers[i] = g.name(x.Ref)
		}
		for _, x := range in.Candidates {
			switch {
			case !x.Fits: // what it makes is not near to what is needed
			case x.Rank > 0:
				candidates = append(candidates, fmt.Sprintf("%s %.1f/%v", g.name(x.Ref), x.Points, x.Most))
			default:
				candidates = append(candidates, g.name(x.Ref))
			}
		}
		fprintf(w, "%s\t%s\t%s\n", g.name(in.Ref), strings.Join(makers, "、"), strings.Join(candidates, "、"))
	}
	g.say(
		"%d of %d inputs have no supplier here or in the metropolitan circle; "+
			"by the template of the chains, nobody has asked the enterprise",
		len(list.Items),
		list.Total,
	)
	return w.Flush()
}

// enterpriseID completes a key to the id of an enterprise.
func enterpriseID(key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(graph.KindEnterprise, key)
}
