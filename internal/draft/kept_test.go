package draft

import (
	"testing"

	"chainchief/internal/lists"
)

func TestManyRowsAreNotKeptBesideOthers(t *testing.T) {
	d := New(nil, nil, nil, nil)
	of := func(id ID, rows int) opening {
		key := opening{id: id}
		d.remember(key, &Opened{Rows: make([]lists.RowSaid, rows)})
		return key
	}
	small, other := of(1, keptRows/2), of(2, keptRows/2)
	if !d.opened.Contains(small) || !d.opened.Contains(other) {
		t.Error("two small drafts are not kept beside each other")
	}
	large := of(3, 5*keptRows)
	if d.opened.Contains(small) || d.opened.Contains(other) || !d.opened.Contains(large) {
		t.Errorf("kept beside a large one: %v", d.opened.Keys())
	}
	if of(4, 1); d.opened.Contains(large) {
		t.Error("a large one is kept beside what was opened after it")
	}
}
