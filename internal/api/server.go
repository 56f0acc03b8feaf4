// Package api is the JSON API: routes, wire types and how errors look. Handlers return errors; one adapter answers.
package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/account/provider"
	"chainchief/internal/analysis"
	"chainchief/internal/audit"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/draft"
	"chainchief/internal/drawing"
	"chainchief/internal/edge"
	"chainchief/internal/identity"
	"chainchief/internal/lists"
	"chainchief/internal/mapping"
	"chainchief/internal/sending"
	"chainchief/internal/settings"
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
	pairs   identity.Finder
	desk    *decision.Desk
	version string
	pages   http.Handler
	hosts   []string
	public  *url.URL
	base    string
	people  func(http.Handler) http.Handler

	accounts *account.Book
	audit    *audit.Record
	settings *settings.Settings
	sendings *sending.Shelf // nil: nobody keeps them
	provider *provider.Provider
	reached  bool
	now      func() time.Time // the clock by which files are stamped

	trusted []netip.Prefix
	limits  edge.Limits
	metrics *edge.Metrics
	lists   []*lists.List
	drafts  *draft.Desk // nil: nobody keeps them

	mappings *mapping.Memory // nil: as drafts

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
	// Public is the address under which a proxy makes the server known: its pages may write. Nil, or without a host: there
	// is none.
	Public *url.URL
	// Lists are those of the city; nil: those that are shipped.
	Lists []*lists.List
	// Drafts keeps what people are about to put in; nil: nobody can.
	Drafts *draft.Shelf
	// Mappings remembers what people said of the columns of foreign sheets.
	Mappings *mapping.Memory
	// Base is the path under which browsers reach it, such as /chains; empty: none.
	Base string
	// Trusted are the proxies that are believed when they say for whom they ask.
	Trusted []netip.Prefix
	// Limits are how much one person, or one address, may ask; nothing is limited where there are no accounts.
	Limits edge.Limits
	// Metrics count what is answered; nil: nobody does.
	Metrics *edge.Metrics
	// Accounts are who can sign in, Audit what they did, Settings what they have set; nil: the server keeps none.
	Accounts *account.Book
	Audit    *audit.Record
	Settings *settings.Settings
	// Sendings are what was sent out to be filled in; nil: nothing is.
	Sendings *sending.Shelf
	// Provider is where people can sign in besides; nil: nowhere.
	Provider *provider.Provider
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
		base:     o.Base,
		trusted:  o.Trusted,
		limits:   o.Limits,
		metrics:  o.Metrics,
		people:   o.People,
		accounts: o.Accounts,
		audit:    o.Audit,
		settings: o.Settings,
		sendings: o.Sendings,
		provider: o.Provider,
		reached:  o.Reached,
		now:      time.Now,
		lists:    o.Lists,
		findings: findings,
		scopes:   kept,
	}
	if s.lists == nil {
		if s.lists, err = lists.Load(seeds.Lists()); err != nil {
			panic(err) // they are built in, and tests read them
		}
	}
	if o.Drafts != nil {
		s.mappings = o.Mappings
		s.drafts = draft.New(o.Drafts, s.store, s.desk, draft.Files(s.lists, s.mappings))
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
	spec.UseMiddleware(routed, s.recorded(spec), permitted(spec), refuseParameters(spec))
	s.routes(spec)
	router.GET("/healthz", s.alive)
	router.GET("/readyz", s.ready)
	router.NoRoute(notFound(s.pages))
	router.NoMethod(func(c *gin.Context) {
		detail := "this route does not take " + c.Request.Method
		writeProblem(c, http.StatusMethodNotAllowed, "route.method_not_allowed", detail)
	})
	answers := s.asked(spec, compressed(tagged(kept(spec), plainSlashes(spec, router))))
	answers = headAsGet(under(s.base, knownHost(s.hosts, sameOrigin(s.public, answers))))
	return spec, edge.Clients(s.trusted, edge.Observed(s.metrics, edge.Secured(s.secure(), answers)))
}

// secure tells whether everybody comes by https, whatever is known of a single request.
func (s *Server) secure() bool { return s.public != nil && s.public.Scheme == "https" }

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

// alive tells that the program runs.
func (s *Server) alive(c *gin.Context) {
	edge.ExchangeOf(c.Request.Context()).Route = c.FullPath()
	c.String(http.StatusOK, "ok\n")
}

// ready tells whether the store and the application database can be reached.
func (s *Server) ready(c *gin.Context) {
	edge.ExchangeOf(c.Request.Context()).Route = c.FullPath()
	err := s.store.Ping(c.Request.Context())
	if err == nil && s.accounts != nil {
		err = s.accounts.Ping(c.Request.Context())
	}
	if err != nil {
		slog.WarnContext(c.Request.Context(), "not ready", "error", err)
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
		edge.ExchangeOf(c.Request.Context()).Route = "page"
		pages.ServeHTTP(c.Writer, c.Request)
	}
}
