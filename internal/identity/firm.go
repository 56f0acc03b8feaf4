package identity

import (
	"cmp"
	"slices"
	"strings"

	"chainchief/graph"
)

// Firm is an enterprise as it is compared: a node of the graph or of the pool, or a row that somebody brings in.
type Firm struct {
	ID      graph.ID // empty: of a row
	Label   string   // its name as it is written
	LabelEN string
	Pool    bool
	Credit  string
	Listed  string
	Places  []string // where it is registered, lies or is said to be
	Ties    []graph.ID
	Parent  graph.ID
	Facts   int // relations that would move if it were merged into another

	names []called
}

// called is one name, taken apart.
type called struct {
	text  string
	alias bool
	Name
}

// mostNames bounds how many names of one enterprise are compared.
const mostNames = 12

// FirmOf is an enterprise with what the snapshot says of it; one of the pool, of which it says nothing, too.
func FirmOf(g *graph.Snapshot, n *graph.Node) *Firm {
	e := graph.EnterpriseOf(n)
	f := NewFirm(n.Name, append([]string{e.ShortName(), n.NameEN}, n.Aliases...), e.CreditCode(), e.ListedCode())
	f.ID, f.Pool, f.LabelEN = n.ID, n.Pool, n.NameEN
	if region := e.Region(); region != "" {
		f.Places = append(f.Places, region)
	}
	if n.Pool {
		return f
	}
	for _, t := range []graph.RelationType{graph.RegisteredIn, graph.LocatedIn} {
		for _, place := range g.Heads(n.ID, t) {
			for range 4 { // up to the city
				f.Places = append(f.Places, place.Name)
				above := g.Heads(place.ID, graph.LocatedIn)
				if len(above) == 0 {
					break
				}
				place = above[0]
			}
		}
	}
	for _, r := range g.Out(n.ID, graph.SubsidiaryOf) {
		f.Parent = r.To
	}
	for _, t := range []graph.RelationType{graph.OperatesIn, graph.Makes} {
		for _, r := range g.Out(n.ID, t) {
			f.Ties = append(f.Ties, r.To)
		}
	}
	out, in := g.Around(n.ID)
	f.Facts = len(out) + len(in)
	return f
}

// NewFirm is a firm of which only names, codes and places are known, as a row of a sheet says them.
func NewFirm(name string, others []string, credit, listed string, places ...string) *Firm {
	f := &Firm{Label: name, Credit: credit, Listed: strings.TrimRight(strings.ToUpper(listed), "SHZBJ."), Places: places}
	add := func(text string, alias bool) {
		known := func(c called) bool { return c.text == text }
		if text = strings.TrimSpace(text); text == "" || len(f.names) == mostNames || slices.ContainsFunc(f.names, known) {
			return
		}
		read := Read(text)
		if len([]rune(read.Stem)) < 2 {
			return
		}
		f.names = append(f.names, called{text, alias, read})
		if read.Old != "" {
			old := Read(read.Old)
			f.names = append(f.names, called{read.Old, true, old})
		}
	}
	add(name, false)
	for _, other := range others {
		add(other, true)
	}
	return f
}

// Region is where the firm is, by its first name or else by its places.
func (f *Firm) Region() Region {
	var r Region
	for _, n := range f.names {
		if !n.alias {
			r = r.and(n.Region)
		}
	}
	for _, place := range f.Places {
		if of, _ := RegionOf(place); of.Known() && !of.Differs(r) {
			r = r.and(of)
		}
	}
	return r
}

// Was says in words what a firm is called, coded and where it is: what a judgement is remembered with. When it reads
// otherwise later, the judgement was on something else.
func (f *Firm) Was() string {
	places := slices.Clone(f.Places)
	slices.Sort(places)
	place := strings.Join(slices.Compact(places), "、")
	code := strings.Trim(f.Credit+" "+f.Listed, " ")
	return strings.Join([]string{f.Label, "代码：" + cmp.Or(code, "无"), "地点：" + cmp.Or(place, "无")}, "；")
}

// Searches are the texts that a store is asked for to find what looks like the firm: its codes, and what its names are
// without place, trade and legal form.
func (f *Firm) Searches() (texts []string) {
	for _, text := range []string{f.Credit, f.Listed} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	for _, n := range f.names {
		for _, text := range []string{n.Stem, n.Form()} {
			if len([]rune(text)) >= 2 && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}
