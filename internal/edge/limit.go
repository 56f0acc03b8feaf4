package edge

import (
	"net/netip"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Limiter says how often each of many may ask. It remembers a bounded number of them: who has not asked for longest is
// forgotten, and begins with a full bucket again.
type Limiter struct {
	every   rate.Limit
	burst   int
	buckets *lru.Cache[string, *rate.Limiter]
}

// Remembered is how many a limiter knows at once.
const Remembered = 1 << 14

// NewLimiter returns a limiter: so many a second, and so many at once after a pause.
func NewLimiter(perSecond float64, burst int) *Limiter {
	buckets, err := lru.New[string, *rate.Limiter](Remembered)
	if err != nil {
		panic(err) // Remembered is not positive
	}
	return &Limiter{rate.Limit(perSecond), burst, buckets}
}

// Allow takes one from the bucket of somebody, or says when there will be one. Without a limiter all is allowed.
func (l *Limiter) Allow(who string) (wait time.Duration, allowed bool) {
	if l == nil {
		return 0, true
	}
	bucket, known := l.buckets.Get(who)
	if !known {
		bucket = rate.NewLimiter(l.every, l.burst)
		if before, came, _ := l.buckets.PeekOrAdd(who, bucket); came {
			bucket = before
		}
	}
	r := bucket.Reserve()
	if wait = r.Delay(); wait > 0 {
		r.Cancel()
		return wait, false
	}
	return 0, true
}

// Neighbourhood is the address by which somebody who is not known is counted: of IPv6 the network of 64 bits that one
// household has, for it could take another address for each request.
func Neighbourhood(at string) string {
	a, err := netip.ParseAddr(at)
	if err != nil || a.Is4() {
		return at
	}
	n, err := a.Prefix(64)
	if err != nil {
		return at
	}
	return n.String()
}

// Limits are how much one caller may ask; what is nil is not limited.
type Limits struct {
	Requests *Limiter // of a person, or of an address that nobody is known at
	SignIns  *Limiter // attempts from one address
	Drawings *Turns   // of a person at once
}

// A page asks some twenty things at once when it is opened, and somebody who clicks fast opens two a second. Many sign
// in from one address in the morning where a proxy is not trusted.
const (
	atOnceFor     = 10 // seconds of the rate, after a pause
	signIns       = 60
	signInEvery   = 2 // seconds
	drawingsOfOne = 4
)

// NewLimits returns the limits of a server at which a person may ask so much a second; zero: any.
func NewLimits(perSecond float64) Limits {
	l := Limits{SignIns: NewLimiter(1./signInEvery, signIns), Drawings: NewTurns(drawingsOfOne)}
	if perSecond > 0 {
		l.Requests = NewLimiter(perSecond, max(1, int(perSecond*atOnceFor)))
	}
	return l
}

// Turns lets each of many do a few things at once.
type Turns struct {
	most int
	mu   sync.Mutex
	busy map[string]*turn
}

type turn struct {
	places chan struct{}
	users  int // who holds a place or waits for one
}

// NewTurns returns turns of so many at once.
func NewTurns(most int) *Turns { return &Turns{most: most, busy: map[string]*turn{}} }

// Take waits until it is somebody's turn, or over closes; done gives the place to the next.
func (t *Turns) Take(over <-chan struct{}, who string) (done func(), taken bool) {
	if t == nil {
		return func() {}, true
	}
	t.mu.Lock()
	mine := t.busy[who]
	if mine == nil {
		mine = &turn{places: make(chan struct{}, t.most)}
		t.busy[who] = mine
	}
	mine.users++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if mine.users--; mine.users == 0 {
			delete(t.busy, who)
		}
	}
	select {
	case mine.places <- struct{}{}:
		return func() { <-mine.places; leave() }, true
	case <-over:
		leave()
		return nil, false
	}
}
