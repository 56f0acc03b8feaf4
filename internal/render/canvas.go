package render

import (
	"math"

	"chainchief/internal/scene"

	"github.com/golang/freetype/raster"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// canvas is a band of rows of a picture on which shapes are painted with soft edges. The rasterizer is that of
// fogleman/gg without its drawing context: a band knows which part of a shape it needs, and nothing is copied.
type canvas struct {
	pixels []uint32 // 0xAABBGGRR, colour multiplied by alpha; rows one after another
	width  int
	rows   int
	top    int     // first row, in the whole picture
	scale  float64 // pixels a unit

	raster *raster.Rasterizer
	glyph  sfnt.Buffer
	colour uint32
	faint  uint32 // of 255 that a colour covers; 0 is all
}

func newCanvas(width, rows int, scale float64) *canvas {
	c := &canvas{
		pixels: make([]uint32, width*rows),
		width:  width,
		rows:   rows,
		scale:  scale,
		raster: raster.NewRasterizer(width+1, rows+1),
	}
	c.raster.UseNonZeroWinding = true
	return c
}

// begin empties the canvas and moves it to a row of the picture.
func (c *canvas) begin(top int, ground uint32) {
	c.top = top
	for i := range c.pixels {
		c.pixels[i] = ground
	}
}

// opaque returns a pixel of a colour; what is no colour is black.
func opaque(colour string) uint32 {
	r, g, b := rgb(colour)
	return 0xff<<24 | uint32(b)<<16 | uint32(g)<<8 | uint32(r)
}

// shape paints a rect, circle, line or curve.
func (c *canvas) shape(i scene.Item, ink func(string) string) {
	steps := path(i)
	if i.Fill != "" {
		for _, line := range flatten(steps, .1/c.scale) {
			c.polygon(line.points...)
		}
		c.fill(opaque(ink(i.Fill)))
	}
	if i.Stroke == "" || i.Width <= 0 {
		return
	}
	for _, line := range flatten(steps, .1/c.scale) {
		if len(i.Dash) == 0 {
			outlineStroke(line, i.Width, i.Round, c.polygon)
			continue
		}
		for _, dash := range dashed(line, i.Dash) {
			outlineStroke(dash, i.Width, i.Round, c.polygon)
		}
	}
	c.fill(opaque(ink(i.Stroke)))
}

// text paints a text; each glyph stands exactly where it was measured, between pixels too.
func (c *canvas) text(i scene.Item, ink func(string) string) error {
	colour := opaque(ink(i.Fill))
	for _, run := range scene.Runs(i.Text, i.Size, i.Bold) {
		x := i.Box().X + run.X
		for _, r := range run.Text {
			if x*c.scale > float64(c.width) {
				return nil // the rest stands beside the picture
			}
			segments, advance, err := scene.Glyph(&c.glyph, r, i.Bold)
			if err != nil {
				return err
			}
			if x > -2*i.Size {
				c.outline(segments, x, i.Y, i.Size)
				c.fill(colour) // one by one: the rasterizer looks for its place in a row from the left
			}
			x += advance * i.Size
		}
	}
	return nil
}

// outline adds a glyph's outline, whose origin stands at x, y.
func (c *canvas) outline(segments sfnt.Segments, x, y, size float64) {
	k := size / scene.GlyphUnits
	c.trace(segments, func(p fixed.Point26_6) fixed.Point26_6 { return c.device(x+float64(p.X)*k, y+float64(p.Y)*k) })
}

// watermark lays a text over the band at each of its places, turned and faint.
func (c *canvas) watermark(text string, places []scene.Point, ink func(string) string) error {
	if text == "" {
		return nil
	}
	c.faint = uint32(math.Round(255 * scene.WatermarkOpacity))
	defer func() { c.faint = 0 }()
	const k = scene.WatermarkSize / scene.GlyphUnits
	sin, cos := math.Sincos(-scene.WatermarkAngle * math.Pi / 180)
	colour := opaque(ink(scene.Ink))
	high, top := scene.Measure(text, scene.WatermarkSize, false)*-sin+scene.WatermarkSize, float64(c.top)/c.scale
	for _, place := range places {
		if place.Y+scene.WatermarkSize < top || place.Y-high > top+float64(c.rows)/c.scale {
			continue
		}
		for _, run := range scene.Runs(text, scene.WatermarkSize, false) {
			x := run.X
			for _, r := range run.Text {
				segments, advance, err := scene.Glyph(&c.glyph, r, false)
				if err != nil {
					return err
				}
				c.trace(segments, func(p fixed.Point26_6) fixed.Point26_6 {
					u, v := x+float64(p.X)*k, float64(p.Y)*k
					return c.device(place.X+u*cos-v*sin, place.Y+u*sin+v*cos)
				})
				c.fill(colour)
				x += advance * scene.WatermarkSize
			}
		}
	}
	return nil
}

// trace adds an outline, each of its points where it stands in the band.
func (c *canvas) trace(segments sfnt.Segments, at func(fixed.Point26_6) fixed.Point26_6) {
	var start fixed.Point26_6
	for n, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if n > 0 {
				c.raster.Add1(start)
			}
			start = at(s.Args[0])
			c.raster.Start(start)
		case sfnt.SegmentOpLineTo:
			c.raster.Add1(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			c.raster.Add2(at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			c.raster.Add3(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	if len(segments) > 0 {
		c.raster.Add1(start)
	}
}

// polygon adds an area.
func (c *canvas) polygon(points ...scene.Point) {
	if len(points) < 3 {
		return
	}
	start := c.device(points[0].X, points[0].Y)
	c.raster.Start(start)
	for _, p := range points[1:] {
		c.raster.Add1(c.device(p.X, p.Y))
	}
	c.raster.Add1(start)
}

// device turns units of the page into 1/64 pixels of the band, one row and column further: the rasterizer takes what
// lies up to a pixel outside for its first row and column, so they are not shown.
func (c *canvas) device(x, y float64) fixed.Point26_6 {
	return fixed.Point26_6{
		X: fixed.Int26_6(math.Round(64 * (x*c.scale + 1))),
		Y: fixed.Int26_6(math.Round(64 * (y*c.scale - float64(c.top) + 1))),
	}
}

// fill paints everything added since the last fill.
func (c *canvas) fill(colour uint32) {
	c.colour = colour
	c.raster.Rasterize(c)
	c.raster.Clear()
}

// Paint lays spans of the colour over what is there (raster.Painter).
func (c *canvas) Paint(spans []raster.Span, _ bool) {
	for _, s := range spans {
		y, x0, x1 := s.Y-1, max(0, s.X0-1), s.X1-1
		if y < 0 || x0 >= x1 {
			continue
		}
		row := c.pixels[y*c.width+x0 : y*c.width+x1]
		if s.Alpha == 0xffff && c.faint == 0 {
			for k := range row {
				row[k] = c.colour
			}
			continue
		}
		a := s.Alpha >> 8 // 0 to 255
		if c.faint > 0 {
			a = a * c.faint / 255
		}
		for k, under := range row {
			row[k] = over(c.colour, a, under)
		}
	}
}

// over mixes two pixels, two channels at a time: colour·a + under·(1 − a).
func over(colour, a, under uint32) uint32 {
	const odd = 0x00ff00ff
	b := 255 - a
	even := (colour&odd)*a + (under&odd)*b + 0x00800080
	rest := (colour>>8&odd)*a + (under>>8&odd)*b + 0x00800080
	// x/255 = (x + x/256)/256 for what two products of bytes give, rounded
	even = (even + even>>8&odd) >> 8 & odd
	rest = (rest + rest>>8&odd) & 0xff00ff00
	return even | rest
}
