package diagram

// Relation of two links as a drawing shows it.
type Relation string

const (
	Feeds     Relation = "feeds"     // the template says so
	Possible  Relation = "possible"  // could supply, no evidence
	Fails     Relation = "fails"     // impact only: what stops is needed
	Evidenced Relation = "evidenced" // a supply between firms of the two links is on record
)

// Structure is the content of a technology-structure diagram 技术结构图: stages across, sub-chains down, links as
// cards, and what feeds what. It holds no coordinates and no colours. Words are in the language of Head.Lang.
type Structure struct {
	Head   Head   `json:"head"`
	Stages []Band `json:"stages"` // upstream to downstream; never support
	Lanes  []Band `json:"lanes"`  // sub-chains, top to bottom; at least one, whose Name is empty when the chain has none
	Links  []Card `json:"links"`  // in template order
	Edges  []Edge `json:"edges"`  // sorted by From, To
	// Total counts the chain's lowest links before filters (stage, only gaps) took some away; the page says 显示 n/m when it
	// differs.
	Total int `json:"total"`
}

// Band is a stage or a sub-chain.
type Band struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Caption string `json:"caption,omitempty"` // stages: what it holds, such as 原料 · 衬底 · 外延芯片
	Note    string `json:"note,omitempty"`    // stages: counts, such as 7 环节 · 缺 2 · 弱 3
}

// Support is the stage of links that serve all stages (equipment, testing, recycling): the strip at the foot.
const Support = "support"

// Card is one lowest link.
type Card struct {
	ID       string   `json:"id"`
	Href     string   `json:"href"`
	Name     string   `json:"name"`
	Stage    string   `json:"stage"` // key of a stage, or Support
	Lane     string   `json:"lane"`  // key of a lane; empty for support
	Group    string   `json:"group,omitempty"`
	Products []string `json:"products,omitempty"`
	State    State    `json:"state"`             // strong present weak outside missing; empty on the cards of an overview
	Weight   int      `json:"weight"`            // 1 to 3; 0 on the cards of an overview
	Members  []Member `json:"members,omitempty"` // of an overview: the links that the card stands for, in template order
	Firms    []Firm   `json:"firms,omitempty"`
	// Empty is what the card says where it has no firm, such as 未见本地企业.
	Empty      string `json:"empty,omitempty"`
	FirmsLabel string `json:"firms_label,omitempty"` // before the firms of an outside link, such as 圈内:
	// links that lack it, nearest first; shown on missing links with room
	Affects []string `json:"affects,omitempty"`
	Supply  string   `json:"supply,omitempty"` // how many make a missing one elsewhere in the country
	// impact only: why it stops, or how it can go round, longest words first
	Why     []string `json:"why,omitempty"`
	Choke   bool     `json:"choke,omitempty"`
	Blocked bool     `json:"blocked,omitempty"`
	Extend  bool     `json:"extend,omitempty"`
	Sole    bool     `json:"sole,omitempty"`
	// the link itself rests on nothing better than trade knowledge and its state on it too
	Unverified bool `json:"unverified,omitempty"`
	// impact only: it stops with the link that fails, and has no way round
	MustPass bool     `json:"must_pass,omitempty"`
	Other    []string `json:"other,omitempty"` // names of other chains that it feeds or is fed by
}

// Firm is an enterprise on a card.
type Firm struct {
	Name       string   `json:"name"`
	Levels     []string `json:"levels,omitempty"`      // one character each: 领 链 规 专 巨 冠 高
	OpenLevels []string `json:"open_levels,omitempty"` // the same, not yet verified: drawn outlined and dotted
	Stage      string   `json:"stage,omitempty"`       // a tag such as 在建 试产; empty when in production
	Unverified bool     `json:"unverified,omitempty"`
	Note       string   `json:"note,omitempty"`
}

// Edge joins two cards of the same diagram.
type Edge struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	Kind Relation `json:"kind"`
}

// Member is one of the links that a card of an overview stands for.
type Member struct {
	Name  string `json:"name"`
	State State  `json:"state"`
}
