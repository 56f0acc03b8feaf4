package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/draft"
	"chainchief/internal/lists"
	"chainchief/internal/lists/foreign"
	"chainchief/internal/lists/grid"
	"chainchief/internal/mapping"
)

// SavedMapping is what people have said that the columns of a foreign sheet are.
type SavedMapping struct {
	Fingerprint string `json:"fingerprint" doc:"Of the headings of the sheets that it is for"`
	Name        string `json:"name"`
	List        string `json:"list" doc:"Key of the list"`
	Columns     int    `json:"columns" doc:"How many columns it knows"`
	Words       int    `json:"words" doc:"How many texts it says the meaning of"`
	By          string `json:"by"`
	Changed     string `json:"changed"`
}

// SavedMappings are all of them.
type SavedMappings struct {
	Items []SavedMapping `json:"items" doc:"By name"`
}

func (s *Server) listMappings(ctx context.Context, _ *none) (*SavedMappings, error) {
	if s.mappings == nil {
		return nil, noDrafts()
	}
	all, err := s.mappings.All(ctx)
	if err != nil {
		return nil, err
	}
	out := &SavedMappings{Items: []SavedMapping{}}
	for _, m := range all {
		words := 0
		for _, of := range m.Words {
			words += len(of)
		}
		out.Items = append(out.Items, SavedMapping{
			Fingerprint: m.Fingerprint,
			Name:        m.Name,
			List:        m.List,
			Columns:     len(m.Columns),
			Words:       words,
			By:          m.By,
			Changed:     stamp(m.Changed),
		})
	}
	return out, nil
}

// MappingID names a mapping.
type MappingID struct {
	Fingerprint string `path:"fingerprint" pattern:"^[0-9a-f]{16}$" patternDescription:"a fingerprint" doc:"Of a mapping"`
}

func (s *Server) forgetMapping(ctx context.Context, q *MappingID) (*SavedMappings, error) {
	if s.mappings == nil {
		return nil, noDrafts()
	}
	if err := s.mappings.Forget(ctx, q.Fingerprint); err != nil {
		if graph.CodeOf(err) == graph.CodeNotFound {
			return nil, missing("mapping", q.Fingerprint)
		}
		return nil, err
	}
	return s.listMappings(ctx, nil)
}

// DraftMapping is what the sheets of a draft were understood as, and what still has to be said of them.
type DraftMapping struct {
	Edition int64          `json:"edition" doc:"Of the draft"`
	File    string         `json:"file"`
	Sheets  []DraftSheet   `json:"sheets" doc:"None when chainchief made the file: nothing has to be said then"`
	Open    []DraftProblem `json:"open" doc:"What has to be said before rows can be read"`
	Lists   []SheetList    `json:"lists" doc:"The lists that a sheet can be of, with their columns"`
}

// SheetList is a list with the columns that a sheet can fill in.
type SheetList struct {
	Key     string        `json:"key"`
	Name    string        `json:"name"`
	NameEN  string        `json:"name_en"`
	Columns []SheetTarget `json:"columns"`
}

// SheetTarget is a column of a list.
type SheetTarget struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	NameEN string `json:"name_en"`
	Unit   string `json:"unit,omitempty"`
	Amount bool   `json:"amount" doc:"It takes amounts, which need a unit"`
}

// DraftSheet is one sheet as it is, and as it was understood.
type DraftSheet struct {
	Name        string          `json:"name"`
	Fingerprint string          `json:"fingerprint,omitempty" doc:"Of its headings; missing: none was found"`
	List        string          `json:"list,omitempty" doc:"Key of the list that it is of"`
	Sure        bool            `json:"sure" doc:"Of the list"`
	Saved       string          `json:"saved,omitempty" doc:"Name of the saved mapping that is used"`
	Left        bool            `json:"left" doc:"It is not read"`
	Data        int             `json:"data" doc:"Rows of data"`
	Unit        string          `json:"unit,omitempty" doc:"Who filled it in"`
	Date        string          `json:"date,omitempty" doc:"When, as it is written"`
	Money       string          `json:"money,omitempty" doc:"Unit of amounts whose heading has none"`
	Period      string          `json:"period,omitempty" doc:"In its title"`
	Rows        []SheetGridRow  `json:"rows" doc:"As they are: all but most of the data"`
	Merges      []SheetMerge    `json:"merges" doc:"Between the rows that are shown"`
	Columns     []MappedColumn  `json:"columns"`
	Remarks     []DraftProblem  `json:"remarks" doc:"Reminders of the sheet itself"`
	Roles       []SheetRoleRows `json:"roles" doc:"How many rows are what"`
}

// SheetRoleRows counts rows.
type SheetRoleRows struct {
	Role string `json:"role" enum:"title,filler,header,data,total,note,blank,after"`
	Rows int    `json:"rows"`
}

// SheetGridRow is a row as it stands in the file.
type SheetGridRow struct {
	Row   int      `json:"row" doc:"From 1"`
	Role  string   `json:"role" enum:"title,filler,header,data,total,note,blank,after"`
	Cells []string `json:"cells" doc:"Raw texts, from column A; in columns of persons ***"`
}

// SheetMerge is a range that is shown as one cell.
type SheetMerge struct {
	Row    int `json:"row"`
	Column int `json:"column" doc:"From 1"`
	Down   int `json:"down" doc:"How many rows"`
	Across int `json:"across" doc:"How many columns"`
}

// MappedColumn is a column of a sheet, and what it is.
type MappedColumn struct {
	Key     string         `json:"key"`
	Letter  string         `json:"letter"`
	Parts   []string       `json:"parts" doc:"Of the heading, from the top"`
	Units   []string       `json:"units" doc:"In the heading"`
	Use     string         `json:"use" enum:"taken,kept,number,person" doc:"kept: in the note; person: not kept"`
	To      []string       `json:"to" doc:"Paths of columns of the list; two for the ends of a range"`
	Unit    string         `json:"unit,omitempty" doc:"Of its amounts, when somebody has said it"`
	Sure    bool           `json:"sure"`
	Why     string         `json:"why" enum:"saved,person,heading,part,values,twice,within,unknown,marks,unit,period"`
	Values  int            `json:"values" doc:"Rows that say something"`
	Fillers int            `json:"fillers" doc:"Rows with a placeholder, as / or 无: neither blank nor 0"`
	Samples []ColumnSample `json:"samples"`
	Asked   []ColumnAsk    `json:"asked" doc:"Texts whose meaning only people know"`
	Words   []SaidWord     `json:"words" doc:"What people have said that texts mean"`
}

// ColumnSample is a text and how it is read.
type ColumnSample struct {
	Raw  string `json:"raw"`
	Read string `json:"read"`
}

// ColumnAsk is a text of cells that may mean several things, or none that is known.
type ColumnAsk struct {
	Raw     string   `json:"raw"`
	Rows    []int    `json:"rows" doc:"On the sheet; 50 at most"`
	Choices []string `json:"choices" doc:"What it may mean, as far as that is known"`
	Kept    bool     `json:"kept" doc:"The answer is saved with the mapping"`
}

// mappingOf is what an open draft was understood as.
func (s *Server) mappingOf(ctx context.Context, d draft.Draft) (*DraftMapping, error) {
	r, err := s.drafts.Reading(ctx, d, s.sight(ctx))
	if err != nil {
		return nil, err
	}
	out := &DraftMapping{
		Edition: d.Edition, File: d.File, Sheets: []DraftSheet{}, Open: []DraftProblem{}, Lists: []SheetList{},
	}
	if r == nil {
		return out, nil
	}
	for _, sheet := range r.Sheets {
		out.Sheets = append(out.Sheets, draftSheet(sheet))
	}
	for _, t := range r.Odd {
		out.Sheets = append(out.Sheets, draftSheet(foreign.Sheet{Table: t, Left: len(r.Sheets) > 0}))
	}
	out.Open = append(out.Open, draftProblems(nil, r.Open(d.File))...)
	for _, l := range s.lists {
		one := SheetList{Key: l.Key, Name: l.ZH, NameEN: l.EN, Columns: []SheetTarget{}}
		for _, c := range l.Columns {
			if c.Written() {
				one.Columns = append(one.Columns, SheetTarget{c.Path, c.ZH, c.EN, c.Unit, l.Holds(c).Figure && c.Unit != ""})
			}
		}
		if slices.ContainsFunc(l.Columns, lists.Column.Written) {
			out.Lists = append(out.Lists, one)
		}
	}
	return out, nil
}

// shownRows are how many rows of data a sheet is shown with, and shownOthers how many of the rest of it.
const shownRows, shownOthers = 8, 40

func draftSheet(s foreign.Sheet) DraftSheet {
	out := DraftSheet{
		Name: s.Name, Fingerprint: s.Fingerprint, Sure: s.ListSure, Left: s.Left, Saved: s.Mapping.Name,
		Unit: s.Facts.Unit, Date: s.Facts.Date, Money: s.Facts.Money, Period: s.Facts.Period,
		Rows: []SheetGridRow{}, Merges: []SheetMerge{}, Columns: []MappedColumn{}, Remarks: draftProblems(nil, s.Remarks),
		Roles: []SheetRoleRows{},
	}
	if s.List != nil {
		out.List = s.List.Key
	}
	persons := map[int]bool{}
	for _, c := range s.Columns {
		persons[c.At] = c.Use == foreign.Person
		out.Columns = append(out.Columns, mappedColumn(c, s.Mapping))
	}
	counts, others := map[foreign.Role]int{}, 0
	shown := map[int]bool{}
	for r, cells := range s.Sheet.Rows {
		role := s.Roles[r]
		counts[role]++
		if role == "" { // no heading was found
			role = foreign.Note
		}
		if role == foreign.Blank || role == foreign.Data && counts[foreign.Data] > shownRows {
			continue
		}
		if role != foreign.Data {
			if others++; others > shownOthers {
				continue
			}
		}
		row := SheetGridRow{Row: r + 1, Role: string(role), Cells: slices.Clone(cells)}
		for c := range row.Cells {
			if persons[c] && role != foreign.Header && row.Cells[c] != "" {
				row.Cells[c] = "***"
			}
		}
		shown[r] = true
		out.Rows = append(out.Rows, row)
	}
	for _, m := range s.Merges {
		down := 0
		for r := m.Top; r <= m.Bottom && shown[r]; r++ {
			down++
		}
		if down > 0 {
			out.Merges = append(out.Merges, SheetMerge{m.Top + 1, m.Left + 1, down, m.Right - m.Left + 1})
		}
	}
	for _, role := range foreign.Roles {
		if counts[role] > 0 {
			out.Roles = append(out.Roles, SheetRoleRows{string(role), counts[role]})
		}
	}
	out.Data = counts[foreign.Data]
	return out
}

func mappedColumn(c foreign.Column, of foreign.Mapping) MappedColumn {
	out := MappedColumn{
		Key: c.Key(), Letter: grid.Letters(c.At), Parts: c.Parts, Units: append([]string{}, c.Units...),
		Use: string(c.Use), To: append([]string{}, c.To...), Unit: c.Unit, Sure: c.Sure, Why: string(c.Why),
		Values: c.Values, Fillers: c.Fillers, Samples: []ColumnSample{}, Asked: []ColumnAsk{}, Words: []SaidWord{},
	}
	for _, raw := range slices.Sorted(maps.Keys(of.Words[c.Key()])) {
		out.Words = append(out.Words, SaidWord{raw, Line(of.Words[c.Key()][raw]), true})
	}
	for _, raw := range slices.Sorted(maps.Keys(of.Cells[c.Key()])) {
		out.Words = append(out.Words, SaidWord{raw, Line(of.Cells[c.Key()][raw]), false})
	}
	for _, s := range c.Samples {
		out.Samples = append(out.Samples, ColumnSample(s))
	}
	for _, a := range c.Asked {
		out.Asked = append(out.Asked, ColumnAsk{a.Raw, a.Rows, append([]string{}, a.Choices...), a.Kept})
	}
	return out
}

func (s *Server) getMapping(ctx context.Context, q *DraftID) (*DraftMapping, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	return s.mappingOf(ctx, d)
}

// SaidSheet is what somebody says of the sheets with some headings.
type SaidSheet struct {
	Fingerprint string       `json:"fingerprint" pattern:"^[0-9a-f]{16}$" patternDescription:"a fingerprint"`
	List        string       `json:"list" minLength:"1" maxLength:"100" doc:"Key of the list"`
	Columns     []SaidColumn `json:"columns,omitempty" maxItems:"1000" doc:"Others stay as they were recognised"`
	Save        *Line        `json:"save,omitempty" minLength:"1" maxLength:"100" doc:"Remember it under this name"`
}

// SaidColumn is what somebody says of one column.
type SaidColumn struct {
	Key   string     `json:"key" maxLength:"500"`
	Use   string     `json:"use" enum:"taken,kept,number,person" doc:"As in the answer"`
	To    []string   `json:"to,omitempty" maxItems:"2" doc:"As in the answer"`
	Unit  string     `json:"unit,omitempty" maxLength:"20" doc:"Of its amounts"`
	Words []SaidWord `json:"words,omitempty" maxItems:"1000" doc:"What texts in it mean"`
}

// SaidWord is what a text means.
type SaidWord struct {
	Raw  string `json:"raw" maxLength:"2000" doc:"As it stands in cells"`
	Mean Line   `json:"mean" maxLength:"500" doc:"What it means; - for nothing"`
	Keep bool   `json:"keep,omitempty" doc:"In later files too"`
}

// said is the mapping that somebody says.
func (q SaidSheet) said() foreign.Mapping {
	m := foreign.Mapping{List: q.List, Words: map[string]map[string]string{}, Cells: map[string]map[string]string{}}
	for _, c := range q.Columns {
		one := foreign.Mapped{
			Column: c.Key,
			Use:    foreign.Use(c.Use),
			To:     c.To,
			Unit:   c.Unit,
			Sure:   true,
			Why:    foreign.ByPerson,
		}
		m.Columns = append(m.Columns, one)
		for _, w := range c.Words {
			of := m.Cells
			if w.Keep {
				of = m.Words
			}
			if of[c.Key] == nil {
				of[c.Key] = map[string]string{}
			}
			of[c.Key][w.Raw] = strings.TrimSpace(string(w.Mean))
		}
	}
	return m
}

func (s *Server) mapDraft(ctx context.Context, q *struct {
	DraftID
	Body struct {
		Sheets []SaidSheet `json:"sheets,omitempty" maxItems:"200" doc:"By their headings"`
		Leave  []string    `json:"leave,omitempty" maxItems:"200" doc:"Names of sheets that are not read"`
		By     Role        `json:"by,omitempty" doc:"Role of who says it, while there are no accounts"`
	}
}) (*DraftMapping, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	chosen, err := d.Chosen()
	if err != nil {
		return nil, err
	}
	if chosen.Mappings == nil {
		chosen.Mappings = map[string]foreign.Mapping{}
	}
	chosen.Leave = q.Body.Leave
	var save []mapping.Saved
	for _, one := range q.Body.Sheets {
		l, err := lists.Named(s.lists, one.List)
		if err != nil {
			return nil, badQuery("request.invalid", "body.sheets.list", "is no list that there is")
		}
		m := one.said()
		if err := foreign.Check(l, m); err != nil {
			return nil, badQuery("request.invalid", "body.sheets.columns", err.Error())
		}
		if one.Save != nil {
			m.Name = strings.TrimSpace(string(*one.Save))
			save = append(save, mapping.Saved{Fingerprint: one.Fingerprint, By: actor(ctx, q.Body.By).Name, Mapping: m})
		}
		chosen.Mappings[one.Fingerprint] = m
	}
	if d, err = s.drafts.Map(ctx, d.ID, chosen); err != nil {
		return nil, err
	}
	for _, m := range save {
		if err := s.mappings.Save(ctx, m); err != nil {
			return nil, err
		}
	}
	return s.mappingOf(ctx, d)
}

func (s *Server) mappingRoutes(t table) {
	const may = access.ImportApply
	get(t, "/mappings", "list-mappings", "What people have said that columns of foreign sheets are", may, s.listMappings)
	change(t, http.MethodDelete, "/mappings/{fingerprint}", "forget-mapping", "Forget a mapping",
		may, body(s.forgetMapping))
	get(t, "/drafts/{id}/mapping", "draft-mapping", "What the sheets of a draft were understood as", may, s.getMapping)
	change(t, http.MethodPost, "/drafts/{id}/mapping", "map-draft", "Say what its columns are", may, body(s.mapDraft))
}
