package scene

import (
	"math"
	"testing"
)

// TestWatermarks: over the whole page none is further away than the next one would be, and no two of a row meet.
func TestWatermarks(t *testing.T) {
	if text, at := (Page{Width: PageWidth, Height: PageHeight}).Watermarks(); text != "" || at != nil {
		t.Errorf("a page without one has %q at %v", text, at)
	}
	page := Page{Width: PageWidth, Height: PageHeight, Watermark: "一个名称很长的单位及其内设机构的示例岗位 2026-11-29 20:31"}
	text, at := page.Watermarks()
	if w := Measure(text, WatermarkSize, false); w > watermarkWidth {
		t.Errorf("%q is %.0f wide", text, w)
	}
	for x := 0.0; x <= page.Width; x += 100 {
		for y := 0.0; y <= page.Height; y += 50 {
			nearest := math.Inf(1)
			for _, p := range at {
				nearest = min(nearest, math.Hypot((p.X+140-x)/2, p.Y-y))
			}
			if nearest > watermarkDown {
				t.Errorf("at %.0f, %.0f the next one is %.0f away", x, y, nearest)
			}
		}
	}
}
