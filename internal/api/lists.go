package api

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"

	"github.com/danielgtaylor/huma/v2"
)

// Sheet is a list 清单 of the city: what its columns are, and how much of it is filled in.
type Sheet struct {
	Key     string        `json:"key"`
	Name    string        `json:"name"`
	NameEN  string        `json:"name_en"`
	About   string        `json:"about" doc:"What its rows are"`
	AboutEN string        `json:"about_en"`
	Rows    int           `json:"rows"`
	Columns []SheetColumn `json:"columns"`
	Chains  []SheetChain  `json:"chains" doc:"Rows of each chain; one of several chains counts for each"`
	Loose   SheetChain    `json:"loose" doc:"Rows of no chain"`
}

// SheetColumn is a column of a list.
type SheetColumn struct {
	Path     string `json:"path" doc:"Names the column when rows are asked for in which it is blank"`
	Name     string `json:"name" doc:"Heading, with the unit"`
	NameEN   string `json:"name_en"`
	Required bool   `json:"required" doc:"A blank is to be filled in"`
	Reading  bool   `json:"reading,omitempty" doc:"Worked out: what is written there has no effect"`
	Ours     bool   `json:"ours,omitempty" doc:"Not in the published form"`
	Blank    int    `json:"blank" doc:"Rows in which nothing stands"`
}

// SheetChain is how much of a list is filled in for a chain.
type SheetChain struct {
	Chain string `json:"chain"`
	Rows  int    `json:"rows"`
	Blank []int  `json:"blank" doc:"For each column the rows in which nothing stands"`
}

// Sheets are the lists of the city.
type Sheets struct {
	Items    []Sheet `json:"items"`
	Revision int64   `json:"revision"`
}

// SheetRow is a row of a list.
type SheetRow struct {
	ID     string   `json:"id" doc:"Of the thing, or type, from and to of a relation"`
	Chains []string `json:"chains" doc:"That it is of"`
	Cells  []string `json:"cells" doc:"As the sheet has them, one a column; empty: nobody has said"`
}

// SheetRows is a page of a list's rows.
type SheetRows struct {
	List[SheetRow]
	Sheet Sheet `json:"sheet"`
}

type sheetsQuery struct{ AsOf }

type sheetQuery struct {
	Paged
	Key string `path:"key" maxLength:"100" doc:"Key of a list that /lists names"`
	SheetChoice
}

// SheetChoice says which rows of lists are wanted, in which language.
type SheetChoice struct {
	Chains string `query:"chains" maxLength:"2000" doc:"Only rows of these chains, joined by commas; none: of no chain"`
	Park   string `query:"park" maxLength:"300" doc:"Only rows of what lies in this place"`
	Unit   string `query:"unit" maxLength:"300" doc:"Only rows that this unit answers for: of its chains, or in its name"`
	Blank  bool   `query:"blank" doc:"Only rows in which something is to be filled in"`
	Column string `query:"column" maxLength:"100" doc:"Only rows in which the column with this path is blank"`
	Lang   string `query:"lang" enum:"zh,en" default:"zh" doc:"Language of the words in the cells"`
}

func (q SheetChoice) selection(of *graph.Snapshot) (lists.Selection, []string, error) {
	out := lists.Selection{Blanks: q.Blank, Blank: q.Column}
	var names []string
	for _, key := range split(q.Chains) {
		if key == "none" {
			out.Loose = true
			continue
		}
		n := of.Node(idOf(graph.KindChain, key))
		if n == nil {
			return out, nil, unknown("chain", "query.chains", key)
		}
		out.Chains = append(out.Chains, n.ID)
		names = append(names, n.Label(q.Lang))
	}
	if q.Park != "" {
		n := of.Node(idOf(graph.KindPark, q.Park))
		if n == nil || n.Kind != graph.KindPark {
			return out, nil, unknown("park", "query.park", q.Park)
		}
		out.Park = n.ID
		names = append(names, n.Label(q.Lang))
	}
	if q.Unit != "" {
		n := of.Node(idOf(graph.KindUnit, q.Unit))
		if n == nil || n.Kind != graph.KindUnit {
			return out, nil, unknown("unit", "query.unit", q.Unit)
		}
		out.Unit = n.ID
		names = append(names, n.Label(q.Lang))
	}
	return out, names, nil
}

func split(keys string) []string {
	return slices.DeleteFunc(strings.Split(keys, ","), func(key string) bool { return key == "" })
}

// sheets are all lists with how much of them is filled in.
func (s *Server) sheets(ctx context.Context, f *analysis.Findings, _ *sheetsQuery) (*Sheets, error) {
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	counted := analysis.Kept(f, func(f *analysis.Findings) sheetsKept { return s.countSheets(f) })
	return &Sheets{Items: slices.Clone(counted), Revision: int64(f.Snapshot.Revision)}, nil
}

// sheetsKept is what is counted once a version.
type sheetsKept []Sheet

func (s *Server) countSheets(f *analysis.Findings) sheetsKept {
	reader := lists.NewReader(f.Snapshot, "zh")
	out := make(sheetsKept, 0, len(s.lists))
	for _, l := range s.lists {
		out = append(out, sheetOf(l, f, reader.Rows(l, lists.Selection{})))
	}
	return out
}

// sheetOf describes a list with its rows.
func sheetOf(l *lists.List, f *analysis.Findings, rows []lists.Row) Sheet {
	out := Sheet{
		Key:     l.Key,
		Name:    l.ZH,
		NameEN:  l.EN,
		About:   l.About,
		AboutEN: l.AboutEN,
		Rows:    len(rows),
		Chains:  make([]SheetChain, len(f.Chains)),
		Loose:   SheetChain{Blank: make([]int, len(l.Columns))},
	}
	at := map[graph.ID]int{}
	for i, c := range f.Chains {
		at[c.Node.ID] = i
		out.Chains[i] = SheetChain{Chain: string(c.Node.ID), Blank: make([]int, len(l.Columns))}
	}
	blank := make([]int, len(l.Columns))
	for _, row := range rows {
		of := []*SheetChain{&out.Loose}
		if len(row.Chains) > 0 {
			of = nil
		}
		for _, chain := range row.Chains {
			of = append(of, &out.Chains[at[chain]])
		}
		for _, x := range of {
			x.Rows++
		}
		for i, cell := range row.Cells {
			if !cell.Blank() {
				continue
			}
			blank[i]++
			for _, x := range of {
				x.Blank[i]++
			}
		}
	}
	for i, c := range l.Columns {
		out.Columns = append(out.Columns, SheetColumn{
			Path:     c.Path,
			Name:     c.Heading("zh"),
			NameEN:   c.Heading("en"),
			Required: c.Required,
			Reading:  !c.Written(),
			Ours:     c.Ours,
			Blank:    blank[i],
		})
	}
	return out
}

// sheet is a page of the rows of a list.
func (s *Server) sheet(ctx context.Context, f *analysis.Findings, q *sheetQuery) (*SheetRows, error) {
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	l, err := lists.Named(s.lists, q.Key)
	if err != nil {
		return nil, missing("list", q.Key)
	}
	wanted, _, err := q.selection(f.Snapshot)
	if err != nil {
		return nil, err
	}
	if q.Column != "" && !slices.ContainsFunc(l.Columns, func(c lists.Column) bool { return c.Path == q.Column }) {
		return nil, unknown("column", "query.column", q.Column)
	}
	rows := lists.NewReader(f.Snapshot, q.Lang).Rows(l, wanted)
	out := &SheetRows{Sheet: sheetOf(l, f, rows)}
	var told []*graph.Node
	out.List = *page(f.Snapshot, rows, &q.Pages, func(row lists.Row) SheetRow {
		told = append(told, row.Figures...)
		r := SheetRow{ID: row.ID, Chains: []string{}, Cells: make([]string, len(row.Cells))}
		for _, chain := range row.Chains {
			r.Chains = append(r.Chains, string(chain))
		}
		for i, cell := range row.Cells {
			r.Cells[i] = cell.Text
		}
		return r
	})
	if tellsExact(f, told...) {
		return out, s.onRecord(ctx, "list:"+l.Key)
	}
	return out, nil
}

type workbookQuery struct {
	AsOf
	Lists string `query:"list" maxLength:"1000" doc:"Only these lists, joined by commas"`
	SheetChoice
}

// workbookAnswer is a workbook as it goes over the wire.
type workbookAnswer struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Disposition  string `header:"Content-Disposition"`
	Revision     int64  `header:"X-Revision"`
	Body         []byte
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// workbook writes lists as a workbook to be filled in.
func (s *Server) workbook(ctx context.Context, f *analysis.Findings, q *workbookQuery) (*workbookAnswer, error) {
	chains := len(f.Snapshot.Of(graph.KindChain))
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	wanted, names, err := q.selection(f.Snapshot)
	if err != nil {
		return nil, err
	}
	book := workbook.Book{
		City: f.City.Label(q.Lang),
		Of:   strings.Join(names, "、"),
		At:   f.Snapshot.Time,
		Lang: q.Lang,
		Want: wanted,
	}
	if p := access.Of(ctx); !p.Alone {
		m := content.Maker{Name: p.Name, Chains: p.Chains, Of: chains, At: s.now()}
		book.Maker, book.At = m.Stamp(q.Lang, f.Snapshot), m.At
	}
	keys := split(q.Lists)
	for _, key := range keys {
		if _, err := lists.Named(s.lists, key); err != nil {
			return nil, unknown("list", "query.list", key)
		}
	}
	if book.Lists, err = lists.Chosen(s.lists, keys); err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if _, err := workbook.Write(&data, f.Snapshot, book); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s%s-%s-r%d.xlsx", book.City, book.Of, map[string]string{"zh": "清单", "en": "lists"}[q.Lang],
		f.Snapshot.Revision)
	return &workbookAnswer{
		ContentType:  xlsxType,
		CacheControl: "private, no-cache",
		Disposition:  asFile("attachment", name, fmt.Sprintf("lists-r%d.xlsx", f.Snapshot.Revision)),
		Revision:     int64(f.Snapshot.Revision),
		Body:         data.Bytes(),
	}, nil
}

// workbookResponse is what the file of the API says of a workbook.
func workbookResponse() map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
		xlsxType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
}
