package api

import (
	"context"
	"net/http"
	"testing"

	"chainchief/graph"
	"chainchief/internal/crosswalk"
)

// TestMatchesAreReviewed follows one wrong and one right match from a data set to the candidates of a link, on every
// store.
func TestMatchesAreReviewed(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			apply := func(c graph.Changes) {
				t.Helper()
				if _, err := s.Apply(ctx, c); err != nil {
					t.Fatal(err)
				}
			}
			apply(set())
			propose := func() *crosswalk.Proposal {
				t.Helper()
				snap, err := s.Snapshot(ctx)
				if err != nil {
					t.Fatal(err)
				}
				p, err := crosswalk.Propose(ctx, s, snap, "test")
				if err != nil {
					t.Fatal(err)
				}
				return p
			}
			p := propose()
			if p.Methods["wider"] != 2 || p.Methods["tree"] != 0 || p.Methods["normalised"] != 1 {
				t.Errorf("proposed: %v", p.Methods)
			}
			apply(p.Changes)
			const link = "/api/v1/links/optoelectronics%2Fled%2Fchip"
			var matches MatchList
			decode(t, do(h, link+"/matches"), &matches)
			if len(matches.Items) != 3 || matches.Items[0].Method == "" || matches.Items[0].Review != "proposed" {
				t.Fatalf("matches: %+v", matches.Items)
			}
			var list CandidateList
			decode(t, do(h, link+"/candidates"), &list)
			far := func() *Candidate {
				for i := range list.Items {
					if list.Items[i].Name == "远方光电股份有限公司" {
						return &list.Items[i]
					}
				}
				return &Candidate{}
			}
			if c := far(); !c.Pool || len(c.Ties) == 0 || c.Fit == 0 || c.Likely == 0 || c.Score < c.Fit ||
				len(c.Words) == 0 {
				t.Fatalf("candidates: %+v", list.Items)
			}
			for _, m := range matches.Items {
				w := send(h, link+"/matches", Review{
					Product: m.Product.ID,
					To:      m.To.ID,
					Review:  "rejected",
					Note:    "不是一类",
				})
				if w.Code != http.StatusOK {
					t.Fatalf("rejecting: %d %s", w.Code, w.Body)
				}
			}
			late := Review{
				Product: matches.Items[0].Product.ID,
				To:      matches.Items[0].To.ID,
				Review:  "confirmed",
				Base:    matches.Revision,
				By:      "专班",
			}
			w := send(h, link+"/matches", late)
			expect(t, "a review of what somebody else has reviewed", w.Body.Bytes(), []string{
				`status=409`,
				`conflict.fields.0={"field":"review","zh":"核对","en":"Review","base":"proposed",` +
					`"theirs":"rejected","yours":"confirmed","agreed":false}`,
			})
			decode(t, do(h, link+"/candidates"), &list)
			if c := far(); len(c.Ties) != 0 || c.Fit != 0 {
				t.Errorf("after rejecting: %+v", list.Items)
			}
			if again := propose(); !again.Changes.Empty() || again.Reviewed != 3 {
				t.Errorf("a second run: %+v", again)
			}
			if w := send(h, link+"/matches", Review{
				Product: "product:micro-led-芯片",
				To:      "product:nowhere",
				Review:  "confirmed",
			}); w.Code != http.StatusNotFound {
				t.Errorf("a match that is not there: %d %s", w.Code, w.Body)
			} else {
				expect(t, "a match that is not there", w.Body.Bytes(), []string{`code="match.not_found"`})
			}
			if w := do(h, "/api/v1/links/nowhere/candidates"); w.Code != http.StatusNotFound {
				t.Errorf("a link that is not there: %d", w.Code)
			}
		})
	}
}
