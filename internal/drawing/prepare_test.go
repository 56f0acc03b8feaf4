package drawing

import (
	"context"
	"testing"
	"time"

	"chainchief/graph"
)

// TestWhatIsPreparedIsThere: after the preparation every drawing that people open first is a file already, and the
// scenes behind them are let go.
func TestWhatIsPreparedIsThere(t *testing.T) {
	s, f := New(nil), found(t, 1)
	s.Prepare(context.Background(), f)
	list := prepared(f)
	for _, r := range list {
		if _, known := s.known(r.plain().fileKey(f)); !known {
			t.Errorf("%s of %q in %s is not prepared", r.Kind, r.Chain, r.Lang)
		}
	}
	if len(list) < 2*len(f.Chains)*4 || list[0].Kind != "structure" || list[1].Kind != "structure" {
		t.Errorf("%d drawings, first %v", len(list), list[0])
	}
	if len(s.pages) > 0 {
		t.Errorf("%d scenes are kept", len(s.pages))
	}
}

// TestPreparationGivesWay: nothing is drawn ahead while somebody waits, for a while; and it ends with its context.
func TestPreparationGivesWay(t *testing.T) {
	s, f := New(nil), found(t, 1)
	s.asked.Add(1)
	ctx, cancel := context.WithTimeout(context.Background(), 5*lookAgain)
	defer cancel()
	s.Prepare(ctx, f)
	if len(s.files) > 0 {
		t.Errorf("%d drawings were prepared while somebody waited", len(s.files))
	}
	began := time.Now()
	s.giveWay(context.Background())
	if waited := time.Since(began); waited < mostPatience {
		t.Errorf("it gave way for %v only", waited)
	}
}

// TestTheOldestIsForgottenFirst: what was prepared for a new revision does not give way to files of the one before.
func TestTheOldestIsForgottenFirst(t *testing.T) {
	s := New(nil)
	for n := range mostFiles {
		s.remember(fileKey{pageKey{version: graph.Version{Revision: 7}, kind: string(rune('a' + n))}, newEnergy}, File{})
	}
	for n := range 10 {
		s.remember(fileKey{pageKey{version: graph.Version{Revision: 6}, kind: string(rune('a' + n))}, newEnergy}, File{})
	}
	kept := 0
	for key := range s.files {
		if key.version.Revision == 7 {
			kept++
		}
	}
	if kept < mostFiles-1 {
		t.Errorf("%d of %d newer files are kept", kept, mostFiles)
	}
}
