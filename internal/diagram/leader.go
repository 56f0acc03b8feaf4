package diagram

// LeaderHead is what a drawing of the leader's edition carries: what it is of, one sentence, one figure, one line at
// the foot.
type LeaderHead struct {
	ID          string `json:"id"` // such as structure/optoelectronics/leader
	Lang        string `json:"lang"`
	Title       string `json:"title"`                 // chain and drawing
	Provisional string `json:"provisional,omitempty"` // 待核实 when the chain itself is not confirmed
	// Headlines are one sentence, each shorter than the one before: the first that fits is written.
	Headlines []string `json:"headlines"`
	Figure    Figure   `json:"figure,omitzero"` // no value: no figure
	Foot      string   `json:"foot"`            // what must be proved first, and how old the data are
	Notes     []string `json:"notes,omitempty"` // who answers for the chain, the revision, the sources in full
}

// LeaderStructure is the leader's edition of a technology structure: groups of links by stage and sub-chain, and the
// three to fill first.
type LeaderStructure struct {
	Head   LeaderHead     `json:"head"`
	Stages []LeaderStage  `json:"stages"`          // upstream to downstream; support only when there is nothing else
	Lanes  []Band         `json:"lanes"`           // sub-chains; a single one has no name
	Tiles  []LeaderTile   `json:"tiles"`           // by lane, then stage, in template order; never support
	Strip  *LeaderTile    `json:"strip,omitempty"` // the links that serve all stages
	Empty  string         `json:"empty,omitempty"` // what stands where there are no links
	Blank  string         `json:"blank"`           // of a tile on whose links nobody is seen
	Words  []LeaderLegend `json:"words"`           // of the shares that occur
}

// LeaderStage is a stage with how many of its links are held.
type LeaderStage struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Held int    `json:"held"`
	All  int    `json:"all"`
}

// LeaderShare is how much of a tile is held.
type LeaderShare string

// The shares.
const (
	ShareFull  LeaderShare = "full"  // every link is held
	ShareHalf  LeaderShare = "half"  // some are
	ShareBegun LeaderShare = "begun" // none is; on some a local enterprise, or one of the circle, is known
	ShareNone  LeaderShare = "none"  // nobody is seen on any
)

// LeaderShares are the shares, the best first.
var LeaderShares = []LeaderShare{ShareFull, ShareHalf, ShareBegun, ShareNone}

// LeaderLegend is a share in a word.
type LeaderLegend struct {
	Share LeaderShare `json:"share"`
	Word  string      `json:"word"`
}

// LeaderTile is a group of links, or several groups that stand together.
type LeaderTile struct {
	ID    string      `json:"id"`
	Href  string      `json:"href"`
	Name  string      `json:"name"`
	Stage string      `json:"stage"`
	Lane  string      `json:"lane,omitempty"` // empty for support
	Share LeaderShare `json:"share"`
	Held  int         `json:"held"`
	All   int         `json:"all"`
	Firms []string    `json:"firms,omitempty"` // of a full tile: who holds its links
	// Counts say of the links that are not held how many lack what, such as 缺 2 and 在建 1; empty of a full tile, and where
	// nobody is seen on any.
	Counts []string    `json:"counts,omitempty"`
	Links  []string    `json:"links"` // those that are not held, in the order of Counts; of a full tile all
	First  []LeaderTag `json:"first,omitempty"`
}

// LeaderTag marks one of the gaps to fill first.
type LeaderTag struct {
	ID     string `json:"id"`
	Href   string `json:"href"`
	Name   string `json:"name"` // of its link
	Number int    `json:"number"`
}

// LeaderTargets is the leader's edition of the investment targets: the first three open gaps, two enterprises each, and
// what to do next.
type LeaderTargets struct {
	Head  LeaderHead  `json:"head"`
	Gaps  []LeaderGap `json:"gaps"`
	Total int         `json:"total"` // open gaps of the chain
	Empty string      `json:"empty"` // what stands in the room of gaps that are not there
	More  string      `json:"more"`  // in the second place, when there is one enterprise
}

// LeaderGap is one of the gaps to fill first, with whom to call.
type LeaderGap struct {
	ID     string       `json:"id"`
	Href   string       `json:"href"`
	Name   string       `json:"name"` // of its link
	Number int          `json:"number"`
	Mark   GapMark      `json:"mark"`
	Kind   string       `json:"kind"` // Mark in a word, and why it is one in a few
	Firms  []LeaderFirm `json:"firms,omitempty"`
	None   [2]string    `json:"none,omitzero"` // without Firms: that nobody suitable is seen, and who was left out
	Act    string       `json:"act"`           // what to do next
	Owner  string       `json:"owner"`         // with its label, such as 责任 待补充
	Due    string       `json:"due"`
}

// LeaderFirm is an enterprise to call.
type LeaderFirm struct {
	ID         string `json:"id"`
	Href       string `json:"href,omitempty"`
	Name       string `json:"name"`
	Unverified bool   `json:"unverified,omitempty"`
	Place      string `json:"place"`
	Reason     string `json:"reason"` // the firmest one
}
