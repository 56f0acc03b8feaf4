package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestSlowBodiesEnd: a body that does not come to its end holds neither a handler nor its connection for ever.
func TestSlowBodiesEnd(t *testing.T) {
	ended := make(chan error, 1)
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		ended <- err
	})
	server := httptest.NewUnstartedServer(handler)
	server.Config = patient(handler)
	server.Config.ReadTimeout /= 200 // what is nothing stays nothing
	server.Start()
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	head := "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n"
	if _, err := io.Copy(conn, strings.NewReader(head)); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("the body is whole")
		}
	case <-time.After(10 * time.Second):
		_ = conn.Close()
		t.Error("it still waits")
	}
}
