package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/draft"
	"chainchief/internal/exchange"
	"chainchief/internal/mapping"

	"github.com/xuri/excelize/v2"
)

// withDrafts is an office that keeps drafts, with two keepers and a reader.
func withDrafts(t *testing.T, address string) (o *office, one, two, reader as) {
	t.Helper()
	o = newOffice(t, address)
	o.contract = held(t, New(Options{
		Store: o.store, Version: "test", Accounts: o.book, Audit: o.record, Settings: o.settings,
		Drafts:   draft.NewShelf(o.db, nil),
		Mappings: mapping.New(o.db, nil),
	}))
	o.hire("first", access.Admin)
	o.hire("one", access.Keeper)
	o.hire("two", access.Keeper)
	o.hire("reader", access.Reader)
	return o, o.enter("one"), o.enter("two"), o.enter("reader")
}

// workbook is what somebody gets, with texts written into cells: sheet, id of the row, heading, text.
func (o *office) workbook(who as, cells ...[4]string) []byte {
	o.t.Helper()
	w := o.ask(who, "GET", "/workbook", nil, http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, c := range cells {
		rows, err := f.GetRows(c[0])
		if err != nil {
			o.t.Fatal(err)
		}
		column := slices.IndexFunc(rows[2], func(text string) bool { return strings.TrimSuffix(text, " *") == c[2] }) + 1
		row := slices.IndexFunc(rows, func(cells []string) bool { return len(cells) > 0 && cells[0] == c[1] }) + 1
		cell, err := excelize.CoordinatesToCellName(column, row)
		if err == nil {
			err = f.SetCellStr(c[0], cell, c[3])
		}
		if err != nil {
			o.t.Fatalf("%v: %v", c, err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		o.t.Fatal(err)
	}
	return out.Bytes()
}

func (o *office) exported() string {
	o.t.Helper()
	g, err := o.store.Snapshot(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	var out bytes.Buffer
	if err := exchange.WriteJSON(&out, g); err != nil {
		o.t.Fatal(err)
	}
	_, things, _ := strings.Cut(out.String(), `"nodes"`)
	return things
}

func told[T any](t *testing.T, body []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDraftFromUploadToUndo: a keeper sends a workbook with a wrong cell, is told the cell, leaves the row out, sees
// what will be found, applies, and takes it back; the graph is as before to the byte. Nobody else learns of the draft.
func TestDraftFromUploadToUndo(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		o, one, two, reader := withDrafts(t, address)
		if _, err := New(Options{Store: o.store}).desk.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := o.exported()
		file := o.workbook(one,
			[4]string{"六个一清单", "chain:biomedicine", "链长（职务）", "副市长"},
			[4]string{"企业清单", "enterprise:sanan-hubei", "统一社会信用代码", "9142070"},
		)
		body := map[string]any{"file": "清单.xlsx", "content": file, "source": "s1", "as_of": "2026-11"}
		o.ask(reader, "POST", "/drafts", body, http.StatusForbidden, `code="access.denied"`)
		o.ask(one, "POST", "/drafts", map[string]any{"file": "a.xlsx", "content": []byte("x")}, 422)
		o.ask(one, "POST", "/drafts", map[string]any{"file": "a.xlsx", "content": file, "source": "nowhere"}, 422,
			`code="draft.source_unknown"`)
		made := told[DraftRows](t, o.ask(one, "POST", "/drafts", body, http.StatusOK).Body.Bytes())
		if made.Draft.ID != "d1" || made.Draft.By != "岗位one" || made.Counts.Wrong != 1 || made.Counts.Taken != 1 ||
			made.Ready {
			t.Fatalf("%+v", made)
		}
		wrong := made.Items[0]
		if wrong.State != "wrong" || wrong.Problems[0].Code != "cell.not_credit_code" ||
			wrong.Problems[0].Path != ".credit_code" ||
			!strings.HasSuffix(wrong.Problems[0].Cell, fmt.Sprint(wrong.Row)) || wrong.Fields[0].Said != "9142070" {
			t.Errorf("%+v", wrong)
		}
		for _, path := range []string{"", "/effects", "/file"} {
			o.ask(two, "GET", "/drafts/d1"+path, nil, http.StatusNotFound, `code="draft.not_found"`)
		}
		for path, sent := range map[string]any{
			"decisions": map[string]any{}, "apply": map[string]any{"edition": 1}, "drop": nil,
		} {
			o.ask(two, "POST", "/drafts/d1/"+path, sent, http.StatusNotFound, `code="draft.not_found"`)
		}
		if all := told[Drafts](t, o.ask(two, "GET", "/drafts", nil, http.StatusOK).Body.Bytes()); len(all.Items) > 0 {
			t.Errorf("%+v", all)
		}
		if got := o.ask(one, "GET", "/drafts/d1/file", nil, http.StatusOK).Body.Bytes(); !bytes.Equal(got, file) {
			t.Error("the file is not the one that came")
		}
		o.ask(one, "POST", "/drafts/d1/apply", map[string]any{"edition": made.Draft.Edition}, 422, `code="draft.not_ready"`)
		left := told[DraftRows](t, o.ask(one, "POST", "/drafts/d1/decisions", map[string]any{
			"acts": []any{map[string]any{"state": "wrong", "do": "leave"}},
		}, http.StatusOK).Body.Bytes())
		if !left.Ready || left.Counts.Left != 1 {
			t.Fatalf("%+v", left.Counts)
		}
		o.ask(one, "GET", "/drafts/d1/effects", nil, http.StatusOK)
		if o.exported() != before {
			t.Fatal("a draft is in the graph before it is applied")
		}
		o.ask(one, "POST", "/drafts/d1/apply", map[string]any{"edition": made.Draft.Edition}, 409, `code="draft.changed"`)
		now := map[string]any{"edition": left.Draft.Edition}
		done := told[DraftApplied](t, o.ask(one, "POST", "/drafts/d1/apply", now, http.StatusOK).Body.Bytes())
		again := told[DraftApplied](t, o.ask(one, "POST", "/drafts/d1/apply", now, http.StatusOK).Body.Bytes())
		if done.Draft.State != "applied" || done.Set.Actor != "岗位one" || again.Set.Revision != done.Set.Revision {
			t.Fatalf("%+v, again %+v", done, again)
		}
		o.ask(one, "POST", "/drafts/d1/decisions", map[string]any{"name": "别的"}, 422, `code="draft.applied"`)
		o.ask(one, "POST", fmt.Sprintf("/undo/%d", done.Set.Revision), map[string]any{
			"base": done.Revision, "reason": "导错",
		}, http.StatusOK)
		if o.exported() != before {
			t.Error("taken back the graph is another one")
		}
		all := told[Drafts](t, o.ask(one, "GET", "/drafts", nil, http.StatusOK).Body.Bytes())
		if len(all.Items) != 1 || all.Items[0].Undone == 0 {
			t.Errorf("%+v", all)
		}
	})
}

// TestDraftOfSomeChains: who works on one chain is told nothing of what stands in another, and changes nothing there.
func TestDraftOfSomeChains(t *testing.T) {
	o, one, _, _ := withDrafts(t, t.TempDir()+"/app.db")
	file := o.workbook(one,
		[4]string{"六个一清单", "chain:biomedicine", "链长（职务）", "副市长"},
		[4]string{"六个一清单", "chain:optoelectronics", "链长（职务）", "另一位副市长"},
	)
	chains := []graph.ID{"chain:biomedicine"}
	if _, err := o.book.Change(t.Context(), access.Person{}, "two", account.Edit{Chains: &chains}); err != nil {
		t.Fatal(err)
	}
	two := o.enter("two")
	w := o.ask(two, "POST", "/drafts", map[string]any{"file": "a.xlsx", "content": file, "source": "s1"}, http.StatusOK)
	made := told[DraftRows](t, w.Body.Bytes())
	for _, row := range made.Items {
		if row.ID == "chain:optoelectronics" && (row.State != "wrong" || len(row.Fields) > 0 || row.Name != "") {
			t.Errorf("%+v", row)
		}
	}
	o.ask(two, "POST", "/drafts/d1/decisions", map[string]any{
		"acts": []any{map[string]any{"state": "wrong", "do": "leave"}},
	}, http.StatusOK)
	w = o.ask(two, "GET", "/drafts/d1", nil, http.StatusOK)
	edition := told[DraftRows](t, w.Body.Bytes()).Draft.Edition
	o.ask(two, "POST", "/drafts/d1/apply", map[string]any{"edition": edition}, http.StatusOK)
	g, err := o.store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Tails("chain:biomedicine", graph.Leads)) != 1 {
		t.Error("their own chain has no chief")
	}
	for _, n := range g.Tails("chain:optoelectronics", graph.Leads) {
		if n.Attrs.Text("post") == "另一位副市长" {
			t.Error("another chain was changed")
		}
	}
}

// TestLetters are those of a sheet.
func TestLetters(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 703: "AAA"} {
		if got := Letters(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
