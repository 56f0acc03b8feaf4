package draft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/lists/foreign"
	"chainchief/internal/lists/grid"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/mapping"
)

// Files reads workbooks that chainchief has made, and foreign sheets through what people say of their columns, now or
// before. memory may be nil.
func Files(known []*lists.List, memory *mapping.Memory) Reader {
	return func(ctx context.Context, f File) (Read, error) {
		if workbook.Ours(f.Data) {
			sent, err := workbook.Read(bytes.NewReader(f.Data), f.Name, known)
			return Read{Sent: sent}, err
		}
		r, err := Foreign(ctx, f, known, memory)
		if err != nil {
			return Read{}, err
		}
		out := Read{Foreign: r, Open: r.Open(f.Name)}
		if len(r.Sheets) == 0 { // nothing can be said of columns where there are none
			return Read{}, out.Open
		}
		if len(out.Open) == 0 {
			out.Sent = r.Sent()
		}
		return out, nil
	}
}

// Foreign understands a file that chainchief did not make.
func Foreign(ctx context.Context, f File, known []*lists.List, memory *mapping.Memory) (*foreign.Reading, error) {
	sheets, err := grid.Read(f.Data, f.Name)
	if err != nil {
		return nil, err
	}
	var chosen foreign.Chosen
	if len(f.Mapping) > 0 {
		if err := json.Unmarshal(f.Mapping, &chosen); err != nil {
			return nil, fmt.Errorf("read what was said of %s: %w", f.Name, err)
		}
	}
	var failed error
	r, err := foreign.Read(sheets, f.Name, known, f.Now, chosen, func(fingerprint string) (foreign.Mapping, bool) {
		if memory == nil {
			return foreign.Mapping{}, false
		}
		saved, found, err := memory.Of(ctx, fingerprint)
		failed = errors.Join(failed, err)
		if found { // of a list or a column that is no more: as if nobody had saved it
			l, err := lists.Named(known, saved.List)
			found = err == nil && foreign.Check(l, saved.Mapping) == nil
		}
		return saved.Mapping, found
	})
	return r, errors.Join(err, failed)
}

// Read is what a file says.
type Read struct {
	Sent    []lists.Sent
	Foreign *foreign.Reading // of sheets that chainchief did not make; else nil
	Open    graph.Problems   // what people must say of its columns before its rows can be read
}

// Reading is what an open draft of foreign sheets was understood as; nil when chainchief made them.
func (d *Desk) Reading(ctx context.Context, dr Draft, sight Sight) (*foreign.Reading, error) {
	now, err := d.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	data, err := d.Content(ctx, dr.ID)
	if err != nil {
		return nil, err
	}
	read, err := d.read(ctx, File{dr.File, data, dr.Mapping, sight.of(now)})
	return read.Foreign, err
}

// Map keeps what somebody says of the columns of an open draft.
func (d *Desk) Map(ctx context.Context, id ID, chosen foreign.Chosen) (Draft, error) {
	text, err := json.Marshal(chosen)
	if err != nil {
		return Draft{}, err
	}
	return d.Rework(ctx, id, func(w *Work) error {
		w.Mapping = text
		return nil
	})
}

// Chosen is what somebody has said of the columns of a draft.
func (w Work) Chosen() (chosen foreign.Chosen, err error) {
	if len(w.Mapping) > 0 {
		err = json.Unmarshal(w.Mapping, &chosen)
	}
	return chosen, err
}
