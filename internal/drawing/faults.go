package drawing

import (
	"log/slog"

	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// rulesOf are the rules that every page of a kind keeps, whatever the data.
func rulesOf(kind Kind) check.Rules {
	rules := check.DefaultRules()
	rules.AnyAngle = kind.AnyAngle
	return rules
}

// faults proves the pages of a drawing before anybody sees them. A page that breaks a rule is shown all the same, for
// it says more than none; the fault is logged, and marked on the file.
func faults(r Request, pages []scene.Page) []check.Violation {
	kind, _ := KindNamed(r.Kind)
	var list []check.Violation
	for _, page := range pages {
		for _, v := range check.Page(page, rulesOf(kind)) {
			slog.Warn("a drawing breaks a rule", "drawing", page.ID, "lang", page.Lang, "page", page.Number, "rule", v.Rule,
				"owners", v.Owners, "reason", v.Reason)
			list = append(list, v)
		}
	}
	return list
}
