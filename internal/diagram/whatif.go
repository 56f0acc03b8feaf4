package diagram

// WhatIf is the content of a what-if drawing 如果补上: a chain today, the links to be filled, and the chain as it would be
// with them. It is computed, not promised: nothing of it is a fact but today.
type WhatIf struct {
	Head   Head                `json:"head"`
	Panels [3]WhatIfPanel      `json:"panels"` // today, the links to be filled, after
	Stages []WhatIfStage       `json:"stages"` // upstream to downstream, then support where there is any
	Lanes  []Band              `json:"lanes"`
	Tiles  []WhatIfTile        `json:"tiles"`  // in template order
	Chosen []WhatIfChoice      `json:"chosen"` // by number
	Bars   [2]WhatIfBar        `json:"bars"`   // completeness today and after
	Ladder WhatIfLadder        `json:"ladder"`
	Bar    string              `json:"bar"` // what the bars measure
	Rows   []WhatIfRow         `json:"rows"`
	List   [WhatIfFacts]string `json:"list"`  // heads of the list of what is chosen
	Blank  string              `json:"blank"` // what stands where nobody said a cost
	Empty  string              `json:"empty"` // what stands where there are no links
}

// WhatIfPanel is one of the three, with what kind of knowledge it is.
type WhatIfPanel struct {
	Name string `json:"name"`
	Note string `json:"note"`
}

// WhatIfStage is a stage with how many of its links are held, and how many are to be filled.
type WhatIfStage struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Held   int    `json:"held"`
	Filled int    `json:"filled"`
	All    int    `json:"all"` // without markets
}

// WhatIfTile is a link, or a group of links in a chain that has many.
type WhatIfTile struct {
	ID       string `json:"id"`
	Href     string `json:"href"`
	Name     string `json:"name"`
	Stage    string `json:"stage"`          // key of a stage, or Support
	Lane     string `json:"lane"`           // key of a lane; empty for support
	State    State  `json:"state"`          // today; empty of a group
	Held     int    `json:"held,omitempty"` // of a group, of All
	All      int    `json:"all,omitempty"`  // 0 of a link
	Numbers  []int  `json:"numbers,omitempty"`
	Unlocked bool   `json:"unlocked,omitempty"` // held today; its inputs are complete only after
}

// Chosen tells whether the tile is filled, or some link of it.
func (t WhatIfTile) Chosen() bool { return len(t.Numbers) > 0 }

// Grouped tells whether the tile stands for a group of links.
func (t WhatIfTile) Grouped() bool { return t.All > 0 }

// WhatIfFacts is how many facts the list says of a choice, its name first.
const WhatIfFacts = 6

// WhatIfChoice is a link that is taken as filled.
type WhatIfChoice struct {
	ID     string              `json:"id"` // of the link
	Href   string              `json:"href"`
	Number int                 `json:"number"`
	State  State               `json:"state"` // today
	Facts  [WhatIfFacts]string `json:"facts"` // name, state, weight, points, gap, cost; the cost is empty when nobody said
}

// WhatIfBar is a completeness with how sure it is, as shares of 1.
type WhatIfBar struct {
	Known float64   `json:"known"` // of Low, what is so today
	Low   float64   `json:"low"`
	Point float64   `json:"point"`
	High  float64   `json:"high"`
	Words [3]string `json:"words"` // of low, point, high
}

// WhatIfLadder is the way from the one completeness to the other, a step a choice.
type WhatIfLadder struct {
	From  float64      `json:"from"`
	To    float64      `json:"to"`
	Steps []WhatIfStep `json:"steps"`
	Words [2]string    `json:"words"` // of the two ends
	All   string       `json:"all"`   // all steps in one word, where single ones have no room
	Note  string       `json:"note"`
}

// WhatIfStep is what one choice adds. The words of all steps add up to the difference of the rounded ends.
type WhatIfStep struct {
	Share float64 `json:"share"`
	Word  string  `json:"word"`
}

// WhatIfRow is a figure in the three panels.
type WhatIfRow struct {
	Label string        `json:"label"`
	Cells [3]WhatIfCell `json:"cells"`
}

// WhatIfCell is a value with a few words. Blank: nobody said it, or nobody can.
type WhatIfCell struct {
	Value string   `json:"value"`
	Blank bool     `json:"blank,omitempty"`
	Lead  string   `json:"lead,omitempty"`  // before the items
	Items []string `json:"items,omitempty"` // what finds no room is counted
}
