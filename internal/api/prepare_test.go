package api

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"chainchief/internal/drawing"
	"chainchief/internal/store/memstore"
)

// TestDrawingsArePreparedWhenARevisionLands looks at the places of cards, which each drawing leaves in the folder.
func TestDrawingsArePreparedWhenARevisionLands(t *testing.T) {
	s, dir := filled(t, memstore.Open()), t.TempDir()
	server := New(Options{Store: s, Studio: drawing.New(dir, nil)})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.Prepare(ctx)
	}()
	drawn := func() []string {
		t.Helper()
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
			files, err := filepath.Glob(filepath.Join(dir, "*.json"))
			if err != nil || time.Now().After(deadline) {
				t.Fatalf("%d drawings were prepared, %v", len(files), err)
			}
			if len(files) == 11 {
				return files
			}
		}
	}
	gone := func() {
		t.Helper()
		for _, file := range drawn() {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	gone()
	if _, err := s.Undo(ctx, 3, "test", "once more"); err != nil {
		t.Fatal(err)
	}
	gone() // these may be the English ones of the revision before
	drawn()
	cancel()
	<-ended
}
