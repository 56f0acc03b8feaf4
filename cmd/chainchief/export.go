package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/exchange"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
)

type exportCmd struct {
	Output string   `short:"o" help:"File to write; - is standard output." default:"-" placeholder:"FILE"`
	Format string   `help:"json (the whole graph), xlsx (lists); else by the name." enum:"json,xlsx," default:""`
	List   []string `help:"Only these lists, of xlsx, such as enterprises; without it all." placeholder:"KEY"`
	Chain  []string `help:"Only rows of these chains, of xlsx." placeholder:"CHAIN"`
	Park   string   `help:"Only rows of what lies in this place, of xlsx." placeholder:"PARK"`
	Blanks bool     `help:"Only rows in which something is still to be filled in, of xlsx."`
}

// Run writes the working graph.
func (e *exportCmd) Run(ctx context.Context, g *globals) error {
	s, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	if e.format() == "xlsx" {
		return e.workbook(g, snapshot)
	}
	if len(e.List)+len(e.Chain) > 0 || e.Park != "" || e.Blanks {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: "JSON holds the whole graph: --list, --chain, --park and --blanks choose rows of lists",
			Fix:     "write a workbook, such as with -o lists.xlsx",
		}
	}
	if err := g.writeFile(e.Output, func(w io.Writer) error { return exchange.WriteJSON(w, snapshot) }); err != nil {
		return err
	}
	g.say(
		"exported revision %d: %d things, %d relations",
		snapshot.Revision,
		len(snapshot.Nodes()),
		len(snapshot.Relations()),
	)
	return nil
}

func (e *exportCmd) format() string {
	if e.Format == "" && strings.EqualFold(filepath.Ext(e.Output), ".xlsx") {
		return "xlsx"
	}
	return cmp.Or(e.Format, "json")
}

// workbook writes lists.
func (e *exportCmd) workbook(g *globals, of *graph.Snapshot) error {
	all, err := g.lists()
	if err != nil {
		return err
	}
	book := workbook.Book{
		City: graph.CityOf(of).Label(g.Lang),
		At:   time.Now(),
		Lang: g.Lang,
		Want: lists.Selection{Blanks: e.Blanks},
	}
	if book.Lists, err = lists.Chosen(all, e.List); err != nil {
		return err
	}
	var names []string
	for _, key := range e.Chain {
		n, err := here(of, graph.KindChain, key)
		if err != nil {
			return err
		}
		book.Want.Chains = append(book.Want.Chains, n.ID)
		names = append(names, n.Label(g.Lang))
	}
	if e.Park != "" {
		n, err := here(of, graph.KindPark, e.Park)
		if err != nil {
			return err
		}
		book.Want.Park = n.ID
		names = append(names, n.Label(g.Lang))
	}
	book.Of = strings.Join(names, "、")
	var rows map[string]int
	err = g.writeFile(e.Output, func(w io.Writer) (err error) {
		rows, err = workbook.Write(w, of, book)
		return err
	})
	if err != nil {
		return err
	}
	var parts []string
	for _, l := range book.Lists {
		parts = append(parts, fmt.Sprintf("%s %d", l.Key, rows[l.Key]))
	}
	g.say("exported revision %d, rows: %s", of.Revision, strings.Join(parts, ", "))
	return nil
}

// here is a thing of a kind by its key or id.
func here(of *graph.Snapshot, kind graph.Kind, key string) (*graph.Node, error) {
	id := graph.ID(key)
	if !strings.Contains(key, ":") {
		id = graph.NewID(kind, key)
	}
	if n := of.Node(id); n != nil && n.Kind == kind {
		return n, nil
	}
	return nil, &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("there is no %s %q", kind, key),
		Fix:     "see chainchief search for its key",
	}
}
