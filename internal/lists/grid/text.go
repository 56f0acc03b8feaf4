package grid

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// mostLines is how many line breaks a cell may hold; more of them are quotes that nobody closed.
const mostLines = 100

// text reads cells that are parted by a delimiter, as files or pasted.
func text(data []byte, file string) ([]Sheet, error) {
	all, err := decoded(data, file)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(all))
	r.Comma = delimiter(all)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	s := Sheet{}
	cells, next := 0, 1 // the line on which the next row begins
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []Sheet{s}, nil
		}
		if err != nil {
			return nil, refused(file, err.Error(), "close the quotes that are open, or save it as a workbook (.xlsx)", err)
		}
		at, _ := r.FieldPos(0)
		for ; next < at; next++ { // the reader leaves blank lines out, which part lists
			s.Rows = append(s.Rows, nil)
		}
		for i, cell := range row {
			if line, _ := r.FieldPos(i); strings.Count(cell, "\n") > mostLines {
				return nil, refused(file, fmt.Sprintf("the quotes that open in line %d do not close", line),
					"close them, or save it as a workbook (.xlsx)", nil)
			}
		}
		if err := bounded(file, "", len(s.Rows), row, &cells); err != nil {
			return nil, err
		}
		last, _ := r.FieldPos(len(row) - 1)
		next = last + strings.Count(row[len(row)-1], "\n") + 1
		s.Rows = append(s.Rows, row)
	}
}

// decoded is the text of a file: what begins with a mark is what the mark says, what is UTF-8 is that, and the rest is
// what Excel writes on a Chinese machine.
func decoded(data []byte, file string) (string, error) {
	from := simplifiedchinese.GB18030
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case utf8.Valid(data):
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return "", refused(file, "this is neither a sheet nor text", "send an Excel workbook (.xlsx) or a .csv file", nil)
		}
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	out, err := from.NewDecoder().Bytes(data)
	if err == nil && bytes.IndexByte(out, 0) >= 0 {
		return "", refused(file, "this is neither a sheet nor text", "send an Excel workbook (.xlsx) or a .csv file", nil)
	}
	if i := bytes.IndexRune(out, utf8.RuneError); err != nil || i >= 0 {
		line := 1 + bytes.Count(out[:max(i, 0)], []byte("\n"))
		return "", refused(file, fmt.Sprintf("line %d is neither UTF-8 nor GB 18030", line),
			"save it as a workbook (.xlsx), or as CSV UTF-8", err)
	}
	return string(out), nil
}

// delimiter is the sign that parts the cells: the one by which most of the first lines fall into equally many.
func delimiter(all string) rune {
	const first = 30
	best, most := ',', 0
	for _, sign := range []rune{'\t', ',', ';', '|'} {
		counts := map[int]int{}
		r := csv.NewReader(strings.NewReader(all))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = sign, -1, true, true
		for range first {
			row, err := r.Read()
			if err != nil {
				break
			}
			if len(row) > 1 {
				counts[len(row)]++
			}
		}
		for fields, lines := range counts {
			if weight := fields * lines * lines; weight > most {
				best, most = sign, weight
			}
		}
	}
	return best
}
