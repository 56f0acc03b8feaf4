package edge

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func networks(t *testing.T, texts ...string) (out []netip.Prefix) {
	t.Helper()
	for _, text := range texts {
		n, err := Network(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

// TestOnlyTrustedProxiesAreBelieved: what a caller writes about itself counts for nothing; a chain of proxies is read
// from its end up to the first address that is none of ours.
func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	trusted := networks(t, "127.0.0.1", "10.0.0.0/8", "fd00::/8")
	for name, c := range map[string]struct {
		from  string
		tags  []string // header, value, …
		want  Client
		trust []netip.Prefix
	}{
		"no proxy": {from: "192.0.2.7:1", want: Client{Address: "192.0.2.7"}},
		"forged": {
			from: "192.0.2.7:1",
			tags: []string{"X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "https", "X-Real-Ip", "10.0.0.1"},
			want: Client{Address: "192.0.2.7"},
		},
		"nothing is trusted": {
			from:  "127.0.0.1:1",
			tags:  []string{"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"},
			want:  Client{Address: "127.0.0.1"},
			trust: []netip.Prefix{},
		},
		"through one": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"},
			want: Client{Address: "192.0.2.7", Secure: true, Proxied: true},
		},
		"forged before one": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "127.0.0.1, 10.9.9.9, 192.0.2.7", "X-Forwarded-Proto", "http"},
			want: Client{Address: "192.0.2.7", Proxied: true},
		},
		"through two, in two lines": {
			from: "10.0.0.2:1",
			tags: []string{"X-Forwarded-For", "1.1.1.1, 192.0.2.7", "X-Forwarded-For", "10.0.0.3"},
			want: Client{Address: "192.0.2.7", Proxied: true},
		},
		"a scheme that was forged before the proxy's own": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https", "X-Forwarded-Proto", "http"},
			want: Client{Address: "192.0.2.7", Proxied: true},
		},
		"words that are no address": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "192.0.2.9, <script>, 10.0.0.4"},
			want: Client{Address: "10.0.0.4", Proxied: true},
		},
		"unknown": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "unknown"},
			want: Client{Address: "127.0.0.1"},
		},
		"with ports": {
			from: "[fd00::1]:1",
			tags: []string{"X-Forwarded-For", "[2001:db8::7]:443, 10.0.0.4:8080"},
			want: Client{Address: "2001:db8::7", Proxied: true},
		},
		"an old address in a new form": {
			from: "[::ffff:127.0.0.1]:1",
			tags: []string{"X-Forwarded-For", "::ffff:192.0.2.7"},
			want: Client{Address: "192.0.2.7", Proxied: true},
		},
		"somebody at the machine of the proxy": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "127.0.0.1"},
			want: Client{Address: "127.0.0.1"},
		},
		"ours only": {
			from: "127.0.0.1:1",
			tags: []string{"X-Forwarded-For", "10.0.0.9"},
			want: Client{Address: "10.0.0.9", Proxied: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = c.from
			for i := 0; i < len(c.tags); i += 2 {
				r.Header.Add(c.tags[i], c.tags[i+1])
			}
			if c.trust == nil {
				c.trust = trusted
			}
			var got Client
			Clients(c.trust, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got = ClientOf(r.Context())
				for _, name := range forwarded {
					if r.Header.Get(name) != "" {
						t.Errorf("%s is handed on: %q", name, r.Header.Get(name))
					}
				}
			})).ServeHTTP(httptest.NewRecorder(), r)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNetworks(t *testing.T) {
	for text, want := range map[string]string{
		"10.1.2.3":          "10.1.2.3/32",
		"10.1.2.3/8":        "10.0.0.0/8",
		"fd00::1/8":         "fd00::/8",
		"::ffff:10.0.0.1":   "10.0.0.1/32",
		"10.0.0.0/33":       "",
		"proxy.example":     "",
		"":                  "",
		"10.0.0.1:80":       "",
		"10.0.0.0/8,1.1.1.": "",
	} {
		if n, err := Network(text); (err == nil) != (want != "") || err == nil && n.String() != want {
			t.Errorf("%q: %v, %v", text, n, err)
		}
	}
}
