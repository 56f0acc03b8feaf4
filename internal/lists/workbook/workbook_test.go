package workbook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"

	"github.com/xuri/excelize/v2"
)

// seeded is a store with the seeds, and the lists that are shipped.
func seeded(t testing.TB) (*store.Store, []*lists.List) {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(memstore.Open())
	if _, err := s.Apply(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	all, err := lists.Load(seeds.Lists())
	if err != nil {
		t.Fatal(err)
	}
	return s, all
}

func snapshot(t testing.TB, s *store.Store) *graph.Snapshot {
	t.Helper()
	now, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func written(t testing.TB, of *graph.Snapshot, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Write(&out, of, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sent(t *testing.T, data []byte, all []*lists.List) []lists.Sent {
	t.Helper()
	out, err := Read(bytes.NewReader(data), "lists.xlsx", all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// filled opens a workbook, lets somebody write into it, and saves it.
func filled(t *testing.T, data []byte, write func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	write(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cell is where a column stands in the row of an id, or in a new row.
func cell(t *testing.T, f *excelize.File, sheet, id, heading string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	column, row := 0, 0
	for i, text := range rows[headRows-1] {
		if strings.TrimSuffix(text, " *") == heading {
			column = i + 1
		}
	}
	for i, cells := range rows {
		if id != "" && len(cells) > 0 && cells[0] == id {
			row = i + 1
		}
	}
	if id == "" { // a new row
		row = len(rows) + 1
	}
	if row == 0 || column == 0 {
		t.Fatalf("%s has no %q in the row %q", sheet, heading, id)
	}
	return at(column, row)
}

func set(t *testing.T, f *excelize.File, sheet, id, heading string, value any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell(t, f, sheet, id, heading), value); err != nil {
		t.Fatal(err)
	}
}

// TestWhatComesBackUnchangedSaysNothing: in both languages, also when another program has saved it in between.
func TestWhatComesBackUnchangedSaysNothing(t *testing.T) {
	s, all := seeded(t)
	now := snapshot(t, s)
	for _, lang := range []string{"zh", "en"} {
		data := written(t, now, Book{City: "某市", Lang: lang, Lists: all})
		for by, data := range map[string][]byte{"nobody": data, "Calc": byCalc(t, data)} {
			taken, err := lists.Take(sent(t, data, all), now, now, nil)
			if err != nil || taken.Rows != 0 || !taken.Changes.Empty() {
				t.Errorf("%s, saved by %s: %d rows, %v", lang, by, taken.Rows, err)
			}
		}
	}
}

// byCalc is a workbook as LibreOffice Calc saves it.
func byCalc(t *testing.T, data []byte) []byte {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("LibreOffice Calc is needed: see CONTRIBUTING.md")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "lists.xlsx")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	calc := exec.CommandContext(ctx, "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), in)
	if said, err := calc.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	out, err := os.ReadFile(filepath.Join(dir, "out", "lists.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameListsAreTheSameFile: to the byte.
func TestSameListsAreTheSameFile(t *testing.T) {
	s, all := seeded(t)
	b := Book{City: "某市", Lang: "zh", Lists: all, At: time.Unix(1, 0)}
	first := written(t, snapshot(t, s), b)
	for range 3 {
		if !bytes.Equal(first, written(t, snapshot(t, s), b)) {
			t.Fatal("the file is another one")
		}
	}
}

// TestNothingFromDataIsAFormula: names that look like formulas are texts, in cells whose format keeps them so.
func TestNothingFromDataIsAFormula(t *testing.T) {
	s, all := seeded(t)
	evil := *snapshot(t, s).Node("enterprise:sanan-hubei")
	evil.Name = "=HYPERLINK(\"http://x\",\"点\")"
	c := graph.Changes{Actor: "test", Nodes: []graph.Node{evil}}
	if _, err := s.Apply(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	data := written(t, snapshot(t, s), Book{City: "某市", Lang: "zh", Lists: all})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, cells := range rows {
			for c, text := range cells {
				name := at(c+1, r+1)
				if formula, err := f.GetCellFormula(sheet, name); err != nil || formula != "" {
					t.Errorf("%s %s holds the formula %q (%v)", sheet, name, formula, err)
				}
				if text != evil.Name || sheet == "选项" {
					continue
				}
				found++
				id, _ := f.GetCellStyle(sheet, name)
				if style, err := f.GetStyle(id); err != nil || style.NumFmt != asText {
					t.Errorf("%s %s has no text format", sheet, name)
				}
			}
		}
	}
	if found == 0 {
		t.Error("the name is nowhere")
	}
}

// source is where what these tests write in comes from.
var source = &graph.Provenance{Source: "source:s1", AsOf: "2026-11", Confidence: graph.Documented}

// TestFilledIn: what people write becomes one set of changes that the store takes, and takes back.
func TestFilledIn(t *testing.T) {
	ctx := context.Background()
	s, all := seeded(t)
	before := snapshot(t, s)
	data := filled(t, written(t, before, Book{City: "某市", Lang: "zh", Lists: all}), func(f *excelize.File) {
		set(t, f, "六个一清单", "chain:biomedicine", "链长（职务）", "副市长")
		set(t, f, "六个一清单", "chain:biomedicine", "牵头单位", "市经信局")
		set(t, f, "企业清单", "enterprise:sanan-hubei", "统一社会信用代码", "91420700ma49 35k93p")
		set(t, f, "企业清单", "enterprise:sanan-hubei", "企业类别", "市级文件点名；规上；小巨人？")
		set(t, f, "项目清单", "project:sanan-2", "开工时间", "2025年8月")
		set(t, f, "项目清单", "project:sanan-2", "当前阶段", "投产")
		set(t, f, "项目清单", "project:sanan-2", "补哪个环节", "光电子信息·外延片")
		set(t, f, "企业清单", "", "企业名称", "新来的公司")
		set(t, f, "企业清单", "", "所在园区", "葛店经济技术开发区") // a second new row, without a name
	})
	if _, err := lists.Take(sent(t, data, all), before, before, source); err == nil {
		t.Error("a new row without a name is taken")
	}
	data = filled(t, data, func(f *excelize.File) {
		last := cell(t, f, "企业清单", "", "企业名称")
		_, row, _ := excelize.CellNameToCoordinates(last)
		if err := f.RemoveRow("企业清单", row-1); err != nil {
			t.Fatal(err)
		}
	})
	taken, err := lists.Take(sent(t, data, all), before, before, source)
	if err != nil {
		t.Fatal(err)
	}
	taken.Changes.Actor, taken.Changes.Reason = "import", "清单"
	w, err := s.Apply(ctx, taken.Changes)
	if err != nil {
		t.Fatal(err)
	}
	now := snapshot(t, s)
	for what, is := range map[string]bool{
		"chief": len(now.Tails("chain:biomedicine", graph.Leads)) == 1 &&
			now.Tails("chain:biomedicine", graph.Leads)[0].Attrs.Text("post") == "副市长",
		"unit":  now.Tails("chain:biomedicine", graph.Coordinates)[0].Name == "市经信局",
		"code":  now.Node("enterprise:sanan-hubei").Attrs.Text("credit_code") == "91420700MA4935K93P",
		"level": now.Node("enterprise:sanan-hubei").Attrs.List("levels")[1] == "above_scale",
		"open":  now.Node("enterprise:sanan-hubei").Attrs.List("levels_unverified")[0] == "little_giant",
		"date":  now.Node("project:sanan-2").Attrs.Text("started") == "2025-08",
		"stage": now.Node("project:sanan-2").Attrs.Text("stage") == "production",
		"fills": now.Heads("project:sanan-2", graph.Fills)[0].ID == "link:optoelectronics/led/epi",
		"source": now.Node("project:sanan-2").Prov.Source == source.Source &&
			now.Heads("project:sanan-2", graph.SourcedFrom)[0].ID == "source:city-2022",
		"new":   now.Node("enterprise:新来的公司").Attrs.Text("reach") == "local",
		"chain": now.Node("chain:biomedicine").Equal(*before.Node("chain:biomedicine")), // only what it is joined to is new
	} {
		if !is {
			t.Errorf("%s is not as it was written", what)
		}
	}
	if n := len(now.Heads("project:sanan-2", graph.Fills)); n != 1 {
		t.Errorf("%d links", n)
	}
	if _, err := s.Undo(ctx, w.Revision, "test", "撤销"); err != nil {
		t.Fatal(err)
	}
	back := snapshot(t, s)
	same := slices.EqualFunc(back.Nodes(), before.Nodes(), graph.Node.Equal) &&
		slices.EqualFunc(back.Relations(), before.Relations(), graph.Relation.Equal)
	if !same {
		t.Error("the undo leaves something behind")
	}
}

// TestANewSourceIsUsedAtOnce: by rows of the same workbook; two new rows of one name are refused.
func TestANewSourceIsUsedAtOnce(t *testing.T) {
	s, all := seeded(t)
	now := snapshot(t, s)
	clean := written(t, now, Book{City: "某市", Lang: "zh", Lists: all})
	row := func(f *excelize.File, sheet string, values map[string]any) {
		t.Helper()
		last := cell(t, f, sheet, "", "备注")
		_, row, _ := excelize.CellNameToCoordinates(last)
		for heading, value := range values {
			column, _, _ := excelize.CellNameToCoordinates(cell(t, f, sheet, "", heading))
			if err := f.SetCellValue(sheet, at(column, row), value); err != nil {
				t.Fatal(err)
			}
		}
	}
	source := map[string]any{"标题": "一份新文件", "发布者": "市政府", "发布日期": "2026-11-01", "可信": "公开文件"}
	data := filled(t, clean, func(f *excelize.File) {
		row(f, "来源清单", source)
		set(t, f, "项目清单", "project:sanan-2", "来源", "一份新文件")
		set(t, f, "项目清单", "project:sanan-2", "数据截至", "2026-11")
		set(t, f, "项目清单", "project:sanan-2", "当前阶段", "投产")
	})
	taken, err := lists.Take(sent(t, data, all), now, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	taken.Changes.Actor, taken.Changes.Reason = "import", "清单"
	if _, err := s.Apply(context.Background(), taken.Changes); err != nil {
		t.Fatal(err)
	}
	if p := snapshot(t, s).Node("project:sanan-2").Prov; p.Source != "source:一份新文件" || p.AsOf != "2026-11" {
		t.Errorf("%+v", p)
	}
	data = filled(t, clean, func(f *excelize.File) {
		row(f, "来源清单", source)
		row(f, "来源清单", source)
	})
	_, err = lists.Take(sent(t, data, all), now, now, nil)
	var problems graph.Problems
	if !errors.As(err, &problems) || problems[0].Code != "row.known" {
		t.Errorf("two of one name: %v", err)
	}
}

// TestEachWrongCellIsNamed: by sheet, row, column, with what to do; nothing is taken.
func TestEachWrongCellIsNamed(t *testing.T) {
	s, all := seeded(t)
	now := snapshot(t, s)
	clean := written(t, now, Book{City: "某市", Lang: "zh", Lists: all})
	const firms, projects, one, two = "企业清单", "项目清单", "enterprise:sanan-hubei", "project:sanan-2"
	for _, c := range []struct {
		sheet, id, heading string
		value              any
		code               string
	}{
		{firms, one, "统一社会信用代码", 9.14201e17, "cell.lost_digits"},
		{firms, one, "统一社会信用代码", "91420700MA49XXXXXX", "cell.not_credit_code"},
		{firms, one, "所在园区", "没有的园区", "reference.unknown"},
		{firms, one, "企业类别", "大企业", "cell.not_word"},
		{firms, one, "类型", "工厂", "cell.not_word"},
		{firms, one, "所属环节", "光电子信息·电子特气", "cell.more_needed"},
		{firms, one, "来源", "没有的来源", "source.unknown"},
		{firms, one, "数据截至", "去年", "cell.not_date"},
		{firms, "", "企业名称", "湖北三安光电有限公司", "row.known"},
		{firms, "", "所在园区", "鄂州市", "row.no_name"},
		{projects, two, "开工时间", "2025.1", "cell.ambiguous"},
		{projects, two, "开工时间", "2025-13", "cell.not_date"},
		{projects, two, "当前阶段", "已投产", "cell.not_word"},
		{"链条环节清单", "link:optoelectronics/led/gas", "必要程度", "很必要", "cell.not_number"},
		{"链条环节清单", "link:optoelectronics/led/gas", "必要程度", 7, "cell.out_of_range"},
		{"链条环节清单", "link:optoelectronics/led/gas", "必要程度", 1.5, "cell.not_whole"},
		{"六个一清单", "chain:optoelectronics", "待核实", "大概", "cell.not_yes_no"},
		{"供应关系清单", "", "供方", "湖北三安光电有限公司", "row.no_end"},
	} {
		where := ""
		data := filled(t, clean, func(f *excelize.File) {
			where = cell(t, f, c.sheet, c.id, c.heading)
			set(t, f, c.sheet, c.id, c.heading, c.value)
		})
		_, err := lists.Take(sent(t, data, all), now, now, source)
		var problems graph.Problems
		if !errors.As(err, &problems) || len(problems) != 1 {
			t.Errorf("%s %v: %v", c.heading, c.value, err)
			continue
		}
		p := problems[0]
		column, row, _ := excelize.CellNameToCoordinates(where)
		if p.Code != c.code || p.Place.Row != row || p.Place.File != "lists.xlsx "+c.sheet || p.Fix == "" ||
			strings.HasPrefix(p.Code, "cell.") && (p.Place.Column != column || p.Place.Field != c.heading) {
			t.Errorf("%s %v at %s: %+v", c.heading, c.value, where, p)
		}
	}
}

// TestWhatOthersChangedMeanwhile is told with all three values; what others changed elsewhere is no conflict.
func TestWhatOthersChangedMeanwhile(t *testing.T) {
	s, all := seeded(t)
	base := snapshot(t, s)
	data := filled(t, written(t, base, Book{City: "某市", Lang: "zh", Lists: all}), func(f *excelize.File) {
		set(t, f, "项目清单", "project:sanan-2", "备注", "甲说")
	})
	other := *base.Node("project:sanan-2")
	other.Attrs = graph.Attrs{"stage": "production", "kind": "expansion", "note": "市级文件列为推动项目"}
	put := func() *graph.Snapshot {
		c := graph.Changes{Actor: "test", Nodes: []graph.Node{other}}
		if _, err := s.Apply(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		return snapshot(t, s)
	}
	taken, err := lists.Take(sent(t, data, all), base, put(), source)
	if err != nil || len(taken.Changes.Nodes) != 1 || taken.Changes.Nodes[0].Attrs.Text("stage") != "production" {
		t.Errorf("what others changed elsewhere is lost: %+v, %v", taken.Changes.Nodes, err)
	}
	other.Attrs["note"] = "乙说"
	_, err = lists.Take(sent(t, data, all), base, put(), source)
	var problems graph.Problems
	if !errors.As(err, &problems) || problems[0].Code != "cell.conflict" ||
		!strings.Contains(problems[0].Message, "甲说") || !strings.Contains(problems[0].Message, "乙说") {
		t.Errorf("two who changed one cell: %v", err)
	}
}

// TestASheetThatIsThereTwice: a copy that says nothing is none; two that change the same row are refused.
func TestASheetThatIsThereTwice(t *testing.T) {
	s, all := seeded(t)
	now := snapshot(t, s)
	data := written(t, now, Book{City: "某市", Lang: "zh", Lists: all})
	one := filled(t, data, func(f *excelize.File) { set(t, f, "项目清单", "project:sanan-2", "备注", "甲说") })
	two := filled(t, data, func(f *excelize.File) { set(t, f, "项目清单", "project:sanan-2", "备注", "乙说") })
	take := func(sheets ...[]byte) error {
		var both []lists.Sent
		for _, data := range sheets {
			both = append(both, sent(t, data, all)...)
		}
		_, err := lists.Take(both, now, now, source)
		return err
	}
	if err := take(one, data); err != nil {
		t.Errorf("a copy that says nothing: %v", err)
	}
	var problems graph.Problems
	if err := take(one, two); !errors.As(err, &problems) || problems[0].Code != "row.twice" {
		t.Errorf("two that change the same row: %v", err)
	}
}

// TestShuffled: rows in another order and columns that are gone change nothing; a renamed firm is one difference.
func TestShuffled(t *testing.T) {
	s, all := seeded(t)
	now := snapshot(t, s)
	data := filled(t, written(t, now, Book{City: "某市", Lang: "zh", Lists: all}), func(f *excelize.File) {
		set(t, f, "企业清单", "enterprise:sanan-hubei", "企业名称", "湖北三安光电股份公司")
		if err := f.DuplicateRowTo("企业清单", 5, 60); err != nil {
			t.Fatal(err)
		}
		if err := f.RemoveRow("企业清单", 5); err != nil {
			t.Fatal(err)
		}
		column, _, _ := excelize.CellNameToCoordinates(cell(t, f, "企业清单", "enterprise:sanan-hubei", "主要产品"))
		letters, _ := excelize.ColumnNumberToName(column)
		if err := f.RemoveCol("企业清单", letters); err != nil {
			t.Fatal(err)
		}
	})
	taken, err := lists.Take(sent(t, data, all), now, now, source)
	if err != nil || taken.Rows != 1 || len(taken.Changes.Nodes) != 1 ||
		taken.Changes.Nodes[0].Name != "湖北三安光电股份公司" {
		t.Errorf("%+v, %v", taken, err)
	}
}

// TestNotAWorkbook: what cannot be read is said in one line.
func TestNotAWorkbook(t *testing.T) {
	_, all := seeded(t)
	var empty bytes.Buffer
	if err := excelize.NewFile().Write(&empty); err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string][]byte{
		"nothing":       nil,
		"text":          []byte("企业名称,备注\n"),
		"half a file":   empty.Bytes()[:empty.Len()/2],
		"another's own": empty.Bytes(),
	} {
		if _, err := Read(bytes.NewReader(data), "x.xlsx", all); graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// BenchmarkWrite writes the whole seeds as a workbook: at most a second is what people wait.
func BenchmarkWrite(b *testing.B) {
	s, all := seeded(b)
	now := snapshot(b, s)
	for b.Loop() {
		written(b, now, Book{City: "某市", Lang: "zh", Lists: all})
	}
}
