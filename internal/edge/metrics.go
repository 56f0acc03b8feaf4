package edge

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are figures of a server for Prometheus. Their labels are routes and kinds, never what is in the graph nor who
// asks.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	flying   prometheus.Gauge
	drawings *prometheus.CounterVec
}

// Probes are what a server is asked when somebody reads its figures.
type Probes struct {
	Version  string
	Revision func(context.Context) (int64, error) // of the graph
	AppDB    func(context.Context) error          // whether the application database answers
	Sessions func(context.Context) (int64, error) // that go on
}

// NewMetrics returns figures that all begin at nothing.
func NewMetrics(p Probes) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "chainchief_http_requests_total",
			Help: "Requests that were answered.",
		}, []string{"route", "method", "class"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "chainchief_http_request_duration_seconds",
			Help:    "How long answers took.",
			Buckets: []float64{.001, .005, .02, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method"}),
		flying: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "chainchief_http_requests_in_flight",
			Help: "Requests that are being answered.",
		}),
		drawings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "chainchief_drawings_total",
			Help: "Drawings that were handed out, drawn or kept.",
		}, []string{"kind", "format"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "chainchief_build_info",
		Help:        "What runs; always 1.",
		ConstLabels: prometheus.Labels{"version": p.Version, "goversion": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.flying, m.drawings, build, probed{p},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers what the figures are, at /metrics.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	return mux
}

// Drawn counts a drawing.
func (m *Metrics) Drawn(kind, format string) {
	if m != nil {
		m.drawings.WithLabelValues(kind, format).Inc()
	}
}

func (m *Metrics) begin() {
	if m != nil {
		m.flying.Inc()
	}
}

func (m *Metrics) end(route, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	m.flying.Dec()
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodPut, http.MethodPatch:
	default: // callers make up others
		method = "other"
	}
	if route == "" {
		route = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Inc()
	m.took.WithLabelValues(route, method).Observe(took.Seconds())
}

// probed asks when the figures are read.
type probed struct{ Probes }

var (
	revisionIs = prometheus.NewDesc("chainchief_store_revision", "Newest revision of the graph.", nil, nil)
	storeUp    = prometheus.NewDesc("chainchief_store_up", "1: the store answers.", nil, nil)
	appdbUp    = prometheus.NewDesc("chainchief_appdb_up", "1: the application database answers.", nil, nil)
	sessionsAt = prometheus.NewDesc("chainchief_sessions", "Sessions that go on.", nil, nil)
)

// Describe implements prometheus.Collector.
func (probed) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{revisionIs, storeUp, appdbUp, sessionsAt} {
		out <- d
	}
}

// Collect implements prometheus.Collector. A figure that cannot be read is left out; that something is away is one.
func (p probed) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64) { out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	up := func(d *prometheus.Desc, err error) {
		if err != nil {
			gauge(d, 0)
			return
		}
		gauge(d, 1)
	}
	revision, err := p.Revision(ctx)
	if up(storeUp, err); err == nil {
		gauge(revisionIs, float64(revision))
	}
	up(appdbUp, p.AppDB(ctx))
	if sessions, err := p.Sessions(ctx); err == nil {
		gauge(sessionsAt, float64(sessions))
	}
}
