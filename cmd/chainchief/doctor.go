package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/account"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
	"chainchief/internal/edge"
	"chainchief/internal/store"
	"chainchief/internal/store/neo4jstore"
	"chainchief/internal/store/sqlitestore"
)

// doctorCmd takes the flags of serve: it says what serve would meet.
type doctorCmd struct {
	serveCmd `embed:""`
}

// States of what was looked at.
const (
	fine    = "ok"
	warning = "warning"
	fault   = "fault"
)

// finding is what was found of one thing.
type finding struct {
	State string `json:"state"`
	Of    string `json:"of"`
	Text  string `json:"text"`
	Fix   string `json:"fix,omitempty"`
}

// doctor looks at everything that a server needs.
type doctor struct {
	*globals
	findings []finding
	newest   time.Time // of what was written
}

func (d *doctor) found(state, of, fix, text string, args ...any) {
	d.findings = append(d.findings, finding{state, of, fmt.Sprintf(text, args...), fix})
}

// failed notes an error with what to do about it.
func (d *doctor) failed(of string, err error) {
	var known *graph.Error
	if errors.As(err, &known) {
		d.found(fault, of, known.Fix, "%s", known.Message)
		return
	}
	d.found(fault, of, "", "%v", err)
}

// lookWithin is how long a check may take; one that waits for a database ends earlier by itself.
const lookWithin = 30 * time.Second

// Run looks at everything and writes nothing, but for the compiled Graphviz in the cache of this user. It fails when
// something is a fault.
func (c *doctorCmd) Run(ctx context.Context, g *globals) error {
	d := doctor{globals: g}
	d.program()
	d.folder()
	d.graph(ctx)
	d.clock(d.people(ctx, c))
	d.drawings(ctx)
	d.machine()
	faults := 0
	for _, f := range d.findings {
		if f.State == fault {
			faults++
		}
	}
	if g.JSON {
		if err := g.writeJSON(d.findings); err != nil {
			return err
		}
	} else {
		for _, f := range d.findings {
			line := fmt.Sprintf("%-8s %-10s %s", f.State, f.Of, f.Text)
			if f.Fix != "" {
				line += "; " + f.Fix
			}
			g.printf("%s\n", line)
		}
	}
	if faults > 0 {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("%d of %d checks found a fault", faults, len(d.findings)),
			Fix:     "mend what is called a fault above",
		}
	}
	return nil
}

func (d *doctor) program() {
	text := fmt.Sprintf("chainchief %s for %s/%s", version, runtime.GOOS, runtime.GOARCH)
	if version == "dev" {
		d.found(warning, "program", "use a binary that make build or make dist has made",
			"%s: nobody can say what it was made of", text)
		return
	}
	d.found(fine, "program", "", "%s", text)
}

// leastRoom is what a disk must have free, plentyRoom what it should.
const leastRoom, plentyRoom = 200 << 20, 2 << 30

// folder looks at the data folder, without which neither file can be kept.
func (d *doctor) folder() {
	dir := d.Data
	about, err := os.Stat(dir)
	for errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir { // serve makes it
		dir = filepath.Dir(dir)
		_, err = os.Stat(dir)
	}
	switch {
	case err != nil:
		d.found(fault, "data", "check the path and its rights", "the folder %s cannot be read: %v", d.Data, err)
		return
	case about != nil && !about.IsDir():
		d.found(fault, "data", "name a folder with --data", "%s is not a folder", d.Data)
		return
	case !writable(dir):
		d.found(fault, "data", "give the folder to the user that the server runs as, or name another with --data",
			"this user cannot write to %s", dir)
		return
	case about != nil && about.Mode().Perm()&0o077 != 0:
		d.found(warning, "data", fmt.Sprintf("chmod 700 %s", d.Data), "others on this machine get at %s (mode %o)", d.Data,
			about.Mode().Perm())
	default:
		d.found(fine, "data", "", "%s can be written", d.Data)
	}
	switch room, known := freeSpace(dir); {
	case !known:
	case room < leastRoom:
		d.found(fault, "space", "make room", "%d MiB are free at %s", room>>20, dir)
	case room < plentyRoom:
		d.found(warning, "space", "make room: a backup and a restore need some too", "%d MiB are free at %s", room>>20, dir)
	default:
		d.found(fine, "space", "", "%d GiB are free at %s", room>>30, dir)
	}
}

// private warns of a file with secrets that others can read.
func (d *doctor) private(of, path string) {
	about, err := os.Stat(path)
	if err == nil && about.Mode().Perm()&0o077 != 0 {
		d.found(warning, of, "chmod 600 "+path, "others on this machine can read %s (mode %o)", path, about.Mode().Perm())
	}
}

const upgradeFix = "make a backup first; serve brings it up at its start, and an older version refuses it then"

// graph looks at the store.
func (d *doctor) graph(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	driver, due, err := d.lookAtStore(ctx)
	switch {
	case err != nil:
		d.failed("store", err)
		return
	case due:
		d.found(warning, "store", upgradeFix, "%s was written by an earlier version", d.Store)
	case driver == nil:
		d.found(fine, "store", "", "%s is not there yet: serve makes it of the seeds", d.Store)
	}
	if driver == nil {
		return
	}
	s := store.New(driver)
	defer func() { _ = s.Close() }()
	if due {
		return
	}
	head, err := s.Head(ctx)
	if err != nil {
		d.failed("store", err)
		return
	}
	d.newest = head.Time
	d.found(fine, "store", "", "%s opens, revision %d", d.Store, head.Revision)
	if file := d.file(d.Store); file != "" {
		d.private("store", file)
	}
}

// lookAtStore opens the store for reading; no driver when it is not there yet.
func (d *doctor) lookAtStore(ctx context.Context) (driver store.Driver, due bool, err error) {
	file := d.file(d.Store)
	if file == "" && !strings.HasPrefix(string(d.Store), "bolt") && !strings.HasPrefix(string(d.Store), "neo4j") {
		_, err := d.driver(ctx, d.Store, mustExist) // says what is wrong with the address
		return nil, false, err
	}
	if file == "" {
		password, err := d.Neo4j.password()
		if err != nil {
			return nil, false, err
		}
		return maybe(neo4jstore.Look(ctx, neo4jstore.Config{
			URL:      string(d.Store),
			User:     d.Neo4j.User,
			Password: password,
			Database: d.Neo4j.Database,
		}))
	}
	if !isThere(file) {
		return nil, false, nil
	}
	return maybe(sqlitestore.Look(ctx, file))
}

// maybe keeps a driver that is not there from looking like one that is.
func maybe[D interface {
	comparable
	store.Driver
}](d D, due bool, err error) (store.Driver, bool, error) {
	var none D
	if d == none {
		return nil, due, err
	}
	return d, due, err
}

// people looks at the application database and at who would reach the server.
func (d *doctor) people(ctx context.Context, c *doctorCmd) (last time.Time) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	address := d.appDB()
	server := strings.Contains(address, "://")
	if !server && !isThere(address) {
		d.found(fine, "accounts", "", "%s is not there yet: serve makes it", address)
		d.reached(c, false)
		return last
	}
	db, has, err := appdb.Look(ctx, address)
	if err != nil {
		d.failed("accounts", err)
		return last
	}
	defer func() { _ = db.Close() }()
	if !server {
		d.private("accounts", address)
	}
	newest, err := appdb.Version(ctx)
	if err != nil {
		d.failed("accounts", err)
		return last
	}
	if has == 0 {
		d.found(fine, "accounts", "", "the database is empty: serve makes its tables")
		d.reached(c, false)
		return last
	}
	some, err := account.There(ctx, db)
	switch {
	case err != nil:
		d.failed("accounts", err)
		return last
	case has < newest:
		d.found(warning, "accounts", upgradeFix, "the application database has version %d, this program has %d", has, newest)
	default:
		d.found(fine, "accounts", "", "the application database opens, version %d", has)
	}
	d.reached(c, some)
	return d.record(ctx, db)
}

// record goes along the audit as far as there is time.
func (d *doctor) record(ctx context.Context, db *appdb.DB) (last time.Time) {
	record := audit.New(db, nil)
	list, err := record.List(ctx, audit.Filter{Limit: 1})
	if err != nil {
		d.failed("audit", err)
		return last
	}
	if len(list) > 0 {
		last = list[0].At
	}
	v, err := record.Verify(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		d.found(warning, "audit", "run chainchief audit verify", "the record is too long to be verified here")
	case err != nil:
		d.failed("audit", err)
	case v.Broken > 0:
		d.found(fault, "audit", "keep the database as it is and compare it with a backup", "the record is broken: %s", v.Why)
	default:
		d.found(fine, "audit", "", "the record is whole, rows %d to %d", v.Moved+1, v.Rows)
	}
	return last
}

// certificate says until when the server can be trusted under https.
func (d *doctor) certificate(c *edge.Certificate) {
	if c == nil {
		return
	}
	const mend = "put a new certificate and its key in their places; a running server reads them"
	const soon = 30 * 24 * time.Hour
	switch from, until := c.Span(); {
	case time.Now().Before(from):
		d.found(fault, "certificate", mend, "it holds from %s on", graph.Today(from))
	case time.Now().After(until):
		d.found(fault, "certificate", mend, "it held until %s", graph.Today(until))
	case time.Until(until) < soon:
		d.found(warning, "certificate", mend, "it holds until %s", graph.Today(until))
	default:
		d.found(fine, "certificate", "", "it holds until %s", graph.Today(until))
	}
}

// reached says who would reach the server by its address, and who may do what then.
func (d *doctor) reached(c *doctorCmd, accounts bool) {
	const first = "make the first account: chainchief user add NAME --role admin"
	addr, err := hostPort(c.Addr)
	if err != nil {
		d.failed("address", err)
		return
	}
	b, err := c.edgeFlags.read()
	if err != nil {
		d.failed("address", err)
		return
	}
	public := b.public
	d.certificate(b.certificate)
	at, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		d.found(fault, "address", "correct --addr", "%s is no address of this machine: %v", addr, err)
		return
	}
	listener, err := net.ListenTCP("tcp", at)
	switch {
	case err != nil:
		d.found(warning, "address", "if that is chainchief, all is well", "%s", listenError("--addr", addr, err))
	default:
		_ = listener.Close()
	}
	switch {
	case !loopback(at) && !accounts:
		d.found(fault, "address", first, "others would reach %s and there are no accounts: serve refuses that", addr)
	case public.Host != "" && !accounts:
		d.found(warning, "address", first, "whoever reaches %s can read and change everything: there are no accounts", public)
	case accounts:
		d.found(fine, "address", "", "%s, with accounts", addr)
	default:
		d.found(fine, "address", "", "%s, this machine only, no accounts", addr)
	}
}

// clock holds the clock against what was written last.
func (d *doctor) clock(audited time.Time) {
	now := time.Now()
	last := d.newest
	if audited.After(last) {
		last = audited
	}
	if last.IsZero() {
		last = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) // this program is younger
	}
	if behind := last.Sub(now); behind > time.Minute {
		d.found(fault, "clock", "set it, best by NTP: times on record and ends of sessions follow it",
			"the clock says %s, something was written at %s", d.moment(now), d.moment(last))
		return
	}
	d.found(fine, "clock", "", "%s", d.moment(now))
}

// drawings looks at fonts and at Graphviz.
func (d *doctor) drawings(ctx context.Context) {
	if err := d.fonts(); err != nil {
		d.failed("fonts", err)
	} else {
		d.found(fine, "fonts", "", "%s", cmp.Or(d.Font, "the built-in ones"))
	}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	order, done := workers()
	defer done()
	if _, err := order.Pool.Render(ctx, "digraph { a -> b }"); err != nil {
		d.found(warning, "graphviz", "drawings are made without its proposal; check that this program may start itself",
			"a worker process does not answer: %v", err)
		return
	}
	d.found(fine, "graphviz", "", "a worker process answers")
}

// leastMemory is what a city needs with room to spare.
const leastMemory = 1 << 30

// machine looks at memory and processors, as this process may use them.
func (d *doctor) machine() {
	processors := runtime.GOMAXPROCS(0)
	memory, known := memoryLimit()
	switch {
	case !known:
		d.found(fine, "machine", "", "%d processors", processors)
	case memory < leastMemory:
		d.found(warning, "machine", "give it 1 GiB or more", "%d processors, %d MiB of memory", processors, memory>>20)
	default:
		d.found(fine, "machine", "", "%d processors, %.1f GiB of memory", processors, float64(memory)/(1<<30))
	}
}
