package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"chainchief/graph"
	"chainchief/internal/draft"
	"chainchief/internal/lists"
	"chainchief/internal/lists/foreign"
	"chainchief/internal/lists/grid"
	"chainchief/internal/mapping"
)

// foreign reads sheets that chainchief did not make, and says what it took for what. What it is not sure of it names,
// and reads nothing.
func (i *importCmd) foreign(
	ctx context.Context,
	g *globals,
	data []byte,
	now *graph.Snapshot,
	known []*lists.List,
) ([]lists.Sent, error) {
	p, err := g.people(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	f := draft.File{Name: filepath.Base(i.Path), Data: data, Now: now}
	r, err := draft.Foreign(ctx, f, known, p.mappings)
	if err != nil {
		return nil, err
	}
	if i.List != "" || i.Mapping != "" {
		if f.Mapping, err = i.chosen(ctx, r, p.mappings); err != nil {
			return nil, err
		}
		if r, err = draft.Foreign(ctx, f, known, p.mappings); err != nil {
			return nil, err
		}
	}
	for _, sheet := range r.Sheets {
		g.saySheet(sheet)
	}
	for _, t := range r.Odd {
		g.say("sheet %s: no heading that is known: not read", t.Name)
	}
	if open := r.Open(f.Name); len(open) > 0 {
		return nil, open
	}
	return r.Sent(), nil
}

// chosen is the list and mapping that flags name, for every sheet of the file.
func (i *importCmd) chosen(ctx context.Context, r *foreign.Reading, memory *mapping.Memory) (json.RawMessage, error) {
	chosen := foreign.Chosen{Mappings: map[string]foreign.Mapping{}}
	var named []mapping.Saved
	if i.Mapping != "" {
		var err error
		if named, err = memory.Named(ctx, i.Mapping); err != nil {
			return nil, err
		}
		if len(named) == 0 {
			return nil, &graph.Error{
				Code:    graph.CodeUsage,
				Message: fmt.Sprintf("there is no mapping %q", i.Mapping),
				Fix:     "save one on the page 数据 › 导入, where a sheet is mapped",
			}
		}
	}
	for _, sheet := range r.Sheets {
		m := foreign.Mapping{List: i.List}
		for _, saved := range named { // the one for these headings, else the newest says what columns of these names are
			if m.Columns == nil || saved.Fingerprint == sheet.Fingerprint {
				m = saved.Mapping
			}
		}
		if i.List != "" {
			m.List = i.List
		}
		chosen.Mappings[sheet.Fingerprint] = m
	}
	return json.Marshal(chosen)
}

// saySheet says what a sheet and its columns were taken for.
func (g *globals) saySheet(s foreign.Sheet) {
	if s.List == nil {
		g.say("sheet %s: of no list that is known", s.Name)
		return
	}
	counts := map[foreign.Role]int{}
	for _, role := range s.Roles {
		counts[role]++
	}
	g.say("sheet %s: %s, %d rows; left out: %d totals, %d notes", s.Name, s.List.ZH, counts[foreign.Data],
		counts[foreign.Total], counts[foreign.Note]+counts[foreign.After])
	for _, c := range s.Columns {
		what := string(c.Use)
		if c.Use == foreign.Taken {
			what = strings.Join(s.List.Named(c.To), ", ")
		}
		sure := ""
		if !c.Sure {
			sure = " ?"
		}
		g.say("  %-3s %s → %s%s (%s), %d values", grid.Letters(c.At), c.Text, what, sure, c.Why, c.Values)
		for _, a := range c.Asked {
			g.say("      %q in %d rows: what does it mean? %s", a.Raw, len(a.Rows), strings.Join(few(a.Choices), ", "))
		}
	}
	for _, p := range s.Remarks {
		g.say("  look at this: %s", p)
	}
	notes := 0
	for _, row := range s.Sent.Rows {
		notes += len(row.Notes)
	}
	const most = 20
	told := 0
	for _, row := range s.Sent.Rows {
		for _, n := range row.Notes {
			if told++; told <= most {
				g.say("  look at this: %s%d %s: %s", grid.Letters(n.Place.Column-1), n.Place.Row, n.Place.Field, n.Message)
			}
		}
	}
	if notes > most {
		g.say("  and %d more; a draft (--draft) shows all", notes-most)
	}
}

// few are the first choices of many.
func few(choices []string) []string {
	const most = 8
	if len(choices) > most {
		return append(choices[:most:most], "…")
	}
	return choices
}
