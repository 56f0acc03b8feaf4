package archtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

const root = "../.."

// foreign are folders that hold nothing of ours, or only what is built.
var foreign = []string{".git", "node_modules", "dist", "bin", "data", "coverage", "screenshots"}

// texts visits every text file of the repository, by its path from the root.
func texts(t *testing.T, visit func(path, text string)) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(foreign, entry.Name()):
			return filepath.SkipDir
		case !entry.Type().IsRegular() || filepath.Ext(path) == ".svg": // drawings are content
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if utf8.Valid(data) && !bytes.ContainsRune(data, 0) {
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			n++
			visit(filepath.ToSlash(name), string(data))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 200 {
		t.Fatalf("only %d text files were found", n)
	}
}

var (
	// outside are the folders in which design papers lie where this is developed: no reader of the repository has them.
	outside = regexp.MustCompile(`\b(share[d]|loo[k])/[\w./-]*`)
	named   = regexp.MustCompile(`[\w./-]*\w\.md\b`)
	wrapped = regexp.MustCompile(`\n[ \t]*(//|#|\*|--)?[ \t]*`)
	// cited is a document with its heading and the rule under it, such as docs/drawings.md, Structure, step 4.
	cited = regexp.MustCompile(`(?:^|[^\w/.-])(docs/[\w./-]+\.md)(?:, ([A-Z][\w -]*\w)(?:, (step \d+|[RT]\d+))?)?`)
	// linked is a link of Markdown to a file here, with or without an anchor.
	linked  = regexp.MustCompile(`\]\(([^()\s#:]*)(?:#([^()\s]+))?\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fenced  = regexp.MustCompile("(?s)```.*?```")
)

// made are documents that tests write.
var made = []string{"answers.md", "empty.md", "a.md", "b.md"}

// TestWhatIsCitedCanBeRead fails when a comment or a document sends its reader to a file that is not in the repository,
// to a heading that the document lacks, or to a rule that is not under it.
func TestWhatIsCitedCanBeRead(t *testing.T) {
	documents := map[string]string{}
	texts(t, func(path, text string) {
		if filepath.Ext(path) == ".md" {
			documents[path] = fenced.ReplaceAllString(text, "")
		}
	})
	names := slices.Clone(made)
	for document := range documents {
		names = append(names, path.Base(document))
	}
	n := 0
	texts(t, func(path, text string) {
		for _, found := range named.FindAllString(text, -1) {
			if !slices.Contains(names, filepath.Base(found)) {
				t.Errorf("%s cites %s: no document here has that name", path, found)
			}
		}
		for _, found := range outside.FindAllString(text, -1) {
			t.Errorf("%s cites %s, which is not in the repository: cite docs/, or give the reason itself", path, found)
		}
		for _, c := range cited.FindAllStringSubmatch(wrapped.ReplaceAllString(text, " "), -1) {
			n++
			for _, complaint := range unread(documents, c[1], c[2], c[3]) {
				t.Errorf("%s cites %s", path, complaint)
			}
		}
	})
	if n < 30 {
		t.Errorf("only %d citations of docs/ were found", n)
	}
}

// unread says what of a citation its reader would not find; heading and rule may be empty.
func unread(documents map[string]string, document, under, rule string) []string {
	text, there := documents[document]
	if !there {
		return []string{document + ", which is not there"}
	}
	if under == "" {
		return nil
	}
	for _, at := range heading.FindAllStringSubmatchIndex(text, -1) {
		if text[at[2]:at[3]] != under {
			continue
		}
		section, _, _ := strings.Cut(text[at[1]:], "\n## ")
		if rule == "" || regexp.MustCompile(`(?i)\*\*`+rule+`\b`).MatchString(section) {
			return nil
		}
		return []string{document + ", " + under + ", which has no " + rule}
	}
	return []string{document + ", which has no heading “" + under + "”"}
}

func TestLinksOfDocumentsLeadSomewhere(t *testing.T) {
	n := 0
	texts(t, func(path, text string) {
		if filepath.Ext(path) != ".md" {
			return
		}
		for _, l := range linked.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			n++
			to := path
			if l[1] != "" {
				to = filepath.ToSlash(filepath.Join(filepath.Dir(path), l[1]))
			}
			data, err := os.ReadFile(filepath.Join(root, to))
			if info, missing := os.Stat(filepath.Join(root, to)); missing != nil {
				t.Errorf("%s links to %s, which is not there", path, to)
				continue
			} else if l[2] == "" || info.IsDir() {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			headings := heading.FindAllStringSubmatch(string(data), -1)
			if !slices.ContainsFunc(headings, func(h []string) bool { return anchor(h[1]) == l[2] }) {
				t.Errorf("%s links to %s#%s, a heading that is not there", path, to, l[2])
			}
		}
	})
	if n < 50 {
		t.Errorf("only %d links were found", n)
	}
}

// anchor is the name by which a link finds a heading.
func anchor(heading string) string {
	plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(plain, " ", "-")
}

func TestUnread(t *testing.T) {
	text := "# A\n\n## Some rules\n**Step 1, first.** …\n\n## Others\n**R7 Last.** …\n"
	documents := map[string]string{"a.md": text}
	for _, c := range []struct {
		document, under, rule string
		found                 bool
	}{
		{"a.md", "", "", true},
		{"a.md", "Some rules", "step 1", true},
		{"a.md", "Others", "R7", true},
		{"b.md", "", "", false},
		{"a.md", "No rules", "", false},
		{"a.md", "Some rules", "step 10", false},
		{"a.md", "Some rules", "R7", false},
	} {
		if got := unread(documents, c.document, c.under, c.rule); (got == nil) != c.found {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestDecisionsAreListedInOrder(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(root, "docs/decisions/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "docs/decisions/0*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d decisions: %v", len(files), err)
	}
	for i, file := range files {
		name := filepath.Base(file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(string(data), "# "), "\n")
		number, words, _ := strings.Cut(title, ". ")
		if want := strconv.Itoa(i + 1); number != want || !strings.HasPrefix(name, fmt.Sprintf("%04d-", i+1)) {
			t.Errorf("%s is titled %q: decision %s is expected here", name, title, want)
		}
		if !strings.Contains(string(list), number+". ["+words+"]("+name+")") {
			t.Errorf("docs/decisions/README.md does not list %s. [%s](%s)", number, words, name)
		}
	}
}
