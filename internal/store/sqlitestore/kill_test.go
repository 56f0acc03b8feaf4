package sqlitestore

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/storetest"
)

// loadInto makes this test binary a process that writes to the store it names until it is killed.
const loadInto = "CHAINCHIEF_TEST_LOAD_INTO"

func TestMain(m *testing.M) {
	if path := os.Getenv(loadInto); path != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled prints each acknowledged revision as a line.
func writeUntilKilled(path string) error {
	d, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	fmt.Println("open")
	return storetest.Load(context.Background(), store.New(d), func(r graph.Revision) { fmt.Println(r) })
}

// TestKilledWhileWriting kills a writing process at random moments, again and again on one store.
func TestKilledWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.db")
	var acknowledged graph.Revision
	for i := range 50 {
		// Every other one has written something first, however slow the machine is.
		if last := writeAndKill(t, path, i%2 == 0, time.Duration(rand.IntN(250))*time.Millisecond); last > 0 {
			acknowledged = last
		}
		d, err := Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		s := store.New(d)
		storetest.Whole(t, s, acknowledged)
		if head, err := s.Head(context.Background()); err == nil {
			acknowledged = head.Revision // the one in flight may have landed
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("50 kills, %d revisions", acknowledged)
	if acknowledged < 25 {
		t.Errorf("only %d revisions are there: of those that were acknowledged some are lost", acknowledged)
	}
}

// writeAndKill lets another process write for a while, from its start or from the first revision that it acknowledges,
// and returns the last one that it acknowledged, 0 for none.
func writeAndKill(t *testing.T, path string, fromFirst bool, after time.Duration) graph.Revision {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), loadInto+"="+path)
	var trouble bytes.Buffer
	cmd.Stderr = &trouble
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); err != nil || first != "open\n" {
		t.Fatalf("the writer did not start: %q %v %s", first, err, trouble.String())
	}
	first := ""
	if fromFirst {
		if first, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("the writer wrote nothing: %v %s", err, trouble.String())
		}
	}
	time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	rest, err := io.ReadAll(lines)
	rest = append([]byte(first), rest...)
	_ = cmd.Wait()
	if err != nil || trouble.Len() > 0 {
		t.Fatalf("the writer: %v %s", err, trouble.String())
	}
	whole := string(rest[:bytes.LastIndexByte(rest, '\n')+1]) // a line that the kill cut says nothing
	said := strings.Fields(whole)
	if len(said) == 0 {
		return 0
	}
	last, err := strconv.ParseUint(said[len(said)-1], 10, 63)
	if err != nil {
		t.Fatal(err)
	}
	return graph.Revision(last)
}
