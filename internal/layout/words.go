package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

func pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

var stateOrder = []string{"strong", "present", "weak", "outside", "missing"}

var stateWords = map[string][2]string{"strong": {"强", "strong"}, "present": {"有", "pres."}, "weak": {"弱", "weak"}, "outside": {"圈", "circle"}, "missing": {"缺", "miss."}}

func spoken(lang string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(t string) bool { return t == "" }), pick(lang, "，", ", "))
}

// points writes points of a score: with one decimal where there is one.
func points(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

func sign(v float64) float64 {
	if math.Abs(v) < 1e-9 {
		return 0
	}
	return math.Copysign(1, v)
}

func btoi(is bool) int {
	if is {
		return 1
	}
	return 0
}
