package sheet

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainchief/internal/diagram"
)

func Pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

func Spoken(lang string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(t string) bool { return t == "" }), Pick(lang, "，", ", "))
}

// Points writes points of a score: with one decimal where there is one.
func Points(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// Low writes what candidates are ordered by: what they have got, in percent.
func Low(f diagram.TargetFirm) string { return strconv.Itoa(f.Percent) }

// Span writes the score of a candidate from its low end to its high end; one number when all is known.
func Span(f diagram.TargetFirm) string {
	if f.High == f.Percent {
		return Low(f)
	}
	return fmt.Sprintf("%d–%d", f.Percent, f.High)
}

func Sign(v float64) float64 {
	if math.Abs(v) < 1e-9 {
		return 0
	}
	return math.Copysign(1, v)
}

func Btoi(is bool) int {
	if is {
		return 1
	}
	return 0
}
