package identity

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
)

// labelled is a pair of made-up firms with what a person says of it, by the trap that it is made for: same, different
// or unsure.
type labelled struct {
	trap, label string
	a, b        *Firm
}

func readPairs(t *testing.T) (list []labelled) {
	t.Helper()
	file, err := os.Open("testdata/pairs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		var others, at [2][]string
		if r[9] != "" {
			others[0] = []string{r[9]}
		}
		for i, place := range r[7:9] {
			if place != "" {
				at[i] = []string{place}
			}
		}
		list = append(list, labelled{r[1], r[2],
			NewFirm(r[3], others[0], r[5], "", at[0]...), NewFirm(r[4], others[1], r[6], "", at[1]...)})
	}
	return list
}

// figures of a threshold: of what is as likely, how much a person calls the same, and of what a person calls the same,
// how much is as likely. What a person is unsure of counts for neither.
type figures struct {
	named             string
	found, same, all  int
	unsure, different int
}

func (f figures) precision() float64 { return float64(f.same) / float64(f.same+f.different) }
func (f figures) recall() float64    { return float64(f.same) / float64(f.all) }

func (f figures) String() string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %.3f | %.3f |", f.named, f.found, f.same, f.different, f.unsure,
		f.precision(), f.recall())
}

func measure(pairs []labelled, named string, takes func(Likeness) bool) figures {
	f := figures{named: named}
	for _, p := range pairs {
		if p.label == "same" {
			f.all++
		}
		if !takes(Compare(p.a, p.b)) {
			continue
		}
		f.found++
		switch p.label {
		case "same":
			f.same++
		case "different":
			f.different++
		default:
			f.unsure++
		}
	}
	return f
}

// TestFigures holds the figures of docs/identity.md against the set: they are what the code does now.
func TestFigures(t *testing.T) {
	pairs := readPairs(t)
	if len(pairs) != 300 {
		t.Fatalf("%d pairs", len(pairs))
	}
	doc, err := os.ReadFile("../../docs/identity.md")
	if err != nil {
		t.Fatal(err)
	}
	joined := measure(pairs, "joined by itself: equal credit code", func(l Likeness) bool { return l.Joins })
	for _, f := range []figures{
		joined,
		measure(pairs, "likely: ≥ 0.8", func(l Likeness) bool { return l.Score >= Likely }),
		measure(pairs, "asked: ≥ 0.5", func(l Likeness) bool { return l.Score >= Ask }),
	} {
		t.Log(f)
		if !strings.Contains(string(doc), f.String()) {
			t.Errorf("docs/identity.md lacks the row\n%s", f)
		}
	}
	if joined.different+joined.unsure > 0 {
		t.Error("a pair that is not one firm joins by itself")
	}
}

// TestNothingJoinsWithoutCode: whatever else agrees.
func TestNothingJoinsWithoutCode(t *testing.T) {
	for _, p := range readPairs(t) {
		if l := Compare(p.a, p.b); l.Joins != (p.a.Credit != "" && p.a.Credit == p.b.Credit) {
			t.Errorf("%s: %s, %s: %+v", p.trap, p.a.Label, p.b.Label, l)
		}
		if l, m := Compare(p.a, p.b), Compare(p.b, p.a); l.Score != m.Score || l.Joins != m.Joins {
			t.Errorf("%s, %s: %.3f one way, %.3f the other", p.a.Label, p.b.Label, l.Score, m.Score)
		}
	}
	all := NewFirm("云岫光电有限公司", []string{"云岫"}, "", "600999", "鄂州")
	if Compare(all, all).Joins {
		t.Error("equal name, alias, listed code and place join")
	}
}

// TestTraps logs what each trap comes to.
func TestTraps(t *testing.T) {
	type sum struct {
		n, ask int
		total  float64
	}
	of, order := map[string]*sum{}, []string{}
	for _, p := range readPairs(t) {
		key := p.label + ": " + p.trap
		if of[key] == nil {
			of[key] = &sum{}
			order = append(order, key)
		}
		l := Compare(p.a, p.b)
		of[key].n++
		of[key].total += l.Score
		if l.Score >= Ask {
			of[key].ask++
		}
	}
	for _, key := range order {
		s := of[key]
		t.Logf("%-50s asked %2d of %d, mean %.2f", key, s.ask, s.n, s.total/float64(s.n))
		hard := strings.Contains(key, "first letters") || strings.Contains(key, "English") // nothing of the letters is shared
		if strings.HasPrefix(key, "same") && s.ask == 0 && !hard {
			t.Errorf("%s is never asked", key)
		}
	}
}
