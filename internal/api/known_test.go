package api

import (
	"context"
	"net/http"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// behind is a member of a cluster that learns of the newest change set only at a moment.
type behind struct {
	store.Driver
	from, until time.Time
}

func (b *behind) Head(ctx context.Context) (store.ChangeSet, error) {
	if now := time.Now(); now.After(b.from) && now.Before(b.until) {
		sets, err := b.ChangeSets(ctx, "", 3, 1)
		return sets[0], err
	}
	return b.Driver.Head(ctx)
}

// TestAReaderSeesWhatItKnows: a member of a cluster that is behind waits until it knows what the reader has seen, and for
// what never comes not long.
func TestAReaderSeesWhatItKnows(t *testing.T) {
	b := &behind{Driver: memstore.Open()}
	s := filled(t, b)
	h := New(Options{Store: s, Studio: drawing.New("", nil), Version: "test"}).Handler()
	revision := func(known string) (got struct{ Revision int64 }) {
		decode(t, do(h, "/api/v1/gaps", knownHeader, known), &got)
		return got
	}
	b.from, b.until = time.Now(), time.Now().Add(300*time.Millisecond)
	if got := revision("2"); got.Revision != 2 {
		t.Errorf("who knows revision 2 is answered from %d", got.Revision)
	}
	if got := revision("3"); got.Revision != 3 {
		t.Errorf("who knows revision 3 is answered from %d", got.Revision)
	}
	began := time.Now()
	if got := revision("99"); got.Revision != 3 || time.Since(began) > knownWithin+2*time.Second {
		t.Errorf("who knows what never comes is answered from %d after %s", got.Revision, time.Since(began))
	}
	for _, wrong := range []string{"x", "-1", "1.5"} {
		if w := do(h, "/api/v1/gaps", knownHeader, wrong); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", wrong, w.Code)
		}
	}
}
