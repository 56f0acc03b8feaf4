package grid

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"chainchief/graph"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func read(t *testing.T, data []byte) []Sheet {
	t.Helper()
	sheets, err := Read(data, "表")
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

func TestText(t *testing.T) {
	want := [][]string{{"企业名称", "园区"}, nil, {"甲,乙", "东\n区"}, {"丙"}}
	plain := "企业名称,园区\n\n\"甲,乙\",\"东\n区\"\n丙,\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"UTF-8":      plain,
		"with a BOM": "\ufeff" + plain,
		"GB 18030":   gb,
		"CR LF":      strings.ReplaceAll(plain, "\n", "\r\n"),
		"tab":        "企业名称\t园区\n\n\"甲,乙\"\t\"东\n区\"\n丙\t\n",
		"semicolon":  "企业名称;园区\n\n甲,乙;\"东\n区\"\n丙;\n",
		"bar":        "企业名称|园区\n\n甲,乙|\"东\n区\"\n丙|\n",
		"UTF-16":     "\xff\xfe" + string(wide(plain)),
	} {
		if got := read(t, []byte(data))[0].Rows; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestRefused(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	for _, c := range []struct{ data, says string }{
		{ole + string(wide("Workbook")), "save it as an Excel workbook (.xlsx)"},
		{ole + string(wide("EncryptedPackage")), "password"},
		{ole + string(wide("WordDocument")), "Word"},
		{"PK\x03\x04broken", "cannot be read|can be read"},
		{"%PDF-1.7", "PDF"},
		{"", "nothing"},
		{" , ,\n", "nothing"},
		{"名称\n\xff\xff\xff", "line 2"},
		{"a\x00b", "neither"},
		{"名称,乙\n\"a" + strings.Repeat("\n丙,丁", 200), "quotes that open in line 2"},
	} {
		_, err := Read([]byte(c.data), "x.xls")
		var fault *graph.Error
		if !errors.As(err, &fault) || fault.Code != graph.CodeInvalid || fault.Fix == "" {
			t.Errorf("%q: %v", c.data, err)
			continue
		}
		said := false
		for _, words := range strings.Split(c.says, "|") {
			said = said || strings.Contains(fault.Message+fault.Fix, words)
		}
		if !said {
			t.Errorf("%q: %v", c.data, err)
		}
	}
}

func TestMarkup(t *testing.T) {
	want := []Sheet{{
		Name:   "葛店",
		Rows:   [][]string{{"标题"}, {"名称", "投资", "", "备注"}, {"", "总", "年"}, {"甲\n一", "", "3"}},
		Merges: []Merge{{0, 0, 0, 2}, {1, 0, 2, 0}, {1, 1, 1, 2}},
	}}
	ml := `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="葛店"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">名称</Data></Cell><Cell ss:MergeAcross="1"><Data>投资</Data></Cell>
<Cell><Data>备注</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data>总</Data></Cell><Cell><Data>年</Data></Cell></Row>
<Row><Cell><Data>甲&#10;一</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell></Row>
</Table></Worksheet></Workbook>`
	if got := read(t, []byte(ml)); !reflect.DeepEqual(got, want) {
		t.Errorf("SpreadsheetML: %+v", got)
	}
	want[0].Name = ""
	page := `<html><meta charset="utf-8"><table><tr><td colspan=3>标题</td></tr><tr><th rowspan=2>名称<th colspan=2>投资</th>
<th>备注</th></tr><tr><td>总</td><td>年</td></tr><tr><td>甲<br>一</td><td></td><td>3</td></tr></table>`
	page = strings.Replace(page, "名称<th", "名称</th><th", 1)
	if got := read(t, []byte(page)); !reflect.DeepEqual(got, want) {
		t.Errorf("HTML: %+v", got)
	}
}

func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	if err := errors.Join(
		f.SetSheetName("Sheet1", "甲"),
		f.SetCellStr("甲", "A1", "标题"), f.MergeCell("甲", "A1", "C1"),
		f.SetCellStr("甲", "A2", "名称"), f.SetCellValue("甲", "B4", 12.5),
		f.SetCellFormula("甲", "C4", "1+1"),
	); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("空"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{
		Name: "甲", Rows: [][]string{{"标题"}, {"名称"}, {}, {"", "12.5"}}, Merges: []Merge{{0, 0, 0, 2}},
	}}
	got := read(t, b.Bytes())
	for i := range got[0].Rows {
		if got[0].Rows[i] == nil {
			got[0].Rows[i] = []string{}
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestLetters(t *testing.T) {
	for at, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := Letters(at); got != want {
			t.Errorf("%d: %s", at, got)
		}
	}
}

// FuzzRead looks for what makes the readers panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n\"c\n,d"))
	f.Add([]byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>` +
		`<Table><Row><Cell MergeDown="3" Index="9"><Data>x</Data></Cell></Row></Table></Worksheet></Workbook>`))
	f.Add([]byte(`<table><tr><td rowspan="9" colspan=5>x</td><td>`))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	book := excelize.NewFile()
	_ = book.SetCellStr("Sheet1", "A1", "x")
	_ = book.MergeCell("Sheet1", "A1", "B2")
	var b bytes.Buffer
	_ = book.Write(&b)
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		sheets, err := Read(data, "x")
		if err == nil && len(sheets) == 0 {
			t.Error("nothing and no error")
		}
	})
}
