// Package appdbtest gives tests application databases: a SQLite file and one of a real PostgreSQL of their own, in a
// folder that goes away.
package appdbtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"chainchief/internal/appdb"
)

// server is a PostgreSQL of this machine.
type server struct {
	bin, home, port string
	as              *syscall.Credential // PostgreSQL does not run as root
	running         *exec.Cmd
}

var (
	once    sync.Once
	started *server
	trouble error
	made    atomic.Int64
)

// get returns the server of this test process, started when it is first asked for. Where there is no PostgreSQL the
// test is skipped; where CI is set it fails instead.
func get(t testing.TB) *server {
	t.Helper()
	once.Do(func() { started, trouble = launch() })
	if trouble != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(trouble)
		}
		t.Skip("there is no PostgreSQL on this machine: ", trouble)
	}
	return started
}

// Main runs the tests of a package and stops the server that they have started.
func Main(m *testing.M) int {
	defer Stop()
	return m.Run()
}

// Stop stops the server that tests have started, when none of them runs any more; who asks for one after that gets
// another.
func Stop() {
	if started != nil {
		started.stop()
		_ = os.RemoveAll(started.home)
	}
	once, started, trouble = sync.Once{}, nil, nil
}

// Each runs a test on an empty database of each kind.
func Each(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "app.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Postgres is the address of an empty database of PostgreSQL.
func Postgres(t testing.TB) string {
	t.Helper()
	s := get(t)
	name := fmt.Sprintf("test%d", made.Add(1))
	if out, err := s.command("createdb", name); err != nil {
		t.Fatalf("createdb: %v: %s", err, out)
	}
	return s.address(name)
}

// Open opens a database and closes it with the test.
func Open(t testing.TB, address string) *appdb.DB {
	t.Helper()
	db, err := appdb.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Away stops PostgreSQL while a function runs.
func Away(t testing.TB, do func()) {
	t.Helper()
	s := get(t)
	s.stop()
	defer func() {
		if err := s.start(); err != nil {
			t.Fatal(err)
		}
	}()
	do()
}

func launch() (*server, error) {
	s := &server{}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", filepath.Dir(inPath("postgres"))} {
		found, err := filepath.Glob(filepath.Join(pattern, "initdb"))
		if err == nil && len(found) > 0 {
			s.bin = filepath.Dir(found[len(found)-1])
			break
		}
	}
	if s.bin == "" {
		return nil, errors.New("neither /usr/lib/postgresql nor the PATH holds initdb and postgres")
	}
	home, err := os.MkdirTemp("", "chainchief-postgres-")
	if err != nil {
		return nil, err
	}
	s.home = home
	if err := s.unprivileged(); err != nil {
		return nil, err
	}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	out, err := s.command("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", s.data())
	if err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s, s.start()
}

// inPath is where a program of the PATH stands, links followed.
func inPath(name string) string {
	found, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(found); err == nil {
		return real
	}
	return found
}

// unprivileged gives root another user to run the server as.
func (s *server) unprivileged() error {
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return err
	}
	uid, errUID := strconv.ParseUint(who.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(who.Gid, 10, 32)
	if err := errors.Join(errUID, errGID); err != nil {
		return err
	}
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.home, int(uid), int(gid))
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

func (s *server) data() string { return filepath.Join(s.home, "data") }

func (s *server) address(database string) string {
	return "postgres://postgres@127.0.0.1:" + s.port + "/" + database
}

func (s *server) prepared(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.home
	cmd.Env = append(os.Environ(), "PGHOST=127.0.0.1", "PGPORT="+s.port, "PGUSER=postgres", "LC_ALL=C.UTF-8",
		"HOME="+s.home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Pdeathsig: syscall.SIGKILL}
	return cmd
}

func (s *server) command(program string, args ...string) ([]byte, error) {
	return s.prepared(program, args...).CombinedOutput()
}

// start starts the server and waits until it answers.
func (s *server) start() error {
	s.running = s.prepared("postgres", "-D", s.data(), "-h", "127.0.0.1", "-p", s.port, "-k", s.home, "-F",
		"-c", "max_connections=200")
	if err := s.running.Start(); err != nil {
		return err
	}
	for range 400 {
		if _, err := s.command("pg_isready", "-q"); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return errors.New("PostgreSQL does not start")
}

// stop ends the server at once, as one that is restarted by its administrator does.
func (s *server) stop() {
	_ = s.running.Process.Signal(syscall.SIGINT)
	_ = s.running.Wait()
}
