package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/audit"
	"chainchief/internal/output"
)

type auditVerifyCmd struct {
	Expect  string   `help:"What an earlier run printed: shows that no new record was written." placeholder:"N:HASH"`
	Archive []string `help:"Files that audit archive has written, to be verified before the database." placeholder:"FILE"`
}

func brokenRecord(why string) error {
	return &graph.Error{
		Code:    graph.CodeDamagedStore,
		Message: "the record is broken: " + why,
		Fix:     "keep the database as it is and compare it with a backup and with files that were exported",
	}
}

// Run verifies the record and prints what to note elsewhere.
func (c *auditVerifyCmd) Run(ctx context.Context, g *globals) error {
	seq, hash, err := c.expected()
	if err != nil {
		return err
	}
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	proved := hash == ""
	first := int64(0)
	if len(c.Archive) > 0 {
		v, err := audit.Along(ctx, c.Archive, func(row audit.Row) { proved = proved || row.Seq == seq && row.Hash == hash })
		if err == nil {
			first = v.Moved
			v, err = v.Follows(ctx, p.record)
		}
		if err != nil {
			return err
		}
		if v.Broken > 0 {
			return brokenRecord(v.Why)
		}
	}
	v, err := p.record.Verify(ctx)
	if err != nil {
		return err
	}
	if v.Broken > 0 {
		return brokenRecord(v.Why)
	}
	if !proved {
		if proved, err = p.record.Proves(ctx, seq, hash); err != nil {
			return err
		}
	}
	switch {
	case !proved && seq <= v.Moved && len(c.Archive) == 0:
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("row %d was moved to a file", seq),
			Fix:     "name the files with --archive",
		}
	case !proved:
		return brokenRecord(fmt.Sprintf("row %d is not the one that was noted", seq))
	}
	if len(c.Archive) == 0 {
		first = v.Moved
	}
	if g.JSON {
		return g.writeJSON(map[string]any{"first": first + 1, "rows": v.Rows, "last": v.Last})
	}
	g.printf("%d:%s\n", v.Rows, v.Last)
	if first > 0 {
		g.say("verified from row %d on; those before it are in files (--archive)", first+1)
	}
	g.say("whole; noted elsewhere, this line shows later with --expect that no new record was written")
	return nil
}

// expected reads --expect; no hash when it is not given.
func (c *auditVerifyCmd) expected() (seq int64, hash string, err error) {
	if c.Expect == "" {
		return 0, "", nil
	}
	number, hash, _ := strings.Cut(c.Expect, ":")
	if _, err := fmt.Sscan(number, &seq); err != nil || hash == "" {
		return 0, "", &graph.Error{Code: graph.CodeUsage, Message: "--expect is not a row and its hash", Fix: "write N:HASH"}
	}
	return seq, hash, nil
}

type auditArchiveCmd struct {
	Before string `help:"Move what was recorded before the first day of this month." required:"" placeholder:"YYYY-MM"`
	Dir    string `help:"Folder for the file; without it archive in the data folder." placeholder:"DIR"`
}

// Run moves old rows to a file: written, read back and found whole before one is taken out.
func (c *auditArchiveCmd) Run(ctx context.Context, g *globals) error {
	month, err := time.ParseInLocation("2006-01", c.Before, graph.Zone)
	if err != nil || month.After(time.Now()) {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("--before %q is not a month that has begun", c.Before),
			Fix:     "write it like 2026-01; the months before it are moved",
		}
	}
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	v, err := p.record.Verify(ctx)
	if err != nil {
		return err
	}
	if v.Broken > 0 {
		return brokenRecord(v.Why + "; nothing was moved")
	}
	span, err := p.record.Before(ctx, month)
	if err != nil {
		return err
	}
	if span.To < span.From {
		g.say("there is nothing from before %s", c.Before)
		return nil
	}
	dir := c.Dir
	if dir == "" {
		dir = filepath.Join(g.Data, "archive")
	}
	path := filepath.Join(dir, span.Name())
	object := fmt.Sprintf("%s rows %d–%d, the last %s", path, span.From, span.To, span.Hash)
	return p.recorded(ctx, access.SettingsManage, "archive-audit", object, func() error {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return unwritten(path, "choose another folder with --dir", err)
		}
		if !isThere(path) { // else it was written before something else failed
			err := output.WriteSecret(path, func(w io.Writer) error { return p.record.Archive(ctx, w, span) })
			if err != nil {
				return unwritten(path, "make room, or choose another folder with --dir; nothing was moved", err)
			}
		}
		v, err := audit.Along(ctx, []string{path}, func(audit.Row) {})
		if err != nil {
			return err
		}
		if v.Broken > 0 || v.Moved != span.From-1 || v.Rows != span.To || v.Last != span.Hash {
			return &graph.Error{
				Code:    graph.CodeConflict,
				Message: path + " holds other rows; nothing was moved",
				Fix:     "choose another folder with --dir",
			}
		}
		if err := p.record.Drop(ctx, span); err != nil {
			return err
		}
		g.printf("%s\n%d:%s\n", path, span.To, span.Hash)
		g.say("keep the file and a copy elsewhere, no backup holds it; audit verify --archive FILE verifies both as one")
		return nil
	})
}
