// Package sending keeps what was sent out to be filled in and what came back: some lists, a workbook for each park,
// unit or chain. Each workbook carries its batch, by which it is known whatever its file is called when it returns.
package sending

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
)

// The ways to part what is sent.
const (
	ByPark  = "park"
	ByUnit  = "unit"
	ByChain = "chain"
)

// Bounds of what is kept.
const (
	mostParcels = 200
	mostKept    = 500
)

// Sending is one that was sent out.
type Sending struct {
	ID      int64
	Name    string
	Lists   []string // keys
	Way     string
	Blanks  bool       // only rows in which something is to be filled in
	Due     graph.Date // empty: none
	Note    string
	Lang    string
	Made    time.Time
	Account string // of who made it; empty: whoever sits at the machine
	Post    string
	Closed  time.Time // zero: it is not
	Parcels []Parcel

	secret string
}

// Parcel is what goes to one park, unit or chain.
type Parcel struct {
	Number   int64
	Target   graph.ID
	Name     string // as it was called then
	Rows     int64
	Taken    time.Time // when it was downloaded first; zero: it was not
	Returned time.Time // when it came back last
	Return
}

// Return is what came back.
type Return struct {
	File    string
	Changed int64 // rows that say something new
	Wrong   int64 // cells and rows that cannot be taken
	Draft   int64 // that was made of it; 0: none
}

// State says how far a parcel is; a draft that was made of it may be further.
type State string

// The states, in the order in which they follow.
const (
	Waiting State = "waiting" // nobody has downloaded it
	Taken   State = "taken"   // downloaded, not back
	Wrong   State = "wrong"   // back, with what cannot be taken
	Ready   State = "ready"   // back, and nothing is wrong with it
	Applied State = "applied"
	Undone  State = "undone"  // applied, and taken back
	Dropped State = "dropped" // its draft was given up
)

// State is how far a parcel is by what is kept here.
func (p Parcel) State() State {
	switch {
	case p.Returned.IsZero() && p.Taken.IsZero():
		return Waiting
	case p.Returned.IsZero():
		return Taken
	case p.Wrong > 0:
		return Wrong
	}
	return Ready
}

// Open are the parcels that did not come back.
func (s *Sending) Open() (open []Parcel) {
	for _, p := range s.Parcels {
		if p.Returned.IsZero() {
			open = append(open, p)
		}
	}
	return open
}

// Batch is what the workbook of a parcel carries.
func (s *Sending) Batch(number int64) string { return fmt.Sprintf("s%d.%d.%s", s.ID, number, s.secret) }

// parsed reads a batch; false when it is none.
func parsed(batch string) (id, number int64, secret string, is bool) {
	parts := strings.Split(batch, ".")
	const all = 3
	if len(parts) != all || !strings.HasPrefix(parts[0], "s") {
		return 0, 0, "", false
	}
	id, err := strconv.ParseInt(parts[0][1:], 10, 64)
	if err != nil {
		return 0, 0, "", false
	}
	number, err = strconv.ParseInt(parts[1], 10, 64)
	return id, number, parts[2], err == nil
}

// Refused says why nothing was written, in words for people.
type Refused struct{ Code, ZH, EN string }

func (r *Refused) Error() string { return r.EN }

func absent() error {
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: "there is no such sending",
		Fix:     "look at the list of sendings",
	}
}

// Shelf keeps sendings in the application database.
type Shelf struct {
	db  *appdb.DB
	now func() time.Time
}

// New returns the sendings of a database. now may be nil.
func New(db *appdb.DB, now func() time.Time) *Shelf {
	if now == nil {
		now = time.Now
	}
	return &Shelf{db, now}
}

// Make keeps a new sending with its parcels, which say target, name and rows; it gives both their numbers.
func (s *Shelf) Make(ctx context.Context, of Sending) (Sending, error) {
	switch {
	case len(of.Parcels) == 0:
		return of, &Refused{"sending.empty", "没有选下发给谁", "choose to whom it goes"}
	case len(of.Parcels) > mostParcels:
		return of, &Refused{
			"sending.too_many",
			fmt.Sprintf("一次最多下发给 %d 个", mostParcels), fmt.Sprintf("%d at once are the most", mostParcels),
		}
	}
	keys, err := json.Marshal(of.Lists)
	if err != nil {
		return of, err
	}
	of.Made, of.secret = s.now().Truncate(time.Millisecond), strings.ToLower(rand.Text()[:8])
	err = s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "UPDATE guard SET seq = seq + 1 WHERE subject = 'sending'"); err != nil {
			return err
		}
		if _, err := c.First(ctx, []any{&of.ID}, "SELECT seq FROM guard WHERE subject = 'sending'"); err != nil {
			return err
		}
		if _, err := c.Exec(ctx, `INSERT INTO sending (id, secret, name, lists, way, blanks, due, note, lang, made, account,
			post, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)`,
			of.ID, of.secret, of.Name, string(keys), of.Way, of.Blanks, string(of.Due), of.Note, of.Lang,
			of.Made.UnixMilli(), of.Account, of.Post); err != nil {
			return err
		}
		for i := range of.Parcels {
			p := &of.Parcels[i]
			p.Number = int64(i) + 1
			if _, err := c.Exec(ctx, `INSERT INTO parcel (sending, number, target, name, rows_sent, taken, returned, file,
				changed, wrong, draft) VALUES ($1, $2, $3, $4, $5, 0, 0, '', 0, 0, 0)`,
				of.ID, p.Number, string(p.Target), p.Name, p.Rows); err != nil {
				return err
			}
		}
		return nil
	})
	return of, err
}

// All are the sendings, newest first.
func (s *Shelf) All(ctx context.Context) (all []Sending, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		all, err = read(ctx, c, "WHERE id > $1", 0)
		return err
	})
	return all, err
}

// Get is one.
func (s *Shelf) Get(ctx context.Context, id int64) (Sending, error) {
	var all []Sending
	err := s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) (err error) {
		all, err = read(ctx, c, "WHERE id = $1", id)
		return err
	})
	if err == nil && len(all) == 0 {
		err = absent()
	}
	if err != nil {
		return Sending{}, err
	}
	return all[0], nil
}

func read(ctx context.Context, c appdb.Conn, which string, id int64) (all []Sending, err error) {
	at := map[int64]int{}
	err = c.Each(ctx, func(scan func(...any) error) error {
		var x Sending
		var keys, due string
		var made, closed int64
		if err := scan(&x.ID, &x.secret, &x.Name, &keys, &x.Way, &x.Blanks, &due, &x.Note, &x.Lang, &made, &x.Account,
			&x.Post, &closed); err != nil {
			return err
		}
		x.Due, x.Made, x.Closed = graph.Date(due), time.UnixMilli(made), moment(closed)
		at[x.ID] = len(all)
		all = append(all, x)
		return json.Unmarshal([]byte(keys), &all[len(all)-1].Lists)
	}, `SELECT id, secret, name, lists, way, blanks, due, note, lang, made, account, post, closed FROM sending `+which+
		` ORDER BY id DESC LIMIT `+strconv.Itoa(mostKept), id)
	if err != nil || len(all) == 0 {
		return all, err
	}
	where := strings.Replace(which, "id", "sending", 1)
	err = c.Each(ctx, func(scan func(...any) error) error {
		var of, taken, returned int64
		var target string
		var p Parcel
		if err := scan(&of, &p.Number, &target, &p.Name, &p.Rows, &taken, &returned, &p.File, &p.Changed, &p.Wrong,
			&p.Draft); err != nil {
			return err
		}
		p.Target, p.Taken, p.Returned = graph.ID(target), moment(taken), moment(returned)
		if i, is := at[of]; is {
			all[i].Parcels = append(all[i].Parcels, p)
		}
		return nil
	}, `SELECT sending, number, target, name, rows_sent, taken, returned, file, changed, wrong, draft FROM parcel `+
		where+` ORDER BY sending, number`, id)
	return all, err
}

// moment is a time as it is kept; none is zero.
func moment(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis)
}

// Take notes that the workbook of a parcel was downloaded. The first time counts.
func (s *Shelf) Take(ctx context.Context, id, number int64) error {
	return s.one(ctx,
		"UPDATE parcel SET taken = CASE WHEN taken = 0 THEN $1 ELSE taken END WHERE sending = $2 AND number = $3",
		s.now().UnixMilli(), id, number)
}

// Close ends a sending: what did not come back is not waited for any more.
func (s *Shelf) Close(ctx context.Context, id int64) error {
	return s.one(ctx, "UPDATE sending SET closed = $1 WHERE id = $2", s.now().UnixMilli(), id)
}

// Back notes what came back as a parcel. A file may come twice: the last one counts.
func (s *Shelf) Back(ctx context.Context, id, number int64, what Return) error {
	return s.one(ctx, `UPDATE parcel SET returned = $1, file = $2, changed = $3, wrong = $4, draft = $5
		WHERE sending = $6 AND number = $7`,
		s.now().UnixMilli(), what.File, what.Changed, what.Wrong, what.Draft, id, number)
}

// one writes what must be there.
func (s *Shelf) one(ctx context.Context, statement string, args ...any) error {
	return s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, statement, args...)
		if err == nil && n != 1 {
			err = absent()
		}
		return err
	})
}

// Of finds the parcel that a batch names; false when nothing of that batch was sent from here.
func (s *Shelf) Of(ctx context.Context, batch string) (of Sending, number int64, found bool, err error) {
	id, number, secret, is := parsed(batch)
	if !is {
		return of, 0, false, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		all, err := read(ctx, c, "WHERE id = $1", id)
		if err == nil && len(all) == 1 && all[0].secret == secret && number >= 1 && number <= int64(len(all[0].Parcels)) {
			of, found = all[0], true
		}
		return err
	})
	return of, number, found, err
}
