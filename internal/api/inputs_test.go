package api

import (
	"slices"
	"testing"
)

// TestMissingInputs compares the answer with the rule: nobody near, and the gaps that follow.
func TestMissingInputs(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			h := New(Options{Store: filled(t, open(t))}).Handler()
			var got MissingInputs
			decode(t, do(h, "/api/v1/enterprises/sanan-hubei/missing-inputs"), &got)
			if got.Total != len(got.Items)+len(got.Supplied) || len(got.Items) == 0 ||
				got.Enterprise.Name != "湖北三安光电有限公司" {
				t.Fatalf("answer: %+v", got)
			}
			for _, in := range got.Items {
				if len(in.Local)+len(in.Circle) > 0 || in.Own || len(in.For) == 0 {
					t.Errorf("%s is not missing: %+v", in.ID, in)
				}
			}
			substrates := func(in Input) bool { return in.ID == "link:optoelectronics/led/substrate" }
			if i := slices.IndexFunc(got.Items, substrates); i < 0 ||
				got.Items[i].Gap != substrateGap ||
				len(got.Items[i].Makers) == 0 {
				t.Errorf("substrates are not among the missing: %+v", got.Items)
			}
			for _, in := range got.Items {
				for _, c := range in.Candidates {
					if c.ID == got.Enterprise.ID || in.Chain != nil && (c.Rank == 0 || c.Most == 0) {
						t.Errorf("%s: %+v", in.ID, c)
					}
				}
			}
			var list List[EnterpriseItem]
			decode(t, do(h, "/api/v1/enterprises?reach=local&sort=-missing&limit=200"), &list)
			for i, e := range list.Items {
				if i > 0 && e.Missing > list.Items[i-1].Missing || e.Missing > e.Inputs {
					t.Errorf("%s: %d of %d missing", e.ID, e.Missing, e.Inputs)
				}
				if e.ID == "enterprise:sanan-hubei" && (e.Missing != len(got.Items) || e.Inputs != got.Total) {
					t.Errorf(
						"the list says %d of %d, the page %d of %d",
						e.Missing,
						e.Inputs,
						len(got.Items),
						got.Total,
					)
				}
			}
			scenario(t, h, []step{
				{"nobody", "/enterprises/nobody/missing-inputs", nil, 404, []string{`code="enterprise.not_found"`}},
			})
		})
	}
}
