package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"chainchief/graph"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

// Staged is what a backup holds, laid out in files of its own and verified, ready to be put in a place.
type Staged struct {
	Path  string // of a store in a file
	Store *store.Store
	App   *appdb.DB
	Audit audit.Verdict // on the record in it

	dir string
}

// Stage lays a backup out in a folder below dir, which goes away with Close, and verifies that what it gives is what
// was backed up. Application data of an earlier version are brought up to this one.
func (f *File) Stage(ctx context.Context, dir string) (s *Staged, err error) {
	s = &Staged{}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp(dir, ".restore-"); err != nil {
		return nil, err
	}
	if err = f.stageApp(ctx, s); err == nil {
		err = f.stageGraph(ctx, s)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close removes what was laid out.
func (s *Staged) Close() error {
	var err error
	if s.App != nil {
		err = s.App.Close()
	}
	return errors.Join(err, s.Settle(), os.RemoveAll(s.dir))
}

// Settle closes the store, so that its file is whole and can be moved.
func (s *Staged) Settle() error {
	if s.Store == nil {
		return nil
	}
	err := s.Store.Close()
	s.Store = nil
	return err
}

func (f *File) stageGraph(ctx context.Context, s *Staged) error {
	s.Path = filepath.Join(s.dir, "graph.db")
	driver, err := sqlitestore.Open(ctx, s.Path)
	if err != nil {
		return err
	}
	s.Store = store.New(driver)
	if err := s.Store.Load(ctx, f.graph(ctx)); err != nil {
		return err
	}
	digest, err := s.Store.Digest(ctx)
	if err == nil && digest != f.Graph {
		err = &graph.Error{
			Code: graph.CodeDamagedStore,
			Message: fmt.Sprintf("the graph of the backup has the checksum %s, it was made of one with %s",
				digest.SHA256, f.Graph.SHA256),
			Fix: "restore it with the version of chainchief that wrote it (" + f.Program + ")",
		}
	}
	return err
}

func (f *File) stageApp(ctx context.Context, s *Staged) error {
	path := filepath.Join(s.dir, "app.db")
	made, err := appdb.Make(ctx, path, f.Application)
	if err != nil {
		return err
	}
	if err := errors.Join(made.Fill(ctx, f.rows(ctx)), made.Close()); err != nil {
		return err
	}
	if s.App, err = appdb.Open(ctx, path); err != nil {
		return err
	}
	s.Audit, err = audit.New(s.App, nil).Verify(ctx)
	return err
}

// graph gives the parts of the store.
func (f *File) graph(ctx context.Context) iter.Seq2[store.Part, error] {
	return func(yield func(store.Part, error) bool) {
		for _, p := range f.Parts {
			if p.Name != graphName {
				continue
			}
			for line, err := range f.lines(ctx, p) {
				var part store.Part
				if err == nil {
					err = json.Unmarshal(line, &part)
				}
				if !yield(part, err) || err != nil {
					return
				}
			}
		}
	}
}

// rows gives the application data.
func (f *File) rows(ctx context.Context) iter.Seq2[appdb.Row, error] {
	return func(yield func(appdb.Row, error) bool) {
		for _, p := range f.Parts {
			table, is := strings.CutPrefix(strings.TrimSuffix(p.Name, ending), tables)
			if !is {
				continue
			}
			for line, err := range f.lines(ctx, p) {
				row := appdb.Row{Table: table}
				in := json.NewDecoder(strings.NewReader(string(line)))
				in.UseNumber()
				if err == nil {
					err = in.Decode(&row.Values)
				}
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}
