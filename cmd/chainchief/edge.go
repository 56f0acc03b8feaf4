package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"chainchief/graph"
	"chainchief/internal/edge"
	"chainchief/internal/store"
)

// edgeFlags say where the server stands in its network, and what it lets through.
type edgeFlags struct {
	PublicURL    string   `name:"public-url" help:"Its address in a browser, when a proxy is before it." placeholder:"URL"`
	BasePath     string   `help:"Path under which browsers reach it; without it that of --public-url." placeholder:"/PATH"`
	TrustedProxy []string `help:"Address or network of proxies that say for whom they ask." placeholder:"CIDR"`
	TLSCert      string   `help:"Certificate as PEM, for https; read again when it changes." placeholder:"FILE"`
	TLSKey       string   `help:"Its key as PEM." placeholder:"FILE"`
	MetricsAddr  string   `help:"Address of its own for /metrics, in the format of Prometheus." placeholder:"HOST:PORT"`
	Rate         float64  `help:"Requests a second of one person, ten times as many at once; 0: any." default:"30"`
}

// border is what the flags say, read and checked.
type border struct {
	public      *url.URL // the zero URL when there is none beside its own
	base        string
	trusted     []netip.Prefix
	certificate *edge.Certificate // nil: plain http
	metrics     string            // empty: none
	limits      edge.Limits
}

func (f edgeFlags) read() (b border, err error) {
	if b.public, err = publicURL(f.PublicURL); err != nil {
		return b, err
	}
	if b.base, err = basePath(f.BasePath, b.public); err != nil {
		return b, err
	}
	for _, text := range f.TrustedProxy {
		network, err := edge.Network(text)
		if err != nil {
			return b, &graph.Error{
				Code:    graph.CodeUsage,
				Message: fmt.Sprintf("%q is not the address of a proxy", text),
				Fix:     "write an address or a network with --trusted-proxy, such as 127.0.0.1 or 10.0.0.0/24",
				Err:     err,
			}
		}
		b.trusted = append(b.trusted, network)
	}
	switch {
	case f.TLSCert == "" && f.TLSKey == "":
	case f.TLSCert == "" || f.TLSKey == "":
		return b, &graph.Error{
			Code:    graph.CodeUsage,
			Message: "a certificate needs its key",
			Fix:     "name both with --tls-cert and --tls-key, or neither",
		}
	case b.public.Scheme == "http":
		return b, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("with a certificate the server speaks https, and %s says http", b.public),
			Fix:     "write --public-url with https, or leave the certificate to the proxy",
		}
	default:
		if b.certificate, err = edge.ReadCertificate(f.TLSCert, f.TLSKey); err != nil {
			return b, err
		}
	}
	if f.MetricsAddr != "" {
		if b.metrics, err = hostPort(f.MetricsAddr); err != nil {
			return b, err
		}
	}
	if !(f.Rate >= 0 && f.Rate <= 1e6) {
		return b, &graph.Error{
			Code:    graph.CodeUsage,
			Message: "nobody can ask so many times a second",
			Fix:     "write with --rate how many requests a second one person may make, such as 30; 0: any number",
		}
	}
	b.limits = edge.NewLimits(f.Rate)
	return b, nil
}

// publicURL reads the address under which people reach the server; the zero URL when there is none beside its own.
func publicURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		u.RawQuery == "" && u.Fragment == "" && clean(u.Path) {
		return u, nil
	}
	if err == nil {
		text = u.Redacted()
	}
	return nil, &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("%q is not an address under which people reach the pages", text),
		Fix:     "write it with --public-url as in a browser, such as http://chains.example or https://city.example/chains",
		Err:     err,
	}
}

// clean tells whether a path is written in the one way that names it.
func clean(p string) bool { return p == "" || p == path.Clean("/"+p) }

// basePath is the path under which browsers reach the server: empty, or such as /chains.
func basePath(text string, public *url.URL) (string, error) {
	base := strings.TrimRight(text, "/")
	wrong := func(message, fix string) (string, error) {
		return "", &graph.Error{Code: graph.CodeUsage, Message: message, Fix: fix}
	}
	switch {
	case !clean(base) || strings.ContainsAny(base, "?#%\\ \"<>;"):
		return wrong(fmt.Sprintf("%q is not a path", text), "write --base-path as in a browser, such as /chains")
	case base == "":
		return public.Path, nil
	case public.Host != "" && public.Path != base:
		return wrong(fmt.Sprintf("--base-path says %s, and --public-url says %s", base, public),
			"write the same path in both, or leave out --base-path")
	}
	return base, nil
}

// figures are what /metrics says of a server.
func figures(s *store.Store, p *people) *edge.Metrics {
	return edge.NewMetrics(edge.Probes{
		Version: version,
		Revision: func(ctx context.Context) (int64, error) {
			head, err := s.Head(ctx)
			return int64(head.Revision), err
		},
		AppDB:    p.book.Ping,
		Sessions: p.book.CountSessions,
	})
}

// measured answers /metrics beside the server, at an address of its own, until stop.
func (b border) measured(m *edge.Metrics) (stop func(), err error) {
	if b.metrics == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", b.metrics)
	if err != nil {
		return nil, listenError("--metrics-addr", b.metrics, err)
	}
	if !loopback(listener.Addr()) {
		slog.Warn("the figures can be read by everybody who reaches their address", "address", listener.Addr().String())
	}
	server := edge.NewServer(m.Handler())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("the figures are not answered any more", "error", err)
		}
	}()
	return func() { _ = server.Close(); <-done }, nil
}
