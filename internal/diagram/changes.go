package diagram

import "fmt"

// Changes is the content of a what-changed diagram 变化图: the technology structure of a chain at a later moment, with
// what became of each link since an earlier one. Taking the two moments the other way round swaps added with lost,
// closed with opened and better with worse.
type Changes struct {
	Head   Head   `json:"head"`
	From   Moment `json:"from"`
	To     Moment `json:"to"`
	Stages []Band `json:"stages"`
	Lanes  []Band `json:"lanes"`
	Tiles  []Tile `json:"tiles"` // links of either moment, in template order
	Moves  []Move `json:"moves,omitempty"`
	Counts Tally  `json:"counts"` // of the whole chain
	Total  int    `json:"total"`  // links of either moment; Tiles may be fewer
}

// Moment is one of the two revisions compared.
type Moment struct {
	Revision int64  `json:"revision"`
	Date     string `json:"date,omitempty"` // of the revision; empty when it is not known
}

// Group is which way a link went.
type Group string

// The groups of changes, in their order on the page.
const (
	Better   Group = "better"   // its state rose, a gap was closed or enterprises came
	Worse    Group = "worse"    // the other way round
	Adjusted Group = "adjusted" // enterprises moved, came and went, the template changed, or people put its gap aside
)

// Tile is a lowest link at both moments.
type Tile struct {
	ID     string   `json:"id"`
	Href   string   `json:"href"`
	Name   string   `json:"name"`
	Stage  string   `json:"stage"`            // key of a stage, or Support
	Lane   string   `json:"lane"`             // key of a lane; empty for support
	Before State    `json:"before"`           // empty for a link that was not there
	After  State    `json:"after"`            // empty for one that is gone
	Firms  []string `json:"firms,omitempty"`  // enterprises that were there and are
	Circle []string `json:"circle,omitempty"` // of an outside link: who makes it in the circle
	Added  []Mover  `json:"added,omitempty"`  // new on the chain
	Lost   []Mover  `json:"lost,omitempty"`   // gone from the chain
	In     []Mover  `json:"in,omitempty"`     // came from, or is now also beside, other links of the chain
	Out    []Mover  `json:"out,omitempty"`
	Closed bool     `json:"closed,omitempty"` // facts closed its gap: the rules derived one, and derive it no longer
	Opened bool     `json:"opened,omitempty"` // the other way round
	// Aside is how people put its gap aside, which closes nothing: empty when they did not.
	Aside  Aside    `json:"aside,omitempty"`
	Said   string   `json:"said,omitempty"`   // Aside in words, with what the gap still is
	Brief  string   `json:"brief,omitempty"`  // the same in few
	Group  Group    `json:"group,omitempty"`  // empty: nothing changed
	Number int      `json:"number,omitempty"` // of changed links: 1, 2, … by group, sub-chain, stage, order
	Why    []string `json:"why,omitempty"`
	When   string   `json:"when,omitempty"` // newest date of the facts that say so
}

// Aside is what people decided on a gap that stands all the same.
type Aside string

// What people decided on a gap that stands.
const (
	Dismissed Aside = "dismissed"
	Declared  Aside = "declared" // that it is closed, while the rules still derive it
	Restored  Aside = "restored" // it waits again
)

// Gapped tells whether anything became of the gap of the link.
func (t Tile) Gapped() bool { return t.Closed || t.Opened || t.Aside != "" }

// Mover is an enterprise that came or went.
type Mover struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Unverified bool   `json:"unverified,omitempty"`
}

// Move is an enterprise that left a link for another one of the chain.
type Move struct {
	Firm string `json:"firm"` // id
	Name string `json:"name"`
	From string `json:"from"` // ids of links
	To   string `json:"to"`
}

// Tally counts what changed: enterprises, gaps and links.
type Tally struct {
	Added     int `json:"added"`
	Lost      int `json:"lost"`
	Moved     int `json:"moved"`
	Closed    int `json:"closed"`
	Opened    int `json:"opened"`
	Dismissed int `json:"dismissed,omitempty"`
	Declared  int `json:"declared,omitempty"`
	Restored  int `json:"restored,omitempty"`
	Up        int `json:"up"`
	Down      int `json:"down"`
	Unchanged int `json:"unchanged"`
	NewLinks  int `json:"new_links,omitempty"`
	GoneLinks int `json:"gone_links,omitempty"`
}

// Changed tells whether anything about the link changed.
func (t Tile) Changed() bool { return t.Group != "" }

// String is how a moment stands on the page: 2025-09-30（r112）.
func (m Moment) String() string {
	if m.Date == "" {
		return fmt.Sprintf("r%d", m.Revision)
	}
	return fmt.Sprintf("%s (r%d)", m.Date, m.Revision)
}
