package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"time"

	"chainchief/graph"
)

type healthCmd struct {
	Addr    string `help:"Address that the server listens on." default:"127.0.0.1:8080"`
	TLSCert string `help:"As the server has it: it is asked by https; its certificate is not checked." placeholder:"FILE"`
}

// healthWithin is how long a server may take to say that it is ready; it asks its store.
const healthWithin = 8 * time.Second

// Run asks a server that runs whether it and its store answer: the health check of a container image without a shell.
func (c *healthCmd) Run(ctx context.Context, g *globals) error {
	addr, err := hostPort(c.Addr)
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	scheme := "http://"
	if c.TLSCert != "" {
		scheme = "https://"
	}
	request, err := http.NewRequestWithContext(within, http.MethodGet, scheme+addr+"/readyz", http.NoBody)
	if err != nil {
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%q is not an address", addr),
			Fix:     "write HOST:PORT with --addr",
			Err:     err,
		}
	}
	client := http.Client{Transport: &http.Transport{ // no proxy: it is about this machine, which no certificate names
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
	}}
	answer, err := client.Do(request)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("nothing answers at %s", addr),
			Fix:     "start chainchief serve, or name its address with --addr",
			Err:     err,
		}
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return &graph.Error{
			Code:    graph.CodeUnavailable,
			Message: fmt.Sprintf("the server at %s answers, but not its store (status %d)", addr, answer.StatusCode),
			Fix:     "check the database",
		}
	}
	g.say("ready")
	return nil
}
