package diagram

// Targets is the content of an investment-targets drawing 招商目标图: the gaps of a chain by weight, for each the candidates
// to close it, best first, and who must not be asked. It holds no coordinates and no colours.
type Targets struct {
	Head       Head        `json:"head"`
	Gaps       []TargetGap `json:"gaps"`           // that nobody dismissed or closed, by Order
	Left       int         `json:"left,omitempty"` // gaps that the options leave out
	GapParts   []PartWord  `json:"gap_parts"`      // of every weight
	FirmParts  []PartWord  `json:"firm_parts"`     // of every score; empty without candidates
	Stages     []string    `json:"stages"`         // of contact, in their order
	Dismissed  int         `json:"dismissed"`      // gaps left out because people dismissed them
	Closed     int         `json:"closed"`         // gaps left out because people closed them
	Candidates int         `json:"candidates"`     // enterprises among All of some gap, each once
	Turn       int         `json:"turn"`           // local firms that could turn to a need, each once; no candidates
	// firms left out because their words alone speak for them, and not enough of these agrees, over all gaps
	Distant    int         `json:"distant"`
	Unverified string      `json:"unverified"` // the word beside a name that is not proved
	Blank      TargetBlank `json:"blank"`
}

// PartWord names a part of a weight or score with the most that it can give.
type PartWord struct {
	Key  string  `json:"key"`
	Name string  `json:"name"`
	Most float64 `json:"most"`
}

// TargetBlank are the words where there is nothing.
type TargetBlank struct {
	Gaps  string `json:"gaps"`  // no gap is open
	Firms string `json:"firms"` // a gap without candidates
	More  string `json:"more"`  // beside the few candidates of a gap
	Makes string `json:"makes"` // a candidate of whose products nothing is known
	Pull  string `json:"pull"`  // a gap that touches no local enterprise
	Stage string `json:"stage"` // nobody has begun to talk
}

// GapMark is how a gap is marked, the gravest of what holds.
type GapMark string

// The marks of gaps.
const (
	GapChoke   GapMark = "choke"
	GapMissing GapMark = "missing"
	GapWeak    GapMark = "weak"
	GapOutside GapMark = "outside" // only the circle has it
	GapBlocked GapMark = "blocked" // nothing lacks but people found that it does not flow
)

// TargetGap is a gap with who could close it.
type TargetGap struct {
	ID        string       `json:"id"`
	Href      string       `json:"href"`
	Name      string       `json:"name"` // of its link
	Mark      GapMark      `json:"mark"`
	Kind      string       `json:"kind"`  // Mark in a word
	Order     int          `json:"order"` // 1, 2, 3: its place
	Rank      int          `json:"rank"`  // the same for equal weights: 1, 2, 2, 4
	Weight    float64      `json:"weight"`
	City      [3]int       `json:"city"` // among all gaps of the city: its place, and from where to where it may lie
	Parts     []Slot       `json:"parts"`
	Feeds     []string     `json:"feeds"`             // links that it feeds directly
	Why       string       `json:"why"`               // what is here instead, in short
	Decided   string       `json:"decided,omitempty"` // what people decided, with owner and date; empty when nobody did
	Status    string       `json:"status,omitempty"`  // of the decision, in a word
	Pulls     []string     `json:"pulls"`             // local enterprises that it touches, the strongest first
	Firms     []TargetFirm `json:"firms"`             // candidates, by Order; the first mostFirms of All
	All       int          `json:"all"`               // candidates
	Vetoes    []TargetVeto `json:"vetoes,omitempty"`  // the first of AllVetoes
	AllVetoes int          `json:"all_vetoes,omitempty"`
}

// TargetFirm is a candidate for a gap.
type TargetFirm struct {
	ID          string   `json:"id"`
	Href        string   `json:"href,omitempty"` // empty of one that is not in the graph
	Name        string   `json:"name"`           // short
	Unverified  bool     `json:"unverified,omitempty"`
	Order       int      `json:"order"`            // 1, 2, 3: its place
	Fits        bool     `json:"fits,omitempty"`   // what it makes is near to what is needed
	Leads       bool     `json:"leads,omitempty"`  // it fits, and by more than words: it may be called first
	Warned      bool     `json:"warned,omitempty"` // its shares are under a warning, or it trades and makes nothing
	Rank        int      `json:"rank"`             // the same for equal scores
	Points      float64  `json:"points"`
	Most        float64  `json:"most"`    // that its known parts could give
	Percent     int      `json:"percent"` // low end of the score, by which the list is ordered
	High        int      `json:"high"`    // its high end: what is not known counted in full
	Parts       []Slot   `json:"parts"`
	Place       string   `json:"place,omitempty"` // in short; empty when not known
	Region      string   `json:"region"`          // place and class in words, or that nobody gave them
	RegionKnown bool     `json:"region_known,omitempty"`
	Makes       []string `json:"makes"`              // that somebody says it makes
	Inferred    string   `json:"inferred,omitempty"` // from which links it is inferred, in words, when nobody said
	Tie         string   `json:"tie"`
	TieProven   bool     `json:"tie_proven,omitempty"` // on record
	Tied        bool     `json:"tied,omitempty"`       // there is a tie; else Tie says that none was seen
	Stage       int      `json:"stage"`                // of Stages
	Begun       bool     `json:"begun,omitempty"`      // the stage is on the board
	Reported    bool     `json:"reported,omitempty"`   // the stage is read from a report
	Serves      int      `json:"serves"`               // open gaps of the chain that it is a candidate for
}

// Behind says why it stands behind others of a lower score; empty where the score alone decides.
func (f TargetFirm) Behind(lang string) string {
	switch {
	case f.Warned && lang == "en":
		return "under a warning"
	case f.Warned:
		return "警示或非制造"
	case !f.Fits && lang == "en":
		return "not enough agrees"
	case !f.Fits:
		return "匹配不足"
	case !f.Leads && lang == "en":
		return "by words"
	case !f.Leads:
		return "按词推断"
	}
	return ""
}

// First tells whether it is to be asked first: the best, when more than words speaks for it.
func (f TargetFirm) First() bool { return f.Order == 1 && f.Leads }

// StageOf says how far the talks with a candidate are: which of Stages, and the word for it; -1 and the word that
// nobody has begun.
func (t Targets) StageOf(f TargetFirm) (int, string) {
	if n := len(t.Stages); (f.Begun || f.Reported) && n > 0 {
		at := min(max(0, f.Stage), n-1)
		return at, t.Stages[at]
	}
	return -1, t.Blank.Stage
}

// TargetVeto is an enterprise that must not be asked.
type TargetVeto struct {
	ID      string `json:"id"`
	Href    string `json:"href,omitempty"`
	Name    string `json:"name"`
	Reason  string `json:"reason"`
	Instead string `json:"instead,omitempty"` // what to do instead
}
