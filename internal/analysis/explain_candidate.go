package analysis

import (
	"fmt"

	"chainchief/graph"
)

// ExplainCandidate explains the score of an enterprise as a candidate for a lowest link, given what a search found for the
// link; nil when it is no candidate. Of a vetoed one the value is unknown and the text is the reason.
func ExplainCandidate(findings *Findings, link, enterprise graph.ID, found []Found) *Explanation {
	f := indexOf(findings)
	for _, c := range CandidatesOf(findings, link, found) {
		if c.Enterprise.ID == enterprise {
			return f.explainCandidate(f.Link(link), c)
		}
	}
	return nil
}

func (f *index) explainCandidate(l *Link, c *Candidate) *Explanation {
	n := c.Enterprise
	e := &Explanation{ID: n.ID, Label: Words{n.Name + "作为“" + l.Node.Name + "”候选的得分", "Score of " + n.Label("en") + " as a candidate for “" + l.Node.Label("en") + "”"},
		Value: c.Points, Unit: Words{fmt.Sprintf("/ %v 分", c.Most), fmt.Sprintf("of %v points", c.Most)}}
	if c.Veto != nil {
		e.Unknown, e.Unit, e.Text = true, inPoints, c.Veto.Reason
		if c.Veto.Instead != (Words{}) {
			e.Text = Words{e.Text.ZH + "；" + c.Veto.Instead.ZH, e.Text.EN + "; " + c.Veto.Instead.EN}
		}
		return e
	}
	e.Text = Words{fmt.Sprintf("按得分占可得分的比例 %.1f%% 排第 %d；无数据的分项不计入", 100*c.Share(), c.Rank), fmt.Sprintf("rank %d by its share of %.1f %%; parts without data are left out", c.Rank, 100*c.Share())}
	details := map[string]func(*Explanation){}
	for _, p := range c.Parts {
		details[p.Key] = func(x *Explanation) {
			x.Facts = p.Facts
			if !p.Unknown {
				x.Formula = both("%v × %.3g", p.Most, p.Value)
			}
		}
	}
	details["policy"] = func(x *Explanation) {
		checks := f.policyChecks(l)
		x.Formula, x.Parts = both("%v × %d / %d", f.Weights.Candidate.Policy, met(checks), len(checks)), explainConditions(Words{}, checks).Parts
	}
	parts := c.PlainParts()
	e.Formula, e.Parts = sumFormula(known(parts)), explainParts(parts, details)
	e.Beside = f.explainTies(c)
	return e
}

// known leaves out the parts that nothing is known of.
func known(parts []Part) []Part {
	var list []Part
	for _, p := range parts {
		if !p.Unknown {
			list = append(list, p)
		}
	}
	return list
}

// explainTies lists the ties to local enterprises, of which the firmest counts.
func (f *index) explainTies(c *Candidate) []*Explanation {
	if len(c.Ties) == 0 {
		return nil
	}
	e := &Explanation{Label: Words{"与本地企业的联系", "Ties to local enterprises"}, Value: float64(len(c.Ties)), Unit: inEnterprises}
	for _, t := range c.Ties {
		x := &Explanation{ID: t.Local.ID, Label: Words{t.Local.Name, t.Local.Label("en")}, Unit: yesNo, Text: t.Text}
		if t.Evidenced {
			x.Value = 1
		}
		e.Parts = append(e.Parts, x)
	}
	return []*Explanation{e}
}
