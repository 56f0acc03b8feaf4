package foreign

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/lists/grid"
)

// Chosen is what people said of a file.
type Chosen struct {
	Mappings map[string]Mapping `json:"mappings,omitempty"` // by the fingerprint of the sheets
	Leave    []string           `json:"leave,omitempty"`    // names of sheets that are not read
}

// Saved finds the mapping that people have saved for sheets with a fingerprint.
type Saved func(fingerprint string) (Mapping, bool)

// Sheet is one sheet of a file, with what it was understood as.
type Sheet struct {
	*Table
	Fingerprint string
	List        *lists.List // nil: of none
	ListSure    bool
	Mapping     Mapping
	Columns     []Column
	Sent        lists.Sent
	Remarks     graph.Problems // of the sheet, not of a cell
	Left        bool           // somebody left it out
}

// Reading is a file as it was understood.
type Reading struct {
	Sheets []Sheet
	// Odd are the sheets in which no heading is known: they are shown, and not read.
	Odd []*Table
}

// Read understands the sheets of a file. What people have said goes before what was saved, and that before what is
// guessed.
func Read(
	sheets []grid.Sheet,
	file string,
	known []*lists.List,
	now *graph.Snapshot,
	chosen Chosen,
	saved Saved,
) (*Reading, error) {
	g := NewGuesser(known, now)
	words := NewWords(known)
	out := &Reading{}
	for _, s := range sheets {
		t, is := Understand(s, words)
		if !is {
			out.Odd = append(out.Odd, t)
			continue
		}
		one := Sheet{Table: t, Fingerprint: t.Fingerprint(), Left: slices.Contains(chosen.Leave, s.Name)}
		said, why := chosen.Mappings[one.Fingerprint], ByPerson
		if said.List == "" && saved != nil {
			if found, is := saved(one.Fingerprint); is {
				said, why = found, BySaved
				said.Cells = chosen.Mappings[one.Fingerprint].Cells
			}
		}
		if err := g.sheet(&one, known, said, why, file); err != nil {
			return nil, err
		}
		out.Sheets = append(out.Sheets, one)
	}
	return out, nil
}

// sheet finds the list and the columns of one sheet, and reads its rows.
func (g *Guesser) sheet(one *Sheet, known []*lists.List, said Mapping, why Why, file string) error {
	if said.List != "" {
		l, err := lists.Named(known, said.List)
		if err != nil {
			return err
		}
		one.List, one.ListSure = l, true
	} else {
		one.List, one.ListSure = g.List(one.Table)
	}
	if one.List == nil {
		return nil
	}
	one.Mapping = g.Columns(one.Table, one.List)
	if said.List != "" {
		if err := Check(one.List, said); err != nil {
			return err
		}
		one.Mapping = one.Mapping.With(said, why)
		one.Mapping.units(one.Table, one.List)
	}
	if !one.Left {
		one.Sent, one.Columns, one.Remarks = g.Take(one.Table, one.List, one.Mapping, file)
	}
	return nil
}

// Open are the questions that keep a file from being read: of which list a sheet is, what a column is. They are told
// all at once.
func (r *Reading) Open(file string) (open graph.Problems) {
	ask := func(s *Table, row, column int, field, code, message, fix string) {
		open = append(open, graph.Problem{
			Code:    code,
			Place:   graph.Place{File: strings.TrimSpace(file + " " + s.Name), Row: row, Column: column, Field: field},
			Message: message,
			Fix:     fix,
		})
	}
	read := 0
	for _, s := range r.Sheets {
		switch {
		case s.Left:
		case s.List == nil:
			ask(s.Table, s.first+1, 0, "", "sheet.no_list", "this sheet is of no list that there is",
				"say of which list it is, or leave the sheet out")
		case !s.ListSure:
			ask(s.Table, s.first+1, 0, "", "sheet.list_unsure",
				fmt.Sprintf("this sheet may be of the list %s, or of another", s.List.ZH),
				"say of which list it is")
		default:
			read++
			for _, c := range s.Columns {
				if !c.Sure {
					ask(s.Table, s.first+1, c.At+1, c.Text, "column.unsure",
						fmt.Sprintf("column %s, %q, may be %s", grid.Letters(c.At), c.Text, strings.Join(s.List.Named(c.To), "、")),
						"say which column of the list it is, or keep it in the note")
				}
			}
		}
	}
	if len(r.Sheets) == 0 {
		for _, s := range r.Odd {
			ask(s, 1, 0, "", "sheet.no_heading", "no row of this sheet has three headings that are known",
				"put the headings into one row, as the lists name them: 企业名称, 项目名称, 统一社会信用代码 …")
		}
	} else if read == 0 && len(open) == 0 {
		ask(r.Sheets[0].Table, 0, 0, "", "sheet.none", "every sheet was left out", "read at least one")
	}
	return open
}

// Sent are the lists of the sheets that were not left out.
func (r *Reading) Sent() (sent []lists.Sent) {
	for _, s := range r.Sheets {
		if s.List != nil && !s.Left {
			sent = append(sent, s.Sent)
		}
	}
	return sent
}

// Check refuses a mapping that does not fit the list that it is of.
func Check(l *lists.List, m Mapping) error {
	for _, c := range m.Columns {
		if !slices.Contains(Uses, c.Use) {
			return wrong(fmt.Sprintf("column %q: there is no use %q", c.Column, c.Use), "write taken, kept, number or person")
		}
		const most = 2
		if (c.Use == Taken) != (len(c.To) > 0) || len(c.To) > most {
			return wrong(fmt.Sprintf("column %q names %d columns of the list", c.Column, len(c.To)),
				"name one, or two for a range, of a column that is taken, and none of another")
		}
		for _, path := range c.To {
			i := slices.IndexFunc(l.Columns, func(c lists.Column) bool { return c.Path == path })
			if i < 0 || !l.Columns[i].Written() {
				return wrong(fmt.Sprintf("the list %s has no column %q that can be filled in", l.Key, path),
					"choose one of its columns")
			}
		}
		if c.Unit != "" && !lists.Unit(c.Unit) {
			return wrong(fmt.Sprintf("there is no unit %q", c.Unit), "write 元, 万元, 亿元, 亩, 平方米 …")
		}
	}
	return nil
}

func wrong(message, fix string) error {
	return &graph.Error{Code: graph.CodeInvalid, Message: message, Fix: fix}
}
