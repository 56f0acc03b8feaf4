package flow

import (
	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
)

// Canvas is a sheet with cards, lines between them, lanes and captions on it.
type Canvas struct {
	*sheet.Sheet
	Sizes Sizes // of the cards
}

// NewCanvas begins a page with its head, headline and foot.
func NewCanvas(h diagram.Head, number, pages, shown, total int) *Canvas {
	return &Canvas{sheet.New(h, number, pages, shown, total), usual}
}
