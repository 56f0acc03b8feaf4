package seeds

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chainchief/graph"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// row is one line of a CSV list.
type row struct {
	r      *reader
	of     table
	line   int
	header []string
	cells  []string
}

// rows reads a list and calls each for every line. The columns may stand in any order; all must be there but the
// optional ones, and no others.
func (r *reader) rows(of table, each func(row)) {
	data, ok := r.read(of.file)
	if !ok {
		return
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(data, "\ufeff")))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		r.report("file.syntax", &graph.Place{File: of.file, Row: 1}, err.Error(), "mend the quotes")
		return
	}
	if !r.header(of, header) {
		return
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			at := &graph.Place{File: of.file}
			var syntax *csv.ParseError
			if errors.As(err, &syntax) {
				at.Row, at.Column, err = syntax.Line, syntax.Column, syntax.Err
			}
			r.report("file.syntax", at, err.Error(), "mend the quotes")
			return
		}
		line, _ := in.FieldPos(0)
		if blank(cells) {
			continue // a spreadsheet leaves lines of commas
		}
		if len(cells) != len(header) {
			r.report(
				"row.cells",
				&graph.Place{File: of.file, Row: line},
				fmt.Sprintf("the row has %d cells, the header %d", len(cells), len(header)),
				"add or remove commas; put a text that holds a comma in double quotes",
			)
			continue
		}
		each(row{r, of, line, header, cells})
	}
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// header tells whether the first line of a list names its columns; what is wrong is reported, each column at its place.
func (r *reader) header(of table, header []string) bool {
	sound := true
	report := func(column int, message, fix string) {
		r.report("file.header", &graph.Place{File: of.file, Row: 1, Column: column}, message, fix)
		sound = false
	}
	for i, name := range header {
		name = strings.TrimSpace(name)
		header[i] = name
		switch {
		case slices.Index(header, name) < i:
			report(i+1, fmt.Sprintf("the column %q stands twice", name), "keep one of the two")
		case !slices.Contains(of.columns, name) && !slices.Contains(of.optional, name):
			report(i+1, fmt.Sprintf("there is no column %q", name),
				"use "+strings.Join(slices.Concat(of.columns, of.optional), ","))
		}
	}
	for _, name := range of.columns {
		if !slices.Contains(header, name) {
			report(0, fmt.Sprintf("the column %q is missing", name),
				"write the first line as "+strings.Join(of.columns, ","))
		}
	}
	return sound
}

// read returns the text of a file; false, reported, when it is not there or not UTF-8.
func (r *reader) read(name string) (string, bool) {
	at := &graph.Place{File: name}
	data, err := fs.ReadFile(r.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		r.report("file.missing", at, "the file is not there", "chainchief init writes an empty one")
		return "", false
	}
	if err != nil {
		r.report("file.unreadable", at, "the file cannot be read: "+err.Error(), "check its rights")
		return "", false
	}
	if utf8.Valid(data) {
		return string(data), true
	}
	at.Row = 1 + bytes.Count(data[:validUTF8(data)], []byte("\n"))
	message, fix := "the file is not UTF-8", "save it as UTF-8"
	switch text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); {
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		message = "the file is UTF-16, not UTF-8"
		fix = "in Excel: save as “CSV UTF-8 (comma delimited)”; in Notepad: encoding UTF-8"
	case err == nil && !bytes.ContainsRune(text, utf8.RuneError):
		message = "the file is GB 18030 (GBK), as Excel saves CSV, not UTF-8"
		fix = "in Excel or WPS: save as “CSV UTF-8 (逗号分隔)”; or: iconv -f GB18030 -t UTF-8"
	}
	r.report("file.not_utf8", at, message, fix)
	return "", false
}

// validUTF8 is how many bytes at the beginning are.
func validUTF8(data []byte) int {
	at := 0
	for at < len(data) {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// column is where a column stands; -1 for one that is left out.
func (w row) column(name string) int {
	if !slices.Contains(w.of.columns, name) && !slices.Contains(w.of.optional, name) {
		panic("seeds: " + w.of.file + " has no column " + name) // a slip in this package, found by any test
	}
	return slices.Index(w.header, name)
}

// get returns a cell without the white space around it; nothing of a column that is left out.
func (w row) get(name string) string {
	at := w.column(name)
	if at < 0 {
		return ""
	}
	return strings.TrimSpace(w.cells[at])
}

// list returns the items of a cell.
func (w row) list(name string) []string {
	var items []string
	for _, item := range strings.Split(w.get(name), ";") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// place is where the row stands; with a name, where the cell stands.
func (w row) place(name string) *graph.Place {
	p := &graph.Place{File: w.of.file, Row: w.line}
	if name != "" {
		p.Column, p.Field = w.column(name)+1, name
	}
	return p
}

func (w row) report(name, code, message, fix string) {
	w.r.report(code, w.place(name), message, fix)
}

// number reads a number; false when the cell is empty or, reported, not a number.
func (w row) number(name string) (float64, bool) {
	cell := w.get(name)
	if cell == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		w.report(name, "cell.not_number", fmt.Sprintf("%q is not a number", cell), "write digits, with a point for decimals")
		return 0, false
	}
	return n, true
}

// yes reads a yes or no; an empty cell is no.
func (w row) yes(name string) bool {
	switch cell := w.get(name); cell {
	case "yes":
		return true
	case "", "no":
		return false
	default:
		w.report(name, "cell.not_yes_no", fmt.Sprintf("%q is neither yes nor no", cell), "write yes, no or nothing")
		return false
	}
}

// texts copies the named cells that are not empty into attributes of the same names.
func (w row) texts(attrs graph.Attrs, names ...string) graph.Attrs {
	for _, name := range names {
		text(attrs, name, w.get(name))
	}
	return attrs
}

// prov reads source, locator (where the list has it), as_of and confidence.
func (w row) prov() graph.Provenance {
	p := graph.Provenance{
		Source:     graph.NewID(graph.KindSource, w.get("source")),
		AsOf:       graph.Date(w.get("as_of")),
		Confidence: graph.Confidence(w.get("confidence")),
	}
	if slices.Contains(w.of.columns, "locator") {
		p.Locator = w.get("locator")
	}
	if !w.r.known(p.Source) {
		w.report("source", "source.unknown", fmt.Sprintf("there is no source %q", w.get("source")), "add it to sources.csv")
	}
	return p
}

// ref turns a key of a cell into an id that must exist; false, reported, when it does not.
func (w row) ref(name string, kind graph.Kind, key string) (graph.ID, bool) {
	id := graph.NewID(kind, key)
	if !w.r.known(id) {
		w.report(
			name,
			"reference.unknown",
			fmt.Sprintf("there is no %s %q", kind, key),
			"correct the key or add the "+strings.ToLower(string(kind)),
		)
		return "", false
	}
	return id, true
}

// linkID turns chain:lane/link into an id.
func linkID(ref string) graph.ID {
	return graph.NewID(graph.KindLink, strings.Replace(ref, ":", "/", 1))
}
