package neo4jstore

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"
	"chainchief/seeds"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

var update = flag.Bool("update", false, "write the answers in docs/neo4j.md again")

const document = "../../../docs/neo4j.md"

// question is a cypher block of the document with the table after it, empty when nobody has written one yet.
var question = regexp.MustCompile("(?m)^```cypher\n((?:.*\n)*?)```\n((?:\n(?:\\|.*\n)+)?)")

// TestDocumentedQuestions asks a server that holds the seeds what docs/neo4j.md asks, and compares the answers.
func TestDocumentedQuestions(t *testing.T) {
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	d := seeded(t)
	asked := 0
	answered := question.ReplaceAllStringFunc(string(text), func(found string) string {
		asked++
		parts := question.FindStringSubmatch(found)
		return "```cypher\n" + parts[1] + "```\n\n" + answer(t, d, parts[1])
	})
	if blocks := strings.Count(string(text), "\n```cypher\n"); asked != blocks || asked < 20 {
		t.Fatalf("%d of %d questions were read", asked, blocks)
	}
	if *update {
		if err := os.WriteFile(document, []byte(answered), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(string(text), "\n"), strings.Split(answered, "\n")); diff != "" {
		t.Errorf(
			"the server answers otherwise than docs/neo4j.md says; look at it, then run this test with -update (-document "+
				"+server):\n%s",
			diff,
		)
	}
}

// seeded is a store with the seeds and the gaps derived from them, as chainchief seed leaves it.
func seeded(t *testing.T) *Driver {
	t.Helper()
	d := empty(t)
	seed(t, store.New(d))
	return d
}

func seed(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := context.Background()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, analysis.Settle(analysis.Find(snapshot))); err != nil {
		t.Fatal(err)
	}
}

// answer runs a statement in a read transaction and writes its rows as a Markdown table. A question without an answer
// shows nothing, so it is an error.
func answer(t *testing.T, d *Driver, statement string) string {
	t.Helper()
	ctx := context.Background()
	result, err := neo4j.ExecuteQuery(
		ctx,
		d.neo4j,
		statement,
		nil,
		neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase(d.database),
		neo4j.ExecuteQueryWithReadersRouting(),
	)
	if err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
	if len(result.Records) == 0 {
		t.Errorf("there is no answer to\n%s", statement)
	}
	if _, isDrawn := result.Records[0].Values[0].(neo4j.Path); isDrawn {
		return drawn(result.Records)
	}
	var table strings.Builder
	fmt.Fprintf(&table, "| %s |\n|%s\n", strings.Join(result.Keys, " | "), strings.Repeat("---|", len(result.Keys)))
	for _, row := range result.Records {
		cells := make([]string, len(row.Values))
		for i, v := range row.Values {
			cells[i] = cell(v)
		}
		fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | "))
	}
	return table.String()
}

// drawn says what Browser draws of paths: nothing but things of the city.
func drawn(records []*neo4j.Record) string {
	things, relations := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		path := r.Values[0].(neo4j.Path)
		for _, n := range path.Nodes {
			things[n.ElementId] = true
		}
		for _, r := range path.Relationships {
			relations[r.ElementId] = true
		}
	}
	return fmt.Sprintf("| things | relations |\n|---|---|\n| %d | %d |\n", len(things), len(relations))
}

func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return "—"
	case string:
		return strings.ReplaceAll(v, "|", `\|`)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = cell(part)
		}
		if len(parts) == 0 {
			return "—"
		}
		return strings.Join(parts, "、")
	}
	return fmt.Sprint(value)
}

// TestTwinsOfThePool asks what the document asks, of a city with a small pool.
func TestTwinsOfThePool(t *testing.T) {
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## Twins of the pool\n")
	_, block, _ := strings.Cut(section, "```text\n")
	statement, _, found := strings.Cut(block, "```")
	if !found {
		t.Fatal("the question is not there")
	}
	d := empty(t)
	s := store.New(d)
	c := graph.Changes{Actor: "test", Nodes: []graph.Node{storetest.Source()}}
	for _, f := range []struct {
		key, name, code string
		pool            bool
	}{
		{"a", "甲股份", "600001", false}, {"pool/a", "甲集团", "600001", true}, // one code
		{"b", "乙", "", false}, {"pool/b", "乙", "600002", true}, // one name
		{"c", "丙", "", false}, {"pool/c1", "丙", "", true}, {"pool/c2", "丙", "", true}, // a name of two
		{"d", "丁", "600004", false}, {"pool/d", "丁", "600005", true}, // two codes
	} {
		e := storetest.Enterprise(f.key, f.name)
		e.Pool = f.pool
		if f.code != "" {
			e.Attrs["listed_code"] = f.code
		}
		c.Nodes = append(c.Nodes, e)
	}
	if _, err := s.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := crosswalk.Propose(t.Context(), s, snapshot, "match")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), p.Changes); err != nil {
		t.Fatal(err)
	}
	want := "| firm | record | method | shared | confidence |\n|---|---|---|---|---|\n" +
		"| 甲股份 | 甲集团 | listed_code | 600001 | %s |\n| 乙 | 乙 | name | 乙 | inferred |\n"
	want = fmt.Sprintf(want, storetest.Enterprise("a", "").Prov.Confidence)
	if diff := cmp.Diff(want, answer(t, d, statement)); diff != "" {
		t.Error(diff)
	}
}
