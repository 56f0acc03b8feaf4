package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Code names an error for programs; it stays when the words change.
type Code string

// Codes of errors that cross packages.
const (
	CodeInvalid      Code = "changes.invalid"   // the input has problems; nothing was changed
	CodeNotFound     Code = "not_found"         // the thing asked for is not there
	CodeConflict     Code = "store.conflict"    // somebody else changed it first
	CodeUnavailable  Code = "store.unavailable" // the store cannot be reached; try again
	CodeTimeout      Code = "store.timeout"     // the store did not answer within the deadline
	CodeNewerStore   Code = "store.newer"       // written by a newer version of chainchief
	CodeDamagedStore Code = "store.damaged"     // the file is not a whole store
	CodeFull         Code = "store.full"        // no room left where the store writes
	CodeReadOnly     Code = "store.read_only"   // the place cannot be written
	CodeUsage        Code = "request.invalid"   // a question that cannot be understood
)

// Error is an error with a stable code and what to do next.
type Error struct {
	Code    Code
	Message string // what is wrong, for people
	Fix     string // what to do; may be empty
	Err     error  // the cause, for the log
}

func (e *Error) Error() string {
	text := e.Message
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first Error or Problems in the chain, or "".
func CodeOf(err error) Code {
	var problems Problems
	if errors.As(err, &problems) {
		return CodeInvalid
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Place is where in a file or request something was read. Row and Column count from 1; 0 is unknown.
type Place struct {
	File   string `json:"file,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column int    `json:"column,omitempty"`
	Field  string `json:"field,omitempty"`
}

func (p Place) String() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Row > 0 {
		parts = append(parts, fmt.Sprintf("row %d", p.Row))
	}
	if p.Column > 0 {
		parts = append(parts, fmt.Sprintf("column %d", p.Column))
	}
	if p.Field != "" {
		parts = append(parts, p.Field)
	}
	return strings.Join(parts, ", ")
}

// Problem is one thing that is wrong with the input.
type Problem struct {
	Code    string `json:"code"`              // such as attribute.unknown
	Subject string `json:"subject,omitempty"` // id of the node or relation
	Place   Place  `json:"place"`
	Message string `json:"message"` // what is wrong
	Fix     string `json:"fix"`     // what to do
}

func (p Problem) String() string {
	var b strings.Builder
	if place := p.Place.String(); place != "" {
		b.WriteString(place + ": ")
	}
	if p.Subject != "" {
		b.WriteString(p.Subject + ": ")
	}
	b.WriteString(p.Message)
	if p.Fix != "" {
		b.WriteString("; " + p.Fix)
	}
	return b.String()
}

// Problems is everything that is wrong with one input, in the input's order. As an error it means that nothing was
// changed.
type Problems []Problem

func (ps Problems) Error() string {
	const most = 20
	var b strings.Builder
	fmt.Fprintf(&b, "the input has %d problem(s), nothing was changed", len(ps))
	for i, p := range ps {
		if i == most {
			fmt.Fprintf(&b, "\n  … and %d more", len(ps)-most)
			break
		}
		b.WriteString("\n  " + p.String())
	}
	return b.String()
}
