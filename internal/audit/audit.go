// Package audit keeps who did what, in a chain: rows are only added, and each holds the hash of the row before it.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/internal/appdb"
)

// Outcomes of what was intended. What has none was cut off: nobody knows.
const (
	Success = "success"
	Refused = "refused" // by a rule or a right
	Failed  = "failed"
)

// Act is what somebody is about to do.
type Act struct {
	Account    string // the name that signed in; empty: nobody
	Post       string
	Via        string // session, token, cli, alone
	Address    string // where it came from
	Request    string // its id in the log
	Permission string
	Act        string // id of the operation
	Object     string // what it is done to
}

// Row is one line of the record as it is kept.
type Row struct {
	Seq    int64
	Intent int64 // 0: this is one, or what was done at once; else the row whose outcome this is
	At     time.Time
	Act
	Outcome string // empty of an intent
	Detail  string
	Before  string // hash of the row before
	Hash    string
}

// hash is that of a row: of all its fields and of the row before.
func (r Row) hash() string {
	data, _ := json.Marshal([]any{ // numbers and texts always marshal
		r.Before, r.Seq, r.Intent, r.At.UnixMilli(), r.Account, r.Post, r.Via, r.Address, r.Request, r.Permission,
		r.Act.Act, r.Object, r.Outcome, r.Detail,
	})
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Record is the audit of a database.
type Record struct {
	db  *appdb.DB
	now func() time.Time
}

// New returns the record of a database; now is nil for the clock.
func New(db *appdb.DB, now func() time.Time) *Record {
	if now == nil {
		now = time.Now
	}
	return &Record{db, now}
}

// Intend notes what somebody is about to do, before it is done, and returns the number of the row.
func (r *Record) Intend(ctx context.Context, a Act) (seq int64, err error) {
	return r.add(ctx, Row{Act: a})
}

// Note notes what was done at once: no intent stands before it.
func (r *Record) Note(ctx context.Context, a Act, outcome, detail string) error {
	_, err := r.add(ctx, Row{Act: a, Outcome: outcome, Detail: detail})
	return err
}

// Close notes what came of an intent. The object may be known better by then.
func (r *Record) Close(ctx context.Context, intent int64, a Act, outcome, detail string) error {
	_, err := r.add(ctx, Row{Intent: intent, Act: a, Outcome: outcome, Detail: detail})
	return err
}

const fields = "seq, intent, at, account, post, via, address, request, permission, act, object, outcome, detail, " +
	"before, hash"

// longest is how much of a text is kept.
const longest = 500

func clip(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\x00", "�")
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}

// add takes the end of the chain first, so that writers come one after the other.
func (r *Record) add(ctx context.Context, row Row) (int64, error) {
	row.At = r.now()
	for _, text := range []*string{&row.Account, &row.Post, &row.Address, &row.Request, &row.Object, &row.Detail} {
		*text = clip(*text)
	}
	err := r.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&row.Seq, &row.Before},
			"UPDATE guard SET seq = seq + 1 WHERE subject = 'audit' RETURNING seq, hash")
		if err != nil {
			return err
		}
		row.Hash = row.hash()
		_, err = c.Exec(ctx, "INSERT INTO audit ("+fields+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			row.Seq, row.Intent, row.At.UnixMilli(), row.Account, row.Post, row.Via, row.Address, row.Request,
			row.Permission, row.Act.Act, row.Object, row.Outcome, row.Detail, row.Before, row.Hash)
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, "UPDATE guard SET hash = $1 WHERE subject = 'audit'", row.Hash)
		return err
	})
	return row.Seq, err
}

func scanned(scan func(...any) error) (r Row, err error) {
	var at int64
	err = scan(&r.Seq, &r.Intent, &at, &r.Account, &r.Post, &r.Via, &r.Address, &r.Request, &r.Permission, &r.Act.Act,
		&r.Object, &r.Outcome, &r.Detail, &r.Before, &r.Hash)
	r.At = time.UnixMilli(at)
	return r, err
}

// rows calls a function for every row that a condition finds.
func rows(ctx context.Context, c appdb.Conn, do func(Row) error, where string, args ...any) error {
	return c.Each(ctx, func(scan func(...any) error) error {
		row, err := scanned(scan)
		if err != nil {
			return err
		}
		return do(row)
	}, "SELECT "+fields+" FROM audit "+where, args...)
}

// Verdict is what a look at the whole chain has found.
type Verdict struct {
	Rows   int64  // number of the last one that is whole, as all before it are
	Moved  int64  // number of the last one that was moved to a file: those that are here begin after it
	Last   string // hash of the last of those
	Broken int64  // the first row that is not as it was written; 0: none
	Why    string // in words
}

// batch is how many rows are read at once: a look at a long record holds nobody up.
const batch = 2000

// Verify goes along the chain, from the first row that was not moved to a file. It finds a row that was changed, put in
// or taken out, the last ones too as long as the guard still says how many there were. Who can write the database can
// also write a whole new chain: that shows only against a hash that was kept elsewhere (Proves).
func (r *Record) Verify(ctx context.Context) (v Verdict, err error) {
	for {
		if v.Moved, v.Last, err = r.moved(ctx); err != nil {
			return v, err
		}
		v.Rows = v.Moved
		if err := r.verify(ctx, &v); err != nil || v.Broken == 0 {
			return v, err
		}
		moved, _, err := r.moved(ctx)
		if err != nil || moved == v.Moved {
			return v, err
		}
		v = Verdict{} // rows were moved meanwhile: look again
	}
}

func (r *Record) verify(ctx context.Context, v *Verdict) error {
	wanted, last, err := r.end(ctx)
	for err == nil && v.Broken == 0 && v.Rows < wanted {
		was := v.Rows
		err = r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
			return rows(ctx, c, func(row Row) error {
				v.step(row)
				return nil
			}, "WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3", v.Rows, wanted, batch)
		})
		if err == nil && v.Broken == 0 && v.Rows == was {
			v.breaks(was+1, fmt.Sprintf("rows %d to %d are missing", was+1, wanted))
		}
	}
	if err != nil {
		return err
	}
	if v.Broken == 0 && v.Last != last {
		v.breaks(max(v.Rows, 1), "the end of the chain is not the one on record")
	}
	return r.outside(ctx, wanted, v)
}

// Proves tells whether a row has a hash that was noted earlier, elsewhere.
func (r *Record) Proves(ctx context.Context, seq int64, hash string) (same bool, err error) {
	err = r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return rows(ctx, c, func(row Row) error {
			same = row.Hash == hash
			return nil
		}, "WHERE seq = $1", seq)
	})
	return same, err
}

// step holds a row against the one before it.
func (v *Verdict) step(row Row) {
	switch {
	case v.Broken > 0:
	case row.Seq != v.Rows+1:
		v.breaks(v.Rows+1, fmt.Sprintf("row %d is missing", v.Rows+1))
	case row.Before != v.Last:
		v.breaks(row.Seq, fmt.Sprintf("row %d does not follow on row %d", row.Seq, row.Seq-1))
	case row.Hash != row.hash():
		v.breaks(row.Seq, fmt.Sprintf("row %d was changed after it was written", row.Seq))
	default:
		v.Rows, v.Last = row.Seq, row.Hash
	}
}

func (v *Verdict) breaks(at int64, why string) { v.Broken, v.Why = at, why }

// end is how long the chain is on record, and its last hash.
func (r *Record) end(ctx context.Context) (seq int64, hash string, err error) {
	return r.guard(ctx, "audit")
}

// moved is the last row that was moved to a file, and its hash.
func (r *Record) moved(ctx context.Context) (seq int64, hash string, err error) {
	return r.guard(ctx, "archive")
}

func (r *Record) guard(ctx context.Context, subject string) (seq int64, hash string, err error) {
	err = r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		_, err := c.First(ctx, []any{&seq, &hash}, "SELECT seq, hash FROM guard WHERE subject = $1", subject)
		return err
	})
	return seq, hash, err
}

// outside looks for rows before the first, and after the end that is on record now: a look along the chain passes them
// by, and lists show them.
func (r *Record) outside(ctx context.Context, wanted int64, v *Verdict) error {
	if v.Broken > 0 {
		return nil
	}
	return r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		var least, most, seq int64
		_, err := c.First(ctx, []any{&least, &most, &seq}, `SELECT (SELECT COALESCE(MIN(seq), $1) FROM audit),
			(SELECT COALESCE(MAX(seq), 0) FROM audit), (SELECT seq FROM guard WHERE subject = 'audit')`, v.Moved+1)
		switch {
		case err != nil:
		case least <= v.Moved:
			v.breaks(v.Moved+1, "there are rows before the first")
		case most > seq || seq < wanted:
			v.breaks(seq+1, "there are rows after the end that is on record")
		}
		return err
	})
}

// Entry is an intent with what came of it.
type Entry struct {
	Row            // the intent
	Outcome string // empty: it was cut off, or is under way
	Ended   time.Time
	Detail  string
	Closing *Row // the row of the outcome; nil: none
}

func newEntry(row Row) Entry {
	e := Entry{Row: row, Outcome: row.Outcome, Detail: row.Detail}
	if e.Outcome != "" {
		e.Ended = row.At
	}
	return e
}

// Filter says which entries are wanted; what is empty lets all through.
type Filter struct {
	Account string
	Object  string // a part of it
	Act     string
	From    time.Time
	To      time.Time // before it
	Before  int64     // only rows with smaller numbers
	Limit   int       // 0: all
}

// where is the condition for intents.
func (f Filter) where() query {
	q := query{text: `intent = 0`}
	if f.Account != "" {
		q.and(`(account = $? OR seq IN (SELECT intent FROM audit WHERE account = $? AND intent > 0))`, clip(f.Account))
	}
	if f.Object != "" {
		const like = `LOWER(object) LIKE LOWER($?) ESCAPE '\'`
		part := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(clip(f.Object)) + "%"
		q.and(`(`+like+` OR seq IN (SELECT intent FROM audit WHERE `+like+` AND intent > 0))`, part)
	}
	if f.Act != "" {
		q.and(`act = $?`, clip(f.Act))
	}
	if !f.From.IsZero() {
		q.and(`at >= $?`, f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		q.and(`at < $?`, f.To.UnixMilli())
	}
	if f.Before > 0 {
		q.and(`seq < $?`, f.Before)
	}
	return q
}

// List are entries, newest first.
func (r *Record) List(ctx context.Context, f Filter) (out []Entry, err error) {
	q := f.where()
	limit := ""
	if f.Limit > 0 {
		limit = fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	err = r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		at := map[int64]int{}
		err := rows(ctx, c, func(row Row) error {
			at[row.Seq] = len(out)
			out = append(out, newEntry(row))
			return nil
		}, "WHERE "+q.text+" ORDER BY seq DESC"+limit, q.args...)
		if err != nil || len(out) == 0 {
			return err
		}
		return rows(ctx, c, func(row Row) error {
			if i, found := at[row.Intent]; found {
				out[i].close(row)
			}
			return nil
		}, "WHERE intent >= $1 AND intent <= $2", out[len(out)-1].Seq, out[0].Seq)
	})
	return out, err
}

// Each calls a function for every row of the entries that are wanted, in order.
func (r *Record) Each(ctx context.Context, f Filter, do func(Row) error) error {
	q := f.where()
	wanted := "(" + q.text + " OR intent IN (SELECT seq FROM audit WHERE " + q.text + "))"
	for after, more := int64(0), true; more; {
		var list []Row
		err := r.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
			next := query{wanted, slices.Clone(q.args)}
			next.and("seq > $?", after)
			return rows(ctx, c, func(row Row) error {
				list = append(list, row)
				return nil
			}, fmt.Sprintf("WHERE %s ORDER BY seq LIMIT %d", next.text, batch), next.args...)
		})
		if err != nil {
			return err
		}
		for _, row := range list {
			if err := do(row); err != nil {
				return err
			}
			after = row.Seq
		}
		more = len(list) == batch
	}
	return nil
}

func (e *Entry) close(row Row) {
	e.Closing, e.Outcome, e.Detail, e.Ended = &row, row.Outcome, row.Detail, row.At
	if row.Object != "" {
		e.Object = row.Object
	}
	if row.Account != "" {
		e.Account, e.Post = row.Account, row.Post
	}
}

// query is a condition that is put together.
type query struct {
	text string
	args []any
}

// and adds a condition; every $? in it is the value.
func (q *query) and(condition string, value any) {
	q.args = append(q.args, value)
	q.text += " AND " + strings.ReplaceAll(condition, "$?", fmt.Sprintf("$%d", len(q.args)))
}
