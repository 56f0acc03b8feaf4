package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
)

// keyHeader names a request that may be sent again.
const keyHeader = "Idempotency-Key"

// Once makes a request one that can be sent again and is done once: every input of what writes has it.
type Once struct {
	Key RequestKey `header:"Idempotency-Key" json:"-"`

	request graph.Request
}

// RequestKey is what a caller names a request by.
type RequestKey string

// Schema implements huma.SchemaProvider.
func (RequestKey) Schema(huma.Registry) *huma.Schema {
	least, most, s := 1, 128, patterned(`^[!-~]*$`, "visible ASCII characters")
	s.MinLength, s.MaxLength = &least, &most
	s.Description = "Another one for each thing that is to be written, such as a random UUID. Sent again with the same " +
		"key within 24 hours, a request that has written is not done again: it is answered as the first time"
	return s
}

// Resolve refuses a key that says nothing, or two.
func (o *Once) Resolve(ctx huma.Context) []error {
	given, empty := 0, false
	ctx.EachHeader(func(name, value string) {
		if name == keyHeader {
			given, empty = given+1, empty || value == ""
		}
	})
	switch {
	case given > 1:
		return []error{&huma.ErrorDetail{Location: "header." + keyHeader, Message: "is given twice; give it once"}}
	case empty:
		return []error{&huma.ErrorDetail{
			Location: "header." + keyHeader,
			Message:  "is empty; give a value, or leave it out",
		}}
	}
	return nil
}

// name notes which request this is: what is asked, of which operation, under the key of who asks. Another person with
// the same key asks for something else, and is not told that it was done.
func (o *Once) name(ctx context.Context, op *huma.Operation, input any) error {
	if o.Key == "" {
		return nil
	}
	key := strings.TrimSpace(access.Of(ctx).Account + " " + string(o.Key)) // neither has a space
	said, err := json.Marshal(input)
	sum := sha256.Sum256([]byte(op.Method + " " + op.Path + "\n" + string(said)))
	o.request = graph.Request{Key: key, Digest: base64.RawURLEncoding.EncodeToString(sum[:])}
	return err
}

func (o *Once) asked() graph.Request { return o.request }

// actor is who writes, when, and at which request.
func (o *Once) actor(ctx context.Context, by Role) decision.Actor {
	a := actor(ctx, by)
	a.Request = o.request
	return a
}

// once is an input with Once.
type once[I any] interface {
	*I
	name(ctx context.Context, op *huma.Operation, input any) error
	asked() graph.Request
}

// writer answers an input by writing, and names the change set that it made.
type writer[I, O any] func(context.Context, *analysis.Findings, *I) (*O, store.ChangeSet, error)

// WriteAnswer is the response of what writes.
type WriteAnswer[T any] struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true: the request was done before, and was not done again"`
	Body     T
}

// write registers a route that writes. Its handler gets the findings of now; of a request that was done before, those
// of its change set, so that nothing that came later is in the way of the same answer.
func write[I, O any, P once[I]](
	t table,
	path, id, summary string,
	permission access.Permission,
	answer writer[I, O],
) {
	op := postOperation(path, id, summary, permission)
	register(t, op, func(ctx context.Context, q *I) (*WriteAnswer[O], error) {
		if err := P(q).name(ctx, &op, q); err != nil {
			return nil, err
		}
		done, err := t.server.store.Requested(ctx, P(q).asked())
		if err != nil {
			return nil, err
		}
		f, err := t.server.left(ctx, done)
		if err != nil {
			return nil, err
		}
		if ctx, f, err = t.server.within(ctx, f, q); err != nil {
			return nil, err
		}
		out, set, err := answer(ctx, f, q)
		if err != nil {
			return nil, unsure(problem(ctx, err), P(q).asked())
		}
		noted(ctx).detail = fmt.Sprintf("r%d", set.Revision)
		if scope := scopeOf(ctx); !scope.All() {
			prune(reflect.ValueOf(out), scope)
		}
		a := &WriteAnswer[O]{Body: *out}
		if set.Repeated {
			a.Replayed = "true"
		}
		return a, nil
	})
}

// left are the findings that what was just written is answered from: those of now, and of a request that was done
// before, those that it left.
func (s *Server) left(ctx context.Context, set store.ChangeSet) (*analysis.Findings, error) {
	if set.Repeated {
		return s.atRevision(ctx, set.Revision)
	}
	return s.Now(ctx)
}

// unsure says of a write that ended without an answer of the store that nobody knows whether it was written.
func unsure(err error, r graph.Request) error {
	var p *Problem
	if !errors.As(err, &p) {
		return err
	}
	en, zh := "the store did not answer in time", "系统没有及时答复"
	switch graph.Code(p.Code) {
	case graph.CodeTimeout, graph.CodeUnavailable:
	case internalCode:
		en, zh = p.Detail, "系统出错"
	default:
		return err
	}
	p.Code = "write.unknown"
	en, zh = en+", and it is not known whether this was written; ", zh+"，尚不知道是否已经写入；"
	if r.Key == "" {
		p.Detail = en + "look whether it stands before you send it again; with an " + keyHeader + " sending again is safe"
		p.DetailZH = zh + "请先查看是否已有这条记录，再决定是否重新提交"
		return err
	}
	p.Detail = en + "send it again with the same " + keyHeader + ": it is written once"
	p.DetailZH = zh + "可以放心再提交一次，不会重复写入"
	return err
}

// reused refuses a key that was used for something else.
func reused(err error) error {
	var known *graph.Error
	errors.As(err, &known)
	detail := known.Message + "; " + known.Fix
	p := newProblem(http.StatusUnprocessableEntity, "idempotency_key.reused", detail, "")
	p.Errors = []ProblemDetail{{"header." + keyHeader, p.Code, strings.TrimSpace(known.Fix)}}
	return p
}
