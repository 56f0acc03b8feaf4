package spelling

import (
	"testing"
	"unicode/utf8"

	"chainchief/graph"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"plain":                         "plain",
		"武汉\u200b":                      "武汉",
		"葛\U000e0100城新材":                "葛城新材",
		"鄂\u00ad城锂电":                    "鄂城锂电",
		"\ufeff石家庄":                     "石家庄",
		"\u202e市长":                      "市长",
		"\u2fa6刚\u2f6f科技":               "金刚石科技",
		"\uf90a\uf98a":                  "金力",
		"\u2ee9":                        "\u2ee9", // a radical that no ideograph is compatible with
		"ＡＢＣ锂电１２３":                      "ABC锂电123",
		"cafe\u0301":                    "café",
		"中国（湖北）m²：①，½ ℃":                "中国（湖北）m²：①，½ ℃",
		"一\r\n二\r三\u2028四":              "一\n二\n三\n四",
		"gbk \xb6\xf5":                  "gbk \xb6\xf5",
		"\U0001F468\u200d\U0001F33E ok": "\U0001F468\U0001F33E ok",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%+q) = %+q, want %+q", in, got, want)
		}
	}
	if got := Line(" 甲\t乙\r\n丙 \u200b"); got != "甲 乙 丙" {
		t.Errorf("%q", got)
	}
}

func TestFoldFindsWhatLooksTheSame(t *testing.T) {
	for _, same := range [][]string{
		{"ABC锂电123", "ＡＢＣ锂电１２３", "abc锂电123", "aBc\u200b锂电123"},
		{"金刚石科技", "\u2fa6刚\u2f6f科技"},
		{"Café", "CAFE\u0301"},
		{"鄂州(湖北)", "鄂州（湖北）"},
		{"ﬁlm m²", "FILM M2"},
	} {
		for _, text := range same[1:] {
			if Fold(text) != Fold(same[0]) {
				t.Errorf("%+q and %+q: %+q, %+q", text, same[0], Fold(text), Fold(same[0]))
			}
		}
	}
}

func TestCleaningTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(
			rapid.SliceOf(rapid.OneOf(rapid.Rune(),
				rapid.SampledFrom([]rune("\u200b\u0301\r\n\u2fa6\uf90aＡe\u0327\u1100\u1161\U000e0100")))).
				Draw(t, "text"),
		)
		for name, f := range map[string]func(string) string{"Clean": Clean, "Line": Line, "Fold": Fold} {
			once := f(text)
			if again := f(once); again != once {
				t.Fatalf("%s(%+q) = %+q, again %+q", name, text, once, again)
			}
			if !utf8.ValidString(once) {
				t.Fatalf("%s(%+q) is not UTF-8", name, text)
			}
		}
		if once := Clean(text); Changed(text) == "" && once != text && Line(text) != text && Changed(once) != "" {
			t.Fatalf("%+q becomes %+q without a word", text, once)
		}
	})
}

func TestCleanChangesLeavesWhatItShares(t *testing.T) {
	shared, aliases := graph.Attrs{"note": "一\u200b", "levels": []string{"甲\u200b", "乙"}}, []string{"甲", "乙\u200b"}
	c := graph.Changes{
		Nodes: []graph.Node{
			{Name: "武汉\u200b", Aliases: aliases, Attrs: shared, Prov: graph.Provenance{Locator: "第\u00ad1页"}},
		},
	}
	CleanChanges(&c)
	n := c.Nodes[0]
	if n.Name != "武汉" || n.Aliases[1] != "乙" || n.Attrs.Text("note") != "一" || n.Attrs.List("levels")[0] != "甲" ||
		n.Prov.Locator != "第1页" {
		t.Errorf("%+v", c)
	}
	if shared.Text("note") != "一\u200b" || aliases[1] != "乙\u200b" {
		t.Error("the caller's own texts were changed")
	}
}
