package diagram

import "testing"

func TestWhatIsLeftOutIsCounted(t *testing.T) {
	for _, tc := range []struct{ got, want string }{
		{InAll("zh", 7, "家"), "等 7 家"},
		{InAll("en", 7, "家"), "… 7 in all"},
		{InFew("zh", 7, "处"), "等 7 处"},
		{InFew("en", 7, "处"), "… (7)"},
		{Further("zh", 2, "项"), "另有 2 项"},
		{Further("en", 2, "项"), "2 more"},
	} {
		if tc.got != tc.want {
			t.Errorf("%q, not %q", tc.got, tc.want)
		}
	}
}

// TestEveryStateHasWords: in each length and language; what is no state has none.
func TestEveryStateHasWords(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, s := range States {
			if s.Full(lang) == "" || s.Word(lang) == "" || s.Least(lang) == "" {
				t.Errorf("%s in %s: %q, %q, %q", s, lang, s.Full(lang), s.Word(lang), s.Least(lang))
			}
		}
		if s := State(""); s.Full(lang)+s.Word(lang)+s.Least(lang) != "" {
			t.Errorf("no state is %q", s.Full(lang))
		}
	}
}
