package diagram

// Portrait is the content of a one-page chain portrait 一链一图: who answers for the chain, what it is made of and how far
// that is here, what lacks most, who could close it, what happened and comes next, and how old the data are. It holds
// no coordinates and no colours.
type Portrait struct {
	Head     Head             `json:"head"`
	SixOnes  []PortraitOne    `json:"six_ones"` // always six
	Stages   []Band           `json:"stages"`   // that have links, upstream to downstream, Support last
	Links    []PortraitLink   `json:"links"`    // by stage, in template order
	Complete PortraitFraction `json:"complete"`

	// Gaps and Targets are the first MostRows of AllGaps and AllTargets: the gaps are those of the drawing of investment
	// targets, the targets the best of their candidates, each enterprise once, at the gap where it scores most.
	Gaps       []TargetGap      `json:"gaps"`
	AllGaps    int              `json:"all_gaps"`
	Targets    []PortraitTarget `json:"targets"`
	AllTargets int              `json:"all_targets"`

	Events []PortraitEvent `json:"events"` // that happened, oldest first
	Next   []PortraitEvent `json:"next"`   // to come: dated ones by date, then what has no date

	Ages       []PortraitAge   `json:"ages"`   // always four
	Grades     []PortraitGrade `json:"grades"` // always four, firm to weak
	GradesHref string          `json:"grades_href"`
	Firms      int             `json:"firms"` // local enterprises on the chain
	Year       int             `json:"year"`  // that ages count from
}

// MostRows is how many gaps and targets a portrait shows.
const MostRows = 5

// PortraitOne is one of the six ones 六个一. Value is empty while nobody said.
type PortraitOne struct {
	Key        string `json:"key"`
	Href       string `json:"href"`
	Name       string `json:"name"`
	Value      string `json:"value,omitempty"`
	Unverified bool   `json:"unverified,omitempty"`
}

// PortraitLink is a lowest link in small.
type PortraitLink struct {
	ID     string       `json:"id"`
	Href   string       `json:"href"`
	Name   string       `json:"name"`
	Stage  string       `json:"stage"`
	State  State        `json:"state"`
	Word   string       `json:"word"` // the state in a word
	Weight int          `json:"weight"`
	Count  string       `json:"count,omitempty"` // such as 3 家; empty where none is known
	Firms  []FirmOfLink `json:"firms,omitempty"` // local ones; of an outside link those of the circle
	Empty  string       `json:"empty,omitempty"` // what it says without firms
}

// FirmOfLink is an enterprise named on a link.
type FirmOfLink struct {
	Name       string `json:"name"`
	Unverified bool   `json:"unverified,omitempty"`
}

// PortraitFraction is how complete the chain is: Covered of Total points of weight, held by Held of Links links.
type PortraitFraction struct {
	Percent int    `json:"percent"`
	Covered int    `json:"covered"`
	Total   int    `json:"total"`
	Held    int    `json:"held"`
	Links   int    `json:"links"`
	Text    string `json:"text"` // such as 完整度 58% = 权重 42/72
	Note    string `json:"note"` // what counts
}

// PortraitTarget is a candidate with the gap that it could close.
type PortraitTarget struct {
	TargetFirm
	Gap     string `json:"gap"`      // id
	GapName string `json:"gap_name"` // name of its link
}

// PortraitEvent is something that happened on a day, or is to come. Date is as its source has it; empty while nobody
// said.
type PortraitEvent struct {
	ID   string `json:"id"`
	Href string `json:"href"`
	Date string `json:"date,omitempty"`
	// what it is about: projects, enterprises, gaps; several of one day and kind together
	Names      []string `json:"names"`
	What       string   `json:"what,omitempty"`
	Unverified bool     `json:"unverified,omitempty"`
	Late       bool     `json:"late,omitempty"` // its day has passed and nobody said that it came
}

// The ages of data, by the year of an enterprise's newest evidence on the chain.
const (
	AgeRecent  = "recent"  // at most two years before Year: the last three years
	AgeMiddle  = "middle"  // three to five years before
	AgeOld     = "old"     // more
	AgeUndated = "undated" // nothing but knowledge of the trade or a guess, which have no day
)

// PortraitAge are the enterprises whose data are of one age, newest first.
type PortraitAge struct {
	Key   string         `json:"key"`
	Href  string         `json:"href"`
	Name  string         `json:"name"`
	Firms []PortraitFirm `json:"firms,omitempty"`
}

// PortraitFirm is a local enterprise with the year of its newest evidence on the chain; 0 without any.
type PortraitFirm struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Year       int    `json:"year,omitempty"`
	Unverified bool   `json:"unverified,omitempty"`
}

// PortraitGrade counts the enterprises whose firmest source on the chain is of one grade.
type PortraitGrade struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Firms int    `json:"firms"`
}
