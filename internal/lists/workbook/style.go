package workbook

import (
	"chainchief/internal/lists"

	"github.com/xuri/excelize/v2"
)

// styles are those of the cells, by what they are.
type styles struct {
	title, line, head, ours   int
	text, number, read, blank int
	count, key, note          int
	heading, star             *excelize.Font
}

// font is what every office has; the number is its size in points.
func font(size float64, bold bool, colour string) *excelize.Font {
	return &excelize.Font{Family: "等线", Size: size, Bold: bold, Color: colour}
}

const (
	ink, quiet, red               = "1B2430", "4C5664", "B42318"
	published, added, toFill, dim = "E6EAF1", "F5EEDD", "FBF6E4", "F4F5F7"
	rule                          = "CBD2DC"
	asText                        = 49 // the number format of texts: what begins with = stays text when it is edited
)

func (p *printer) styled() error {
	p.style.heading, p.style.star = font(10.5, true, ink), font(10.5, true, red)
	frame := []excelize.Border{
		{Type: "left", Color: rule, Style: 1},
		{Type: "right", Color: rule, Style: 1},
		{Type: "top", Color: rule, Style: 1},
		{Type: "bottom", Color: rule, Style: 1},
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "center"}
	centred := &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"}
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&p.style.title, excelize.Style{Font: font(15, true, ink), Alignment: centred}},
		{&p.style.line, excelize.Style{Font: font(10, false, quiet), Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&p.style.head, excelize.Style{Font: p.style.heading, Alignment: centred, Border: frame, Fill: fill(published)}},
		{&p.style.ours, excelize.Style{Font: p.style.heading, Alignment: centred, Border: frame, Fill: fill(added)}},
		{&p.style.text, excelize.Style{Font: font(10.5, false, ink), Alignment: wrapped, Border: frame, NumFmt: asText}},
		{&p.style.number, excelize.Style{Font: font(10.5, false, ink), Alignment: wrapped, Border: frame}},
		{
			&p.style.read,
			excelize.Style{Font: font(10.5, false, quiet), Alignment: wrapped, Border: frame, Fill: fill(dim), NumFmt: asText},
		},
		{&p.style.blank, excelize.Style{Alignment: wrapped, Border: frame, Fill: fill(toFill), NumFmt: asText}},
		{&p.style.count, excelize.Style{Font: font(10.5, false, quiet), Alignment: centred, Border: frame}},
		{&p.style.key, excelize.Style{Font: font(10.5, true, ink), Alignment: wrapped, Border: frame}},
		{&p.style.note, excelize.Style{Font: font(10.5, false, ink), Alignment: wrapped, Border: frame, NumFmt: asText}},
	} {
		style, err := p.file.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.into = style
	}
	return nil
}

// width is that of a column, in characters of a digit: enough for most of what stands in it, within bounds.
func width(heading string, column int, rows []lists.Row) float64 {
	const least, mostWide, enough = 9, 42, 0.9
	sizes := make([]int, 0, len(rows))
	for _, r := range rows {
		sizes = append(sizes, across(r.Cells[column].Text))
	}
	wide := float64(quantile(sizes, enough)) + 2
	if two := float64(across(heading))/2 + 3; two > wide { // a heading may take two lines
		wide = two
	}
	return min(max(wide, least), mostWide)
}
