package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/edge"
	"chainchief/internal/store/memstore"

	"github.com/gin-gonic/gin"
)

// written log of a test; its server writes while it reads.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// logging catches what is logged, by net/http too.
func logging(t *testing.T) *written {
	t.Helper()
	log, before := &written{}, slog.Default()
	lines := slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})
	slog.SetDefault(slog.New(edge.Named(lines)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log
}

// TestClientsThatGoAway: whoever cuts the connection, while a request is sent, worked on or answered, is no fault of
// the server: nothing above the level of debugging is logged.
func TestClientsThatGoAway(t *testing.T) {
	s := filled(t, memstore.Open())
	h := New(Options{Store: s, Studio: drawing.New(nil)}).Handler()
	gaps := standingGaps(t, h, 40)
	decide, err := json.Marshal(map[string]any{"base": 3, "gaps": gaps, "status": "dismissed", "reason": "不补", "by": "专班"})
	if err != nil {
		t.Fatal(err)
	}
	log := logging(t)
	server := httptest.NewServer(h)
	defer server.Close()
	ask := func(method, path, body string, sent int) []byte {
		const form = "%s /api/v1%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
		head := fmt.Sprintf(form, method, path, len(body))
		return append([]byte(head), body[:min(sent, len(body))]...)
	}
	comment := "/gaps/" + url.PathEscape(substrateGap) + "/comments"
	for name, x := range map[string]struct {
		request []byte
		read    int // bytes of the answer, then the connection is cut
	}{
		"half a body":           {ask("POST", comment, `{"text":"半句","by":"专班"}`, 10), 0},
		"a write":               {ask("POST", comment, `{"text":"写完就走","by":"专班"}`, 99), 0},
		"a long answer":         {ask("POST", "/gaps/decisions/preview", string(decide), 1<<20), 0},
		"within a long answer":  {ask("POST", "/gaps/decisions/preview", string(decide), 1<<20), 100},
		"a list":                {ask("GET", "/gaps?limit=200", "", 0), 0},
		"within a list":         {ask("GET", "/gaps?limit=200", "", 0), 100},
		"a drawing":             {ask("GET", "/diagrams/roadmap?chain=optoelectronics", "", 0), 0},
		"within a drawing":      {ask("GET", "/diagrams/roadmap?chain=optoelectronics", "", 0), 100},
		"the head of a list":    {ask("HEAD", "/gaps?limit=200", "", 0), 0},
		"what is refused":       {ask("POST", comment, `{"text":""}`, 99), 0},
		"what no route answers": {ask("POST", "/nowhere", `{}`, 2), 0},
	} {
		for range 25 {
			c, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Write(x.request); err != nil {
				t.Fatal(err)
			}
			if x.read > 0 {
				_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
				if _, err := io.ReadFull(c, make([]byte, x.read)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			_ = c.(*net.TCPConn).SetLinger(0) // cut, not closed
			_ = c.Close()
		}
	}
	server.Close() // waits for all
	for _, line := range strings.Split(strings.TrimSpace(log.String()), "\n") {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR") {
			t.Errorf("logged: %.300s", line)
		}
	}
}

// TestAHandlerThatAborts ends the connection as net/http expects, and is no fault.
func TestAHandlerThatAborts(t *testing.T) {
	log := logging(t)
	router := gin.New()
	router.Use(recovered)
	router.GET("/abort", func(*gin.Context) { panic(http.ErrAbortHandler) })
	router.GET("/fault", func(*gin.Context) { panic("a fault") })
	server := httptest.NewServer(edge.Clients(nil, edge.Observed(nil, compressed(tagged(nil, router)))))
	defer server.Close()
	if answer, err := http.Get(server.URL + "/abort"); err == nil {
		_ = answer.Body.Close()
		t.Errorf("it was answered with %d", answer.StatusCode)
	}
	if text := log.String(); strings.Contains(text, "panic") {
		t.Errorf("logged: %s", text)
	}
	answer, err := http.Get(server.URL + "/fault")
	if err != nil {
		t.Fatal(err)
	}
	if _ = answer.Body.Close(); answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("a fault: %d", answer.StatusCode)
	}
	if !strings.Contains(log.String(), "a fault") {
		t.Error("a fault is not logged")
	}
}

// broken is a connection that is gone before anybody has noticed: the request is not cancelled yet.
type broken struct{ http.ResponseWriter }

func (broken) Write([]byte) (int, error) { return 0, fmt.Errorf("write tcp: %w", syscall.EPIPE) }

// TestAnswersThatCannotBeWritten: that is found out by writing, of every operation.
func TestAnswersThatCannotBeWritten(t *testing.T) {
	c := underContract(t)
	log := logging(t)
	for _, op := range c.operations() {
		if ofPeople(op) { // there is no application database here: that is on the log
			continue
		}
		for _, body := range []string{"", `{"by":`} {
			r := example(op)
			if body != "" && op.RequestBody != nil {
				r = posted(r.URL.RequestURI(), body)
			}
			c.handler.ServeHTTP(broken{httptest.NewRecorder()}, r)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(log.String()), "\n") {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR") {
			t.Errorf("logged: %.300s", line)
		}
	}
}
