// Package workbook writes lists as an Excel workbook that people fill in and send back: a sheet of what it is and how
// it is filled, and a sheet a list. Codes and dates are texts; nothing that comes from data is a formula.
package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/lists"

	"github.com/xuri/excelize/v2"
)

// Book is what a workbook is made from.
type Book struct {
	City  string // whose lists they are
	Of    string // what the rows were chosen by, such as the name of a chain; empty: all
	Maker string // who it is made for, and what they may see; empty where there are no accounts
	At    time.Time
	Lang  string
	Lists []*lists.List
	Want  lists.Selection

	// Batch is what it is known by when it comes back, Note what people are told who fill it in, Due until when.
	Batch string
	Note  string
	Due   graph.Date
}

// headRows stand above the rows of a list: the title, what the sheet is of, the headings.
const headRows = 3

// firstColumn is where the first column of a list stands: before it are the hidden id and the number of the row.
const firstColumn = 3

// most is how many rows drop-down lists reach, so that rows can be added.
const most = 1_000

// Write writes the lists of a graph as a workbook.
func Write(w io.Writer, of *graph.Snapshot, b Book) (rows map[string]int, err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	p := printer{file: f, book: b, of: of, reader: lists.NewReader(of, b.Lang), rows: map[string]int{}}
	if err := p.styled(); err != nil {
		return nil, err
	}
	if err := f.SetSheetName("Sheet1", p.say(about)); err != nil {
		return nil, err
	}
	if _, err := f.NewSheet(p.say(choices)); err != nil {
		return nil, err
	}
	for _, l := range b.Lists {
		if err := p.list(l); err != nil {
			return nil, fmt.Errorf("write the list %s: %w", l.Key, err)
		}
	}
	for _, then := range []func() error{p.words, p.about, p.properties} {
		if err := then(); err != nil {
			return nil, err
		}
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		return nil, err
	}
	return p.rows, ordered(w, file.Bytes())
}

// ordered writes the parts of a package in the order of their names: excelize writes them in any, and the same lists
// are to be the same file.
func ordered(w io.Writer, file []byte) error {
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// printer writes one workbook.
type printer struct {
	file   *excelize.File
	book   Book
	of     *graph.Snapshot
	reader *lists.Reader
	rows   map[string]int // of each list, by key
	style  styles
	picks  []pick
}

// pick is a column of words that may be chosen, on the sheet of choices.
type pick struct {
	name  string
	words []string
}

// list writes one sheet.
func (p *printer) list(l *lists.List) error {
	sheet := l.Title(p.book.Lang)
	if _, err := p.file.NewSheet(sheet); err != nil {
		return err
	}
	if err := p.printed(sheet, len(l.Columns)); err != nil {
		return err
	}
	titles := &excelize.DefinedName{
		Name:     "_xlnm.Print_Titles",
		RefersTo: fmt.Sprintf("'%s'!$1:$%d", sheet, headRows),
		Scope:    sheet,
	}
	if err := p.file.SetDefinedName(titles); err != nil {
		return err
	}
	rows := p.reader.Rows(l, p.book.Want)
	p.rows[l.Key] = len(rows)
	s, err := p.file.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	last := firstColumn + len(l.Columns) - 1
	if err := p.frame(s, l, rows, last); err != nil {
		return err
	}
	if err := s.SetRow("A3", p.headings(l), excelize.RowOpts{Height: 34}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := []any{
			excelize.Cell{StyleID: p.style.text, Value: row.ID},
			excelize.Cell{StyleID: p.style.count, Value: i + 1},
		}
		for at, cell := range row.Cells {
			cells = append(cells, excelize.Cell{StyleID: p.styleOf(l.Columns[at], cell), Value: value(cell)})
		}
		if err := s.SetRow(at(1, headRows+1+i), cells); err != nil {
			return err
		}
	}
	if err := p.pickable(sheet, l, len(rows)); err != nil {
		return err
	}
	return s.Flush()
}

// printed sets a sheet up for paper: across the page and as wide as it.
func (p *printer) printed(sheet string, columns int) error {
	const a3, a4, fewColumns = 8, 9, 12
	fit, across, wide, long, size := true, "landscape", 1, 0, a4
	if columns > fewColumns {
		size = a3
	}
	if err := p.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	layout := &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &long}
	return p.file.SetPageLayout(sheet, layout)
}

// value is what a cell holds: a number, a text, or nothing.
func value(c lists.Cell) any {
	switch {
	case c.Number != nil:
		return *c.Number
	case c.Blank():
		return nil
	}
	return c.Text
}

// styleOf is the style of a cell.
func (p *printer) styleOf(c lists.Column, cell lists.Cell) int {
	switch {
	case cell.Blank() && c.Required:
		return p.style.blank
	case !c.Written():
		return p.style.read
	case cell.Number != nil:
		return p.style.number
	}
	return p.style.text
}

// frame writes the title, the line below it, the widths, and what stays when people scroll.
func (p *printer) frame(s *excelize.StreamWriter, l *lists.List, rows []lists.Row, last int) error {
	if err := s.SetColVisible(1, 1, false); err != nil {
		return err
	}
	if err := s.SetColWidth(firstColumn-1, firstColumn-1, 6); err != nil {
		return err
	}
	for i, c := range l.Columns {
		if err := s.SetColWidth(firstColumn+i, firstColumn+i, width(c.Heading(p.book.Lang), i, rows)); err != nil {
			return err
		}
	}
	panes := &excelize.Panes{
		Freeze:      true,
		XSplit:      firstColumn,
		YSplit:      headRows,
		TopLeftCell: at(firstColumn+1, headRows+1),
		ActivePane:  "bottomRight",
	}
	if err := s.SetPanes(panes); err != nil {
		return err
	}
	for _, line := range []struct {
		row    int
		text   string
		style  int
		height float64
	}{
		{1, p.title(l), p.style.title, 30},
		{2, p.line(), p.style.line, 20},
	} {
		batch := excelize.Cell{StyleID: p.style.text, Value: p.batch(l)}
		if line.row > 1 {
			batch.Value = ""
		}
		cells := []any{batch, excelize.Cell{StyleID: line.style, Value: line.text}}
		if err := s.SetRow(at(1, line.row), cells, excelize.RowOpts{Height: line.height}); err != nil {
			return err
		}
		if err := s.MergeCell(at(firstColumn-1, line.row), at(last, line.row)); err != nil {
			return err
		}
	}
	return nil
}

// title names the city, what the rows were chosen by, and the list.
func (p *printer) title(l *lists.List) string {
	if p.book.Lang == "en" {
		return strings.TrimSuffix(p.book.City+": "+l.EN+" · "+p.book.Of, " · ")
	}
	return p.book.City + p.book.Of + l.ZH
}

func (p *printer) line() string {
	return fmt.Sprintf(p.say(under), p.of.Revision, p.of.Time.In(graph.Zone).Format(time.DateOnly))
}

// batch is what cell A1 of a sheet says: which list of which version of a graph it is, in which language; after that
// the batch that it was sent out with.
const batch = "chainchief %s r%d@%d %s"

func (p *printer) batch(l *lists.List) string {
	v := p.of.Version()
	said := fmt.Sprintf(batch, l.Key, v.Revision, v.Millis, p.book.Lang)
	return strings.TrimSpace(said + " " + p.book.Batch)
}

func (p *printer) headings(l *lists.List) []any {
	cells := []any{
		excelize.Cell{StyleID: p.style.head, Value: "id"},
		excelize.Cell{StyleID: p.style.head, Value: p.say(number)},
	}
	for _, c := range l.Columns {
		style, text := p.style.head, c.Heading(p.book.Lang)
		if c.Ours {
			style = p.style.ours
		}
		value := any(text)
		if c.Required {
			value = []excelize.RichTextRun{
				{Text: text, Font: p.style.heading},
				{Text: " *", Font: p.style.star},
			}
		}
		cells = append(cells, excelize.Cell{StyleID: style, Value: value})
	}
	return cells
}

// pickable gives the columns with words of their own a list to choose from; other words are told of, not refused, where
// a cell may hold several.
func (p *printer) pickable(sheet string, l *lists.List, rows int) error {
	for i, c := range l.Columns {
		words := p.reader.Choices(c)
		if len(words) == 0 || !c.Written() {
			continue
		}
		column := firstColumn + i
		v := excelize.NewDataValidation(true)
		v.SetSqref(at(column, headRows+1) + ":" + at(column, headRows+rows+most))
		v.SetSqrefDropList(p.picked(c.Heading(p.book.Lang), words))
		v.SetInput(clip(c.Heading(p.book.Lang), 30), p.say(choose))
		v.SetError(excelize.DataValidationErrorStyleWarning, clip(c.Heading(p.book.Lang), 30), p.say(other))
		if err := p.file.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// picked puts words on the sheet of choices, once, and says where they stand.
func (p *printer) picked(name string, words []string) string {
	column := -1
	for i, known := range p.picks {
		if strings.Join(known.words, "\n") == strings.Join(words, "\n") {
			column = i
		}
	}
	if column < 0 {
		column = len(p.picks)
		p.picks = append(p.picks, pick{name, words})
	}
	letters, _ := excelize.ColumnNumberToName(column + 1)
	return fmt.Sprintf("'%s'!$%s$2:$%s$%d", p.say(choices), letters, letters, len(words)+1)
}

// words writes the sheet of choices, which people need not see.
func (p *printer) words() error {
	sheet := p.say(choices)
	for i, list := range p.picks {
		for row, word := range append([]string{list.name}, list.words...) {
			if err := p.file.SetCellStr(sheet, at(i+1, row+1), word); err != nil {
				return err
			}
		}
	}
	return p.file.SetSheetVisible(sheet, false)
}

func (p *printer) properties() error {
	p.file.SetActiveSheet(0)
	return p.file.SetDocProps(&excelize.DocProperties{
		Title:   p.book.City + p.book.Of,
		Creator: "chainchief",
		Created: p.book.At.UTC().Format(time.RFC3339),
		// what is written in the properties must not tell more than the sheets do
		Modified: p.book.At.UTC().Format(time.RFC3339),
	})
}

// at is a cell by column and row, both from 1.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // a list has fewer columns and rows than a sheet
	}
	return name
}

func clip(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}
