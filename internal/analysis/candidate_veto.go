package analysis

import (
	"strings"

	"chainchief/graph"
)

// veto says why an enterprise is not proposed, whatever its score; nil when nothing stands against it.
func (f *index) veto(p prospect) *Veto {
	n := p.node
	if p.rejected() {
		reason := p.card.Attrs.Text("reason")
		return &Veto{Reason: Words{"已否决：" + reason, "rejected: " + reason}}
	}
	if reason := n.Attrs.Text("veto"); reason != "" {
		instead := n.Attrs.Text("veto_instead")
		return &Veto{Reason: Words{reason, reason}, Instead: Words{instead, instead}}
	}
	if fault := graph.CheckCreditCode(n.Attrs.Text("credit_code")); n.Attrs.Text("credit_code") != "" && fault.Wrong() {
		return &Veto{Reason: Words{"信用代码" + fault.Words("zh"), "its credit code " + fault.Words("en")},
			Instead: Words{"先按营业执照核对主体", "compare it with the licence first"}}
	}
	if park := f.restricted(n.ID); p.local() && park != nil {
		return &Veto{Reason: Words{park.Name + park.Attrs.Text("restriction"), park.Label("en") + ": " + park.Attrs.Text("restriction")},
			Instead: Words{"可到市内其他园区", "another park of the city"}}
	}
	return nil
}

// restricted is the nearest place around an enterprise where industry is restricted; nil when none is.
func (f *index) restricted(id graph.ID) *graph.Node {
	seen := map[graph.ID]bool{}
	for at := f.Snapshot.Heads(id, graph.LocatedIn); len(at) > 0 && !seen[at[0].ID]; at = f.Snapshot.Heads(at[0].ID, graph.LocatedIn) {
		if at[0].Attrs.Text("restriction") != "" {
			return at[0]
		}
		seen[at[0].ID] = true
	}
	return nil
}

// warned tells from the short name of a listed company whether its exchange warns of it.
func warned(n *graph.Node) bool {
	name := strings.TrimPrefix(n.Attrs.Text("short_name"), "*")
	if name == "" {
		name = strings.TrimPrefix(n.Name, "*")
	}
	return strings.HasPrefix(name, "ST")
}

// notes tells what to know of a candidate beside its score: for which other gaps it was rejected, and why.
func (f *index) notes(p prospect, l *Link) []Words {
	var list []Words
	if warned(p.node) {
		list = append(list, Words{"证券简称带 ST：被实施风险警示", "its shares trade under a risk warning (ST)"})
	}
	for _, r := range f.Snapshot.In(p.node.ID, graph.Targets) {
		if r.From == GapID(l.Node.ID) || r.Attrs.Text("contact") != contactRejected {
			continue
		}
		gap, reason := f.Snapshot.Node(r.From), r.Attrs.Text("reason")
		list = append(list, Words{"曾在“" + gap.Name + "”被否决：" + reason, "rejected for “" + gap.Label("en") + "”: " + reason})
	}
	return list
}
