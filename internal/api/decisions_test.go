package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"chainchief/graph"
)

const substrateGap = "gap:optoelectronics/led/substrate"

var tomorrow = time.Now().AddDate(0, 0, 1).Format(time.DateOnly)

// TestAGapLives runs the life of a gap with two editors on every store. Revision 3 is what both have seen.
func TestAGapLives(t *testing.T) {
	path := "/gaps/" + url.PathEscape(substrateGap)
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			assigned := Decision{
				Base:     3,
				Status:   "assigned",
				Strategy: "fill",
				Owner:    "电子信息产业招商专班",
				Due:      Day(tomorrow),
				By:       "专班",
			}
			theirs := Decision{Base: 3, Status: "dismissed", Reason: "本市不做", By: "经信局"}
			again, begun, closed := theirs, assigned, assigned
			again.Base, again.Status, again.Strategy, again.Owner, again.Due = 4, "assigned", "fill", "经信局", Day(tomorrow)
			begun.Base, begun.Status, begun.Owner, begun.Reason = 6, "in_progress", "经信局", "本市不做"
			closed.Base, closed.Status, closed.Owner = 7, "closed", "经信局"
			scenario(t, h, []step{
				{"before", path, nil, 200, []string{
					`status="proposed"`,
					`standing=true`,
					`steps.0="proposed"`,
					`steps.1="confirmed"`,
					`comments=[]`,
					`owners`,
					`-decided`,
				}},
				{"dismiss without a reason", path + "/decision", Decision{Base: 3, Status: "dismissed"}, 422,
					[]string{`code="decision.reason_missing"`, `detail_zh="忽略缺口要写明理由"`}},
				{"close what is proposed", path + "/decision", Decision{
					Base:   3,
					Status: "closed",
					Reason: "x",
				}, 422, []string{`code="decision.step"`}},
				{"no base", path + "/decision", map[string]any{
					"status": "confirmed",
				}, 422, []string{`code="request.invalid"`}},
				{"a base of tomorrow", path + "/decision", Decision{
					Base:   99,
					Status: "confirmed",
				}, 422, []string{`code="request.invalid"`}},
				{"no such state", path + "/decision", map[string]any{
					"base":   3,
					"status": "lost",
				}, 422, []string{`code="request.invalid"`}},
				{"no such gap", "/gaps/nowhere/decision", assigned, 404, []string{`code="gap.not_found"`}},
				{"assign", path + "/decision", assigned, 200, []string{
					`status="assigned"`,
					`revision=4`,
					`decided.on`,
					`decided.kinds.0="missing"`,
				}},
				{"the later editor", path + "/decision", theirs, 409, []string{
					`code="store.conflict"`,
					`conflict.revision=4`,
					`conflict.actor="专班"`,
					`conflict.fields.*={"field":"status","zh":"状态","en":"Status","base":"proposed",` +
						`"theirs":"assigned","yours":"dismissed","agreed":false}`,
					`conflict.fields.*.field="reason"`,
				}},
				{"nothing is lost", path, nil, 200, []string{`status="assigned"`, `owner="电子信息产业招商专班"`}},
				{"a comment is no conflict", path + "/comments", Remark{Text: "先核对 9 家", By: "招商人员"}, 200,
					[]string{`comments.0.text="先核对 9 家"`, `comments.0.by="招商人员"`, `status="assigned"`}},
				{"an empty comment", path + "/comments", Remark{Text: "  "}, 422, []string{`code="comment.length"`}},
				{"a comment on nothing", "/gaps/nowhere/comments", Remark{
					Text: "x",
				}, 404, []string{`code="gap.not_found"`}},
				{"after comparing", path + "/decision", again, 200, []string{
					`owner="经信局"`,
					`revision=6`,
					`decision="本市不做"`,
					`comments.0.text="先核对 9 家"`,
				}},
				{"begin", path + "/decision", begun, 200, []string{`status="in_progress"`}},
				{"close without saying how", path + "/decision", closed, 422, []string{
					`code="decision.reason_missing"`,
				}},
				{"the record", "/nodes/" + url.PathEscape(substrateGap) + "/history", nil, 200, []string{
					`total=4`,
					`items.*.set.reason="缺口“衬底”已指派"`,
					`items.*.set.actor="经信局"`,
					`items.*.change.fields.*.field="owner"`,
				}},
				{"the newest of it", "/nodes/" + url.PathEscape(substrateGap) + "/history?limit=1", nil, 200, []string{
					`total=4`,
					`items.0.set.revision=7`,
					`-items.1`,
				}},
				{"the comment as of before", path + "?as_of=4", nil, 200, []string{`comments=[]`, `status="assigned"`}},
			})
		})
	}
}

// TestSeveralGapsAreDecidedOnAtOnce: foreseen, refused as a whole with those in the way named, then written as one.
func TestSeveralGapsAreDecidedOnAtOnce(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			gaps := standingGaps(t, h, 3)
			one := Decision{Base: 3, Status: "dismissed", Reason: "武汉一小时内可采购", By: "专班"}
			theirs := Decision{Base: 3, Status: "confirmed", By: "经信局"}
			all, newest, rest := Decisions{gaps, one}, Decisions{gaps, one}, Decisions{gaps[1:], one}
			newest.Base = 4
			scenario(t, h, []step{
				{"foreseen", "/gaps/decisions/preview", all, 200, []string{
					`revision=3`,
					`changed=3`,
					`record="3 个缺口已忽略：武汉一小时内可采购"`,
					`items.0.from="proposed"`,
					`items.0.to="dismissed"`,
					`items.*.gap.name`,
					`-items.*.code`,
				}},
				{"nothing was saved", "/gaps?status=dismissed", nil, 200, []string{`revision=3`, `total=0`}},
				{"without a reason", "/gaps/decisions", Decisions{
					gaps,
					Decision{Base: 3, Status: "confirmed"},
				}, 422, []string{`code="decision.reason_missing"`, `detail_zh="一并处理多个缺口要写明理由"`}},
				{"none", "/gaps/decisions", Decisions{[]string{}, one}, 422, []string{`code="request.invalid"`}},
				{"one twice", "/gaps/decisions", Decisions{
					[]string{gaps[0], gaps[0]},
					one,
				}, 422, []string{`code="request.invalid"`}},
				{"one that is nowhere", "/gaps/decisions", Decisions{
					append([]string{"gap:nowhere"}, gaps...),
					one,
				}, 422, []string{
					`code="decision.hindered"`,
					`gaps.0.gap.id="gap:nowhere"`,
					`gaps.0.code="gap.not_found"`,
					`-gaps.1`,
				}},
				{"somebody else", "/gaps/" + url.PathEscape(gaps[0]) + "/decision", theirs, 200, []string{`revision=4`}},
				{"the later one", "/gaps/decisions", all, 409, []string{
					`code="store.conflict"`,
					`detail_zh="3 项里有 1 项不能这样改，所以一项也没有改；去掉这些再保存"`,
					`gaps.0.gap.id=` + strconv.Quote(gaps[0]),
					`gaps.0.gap.name`,
					`gaps.0.conflict.actor="经信局"`,
					`gaps.0.conflict.revision=4`,
					`gaps.0.conflict.fields.*={"field":"status","zh":"状态","en":"Status","base":"proposed",` +
						`"theirs":"confirmed","yours":"dismissed","agreed":false}`,
					`-gaps.1`,
				}},
				{"nothing was written", "/gaps?status=dismissed", nil, 200, []string{`revision=4`, `total=0`}},
				{"the rest", "/gaps/decisions", rest, 200, []string{`revision=5`, `changed=2`}},
				{"in one set", "/nodes/" + url.PathEscape(gaps[2]) + "/history", nil, 200, []string{
					`items.0.set.revision=5`,
					`items.0.set.reason="2 个缺口已忽略：武汉一小时内可采购"`,
					`items.0.set.actor="专班"`,
				}},
				{"so already", "/gaps/decisions/preview", newest, 200, []string{
					`changed=1`,
					`items.1.changed=false`,
					`-items.1.code`,
				}},
			})
		})
	}
}

// standingGaps are the ids of so many gaps, heaviest first.
func standingGaps(t *testing.T, h http.Handler, n int) []string {
	t.Helper()
	var list List[GapItem]
	fetch(t, h, "/api/v1/gaps?limit="+strconv.Itoa(n), &list)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = list.Items[i].ID
	}
	return ids
}

// TestADecisionOutlivesItsGap: the rules stop deriving a gap that people decided on.
func TestADecisionOutlivesItsGap(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	h := New(Options{Store: s}).Handler()
	path := "/gaps/" + url.PathEscape(substrateGap)
	prov := graph.Provenance{Source: "source:s1", AsOf: "2026", Confidence: graph.Documented}
	makes := func() {
		t.Helper()
		if _, err := s.Apply(context.Background(), graph.Changes{
			Actor: "test",
			Relations: []graph.Relation{
				{
					RelationKey: graph.RelationKey{
						Type: graph.OperatesIn,
						From: "enterprise:sanan-hubei",
						To:   "link:optoelectronics/led/substrate",
					},
					Attrs: graph.Attrs{"role": "maker", "stage": "production"},
					Prov:  prov,
				},
			},
		}); err != nil {
			t.Fatal(err)
		}
	}
	scenario(t, h, []step{
		{"decide", path + "/decision", Decision{
			Base:   3,
			Status: "confirmed",
			Reason: "必补",
		}, 200, []string{`standing=true`}},
		{"none is gone", "/gaps?gone=true", nil, 200, []string{`total=0`}},
	})
	makes()
	scenario(t, h, []step{
		{"it is gone", "/gaps?gone=true", nil, 200, []string{
			`total=1`,
			`items.0.standing=false`,
			`items.0.status="confirmed"`,
		}},
		{"but not lost", path, nil, 200, []string{`standing=false`, `decision="必补"`, `kinds.0="missing"`}},
		{"and can be commented on", path + "/comments", Remark{
			Text: "企业已投产",
		}, 200, []string{`comments.0.text="企业已投产"`}},
	})
}
