package account

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"chainchief/internal/appdb"

	"github.com/ccojocar/zxcvbn-go"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is the work of argon2id: memory in KiB and passes over it.
type Cost struct{ Memory, Passes uint32 }

// DefaultCost takes about a tenth of a second of one core, and more than OWASP's least (19 MiB, 2 passes).
var DefaultCost = Cost{48 << 10, 2}

const (
	saltLength = 16
	keyLength  = 32
	least      = 10 // characters of a password
	most       = 128
)

// atOnce bounds the memory of passwords that are worked out: others wait.
var atOnce = runtime.NumCPU()

// secret is a random text of 160 bits.
func secret() string {
	var random [20]byte
	_, _ = rand.Read(random[:]) // never fails
	return hex.EncodeToString(random[:])
}

// digest is how secrets that nobody could guess are kept.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// hash is a password as it is kept, in the form of the Password Hashing Competition.
func (c Cost) hash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.Passes, c.Memory, 1, keyLength)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.Memory, c.Passes, b64(salt), b64(key))
}

// same tells whether a password is the one that is kept.
func same(password, kept string) bool {
	parts := strings.Split(kept, "$")
	var c Cost
	if len(parts) != 6 {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.Memory, &c.Passes); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	return err == nil && subtle.ConstantTimeCompare([]byte(c.hash(password, salt)), []byte(kept)) == 1
}

// working waits for its turn to work out a password.
func (b *Book) working(ctx context.Context, do func()) error {
	select {
	case b.hashing <- struct{}{}:
		defer func() { <-b.hashing }()
		do()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// known are words that somebody who guesses tries first, here.
var known = []string{
	"chainchief", "ezhou", "hubei", "lianzhang", "chanye", "woaini", "wo ai ni", "5201314", "1314520",
	"鄂州", "湖北", "链长", "产业链", "密码", "我爱你", "一二三四五六七八九十", "零一二三四五六七八九", "壹贰叁肆伍陆柒捌玖拾",
}

// few characters, each another one, are no password, and what is left of one without the words that everybody knows is
// none either. zxcvbn knows neither words nor repetitions of Chinese.
const few = 5

// poor tells whether little is left of a password without repetitions and words that somebody tries first.
func poor(password string, words []string) bool {
	left := strings.ToLower(password)
	for _, word := range words {
		if utf8.RuneCountInString(word) > 1 {
			left = strings.ReplaceAll(left, canonical(word), "")
		}
	}
	different := map[rune]bool{}
	for _, r := range left {
		different[r] = true
	}
	return len(different) < few
}

// strong refuses a password that is short, or soon guessed, in the form in which it is kept.
func strong(password string, words ...string) error {
	valid := utf8.ValidString(password)
	password = norm.NFKC.String(password)
	n := utf8.RuneCountInString(password)
	switch {
	case !valid, n < least, n > most:
		return refuse("password.length", fmt.Sprintf("a password has %d to %d characters", least, most),
			fmt.Sprintf("密码为 %d–%d 个字符", least, most))
	}
	const looked = 40 // the rest does not make it weaker
	start := string([]rune(strings.ToLower(password))[:min(n, looked)])
	words = append(words, known...)
	if poor(password, words) || zxcvbn.PasswordStrength(start, words).Score < 2 {
		return refuse("password.common", "this password is soon guessed: it is a common one, a row of keys, a repetition or "+
			"close to the name; take several words that do not belong together",
			"这个密码太容易被猜到（常用密码、键盘顺序、重复字符或与姓名相近），请换成几个互不相关的词")
	}
	return nil
}

// hashed is a password that is fit to be kept.
func (b *Book) hashed(ctx context.Context, password string, words ...string) (out string, err error) {
	if err := strong(password, words...); err != nil {
		return "", err
	}
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	err = b.working(ctx, func() { out = b.o.Cost.hash(password, salt) })
	return out, err
}

// SetPassword gives an account a password; its sessions end, and links to set one are dead.
func (b *Book) SetPassword(ctx context.Context, name, password string) error {
	r, err := b.record(ctx, name)
	if err == nil && r.Origin != "" {
		err = errOutside
	}
	if err != nil {
		return err
	}
	kept, err := b.hashed(ctx, password, r.Name, r.Post)
	if err != nil {
		return err
	}
	return b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		if _, err := b.put(ctx, c, r.Name, kept); err != nil {
			return err
		}
		return forgive(ctx, c, r.Name)
	})
}

func (b *Book) put(ctx context.Context, c appdb.Conn, name, kept string) (Account, error) {
	r, err := find(ctx, c, name)
	if err != nil {
		return r.Account, err
	}
	r.password, r.Password, r.passwordAt = kept, true, b.o.Now()
	r.epoch++
	if _, err := c.Exec(ctx, "DELETE FROM link WHERE account = $1", r.Name); err != nil {
		return r.Account, err
	}
	return r.Account, r.keep(ctx, c)
}

// ChangePassword changes the password of somebody who knows the one that stands; it counts as an attempt to sign in.
func (b *Book) ChangePassword(ctx context.Context, name, old, password string) (Account, error) {
	if r, err := b.record(ctx, name); err != nil || r.Origin != "" {
		return r.Account, cmp.Or(err, errOutside)
	}
	if norm.NFKC.String(old) == norm.NFKC.String(password) {
		return Account{}, refuse("password.same", "this is the password that stands; choose another one", "新密码与现在的相同，请换一个")
	}
	a, err := b.Confirm(ctx, name, old)
	if err != nil {
		return a, err
	}
	kept, err := b.hashed(ctx, password, a.Name, a.Post)
	if err != nil {
		return a, err
	}
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		switch {
		case err != nil:
			return err
		case r.epoch != a.epoch: // somebody gave it another one meanwhile, who may have had reason to
			return errWrong
		}
		a, err = b.put(ctx, c, r.Name, kept)
		return err
	})
	return a, err
}
