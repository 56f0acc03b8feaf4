package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Cities is a table of peer cities as it was read: docs/peer-cities.md.
type Cities struct {
	Changes                 graph.Changes // replaces the whole matrix that stood before
	Cities, Things, Figures int
	Notes                   []graph.Problem // what was read otherwise than it is written
}

// What a table of cities may hold: more is another file.
const (
	maxCitiesFile = 16 << 20
	maxCities     = 400
	maxThings     = 500
)

// cityHead are the columns before the things, in both languages.
var cityHead = [][2]string{
	{"city", "城市"},
	{"period", "期间"},
	{"measure", "指标"},
	{"unit", "单位"},
	{"source", "来源"},
	{"confidence", "可信"},
}

// amounts are the measures that can be added up over cities and products: growth and shares cannot.
var amounts = slices.DeleteFunc(slices.Clone(graph.Measures), func(t graph.Term) bool {
	return slices.Contains([]string{"growth", "target", "share", "other"}, t.Code)
})

// cityReader reads one table.
type cityReader struct {
	file     string
	s        *graph.Snapshot
	names    *names
	problems graph.Problems

	head   []string      // as it stands in the file
	things []*graph.Node // of the columns after the head; nil where one is not known
	first  *cityRow      // sets measure, unit and period of the others
	cities map[graph.ID]int
	out    *Cities
}

// cityRow is a row without its figures.
type cityRow struct {
	number        int
	city          *graph.Node
	measure, unit string
	prov          graph.Provenance
}

// ReadCities reads a table of cities × products or links as changes to the graph that it is checked against. Our own
// city must be among the rows: the graph knows its enterprises, not its figures. The error is graph.Problems: every
// one.
func ReadCities(r io.Reader, name string, s *graph.Snapshot) (*Cities, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxCitiesFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxCitiesFile {
		return nil, problem(
			name,
			0,
			"file.too_large",
			"the file is larger than 16 MiB",
			"keep the cities and products that are to be compared",
		)
	}
	if data, err = decoded(name, data); err != nil {
		return nil, err
	}
	if !bytes.Contains(data, []byte("\n")) { // line ends of an old Macintosh, which its Excel still writes
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	c := &cityReader{
		file:   name,
		s:      s,
		names:  nameThings(s),
		cities: map[graph.ID]int{},
		out:    &Cities{Changes: graph.Changes{Actor: "import", Reason: "导入对标城市 " + name, Base: &s.Revision}},
	}
	c.read(csv.NewReader(bytes.NewReader(data)))
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	c.replace()
	return c.out, nil
}

func (c *cityReader) report(row, column int, code, message, fix string) {
	place := graph.Place{File: c.file, Row: row, Column: column}
	if column > 0 && column <= len(c.head) {
		place.Field = strings.TrimSpace(c.head[column-1])
	}
	c.problems = append(c.problems, graph.Problem{Code: code, Place: place, Message: message, Fix: fix})
}

func (c *cityReader) read(in *csv.Reader) {
	in.FieldsPerRecord = -1
	for number := 1; ; number++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var syntax *csv.ParseError
			if errors.As(err, &syntax) {
				number = syntax.StartLine
			}
			c.report(number, 0, "file.syntax", "the quotes do not match", "close each quoted cell")
			return
		}
		number, _ = in.FieldPos(0)
		for i, cell := range cells {
			if what := spelling.Changed(cell); what != "" && len(c.out.Notes) < maxProblems {
				c.out.Notes = append(c.out.Notes, graph.Problem{
					Code:    "text.cleaned",
					Place:   graph.Place{File: c.file, Row: number, Column: i + 1},
					Message: what,
					Fix:     "nothing, if that is what was meant",
				})
			}
			cells[i] = spelling.Line(cell)
		}
		if c.head == nil {
			if !c.header(cells) {
				return
			}
			continue
		}
		if c.row(number, cells); len(c.problems) >= maxProblems {
			return
		}
	}
	c.whole()
}

// header reads the first line; false when it is none.
func (c *cityReader) header(cells []string) bool {
	c.head = cells
	for i, name := range cityHead {
		if i >= len(cells) || !slices.Contains(name[:], strings.ToLower(strings.TrimSpace(cells[i]))) {
			var zh, en []string
			for _, n := range cityHead {
				zh, en = append(zh, n[1]), append(en, n[0])
			}
			c.report(
				1,
				i+1,
				"file.header",
				fmt.Sprintf("column %d is not %s (%s)", i+1, name[0], name[1]),
				"begin the first line with "+strings.Join(
					en,
					",",
				)+" or "+strings.Join(
					zh,
					",",
				)+", then one column a product or link",
			)
			return false
		}
	}
	if things := len(cells) - len(cityHead); things == 0 || things > maxThings {
		c.report(
			1,
			0,
			"file.header",
			fmt.Sprintf("there are %d columns of products or links", things),
			fmt.Sprintf("keep 1 to %d", maxThings),
		)
		return false
	}
	at := map[graph.ID]int{}
	for i := len(cityHead); i < len(cells); i++ {
		n, code, message, fix := c.names.thing(strings.TrimSpace(cells[i]))
		if n == nil {
			c.report(1, i+1, code, message, fix)
		} else if before, twice := at[n.ID]; twice {
			c.report(1, i+1, "thing.twice", fmt.Sprintf("is %s, as column %d is", n.ID, before), "keep one of the two")
		} else {
			at[n.ID] = i + 1
		}
		if c.things = append(c.things, n); len(c.problems) >= maxProblems {
			return false
		}
	}
	c.out.Things = len(c.things)
	return true
}

func (c *cityReader) row(number int, cells []string) {
	if !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		c.report(number, 0, "row.empty", "the row is empty", "remove it")
		return
	}
	if len(cells) != len(c.head) {
		c.report(
			number,
			0,
			"row.cells",
			fmt.Sprintf("the row has %d cells, the header %d", len(cells), len(c.head)),
			"add or remove commas",
		)
		return
	}
	row := cityRow{number: number, city: c.city(number, strings.TrimSpace(cells[0]))}
	c.standing(&row, cells)
	figures, before := 0, len(c.problems)
	for i, cell := range cells[len(cityHead):] {
		value, there := c.figure(number, len(cityHead)+i+1, strings.TrimSpace(cell))
		if !there {
			continue
		}
		figures++
		if row.city != nil && c.things[i] != nil {
			c.out.Changes.Relations = append(
				c.out.Changes.Relations,
				graph.Relation{RelationKey: graph.RelationKey{Type: graph.Produces, From: row.city.ID, To: c.things[i].ID},
					Attrs: graph.Attrs{
						"value":   value,
						"measure": row.measure,
						"unit":    row.unit,
					}, Prov: row.prov, Place: &graph.Place{File: c.file, Row: number, Column: len(cityHead) + i + 1}},
			)
		}
	}
	if figures == 0 && len(c.problems) == before {
		c.report(number, 0, "row.no_figures", "the city has no figures", "write what is known of it, or remove the row")
	}
	c.out.Cities, c.out.Figures = c.out.Cities+1, c.out.Figures+figures
}

// city finds the place that a row is of, or makes one; nil, reported, when it cannot be one.
func (c *cityReader) city(number int, name string) *graph.Node {
	if name == "" {
		c.report(number, 1, "city.missing", "the city is not named", "write its name")
		return nil
	}
	n := c.names.place(name)
	switch {
	case n == nil:
		n = &graph.Node{
			ID:    graph.NewID(graph.KindPark, graph.KeyOf(name)),
			Kind:  graph.KindPark,
			Name:  name,
			Attrs: graph.Attrs{"kind": "place"},
			Place: &graph.Place{File: c.file, Row: number, Column: 1},
		}
		c.names.places[bare(name)] = n
	case !slices.Contains([]string{"city", "place"}, n.Attrs.Text("kind")):
		c.report(
			number,
			1,
			"city.part",
			fmt.Sprintf("%s is a part of a city (%s)", name, graph.Words(graph.ParkKinds, n.Attrs.Text("kind"), "en")),
			"write whole cities, one a row",
		)
		return nil
	}
	if before, twice := c.cities[n.ID]; twice {
		c.report(
			number,
			1,
			"city.twice",
			fmt.Sprintf("%s stands in row %d already", name, before),
			"keep one of the two rows",
		)
		return nil
	}
	c.cities[n.ID] = number
	return n
}

// standing reads period, measure, unit, source and confidence of a row, which all rows but the source share.
func (c *cityReader) standing(row *cityRow, cells []string) {
	cell := func(i int) string { return strings.TrimSpace(cells[i]) }
	before := len(c.problems)
	row.prov.AsOf = graph.Date(strings.TrimSuffix(cell(1), "年"))
	if !row.prov.AsOf.Valid() {
		c.report(
			row.number,
			2,
			"period.invalid",
			fmt.Sprintf("%q is not a period", clip(cell(1))),
			"write 2025, 2025-Q3 or 2025-08",
		)
	}
	row.measure = c.term(row.number, 3, cell(2), amounts)
	if row.unit = cell(3); row.unit == "" {
		c.report(row.number, 4, "unit.missing", "the unit is missing", "write it, such as 亿元 or 家")
	}
	row.prov.Confidence = graph.Confidence(c.term(row.number, 6, cell(5), graph.Confidences))
	row.prov.Source = c.source(row, cell(4))
	if row.city != nil && row.city.Prov == (graph.Provenance{}) { // made for this row
		row.city.Prov = row.prov
		c.out.Changes.Nodes = append(c.out.Changes.Nodes, *row.city)
	}
	if len(c.problems) > before {
		return
	}
	if c.first == nil {
		c.first = row
		return
	}
	for _, same := range []struct {
		column      int
		here, there string
	}{{2, string(row.prov.AsOf), string(c.first.prov.AsOf)}, {3, row.measure, c.first.measure},
		{4, row.unit, c.first.unit}} {
		if same.here != same.there {
			c.report(
				row.number,
				same.column,
				"row.mixed",
				fmt.Sprintf("is not that of row %d (%s)", c.first.number, same.there),
				"one table has one measure, unit and period; keep the rows that share them",
			)
		}
	}
}

// term reads a code, or its words in either language.
func (c *cityReader) term(number, column int, text string, terms []graph.Term) string {
	var codes []string
	for _, t := range terms {
		if text == t.Code || text == t.ZH || strings.EqualFold(text, t.EN) {
			return t.Code
		}
		codes = append(codes, t.Code+" "+t.ZH)
	}
	c.report(
		number,
		column,
		"cell.unknown",
		fmt.Sprintf("%q is not known", clip(text)),
		"write one of "+strings.Join(codes, ", "),
	)
	return text
}

// source finds a source by name or key, or makes one of the name.
func (c *cityReader) source(row *cityRow, name string) graph.ID {
	if name == "" {
		c.report(
			row.number,
			5,
			"source.missing",
			"the source is missing",
			"write the title of the document or page that the figures are from",
		)
		return ""
	}
	if n := c.names.source(name); n != nil {
		return n.ID
	}
	id := graph.NewID(graph.KindSource, graph.KeyOf(name))
	prov := row.prov
	prov.Source = id
	n := graph.Node{
		ID:    id,
		Kind:  graph.KindSource,
		Name:  name,
		Prov:  prov,
		Place: &graph.Place{File: c.file, Row: row.number, Column: 5},
	}
	c.names.sources[spelling.Fold(name)] = &n
	c.out.Changes.Nodes = append(c.out.Changes.Nodes, n)
	return id
}

// figure reads a value; false when the cell is empty or, reported, no figure.
func (c *cityReader) figure(number, column int, cell string) (float64, bool) {
	if cell == "" {
		return 0, false
	}
	value, err := strconv.ParseFloat(cell, 64)
	switch {
	case err != nil || math.IsNaN(value) || math.IsInf(value, 0):
		c.report(
			number,
			column,
			"cell.not_number",
			fmt.Sprintf("%q is not a number", clip(cell)),
			"write digits, with a point for decimals and nothing between thousands; leave it empty when nobody knows",
		)
		return 0, false
	case value < 0:
		c.report(
			number,
			column,
			"cell.negative",
			fmt.Sprintf("%s is below nought", cell),
			"write what the city does, not how it changed",
		)
		return 0, false
	}
	return value + 0, true // no negative nought
}

// whole checks the table as such.
func (c *cityReader) whole() {
	if c.head == nil {
		c.report(1, 0, "file.empty", "the file is empty", "see docs/peer-cities.md")
		return
	}
	if len(c.cities) > maxCities {
		c.report(
			0,
			0,
			"file.too_many",
			fmt.Sprintf("there are %d cities", len(c.cities)),
			fmt.Sprintf("keep at most %d", maxCities),
		)
	}
	if own := c.names.own; own != nil && c.cities[own.ID] == 0 {
		c.report(
			0,
			1,
			"city.own_missing",
			fmt.Sprintf("our own city %s is not among the rows", own.Name),
			"add its row, in the same measure, unit and period: the graph knows its enterprises, not its figures",
		)
	}
}

// replace takes out what stood in the matrix before and is not in the table.
func (c *cityReader) replace() {
	kept := map[graph.RelationKey]bool{}
	for _, r := range c.out.Changes.Relations {
		kept[r.RelationKey] = true
	}
	for _, r := range c.s.Relations() {
		if r.Type == graph.Produces && !kept[r.RelationKey] {
			c.out.Changes.DeleteRelations = append(c.out.Changes.DeleteRelations, r.RelationKey)
		}
	}
}
