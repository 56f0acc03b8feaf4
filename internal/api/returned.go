package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
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
	Problems []ReturnProblem `json:"problems" doc:"What cannot be taken; at most 50"`
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

// returned takes a workbook that came back: the batch in it says whose it is, and it is read as an import would.
func (s *Server) returned(
	ctx context.Context,
	f *analysis.Findings,
	q *struct{ Body ReturnedFile },
) (*Returned, error) {
	if s.sendings == nil {
		return nil, noSendings()
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
	name := path.Base(strings.ReplaceAll(strings.TrimSpace(string(q.Body.File)), `\`, "/"))
	back := sending.Return{File: name}
	changed, wrong, err := s.tried(ctx, f, name, q.Body.Content)
	if err != nil {
		return nil, err
	}
	back.Changed, back.Wrong = int64(changed), int64(len(wrong))
	if err := s.sendings.Back(ctx, x.ID, number, back); err != nil {
		return nil, err
	}
	if x, err = s.sendings.Get(ctx, x.ID); err != nil {
		return nil, err
	}
	noted(ctx).detail = fmt.Sprintf("s%d.%d", x.ID, number)
	out := &Returned{Sending: s.sendingOf(ctx, x), Problems: []ReturnProblem{}}
	out.Parcel = out.Sending.Parcels[number-1]
	for _, p := range wrong[:min(len(wrong), mostProblems)] {
		_, sheet, _ := strings.Cut(p.Place.File, name+" ")
		out.Problems = append(out.Problems, ReturnProblem{
			Sheet: sheet, Row: p.Place.Row, Column: p.Place.Column, Field: p.Place.Field, Message: p.Message, Fix: p.Fix,
		})
	}
	return out, nil
}

// tried reads a workbook against what it was made from and what stands now. Where its facts come from may be said once
// for all when it is imported: that a row does not say it is not wrong here.
func (s *Server) tried(
	ctx context.Context,
	f *analysis.Findings,
	name string,
	data []byte,
) (changed int, wrong graph.Problems, err error) {
	sent, err := workbook.Read(bytes.NewReader(data), name, s.lists)
	if errors.As(err, &wrong) {
		return 0, wrong, nil
	}
	if err != nil {
		return 0, nil, err
	}
	now, err := s.cut(ctx, f)
	if err != nil {
		return 0, nil, err
	}
	base := now
	if made := sent[0].Made; made.Revision != now.Snapshot.Revision {
		if base, err = s.at(ctx, Moment(fmt.Sprintf("r%d", made.Revision))); err == nil {
			base, err = s.cut(ctx, base)
		}
		if err != nil {
			return 0, nil, err
		}
	}
	from := &graph.Provenance{Confidence: graph.Unverified, AsOf: graph.Today(s.now())}
	if sources := now.Snapshot.Of(graph.KindSource); len(sources) > 0 {
		from.Source = sources[0].ID
	}
	taken, err := lists.Take(sent, base.Snapshot, now.Snapshot, from)
	if errors.As(err, &wrong) {
		return 0, wrong, nil
	}
	return taken.Rows, nil, err
}

// further says how far what came back is by now.
func (s *Server) further(context.Context, *Parcel, sending.Parcel) {}
