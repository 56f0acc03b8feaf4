package identity

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
)

// Held is an enterprise with every relation that it has.
type Held struct {
	Node      graph.Node
	Relations []graph.Relation
}

// Sides of a choice between what two enterprises say.
const (
	Stays = "stays" // what the one says that stays
	Goes  = "goes"  // what the one says that is merged into it
	Both  = "both"  // lists only
)

// Choices say by field whose value is kept where two are known and differ; what nobody chose is that of the better
// source. Fields are name, name_en, attributes, and registered_in, located_in.
type Choices map[string]string

// Field is one thing that two enterprises say, side by side.
type Field struct {
	Name         string
	ZH, EN       string
	Stays, Goes  string // as people read them; empty: unknown
	Kept         string // whose is kept: Stays, Goes, Both; empty where both say the same or only one says anything
	Differ, List bool
}

// Told is something that a merge or a split cannot do by itself, in both languages.
type Told struct{ ZH, EN string }

// Plan is what a merge would write, and what it does.
type Plan struct {
	Changes graph.Changes
	Fields  []Field
	Moved   []graph.Relation    // as they stand at the one that stays
	Joined  []graph.RelationKey // that both had: one stays with both sources
	Dropped []graph.RelationKey // that say nothing any more, as that it supplies itself, or whose place is filled
	Told    []Told
}

// Merge makes one enterprise of two: every relation of the one that goes moves to the one that stays, names become
// aliases, and its id becomes a former one. prov is that of what people record.
func Merge(stays, goes Held, c Choices, prov graph.Provenance) (Plan, error) {
	if err := mergeable(stays, goes, c); err != nil {
		return Plan{}, err
	}
	m := merging{stays: stays, goes: goes, choices: c, has: map[graph.RelationKey]*graph.Relation{}}
	m.node()
	m.relations(prov)
	m.Changes.Exact = true
	m.Changes.DeleteNodes = []graph.ID{goes.Node.ID}
	m.Changes.Nodes = []graph.Node{m.into}
	return m.Plan, nil
}

func wrong(code graph.Code, zh, en, fix string) error {
	return &Wrong{ZH: zh, EN: en, err: &graph.Error{Code: code, Message: en, Fix: fix}}
}

// Wrong is a merge or split that cannot be, said in both languages.
type Wrong struct {
	ZH, EN string
	err    *graph.Error
}

func (w *Wrong) Error() string { return w.EN }
func (w *Wrong) Unwrap() error { return w.err }

// Code is what kind of wrong it is.
func (w *Wrong) Code() graph.Code { return w.err.Code }

func mergeable(stays, goes Held, c Choices) error {
	a, b := graph.EnterpriseOf(&stays.Node), graph.EnterpriseOf(&goes.Node)
	switch {
	case a.ID == b.ID:
		return wrong("merge.itself", "是同一个编号", "both ids are the same", "name two enterprises")
	case a.Pool && !b.Pool:
		return wrong("merge.into_pool", "候选库里的企业不能留下：请让库中企业留下",
			"a firm of the graph cannot be merged into a record of the pool", "let the firm of the graph stay")
	case a.CreditCode() != "" && b.CreditCode() != "" && a.CreditCode() != b.CreditCode():
		return wrong("merge.codes_differ", "两家的统一社会信用代码不同：一码一企。如有一个写错，请先改正",
			"their credit codes differ: one code, one firm", "correct the code that is wrong first")
	}
	for field, side := range c {
		if side != Stays && side != Goes && side != Both {
			return wrong("merge.choice", fmt.Sprintf("%s 的选择不对：%s", field, side),
				fmt.Sprintf("there is no choice %q of %s", side, field), "stays, goes or both")
		}
	}
	return nil
}

type merging struct {
	Plan
	stays, goes Held
	choices     Choices
	into        graph.Node
	has         map[graph.RelationKey]*graph.Relation
	noted       map[graph.ID][]string // sources to be named beside, with what they are of
}

// node puts together what the two say of themselves.
func (m *merging) node() {
	a, b := m.stays.Node, m.goes.Node
	m.into = a
	m.into.Attrs = maps.Clone(a.Attrs)
	if m.into.Attrs == nil {
		m.into.Attrs = graph.Attrs{}
	}
	name := m.field("name", "名称", "Name", a.Name, b.Name)
	english := m.field("name_en", "英文名", "English name", a.NameEN, b.NameEN)
	if name == Goes {
		m.into.Name = b.Name
	}
	if english == Goes || a.NameEN == "" {
		m.into.NameEN = b.NameEN
	}
	m.aliases()
	spec, _ := graph.KindOf(graph.KindEnterprise)
	for _, s := range spec.Attrs {
		if s.Name == "former_ids" {
			continue
		}
		x, y := a.Attrs[s.Name], b.Attrs[s.Name]
		switch kept := m.attribute(s, x, y); {
		case y == nil:
		case x == nil || kept == Goes:
			m.into.Attrs[s.Name] = y
		case kept == Both:
			m.into.Attrs[s.Name] = united(a.Attrs.List(s.Name), b.Attrs.List(s.Name))
		}
	}
	ids := append(slices.Clone(a.Attrs.List("former_ids")), string(b.ID))
	m.into.Attrs["former_ids"] = united(ids, b.Attrs.List("former_ids"))
	if b.Prov.Source != a.Prov.Source {
		m.note(b.Prov.Source, "原编号 "+string(b.ID))
	}
}

// aliases keeps every name that either has had.
func (m *merging) aliases() {
	a, b := &m.stays.Node, &m.goes.Node
	names := united(a.Aliases, []string{a.Name, a.NameEN, b.Name, b.NameEN, b.Attrs.Text("short_name")}, b.Aliases)
	m.into.Aliases = slices.DeleteFunc(names, func(name string) bool {
		return name == "" || name == m.into.Name || name == m.into.NameEN || name == m.into.Attrs.Text("short_name")
	})
	if len(names) > 0 {
		m.Fields = append(m.Fields, Field{Name: "aliases", ZH: "曾用名、别名", EN: "Other names",
			Stays: strings.Join(a.Aliases, "、"), Goes: strings.Join(b.Aliases, "、"), Kept: Both, List: true})
	}
}

func (m *merging) attribute(s graph.AttrSpec, x, y any) string {
	if x == nil && y == nil {
		return ""
	}
	if s.Type == graph.TypeList {
		f := Field{Name: s.Name, ZH: s.ZH, EN: s.EN, Stays: words(s, x), Goes: words(s, y), List: true}
		if f.Stays != f.Goes && x != nil && y != nil {
			f.Differ, f.Kept = true, cmp.Or(m.choices[s.Name], Both)
		}
		m.Fields = append(m.Fields, f)
		return f.Kept
	}
	return m.field(s.Name, s.ZH, s.EN, words(s, x), words(s, y))
}

// field sets two values side by side and says whose is kept.
func (m *merging) field(name, zh, en, x, y string) string {
	if x == "" && y == "" {
		return ""
	}
	f := Field{Name: name, ZH: zh, EN: en, Stays: x, Goes: y}
	if x != "" && y != "" && x != y {
		better := Stays
		if firmer(m.goes.Node.Prov, m.stays.Node.Prov) {
			better = Goes
		}
		f.Differ, f.Kept = true, cmp.Or(m.choices[name], better)
		if f.Kept == Both {
			f.Kept = better
		}
	}
	m.Fields = append(m.Fields, f)
	return f.Kept
}

// words is a value as people read it.
func words(s graph.AttrSpec, v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		if s.Terms != nil {
			return graph.Words(s.Terms, x, "zh")
		}
		return x
	case []string:
		var out []string
		for _, item := range x {
			out = append(out, words(s, item))
		}
		return strings.Join(out, "、")
	}
	return fmt.Sprint(v)
}

// firmer tells whether one provenance is better than another: first by confidence, then by how new it is.
func firmer(a, b graph.Provenance) bool {
	rank := func(p graph.Provenance) int {
		return slices.IndexFunc(graph.Confidences, func(t graph.Term) bool { return t.Code == string(p.Confidence) })
	}
	if rank(a) != rank(b) {
		return rank(a) < rank(b)
	}
	return a.AsOf > b.AsOf
}

func united(lists ...[]string) (out []string) {
	for _, list := range lists {
		for _, item := range list {
			if !slices.Contains(out, item) {
				out = append(out, item)
			}
		}
	}
	return out
}

func (m *merging) note(source graph.ID, of string) {
	if m.noted == nil {
		m.noted = map[graph.ID][]string{}
	}
	m.noted[source] = append(m.noted[source], of)
}

// relations moves what the one that goes has.
func (m *merging) relations(prov graph.Provenance) {
	for i := range m.stays.Relations {
		r := &m.stays.Relations[i]
		m.has[r.RelationKey] = r
		for _, slot := range r.Slots() {
			m.has[slot] = r
		}
	}
	for _, r := range m.goes.Relations {
		m.relation(r)
	}
	for _, source := range slices.Sorted(maps.Keys(m.noted)) {
		key := graph.RelationKey{Type: graph.SourcedFrom, From: m.into.ID, To: source}
		if source == m.into.Prov.Source || m.has[key] != nil {
			continue
		}
		note := strings.Join(m.noted[source], "；")
		m.Changes.Relations = append(m.Changes.Relations,
			graph.Relation{RelationKey: key, Attrs: graph.Attrs{"note": note}, Prov: prov})
	}
}

func (m *merging) relation(r graph.Relation) {
	old := r.RelationKey
	move := func(id graph.ID) graph.ID {
		if id == m.goes.Node.ID {
			return m.into.ID
		}
		return id
	}
	r.From, r.To = move(r.From), move(r.To)
	if r.From == r.To {
		m.Dropped = append(m.Dropped, old)
		return
	}
	if same := m.has[r.RelationKey]; same != nil {
		m.join(*same, r)
		return
	}
	for _, slot := range r.Slots() {
		there := m.has[slot]
		if there == nil || there.From != m.into.ID && there.To != m.into.ID {
			continue
		}
		if slot.To != "" { // what may have one firm only already has it: the same fact of the same thing
			continue
		}
		m.instead(*there, r, old)
		return
	}
	m.Moved = append(m.Moved, r)
	m.Changes.Relations = append(m.Changes.Relations, r)
}

// join keeps one of two relations that say the same, with the source of the other beside it.
func (m *merging) join(mine, theirs graph.Relation) {
	m.Joined = append(m.Joined, mine.RelationKey)
	kept, other := mine, theirs
	if firmer(theirs.Prov, mine.Prov) {
		kept, other = theirs, mine
	}
	attrs := maps.Clone(kept.Attrs)
	for name, v := range other.Attrs {
		switch now, there := attrs[name]; {
		case !there:
			if attrs == nil {
				attrs = graph.Attrs{}
			}
			attrs[name] = v
		case fmt.Sprint(now) != fmt.Sprint(v):
			spec, _ := graph.RelationOf(mine.Type)
			at := slices.IndexFunc(spec.Attrs, func(s graph.AttrSpec) bool { return s.Name == name })
			zh, en, of := name, name, graph.AttrSpec{}
			if at >= 0 {
				of = spec.Attrs[at]
				zh, en = of.ZH, of.EN
			}
			end := cmp.Or(otherEnd(mine, m.into.ID), mine.To)
			m.Told = append(m.Told, Told{
				fmt.Sprintf("%s %s：%s有两个值，按来源较可靠的留“%s”，不留“%s”", spec.ZH, end, zh, words(of, now), words(of, v)),
				fmt.Sprintf("%s %s: two values of %s; %q stays by its better source, %q does not", spec.EN, end, en,
					words(of, now), words(of, v)),
			})
		}
	}
	kept.Attrs = attrs
	if other.Prov.Source != kept.Prov.Source {
		spec, _ := graph.RelationOf(mine.Type)
		m.note(other.Prov.Source, fmt.Sprintf("%s %s 的另一来源", spec.ZH, otherEnd(mine, m.into.ID)))
	}
	if !kept.Equal(mine) {
		m.Changes.Relations = append(m.Changes.Relations, kept)
	}
}

// instead settles where there can be one only, as a seat.
func (m *merging) instead(mine, theirs graph.Relation, old graph.RelationKey) {
	spec, _ := graph.RelationOf(mine.Type)
	f := Field{Name: strings.ToLower(string(mine.Type)), ZH: spec.ZH, EN: spec.EN, Stays: string(mine.To),
		Goes: string(theirs.To), Differ: true, Kept: Stays}
	if firmer(theirs.Prov, mine.Prov) {
		f.Kept = Goes
	}
	if side := m.choices[f.Name]; side == Stays || side == Goes {
		f.Kept = side
	}
	m.Fields = append(m.Fields, f)
	loser := theirs
	if f.Kept == Goes {
		loser = mine
		m.Changes.Relations = append(m.Changes.Relations, theirs)
		m.Moved = append(m.Moved, theirs)
	} else {
		m.Dropped = append(m.Dropped, old)
	}
	m.note(loser.Prov.Source, fmt.Sprintf("%s的另一说法：%s", spec.ZH, loser.To))
}

func otherEnd(r graph.Relation, id graph.ID) graph.ID {
	if r.From == id {
		return r.To
	}
	return r.From
}

// Preview are the changes as they are looked at without being written.
func (p Plan) Preview() graph.Changes {
	c := p.Changes
	c.Actor, c.Reason = "preview", "merge"
	return c
}
