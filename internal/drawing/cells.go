package drawing

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"chainchief/graph"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/flow"
	"chainchief/internal/layout/structure"
	"chainchief/internal/store"
)

// Shelves are where the cells of drawings are kept; a store has them.
type Shelves interface {
	Shelf(ctx context.Context, shelf string) ([]store.Item, error)
	Keep(ctx context.Context, i store.Item) (store.Item, error)
}

// inCells draws a structure in the cells that were kept for its shape, or, where those no longer hold what the cards
// say, for just what they say. Missing ones are searched for, near to those of what stood before, and kept before they
// are drawn with: the ones that stay count, so that whoever draws the same draws it in the same cells.
func (s *Studio) inCells(
	ctx context.Context,
	chain graph.ID,
	revision graph.Revision,
	content diagram.Structure,
) (drawn structure.Drawing, err error) {
	var items []store.Item
	shelf := "cells/" + string(chain) + "/" + content.Head.Lang
	if s.Shelves != nil {
		if items, err = s.Shelves.Shelf(ctx, shelf); err != nil {
			return drawn, err
		}
	}
	var found structure.Drawing
	shape, whole := structure.Shape(&content)
	for _, name := range []string{shape, whole} {
		cells := named(items, name)
		if cells == nil && found.Pages == nil {
			old := before(items, revision)
			found, err = structure.Draw(ctx, content, structure.Options{Old: old, Orderer: s.engine})
			if err != nil || found.Cells == nil { // over several pages it is always arranged the same
				return found, err
			}
		}
		if cells == nil {
			cells = s.keep(ctx, store.Item{Shelf: shelf, Name: name, Revision: revision}, found.Cells)
		}
		in, holds, err := structure.DrawIn(content, cells)
		if err != nil || holds {
			return in, err
		}
		drawn = in
	}
	return drawn, ctx.Err()
}

// keepFor is how long it is tried to keep cells: a drawing does not wait for who writes to the same file for long.
const keepFor = 2 * time.Second

// keep puts cells on a shelf and returns those that stay there. What cannot be kept is drawn with all the same.
func (s *Studio) keep(ctx context.Context, i store.Item, c *flow.Cells) *flow.Cells {
	if s.Shelves == nil {
		return c
	}
	i.Value = packed(c)
	ctx, cancel := context.WithTimeout(ctx, keepFor)
	defer cancel()
	kept, err := s.Shelves.Keep(ctx, i)
	if err != nil {
		level := slog.LevelWarn
		if graph.CodeOf(err) == graph.CodeReadOnly || errors.Is(err, context.Canceled) {
			level = slog.LevelDebug
		}
		slog.Log(ctx, level, "cells of a drawing are not kept", "shelf", i.Shelf, "error", err)
		return c
	}
	return cmp.Or(unpacked(kept), c)
}

// named are the cells of a name; nil when there are none, or damaged ones.
func named(items []store.Item, name string) *flow.Cells {
	for _, i := range items {
		if i.Name == name {
			return unpacked(i)
		}
	}
	return nil
}

// before are the newest cells of a revision or an earlier one; nil when there are none.
func before(items []store.Item, revision graph.Revision) *flow.Cells {
	for _, i := range slices.Backward(items) {
		if i.Revision <= revision {
			if c := unpacked(i); c != nil {
				return c
			}
		}
	}
	return nil
}

func packed(c *flow.Cells) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_ = json.NewEncoder(w).Encode(c) // plain lists into memory
	_ = w.Close()
	return b.Bytes()
}

func unpacked(i store.Item) *flow.Cells {
	var c flow.Cells
	r, err := gzip.NewReader(bytes.NewReader(i.Value))
	if err == nil {
		err = json.NewDecoder(r).Decode(&c)
	}
	if err != nil {
		slog.Warn("cells of a drawing are damaged, it is arranged anew", "shelf", i.Shelf, "error", err)
		return nil
	}
	return &c
}
