package analysis

import "chainchief/graph"

// restriction is a policy's rule on a link, the first by id of the policy; nil when there is none.
func (f *Findings) restriction(l *Link, rule string) *graph.Relation {
	for _, r := range f.Snapshot.In(l.Node.ID, graph.Restricts) {
		if graph.RestrictionOf(r).Rule() == rule {
			return r
		}
	}
	return nil
}

// Restriction is what a policy asks of a link: that nothing is added, or only at some places; its text in the words of
// the source, with the policy.
type Restriction struct {
	Rule   string // of graph.Restrictions
	Policy *graph.Node
	Text   Words
	Fact   Fact
}

// Restrictions are those of a link, what forbids it first, then by policy.
func (f *Findings) Restrictions(l *Link) []Restriction {
	var list []Restriction
	for _, term := range graph.Restrictions {
		for _, r := range f.Snapshot.In(l.Node.ID, graph.Restricts) {
			told := graph.RestrictionOf(r)
			if told.Rule() != term.Code {
				continue
			}
			policy := f.Snapshot.Node(r.From)
			list = append(list, Restriction{
				Rule:   term.Code,
				Policy: policy,
				Text:   Words{told.Note() + "（《" + policy.Name + "》）", "by the " + policy.Label("en")},
				Fact: Fact{
					Text:     Words{"《" + policy.Name + "》：" + told.Note(), policy.Label("en")},
					Subject:  policy.ID,
					Relation: r.RelationKey,
					Prov:     r.Prov,
				},
			})
		}
	}
	return list
}

// restrict takes a link that is not held out of what somebody could fill, where a policy says that nothing is to be
// added.
func (f *Findings) restrict(l *Link) {
	if !l.State.Lacks() {
		return
	}
	for _, r := range f.Restrictions(l) {
		if r.Rule == graph.RestrictedWhole {
			l.State = Restricted
			l.Why = Reason{
				Rule: "C-6",
				Text: Words{
					l.Why.Text.ZH + "受限：" + r.Text.ZH + "。不列为缺口，不作为补链、延链对象。",
					l.Why.Text.EN + " Restricted: " + r.Text.EN + ". No gap, and never a target.",
				},
				Facts: append([]Fact{r.Fact}, l.Why.Facts...),
			}
			return
		}
	}
}
