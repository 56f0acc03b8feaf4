// Package draft keeps what somebody is about to put into the graph: a file as it came, and what was decided of its
// rows. Nothing of a draft is in the graph before it is applied. Each time it is opened its rows are read again from
// the file and held against what stands by then; to apply it is one change set, that can be taken back like any other.
package draft

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/decision"
	"chainchief/internal/lists"
)

// ID names a draft so that it can be spoken: d7.
type ID int64

func (id ID) String() string { return "d" + strconv.FormatInt(int64(id), 10) }

// ParseID reads d7, or 7.
func ParseID(text string) (ID, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.ToLower(text), "d"), 10, 64)
	if err != nil || n < 1 {
		return 0, absent(text)
	}
	return ID(n), nil
}

func absent(id string) error {
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("there is no draft %s", id),
		Fix:     "chainchief drafts lists them",
	}
}

// State says how far a draft is.
type State string

// The states.
const (
	Open    State = "open"
	Applied State = "applied"
	Dropped State = "dropped"
)

// Draft is one.
type Draft struct {
	ID       ID
	Edition  int64  // grows with every change
	Account  string // of who made it; empty: whoever sits at the machine
	Post     string // of who made it
	Name     string
	File     string // its name
	Size     int64
	Made     time.Time
	Changed  time.Time
	State    State
	Revision graph.Revision // that it was applied as
	Base     graph.Version  // of the graph when it was made
	Work

	token string
	tried graph.Revision
}

// Work is what people have done on a draft.
type Work struct {
	From      From                `json:"from"`
	Mapping   json.RawMessage     `json:"mapping,omitempty"` // of the columns of a sheet that chainchief did not make
	Decisions map[string]Decision `json:"decisions,omitempty"`
}

// From is where what is new comes from, where a row does not say it. Without a source each row must.
type From struct {
	Source     graph.ID         `json:"source,omitempty"`
	AsOf       graph.Date       `json:"as_of,omitempty"` // empty: that of the source
	Confidence graph.Confidence `json:"confidence,omitempty"`
}

// Decision is what was decided of a row.
type Decision struct {
	lists.Decision
	Noted bool `json:"noted,omitempty"` // what it was reminded of is right
}

func (d Decision) empty() bool {
	return !d.Leave && !d.Noted && len(d.Sides) == 0 && len(d.Instead) == 0
}

func refuse(code graph.Code, zh, en string) error {
	return &decision.Refused{Code: code, ZH: zh, EN: en}
}

// Request is what applying a draft is known by in the history of a store, so that it is done once.
func (d *Draft) Request() graph.Request {
	return graph.Request{Key: d.ID.String() + " " + d.token, Digest: d.token}
}
