// Package neo4jstore keeps a store in Neo4j 5.26 or newer: the production database. A node of the graph is a node with
// the label of its kind and the label Thing, a relation is a relationship of its type, attributes are properties;
// history is _ChangeSet and _History nodes. docs/neo4j.md shows the model.
package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chainchief/graph"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// Config says which database.
type Config struct {
	URL      string // bolt:// or neo4j://, with +s or +ssc for TLS
	User     string
	Password string
	Database string // empty: neo4j
}

// Driver is a store in a Neo4j database.
type Driver struct {
	neo4j    neo4j.DriverWithContext
	database string
	name     string       // of the server, for messages; no password
	owed     atomic.Int64 // a revision that is written and could not be published
	done     sync.Map     // tokens of imports that have ended well
	left     sync.Map     // and of those of this program that have not, of which something may be there

	importFrom int // a change set of more entries is an import

	// written is what readers must find there, on whichever member of a cluster they ask; nil for a server of its own,
	// which always has it
	written atomic.Pointer[neo4j.BookmarkManager]

	limits
}

// limits are how long is waited; tests wait less.
type limits struct {
	answerWithin  time.Duration // any read: the server ends it then
	lockWithin    time.Duration // for others that write
	writeWithin   time.Duration // a short transaction takes no longer
	importWithin  time.Duration // nor one that may write very much
	publishWithin time.Duration // for what was announced
	staleAfter    time.Duration // nothing was heard of an import
}

// Patience with a server that does not answer.
const (
	connectWithin = 5 * time.Second
	retryWithin   = 5 * time.Second // transactions that failed for a reason that passes
	answerWithin  = 10 * time.Second
	firstWithin   = time.Minute      // a busy server that has just started plans its first query for long
	noWordWithin  = 2 * time.Second  // not even that it has ended a read: the server is away
	lookWithin    = 10 * time.Second // for what became of a commit
	schemaWithin  = time.Hour        // indexes of a large store, and clearing it
	atOnce        = 500 * time.Millisecond
	patience      = 250 * time.Millisecond // with a writer that has announced what it writes
)

// Open connects and brings constraints and indexes up to this version. Errors are *graph.Error with a code: the server
// cannot be reached, the password is wrong, the server is too old, or the store is newer than this program.
func Open(ctx context.Context, c Config) (*Driver, error) {
	d, err := connect(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		_ = d.neo4j.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	d.answerWithin = answerWithin
	return d, nil
}

// Look connects and writes nothing; due tells whether Open would bring the store up first, until which it is not to be
// read.
func Look(ctx context.Context, c Config) (d *Driver, due bool, err error) {
	if d, err = connect(ctx, c); err != nil {
		return nil, false, err
	}
	names, version, _, err := d.migrations(ctx)
	if err != nil {
		_ = d.neo4j.Close(context.WithoutCancel(ctx))
		return nil, false, err
	}
	return d, version < len(names), nil
}

// connect reaches the server and expects it to be one that can be used.
func connect(ctx context.Context, c Config) (*Driver, error) {
	name := c.URL
	if u, err := url.Parse(c.URL); err == nil {
		name = u.Redacted()
	}
	client, err := neo4j.NewDriverWithContext(c.URL, neo4j.BasicAuth(c.User, c.Password, ""), func(o *config.Config) {
		o.SocketConnectTimeout = connectWithin
		o.ConnectionAcquisitionTimeout = 2 * connectWithin
		o.MaxTransactionRetryTime = retryWithin
		o.ConnectionLivenessCheckTimeout = 10 * time.Second
		o.UserAgent = "chainchief"
	})
	if err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the store %q is not the address of a Neo4j", name),
			Fix:     "write bolt://HOST:7687 or neo4j://HOST:7687",
			Err:     err,
		}
	}
	d := &Driver{
		neo4j:    client,
		database: cmp.Or(c.Database, "neo4j"),
		name:     name,

		importFrom: importFrom,
		limits: limits{
			answerWithin:  firstWithin,
			lockWithin:    15 * time.Second,
			writeWithin:   time.Minute,
			importWithin:  15 * time.Minute,
			publishWithin: 10 * time.Second,
			staleAfter:    staleAfter,
		},
	}
	if scheme := client.Target().Scheme; strings.HasPrefix(scheme, "neo4j") { // maybe a cluster
		all := client.ExecuteQueryBookmarkManager()
		d.written.Store(&all)
	}
	if err := d.greet(ctx); err != nil {
		_ = client.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return d, nil
}

// greet asks the server who it is.
func (d *Driver) greet(ctx context.Context) error {
	connect, cancel := context.WithTimeout(ctx, 2*connectWithin)
	defer cancel()
	info, err := d.neo4j.GetServerInfo(connect)
	if err != nil {
		return d.explain(ctx, err)
	}
	if !recent(info.Agent()) {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the server at %s is %s, which is too old", d.name, info.Agent()),
			Fix:     "use Neo4j 5.26 or newer",
		}
	}
	return nil
}

// recent tells whether an agent such as Neo4j/5.26.30 is 5.26 or newer; releases since 2025 are named by year and
// month.
func recent(agent string) bool {
	parts := strings.Split(strings.TrimPrefix(agent, "Neo4j/"), ".")
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && (major > 5 || major == 5 && minor >= 26)
}

// migrations are those that there are, how many the store has seen, and whether it was being cleared.
func (d *Driver) migrations(ctx context.Context) (names []string, version int, clearing bool, err error) {
	if names, err = fs.Glob(migrationFiles, "migrations/*.cypher"); err != nil { // ordered by name
		return nil, 0, false, err
	}
	rows, err := d.read(ctx, cypherSchema, nil)
	if err != nil {
		return nil, 0, false, err
	}
	if len(rows) > 0 {
		version = int(rows[0].integer("schema"))
		clearing, _ = rows[0]["clearing"].(bool)
	}
	if version > len(names) {
		return nil, 0, false, &graph.Error{
			Code:    graph.CodeNewerStore,
			Message: fmt.Sprintf("the store at %s was written by a newer version of chainchief", d.name),
			Fix:     "use that version, or another store with --store",
		}
	}
	return names, version, clearing, nil
}

// migrate applies the migrations that the store lacks. Schema statements have transactions of their own; each may run
// again, so a migration that was cut off is repeated whole.
func (d *Driver) migrate(ctx context.Context) error {
	names, version, clearing, err := d.migrations(ctx)
	if err != nil {
		return err
	}
	if version < len(names) {
		if err := d.upgrade(ctx, names[version:], version); err != nil {
			return err
		}
	}
	if clearing {
		if err := d.Clear(ctx); err != nil {
			return err
		}
	}
	if err := d.settleLeft(ctx); err != nil {
		return err
	}
	_ = d.removeStale(ctx) // nobody sees what is left
	return nil
}

// upgrade applies migrations; version is that of the store before. Several servers may do so at once.
func (d *Driver) upgrade(ctx context.Context, names []string, version int) error {
	for _, statement := range []string{cypherRenameHead, cypherHeadKey, cypherMakeHeads} {
		if err := d.alter(ctx, statement); err != nil {
			return err
		}
	}
	for i, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return err
		}
		if prepare := preparations[path.Base(name)]; prepare != nil {
			if err := prepare(d, ctx); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		for _, statement := range statements(string(text)) {
			if err := d.alter(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if _, err := d.write(ctx, cypherSetSchema, map[string]any{"schema": version + i + 1}); err != nil {
			return err
		}
	}
	return d.alter(ctx, "CALL db.awaitIndexes(1800)")
}

// preparations are what a migration needs done first that Cypher cannot do; it may be repeated too.
var preparations = map[string]func(*Driver, context.Context) error{"0006_packed_history.cypher": (*Driver).packOld}

// alter runs a statement of a migration, again when another server that migrates the store at the same time is in its
// way: each may be repeated.
func (d *Driver) alter(ctx context.Context, statement string) error {
	const tries = 20
	for try := 1; ; try++ {
		err := d.run(ctx, statement, nil)
		var server *neo4j.Neo4jError
		if err == nil || ctx.Err() != nil || try == tries || !errors.As(err, &server) || !passes(server) {
			return err
		}
		time.Sleep(time.Duration(try) * 20 * time.Millisecond)
	}
}

// passes tells whether an error comes from what others do at this moment.
func passes(e *neo4j.Neo4jError) bool {
	return e.IsRetriable() || strings.HasPrefix(e.Code, "Neo.TransientError") ||
		strings.HasSuffix(e.Code, ".ConstraintValidationFailed") ||
		strings.HasSuffix(e.Code, "AlreadyExists") || strings.HasSuffix(e.Code, "CreationFailed")
}

// statements cuts a migration at the semicolons that end its lines and drops comments.
func statements(text string) []string {
	var out []string
	for _, part := range strings.Split(text, ";\n") {
		var lines []string
		for _, line := range strings.Split(part, "\n") {
			if !strings.HasPrefix(line, "//") {
				lines = append(lines, line)
			}
		}
		if statement := strings.TrimSpace(strings.Join(lines, "\n")); statement != "" {
			out = append(out, statement)
		}
	}
	return out
}

// run executes a statement in a transaction of its own.
func (d *Driver) run(ctx context.Context, statement string, params map[string]any) error {
	session := d.session(ctx, neo4j.AccessModeWrite)
	defer d.end(ctx, session)
	result, err := session.Run(ctx, statement, params, neo4j.WithTxTimeout(schemaWithin))
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return d.explain(ctx, err)
}

// expectNothing lets the next reader take what there is. A database that does not come in time to what was written has
// been put back to an earlier state: whoever waited on would wait for ever.
func (d *Driver) expectNothing() {
	if d.written.Load() != nil {
		fresh := neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})
		d.written.Store(&fresh)
	}
}

// session sees what this program wrote before, on whichever member of a cluster it runs.
func (d *Driver) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	config := neo4j.SessionConfig{AccessMode: mode, DatabaseName: d.database}
	if written := d.written.Load(); written != nil {
		config.BookmarkManager = *written
	}
	return d.neo4j.NewSession(ctx, config)
}

// end gives a session's connection back even when the caller's context has ended.
func (d *Driver) end(ctx context.Context, s neo4j.SessionWithContext) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = s.Close(within) // a connection that cannot be reset is dropped by the pool
}

// Close implements store.Driver.
func (d *Driver) Close() error { return d.neo4j.Close(context.Background()) }

// Ping implements store.Driver.
func (d *Driver) Ping(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	return d.explain(ctx, d.neo4j.VerifyConnectivity(within))
}

// explain gives an error its meaning: a caller's context that ended is its own error; a server that cannot be reached,
// or asks to try again, is unavailable.
func (d *Driver) explain(ctx context.Context, err error) error {
	var known *graph.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		return d.explainServer(server)
	}
	if wrong := d.explainAddress(err); wrong != nil {
		return wrong
	}
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		last := limit.Errors[len(limit.Errors)-1]
		if errors.As(last, &server) {
			return d.explainServer(server)
		}
	}
	var lost *neo4j.ConnectivityError
	if limit != nil || errors.As(err, &lost) || errors.Is(err, context.DeadlineExceeded) || neo4j.IsRetryable(err) {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("the database at %s cannot be reached", d.name),
			Fix:     "check that it runs and that the address is right, then try again",
			Err:     err,
		}
	}
	return err
}

// explainAddress tells what is wrong with an address at which something else than asked for answers.
func (d *Driver) explainAddress(err error) error {
	wrong := &graph.Error{Code: graph.CodeUsage, Err: err}
	switch text := err.Error(); {
	case strings.Contains(text, "server responded HTTP"):
		wrong.Message = fmt.Sprintf("at %s a web server answers, not Bolt", d.name)
		wrong.Fix = "name the port of Bolt, which is 7687 when nobody has changed it, not that of Neo4j Browser"
	case strings.Contains(text, "check that TLS is enabled"),
		strings.Contains(text, "first record does not look like a TLS handshake"):
		wrong.Message = fmt.Sprintf("the server at %s speaks no TLS", d.name)
		wrong.Fix = "write bolt:// or neo4j:// without +s, or switch TLS on at the server (server.bolt.tls_level)"
	case strings.Contains(text, "x509: "):
		wrong.Message = fmt.Sprintf("the certificate of the server at %s is not trusted", d.name)
		wrong.Fix = "let this machine trust who issued it, or write +ssc instead of +s to take any certificate"
	default:
		return nil
	}
	return wrong
}

func (d *Driver) explainServer(e *neo4j.Neo4jError) error {
	switch {
	case e.Code == "Neo.ClientError.Security.AuthenticationRateLimit":
		return &graph.Error{
			Code: graph.CodeUnavailable,
			Message: fmt.Sprintf(
				"the database at %s has had too many failed attempts to log in and refuses all for some seconds",
				d.name,
			),
			Fix: "wait a few seconds, then try again; the password may be right",
			Err: e,
		}
	case strings.HasPrefix(e.Code, "Neo.ClientError.Security"):
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the database at %s refuses the user or the password", d.name),
			Fix:     "set CHAINCHIEF_NEO4J_USER and CHAINCHIEF_NEO4J_PASSWORD or …_PASSWORD_FILE",
			Err:     e,
		}
	case strings.HasPrefix(e.Code, "Neo.ClientError.Database.DatabaseNotFound"):
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the server at %s has no database %q", d.name, d.database),
			Fix:     "name another with CHAINCHIEF_NEO4J_DATABASE",
			Err:     e,
		}
	case strings.Contains(e.Code, "TransactionTimedOut"):
		return &graph.Error{Code: graph.CodeTimeout, Message: "the database did not answer in time", Fix: "try again", Err: e}
	case full(e):
		return &graph.Error{
			Code:    graph.CodeFull,
			Message: "the database has too little memory for this change set, nothing was changed",
			Fix:     "give it more heap (server.memory.heap.max_size)",
			Err:     e,
		}
	case e.IsRetriable(), strings.HasPrefix(e.Code, "Neo.TransientError"), strings.Contains(e.Code, "DatabaseUnavailable"):
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("the database at %s is not available now", d.name),
			Fix:     "try again",
			Err:     e,
		}
	}
	return e
}

// full tells whether an error says that memory ran out.
func full(err error) bool {
	var server *neo4j.Neo4jError
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		err = limit.Errors[len(limit.Errors)-1]
	}
	return errors.As(err, &server) &&
		(strings.HasPrefix(server.Code, "Neo.TransientError.General.MemoryPoolOutOfMemory") ||
			strings.HasPrefix(server.Code, "Neo.TransientError.General.TransactionMemoryLimit"))
}
