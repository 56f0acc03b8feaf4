package content

import (
	"strings"
	"testing"

	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// TestStatesHaveOneSetOfWords: drawings name the states as the findings do, in the same order; a shorter or longer form
// is a part of the same words.
func TestStatesHaveOneSetOfWords(t *testing.T) {
	if len(diagram.States) != len(analysis.Coverages) {
		t.Fatalf("%v are not %v", diagram.States, analysis.Coverages)
	}
	for i, term := range analysis.Coverages {
		state := diagram.States[i]
		if string(state) != term.Code || state.Word("zh") != term.ZH || !strings.EqualFold(state.Full("en"), term.EN) {
			t.Errorf("%s is %s and %s in a drawing, %v in the findings", state, state.Word("zh"), state.Full("en"), term)
		}
		for _, lang := range []string{"zh", "en"} {
			least := strings.TrimSuffix(state.Least(lang), ".")
			if !strings.Contains(state.Full(lang), state.Word(lang)) || !strings.HasPrefix(state.Word(lang), least) {
				t.Errorf("%s: %s, %s, %s", state, state.Full(lang), state.Word(lang), state.Least(lang))
			}
		}
	}
}
