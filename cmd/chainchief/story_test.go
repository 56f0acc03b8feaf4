package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// httpGet waits for the server whose address a story's log names and fetches a path: httpget LOG PATH WANT.
func httpGet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: httpget LOG PATH WANT")
	}
	var address string
	for range 300 {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		if _, rest, ok := strings.Cut(string(text), "http://localhost:"); ok {
			if port, _, ok := strings.Cut(rest, " "); ok {
				address = "http://127.0.0.1:" + port
				break
			}
		}
		time.Sleep(50 * time.Millisecond) // another process writes the log
	}
	answer, err := http.Get(address + args[1])
	ts.Check(err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if !strings.Contains(string(body), args[2]) {
		ts.Fatalf("%s lacks %q: %.300s", args[1], args[2], body)
	}
}

// stopServer sends SIGTERM to the background commands and waits for them.
func stopServer(ts *testscript.TestScript, _ bool, _ []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	}
}

// shell runs a line of a shell, for what a story has no word for: redirections, pipes, bytes that are no text.
func shell(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("sh", "-c", strings.Join(args, " "))
	if neg == (err == nil) {
		ts.Fatalf("%v: %v", args, err)
	}
}

// rawBytes expects a file to hold, or with ! not to hold, a text with the escapes of Go.
func rawBytes(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: raw FILE TEXT")
	}
	want, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	if strings.Contains(ts.ReadFile(args[0]), want) == neg {
		ts.Fatalf("%s: %q stands in it: %v", args[0], want, neg)
	}
}

// takenPort takes a port for the rest of the story and sets TAKEN to its address.
func takenPort(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv("TAKEN", fmt.Sprint(l.Addr()))
}
