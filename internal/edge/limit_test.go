package edge

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// TestLimiterIsPerCallerAndBounded: one's own bucket only is emptied, and many callers take no more room than few.
func TestLimiterIsPerCallerAndBounded(t *testing.T) {
	l := NewLimiter(0.001, 3)
	for i := range 5 {
		wait, allowed := l.Allow("a")
		if allowed != (i < 3) || (wait > 0) == allowed {
			t.Errorf("request %d: %v %v", i, allowed, wait)
		}
	}
	if _, allowed := l.Allow("b"); !allowed {
		t.Error("another one has to wait")
	}
	for i := range 2 * Remembered {
		l.Allow(fmt.Sprint("many", i))
	}
	if n := l.buckets.Len(); n > Remembered {
		t.Errorf("%d buckets are kept", n)
	}
	if _, allowed := (*Limiter)(nil).Allow("a"); !allowed {
		t.Error("nobody limits, and it is refused")
	}
}

func TestNeighbourhoods(t *testing.T) {
	for at, want := range map[string]string{
		"192.0.2.7":       "192.0.2.7",
		"2001:db8::7":     "2001:db8::/64",
		"2001:db8:0:1::7": "2001:db8:0:1::/64",
		"@":               "@",
	} {
		if got := Neighbourhood(at); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

// TestTurnsAtOnce: of one caller never more than so many are at work, others are not held up, whoever gave up took no
// place, and nothing is left behind.
func TestTurnsAtOnce(t *testing.T) {
	turns := NewTurns(2)
	var group sync.WaitGroup
	var now, most atomic.Int64
	for range 20 {
		group.Go(func() {
			done, taken := turns.Take(t.Context().Done(), "a")
			if !taken {
				t.Error("the turn never came")
				return
			}
			n := now.Add(1)
			for high := most.Load(); n > high && !most.CompareAndSwap(high, n); high = most.Load() {
			}
			now.Add(-1)
			done()
		})
	}
	group.Wait()
	if most.Load() > 2 {
		t.Errorf("%d at once", most.Load())
	}
	one, _ := turns.Take(nil, "a")
	two, _ := turns.Take(nil, "a")
	over := make(chan struct{})
	close(over)
	if _, taken := turns.Take(over, "a"); taken {
		t.Error("a third one")
	}
	other, taken := turns.Take(nil, "b")
	if !taken {
		t.Error("another one is held up")
	}
	one()
	two()
	other()
	if len(turns.busy) != 0 {
		t.Errorf("left behind: %v", turns.busy)
	}
}
