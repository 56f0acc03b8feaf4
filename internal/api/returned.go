package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/draft"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/sending"
)

// mostReturned is how large a workbook may be that comes back.
const mostReturned = 20 << 20

// ReturnedFile is a workbook that came back.
type ReturnedFile struct {
	File    Line   `json:"file" minLength:"1" maxLength:"300" doc:"Its name"`
	Content []byte `json:"content" doc:"The file, in base64"`
}

// Returned says whose workbook it was, and what it holds.
type Returned struct {
	Sending  Sending         `json:"sending"`
	Parcel   Parcel          `json:"parcel"`
	Problems []ReturnProblem `json:"problems" doc:"What cannot be taken as it is; at most 50"`
}

// ReturnProblem is something in a workbook that cannot be taken.
type ReturnProblem struct {
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"`
	Column  int    `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
}

const mostProblems = 50

// returned takes a workbook that came back: the batch in it says whose it is, and it is kept as a draft of who took it.
// What cannot be read as a workbook at all is told and noted, and no draft; the same file once more is the same draft.
func (s *Server) returned(ctx context.Context, q *struct{ Body ReturnedFile }) (*Returned, error) {
	switch {
	case s.sendings == nil:
		return nil, noSendings()
	case s.drafts == nil:
		return nil, noDrafts()
	}
	x, number, found, err := s.sendings.Of(ctx, workbook.BatchOf(q.Body.Content))
	if err != nil {
		return nil, err
	}
	if !found {
		p := newProblem(http.StatusUnprocessableEntity, "sending.unknown_batch",
			"the file carries no batch of what was sent out from here: import it by itself", "")
		p.DetailZH = "文件里没有本系统下发的批次号：请到“导入”单独导入，或对列"
		return nil, p
	}
	f, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	d := draft.Draft{
		Account: access.Of(ctx).Account,
		Post:    actor(ctx, "").Name,
		Name:    x.Name + " " + x.Parcels[number-1].Name,
		File:    path.Base(strings.ReplaceAll(strings.TrimSpace(string(q.Body.File)), `\`, "/")),
		Base:    f.Snapshot.Version(),
	}
	back := sending.Return{File: d.File}
	var wrong graph.Problems
	switch o, err := s.drafts.Look(ctx, d, q.Body.Content, s.sight(ctx)); {
	case errors.As(err, &wrong):
	case err != nil:
		return nil, err
	default:
		back.Changed, wrong = cameBack(o)
		same, found, err := s.drafts.Same(ctx, d.Account, q.Body.Content)
		if err == nil && !found {
			same, err = s.drafts.Keep(ctx, d, q.Body.Content)
		}
		if err != nil {
			return nil, err
		}
		back.Draft = int64(same.ID)
	}
	back.Wrong = int64(len(wrong))
	if err := s.sendings.Back(ctx, x.ID, number, back); err != nil {
		return nil, err
	}
	if x, err = s.sendings.Get(ctx, x.ID); err != nil {
		return nil, err
	}
	noted(ctx).detail = fmt.Sprintf("s%d.%d", x.ID, number)
	out := &Returned{Problems: []ReturnProblem{}}
	if out.Sending, err = s.sendingOf(ctx, x); err != nil {
		return nil, err
	}
	out.Parcel = out.Sending.Parcels[number-1]
	for _, p := range wrong[:min(len(wrong), mostProblems)] {
		_, sheet, _ := strings.Cut(p.Place.File, d.File+" ")
		out.Problems = append(out.Problems, ReturnProblem{
			Sheet: sheet, Row: p.Place.Row, Column: p.Place.Column, Field: p.Place.Field, Message: p.Message, Fix: p.Fix,
		})
	}
	return out, nil
}

// cameBack counts the rows of a draft that say something, and tells what is wrong with them. That nobody has said yet
// where they are from is not: the draft asks for it, once for all.
func cameBack(o *draft.Opened) (changed int64, wrong graph.Problems) {
	wrong = append(wrong, o.Problems...)
	for i := range o.Rows {
		row := &o.Rows[i]
		if len(row.Fields) > 0 {
			changed++
		}
		for _, p := range row.Problems {
			if p.Code != lists.NoSource {
				wrong = append(wrong, p)
			}
		}
		for _, f := range row.Fields {
			if f.Conflict {
				wrong = append(wrong, row.Dispute(f))
			}
		}
	}
	return changed, wrong
}

// further says how far what came back is by now, and which draft it is to whom it belongs.
func (s *Server) further(ctx context.Context, out *Parcel, p sending.Parcel) error {
	if p.Draft == 0 || s.drafts == nil {
		return nil
	}
	d, err := s.drafts.Get(ctx, draft.ID(p.Draft))
	if graph.CodeOf(err) == graph.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if who := access.Of(ctx); who.Alone || d.Account == who.Account {
		out.Draft = d.ID.String()
	}
	undone, err := s.drafts.Undone(ctx, d)
	switch {
	case err != nil:
		return err
	case undone > 0:
		out.State = string(sending.Undone)
	case d.State == draft.Applied:
		out.State = string(sending.Applied)
	case d.State == draft.Dropped:
		out.State = string(sending.Dropped)
	}
	return nil
}
