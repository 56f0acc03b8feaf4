package lists

import (
	"regexp"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// Names finds things by what cells call them. It may be used by one goroutine.
type Names struct {
	of   *graph.Snapshot
	read *Reader
	kind map[graph.Kind]map[string][]graph.ID // folded
	near map[graph.Kind]map[string][]graph.ID // by what is left of a name without what people leave out
	stem map[graph.Kind]map[string]string     // of texts that were asked for
}

// NewNames knows the things of a graph.
func NewNames(of *graph.Snapshot) *Names {
	return &Names{
		of:   of,
		read: NewReader(of, "zh"),
		kind: map[graph.Kind]map[string][]graph.ID{},
		near: map[graph.Kind]map[string][]graph.ID{},
		stem: map[graph.Kind]map[string]string{},
	}
}

// Find are the things of a kind that a text names, by what cells call it, else by name, short name, alias, post, code
// or id.
func (n *Names) Find(kind graph.Kind, text string) []graph.ID {
	names := n.kind[kind]
	if names == nil {
		names = map[string][]graph.ID{}
		for _, lang := range []string{"zh", "en"} {
			for id, label := range NewReader(n.of, lang).Labels(kind) {
				called(names, label, id)
			}
		}
		for _, node := range n.of.Of(kind) {
			for _, name := range callings(node) {
				called(names, name, node.ID)
			}
		}
		n.kind[kind] = names
	}
	return names[spelling.Fold(text)]
}

func callings(n *graph.Node) []string {
	names := append([]string{
		n.Name, n.NameEN, string(n.ID), n.Attrs.Text("short_name"), n.Attrs.Text("post"), n.Attrs.Text("credit_code"),
	}, n.Aliases...)
	return append(names, n.Attrs.List("former_ids")...)
}

// Learn makes a thing known to the rows that follow the one that enters it.
func (n *Names) Learn(node graph.Node) {
	if names := n.kind[node.Kind]; names != nil {
		called(names, node.Name, node.ID)
	}
}

var (
	itself   = regexp.MustCompile(`[(\[]?(本级|市本级|本部|全域)[)\]]?`)
	brackets = strings.NewReplacer("〔", "(", "【", "(", "[", "(", "〕", ")", "】", ")", "]", ")", "“", "", "”", "", `"`, "")
	endings  = []string{"经济技术开发区", "经济开发区", "高新技术产业开发区", "经开区", "高新区", "开发区", "产业园", "工业园", "园区", "新区",
		"产业链", "街道", "区", "县", "市", "镇", "乡", "链", "园"}
)

// Near are the things of a kind that a text names, when people write it with other brackets or blanks, leave out what
// every place of that sort is called (葛店 for 葛店经开区) or say that they mean the place itself (阳新本级).
func (n *Names) Near(kind graph.Kind, text string) []graph.ID {
	near := n.near[kind]
	if near == nil {
		near = map[string][]graph.ID{}
		for _, node := range n.of.Of(kind) {
			for _, name := range callings(node) {
				called(near, stem(kind, name), node.ID)
			}
		}
		n.near[kind], n.stem[kind] = near, map[string]string{}
	}
	short, known := n.stem[kind][text]
	if !known {
		short = stem(kind, text)
		n.stem[kind][text] = short
	}
	return near[short]
}

func stem(kind graph.Kind, name string) string {
	name = strings.Join(strings.Fields(brackets.Replace(spelling.Fold(name))), "")
	name = itself.ReplaceAllString(name, "")
	if kind != graph.KindPark && kind != graph.KindChain { // of firms nobody knows what may be left out
		return name
	}
	for _, end := range endings {
		const shortest = 2 // characters of a name
		if short, has := strings.CutSuffix(name, end); has && len([]rune(short)) >= shortest {
			return short
		}
	}
	return name
}

// Label is what cells call a thing.
func (n *Names) Label(id graph.ID) string {
	return n.read.label(id)
}

// Holds says what stands in the cells of a column.
type Holds struct {
	Type    graph.Type
	Terms   []graph.Term // the words that may stand in it
	Of      []graph.Kind // it names things of these
	Several bool         // more than one value may stand in a cell
	Figure  bool         // an amount in the unit of the column
	Period  bool         // the time that a figure is of
	Name    bool         // what the row is called
	Note    bool         // what nothing else holds
	Post    bool         // a post, never a person
}

// Holds says what stands in the cells of a column of the list.
func (l *List) Holds(c Column) Holds {
	p := c.path
	h := Holds{Type: p.spec.Type, Terms: p.spec.Terms}
	switch p.plain {
	case "name":
		h.Name = true
	case "aliases":
		h.Several = true
	case "levels":
		h.Type, h.Terms, h.Several = graph.TypeList, graph.Levels, true
	case "figure":
		h.Figure = true
	case "period":
		h.Type, h.Period = graph.TypeDate, true
	case "as_of":
		h.Type = graph.TypeDate
	case "confidence":
		h.Type, h.Terms = graph.TypeEnum, graph.Confidences
	case "value_kind":
		h.Type, h.Terms = graph.TypeEnum, graph.ValueKinds
	case "source":
		h.Of = []graph.Kind{graph.KindSource}
	}
	switch {
	case p.end != "" && p.attr == "":
		spec, _ := graph.RelationOf(l.relation)
		if h.Of = spec.From; p.end == "to" {
			h.Of = spec.To
		}
	case p.tie != "":
		spec, _ := graph.RelationOf(p.tie)
		if h.Of = spec.To; p.in {
			h.Of = spec.From
		}
		h.Several = true
	}
	h.Post = p.attr == "post"
	h.Note = p.plain == "" && p.tie == "" && p.end == "" && p.attr == "note"
	if h.Type == graph.TypeList {
		h.Several = true
	}
	if h.Type == graph.TypeBool {
		h.Terms = YesNo
	}
	return h
}

// Joins tells whether a column names an end of the rows of a list of relations.
func (l *List) Joins(c Column) bool { return l.relation != "" && c.path.end != "" && c.path.attr == "" }

// Kind is that of the rows; empty when they are relations.
func (l *List) Kind() graph.Kind { return l.kind }

// ByName tells whether things of one of some kinds are entered with their first mention.
func ByName(kinds []graph.Kind) bool {
	return slices.ContainsFunc(kinds, func(k graph.Kind) bool { return slices.Contains(byName, k) })
}

// Provenance tells whether a column says where the rows come from.
func Provenance(c Column) bool { return slices.Contains(provenance, c.path.plain) }

// All are what the things of a kind are called in cells, in their order.
func (n *Names) All(kind graph.Kind) []string { return n.read.names(kind) }

// Named are the headings of the columns with some paths.
func (l *List) Named(paths []string) (headings []string) {
	for _, c := range l.Columns {
		if slices.Contains(paths, c.Path) {
			headings = append(headings, c.ZH)
		}
	}
	return headings
}
