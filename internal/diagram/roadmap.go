package diagram

// Roadmap is the content of a roadmap 发展路线图: what happened and is planned when, in lanes by what it does for the
// chain. It holds no coordinates and no colours. Dates are days "2006-01-02".
type Roadmap struct {
	Head  Head          `json:"head"`
	AsOf  string        `json:"as_of"`      // the last day of the newest record: the line between past and plan
	Label string        `json:"label"`      // on that line
	First int           `json:"first_year"` // of the axis
	Last  int           `json:"last_year"`
	Lanes []RoadmapLane `json:"lanes"`          // always five, top to bottom
	Left  int           `json:"left,omitempty"` // items that the options leave out
	Words RoadmapWords  `json:"words"`
}

// RoadmapWords are the words of the page.
type RoadmapWords struct {
	Before    string `json:"before"` // the year before the axis, with Earlier under it
	Earlier   string `json:"earlier"`
	Done      string `json:"done"`
	Plan      string `json:"plan"`
	Undated   string `json:"undated"`
	UndatedOf string `json:"undated_of"`
	Nothing   string `json:"nothing"` // in a future without dates
	Empty     string `json:"empty"`   // a lane without items
	// Steps explain the marks of stages, in the order of the work.
	Steps []StepWord `json:"steps"`
}

// StepWord is the mark of a step with its word.
type StepWord struct {
	Step string `json:"step"`
	Mark string `json:"mark"`
	Word string `json:"word"`
}

// RoadmapLane is one purpose: targets, fill, strengthen, extend, platforms.
type RoadmapLane struct {
	Key     string        `json:"key"`
	Name    string        `json:"name"`
	Count   string        `json:"count"` // such as 5 个项目
	Owner   string        `json:"owner"` // such as 责任：待补充
	Quiet   bool          `json:"quiet"` // targets and platforms: they frame the three lanes of projects
	Items   []RoadmapItem `json:"items"` // with a date on record, by date
	Undated []Undated     `json:"undated"`
}

// The kinds of items.
const (
	ItemProject   = "project"
	ItemMilestone = "milestone"
	ItemTarget    = "target"
	ItemDue       = "due" // the day until when people want a gap closed
)

// Light says how an item stands; the first that holds.
type Light string

const (
	LightStopped Light = "stopped" // people said so
	LightDone    Light = "done"    // in production
	LightLate    Light = "late"    // a planned date has passed
	LightBlank   Light = "blank"   // no dated record
	LightStale   Light = "stale"   // more than a year without a record
	LightNormal  Light = "normal"
)

// RoadmapItem is a project, a milestone, a target or a due gap with at least one date.
type RoadmapItem struct {
	ID         string  `json:"id"`
	Href       string  `json:"href"`
	Kind       string  `json:"kind"`
	Name       string  `json:"name"`
	Value      string  `json:"value,omitempty"` // targets: the figure reached or aimed at
	Base       string  `json:"base,omitempty"`  // targets: where it began; empty when the value is no target
	Link       string  `json:"link,omitempty"`
	Amount     string  `json:"amount,omitempty"` // as announced
	Place      string  `json:"place,omitempty"`
	Note       string  `json:"note,omitempty"`
	Unverified bool    `json:"unverified,omitempty"`
	Light      Light   `json:"light,omitempty"` // projects
	Stale      string  `json:"stale,omitempty"` // such as 45 个月无记录
	Stages     []Stage `json:"stages"`          // in the order of the work; of milestones and targets exactly one
}

// Stage of a project, or the moment of a milestone or target.
type Stage struct {
	Step  string `json:"step,omitempty"` // of a project: signed, started, or a state of graph.Steps
	Mark  string `json:"mark,omitempty"` // one character for it
	From  string `json:"from"`           // first day of the date as precise as its source
	Until string `json:"until"`          // first day after it
	Text  string `json:"text"`           // the date as its source has it
	Done  bool   `json:"done"`
	// Open is a stage whose own date nobody noted: done ones stand after the one before, planned ones a quarter ahead.
	Open bool `json:"open,omitempty"`
}

// Undated is a line in the column of what has no date.
type Undated struct {
	ID   string `json:"id"`
	Mark string `json:"mark"` // missing, blank or target
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}
