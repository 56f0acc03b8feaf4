package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/internal/api"

	"github.com/xuri/excelize/v2"
)

var kills = flag.Int("kills", 10, "how often a server is killed while it applies a draft")

// inColumn writes a text under a heading of the list of enterprises: into the row of an id, or without one into all.
func inColumn(t *testing.T, data []byte, heading, id, text string) (file []byte, rows int) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	const sheet = "企业清单"
	cells, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	column := slices.IndexFunc(cells[2], func(text string) bool { return strings.TrimSuffix(text, " *") == heading }) + 1
	for i, row := range cells {
		if i < 3 || len(row) == 0 || row[0] == "" || id != "" && row[0] != id {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(column, i+1)
		if err == nil {
			err = f.SetCellStr(sheet, cell, text)
		}
		if err != nil {
			t.Fatal(err)
		}
		rows++
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), rows
}

func answer[T any](t *testing.T, n *node, method, path string, body any) (v T) {
	t.Helper()
	text, err := n.ask(method, path, body)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// saying are the enterprises that have a note.
func saying(t *testing.T, n *node, note string) (found int) {
	t.Helper()
	rows := answer[api.SheetRows](t, n, http.MethodGet, "/lists/enterprises?limit=200", nil)
	for _, row := range rows.Items {
		if slices.Contains(row.Cells, note) {
			found++
		}
	}
	return found
}

// TestKilledWhileItApplies kills a server while it applies a draft, again and again, at another moment each time: the
// draft is in the graph whole or not at all, and says which; one that is not is applied afterwards.
func TestKilledWhileItApplies(t *testing.T) {
	dir, env := t.TempDir(), os.Environ()
	n := startIn(t, env, dir, "first")
	whole, none := 0, 0
	within := time.Duration(0) // how long it takes when nobody kills it
	for round := 0; round <= *kills; round++ {
		note := fmt.Sprintf("第%d轮", round)
		book, err := n.ask(http.MethodGet, "/workbook?list=enterprises", nil)
		if err != nil {
			t.Fatal(err)
		}
		file, rows := inColumn(t, book, "备注", "", note)
		made := answer[api.DraftRows](t, n, http.MethodPost, "/drafts", map[string]any{
			"file": "企业.xlsx", "content": file, "source": "s1",
		})
		if !made.Ready || made.Counts.Taken != rows || rows < 10 {
			t.Fatalf("%+v of %d", made.Counts, rows)
		}
		path, sent := "/drafts/"+made.Draft.ID+"/apply", map[string]any{"edition": made.Draft.Edition}
		begun := time.Now()
		done := make(chan error, 1)
		go func() {
			_, err := n.ask(http.MethodPost, path, sent)
			done <- err
		}()
		if round == 0 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			within = time.Since(begun)
		} else {
			time.Sleep(time.Duration(rand.Int64N(int64(within) * 6 / 5)))
		}
		n.kill()
		n = startIn(t, env, dir, fmt.Sprint("after round ", round))
		found := saying(t, n, note)
		state := answer[api.DraftRows](t, n, http.MethodGet, "/drafts/"+made.Draft.ID, nil).Draft
		switch {
		case found == rows && state.State == "applied" && state.Revision > 0:
			whole++
		case found == 0 && state.State == "open":
			none++
			again := answer[api.DraftApplied](t, n, http.MethodPost, path, map[string]any{"edition": state.Edition})
			if found := saying(t, n, note); again.Draft.State != "applied" || found != rows {
				t.Fatalf("round %d: applied afterwards, %d of %d rows are there: %+v", round, found, rows, again.Draft)
			}
		default:
			t.Fatalf("round %d: %d of %d rows are there, and the draft says %+v", round, found, rows, state)
		}
	}
	t.Logf("an apply takes %s; %d times all of it was there, %d times nothing", within, whole, none)
	n.kill()
	if out, err := command(append(env, "CHAINCHIEF_DATA="+dir), "verify"); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
}

// TestDraftsOnTheCommandLine: a workbook with a wrong cell is kept, told by cell, applied without that row, and taken
// back: the export is the same to the byte but for the number of the revision.
func TestDraftsOnTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	command := func(want int, args ...string) (out, said string) {
		t.Helper()
		var results, problems bytes.Buffer
		if code := run(t.Context(), append(args, "--data", filepath.Join(dir, "data")), &results, &problems); code != want {
			t.Fatalf("%v: exit %d, want %d: %s%s", args, code, want, &results, &problems)
		}
		return results.String(), problems.String()
	}
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q is not in\n%s", part, text)
			}
		}
	}
	things := func() string {
		t.Helper()
		command(0, "export", "-o", filepath.Join(dir, "g.json"))
		data, err := os.ReadFile(filepath.Join(dir, "g.json"))
		if err != nil {
			t.Fatal(err)
		}
		_, things, _ := strings.Cut(string(data), `"nodes"`)
		return things
	}
	command(0, "seed")
	before := things()
	path := filepath.Join(dir, "企业.xlsx")
	command(0, "export", "-o", path, "--list", "enterprises")
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := io.ReadAll(in)
	_ = in.Close()
	data, _ = inColumn(t, data, "备注", "enterprise:sanan-hubei", "记一笔")
	data, _ = inColumn(t, data, "统一社会信用代码", "enterprise:tuocai", "9142")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	command(2, "import", path, "--draft", "--dry-run")
	out, said := command(0, "import", path, "--draft", "--source", "s1")
	has(out, "d1", "错误 1", "企业清单!D", "：统一社会信用代码", `"9142"`, "记一笔")
	has(said, "kept as d1")
	out, _ = command(0, "drafts")
	has(out, "d1", "草稿", "企业.xlsx")
	out, _ = command(0, "drafts", "show", "d1", "--json", "--state", "wrong")
	var rows api.DraftRows
	if err := json.Unmarshal([]byte(out), &rows); err != nil || rows.Total != 1 || rows.Counts.Wrong != 1 || rows.Ready {
		t.Errorf("%v %s", err, out)
	}
	_, said = command(1, "drafts", "show", "dx")
	has(said, "there is no draft dx")
	_, said = command(1, "apply", "d1")
	has(said, "1 rows are wrong")
	if things() != before {
		t.Error("a draft is in the graph before it is applied")
	}
	_, said = command(0, "apply", "d1", "--leave")
	has(said, "revision 3")
	_, said = command(0, "apply", "d1")
	has(said, "was applied before, as revision 3")
	if !strings.Contains(things(), "记一笔") {
		t.Error("what was applied is not there")
	}
	command(0, "undo", "r3")
	if things() != before {
		t.Error("taken back the graph is another one")
	}
	out, _ = command(0, "drafts")
	has(out, "r3 已撤销")
	command(0, "import", path, "--draft")
	command(0, "drafts", "drop", "d2")
	out, _ = command(0, "drafts")
	has(out, "已放弃")
}
