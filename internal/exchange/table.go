package exchange

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"chainchief/graph"
)

// maxLine bounds a line of a table in bytes, so that a damaged file cannot fill the memory.
const maxLine = 64 << 10

// table is a CSV file of a data set, plain or gzip, read line by line: a record never spans lines.
type table struct {
	dir    string
	file   string   // name without .gz
	header []string // that its first line must have
}

// line is one record and its place.
type line struct {
	number int
	fields []string
}

// path returns the plain file, or the compressed one beside it.
func (t table) path() (string, error) {
	for _, name := range []string{t.file, t.file + ".gz"} {
		path := filepath.Join(t.dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", problem(
		t.file,
		0,
		"file.missing",
		fmt.Sprintf("is not in %s, neither plain nor as .gz", t.dir),
		"name the folder that holds all files of the set",
	)
}

// lines reads the records below the header. What is wrong with a line is graph.Problems beside it, and the reading goes
// on; what is wrong with the file ends it.
func (t table) lines() iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		path, err := t.path()
		if err != nil {
			yield(line{}, err)
			return
		}
		f, err := os.Open(path)
		if err != nil {
			yield(line{}, problem(t.file, 0, "file.unreadable", err.Error(), "check the rights of the file"))
			return
		}
		defer func() { _ = f.Close() }()
		var in io.Reader = f
		if strings.HasSuffix(path, ".gz") {
			if in, err = gzip.NewReader(in); err != nil {
				yield(line{}, problem(t.file, 0, "file.damaged", "is not a gzip file: "+err.Error(), "get the file again"))
				return
			}
		}
		t.records(bufio.NewReaderSize(in, maxLine), yield)
	}
}

func (t table) records(in *bufio.Reader, yield func(line, error) bool) {
	end := byte('\n')
	if start, _ := in.Peek(maxLine); bytes.ContainsRune(start, '\r') && !bytes.ContainsRune(start, '\n') {
		end = '\r' // an old Macintosh
	}
	for number, last := 1, false; !last; number++ {
		text, err := in.ReadSlice(end)
		if errors.Is(err, io.EOF) && len(text) > 0 { // the last line may lack its end
			err, last = nil, true
		}
		switch {
		case errors.Is(err, io.EOF) && len(text) == 0 && number > 1:
			return
		case errors.Is(err, bufio.ErrBufferFull):
			yield(
				line{},
				problem(
					t.file,
					number,
					"line.too_long",
					fmt.Sprintf("the line is longer than %d bytes", maxLine),
					"look for a missing quote or line end",
				),
			)
			return
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			yield(
				line{},
				problem(t.file, number, "file.truncated", "the file ends too early, in the middle of a line", "get the whole file"),
			)
			return
		case err != nil:
			yield(line{}, problem(t.file, number, "file.damaged", err.Error(), "get the file again"))
			return
		}
		fields, wrong := t.split(number, strings.TrimRight(string(text), "\r\n"))
		if wrong != nil && last {
			wrong = problem(
				t.file,
				number,
				"file.truncated",
				"the file ends too early, in the middle of a line",
				"get the whole file",
			)
		}
		if number == 1 {
			if wrong == nil && !slices.Equal(fields, t.header) {
				wrong = problem(
					t.file,
					1,
					"file.header",
					fmt.Sprintf("the header is %q", clip(strings.Join(fields, ","))),
					"it must be "+strings.Join(t.header, ","),
				)
			}
			if wrong != nil {
				yield(line{}, wrong)
				return
			}
			continue
		}
		if !yield(line{number, fields}, wrong) {
			return
		}
	}
}

// split cuts a line into its fields. The error is nil or graph.Problems.
func (t table) split(number int, text string) ([]string, error) {
	if number == 1 {
		text = strings.TrimPrefix(text, "\ufeff")
	}
	if !utf8.ValidString(text) {
		return nil, problem(t.file, number, "line.encoding", "is not UTF-8", "save the file as UTF-8")
	}
	if !strings.ContainsRune(text, '"') {
		return t.counted(number, strings.Split(text, ","))
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	fields, err := reader.Read()
	if err != nil {
		return nil, problem(
			t.file,
			number,
			"line.quotes",
			"the quotes do not match",
			"close each quoted field on its own line",
		)
	}
	return t.counted(number, fields)
}

func (t table) counted(number int, fields []string) ([]string, error) {
	if number > 1 && len(fields) != len(t.header) {
		return nil, problem(
			t.file,
			number,
			"line.fields",
			fmt.Sprintf("has %d fields, not %d", len(fields), len(t.header)),
			"it must have "+strings.Join(t.header, ","),
		)
	}
	for i, field := range fields {
		if len(field) > graph.MaxName {
			return nil, graph.Problems{
				{
					Code:    "field.too_long",
					Place:   graph.Place{File: t.file, Row: number, Column: i + 1, Field: t.header[min(i, len(t.header)-1)]},
					Message: fmt.Sprintf("is %d bytes long", len(field)),
					Fix:     fmt.Sprintf("shorten it to %d bytes", graph.MaxName),
				},
			}
		}
	}
	return fields, nil
}

// clip keeps a rejected value from flooding the message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
