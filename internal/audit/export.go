package audit

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"chainchief/graph"
)

// Formats of an export: lines of JSON hold every row exactly as it is hashed; a table for people.
const (
	Lines = "jsonl"
	Table = "csv"
)

// line is a row as JSON.
type line struct {
	Seq        int64  `json:"seq"`
	Intent     int64  `json:"intent"`
	At         string `json:"at"`
	Account    string `json:"account"`
	Post       string `json:"post"`
	Via        string `json:"via"`
	Address    string `json:"address"`
	Request    string `json:"request"`
	Permission string `json:"permission"`
	Act        string `json:"act"`
	Object     string `json:"object"`
	Outcome    string `json:"outcome"`
	Detail     string `json:"detail"`
	Before     string `json:"before"`
	Hash       string `json:"hash"`
}

func (r Row) line() line {
	return line{r.Seq, r.Intent, Clock(r.At), r.Account, r.Post, r.Via, r.Address, r.Request, r.Permission, r.Act.Act,
		r.Object, r.Outcome, r.Detail, r.Before, r.Hash}
}

// Clock is a time as the record says it, to the millisecond.
func Clock(at time.Time) string { return at.In(graph.Zone).Format("2006-01-02T15:04:05.000-07:00") }

// Export writes the rows that are wanted, in order.
func (r *Record) Export(ctx context.Context, to io.Writer, format string, f Filter) error {
	if format == Lines {
		out := json.NewEncoder(to)
		out.SetEscapeHTML(false)
		return r.Each(ctx, f, func(row Row) error { return out.Encode(row.line()) })
	}
	out := csv.NewWriter(to)
	if err := out.Write(strings.Split(fields, ", ")); err != nil {
		return err
	}
	err := r.Each(ctx, f, func(row Row) error {
		l := row.line()
		cells := []string{fmt.Sprint(l.Seq), fmt.Sprint(l.Intent), l.At, l.Account, l.Post, l.Via, l.Address, l.Request,
			l.Permission, l.Act, l.Object, l.Outcome, l.Detail, l.Before, l.Hash}
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a program that opens tables from taking a text for a formula.
func harmless(cell string) string {
	const begins = "=+-@\t\r＝＋－＠" // the wide ones too, where texts are Chinese or Japanese
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(begins, first) {
		return "'" + cell
	}
	return cell
}
