// Package diagram holds what a drawing shows, as plain data without coordinates or colours: package content fills it
// from the findings, the arrangements of package layout read it, tests compare it as JSON.
package diagram

import "slices"

// Head is what every drawing carries: whose it is, as of when, what to keep after ten seconds, where it comes from.
type Head struct {
	ID          string   `json:"id"`   // such as structure/optoelectronics
	Lang        string   `json:"lang"` // zh or en
	Title       string   `json:"title"`
	Provisional string   `json:"provisional,omitempty"` // 待核实 when the chain itself is not confirmed
	Facts       []string `json:"facts"`                 // the line under the title: chief, lead unit, data date, revision
	Figures     []Figure `json:"figures"`               // three to six, at the right
	Headline    string   `json:"headline"`              // one computed sentence
	Sources     string   `json:"sources"`               // the source line at the foot
	Notes       []string `json:"notes,omitempty"`       // sources in full, for slide notes
	Desc        string   `json:"desc"`                  // for screen readers
}

// Figure is a number with its label. Tone is missing, weak or empty.
type Figure struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Tone  string `json:"tone,omitempty"`
}

// Scoped puts what the options leave out before the facts, where a long line is not cut.
func (h Head) Scoped(scope []string) Head {
	h.Facts = slices.Concat(scope, h.Facts)
	return h
}
