package api

import (
	"context"
	"fmt"
	"testing"

	"chainchief/graph"
	"chainchief/internal/crosswalk"
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

// TestRecordsOfAnEnterprise: a firm leads to its record in the pool, and the record to the firm; at an earlier moment
// neither does.
func TestRecordsOfAnEnterprise(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			h := New(Options{Store: s}).Handler()
			now := func() *graph.Snapshot {
				snapshot, err := s.Snapshot(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return snapshot
			}
			record := *now().Node("enterprise:sanan")
			record.ID, record.Name, record.Aliases, record.Pool = "enterprise:listed-600703", "三安光电", nil, true
			before, err := s.Apply(t.Context(), graph.Changes{Actor: "test", Nodes: []graph.Node{record}})
			if err != nil {
				t.Fatal(err)
			}
			p, err := crosswalk.Propose(t.Context(), s, now(), "test")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Apply(t.Context(), p.Changes); err != nil {
				t.Fatal(err)
			}
			scenario(t, h, []step{
				{"the firm", "/enterprises/sanan", nil, 200, []string{
					`records.0.id="enterprise:listed-600703"`,
					`records.0.name="三安光电"`,
					`records.0.method="listed_code"`,
					`records.0.shared="600703"`,
					`-records.1`,
				}},
				{"a firm without", "/enterprises/sanan-hubei", nil, 200, []string{`-records.0`}},
				{"as any thing", "/nodes/enterprise:sanan", nil, 200, []string{`out.*.type="SAME_AS"`}},
				{"the record", "/nodes/enterprise:listed-600703", nil, 200, []string{
					`in.0.type="SAME_AS"`,
					`in.0.other.id="enterprise:sanan"`,
				}},
				{"before", fmt.Sprintf("/enterprises/sanan?as_of=r%d", before.Revision), nil, 200, []string{`-records.0`}},
			})
		})
	}
}
