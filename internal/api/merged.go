package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/identity"

	"github.com/danielgtaylor/huma/v2"
)

// An enterprise that was merged is asked for under its old id: the answer is 301, to the same question of the one that
// stayed. As of a moment before the merge it stands under its own id.

// Resolve notes what was asked.
func (b *ByID) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	b.url = &u
	return nil
}

func (b *ByID) whereto() (string, *url.URL) { return b.ID, b.url }

// byID is a question that names one thing.
type byID interface {
	whereto() (id string, at *url.URL)
}

// merged is the enterprise that one of this id was merged into, at the findings; graph.CodeNotFound when there is none.
func (s *Server) merged(ctx context.Context, f *analysis.Findings, id graph.ID) (*graph.Node, error) {
	if n := f.Snapshot.Stayed(id); n != nil {
		return n, nil
	}
	then, err := s.stood(ctx, f)
	if err != nil {
		return nil, err
	}
	n, err := then.Stayed(ctx, id)
	if err == nil && !n.Pool && f.Snapshot.Node(n.ID) == nil { // not for who asks
		return nil, missing("enterprise", string(id))
	}
	return &n, err
}

// redirected turns the answer that there is no such thing into where it is now.
func (s *Server) redirected(ctx context.Context, f *analysis.Findings, q any, err error) error {
	of, named := q.(byID)
	var p *Problem
	var lacks absent
	if !named || !errors.As(err, &lacks) && (!errors.As(err, &p) || p.Status != http.StatusNotFound) {
		return err
	}
	old, at := of.whereto()
	if at == nil {
		return err
	}
	n, lost := s.merged(ctx, f, idOf(graph.KindEnterprise, old))
	if lost != nil {
		return err
	}
	parts := strings.Split(at.EscapedPath(), "/")
	for i, part := range parts {
		if text, bad := url.PathUnescape(part); bad != nil || text != old {
			continue
		}
		parts[i] = url.PathEscape(string(n.ID))
		to := strings.Join(parts, "/")
		if at.RawQuery != "" {
			to += "?" + at.RawQuery
		}
		moved := newProblem(http.StatusMovedPermanently, "enterprise.merged",
			"it was merged into "+string(n.ID)+", which answers for it", "")
		moved.MergedInto = string(n.ID)
		moved.DetailZH = "已并入 " + n.Name
		// a merge can be undone: nobody is to remember where it led
		return huma.ErrorWithHeaders(moved, http.Header{"Location": {to}, "Cache-Control": {"no-store"}})
	}
	return err
}

func asWrong(err error, to **identity.Wrong) bool { return errors.As(err, to) }
