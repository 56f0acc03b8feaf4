package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/api"
	"chainchief/internal/appdb"
	"chainchief/internal/audit"
	"chainchief/internal/decision"
	"chainchief/internal/edge"
	"chainchief/internal/settings"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"

	"golang.org/x/time/rate"
)

type benchSessionsCmd struct {
	Sessions int           `help:"How many are open." default:"1000" placeholder:"N"`
	Rate     float64       `help:"Requests a second, of all together." default:"500" placeholder:"N"`
	For      time.Duration `help:"How long." default:"10m" placeholder:"TIME"`
	Every    time.Duration `help:"After how long a line is printed." default:"1m" placeholder:"TIME"`
}

// benchSessions is a line of the outcome for programs: of the time since the line before.
type benchSessions struct {
	Seconds  float64 `json:"seconds"` // since the beginning
	Requests int     `json:"requests"`
	Rate     float64 `json:"rate"` // requests a second
	Failures int     `json:"failures"`
	P50      float64 `json:"p50_ms"`
	P99      float64 `json:"p99_ms"`
	MB       float64 `json:"mb"` // resident memory of this process, which is both who asks and who answers
}

// questions are what people with sessions ask for, in turn.
var questions = []string{
	"/meta", "/session", "/chains", "/chains/optoelectronics", "/gaps?limit=50", "/enterprises?limit=50",
	"/enterprises/sanan-hubei", "/search?q=%E5%85%89", "/history?limit=20", "/chains/new-energy/structure",
}

// askers is how many ask at once.
const askers = 64

// Run opens sessions of all roles that read, of all chains and of two, and asks over HTTP at an even pace.
func (b *benchSessionsCmd) Run(ctx context.Context, g *globals) error {
	if b.Sessions < 1 || b.Rate <= 0 || b.For <= 0 || b.Every <= 0 {
		return &graph.Error{Code: graph.CodeUsage, Message: "nothing to ask", Fix: "give numbers above 0"}
	}
	dir, err := os.MkdirTemp("", "chainchief-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := appdb.Open(ctx, filepath.Join(dir, "app.db"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	set := settings.New(db, nil)
	book, err := account.Open(ctx, db, account.Options{Settings: set})
	if err != nil {
		return err
	}
	content, err := seeds.Load()
	if err != nil {
		return err
	}
	s := store.New(memstore.Open())
	if _, err := decision.New(s).Apply(ctx, content); err != nil {
		return err
	}
	tokens, err := b.open(ctx, book)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	handler := api.New(api.Options{
		Store:    s,
		Version:  version,
		Accounts: book,
		Audit:    audit.New(db, nil),
		Settings: set,
		Limits:   edge.NewLimits(b.Rate), // of each person: nobody is held up
	}).Handler()
	server := edge.NewServer(handler)
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	return b.ask(ctx, g, "http://"+listener.Addr().String()+"/api/v1", tokens)
}

// open makes accounts, ten sessions each, and begins their sessions.
func (b *benchSessionsCmd) open(ctx context.Context, book *account.Book) (tokens []string, err error) {
	boss := account.Account{Name: "boss", Post: "boss", Roles: []access.Role{access.Admin}}
	if _, err := book.Add(ctx, boss); err != nil {
		return nil, err
	}
	roles := []access.Role{access.Leader, access.Staff, access.Keeper, access.Reader}
	const each = 10
	var a account.Account
	for i := range b.Sessions {
		if n := i / each; i%each == 0 {
			a = account.Account{
				Name:  fmt.Sprintf("one-%d", n),
				Post:  fmt.Sprintf("post %d", n),
				Roles: roles[n%len(roles) : n%len(roles)+1],
			}
			if n%2 == 1 {
				a.Chains = []graph.ID{"chain:optoelectronics", "chain:new-energy"}
			}
			if a, err = book.Add(ctx, a); err != nil {
				return nil, err
			}
		}
		token, err := book.Start(ctx, a, "", account.Place{Address: "127.0.0.1"})
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, nil
}

// ask asks at an even pace and prints a line now and then.
func (b *benchSessionsCmd) ask(ctx context.Context, g *globals, base string, tokens []string) error {
	ctx, cancel := context.WithTimeout(ctx, b.For)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: askers}, Timeout: time.Minute}
	pace := rate.NewLimiter(rate.Limit(b.Rate), askers)
	var mu sync.Mutex
	var took []time.Duration
	failures, first := 0, error(nil)
	turns := make(chan int)
	var group sync.WaitGroup
	for range askers {
		group.Go(func() {
			for n := range turns {
				began := time.Now()
				err := once(ctx, client, base+questions[n%len(questions)], tokens[n%len(tokens)])
				mu.Lock()
				if took = append(took, time.Since(began)); err != nil && ctx.Err() == nil {
					failures++
					first = errors.Join(first, err)
				}
				mu.Unlock()
			}
		})
	}
	go func() {
		defer close(turns)
		for n := 0; pace.Wait(ctx) == nil; n++ {
			turns <- n
		}
	}()
	if !g.JSON {
		g.printf("%8s %9s %9s %9s %9s %9s %8s\n", "seconds", "requests", "per s", "failures", "p50 ms", "p99 ms", "MB")
	}
	began, before := time.Now(), time.Now()
	var lines []benchSessions
	for done := false; !done; {
		select {
		case <-time.After(b.Every):
		case <-ctx.Done():
			group.Wait()
			done = true
		}
		mu.Lock()
		line := lineOf(took, failures, time.Since(before))
		took, failures, before = nil, 0, time.Now()
		mu.Unlock()
		line.Seconds = time.Since(began).Seconds()
		if line.MB, _, _ = memory(); line.Requests == 0 {
			continue
		}
		if lines = append(lines, line); !g.JSON {
			g.printf("%8.0f %9d %9.1f %9d %9.2f %9.2f %8.1f\n",
				line.Seconds, line.Requests, line.Rate, line.Failures, line.P50, line.P99, line.MB)
		}
	}
	if first != nil {
		g.say("failures: %v", first)
	}
	if g.JSON {
		return g.writeJSON(lines)
	}
	return nil
}

// once asks for one thing with a session.
func once(ctx context.Context, client *http.Client, address, token string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: "chainchief_session", Value: token})
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	// a chain that is not among somebody's is not there
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNotFound {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	return nil
}

// lineOf sums up a time.
func lineOf(took []time.Duration, failures int, during time.Duration) benchSessions {
	line := benchSessions{Requests: len(took), Failures: failures, Rate: float64(len(took)) / during.Seconds()}
	if len(took) == 0 {
		return line
	}
	slices.Sort(took)
	ms := func(part float64) float64 {
		return float64(took[int(part*float64(len(took)-1))].Microseconds()) / 1000
	}
	line.P50, line.P99 = ms(0.5), ms(0.99)
	return line
}
