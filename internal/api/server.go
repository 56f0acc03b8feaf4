// Package api is the JSON API: routes, wire types and how errors look. Handlers return errors; one adapter answers.
package api

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/analysis"
	"chainchief/internal/audit"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"
	"chainchief/internal/lists"
	"chainchief/internal/store"
	"chainchief/seeds"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	lru "github.com/hashicorp/golang-lru/v2"
)

// Server answers the API over a store.
type Server struct {
	store   *store.Store
	studio  *drawing.Studio
	finder  *crosswalk.Finder
	desk    *decision.Desk
	version string
	pages   http.Handler
	hosts   []string
	public  *url.URL
	people  func(http.Handler) http.Handler

	accounts *account.Book
	audit    *audit.Record
	reached  bool
	lists    []*lists.List

	scopes   *lru.Cache[scopeVersion, access.Scope]
	findings *lru.Cache[edition, *analysis.Findings] // least lately used ones go
}

// Options of a server.
type Options struct {
	Store   *store.Store
	Studio  *drawing.Studio
	Version string
	Pages   http.Handler // answers everything that is not the API; may be nil
	// Hosts are the names under which the server answers, without port; empty: under any. A server of one machine that
	// answered under any name could be read and written by a web site whose name is made to point here.
	Hosts []string
	// Public is the address under which a proxy makes the server known: its pages may write, and what it is asked for may
	// begin with its path. Nil, or without a host: there is none.
	Public *url.URL
	// Lists are those of the city; nil: those that are shipped.
	Lists []*lists.List
	// Accounts are who can sign in, and Audit what they did; nil: the server keeps none.
	Accounts *account.Book
	Audit    *audit.Record
	// Reached: others than this machine reach the server, so that nobody is let in without an account.
	Reached bool
	// People puts who asks into the context of a request (access.With), or answers those who may not ask. Nil: there
	// are no accounts, and everybody is access.Alone.
	People func(http.Handler) http.Handler
}

// New returns a server over a store. What it answers can be asked for by HTTP, and by its methods: those are the
// handlers of the routes, for programs that want the same answers without HTTP.
func New(o Options) *Server {
	findings, err := lru.New[edition, *analysis.Findings](most)
	if err != nil {
		panic(err) // most is not positive
	}
	kept, err := lru.New[scopeVersion, access.Scope](scopes)
	if err != nil {
		panic(err) // the same of scopes
	}
	s := &Server{
		store:    o.Store,
		studio:   o.Studio,
		finder:   crosswalk.NewFinder(o.Store),
		desk:     decision.New(o.Store),
		version:  o.Version,
		pages:    o.Pages,
		hosts:    o.Hosts,
		public:   o.Public,
		people:   o.People,
		accounts: o.Accounts,
		audit:    o.Audit,
		reached:  o.Reached,
		lists:    o.Lists,
		findings: findings,
		scopes:   kept,
	}
	if s.lists == nil {
		if s.lists, err = lists.Load(seeds.Lists()); err != nil {
			panic(err) // they are built in, and tests read them
		}
	}
	if s.studio != nil && s.studio.Finder == nil {
		s.studio.Finder = s.finder
	}
	if s.studio != nil && s.studio.Shelves == nil {
		s.studio.Shelves = o.Store
	}
	return s
}

// Handler answers by HTTP.
func (s *Server) Handler() http.Handler {
	_, handler := s.build()
	return handler
}

func (s *Server) build() (huma.API, http.Handler) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.UseRawPath = true // ids hold slashes, which come escaped
	router.Use(recovered, bounded, s.known)
	config := huma.DefaultConfig("chainchief", "1")
	config.Info.Description = "Industrial chains of a city: what each consists of, what it lacks, who could fill it."
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", "/api/v1/openapi"
	config.CreateHooks = nil // no $schema in answers
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: readJSON}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.Transformers = append(config.Transformers, nameRequest)
	spec := humagin.New(router, config)
	spec.UseMiddleware(s.recorded(spec), permitted(spec), refuseParameters(spec))
	s.routes(spec)
	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	router.GET("/readyz", s.ready)
	router.NoRoute(notFound(s.pages))
	router.NoMethod(func(c *gin.Context) {
		detail := "this route does not take " + c.Request.Method
		writeProblem(c, http.StatusMethodNotAllowed, "route.method_not_allowed", detail)
	})
	answers := s.asked(spec, compressed(tagged(plainSlashes(spec, router))))
	return spec, logged(headAsGet(under(s.public, knownHost(s.hosts, sameOrigin(s.public, answers)))))
}

// asked puts who asks into the context of a request.
func (s *Server) asked(spec huma.API, h http.Handler) http.Handler {
	switch {
	case s.people != nil:
		return s.people(h)
	case s.accounts != nil:
		return s.identified(spec, h)
	}
	return everybody(h)
}

// ready tells whether the store and the application database can be reached.
func (s *Server) ready(c *gin.Context) {
	err := s.store.Ping(c.Request.Context())
	if err == nil && s.accounts != nil {
		err = s.accounts.Ping(c.Request.Context())
	}
	if err != nil {
		slog.Warn("not ready", "error", err)
		const detail = "the store or the application database cannot be reached"
		writeProblem(c, http.StatusServiceUnavailable, string(graph.CodeUnavailable), detail)
		return
	}
	c.String(http.StatusOK, "ready\n")
}

// notPages are what addresses of programs begin with: what is not there is no page either.
var notPages = []string{"api", "healthz", "readyz", "metrics"}

func notFound(pages http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		first, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
		if pages == nil || slices.Contains(notPages, first) {
			writeProblem(c, http.StatusNotFound, "route.not_found", "there is no such route")
			return
		}
		pages.ServeHTTP(c.Writer, c.Request)
	}
}
