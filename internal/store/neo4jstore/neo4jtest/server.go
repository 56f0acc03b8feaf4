// Package neo4jtest gives tests a real Neo4j of their own: assembled as make neo4j does it, on free ports of the
// loopback, in a folder that goes away. Tests may empty it, kill it and freeze it.
package neo4jtest

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is a Neo4j Community server of this machine.
type Server struct {
	URL, User, Password string
	HTTP                string // host and port of Neo4j Browser

	home string
	env  []string
}

var (
	once    sync.Once
	running *Server
	trouble error
)

// Get returns the server of this test process, started when it is first asked for. Where Java or Maven is missing the
// test is skipped; where CI is set it fails instead.
func Get(t testing.TB) *Server {
	t.Helper()
	once.Do(func() { running, trouble = launch() })
	if trouble != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(trouble)
		}
		t.Skip("there is no Neo4j on this machine: ", trouble)
	}
	return running
}

// Main runs the tests of a package and stops the server that they have started.
func Main(m *testing.M) int {
	code := m.Run()
	if running != nil {
		running.Thaw()
		_ = running.Kill()
		_ = os.RemoveAll(running.home)
	}
	return code
}

func launch() (*Server, error) {
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, err
		}
	}
	home, err := os.MkdirTemp("", "chainchief-neo4j-")
	if err != nil {
		return nil, err
	}
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	s := &Server{
		URL:      "bolt://127.0.0.1:" + ports[0],
		User:     "neo4j",
		Password: "chainchief-test",
		HTTP:     "127.0.0.1:" + ports[1],
		home:     home,
	}
	s.env = append(
		os.Environ(),
		"NEO4J_HOME="+home,
		"NEO4J_LIB="+filepath.Join(root(), ".neo4j", "lib"),
		"NEO4J_BOLT_PORT="+ports[0],
		"NEO4J_HTTP_PORT="+ports[1],
		"NEO4J_PASSWORD="+s.Password,
		"NEO4J_HEAP="+cmp.Or(os.Getenv("NEO4J_HEAP"), "1g"),
	)
	return s, s.Start()
}

// root is the top folder of the repository.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..", "..")
}

func freePorts(n int) ([]string, error) {
	var out []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }()
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			return nil, err
		}
		out = append(out, port)
	}
	return out, nil
}

// Start starts the server, or starts it again, and waits until it answers.
func (s *Server) Start() error { return s.script("start") }

// Stop stops the server as an administrator would.
func (s *Server) Stop() error { return s.script("stop") }

// Dump writes the database of a server that is stopped into a folder, Load puts it back from there.
func (s *Server) Dump(folder string) error { return s.admin("dump", "neo4j", "--to-path="+folder) }

// Load replaces the database of a server that is stopped by what Dump has written.
func (s *Server) Load(folder string) error {
	return s.admin("load", "neo4j", "--from-path="+folder, "--overwrite-destination=true")
}

func (s *Server) admin(args ...string) error {
	return s.script(append([]string{"admin", "database"}, args...)...)
}

func (s *Server) script(verb ...string) error {
	script := filepath.Join(root(), "internal", "store", "neo4jstore", "server", "neo4j.sh")
	cmd := exec.Command("bash", append([]string{script}, verb...)...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("neo4j.sh %v: %w: %s", verb, err, out)
	}
	return nil
}

// Kill ends the server at once, as a power cut would.
func (s *Server) Kill() error { return s.signal(syscall.SIGKILL) }

// Freeze stops the server without ending it and returns when it stands still; Thaw lets it go on.
func (s *Server) Freeze() error {
	if err := s.signal(syscall.SIGSTOP); err != nil {
		return err
	}
	pid, err := s.pid()
	if err != nil {
		return err
	}
	for range 1000 { // a busy machine takes a while to stop all threads
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(tasks, moves) {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("the server does not stand still")
}

// moves tells from the stat file of a thread whether it is neither stopped nor gone.
func moves(path string) bool {
	text, err := os.ReadFile(path)
	_, after, found := strings.Cut(string(text), ") ")
	return err == nil && found && !strings.HasPrefix(after, "T")
}

// Thaw lets a frozen server go on; nothing happens to one that runs.
func (s *Server) Thaw() { _ = s.signal(syscall.SIGCONT) }

// Memory is the most that the server has held in memory so far, in MB.
func (s *Server) Memory() (float64, error) {
	pid, err := s.pid()
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscan(after, &kb); err != nil {
		return 0, fmt.Errorf("read the memory of the server: %w", err)
	}
	return kb / 1024, nil
}

func (s *Server) signal(sig syscall.Signal) error {
	pid, err := s.pid()
	if err != nil {
		return err
	}
	return syscall.Kill(pid, sig)
}

func (s *Server) pid() (int, error) {
	text, err := os.ReadFile(filepath.Join(s.home, "run", "pid"))
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, errors.Join(errors.New("the pid file is damaged"), err)
	}
	return pid, nil
}
