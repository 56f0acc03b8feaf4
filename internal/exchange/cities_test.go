package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"
)

// seeded is a store of the seeds with its gaps, and its snapshot.
func seeded(t testing.TB) *store.Store {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(memstore.Open())
	put(t, s, c)
	return s
}

func put(t testing.TB, s *store.Store, c graph.Changes) store.ChangeSet {
	t.Helper()
	set, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func stood(t testing.TB, s *store.Store) *graph.Snapshot {
	t.Helper()
	snapshot, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

func citiesFile(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/cities.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// said is everything that the findings explain, as bytes, and the whole graph.
func said(t *testing.T, s *store.Store) (findings, whole string) {
	t.Helper()
	snapshot := stood(t, s)
	f := analysis.Find(snapshot)
	var b, w bytes.Buffer
	out := json.NewEncoder(&b)
	explain := func(e *analysis.Explanation) {
		if err := out.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	for _, target := range f.Targets {
		explain(f.ExplainTarget(target.Link.Node.ID))
	}
	for _, c := range f.Chains {
		for _, l := range c.Links {
			explain(f.Explain(l.Node.ID))
		}
	}
	b.WriteString(f.Related().Text.ZH)
	document := *snapshot
	document.Revision = 0
	if err := WriteJSON(&w, &document); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.String()
}

func TestTheDocumentedExampleIsTheOneTested(t *testing.T) {
	doc, err := os.ReadFile("../../docs/peer-cities.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), "```csv\n"+citiesFile(t)+"```") {
		t.Error("docs/peer-cities.md shows another table than testdata/cities.csv")
	}
}

func TestCitiesAreReadOnceAndUndone(t *testing.T) {
	s := seeded(t)
	before, graphBefore := said(t, s)
	table, err := ReadCities(strings.NewReader(citiesFile(t)), "cities.csv", stood(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if table.Cities != 5 || table.Things != 6 || table.Figures != 30 || len(table.Changes.Nodes) != 5 ||
		len(table.Changes.Relations) != 30 {
		t.Errorf(
			"%d cities, %d things, %d figures, %d nodes, %d relations",
			table.Cities,
			table.Things,
			table.Figures,
			len(table.Changes.Nodes),
			len(table.Changes.Relations),
		)
	}
	set := put(t, s, table.Changes)
	r := analysis.Find(stood(t, s)).Related()
	if !r.OfCities() || r.Rows != 5 || r.Columns != 6 || !r.Complex() {
		t.Errorf("%+v", r.Text)
	}
	again, err := ReadCities(strings.NewReader(citiesFile(t)), "cities.csv", stood(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if twice := put(t, s, again.Changes); twice.Revision != set.Revision {
		t.Errorf("a second import made revision %d", twice.Revision)
	}
	if _, err := s.Undo(context.Background(), set.Revision, "test", "back"); err != nil {
		t.Fatal(err)
	}
	after, graphAfter := said(t, s)
	if after != before || graphAfter != graphBefore {
		t.Error("undo does not bring back what stood before the import, byte for byte")
	}
}

// A table replaces the one before: what it no longer names goes.
func TestATableReplacesTheOneBefore(t *testing.T) {
	s := seeded(t)
	first, err := ReadCities(strings.NewReader(citiesFile(t)), "cities.csv", stood(t, s))
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, first.Changes)
	lines := strings.Split(strings.TrimSpace(citiesFile(t)), "\n")
	fewer := strings.ReplaceAll(strings.Join(lines[:len(lines)-1], "\n"), ",2025,", ",2026,")
	second, err := ReadCities(strings.NewReader(fewer), "cities.csv", stood(t, s))
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Changes.DeleteRelations) != 6 || len(second.Changes.Nodes) != 0 {
		t.Errorf("removes %v, adds %d nodes", second.Changes.DeleteRelations, len(second.Changes.Nodes))
	}
	put(t, s, second.Changes)
	if r := analysis.Find(stood(t, s)).Related(); r.Rows != 4 || !strings.Contains(r.Text.ZH, "2026 年产值") {
		t.Errorf("%+v", r.Text)
	}
}

// The order of rows and columns, a mark at the start, English words and another spelling of a city change nothing.
func TestTheSameTableInAnotherForm(t *testing.T) {
	s := seeded(t)
	snapshot := stood(t, s)
	one, err := ReadCities(strings.NewReader(citiesFile(t)), "cities.csv", snapshot)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(citiesFile(t)), "\n")
	slices.Reverse(lines[1:])
	for i, line := range lines {
		cells := strings.Split(line, ",")
		slices.Reverse(cells[6:])
		lines[i] = strings.Join(cells, ",")
	}
	text := "\ufeff" + strings.NewReplacer("鄂州市,2025", " park:ezhou ,2025年", "推测", "Inferred", "产值", "output", "电芯",
		"link:new-energy/battery/cell", "储能系统", "Energy Storage Systems").
		Replace(strings.Join(lines, "\r\n"))
	other, err := ReadCities(
		strings.NewReader(strings.Replace(text, "城市,期间,指标,单位,来源,可信", "City,Period,Measure,Unit,Source,Confidence", 1)),
		"cities.csv",
		snapshot,
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Cities{one, other} {
		for i := range c.Changes.Relations {
			c.Changes.Relations[i].Place = nil
		}
		c.Changes.Normalise()
	}
	if !slices.EqualFunc(one.Changes.Relations, other.Changes.Relations, graph.Relation.Equal) {
		t.Error("the figures differ")
	}
}

func TestEveryProblemOfATableIsPlaced(t *testing.T) {
	snapshot := stood(t, seeded(t))
	head := "城市,期间,指标,单位,来源,可信,"
	row := ",2025,产值,亿元,示例,推测,"
	own := "鄂州市" + row
	for name, tc := range map[string]struct{ text, code, place, fix string }{
		"empty":    {"", "file.empty", "c.csv, row 1", "peer-cities.md"},
		"header":   {"城市,年份\n", "file.header", "c.csv, row 1, column 2, 年份", "城市,期间,指标,单位,来源,可信"},
		"no thing": {strings.TrimSuffix(head, ",") + "\n", "file.header", "c.csv, row 1", "keep 1 to"},
		"latin":    {"\xb3\xc7\xca\xd0", "file.not_utf8", "c.csv, row 1", "CSV UTF-8"},
		"quotes":   {head + "电芯\n" + own + "\"1\n", "file.syntax", "c.csv, row 2", "close each quoted cell"},
		"unknown":  {head + "三元正级\n" + own + "1\n", "thing.unknown", "c.csv, row 1, column 7, 三元正级", "is it 三元正极"},
		"strange": {head + "xyz\n" + own + "1\n", "thing.unknown", "c.csv, row 1, column 7, xyz",
			"write the name or id"},
		"unnamed": {head + "\n" + own + "1\n", "thing.missing", "c.csv, row 1, column 7", "remove the column"},
		"lane": {head + "link:new-energy/battery\n" + own + "1\n", "thing.kind",
			"c.csv, row 1, column 7, link:new-energy/battery", "one of these"},
		"thing twice": {head + "电芯,link:new-energy/battery/cell\n" + own + "1,2\n", "thing.twice",
			"c.csv, row 1, column 8, link:new-energy/battery/cell", "keep one"},
		"cells":      {head + "电芯\n甲市" + row + "1,2\n" + own + "1\n", "row.cells", "c.csv, row 2", "commas"},
		"empty row":  {head + "电芯\n,,,,,,\n" + own + "1\n", "row.empty", "c.csv, row 2", "remove"},
		"no figures": {head + "电芯\n" + own + "\n", "row.no_figures", "c.csv, row 2", "remove the row"},
		"no city":    {head + "电芯\n" + row + "1\n" + own + "1\n", "city.missing", "c.csv, row 2, column 1, 城市", "name"},
		"city twice": {head + "电芯\n甲市" + row + "1\n甲" + row + "1\n" + own + "1\n", "city.twice",
			"c.csv, row 3, column 1, 城市", "keep one"},
		"own twice": {head + "电芯\n鄂州" + row + "1\n" + own + "1\n", "city.twice", "c.csv, row 3, column 1, 城市",
			"keep one"},
		"district": {head + "电芯\n华容区" + row + "1\n" + own + "1\n", "city.part", "c.csv, row 2, column 1, 城市",
			"whole cities"},
		"ours lacks": {head + "电芯\n甲市" + row + "1\n", "city.own_missing", "c.csv, column 1, 城市", "add its row"},
		"period":     {head + "电芯\n鄂州市,去年,产值,亿元,示例,推测,1\n", "period.invalid", "c.csv, row 2, column 2, 期间", "write 2025"},
		"measure":    {head + "电芯\n鄂州市,2025,增长,亿元,示例,推测,1\n", "cell.unknown", "c.csv, row 2, column 3, 指标", "output 产值"},
		"unit":       {head + "电芯\n鄂州市,2025,产值,,示例,推测,1\n", "unit.missing", "c.csv, row 2, column 4, 单位", "亿元"},
		"source":     {head + "电芯\n鄂州市,2025,产值,亿元,,推测,1\n", "source.missing", "c.csv, row 2, column 5, 来源", "title"},
		"confidence": {head + "电芯\n鄂州市,2025,产值,亿元,示例,真的,1\n", "cell.unknown", "c.csv, row 2, column 6, 可信", "documented"},
		"two years": {head + "电芯\n甲市,2024,产值,亿元,示例,推测,1\n" + own + "1\n", "row.mixed", "c.csv, row 3, column 2, 期间",
			"one measure"},
		"two units": {head + "电芯\n甲市,2025,产值,万元,示例,推测,1\n" + own + "1\n", "row.mixed", "c.csv, row 3, column 4, 单位",
			"one measure"},
		"not a number": {head + "电芯\n" + own + "\"1,000\"\n", "cell.not_number", "c.csv, row 2, column 7, 电芯",
			"nothing between thousands"},
		"infinite":      {head + "电芯\n" + own + "Inf\n", "cell.not_number", "c.csv, row 2, column 7, 电芯", "digits"},
		"negative":      {head + "电芯\n" + own + "-1\n", "cell.negative", "c.csv, row 2, column 7, 电芯", "how it changed"},
		"several links": {head + "检测认证\n" + own + "1\n", "thing.ambiguous", "c.csv, row 1, column 7, 检测认证", "write the id"},
	} {
		_, err := ReadCities(strings.NewReader(tc.text), "c.csv", snapshot)
		var problems graph.Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p := problems[0]; len(problems) != 1 || p.Code != tc.code || p.Place.String() != tc.place ||
			!strings.Contains(p.Fix, tc.fix) {
			t.Errorf("%s: %v, want %s at %s", name, problems, tc.code, tc.place)
		}
	}
}

// FuzzReadCities: any file gives a table that the store takes, or problems that say where.
func FuzzReadCities(f *testing.F) {
	s := seeded(f)
	snapshot := stood(f, s)
	f.Add(citiesFile(f))
	f.Add("城市,期间,指标,单位,来源,可信,电芯\n鄂州市,2025,产值,亿元,x,推测,1e400\n")
	f.Add("city,period,measure,unit,source,confidence,\"电\n芯\"\n,,,,,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadCities(strings.NewReader(text), "c.csv", snapshot)
		if err != nil {
			var problems graph.Problems
			if !errors.As(err, &problems) || len(problems) == 0 || problems[0].Fix == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		if _, err := s.Preview(context.Background(), table.Changes); err != nil && graph.CodeOf(err) != graph.CodeInvalid {
			t.Fatal(err)
		}
	})
}
