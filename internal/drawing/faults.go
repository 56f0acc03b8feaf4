package drawing

import (
	"log/slog"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/leader"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// rulesOf are the rules that every page of a drawing keeps, whatever the data.
func rulesOf(r Request) check.Rules {
	kind, _ := KindNamed(r.Kind)
	rules := check.DefaultRules()
	rules.AnyAngle = kind.AnyAngle
	if r.Detail == diagram.Leader {
		rules.LeastText, rules.MostMarks = leader.LeastText, leader.MostMarks
	}
	return rules
}

// faults proves the pages of a drawing before anybody sees them. A page that breaks a rule is shown all the same, for
// it says more than none; the fault is logged, and marked on the file.
func faults(r Request, pages []scene.Page) []check.Violation {
	var list []check.Violation
	for _, page := range pages {
		for _, v := range check.Page(page, rulesOf(r)) {
			slog.Warn("a drawing breaks a rule", "drawing", page.ID, "lang", page.Lang, "page", page.Number, "rule", v.Rule,
				"owners", v.Owners, "reason", v.Reason)
			list = append(list, v)
		}
	}
	return list
}
