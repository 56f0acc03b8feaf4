package neo4jstore

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/store"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// What a node of the history holds at most.
const (
	packEntries = 500
	packBytes   = 1 << 20 // before they are packed; an entry longer than that is alone
)

// Properties of a node of the history. data and pool hold entries as lines, packed: those that touched the working
// graph and those that did not, so that who asks for the first does not read the others.
const (
	packRevision = "revision"
	packPlace    = "place" // of the first entry
	packSubjects = "subjects"
	packWhat     = "what" // a letter for each of the subjects
	packData     = "data"
	packPool     = "pool"
)

// What a pack says of each of its subjects, for people who ask in Cypher.
const (
	whatAdded   = '+'
	whatChanged = '~'
	whatRemoved = '-'
)

// line is an entry in a pack; its thing says the subject.
type line[Thing any] struct {
	Place  int    `json:"p"`
	Before *Thing `json:"b,omitempty"`
	After  *Thing `json:"a,omitempty"`
}

// pack gathers entries that follow each other.
type pack struct {
	place      int
	subjects   []string
	what       []rune
	data, pool bytes.Buffer
}

// packs turns entries of a revision into rows of the history; place is that of the first.
func packs(r graph.Revision, entries []store.Entry, place int) ([]any, error) {
	var rows []any
	var p *pack
	for i, e := range entries {
		if p == nil {
			p = &pack{place: place + i}
		}
		if err := add(p, e.Subject, e.Pool, line[store.Thing]{place + i, e.Before, e.After}); err != nil {
			return nil, err
		}
		if p.full() || i == len(entries)-1 {
			row, err := p.row(r)
			if err != nil {
				return nil, err
			}
			rows, p = append(rows, row), nil
		}
	}
	return rows, nil
}

func add[T any](p *pack, subject string, pool bool, l line[T]) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	to, what := &p.data, whatChanged
	if pool {
		to = &p.pool
	}
	switch {
	case l.Before == nil:
		what = whatAdded
	case l.After == nil:
		what = whatRemoved
	}
	to.Write(append(text, '\n'))
	p.subjects, p.what = append(p.subjects, subject), append(p.what, what)
	return nil
}

func (p *pack) full() bool {
	return len(p.subjects) == packEntries || p.data.Len()+p.pool.Len() > packBytes
}

func (p *pack) row(r graph.Revision) (properties, error) {
	row := properties{packPlace: p.place, packSubjects: p.subjects, packWhat: string(p.what)}
	if r > 0 {
		row[packRevision] = int64(r)
	}
	for name, lines := range map[string]*bytes.Buffer{packData: &p.data, packPool: &p.pool} {
		if lines.Len() == 0 {
			continue
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, err := w.Write(lines.Bytes())
		if err := cmp.Or(err, w.Close()); err != nil {
			return nil, err
		}
		row[name] = packed.Bytes()
	}
	return row, nil
}

// entries unpacks a row of the history, by place.
func (r record) entries() ([]store.Entry, error) {
	type placed struct {
		store.Entry
		place int
	}
	revision := graph.Revision(r.integer(packRevision))
	var all []placed
	for _, name := range []string{packData, packPool} {
		packed, _ := r[name].([]byte)
		if packed == nil {
			continue
		}
		for l, err := range lines(packed) {
			t := cmp.Or(l.After, l.Before)
			if err == nil && t == nil {
				err = errors.New("an entry without a thing")
			}
			if err != nil {
				return nil, fmt.Errorf("history of revision %d at place %d: %w", revision, r.integer(packPlace), err)
			}
			all = append(all, placed{
				store.Entry{
					Revision: revision,
					Subject:  subject(t),
					Before:   l.Before,
					After:    l.After,
					Pool:     name == packPool,
				},
				l.Place,
			})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	out := make([]store.Entry, len(all))
	for i := range all {
		out[i] = all[i].Entry
	}
	return out, nil
}

func lines(packed []byte) iter.Seq2[line[store.Thing], error] {
	return func(yield func(line[store.Thing], error) bool) {
		unpacked, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			yield(line[store.Thing]{}, err)
			return
		}
		text := json.NewDecoder(bufio.NewReader(unpacked))
		for {
			var l line[store.Thing]
			err := text.Decode(&l)
			if errors.Is(err, io.EOF) || !yield(l, err) || err != nil {
				return
			}
		}
	}
}

func subject(t *store.Thing) string {
	if t.Node != nil {
		return string(t.Node.ID)
	}
	return t.Relation.String()
}

// named is the question to the index of subjects for any of some.
func named(subjects []string) string {
	var q strings.Builder
	for _, s := range subjects {
		q.WriteString(` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`)
	}
	return q.String()
}

// askedTogether bounds how many subjects one question names; Lucene takes up to 1,024.
const askedTogether = 500

// How many nodes of the history one question reads.
const packsTogether = 20

// Entries implements store.Driver. It asks for pages, each from where the last one ended: first for the rest of its
// revision, then for the revisions after it. Both questions go along an index.
func (d *Driver) Entries(ctx context.Context, q store.Entries) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		revision, place, statement, subjects := int64(q.From), int64(-1), cypherEntriesAfter, ""
		if q.Subject != "" {
			statement, subjects = cypherEntriesOf, named([]string{q.Subject})
		}
		for {
			rows, err := d.read(ctx, statement, map[string]any{
				"subjects": subjects,
				"revision": revision,
				"place":    place,
				"to":       int64(q.To),
				"working":  q.Working,
				"limit":    packsTogether,
			})
			if err != nil {
				yield(store.Entry{}, err)
				return
			}
			for _, r := range rows {
				entries, err := r.entries()
				if err != nil {
					yield(store.Entry{}, err)
					return
				}
				for _, e := range entries {
					if (q.Subject == "" || e.Subject == q.Subject) && !yield(e, nil) {
						return
					}
				}
			}
			if n := len(rows); n > 0 {
				revision, place = rows[n-1].integer(packRevision), rows[n-1].integer(packPlace)
			}
			switch ended := len(rows) < packsTogether; {
			case ended && statement != cypherEntriesWithin:
				return
			case statement == cypherEntriesOf:
			case ended:
				statement = cypherEntriesAfter
			default:
				statement = cypherEntriesWithin
			}
		}
	}
}

// Touched implements store.Driver.
func (d *Driver) Touched(
	ctx context.Context,
	subjects []string,
	after graph.Revision,
) (newest graph.Revision, err error) {
	for part := range slices.Chunk(subjects, askedTogether) {
		rows, err := d.read(ctx, cypherTouched, map[string]any{"subjects": named(part), "after": int64(after)})
		if err != nil {
			return 0, err
		}
		newest = max(newest, graph.Revision(rows[0].integer("revision")))
	}
	return newest, nil
}

// packedTogether is how many entries of an older store are packed in one transaction.
const packedTogether = 4 * packEntries

// packOld brings the history of an older store, a node an entry, into packs. What is packed is no more there as
// entries, so that it goes on where it was cut off.
func (d *Driver) packOld(ctx context.Context) error {
	for {
		left := false
		err := d.writing(ctx, d.writeWithin, func(tx neo4j.ManagedTransaction) error {
			if err := d.lock(ctx, tx, ""); err != nil {
				return err
			}
			ask := ask(ctx, tx)
			rows, err := ask(cypherUnpacked, map[string]any{"limit": packedTogether})
			if left = len(rows) > 0; err != nil || !left {
				return err
			}
			packed, err := repacked(rows)
			if err != nil {
				return err
			}
			if _, err := ask(cypherInsertHistory, map[string]any{"rows": packed}); err != nil {
				return err
			}
			_, err = ask(cypherDropPacked, map[string]any{"limit": packedTogether})
			return err
		})
		if err != nil || !left {
			return err
		}
	}
}

func repacked(rows []record) (packed []any, err error) {
	var p *pack
	for i, r := range rows {
		revision, place := r.integer("revision"), int(r.integer("place"))
		if p == nil {
			p = &pack{place: place}
		}
		raw := func(name string) *json.RawMessage {
			text := json.RawMessage(r.text(name))
			if len(text) == 0 {
				return nil
			}
			return &text
		}
		pool, _ := r["pool"].(bool)
		if err := add(p, r.text("subject"), pool, line[json.RawMessage]{place, raw("before"), raw("after")}); err != nil {
			return nil, err
		}
		if p.full() || i == len(rows)-1 || rows[i+1].integer("revision") != revision {
			row, err := p.row(graph.Revision(revision))
			if err != nil {
				return nil, err
			}
			packed, p = append(packed, row), nil
		}
	}
	return packed, nil
}
