package diagram

// Impact is the content of an impact drawing 影响图: what stops when a link does, step by step by the last need that
// fails, and what can go round; the same question for other links; the worst stop of one enterprise. It holds no
// coordinates and no colours.
type Impact struct {
	Head  Head   `json:"head"`
	Link  Hit    `json:"link"`  // the one that fails
	Steps []Step `json:"steps"` // none when nothing hangs on it
	Edges []Edge `json:"edges"` // what fails of the needs of all these, back into a ring too; sorted by From, To
	// Weight is what stops of the chain of the link, of Of: the link itself is left out of both
	Weight int `json:"weight"`
	Of     int `json:"of"`
	Total  int `json:"total"` // links in all steps
	Stops  int `json:"stops"` // of these; the others can go round
	// OneOff says that it delivers equipment or services only, which carry no stop
	OneOff bool `json:"one_off,omitempty"`
	// Remarks say what the figures rest on: cycles, possible feeds that are not counted, what goes on downstream.
	Remarks []string `json:"remarks"`
	// Instead says what could stand in for the link, always in this order: makers in the circle, makers farther off, other
	// technology, how many make it in the country.
	Instead []Source `json:"instead"`
	Others  []Stop   `json:"others,omitempty"` // other links of the chain, those with which most stops first
	Worst   Worst    `json:"worst"`
}

// Hit is a link of any chain, and what becomes of its needs.
type Hit struct {
	Card
	Chain string `json:"chain"` // name of its chain
	// Needs is how many things it must have; alternatives count as one. Of a link that can go round it is 0.
	Needs int `json:"needs,omitempty"`
	// Holds names what it needs and still has, the alternatives that are left joined by 或
	Holds []string `json:"holds,omitempty"`
	// Cut are the alternatives of which every one fails, by id, each at least two
	Cut [][]string `json:"cut,omitempty"`
}

// Step is what stops, or would without another way, one step after the last that it needs. Markets 用途 stand in a last
// step of their own.
type Step struct {
	Name   string `json:"name"` // such as 第 2 步
	Links  []Hit  `json:"links"`
	Stops  int    `json:"stops"`  // of the links
	Weight int    `json:"weight"` // of all that stops up to here, of the chain of the link
}

// Source is where help could come from: firms by name, or words.
type Source struct {
	Label string `json:"label"`
	Firms []Firm `json:"firms,omitempty"`
	Words string `json:"words,omitempty"` // where there is no firm
}

// Stop is what stops with another link.
type Stop struct {
	ID    string   `json:"id"`
	Href  string   `json:"href"`
	Name  string   `json:"name"`
	Fails []string `json:"fails,omitempty"` // names, in the order of their steps
	// Rounds say what can go round by what, and whether the city has that
	Rounds []string `json:"rounds,omitempty"`
}

// Worst is what is left of a chain when the one enterprise stops that it hangs on most.
type Worst struct {
	Text  string     `json:"text"`
	Held  int        `json:"held"`  // weight
	Total int        `json:"total"` // weight
	Rows  []WorstRow `json:"rows"`  // today, the worst, the second; only today where no link hangs on one alone
}

// WorstRow is the weight that is left when somebody stops.
type WorstRow struct {
	Name string `json:"name"`
	Lost int    `json:"lost"`
}
