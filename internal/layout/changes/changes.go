// Package changes arranges what changed in a chain between two moments.
package changes

import (
	"slices"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The page of changes: the grid of links left, the list of changes right.
const (
	gridRight  = 1088.0
	stageTop   = 150.0
	stageHigh  = 32.0
	laneHigh   = 27.0
	gridBottom = 838.0
	listLeft   = 1124.0
	listRight  = scene.PageWidth - scene.Margin
	leastTile  = 140.0 // width
	quietLeast = 34.0
	quietMost  = 62.0
	calmMost   = 124.0 // of a row when nothing changed anywhere
	fullLeast  = 58.0
	fullAim    = 104.0
	fullMost   = 132.0
)

// Draw arranges a what-changed diagram: stages across and sub-chains down as in the technology structure, changed links
// with colour and number, the others faint; beside them what changed, by number. The same content gives the same pages.
func Draw(content diagram.Changes) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	parts := cutTiles(content, content.Tiles)
	out := make([]scene.Page, len(parts))
	for i, grid := range parts {
		s := &page{sheet.New(content.Head, i+1, len(parts), len(grid.tiles), content.Total)}
		hidden := s.paintGrid(grid)
		s.changeList(content, grid)
		s.changeLegend(content, grid, hidden)
		out[i] = s.Page
	}
	return out, nil
}

// cutTiles arranges tiles on as many pages as they need: by sub-chains, then by stages, then by halves.
func cutTiles(content diagram.Changes, tiles []diagram.Tile) []*tileGrid {
	g := newTileGrid(content, tiles)
	if g.fits() || len(tiles) < 2 {
		return []*tileGrid{g}
	}
	for _, key := range []func(diagram.Tile) string{laneOf, func(t diagram.Tile) string { return t.Stage }} {
		groups := groupTiles(tiles, append(keysOf(content.Lanes), append(keysOf(content.Stages), diagram.Support)...), key)
		if half := len(groups) / 2; half > 0 {
			return append(
				cutTiles(content, slices.Concat(groups[:half]...)),
				cutTiles(content, slices.Concat(groups[half:]...))...)
		}
	}
	half := len(tiles) / 2
	return append(cutTiles(content, tiles[:half]), cutTiles(content, tiles[half:])...)
}

// laneOf is the band in which a tile stands: its sub-chain, or support.
func laneOf(t diagram.Tile) string {
	if t.Stage == diagram.Support {
		return diagram.Support
	}
	return t.Lane
}

func keysOf(bands []diagram.Band) []string {
	keys := make([]string, len(bands))
	for i, b := range bands {
		keys[i] = b.Key
	}
	return keys
}

// groupTiles puts tiles of one key together, in the order of the keys; keys without tiles are left out.
func groupTiles(tiles []diagram.Tile, keys []string, key func(diagram.Tile) string) [][]diagram.Tile {
	var out [][]diagram.Tile
	for _, k := range keys {
		var list []diagram.Tile
		for _, t := range tiles {
			if key(t) == k {
				list = append(list, t)
			}
		}
		if len(list) > 0 {
			out = append(out, list)
		}
	}
	return out
}
