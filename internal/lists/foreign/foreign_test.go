package foreign_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/lists/foreign"
	"chainchief/internal/lists/grid"
	"chainchief/seeds"

	"github.com/goccy/go-yaml"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "write what is read into testdata/patterns.want.yaml")

type part struct {
	Name   string   `yaml:"name"`
	Sheet  string   `yaml:"sheet"`
	Merges []string `yaml:"merges"`
}

type pattern struct {
	Pattern int      `yaml:"pattern"`
	About   string   `yaml:"about"`
	Format  string   `yaml:"format"`
	List    string   `yaml:"list"`
	Sheets  []part   `yaml:"sheets"`
	Sheet   string   `yaml:"sheet"`
	Merges  []string `yaml:"merges"`
}

// twoUnits is a list whose columns have units of different kinds.
const twoUnits = `
key: two-units
zh: 两种单位
en: Two units
rows: Project
columns:
  - {zh: 项目名称, en: Project, path: name}
  - {zh: 总投资, en: Investment, path: "figure:investment:planned", unit: 万元}
  - {zh: 税收, en: Tax, path: "figure:tax:planned", unit: 亿元}
  - {zh: 面积, en: Area, path: "figure:area:planned", unit: 平方米}
  - {zh: 用地面积, en: Land, path: "figure:area:actual", unit: 平方米}
  - {zh: 建筑面积, en: Floor, path: "figure:capacity:actual", unit: 亩}
`

func known(t testing.TB, key string) []*lists.List {
	t.Helper()
	all, err := lists.Load(seeds.Lists())
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		all, err = lists.Load(fstest.MapFS{"a.yaml": {Data: []byte(twoUnits)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func city(t testing.TB) *graph.Snapshot {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return graph.NewSnapshot(1, time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), c.Nodes, c.Relations)
}

// rows are the cells of a sheet of testdata.
func rows(text string) (out [][]string) {
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		cells := strings.Split(strings.TrimSuffix(strings.TrimRight(line, " "), "|"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.Trim(cells[i], " "), `\n`, "\n")
		}
		out = append(out, cells)
	}
	return out
}

// file makes the file that people would send.
func (p pattern) file(t testing.TB) []byte {
	t.Helper()
	if len(p.Sheets) == 0 {
		p.Sheets = []part{{Sheet: p.Sheet, Merges: p.Merges}}
	}
	all := rows(p.Sheets[0].Sheet)
	var b bytes.Buffer
	switch p.Format {
	case "csv", "pasted":
		w := csv.NewWriter(&b)
		if p.Format == "pasted" {
			w.Comma = '\t'
		}
		if err := w.WriteAll(all); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	case "xml", "html":
		return []byte(markup(all, p.Format == "xml"))
	}
	f := excelize.NewFile()
	for i, one := range p.Sheets {
		name := one.Name
		if name == "" {
			name = "Sheet1"
		}
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", name))
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows(one.Sheet) {
			for c, text := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				must(t, err)
				must(t, f.SetCellStr(name, at, text))
			}
		}
		for _, m := range one.Merges {
			from, to, _ := strings.Cut(m, ":")
			must(t, f.MergeCell(name, from, to))
		}
	}
	must(t, f.Write(&b))
	return b.Bytes()
}

// markup writes cells as Excel 2003 does, or as HTML; the first is merged over the row.
func markup(all [][]string, excel bool) string {
	var b strings.Builder
	head := `<html><meta charset="utf-8"><body><table>`
	row, cell, over, end, foot := "tr", "td", ` colspan="3"`, "", "</table></body></html>"
	if excel {
		head = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" ` +
			`xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>`
		row, cell, over, end, foot = "Row", "Cell", ` ss:MergeAcross="2"`, "Data", "</Table></Worksheet></Workbook>"
	}
	b.WriteString(head)
	for i, cells := range all {
		b.WriteString("<" + row + ">")
		for j, text := range cells {
			span := ""
			if i == 0 && j == 0 {
				span = over
			} else if i == 0 {
				continue
			}
			text = html.EscapeString(text)
			if end != "" {
				text = "<Data>" + text + "</Data>"
			}
			b.WriteString("<" + cell + span + ">" + text + "</" + cell + ">")
		}
		b.WriteString("</" + row + ">")
	}
	return b.String() + foot
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func patterns(t testing.TB) (all []pattern) {
	t.Helper()
	data, err := os.ReadFile("testdata/patterns.yaml")
	must(t, err)
	must(t, yaml.UnmarshalWithOptions(data, &all, yaml.Strict()))
	return all
}

// told is a reading in words, so that people can check it.
func told(r *foreign.Reading, now *graph.Snapshot) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, strings.TrimRight(format, " ")+"\n", args...) }
	for _, s := range r.Odd {
		line("sheet %s: no heading", s.Name)
	}
	for _, s := range r.Sheets {
		if s.List == nil {
			line("sheet %s: of no list", s.Name)
			continue
		}
		line("sheet %s: %s%s", s.Name, s.List.Key, unsure(s.ListSure))
		roles := make([]string, len(s.Roles))
		for i, role := range s.Roles {
			roles[i] = string(role)
		}
		line("rows: %s", strings.Join(roles, " "))
		if s.Facts != (foreign.Facts{}) {
			line("facts: %+v", s.Facts)
		}
		for _, c := range s.Columns {
			what := string(c.Use)
			if c.Use == foreign.Taken {
				what = strings.Join(c.To, " and ")
			}
			line("%s %s%v → %s%s (%s) %d, %d fillers", grid.Letters(c.At), c.Key(), c.Units, what, unsure(c.Sure), c.Why,
				c.Values, c.Fillers)
			for _, a := range c.Asked {
				choices := fmt.Sprint(a.Choices)
				if len(a.Choices) > 8 {
					choices = fmt.Sprintf("%d choices", len(a.Choices))
				}
				line("  asked: %q %v %s", a.Raw, a.Rows, choices)
			}
		}
		for _, row := range s.Sent.Rows {
			var cells []string
			for i, text := range row.Cells {
				if text != "" {
					cells = append(cells, s.List.Columns[i].ZH+"="+text)
				}
			}
			line("%d: %s", row.Row, strings.Join(cells, ", "))
			for _, n := range row.Notes {
				line("  note: %s%d %s: %s", grid.Letters(n.Place.Column-1), n.Place.Row, n.Code, n.Message)
			}
		}
		for _, n := range s.Remarks {
			line("remark: %s %s", n.Code, n.Message)
		}
	}
	for _, n := range r.Open("f") {
		line("open: %s %s", n.Code, n.Message)
	}
	if len(r.Open("f")) > 0 {
		return b.String()
	}
	from := &graph.Provenance{Source: "source:city-2022", AsOf: "2026-11", Confidence: graph.Documented}
	for _, row := range lists.Read(r.Sent(), lists.Against{Base: now, Now: now, From: from}).Rows {
		for _, n := range row.Problems {
			line("wrong: %s%d %s %s", grid.Letters(max(n.Place.Column-1, 0)), n.Place.Row, n.Code, n.Message)
		}
	}
	return b.String()
}

func unsure(sure bool) string {
	if sure {
		return ""
	}
	return "?"
}

// TestPatterns reads a file of every pattern.
func TestPatterns(t *testing.T) {
	now := city(t)
	const file = "testdata/patterns.want.yaml"
	var want []struct {
		Pattern int    `yaml:"pattern"`
		Read    string `yaml:"read"`
	}
	if !*update {
		data, err := os.ReadFile(file)
		must(t, err)
		must(t, yaml.Unmarshal(data, &want))
	}
	var out strings.Builder
	all := patterns(t)
	for i, p := range all {
		sheets, err := grid.Read(p.file(t), "f")
		if err != nil {
			t.Errorf("%d: %v", p.Pattern, err)
			continue
		}
		r, err := foreign.Read(sheets, "f", known(t, p.List), now, foreign.Chosen{}, nil)
		if err != nil {
			t.Errorf("%d: %v", p.Pattern, err)
			continue
		}
		got := told(r, now)
		if *update {
			fmt.Fprintf(&out, "- pattern: %d # %s\n  read: |\n    %s\n", p.Pattern, p.About,
				strings.TrimSpace(strings.ReplaceAll(got, "\n", "\n    ")))
			continue
		}
		if i >= len(want) || strings.TrimSpace(want[i].Read) != strings.TrimSpace(got) {
			t.Errorf("pattern %d, %s:\n%s", p.Pattern, p.About, got)
		}
	}
	if *update {
		must(t, os.WriteFile(file, []byte(out.String()), 0o644))
	}
	for n := 1; n <= 27; n++ {
		if !slices.ContainsFunc(all, func(p pattern) bool { return p.Pattern == n }) {
			t.Errorf("there is no file of pattern %d", n)
		}
	}
}

// TestSheetOfLibreOffice reads a workbook that Calc itself has made.
func TestSheetOfLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", "xlsx", "--outdir", dir, "testdata/projects.fods")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "projects.xlsx"))
	must(t, err)
	sheets, err := grid.Read(data, "projects.xlsx")
	must(t, err)
	now := city(t)
	r, err := foreign.Read(sheets, "projects.xlsx", known(t, ""), now, foreign.Chosen{}, nil)
	must(t, err)
	want, err := os.ReadFile("testdata/projects.want.txt")
	if *update {
		must(t, os.WriteFile("testdata/projects.want.txt", []byte(told(r, now)), 0o644))
		return
	}
	must(t, err)
	if got := told(r, now); got != string(want) {
		t.Error(got)
	}
}

// TestWordsOfPeople answers what was asked, and reads again: by a saved mapping too.
func TestWordsOfPeople(t *testing.T) {
	now := city(t)
	all := "序号,项目名称,项目单位,进展,开工时间,总投资\n1,甲项目,拓材科技,推进,2022.1,12\n2,乙项目,光安伦,在建,2023,/\n"
	sheets, err := grid.Read([]byte(all), "f.csv")
	must(t, err)
	first, err := foreign.Read(sheets, "f.csv", known(t, ""), now, foreign.Chosen{}, nil)
	must(t, err)
	if open := first.Open("f.csv"); len(open) == 0 {
		t.Fatal("nothing is asked")
	}
	said := foreign.Mapping{
		Name: "月报", List: "projects",
		Columns: []foreign.Mapped{
			{Column: "进展", Use: foreign.Taken, To: []string{".stage"}},
			{Column: "总投资", Use: foreign.Taken, To: []string{"figure:investment:planned"}, Unit: "亿元"},
		},
		Words: map[string]map[string]string{"进展": {"推进": "在建"}},
	}
	key := first.Sheets[0].Fingerprint
	saved := func(fingerprint string) (foreign.Mapping, bool) { return said, fingerprint == key }
	cells := foreign.Chosen{Mappings: map[string]foreign.Mapping{
		key: {Cells: map[string]map[string]string{"开工时间": {"2022.1": "2022-10"}}},
	}}
	again, err := foreign.Read(sheets, "f.csv", known(t, ""), now, cells, saved)
	must(t, err)
	if open := again.Open("f.csv"); len(open) > 0 {
		t.Fatal(open)
	}
	got := fmt.Sprint(again.Sheets[0].Sent.Rows[0].Cells)
	for _, want := range []string{"在建", "2022-10", "120000"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if c := again.Sheets[0].Columns[3]; c.Why != foreign.BySaved || len(c.Asked) > 0 {
		t.Errorf("%+v", c)
	}
	said.Columns[0].To = []string{".nothing"}
	if _, err := foreign.Read(sheets, "f.csv", known(t, ""), now, foreign.Chosen{}, saved); err == nil {
		t.Error("a column that the list has not was taken")
	}
}

// many is a sheet of many rows.
func many(b testing.TB, n int) []byte {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	head := []any{"序号", "企业名称", "统一社会信用代码", "所在园区", "主要产品", "年度销售（万元）", "税收（万元）", "备注", "地块编号", "联系电话"}
	must(b, w.SetRow("A1", []any{"2026年企业情况表"}))
	must(b, w.SetRow("A2", head))
	for i := range n {
		must(b, w.SetRow(fmt.Sprintf("A%d", i+3), []any{
			i + 1, fmt.Sprintf("示例企业%d", i), "", "葛店", "高纯镓、光芯片", i * 3, "约3亿元", "无", fmt.Sprintf("GD-%d", i), "13800000000",
		}))
	}
	must(b, w.Flush())
	var out bytes.Buffer
	must(b, f.Write(&out))
	return out.Bytes()
}

func BenchmarkRead(b *testing.B) {
	now, all := city(b), known(b, "")
	for _, n := range []int{5_000, 100_000} {
		data := many(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sheets, err := grid.Read(data, "f.xlsx")
				must(b, err)
				r, err := foreign.Read(sheets, "f.xlsx", all, now, foreign.Chosen{}, nil)
				must(b, err)
				if len(r.Sheets[0].Sent.Rows) != n {
					b.Fatal(len(r.Sheets[0].Sent.Rows))
				}
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-held")
				runtime.KeepAlive(r)
			}
		})
	}
}
