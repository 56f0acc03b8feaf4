// Package exchange reads and writes files of the whole graph. What is wrong with a file is said by its place in it.
package exchange

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"chainchief/graph"

	"golang.org/x/text/encoding/unicode"
)

// Format and Version name the JSON of a whole graph.
const (
	Format  = "chainchief"
	Version = 1
)

// document is a whole graph: what export writes and import reads.
type document struct {
	Format    string           `json:"format"`
	Version   int              `json:"version"`
	Revision  graph.Revision   `json:"revision"` // that the graph stood at; for people, not read back
	Nodes     []graph.Node     `json:"nodes"`
	Relations []graph.Relation `json:"relations"`
}

// WriteJSON writes the working graph, nodes by id, relations by key: the same graph gives the same bytes.
func WriteJSON(w io.Writer, s *graph.Snapshot) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(document{Format, Version, s.Revision, s.Nodes(), s.Relations()})
}

// maxFile bounds a file: what is larger is no graph of a city.
const maxFile = 1 << 30

// ReadJSON reads a whole graph as changes that put everything in it. name is how problems call the file. The error is
// graph.Problems when the file cannot be read as a graph; what it says is checked when the changes are applied.
func ReadJSON(r io.Reader, name string) (graph.Changes, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return graph.Changes{}, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxFile {
		return graph.Changes{}, problem(name, 0, "file.too_large", "the file is larger than 1 GiB", "split it")
	}
	if data, err = decoded(name, data); err != nil {
		return graph.Changes{}, err
	}
	var doc document
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return graph.Changes{}, syntax(name, data, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return graph.Changes{}, problem(
			name,
			lineAt(data, dec.InputOffset()),
			"file.syntax",
			"something follows the graph",
			"remove it",
		)
	}
	if doc.Format != Format || doc.Version != Version {
		return graph.Changes{}, problem(
			name,
			1,
			"file.format",
			fmt.Sprintf("the file is %q version %d, not %q version %d", doc.Format, doc.Version, Format, Version),
			"export it again with this version",
		)
	}
	c := graph.Changes{Actor: "import", Reason: "导入 " + name, Nodes: doc.Nodes, Relations: doc.Relations}
	for i := range c.Nodes {
		c.Nodes[i].Place = &graph.Place{File: name + ", nodes", Row: i + 1}
	}
	for i := range c.Relations {
		c.Relations[i].Place = &graph.Place{File: name + ", relations", Row: i + 1}
	}
	return c, nil
}

// decoded returns a file as UTF-8 without a mark at its beginning. UTF-16 is read where the mark says so, as PowerShell
// writes it; anything else that is not UTF-8 is graph.Problems: who guesses an encoding stores wrong names.
func decoded(name string, data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return nil, problem(name, 0, "file.encoding", "the file begins as UTF-16 but is not", "save it as UTF-8")
		}
		return text, nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return nil, problem(
				name,
				lineAt(data, int64(at)),
				"file.not_utf8",
				"the file is not UTF-8; Chinese programs mostly save GBK (GB 18030)",
				"save it as UTF-8, in a spreadsheet as “CSV UTF-8”",
			)
		}
		at += size
	}
	return data, nil
}

func problem(name string, row int, code, message, fix string) graph.Problems {
	return graph.Problems{{Code: code, Place: graph.Place{File: name, Row: row}, Message: message, Fix: fix}}
}

// syntax places an error of the decoder at its line.
func syntax(name string, data []byte, offset int64, err error) error {
	var bad *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &bad):
		return problem(
			name,
			lineAt(data, bad.Offset),
			"file.syntax",
			"is not JSON: "+bad.Error(),
			"export it again, or mend the line",
		)
	case errors.As(err, &wrong):
		return problem(
			name,
			lineAt(data, wrong.Offset),
			"file.type",
			fmt.Sprintf("%s is %s where %s is wanted", cmp.Or(wrong.Field, "the whole"), valued(wrong.Value), want(wrong.Type)),
			"see the data dictionary",
		)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return problem(
			name,
			lineAt(data, int64(len(data))),
			"file.truncated",
			"the file ends too early",
			"get the whole file",
		)
	}
	return problem(name, lineAt(data, offset), "file.content", err.Error(), "see the data dictionary")
}

// want names what a value must be, in the words of JSON.
func want(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	}
	return "a whole number" // versions and revisions
}

// valued names a value as the decoder calls it.
func valued(what string) string {
	switch what {
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	case "number":
		return "a number"
	}
	return "the " + what // number 1e30
}

func lineAt(data []byte, offset int64) int {
	offset = min(max(0, offset), int64(len(data)))
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}
