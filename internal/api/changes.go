package api

import (
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
	"chainchief/internal/store"
)

// The groups of changes. Only facts and decisions are counted as changes of what is known and done.
const (
	changedFact     = "fact"
	changedDecision = "decision"
	changedComment  = "comment"
	changedRecord   = "recomputed"
)

// Change is what happened to one node or relation.
type Change struct {
	Operation  string        `json:"operation" enum:"created,updated,deleted"`
	Group      string        `json:"group" enum:"fact,decision,comment,recomputed" doc:"Decision: by people, no evidence"`
	Subject    Ref           `json:"subject" doc:"The node, or the node the relation starts from"`
	Relation   string        `json:"relation,omitempty"`
	Called     *Said         `json:"relation_name,omitempty" doc:"The relation in words"`
	Other      *Ref          `json:"other,omitempty" doc:"The node the relation points to"`
	Fields     []FieldChange `json:"fields"`
	Still      *Said         `json:"still,omitempty" doc:"What a gap still is that people put aside"`
	By         string        `json:"by,omitempty" doc:"Who decided last; only in a difference"`
	Revision   int64         `json:"revision,omitempty"`
	Provenance Provenance    `json:"provenance"`
}

// FieldChange is an old and a new value, as shown.
type FieldChange struct {
	Field  string `json:"field"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	FromEN string `json:"from_en,omitempty"`
	ToEN   string `json:"to_en,omitempty"`
}

// changes says what entries did, field by field.
func (c converter) changes(entries []store.Entry) []Change {
	out := []Change{}
	for _, e := range entries[:min(len(entries), mostChanges)] {
		out = append(out, c.change(e))
	}
	return out
}

// groupOf tells what kind of change an entry is.
func groupOf(e store.Entry) string {
	var was, is graph.Attrs
	thing := e.After
	if thing == nil {
		thing = e.Before
	}
	if e.Before != nil {
		was = attrsOf(e.Before)
	}
	if e.After != nil {
		is = attrsOf(e.After)
	}
	differ := func(names ...string) bool {
		for _, name := range names {
			if was.Text(name) != is.Text(name) {
				return true
			}
		}
		return false
	}
	if n := thing.Node; n != nil {
		switch n.Kind {
		case graph.KindComment, graph.KindSearch:
			return changedComment
		case graph.KindWeights:
			return changedDecision
		case graph.KindSource:
			if n.ID == decision.Source || n.ID == analysis.RulesSource {
				return changedRecord
			}
		case graph.KindGap:
			if e.Before == nil { // derived and not yet stored: proposed, as far as people had said anything
				was = graph.Attrs{"status": graph.GapProposed}
			}
			if e.After != nil && differ(graph.DecisionNames()...) {
				return changedDecision
			}
			return changedRecord
		}
		return changedFact
	}
	r := thing.Relation
	kind, _ := r.From.Kind()
	switch {
	case kind == graph.KindComment, kind == graph.KindSearch:
		return changedComment
	case r.Type == graph.At:
		return changedRecord
	case r.Type == graph.Targets, r.Type == graph.Matches && e.Before != nil && differ("review", "note"):
		return changedDecision
	}
	return changedFact
}

func attrsOf(t *store.Thing) graph.Attrs {
	if t.Node != nil {
		return t.Node.Attrs
	}
	return t.Relation.Attrs
}

func (c converter) change(e store.Entry) Change {
	out := Change{Operation: "updated", Group: groupOf(e), Fields: []FieldChange{}, Revision: int64(e.Revision)}
	after := e.After
	switch {
	case e.Before == nil:
		out.Operation = "created"
	case e.After == nil:
		out.Operation, after = "deleted", e.Before
	}
	if n := after.Node; n != nil {
		c.changeNode(&out, n, e)
	} else {
		c.changeRelation(&out, after.Relation, e)
	}
	out.Provenance.Decided = out.Provenance.Decided || out.Group == changedDecision
	return out
}

func (c converter) changeNode(out *Change, n *graph.Node, e store.Entry) {
	out.Subject, out.Provenance = ref(n), c.prov(n.Prov)
	spec, _ := graph.KindOf(n.Kind)
	var old, now graph.Node
	if e.Before != nil {
		old = *e.Before.Node
	}
	if e.After != nil {
		now = *e.After.Node
	}
	if n.Kind == graph.KindGap && out.Group == changedDecision {
		out.fields(old.Attrs, now.Attrs, decisionSpecs(spec.Attrs)) // what the rules recomputed meanwhile is no part of it
		if g := c.f.Gap(n.ID); g != nil && graph.GapOf(n).Status() == g.Status() && g.Still() != (analysis.Words{}) {
			still := spoken(g.Still())
			out.Still = &still
		}
		return
	}
	out.field("name", "名称", "Name", both(old.Name), both(now.Name))
	out.field("name_en", "英文名", "English name", both(old.NameEN), both(now.NameEN))
	aliases := graph.AttrSpec{Name: "aliases", ZH: "别名", EN: "Aliases", Type: graph.TypeList}
	out.fields(listed(old.Aliases), listed(now.Aliases), []graph.AttrSpec{aliases})
	out.fields(old.Attrs, now.Attrs, spec.Attrs)
	c.provenance(out, old.Prov, now.Prov)
	out.field("pool", "范围", "Where", pooled(e.Before), pooled(e.After))
}

func (c converter) changeRelation(out *Change, r *graph.Relation, e store.Entry) {
	other := c.refOf(r.To)
	spec, _ := graph.RelationOf(r.Type)
	out.Subject, out.Relation, out.Other, out.Provenance = c.refOf(r.From), string(r.Type), &other, c.prov(r.Prov)
	out.Called = &Said{spec.ZH, spec.EN}
	var old, now graph.Relation
	if e.Before != nil {
		old = *e.Before.Relation
	}
	if e.After != nil {
		now = *e.After.Relation
	}
	out.fields(old.Attrs, now.Attrs, spec.Attrs)
	if out.Group != changedDecision {
		c.provenance(out, old.Prov, now.Prov)
	}
}

// decisionSpecs are the fields of a decision.
func decisionSpecs(specs []graph.AttrSpec) []graph.AttrSpec {
	names := graph.DecisionNames()
	return keep(specs, func(s graph.AttrSpec) bool { return slices.Contains(names, s.Name) })
}

func listed(aliases []string) graph.Attrs {
	if len(aliases) == 0 {
		return nil
	}
	return graph.Attrs{"aliases": aliases}
}

// pooled says whether a thing is of the pool or of the working graph; nothing of one that is not there.
func pooled(t *store.Thing) Said {
	switch {
	case t == nil:
		return Said{}
	case t.Node.Pool:
		return Said{"候选库", "pool"}
	}
	return Said{"图谱", "graph"}
}

// both is a text that both languages share.
func both(text string) Said { return Said{text, text} }

func (x *Change) field(name, zh, en string, from, to Said) {
	if from != to {
		x.Fields = append(x.Fields, FieldChange{
			Field:  name,
			ZH:     zh,
			EN:     en,
			From:   clip(from.Text),
			To:     clip(to.Text),
			FromEN: clip(from.TextEN),
			ToEN:   clip(to.TextEN),
		})
	}
}

func (x *Change) fields(old, now graph.Attrs, specs []graph.AttrSpec) {
	for _, spec := range specs {
		value := func(a graph.Attrs) Said {
			return Said{shown(a[spec.Name], spec, "zh"), shown(a[spec.Name], spec, "en")}
		}
		x.field(spec.Name, spec.ZH, spec.EN, value(old), value(now))
	}
}

func (c converter) provenance(x *Change, old, now graph.Provenance) {
	term := func(terms []graph.Term, code string) Said {
		return Said{graph.Words(terms, code, "zh"), graph.Words(terms, code, "en")}
	}
	source := func(id graph.ID) Said {
		if id == "" {
			return Said{}
		}
		if n := c.named(id); n != nil {
			return Said{n.Name, n.Label("en")}
		}
		return both(id.Key())
	}
	x.field("source", "来源", "Source", source(old.Source), source(now.Source))
	x.field("locator", "出处", "Locator", both(old.Locator), both(now.Locator))
	x.field("as_of", "数据截至", "As of", both(string(old.AsOf)), both(string(now.AsOf)))
	x.field("confidence", "可信", "Confidence", term(graph.Confidences, string(old.Confidence)),
		term(graph.Confidences, string(now.Confidence)))
	x.field("value_kind", "性质", "Standing", term(graph.ValueKinds, string(old.ValueKind)),
		term(graph.ValueKinds, string(now.ValueKind)))
}
