package evaluation

import (
	"strings"
	"testing"

	"chainchief/graph"
)

func TestVerdict(t *testing.T) {
	j, err := ReadJudged(strings.NewReader("gap,name,enterprise,judged\ngap:a,x,enterprise:1,sensible\n" +
		"gap:a,y,enterprise:2,absurd\ngap:b,z,enterprise:1,weak\ngap:gone,z,enterprise:1,weak\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := j.Verdict(map[graph.ID][]graph.ID{
		"gap:a":     {"enterprise:1", "enterprise:2", "enterprise:3", "enterprise:4", "enterprise:5", "enterprise:6"},
		"gap:b":     nil,
		"gap:other": {"enterprise:1"},
	})
	want := Verdict{Gaps: 2, None: 1, Shown: 5, Sensible: 1, Absurd: 1, Unjudged: 3, Least: .2, Most: .8}
	if got != want {
		t.Errorf("%+v", got)
	}
	if v := j.Verdict(nil); v.Least != 0 || v.Most != 1 {
		t.Errorf("nothing is shown: %+v", v)
	}
}

func TestJudgedThatCannotBeRead(t *testing.T) {
	for text, says := range map[string]string{
		"":                                  "gap",
		"gap,enterprise\n":                  "judged",
		"gap,enterprise,judged\na,b,good\n": "line 2",
		"gap,enterprise,judged\na,b\n":      "line 2",
	} {
		if _, err := ReadJudged(strings.NewReader(text)); graph.CodeOf(err) != graph.CodeUsage ||
			!strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
