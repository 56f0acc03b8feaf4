// Package edge is where the server meets the network: who is at the other end of a connection, how much they may ask,
// what a browser may do with an answer, certificates, time-outs, and the numbers that are measured of it.
package edge

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

// Client is who sent a request.
type Client struct {
	Address string // without port
	Secure  bool   // it came by https, to us or to a proxy that is trusted
	Proxied bool   // a proxy that is trusted handed it on for somebody at another machine
}

type clientKey struct{}

// ClientOf is who sent the request of a context.
func ClientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

// forwarded are the headers by which proxies say for whom they ask; anybody can write them.
var forwarded = []string{
	"Forwarded",
	"X-Forwarded-For",
	"X-Forwarded-Host",
	"X-Forwarded-Port",
	"X-Forwarded-Prefix",
	"X-Forwarded-Proto",
	"X-Real-Ip",
}

// Clients finds out who sent each request. Only proxies whose address is trusted are believed, and nothing behind it
// sees what others wrote into these headers.
func Clients(trusted []netip.Prefix, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := clientOf(r, trusted)
		r = r.WithContext(context.WithValue(r.Context(), clientKey{}, c))
		r.Header = r.Header.Clone()
		for _, name := range forwarded {
			r.Header.Del(name)
		}
		h.ServeHTTP(w, r)
	})
}

func clientOf(r *http.Request, trusted []netip.Prefix) Client {
	at, known := address(r.RemoteAddr)
	if !known { // a listener that is no network
		return Client{Address: r.RemoteAddr, Secure: r.TLS != nil}
	}
	c := Client{Address: at.String(), Secure: r.TLS != nil}
	if !within(trusted, at) {
		return c
	}
	if said := last(r.Header.Values("X-Forwarded-Proto")); said != "" {
		c.Secure = strings.EqualFold(said, "https")
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, readable := address(strings.TrimSpace(hops[i]))
		if !readable { // whoever stands further left is hearsay
			break
		}
		at = hop
		if !within(trusted, at) {
			break
		}
	}
	c.Address, c.Proxied = at.String(), !at.IsLoopback()
	return c
}

// last is the last of the values of a header: the one that the nearest proxy wrote.
func last(values []string) string {
	all := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

// address reads an address, with a port or without.
func address(text string) (netip.Addr, bool) {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone(""), true
	}
	at, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return at.Unmap().WithZone(""), err == nil
}

func within(nets []netip.Prefix, at netip.Addr) bool {
	for _, n := range nets {
		if n.Contains(at) {
			return true
		}
	}
	return false
}

// Network reads a network such as 10.0.0.0/8, or a single address.
func Network(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		at, err := netip.ParseAddr(text)
		if err != nil {
			return netip.Prefix{}, err
		}
		at = at.Unmap()
		return netip.PrefixFrom(at, at.BitLen()), nil
	}
	n, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return n.Masked(), nil
}
