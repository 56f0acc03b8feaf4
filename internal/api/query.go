package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/spelling"
)

// AsOf is the moment that an answer is computed for.
type AsOf struct {
	AsOf string `query:"as_of" maxLength:"40" doc:"Revision (12 or r12), date (2026-11-01) or time; empty is now"`
}

// ByID names one thing; slashes in the id come escaped.
type ByID struct {
	AsOf
	ID string `path:"id" maxLength:"300" doc:"Id, or its key where the kind is clear"`
}

func (b ByID) of(kind graph.Kind) graph.ID { return idOf(kind, b.ID) }

// idOf completes a plain key with the kind that a route is about.
func idOf(kind graph.Kind, key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(kind, key)
}

// Paged is how lists are asked for.
type Paged struct {
	AsOf
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"200" doc:"The next of the previous page"`

	offset int // where the page begins, once the cursor has been read
}

// cursor goes on in the list of the revision that the first page was cut from, whatever was written since.
type cursor struct {
	Revision graph.Revision `json:"r"`
	Offset   int            `json:"o"`
}

// asked is an input that says which moment it is about; every other one is about now.
type asked interface {
	findings(ctx context.Context, s *Server) (*analysis.Findings, error)
}

func (a AsOf) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	return s.at(ctx, a.AsOf)
}

func (p *Paged) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	if p.Cursor == "" {
		return s.at(ctx, p.AsOf.AsOf)
	}
	var c cursor
	data, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.Offset < 0 || c.Revision < 1 {
		return nil, badQuery(
			"query.invalid_cursor",
			"query.cursor",
			"the cursor is not one of this list; start without it",
		)
	}
	p.offset = c.Offset
	return s.atRevision(ctx, c.Revision)
}

// onlyChain finds the chain of a filter; nil when there is no filter.
func onlyChain(f *analysis.Findings, key string) (*analysis.Chain, error) {
	if key == "" {
		return nil, nil
	}
	x := f.Chain(idOf(graph.KindChain, key))
	if x == nil {
		return nil, badQuery("query.unknown_chain", "query.chain", "there is no chain "+clip(key))
	}
	return x, nil
}

// named tells whether a name of a node contains a text, compared as search compares them.
func named(n *graph.Node, text string) bool {
	text = spelling.Fold(strings.TrimSpace(text))
	return slices.ContainsFunc([]string{n.Name, n.NameEN, graph.EnterpriseOf(n).ShortName()}, func(name string) bool {
		return strings.Contains(spelling.Fold(name), text)
	})
}
