package decision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
	"chainchief/internal/store"
)

// Where the problems of an edit are: the file of a graph.Place, with the row counted from 1.
const (
	InNodes     = "nodes"
	InRelations = "relations"
	InSource    = "source"
	InBasis     = "basis"
)

// building makes changes of an edit on what stands.
type building struct {
	desk    *Desk
	edit    Edit
	base    graph.Revision
	now     *graph.Snapshot
	sight   store.Sight
	changes graph.Changes
	prov    graph.Provenance
	fresh   map[string]graph.ID

	problems graph.Problems
	fields   []Field        // of a conflict
	touched  graph.Revision // the newest revision that is in the way
}

// build makes changes of an edit: what it names laid over what stands.
func (d *Desk) build(
	ctx context.Context,
	by Actor,
	base graph.Revision,
	e Edit,
	sight store.Sight,
) (*building, error) {
	now, err := d.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBase(base, now.Revision); err != nil {
		return nil, err
	}
	b := &building{desk: d, edit: e, base: base, now: now, sight: sight, fresh: map[string]graph.ID{}}
	b.changes = graph.Changes{Actor: by.Name, Reason: e.Reason, Request: by.Request}
	if err := b.basis(ctx); err != nil {
		return nil, err
	}
	if err := b.newIDs(ctx); err != nil {
		return nil, err
	}
	for i := range e.Nodes {
		if err := b.node(ctx, i); err != nil {
			return nil, err
		}
	}
	for i := range e.Relations {
		if err := b.relation(ctx, i); err != nil {
			return nil, err
		}
	}
	b.lost()
	switch {
	case len(b.problems) > 0:
		return nil, b.problems
	case b.touched > 0:
		set, err := d.store.ChangeSet(ctx, b.touched)
		if err != nil {
			return nil, err
		}
		return nil, &Conflict{Revision: set.Revision, Time: set.Time, Actor: set.Actor, Fields: b.fields}
	case b.changes.Empty():
		return nil, refuse("edit.nothing", "没有改动", "nothing is changed")
	}
	return b, nil
}

// placed gives the problems that the store found their place in the form, where they have none.
func (b *building) placed(err error) error {
	var problems graph.Problems
	if b == nil || !errors.As(err, &problems) {
		return err
	}
	out := slices.Clone(problems)
	for i := range out {
		if out[i].Place.File != "" {
			continue
		}
		for j, n := range b.edit.Nodes {
			if string(cmp.Or(n.ID, b.fresh[n.Ref])) == out[i].Subject {
				out[i].Place.File, out[i].Place.Row = InNodes, j+1
			}
		}
		for j, r := range b.edit.Relations {
			key := graph.RelationKey{Type: r.Type, From: b.end(r.From), To: b.end(r.To)}
			if key.String() == out[i].Subject {
				out[i].Place.File, out[i].Place.Row = InRelations, j+1
			}
		}
	}
	return out
}

func (b *building) report(file string, row int, field, code, message, fix string) {
	place := graph.Place{File: file, Row: row + 1, Field: field}
	b.problems = append(b.problems, graph.Problem{Code: code, Place: place, Message: message, Fix: fix})
}

// end is an end of a relation: an id, or what a new thing was called in the edit.
func (b *building) end(name string) graph.ID {
	if id, ok := b.fresh[name]; ok {
		return id
	}
	return graph.ID(name)
}

// basis is the provenance of everything in the edit; a new source comes with it.
func (b *building) basis(ctx context.Context) error {
	of := b.edit.Basis
	b.prov = graph.Provenance{Source: of.Source, Locator: of.Locator, AsOf: of.AsOf, Confidence: of.Confidence}
	if of.Source == "" && of.New == nil {
		b.report(InBasis, 0, "source", "source.missing", "the edit does not say what it rests on", "choose a source")
	}
	if of.AsOf == "" {
		b.report(InBasis, 0, "as_of", "as_of.missing", "the edit does not say of when it is", "write 2025, 2025-08 or a day")
	}
	if of.Confidence == "" {
		b.report(InBasis, 0, "confidence", "confidence.missing", "the edit does not say how sure it is", "choose one")
	}
	if of.New == nil {
		if n := b.now.Node(of.Source); of.Source != "" && (n == nil || n.Kind != graph.KindSource) {
			b.report(InBasis, 0, "source", "source.unknown", fmt.Sprintf("there is no source %q", of.Source), "choose another")
		}
		return nil
	}
	n := graph.Node{Kind: graph.KindSource, Attrs: graph.Attrs{}, Place: &graph.Place{File: InSource, Row: 1}}
	spec, _ := graph.KindOf(graph.KindSource)
	b.lay(&n, spec.Attrs, of.New.Fields, InSource, 0)
	if n.Name == "" {
		b.report(InSource, 0, "name", "name.missing", "the new source has no title", "give it its title")
		return nil
	}
	id, err := b.free(ctx, graph.KindSource, graph.KeyOf(n.Name), n.Name, InSource, 0)
	if err != nil {
		return err
	}
	n.ID, b.prov.Source = id, id
	n.Prov = graph.Provenance{
		Source:     id,
		AsOf:       cmp.Or(graph.Date(n.Attrs.Text("published")), graph.Date(n.Attrs.Text("dated")), of.AsOf),
		Confidence: of.Confidence,
	}
	b.changes.Nodes = append(b.changes.Nodes, n)
	return nil
}

// newIDs names the new things, parents before what is part of them.
func (b *building) newIDs(ctx context.Context) error {
	taken := map[graph.ID]bool{}
	for i, n := range b.edit.Nodes {
		if n.ID != "" || n.Delete {
			continue
		}
		if _, ok := graph.KindOf(n.Kind); !ok || !Editable(n.Kind) {
			b.report(InNodes, i, "kind", "kind.unknown", fmt.Sprintf("no form makes a %q", n.Kind), "use a kind of /forms")
			continue
		}
		name := n.field("name")
		key := graph.KeyOf(name)
		switch n.Kind {
		case graph.KindLink:
			key = b.linkKey(n.Ref, key)
		case graph.KindFigure:
			key = b.figureKey(n)
			name = ""
		}
		if key == "" || strings.HasSuffix(key, "/") {
			b.report(InNodes, i, "name", "name.missing", "the new thing has no name", "give it a name")
			continue
		}
		id, err := b.free(ctx, n.Kind, key, name, InNodes, i)
		if err != nil {
			return err
		}
		for at, more := id, 2; taken[id]; more++ {
			id = graph.ID(fmt.Sprintf("%s-%d", at, more))
		}
		taken[id] = true
		b.fresh[n.Ref] = id
	}
	return nil
}

func (n EditNode) field(name string) string {
	for _, f := range n.Fields {
		if f.Name == name {
			return strings.TrimSpace(f.Value)
		}
	}
	return ""
}

// linkKey is the key of a new link: that of its sub-chain or chain before its own. Groups are no part of a key, so that
// a link may move from one to another.
func (b *building) linkKey(ref, key string) string {
	if key == "" {
		return ""
	}
	for _, r := range b.edit.Relations {
		if r.Type != graph.PartOf || r.From != ref || r.Delete {
			continue
		}
		parent := b.end(r.To)
		level := ""
		if n := b.now.Node(parent); n != nil {
			level = graph.LinkOf(n).Level()
		} else {
			for _, other := range b.edit.Nodes {
				if b.fresh[other.Ref] == parent {
					level = other.field("level")
				}
			}
		}
		if level == graph.LinkGroup {
			return path.Dir(parent.Key()) + "/" + key
		}
		return parent.Key() + "/" + key
	}
	return key
}

// figureKey is the key of a new figure: of what it is about, what it measures and when.
func (b *building) figureKey(n EditNode) string {
	about := ""
	for _, r := range b.edit.Relations {
		if r.Type == graph.About && r.From == n.Ref {
			about = b.end(r.To).Key()
		}
	}
	if about == "" {
		return ""
	}
	return graph.KeyOf(strings.Join([]string{about, n.field("measure"), n.field("period")}, "-"))
}

// free is an id that nothing has. A thing of the same kind and name that is there already is a problem; without a name
// the next number is taken.
func (b *building) free(
	ctx context.Context,
	kind graph.Kind,
	key, name, file string,
	row int,
) (graph.ID, error) {
	const most = 1000
	for n := 1; n < most; n++ {
		at := key
		if n > 1 {
			at += "-" + strconv.Itoa(n)
		}
		id := graph.NewID(kind, at)
		there, err := b.desk.store.Nodes(ctx, []graph.ID{id})
		if err != nil {
			return "", err
		}
		if len(there) == 0 {
			return id, nil
		}
		if name != "" && spelling.Fold(there[0].Name) == spelling.Fold(name) && b.sight.Node(&there[0]) != nil {
			b.report(file, row, "name", "name.known", fmt.Sprintf("%q is there already, as %s", name, id),
				"choose that one, or give this one a name that tells them apart")
			return id, nil
		}
	}
	return "", refuse("edit.name_taken", "同名的太多，请改个名称", "too many things have that name; choose another one")
}

// node lays the fields of a thing over what stands, or makes a new one.
func (b *building) node(ctx context.Context, i int) error {
	e := b.edit.Nodes[i]
	id := cmp.Or(e.ID, b.fresh[e.Ref])
	if id == "" {
		return nil // its problem is told
	}
	if kind, _ := id.Kind(); !Editable(kind) {
		return refuse("edit.elsewhere", "这类数据不在这里改", fmt.Sprintf("a %s is not edited through forms", kind))
	}
	place := &graph.Place{File: InNodes, Row: i + 1}
	n := graph.Node{ID: id, Kind: e.Kind, Place: place}
	var stood *graph.Node
	if e.ID != "" {
		stood = b.now.Node(id)
		if err := b.seen(id, stood); err != nil {
			return err
		}
		if e.Delete {
			return b.drop(ctx, stood)
		}
		n = *stood
		n.Place = place
	}
	spec, _ := graph.KindOf(n.Kind)
	n.Attrs = maps.Clone(n.Attrs)
	if n.Attrs == nil {
		n.Attrs = graph.Attrs{}
	}
	b.lay(&n, spec.Attrs, e.Fields, InNodes, i)
	b.complete(&n, e)
	if stood != nil {
		entries, err := b.desk.store.NodeEntries(ctx, id)
		if err != nil {
			return err
		}
		b.compare(past(entries), thingOf(stood), thingOf(&n), nodeSpecs(spec), e.Fields)
	}
	if stood != nil && arranges(n.Kind, e.Fields) {
		b.changes.Nodes = append(b.changes.Nodes, n)
		return nil
	}
	old := n.Prov
	n.Prov = b.prov
	n.Prov.ValueKind = old.ValueKind
	for _, f := range e.Fields {
		if f.Name == "value_kind" {
			n.Prov.ValueKind = graph.ValueKind(strings.TrimSpace(f.Value))
		}
	}
	if n.Kind == graph.KindSource { // a source rests on itself
		n.Prov = graph.Provenance{
			Source:     n.ID,
			AsOf:       cmp.Or(graph.Date(n.Attrs.Text("published")), graph.Date(n.Attrs.Text("dated")), old.AsOf, b.prov.AsOf),
			Confidence: b.prov.Confidence,
		}
	}
	b.changes.Nodes = append(b.changes.Nodes, n)
	if stood != nil && n.Kind != graph.KindSource && old.Source != n.Prov.Source { // what stands rests on it still
		b.also(n.ID, old.Source, old, "")
	}
	return nil
}

// arranges tells whether fields only say where a thing stands in a template. That says nothing of the industry: what is
// known of the thing rests on what it rested on, and as surely.
func arranges(kind graph.Kind, fields []EditField) bool {
	return len(fields) > 0 && !slices.ContainsFunc(fields, func(f EditField) bool {
		return !slices.Contains(arranging[kind], f.Name)
	})
}

// seen refuses what is not there, or is hidden from who edits: neither is read, and neither is overwritten.
func (b *building) seen(id graph.ID, n *graph.Node) error {
	kind, _ := id.Kind()
	if n == nil {
		return absent(strings.ToLower(string(kind)), id)
	}
	switch shown := b.sight.Node(n); {
	case shown == nil:
		return absent(strings.ToLower(string(kind)), id)
	case shown != n:
		return refuse("edit.hidden", "这项数据对您只显示档位，不能改；请由可以看准确数字的人修改",
			"only the band of this is shown to you, so that it cannot be changed by you")
	}
	return nil
}

// drop takes a thing away with its relations, all of which must be seen, and none of which anybody has changed since.
func (b *building) drop(ctx context.Context, n *graph.Node) error {
	entries, err := b.desk.store.NodeEntries(ctx, n.ID)
	if err != nil {
		return err
	}
	if newest := past(entries).newest(); newest > b.base {
		was := past(entries).thing(b.base)
		b.conflict(newest, Field{
			Subject: n.ID, Name: "name", ZH: "名称", EN: "Name",
			Base: said(was, "name"), Theirs: n.Name,
		})
	}
	for _, r := range b.now.Relations() {
		if r.From != n.ID && r.To != n.ID || r.IsNote() {
			continue
		}
		if b.sight.Relation(&r) == nil {
			return refuse("edit.hidden", "它还与您看不到的数据相连，不能删除", "it is tied to what you do not see, and stays")
		}
		if entries, err = b.desk.store.RelationEntries(ctx, r.RelationKey); err != nil {
			return err
		}
		if newest := past(entries).newest(); newest > b.base {
			spec, _ := graph.RelationOf(r.Type)
			b.conflict(newest, Field{
				Subject: r.From, Other: r.To, Name: string(r.Type), ZH: spec.ZH, EN: spec.EN,
				Theirs: b.called(r.To),
			})
		}
	}
	b.changes.DeleteNodes = append(b.changes.DeleteNodes, n.ID)
	return nil
}

// complete fills in what follows from other fields of a thing.
func (b *building) complete(n *graph.Node, e EditNode) {
	switch n.Kind {
	case graph.KindChief: // the post is what it is called
		if e.field("post") == "" && e.field("name") != "" {
			n.Attrs["post"] = n.Name
		}
	case graph.KindFigure:
		if n.Name == "" {
			about := ""
			for _, r := range b.edit.Relations {
				if head := b.now.Node(b.end(r.To)); r.Type == graph.About && r.From == e.Ref && head != nil {
					about = head.Name + " "
				}
			}
			n.Name = about + graph.Words(graph.Measures, n.Attrs.Text("measure"), "zh")
		}
	}
}

// lay writes fields over a thing or relation, as far as they can be read.
func (b *building) lay(n *graph.Node, specs []graph.AttrSpec, list []EditField, file string, row int) {
	for _, f := range list {
		if slices.Contains(ruled[n.Kind], f.Name) {
			b.report(file, row, f.Name, "attribute.ruled", fmt.Sprintf("%q follows from other facts", f.Name), "leave it out")
			continue
		}
		switch f.Name {
		case "name":
			n.Name = strings.TrimSpace(f.Value)
		case "name_en":
			n.NameEN = strings.TrimSpace(f.Value)
		case "aliases":
			n.Aliases = items(f.Values)
		case "value_kind":
			if n.Kind != graph.KindFigure {
				b.report(file, row, f.Name, "attribute.unknown", "only figures are planned or actual", "leave it out")
			}
		default:
			b.attribute(n.Attrs, specs, f, file, row)
		}
	}
}

func items(list []string) []string {
	var out []string
	for _, item := range list {
		if item = strings.TrimSpace(item); item != "" && !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}

// attribute writes one attribute; an empty value takes away what stood.
func (b *building) attribute(into graph.Attrs, specs []graph.AttrSpec, f EditField, file string, row int) {
	at := slices.IndexFunc(specs, func(s graph.AttrSpec) bool { return s.Name == f.Name })
	if at < 0 {
		b.report(file, row, f.Name, "attribute.unknown", fmt.Sprintf("there is no field %q here", f.Name),
			"use a field of /forms")
		return
	}
	spec, text := specs[at], strings.TrimSpace(f.Value)
	delete(into, f.Name)
	if spec.Type == graph.TypeList {
		if list := items(f.Values); len(list) > 0 {
			into[f.Name] = list
		}
		return
	}
	if text == "" {
		return
	}
	var value any = text
	var err error
	switch spec.Type {
	case graph.TypeInt:
		value, err = strconv.ParseInt(text, 10, 64)
	case graph.TypeNumber:
		value, err = strconv.ParseFloat(text, 64)
	case graph.TypeBool:
		value, err = strconv.ParseBool(text)
	}
	if err != nil {
		b.report(file, row, f.Name, "attribute.invalid", fmt.Sprintf("%s (%s) cannot be %q", spec.Name, spec.ZH, text),
			"write a "+string(spec.Type))
		return
	}
	into[f.Name] = value
}

// relation lays the fields of a relation over what stands, puts a new one, or takes one away.
func (b *building) relation(ctx context.Context, i int) error {
	e := b.edit.Relations[i]
	spec, ok := graph.RelationOf(e.Type)
	if !ok || !EditableRelation(e.Type) {
		return refuse("edit.elsewhere", "这类联系不在这里改", fmt.Sprintf("%q is not edited through forms", e.Type))
	}
	key := graph.RelationKey{Type: e.Type, From: b.end(e.From), To: b.end(e.To)}
	for field, id := range map[string]graph.ID{"from": key.From, "to": key.To} {
		if slices.Contains(slices.Collect(maps.Values(b.fresh)), id) {
			continue
		}
		if kind, _ := id.Kind(); !Editable(kind) && kind != graph.KindGap {
			return refuse("edit.elsewhere", "这类数据不在这里改", fmt.Sprintf("%s is not edited through forms", id))
		}
		nodes, err := b.desk.store.Nodes(ctx, []graph.ID{id})
		if err != nil {
			return err
		}
		if len(nodes) == 0 || b.sight.Node(&nodes[0]) == nil {
			b.report(InRelations, i, field, "relation.dangling", fmt.Sprintf("there is no %q", id), "choose another one")
			return nil
		}
	}
	var stood *graph.Relation
	for _, r := range b.now.Out(key.From, key.Type) {
		if r.To == key.To {
			stood = r
		}
	}
	if stood != nil && b.sight.Relation(stood) != stood {
		return refuse("edit.hidden", "这项数据对您只显示档位，不能改", "this is not wholly shown to you, and cannot be changed")
	}
	entries, err := b.desk.store.RelationEntries(ctx, key)
	if err != nil {
		return err
	}
	history := past(entries)
	if e.Delete {
		if stood != nil {
			b.changes.DeleteRelations = append(b.changes.DeleteRelations, key)
		}
		return nil
	}
	at := &graph.Place{File: InRelations, Row: i + 1}
	r := graph.Relation{RelationKey: key, Attrs: graph.Attrs{}, Prov: b.prov, Place: at}
	if stood != nil {
		r.Attrs = maps.Clone(stood.Attrs)
		if r.Attrs == nil {
			r.Attrs = graph.Attrs{}
		}
	}
	for _, f := range e.Fields {
		b.attribute(r.Attrs, spec.Attrs, f, InRelations, i)
	}
	switch {
	case stood != nil:
		b.compare(history, thingOf(stood), thingOf(&r), spec.Attrs, e.Fields)
	case history.thing(b.base) != nil: // they took it away
		b.conflict(history.newest(), Field{
			Subject: key.From, Other: key.To, Name: string(key.Type), ZH: spec.ZH, EN: spec.EN,
			Base: b.called(key.To), Your: b.called(key.To),
		})
	default:
		if err := b.displaces(ctx, key, spec); err != nil {
			return err
		}
	}
	b.changes.Relations = append(b.changes.Relations, r)
	return nil
}

// displaces finds what somebody else has put, since base, into the place that only one relation can have: who leads a
// chain, say.
func (b *building) displaces(ctx context.Context, key graph.RelationKey, spec graph.RelationSpec) error {
	for _, slot := range key.Slots() {
		others := b.now.Out(slot.From, key.Type)
		tail := slot.From == ""
		if tail {
			others = b.now.In(slot.To, key.Type)
		}
		for _, other := range others {
			entries, err := b.desk.store.RelationEntries(ctx, other.RelationKey)
			if err != nil {
				return err
			}
			if history := past(entries); history.thing(b.base) == nil {
				f := Field{Subject: key.From, Other: key.To, Name: string(key.Type), ZH: spec.ZH, EN: spec.EN}
				if tail {
					f.Theirs, f.Your = b.called(other.From), b.called(key.From)
				} else {
					f.Theirs, f.Your = b.called(other.To), b.called(key.To)
				}
				b.conflict(history.newest(), f)
			}
		}
	}
	return nil
}

// called is the name of a thing that stands or comes with the edit.
func (b *building) called(id graph.ID) string {
	if n := b.now.Node(id); n != nil {
		return n.Name
	}
	for _, n := range b.edit.Nodes {
		if b.fresh[n.Ref] == id {
			return n.field("name")
		}
	}
	return id.Key()
}

func (p past) newest() (r graph.Revision) {
	for _, e := range p {
		r = max(r, e.Revision)
	}
	return r
}

func (b *building) conflict(at graph.Revision, f Field) {
	b.touched = max(b.touched, at)
	b.fields = append(b.fields, f)
}

// nodeSpecs are the fields of a thing: its names, then its attributes.
func nodeSpecs(spec graph.KindSpec) []graph.AttrSpec {
	return append([]graph.AttrSpec{
		{Name: "name", ZH: "名称", EN: "Name", Type: graph.TypeText, Required: true},
		{Name: "name_en", ZH: "英文名", EN: "English name", Type: graph.TypeText},
		{Name: "aliases", ZH: "别名", EN: "Aliases", Type: graph.TypeList},
	}, spec.Attrs...)
}

func thingOf[T graph.Node | graph.Relation](of *T) *store.Thing {
	switch x := any(of).(type) {
	case *graph.Node:
		return &store.Thing{Node: x}
	case *graph.Relation:
		return &store.Thing{Relation: x}
	}
	return nil
}

// said is a field of a thing or relation as a form has it: lists one item a line.
func said(t *store.Thing, name string) string {
	if t == nil {
		return ""
	}
	if n := t.Node; n != nil {
		switch name {
		case "name":
			return n.Name
		case "name_en":
			return n.NameEN
		case "aliases":
			return strings.Join(n.Aliases, "\n")
		}
	}
	switch v := attrs(t)[name].(type) {
	case nil:
		return ""
	case []string:
		return strings.Join(v, "\n")
	default:
		return written(v)
	}
}

// compare finds the fields that somebody else changed since base to something else than is wanted. When there are some,
// all fields that either side changed are in the conflict, so that people see both.
func (b *building) compare(history past, now, want *store.Thing, specs []graph.AttrSpec, named []EditField) {
	seen := history.thing(b.base)
	var subject, other graph.ID
	if now.Node != nil {
		subject = now.Node.ID
	} else {
		subject, other = now.Relation.From, now.Relation.To
	}
	var list []Field
	both := false
	for _, spec := range specs {
		mine := slices.ContainsFunc(named, func(f EditField) bool { return f.Name == spec.Name })
		was, is, wanted := said(seen, spec.Name), said(now, spec.Name), said(want, spec.Name)
		if !mine {
			wanted = was
		}
		if was == is && is == wanted {
			continue
		}
		both = both || mine && was != is && is != wanted
		list = append(list, Field{
			Subject: subject, Other: other,
			Name: spec.Name, ZH: spec.ZH, EN: spec.EN, Terms: spec.Terms,
			Base: was, Theirs: is, Your: wanted,
		})
	}
	if !both {
		return
	}
	b.touched = max(b.touched, history.newest())
	b.fields = append(b.fields, list...)
}

// also keeps a further source of a thing.
func (b *building) also(id, source graph.ID, prov graph.Provenance, note string) {
	key := graph.RelationKey{Type: graph.SourcedFrom, From: id, To: source}
	i := slices.IndexFunc(b.changes.Relations, func(r graph.Relation) bool { return r.RelationKey == key })
	if i < 0 {
		r := graph.Relation{RelationKey: key, Prov: prov}
		for _, stands := range b.now.Out(id, graph.SourcedFrom) {
			if stands.To == source {
				r.Attrs, r.Prov = maps.Clone(stands.Attrs), stands.Prov
			}
		}
		b.changes.Relations, i = append(b.changes.Relations, r), len(b.changes.Relations)
	}
	r := &b.changes.Relations[i]
	if note == "" || strings.Contains(r.Attrs.Note(), note) {
		return
	}
	if r.Attrs == nil {
		r.Attrs = graph.Attrs{}
	}
	if before := r.Attrs.Note(); before != "" {
		note = before + "；" + note
	}
	r.Attrs["note"] = note
}

// lost keeps the values that were not chosen.
func (b *building) lost() {
	for i, l := range b.edit.Lost {
		n := b.now.Node(l.Subject)
		if n == nil || b.sight.Node(n) != n {
			b.report("lost", i, "subject", "relation.dangling", fmt.Sprintf("there is no %q", l.Subject), "leave it out")
			continue
		}
		prov, source := b.prov, cmp.Or(l.Source, b.prov.Source)
		if l.Source != "" {
			prov = n.Prov
			prov.Source = source
		}
		b.also(l.Subject, source, prov, strings.TrimSpace(l.Text))
	}
}
