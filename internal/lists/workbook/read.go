package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/lists"

	"github.com/xuri/excelize/v2"
)

// Bounds of what is read: a workbook is a package that could unpack to anything.
const (
	mostUnpacked = 512 << 20
	mostInMemory = 16 << 20
)

// Ours tells whether a file is a workbook that Write has made: the first cell of a sheet says so.
func Ours(data []byte) bool {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit:    mostUnpacked,
		UnzipXMLSizeLimit: mostInMemory,
	})
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	return slices.ContainsFunc(f.GetSheetList(), func(sheet string) bool {
		first, err := firstCell(f, sheet)
		_, made := madeAs(first)
		return err == nil && made
	})
}

// stamp is what the first cell of a sheet says of it.
type stamp struct {
	list, lang string
	made       graph.Version
}

func madeAs(first string) (s stamp, made bool) {
	_, err := fmt.Sscanf(first, batch, &s.list, &s.made.Revision, &s.made.Millis, &s.lang)
	return s, err == nil
}

// firstCell reads no further than the first row: asked for a cell, excelize takes the whole sheet into memory.
func firstCell(f *excelize.File, sheet string) (text string, err error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return "", rows.Error()
	}
	cells, err := rows.Columns()
	if err != nil || len(cells) == 0 {
		return "", err
	}
	return cells[0], nil
}

// Read reads a workbook that Write has made, as people left it. Sheets that it did not make are left alone. The error
// is graph.Problems when a sheet cannot be understood.
func Read(r io.Reader, file string, known []*lists.List) ([]lists.Sent, error) {
	f, err := excelize.OpenReader(r, excelize.Options{
		RawCellValue:      true, // numbers as they are, not as they are shown
		UnzipSizeLimit:    mostUnpacked,
		UnzipXMLSizeLimit: mostInMemory,
	})
	if err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeInvalid,
			Message: fmt.Sprintf("%s is no workbook that can be read", file),
			Fix:     "save it as an Excel workbook (.xlsx), without a password",
			Err:     err,
		}
	}
	defer func() { _ = f.Close() }()
	var all []lists.Sent
	var problems graph.Problems
	for _, sheet := range f.GetSheetList() {
		sent, is, err := readSheet(f, file, sheet, known)
		var wrong graph.Problems
		switch {
		case errors.As(err, &wrong):
			problems = append(problems, wrong...)
		case err != nil:
			return nil, err
		case is:
			all = append(all, sent)
		}
	}
	switch {
	case len(problems) > 0:
		return nil, problems
	case len(all) == 0:
		return nil, &graph.Error{
			Code:    graph.CodeInvalid,
			Message: file + " has no sheet that chainchief has made: cell A1 of each says which list it is",
			Fix:     "export a workbook with chainchief export -o lists.xlsx, and fill that in",
		}
	}
	return all, nil
}

// readSheet reads one sheet; false when it is none of a list.
func readSheet(f *excelize.File, file, sheet string, known []*lists.List) (sent lists.Sent, is bool, err error) {
	first, err := firstCell(f, sheet)
	var none excelize.ErrSheetNotExist
	if errors.As(err, &none) { // a sheet of a chart
		return sent, false, nil
	}
	if err != nil {
		return sent, false, err
	}
	as, made := madeAs(first)
	if !made {
		return sent, false, nil // people may add sheets of their own
	}
	sent.File, sent.Sheet, sent.Lang, sent.Made = file+" "+sheet, sheet, as.lang, as.made
	i := slices.IndexFunc(known, func(l *lists.List) bool { return l.Key == as.list })
	if i < 0 {
		return sent, false, graph.Problems{{
			Code:    "sheet.unknown",
			Place:   graph.Place{File: sent.File, Row: 1, Column: 1},
			Message: fmt.Sprintf("there is no list %q any more", as.list),
			Fix:     "delete the sheet, or bring its definition back",
		}}
	}
	sent.List = known[i]
	rows, err := f.Rows(sheet)
	if err != nil {
		return sent, false, err
	}
	defer func() { _ = rows.Close() }()
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return sent, false, err
		}
		switch {
		case row == headRows:
			if sent.Columns, err = columns(sent, cells); err != nil {
				return sent, false, err
			}
		case row > headRows && slices.ContainsFunc(cells, says): // a sheet may claim a million rows without any text
			sent.Rows = append(sent.Rows, rowOf(sent, row, cells))
		}
	}
	return sent, true, rows.Error()
}

func says(cell string) bool { return cell != "" }

// columns finds the columns of a list under its headings, in whatever order they stand.
func columns(sent lists.Sent, cells []string) ([]int, error) {
	out := make([]int, len(sent.List.Columns))
	var problems graph.Problems
	for at, text := range cells {
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "*"))
		i := slices.IndexFunc(sent.List.Columns, func(c lists.Column) bool {
			return text == c.Heading("zh") || text == c.Heading("en")
		})
		switch {
		case text == "" || at < firstColumn-1:
		case i < 0:
			problems = append(problems, graph.Problem{
				Code:    "column.unknown",
				Place:   graph.Place{File: sent.File, Row: headRows, Column: at + 1},
				Message: fmt.Sprintf("the list has no column %q", text),
				Fix:     "write its heading as it was, or delete the column",
			})
		default:
			out[i] = at + 1
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return out, nil
}

func rowOf(sent lists.Sent, row int, cells []string) lists.SentRow {
	cell := func(at int) string {
		if at >= 1 && at <= len(cells) {
			return cells[at-1]
		}
		return ""
	}
	out := lists.SentRow{ID: strings.TrimSpace(cell(1)), Row: row}
	for _, at := range sent.Columns {
		out.Cells = append(out.Cells, cell(at))
	}
	return out
}
