package candidate

import (
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Explain explains the score of an enterprise as a candidate for a lowest link, given what a search found for the
// link; nil when it is no candidate. Of a vetoed one the value is unknown and the text is the reason.
func Explain(findings *analysis.Findings, link, enterprise graph.ID, found []Found) *analysis.Explanation {
	f := indexOf(findings)
	for _, c := range Of(findings, link, found) {
		if c.Enterprise.ID == enterprise {
			return f.explainCandidate(f.Link(link), c)
		}
	}
	return nil
}

func (f *index) explainCandidate(l *analysis.Link, c *Candidate) *analysis.Explanation {
	n := c.Enterprise
	e := &analysis.Explanation{
		ID: n.ID,
		Label: analysis.Words{
			ZH: n.Name + "作为“" + l.Node.Name + "”候选的得分",
			EN: "Score of " + n.Label("en") + " as a candidate for “" + l.Node.Label("en") + "”",
		},
		Value: c.Points,
		Unit:  analysis.Words{ZH: fmt.Sprintf("/ %v 分", c.All), EN: fmt.Sprintf("of %v points", c.All)},
	}
	if c.Veto != nil {
		e.Unknown, e.Unit, e.Text = true, analysis.InPoints, c.Veto.Reason
		if c.Veto.Instead != (analysis.Words{}) {
			e.Text = analysis.Words{ZH: e.Text.ZH + "；" + c.Veto.Instead.ZH, EN: e.Text.EN + "; " + c.Veto.Instead.EN}
		}
		return e
	}
	e.Text = c.standing()
	details := map[string]func(*analysis.Explanation){}
	for _, p := range c.Parts {
		details[p.Key] = func(x *analysis.Explanation) {
			x.Facts = p.Facts
			if !p.Unknown {
				x.Formula = analysis.Both("%v × %.3g", p.Most, p.Value)
			}
		}
	}
	details["policy"] = func(x *analysis.Explanation) {
		checks := f.PolicyChecks(l)
		x.Formula, x.Parts = analysis.Both(
			"%v × %d / %d",
			f.Weights.Candidate.Policy,
			analysis.Met(checks),
			len(checks),
		), analysis.ExplainConditions(
			analysis.Words{},
			checks,
		).Parts
	}
	parts := c.PlainParts()
	e.Formula, e.Parts = analysis.SumFormula(known(parts)), analysis.ExplainParts(parts, details)
	e.Beside = f.explainTies(c)
	return e
}

// known leaves out the parts that nothing is known of.
func known(parts []analysis.Part) []analysis.Part {
	var list []analysis.Part
	for _, p := range parts {
		if !p.Unknown {
			list = append(list, p)
		}
	}
	return list
}

// explainTies lists the ties to local enterprises, of which the firmest counts.
func (f *index) explainTies(c *Candidate) []*analysis.Explanation {
	if len(c.Ties) == 0 {
		return nil
	}
	e := &analysis.Explanation{
		Label: analysis.Words{ZH: "与本地企业的联系", EN: "Ties to local enterprises"},
		Value: float64(len(c.Ties)),
		Unit:  analysis.InEnterprises,
	}
	for _, t := range c.Ties {
		x := &analysis.Explanation{
			ID:    t.Local.ID,
			Label: analysis.Words{ZH: t.Local.Name, EN: t.Local.Label("en")},
			Unit:  analysis.YesNo,
			Text:  t.Text,
		}
		if t.Evidenced {
			x.Value = 1
		}
		e.Parts = append(e.Parts, x)
	}
	return []*analysis.Explanation{e}
}

// standing says where a candidate stands, on what, and how sure its score is.
func (c *Candidate) standing() analysis.Words {
	low, high := analysis.Percent(c.Low()), analysis.Percent(c.High())
	w := analysis.Words{
		ZH: fmt.Sprintf("%s；得分 %d–%d%%：已得 %d，未知的按零计为下限，按满分计为上限，常见取值下为 %d",
			graph.Words(Tiers, string(c.Tier), "zh"), low, high, low, analysis.Percent(c.Value())),
		EN: fmt.Sprintf("%s; score %d–%d %%: what is not known counts nothing in the low end, all in the high end; at its "+
			"usual value it is %d", graph.Words(Tiers, string(c.Tier), "en"), low, high, analysis.Percent(c.Value())),
	}
	if c.Rank == 0 {
		return analysis.Words{ZH: w.ZH + "；不参加排名", EN: w.EN + "; not ranked"}
	}
	return analysis.Words{ZH: fmt.Sprintf("%s；按下限排第 %d", w.ZH, c.Rank),
		EN: fmt.Sprintf("%s; rank %d by the low end", w.EN, c.Rank)}
}
