package grid

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// spreadsheetML reads a table of Excel 2003 in XML, which many systems save under the name .xls.
func spreadsheetML(data []byte, file string) (sheets []Sheet, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	var p plotter
	p.file = file
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p.sheets, nil
		}
		if err != nil {
			return nil, refused(file, "the XML of this sheet is broken: "+err.Error(),
				"open it in a spreadsheet program and save it as .xlsx", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = p.open(t)
		case xml.CharData:
			if p.data {
				p.text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "Data":
				p.data = false
			case "Cell":
				p.row, p.column = p.put(p.text.String(), p.down, p.across)
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// plotter sets cells into sheets, one after the other.
type plotter struct {
	file         string
	sheets       []Sheet
	row, column  int // of the next cell; rows count from 1, and 0 is before the first
	down, across int // how many more cells the cell covers
	data         bool
	text         strings.Builder
	cells        int
}

// open takes the beginning of an element of SpreadsheetML.
func (p *plotter) open(t xml.StartElement) error {
	attr := func(name string) int {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				n, _ := strconv.Atoi(a.Value)
				return max(n, 0)
			}
		}
		return 0
	}
	switch t.Name.Local {
	case "Worksheet":
		s := Sheet{}
		for _, a := range t.Attr {
			if a.Name.Local == "Name" {
				s.Name = a.Value
			}
		}
		p.sheets = append(p.sheets, s)
		p.row, p.column = 0, 0
	case "Row":
		p.row, p.column = p.row+1, 0
		if index := attr("Index"); index > p.row {
			p.row = index
		}
	case "Cell":
		if index := attr("Index"); index > p.column+1 {
			p.column = index - 1
		}
		p.down, p.across = attr("MergeDown"), attr("MergeAcross")
		p.text.Reset()
	case "Data":
		p.data = true
	}
	if len(p.sheets) == 0 && t.Name.Local == "Cell" {
		return refused(p.file, "a cell stands outside of every sheet", "save it anew as .xlsx", nil)
	}
	if p.row > mostRows || p.column+p.across >= mostColumns || p.down >= mostRows || p.cells > mostCells {
		return refused(p.file, "it has more rows or columns than a list has", "send it in parts, as .xlsx", nil)
	}
	return nil
}

// put sets a text, and says where the next cell of the row is.
func (p *plotter) put(text string, down, across int) (row, column int) {
	s := &p.sheets[len(p.sheets)-1]
	at := max(p.row-1, 0)
	for len(s.Rows) <= at {
		s.Rows = append(s.Rows, nil)
	}
	p.cells += p.column + 1 - len(s.Rows[at])
	for len(s.Rows[at]) <= p.column {
		s.Rows[at] = append(s.Rows[at], "")
	}
	s.Rows[at][p.column] = text
	if down > 0 || across > 0 {
		s.Merges = append(s.Merges, Merge{Top: at, Left: p.column, Bottom: at + down, Right: p.column + across})
	}
	return p.row, p.column + 1 + across
}

// tables reads the tables of an HTML page that calls itself .xls.
func tables(data []byte, file string) ([]Sheet, error) {
	in, err := charset.NewReader(bytes.NewReader(data), "text/html")
	if err != nil {
		return nil, refused(file, "this page cannot be read", "open it in a spreadsheet program and save it as .xlsx", err)
	}
	p := plotter{file: file}
	taken := map[[2]int]bool{} // cells that an earlier one covers
	cell := false
	for t := html.NewTokenizer(in); ; {
		kind := t.Next()
		if kind == html.ErrorToken {
			if err := t.Err(); !errors.Is(err, io.EOF) {
				return nil, refused(file, "this page is broken", "open it in a spreadsheet program and save it as .xlsx", err)
			}
			return p.sheets, nil
		}
		token := t.Token()
		begins, ends := kind == html.StartTagToken, kind == html.EndTagToken
		switch {
		case begins && token.DataAtom == atom.Table:
			p.sheets, p.row, p.column = append(p.sheets, Sheet{}), 0, 0
			clear(taken)
		case len(p.sheets) == 0:
		case begins && token.DataAtom == atom.Tr:
			p.row, p.column = p.row+1, 0
		case begins && (token.DataAtom == atom.Td || token.DataAtom == atom.Th):
			cell = true
			p.text.Reset()
			p.down, p.across = span(token, "rowspan"), span(token, "colspan")
			for taken[[2]int{p.row, p.column}] {
				p.column++
			}
			if p.row > mostRows || p.column+p.across >= mostColumns || p.cells > mostCells {
				return nil, refused(file, "it has more rows or columns than a list has", "send it in parts, as .xlsx", nil)
			}
		case cell && token.DataAtom == atom.Br:
			p.text.WriteByte('\n')
		case cell && kind == html.TextToken:
			p.text.WriteString(token.Data)
		case cell && ends && (token.DataAtom == atom.Td || token.DataAtom == atom.Th):
			cell = false
			p.cover(taken)
			p.row, p.column = p.put(strings.TrimSpace(p.text.String()), p.down, p.across)
		}
	}
}

// cover notes the cells of later rows that the one at hand covers.
func (p *plotter) cover(taken map[[2]int]bool) {
	for r := p.row + 1; r <= p.row+p.down; r++ {
		for c := p.column; c <= p.column+p.across; c++ {
			taken[[2]int{r, c}] = true
		}
	}
}

// span is how many more cells one covers.
func span(t html.Token, name string) int {
	const most = 1000 // as in HTML
	for _, a := range t.Attr {
		if a.Key == name {
			n, _ := strconv.Atoi(a.Val)
			return min(max(n-1, 0), most)
		}
	}
	return 0
}
