package main

import (
	"bytes"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

func TestEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"锂电 é 🔋":             "锂电 é 🔋",
		"a\x1b[2Jb":          `a\u001b[2Jb`,
		"市长\n r999 forged":   `市长\n r999 forged`,
		"a\tb\rc":            `a\tb\u000dc`,
		"a\u009b31mb\x7f":    `a\u009b31mb\u007f`,
		"\u202egnp\u2066":    `\u202egnp\u2066`,
		"鄂\u200b州\ufeff":     `鄂\u200b州\ufeff`,
		"tag \U000e0041":     `tag \udb40\udc41`,
		"\u2028line":         `\u2028line`,
		"byte \x9b and \xff": `byte \x9b and \xff`,
	} {
		if got := escaped(text, ""); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
	const kept = "a\n\tb\x1b"
	if got := escaped(kept, "\n\t"); got != "a\n\tb\\u001b" {
		t.Errorf("%q is shown as %q", kept, got)
	}
}

func TestVisibleJSONIsTheSameJSON(t *testing.T) {
	const text = "a\x1b\u009b\u202e\U000e0041\u200b\"\\\n锂"
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	if _, err := (visible{&shown}).Write(data); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal([]byte(shown.String()), &back); err != nil || back != text {
		t.Errorf("%s reads as %q, %v", shown.String(), back, err)
	}
	if escaped(shown.String(), "") != shown.String() {
		t.Errorf("something raw is left in %q", shown.String())
	}
}

func TestDataStaysOnItsLine(t *testing.T) {
	type id string
	var b strings.Builder
	fprintf(&b, "%s|%-4s|%d|%.1f\n%s\n", id("a\nb"), "x\t", 7, 1.5, &usage{"y\x1b"})
	if want := "a\\nb|x\\t |7|1.5\ny\\u001b\n"; b.String() != want {
		t.Errorf("printed %q, want %q", b.String(), want)
	}
}

// usage is an error with a text of somebody else.
type usage struct{ text string }

func (u *usage) Error() string { return u.text }

// TestNothingRawIsPrinted puts names and authors into a store that an earlier version may have taken, and reads it.
func TestNothingRawIsPrinted(t *testing.T) {
	const evil = "甲\x1b[2J\u009b1m\u202eb\r\n r999 forged\tcell"
	ctx, dir := t.Context(), t.TempDir()
	var out, log bytes.Buffer
	command := func(args ...string) string {
		t.Helper()
		out.Reset()
		if code := run(ctx, append(args, "--data", dir), &out, &log); code != 0 {
			t.Fatalf("%v: exit %d, %s", args, code, &log)
		}
		return out.String()
	}
	command("seed")
	d, err := sqlitestore.Open(ctx, filepath.Join(dir, "chainchief.db"))
	if err != nil {
		t.Fatal(err)
	}
	nodes, _, head, err := d.Graph(ctx)
	if err != nil {
		t.Fatal(err)
	}
	set := store.ChangeSet{Revision: head.Revision + 1, Time: head.Time, Actor: evil, Reason: evil}
	var entries []store.Entry
	for _, n := range nodes {
		if after := n; n.Kind == graph.KindLink || n.Kind == graph.KindChain || n.Kind == graph.KindEnterprise {
			after.Name, after.NameEN = n.Name+evil, n.NameEN+evil
			entries = append(entries, store.Entry{
				Revision: set.Revision,
				Subject:  string(n.ID),
				Before:   &store.Thing{Node: &n},
				After:    &store.Thing{Node: &after},
			})
		}
	}
	var parts iter.Seq2[[]store.Entry, error] = func(yield func([]store.Entry, error) bool) { yield(entries, nil) }
	if err := d.Commit(ctx, store.Commit{Set: &set, Entries: parts}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"gaps"}, {"targets"}, {"history"}, {"relatedness"}, {"why", "new-energy"}, {"missing-inputs", "rongbai-hubei"},
		{"why", "gap:new-energy/battery/lithium"}, {"candidates", "optoelectronics/led/chip"},
		{"weights", "--preview", "--set", weightsFile(t, dir, command("weights"))},
	} {
		for _, more := range [][]string{nil, {"--json"}, {"--lang", "en"}} {
			shown := command(append(args, more...)...)
			if left := strings.Map(raw, shown); left != "" || !strings.Contains(shown, `\u202e`) {
				t.Errorf("%v %v: raw %q, or nothing escaped", args, more, left)
			}
			if strings.Contains(shown, "\n r999") {
				t.Errorf("%v %v: a name forges a line", args, more)
			}
		}
	}
	if left := strings.Map(raw, log.String()); left != "" {
		t.Errorf("messages hold %q", left)
	}
	if file := filepath.Join(dir, "graph.json"); command("export", "-o", file) != "" {
		t.Error("something is printed")
	}
	var kept struct{ Nodes []graph.Node }
	command("export")
	if err := json.Unmarshal(out.Bytes(), &kept); err != nil {
		t.Fatal(err)
	}
	for _, n := range kept.Nodes {
		if n.Kind == graph.KindChain && !strings.HasSuffix(n.Name, evil) {
			t.Errorf("the file says %q", n.Name)
		}
	}
}

// raw keeps what a terminal must not get.
func raw(r rune) rune {
	if r != '\n' && r != '\t' && unseen(r) {
		return r
	}
	return -1
}

// weightsFile is a file of weights with another one among them.
func weightsFile(t *testing.T, dir, weights string) string {
	t.Helper()
	file := filepath.Join(dir, "weights.json")
	text := strings.Replace(weights, `"pull": 40`, `"pull": 20`, 1)
	text = strings.Replace(text, `"lack": 15`, `"lack": 35`, 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
