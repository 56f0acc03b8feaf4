package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"chainchief/internal/drawing"
)

// TestATemplateIsDrawnBeforeItIsSaved: a new link between two others is in the preview's drawing, is said to have no
// input until something feeds it, moves completeness because of what it is a share of, and undone leaves the template
// as it was.
func TestATemplateIsDrawnBeforeItIsSaved(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s, Studio: drawing.New(nil)}).Handler()
			const path = "/api/v1/chains/optoelectronics/template"
			was := answerOf[TemplateAnswer](t, do(h, path))
			if was.Version == "" || len(was.Nodes) < 10 || was.Nodes[0].Level != "lane" ||
				was.Nodes[0].Parent != "chain:optoelectronics" || was.Nodes[1].Parent != was.Nodes[0].ID {
				t.Fatalf("%s %+v", was.Version, was.Nodes)
			}
			chain := answerOf[ChainAnswer](t, do(h, "/api/v1/chains/optoelectronics"))
			edit := EditTrial{
				Base: revisionOf(t, s),
				Nodes: []EditNode{
					{Ref: "new:1", Kind: "Link", Fields: []EditField{
						{Name: "name", Value: "溅射靶材"}, {Name: "level", Value: "link"}, {Name: "order", Value: "9"},
						{Name: "stage", Value: "midstream"}, {Name: "weight", Value: "2"},
					}},
					{ID: "chain:optoelectronics", Fields: []EditField{{Name: "template_version", Value: "2026.9"}}},
				},
				Relations: []EditRelation{
					{Type: "PART_OF", From: "new:1", To: Line(was.Nodes[1].ID)},
					{Type: "FEEDS", From: "new:1", To: "link:optoelectronics/led/chip"},
				},
				Basis: EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "trade"},
				By:    "数据员",
			}
			drawn := answerOf[TemplateDrawn](t, send(h, path+"/preview", edit))
			if !slices.Contains(drawn.New, TemplateNew{"new:1", "link:optoelectronics/led/溅射靶材"}) &&
				(len(drawn.New) != 1 || !strings.HasPrefix(drawn.New[0].ID, "link:optoelectronics/led/")) {
				t.Fatalf("%+v", drawn.New)
			}
			if !strings.Contains(drawn.SVG, `data-id="`+drawn.New[0].ID+`"`) || !strings.Contains(drawn.SVG, "溅射靶材") {
				t.Error("the new link is not in the drawing")
			}
			said := func(list []TemplateRemark, code, link string) bool {
				return slices.ContainsFunc(list, func(r TemplateRemark) bool {
					return r.Code == code && slices.ContainsFunc(r.Links, func(l Ref) bool { return l.ID == link })
				})
			}
			if !said(drawn.Remarks, "no_input", drawn.New[0].ID) {
				t.Errorf("nothing feeds it: %+v", drawn.Remarks)
			}
			told := answerOf[EditPreview](t, send(h, "/api/v1/edits/preview", edit))
			if len(told.Effects.Chains) != 1 || !told.Effects.Chains[0].Template {
				t.Errorf("the denominator changes: %+v", told.Effects.Chains)
			}
			if now := answerOf[TemplateAnswer](t, do(h, path)); now.Version != was.Version || len(now.Nodes) != len(was.Nodes) {
				t.Fatal("a preview was written")
			}
			done := answerOf[EditAnswer](t, send(h, "/api/v1/edits", edit))
			now := answerOf[TemplateAnswer](t, do(h, path))
			if now.Version != "2026.9" || len(now.Nodes) != len(was.Nodes)+1 || len(now.Feeds) != len(was.Feeds)+1 {
				t.Errorf("%s, %d nodes, %d feeds", now.Version, len(now.Nodes), len(now.Feeds))
			}
			if !said(now.Remarks, "no_input", drawn.New[0].ID) {
				t.Errorf("%+v", now.Remarks)
			}
			if after := answerOf[ChainAnswer](t, do(h, "/api/v1/chains/optoelectronics")); after.Provenance != chain.Provenance {
				t.Errorf("that it is a key chain rests on %+v, not on %+v", after.Provenance, chain.Provenance)
			}
			answerOf[UndoAnswer](t, send(h, "/api/v1/undo/"+itoa(done.Written), Takeback{
				Base: done.Revision, Reason: "试", By: "数据员",
			}))
			back := answerOf[TemplateAnswer](t, do(h, path))
			if back.Version != was.Version || len(back.Nodes) != len(was.Nodes) {
				t.Error("taken back it is another one")
			}
			problemIn(t, do(h, "/api/v1/gaps/"+url.PathEscape(strings.Replace(drawn.New[0].ID, "link:", "gap:", 1))),
				http.StatusNotFound) // the rules had put it there
			edit.Base = revisionOf(t, s)
			edit.Relations[0].To = "link:nowhere"
			problemIn(t, send(h, path+"/preview", edit), http.StatusUnprocessableEntity)
			problemIn(t, send(h, "/api/v1/chains/nothing/template/preview", edit), http.StatusNotFound)
		})
	}
}

// TestALinkIsNotTakenAwayUnderOthers: who takes a link away does not see what somebody else has tied to it since.
func TestALinkIsNotTakenAwayUnderOthers(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			basis := EditBasis{Source: "source:s5", AsOf: "2026-11", Confidence: "trade"}
			gone := EditTrial{
				Base:  revisionOf(t, s),
				Nodes: []EditNode{{ID: "link:optoelectronics/led/substrate", Delete: true}},
				Basis: basis,
				By:    "甲",
			}
			theirs := EditTrial{
				Base: gone.Base,
				Relations: []EditRelation{{
					Type: "OPERATES_IN", From: "enterprise:sanan-hubei", To: "link:optoelectronics/led/substrate",
					Fields: []EditField{{Name: "role", Value: "maker"}, {Name: "stage", Value: "planned"}},
				}},
				Basis: basis,
				By:    "乙",
			}
			done := answerOf[EditAnswer](t, send(h, "/api/v1/edits", theirs))
			if p := problemIn(t, send(h, "/api/v1/edits", gone), http.StatusConflict); p.Conflict == nil ||
				p.Conflict.Actor != "乙" {
				t.Errorf("%+v", p)
			}
			gone.Base = done.Revision // seen
			answerOf[EditAnswer](t, send(h, "/api/v1/edits", gone))
		})
	}
}
