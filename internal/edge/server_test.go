package edge

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

// short is a server whose patience is short.
func short(t *testing.T, h http.Handler) (server *http.Server, address string) {
	t.Helper()
	server = NewServer(h)
	for _, d := range []*time.Duration{
		&server.ReadHeaderTimeout,
		&server.ReadTimeout,
		&server.WriteTimeout,
		&server.IdleTimeout,
	} {
		if *d == 0 || *d > 5*time.Minute {
			t.Errorf("a time-out is %v", *d)
		}
		*d = 200 * time.Millisecond
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return server, listener.Addr().String()
}

// TestSlowCallersAreLeft: who sends a head, a body, the next request, or reads an answer, drop by drop or not at all,
// is hung up on; nothing waits for them for ever.
func TestSlowCallersAreLeft(t *testing.T) {
	worked := make(chan error, 1)
	_, address := short(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		if err == nil && r.URL.Path == "/large" {
			for range 1 << 10 {
				if _, err = w.Write(make([]byte, 1<<16)); err != nil {
					break
				}
			}
		}
		worked <- err
	}))
	for name, c := range map[string]struct {
		sends string
		works bool // the handler is reached
		fails bool // and told that it is over
	}{
		"nothing":      {},
		"half a head":  {sends: "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "},
		"half a body":  {sends: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc", works: true, fails: true},
		"nothing more": {sends: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", works: true},
		"reads not":    {sends: "GET /large HTTP/1.1\r\nHost: a\r\n\r\n", works: true, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			slow, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = slow.Close() }()
			_, _ = io.WriteString(slow, c.sends)
			if c.works {
				select {
				case err := <-worked:
					if (err != nil) != c.fails {
						t.Errorf("the handler is told %v", err)
					}
				case <-time.After(time.Minute):
					t.Fatal("the handler waits")
				}
			}
			_ = slow.SetReadDeadline(time.Now().Add(time.Minute))
			var late net.Error
			if _, err := io.Copy(io.Discard, slow); errors.As(err, &late) && late.Timeout() {
				t.Error("the connection is held")
			}
		})
	}
}

// TestLongHeadsAreRefused, so that nobody fills the memory with them.
func TestLongHeadsAreRefused(t *testing.T) {
	server := NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	for size, want := range map[int]int{16 << 10: http.StatusOK, 64 << 10: http.StatusRequestHeaderFieldsTooLarge} {
		c, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\nX-Long: "+strings.Repeat("x", size)+"\r\n\r\n")
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _ = answer.Body.Close(); answer.StatusCode != want {
			t.Errorf("%d bytes: %d, want %d", size, answer.StatusCode, want)
		}
		_ = c.Close()
	}
}

// TestFiguresAreInForm: Prometheus's own rules for names find nothing, routes that nobody has are one, and what is away
// is said to be.
func TestFiguresAreInForm(t *testing.T) {
	away := errors.New("away")
	m := NewMetrics(Probes{
		Version:  "v1",
		Revision: func(context.Context) (int64, error) { return 7, nil },
		AppDB:    func(context.Context) error { return away },
		Sessions: func(context.Context) (int64, error) { return 0, away },
	})
	h := Clients(nil, Observed(m, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/known" {
			ExchangeOf(r.Context()).Route = "/known"
		}
		w.WriteHeader(http.StatusNotFound)
	})))
	for _, path := range []string{"/known", "/made/up", "/made/up/2"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("MADEUP", path, nil))
	}
	m.Drawn("structure", "svg")
	ask := func(method, path string) (int, string) {
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w.Code, w.Body.String()
	}
	_, text := ask(http.MethodGet, "/metrics")
	for _, want := range []string{
		`chainchief_http_requests_total{class="4xx",method="other",route="/known"} 1`,
		`chainchief_http_requests_total{class="4xx",method="other",route="other"} 2`,
		`chainchief_http_request_duration_seconds_bucket{method="other",route="/known",le="30"} 1`,
		"chainchief_http_requests_in_flight 0\n",
		`chainchief_drawings_total{format="svg",kind="structure"} 1`,
		"chainchief_store_up 1\n", "chainchief_store_revision 7\n", "chainchief_appdb_up 0\n",
		`version="v1"} 1`, "go_goroutines", "process_open_fds",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, "chainchief_sessions ") {
		t.Error("how many sessions there are is made up")
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
	for path, want := range map[string]int{"/": 404, "/debug/pprof/": 404} {
		if got, _ := ask(http.MethodGet, path); got != want {
			t.Errorf("%s: %d", path, got)
		}
	}
	if got, _ := ask(http.MethodPost, "/metrics"); got != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", got)
	}
}
