package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealth(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("it asks %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	addr := strings.TrimPrefix(server.URL, "http://")
	for _, c := range []struct {
		status int
		code   int
		says   string
	}{
		{http.StatusOK, 0, "ready"},
		{http.StatusServiceUnavailable, exitFailed, "answers, but not its store (status 503)"},
	} {
		status = c.status
		expectHealth(t, addr, c.code, c.says)
	}
	server.Close()
	expectHealth(t, addr, exitFailed, "nothing answers at "+addr)
	expectHealth(t, "a b", exitUsage, "is not an address")
}

func expectHealth(t *testing.T, addr string, code int, says string) {
	t.Helper()
	var out, log bytes.Buffer
	if got := run(context.Background(), []string{
		"health",
		"--addr",
		addr,
	}, &out, &log); got != code || !strings.Contains(log.String(), says) {
		t.Errorf("health of %q: %d, %s; want %d, %q", addr, got, log.String(), code, says)
	}
}
