package api

import (
	"context"
	"testing"

	"chainchief/graph"
)

// TestACreditCodeIsChecked: a wrong one cannot be written, one with a doubtful part is shown with a warning.
func TestACreditCodeIsChecked(t *testing.T) {
	s := filled(t, drivers["memstore"](t))
	h := New(Options{Store: s}).Handler()
	write := func(code string) error {
		snap, err := s.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		n := *snap.Node("enterprise:sanan-hubei")
		attrs := graph.Attrs{"credit_code": code}
		for name, v := range n.Attrs {
			if name != "credit_code" {
				attrs[name] = v
			}
		}
		n.Attrs = attrs
		_, err = s.Apply(context.Background(), graph.Changes{Actor: "test", Nodes: []graph.Node{n}})
		return err
	}
	if err := write("914403001922038217"); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("a wrong code is written: %v", err)
	}
	doubtful := ""
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := "91440300192203822" + string(c); graph.CheckCreditCode(code) == graph.CreditInner {
			doubtful = code
		}
	}
	for code, want := range map[string][]string{
		doubtful:             {`credit_fault.code="organisation"`, `credit_fault.wrong=false`},
		"914403001922038216": {`credit_code="914403001922038216"`, `-credit_fault`},
	} {
		if err := write(code); err != nil {
			t.Fatal(err)
		}
		expect(t, code, do(h, "/api/v1/enterprises/sanan-hubei").Body.Bytes(), want)
	}
}
