// Package api is the JSON API: routes, wire types and how errors look. Handlers return errors; one adapter answers.
package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/drawing"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
)

// Server answers the API over a store.
type Server struct {
	store   *store.Store
	studio  *drawing.Studio
	finder  *crosswalk.Finder
	version string

	mu       sync.Mutex
	findings map[graph.Revision]*analysis.Findings
}

// Options of a server.
type Options struct {
	Store   *store.Store
	Studio  *drawing.Studio
	Version string
	Pages   http.Handler // answers everything that is not the API; may be nil
}

// deadline bounds every request; whatever runs below stops with it.
const deadline = 30 * time.Second

// New returns the server and its handler.
func New(o Options) (*Server, http.Handler) {
	s, _, handler := build(o)
	return s, handler
}

func build(o Options) (*Server, huma.API, http.Handler) {
	s := &Server{store: o.Store, studio: o.Studio, finder: crosswalk.NewFinder(o.Store), version: o.Version, findings: map[graph.Revision]*analysis.Findings{}}
	if s.studio != nil && s.studio.Finder == nil {
		s.studio.Finder = s.finder
	}
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.UseRawPath = true // ids hold slashes, which come escaped
	router.Use(requestID, recovered, bounded)
	config := huma.DefaultConfig("chainchief", "1")
	config.Info.Description = "Key industrial chains of a city: what each consists of, what it lacks, who could fill it."
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", "/api/v1/openapi"
	config.CreateHooks = nil // no $schema in answers
	config.Transformers = append(config.Transformers, nameRequest)
	spec := humagin.New(router, config)
	spec.UseMiddleware(refuseUnknownParameters(spec))
	s.routes(spec)
	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	router.GET("/readyz", s.ready)
	router.NoRoute(notFound(o.Pages))
	router.NoMethod(func(c *gin.Context) {
		writeProblem(c, http.StatusMethodNotAllowed, "route.method_not_allowed", "this route does not take "+c.Request.Method)
	})
	return s, spec, sameOrigin(router)
}

// sameOrigin refuses writes that a page of another site makes a browser send.
func sameOrigin(h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"type":"about:blank","title":"Forbidden","status":403,"code":"request.cross_origin","detail":"another site may not write here"}`))
	}))
	return guard.Handler(h)
}

// ready tells whether the store can be reached.
func (s *Server) ready(c *gin.Context) {
	if err := s.store.Ping(c.Request.Context()); err != nil {
		slog.Warn("not ready", "error", err)
		c.Header("Retry-After", "5")
		writeProblem(c, http.StatusServiceUnavailable, string(graph.CodeUnavailable), "the store cannot be reached")
		return
	}
	c.String(http.StatusOK, "ready\n")
}

func notFound(pages http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		path := c.Request.URL.Path
		if pages == nil || path == "/api" || len(path) > 4 && path[:5] == "/api/" {
			writeProblem(c, http.StatusNotFound, "route.not_found", "there is no such route")
			return
		}
		pages.ServeHTTP(c.Writer, c.Request)
	}
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
			slog.Error("panic", "request", c.Request.Header.Get(requestIDHeader), "path", c.Request.URL.Path, "value", fmt.Sprint(p))
			writeProblem(c, http.StatusInternalServerError, "internal", "something went wrong here")
			c.Abort()
		}
	}()
	c.Next()
}

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
			known := slices.ContainsFunc(ctx.Operation().Parameters, func(p *huma.Param) bool { return p.In == "query" && p.Name == name })
			if !known {
				unknown = append(unknown, &huma.ErrorDetail{Location: "query." + clip(name), Message: "there is no such parameter"})
			}
		}
		if len(unknown) > 0 {
			if err := huma.WriteErr(spec, ctx, http.StatusUnprocessableEntity, "query.unknown_parameter", unknown...); err != nil {
				slog.Debug("answer not written", "error", err)
			}
			return
		}
		next(ctx)
	}
}

// most findings kept: the head and some old revisions that people look at.
const most = 8

// at analyses the graph as of a moment (empty: now), once a revision.
func (s *Server) at(ctx context.Context, asOf string) (*analysis.Findings, error) {
	if asOf == "" {
		snapshot, err := s.store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		return s.analysed(snapshot), nil
	}
	revision, err := s.store.Resolve(ctx, asOf)
	if err != nil {
		return nil, err
	}
	return s.atRevision(ctx, revision)
}

func (s *Server) atRevision(ctx context.Context, revision graph.Revision) (*analysis.Findings, error) {
	s.mu.Lock()
	known := s.findings[revision]
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	snapshot, err := s.store.SnapshotAt(ctx, revision)
	if err != nil {
		return nil, err
	}
	return s.analysed(snapshot), nil
}

func (s *Server) analysed(snapshot *graph.Snapshot) *analysis.Findings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.findings[snapshot.Revision]; f != nil {
		return f
	}
	oldest := snapshot.Revision
	for r := range s.findings {
		oldest = min(oldest, r)
	}
	if len(s.findings) >= most {
		delete(s.findings, oldest)
	}
	f := analysis.Find(snapshot)
	s.findings[snapshot.Revision] = f
	return f
}

// lookEvery is how often Prepare looks for a new revision: other processes write to the store too.
const lookEvery = 2 * time.Second

// Prepare draws what people will ask for first, and again whenever a revision lands. It returns when the context ends.
func (s *Server) Prepare(ctx context.Context) {
	prepared, away := graph.Revision(-1), false
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for ctx.Err() == nil {
		f, err := s.at(ctx, "")
		switch {
		case err != nil && !away:
			slog.Warn("drawings are not prepared", "error", err)
		case err == nil && f.Snapshot.Revision != prepared:
			if err := s.finder.Prepare(ctx); err != nil {
				slog.Warn("candidates are not prepared", "error", err)
			}
			s.studio.Prepare(ctx, f)
			s.prepareCandidates(ctx, f)
			prepared = f.Snapshot.Revision
			debug.FreeOSMemory() // a search takes much more than what it leaves
		}
		away = err != nil
		select {
		case <-look.C:
		case <-ctx.Done():
		}
	}
}

// prepareCandidates looks for the candidates of every gap; the finder keeps them. It stops with the context.
func (s *Server) prepareCandidates(ctx context.Context, f *analysis.Findings) {
	for _, g := range f.Gaps {
		if _, err := s.finder.Found(ctx, f.Snapshot, g.Link.Node.ID); err != nil {
			if ctx.Err() == nil {
				slog.Warn("candidates are not prepared", "gap", g.ID, "error", err)
			}
			return
		}
	}
}
