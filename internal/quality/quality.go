// Package quality says how good the facts of a graph are on a day: how many there are of each sort, how firmly they
// stand, how old they are, and what of them somebody should mend. It is a pure function of a snapshot, a day and what
// counts as old; what is blank is counted by the lists.
package quality

import (
	"cmp"
	"slices"
	"time"

	"chainchief/graph"
)

// Settings are what people have set of it.
type Settings struct {
	Months int // a fact that was true so many months ago, and not said again since, is old
}

// Report is what is known of the facts of a graph.
type Report struct {
	Day    graph.Date
	Months int
	Sorts  []Facts
	Chains []Facts // in the order of the scheme
	Checks []Check
}

// Facts are some facts, counted.
type Facts struct {
	Of         string // the key of a sort, or the id of a chain
	ZH, EN     string
	Count      int
	Grades     []int // how many of each of graph.Confidences
	Evidenced  int   // rest on a public document, a medium or a re-post
	Unverified int   // carry 待核实: all but documents and media
	Traceable  int   // rest on a source with an address or a number
	Fresh      int   // are not old
	// Newest, Median and Oldest are the days that the facts describe; of an even number the older one of the middle.
	Newest, Median, Oldest graph.Date
	Age                    int // of the median, in whole months
}

// Chains says of which chains things and relations are.
type Chains interface {
	ChainsOf(graph.ID) []graph.ID
	ChainsOfRelation(*graph.Relation) []graph.ID
}

// fact is one fact: a thing or a relation, with where it comes from.
type fact struct {
	node     *graph.Node
	relation *graph.Relation
	graph.Provenance
}

// Of reports on a graph on a day.
func Of(of *graph.Snapshot, chains Chains, day graph.Date, set Settings) *Report {
	r := &reporter{of: of, chains: chains, months: set.Months, out: &Report{Day: day, Months: set.Months}}
	r.today, _, _ = day.Span() // the days of a calendar are valid
	facts := r.facts()
	r.sorts(facts)
	r.ofChains(facts)
	for _, c := range checks {
		check := Check{Key: c.key, ZH: c.zh, EN: c.en, Mend: c.mend, MendEN: c.mendEN}
		check.Rows, check.Of = c.look(r)
		r.out.Checks = append(r.out.Checks, check)
	}
	return r.out
}

type reporter struct {
	of     *graph.Snapshot
	chains Chains
	today  time.Time
	months int
	out    *Report
}

// facts are what the graph says, without what people note and what follows from it.
func (r *reporter) facts() (out []fact) {
	nodes, rels := r.of.Nodes(), r.of.Relations()
	for i := range nodes {
		if n := &nodes[i]; !n.IsNote() {
			out = append(out, fact{node: n, Provenance: n.Prov})
		}
	}
	for i := range rels {
		if rel := &rels[i]; !rel.IsNote() {
			out = append(out, fact{relation: rel, Provenance: rel.Prov})
		}
	}
	return out
}

func (f fact) kind(kinds ...graph.Kind) bool {
	return f.node != nil && slices.Contains(kinds, f.node.Kind)
}

func (f fact) tie(types ...graph.RelationType) bool {
	return f.relation != nil && slices.Contains(types, f.relation.Type)
}

// sorts are the sorts of facts that people enter, in the order in which they are shown.
var sorts = []struct {
	key, zh, en string
	is          func(*reporter, fact) bool
}{
	{"enterprises", "本市企业", "Local enterprises", func(r *reporter, f fact) bool {
		return f.kind(graph.KindEnterprise) && graph.EnterpriseOf(f.node).Local()
	}},
	{"outside", "市外企业", "Enterprises elsewhere", func(r *reporter, f fact) bool {
		return f.kind(graph.KindEnterprise) && !graph.EnterpriseOf(f.node).Local()
	}},
	{"positions", "本市企业的在链位置", "Positions of local enterprises", func(r *reporter, f fact) bool {
		return f.tie(graph.OperatesIn) && r.local(f.relation.From)
	}},
	{"projects", "项目", "Projects", func(_ *reporter, f fact) bool { return f.kind(graph.KindProject) }},
	{"figures", "数值", "Figures", func(_ *reporter, f fact) bool { return f.kind(graph.KindFigure) }},
	{"supplies", "供应关系与意向", "Supplies and announcements", func(_ *reporter, f fact) bool {
		return f.tie(graph.SuppliesTo, graph.Announces)
	}},
	{"parks", "园区与地点", "Parks and places", func(_ *reporter, f fact) bool { return f.kind(graph.KindPark) }},
	{"links", "环节（模板）", "Links (template)", func(_ *reporter, f fact) bool { return f.kind(graph.KindLink) }},
	{"ones", "六个一", "Six ones", func(_ *reporter, f fact) bool { return f.tie(ones...) }},
}

// ones are the relations that say who and what works on a chain.
var ones = []graph.RelationType{
	graph.Leads, graph.Coordinates, graph.Staffs, graph.Guides, graph.Supports, graph.Hosts,
}

func (r *reporter) local(id graph.ID) bool {
	n := r.of.Node(id)
	return n != nil && n.Kind == graph.KindEnterprise && graph.EnterpriseOf(n).Local()
}

func (r *reporter) sorts(facts []fact) {
	for _, s := range sorts {
		some := slices.DeleteFunc(slices.Clone(facts), func(f fact) bool { return !s.is(r, f) })
		r.out.Sorts = append(r.out.Sorts, r.count(Facts{Of: s.key, ZH: s.zh, EN: s.en}, some))
	}
}

// ofChains counts the facts of each chain: what is said of it, of its local firms and its projects. What the template
// says could be there is none of them, nor is who makes it elsewhere.
func (r *reporter) ofChains(facts []fact) {
	of := map[graph.ID][]fact{}
	for _, f := range facts {
		var ids []graph.ID
		switch {
		case f.kind(graph.KindProject, graph.KindFigure), f.kind(graph.KindEnterprise) && r.local(f.node.ID):
			ids = r.chains.ChainsOf(f.node.ID)
		case f.tie(graph.Fills), f.tie(ones...), f.tie(graph.OperatesIn) && r.local(f.relation.From),
			f.tie(graph.SuppliesTo, graph.Announces) && (r.local(f.relation.From) || r.local(f.relation.To)):
			ids = r.chains.ChainsOfRelation(f.relation)
		}
		for _, id := range ids {
			of[id] = append(of[id], f)
		}
	}
	chains := slices.Clone(r.of.Of(graph.KindChain))
	slices.SortStableFunc(chains, func(a, b *graph.Node) int {
		return cmp.Compare(graph.ChainOf(a).Order(), graph.ChainOf(b).Order())
	})
	for _, n := range chains {
		r.out.Chains = append(r.out.Chains, r.count(Facts{Of: string(n.ID), ZH: n.Name, EN: n.Label("en")}, of[n.ID]))
	}
}

// count counts some facts.
func (r *reporter) count(out Facts, facts []fact) Facts {
	out.Count, out.Grades = len(facts), make([]int, len(graph.Confidences))
	dates := make([]graph.Date, 0, len(facts))
	for _, f := range facts {
		grade := slices.IndexFunc(graph.Confidences, func(t graph.Term) bool { return t.Code == string(f.Confidence) })
		if grade >= 0 {
			out.Grades[grade]++
		}
		if f.Confidence.Evidenced() {
			out.Evidenced++
		}
		if !f.Confidence.Settled() {
			out.Unverified++
		}
		if n := r.of.Node(f.Source); n != nil && traceable(n) {
			out.Traceable++
		}
		if !r.old(f.AsOf) {
			out.Fresh++
		}
		if f.AsOf.Valid() {
			dates = append(dates, f.AsOf)
		}
	}
	if len(dates) == 0 {
		return out
	}
	slices.SortStableFunc(dates, func(a, b graph.Date) int {
		return cmp.Or(end(a).Compare(end(b)), cmp.Compare(a, b))
	})
	out.Oldest, out.Median, out.Newest = dates[0], dates[(len(dates)-1)/2], dates[len(dates)-1]
	out.Age = r.age(out.Median)
	return out
}

// traceable tells whether others could look a source up: it has an address or a number.
func traceable(source *graph.Node) bool {
	return source.Attrs.Text("url") != "" || source.Attrs.Text("number") != ""
}

// end is the first day after a date.
func end(d graph.Date) time.Time {
	_, until, _ := d.Span() // of what is no date, long ago
	return until
}

// old tells whether a fact was true too long ago. One of a year or month may still have been true on its last day.
func (r *reporter) old(asOf graph.Date) bool {
	return end(asOf).AddDate(0, r.months, 0).Before(r.today)
}

// age is how long ago a date ended, in whole months.
func (r *reporter) age(d graph.Date) int {
	from := end(d)
	months := (r.today.Year()-from.Year())*12 + int(r.today.Month()) - int(from.Month())
	if r.today.Day() < from.Day() {
		months--
	}
	return max(months, 0)
}
