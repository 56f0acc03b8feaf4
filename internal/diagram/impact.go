package diagram

// Impact is the content of an impact drawing 影响图: what is affected when a link fails, step by step along what feeds
// what for certain, with the local enterprises there and the share of each chain. It holds no coordinates and no
// colours.
type Impact struct {
	Head    Head    `json:"head"`
	Link    Hit     `json:"link"`              // the one that fails
	Feeders []Hit   `json:"feeders,omitempty"` // what feeds it and is not affected itself, the most necessary first
	Steps   []Step  `json:"steps"`             // by distance; none when nothing hangs on it
	Edges   []Edge  `json:"edges"`             // feeds among all of these, sorted by From, To
	Shares  []Share `json:"shares"`            // of the chain of the link first, also when nothing of it is affected
	Total   int     `json:"total"`             // links in all steps
	Firms   int     `json:"firms"`             // local enterprises in all steps
	// Remarks say what the figures rest on: cycles, possible feeds that are not counted, how weight is counted.
	Remarks []string `json:"remarks"`
	// Instead says what could stand in for the link, always in this order: makers in the circle, makers farther off, other
	// technology, how many make it in the country.
	Instead []Source `json:"instead"`
}

// Hit is a link of any chain.
type Hit struct {
	Card
	Chain string `json:"chain"` // name of its chain
}

// Step is what lies the same number of feeds away.
type Step struct {
	Name  string `json:"name"` // such as 第 2 步
	Links []Hit  `json:"links"`
	Firms []Firm `json:"firms,omitempty"` // local ones that no nearer step has
}

// Source is where help could come from: firms by name, or words.
type Source struct {
	Label string `json:"label"`
	Firms []Firm `json:"firms,omitempty"`
	Words string `json:"words,omitempty"` // where there is no firm
}

// Share is the part of a chain's weight that is affected, the failing link itself left out of both sums.
type Share struct {
	Chain       string `json:"chain"`
	Provisional bool   `json:"provisional,omitempty"`
	Passed      int    `json:"passed"` // of Weight, what is must-pass
	Weight      int    `json:"weight"`
	Total       int    `json:"total"`
	Percent     string `json:"percent"` // Weight of Total
}
