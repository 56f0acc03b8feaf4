package audit

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
)

// Span are rows at the beginning of what a database holds.
type Span struct {
	From, To int64
	Hash     string // of the last one
}

// Name is that of the file they are moved to.
func (s Span) Name() string { return fmt.Sprintf("audit-%09d-%09d.jsonl.gz", s.From, s.To) }

// Before are the rows that came before a moment: up to the first one that did not, and no further than that each has
// its outcome among them. None: To is before From.
func (r *Record) Before(ctx context.Context, moment time.Time) (s Span, err error) {
	err = r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.First(ctx, []any{&s.From}, "SELECT seq + 1 FROM guard WHERE subject = 'archive'"); err != nil {
			return err
		}
		_, err := c.First(ctx, []any{&s.To}, `SELECT COALESCE((SELECT MIN(seq) FROM audit WHERE at >= $1),
			(SELECT seq + 1 FROM guard WHERE subject = 'audit')) - 1`, moment.UnixMilli())
		for split := true; split && err == nil; {
			first := int64(0)
			_, err = c.First(ctx, []any{&first},
				"SELECT COALESCE(MIN(intent), 0) FROM audit WHERE intent > 0 AND intent <= $1 AND seq > $1", s.To)
			if split = first > 0; split {
				s.To = first - 1
			}
		}
		if err == nil {
			_, err = c.First(ctx, []any{&s.Hash}, "SELECT hash FROM audit WHERE seq = $1", s.To)
		}
		return err
	})
	return s, err
}

// Archive writes rows as lines of JSON, each as it is hashed, compressed.
func (r *Record) Archive(ctx context.Context, to io.Writer, s Span) error {
	packed := gzip.NewWriter(to)
	out := json.NewEncoder(packed)
	out.SetEscapeHTML(false)
	for after := s.From - 1; after < s.To; {
		was := after
		err := r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
			return rows(ctx, c, func(row Row) error {
				after = row.Seq
				return out.Encode(row.line())
			}, "WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3", after, s.To, batch)
		})
		if err == nil && after == was {
			err = fmt.Errorf("row %d is missing", was+1)
		}
		if err != nil {
			return err
		}
	}
	return packed.Close()
}

// Drop takes rows out that are in a file, and notes where the chain goes on.
func (r *Record) Drop(ctx context.Context, s Span) error {
	return r.db.WriteLong(ctx, func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, "UPDATE guard SET seq = $1, hash = $2 WHERE subject = 'archive' AND seq = $3 AND EXISTS "+
			"(SELECT 1 FROM audit WHERE seq = $1 AND hash = $2)", s.To, s.Hash, s.From-1)
		if err == nil && n == 0 {
			err = &graph.Error{
				Code:    graph.CodeConflict,
				Message: "somebody else moves rows at this moment; nothing was taken out",
				Fix:     "try again",
			}
		}
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, "DELETE FROM audit WHERE seq <= $1", s.To)
		return err
	})
}

// Along goes along the rows in archives, which come in any order, from the first that is there, and tells of each. A
// file that is none is an error.
func Along(ctx context.Context, paths []string, each func(Row)) (v Verdict, err error) {
	type archive struct {
		path  string
		first int64
	}
	list := make([]archive, len(paths))
	for i, path := range paths {
		list[i].path = path
		err := read(ctx, path, func(row Row) bool {
			list[i].first = row.Seq
			return false
		})
		if err != nil {
			return v, err
		}
	}
	slices.SortFunc(list, func(a, b archive) int { return cmp.Compare(a.first, b.first) })
	for _, a := range list {
		err := read(ctx, a.path, func(row Row) bool {
			if v.Rows == 0 {
				v.Rows, v.Last, v.Moved = row.Seq-1, row.Before, row.Seq-1
			}
			v.step(row)
			each(row)
			return v.Broken == 0
		})
		if err != nil || v.Broken > 0 {
			return v, err
		}
	}
	return v, nil
}

// Follows tells whether the rows of a database go on where those of a verdict on archives end.
func (v Verdict) Follows(ctx context.Context, r *Record) (Verdict, error) {
	moved, hash, err := r.moved(ctx)
	if err == nil && v.Broken == 0 && (moved != v.Rows || hash != v.Last) {
		v.breaks(v.Rows+1, fmt.Sprintf("the files end with row %d, %s; the database goes on after row %d, %s", v.Rows, v.Last,
			moved, hash))
	}
	return v, err
}

// read gives the rows of an archive as long as they are wanted.
func read(ctx context.Context, path string, do func(Row) bool) error {
	file, err := os.Open(path)
	if err != nil {
		return noArchive(path, err)
	}
	defer func() { _ = file.Close() }()
	packed, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return noArchive(path, err)
	}
	for in := json.NewDecoder(packed); ; {
		var l line
		err := in.Decode(&l)
		if errors.Is(err, io.EOF) {
			return nil
		}
		row := Row{
			Seq: l.Seq, Intent: l.Intent, Outcome: l.Outcome, Detail: l.Detail, Before: l.Before, Hash: l.Hash,
			Act: Act{l.Account, l.Post, l.Via, l.Address, l.Request, l.Permission, l.Act, l.Object},
		}
		if err == nil {
			row.At, err = time.Parse(time.RFC3339, l.At)
		}
		if err != nil {
			return noArchive(path, err)
		}
		if ctx.Err() != nil || !do(row) {
			return ctx.Err()
		}
	}
}

func noArchive(path string, err error) error {
	return &graph.Error{
		Code:    graph.CodeDamagedStore,
		Message: fmt.Sprintf("%s cannot be read as a file of moved rows: %v", path, err),
		Fix:     "name files that chainchief audit archive has written; of a damaged one take a copy",
		Err:     err,
	}
}
