package exchange

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"chainchief/graph"
	"chainchief/internal/decision"
)

func utf16le(text string) string {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

const enterpriseFile = `{"format":"chainchief","version":1,"revision":0,
"nodes":[{"id":"enterprise:x","kind":"Enterprise","name":"%s","attrs":{"reach":"local"},
"provenance":{"source":"source:s14","as_of":"2025","confidence":"media"}}]}`

// What is not UTF-8 is refused with its line, never replaced; UTF-16 that says so is read.
func TestEncodingsOfAFile(t *testing.T) {
	ctx := context.Background()
	s := seeded(t)
	file := fmt.Sprintf(enterpriseFile, "鄂城锂电")
	for name, text := range map[string]string{"UTF-8": file, "with a mark": "\ufeff" + file, "UTF-16": utf16le(file)} {
		c, err := ReadJSON(strings.NewReader(text), "g.json")
		if err != nil || len(c.Nodes) != 1 || c.Nodes[0].Name != "鄂城锂电" {
			t.Errorf("%s: %v, %v", name, c.Nodes, err)
		}
	}
	var problems graph.Problems
	if _, err := ReadJSON(strings.NewReader(fmt.Sprintf(enterpriseFile, "\xb6\xf5\xb3\xc7")), "g.json"); !errors.As(
		err,
		&problems,
	) ||
		problems[0].Code != "file.not_utf8" ||
		problems[0].Place.Row != 2 {
		t.Errorf("GBK: %v", err)
	}
	for _, name := range []string{`\ud862`, `\udc00甲`} {
		c, err := ReadJSON(strings.NewReader(fmt.Sprintf(enterpriseFile, name)), "g.json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decision.New(s).Apply(ctx, c); !errors.As(err, &problems) ||
			problems[0].Place.String() != "g.json, nodes, row 1, name" {
			t.Errorf("half a pair: %v", err)
		}
	}
}

// A table is read whatever its line ends are, and names that look the same are the same city.
func TestOneCityInManySpellings(t *testing.T) {
	snapshot := stood(t, seeded(t))
	const head, row = "城市,期间,指标,单位,来源,可信,电芯\n", ",2025,产值,亿元,示例,推测,1\n"
	table, err := ReadCities(strings.NewReader(strings.ReplaceAll(head+"鄂州市"+row+"武汉"+row, "\n", "\r")), "c.csv", snapshot)
	if err != nil || table.Cities != 2 || len(table.Notes) != 0 {
		t.Errorf("line ends of CR: %+v, %v", table, err)
	}
	if table, err = ReadCities(strings.NewReader(utf16le(head+"鄂州市"+row)), "c.csv", snapshot); err != nil ||
		table.Cities != 1 {
		t.Errorf("UTF-16: %+v, %v", table, err)
	}
	for first, second := range map[string]string{"武汉\u200b": "武汉市", "\u2f6f家庄": "石家庄", "石家庄\ufeff": "石\u00ad家庄市"} {
		_, err := ReadCities(strings.NewReader(head+"鄂州市"+row+first+row+second+row), "c.csv", snapshot)
		var problems graph.Problems
		if !errors.As(err, &problems) || problems[0].Code != "city.twice" {
			t.Errorf("%+q beside %s: %v", first, second, err)
		}
	}
	table, err = ReadCities(strings.NewReader(head+"鄂州市"+row+"武汉\u200b"+row), "c.csv", snapshot)
	if err != nil || len(table.Notes) != 1 || table.Notes[0].Place.Row != 3 {
		t.Errorf("%v, %v", table, err)
	}
	long := strings.Repeat("超长的来源标题", 12)
	table, err = ReadCities(strings.NewReader(head+"鄂州市"+strings.Replace(row, "示例", long, 1)), "c.csv", snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decision.New(seeded(t)).Apply(context.Background(), table.Changes); err != nil {
		t.Errorf("a long title: %v", err)
	}
}

// A whole last line needs no end, other line ends are read, and spellings of one product are one product.
func TestTheSetAsProgramsSaveIt(t *testing.T) {
	for name, save := range map[string]func(string) string{
		"no last end": func(text string) string { return strings.TrimSuffix(text, "\n") },
		"CRLF":        func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
		"CR":          func(text string) string { return strings.ReplaceAll(text, "\n", "\r") },
	} {
		want, err := ReadCKG(context.Background(), written(t, small()), ezhou)
		if err != nil {
			t.Fatal(err)
		}
		files := small()
		for file, text := range files {
			files[file] = save(text)
		}
		got, err := ReadCKG(context.Background(), written(t, files), ezhou)
		if err != nil || got.Products != want.Products || got.Relations != want.Relations || got.Companies != want.Companies {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	dir := written(t, small())
	long := strings.Repeat("很长的产品名", 15)
	if err := os.WriteFile(filepath.Join(dir, "products.csv"),
		[]byte("name\nLED芯片\nＬＥＤ芯片\n外延片\n\u2fa6刚\u2f6f\n金刚石\n金刚\u200b石\n"+long), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := ReadCKG(context.Background(), dir, ezhou)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for n := range set.nodes {
		if n.Kind == graph.KindProduct && n.Attrs["implied"] != true {
			names = append(names, n.Name)
		}
	}
	slices.Sort(names)
	if want := []string{"LED芯片", "外延片", long, "金刚石"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	s := seeded(t)
	if _, err := s.ApplyParts(context.Background(), "import", "试", set.Parts(context.Background())); err != nil {
		t.Errorf("a long name: %v", err)
	}
}

func TestReplaceRemovesWhatTheFileNoLongerSays(t *testing.T) {
	ctx := context.Background()
	s := seeded(t)
	snapshot := stood(t, s)
	var firm *graph.Node
	var out, in []*graph.Relation
	for _, e := range snapshot.Of(graph.KindEnterprise) {
		if out, in = snapshot.Around(e.ID); len(out) > 2 && len(in) > 0 {
			firm = e
			break
		}
	}
	if firm == nil {
		t.Fatal("no enterprise with relations both ways")
	}
	file := graph.Changes{Actor: "import", Reason: "试", Nodes: []graph.Node{*firm}, Relations: []graph.Relation{*out[0]}}
	c := Replace(file, snapshot)
	if len(c.DeleteRelations) != len(out)-1 || slices.Contains(c.DeleteRelations, out[0].RelationKey) ||
		len(file.DeleteRelations) != 0 ||
		*c.Base != snapshot.Revision {
		t.Errorf("removes %v of %d", c.DeleteRelations, len(out))
	}
	if _, err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	left, still := stood(t, s).Around(firm.ID)
	if len(left) != 1 || len(still) != len(in) {
		t.Errorf("%d leave it, %d enter it; before %d and %d", len(left), len(still), len(out), len(in))
	}
}

func TestReviewNamesTwinsAndCleanedNames(t *testing.T) {
	snapshot := stood(t, seeded(t))
	known := snapshot.Of(graph.KindEnterprise)[0]
	twin := graph.Node{
		ID:    "enterprise:twin",
		Kind:  graph.KindEnterprise,
		Name:  known.Name + "\u200b",
		Place: &graph.Place{File: "g.json, nodes", Row: 7},
	}
	var codes []string
	for _, p := range Review(graph.Changes{Nodes: []graph.Node{*known, twin,
		{ID: "enterprise:other", Kind: graph.KindEnterprise, Name: "别家"}}}, snapshot) {
		codes = append(codes, fmt.Sprint(p.Code, " ", p.Place.Row))
	}
	if want := []string{"text.cleaned 7", "name.taken 7"}; !slices.Equal(codes, want) {
		t.Errorf("%v, want %v", codes, want)
	}
}
