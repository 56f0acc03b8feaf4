package edge

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"time"
)

// RequestHeader is where the name of a request stands.
const RequestHeader = "X-Request-Id"

// Exchange is what is known of a request and its answer, for the log and the figures. What is behind fills in what only
// it knows.
type Exchange struct {
	Request string // a name of our own, in the log, the answer, the audit and in every problem
	Route   string // pattern of the path, such as /api/v1/gaps/{id}; empty: none
	Actor   string // name of the account that asks, "alone" without accounts; empty: nobody who is known
	Via     string // how the actor is known: session, token
}

type exchangeKey struct{}

// ExchangeOf is the exchange of a context; outside one that nobody reads.
func ExchangeOf(ctx context.Context) *Exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*Exchange); ok {
		return x
	}
	return &Exchange{}
}

// Observed names every request, and logs and counts what came of it. The log has no query, header or body: those hold
// passwords, tokens, and what people look for.
func Observed(m *Metrics, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		var random [8]byte
		_, _ = rand.Read(random[:]) // never fails
		x := &Exchange{Request: hex.EncodeToString(random[:])}
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		r.Header.Set(RequestHeader, x.Request) // Clients has made the headers our own
		w.Header().Set(RequestHeader, x.Request)
		counted := &counting{ResponseWriter: w, status: http.StatusOK}
		m.begin()
		defer func() { // also of an answer that is broken off
			took := time.Since(began)
			m.end(x.Route, r.Method, counted.status, took)
			slog.Log(r.Context(), level(r.Method, counted.status), "answered",
				"actor", x.Actor,
				"via", x.Via,
				"from", ClientOf(r.Context()).Address,
				"method", r.Method,
				"route", x.Route,
				"path", clip(r.URL.Path),
				"status", counted.status,
				"bytes", counted.bytes,
				"took", took.Round(time.Microsecond),
			)
		}()
		h.ServeHTTP(counted, r)
	})
}

// level is how much an answer matters: what failed here, what was refused or written, what was read.
func level(method string, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelWarn
	case status >= http.StatusBadRequest, method != http.MethodGet && method != http.MethodHead:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

// clip keeps a long path from filling the log.
func clip(s string) string {
	const longest = 300
	if len(s) > longest {
		return s[:longest] + "…"
	}
	return s
}

// counting notes what an answer was.
type counting struct {
	http.ResponseWriter
	status, bytes int
}

// WriteHeader implements http.ResponseWriter.
func (c *counting) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (c *counting) Write(data []byte) (int, error) {
	n, err := c.ResponseWriter.Write(data)
	c.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach what is behind.
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Named is a handler of the log whose lines say of which request they are.
func Named(h slog.Handler) slog.Handler { return named{h} }

type named struct{ slog.Handler }

// Handle implements slog.Handler.
func (n named) Handle(ctx context.Context, r slog.Record) error {
	if id := ExchangeOf(ctx).Request; id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	return n.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (n named) WithAttrs(attrs []slog.Attr) slog.Handler { return named{n.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (n named) WithGroup(name string) slog.Handler { return named{n.Handler.WithGroup(name)} }
