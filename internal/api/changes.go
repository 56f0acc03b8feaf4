package api

import (
	"chainchief/graph"
	"chainchief/internal/store"
)

// Change is what happened to one node or relation.
type Change struct {
	Operation  string        `json:"operation" enum:"created,updated,deleted"`
	Subject    Ref           `json:"subject" doc:"The node, or the node the relation starts from"`
	Relation   string        `json:"relation,omitempty"`
	Other      *Ref          `json:"other,omitempty" doc:"The node the relation points to"`
	Fields     []FieldChange `json:"fields"`
	Revision   int64         `json:"revision,omitempty"`
	Provenance Provenance    `json:"provenance"`
}

// FieldChange is an old and a new value, as shown.
type FieldChange struct {
	Field string `json:"field"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// changes says what entries did, field by field.
func (c converter) changes(entries []store.Entry) []Change {
	out := []Change{}
	for _, e := range entries[:min(len(entries), mostChanges)] {
		out = append(out, c.change(e))
	}
	return out
}

func (c converter) change(e store.Entry) Change {
	out := Change{Operation: "updated", Fields: []FieldChange{}, Revision: int64(e.Revision)}
	after := e.After
	switch {
	case e.Before == nil:
		out.Operation = "created"
	case e.After == nil:
		out.Operation, after = "deleted", e.Before
	}
	if n := after.Node; n != nil {
		out.Subject, out.Provenance = ref(n), c.prov(n.Prov)
		spec, _ := graph.KindOf(n.Kind)
		var old, now graph.Node
		if e.Before != nil {
			old = *e.Before.Node
		}
		if e.After != nil {
			now = *e.After.Node
		}
		out.field("name", "名称", "Name", old.Name, now.Name)
		out.field("name_en", "英文名", "English name", old.NameEN, now.NameEN)
		out.fields(old.Attrs, now.Attrs, spec.Attrs)
		out.provenance(old.Prov, now.Prov)
		return out
	}
	r := after.Relation
	other := c.refOf(r.To)
	out.Subject, out.Relation, out.Other, out.Provenance = c.refOf(r.From), string(r.Type), &other, c.prov(r.Prov)
	spec, _ := graph.RelationOf(r.Type)
	var old, now graph.Relation
	if e.Before != nil {
		old = *e.Before.Relation
	}
	if e.After != nil {
		now = *e.After.Relation
	}
	out.fields(old.Attrs, now.Attrs, spec.Attrs)
	out.provenance(old.Prov, now.Prov)
	return out
}

func (x *Change) field(name, zh, en, from, to string) {
	if from != to {
		x.Fields = append(x.Fields, FieldChange{name, zh, en, clip(from), clip(to)})
	}
}

func (x *Change) fields(old, now graph.Attrs, specs []graph.AttrSpec) {
	for _, spec := range specs {
		x.field(spec.Name, spec.ZH, spec.EN, shown(old[spec.Name], spec, "zh"), shown(now[spec.Name], spec, "zh"))
	}
}

func (x *Change) provenance(old, now graph.Provenance) {
	x.field("source", "来源", "Source", string(old.Source), string(now.Source))
	x.field("as_of", "数据截至", "As of", string(old.AsOf), string(now.AsOf))
	x.field("confidence", "可信", "Confidence", string(old.Confidence), string(now.Confidence))
}
