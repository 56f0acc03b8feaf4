package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/edge"
	"chainchief/internal/web"
)

type serveCmd struct {
	Addr string   `help:"Address to listen on; other than this machine's only with accounts." default:"127.0.0.1:8080"`
	Host []string `help:"Further name under which a server of this machine answers, such as that of a proxy before it."`

	edgeFlags `embed:""`

	OIDC oidcFlags `embed:"" prefix:"oidc-"`
	LDAP ldapFlags `embed:"" prefix:"ldap-"`
}

// drain is how long requests in flight may take to finish after a stop.
const drain = 10 * time.Second

// Run serves until it is stopped; then it finishes what is in flight.
func (c *serveCmd) Run(ctx context.Context, g *globals) error {
	if err := g.fonts(); err != nil {
		return err
	}
	addr, err := hostPort(c.Addr)
	if err != nil {
		return err
	}
	b, err := c.edgeFlags.read()
	if err != nil {
		return err
	}
	provider, err := c.OIDC.provider(b.public)
	if err != nil {
		return err
	}
	directory, err := c.LDAP.directory()
	if err != nil {
		return err
	}
	content, all, err := g.content()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return listenError("--addr", addr, err)
	}
	defer func() { _ = listener.Close() }()
	people, err := g.peopleOf(ctx, directory)
	if err != nil {
		return err
	}
	defer func() { _ = people.Close() }()
	reached := !loopback(listener.Addr())
	some, err := people.book.Any(ctx)
	if err != nil {
		return err
	}
	if reached && !some {
		return noAccounts(listener.Addr())
	}
	s, err := g.openAt(ctx, g.Store, mayMake)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	if head.Revision == 0 {
		g.say("the store is empty")
		if err := g.seed(ctx, s, content); err != nil {
			return err
		}
	} else if g.Seeds != "" {
		if err := sameCity(ctx, s, content); err != nil {
			return err
		}
	}
	pages, err := web.Handler(b.base)
	if err != nil {
		return err
	}
	studio, done := studio(s)
	defer done()
	metrics := figures(s, people)
	unmeasured, err := b.measured(metrics)
	if err != nil {
		return err
	}
	defer unmeasured()
	server := api.New(
		api.Options{
			Store:   s,
			Lists:   all,
			Studio:  studio,
			Version: version,
			Pages:   pages,
			Hosts:   c.hosts(listener.Addr(), b.public),
			Public:  b.public,
			Base:    b.base,
			Trusted: b.trusted,
			Limits:  b.limits,
			Metrics: metrics,

			Drafts:   people.drafts,
			Mappings: people.mappings,
			Accounts: people.book,
			Audit:    people.record,
			Settings: people.settings,
			Sendings: people.sendings,
			Provider: provider,
			Reached:  reached,
		},
	)
	if err := g.announce(ctx, listener.Addr(), b, people); err != nil {
		return err
	}
	if b.certificate != nil {
		listener = tls.NewListener(listener, b.certificate.TLS())
	}
	return serve(ctx, listener, server.Handler(), server.Prepare)
}

// hosts are the names under which the server answers: on an address of this machine only its own names, so that no web
// site gets at it by a name that is made to point here; on another address, any.
func (c *serveCmd) hosts(addr net.Addr, public *url.URL) []string {
	host, _, _ := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil
	}
	names := append([]string{"localhost", "127.0.0.1", "::1", host}, c.Host...)
	if public.Host != "" {
		names = append(names, strings.ToLower(public.Hostname()))
	}
	return names
}

// serve runs until the context ends, beside the preparation of drawings, which stops with it.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, prepare func(context.Context)) error {
	background, cancel := context.WithCancel(ctx)
	prepared := make(chan struct{})
	go func() {
		defer close(prepared)
		prepare(background)
	}()
	server := edge.NewServer(handler)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		stop, done := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer done()
		err = server.Shutdown(stop)
		if closed := <-failed; err == nil {
			err = closed
		}
	}
	cancel()
	<-prepared
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// loopback tells whether only this machine reaches an address.
func loopback(addr net.Addr) bool {
	host, _, _ := net.SplitHostPort(addr.String())
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func noAccounts(addr net.Addr) error {
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("others would reach %s, and there are no accounts: whoever comes could change everything", addr),
		Fix:     "make the first account with chainchief user add NAME --role admin, or leave --addr out",
	}
}

// announce says where the pages are, who can see them, and how the first account is made.
func (g *globals) announce(ctx context.Context, addr net.Addr, b border, p *people) error {
	_, port, _ := net.SplitHostPort(addr.String())
	scheme := "http://"
	if b.certificate != nil {
		scheme = "https://"
	}
	here := scheme + "localhost:" + port + b.base
	if !loopback(addr) {
		g.say("chainchief is at %s%s%s (sign in with an account)", scheme, addr, b.base)
		return nil
	}
	link, err := p.book.First(ctx)
	if err != nil {
		return err
	}
	if link == "" {
		g.say("chainchief is at %s (this machine only; sign in with an account)", here)
		return nil
	}
	g.say("chainchief is at %s (this machine only: there are no accounts yet; --addr changes it)", here)
	if b.public.Host != "" && len(b.trusted) == 0 {
		g.say("warning: everyone who reaches %s can read and change everything until there is an account", b.public)
	}
	g.say("make the first account at %s/first#%s (works once, within a day), or with chainchief user add", here, link)
	return nil
}

// hostPort completes an address to one that others cannot reach unless it says so: without a host it is this machine
// only.
func hostPort(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%q is not an address with a port", addr),
			Fix: "write HOST:PORT with --addr, such as 127.0.0.1:8080, or 0.0.0.0:8080 to be reached " +
				"from other machines",
			Err: err,
		}
	}
	return net.JoinHostPort(cmp.Or(host, "127.0.0.1"), port), nil
}

func listenError(flag, addr string, err error) error {
	e := &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: fmt.Sprintf("cannot listen on %s", addr),
		Fix:     "choose another address with " + flag,
		Err:     err,
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		e.Message = fmt.Sprintf("the address %s is taken by another program", addr)
		other := strings.TrimSuffix(addr, portOf(addr)) + "8081"
		e.Fix = "stop that program, or choose another port, such as " + flag + " " + other
	case errors.Is(err, syscall.EACCES):
		e.Message = fmt.Sprintf("this user may not listen on %s", addr)
	}
	return e
}

func portOf(addr string) string {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	return port
}
