package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
	"chainchief/internal/backup"
	"chainchief/internal/output"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

type backupCmd struct {
	File  string `arg:"" optional:"" help:"File to write, for its owner alone; - is standard output."`
	Dir   string `help:"Folder to write it in instead, named by the time." placeholder:"DIR"`
	Keep  int    `help:"With --dir: remove the oldest of those in it beyond this many." placeholder:"N"`
	Check bool   `help:"Read FILE and say whether it is as it was written; nothing is written."`
}

// Run writes a backup beside whatever else is going on, or checks one.
func (c *backupCmd) Run(ctx context.Context, g *globals) error {
	if (c.File == "") == (c.Dir == "") || c.Keep < 0 || c.Keep > 0 && c.Dir == "" || c.Check && c.Dir != "" {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "either a FILE is named, or a folder with --dir, to which --keep belongs",
			Fix:     "write chainchief backup FILE, backup --dir DIR --keep 14, or backup --check FILE",
		}
	}
	if c.Check {
		f, err := backup.Open(ctx, c.File)
		if err != nil {
			return err
		}
		return errors.Join(g.showBackup(f.Manifest), f.Close())
	}
	path := c.File
	if c.Dir != "" {
		path = filepath.Join(c.Dir, backupName(time.Now()))
	}
	m, err := c.write(ctx, g, path)
	if err != nil {
		return err
	}
	if c.File != "-" {
		if err := g.showBackup(m); err != nil {
			return err
		}
		g.say("%s holds the hashes of passwords and the secrets of second factors: keep it as safe as the server", path)
	}
	return c.rotate(g)
}

func (c *backupCmd) write(ctx context.Context, g *globals, path string) (m backup.Manifest, err error) {
	s, err := g.open(ctx)
	if err != nil {
		return m, err
	}
	defer func() { _ = s.Close() }()
	p, err := g.people(ctx)
	if err != nil {
		return m, err
	}
	defer func() { _ = p.Close() }()
	write := func(to io.Writer) (err error) {
		m, err = backup.Write(ctx, to, s, p.DB, version)
		return err
	}
	return m, p.recorded(ctx, access.SettingsManage, "backup", path, func() error {
		if path == "-" {
			return write(g.raw)
		}
		if err := g.keepApart(path); err != nil {
			return err
		}
		if c.Dir != "" {
			if err := os.MkdirAll(c.Dir, 0o700); err != nil {
				return unwritten(path, "choose another folder with --dir", err)
			}
		}
		return unwritten(path, "make room, or choose another place; nothing is left of it", output.WriteSecret(path, write))
	})
}

const backupPrefix, backupEnding, backupTime = "chainchief-", ".zip", "20060102T150405Z"

func backupName(at time.Time) string {
	return backupPrefix + at.UTC().Format(backupTime) + backupEnding
}

// rotate removes the oldest files of the folder that are named as backups are.
func (c *backupCmd) rotate(g *globals) error {
	if c.Keep == 0 {
		return nil
	}
	files, err := os.ReadDir(c.Dir) // by name, which is by time
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f fs.DirEntry) bool {
		stamp := strings.TrimSuffix(strings.TrimPrefix(f.Name(), backupPrefix), backupEnding)
		at, err := time.Parse(backupTime, stamp)
		return err != nil || f.Name() != backupName(at) || !f.Type().IsRegular()
	})
	for _, f := range files[:max(0, len(files)-c.Keep)] {
		if err := os.Remove(filepath.Join(c.Dir, f.Name())); err != nil {
			return err
		}
		g.say("removed %s", f.Name())
	}
	return nil
}

func (g *globals) showBackup(m backup.Manifest) error {
	if g.JSON {
		return g.writeJSON(m)
	}
	g.printf("written %s by version %s\n", g.moment(m.Time), m.Program)
	if err := g.showDigest(m.Graph); err != nil {
		return err
	}
	g.printf("%d rows of accounts, tokens and audit\n", m.Rows())
	return nil
}

type restoreCmd struct {
	File    string `arg:"" help:"File that chainchief backup has written."`
	Check   bool   `help:"Lay it out, verify everything, and put nothing in its place."`
	Replace bool   `help:"Put it in the place of what the databases hold; that is lost."`
}

// Run puts a backup back: laid out and verified first, beside what is there; only then in its place.
func (c *restoreCmd) Run(ctx context.Context, g *globals) error {
	f, err := backup.Open(ctx, c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if !c.Check && !c.Replace {
		if err := g.empty(ctx); err != nil {
			return err
		}
	}
	dir := g.Data
	if path := g.file(g.Store); path != "" { // on the disk where it will lie
		dir = filepath.Dir(path)
	}
	if c.Check {
		dir = os.TempDir()
	}
	g.say("laying the backup out and verifying it")
	staged, err := f.Stage(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = staged.Close() }()
	if staged.Audit.Broken > 0 {
		g.say("warning: the record in the backup is broken as it was when it was backed up: %s", staged.Audit.Why)
	}
	if !c.Check {
		if err := c.put(ctx, g, staged); err != nil {
			return err
		}
		g.say("restored; everybody signs in anew; accounts and tokens that were disabled since the backup work again")
	}
	return g.showBackup(f.Manifest)
}

// empty expects both databases to hold nothing, or not to be there.
func (g *globals) empty(ctx context.Context) error {
	s, err := g.openAt(ctx, g.Store, elseInMemory)
	if err != nil {
		return err
	}
	head, err := s.Head(ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	unused := true
	if path := g.appDB(); strings.Contains(path, "://") || isThere(path) {
		db, err := appdb.Open(ctx, path)
		if err != nil {
			return err
		}
		unused, err = db.Empty(ctx)
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	if head.Revision == 0 && unused {
		return nil
	}
	return &graph.Error{
		Code:    graph.CodeConflict,
		Message: "something is there already: a graph, accounts or audit; nothing was changed",
		Fix:     "name empty places with --data, --store and --appdb, or give what is there up with --replace",
	}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// put puts what is staged in its place: a graph in a server first, since only that can stop halfway; the application
// data, all or nothing; a graph in a file last, at once.
func (c *restoreCmd) put(ctx context.Context, g *globals, staged *backup.Staged) error {
	file := g.file(g.Store)
	if file == "" {
		if err := c.copy(ctx, g, staged.Store); err != nil {
			return err
		}
	} else if err := sqlitestore.Free(ctx, file); err != nil { // found before anything is changed
		return err
	}
	db, err := appdb.Open(ctx, g.appDB())
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Fill(ctx, staged.App.Dump(ctx)); err != nil {
		return err
	}
	if file != "" {
		if err := cmp.Or(staged.Settle(), sqlitestore.Swap(ctx, staged.Path, file)); err != nil {
			return &graph.Error{
				Code:    graph.CodeUnavailable,
				Message: fmt.Sprintf("accounts and audit are restored, the graph %s is not: %v", file, err),
				Fix:     "stop what holds it, then restore again with --replace",
				Err:     err,
			}
		}
	}
	p := people{DB: db, record: audit.New(db, nil)}
	return p.recorded(ctx, access.SettingsManage, "restore", c.File, func() error { return nil })
}

// copy puts the graph into a server, revision by revision.
func (c *restoreCmd) copy(ctx context.Context, g *globals, from *store.Store) error {
	to, err := g.openAt(ctx, g.Store, mayMake)
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	if c.Replace {
		if err := to.Clear(ctx); err != nil {
			return err
		}
	}
	err = g.copy(ctx, from, to)
	if err == nil {
		_, err = g.same(ctx, from, to)
	}
	if err != nil {
		g.say("the graph is restored in part only, accounts and audit are as before: restore again with --replace")
	}
	return err
}
