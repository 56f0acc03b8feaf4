package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// TestErrorsBecomeProblems: every kind of error that a handler returns has its status and code; what nobody expected
// tells nothing of the inside.
func TestErrorsBecomeProblems(t *testing.T) {
	const half = "the change is stored as revision 7; the record of the gaps that follow from it is not; " +
		"do the same again to write it"
	secret := errors.New("disk /var/lib broken")
	for _, tc := range []struct {
		err    error
		status int
		code   string
		detail string
	}{
		{missing("gap", "x"), 404, "gap.not_found", `there is no gap "x"`},
		{lacking("node", &graph.Error{
			Code:    graph.CodeNotFound,
			Message: "there is no x",
			Fix:     "correct the id",
		}), 404, "node.not_found", "there is no x; correct the id"},
		{lacking("node", &graph.Error{Code: graph.CodeUsage, Message: "what?"}), 422, "request.invalid", "what?"},
		{fmt.Errorf("asking: %w", &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: "away",
			Err:     secret,
		}), 503, "store.unavailable", "away"},
		{&graph.Error{
			Code:    graph.CodeConflict,
			Message: "others were faster",
			Fix:     "try again",
		}, 409, "store.conflict", "others were faster; try again"},
		{&graph.Error{Code: graph.CodeFull, Message: "no room"}, 507, "store.full", "no room"},
		{graph.Problems{{
			Code:    "weights.sum",
			Message: "not 100",
			Fix:     "mend it",
		}}, 422, "changes.invalid", "nothing was changed"},
		{&decision.Refused{Code: "contact.step", ZH: "不能", EN: "not so"}, 422, "contact.step", "not so"},
		{badQuery("query.invalid_sort", "query.sort", "cannot"), 422, "query.invalid_sort", "cannot"},
		{&decision.Absent{
			Kind:    "match",
			Message: "a is not matched with b",
			Fix:     "list them",
		}, 404, "match.not_found", "a is not matched with b; list them"},
		{&decision.Unsettled{
			Set: store.ChangeSet{Revision: 7},
			Err: secret,
		}, 500, "gaps.unsettled", half},
		{&decision.Unsettled{
			Set: store.ChangeSet{Revision: 7},
			Err: graph.Problems{{Code: "x"}},
		}, 500, "gaps.unsettled", half},
		{&decision.Unsettled{
			Set: store.ChangeSet{Revision: 7},
			Err: &graph.Error{Code: graph.CodeUnavailable},
		}, 503, "gaps.unsettled", half},
		{context.DeadlineExceeded, 504, "store.timeout", "the answer took too long"},
		{context.Canceled, 499, "request.cancelled", "the request was cancelled"},
		{secret, 500, "internal", "something went wrong here"},
	} {
		var p *Problem
		if !errors.As(problem(t.Context(), tc.err), &p) {
			t.Fatalf("%v is no problem", tc.err)
		}
		if p.Status != tc.status || p.Code != tc.code || p.Detail != tc.detail {
			t.Errorf("%v: %d %s %q, want %d %s %q", tc.err, p.Status, p.Code, p.Detail, tc.status, tc.code, tc.detail)
		}
		if strings.Contains(fmt.Sprintf("%+v", *p), "/var/lib") {
			t.Errorf("%v tells of the inside: %+v", tc.err, *p)
		}
	}
	var headers interface{ GetHeaders() http.Header }
	if err := problem(t.Context(), &graph.Error{
		Code: graph.CodeUnavailable,
	}); !errors.As(err, &headers) || headers.GetHeaders().Get("Retry-After") == "" {
		t.Error("nobody says when to try again")
	}
}
