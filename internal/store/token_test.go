package store

import (
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
)

func tokensOf(name string) []string {
	return strings.Fields(Tokens(&graph.Node{ID: "product:x", Kind: graph.KindProduct, Name: name}))
}

// Who types a name as it is said finds it, whichever reading the table of single characters has first.
func TestNamesAreFoundAsTheyAreSaid(t *testing.T) {
	for name, typed := range map[string][]string{
		"精密模具":   {"muju", "moju", "jingmimuju", "jmmj"},
		"模组":     {"mozu"},
		"资产重组":   {"chongzu", "zhongzu", "zichanchongzu", "zccz"},
		"武汉都市圈":  {"dushi", "doushi", "wuhandushiquan", "whdsq"},
		"重庆长安汽车": {"chongqingchangan", "cqcaqc"},
		"银行":     {"yinhang"},
		"行业协会":   {"hangye", "xingye"},
		"弹簧":     {"tanhuang"},
		"传感器":    {"chuanganqi"},
		"车床":     {"chechuang"},
		"率":      {"lv", "shuai"},
	} {
		tokens := tokensOf(name)
		for _, prefix := range typed {
			if !slices.ContainsFunc(tokens, func(token string) bool { return strings.HasPrefix(token, prefix) }) {
				t.Errorf("%s is not found by %s: %v", name, prefix, tokens)
			}
		}
	}
}

func TestANameWithManyReadingsStaysSmall(t *testing.T) {
	many := strings.Repeat("模重都长行乐调传", 15)
	if n := len(tokensOf(many)); n > len([]rune(many))*(2*mostSpoken+2) {
		t.Errorf("%d tokens", n)
	}
}

func TestMarksDoNotCutAWord(t *testing.T) {
	for _, name := range []string{"q\u0307uantum", "quan\u200btum", "ＱＵＡＮＴＵＭ"} {
		if tokens := tokensOf(name); tokens[0] != "quantum" {
			t.Errorf("%+q: %q", name, tokens)
		}
	}
}

// Every reading in the table is one that can be typed, and more than one.
func TestTheTableOfReadings(t *testing.T) {
	for r, list := range alsoRead {
		of := strings.Fields(list)
		if len(of) < 2 || strings.Trim(strings.Join(of, ""), "abcdefghijklmnopqrstuvwxyz") != "" ||
			!slices.Contains(of, syllableOf(r)) {
			t.Errorf("%c: %s; usually %s", r, list, syllableOf(r))
		}
	}
}
