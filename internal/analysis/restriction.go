package analysis

import "chainchief/graph"

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

// forbidden is the restriction by which nothing is to be added to a link; false when there is none.
func (f *Findings) forbidden(l *Link) (Restriction, bool) {
	list := f.Restrictions(l) // what forbids stands first
	if len(list) == 0 || list[0].Rule != graph.RestrictedWhole {
		return Restriction{}, false
	}
	return list[0], true
}

// restrict takes a link that is not held out of what somebody could fill, where a policy says that nothing is to be
// added.
func (f *Findings) restrict(l *Link) {
	r, forbids := f.forbidden(l)
	if !forbids || !l.State.Lacks() {
		return
	}
	l.State = Restricted
	l.Why = Reason{
		Rule: "C-6",
		Text: Words{
			l.Why.Text.ZH + "受限：" + r.Text.ZH + "。不列为缺口，不作为补链、延链对象。",
			l.Why.Text.EN + " Restricted: " + r.Text.EN + ". No gap, and never a target.",
		},
		Facts: append([]Fact{r.Fact}, l.Why.Facts...),
	}
}
