package scene

import (
	"slices"
	"testing"
)

// TestNamesKeepTheirTerms: a name rather shrinks than tears a term of two characters.
func TestNamesKeepTheirTerms(t *testing.T) {
	for name, want := range map[string][]string{
		"显示模组与背光": {"显示模组", "与背光"},
		"汽车船舶与用户": {"汽车船舶", "与用户"},
		"激光切割装备":  {"激光", "切割装备"},
		"水产精深加工":  {"水产", "精深加工"},
		"钣金加工服务":  {"钣金", "加工服务"},
	} {
		if got, _ := FitName(name, true, 58, 110, 2, 17, 16, 15, 14, 13.5); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
