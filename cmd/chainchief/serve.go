package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/web"
)

type serveCmd struct {
	Addr string   `help:"Address to listen on; no accounts yet: whoever reaches it may write." default:"127.0.0.1:8080"`
	Host []string `help:"Further name under which a server of this machine answers, such as that of a proxy before it."`

	PublicURL string `name:"public-url" help:"Address under which a proxy makes it known, such as http://chains.example/app." placeholder:"URL"`
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
	public, err := publicURL(c.PublicURL)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return listenError(addr, err)
	}
	defer func() { _ = listener.Close() }()
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
		if err := g.seed(ctx, s); err != nil {
			return err
		}
	}
	pages, err := web.Handler(public.Path)
	if err != nil {
		return err
	}
	studio, done := g.studio()
	defer done()
	server := api.New(
		api.Options{
			Store:   s,
			Studio:  studio,
			Version: version,
			Pages:   pages,
			Hosts:   c.hosts(listener.Addr(), public),
			Public:  public,
		},
	)
	g.announce(listener.Addr())
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

// publicURL reads the address under which people reach the server; the zero URL when there is none beside its own.
func publicURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		u.RawQuery == "" && u.Fragment == "" && u.Path == path.Clean("/" + u.Path)[:len(u.Path)] {
		return u, nil
	}
	if err == nil {
		text = u.Redacted()
	}
	return nil, &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("%q is not an address under which people reach the pages", text),
		Fix:     "write it with --public-url as in a browser, such as http://chains.example or https://intranet.example/chains",
		Err:     err,
	}
}

// serve runs until the context ends, beside the preparation of drawings, which stops with it.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, prepare func(context.Context)) error {
	background, cancel := context.WithCancel(ctx)
	prepared := make(chan struct{})
	go func() {
		defer close(prepared)
		prepare(background)
	}()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
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

// announce says where the pages are and who can see them.
func (g *globals) announce(addr net.Addr) {
	host, port, _ := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		g.say(
			"chainchief is at http://localhost:%s (this machine only: there are no accounts yet; --addr changes it)",
			port,
		)
		return
	}
	g.say(
		"chainchief is at http://%s\n"+
			"warning: everyone who reaches this address can read and change everything: there are no accounts yet",
		addr,
	)
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

func listenError(addr string, err error) error {
	e := &graph.Error{
		Code:    graph.CodeUnavailable,
		Message: fmt.Sprintf("cannot listen on %s", addr),
		Fix:     "choose another address with --addr",
		Err:     err,
	}
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		e.Message = fmt.Sprintf("the address %s is taken by another program", addr)
		other := strings.TrimSuffix(addr, portOf(addr)) + "8081"
		e.Fix = "stop that program, or choose another port, such as --addr " + other
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
