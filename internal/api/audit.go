package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"chainchief/graph"
	"chainchief/internal/audit"
)

// AuditFilter says which entries are wanted.
type AuditFilter struct {
	Account string `query:"account" maxLength:"100" doc:"Name that signed in"`
	Object  string `query:"object" maxLength:"300" doc:"A part of what it was done to"`
	Act     string `query:"act" maxLength:"60" doc:"Id of an operation, as decide-gap"`
	From    Day    `query:"from" doc:"First day, in the time zone of the session"`
	To      Day    `query:"to" doc:"Last day"`
}

func (q AuditFilter) filter() audit.Filter {
	f := audit.Filter{Account: q.Account, Object: q.Object, Act: q.Act}
	f.From = dayOf(q.From)
	if to := dayOf(q.To); !to.IsZero() {
		f.To = to.AddDate(0, 0, 1)
	}
	return f
}

// dayOf is when a day begins; zero for none, which the schema leaves as the only other value.
func dayOf(d Day) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, string(d), graph.Zone)
	if err != nil {
		return time.Time{}
	}
	return at
}

// AuditEntry is what somebody intended, with what came of it.
type AuditEntry struct {
	Seq        int64  `json:"seq" doc:"Number of the row"`
	At         string `json:"at" doc:"When"`
	Account    string `json:"account" doc:"Name that signed in; empty: nobody had"`
	Post       string `json:"post" doc:"By what others know them"`
	Via        string `json:"via" doc:"session, token, cli or alone"`
	Address    string `json:"address" doc:"Where it came from"`
	Request    string `json:"request" doc:"Name of the request in the log"`
	Permission string `json:"permission" doc:"That it needed"`
	Act        string `json:"act" doc:"Id of the operation"`
	Object     string `json:"object" doc:"What it was done to"`
	Outcome    string `json:"outcome" doc:"success, refused, failed; empty: cut off or under way, nobody knows"`
	Detail     string `json:"detail" doc:"More of the outcome: the revision that was written, or why not"`
	Ended      string `json:"ended,omitempty" doc:"When the outcome was noted"`
	Before     string `json:"before" doc:"Hash of the row before"`
	Hash       string `json:"hash" doc:"Hash of the row"`
	Closing    int64  `json:"closing,omitempty" doc:"Number of the row of the outcome"`
}

// AuditEntries is a page of the record.
type AuditEntries struct {
	Items []AuditEntry `json:"items" doc:"Newest first"`
	Next  int64        `json:"next,omitempty" doc:"before of the next page; missing at the end"`
}

var errNoAudit = newProblem(http.StatusNotFound, "accounts.none", "this server keeps no record", "")

func (s *Server) listAudit(ctx context.Context, q *struct {
	AuditFilter
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Entries a page"`
	Before int64 `query:"before" minimum:"1" maximum:"999999999999999" doc:"Only entries with smaller numbers"`
}) (*AuditEntries, error) {
	if s.audit == nil {
		return nil, errNoAudit
	}
	f := q.filter()
	f.Limit, f.Before = q.Limit+1, q.Before
	list, err := s.audit.List(ctx, f)
	if err != nil {
		return nil, err
	}
	out := &AuditEntries{Items: []AuditEntry{}}
	if len(list) > q.Limit {
		list = list[:q.Limit]
		out.Next = list[q.Limit-1].Seq
	}
	for _, e := range list {
		item := AuditEntry{e.Seq, audit.Clock(e.At), e.Account, e.Post, e.Via, e.Address, e.Request, e.Permission,
			e.Act.Act, e.Object, e.Outcome, e.Detail, "", e.Before, e.Hash, 0}
		if e.Outcome != "" {
			item.Ended = audit.Clock(e.Ended)
		}
		if e.Closing != nil {
			item.Closing = e.Closing.Seq
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

// AuditVerdict is what a look at the whole record has found.
type AuditVerdict struct {
	Whole  bool   `json:"whole" doc:"Nothing was changed, put in or taken out, as far as the record itself can tell"`
	Rows   int64  `json:"rows" doc:"Number of the last row that is whole, as all before it are"`
	Moved  int64  `json:"moved,omitempty" doc:"Rows up to this one were moved to files and are not looked at here"`
	Last   string `json:"last" doc:"Hash of the last: noted elsewhere, it shows later that no new record was written"`
	Broken int64  `json:"broken,omitempty" doc:"The first row that is not as it was written"`
	Why    string `json:"why,omitempty" doc:"What is wrong there"`
	At     string `json:"at" doc:"When it was looked at"`
}

func (s *Server) verifyAudit(ctx context.Context, _ *none) (*AuditVerdict, error) {
	if s.audit == nil {
		return nil, errNoAudit
	}
	v, err := s.audit.Verify(ctx)
	return &AuditVerdict{v.Broken == 0, v.Rows, v.Moved, v.Last, v.Broken, v.Why, stamp(time.Now())}, err
}

// auditFile is the record as a file.
type auditFile struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// largest is how long a file of the record may be.
const largest = 64 << 20

func (s *Server) exportAudit(ctx context.Context, q *struct {
	AuditFilter
	Format string `query:"format" enum:"jsonl,csv" default:"jsonl" doc:"jsonl: rows as they are hashed; csv: a table"`
}) (*auditFile, error) {
	if s.audit == nil {
		return nil, errNoAudit
	}
	file := bounded64{}
	if err := s.audit.Export(ctx, &file, q.Format, q.filter()); err != nil {
		return nil, err
	}
	kind := "application/jsonl"
	if q.Format == audit.Table {
		kind = "text/csv"
	}
	noted(ctx).detail = strconv.Itoa(file.Len()) + " bytes"
	return &auditFile{kind, `attachment; filename="audit.` + q.Format + `"`, file.Bytes()}, nil
}

// bounded64 holds a file until it becomes too long.
type bounded64 struct{ bytes.Buffer }

func (b *bounded64) Write(data []byte) (int, error) {
	if b.Len()+len(data) > largest {
		p := newProblem(http.StatusUnprocessableEntity, "audit.too_long", "this is more than 64 MiB; ask for fewer days", "")
		p.DetailZH = "超过 64 MiB，请缩短时间范围"
		return 0, p
	}
	return b.Buffer.Write(data)
}
