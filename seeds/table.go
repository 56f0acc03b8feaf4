package seeds

import (
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
)

// row is one line of a CSV list.
type row struct {
	r      *reader
	file   string
	line   int
	header []string
	cells  []string
}

// rows reads a list whose header must be exactly the given columns and calls each for every line.
func (r *reader) rows(file string, columns []string, each func(row)) {
	data, err := fs.ReadFile(r.files, file)
	if err != nil {
		r.report("file.missing", &graph.Place{File: file}, "the file cannot be read: "+err.Error(), "put it back")
		return
	}
	if !utf8.Valid(data) {
		r.report("file.not_utf8", &graph.Place{File: file}, "the file is not UTF-8", "save it as UTF-8")
		return
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil || !slices.Equal(header, columns) {
		r.report(
			"file.header",
			&graph.Place{File: file, Row: 1},
			fmt.Sprintf("the header is %q", strings.Join(header, ",")),
			"write "+strings.Join(columns, ","),
		)
		return
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line, _ := in.FieldPos(0)
		if err != nil {
			r.report("file.syntax", &graph.Place{File: file, Row: line}, err.Error(), "mend the quotes")
			return
		}
		if len(cells) != len(columns) {
			r.report(
				"row.cells",
				&graph.Place{File: file, Row: line},
				fmt.Sprintf("the row has %d cells, the header %d", len(cells), len(columns)),
				"add or remove commas",
			)
			continue
		}
		each(row{r, file, line, columns, cells})
	}
}

func (w row) column(name string) int {
	i := slices.Index(w.header, name)
	if i < 0 {
		panic("seeds: " + w.file + " has no column " + name) // a slip in this package, found by any test
	}
	return i
}

// get returns a cell without the white space around it.
func (w row) get(name string) string { return strings.TrimSpace(w.cells[w.column(name)]) }

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
	p := &graph.Place{File: w.file, Row: w.line}
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
	if slices.Contains(w.header, "locator") {
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
