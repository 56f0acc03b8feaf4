package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/account"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"
)

// Problem is how every error looks (RFC 9457), with a stable code and the id of the request.
type Problem struct {
	Type      string          `json:"type" doc:"Always about:blank"`
	Title     string          `json:"title" doc:"Words of the status"`
	Status    int             `json:"status" doc:"Status of the answer"`
	Detail    string          `json:"detail" doc:"What is wrong and what to do"`
	Code      string          `json:"code" doc:"Stable, lower case with dots"`
	RequestID string          `json:"request_id" doc:"Name of the request, as in the log and in X-Request-Id"`
	Errors    []ProblemDetail `json:"errors,omitempty" doc:"Everything that is wrong with the request"`
	DetailZH  string          `json:"detail_zh,omitempty" doc:"The detail in Chinese, when people's input was refused"`
	Conflict  *Conflict       `json:"conflict,omitempty" doc:"With 409, when somebody else has changed the same thing"`
	Gaps      []GapEffect     `json:"gaps,omitempty" doc:"Of several gaps to be decided on, those in the way"`

	MergedInto string `json:"merged_into,omitempty" doc:"With 301: the enterprise that answers for the id that was asked"`

	wait int // seconds before it is worth asking again
}

// ProblemDetail is one thing that is wrong with a request.
type ProblemDetail struct {
	Location string `json:"location" doc:"Where: query.limit, path.id, body.due"`
	Code     string `json:"code" doc:"Stable, lower case with dots"`
	Message  string `json:"message" doc:"What is wanted there"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func newProblem(status int, code, detail, request string) *Problem {
	return &Problem{
		Type:      "about:blank",
		Title:     http.StatusText(status),
		Status:    status,
		Detail:    detail,
		Code:      code,
		RequestID: request,
	}
}

func writeProblem(c *gin.Context, status int, code, detail string) {
	p := newProblem(status, code, detail, c.Request.Header.Get(requestIDHeader))
	data, _ := json.Marshal(p) // plain strings always marshal
	if passes(status) {
		c.Header("Retry-After", retryAfter)
	}
	c.Data(status, "application/problem+json", data)
}

// init replaces huma's error type and its messages, and says that lists are never null; huma offers no other way than
// its package variables.
func init() {
	huma.DefaultArrayNullable = false
	huma.ErrorFormatter = plainly
	validation.MsgUnexpectedProperty = "there is no such field"
	validation.MsgExpectedRequiredProperty = "the field %q is missing"
	validation.MsgExpectedString = "must be a text"
	validation.MsgExpectedInteger = "must be a whole number"
	validation.MsgExpectedNumber = "must be a number"
	validation.MsgExpectedBoolean = "must be true or false"
	validation.MsgExpectedArray = "must be a list"
	validation.MsgExpectedObject = "must be an object with fields"
	validation.MsgExpectedOneOf = "must be one of: %s"
	validation.MsgExpectedMinimumNumber = "must be %v or more"
	validation.MsgExpectedMaximumNumber = "must be %v or less"
	validation.MsgExpectedMinLength = "must have %d characters or more"
	validation.MsgExpectedMaxLength = "must have %d characters or less"
	validation.MsgExpectedBePattern = "must be %s"
	validation.MsgExpectedMatchPattern = "must match %s"
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return fromHuma(status, message, "", errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		request := ""
		if ctx != nil {
			request = ctx.Header(requestIDHeader)
		}
		return fromHuma(status, message, request, errs)
	}
}

// plainly is fmt.Sprintf with numbers written out: 999999999999999, not 9.99999999999999e+14.
func plainly(format string, a ...any) string {
	for i, v := range a {
		if n, ok := v.(float64); ok {
			a[i] = strconv.FormatFloat(n, 'f', -1, 64)
		}
	}
	return fmt.Sprintf(format, a...)
}

// cutOff is what huma says of a body whose sender has gone away.
const cutOff = "cannot read request body"

var codeForm = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)+$`)

// fromHuma makes a problem of what huma found: our own errors keep their code, its validation becomes request.invalid.
func fromHuma(status int, message, request string, errs []error) huma.StatusError {
	p := newProblem(status, "request.invalid", message, request)
	switch {
	case message == cutOff: // by whoever sent it; to huma it is a fault of ours
		return newProblem(http.StatusBadRequest, "request.cut_off", "the body ended before its end", request)
	case codeForm.MatchString(message):
		p.Code = message
	case status >= 500:
		p.Code = internalCode
	}
	for _, err := range errs {
		var known *Problem
		if errors.As(err, &known) {
			known.RequestID = request
			return known
		}
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, ProblemDetail{clip(d.Location), codeAt(d.Location, p.Code), clip(d.Message)})
		} else if err != nil && status < 500 {
			p.Errors = append(p.Errors, ProblemDetail{"request", p.Code, clip(err.Error())})
		}
	}
	if len(p.Errors) > 0 { // who reads only the detail learns of the first
		first := p.Errors[0]
		p.Detail = first.Location + " " + first.Message
		if first.Location == "body" && strings.HasPrefix(first.Message, "the field") {
			p.Detail = first.Message
		}
		if more := len(p.Errors) - 1; more > 0 {
			p.Detail += fmt.Sprintf(" (and %d more, see errors)", more)
		} else if p.Code == "request.invalid" {
			p.Code = first.Code
		}
	}
	return p
}

// codeAt is the code of what is wrong at a place, where it has one of its own.
func codeAt(location, otherwise string) string {
	switch location {
	case "query.sort":
		return "query.invalid_sort"
	case "query.cursor":
		return "query.invalid_cursor"
	}
	return otherwise
}

// statuses of the codes that cross packages.
var statuses = map[graph.Code]int{
	graph.CodeNotFound:     http.StatusNotFound,
	graph.CodeConflict:     http.StatusConflict,
	graph.CodeInvalid:      http.StatusUnprocessableEntity,
	graph.CodeUsage:        http.StatusUnprocessableEntity,
	graph.CodeUnavailable:  http.StatusServiceUnavailable,
	graph.CodeTimeout:      http.StatusGatewayTimeout,
	graph.CodeFull:         http.StatusInsufficientStorage,
	graph.CodeReadOnly:     http.StatusInsufficientStorage,
	graph.CodeDamagedStore: http.StatusServiceUnavailable,
}

// absent is an error of not finding something, with the kind of what is not there.
type absent struct {
	kind string
	error
}

func (a absent) Unwrap() error { return a.error }

// lacking says what is not there when the store does not find something: gap.not_found. Other errors stay as they are.
func lacking(kind string, err error) error {
	if graph.CodeOf(err) == graph.CodeNotFound {
		return absent{kind, err}
	}
	return err
}

// problem is the one adapter from the errors of handlers to problems. What nobody expected stays in the log.
func problem(ctx context.Context, err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return err
	}
	if errors.Is(err, store.ErrReused) {
		return reused(err)
	}
	var half *decision.Unsettled
	if errors.As(err, &half) {
		return unsettled(half)
	}
	var wrong graph.Problems
	if errors.As(err, &wrong) {
		return invalid(wrong)
	}
	var conflict *decision.Conflict
	var refused *decision.Refused
	var ruled *account.Refused
	var unfit *drawing.Unfit
	var known *graph.Error
	switch {
	case errors.As(err, &unfit):
		return badQuery(string(unfit.Code), "query."+unfit.Field, unfit.Message+"; "+unfit.Fix)
	case errors.As(err, &conflict):
		return conflicting(conflict)
	case errors.As(err, &refused):
		out := newProblem(http.StatusUnprocessableEntity, string(refused.Code), refused.EN, "")
		out.DetailZH = refused.ZH
		return out
	case errors.As(err, &ruled):
		return refusedBy(ruled)
	case errors.As(err, &known) && statuses[known.Code] != 0:
		return expected(err, known)
	case errors.Is(err, context.DeadlineExceeded):
		return later(newProblem(http.StatusGatewayTimeout, string(graph.CodeTimeout), "the answer took too long", ""))
	case errors.Is(err, context.Canceled):
		return cancelled()
	}
	slog.ErrorContext(ctx, "request failed", "error", err)
	return newProblem(http.StatusInternalServerError, internalCode, "something went wrong here", "")
}

// cancelled is the answer to who has gone away.
func cancelled() *Problem {
	return newProblem(499, "request.cancelled", "the request was cancelled", "")
}

// internalCode is that of what nobody expected.
const internalCode = "internal"

// later says with what passes by itself when to ask again.
func later(p *Problem) error {
	after := retryAfter
	switch {
	case p.wait > 0:
		after = strconv.Itoa(p.wait)
	case !passes(p.Status):
		return p
	}
	return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {after}})
}

func passes(status int) bool {
	return status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// retryAfter is the seconds after which it is worth asking again.
const retryAfter = "5"

// expected is the problem of an error with a code.
func expected(err error, known *graph.Error) error {
	code, detail := string(known.Code), known.Message
	var of absent
	var gone *decision.Absent
	switch {
	case errors.As(err, &gone):
		code = gone.Kind + "." + code
	case errors.As(err, &of):
		code = of.kind + "." + code
	}
	if known.Fix != "" {
		detail += "; " + known.Fix
	}
	status := statuses[known.Code]
	if status >= 500 {
		slog.Error("request failed", "error", err)
	}
	return later(newProblem(status, code, detail, ""))
}

// unsettled says that a write is stored and the gaps that follow from it are not. Why stays in the log.
func unsettled(half *decision.Unsettled) error {
	slog.Error("gaps are not settled", "revision", half.Set.Revision, "error", half.Err)
	status := http.StatusInternalServerError
	switch graph.CodeOf(half.Err) {
	case graph.CodeConflict, graph.CodeUnavailable, graph.CodeTimeout:
		status = http.StatusServiceUnavailable
	}
	const detail = "the change is stored as revision %d; the record of the gaps that follow from it is not; " +
		"do the same again to write it"
	out := newProblem(status, "gaps.unsettled", fmt.Sprintf(detail, half.Set.Revision), "")
	out.DetailZH = fmt.Sprintf("改动已保存为第 %d 版，随之变化的缺口记录尚未保存；请原样再保存一次", half.Set.Revision)
	return later(out)
}

// invalid says everything that is wrong with what was to be written.
func invalid(problems graph.Problems) error {
	out := newProblem(http.StatusUnprocessableEntity, string(graph.CodeInvalid), "nothing was changed", "")
	for _, p := range problems {
		out.Errors = append(out.Errors, ProblemDetail{
			Location: clip(strings.TrimSpace(p.Subject + " " + p.Place.Field)),
			Code:     p.Code,
			Message:  clip(p.Message + "; " + p.Fix),
		})
	}
	return out
}

func missing(subject, id string) error {
	return newProblem(http.StatusNotFound, subject+".not_found", "there is no "+subject+" "+strconv.Quote(clip(id)), "")
}

// unknown says that a parameter names something that is not there: a typo must not look like an answer.
func unknown(subject, location, key string) error {
	message := "there is no " + subject + " " + strconv.Quote(clip(key))
	return badParameter(http.StatusNotFound, subject+".not_found", location, message)
}

func badQuery(code, location, message string) error {
	return badParameter(http.StatusUnprocessableEntity, code, location, message)
}

func badParameter(status int, code, location, message string) error {
	p := newProblem(status, code, message, "")
	p.Errors = []ProblemDetail{{location, code, message}}
	return p
}

// clip keeps a rejected value from flooding an answer.
func clip(s string) string {
	const longest = 200
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
