package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"chainchief/internal/appdb"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

const (
	stepSeconds = 30
	issuer      = "chainchief"
	recoveries  = 10
)

// Begin makes a new secret for the second factor of somebody who knows the password, and returns its address for an
// app. It is asked for when a code of it has confirmed it.
func (b *Book) Begin(ctx context.Context, name, password string) (address string, err error) {
	if _, err := b.Confirm(ctx, name, password); err != nil {
		return "", err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: canonical(name), SecretSize: 20})
	if err != nil {
		return "", err
	}
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		if r.Factor {
			return refuse("factor.on", "the second factor is on; switch it off first", "二次验证已开启，请先关闭")
		}
		if r.secret, err = b.seal(ctx, c, r.Name, key.Secret()); err != nil {
			return err
		}
		r.step = 0
		return r.keep(ctx, c)
	})
	return key.URL(), err
}

// Enable asks for the second factor from now on, and returns codes for when the device is lost; each works once.
func (b *Book) Enable(ctx context.Context, name, code string) (codes []string, err error) {
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		step, right, err := b.step(&r, code)
		if err != nil {
			return err
		}
		if r.Factor || r.secret == "" || !right {
			return refuse("factor.code", "this is no code of the secret that was shown, or it is too old",
				"验证码不对或已过期，请核对手机时间后再输一次")
		}
		r.Factor, r.step, r.recovery = true, step, nil
		for range recoveries {
			var random [10]byte
			_, _ = rand.Read(random[:]) // never fails
			text := strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
			codes = append(codes, strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-"))
			r.recovery = append(r.recovery, digest(text))
		}
		return r.keep(ctx, c)
	})
	return codes, err
}

// Disable no longer asks for a second factor: of somebody who has both, or for whom another who manages accounts says
// so. The sessions of the account end.
func (b *Book) Disable(ctx context.Context, name string) (a Account, err error) {
	err = b.alone(ctx, func(ctx context.Context, c appdb.Conn) error {
		r, err := find(ctx, c, name)
		if err != nil {
			return err
		}
		r.Factor, r.secret, r.step, r.recovery = false, "", 0, nil
		r.epoch++
		a = r.Account
		return r.keep(ctx, c)
	})
	return a, err
}

// second holds a code against the second factor of an account and marks it as used.
func (b *Book) second(ctx context.Context, c appdb.Conn, r *record, code string) error {
	if !r.Factor {
		return nil
	}
	if strings.TrimSpace(code) == "" {
		return errCode
	}
	if _, err := c.Exec(ctx, "UPDATE guard SET seq = seq + 1 WHERE subject = 'account'"); err != nil {
		return err
	}
	now, err := find(ctx, c, r.Name) // another server may have taken the code meanwhile
	if err != nil {
		return err
	}
	step, right, failed := b.step(&now, code)
	if right {
		now.step = step
		return now.keep(ctx, c)
	}
	plain := strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
	if at := slices.Index(now.recovery, digest(plain)); at >= 0 {
		now.recovery = slices.Delete(now.recovery, at, at+1)
		return now.keep(ctx, c)
	}
	if failed != nil { // recovery codes work without the key
		return failed
	}
	return errWrong
}

// step finds the time step of a code, one before to one after now. A code is used once: steps up to the last one are
// over, unless that lies ahead because the clock went back.
func (b *Book) step(r *record, code string) (step int64, right bool, err error) {
	secret, err := b.unsealed(*r)
	if err != nil || secret == "" {
		return 0, false, err
	}
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := b.o.Now().Unix() / stepSeconds
	for step = now - 1; step <= now+1; step++ {
		wanted, err := totp.GenerateCodeCustom(secret, time.Unix(step*stepSeconds, 0), totp.ValidateOpts{
			Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		used := step <= r.step && r.step <= now+1
		if err == nil && !used && subtle.ConstantTimeCompare([]byte(wanted), []byte(code)) == 1 {
			return step, true, nil
		}
	}
	return 0, false, nil
}
