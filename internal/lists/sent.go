package lists

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Sent is a list that came back, as people left it.
type Sent struct {
	List    *List
	File    string        // and sheet, for problems
	Sheet   string        // its name alone; empty: File
	Made    graph.Version // that it was made from; the zero one of a sheet that chainchief did not make
	Lang    string
	Columns []int // for each column of the list where it stands on the sheet, from 1; 0: it does not
	Rows    []SentRow
}

// SentRow is one row of it.
type SentRow struct {
	ID    string // as in Row; empty: a new row, or one to be found by its code or name where the sheet is foreign
	Row   int    // on the sheet
	Cells []string
	// Notes are what was read otherwise than it is written: reminders, to be acknowledged.
	Notes []graph.Problem
}

// foreign tells whether chainchief did not make the sheet: its rows have no ids.
func (s Sent) foreign() bool { return s.Made.Revision == 0 }

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
	read := Read(sent, Against{Base: base, Now: now, From: from})
	var problems graph.Problems
	out := Taken{Changes: read.Changes}
	for _, row := range read.Rows {
		problems = append(problems, row.Problems...)
		for _, f := range row.Fields {
			if f.Conflict {
				problems = append(problems, row.Dispute(f))
			}
		}
		if row.Taken {
			out.Rows++
		}
	}
	if len(problems) > 0 {
		return Taken{}, problems
	}
	return out, nil
}

// Against is what sent lists are read against.
type Against struct {
	// Base is the graph as the sheets were made from, Now as it stands; both as whoever sent them may see them.
	Base, Now *graph.Snapshot
	// Whole is what stands, whoever sees it; nil: Now. What nobody said anything of stays as it is there.
	Whole *graph.Snapshot
	// From is the source of what is changed, where a row names no other than before.
	From *graph.Provenance
	// Decided is what people decided of a row, by its Key; nil: nothing.
	Decided func(key string) Decision
}

// Reading is what sent lists say, row by row, and what those rows come to that can be taken.
type Reading struct {
	Rows    []RowSaid
	Changes graph.Changes
}

// Decision is what somebody decided of a row.
type Decision struct {
	Leave bool            `json:"leave,omitempty"` // it out
	Sides map[string]Side `json:"sides,omitempty"` // of conflicts, by the path of the column
	// Instead are texts in the place of what stands in cells, by the path of the column: the file stays as it came.
	Instead map[string]string `json:"instead,omitempty"`
}

// Side is whose value holds where two have changed the same.
type Side string

// The sides.
const (
	Mine   Side = "mine"   // that of the sheet
	Theirs Side = "theirs" // that of the graph
)

// State is what a row is.
type State string

// The states.
const (
	New      State = "new"
	Changed  State = "changed"
	Same     State = "same"
	Conflict State = "conflict" // with what somebody else changed since, not decided
	Wrong    State = "wrong"
)

// States are all of them, those that need somebody first.
var States = []State{Wrong, Conflict, New, Changed, Same}

// RowSaid is what one row says.
type RowSaid struct {
	Key      string // of the row, in its file: 企业清单!5
	List     *List
	File     string
	Sheet    string
	Row      int
	Columns  []int  // as in Sent
	ID       string // of what stands there, or would
	Name     string // what it is called
	State    State
	Fields   []FieldSaid
	Problems []graph.Problem
	Notes    []graph.Problem
	Left     bool // somebody decided to leave it out
	Taken    bool // it is in the changes

	lang string
}

// FieldSaid is a cell that says something else than what stands.
type FieldSaid struct {
	Column   int    // of the list
	At       int    // on the sheet, from 1
	Was      string // when the sheet was made
	Is, Said string
	Conflict bool // Was, Is and Said are three, and nobody has decided
	Side     Side // that somebody decided on
}

// Dispute says that somebody else changed what a row changes.
func (r *RowSaid) Dispute(f FieldSaid) graph.Problem {
	return graph.Problem{
		Code:    "cell.conflict",
		Subject: r.ID,
		Place:   graph.Place{File: r.File, Row: r.Row, Column: f.At, Field: r.List.Columns[f.Column].Heading(r.lang)},
		Message: fmt.Sprintf("it was %q when the sheet was made, is %q now, and %q here", f.Was, f.Is, f.Said),
		Fix:     "decide which holds, and write that into a sheet that is made now",
	}
}

// Read reads what people changed, row by row: what is wrong with one does not keep another from being taken, unless
// that rests on it.
func Read(sent []Sent, a Against) *Reading {
	t := taker{
		base:    a.Base,
		now:     a.Now,
		whole:   a.Whole,
		from:    a.From,
		decided: a.Decided,
		nodes:   map[graph.ID]*graph.Node{},
		rels:    map[graph.RelationKey]*graph.Relation{},
		gone:    map[graph.RelationKey]bool{},
		said:    map[string]SentRow{},
		names:   NewNames(a.Now),
		exact:   map[graph.Kind]map[string][]graph.ID{},
		out:     &Reading{},
	}
	if t.whole == nil {
		t.whole = t.now
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
	c := &t.out.Changes
	for _, id := range slices.Sorted(maps.Keys(t.nodes)) {
		c.Nodes = append(c.Nodes, *t.nodes[id])
	}
	for _, r := range t.rels {
		c.Relations = append(c.Relations, *r)
	}
	for key := range t.gone {
		if t.rels[key] == nil {
			c.DeleteRelations = append(c.DeleteRelations, key)
		}
	}
	slices.SortFunc(c.Relations, func(a, b graph.Relation) int { return a.Compare(b.RelationKey) })
	slices.SortFunc(c.DeleteRelations, graph.RelationKey.Compare)
	return t.out
}

// taker collects what is changed.
type taker struct {
	base, now, whole *graph.Snapshot
	from             *graph.Provenance
	decided          func(key string) Decision
	nodes            map[graph.ID]*graph.Node
	rels             map[graph.RelationKey]*graph.Relation
	gone             map[graph.RelationKey]bool
	said             map[string]SentRow // rows that say something new, by list and id
	names            *Names
	exact            map[graph.Kind]map[string][]graph.ID // of things, folded, by name, alias, code or id
	out              *Reading

	// of the list and row that is read
	sent     Sent
	row      SentRow
	was, is  *Reader
	decision Decision
	line     RowSaid
	isNew    bool // it is of nothing that stands
	takes    bool // it says something
	would    would
}

// would is what a row would change: it is taken when all of the row is right.
type would struct {
	nodes []*graph.Node
	rels  []*graph.Relation
	gone  []graph.RelationKey
}

func (t *taker) report(column int, code, message, fix string) {
	place := graph.Place{File: t.sent.File, Row: t.row.Row}
	if column >= 0 {
		place.Column, place.Field = t.sent.Columns[column], t.sent.List.Columns[column].Heading(t.sent.Lang)
	}
	t.line.Problems = append(t.line.Problems, graph.Problem{
		Code:    code,
		Subject: t.line.ID,
		Place:   place,
		Message: message,
		Fix:     fix,
	})
}

func (t *taker) list(s Sent) {
	s.Sheet = cmp.Or(s.Sheet, s.File)
	t.sent, t.was, t.is = s, NewReader(t.base, s.Lang), NewReader(t.now, s.Lang)
	before, current := t.was.byID(s.List), t.is.byID(s.List)
	seen := map[string]int{}
	for _, row := range s.Rows {
		t.begin(row)
		if row.ID == "" && t.blank() {
			continue
		}
		t.one(before, current, seen)
		t.end()
	}
}

// begin turns to a row.
func (t *taker) begin(row SentRow) {
	t.row, t.isNew, t.takes, t.would, t.decision = row, false, false, would{}, Decision{}
	t.line = RowSaid{
		Key:     t.sent.Sheet + "!" + strconv.Itoa(row.Row),
		List:    t.sent.List,
		File:    t.sent.File,
		Sheet:   t.sent.Sheet,
		Row:     row.Row,
		Columns: t.sent.Columns,
		ID:      row.ID,
		Notes:   row.Notes,
		lang:    t.sent.Lang,
	}
	if t.decided != nil {
		t.decision = t.decided(t.line.Key)
		t.line.Left = t.decision.Leave
	}
}

// blank tells whether nothing stands in a row that could be taken.
func (t *taker) blank() bool {
	for i, c := range t.sent.List.Columns {
		if c.Written() && t.text(i) != "" {
			return false
		}
	}
	return true
}

// one takes the row.
func (t *taker) one(before, current map[string]subject, seen map[string]int) {
	id := t.row.ID
	if id == "" {
		var clear bool
		if id, clear = t.identify(current); !clear {
			return
		}
	}
	if id == "" {
		t.fresh()
		return
	}
	t.line.ID = id
	if other := seen[id]; other > 0 {
		if t.row.ID == "" {
			t.report(-1, "row.twice", fmt.Sprintf("row %d is of the same", other), "keep one of the two")
			return
		}
		t.report(-1, "row.twice", fmt.Sprintf("the row has the id of row %d", other),
			"clear the id in column A of the one that is new")
		return
	}
	seen[id] = t.row.Row
	now, stands := current[t.stayed(id)]
	if !stands {
		t.report(-1, "row.gone", fmt.Sprintf("there is no %s any more", id),
			"delete the row; or clear its id in column A to enter it anew")
		return
	}
	t.line.ID = now.id()
	t.standing(now, before[id])
}

// stayed is what the row of an id is of by now: an enterprise that was merged into another is that one, also at the
// ends of a relation. A sheet that was made before still has the old id.
func (t *taker) stayed(id string) string {
	parts := strings.Split(id, " ")
	for i, part := range parts {
		if n := t.now.Stayed(graph.ID(part)); n != nil {
			parts[i] = string(n.ID)
		}
	}
	return strings.Join(parts, " ")
}

// end says what the row is, and keeps what it would change when it can be taken.
func (t *taker) end() {
	l := &t.line
	switch {
	case len(l.Problems) > 0:
		l.State = Wrong
	case slices.ContainsFunc(l.Fields, func(f FieldSaid) bool { return f.Conflict }):
		l.State = Conflict
	case !t.takes:
		l.State = Same
	case t.isNew:
		l.State = New
	default:
		l.State = Changed
	}
	if l.Taken = (l.State == New || l.State == Changed) && !l.Left; l.Taken {
		t.keep()
	}
	t.out.Rows = append(t.out.Rows, *l)
}

// keep adds what the row changes to what all of them do.
func (t *taker) keep() {
	for _, n := range t.would.nodes {
		t.nodes[n.ID] = n
		t.learn(*n)
	}
	for _, r := range t.would.rels {
		t.rels[r.RelationKey] = r
	}
	for _, key := range t.would.gone {
		t.gone[key] = true
	}
	if !t.isNew {
		t.said[t.saidKey()] = t.row
	}
}

func (t *taker) saidKey() string { return t.sent.List.Key + " " + t.line.ID }

// soFar is a thing as rows so far would leave it; nil when none says anything of it.
func (t *taker) soFar(id graph.ID) *graph.Node {
	for i := len(t.would.nodes) - 1; i >= 0; i-- {
		if t.would.nodes[i].ID == id {
			return t.would.nodes[i]
		}
	}
	return t.nodes[id]
}

// stands is what stands between two things; nil when nothing does.
func (t *taker) stands(key graph.RelationKey) *graph.Relation {
	for _, r := range t.whole.Out(key.From, key.Type) {
		if r.To == key.To {
			return r
		}
	}
	return nil
}

// identify finds what a row without an id is of: a relation by its ends, and on a foreign sheet a thing by its code or
// its exact name. "" is something new. What cannot be told is reported, and false: nothing is joined by likeness.
func (t *taker) identify(current map[string]subject) (id string, clear bool) {
	l := t.sent.List
	if l.relation != "" {
		spec, _ := graph.RelationOf(l.relation)
		key := graph.RelationKey{Type: l.relation, From: t.endOf("from", spec.From), To: t.endOf("to", spec.To)}
		if id = (subject{relation: &graph.Relation{RelationKey: key}}).id(); current[id] == (subject{}) {
			return "", true
		}
		return id, true
	}
	if !t.sent.foreign() {
		return "", true
	}
	var name, code string
	at := -1
	for i, c := range l.Columns {
		switch {
		case c.path.plain == "name":
			name, at = t.text(i), i
		case c.path.spec.Type == graph.TypeCreditCode && c.path.tie == "" && c.path.end == "":
			code = strings.ToUpper(strings.ReplaceAll(t.text(i), " ", ""))
		}
	}
	byName, byCode := t.exactly(l.kind, name), t.exactly(l.kind, code)
	switch {
	case len(byCode) == 1 && (len(byName) == 0 || slices.Contains(byName, byCode[0])):
		return string(byCode[0]), true
	case len(byCode) > 0 && len(byName) > 0, len(byCode) > 1:
		t.report(at, "row.two_things", fmt.Sprintf("%q is %s, and the code is that of %s", name, ids(byName), ids(byCode)),
			"correct the one that is wrong")
		return "", false
	case len(byName) > 1:
		t.report(at, "reference.ambiguous", fmt.Sprintf("%q may be %s", name, ids(byName)),
			"write which, as NAME〔KEY〕 or with its id")
		return "", false
	case len(byName) == 1:
		if has := t.whole.Node(byName[0]); code != "" && has != nil {
			if other := has.Attrs.Text("credit_code"); other != "" && other != code {
				t.report(at, "row.other_code", fmt.Sprintf("%s has the name, and the code %s", byName[0], other),
					"correct the code; or, where it is another one, give it a name that tells them apart")
				return "", false
			}
		}
		return string(byName[0]), true
	}
	return "", true
}

// endOf is the one thing that a row names at an end of a relation; "" when it is none or may be several.
func (t *taker) endOf(end string, kinds []graph.Kind) graph.ID {
	for i, c := range t.sent.List.Columns {
		if c.path.end != end || c.path.attr != "" {
			continue
		}
		var found []graph.ID
		for _, kind := range kinds {
			found = append(found, t.names.Find(kind, t.text(i))...)
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return ""
}

// exactly are the things of a kind that have a name, an alias, a code or an id.
func (t *taker) exactly(kind graph.Kind, text string) []graph.ID {
	if text == "" {
		return nil
	}
	if t.exact[kind] == nil {
		t.exact[kind] = map[string][]graph.ID{}
		for _, n := range t.now.Of(kind) {
			for _, name := range append([]string{n.Name, n.NameEN, n.Attrs.Text("credit_code"), string(n.ID)}, n.Aliases...) {
				called(t.exact[kind], name, n.ID)
			}
		}
	}
	return t.exact[kind][spelling.Fold(text)]
}

// called makes a thing known by a name.
func called(names map[string][]graph.ID, name string, id graph.ID) {
	if key := spelling.Fold(name); key != "" && !slices.Contains(names[key], id) {
		names[key] = append(names[key], id)
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

// text is what a cell says, or what somebody decided that it says: without what nobody sees.
func (t *taker) text(column int) string {
	if instead, is := t.decision.Instead[t.sent.List.Columns[column].Path]; is {
		return spelling.Line(instead)
	}
	if t.sent.Columns[column] == 0 {
		return ""
	}
	return spelling.Line(t.row.Cells[column])
}

// changed are the columns of a row that say something else than when the sheet was made, and are to be taken.
func (t *taker) changed(now, before subject) (columns []int) {
	for i, c := range t.sent.List.Columns {
		text := t.text(i)
		if text == "" || !c.Written() || c.path.plain == "figure" && banded(text) {
			continue
		}
		is := t.is.cell(now, c).Text
		was := is
		if before != (subject{}) {
			was = t.was.cell(before, c).Text
		}
		if alike(text, is) || alike(text, was) || t.adds(c) && strings.Contains(is, text) {
			continue
		}
		f := FieldSaid{Column: i, At: t.sent.Columns[i], Was: was, Is: is, Said: text}
		if was != is {
			f.Side = t.decision.Sides[c.Path]
			f.Conflict = f.Side != Mine && f.Side != Theirs
		}
		t.line.Fields = append(t.line.Fields, f)
		if was == is || f.Side == Mine {
			columns = append(columns, i)
		}
	}
	return columns
}

// adds tells whether what a cell says is added to what stands: a foreign sheet knows nothing of a note that somebody
// else has written.
func (t *taker) adds(c Column) bool { return t.sent.foreign() && t.sent.List.Holds(c).Note }

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
	t.line.Name = t.is.calls(now)
	columns := t.changed(now, before)
	if len(columns) == 0 {
		return
	}
	if other, is := t.said[t.saidKey()]; is && other.ID != t.row.ID { // one of them was merged into the other
		t.report(-1, "row.twice", fmt.Sprintf("row %d is by now of the same, %s, and changes it too", other.Row, t.line.ID),
			"keep one of the two, with all that is right of both")
		return
	} else if is { // a sheet may be there twice
		t.report(-1, "row.twice", fmt.Sprintf("row %d of another sheet of this list changes the same", other.Row),
			"keep one of the two sheets")
		return
	}
	t.takes = true
	if now.node != nil {
		t.node(*t.whole.Node(now.node.ID), columns)
		return
	}
	r := *t.stands(now.relation.RelationKey)
	t.would.gone = append(t.would.gone, r.RelationKey)
	t.relation(r, columns)
}

// calls is what a row is called.
func (r *Reader) calls(s subject) string {
	if s.node != nil {
		return r.label(s.node.ID)
	}
	return r.label(s.relation.From) + " → " + r.label(s.relation.To)
}

// fresh takes a row of something that is not there.
func (t *taker) fresh() {
	l := t.sent.List
	t.isNew, t.takes = true, true
	var columns []int
	var ends []string
	for i, c := range l.Columns {
		text := t.text(i)
		if text == "" || !c.Written() {
			continue
		}
		columns = append(columns, i)
		t.line.Fields = append(t.line.Fields, FieldSaid{Column: i, At: t.sent.Columns[i], Said: text})
		if c.path.plain == "name" || c.path.end != "" {
			ends = append(ends, text)
		}
	}
	t.line.Name = strings.Join(ends, " → ")
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
	if t.whole.Node(id) != nil || t.soFar(id) != nil { // by another name that makes the same key
		t.report(at, "row.known", fmt.Sprintf("%q would be %s, which is there already", name, id),
			"write what is new into its own row, or give the new one a name that tells them apart")
		return
	}
	t.line.ID = string(id)
	t.node(graph.Node{ID: id, Kind: l.kind, Name: name, Attrs: attrs}, columns)
}

// sourced is where a row says that its facts come from; false, reported, when what it says of that cannot be read.
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
			date, is := t.date(i, text)
			if !is {
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
	if !said { // the rest of the row is read as well, so that all that is wrong with it is told at once
		t.report(-1, NoSource, "the row says something new and not where that comes from",
			"choose another source in its column, or name one for the whole import")
	}
	return prov, true
}

// NoSource is the code of the problem of a row that does not say where what is new in it comes from.
const NoSource = "row.no_source"

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
	if known := t.soFar(n.ID); known != nil {
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
		case p.plain == "figure":
			t.figure(n, i, prov)
		case p.plain == "period":
			t.periodAlone(i)
		case p.plain != "":
			own = own || slices.Contains(provenance, p.plain)
		case p.tie != "":
			t.tied(n.ID, i, prov)
		case t.adds(c) && n.Attrs.Text("note") != "":
			own = true
			n.Attrs["note"] = n.Attrs.Text("note") + between + text
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
	t.would.nodes = append(t.would.nodes, &n)
	if old.Source != "" && old.Source != prov.Source && n.Kind != graph.KindSource { // what stands rests on it still
		key := graph.RelationKey{Type: graph.SourcedFrom, From: n.ID, To: old.Source}
		t.would.rels = append(t.would.rels, &graph.Relation{RelationKey: key, Prov: old})
	}
}

// learn makes a thing known by its name to the rows that follow.
func (t *taker) learn(n graph.Node) {
	t.names.Learn(n)
	if names := t.exact[n.Kind]; names != nil {
		called(names, n.Name, n.ID)
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
	if there := t.stands(r.RelationKey); there != nil {
		switch {
		case t.isNew: // what the row does not say stays, also what whoever sent it does not see
			for name, v := range there.Attrs {
				if _, said := r.Attrs[name]; !said {
					r.Attrs[name] = v
				}
			}
		case t.line.ID != subject{relation: there}.id():
			t.report(-1, "row.known", fmt.Sprintf("%s is there already, in a row of its own", r.RelationKey),
				"write what is new into that row, and delete this one")
			return
		}
	}
	t.line.ID = subject{relation: &r}.id()
	t.would.rels = append(t.would.rels, &r)
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
			t.would.gone = append(t.would.gone, key(n.ID))
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
		t.would.rels = append(t.would.rels, r)
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
			t.would.nodes = append(t.would.nodes, &n)
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
