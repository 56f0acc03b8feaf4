package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/decision"
	"chainchief/internal/draft"
	"chainchief/internal/lists"
	"chainchief/internal/store"
	"chainchief/seeds"
)

// draftsCmd shows what somebody is about to put in.
type draftsCmd struct {
	List draftsListCmd `cmd:"" default:"1" help:"List the drafts, newest first."`
	Show draftsShowCmd `cmd:"" help:"Hold a draft against what stands now: each row, and what is wrong, by cell."`
	Drop draftsDropCmd `cmd:"" help:"Give a draft up; its file stays."`
}

type draftsListCmd struct{}

type draftsShowCmd struct {
	Draft string `arg:"" help:"Id of the draft, as d7."`
	State string `help:"Only rows of a state: ${enum}." enum:"wrong,conflict,new,changed,same," default:""`
}

type draftsDropCmd struct {
	Draft string `arg:"" help:"Id of the draft, as d7."`
}

// applyCmd puts a draft into the graph.
type applyCmd struct {
	Draft string `arg:"" help:"Id of the draft, as d7."`
	Leave bool   `help:"Leave out rows that are wrong or in conflict, and apply the others."`
	Noted bool   `help:"What rows remind of is right, and new enterprises are others than those that look like them."`
	Actor string `help:"Who applies it, by role." default:"cli"`
}

// atDrafts does something at the desk of drafts. Whoever sits at the machine sees those of all.
func (g *globals) atDrafts(ctx context.Context, do func(*draft.Desk, *store.Store) error) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	p, err := g.people(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	known, err := lists.Load(seeds.Lists())
	if err != nil {
		return err
	}
	return do(draft.New(p.drafts, s, decision.New(s), draft.Files(known, p.mappings)), s)
}

// atDraft does something with a draft.
func (g *globals) atDraft(ctx context.Context, name string, do func(*draft.Desk, draft.Draft) error) error {
	id, err := draft.ParseID(name)
	if err != nil {
		return err
	}
	return g.atDrafts(ctx, func(desk *draft.Desk, _ *store.Store) error {
		d, err := desk.Get(ctx, id)
		if err != nil {
			return err
		}
		return do(desk, d)
	})
}

// Run lists the drafts.
func (*draftsListCmd) Run(ctx context.Context, g *globals) error {
	return g.atDrafts(ctx, func(desk *draft.Desk, _ *store.Store) error {
		all, err := desk.All(ctx, "", true)
		if err != nil {
			return err
		}
		out := api.Drafts{Items: []api.Draft{}}
		for _, d := range all {
			undone, err := desk.Undone(ctx, d)
			if err != nil {
				return err
			}
			out.Items = append(out.Items, api.DraftOf(d, undone))
		}
		if g.JSON {
			return g.writeJSON(out)
		}
		for _, d := range out.Items {
			g.printf("%-5s %s  %s  %s  %s\n", d.ID, d.Made, pad(g.howFar(d), 16), pad(d.By, 10), d.Name)
		}
		return nil
	})
}

// howFar says in words how far a draft is.
func (g *globals) howFar(d api.Draft) string {
	switch {
	case d.Undone > 0:
		return fmt.Sprintf("r%d %s r%d", d.Revision, g.in("已撤销", "undone by"), d.Undone)
	case d.State == string(draft.Applied):
		return fmt.Sprintf("%s r%d", g.in("已应用", "applied as"), d.Revision)
	case d.State == string(draft.Dropped):
		return g.in("已放弃", "dropped")
	}
	return g.in("草稿", "open")
}

// Run shows a draft.
func (c *draftsShowCmd) Run(ctx context.Context, g *globals) error {
	return g.atDraft(ctx, c.Draft, func(desk *draft.Desk, d draft.Draft) error {
		o, err := desk.Open(ctx, d, draft.Sight{})
		if err != nil {
			return err
		}
		if g.JSON {
			return g.writeJSON(api.DraftRowsOf(o, c.State))
		}
		g.printDraft(o, c.State)
		return nil
	})
}

// marks stand before a row, by its state.
var marks = map[string]string{"wrong": "!", "conflict": "≠", "new": "+", "changed": "~", "same": "="}

func (g *globals) printDraft(o *draft.Opened, state string) {
	rows := api.DraftRowsOf(o, state)
	g.printf("%s  %s  %s\n", rows.Draft.ID, rows.Draft.Name, g.howFar(rows.Draft))
	g.printf("%s\n", g.draftCounts(rows.Counts))
	for _, p := range rows.Problems {
		g.printf("! %s; %s\n", p.Message, p.Fix)
	}
	for _, row := range rows.Items {
		if row.State == string(lists.Same) && state == "" && len(row.Problems)+len(row.Notes) == 0 {
			continue
		}
		left := ""
		if row.Left {
			left = g.in("（略去）", " (left out)")
		}
		g.printf("%s %s  %s%s\n", marks[row.State], row.Key, row.Name, left)
		for _, p := range row.Problems {
			g.printf("    %s\n", cellSaid(row, p))
		}
		for _, p := range row.Notes {
			g.printf("    %s %s\n", g.in("提醒", "note"), cellSaid(row, p))
		}
		for _, firm := range row.Alike {
			g.printf("    %s %s（%s）\n", g.in("提醒 可能就是", "note may be"), g.name(firm), firm.ID)
		}
		for _, f := range row.Fields {
			name := g.in(f.Name, f.NameEN)
			if f.Conflict {
				g.printf("    %s!%s：%s %q → %q; %s %q\n", row.Sheet, f.Cell, name, f.Was, f.Said, g.in("现在", "now"), f.Is)
				continue
			}
			g.printf("    %s!%s：%s %q → %q\n", row.Sheet, f.Cell, name, f.Is, f.Said)
		}
	}
}

// cellSaid is a problem as officials write it: sheet!E5：field, what is wrong.
func cellSaid(row api.DraftRow, p api.DraftProblem) string {
	at := row.Key
	if p.Cell != "" {
		at = row.Sheet + "!" + p.Cell
	}
	if p.Field != "" {
		at += "：" + p.Field
	} else {
		at += "："
	}
	return fmt.Sprintf("%s %s; %s", at, p.Message, p.Fix)
}

func (g *globals) draftCounts(c api.DraftCounts) string {
	return fmt.Sprintf(g.in(
		"%d 行：错误 %d，冲突 %d，新增 %d，修改 %d，相同 %d；略去 %d，将应用 %d",
		"%d rows: %d wrong, %d in conflict, %d new, %d changed, %d same; %d left out, %d to be applied",
	), c.Rows, c.Wrong, c.Conflict, c.New, c.Changed, c.Same, c.Left, c.Taken)
}

// Run gives a draft up.
func (c *draftsDropCmd) Run(ctx context.Context, g *globals) error {
	return g.atDraft(ctx, c.Draft, func(desk *draft.Desk, d draft.Draft) error {
		d, err := desk.Drop(ctx, d.ID)
		if err == nil {
			g.say("%s is dropped; its file stays", d.ID)
		}
		return err
	})
}

// Run applies a draft.
func (c *applyCmd) Run(ctx context.Context, g *globals) error {
	return g.atDraft(ctx, c.Draft, func(desk *draft.Desk, d draft.Draft) error {
		if (c.Leave || c.Noted) && d.State == draft.Open {
			o, err := desk.Open(ctx, d, draft.Sight{})
			if err != nil {
				return err
			}
			var acts []draft.Act
			if c.Leave {
				for _, state := range []lists.State{lists.Wrong, lists.Conflict} {
					acts = append(acts, draft.Act{State: state, Do: draft.Leave})
				}
			}
			if c.Noted {
				for _, state := range []lists.State{lists.New, lists.Changed} {
					acts = append(acts, draft.Act{State: state, Do: draft.Note})
				}
			}
			if _, err := desk.Decide(ctx, o, acts); err != nil {
				return err
			}
		}
		d, w, err := desk.Apply(ctx, d.ID, actor(c.Actor), draft.Sight{})
		var unsettled *decision.Unsettled
		if err != nil && !errors.As(err, &unsettled) {
			return err
		}
		if w.Set.Repeated {
			g.say("%s was applied before, as revision %d", d.ID, d.Revision)
			return err
		}
		g.say("revision %d: %s", w.Set.Revision, describe(w.Set.Counts))
		return err
	})
}

// draft keeps a file as a draft, and says what is in it.
func (i *importCmd) draft(ctx context.Context, g *globals) error {
	data, err := read(ctx, g, i.Path, func(in io.Reader, _ string) ([]byte, error) {
		return io.ReadAll(io.LimitReader(in, draft.MostBytes+1))
	})
	if err != nil {
		return err
	}
	return g.atDrafts(ctx, func(desk *draft.Desk, s *store.Store) error {
		now, err := s.Snapshot(ctx)
		if err != nil {
			return err
		}
		d := draft.Draft{
			Post: "cli", File: filepath.Base(i.Path), Base: now.Version(),
			Work: draft.Work{From: draft.From{AsOf: graph.Date(i.AsOf), Confidence: graph.Confidence(i.Confidence)}},
		}
		if i.Source != "" {
			n, err := here(now, graph.KindSource, i.Source)
			if err != nil {
				return err
			}
			d.From.Source = n.ID
		}
		if _, err := desk.Look(ctx, d, data, draft.Sight{}); err != nil {
			return err
		}
		if d, err = desk.Keep(ctx, d, data); err != nil {
			return err
		}
		o, err := desk.Open(ctx, d, draft.Sight{})
		if err != nil {
			return err
		}
		if g.JSON {
			return g.writeJSON(api.DraftRowsOf(o, ""))
		}
		g.printDraft(o, "")
		g.say("kept as %s: chainchief drafts show %s, chainchief apply %s", d.ID, d.ID, d.ID)
		return nil
	})
}
