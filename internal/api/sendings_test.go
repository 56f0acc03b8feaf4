package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"chainchief/internal/access"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/draft"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/sending"

	"github.com/xuri/excelize/v2"
)

// filledIn opens a workbook and writes texts under headings, into the first row.
func filledIn(t *testing.T, data []byte, sheet string, texts map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(sheet)
	if err != nil || len(rows) < 4 {
		t.Fatalf("%d rows of %s: %v", len(rows), sheet, err)
	}
	wrote := 0
	for i, heading := range rows[2] {
		if text, is := texts[strings.TrimSpace(strings.TrimSuffix(heading, "*"))]; is {
			cell, _ := excelize.CoordinatesToCellName(i+1, 4)
			if err := f.SetCellStr(sheet, cell, text); err != nil {
				t.Fatal(err)
			}
			wrote++
		}
	}
	if wrote != len(texts) {
		t.Fatalf("%d of %d headings of %v", wrote, len(texts), rows[2])
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSentAndReturned: a keeper sends a list to two places, one downloads, fills in and returns it under another name:
// the batch says whose it is. What is wrong in it is told by its place; the other one is still waited for.
func TestSentAndReturned(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		o := newOffice(t, address, func(x *Options) {
			db := appdbtest.Open(t, address)
			x.Sendings, x.Drafts = sending.New(db, nil), draft.NewShelf(db, nil)
		})
		o.hire("boss", access.Admin)
		o.hire("keeper", access.Keeper)
		o.hire("other", access.Keeper)
		o.hire("reader", access.Reader)
		keeper, reader := o.enter("keeper"), o.enter("reader")
		to := func(name string, more map[string]any) map[string]any {
			body := map[string]any{
				"name": name, "lists": []string{"enterprises"}, "way": "park", "targets": []string{"gedian", "echeng"},
				"blank": true, "due": "2020-01-31", "note": "不清楚的留空",
			}
			for key, value := range more {
				body[key] = value
			}
			return body
		}
		o.ask(reader, "POST", "/sendings", to("不许", nil), http.StatusForbidden, `code="access.denied"`)
		o.ask(reader, "GET", "/sendings", nil, http.StatusForbidden)
		for _, wrong := range []map[string]any{
			{"targets": []string{"nowhere"}}, {"lists": []string{"nothing"}}, {"way": "unit"},
		} {
			o.ask(keeper, "POST", "/sendings", to("错", wrong), http.StatusNotFound)
		}
		o.ask(keeper, "POST", "/sendings", to("错", map[string]any{"due": "2020"}), 422, `code="sending.due_invalid"`)
		o.ask(keeper, "GET", "/sendings", nil, 200, `items=[]`)

		o.ask(keeper, "POST", "/sendings", to("11 月清单", nil), 200,
			`id=1`, `parcels.0.name="葛店经济技术开发区"`, `parcels.0.state="waiting"`, `parcels.1.state="waiting"`)
		file := o.ask(keeper, "GET", "/sendings/1/files/1", nil, 200).Body.Bytes()
		if batch := workbook.BatchOf(file); !strings.HasPrefix(batch, "s1.1.") {
			t.Fatalf("the batch is %q", batch)
		}
		o.ask(keeper, "GET", "/sendings/1/files/3", nil, http.StatusNotFound)
		o.ask(keeper, "GET", "/sendings/2", nil, http.StatusNotFound)
		o.ask(keeper, "GET", "/sendings/1", nil, 200, `parcels.0.state="taken"`, `parcels.1.state="waiting"`, `back=0`)

		var made Sending
		late := o.ask(keeper, "GET", "/sendings/1", nil, 200).Body.Bytes()
		if err := json.Unmarshal(late, &made); err != nil || made.Late < 2000 || made.Parcels[0].Rows == 0 {
			t.Errorf("%v %+v", err, made)
		}

		const codes = "统一社会信用代码"
		wrong := filledIn(t, file, "企业清单", map[string]string{codes: "91420700"})
		o.ask(keeper, "POST", "/sendings/returns", ReturnedFile{"葛店（最终版）.xlsx", wrong}, 200,
			`parcel.number=1`, `parcel.state="wrong"`, `parcel.wrong=1`, `problems.0.sheet="企业清单"`, `problems.0.row=4`,
			`problems.0.field="统一社会信用代码"`, `parcel.draft="d1"`)
		o.ask(keeper, "GET", "/drafts/d1", nil, 200, `counts.wrong=1`)
		right := filledIn(t, file, "企业清单", map[string]string{"备注": "已核对"})
		o.ask(keeper, "POST", "/sendings/returns", ReturnedFile{`C:\表\葛店.xlsx`, right}, 200,
			`parcel.state="ready"`, `parcel.changed=1`, `parcel.file="葛店.xlsx"`, `sending.back=1`, `problems=[]`,
			`parcel.draft="d2"`)
		again := ReturnedFile{"葛店（再发）.xlsx", right}
		o.ask(keeper, "POST", "/sendings/returns", again, 200, `parcel.state="ready"`, `parcel.draft="d2"`)
		o.ask(keeper, "POST", "/drafts", map[string]any{"file": "a.xlsx", "content": right}, 422, `code="draft.twice"`)
		o.ask(keeper, "GET", "/sendings", nil, 200, `items.0.back=1`, `items.0.parcels.1.state="waiting"`)
		o.appliedAndUndone(keeper, o.enter("other"))

		own := o.ask(keeper, "GET", "/workbook?list=enterprises", nil, 200).Body.Bytes()
		for _, none := range [][]byte{own, []byte("no workbook")} {
			o.ask(keeper, "POST", "/sendings/returns", ReturnedFile{"a.xlsx", none}, 422, `code="sending.unknown_batch"`)
		}
		o.ask(keeper, "POST", "/sendings/1/close", map[string]any{}, 200, `late=0`)
	})
}

// appliedAndUndone: what came back is a draft of who took it, that asks where its rows are from; the parcel says that
// it is applied, and that it was taken back. Somebody else sees how far it is, and has no draft.
func (o *office) appliedAndUndone(keeper, other as) {
	o.t.Helper()
	o.ask(keeper, "GET", "/drafts/d2", nil, 200, `draft.name="11 月清单 葛店经济技术开发区"`, `draft.file="葛店.xlsx"`,
		`items.0.problems.0.code="row.no_source"`, `counts.wrong=1`, `ready=false`)
	o.ask(keeper, "POST", "/drafts/d2/apply", map[string]any{"edition": 1}, 422, `code="draft.not_ready"`)
	said := o.ask(keeper, "POST", "/drafts/d2/decisions",
		map[string]any{"from": map[string]any{"source": "s1", "as_of": "2026-11"}}, 200, `ready=true`, `counts.changed=1`)
	edition := told[DraftRows](o.t, said.Body.Bytes()).Draft.Edition
	set := o.ask(keeper, "POST", "/drafts/d2/apply", map[string]any{"edition": edition}, 200)
	o.ask(keeper, "GET", "/sendings/1", nil, 200, `parcels.0.state="applied"`, `parcels.0.draft="d2"`)
	seen := o.ask(other, "GET", "/sendings/1", nil, 200, `parcels.0.state="applied"`)
	if p := told[Sending](o.t, seen.Body.Bytes()).Parcels[0]; p.Draft != "" {
		o.t.Errorf("somebody else is led to %s", p.Draft)
	}
	revision := told[DraftApplied](o.t, set.Body.Bytes()).Set.Revision
	o.ask(keeper, "POST", fmt.Sprintf("/undo/%d", revision), map[string]any{"base": revision, "reason": "试"}, 200)
	o.ask(keeper, "GET", "/sendings/1", nil, 200, `parcels.0.state="undone"`)
}
