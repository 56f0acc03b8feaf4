package candidate

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
)

// veto says why an enterprise is not proposed, whatever its score; nil when nothing stands against it.
func (f *index) veto(p prospect) *Veto {
	n := p.node
	if p.rejected() {
		reason := graph.ContactOf(p.card).Reason()
		return &Veto{Reason: analysis.Words{ZH: "已否决：" + reason, EN: "rejected: " + reason}}
	}
	if reason, instead := graph.EnterpriseOf(n).Veto(); reason != "" {
		return &Veto{Reason: analysis.Words{ZH: reason, EN: reason}, Instead: analysis.Words{ZH: instead, EN: instead}}
	}
	if code := graph.EnterpriseOf(n).CreditCode(); code != "" && graph.CheckCreditCode(code).Wrong() {
		fault := graph.CheckCreditCode(code)
		return &Veto{Reason: analysis.Words{ZH: "信用代码" + fault.Words("zh"), EN: "its credit code " + fault.Words("en")},
			Instead: analysis.Words{ZH: "先按营业执照核对主体", EN: "compare it with the licence first"}}
	}
	if park := f.restricted(n.ID); p.local() && park != nil {
		restriction := graph.ParkOf(park).Restriction()
		return &Veto{Reason: analysis.Words{ZH: park.Name + restriction, EN: park.Label("en") + ": " + restriction},
			Instead: analysis.Words{ZH: "可到市内其他园区", EN: "another park of the city"}}
	}
	return nil
}

// restricted is the nearest place around an enterprise where industry is restricted; nil when none is.
func (f *index) restricted(id graph.ID) *graph.Node {
	seen := map[graph.ID]bool{}
	for at := f.Snapshot.Heads(id, graph.LocatedIn); len(at) > 0 &&
		!seen[at[0].ID]; at = f.Snapshot.Heads(at[0].ID, graph.LocatedIn) {
		if graph.ParkOf(at[0]).Restriction() != "" {
			return at[0]
		}
		seen[at[0].ID] = true
	}
	return nil
}

// notes tells what to know of a candidate beside its score: for which other gaps it was rejected, and why.
func (f *index) notes(p prospect, l *analysis.Link) []Note {
	var list []Note
	for _, r := range f.Snapshot.In(p.node.ID, graph.Targets) {
		if r.From == analysis.GapID(l.Node.ID) || !graph.ContactOf(r).Rejected() {
			continue
		}
		gap, reason := f.Snapshot.Node(r.From), graph.ContactOf(r).Reason()
		list = append(list, Note{gap.ID, analysis.Words{
			ZH: "曾在“" + gap.Name + "”被否决：" + reason,
			EN: "rejected for “" + gap.Label("en") + "”: " + reason,
		}})
	}
	return list
}
