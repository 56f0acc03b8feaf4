package decision

import (
	"slices"

	"chainchief/graph"
)

// Form is how things of a kind are edited: their fields and relations, by section. It is made from the vocabulary; only
// the arrangement of some kinds is written down here.
type Form struct {
	Spec     graph.KindSpec
	Sections []Section
}

// Section is a part of a form under a heading. A section without one holds what no other names.
type Section struct {
	Key, ZH, EN string
	Fields      []string // name, name_en, aliases, value_kind and attributes, in this order
	Relations   []FormRelation
}

// FormRelation is a relation that a form shows, as seen from the thing.
type FormRelation struct {
	Spec graph.RelationSpec
	In   bool // it leads to the thing
}

// arrangements are the sections of kinds with many fields. What a section does not name comes after the named ones:
// fields in the first section, relations in the last.
var arrangements = map[graph.Kind][]Section{
	graph.KindEnterprise: {
		{Key: "firm", ZH: "主体", EN: "Firm", Fields: []string{
			"name", "short_name", "credit_code", "aliases", "name_en", "kind", "reach", "levels", "levels_unverified",
			"listed_code", "listed_on",
		}},
		{Key: "positions", ZH: "在链位置", EN: "Positions", Relations: out(graph.OperatesIn)},
		{Key: "products", ZH: "产品", EN: "Products", Relations: out(graph.Makes)},
		{
			Key: "supplies", ZH: "供应关系", EN: "Supplies",
			Relations: append(out(graph.SuppliesTo, graph.Announces), in(graph.SuppliesTo)...),
		},
		{
			Key: "places", ZH: "地点", EN: "Places", Fields: []string{"region"},
			Relations: out(graph.LocatedIn, graph.RegisteredIn),
		},
		{Key: "group", ZH: "集团", EN: "Group", Relations: out(graph.SubsidiaryOf)},
		{Key: "projects", ZH: "项目", EN: "Projects", Relations: out(graph.Runs)},
		{Key: "figures", ZH: "数值", EN: "Figures", Relations: in(graph.About)},
		{Key: "notes", ZH: "说明", EN: "Notes", Fields: []string{"note", "veto", "veto_instead"}},
	},
	graph.KindProject: {
		{
			Key: "project", ZH: "项目", EN: "Project", Fields: []string{"name", "kind", "scope"},
			Relations: out(graph.Fills, graph.LocatedIn),
		},
		{Key: "firms", ZH: "主体", EN: "Firms", Relations: in(graph.Signs, graph.InvestsIn, graph.Runs)},
		{Key: "stage", ZH: "阶段与时间", EN: "Stage and dates", Fields: []string{
			"stage", "signed", "start_due", "started", "trial", "due", "completed", "produced", "years", "progress",
			"in_statistics", "not_in_statistics", "owner", "problem", "given_up", "given_up_why",
		}},
		{Key: "figures", ZH: "数值", EN: "Figures", Relations: in(graph.About)},
		{Key: "notes", ZH: "说明", EN: "Notes", Fields: []string{"note", "name_en", "aliases"}},
	},
	graph.KindChief: {
		{Key: "post", ZH: "职务", EN: "Post", Fields: []string{"name", "term_from"}, Relations: out(graph.Leads)},
	},
	graph.KindFigure: {
		{Key: "figure", ZH: "数值", EN: "Figure", Fields: []string{
			"measure", "value", "unit", "period", "value_kind", "visibility", "text", "owner",
		}},
	},
}

func out(types ...graph.RelationType) []FormRelation { return seenFrom(false, types) }
func in(types ...graph.RelationType) []FormRelation  { return seenFrom(true, types) }

func seenFrom(in bool, types []graph.RelationType) []FormRelation {
	list := make([]FormRelation, len(types))
	for i, t := range types {
		spec, _ := graph.RelationOf(t)
		list[i] = FormRelation{spec, in}
	}
	return list
}

// ruled are the fields that no edit writes: they follow from others, or come with a merge.
var ruled = map[graph.Kind][]string{
	graph.KindEnterprise: {"former_ids"},
	graph.KindProduct:    {"implied"},
	graph.KindIndustry:   {"implied"},
	graph.KindFigure:     {"band"},
}

// arranging are the fields that say where a thing stands in a template, and which one that is.
var arranging = map[graph.Kind][]string{
	graph.KindChain: {"template_version"},
	graph.KindLink:  {"order", "level"},
}

// unasked are further fields that no form asks for: a name that is made of others, and the place of a link in its
// template, which is chosen where the tree stands.
var unasked = map[graph.Kind][]string{
	graph.KindChief:  {"post"},
	graph.KindFigure: {"name", "name_en", "aliases"},
	graph.KindLink:   arranging[graph.KindLink],
}

// FieldsOf are the fields of a kind that a form may ask for, with their words: names, then attributes.
func FieldsOf(kind graph.Kind) []graph.AttrSpec {
	spec, _ := graph.KindOf(kind)
	list := slices.DeleteFunc(nodeSpecs(spec), func(a graph.AttrSpec) bool {
		return slices.Contains(unasked[kind], a.Name) || slices.Contains(ruled[kind], a.Name)
	})
	if kind == graph.KindFigure {
		list = append(list, graph.AttrSpec{
			Name: "value_kind", ZH: "计划/实际", EN: "Standing", Type: graph.TypeEnum, Terms: graph.ValueKinds,
		})
	}
	if kind == graph.KindChief {
		list[0].ZH, list[0].EN = "职务", "Post"
	}
	return list
}

// Forms are those of all kinds that are edited, in the order of the vocabulary.
func Forms() []Form {
	var list []Form
	for _, spec := range graph.Kinds {
		if Editable(spec.Kind) {
			list = append(list, formFor(spec))
		}
	}
	return list
}

func formFor(spec graph.KindSpec) Form {
	f := Form{Spec: spec}
	for _, s := range arrangements[spec.Kind] {
		s.Fields, s.Relations = slices.Clone(s.Fields), slices.Clone(s.Relations)
		f.Sections = append(f.Sections, s)
	}
	if len(f.Sections) == 0 {
		f.Sections = []Section{{Key: "thing", ZH: spec.ZH, EN: spec.EN}, {Key: "relations", ZH: "联系", EN: "Relations"}}
	}
	for _, a := range FieldsOf(spec.Kind) {
		named := func(s Section) bool { return slices.Contains(s.Fields, a.Name) }
		if !slices.ContainsFunc(f.Sections, named) {
			f.Sections[0].Fields = append(f.Sections[0].Fields, a.Name)
		}
	}
	last := &f.Sections[len(f.Sections)-1]
	place := func(r graph.RelationSpec, in bool) {
		named := func(s Section) bool {
			return slices.ContainsFunc(s.Relations, func(x FormRelation) bool { return x.Spec.Type == r.Type && x.In == in })
		}
		if !slices.ContainsFunc(f.Sections, named) {
			last.Relations = append(last.Relations, FormRelation{r, in})
		}
	}
	for _, r := range graph.Relations {
		if !EditableRelation(r.Type) || r.Type == graph.SourcedFrom {
			continue
		}
		if slices.Contains(r.From, spec.Kind) {
			place(r, false)
		}
		hasFigures := spec.Kind != graph.KindFigure && spec.Kind != graph.KindSource
		if slices.Contains(r.To, spec.Kind) || r.Type == graph.About && hasFigures {
			place(r, true)
		}
	}
	if len(last.Relations)+len(last.Fields) == 0 {
		f.Sections = f.Sections[:len(f.Sections)-1]
	}
	return f
}
