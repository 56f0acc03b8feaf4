package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// sameOrigin refuses writes that a page of another site makes a browser send.
func sameOrigin(h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p := newProblem(http.StatusForbidden, "request.cross_origin", "another site may not write here", "")
		data, _ := json.Marshal(p) // plain strings always marshal
		w.Header().Set("Content-Type", p.ContentType(""))
		w.WriteHeader(p.Status)
		_, _ = w.Write(data)
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

// refuseUnknownParameters answers 422 to a query parameter that the route does not know: a typo must not look like an
// answer.
func refuseUnknownParameters(spec huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		var unknown []error
		u := ctx.URL()
		for name := range u.Query() {
			known := func(p *huma.Param) bool { return p.In == "query" && p.Name == name }
			if !slices.ContainsFunc(ctx.Operation().Parameters, known) {
				unknown = append(unknown, &huma.ErrorDetail{
					Location: "query." + clip(name),
					Message:  "there is no such parameter",
				})
			}
		}
		if len(unknown) > 0 {
			const status = http.StatusUnprocessableEntity
			if err := huma.WriteErr(spec, ctx, status, "query.unknown_parameter", unknown...); err != nil {
				slog.Debug("answer not written", "error", err)
			}
			return
		}
		next(ctx)
	}
}
