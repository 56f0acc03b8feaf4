package edge

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
)

// issue writes a certificate for localhost and its key.
func issue(t *testing.T, cert, key, name string, until time.Time) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		DNSNames:     []string{"localhost"},
		NotBefore:    time.Now().Add(-365 * 24 * time.Hour),
		NotAfter:     until,
	}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: made},
		key:  {Type: "PRIVATE KEY", Bytes: kept},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func logging(t *testing.T) *bytes.Buffer {
	t.Helper()
	log, before := &bytes.Buffer{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log
}

const year = 365 * 24 * time.Hour

// TestCertificateIsReadAgain: a new pair is in force at the next connection, one that stands goes on; a broken pair is
// not taken and is logged once; old TLS is refused.
func TestCertificateIsReadAgain(t *testing.T) {
	log := logging(t)
	cert, key := filepath.Join(t.TempDir(), "cert"), filepath.Join(t.TempDir(), "key")
	issue(t, cert, key, "first", time.Now().Add(year))
	c, err := ReadCertificate(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	clock := time.Now()
	c.now = func() time.Time { return clock }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Proto)) }))
	go func() { _ = server.Serve(tls.NewListener(listener, c.TLS())) }()
	defer func() { _ = server.Close() }()

	connect := func(version uint16) (*tls.Conn, string) {
		clock = clock.Add(2 * lookEvery)
		open, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, MaxVersion: version})
		if err != nil {
			return nil, ""
		}
		return open, open.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	old, name := connect(tls.VersionTLS13)
	if name != "first" {
		t.Fatalf("the certificate is %q", name)
	}
	defer func() { _ = old.Close() }()
	if open, _ := connect(tls.VersionTLS11); open != nil {
		t.Error("TLS 1.1 is spoken")
	}
	if open, _ := connect(tls.VersionTLS12); open == nil {
		t.Error("TLS 1.2 is not spoken")
	}
	issue(t, cert, key, "second", time.Now().Add(year))
	if _, name := connect(0); name != "second" {
		t.Errorf("after the change: %q", name)
	}
	if _, err := old.Write([]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")); err != nil {
		t.Error(err)
	}
	answer := make([]byte, 15)
	if _, err := old.Read(answer); err != nil || string(answer) != "HTTP/1.1 200 OK" {
		t.Errorf("the connection that stood: %q %v", answer, err)
	}
	if err := os.WriteFile(cert, []byte("half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, name := connect(0); name != "second" {
			t.Errorf("after a broken change: %q", name)
		}
	}
	if n := strings.Count(log.String(), "the old one stays"); n != 1 {
		t.Errorf("logged %d times: %s", n, log)
	}
	issue(t, cert, key, "third", time.Now().Add(year))
	if _, name := connect(0); name != "third" {
		t.Errorf("after it was mended: %q", name)
	}
}

// TestCertificatesThatCannotBeUsed are refused with what is wrong with which file.
func TestCertificatesThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	issue(t, at("cert"), at("key"), "one", time.Now().Add(year))
	issue(t, at("cert2"), at("key2"), "two", time.Now().Add(year))
	if err := os.WriteFile(at("text"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ cert, key, says string }{
		{"cert", "key2", "the key in " + at("key2") + " cannot be used with the certificate in " + at("cert")},
		{"cert", "cert", "cannot be used"},
		{"text", "key", at("text") + " holds no certificate"},
		{"key", "key", at("key") + " holds no certificate"},
		{"none", "key", at("none") + " is not there"},
		{"cert", "none", at("none") + " is not there"},
		{"", "key", "cannot be read"},
	} {
		_, err := ReadCertificate(at(c.cert), at(c.key))
		var known *graph.Error
		if !errors.As(err, &known) || !strings.Contains(known.Message, c.says) || known.Fix == "" {
			t.Errorf("%s, %s: %v", c.cert, c.key, err)
		}
	}
}

// TestCertificatesThatEnd are used, and said to be over: browsers refuse them, and that is seen at once.
func TestCertificatesThatEnd(t *testing.T) {
	for _, c := range []struct {
		left time.Duration
		says string
	}{
		{-time.Hour, "has expired"},
		{7 * 24 * time.Hour, "is soon over"},
		{year, ""},
	} {
		log := logging(t)
		cert, key := filepath.Join(t.TempDir(), "cert"), filepath.Join(t.TempDir(), "key")
		issue(t, cert, key, "one", time.Now().Add(c.left))
		read, err := ReadCertificate(cert, key)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			read.looked = time.Time{}
			read.current()
		}
		if n := strings.Count(log.String(), "level=WARN"); c.says == "" && n != 0 ||
			c.says != "" && (n != 1 || !strings.Contains(log.String(), c.says)) {
			t.Errorf("%v left: %s", c.left, log)
		}
	}
}
