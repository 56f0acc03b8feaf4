package seeds

import (
	"errors"
	"fmt"
	"strings"

	"chainchief/graph"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Standing is where a part of a YAML file comes from; empty fields are inherited from the template.
type Standing struct {
	Source     string `yaml:"source"`
	Locator    string `yaml:"locator"`
	AsOf       string `yaml:"as_of"`
	Confidence string `yaml:"confidence"`
}

func (s Standing) or(other graph.Provenance) graph.Provenance {
	if s.Source == "" {
		return other
	}
	return graph.Provenance{
		Source:     graph.NewID(graph.KindSource, s.Source),
		Locator:    s.Locator,
		AsOf:       graph.Date(s.AsOf),
		Confidence: graph.Confidence(s.Confidence),
	}
}

type chainFile struct {
	Key         string `yaml:"key"`
	Name        string `yaml:"name"`
	NameEN      string `yaml:"name_en"`
	Order       int64  `yaml:"order"`
	Provisional bool   `yaml:"provisional"`
	Reason      string `yaml:"reason"`
	Standing    `yaml:",inline"`
	Template    struct {
		Version  string `yaml:"version"`
		Makers   string `yaml:"makers_source"` // of who is named under makers and stands in enterprises.csv
		Standing `yaml:",inline"`
	} `yaml:"template"`
	SixOnes struct {
		Chief     *sixOne `yaml:"chief"`
		Unit      *sixOne `yaml:"unit"`
		TaskForce *sixOne `yaml:"task_force"`
		Plan      *sixOne `yaml:"plan"`
		Park      *sixOne `yaml:"park"`
		Policy    *sixOne `yaml:"policy"`
	} `yaml:"six_ones"`
	Stages []struct {
		Key       string   `yaml:"key"`
		Caption   []string `yaml:"caption"`
		CaptionEN []string `yaml:"caption_en"`
	} `yaml:"stages"`
	Fields  []termYAML `yaml:"fields"`
	Lanes   []laneYAML `yaml:"lanes"`
	Support *laneYAML  `yaml:"support"`
}

type sixOne struct {
	Key      string `yaml:"key"`
	Park     string `yaml:"park"`
	Name     string `yaml:"name"`
	NameEN   string `yaml:"name_en"`
	LedBy    string `yaml:"led_by"`
	Note     string `yaml:"note"`
	Standing `yaml:",inline"`
}

type termYAML struct {
	Key    string `yaml:"key"`
	Name   string `yaml:"name"`
	NameEN string `yaml:"name_en"`
	at     graph.Place
}

type laneYAML struct {
	Key    string      `yaml:"key"`
	Name   string      `yaml:"name"`
	NameEN string      `yaml:"name_en"`
	Groups []groupYAML `yaml:"groups"`
	at     graph.Place
}

type groupYAML struct {
	Key    string     `yaml:"key"`
	Name   string     `yaml:"name"`
	NameEN string     `yaml:"name_en"`
	Stage  string     `yaml:"stage"`
	Links  []linkYAML `yaml:"links"`
	at     graph.Place
}

type linkYAML struct {
	Key          string        `yaml:"key"`
	Name         string        `yaml:"name"`
	NameEN       string        `yaml:"name_en"`
	Weight       int64         `yaml:"weight"`
	Products     []productYAML `yaml:"products"`
	Technologies []productYAML `yaml:"technologies"`
	Feeds        []string      `yaml:"feeds"`
	Outside      string        `yaml:"outside"`
	Substitute   string        `yaml:"substitute"`
	Gives        string        `yaml:"gives"`  // what its feeds are to those that take them; a recurrent input when empty
	Market       bool          `yaml:"market"` // makes nothing: its feeds in are outlets
	Insufficient string        `yaml:"insufficient"`
	Blocked      string        `yaml:"blocked"`
	Makers       []string      `yaml:"makers"`
	Standing     `yaml:",inline"`
	at           graph.Place
}

type productYAML struct {
	Name   string   `yaml:"name"`
	EN     string   `yaml:"en"`
	Fields []string `yaml:"fields"`
	Needs  []string `yaml:"needs"`
}

// The parts that problems point at remember their line.

func (t *termYAML) UnmarshalYAML(node ast.Node) error {
	type plain termYAML
	return decodeAt(node, (*plain)(t), &t.at)
}

func (l *laneYAML) UnmarshalYAML(node ast.Node) error {
	type plain laneYAML
	return decodeAt(node, (*plain)(l), &l.at)
}

func (g *groupYAML) UnmarshalYAML(node ast.Node) error {
	type plain groupYAML
	return decodeAt(node, (*plain)(g), &g.at)
}

func (l *linkYAML) UnmarshalYAML(node ast.Node) error {
	type plain linkYAML
	return decodeAt(node, (*plain)(l), &l.at)
}

func decodeAt(node ast.Node, into any, at *graph.Place) error {
	at.Row = line(node)
	return yaml.NodeToValue(node, into, yaml.Strict())
}

// line is where a node begins; of a block mapping that is its first key, not the colon that the parser reports.
func line(node ast.Node) int {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	return node.GetToken().Position.Line
}

// yamlFile reads a YAML file strictly: unknown fields, wrong types and syntax are problems with their line.
func (r *reader) yamlFile(name string, into any) bool {
	data, ok := r.read(name)
	if !ok {
		return false
	}
	err := yaml.NewDecoder(strings.NewReader(data), yaml.Strict()).Decode(into)
	if err == nil {
		return true
	}
	at := graph.Place{File: name}
	var syntax yaml.Error
	message := err.Error()
	if errors.As(err, &syntax) {
		at.Row, at.Column = syntax.GetToken().Position.Line, syntax.GetToken().Position.Column
		message = syntax.GetMessage()
	}
	r.report("file.syntax", &at, message, "mend the line; README.md shows the form")
	return false
}

// chainReader is one chain file being read.
type chainReader struct {
	*reader
	file  string
	doc   chainFile
	chain graph.ID
	prov  graph.Provenance // of the template
	order int64
}

func (r *reader) chain(file string) {
	c := chainReader{reader: r, file: file}
	if !r.yamlFile(file, &c.doc) {
		return
	}
	if c.doc.Key != base(file) {
		r.report(
			"chain.key",
			&graph.Place{File: file, Field: "key"},
			fmt.Sprintf("the key %q is not the file's name", c.doc.Key),
			"make them equal",
		)
	}
	c.chain = graph.NewID(graph.KindChain, c.doc.Key)
	c.prov = c.doc.Template.or(graph.Provenance{})
	c.head()
	c.sixOnes()
	for _, f := range c.doc.Fields {
		at := c.at(f.at, "")
		r.share(graph.Node{
			ID:     graph.NewID(graph.KindField, f.Key),
			Kind:   graph.KindField,
			Name:   f.Name,
			NameEN: f.NameEN,
			Prov:   c.prov,
			Place:  at,
		})
	}
	for _, l := range c.doc.Lanes {
		c.lane(l, "")
	}
	if c.doc.Support != nil {
		c.doc.Support.Key = "support"
		c.lane(*c.doc.Support, "support")
	}
}

func (c *chainReader) at(place graph.Place, field string) *graph.Place {
	place.File, place.Field = c.file, field
	return &place
}

func (c *chainReader) head() {
	attrs := graph.Attrs{
		"order":            c.doc.Order,
		"provisional":      c.doc.Provisional,
		"template_version": c.doc.Template.Version,
	}
	text(attrs, "reason", c.doc.Reason)
	var zh, en []string
	for _, s := range c.doc.Stages {
		zh, en = append(zh, strings.Join(s.Caption, "·")), append(en, strings.Join(s.CaptionEN, " · "))
	}
	attrs["captions"], attrs["captions_en"] = zh, en
	c.add(graph.Node{ID: c.chain, Kind: graph.KindChain, Name: c.doc.Name, NameEN: c.doc.NameEN, Attrs: attrs,
		Prov: c.doc.Standing.or(c.prov), Place: &graph.Place{File: c.file, Row: 1}})
}

func (c *chainReader) sixOnes() {
	ones := c.doc.SixOnes
	for _, one := range []struct {
		value *sixOne
		kind  graph.Kind
		rel   graph.RelationType
	}{
		{ones.Chief, graph.KindChief, graph.Leads}, {ones.Unit, graph.KindUnit, graph.Coordinates},
		{ones.TaskForce, graph.KindTaskForce, graph.Staffs},
		{ones.Plan, graph.KindPlan, graph.Guides}, {ones.Park, graph.KindPark, graph.Hosts},
		{ones.Policy, graph.KindPolicy, graph.Supports},
	} {
		if one.value != nil {
			c.sixOne(*one.value, one.kind, one.rel)
		}
	}
}

// sixOne ties a thing to the chain; with a name it is also made here, without one it must be known already.
func (c *chainReader) sixOne(v sixOne, kind graph.Kind, rel graph.RelationType) {
	key := v.Key
	attrs := graph.Attrs{}
	if kind == graph.KindPark {
		key, attrs["main"] = v.Park, true
	}
	id := graph.NewID(kind, key)
	prov := v.Standing.or(c.prov)
	if v.Name != "" {
		node := graph.Node{
			ID:     id,
			Kind:   kind,
			Name:   v.Name,
			NameEN: v.NameEN,
			Attrs:  graph.Attrs{},
			Prov:   prov,
			Place:  c.at(graph.Place{}, "six_ones"),
		}
		text(node.Attrs, "led_by", v.LedBy)
		text(node.Attrs, "note", v.Note)
		if kind == graph.KindChief {
			node.Attrs = graph.Attrs{"post": v.Name}
		}
		c.share(node)
	}
	c.put(rel, id, c.chain, prov, c.at(graph.Place{}, "six_ones"), attrs) // says more than parks.csv does
}

func (c *chainReader) lane(l laneYAML, stage string) {
	id := graph.NewID(graph.KindLink, c.doc.Key+"/"+l.Key)
	name := l.Name
	if name == "" {
		name = c.doc.Name
	}
	c.order++
	attrs := graph.Attrs{"level": "lane", "order": c.order}
	text(attrs, "stage", stage)
	c.add(graph.Node{
		ID:     id,
		Kind:   graph.KindLink,
		Name:   name,
		NameEN: l.NameEN,
		Attrs:  attrs,
		Prov:   c.prov,
		Place:  c.at(l.at, ""),
	})
	c.join(graph.PartOf, id, c.chain, c.prov, c.at(l.at, ""), nil)
	for _, g := range l.Groups {
		c.group(g, id, stage)
	}
}

func (c *chainReader) group(g groupYAML, lane graph.ID, stage string) {
	id := graph.NewID(graph.KindLink, lane.Key()+"/"+g.Key)
	if stage == "" {
		stage = g.Stage
	}
	c.order++
	c.add(graph.Node{
		ID:     id,
		Kind:   graph.KindLink,
		Name:   g.Name,
		NameEN: g.NameEN,
		Attrs:  graph.Attrs{"level": "group", "order": c.order, "stage": stage},
		Prov:   c.prov,
		Place:  c.at(g.at, ""),
	})
	c.join(graph.PartOf, id, lane, c.prov, c.at(g.at, ""), nil)
	for _, l := range g.Links {
		c.link(l, lane, id, stage)
	}
}

func (c *chainReader) link(l linkYAML, lane, group graph.ID, stage string) {
	id := graph.NewID(graph.KindLink, lane.Key()+"/"+l.Key)
	prov := l.Standing.or(c.prov)
	at := c.at(l.at, "")
	c.order++
	attrs := graph.Attrs{"level": "link", "order": c.order, "stage": stage, "weight": l.Weight}
	text(attrs, "outside_supply", l.Outside)
	text(attrs, "substitute", l.Substitute)
	if l.Market {
		attrs["market"] = true
		c.markets[id] = true
	}
	text(attrs, "insufficient", l.Insufficient)
	text(attrs, "blocked", l.Blocked)
	c.add(graph.Node{ID: id, Kind: graph.KindLink, Name: l.Name, NameEN: l.NameEN, Attrs: attrs, Prov: prov, Place: at})
	c.join(graph.PartOf, id, group, prov, at, nil)
	for _, p := range l.Products {
		c.product(p, id, prov, at)
	}
	for _, t := range l.Technologies {
		tech := graph.NewID(graph.KindTechnology, graph.KeyOf(t.Name))
		c.share(graph.Node{ID: tech, Kind: graph.KindTechnology, Name: t.Name, NameEN: t.EN, Prov: prov, Place: at})
		c.join(graph.Uses, id, tech, prov, at, nil)
	}
	for _, target := range l.Feeds {
		c.feeds = append(c.feeds, feedRow{id, c.target(target), l.Gives, prov, *c.at(l.at, "feeds")})
	}
	trade := c.prov // that somebody makes it is knowledge of the trade, wherever the link itself comes from
	trade.Confidence = graph.Trade
	if source := c.doc.Template.Makers; source != "" {
		trade.Source = graph.NewID(graph.KindSource, source)
	}
	for _, name := range l.Makers {
		c.makers = append(c.makers, makerRow{id, name, trade, *c.at(l.at, "makers")})
	}
}

// target completes lane/link with the chain of the file.
func (c *chainReader) target(ref string) string {
	if strings.Contains(ref, ":") {
		return ref
	}
	return c.doc.Key + ":" + ref
}

func (c *chainReader) product(p productYAML, link graph.ID, prov graph.Provenance, at *graph.Place) {
	id := productID(p.Name)
	c.share(graph.Node{ID: id, Kind: graph.KindProduct, Name: p.Name, NameEN: p.EN, Prov: prov, Place: at})
	c.join(graph.Yields, link, id, prov, at, nil)
	for _, key := range p.Fields {
		c.join(graph.AppliedIn, id, graph.NewID(graph.KindField, key), prov, at, nil)
	}
	for _, name := range p.Needs {
		c.share(graph.Node{ID: productID(name), Kind: graph.KindProduct, Name: name, Prov: prov, Place: at})
		c.join(graph.Needs, id, productID(name), prov, at, nil)
	}
}

func productID(name string) graph.ID { return graph.NewID(graph.KindProduct, graph.KeyOf(name)) }

// links resolves what feeds what, now that every chain is read.
func (r *reader) links() {
	for _, f := range r.feeds {
		ref, possible := strings.CutSuffix(f.target, "?")
		ref, kind, told := strings.Cut(ref, "=")
		ref, group, _ := strings.Cut(ref, "|")
		to := linkID(ref)
		if !r.known(to) {
			r.report(
				"reference.unknown",
				&f.at,
				fmt.Sprintf("feeds %q, which is no link", ref),
				"write lane/link, or chain:lane/link for another chain",
			)
			continue
		}
		attrs := graph.Attrs{}
		text(attrs, "any_of", group)
		switch {
		case told:
			attrs["kind"] = kind
		case r.markets[to]:
			attrs["kind"] = graph.FeedOutlet
		case f.gives != "":
			attrs["kind"] = f.gives
		default:
			attrs["kind"] = graph.FeedRecurrent
		}
		if possible {
			attrs["possible"] = true
		}
		r.join(graph.Feeds, f.from, to, f.prov, &f.at, attrs)
	}
}
