package api

import (
	"net/http"
	"strings"
	"testing"

	"chainchief/internal/appdb/appdbtest"
)

// TestForeignSheet: a keeper sends a sheet that chainchief did not make, is asked about one column and one cell, says
// what they are under a name; the rows are there then, and the next month's sheet is read without asking.
func TestForeignSheet(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		o, one, two, reader := withDrafts(t, address)
		send := func(who as, text string) DraftRows {
			return told[DraftRows](t, o.ask(who, "POST", "/drafts", map[string]any{
				"file": "月报.csv", "content": []byte(text), "source": "s1", "as_of": "2026-11",
			}, http.StatusOK).Body.Bytes())
		}
		const head = "填报单位：葛店经开区,,,,,填报时间：2026.11\n序号,项目名称,项目单位,进展,总投资,联系人\n"
		made := send(one, head+"1,示例甲项目,拓材科技,推进,12,某人\n合计,,,,12,\n")
		if !made.Foreign || !made.Unmapped || made.Ready || made.Counts.Rows != 0 || len(made.Problems) != 1 ||
			made.Problems[0].Code != "column.unsure" {
			t.Fatalf("%+v", made)
		}
		asked := told[DraftMapping](t, o.ask(one, "GET", "/drafts/d1/mapping", nil, http.StatusOK).Body.Bytes())
		sheet := asked.Sheets[0]
		if sheet.List != "projects" || sheet.Unit != "葛店经开区" || sheet.Date != "2026.11" || len(sheet.Rows) != 4 ||
			sheet.Rows[3].Role != "total" || sheet.Rows[2].Cells[5] != "***" || sheet.Columns[4].Why != "unit" {
			t.Fatalf("%+v", sheet)
		}
		say := map[string]any{"sheets": []any{map[string]any{
			"fingerprint": sheet.Fingerprint, "list": "projects", "save": "葛店月报", "columns": []any{
				map[string]any{"key": "总投资", "use": "taken", "to": []string{"figure:investment:planned"}, "unit": "亿元"},
				map[string]any{"key": "进展", "use": "taken", "to": []string{".stage"}, "words": []any{
					map[string]any{"raw": "推进", "mean": "在建", "keep": true},
				}},
			},
		}}}
		o.ask(two, "POST", "/drafts/d1/mapping", say, http.StatusNotFound, `code="draft.not_found"`)
		o.ask(two, "GET", "/drafts/d1/mapping", nil, http.StatusNotFound, `code="draft.not_found"`)
		o.ask(reader, "GET", "/mappings", nil, http.StatusForbidden, `code="access.denied"`)
		wrong := map[string]any{"sheets": []any{map[string]any{
			"fingerprint": sheet.Fingerprint, "list": "projects", "columns": []any{
				map[string]any{"key": "进展", "use": "taken", "to": []string{".nothing"}},
			},
		}}}
		o.ask(one, "POST", "/drafts/d1/mapping", wrong, http.StatusUnprocessableEntity)
		done := told[DraftMapping](t, o.ask(one, "POST", "/drafts/d1/mapping", say, http.StatusOK).Body.Bytes())
		if len(done.Open) != 0 || done.Sheets[0].Saved != "葛店月报" {
			t.Fatalf("%+v", done)
		}
		rows := told[DraftRows](t, o.ask(one, "GET", "/drafts/d1", nil, http.StatusOK).Body.Bytes())
		if rows.Unmapped || len(rows.Items) != 1 || rows.Items[0].State != "new" || !rows.Ready {
			t.Fatalf("%+v", rows)
		}
		said := map[string]string{}
		for _, f := range rows.Items[0].Fields {
			said[f.Path] = f.Said
		}
		if said[".stage"] != "在建" || said["figure:investment:planned"] != "120000" || said["<RUNS"] != "拓材科技" {
			t.Errorf("%v", said)
		}
		o.ask(one, "POST", "/drafts/d1/apply", map[string]any{"edition": rows.Draft.Edition}, http.StatusOK)
		figures := o.ask(one, "GET", "/lists/projects?limit=200", nil, http.StatusOK).Body.String()
		if !strings.Contains(figures, "120000") {
			t.Error("the investment did not come in")
		}

		next := send(two, head+"1,示例乙项目,光安伦,推进,3,某人\n")
		if next.Unmapped || next.Items[0].State != "new" {
			t.Errorf("the mapping was not used again: %+v", next)
		}
		kept := told[SavedMappings](t, o.ask(two, "GET", "/mappings", nil, http.StatusOK).Body.Bytes())
		if len(kept.Items) != 1 || kept.Items[0].Words != 1 || kept.Items[0].By != "岗位one" {
			t.Fatalf("%+v", kept)
		}
		o.ask(two, "DELETE", "/mappings/"+sheet.Fingerprint, nil, http.StatusOK)
		o.ask(two, "DELETE", "/mappings/"+sheet.Fingerprint, nil, http.StatusNotFound, `code="mapping.not_found"`)
	})
}
