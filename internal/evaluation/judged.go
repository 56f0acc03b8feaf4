package evaluation

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"chainchief/graph"
)

// Judged is what a reader who knows the trades said of candidates: gap, enterprise, one of Judgements.
type Judged map[graph.ID]map[graph.ID]string

// Judgements are what may be said of a candidate: one would call it, it is of the trade but unlikely, words only.
var Judgements = []string{"sensible", "weak", "absurd"}

// ReadJudged reads a CSV file with the columns gap, enterprise and judged; others are passed over.
func ReadJudged(r io.Reader) (Judged, error) {
	rows := csv.NewReader(r)
	head, err := rows.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(1, err.Error())
	}
	var at [3]int
	for i, column := range []string{"gap", "enterprise", "judged"} {
		if at[i] = slices.Index(head, column); at[i] < 0 {
			return nil, unreadable(1, fmt.Sprintf("the column %q is missing", column))
		}
	}
	out := Judged{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		line, _ := rows.FieldPos(0)
		if err != nil {
			return nil, unreadable(line, err.Error())
		}
		gap, firm, judged := graph.ID(row[at[0]]), graph.ID(row[at[1]]), row[at[2]]
		if !slices.Contains(Judgements, judged) {
			return nil, unreadable(line, fmt.Sprintf("%q is none of %v", judged, Judgements))
		}
		if out[gap] == nil {
			out[gap] = map[graph.ID]string{}
		}
		out[gap][firm] = judged
	}
}

func unreadable(line int, what string) error {
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("line %d of the judged candidates: %s", line, what),
		Fix:     "give a CSV file with gap, enterprise and judged (sensible, weak or absurd)",
	}
}

// Verdict says how much of what is shown for judged gaps is sensible.
type Verdict struct {
	Gaps     int `json:"gaps"`     // judged ones that there still are
	None     int `json:"none"`     // of them without a candidate
	Shown    int `json:"shown"`    // candidates among the first five of each
	Sensible int `json:"sensible"` // of the shown
	Weak     int `json:"weak"`
	Absurd   int `json:"absurd"`
	Unjudged int `json:"unjudged"` // nobody has judged them
	// the sensible part of what is shown, if none of the unjudged is, and if all are; 0 and 1 when nothing is shown
	Least float64 `json:"precision_least"`
	Most  float64 `json:"precision_most"`
}

// judgedFirst is how many candidates of a gap are looked at.
const judgedFirst = 5

// Verdict compares the candidates that are shown as such, by gap and best first, with what was said of them. Gaps that
// nobody judged are passed over.
func (j Judged) Verdict(shown map[graph.ID][]graph.ID) Verdict {
	v := Verdict{Most: 1}
	for gap, firms := range shown {
		judged, asked := j[gap]
		if !asked {
			continue
		}
		v.Gaps++
		if len(firms) == 0 {
			v.None++
		}
		for _, firm := range firms[:min(judgedFirst, len(firms))] {
			v.Shown++
			switch judged[firm] {
			case "sensible":
				v.Sensible++
			case "weak":
				v.Weak++
			case "absurd":
				v.Absurd++
			default:
				v.Unjudged++
			}
		}
	}
	if v.Shown > 0 {
		v.Least = float64(v.Sensible) / float64(v.Shown)
		v.Most = float64(v.Sensible+v.Unjudged) / float64(v.Shown)
	}
	return v
}
