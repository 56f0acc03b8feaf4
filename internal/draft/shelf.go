package draft

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
)

// Shelf keeps drafts in the application database.
type Shelf struct {
	db  *appdb.DB
	now func() time.Time
}

// NewShelf returns the shelf of a database. now may be nil.
func NewShelf(db *appdb.DB, now func() time.Time) *Shelf {
	if now == nil {
		now = time.Now
	}
	return &Shelf{db, now}
}

// Bounds of what is kept.
const (
	MostBytes = 20 << 20 // of a file
	mostOpen  = 50       // drafts of one account
)

const columns = `id, edition, account, post, name, file, size, made, changed, state, revision, base, base_at, token, ` +
	`tried, work`

// Keep stores a new draft with its file, as open, and gives it its id. A file that is an open draft of the account
// already is refused: its rows would be decided on twice.
func (s *Shelf) Keep(ctx context.Context, d Draft, data []byte) (Draft, error) {
	switch {
	case len(data) == 0:
		return d, refuse("draft.empty", "文件是空的，请选择另一个文件", "the file is empty; choose another one")
	case len(data) > MostBytes:
		return d, refuse("draft.too_large",
			fmt.Sprintf("文件有 %d MB，最多 %d MB；请按链或园区分成几个文件", len(data)>>20, MostBytes>>20),
			fmt.Sprintf("the file has %d MB, %d MB are the most; split it by chain or park", len(data)>>20, MostBytes>>20))
	}
	d.File = path.Base(strings.ReplaceAll(d.File, `\`, "/"))
	if d.Name == "" {
		d.Name = d.File
	}
	d.State, d.Edition, d.Size, d.token = Open, 1, int64(len(data)), rand.Text()
	d.Made = s.now().Truncate(time.Millisecond)
	d.Changed = d.Made
	work, err := json.Marshal(d.Work)
	if err != nil {
		return d, err
	}
	content := base64.StdEncoding.EncodeToString(data)
	err = s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "UPDATE guard SET seq = seq + 1 WHERE subject = 'draft'"); err != nil {
			return err
		}
		switch same, found, err := same(ctx, c, d.Account, content); {
		case err != nil:
			return err
		case found:
			return refuse("draft.twice",
				fmt.Sprintf("这份文件已是草稿 %s（%s）：请打开它接着处理；要重来请先放弃它", same.ID, same.Name),
				fmt.Sprintf("this file is draft %s (%s) already: go on with it, or drop it first", same.ID, same.Name))
		}
		var open int
		const count = "SELECT COUNT(*) FROM draft WHERE account = $1 AND state = 'open'"
		if _, err := c.First(ctx, []any{&open}, count, d.Account); err != nil {
			return err
		}
		if open >= mostOpen {
			return refuse("draft.too_many",
				fmt.Sprintf("已有 %d 份草稿未处理，请先应用或放弃其中一些", open),
				fmt.Sprintf("%d drafts are open; apply or drop some first", open))
		}
		if _, err := c.First(ctx, []any{&d.ID}, "SELECT seq FROM guard WHERE subject = 'draft'"); err != nil {
			return err
		}
		_, err := c.Exec(ctx, "INSERT INTO draft ("+columns+`, content)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			int64(d.ID), d.Edition, d.Account, d.Post, d.Name, d.File, d.Size, d.Made.UnixMilli(), d.Changed.UnixMilli(),
			string(d.State), int64(d.Revision), int64(d.Base.Revision), d.Base.Millis, d.token, int64(d.tried),
			string(work), content)
		return err
	})
	return d, err
}

// Same is the newest open draft of an account that has a file, byte for byte.
func (s *Shelf) Same(ctx context.Context, account string, data []byte) (d Draft, found bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		d, found, err = same(ctx, c, account, base64.StdEncoding.EncodeToString(data))
		return err
	})
	return d, found, err
}

func same(ctx context.Context, c appdb.Conn, account, content string) (d Draft, found bool, err error) {
	err = c.Each(ctx, func(scan func(...any) error) error {
		found = true
		d, err = scanned(scan)
		return err
	}, "SELECT "+columns+" FROM draft WHERE account = $1 AND state = 'open' AND content = $2 ORDER BY id DESC LIMIT 1",
		account, content)
	return d, found, err
}

// All are the drafts of an account, or with everybody those of all, newest first.
func (s *Shelf) All(ctx context.Context, account string, everybody bool) (all []Draft, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return c.Each(ctx, func(scan func(...any) error) error {
			d, err := scanned(scan)
			all = append(all, d)
			return err
		}, "SELECT "+columns+" FROM draft WHERE account = $1 OR $2 ORDER BY id DESC", account, everybody)
	})
	return all, err
}

// Get is one draft; graph.CodeNotFound when there is none.
func (s *Shelf) Get(ctx context.Context, id ID) (d Draft, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		d, err = get(ctx, c, id)
		return err
	})
	return d, err
}

func get(ctx context.Context, c appdb.Conn, id ID) (d Draft, err error) {
	found := false
	err = c.Each(ctx, func(scan func(...any) error) error {
		found = true
		d, err = scanned(scan)
		return err
	}, "SELECT "+columns+" FROM draft WHERE id = $1", int64(id))
	if err == nil && !found {
		err = absent(id.String())
	}
	return d, err
}

func scanned(scan func(...any) error) (d Draft, err error) {
	var made, changed int64
	var work string
	err = scan(&d.ID, &d.Edition, &d.Account, &d.Post, &d.Name, &d.File, &d.Size, &made, &changed, &d.State, &d.Revision,
		&d.Base.Revision, &d.Base.Millis, &d.token, &d.tried, &work)
	if err != nil {
		return d, err
	}
	d.Made, d.Changed = time.UnixMilli(made), time.UnixMilli(changed)
	if err := json.Unmarshal([]byte(work), &d.Work); err != nil {
		return d, fmt.Errorf("read what was decided of %s: %w", d.ID, err)
	}
	return d, nil
}

// Content is the file of a draft as it came.
func (s *Shelf) Content(ctx context.Context, id ID) (data []byte, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		var text string
		found, err := c.First(ctx, []any{&text}, "SELECT content FROM draft WHERE id = $1", int64(id))
		switch {
		case err != nil:
			return err
		case !found:
			return absent(id.String())
		}
		data, err = base64.StdEncoding.DecodeString(text)
		return err
	})
	return data, err
}

// change changes a draft as it stands: of two who do so at once the later sees what the earlier did.
func (s *Shelf) change(ctx context.Context, id ID, do func(*Draft) error) (d Draft, err error) {
	err = s.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "UPDATE draft SET edition = edition + 1 WHERE id = $1", int64(id)); err != nil {
			return err
		}
		if d, err = get(ctx, c, id); err != nil {
			return err
		}
		if err := do(&d); err != nil {
			return err
		}
		d.Changed = s.now().Truncate(time.Millisecond)
		work, err := json.Marshal(d.Work)
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, `UPDATE draft SET name = $1, changed = $2, state = $3, revision = $4, tried = $5, work = $6
			WHERE id = $7`,
			d.Name, d.Changed.UnixMilli(), string(d.State), int64(d.Revision), int64(d.tried), string(work), int64(id))
		return err
	})
	return d, err
}

// open refuses what is no longer open.
func (d *Draft) open() error {
	switch d.State {
	case Applied:
		return refuse("draft.applied", fmt.Sprintf("草稿 %s 已应用为第 %d 版，不能再改；可以撤销那一版", d.ID, d.Revision),
			fmt.Sprintf("draft %s is applied as revision %d; take that back instead", d.ID, d.Revision))
	case Dropped:
		return refuse("draft.dropped", fmt.Sprintf("草稿 %s 已放弃；需要时请重新上传它的文件", d.ID),
			fmt.Sprintf("draft %s was dropped; send its file again where it is needed", d.ID))
	}
	return nil
}

// Drop gives a draft up: it stays on the list with its file, and can no longer be applied.
func (s *Shelf) Drop(ctx context.Context, id ID) (Draft, error) {
	return s.change(ctx, id, func(d *Draft) error {
		if d.State == Dropped {
			return nil
		}
		if err := d.open(); err != nil {
			return err
		}
		d.State = Dropped
		return nil
	})
}

// Rework changes what people did on an open draft.
func (s *Shelf) Rework(ctx context.Context, id ID, do func(*Work) error) (Draft, error) {
	return s.change(ctx, id, func(d *Draft) error {
		if err := d.open(); err != nil {
			return err
		}
		if d.Decisions == nil {
			d.Decisions = map[string]Decision{}
		}
		err := do(&d.Work)
		for key, decision := range d.Decisions {
			if decision.empty() {
				delete(d.Decisions, key)
			}
		}
		return err
	})
}

// trying notes that a draft is about to be applied on a revision: whoever finds it open afterwards looks whether that
// was done.
func (s *Shelf) trying(ctx context.Context, id ID, on graph.Revision) (Draft, error) {
	return s.change(ctx, id, func(d *Draft) error {
		if err := d.open(); err != nil {
			return err
		}
		if d.tried == 0 {
			d.tried = on
		}
		return nil
	})
}

// applied notes as which revision a draft was applied.
func (s *Shelf) applied(ctx context.Context, id ID, as graph.Revision) (Draft, error) {
	return s.change(ctx, id, func(d *Draft) error {
		d.State, d.Revision = Applied, as
		return nil
	})
}
