// Package grid reads the files that people send into sheets of cells, as they stand: every cell keeps its raw text, and
// the merges are told. What the cells mean is for others.
package grid

import (
	"bytes"
	"fmt"
	"strings"

	"chainchief/graph"
)

// Sheet is one sheet of a file. Rows and cells are as many as there are: a row may be shorter than the one above it.
type Sheet struct {
	Name   string     `json:"name"`
	Rows   [][]string `json:"rows"`
	Merges []Merge    `json:"merges,omitempty"`
}

// Merge is a range of cells that are shown as one, counted from 0; its text stands in the first.
type Merge struct {
	Top    int `json:"top"`
	Left   int `json:"left"`
	Bottom int `json:"bottom"` // the last row
	Right  int `json:"right"`  // the last column
}

// Cell is the raw text at a row and column, counted from 0; nothing where there is none.
func (s *Sheet) Cell(row, column int) string {
	if row < 0 || row >= len(s.Rows) || column < 0 || column >= len(s.Rows[row]) {
		return ""
	}
	return s.Rows[row][column]
}

// Width is how many columns the widest row has.
func (s *Sheet) Width() (columns int) {
	for _, row := range s.Rows {
		columns = max(columns, len(row))
	}
	return columns
}

// Letters is what a spreadsheet calls a column, counted from 0: A, B, … AA.
func Letters(column int) string {
	text := ""
	const letters = 26
	for column++; column > 0; column = (column - 1) / letters {
		text = string(rune('A'+(column-1)%letters)) + text
	}
	return text
}

// Bounds of what is read. A sheet of a city has thousands of rows; a file may claim millions of cells.
const (
	mostRows    = 200_000
	mostColumns = 1_024
	mostCells   = 10_000_000
)

// bounded refuses a sheet that is larger than any that people fill in. cells counts over the whole file.
func bounded(file, sheet string, row int, cells []string, all *int) error {
	*all += len(cells)
	over := ""
	switch {
	case row >= mostRows:
		over = fmt.Sprintf("more than %d rows", mostRows)
	case len(cells) > mostColumns:
		over = fmt.Sprintf("more than %d columns", mostColumns)
	case *all > mostCells:
		over = fmt.Sprintf("more than %d cells", mostCells)
	}
	if over == "" {
		return nil
	}
	return refused(file, fmt.Sprintf("sheet %s has %s (row %d)", sheet, over, row+1),
		"delete what is empty below and to the right of the data, or send it in parts", nil)
}

func refused(file, message, fix string, err error) error {
	return &graph.Error{Code: graph.CodeInvalid, Message: file + ": " + message, Fix: fix, Err: err}
}

// Read reads a file by what it is, whatever it is called: a workbook (.xlsx), a table of Excel 2003 in XML or HTML
// under the name .xls, or text (.csv, .txt, pasted cells) in UTF-8, UTF-16 or GB 18030 with any delimiter. Sheets
// without any text are left out.
func Read(data []byte, file string) ([]Sheet, error) {
	var sheets []Sheet
	var err error
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))))
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		sheets, err = workbook(data, file)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		err = binary(data, file)
	case bytes.HasPrefix(data, []byte("%PDF")):
		err = refused(file, "this is a PDF file, which holds no cells", "send the sheet that it was made from", nil)
	case bytes.HasPrefix(head, []byte("<?xml")) &&
		bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		sheets, err = spreadsheetML(data, file)
	case bytes.HasPrefix(head, []byte("<")) &&
		(bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<table"))):
		sheets, err = tables(data, file)
	default:
		sheets, err = text(data, file)
	}
	if err != nil {
		return nil, err
	}
	kept := sheets[:0]
	for _, s := range sheets {
		s.trim()
		if len(s.Rows) > 0 {
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return nil, refused(file, "there is nothing in it", "send a sheet with headings and rows", nil)
	}
	return kept, nil
}

// trim takes off what is empty at the end of rows and below the last.
func (s *Sheet) trim() {
	last := 0
	for i, row := range s.Rows {
		end := 0
		for j, cell := range row {
			if strings.TrimSpace(cell) != "" {
				end = j + 1
			}
		}
		s.Rows[i] = row[:end]
		if end > 0 {
			last = i + 1
		}
	}
	s.Rows = s.Rows[:last]
	within := s.Merges[:0]
	for _, m := range s.Merges {
		if m.Top < last {
			m.Bottom = min(m.Bottom, last-1)
			within = append(within, m)
		}
	}
	s.Merges = within
}
