package render

import (
	"encoding/json"
	"io"

	"chainchief/internal/scene"
)

// JSON writes a page as it is, for whoever paints it elsewhere. Numbers have at most two decimals; the same page gives
// the same bytes.
func JSON(w io.Writer, page scene.Page) error {
	items := make([]scene.Item, len(page.Items)) // never null
	for n, i := range page.Items {
		i.X, i.Y, i.W, i.H = round(i.X), round(i.Y), round(i.W), round(i.H)
		i.Radius, i.Size, i.Width = round(i.Radius), round(i.Size), round(i.Width)
		i.Dash = rounded(i.Dash)
		points := i.Points
		i.Points = nil
		for _, p := range points {
			i.Points = append(i.Points, scene.Point{X: round(p.X), Y: round(p.Y)})
		}
		items[n] = i
	}
	page.Items = items
	return json.NewEncoder(w).Encode(page)
}

func rounded(list []float64) []float64 {
	var out []float64
	for _, v := range list {
		out = append(out, round(v))
	}
	return out
}
