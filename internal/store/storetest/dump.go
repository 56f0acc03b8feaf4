package storetest

import (
	"encoding/json"
	"testing"

	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// dumped writes a copied store out as it stood, past what is written meanwhile, and makes it again of that.
func dumped(t *testing.T, open Open) {
	from, here := lived(t), store.New(open(t))
	if err := store.Copy(t.Context(), from, here, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	item := store.Item{Shelf: "cells", Name: "a", Revision: 2, Value: []byte("x\x00y")}
	if _, err := here.Keep(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	want := digest(t, from)
	standing, err := here.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]byte
	for part, err := range standing.Dump(t.Context()) {
		if len(lines) == 3 { // somebody writes meanwhile
			apply(t, here, changes(Enterprise("later", "后来")))
		}
		line, failed := json.Marshal(part)
		if err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		lines = append(lines, line)
	}
	again := store.New(memstore.Open())
	err = again.Load(t.Context(), func(yield func(store.Part, error) bool) {
		for _, line := range lines {
			var p store.Part
			if err := json.Unmarshal(line, &p); !yield(p, err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := digest(t, again); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if items, err := again.Shelf(t.Context(), ""); err != nil || len(items) != 1 || string(items[0].Value) != "x\x00y" {
		t.Errorf("%v %v", items, err)
	}
	if got := digest(t, standing); got != want {
		t.Errorf("as it stood: %+v, want %+v", got, want)
	}
}
