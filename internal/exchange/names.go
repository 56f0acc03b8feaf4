package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// names finds the things of a graph by what people write: id, name, English name or alias; case, width and form do not
// matter.
type names struct {
	s        *graph.Snapshot
	own      *graph.Node // the city that the graph is of
	products map[string][]*graph.Node
	links    map[string][]*graph.Node // lowest ones
	places   map[string]*graph.Node   // without a final 市
	sources  map[string]*graph.Node
	all      []string // names of products and links, sorted, each once
}

func nameThings(s *graph.Snapshot) *names {
	n := &names{
		s:        s,
		products: map[string][]*graph.Node{},
		links:    map[string][]*graph.Node{},
		places:   map[string]*graph.Node{},
		sources:  map[string]*graph.Node{},
	}
	for _, p := range s.Of(graph.KindProduct) {
		n.add(n.products, p)
	}
	for _, l := range s.Of(graph.KindLink) {
		if l.Attrs.Text("level") == "link" {
			n.add(n.links, l)
		}
	}
	slices.Sort(n.all)
	n.all = slices.Compact(n.all)
	for _, p := range s.Of(graph.KindPark) {
		if p.Attrs.Text("kind") == "city" && n.own == nil {
			n.own = p
		}
		for _, name := range called(p) {
			n.places[bare(name)] = p
		}
	}
	for _, source := range s.Of(graph.KindSource) {
		n.sources[spelling.Fold(source.Name)] = source
	}
	return n
}

func (n *names) add(to map[string][]*graph.Node, node *graph.Node) {
	for _, name := range called(node) {
		to[name] = append(to[name], node)
	}
	n.all = append(n.all, node.Name)
}

// called are the names of a node as they are compared, each once.
func called(node *graph.Node) []string {
	var list []string
	for _, name := range append([]string{node.Name, node.NameEN}, node.Aliases...) {
		if name = spelling.Fold(strings.TrimSpace(name)); name != "" {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// bare is the name of a city without the word for it.
func bare(name string) string { return strings.TrimSuffix(spelling.Fold(name), "市") }

// place finds a place by name or id; nil when there is none.
func (n *names) place(name string) *graph.Node {
	for _, id := range []graph.ID{graph.ID(name), graph.NewID(graph.KindPark, graph.KeyOf(name))} {
		if p := n.s.Node(id); p != nil && p.Kind == graph.KindPark {
			return p
		}
	}
	return n.places[bare(name)]
}

// source finds a source by name, id or key; nil when there is none.
func (n *names) source(name string) *graph.Node {
	for _, id := range []graph.ID{graph.ID(name), graph.NewID(graph.KindSource, graph.KeyOf(name))} {
		if s := n.s.Node(id); s != nil && s.Kind == graph.KindSource {
			return s
		}
	}
	return n.sources[spelling.Fold(name)]
}

// thing finds a product or lowest link. A name means the product, which is the same in every chain; where there is
// none, the link of that name. Without a node, the rest says what is wrong and what to do.
func (n *names) thing(name string) (node *graph.Node, code, message, fix string) {
	if name == "" {
		return nil, "thing.missing", "the column has no name", "write the product or link, or remove the column"
	}
	if node = n.s.Node(graph.ID(name)); node != nil {
		if node.Kind == graph.KindProduct || node.Kind == graph.KindLink && node.Attrs.Text("level") == "link" {
			return node, "", "", ""
		}
		return nil, "thing.kind", fmt.Sprintf("%s is neither a product nor a lowest link", name), "write one of these"
	}
	for _, of := range []map[string][]*graph.Node{n.products, n.links} {
		switch found := of[spelling.Fold(name)]; {
		case len(found) == 1:
			return found[0], "", "", ""
		case len(found) > 1:
			var ids []string
			for _, f := range found {
				ids = append(ids, string(f.ID))
			}
			return nil, "thing.ambiguous", fmt.Sprintf(
				"%q may be %s",
				clip(name),
				strings.Join(ids, " or "),
			), "write the id of the one that is meant"
		}
	}
	fix = "write the name or id of a product or link of the graph, or remove the column"
	if like := n.like(name); len(like) > 0 {
		fix = "is it " + strings.Join(like, ", ") + "? Else " + fix
	}
	return nil, "thing.unknown", fmt.Sprintf("there is no product or link %q", clip(name)), fix
}

// like are at most three names that share the most letters with one that is not known, the likest first.
func (n *names) like(name string) []string {
	const most, least = 3, 0.3
	type scored struct {
		name  string
		score float64
	}
	var list []scored
	for _, other := range n.all {
		if score := likeness(name, other); score >= least {
			list = append(list, scored{other, score})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []string
	for _, s := range list[:min(most, len(list))] {
		out = append(out, s.name)
	}
	return out
}

// likeness is Dice's coefficient of the letters and pairs of letters of two names, 0 to 1.
func likeness(a, b string) float64 {
	x, y := pieces(a), pieces(b)
	shared, all := 0, 0
	for piece, n := range x {
		shared += min(n, y[piece])
		all += n
	}
	for _, n := range y {
		all += n
	}
	return 2 * float64(shared) / float64(all)
}

func pieces(name string) map[string]int {
	runes := []rune(strings.ToLower(name))
	out := map[string]int{}
	for i := range runes {
		out[string(runes[i])]++
		if i > 0 {
			out[string(runes[i-1:i+1])]++
		}
	}
	return out
}
