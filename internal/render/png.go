package render

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"io"
	"math"
	"runtime"
	"slices"
	"sync"

	"chainchief/internal/scene"
)

// PNGOptions of a PNG picture.
type PNGOptions struct {
	Scale       float64 // pixels a unit; at 1 a standard page is 1600 × 900 pixels
	Grey        bool    // every colour becomes a grey of the same lightness
	Transparent bool    // no white ground
}

// MostPixels is the largest picture that is painted: a standard page at 4 is 23 million.
const MostPixels = 32 << 20

// ErrTooLarge says that a picture would have more than MostPixels.
var ErrTooLarge = errors.New("render: the picture would be too large")

// bandRows is how many rows are painted and packed at once: bands keep both cores busy and the memory small.
const bandRows = 96

// PNG writes a page as a picture. The same page gives the same bytes. ErrTooLarge when it would have too many pixels.
func PNG(w io.Writer, page scene.Page, o PNGOptions) error {
	width, height := int(math.Ceil(page.Width*o.Scale)), int(math.Ceil(page.Height*o.Scale))
	if !(o.Scale > 0) || width < 1 || height < 1 || width > MostPixels/height {
		return fmt.Errorf("%w: %.0f × %.0f units at %g", ErrTooLarge, page.Width, page.Height, o.Scale)
	}
	p := pngPainter{
		options: o,
		ink:     inks(o.Grey),
		width:   width,
		height:  height,
		bands:   make([]band, (height+bandRows-1)/bandRows),
	}
	if !o.Transparent {
		p.ground = opaque(p.ink(scene.Ground))
	}
	p.list(page)
	p.mark, p.marks = page.Watermarks()
	if err := p.paint(); err != nil {
		return err
	}
	return p.write(w)
}

type pngPainter struct {
	options       PNGOptions
	ink           func(string) string
	ground        uint32
	width, height int
	shapes        []shape
	mark          string // the watermark, and where it begins
	marks         []scene.Point
	bands         []band
}

// shape is an item and the rows that it touches.
type shape struct {
	item        scene.Item
	top, bottom int
}

// band is rows of the picture, packed: a piece of a deflate stream that ends on a byte, with the checksum of its
// contents.
type band struct {
	data   []byte
	sum    uint32
	length int
	err    error
}

// list walks the page once and notes which rows each item touches.
func (p *pngPainter) list(page scene.Page) {
	for g := range groups(page) {
		for _, i := range g.items {
			if !finite(i) {
				continue
			}
			margin := miterLimit * i.Width
			if i.Shape == scene.Text {
				margin = i.Size // of the largest glyph over the ink of most
			}
			b := i.Box().Inset(-margin, -margin)
			p.shapes = append(
				p.shapes,
				shape{i, int(math.Floor(b.Y * p.options.Scale)), int(math.Ceil(b.Bottom() * p.options.Scale))},
			)
		}
	}
}

// paint fills the bands, as many at once as there are cores.
func (p *pngPainter) paint() error {
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(p.bands)) {
		wg.Go(func() {
			c := newCanvas(p.width, bandRows, p.options.Scale)
			var z packer
			for n := range next {
				p.bands[n] = p.band(c, &z, n)
			}
		})
	}
	for n := range p.bands {
		next <- n
	}
	close(next)
	wg.Wait()
	for _, b := range p.bands {
		if b.err != nil {
			return b.err
		}
	}
	return nil
}

func (p *pngPainter) band(c *canvas, z *packer, n int) band {
	top := n * bandRows
	bottom := min(top+bandRows, p.height)
	c.begin(top, p.ground)
	for _, s := range p.shapes {
		if s.bottom < top || s.top > bottom {
			continue
		}
		if s.item.Shape != scene.Text {
			c.shape(s.item, p.ink)
		} else if err := c.text(s.item, p.ink); err != nil {
			return band{err: err}
		}
	}
	if err := c.watermark(p.mark, p.marks, p.ink); err != nil {
		return band{err: err}
	}
	return z.pack(c, bottom-top, p.options.Transparent, n == len(p.bands)-1)
}

// packer turns rows into PNG's filtered and deflated form. Go's own encoder tries five filters on every row on one
// core, which takes longer than painting; for drawings the difference from the row above is nearly always the best.
type packer struct {
	z    *flate.Writer
	line []byte
}

func (z *packer) pack(c *canvas, rows int, alpha, last bool) band {
	var out bytes.Buffer
	if z.z == nil {
		z.z, _ = flate.NewWriter(&out, flate.BestSpeed) // the level is a valid one
	} else {
		z.z.Reset(&out)
	}
	sum := adler32.New()
	to := io.MultiWriter(z.z, sum)
	b := band{}
	for y := range rows {
		row := c.pixels[y*c.width : (y+1)*c.width]
		var above []uint32 // of the first row nothing: bands know nothing of each other
		if y > 0 {
			above = c.pixels[(y-1)*c.width : y*c.width]
		}
		z.filter(row, above, alpha)
		if _, err := to.Write(z.line); err != nil {
			return band{err: err}
		}
		b.length += len(z.line)
	}
	end := z.z.Flush
	if last {
		end = z.z.Close
	}
	b.err = end()
	b.data, b.sum = out.Bytes(), sum.Sum32()
	return b
}

// Filters of a row (PNG specification, section 9).
const (
	filterNone = 0
	filterUp   = 2
)

func (z *packer) filter(row, above []uint32, alpha bool) {
	size := 3
	if alpha {
		size = 4
	}
	if len(z.line) != 1+size*len(row) {
		z.line = make([]byte, 1+size*len(row))
	}
	z.line[0] = filterUp
	switch {
	case above == nil:
		z.line[0] = filterNone
		above = make([]uint32, len(row))
	case slices.Equal(row, above):
		clear(z.line[1:])
		return
	}
	at := z.line[1:]
	if alpha {
		for k, v := range row {
			v, u := straightAlpha(v), straightAlpha(above[k])
			at[0], at[1], at[2], at[3] = byte(v)-byte(u), byte(v>>8)-byte(u>>8), byte(v>>16)-byte(u>>16), byte(v>>24)-byte(u>>24)
			at = at[4:]
		}
		return
	}
	for k, v := range row {
		u := above[k]
		at[0], at[1], at[2] = byte(v)-byte(u), byte(v>>8)-byte(u>>8), byte(v>>16)-byte(u>>16)
		at = at[3:]
	}
}

// straightAlpha divides colour by alpha, as PNG has it.
func straightAlpha(v uint32) uint32 {
	a := v >> 24
	if a == 0 || a == 255 {
		return v
	}
	channel := func(shift int) uint32 { return min(255, (v>>shift&255*255+a/2)/a) << shift }
	return a<<24 | channel(16) | channel(8) | channel(0)
}

// write puts the picture together.
func (p *pngPainter) write(w io.Writer) error {
	colour := byte(2) // red, green, blue
	if p.options.Transparent {
		colour = 6 // and alpha
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(p.width))
	head = binary.BigEndian.AppendUint32(head, uint32(p.height))
	head = append(head, 8, colour, 0, 0, 0)
	metre := uint32(math.Round(p.options.Scale * 120 / .0254)) // a unit is 1/120 inch
	dots := binary.BigEndian.AppendUint32(nil, metre)
	dots = append(binary.BigEndian.AppendUint32(dots, metre), 1)
	data := []byte{0x78, 0x01} // zlib, 32 KiB window
	sum := uint32(1)
	for _, b := range p.bands {
		data = append(data, b.data...)
		sum = adlerJoin(sum, b.sum, b.length)
	}
	data = binary.BigEndian.AppendUint32(data, sum)
	out := []byte("\x89PNG\r\n\x1a\n")
	out = chunk(out, "IHDR", head)
	out = chunk(out, "pHYs", dots)
	out = chunk(out, "IDAT", data)
	out = chunk(out, "IEND", nil)
	_, err := w.Write(out)
	return err
}

func chunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// adlerJoin returns the Adler-32 checksum of two texts one after the other from theirs and the length of the second
// (zlib's adler32_combine: the sums of the second begin at those of the first instead of at 1 and 0).
func adlerJoin(first, second uint32, length int) uint32 {
	const mod = 65521
	a1, b1, a2, b2 := uint64(first&0xffff), uint64(first>>16), uint64(second&0xffff), uint64(second>>16)
	a := (a1 + a2 + mod - 1) % mod
	b := (b1 + b2 + uint64(length%mod)*(a1+mod-1)) % mod
	return uint32(b<<16 | a)
}
