package rendertest

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// Screenshot is an SVG of a page as Chromium draws it, with our fonts, 1600 × 900.
func Screenshot(t testing.TB, chromium string, svg []byte) image.Image {
	t.Helper()
	dir := t.TempDir()
	file, picture := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.png")
	text := "<!doctype html><meta charset=utf-8><style>body{margin:0;overflow:hidden}svg{display:block}" + FontFaces(t) +
		"</style>" + string(svg)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	Chromium(
		t,
		chromium,
		"--hide-scrollbars",
		"--force-device-scale-factor=1",
		"--window-size=1600,900",
		"--screenshot="+picture,
		"file://"+file,
	)
	return Picture(t, picture)
}

// Picture reads a PNG.
func Picture(t testing.TB, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// side of a block of pixels, over which the soft edges of glyphs even out.
const side = 10

// Difference of two pictures of one size.
type Difference struct {
	Mean  float64 // of a channel, of 255
	Block float64 // the greatest of the mean colours of two blocks
	At    image.Point
}

func (d Difference) String() string {
	return fmt.Sprintf("mean difference %.2f, of the block at %v %.0f", d.Mean, d.At, d.Block)
}

// Compare compares a picture with the one that is wanted.
func Compare(t testing.TB, got, want image.Image) (d Difference) {
	t.Helper()
	bounds := want.Bounds()
	if got.Bounds() != bounds {
		t.Fatalf("the picture is %v, not %v", got.Bounds(), bounds)
	}
	for top := 0; top < bounds.Dy(); top += side {
		for left := 0; left < bounds.Dx(); left += side {
			var sum [3]float64
			for y := top; y < top+side; y++ {
				for x := left; x < left+side; x++ {
					r, g, b, _ := got.At(x, y).RGBA()
					r2, g2, b2, _ := want.At(x, y).RGBA()
					for k, v := range []float64{float64(r) - float64(r2), float64(g) - float64(g2), float64(b) - float64(b2)} {
						sum[k] += v / 257
						d.Mean += abs(v) / 257
					}
				}
			}
			for _, v := range sum {
				if v = abs(v) / side / side; v > d.Block {
					d.Block, d.At = v, image.Pt(left, top)
				}
			}
		}
	}
	d.Mean /= float64(3 * bounds.Dx() * bounds.Dy())
	return d
}

func abs(v float64) float64 { return max(v, -v) }
