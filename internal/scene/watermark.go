package scene

// A watermark is Page.Watermark, again and again over the whole page: in Ink, hardly seen, turned to rise. It is no
// item: painters lay it over all of them, and no rule of a page is about it.
const (
	WatermarkSize    = 15.0
	WatermarkAngle   = 20.0 // degrees by which it rises
	WatermarkOpacity = .13

	watermarkRight, watermarkDown = 300.0, 150.0
	watermarkWidth                = 280.0 // that two of a row do not meet
)

// Watermarks are the text of a page's watermark and where it begins, again and again; nothing for a page without one.
func (p Page) Watermarks() (text string, at []Point) {
	if p.Watermark == "" {
		return "", nil
	}
	text = Clip(p.Watermark, WatermarkSize, false, watermarkWidth)
	for row, y := 0, watermarkDown/2; y < p.Height+watermarkDown; row, y = row+1, y+watermarkDown {
		x := -watermarkRight / 2 * float64(row%2)
		for ; x < p.Width; x += watermarkRight {
			at = append(at, Point{x, y})
		}
	}
	return text, at
}
