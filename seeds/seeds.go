// Package seeds holds the city's starting data as people edit them and turns them into graph.Changes. The format is in
// README.md beside this file; every problem names its file, row and field.
package seeds

import (
	"cmp"
	"embed"
	"io/fs"
	"path"
	"slices"

	"chainchief/graph"
)

//go:embed city.yaml scheme.yaml *.csv chains/*.yaml lists/*.yaml
var embedded embed.FS

// Actor is who the seeds are written as.
const Actor = "seed"

// Load reads the embedded seeds. The error is graph.Problems when rows are wrong.
func Load() (graph.Changes, error) { return Read(embedded) }

// Lists is the folder of the city's lists, see internal/lists.
func Lists() fs.FS {
	files, err := fs.Sub(embedded, "lists")
	if err != nil {
		panic(err) // a name that is written here
	}
	return files
}

// Read reads seeds from a folder of the same shape as this one and returns all of it, or every problem as
// graph.Problems.
func Read(files fs.FS) (graph.Changes, error) {
	r := &reader{files: files, parts: map[graph.ID]int{}, ties: map[graph.RelationKey]int{}, markets: map[graph.ID]bool{}}
	r.changes = graph.Changes{Actor: Actor, Reason: "载入内置初始数据"}
	r.sources()
	r.city()
	r.scheme()
	r.parks()
	r.units()
	chains, err := fs.Glob(files, "chains/*.yaml")
	if err != nil {
		return graph.Changes{}, err
	}
	for _, name := range chains {
		r.chain(name)
	}
	r.links() // across chains, when all are known
	r.restrictions()
	r.enterprises()
	r.candidates()
	r.positions()
	r.supplies()
	r.projects()
	r.tasks()
	r.figures()
	r.problems = append(r.problems, graph.Validate(&r.changes, func(graph.ID) bool { return false })...)
	r.problems = append(r.problems, r.orphans()...)
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b graph.Problem) int {
			return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Row, b.Place.Row))
		})
		return graph.Changes{}, r.problems
	}
	r.changes.Normalise()
	return r.changes, nil
}

// reader collects nodes and relations of all files. What several files say of one product, field or source meets in
// one node.
type reader struct {
	files    fs.FS
	changes  graph.Changes
	problems graph.Problems
	parts    map[graph.ID]int // index in changes.Nodes
	ties     map[graph.RelationKey]int
	feeds    []feedRow
	makers   []makerRow
	markets  map[graph.ID]bool
	province string            // of the city
	near     map[string]string // park key → reach of what lies in it
	home     map[string]string // park key → key of the place it lies in
}

// feedRow and makerRow are names in a chain file that can be resolved only when all files are read.
type feedRow struct {
	from   graph.ID
	target string
	gives  string // of the link that feeds
	prov   graph.Provenance
	at     graph.Place
}

type makerRow struct {
	link graph.ID
	name string
	prov graph.Provenance
	at   graph.Place
}

// add puts a node; a second one of the same id is a problem.
func (r *reader) add(n graph.Node) {
	if i, twice := r.parts[n.ID]; twice {
		first := r.changes.Nodes[i].Place
		r.report(
			"node.duplicate",
			n.Place,
			"the key of "+string(n.ID)+" is taken by "+first.String(),
			"give one of the two another key",
		)
		return
	}
	r.parts[n.ID] = len(r.changes.Nodes)
	r.changes.Nodes = append(r.changes.Nodes, n)
}

// share puts a node that several files may name: the first one stands.
func (r *reader) share(n graph.Node) {
	if _, known := r.parts[n.ID]; !known {
		r.add(n)
	}
}

// join puts a relation; the same one said again stands as it was said first.
func (r *reader) join(
	t graph.RelationType,
	from, to graph.ID,
	prov graph.Provenance,
	at *graph.Place,
	attrs graph.Attrs,
) {
	key := graph.RelationKey{Type: t, From: from, To: to}
	if _, known := r.ties[key]; known {
		return
	}
	r.ties[key] = len(r.changes.Relations)
	r.changes.Relations = append(
		r.changes.Relations,
		graph.Relation{RelationKey: key, Prov: prov, Place: at, Attrs: attrs},
	)
}

// put puts a relation in the place of what was said of it before.
func (r *reader) put(
	t graph.RelationType,
	from, to graph.ID,
	prov graph.Provenance,
	at *graph.Place,
	attrs graph.Attrs,
) {
	key := graph.RelationKey{Type: t, From: from, To: to}
	if i, known := r.ties[key]; known {
		r.changes.Relations[i] = graph.Relation{RelationKey: key, Prov: prov, Place: at, Attrs: attrs}
		return
	}
	r.join(t, from, to, prov, at, attrs)
}

func (r *reader) known(id graph.ID) bool {
	_, ok := r.parts[id]
	return ok
}

func (r *reader) report(code string, at *graph.Place, message, fix string) {
	p := graph.Problem{Code: code, Message: message, Fix: fix}
	if at != nil {
		p.Place = *at
	}
	r.problems = append(r.problems, p)
}

// orphans reports the lowest links that neither feed nor are fed.
func (r *reader) orphans() graph.Problems {
	tied := map[graph.ID]bool{}
	for _, rel := range r.changes.Relations {
		if rel.Type == graph.Feeds {
			tied[rel.From], tied[rel.To] = true, true
		}
	}
	var problems graph.Problems
	for _, n := range r.changes.Nodes {
		if n.Kind == graph.KindLink && n.Attrs.Text("level") == "link" && !tied[n.ID] {
			problems = append(problems, graph.Problem{Code: "link.orphan", Subject: string(n.ID), Place: *n.Place,
				Message: n.Name + " neither feeds a link nor is fed by one", Fix: "name what it feeds under feeds"})
		}
	}
	return problems
}

// base is the file's name without folder and ending.
func base(name string) string {
	name = path.Base(name)
	return name[:len(name)-len(path.Ext(name))]
}

// text sets an attribute when there is a value.
func text(attrs graph.Attrs, name, value string) {
	if value != "" {
		attrs[name] = value
	}
}
