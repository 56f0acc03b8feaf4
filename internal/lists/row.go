package lists

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
)

// Row is one row of a list as it stands in a graph.
type Row struct {
	ID     string     // of the node, or the three parts of a relation's key, parted by blanks
	Chains []graph.ID // that it is of
	Cells  []Cell     // one a column
	// Figures are those that the cells tell of: whoever hands them out may have to say so.
	Figures []*graph.Node
}

// Cell is what stands in a column of a row. A blank cell is what nobody has said.
type Cell struct {
	Text   string
	Number *float64 // when it is one
}

// Blank tells whether nothing stands in it.
func (c Cell) Blank() bool { return c.Text == "" }

// between stands between the values of a cell.
const between = "；"

// Selection says which rows of the lists somebody wants. The zero one is all.
type Selection struct {
	Chains []graph.ID // rows of any of these
	Loose  bool       // rows of no chain; of what is chosen by chain, one or the other
	Park   graph.ID   // rows of what lies in this place
	Unit   graph.ID   // rows that this unit answers for
	Blanks bool       // rows only in which something that is required is blank
	Blank  string     // rows only in which the column with this path is blank
}

// Reader reads rows out of a graph. It may be used by one goroutine.
type Reader struct {
	of     *graph.Snapshot
	lang   string
	labels map[graph.Kind]map[graph.ID]string
	chains map[graph.ID][]graph.ID
	rested map[graph.ID][]graph.ID // on each source: the chains that something rests on it in
}

// NewReader reads a graph, in the words of a language.
func NewReader(of *graph.Snapshot, lang string) *Reader {
	return &Reader{
		of:     of,
		lang:   lang,
		labels: map[graph.Kind]map[graph.ID]string{},
		chains: map[graph.ID][]graph.ID{},
	}
}

// condition is one of those of Where.
type condition struct {
	path  path
	codes []string
}

// subject is what a row is: a node or a relation.
type subject struct {
	node     *graph.Node
	relation *graph.Relation
}

func (s subject) prov() graph.Provenance {
	if s.node != nil {
		return s.node.Prov
	}
	return s.relation.Prov
}

func (s subject) attrs() graph.Attrs {
	if s.node != nil {
		return s.node.Attrs
	}
	return s.relation.Attrs
}

// Rows are the rows of a list that are wanted: of nodes in the order of their kind, of relations by their ends.
func (r *Reader) Rows(l *List, wanted Selection) []Row {
	var out []Row
	for _, s := range r.subjects(l) {
		if !r.wants(s, wanted) || slices.ContainsFunc(l.where, func(c condition) bool { return !r.holds(s, c) }) {
			continue
		}
		row := Row{ID: s.id(), Chains: r.chainsOf(s), Cells: make([]Cell, len(l.Columns))}
		blank, lacks := false, wanted.Blank == ""
		if l.kind == graph.KindFigure {
			row.Figures = append(row.Figures, s.node)
		}
		for i, c := range l.Columns {
			row.Cells[i] = r.cell(s, c)
			if c.path.plain == "figure" && !row.Cells[i].Blank() {
				row.Figures = append(row.Figures, r.newest(s.node.ID, c.path))
			}
			blank = blank || c.Required && row.Cells[i].Blank()
			lacks = lacks || c.Path == wanted.Blank && row.Cells[i].Blank()
		}
		if (blank || !wanted.Blanks) && lacks {
			out = append(out, row)
		}
	}
	return out
}

func (s subject) id() string {
	if s.node != nil {
		return string(s.node.ID)
	}
	k := s.relation.RelationKey
	return string(k.Type) + " " + string(k.From) + " " + string(k.To)
}

func (r *Reader) subjects(l *List) (out []subject) {
	for _, n := range r.of.Of(l.kind) {
		out = append(out, subject{node: n})
	}
	if l.relation != "" {
		rels := r.of.Relations()
		for i := range rels {
			if rels[i].Type == l.relation {
				out = append(out, subject{relation: &rels[i]})
			}
		}
	}
	if l.kind == graph.KindLink {
		slices.SortStableFunc(out, func(a, b subject) int { return slices.Compare(r.along(a.node), r.along(b.node)) })
	}
	return out
}

// along is where a link stands: the order of its chain, sub-chain, group and its own.
func (r *Reader) along(link *graph.Node) (orders []int64) {
	for n, steps := link, 0; n != nil && steps < 8; steps++ {
		orders = append(orders, n.Attrs.Int("order"))
		n = first(r.of.Heads(n.ID, graph.PartOf))
	}
	slices.Reverse(orders)
	return orders
}

func first(list []*graph.Node) *graph.Node {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// wants tells whether a row is of the chains and of the place that are wanted. Of a graph that is cut to some chains, a
// firm that is on none of these is not: where it stands in the others is not known, and would look as if it were
// lacking.
func (r *Reader) wants(s subject, wanted Selection) bool {
	if r.of.Clearance.Chains != "" && s.node != nil && s.node.Kind == graph.KindEnterprise && len(r.chainsOf(s)) == 0 {
		return false
	}
	if len(wanted.Chains) > 0 || wanted.Loose {
		of := r.chainsOf(s)
		if !(wanted.Loose && len(of) == 0) && !sharesAny(of, wanted.Chains) {
			return false
		}
	}
	if wanted.Unit != "" && !r.answers(s, wanted.Unit) {
		return false
	}
	return wanted.Park == "" || slices.ContainsFunc(s.ends(), func(id graph.ID) bool { return r.lies(id, wanted.Park, 0) })
}

func sharesAny(a, b []graph.ID) bool {
	return slices.ContainsFunc(a, func(id graph.ID) bool { return slices.Contains(b, id) })
}

// answers tells whether a unit answers for a row: for what is of the chains that it leads or works on, and for what
// names it as the one in charge.
func (r *Reader) answers(s subject, unit graph.ID) bool {
	of := r.of.Node(unit)
	if of == nil {
		return false
	}
	if slices.Contains(s.ends(), unit) {
		return true
	}
	for _, name := range []string{"owner", "unit"} {
		if in := s.attrs().Text(name); in != "" && (in == of.Name || slices.Contains(of.Aliases, in)) {
			return true
		}
	}
	var led []graph.ID
	for _, tie := range []graph.RelationType{graph.Leads, graph.Coordinates, graph.Staffs, graph.WorksOn} {
		for _, n := range r.of.Heads(unit, tie) {
			led = append(led, n.ID)
		}
	}
	return sharesAny(s.ends(), led) || sharesAny(r.chainsOf(s), led)
}

func (s subject) ends() []graph.ID {
	if s.node != nil {
		return []graph.ID{s.node.ID}
	}
	return []graph.ID{s.relation.From, s.relation.To}
}

// lies tells whether a thing lies in a place, or is that place.
func (r *Reader) lies(id, place graph.ID, steps int) bool {
	if id == place {
		return true
	}
	const deepest = 8
	return steps < deepest && slices.ContainsFunc(r.of.Heads(id, graph.LocatedIn), func(n *graph.Node) bool {
		return r.lies(n.ID, place, steps+1)
	})
}

// chainsOf are the chains that a row is of: of a relation those of the ends that are links, gaps or chains, else of
// both ends.
func (r *Reader) chainsOf(s subject) (chains []graph.ID) {
	if s.node != nil {
		return r.chainsOfNode(s.node.ID)
	}
	var others []graph.ID
	for _, id := range s.ends() {
		switch kind, _ := id.Kind(); kind {
		case graph.KindLink, graph.KindChain, graph.KindGap:
			chains = append(chains, r.chainsOfNode(id)...)
		default:
			others = append(others, r.chainsOfNode(id)...)
		}
	}
	if len(chains) == 0 {
		chains = others
	}
	return distinct(chains)
}

// chainTies are the relations by which a thing is of a chain, a link or what is of one.
var chainTies = []graph.RelationType{
	graph.OperatesIn, graph.Fills, graph.Hosts, graph.Leads, graph.Coordinates, graph.Staffs, graph.Guides,
	graph.Supports, graph.Restricts, graph.About, graph.PartOf, graph.At, graph.Marks, graph.Concerns,
}

// ChainsOf are the chains that a thing is of.
func (r *Reader) ChainsOf(id graph.ID) []graph.ID { return r.chainsOfNode(id) }

// ChainsOfRelation are the chains that a relation is of.
func (r *Reader) ChainsOfRelation(rel *graph.Relation) []graph.ID {
	return r.chainsOf(subject{relation: rel})
}

func (r *Reader) chainsOfNode(id graph.ID) []graph.ID {
	if known, ok := r.chains[id]; ok {
		return known
	}
	r.chains[id] = nil // closes rings
	var chains []graph.ID
	switch kind, _ := id.Kind(); kind {
	case graph.KindChain:
		chains = []graph.ID{id}
	case graph.KindSource:
		chains = r.resting(id)
	default:
		for _, t := range chainTies {
			for _, n := range r.of.Heads(id, t) {
				chains = append(chains, r.chainsOfNode(n.ID)...)
			}
		}
		for _, n := range r.of.Tails(id, graph.Yields) { // of a product
			chains = append(chains, r.chainsOfNode(n.ID)...)
		}
	}
	chains = distinct(chains)
	r.chains[id] = chains
	return chains
}

// resting are the chains of what rests on a source.
func (r *Reader) resting(source graph.ID) []graph.ID {
	if r.rested == nil {
		r.rested = map[graph.ID][]graph.ID{}
		nodes, rels := r.of.Nodes(), r.of.Relations()
		rest := func(s subject) {
			on := s.prov().Source
			r.rested[on] = append(r.rested[on], r.chainsOf(s)...)
		}
		for i := range nodes {
			if nodes[i].Kind != graph.KindSource {
				rest(subject{node: &nodes[i]})
			}
		}
		for i := range rels {
			rest(subject{relation: &rels[i]})
		}
	}
	return r.rested[source]
}

func distinct(ids []graph.ID) []graph.ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// holds tells whether a condition of the list holds of a row.
func (r *Reader) holds(s subject, c condition) bool {
	attrs, name := s.attrs(), c.path.attr
	if n := r.end(s, c.path.end); n != nil {
		attrs = n.Attrs
	}
	switch v := attrs[name].(type) {
	case string:
		return slices.Contains(c.codes, v)
	case bool:
		return slices.Contains(c.codes, strconv.FormatBool(v))
	case []string:
		return slices.ContainsFunc(v, func(code string) bool { return slices.Contains(c.codes, code) })
	}
	return slices.Contains(c.codes, "false") && c.path.spec.Type == graph.TypeBool
}

func (r *Reader) end(s subject, end string) *graph.Node {
	switch {
	case s.relation == nil:
		return nil
	case end == "from":
		return r.of.Node(s.relation.From)
	case end == "to":
		return r.of.Node(s.relation.To)
	}
	return nil
}

// cell reads what stands in a column of a row.
func (r *Reader) cell(s subject, c Column) Cell {
	p := c.path
	switch p.plain {
	case "name":
		return Cell{Text: s.node.Name}
	case "name_en":
		return Cell{Text: s.node.NameEN}
	case "aliases":
		return Cell{Text: strings.Join(s.node.Aliases, between)}
	case "levels":
		return Cell{Text: r.levels(s.node)}
	case "figure":
		return r.figure(s.node.ID, p, c.Unit)
	case "period":
		if n := r.newest(s.node.ID, p); n != nil {
			return Cell{Text: string(graph.FigureOf(n).Period())}
		}
		return Cell{}
	case "source":
		return Cell{Text: r.label(s.prov().Source)}
	case "locator":
		return Cell{Text: s.prov().Locator}
	case "as_of":
		return Cell{Text: string(s.prov().AsOf)}
	case "confidence":
		return Cell{Text: graph.Words(graph.Confidences, string(s.prov().Confidence), r.lang)}
	case "value_kind":
		return Cell{Text: graph.Words(graph.ValueKinds, string(s.prov().ValueKind), r.lang)}
	case "chain":
		return Cell{Text: r.named(r.chainsOf(s))}
	case "lane", "group":
		return Cell{Text: r.above(s, p.plain)}
	}
	switch {
	case p.end != "" && p.attr == "":
		return Cell{Text: r.label(r.idAt(s, p.end))}
	case p.end != "":
		if n := r.end(s, p.end); n != nil {
			return r.value(n.Attrs[p.attr], p.spec)
		}
		return Cell{}
	case p.tie == "":
		return r.value(s.attrs()[p.attr], p.spec)
	}
	var texts []string
	for _, n := range r.across(s.node.ID, p) {
		text := r.label(n.ID)
		if p.attr != "" {
			text = r.value(n.Attrs[p.attr], p.spec).Text
		}
		if text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return Cell{Text: strings.Join(texts, between)}
}

func (r *Reader) idAt(s subject, end string) graph.ID {
	if end == "from" {
		return s.relation.From
	}
	return s.relation.To
}

// across is what is at the other end of a node's relations, in their order.
func (r *Reader) across(id graph.ID, p path) (out []*graph.Node) {
	rels := r.of.Out(id, p.tie)
	if p.in {
		rels = r.of.In(id, p.tie)
	}
	for _, rel := range rels {
		if len(p.with) > 0 && r.value(rel.Attrs[p.with[0]], graph.AttrSpec{}).Text != p.with[1] {
			continue
		}
		other := rel.To
		if p.in {
			other = rel.From
		}
		if n := r.of.Node(other); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// value writes the value of an attribute.
func (r *Reader) value(v any, spec graph.AttrSpec) Cell {
	switch v := v.(type) {
	case string:
		return Cell{Text: r.word(spec, v)}
	case bool:
		if spec.Name == "" {
			return Cell{Text: strconv.FormatBool(v)}
		}
		return Cell{Text: graph.Words(YesNo, strconv.FormatBool(v), r.lang)}
	case int64:
		return number(float64(v))
	case float64:
		return number(v)
	case []string:
		words := make([]string, len(v))
		for i, code := range v {
			words[i] = r.word(spec, code)
		}
		return Cell{Text: strings.Join(words, between)}
	}
	return Cell{}
}

// YesNo are the words for truth values.
var YesNo = []graph.Term{{Code: "true", ZH: "是", EN: "yes"}, {Code: "false", ZH: "否", EN: "no"}}

func (r *Reader) word(spec graph.AttrSpec, code string) string {
	if len(spec.Terms) == 0 {
		return code
	}
	return graph.Words(spec.Terms, code, r.lang)
}

func number(n float64) Cell {
	return Cell{Text: strconv.FormatFloat(n, 'f', -1, 64), Number: &n}
}

// unverified stands after a level that is still to be verified.
const unverified = "?"

func (r *Reader) levels(n *graph.Node) string {
	e := graph.EnterpriseOf(n)
	var words []string
	for _, code := range e.Levels() {
		words = append(words, graph.Words(graph.Levels, code, r.lang))
	}
	for _, code := range e.UnverifiedLevels() {
		words = append(words, graph.Words(graph.Levels, code, r.lang)+unverified)
	}
	return strings.Join(words, between)
}

// newest is the newest figure of a measure and standing about a thing; of equally new ones the one with the larger id.
func (r *Reader) newest(about graph.ID, p path) (newest *graph.Node) {
	for _, n := range r.of.Tails(about, graph.About) {
		if n.Kind != graph.KindFigure || graph.FigureOf(n).Measure() != p.attr || n.Prov.ValueKind != p.stand {
			continue
		}
		if newest == nil || cmp.Or(cmp.Compare(n.Prov.AsOf, newest.Prov.AsOf), cmp.Compare(n.ID, newest.ID)) > 0 {
			newest = n
		}
	}
	return newest
}

// figure is how much the newest figure says: an amount of money in the unit of the column, anything else with its own
// unit, a band as its words.
func (r *Reader) figure(about graph.ID, p path, unit string) Cell {
	newest := r.newest(about, p)
	if newest == nil {
		return Cell{}
	}
	f := graph.FigureOf(newest)
	amount, money := f.Money()
	value, known := f.Value()
	switch band := f.Band(); {
	case money && unit == "万元":
		return number(round(amount * 1e4))
	case money && unit == "亿元":
		return number(round(amount))
	case known:
		return Cell{Text: number(value).Text + f.Unit()}
	case band != "":
		return Cell{Text: graph.Words(graph.Bands, band, r.lang)}
	}
	return Cell{Text: f.Text()}
}

// round takes off what a change of unit leaves behind the sixth place.
func round(n float64) float64 {
	text := strconv.FormatFloat(n, 'f', 6, 64)
	out, _ := strconv.ParseFloat(text, 64)
	return out
}

// above is the sub-chain or group that a link stands in; of a relation, the link at one of its ends.
func (r *Reader) above(s subject, level string) string {
	at := s.node
	if at == nil {
		for _, id := range s.ends() {
			if kind, _ := id.Kind(); kind == graph.KindLink {
				at = r.of.Node(id)
			}
		}
	}
	for steps := 0; at != nil && steps < 8; steps++ {
		if at.Kind == graph.KindLink && graph.LinkOf(at).Level() == level {
			return at.Label(r.lang)
		}
		at = first(r.of.Heads(at.ID, graph.PartOf))
	}
	return ""
}

func (r *Reader) named(ids []graph.ID) string {
	nodes := make([]*graph.Node, 0, len(ids))
	for _, id := range ids {
		if n := r.of.Node(id); n != nil {
			nodes = append(nodes, n)
		}
	}
	slices.SortStableFunc(nodes, func(a, b *graph.Node) int {
		return cmp.Compare(a.Attrs.Int("order"), b.Attrs.Int("order"))
	})
	names := make([]string, 0, len(nodes))
	for _, n := range nodes {
		names = append(names, r.label(n.ID))
	}
	return strings.Join(names, between)
}

// label is what a thing is called in a cell: its name, a link after its chain, and where two of a kind would be called
// alike, with the key that tells them apart.
func (r *Reader) label(id graph.ID) string {
	if id == "" {
		return ""
	}
	kind, _ := id.Kind()
	of, known := r.labels[kind]
	if !known {
		of = r.Labels(kind)
		r.labels[kind] = of
	}
	return cmp.Or(of[id], string(id))
}

// Labels are what the things of a kind are called in cells, each differently.
func (r *Reader) Labels(kind graph.Kind) map[graph.ID]string {
	out := map[graph.ID]string{}
	for _, n := range r.of.Of(kind) {
		switch kind {
		case graph.KindLink:
			out[n.ID] = r.named(r.chainsOfNode(n.ID)) + "·" + n.Label(r.lang)
		case graph.KindGap:
			out[n.ID] = r.label(graph.NewID(graph.KindLink, n.ID.Key()))
		default:
			out[n.ID] = n.Label(r.lang)
		}
	}
	if kind == graph.KindLink {
		apart(out, func(id graph.ID, _ string) string {
			return strings.Join([]string{
				r.named(r.chainsOfNode(id)), r.above(subject{node: r.of.Node(id)}, graph.LinkLane), r.of.Node(id).Label(r.lang),
			}, "·")
		})
	}
	apart(out, func(id graph.ID, text string) string { return text + "〔" + id.Key() + "〕" })
	return out
}

// apart gives longer texts to those that share one.
func apart(texts map[graph.ID]string, longer func(graph.ID, string) string) {
	times := map[string]int{}
	for _, text := range texts {
		times[text]++
	}
	for id, text := range texts {
		if times[text] > 1 {
			texts[id] = longer(id, text)
		}
	}
}

// Choices are the words that may stand in a column, in their order; nil when anything may.
func (r *Reader) Choices(c Column) (words []string) {
	terms := c.path.spec.Terms
	switch {
	case c.path.plain == "confidence":
		terms = graph.Confidences
	case c.path.plain == "value_kind":
		terms = graph.ValueKinds
	case c.path.plain == "source":
		return r.names(graph.KindSource)
	case c.path.plain == "" && c.path.attr != "" && c.path.spec.Type == graph.TypeBool:
		terms = YesNo
	}
	for _, t := range terms {
		words = append(words, graph.Words([]graph.Term{t}, t.Code, r.lang))
	}
	return words
}

func (r *Reader) names(kind graph.Kind) (names []string) {
	for _, n := range r.of.Of(kind) {
		names = append(names, r.label(n.ID))
	}
	return names
}

// Written tells whether what stands in a column can be taken in again: where a row comes from, its own name and
// attributes, what it is joined to, and figures about it with their periods. The rest is for reading.
func (c Column) Written() bool {
	p := c.path
	switch {
	case c.Derived, p.plain == "chain", p.plain == "lane", p.plain == "group":
		return false
	case p.end != "" && p.attr != "":
		return false
	}
	return p.tie == "" || p.attr == "" || p.attr == "post"
}
