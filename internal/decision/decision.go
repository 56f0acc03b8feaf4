// Package decision is the one desk for what people write: the life of a gap, the contact board, comments, the weights
// of the scores, reviews of matches. It knows which step may follow which and what each needs, keeps every word in the
// graph with who said it and when, lets nobody overwrite what somebody else said meanwhile, and brings the derived gaps
// in line.
package decision

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/spelling"
)

// Refused is a step that makes no sense, or one that lacks something it needs. Nothing was written.
type Refused struct {
	Code   graph.Code // such as decision.reason_missing
	ZH, EN string     // what is wrong and what to do
}

func (r *Refused) Error() string { return r.EN }

// Unwrap lets those who know only graph.Error tell it to people.
func (r *Refused) Unwrap() error { return &graph.Error{Code: r.Code, Message: r.EN} }

// Source is what people's own words rest on.
const Source graph.ID = "source:people"

// Actor is who writes, and when; without accounts by the role that they give. What was written for the same request
// before is not written again: its change set is the answer, as store.ChangeSet.Repeated says.
type Actor struct {
	Name    string
	At      time.Time
	Request graph.Request
}

// reserved are the names that the program itself writes as: nobody else may be taken for it in the history.
var reserved = []string{analysis.System, "seed", "import", "match"}

// check refuses who is nobody, and who only the program is.
func (a Actor) check() error {
	switch name := spelling.Fold(strings.TrimSpace(a.Name)); {
	case name == "":
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "nobody is named who writes",
			Fix:     "say by which role",
		}
	case slices.Contains(reserved, name):
		return refuse(
			"actor.reserved",
			fmt.Sprintf("“%s”是系统自己使用的名字；请写操作人的岗位", a.Name),
			fmt.Sprintf("%q is a name that the program itself writes as; say by which role you write", a.Name),
		)
	}
	return nil
}

// day is the date of the moment, where the server is.
func (a Actor) day() graph.Date { return graph.Today(a.At) }

// prov is the provenance of what is said: kept as said, not proved.
func (a Actor) prov() graph.Provenance {
	return graph.Provenance{Source: Source, AsOf: a.day(), Confidence: graph.Unverified}
}

// source is the node of Source; put again it changes nothing.
func source() graph.Node {
	return graph.Node{ID: Source, Kind: graph.KindSource, Name: "本系统中的人工记录", NameEN: "What people recorded here",
		Prov: graph.Provenance{Source: Source, AsOf: "2026", Confidence: graph.Unverified}}
}

func refuse(code graph.Code, zh, en string) error { return &Refused{code, zh, en} }

// mostWords bounds, in characters, what is written into one field.
const mostWords = 2000

// clean trims what was written and refuses what is too long for a note.
func (f fields) clean() error {
	for name, value := range f {
		value = strings.TrimSpace(value)
		if len([]rune(value)) > mostWords {
			return refuse(
				"decision.too_long",
				fmt.Sprintf("内容超过 %d 字", mostWords),
				fmt.Sprintf("%s is longer than %d characters", name, mostWords),
			)
		}
		f[name] = value
	}
	return nil
}

// due checks a date: a whole day, and not already past when it is set.
func due(now, wanted string, by Actor) error {
	if wanted == "" || wanted == now {
		return nil
	}
	day, err := time.Parse(time.DateOnly, wanted)
	if err != nil {
		return refuse(
			"decision.due_invalid",
			"期限要写成 2026-12-31 这样的一天",
			"write the due date as a day, such as 2026-12-31",
		)
	}
	if day.Format(time.DateOnly) < string(by.day()) {
		return refuse("decision.due_past", "期限 "+wanted+" 已经过去", "the due date "+wanted+" is past")
	}
	return nil
}

// reasonOf says in the history what was done, with the words of whoever did it.
func reasonOf(what, words string) string {
	if words == "" {
		return what
	}
	return what + "：" + words
}
