package main

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestServeByHTTPS: with a certificate the server speaks https only, says so, and can be asked for its health; its
// figures are at an address of their own, the log is one of programs.
func TestServeByHTTPS(t *testing.T) {
	cert, key := certified(t, t.TempDir())
	figures := "127.0.0.1:" + freePort(t)
	n := startNode(t, append(os.Environ(),
		"CHAINCHIEF_TLS_CERT="+cert,
		"CHAINCHIEF_TLS_KEY="+key,
		"CHAINCHIEF_METRICS_ADDR="+figures,
		"CHAINCHIEF_LOG_FORMAT=json",
		"CHAINCHIEF_LOG_LEVEL=debug",
		"CHAINCHIEF_BASE_PATH=/chains",
	), "with https")
	if !strings.HasPrefix(n.url, "https://") {
		t.Fatalf("it is at %s", n.url)
	}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		ForceAttemptHTTP2: true,
	}}
	get := func(address string) (answer http.Response, text string) {
		t.Helper()
		got, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = got.Body.Close() }()
		data, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		return *got, string(data)
	}
	for _, path := range []string{"/api/v1/meta", "/chains/api/v1/meta"} {
		answer, text := get(n.url + path)
		if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 ||
			answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %s %d %v %.200s", path, answer.Proto, answer.StatusCode, answer.Header, text)
		}
	}
	plain := strings.Replace(n.url, "https", "http", 1)
	if answer, _ := get(plain + "/readyz"); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("plain http is answered with %d", answer.StatusCode)
	}
	addr := strings.TrimPrefix(n.url, "https://")
	if out, err := command(os.Environ(), "health", "--addr", addr, "--tls-cert", cert); err != nil {
		t.Errorf("its health: %v %s", err, out)
	}
	if _, text := get("http://" + figures + "/metrics"); !strings.Contains(text, `route="/api/v1/meta"} 2`) ||
		!strings.Contains(text, "chainchief_store_revision 2\n") || !strings.Contains(text, "chainchief_appdb_up 1\n") {
		t.Errorf("figures: %.3000s", text)
	}
	log, err := os.ReadFile(n.log.Name())
	if err != nil || !strings.Contains(string(log), `"msg":"answered","actor":"alone","via":"alone","from":"127.0.0.1"`) {
		t.Errorf("%v %.2000s", err, log)
	}
}

// TestEdgesThatCannotBe are refused before anything is opened, with what is wrong and what to write.
func TestEdgesThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	cert, key := certified(t, dir)
	other := filepath.Join(dir, "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	_, strange := certified(t, other)
	for says, args := range map[string][]string{
		"is not the address of a proxy":                {"--trusted-proxy", "proxy.example"},
		`"10.0.0.0/99" is not the address`:             {"--trusted-proxy", "127.0.0.1", "--trusted-proxy", "10.0.0.0/99"},
		`"chains" is not a path`:                       {"--base-path", "chains"},
		`"/a/../b" is not a path`:                      {"--base-path", "/a/../b"},
		`"/a?b" is not a path`:                         {"--base-path", "/a?b"},
		"--base-path says /a, and --public-url says":   {"--base-path", "/a", "--public-url", "https://city.example/b"},
		"a certificate needs its key":                  {"--tls-cert", cert},
		"cannot be used with the certificate":          {"--tls-cert", cert, "--tls-key", strange},
		"is not there":                                 {"--tls-cert", cert, "--tls-key", key + "x"},
		"the server speaks https":                      {"--tls-cert", cert, "--tls-key", key, "--public-url", "http://a"},
		`"9464" is not an address with a port`:         {"--metrics-addr", "9464"},
		"nobody can ask so many times":                 {"--rate=-1"},
		"is not an address under which people reach":   {"--public-url", "city.example"},
		`"https://a.example/b/../c" is not an address`: {"--public-url", "https://a.example/b/../c"},
		"must be one of \"text\",\"json\"":             {"--log-format", "xml"},
		"choose another address with --metrics-addr":   {"--addr", "127.0.0.1:0", "--metrics-addr", "192.0.2.1:9464"},
	} {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var out, said strings.Builder
		code := run(ctx, append([]string{"serve", "--data", t.TempDir()}, args...), &out, &said)
		if code == 0 || !strings.Contains(said.String(), says) {
			t.Errorf("%v: %d %s", args, code, said.String())
		}
	}
}

func TestBasePaths(t *testing.T) {
	for _, c := range []struct{ path, public, want string }{
		{"", "", ""},
		{"/", "", ""},
		{"/chains/", "", "/chains"},
		{"", "https://city.example/chains", "/chains"},
		{"/chains", "https://city.example/chains/", "/chains"},
		{"/a/链", "", "/a/链"},
	} {
		b, err := edgeFlags{BasePath: c.path, PublicURL: c.public}.read()
		if err != nil || b.base != c.want {
			t.Errorf("%q under %q: %q, %v", c.path, c.public, b.base, err)
		}
	}
}
