package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/spelling"

	"github.com/danielgtaylor/huma/v2"
)

// AsOf is the moment that an answer is computed for.
type AsOf struct {
	AsOf Moment `query:"as_of" doc:"Revision (12 or r12), date (2026-11-01) or time; without it, now" example:"r1"`
}

// ByID names one thing; slashes in the id come escaped.
type ByID struct {
	AsOf
	ID string `path:"id" maxLength:"300" doc:"Id, or its key where the kind is clear"`

	url *url.URL // as it was asked
}

func (b ByID) of(kind graph.Kind) graph.ID { return idOf(kind, b.ID) }

// idOf completes a plain key with the kind that a route is about.
func idOf(kind graph.Kind, key string) graph.ID {
	if strings.Contains(key, ":") {
		return graph.ID(key)
	}
	return graph.NewID(kind, key)
}

// PagedByID names one thing, of which a list is asked for.
type PagedByID struct {
	ByID
	Pages
}

// Paged is how lists are asked for.
type Paged struct {
	AsOf
	Pages
}

// Pages cuts a list.
type Pages struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Items of a page, at most"`
	Cursor Cursor `query:"cursor" doc:"The next of the page before, with the same filters; without it, the first page"`

	list   string // which list it is a page of
	offset int    // where the page begins, once the cursor has been read
	scope  access.Scope
}

func (p *Pages) within(scope access.Scope) { p.scope = scope }

// Cursor names the next page of a list.
type Cursor string

// Schema implements huma.SchemaProvider.
func (Cursor) Schema(huma.Registry) *huma.Schema {
	most, s := 200, patterned(`^[A-Za-z0-9_-]*$`, "the next of the page before")
	s.MaxLength = &most
	return s
}

// cursor goes on in the list of the version that the first page was cut from, whatever was written since. It belongs to
// one list: that of a path with its filters, order and moment.
type cursor struct {
	Revision graph.Revision `json:"r"`
	Millis   int64          `json:"t"`
	Offset   int            `json:"o"`
	List     string         `json:"l"`
}

// Resolve notes which list is asked for.
func (p *Pages) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	asked := u.Query()
	maps.DeleteFunc(asked, func(name string, values []string) bool {
		return name == "cursor" || name == "limit" || values[0] == ""
	})
	sum := sha256.Sum256([]byte(u.Path + "?" + asked.Encode()))
	p.list = base64.RawURLEncoding.EncodeToString(sum[:6])
	return nil
}

// begin reads the cursor: where the page begins, and the version of its list; none on a first page.
func (p *Pages) begin() (graph.Version, error) {
	if p.Cursor == "" {
		return graph.Version{}, nil
	}
	var c cursor
	data, err := base64.RawURLEncoding.DecodeString(string(p.Cursor))
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.Offset < 0 || c.Revision < 1 || c.List != p.list {
		return graph.Version{}, badCursor()
	}
	p.offset = c.Offset
	return graph.Version{Revision: c.Revision, Millis: c.Millis}, nil
}

func badCursor() error {
	return badParameter(
		http.StatusNotFound,
		"query.invalid_cursor",
		"query.cursor",
		"the cursor is not one of this list with these filters, order and moment; start without it",
	)
}

// next is the cursor of the page that begins at an offset; none where a list was asked for without HTTP, by a program
// that could not ask on.
func (p *Pages) next(of graph.Version, offset int) string {
	if p.list == "" {
		return ""
	}
	data, _ := json.Marshal(cursor{of.Revision, of.Millis, offset, p.list}) // numbers and plain text always marshal
	return base64.RawURLEncoding.EncodeToString(data)
}

// asked is an input that says which moment it is about; every other one is about now.
type asked interface {
	findings(ctx context.Context, s *Server) (*analysis.Findings, error)
}

func (a AsOf) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	return s.at(ctx, a.AsOf)
}

func (p *Pages) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	of, err := p.begin()
	switch {
	case err != nil:
		return nil, err
	case of.Revision == 0:
		return s.Now(ctx)
	}
	f, err := s.atRevision(ctx, of.Revision)
	if err == nil && f.Snapshot.Version() != of { // another store was put in the place of that one
		return nil, badCursor()
	}
	return f, err
}

func (p *Paged) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	if p.Cursor == "" {
		return p.AsOf.findings(ctx, s)
	}
	return p.Pages.findings(ctx, s)
}

func (p *PagedByID) findings(ctx context.Context, s *Server) (*analysis.Findings, error) {
	if p.Cursor == "" {
		return p.AsOf.findings(ctx, s)
	}
	return p.Pages.findings(ctx, s)
}

// onlyChain finds the chain of a filter; nil when there is no filter.
func onlyChain(f *analysis.Findings, key string) (*analysis.Chain, error) {
	if key == "" {
		return nil, nil
	}
	x := f.Chain(idOf(graph.KindChain, key))
	if x == nil {
		return nil, unknown("chain", "query.chain", key)
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
