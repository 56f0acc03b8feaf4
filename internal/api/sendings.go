package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/sending"
)

// Sending is what was sent out to be filled in.
type Sending struct {
	ID      int64    `json:"id"`
	Name    string   `json:"name"`
	Lists   []string `json:"lists" doc:"Keys of the lists"`
	Way     string   `json:"way" enum:"park,unit,chain" doc:"A workbook for each of these"`
	Blank   bool     `json:"blank" doc:"Only rows in which something is to be filled in"`
	Due     string   `json:"due,omitempty" doc:"Day until which it is to be back"`
	Note    string   `json:"note,omitempty" doc:"What those are told who fill it in"`
	Lang    string   `json:"lang"`
	Made    string   `json:"made"`
	By      string   `json:"by"`
	Closed  string   `json:"closed,omitempty" doc:"When it was ended"`
	Back    int      `json:"back" doc:"Workbooks that came back"`
	Late    int      `json:"late" doc:"Days since it was due, while something is not back"`
	Parcels []Parcel `json:"parcels"`
}

// Parcel is the workbook for one park, unit or chain.
type Parcel struct {
	Number   int64  `json:"number"`
	Target   string `json:"target" doc:"Id of the park, unit or chain"`
	Name     string `json:"name" doc:"As it was called then"`
	Rows     int64  `json:"rows" doc:"That stood in it then"`
	State    string `json:"state" enum:"waiting,taken,wrong,ready,applied,undone,dropped"`
	Taken    string `json:"taken,omitempty" doc:"When it was downloaded first"`
	Returned string `json:"returned,omitempty" doc:"When it came back last"`
	File     string `json:"file,omitempty" doc:"That came back"`
	Changed  int64  `json:"changed" doc:"Rows of it that said something new when it came back"`
	Wrong    int64  `json:"wrong" doc:"Cells and rows of it that could not be taken then"`
	Draft    string `json:"draft,omitempty" doc:"That was made of it, where it is one's own"`
}

// Sendings are all of them.
type Sendings struct {
	Items   []Sending `json:"items" doc:"Newest first"`
	Targets []Ref     `json:"targets" doc:"Chains, units and places of the city that lists can be sent to"`
}

// SendingID names one.
type SendingID struct {
	ID int64 `path:"id" minimum:"1" maximum:"999999999999999" doc:"Number of a sending"`
}

// NewSending is what is to be sent out.
type NewSending struct {
	Name    Line     `json:"name" minLength:"1" maxLength:"100" doc:"What people call it"`
	Lists   []string `json:"lists" minItems:"1" maxItems:"30" doc:"Keys of lists"`
	Way     string   `json:"way" enum:"park,unit,chain"`
	Targets []string `json:"targets" minItems:"1" maxItems:"200" doc:"Keys or ids of the parks, units or chains"`
	Blank   bool     `json:"blank,omitempty" doc:"Only rows in which something is to be filled in"`
	Due     string   `json:"due,omitempty" maxLength:"10" doc:"Day until which it is to be back"`
	Note    string   `json:"note,omitempty" maxLength:"1000" doc:"What those are told who fill it in"`
	Lang    string   `json:"lang,omitempty" enum:"zh,en" default:"zh"`
}

// ways are what a sending is parted by.
var ways = map[string]graph.Kind{
	sending.ByPark: graph.KindPark, sending.ByUnit: graph.KindUnit, sending.ByChain: graph.KindChain,
}

// want is what stands in the workbook for somebody.
func want(of sending.Sending, target graph.ID) lists.Selection {
	out := lists.Selection{Blanks: of.Blanks}
	switch of.Way {
	case sending.ByPark:
		out.Park = target
	case sending.ByUnit:
		out.Unit = target
	default:
		out.Chains = []graph.ID{target}
	}
	return out
}

func noSendings() error {
	return &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: "there is no application database, which keeps what was sent out",
		Fix:     "start the server with one (--appdb)",
	}
}

func refusedSending(err error) error {
	var refused *sending.Refused
	if !errors.As(err, &refused) {
		return err
	}
	p := newProblem(http.StatusUnprocessableEntity, refused.Code, refused.EN, "")
	p.DetailZH = refused.ZH
	return p
}

func (s *Server) sendingOf(ctx context.Context, x sending.Sending) (Sending, error) {
	out := Sending{
		ID: x.ID, Name: x.Name, Lists: x.Lists, Way: x.Way, Blank: x.Blanks, Due: string(x.Due), Note: x.Note,
		Lang: x.Lang, Made: stamp(x.Made), By: x.Post, Back: len(x.Parcels) - len(x.Open()),
		Parcels: []Parcel{},
	}
	if !x.Closed.IsZero() {
		out.Closed = stamp(x.Closed)
	}
	if _, until, err := x.Due.Span(); err == nil && out.Closed == "" && out.Back < len(x.Parcels) {
		today, _, _ := graph.Today(s.now()).Span()
		const day = 24 * time.Hour
		out.Late = max(int(today.Sub(until)/day)+1, 0)
	}
	for _, p := range x.Parcels {
		parcel := Parcel{
			Number: p.Number, Target: string(p.Target), Name: p.Name, Rows: p.Rows, State: string(p.State()),
			File: p.File, Changed: p.Changed, Wrong: p.Wrong,
		}
		if !p.Taken.IsZero() {
			parcel.Taken = stamp(p.Taken)
		}
		if !p.Returned.IsZero() {
			parcel.Returned = stamp(p.Returned)
		}
		if err := s.further(ctx, &parcel, p); err != nil {
			return out, err
		}
		out.Parcels = append(out.Parcels, parcel)
	}
	return out, nil
}

func (s *Server) listSendings(ctx context.Context, f *analysis.Findings, _ *none) (*Sendings, error) {
	if s.sendings == nil {
		return nil, noSendings()
	}
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	all, err := s.sendings.All(ctx)
	out := &Sendings{Items: []Sending{}, Targets: []Ref{}}
	for _, c := range f.Chains {
		out.Targets = append(out.Targets, ref(c.Node))
	}
	out.Targets = append(out.Targets, refs(f.Snapshot.Of(graph.KindUnit))...)
	for _, n := range f.Snapshot.Of(graph.KindPark) {
		if slices.Contains([]string{"district", "zone", "park"}, n.Attrs.Text("kind")) {
			out.Targets = append(out.Targets, ref(n))
		}
	}
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		item, err := s.sendingOf(ctx, x)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func (s *Server) getSending(ctx context.Context, _ *analysis.Findings, q *SendingID) (*Sending, error) {
	if s.sendings == nil {
		return nil, noSendings()
	}
	x, err := s.sendings.Get(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	out, err := s.sendingOf(ctx, x)
	return &out, err
}

// makeSending sends lists out: it counts what each workbook holds, which is written when it is downloaded.
func (s *Server) makeSending(
	ctx context.Context,
	f *analysis.Findings,
	q *struct{ Body NewSending },
) (*Sending, error) {
	if s.sendings == nil {
		return nil, noSendings()
	}
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	b := q.Body
	if b.Due != "" {
		if from, until, err := graph.Date(b.Due).Span(); err != nil || until.Sub(from) != 24*time.Hour {
			return nil, badQuery("sending.due_invalid", "body.due", "must be a day, as 2026-12-31")
		}
	}
	for _, key := range b.Lists {
		if _, err := lists.Named(s.lists, key); err != nil {
			return nil, unknown("list", "body.lists", key)
		}
	}
	chosen, err := lists.Chosen(s.lists, b.Lists)
	if err != nil {
		return nil, err
	}
	x := sending.Sending{
		Name: strings.TrimSpace(string(b.Name)), Way: b.Way, Blanks: b.Blank, Due: graph.Date(b.Due),
		Note: strings.TrimSpace(b.Note), Lang: b.Lang, Account: access.Of(ctx).Account, Post: access.Of(ctx).Name,
	}
	for _, l := range chosen {
		x.Lists = append(x.Lists, l.Key)
	}
	reader := lists.NewReader(f.Snapshot, b.Lang)
	for _, key := range b.Targets {
		n := f.Snapshot.Node(idOf(ways[b.Way], key))
		if n == nil || n.Kind != ways[b.Way] {
			return nil, unknown(b.Way, "body.targets", key)
		}
		if slices.ContainsFunc(x.Parcels, func(p sending.Parcel) bool { return p.Target == n.ID }) {
			continue
		}
		p := sending.Parcel{Target: n.ID, Name: n.Label(b.Lang)}
		for _, l := range chosen {
			p.Rows += int64(len(reader.Rows(l, want(x, n.ID))))
		}
		x.Parcels = append(x.Parcels, p)
	}
	if x, err = s.sendings.Make(ctx, x); err != nil {
		return nil, refusedSending(err)
	}
	noted(ctx).detail = fmt.Sprintf("s%d", x.ID)
	out, err := s.sendingOf(ctx, x)
	return &out, err
}

type parcelQuery struct {
	SendingID
	Number int64 `path:"number" minimum:"1" maximum:"200" doc:"Number of a workbook of it"`
}

// parcelFile writes the workbook for one of those that it was sent to, as things stand now.
func (s *Server) parcelFile(ctx context.Context, f *analysis.Findings, q *parcelQuery) (*workbookAnswer, error) {
	if s.sendings == nil {
		return nil, noSendings()
	}
	chains := len(f.Snapshot.Of(graph.KindChain))
	f, err := s.cut(ctx, f)
	if err != nil {
		return nil, err
	}
	x, err := s.sendings.Get(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if q.Number > int64(len(x.Parcels)) {
		return nil, missing("parcel", fmt.Sprint(q.Number))
	}
	p := x.Parcels[q.Number-1]
	target := f.Snapshot.Node(p.Target)
	if target == nil {
		return nil, missing(x.Way, p.Target.Key())
	}
	book := workbook.Book{
		City: f.City.Label(x.Lang), Of: target.Label(x.Lang), At: s.now(), Lang: x.Lang, Want: want(x, p.Target),
		Batch: x.Batch(p.Number), Note: x.Note, Due: x.Due,
	}
	if who := access.Of(ctx); !who.Alone {
		m := content.Maker{Name: who.Name, Chains: who.Chains, Of: chains, At: s.now()}
		book.Maker = m.Stamp(x.Lang, f.Snapshot)
	}
	known := slices.DeleteFunc(slices.Clone(x.Lists), func(key string) bool { // the city may have taken a list off since
		_, err := lists.Named(s.lists, key)
		return err != nil
	})
	if len(known) == 0 {
		return nil, missing("list", strings.Join(x.Lists, ", "))
	}
	if book.Lists, err = lists.Chosen(s.lists, known); err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if _, err := workbook.Write(&data, f.Snapshot, book); err != nil {
		return nil, err
	}
	if err := s.sendings.Take(ctx, x.ID, p.Number); err != nil {
		return nil, err
	}
	return &workbookAnswer{
		ContentType:  xlsxType,
		CacheControl: "private, no-store",
		Disposition: asFile("attachment", path.Base(fmt.Sprintf("%s-%s.xlsx", target.Label(x.Lang), x.Name)),
			fmt.Sprintf("s%d-%d.xlsx", x.ID, p.Number)),
		Revision: int64(f.Snapshot.Revision),
		Body:     data.Bytes(),
	}, nil
}

func (s *Server) closeSending(ctx context.Context, q *SendingID) (*Sending, error) {
	if s.sendings == nil {
		return nil, noSendings()
	}
	if err := s.sendings.Close(ctx, q.ID); err != nil {
		return nil, err
	}
	return s.getSending(ctx, nil, q)
}

// sendingRoutes are those of what is sent out and comes back.
func (s *Server) sendingRoutes(t table) {
	const may = access.ImportApply
	read(t, "/sendings", "list-sendings", "What was sent out to be filled in, and how far it is", may, s.listSendings)
	post(t, "/sendings", "make-sending", "Send lists out, a workbook for each park, unit or chain", may, s.makeSending)
	read(t, "/sendings/{id}", "get-sending", "What was sent out once", may, s.getSending)
	file(t, "/sendings/{id}/files/{number}", "sending-file", "The workbook for one of those that it was sent to",
		may, workbookResponse(), s.parcelFile)
	back := postOperation("/sendings/returns", "return-sending",
		"Take a workbook that came back; whose it is, the batch in it says", may)
	back.MaxBodyBytes, back.BodyReadTimeout = mostReturned/3*4+1<<20, 2*time.Minute
	register(t, back, body(s.returned))
	change(t, http.MethodPost, "/sendings/{id}/close", "close-sending",
		"End a sending: what is not back is not waited for", may, body(s.closeSending))
}
