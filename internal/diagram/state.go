package diagram

// State is the coverage of a link as a drawing shows it; the values and words are those of analysis.Coverages.
type State string

// The states.
const (
	Strong  State = "strong"
	Present State = "present"
	Weak    State = "weak"
	Outside State = "outside"
	Missing State = "missing"
	// nothing is to be added; and what makes nothing: neither is a gap
	Restricted State = "restricted"
	Market     State = "market"
)

// States are all states, the best first, then those that are no gap.
var States = []State{Strong, Present, Weak, Outside, Missing, Restricted, Market}

// stateWords are a state in words, in each of three lengths.
var stateWords = map[State]struct{ full, word, least [2]string }{
	Strong:  {[2]string{"强", "strong"}, [2]string{"强", "strong"}, [2]string{"强", "strong"}},
	Present: {[2]string{"有", "present"}, [2]string{"有", "present"}, [2]string{"有", "pres."}},
	Weak:    {[2]string{"弱", "weak"}, [2]string{"弱", "weak"}, [2]string{"弱", "weak"}},
	Outside: {[2]string{"圈内有", "in the circle"}, [2]string{"圈", "circle"}, [2]string{"圈", "circle"}},
	Missing: {[2]string{"缺", "missing"}, [2]string{"缺", "missing"}, [2]string{"缺", "miss."}},
	Restricted: {
		[2]string{"受限，不补不延", "restricted"}, [2]string{"受限", "restricted"}, [2]string{"受限", "restr."},
	},
	Market: {[2]string{"用途，不算缺口", "market"}, [2]string{"用途", "market"}, [2]string{"用途", "mark."}},
}

// Full is the state in full words, for legends and screen readers; "" of no state.
func (s State) Full(lang string) string { return inLang(stateWords[s].full, lang) }

// Word is the state in one word.
func (s State) Word(lang string) string { return inLang(stateWords[s].word, lang) }

// Least is the state where there is room for least.
func (s State) Least(lang string) string { return inLang(stateWords[s].least, lang) }

func inLang(words [2]string, lang string) string {
	if lang == "en" {
		return words[1]
	}
	return words[0]
}
