package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/draft"
	"chainchief/internal/effect"
	"chainchief/internal/lists"

	"github.com/danielgtaylor/huma/v2"
)

// Draft is what somebody is about to put into the graph.
type Draft struct {
	ID         string `json:"id" doc:"To speak of it: d7"`
	Edition    int64  `json:"edition" doc:"Grows with every change of the draft"`
	Name       string `json:"name"`
	File       string `json:"file" doc:"Name of the file that came"`
	Size       int64  `json:"size" doc:"Bytes of the file"`
	By         string `json:"by" doc:"Who made it"`
	Made       string `json:"made"`
	Changed    string `json:"changed"`
	State      string `json:"state" enum:"open,applied,dropped" doc:"How far it is"`
	Revision   int64  `json:"revision,omitempty" doc:"That it was applied as"`
	Undone     int64  `json:"undone,omitempty" doc:"Revision that took that back"`
	Base       int64  `json:"base" doc:"Newest revision when it was made"`
	Source     string `json:"source,omitempty" doc:"Where rows are from that do not say it"`
	AsOf       string `json:"as_of,omitempty" doc:"The day that they describe; missing: that of the source"`
	Confidence string `json:"confidence,omitempty" doc:"How firmly they stand"`
}

// DraftOf is a draft as the API tells of it.
func DraftOf(d draft.Draft, undone graph.Revision) Draft {
	return Draft{
		ID:         d.ID.String(),
		Edition:    d.Edition,
		Name:       d.Name,
		File:       d.File,
		Size:       d.Size,
		By:         d.Post,
		Made:       stamp(d.Made),
		Changed:    stamp(d.Changed),
		State:      string(d.State),
		Revision:   int64(d.Revision),
		Undone:     int64(undone),
		Base:       int64(d.Base.Revision),
		Source:     string(d.From.Source),
		AsOf:       string(d.From.AsOf),
		Confidence: string(d.From.Confidence),
	}
}

// Drafts are those of who asks.
type Drafts struct {
	Items []Draft `json:"items" doc:"Newest first"`
}

// DraftRows is a draft held against what stands, with a page of its rows.
type DraftRows struct {
	List[DraftRow]
	Draft    Draft          `json:"draft"`
	Counts   DraftCounts    `json:"counts"`
	Problems []DraftProblem `json:"problems" doc:"Of no row: while there are any, nothing can be applied"`
	Ready    bool           `json:"ready" doc:"It can be applied"`
	Foreign  bool           `json:"foreign" doc:"chainchief did not make the file: see its mapping"`
	Unmapped bool           `json:"unmapped" doc:"What its columns are has still to be said: there are no rows before"`
}

// DraftCounts counts all rows of a draft.
type DraftCounts struct {
	Rows     int `json:"rows"`
	Wrong    int `json:"wrong" doc:"With cells that cannot be read or taken"`
	Conflict int `json:"conflict" doc:"With what somebody else changed since, not decided"`
	New      int `json:"new"`
	Changed  int `json:"changed"`
	Same     int `json:"same" doc:"That say nothing new"`
	Left     int `json:"left" doc:"Left out, of any state"`
	Taken    int `json:"taken" doc:"That would be applied"`
	Blocking int `json:"blocking" doc:"Wrong, in conflict or with a reminder, and not yet decided"`
	Reminded int `json:"reminded" doc:"With a reminder that nobody has acknowledged"`
}

// DraftRow is a row of the file.
type DraftRow struct {
	Key      string         `json:"key" doc:"Sheet and row, as 企业清单!5"`
	List     string         `json:"list" doc:"Key of the list"`
	ListName string         `json:"list_name"`
	ListEN   string         `json:"list_name_en"`
	Sheet    string         `json:"sheet"`
	Row      int            `json:"row"`
	ID       string         `json:"id,omitempty" doc:"Of what stands there, or would"`
	Name     string         `json:"name" doc:"What it is called"`
	State    string         `json:"state" enum:"wrong,conflict,new,changed,same"`
	Left     bool           `json:"left" doc:"Somebody left it out"`
	Taken    bool           `json:"taken" doc:"It would be applied"`
	Noted    bool           `json:"noted" doc:"Its reminders are acknowledged"`
	Fields   []DraftField   `json:"fields" doc:"Cells that say something else than what stands"`
	Problems []DraftProblem `json:"problems" doc:"What is wrong"`
	Notes    []DraftProblem `json:"notes" doc:"Reminders: what was read otherwise than it is written"`
	Alike    []Ref          `json:"alike" doc:"Enterprises that a new one may be; it is one of them when its name is"`
}

// DraftField is a cell that says something new.
type DraftField struct {
	Path     string `json:"path" doc:"Of the column, to decide by"`
	Cell     string `json:"cell" doc:"As E5"`
	Name     string `json:"name" doc:"Heading of the column"`
	NameEN   string `json:"name_en"`
	Was      string `json:"was" doc:"When the sheet was made"`
	Is       string `json:"is" doc:"Now"`
	Said     string `json:"said" doc:"In the sheet"`
	Conflict bool   `json:"conflict" doc:"Somebody else changed it since, and nobody has decided"`
	Side     string `json:"side,omitempty" enum:"mine,theirs" doc:"Whose was decided on"`
	Written  bool   `json:"written,omitempty" doc:"Somebody wrote it here in the place of what the file says"`
}

// DraftProblem is what is wrong, or what one is reminded of.
type DraftProblem struct {
	Code    string `json:"code"`
	Sheet   string `json:"sheet"`
	Row     int    `json:"row,omitempty"`
	Cell    string `json:"cell,omitempty" doc:"As E5"`
	Field   string `json:"field,omitempty" doc:"Heading of the column"`
	Path    string `json:"path,omitempty" doc:"Of the column, to write another text by"`
	Message string `json:"message"`
	Fix     string `json:"fix" doc:"What to do"`
}

// Letters are those of a column of a sheet: 1 is A, 27 is AA.
func Letters(column int) (text string) {
	const all = 'Z' - 'A' + 1
	for ; column > 0; column = (column - 1) / all {
		text = string(rune('A'+(column-1)%all)) + text
	}
	return text
}

func draftProblem(row *lists.RowSaid, p graph.Problem) DraftProblem {
	out := DraftProblem{Code: p.Code, Field: p.Place.Field, Row: p.Place.Row, Message: p.Message, Fix: p.Fix}
	if row != nil {
		out.Sheet, out.Row = row.Sheet, row.Row
		if i := slices.Index(row.Columns, p.Place.Column); p.Place.Column > 0 && i >= 0 && row.List.Columns[i].Written() {
			out.Path = row.List.Columns[i].Path
		}
	}
	if p.Place.Column > 0 && out.Row > 0 {
		out.Cell = Letters(p.Place.Column) + strconv.Itoa(out.Row)
	}
	return out
}

func draftProblems(row *lists.RowSaid, all []graph.Problem) []DraftProblem {
	out := []DraftProblem{}
	for _, p := range all {
		out = append(out, draftProblem(row, p))
	}
	return out
}

// draftRow is a row as the API tells of it.
func draftRow(o *draft.Opened, row *lists.RowSaid) DraftRow {
	decided := o.Decisions[row.Key]
	out := DraftRow{
		Key:      row.Key,
		List:     row.List.Key,
		ListName: row.List.ZH,
		ListEN:   row.List.EN,
		Sheet:    row.Sheet,
		Row:      row.Row,
		ID:       row.ID,
		Name:     row.Name,
		State:    string(row.State),
		Left:     row.Left,
		Taken:    row.Taken,
		Noted:    decided.Noted,
		Fields:   []DraftField{},
		Problems: draftProblems(row, row.Problems),
		Notes:    draftProblems(row, row.Notes),
		Alike:    refs(o.Alike[row.Key]),
	}
	for _, f := range row.Fields {
		c := row.List.Columns[f.Column]
		_, written := decided.Instead[c.Path]
		cell := ""
		if f.At > 0 {
			cell = Letters(f.At) + strconv.Itoa(row.Row)
		}
		out.Fields = append(out.Fields, DraftField{
			Path:     c.Path,
			Cell:     cell,
			Name:     c.Heading("zh"),
			NameEN:   c.Heading("en"),
			Was:      f.Was,
			Is:       f.Is,
			Said:     f.Said,
			Conflict: f.Conflict,
			Side:     string(f.Side),
			Written:  written,
		})
	}
	return out
}

// DraftRowsOf are rows of an opened draft as the API tells of them, of a state or of all.
func DraftRowsOf(o *draft.Opened, state string) *DraftRows {
	out := draftHead(o, 0)
	for i := range o.Rows {
		if row := &o.Rows[i]; state == "" || string(row.State) == state {
			out.Items = append(out.Items, draftRow(o, row))
		}
	}
	out.Total, out.Revision = len(out.Items), int64(o.Now.Revision)
	return out
}

func draftHead(o *draft.Opened, undone graph.Revision) *DraftRows {
	c := o.Counts()
	return &DraftRows{
		List:     List[DraftRow]{Items: []DraftRow{}},
		Draft:    DraftOf(o.Draft, undone),
		Problems: draftProblems(nil, o.Problems),
		Ready:    o.State == draft.Open && o.Ready() == nil,
		Foreign:  o.Foreign,
		Unmapped: o.Open,
		Counts: DraftCounts{
			Rows:     len(o.Rows),
			Wrong:    c.Of[lists.Wrong],
			Conflict: c.Of[lists.Conflict],
			New:      c.Of[lists.New],
			Changed:  c.Of[lists.Changed],
			Same:     c.Of[lists.Same],
			Left:     c.Left,
			Taken:    c.Taken,
			Blocking: c.Wrong + c.Open + c.Unnoted,
			Reminded: c.Unnoted,
		},
	}
}

// mine is a draft of who asks; one of somebody else is as one that is not there, because its file may hold what they
// may not see.
func (s *Server) mine(ctx context.Context, id string) (draft.Draft, error) {
	if s.drafts == nil {
		return draft.Draft{}, noDrafts()
	}
	n, err := draft.ParseID(id)
	if err != nil {
		return draft.Draft{}, missing("draft", id)
	}
	d, err := s.drafts.Get(ctx, n)
	if p := access.Of(ctx); graph.CodeOf(err) == graph.CodeNotFound || err == nil && !p.Alone && d.Account != p.Account {
		return draft.Draft{}, missing("draft", id)
	}
	return d, err
}

func noDrafts() error {
	return &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: "there is no application database, which keeps drafts",
		Fix:     "start the server with one (--appdb)",
	}
}

// sight is what of the graph who asks may see, for drafts.
func (s *Server) sight(ctx context.Context) draft.Sight {
	p := access.Of(ctx)
	clearance := p.Clearance()
	scoped := len(p.Chains) > 0 && !p.Alone
	if !scoped && clearance == (graph.Clearance{}) {
		return draft.Sight{}
	}
	chains, may := strings.Join(texts(p.Chains), ","), strings.Join(texts(p.Permissions()), ",")
	out := draft.Sight{Key: p.Account + " " + chains + " " + may}
	out.See = func(g *graph.Snapshot) *graph.Snapshot {
		seen := access.View(g, clearance)
		if scoped {
			seen = access.Cut(seen, access.ScopeOf(g, p.Chains))
		}
		return seen
	}
	if scoped {
		out.Scoped = true
		out.Hides = func(g *graph.Snapshot, id graph.ID) bool { return s.scope(g, p.Chains).Hides(id) }
	}
	return out
}

// DraftID names a draft.
type DraftID struct {
	ID string `path:"id" maxLength:"20" pattern:"^[dD]?[0-9]{1,15}$" patternDescription:"the id of a draft" doc:"As d7"`
}

func (s *Server) listDrafts(ctx context.Context, _ *none) (*Drafts, error) {
	if s.drafts == nil {
		return nil, noDrafts()
	}
	p := access.Of(ctx)
	all, err := s.drafts.All(ctx, p.Account, p.Alone)
	if err != nil {
		return nil, err
	}
	out := &Drafts{Items: []Draft{}}
	for _, d := range all {
		undone, err := s.drafts.Undone(ctx, d)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, DraftOf(d, undone))
	}
	return out, nil
}

// DraftFrom is where rows are from that do not say it.
type DraftFrom struct {
	Source     string `json:"source,omitempty" maxLength:"300" doc:"One that there is; empty: each row must say its own"`
	AsOf       string `json:"as_of,omitempty" maxLength:"10" doc:"The day that rows describe; empty: that of the source"`
	Confidence string `json:"confidence,omitempty" maxLength:"40" doc:"How firmly they stand; empty: documented"`
}

func (f DraftFrom) from() (draft.From, error) {
	out := draft.From{AsOf: graph.Date(f.AsOf), Confidence: graph.Confidence(f.Confidence)}
	if f.Source != "" {
		out.Source = idOf(graph.KindSource, f.Source)
	}
	if f.AsOf != "" && !out.AsOf.Valid() {
		return out, badQuery("request.invalid", "body.as_of", "is no date; write 2026-11 or 2026-11-30")
	}
	if f.Confidence != "" && graph.Words(graph.Confidences, f.Confidence, "zh") == f.Confidence {
		return out, badQuery("request.invalid", "body.confidence", "is none of the words that /meta names")
	}
	return out, nil
}

// NewDraft is a file that somebody sends.
type NewDraft struct {
	Name    Line   `json:"name,omitempty" maxLength:"200" doc:"What the draft is called; empty: as its file"`
	File    Line   `json:"file" minLength:"1" maxLength:"200" doc:"Name of the file, as 企业清单.xlsx"`
	Content []byte `json:"content" doc:"The file, in base64"`
	DraftFrom
	By Role `json:"by,omitempty" doc:"Role of who sends it, while there are no accounts"`
}

func (s *Server) makeDraft(ctx context.Context, q *struct{ Body NewDraft }) (*DraftRows, error) {
	if s.drafts == nil {
		return nil, noDrafts()
	}
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	from, err := q.Body.from()
	if err != nil {
		return nil, err
	}
	d := draft.Draft{
		Account: access.Of(ctx).Account,
		Post:    actor(ctx, q.Body.By).Name,
		Name:    strings.TrimSpace(string(q.Body.Name)),
		File:    strings.TrimSpace(string(q.Body.File)),
		Base:    f.Snapshot.Version(),
		Work:    draft.Work{From: from},
	}
	if _, err := s.drafts.Look(ctx, d, q.Body.Content, s.sight(ctx)); err != nil {
		return nil, err
	}
	if d, err = s.drafts.Keep(ctx, d, q.Body.Content); err != nil {
		return nil, err
	}
	noted(ctx).Object, noted(ctx).detail = "draft:"+d.ID.String(), d.File
	return s.rowsOf(ctx, d, &draftQuery{Pages: Pages{Limit: firstRows}})
}

// firstRows are how many rows come with the answer to what changes a draft.
const firstRows = 50

type draftQuery struct {
	Pages
	DraftID
	State string `query:"state" enum:"wrong,conflict,new,changed,same" doc:"Only rows of a state"`
}

// getDraft holds a draft against what stands now.
func (s *Server) getDraft(ctx context.Context, q *draftQuery) (*DraftRows, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	return s.rowsOf(ctx, d, q)
}

func (s *Server) rowsOf(ctx context.Context, d draft.Draft, q *draftQuery) (*DraftRows, error) {
	undone, err := s.drafts.Undone(ctx, d)
	if err != nil {
		return nil, err
	}
	o, err := s.drafts.Open(ctx, d, s.sight(ctx))
	if err != nil {
		return nil, err
	}
	out := draftHead(o, undone)
	rows := make([]*lists.RowSaid, 0, len(o.Rows))
	for _, state := range lists.States { // what needs somebody comes first
		if q.State != "" && q.State != string(state) {
			continue
		}
		for i := range o.Rows {
			if o.Rows[i].State == state {
				rows = append(rows, &o.Rows[i])
			}
		}
	}
	figures := false
	out.List = *page(o.Now, rows, &q.Pages, func(row *lists.RowSaid) DraftRow {
		figures = figures || row.List.Rows == string(graph.KindFigure)
		return draftRow(o, row)
	})
	if p := access.Of(ctx); figures && p.Account != "" && p.May(access.FigureRead) {
		return out, s.onRecord(ctx, "draft:"+d.ID.String())
	}
	return out, nil
}

// DraftEffects is what applying a draft would do to what the rules find.
type DraftEffects struct {
	Effects
	Revision int64 `json:"revision" doc:"Revision that it was worked out on"`
}

// draftEffects says what the rules would find otherwise after a draft is applied.
func (s *Server) draftEffects(ctx context.Context, q *DraftID) (*DraftEffects, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	o, err := s.drafts.Open(ctx, d, s.sight(ctx))
	if err != nil {
		return nil, err
	}
	f, err := s.atRevision(ctx, o.Now.Revision)
	if err != nil {
		return nil, err
	}
	if ctx, f, err = s.within(ctx, f, q); err != nil {
		return nil, err
	}
	out := &DraftEffects{Effects: *effects(effect.Effect{}), Revision: int64(o.Now.Revision)}
	if o.After != nil && d.State == draft.Open {
		foreseen, err := s.foresee(ctx, f, o.After.Snapshot)
		if err != nil {
			return nil, err
		}
		out.Effects = *foreseen
	}
	if scope := scopeOf(ctx); !scope.All() {
		prune(reflect.ValueOf(out), scope)
	}
	return out, nil
}

// DraftAct decides of rows of a draft.
type DraftAct struct {
	Rows  []string `json:"rows,omitempty" maxItems:"10000" doc:"Keys of the rows"`
	State string   `json:"state,omitempty" enum:"wrong,conflict,new,changed,same" doc:"Or all rows of a state"`
	Do    string   `json:"do" enum:"take,leave,mine,theirs,note,write,reset" doc:"mine: what the sheet says"`
	Field string   `json:"field,omitempty" maxLength:"100" doc:"Path of the column, for mine, theirs and write"`
	Text  Line     `json:"text,omitempty" maxLength:"2000" doc:"For write"`
}

func (s *Server) decideDraft(ctx context.Context, q *struct {
	DraftID
	Body struct {
		Acts []DraftAct `json:"acts,omitempty" maxItems:"1000" doc:"One after another"`
		From *DraftFrom `json:"from,omitempty" doc:"Where rows are from that do not say it"`
		Name *Line      `json:"name,omitempty" minLength:"1" maxLength:"200" doc:"What the draft is called"`
	}
}) (*DraftRows, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if q.Body.From != nil || q.Body.Name != nil {
		c := draft.Change{}
		if q.Body.Name != nil {
			c.Name = strings.TrimSpace(string(*q.Body.Name))
		}
		if q.Body.From != nil {
			from, err := q.Body.From.from()
			if err != nil {
				return nil, err
			}
			c.From = &from
		}
		if d, err = s.drafts.Change(ctx, d, c, s.sight(ctx)); err != nil {
			return nil, err
		}
	}
	if len(q.Body.Acts) > 0 {
		o, err := s.drafts.Open(ctx, d, s.sight(ctx))
		if err != nil {
			return nil, err
		}
		acts := make([]draft.Act, len(q.Body.Acts))
		for i, a := range q.Body.Acts {
			acts[i] = draft.Act{
				Rows:  a.Rows,
				State: lists.State(a.State),
				Do:    draft.Do(a.Do),
				Field: a.Field,
				Text:  string(a.Text),
			}
		}
		if d, err = s.drafts.Decide(ctx, o, acts); err != nil {
			return nil, err
		}
	}
	return s.rowsOf(ctx, d, &draftQuery{Pages: Pages{Limit: firstRows}})
}

// DraftApplied says what applying a draft wrote.
type DraftApplied struct {
	Draft    Draft     `json:"draft"`
	Set      ChangeSet `json:"set"`
	Revision int64     `json:"revision" doc:"The newest, with the gaps that follow"`
}

func (s *Server) applyDraft(ctx context.Context, q *struct {
	DraftID
	Body struct {
		Edition int64 `json:"edition" minimum:"1" maximum:"999999999999999" doc:"Of the draft, as it was looked at"`
		By      Role  `json:"by,omitempty" doc:"Role of who applies it, while there are no accounts"`
	}
}) (*DraftApplied, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if d.State == draft.Open && d.Edition != q.Body.Edition {
		p := newProblem(http.StatusConflict, "draft.changed", "the draft was changed meanwhile; look at it again", "")
		p.DetailZH = "草稿在别处改过，请看过再应用"
		return nil, p
	}
	d, written, err := s.drafts.Apply(ctx, d.ID, actor(ctx, q.Body.By), s.sight(ctx))
	if err != nil {
		return nil, unsure(problem(ctx, err), d.Request())
	}
	last := max(written.Set.Revision, written.Gaps.Revision)
	noted(ctx).detail = "r" + strconv.Itoa(int(written.Set.Revision))
	return &DraftApplied{DraftOf(d, 0), changeSet(written.Set), int64(last)}, nil
}

func (s *Server) dropDraft(ctx context.Context, q *DraftID) (*Draft, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if d, err = s.drafts.Drop(ctx, d.ID); err != nil {
		return nil, err
	}
	out := DraftOf(d, 0)
	return &out, nil
}

// draftFile is the file of a draft as it came.
type draftFile struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Disposition  string `header:"Content-Disposition"`
	Body         []byte
}

func (s *Server) fileOfDraft(ctx context.Context, q *DraftID) (*draftFile, error) {
	d, err := s.mine(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	data, err := s.drafts.Content(ctx, d.ID)
	return &draftFile{
		ContentType:  "application/octet-stream", // whatever it is, no browser runs it
		CacheControl: "private, no-store",
		Disposition:  asFile("attachment", d.File, d.ID.String()),
		Body:         data,
	}, err
}

func (s *Server) draftRoutes(t table) {
	const may = access.ImportApply
	get(t, "/drafts", "list-drafts", "One's own drafts", may, s.listDrafts)
	made := postOperation("/drafts", "make-draft", "Keep a file as a draft and read it; none of it is in the graph", may)
	made.MaxBodyBytes = draft.MostBytes/3*4 + 1<<20 // in base64
	made.BodyReadTimeout = 2 * time.Minute
	register(t, made, body(s.makeDraft))
	get(t, "/drafts/{id}", "get-draft", "A draft held against what stands now, row by row", may, s.getDraft)
	get(t, "/drafts/{id}/effects", "draft-effects", "What the rules would find after it is applied", may, s.draftEffects)
	change(t, http.MethodPost, "/drafts/{id}/decisions", "decide-draft", "Decide of rows, or where they are from",
		may, body(s.decideDraft))
	change(t, http.MethodPost, "/drafts/{id}/apply", "apply-draft",
		"Put what is decided into the graph, as one change set; the gaps follow", may, body(s.applyDraft))
	change(t, http.MethodPost, "/drafts/{id}/drop", "drop-draft", "Give a draft up", may, body(s.dropDraft))
	handed := operation(http.MethodGet, "/drafts/{id}/file", "draft-file", "The file of a draft, as it came", may)
	handed.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	register(t, handed, s.fileOfDraft)
}
