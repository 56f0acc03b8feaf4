package diagram

import "fmt"

// InAll ends a list of names that is cut: 等 7 家, … 7 in all. The unit is Chinese; English has none.
func InAll(lang string, all int, unit string) string {
	if lang == "en" {
		return fmt.Sprintf("… %d in all", all)
	}
	return fmt.Sprintf("等 %d %s", all, unit)
}

// InFew is InAll where there is little room: 等 7 家, … (7).
func InFew(lang string, all int, unit string) string {
	if lang == "en" {
		return fmt.Sprintf("… (%d)", all)
	}
	return InAll(lang, all, unit)
}

// Further counts what is not shown: 另有 7 项, 7 more.
func Further(lang string, rest int, unit string) string {
	if lang == "en" {
		return fmt.Sprintf("%d more", rest)
	}
	return fmt.Sprintf("另有 %d %s", rest, unit)
}
