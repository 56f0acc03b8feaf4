package api

import (
	"net/http"
	"time"

	"chainchief/graph"
	"chainchief/internal/decision"
)

// Conflict is what two people want of the same thing; nothing was written.
type Conflict struct {
	Revision int64           `json:"revision" doc:"Revision of their change: the base for the next try"`
	Time     time.Time       `json:"time"`
	Actor    string          `json:"actor"`
	Fields   []ConflictField `json:"fields" doc:"Fields that differ, in the order of the form"`
}

// ConflictField is one field as it was, as they set it and as you want it: codes and texts as stored.
type ConflictField struct {
	Subject *Ref   `json:"subject,omitempty" doc:"Of an edit of several things: whose field it is"`
	Other   *Ref   `json:"other,omitempty" doc:"The other end, when it is a field of a relation"`
	Field   string `json:"field"`
	ZH      string `json:"zh"`
	EN      string `json:"en"`
	Base    string `json:"base"`
	Theirs  string `json:"theirs"`
	Yours   string `json:"yours"`
	Agreed  bool   `json:"agreed" doc:"Both want the same"`

	Terms []graph.Term `json:"terms,omitempty" doc:"Words of its codes"`
}

// conflictNames are the names that fields of the store have on the wire, where they differ.
var conflictNames = func() map[string]string {
	names := map[string]string{"decision": "reason", "contact": "stage"}
	for _, w := range weightFields() {
		names[w.Group+"_"+w.Name] = w.Group + "." + w.Name
	}
	return names
}()

func conflicting(x *decision.Conflict) *Problem {
	p := newProblem(
		http.StatusConflict,
		string(graph.CodeConflict),
		x.Error()+"; compare both values and write again on that revision",
		"",
	)
	p.DetailZH = x.Actor + "在您打开之后改过；请对照两边的值再保存"
	p.Conflict = conflictOf(x)
	return p
}

func conflictOf(x *decision.Conflict) *Conflict {
	out := &Conflict{
		Revision: int64(x.Revision),
		Time:     x.Time,
		Actor:    x.Actor,
		Fields:   make([]ConflictField, len(x.Fields)),
	}
	for i, f := range x.Fields {
		name := f.Name
		if wire, ok := conflictNames[name]; ok {
			name = wire
		}
		out.Fields[i] = ConflictField{
			Field: name, ZH: f.ZH, EN: f.EN, Base: f.Base, Theirs: f.Theirs, Yours: f.Your, Agreed: f.Theirs == f.Your,
		}
		if f.Subject != "" {
			out.Fields[i].Field, out.Fields[i].Subject, out.Fields[i].Terms = f.Name, &Ref{ID: string(f.Subject)}, f.Terms
		}
		if f.Other != "" {
			out.Fields[i].Other = &Ref{ID: string(f.Other)}
		}
	}
	return out
}
