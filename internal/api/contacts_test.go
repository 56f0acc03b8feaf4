package api

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"

	"chainchief/graph"
)

// TestTheContactBoard moves one candidate of a gap through its stages, then rejects another for good.
func TestTheContactBoard(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			ctx := context.Background()
			if _, err := s.Apply(ctx, set()); err != nil { // revision 4: a data set in the pool
				t.Fatal(err)
			}
			snap, err := s.Snapshot(ctx)
			if err != nil {
				t.Fatal(err)
			}
			made := snap.Out("link:optoelectronics/led/substrate", graph.Yields)[0].To
			if _, err := s.Apply(ctx, graph.Changes{
				Actor: "test",
				Relations: []graph.Relation{
					{
						RelationKey: graph.RelationKey{Type: graph.Makes, From: "enterprise:listed-300001", To: made},
						Prov:        graph.Provenance{Source: "source:ckg", AsOf: "2022", Confidence: graph.Unverified},
					},
				},
			}); err != nil {
				t.Fatal(err)
			}
			h := New(Options{Store: s}).Handler()
			var before GapCandidates
			path := "/gaps/" + url.PathEscape(substrateGap) + "/candidates"
			decode(t, do(h, "/api/v1"+path), &before)
			if len(before.Items) < 3 || before.Items[0].Contact != nil || len(before.Rejected) != 0 ||
				len(before.Needs) == 0 ||
				before.Revision != 5 {
				t.Fatalf("candidates: %+v", before)
			}
			far := slices.IndexFunc(
				before.Items,
				func(c GapCandidateItem) bool { return c.ID == "enterprise:listed-300001" },
			)
			if far < 0 {
				t.Fatalf("the maker of the data set is not among the candidates: %+v", before.Items)
			}
			for i, c := range before.Items {
				sum := 0.0
				for _, p := range c.Parts {
					if !p.Unknown {
						sum += p.Most
					}
				}
				if len(c.Parts) != 7 || c.Most != sum || c.Points > c.Most || c.Most > c.All || c.Rank > i+1 ||
					(c.Rank > 0) != (c.Tier == "known" || c.Tier == "worded") || c.Percent > c.High || c.Veto != nil {
					t.Errorf("%s: rank %d, %v of %v, %d parts", c.ID, c.Rank, c.Points, c.Most, len(c.Parts))
				}
			}
			why := "/links/" + url.PathEscape("optoelectronics/led/substrate") + "/candidates/"
			scenario(t, h, []step{
				{"all of the maker", path + "/listed-300001", nil, 200, []string{
					`fit`,
					`ties.*.product.id`,
					`parts.*.facts.*.source_name="数据集"`,
					fmt.Sprintf(`points=%v`, before.Items[far].Points),
					`revision=5`,
				}},
				{"all of one of the trade", path + "/tiantonggufen", nil, 200, []string{
					`position.enterprise.id="enterprise:tiantonggufen"`,
				}},
				{"all of none", path + "/nobody", nil, 404, []string{`code="candidate.not_found"`}},
				{"why", why + "listed-300001/why", nil, 200, []string{
					fmt.Sprintf(`value=%v`, before.Items[far].Points),
					`**.source_name="数据集"`,
					`**.unknown=true`,
				}},
				{"one of the pool", "/nodes/enterprise:listed-300001", nil, 200,
					[]string{`id="enterprise:listed-300001"`, `out.*.type="MAKES"`, `provenance.source_name="数据集"`}},
				{"none of the pool", "/nodes/enterprise:listed-999999", nil, 404, []string{`code="node.not_found"`}},
				{"why of none", why + "nobody/why", nil, 404, []string{`code="candidate.not_found"`}},
			})
			const trade = "enterprise:tiantonggufen"
			move := func(firm, stage string, reason Text, base int64) Move {
				return Move{
					Base:       base,
					Gap:        substrateGap,
					Enterprise: firm,
					Stage:      stage,
					Reason:     reason,
					Next:       "核对主体",
					Post:       "总经办主任",
					Phone:      "027-12345678",
					Due:        Day(tomorrow),
					By:         "招商人员",
				}
			}
			links := "/links/" + url.PathEscape("optoelectronics/led/substrate") + "/candidates"
			scenario(t, h, []step{
				{"an empty board", "/contacts", nil, 200, []string{`items=[]`, `total=0`}},
				{"not from the middle", "/contacts", move(trade, "signed", "", 5), 422, []string{
					`code="contact.step"`,
				}},
				{"no such enterprise", "/contacts", move("enterprise:nobody", "lead", "", 5), 404, []string{
					`code="enterprise.not_found"`,
				}},
				{"begin", "/contacts", move(trade, "lead", "", 5), 200, []string{
					`stage="lead"`,
					`since`,
					`next="核对主体"`,
				}},
				{"on", "/contacts", move(trade, "contact", "", 6), 200, []string{`stage="contact"`}},
				{"somebody saw the lead", "/contacts", move(trade, "rejected", "谢绝", 6), 409,
					[]string{
						`conflict.fields.*={"field":"stage","zh":"对接阶段","en":"Contact stage","base":"lead",` +
							`"theirs":"contact","yours":"rejected","agreed":false}`,
					}},
				{"reject in silence", "/contacts", move("enterprise:listed-300001", "rejected", "", 7), 422, []string{
					`code="contact.reason_missing"`,
				}},
				{"the link still proposes it", links, nil, 200, []string{`items.*.id="enterprise:listed-300001"`}},
				{"reject", "/contacts", move("enterprise:listed-300001", "rejected", "主体不符", 7), 200, []string{
					`reason="主体不符"`,
				}},
				{"the link does not propose it any more", links, nil, 200,
					[]string{
						`-items.*.id="enterprise:listed-300001"`,
						`vetoed.0.id="enterprise:listed-300001"`,
						`vetoed.0.veto.reason.text="已否决：主体不符"`,
					}},
				{"the board", "/contacts", nil, 200, []string{
					`counts={"contact":1,"rejected":1}`,
					`items.*.kind="missing"`,
					`items.*.chain.id="chain:optoelectronics"`,
				}},
				{"whom one talks to", "/contacts?stage=contact", nil, 200, []string{
					`items.0.post="总经办主任"`,
					`items.0.phone="027-12345678"`,
				}},
				{"its record", "/contacts/history?gap=" + url.QueryEscape(substrateGap) + "&enterprise=" +
					url.QueryEscape(trade), nil, 200, []string{
					`total=2`,
					`items.0.revision=7`,
					`items.0.actor="招商人员"`,
					`items.1.revision=6`,
				}},
				{"of no card", "/contacts/history?gap=nowhere&enterprise=nobody", nil, 200, []string{`total=0`}},
				{"of another chain", "/contacts?chain=biomedicine", nil, 200, []string{`total=0`}},
				{"only rejected", "/contacts?stage=rejected&gap=" + url.QueryEscape(substrateGap), nil, 200, []string{
					`total=1`,
					`items.0.reason="主体不符"`,
				}},
				{"it has a page now", "/enterprises/listed-300001", nil, 200, []string{`name="远方光电股份有限公司"`}},
			})
			var after GapCandidates
			decode(t, do(h, "/api/v1"+path), &after)
			if slices.ContainsFunc(
				after.Items,
				func(c GapCandidateItem) bool { return c.ID == "enterprise:listed-300001" },
			) ||
				len(after.Rejected) != 1 ||
				after.Rejected[0].Contact.Reason != "主体不符" {
				t.Errorf("%d candidates after %d, rejected %+v", len(after.Items), len(before.Items), after.Rejected)
			}
		})
	}
}
