package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// sameOrigin refuses writes that a page of another site makes a browser send.
func sameOrigin(h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		const detail = "another site may not write here"
		answerProblem(w, newProblem(http.StatusForbidden, "request.cross_origin", detail, ""))
	}))
	return guard.Handler(h)
}

const requestIDHeader = "X-Request-Id"

// requestID gives every request a name of our own, which stands in the log and in every problem.
func requestID(c *gin.Context) {
	var id [8]byte
	_, _ = rand.Read(id[:]) // never fails
	name := hex.EncodeToString(id[:])
	c.Request.Header.Set(requestIDHeader, name)
	c.Header(requestIDHeader, name)
	c.Next()
}

func recovered(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil {
			request, path := c.Request.Header.Get(requestIDHeader), c.Request.URL.Path
			slog.Error("panic", "request", request, "path", path, "value", fmt.Sprint(p))
			writeProblem(c, http.StatusInternalServerError, "internal", "something went wrong here")
			c.Abort()
		}
	}()
	c.Next()
}

// deadline bounds every request; whatever runs below stops with it.
const deadline = 30 * time.Second

func bounded(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), deadline)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// nameRequest writes the id of the request into a problem.
func nameRequest(ctx huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*Problem); ok {
		p.RequestID = ctx.Header(requestIDHeader)
	}
	return v, nil
}

// mayBeEmpty tells whether an empty text is a value of a parameter: it is of texts, not of codes and numbers.
func mayBeEmpty(s *huma.Schema) bool {
	return s != nil && s.Type == huma.TypeString && len(s.Enum) == 0
}

// refuseParameters answers 422 to a query parameter that the route does not know, that is there twice, or empty where a
// value is meant: a typo must not look like an answer.
func refuseParameters(spec huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		var wrong []error
		code := "request.invalid"
		u := ctx.URL()
		for name, values := range u.Query() {
			at := slices.IndexFunc(ctx.Operation().Parameters, func(p *huma.Param) bool {
				return p.In == "query" && p.Name == name
			})
			message := ""
			switch {
			case at < 0:
				message = "there is no such parameter"
			case len(values) > 1:
				message = "is given " + strconv.Itoa(len(values)) + " times; give it once"
			case values[0] == "" && !mayBeEmpty(ctx.Operation().Parameters[at].Schema):
				message = "is empty; give a value, or leave it out"
			}
			if message != "" {
				wrong = append(wrong, &huma.ErrorDetail{Location: "query." + clip(name), Message: message})
				if at < 0 {
					code = "query.unknown_parameter"
				}
			}
		}
		if len(wrong) > 0 {
			if err := huma.WriteErr(spec, ctx, http.StatusUnprocessableEntity, code, wrong...); err != nil {
				slog.Debug("answer not written", "error", err)
			}
			return
		}
		next(ctx)
	}
}
