package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"chainchief/internal/access"
	"chainchief/internal/audit"

	"github.com/danielgtaylor/huma/v2"
)

// deed is what a request does, for the record; handlers add what only they know.
type deed struct {
	audit.Act
	detail string
}

type deedKey struct{}

// noted is what the record will say of a request. One that is not recorded has one that nobody reads.
func noted(ctx context.Context) *deed {
	if d, ok := ctx.Value(deedKey{}).(*deed); ok {
		return d
	}
	return &deed{}
}

// handsOut are the routes that read and hand out a file.
var handsOut = map[string]bool{"diagram": true, "export-audit": true, "workbook": true, "draft-file": true,
	"sending-file": true}

// toRecord tells whether a request is put on record: everything that changes something or hands out a file, and what
// somebody asks who may not. Without accounts there is nobody to name, and the history has what was written; only what
// is done to accounts and settings is kept then.
func toRecord(op *huma.Operation, p access.Person) bool {
	changes := op.Method != http.MethodGet && !strings.HasPrefix(op.OperationID, "preview-")
	need := needed(op)
	always := []access.Permission{access.AccountManage, access.SettingsManage, access.Public}
	return (changes || handsOut[op.OperationID] || !p.May(need)) && (!p.Alone || slices.Contains(always, need))
}

// recorded writes down what is intended before it is done, and what came of it after. What cannot be written down is
// not done.
func (s *Server) recorded(spec huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		op, p, from := ctx.Operation(), access.Of(ctx.Context()), callerOf(ctx.Context())
		if s.audit == nil || !toRecord(op, p) {
			next(ctx)
			return
		}
		u := ctx.URL()
		object := strings.TrimPrefix(u.Path, "/api/v1")
		if u.RawQuery != "" {
			object += "?" + u.RawQuery
		}
		d := &deed{Act: audit.Act{
			Account:    p.Account,
			Post:       p.Name,
			Via:        from.via,
			Address:    from.address,
			Request:    ctx.Header(requestIDHeader),
			Permission: string(needed(op)),
			Act:        op.OperationID,
			Object:     object,
		}}
		intent, err := s.audit.Intend(ctx.Context(), d.Act)
		if err != nil {
			unrecorded(spec, ctx, err)
			return
		}
		outcome := audit.Failed // of a handler that does not come back
		defer func() {
			err := s.audit.Close(context.WithoutCancel(ctx.Context()), intent, d.Act, outcome, d.detail)
			if err != nil {
				slog.ErrorContext(ctx.Context(), "what came of it is not on record",
					"intent", intent, "outcome", outcome, "error", err)
			}
		}()
		next(huma.WithValue(ctx, deedKey{}, d))
		switch status := ctx.Status(); {
		case status < http.StatusBadRequest:
			outcome = audit.Success
		case status < http.StatusInternalServerError:
			outcome = audit.Refused
		}
		if d.detail == "" && outcome != audit.Success {
			d.detail = fmt.Sprint(ctx.Status())
		}
	}
}

// unrecorded answers a request that cannot be put on record.
func unrecorded(spec huma.API, ctx huma.Context, err error) {
	status := http.StatusInternalServerError
	var known huma.StatusError
	if err = problem(ctx.Context(), err); errors.As(err, &known) {
		status = known.GetStatus()
	}
	if passes(status) {
		ctx.SetHeader("Retry-After", retryAfter)
	}
	if err := huma.WriteErr(spec, ctx, status, "", err); err != nil {
		slog.Debug("answer not written", "error", err)
	}
}
