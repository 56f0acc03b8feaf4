package lists

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Sent is a list that came back, as people left it.
type Sent struct {
	List    *List
	File    string        // and sheet, for problems
	Made    graph.Version // that it was made from
	Lang    string
	Columns []int // for each column of the list where it stands on the sheet, from 1; 0: it does not
	Rows    []SentRow
}

// SentRow is one row of it.
type SentRow struct {
	ID    string // as in Row; empty: a new row
	Row   int    // on the sheet
	Cells []string
}

// Taken is what sent lists come to.
type Taken struct {
	Changes graph.Changes
	Rows    int // that say something else than before, or something new
}

// Take reads what people changed: a cell that says what it said when the sheet was made says nothing, nor does a blank
// one, nor a row or column that is not there. What somebody else has changed since is told, and so is everything else
// that is wrong, with its place; then nothing is taken.
//
// base is the graph as the sheets were made from, now as it stands. from is the source of what is changed, where a row
// names no other than before; without it each such row is a problem, as nobody would know where the new fact is from.
func Take(sent []Sent, base, now *graph.Snapshot, from *graph.Provenance) (Taken, error) {
	t := taker{
		base:  base,
		now:   now,
		from:  from,
		nodes: map[graph.ID]*graph.Node{},
		rels:  map[graph.RelationKey]*graph.Relation{},
		gone:  map[graph.RelationKey]bool{},
		said:  map[string]SentRow{},
		names: NewNames(now),
	}
	order := func(s Sent) int { // what rows refer to comes before them
		return slices.Index([]graph.Kind{graph.KindSource, graph.KindPark, graph.KindEnterprise}, s.List.kind)
	}
	sent = slices.Clone(sent)
	slices.SortStableFunc(sent, func(a, b Sent) int {
		return cmp.Compare(uint(order(a)), uint(order(b))) // -1, what nothing refers to, comes last
	})
	for _, s := range sent {
		t.list(s)
	}
	if len(t.problems) > 0 {
		return Taken{}, t.problems
	}
	out := Taken{Rows: t.rows}
	for _, id := range slices.Sorted(maps.Keys(t.nodes)) {
		out.Changes.Nodes = append(out.Changes.Nodes, *t.nodes[id])
	}
	for _, r := range t.rels {
		out.Changes.Relations = append(out.Changes.Relations, *r)
	}
	for key := range t.gone {
		if t.rels[key] == nil {
			out.Changes.DeleteRelations = append(out.Changes.DeleteRelations, key)
		}
	}
	slices.SortFunc(out.Changes.Relations, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	slices.SortFunc(out.Changes.DeleteRelations, graph.RelationKey.Compare)
	return out, nil
}

// taker collects what is changed.
type taker struct {
	base, now *graph.Snapshot
	from      *graph.Provenance
	nodes     map[graph.ID]*graph.Node
	rels      map[graph.RelationKey]*graph.Relation
	gone      map[graph.RelationKey]bool
	rows      int
	problems  graph.Problems
	said      map[string]SentRow // rows that say something new, by list and id
	names     *Names

	// of the list and row that is read
	sent    Sent
	row     SentRow
	was, is *Reader
}

func (t *taker) report(column int, code, message, fix string) {
	place := graph.Place{File: t.sent.File, Row: t.row.Row}
	if column >= 0 {
		place.Column, place.Field = t.sent.Columns[column], t.sent.List.Columns[column].Heading(t.sent.Lang)
	}
	t.problems = append(t.problems, graph.Problem{
		Code:    code,
		Subject: t.row.ID,
		Place:   place,
		Message: message,
		Fix:     fix,
	})
}

func (t *taker) list(s Sent) {
	t.sent, t.was, t.is = s, NewReader(t.base, s.Lang), NewReader(t.now, s.Lang)
	before, current := t.was.byID(s.List), t.is.byID(s.List)
	seen := map[string]int{}
	for _, row := range s.Rows {
		t.row = row
		switch other := seen[row.ID]; {
		case row.ID == "":
			t.fresh()
			continue
		case other > 0:
			t.report(-1, "row.twice", fmt.Sprintf("the row has the id of row %d", other),
				"clear the id in column A of the one that is new")
			continue
		}
		seen[row.ID] = row.Row
		subject, stands := current[row.ID]
		if !stands {
			t.report(-1, "row.gone", fmt.Sprintf("there is no %s any more", row.ID),
				"delete the row; or clear its id in column A to enter it anew")
			continue
		}
		t.standing(subject, before[row.ID])
	}
}

// byID are the rows of a list, whatever its conditions say.
func (r *Reader) byID(l *List) map[string]subject {
	out := map[string]subject{}
	for _, s := range r.subjects(l) {
		out[s.id()] = s
	}
	return out
}

// text is what a cell says: without what nobody sees.
func (t *taker) text(column int) string {
	if t.sent.Columns[column] == 0 {
		return ""
	}
	return spelling.Line(t.row.Cells[column])
}

// changed are the columns of a row that say something else than when the sheet was made.
func (t *taker) changed(now, before subject) (columns []int) {
	for i, c := range t.sent.List.Columns {
		text := t.text(i)
		if text == "" || !c.Written() {
			continue
		}
		is := t.is.cell(now, c).Text
		was := is
		if before != (subject{}) {
			was = t.was.cell(before, c).Text
		}
		switch {
		case alike(text, is), alike(text, was):
		case was != is:
			t.report(i, "cell.conflict", fmt.Sprintf("it was %q when the sheet was made, is %q now, and %q here", was, is, text),
				"decide which holds, and write that into a sheet that is made now")
		default:
			columns = append(columns, i)
		}
	}
	return columns
}

// alike tells whether two texts of a cell say the same: several values in any order.
func alike(a, b string) bool {
	if spelling.Line(a) == spelling.Line(b) {
		return true
	}
	if m, is := numeric(a); is {
		if n, is := numeric(b); is {
			return m == n
		}
	}
	x, y := split(a), split(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// split parts the values of a cell.
func split(text string) (values []string) {
	for _, v := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;\n", r) }) {
		if v = spelling.Line(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// standing takes a row of something that is there.
func (t *taker) standing(now, before subject) {
	columns := t.changed(now, before)
	if len(columns) == 0 {
		return
	}
	key := t.sent.List.Key + " " + t.row.ID
	if other, is := t.said[key]; is { // a sheet may be there twice
		t.report(-1, "row.twice", fmt.Sprintf("row %d of another sheet of this list changes the same", other.Row),
			"keep one of the two sheets")
		return
	}
	t.said[key] = t.row
	t.rows++
	if now.node != nil {
		t.node(*now.node, columns)
		return
	}
	r := *now.relation
	t.gone[r.RelationKey] = true
	t.relation(r, columns)
}

// fresh takes a row without an id.
func (t *taker) fresh() {
	l := t.sent.List
	var columns []int
	for i, c := range l.Columns {
		if t.text(i) != "" && c.Written() {
			columns = append(columns, i)
		}
	}
	if len(columns) == 0 {
		return
	}
	t.rows++
	attrs := graph.Attrs{}
	for _, c := range l.where { // a new row is one of this list
		if len(c.codes) == 1 && c.path.end == "" && c.path.spec.Type != graph.TypeBool {
			attrs[c.path.attr] = c.codes[0]
		}
	}
	if l.relation != "" {
		t.relation(graph.Relation{RelationKey: graph.RelationKey{Type: l.relation}, Attrs: attrs}, columns)
		return
	}
	name, at := "", -1
	for i, c := range l.Columns {
		if c.path.plain == "name" {
			name, at = t.text(i), i
		}
	}
	if name == "" {
		t.report(-1, "row.no_name", "the new row has no name", "give it one, or delete the row")
		return
	}
	if there := t.names.Find(l.kind, name); len(there) > 0 {
		t.report(at, "row.known", fmt.Sprintf("%q is there already, as %s", name, there[0]),
			"write what is new into its own row; one that is not in this sheet is in a sheet of all")
		return
	}
	id := graph.NewID(l.kind, graph.KeyOf(name))
	if t.now.Node(id) != nil || t.nodes[id] != nil { // by another name that makes the same key
		t.report(at, "row.known", fmt.Sprintf("%q would be %s, which is there already", name, id),
			"write what is new into its own row, or give the new one a name that tells them apart")
		return
	}
	t.node(graph.Node{ID: id, Kind: l.kind, Name: name, Attrs: attrs}, columns)
}

// sourced is where a row says that its facts come from; false, reported, when it does not say.
func (t *taker) sourced(prov graph.Provenance, columns []int) (graph.Provenance, bool) {
	said := false
	for _, i := range columns {
		text := t.text(i)
		switch c := t.sent.List.Columns[i]; c.path.plain {
		case "source":
			ids := t.names.Find(graph.KindSource, text)
			if len(ids) != 1 {
				t.report(i, "source.unknown", fmt.Sprintf("there is no source %q", text),
					"choose one of the list, or add it to the sheet of sources first")
				return prov, false
			}
			prov.Source, prov.Locator, said = ids[0], "", true
		case "locator":
			prov.Locator = text
		case "as_of":
			date, is := dated(text)
			if !is {
				t.report(i, "cell.not_date", fmt.Sprintf("%q is no date", text), dateFix)
				return prov, false
			}
			prov.AsOf = date
		case "confidence", "value_kind":
			terms := graph.Confidences
			if c.path.plain == "value_kind" {
				terms = graph.ValueKinds
			}
			code, known := coded(terms, text)
			if !known {
				t.report(i, "cell.not_word", fmt.Sprintf("%q is none of the words", text), "use "+words(terms, t.sent.Lang))
				return prov, false
			}
			if c.path.plain == "value_kind" {
				prov.ValueKind = graph.ValueKind(code)
			} else {
				prov.Confidence = graph.Confidence(code)
			}
		}
	}
	if t.sent.List.kind == graph.KindSource { // rests on itself
		return prov, true
	}
	if !said && t.from != nil {
		kind := prov.ValueKind
		prov, said = *t.from, true
		prov.ValueKind = kind
	}
	if !said {
		t.report(-1, "row.no_source", "the row says something new and not where that comes from",
			"choose another source in its column, or name one for the whole import")
	}
	return prov, said
}

const dateFix = "write 2025, 2025-08, 2025-08-11 or 2025-Q3"

// coded is the code of a word in either language.
func coded(terms []graph.Term, word string) (string, bool) {
	for _, t := range terms {
		if word == t.ZH || strings.EqualFold(word, t.EN) || word == t.Code {
			return t.Code, true
		}
	}
	return "", false
}

func words(terms []graph.Term, lang string) string {
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		out = append(out, graph.Words(terms, t.Code, lang))
	}
	return strings.Join(out, ", ")
}

// node takes the changed columns of a node.
func (t *taker) node(n graph.Node, columns []int) {
	if known := t.nodes[n.ID]; known != nil {
		n = *known
	}
	old := n.Prov
	prov, ok := t.sourced(n.Prov, columns)
	if !ok {
		return
	}
	if n.Kind == graph.KindSource {
		prov.Source = n.ID
	}
	n.Prov, n.Attrs, n.Place = prov, maps.Clone(n.Attrs), &graph.Place{File: t.sent.File, Row: t.row.Row}
	if n.Attrs == nil {
		n.Attrs = graph.Attrs{}
	}
	own := false // whether the node itself says something else, not only what it is joined to
	for _, i := range columns {
		c, text := t.sent.List.Columns[i], t.text(i)
		switch p := c.path; {
		case p.plain == "name":
			n.Name, own = text, true
		case p.plain == "name_en":
			n.NameEN, own = text, true
		case p.plain == "aliases":
			n.Aliases, own = split(text), true
		case p.plain == "levels":
			own = true
			t.levels(n.Attrs, i, text)
		case p.plain != "":
			own = own || slices.Contains(provenance, p.plain)
		case p.tie != "":
			t.tied(n.ID, i, prov)
		default:
			own = true
			t.attribute(n.Attrs, i, text)
		}
	}
	if n.Kind == graph.KindSource {
		n.Prov.AsOf = cmp.Or(graph.Date(n.Attrs.Text("published")), n.Prov.AsOf)
	}
	if !own {
		return
	}
	t.nodes[n.ID] = &n
	t.names.Learn(n)
	if old.Source != "" && old.Source != prov.Source && n.Kind != graph.KindSource { // what stands rests on it still
		key := graph.RelationKey{Type: graph.SourcedFrom, From: n.ID, To: old.Source}
		t.rels[key] = &graph.Relation{RelationKey: key, Prov: old}
	}
}

// relation takes the changed columns of a relation.
func (t *taker) relation(r graph.Relation, columns []int) {
	prov, ok := t.sourced(r.Prov, columns)
	if !ok {
		return
	}
	r.Prov, r.Attrs, r.Place = prov, maps.Clone(r.Attrs), &graph.Place{File: t.sent.File, Row: t.row.Row}
	if r.Attrs == nil {
		r.Attrs = graph.Attrs{}
	}
	spec, _ := graph.RelationOf(r.Type)
	for _, i := range columns {
		c, text := t.sent.List.Columns[i], t.text(i)
		switch p := c.path; {
		case p.end == "from":
			r.From, ok = t.other(i, text, spec.From, prov)
		case p.end == "to":
			r.To, ok = t.other(i, text, spec.To, prov)
		case p.plain == "":
			t.attribute(r.Attrs, i, text)
		}
		if !ok {
			return
		}
	}
	if r.From == "" || r.To == "" {
		t.report(-1, "row.no_end", "the new row does not say what it joins", "fill in both ends")
		return
	}
	t.rels[r.RelationKey] = &r
}

// tied takes a column of what a node is joined to: all that it names, and no other.
func (t *taker) tied(id graph.ID, column int, prov graph.Provenance) {
	c := t.sent.List.Columns[column]
	p := c.path
	spec, _ := graph.RelationOf(p.tie)
	kinds := spec.To
	if p.in {
		kinds = spec.From
	}
	key := func(other graph.ID) graph.RelationKey {
		if p.in {
			return graph.RelationKey{Type: p.tie, From: other, To: id}
		}
		return graph.RelationKey{Type: p.tie, From: id, To: other}
	}
	wanted := map[graph.ID]bool{}
	for _, text := range split(t.text(column)) {
		other, ok := t.other(column, text, kinds, prov)
		if !ok {
			return
		}
		wanted[other] = true
	}
	for _, n := range t.is.across(id, p) {
		if !wanted[n.ID] {
			t.gone[key(n.ID)] = true
		}
		delete(wanted, n.ID)
	}
	var missing []string
	for _, a := range spec.Attrs {
		if a.Required {
			missing = append(missing, a.ZH)
		}
	}
	if len(missing) > 0 && len(wanted) > 0 {
		t.report(column, "cell.more_needed", "a new one needs more than its name: "+strings.Join(missing, ", "),
			"enter it in the list that has a row for each, such as 企业在链位置清单")
		return
	}
	for other := range wanted {
		r := &graph.Relation{RelationKey: key(other), Prov: prov, Place: &graph.Place{File: t.sent.File, Row: t.row.Row}}
		if len(p.with) > 0 {
			a, _ := attr(spec.Attrs, p.with[0])
			r.Attrs = graph.Attrs{p.with[0]: p.with[1]}
			if a.Type == graph.TypeBool {
				r.Attrs[p.with[0]] = p.with[1] == "true"
			}
		}
		t.rels[r.RelationKey] = r
	}
}

func attr(specs []graph.AttrSpec, name string) (graph.AttrSpec, bool) {
	i := slices.IndexFunc(specs, func(a graph.AttrSpec) bool { return a.Name == name })
	if i < 0 {
		return graph.AttrSpec{}, false
	}
	return specs[i], true
}

// byName are the kinds of which a name is all there is to say: one that is not known is entered with its first mention.
var byName = []graph.Kind{
	graph.KindChief, graph.KindUnit, graph.KindTaskForce, graph.KindPlan, graph.KindProduct, graph.KindTechnology,
}

// other is the thing of one of some kinds that a cell names; false, reported, when there is none or several.
func (t *taker) other(column int, text string, kinds []graph.Kind, prov graph.Provenance) (graph.ID, bool) {
	var found []graph.ID
	for _, kind := range kinds {
		found = append(found, t.names.Find(kind, text)...)
	}
	switch {
	case len(found) == 1:
		return found[0], true
	case len(found) > 1:
		t.report(column, "reference.ambiguous", fmt.Sprintf("%q may be %s", text, ids(found)),
			"write which, as NAME〔KEY〕 or with its id")
		return "", false
	}
	for _, kind := range kinds {
		if slices.Contains(byName, kind) {
			n := graph.Node{ID: graph.NewID(kind, graph.KeyOf(text)), Kind: kind, Name: text, Prov: prov}
			if n.Place = (&graph.Place{File: t.sent.File, Row: t.row.Row}); kind == graph.KindChief {
				n.Attrs = graph.Attrs{"post": text}
			}
			t.nodes[n.ID] = &n
			t.names.Learn(n)
			return n.ID, true
		}
	}
	t.report(column, "reference.unknown", fmt.Sprintf("there is no %q", text),
		"correct the name, or enter it in its own list first")
	return "", false
}

func ids(list []graph.ID) string {
	texts := make([]string, 0, len(list))
	for _, id := range list {
		texts = append(texts, string(id))
	}
	return strings.Join(texts, ", ")
}
