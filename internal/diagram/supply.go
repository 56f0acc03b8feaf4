package diagram

// Supply is the content of the supply map of an enterprise 供应图: across, what comes to it and what goes from it, by how
// near the other end is; down, the group that it belongs to. It holds no coordinates and no colours.
type Supply struct {
	Head   Head        `json:"head"`
	Strip  SupplyStrip `json:"strip"`
	Inputs SupplySide  `json:"inputs"`
	Users  SupplySide  `json:"users"`
	Firm   SupplyFirm  `json:"firm"`
	// direct inputs that nobody here or in the circle is known for, heaviest first
	Missing []MissingInput  `json:"missing"`
	Cells   []SupplyName    `json:"cells"` // direct inputs: the base of the rates, in the order of Inputs
	Rates   []SupplyRate    `json:"rates"` // always four, from near to far
	Risks   []SupplyRisk    `json:"risks"` // gravest first
	Words   SupplyMapWords  `json:"words"`
	Radii   []SupplyHeading `json:"radii"` // always four, from near to far
}

// SupplyHeading is a section's name with a note.
type SupplyHeading struct {
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

// SupplyMapWords are the words of the page.
type SupplyMapWords struct {
	Strip   SupplyHeading `json:"strip"`
	Centre  SupplyHeading `json:"centre"`
	Missing SupplyHeading `json:"missing"`
	Rates   SupplyHeading `json:"rates"`
	Risks   SupplyHeading `json:"risks"`
	Unseen  string        `json:"unseen"`
	Blank   string        `json:"blank"`
	NoNeed  string        `json:"no_need"` // instead of missing inputs
	NoBase  string        `json:"no_base"` // instead of rates
	NoRisk  string        `json:"no_risk"`
}

// SupplyStrip shows where the enterprise's links lie on their chain.
type SupplyStrip struct {
	Groups   []StripGroup `json:"groups"`             // from the farthest upstream to the farthest downstream
	Parallel *StripGroup  `json:"parallel,omitempty"` // links that feed the same users
	Empty    string       `json:"empty,omitempty"`    // instead, for an enterprise on no link
}

// StripGroup are links at one distance from those of the enterprise.
type StripGroup struct {
	Name  string      `json:"name"`
	Own   bool        `json:"own,omitempty"`
	Links []StripLink `json:"links"`
}

// StripLink is one of them.
type StripLink struct {
	ID    string `json:"id"`
	Href  string `json:"href"`
	Name  string `json:"name"`
	State State  `json:"state"`
}

// SupplySide is what comes to the enterprise or what goes from it.
type SupplySide struct {
	Head   SupplyHeading `json:"head"`
	Column string        `json:"column"`          // over the links
	Rows   []SupplyRow   `json:"rows"`            // in order of need: tier 1 before tier 2
	Blank  string        `json:"blank,omitempty"` // instead of rows
	Rest   SupplyRest    `json:"rest"`            // everything not known yet
}

// SupplyRow is a link, or a product that no link yields, with the firms of each radius.
type SupplyRow struct {
	ID       string          `json:"id"`
	Href     string          `json:"href,omitempty"`
	Name     string          `json:"name"`
	Products []string        `json:"products,omitempty"`
	Note     string          `json:"note,omitempty"` // instead of products: that it is of another chain, or of no link
	State    State           `json:"state"`          // empty: no link
	Word     string          `json:"word"`           // of the state
	Tier     int             `json:"tier"`
	TierWord string          `json:"tier_word"`
	Via      []string        `json:"via,omitempty"`      // ids of rows of the tier before that it enters or comes from
	Possible bool            `json:"possible,omitempty"` // not every maker needs it
	Supplied bool            `json:"supplied,omitempty"` // somebody delivers or buys it, on record
	Firms    [4][]SupplyName `json:"firms"`              // by Radii; firmest first
}

// SupplyName is a firm or an input in a cell.
type SupplyName struct {
	ID       string   `json:"id"`
	Href     string   `json:"href,omitempty"`
	Name     string   `json:"name"`
	Standing Standing `json:"standing,omitempty"`
}

// SupplyRest is the last row of a side.
type SupplyRest struct {
	Name  string          `json:"name"`
	Empty string          `json:"empty"` // where no told firm is left over
	Firms [4][]SupplyName `json:"firms"` // told ones that work on no link of the rows
}

// SupplyFirm is the column of the enterprise and its group.
type SupplyFirm struct {
	ID       string        `json:"id"`
	Href     string        `json:"href"`
	Name     string        `json:"name"`
	Facts    []SupplyFact  `json:"facts"`  // most telling first
	Parent   SupplyHeading `json:"parent"` // the group's head, or that nobody named one
	Known    bool          `json:"known"`  // a parent is on record
	Share    string        `json:"share"`
	Siblings SiblingBlock  `json:"siblings"`
}

// SupplyFact is a line of the enterprise's card.
type SupplyFact struct {
	Key   string   `json:"key"`
	Items []string `json:"items"`
	Blank bool     `json:"blank,omitempty"` // nobody said: Items holds the words for that
}

// SiblingBlock are further firms of the group. They supply nothing by being that.
type SiblingBlock struct {
	Title string   `json:"title"`
	Names []string `json:"names,omitempty"`
	Note  string   `json:"note"`
}

// MissingInput is an input that is to be found, with the first candidate for it.
type MissingInput struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Candidate *SupplyCandidate `json:"candidate,omitempty"`
}

// SupplyCandidate is the first candidate for an input.
type SupplyCandidate struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Place      string  `json:"place"`
	Unverified bool    `json:"unverified,omitempty"`
	Parts      []Slot  `json:"parts"`
	Points     float64 `json:"points"`
	Most       float64 `json:"most"`
	Percent    int     `json:"percent"` // low end of the score
	High       int     `json:"high"`    // its high end
}

// SupplyRate says, of a radius and all nearer ones, which of the direct inputs are known.
type SupplyRate struct {
	Name      string       `json:"name"`
	Text      string       `json:"text"`
	Possible  int          `json:"possible"`
	Evidenced int          `json:"evidenced"`
	Of        int          `json:"of"`
	Cells     []SupplyCell `json:"cells"` // one for each of Supply.Cells
}

// SupplyCell says what is known of an input within a radius.
type SupplyCell string

// The cells, from good to bad.
const (
	CellKnown SupplyCell = "known" // somebody who could deliver it
	CellNear  SupplyCell = "near"  // only a candidate: it makes something near to it
	CellNone  SupplyCell = "none"
)

// SupplyRisk is what to watch or to ask.
type SupplyRisk struct {
	Name string `json:"name"`
	Text string `json:"text"`
}
