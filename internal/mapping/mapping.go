// Package mapping remembers what people have said that the columns of foreign sheets are, so that the next sheet with
// the same headings is read without asking.
package mapping

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/lists/foreign"
)

// Memory keeps mappings in the application database.
type Memory struct {
	db  *appdb.DB
	now func() time.Time
}

// New returns the memory of a database. now may be nil.
func New(db *appdb.DB, now func() time.Time) *Memory {
	if now == nil {
		now = time.Now
	}
	return &Memory{db, now}
}

// Saved is a mapping that is kept.
type Saved struct {
	Fingerprint string // of the headings of the sheets that it is for
	By          string // post of who saved it last
	Changed     time.Time
	foreign.Mapping
}

// most bounds how many are kept: a city gets some dozens of forms.
const most = 2_000

// All are the mappings, by name.
func (m *Memory) All(ctx context.Context) (all []Saved, err error) {
	err = m.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return c.Each(ctx, func(scan func(...any) error) error {
			s, err := scanned(scan)
			all = append(all, s)
			return err
		}, "SELECT "+columns+" FROM mapping ORDER BY name, fingerprint")
	})
	return all, err
}

const columns = "fingerprint, name, list, post, changed, columns"

func scanned(scan func(...any) error) (s Saved, err error) {
	var changed int64
	var text, name, list string
	if err := scan(&s.Fingerprint, &name, &list, &s.By, &changed, &text); err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(text), &s.Mapping); err != nil {
		return s, fmt.Errorf("read the mapping %s: %w", name, err)
	}
	s.Name, s.List, s.Changed = name, list, time.UnixMilli(changed)
	return s, nil
}

// Of is the mapping for sheets with a fingerprint; false when nobody has saved one.
func (m *Memory) Of(ctx context.Context, fingerprint string) (s Saved, found bool, err error) {
	err = m.db.Read(ctx, func(ctx context.Context, c appdb.Conn) error {
		return c.Each(ctx, func(scan func(...any) error) error {
			found = true
			s, err = scanned(scan)
			return err
		}, "SELECT "+columns+" FROM mapping WHERE fingerprint = $1", fingerprint)
	})
	return s, found, err
}

// Named are the mappings with a name: one form may have come with other headings over the years.
func (m *Memory) Named(ctx context.Context, name string) (named []Saved, err error) {
	all, err := m.All(ctx)
	for _, s := range all {
		if s.Name == name {
			named = append(named, s)
		}
	}
	return named, err
}

// Save keeps a mapping, in the place of the one that was for the same headings. What only one file says, as a date that
// was asked, is not kept.
func (m *Memory) Save(ctx context.Context, s Saved) error {
	s.Name = strings.TrimSpace(s.Name)
	if s.Name == "" || s.Fingerprint == "" || s.List == "" {
		return &graph.Error{
			Code: graph.CodeInvalid, Message: "a mapping is kept under a name, for a list", Fix: "give it a name",
		}
	}
	s.Cells = nil
	text, err := json.Marshal(s.Mapping)
	if err != nil {
		return err
	}
	return m.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := c.Exec(ctx, "DELETE FROM mapping WHERE fingerprint = $1", s.Fingerprint); err != nil {
			return err
		}
		var kept int
		if _, err := c.First(ctx, []any{&kept}, "SELECT COUNT(*) FROM mapping"); err != nil {
			return err
		}
		if kept >= most {
			return &graph.Error{
				Code:    graph.CodeInvalid,
				Message: fmt.Sprintf("%d mappings are kept already", kept),
				Fix:     "delete those that nobody uses any more",
			}
		}
		_, err := c.Exec(ctx, "INSERT INTO mapping ("+columns+") VALUES ($1, $2, $3, $4, $5, $6)",
			s.Fingerprint, s.Name, s.List, s.By, m.now().UnixMilli(), string(text))
		return err
	})
}

// Forget deletes the mapping for a fingerprint; graph.CodeNotFound when there is none.
func (m *Memory) Forget(ctx context.Context, fingerprint string) error {
	return m.db.Write(ctx, func(ctx context.Context, c appdb.Conn) error {
		n, err := c.Exec(ctx, "DELETE FROM mapping WHERE fingerprint = $1", fingerprint)
		if err == nil && n == 0 {
			err = &graph.Error{
				Code:    graph.CodeNotFound,
				Message: "there is no mapping " + fingerprint,
				Fix:     "look it up in the list of mappings",
			}
		}
		return err
	})
}
