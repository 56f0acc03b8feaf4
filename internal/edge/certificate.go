package edge

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"chainchief/graph"
)

// Certificate is a pair of files that is read again when they change, so that a new one is in force without a start.
// A new pair that is broken is not taken: the old one stays.
type Certificate struct {
	cert, key string
	now       func() time.Time

	mu     sync.Mutex
	pair   *tls.Certificate
	seen   [2]stamp // of the files that were tried last
	looked time.Time
	warned time.Time
}

// stamp tells one state of a file from another.
type stamp struct {
	changed time.Time
	size    int64
}

const (
	lookEvery = time.Second // at the files, when somebody connects
	warnEvery = 24 * time.Hour
	warnFrom  = 14 * 24 * time.Hour // before the end
)

// ReadCertificate reads a certificate, with those that it is signed by, and its key, both as PEM.
func ReadCertificate(cert, key string) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key, now: time.Now}
	c.seen = c.stamps()
	var err error
	if c.pair, err = pairOf(cert, key); err != nil {
		return nil, err
	}
	c.warn()
	return c, nil
}

// TLS is how connections are made by it.
func (c *Certificate) TLS() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil },
	}
}

// Span is from when until when browsers believe it.
func (c *Certificate) Span() (from, until time.Time) {
	leaf := c.current().Leaf
	return leaf.NotBefore, leaf.NotAfter
}

func (c *Certificate) current() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Sub(c.looked) < lookEvery {
		return c.pair
	}
	c.looked = now
	if seen := c.stamps(); seen != c.seen {
		c.seen = seen
		pair, err := pairOf(c.cert, c.key)
		if err != nil {
			slog.Error("the new certificate is not taken, the old one stays", "error", err)
		} else {
			c.pair, c.warned = pair, time.Time{}
			slog.Info("a new certificate is in force", "until", pair.Leaf.NotAfter)
		}
	}
	c.warn()
	return c.pair
}

// warn says once a day that the certificate is over, or soon is.
func (c *Certificate) warn() {
	now, leaf := c.now(), c.pair.Leaf
	if now.Sub(c.warned) < warnEvery || now.After(leaf.NotBefore) && now.Before(leaf.NotAfter.Add(-warnFrom)) {
		return
	}
	c.warned = now
	what := "the certificate is soon over"
	switch {
	case now.After(leaf.NotAfter):
		what = "the certificate has expired: browsers refuse it"
	case now.Before(leaf.NotBefore):
		what = "the certificate is not yet valid: browsers refuse it"
	}
	slog.Warn(what, "file", c.cert, "from", leaf.NotBefore, "until", leaf.NotAfter)
}

func (c *Certificate) stamps() (out [2]stamp) {
	for i, path := range []string{c.cert, c.key} {
		if about, err := os.Stat(path); err == nil {
			out[i] = stamp{about.ModTime(), about.Size()}
		}
	}
	return out
}

func pairOf(cert, key string) (*tls.Certificate, error) {
	wrong := func(message, fix string, err error) error {
		return &graph.Error{Code: graph.CodeUsage, Message: message, Fix: fix, Err: err}
	}
	var texts [2][]byte
	for i, path := range []string{cert, key} {
		var err error
		if texts[i], err = os.ReadFile(path); err != nil {
			why := "cannot be read"
			if errors.Is(err, os.ErrNotExist) {
				why = "is not there"
			} else if errors.Is(err, os.ErrPermission) {
				why = "may not be read by this user"
			}
			return nil, wrong(fmt.Sprintf("the file %s %s", path, why), "check --tls-cert and --tls-key", err)
		}
	}
	pair, err := tls.X509KeyPair(texts[0], texts[1])
	if err == nil {
		return &pair, nil
	}
	if !holdsCertificate(texts[0]) {
		return nil, wrong(fmt.Sprintf("the file %s holds no certificate", cert),
			"it begins with -----BEGIN CERTIFICATE-----; the server's own stands first, those it is signed by follow", err)
	}
	return nil, wrong(fmt.Sprintf("the key in %s cannot be used with the certificate in %s", key, cert),
		"it must be the unencrypted PEM key that the certificate was made for", err)
}

// holdsCertificate tells whether the first certificate of a text can be read.
func holdsCertificate(text []byte) bool {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			_, err := x509.ParseCertificate(block.Bytes)
			return err == nil
		}
	}
	return false
}
