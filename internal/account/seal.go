package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/appdb"

	"golang.org/x/crypto/chacha20poly1305"
)

// Secrets of second factors must be read to be checked, so they are sealed: sealed:KEY:DATA, where KEY names the key
// and DATA is XChaCha20-Poly1305, nonce first, bound to the name of the account. The key lies in a file of its own, so
// that a copy of the database alone opens none.
const sealMark = "sealed:"

// key reads the key. When there is no file yet, make makes one.
func (b *Book) key(make bool) ([]byte, error) {
	data, err := os.ReadFile(b.o.KeyFile)
	if errors.Is(err, fs.ErrNotExist) && make {
		if err = b.makeKey(); err == nil {
			data, err = os.ReadFile(b.o.KeyFile)
		}
	}
	if err != nil {
		return nil, b.noKey("cannot be read", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(key) != chacha20poly1305.KeySize {
		return nil, b.noKey("holds no key: 32 bytes in base64", err)
	}
	return key, nil
}

func (b *Book) makeKey() error {
	var key [chacha20poly1305.KeySize]byte
	_, _ = rand.Read(key[:]) // never fails
	f, err := os.OpenFile(b.o.KeyFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) { // another process has made it just now
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key[:]) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		err = errors.Join(err, os.Remove(b.o.KeyFile)) // half a key is none
	}
	return err
}

// noKey says what is wrong with the key. Where it lies and what to do stands in the log of the server only.
func (b *Book) noKey(what string, err error) error {
	if b.o.KeyFile == "" {
		what = "is not named"
	}
	slog.Error("the file with the key of second factors "+what+": put it back, or name it with "+
		"CHAINCHIEF_SECRET_KEY_FILE; when it is lost, chainchief user factor-off NAME lets each set theirs up anew",
		"file", b.o.KeyFile, "error", err)
	return refuse("factor.no_key", "the key of second factors is missing on the server, or is another one: ask who runs "+
		"it; recovery codes work meanwhile", "服务器上缺少二次验证的密钥，或密钥不符，请联系运维；这期间可用备用码登录")
}

func keyName(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:4])
}

// seal seals a secret of an account. A key is made only as long as nothing was sealed with another one.
func (b *Book) seal(ctx context.Context, c appdb.Conn, name, secret string) (string, error) {
	sealed, err := records(ctx, c, "WHERE secret LIKE '"+sealMark+"%'")
	if err != nil {
		return "", err
	}
	key, err := b.key(len(sealed) == 0)
	if err != nil {
		return "", err
	}
	if len(sealed) > 0 && !strings.HasPrefix(sealed[0].secret, sealMark+keyName(key)+":") {
		return "", b.noKey("is not the one that secrets were sealed with", nil)
	}
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	data := box.Seal(nonce, nonce, []byte(secret), []byte(name))
	return sealMark + keyName(key) + ":" + base64.RawStdEncoding.EncodeToString(data), nil
}

// unsealed is the secret of an account. One of an earlier version stands as it is.
func (b *Book) unsealed(r record) (string, error) {
	rest, is := strings.CutPrefix(r.secret, sealMark)
	if !is {
		return r.secret, nil
	}
	key, err := b.key(false)
	if err != nil {
		return "", err
	}
	with, text, _ := strings.Cut(rest, ":")
	if with != keyName(key) {
		return "", b.noKey("is not the one that this secret was sealed with", nil)
	}
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return "", err
	}
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err == nil && len(data) < box.NonceSize() {
		err = errors.New("too short")
	}
	var secret []byte
	if err == nil {
		secret, err = box.Open(nil, data[:box.NonceSize()], data[box.NonceSize():], []byte(r.Name))
	}
	if err != nil {
		return "", &graph.Error{
			Code:    graph.CodeDamagedStore,
			Message: fmt.Sprintf("the secret of the second factor of %s was changed", r.Name),
			Fix:     "switch this second factor off and set it up anew",
			Err:     err,
		}
	}
	return string(secret), nil
}

// sealAll seals what an earlier version kept as it is; without a key that stays so, and works. It says in the log when
// what was sealed cannot be opened.
func (b *Book) sealAll(ctx context.Context) error {
	var found []record
	err := b.db.Read(ctx, func(ctx context.Context, c appdb.Conn) (err error) {
		found, err = records(ctx, c, "WHERE secret <> ''")
		return err
	})
	if err != nil {
		return err
	}
	sealed := func(r record) bool { return strings.HasPrefix(r.secret, sealMark) }
	if at := slices.IndexFunc(found, sealed); at >= 0 {
		_, _ = b.unsealed(found[at]) // says it
	}
	if !slices.ContainsFunc(found, func(r record) bool { return !sealed(r) }) {
		return nil
	}
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		found, err := records(ctx, c, "WHERE secret <> '' AND secret NOT LIKE '"+sealMark+"%'")
		for _, r := range found {
			if err == nil {
				r.secret, err = b.seal(ctx, c, r.Name, r.secret)
			}
			if err == nil {
				err = r.keep(ctx, c)
			}
		}
		return err
	})
	var refused *Refused
	if errors.As(err, &refused) {
		slog.Warn("secrets of second factors stand unsealed in the application database", "error", err)
		return nil
	}
	return err
}
