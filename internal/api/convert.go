package api

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/supply"
)

// converter turns findings into wire types. Lists are never null.
type converter struct {
	f       *analysis.Findings
	s       *graph.Snapshot
	outside map[graph.ID]*graph.Node // that the snapshot does not hold; may be nil
}

func convert(f *analysis.Findings) converter { return converter{f: f, s: f.Snapshot} }

// named returns what stands under an id, here or outside; nil when nothing is known.
func (c converter) named(id graph.ID) *graph.Node {
	if n := c.s.Node(id); n != nil {
		return n
	}
	return c.outside[id]
}

func ref(n *graph.Node) Ref {
	return Ref{ID: string(n.ID), Kind: string(n.Kind), Name: n.Name, NameEN: n.NameEN}
}

func refs(nodes []*graph.Node) []Ref {
	out := make([]Ref, len(nodes))
	for i, n := range nodes {
		out[i] = ref(n)
	}
	return out
}

func (c converter) refOf(id graph.ID) Ref {
	if n := c.named(id); n != nil {
		return ref(n)
	}
	kind, _ := id.Kind()
	return Ref{ID: string(id), Kind: string(kind), Name: id.Key()}
}

func (c converter) prov(p graph.Provenance) Provenance {
	out := Provenance{Source: string(p.Source), SourceName: p.Source.Key(), Locator: p.Locator, AsOf: string(p.AsOf), Confidence: string(p.Confidence), ValueKind: string(p.ValueKind)}
	if n := c.named(p.Source); n != nil {
		out.SourceName, out.URL = n.Name, n.Attrs.Text("url")
	}
	return out
}

func (c converter) reason(r analysis.Reason) Reason {
	return Reason{Rule: r.Rule, Text: r.Text.ZH, TextEN: r.Text.EN, Facts: c.facts(r.Facts)}
}

func (c converter) facts(list []analysis.Fact) []Fact {
	out := []Fact{}
	for _, f := range list {
		fact := Fact{Text: f.Text.ZH, TextEN: f.Text.EN, Subject: c.refOf(f.Subject), Provenance: c.prov(f.Prov)}
		if r := f.Relation; r.Type != "" {
			fact.Relation = &NeighbourRelation{string(r.Type), string(r.From), string(r.To)}
		}
		out = append(out, fact)
	}
	return out
}

func (c converter) chainItem(x *analysis.Chain, before *analysis.Findings) ChainItem {
	out := ChainItem{ID: string(x.Node.ID), Name: x.Node.Name, NameEN: x.Node.NameEN, Provisional: x.Provisional(), Reason: x.Node.Attrs.Text("reason"),
		Completeness: completeness(x.Completeness), Strip: []Cell{}, Coverage: map[string]int{}, Gaps: map[string]int{}, Enterprises: len(x.Enterprises),
		DataAsOf: string(x.AsOf), Movement: []Movement{}, Provenance: c.prov(x.Node.Prov)}
	for _, l := range x.Links {
		out.Strip = append(out.Strip, Cell{string(l.Node.ID), l.Node.Name, l.Node.NameEN, l.Stage(), string(l.State)})
	}
	for state, n := range x.Count() {
		out.Coverage[string(state)] = n
	}
	for _, g := range c.f.Gaps {
		if g.Link.Chain != x || g.Status() == "closed" || g.Status() == "dismissed" {
			continue
		}
		out.GapsTotal++
		if s := g.Status(); s == "assigned" || s == "in_progress" {
			out.GapsAssigned++
		}
		for _, kind := range g.Kinds {
			out.Gaps[kind]++
		}
	}
	for _, one := range analysis.SixOnes(c.s, x.Node.ID) {
		if len(one.Nodes) == 0 {
			out.SixOnesBlank++
		} else if one.Key == "chief" {
			out.Chief = one.Nodes[0].Name
		}
	}
	if before != nil {
		out.Movement = movement(x, before)
	}
	return out
}

// movement lists the links of a chain whose state changed, in chain order; a new link has moved from nothing.
func movement(x *analysis.Chain, before *analysis.Findings) []Movement {
	out := []Movement{}
	for _, l := range x.Links {
		from := ""
		if old := before.Link(l.Node.ID); old != nil {
			from = string(old.State)
		}
		if from != string(l.State) {
			out = append(out, Movement{ref(l.Node), from, string(l.State)})
		}
	}
	return out
}

func completeness(x analysis.Completeness) Completeness {
	return Completeness{Value: x.Value, WithWeak: x.WithWeak, Covered: x.Covered, Total: x.Total, WeightCovered: x.WeightCovered, WeightTotal: x.WeightTotal, DataCoverage: x.DataCoverage, Template: x.Template}
}

func (c converter) chain(x *analysis.Chain) Chain {
	out := Chain{ChainItem: c.chainItem(x, nil), SixOnes: []SixOne{}, Stages: stages(x), Lanes: lanes(x)}
	for _, one := range analysis.SixOnes(c.s, x.Node.ID) {
		s := SixOne{Key: one.Key, Name: one.Name.ZH, NameEN: one.Name.EN, Blank: len(one.Nodes) == 0, Values: []SixOneValue{}}
		for i, n := range one.Nodes {
			note := one.Notes[i]
			if note == "" {
				note = n.Attrs.Text("note")
			}
			s.Values = append(s.Values, SixOneValue{Ref: ref(n), LedBy: n.Attrs.Text("led_by"), Note: note, Provenance: c.prov(one.Prov[i])})
		}
		out.SixOnes = append(out.SixOnes, s)
	}
	for _, scheme := range c.s.Tails(x.Node.ID, graph.Lists) {
		if out.Scheme == nil || scheme.Attrs.Bool("current") {
			out.Scheme = &Scheme{string(scheme.ID), scheme.Name, scheme.Attrs.Text("version"), scheme.Attrs.Text("valid_from")}
		}
	}
	return out
}

func stages(x *analysis.Chain) []Stage {
	zh, en := x.Node.Attrs.List("captions"), x.Node.Attrs.List("captions_en")
	out := []Stage{}
	for i, term := range graph.Stages {
		if !slices.ContainsFunc(x.Links, func(l *analysis.Link) bool { return l.Stage() == term.Code }) {
			continue
		}
		s := Stage{Key: term.Code, Name: term.ZH, NameEN: term.EN, Caption: []string{}, CaptionEN: []string{}}
		if i < len(zh) && i < len(en) {
			s.Caption, s.CaptionEN = strings.Split(zh[i], "·"), strings.Split(en[i], " · ")
		}
		out = append(out, s)
	}
	return out
}

func lanes(x *analysis.Chain) []Ref {
	if len(x.Lanes) < 2 {
		return []Ref{}
	}
	return refs(x.Lanes)
}

func (c converter) position(p analysis.Position) Position {
	out := Position{Enterprise: ref(p.Enterprise), Role: p.Relation.Attrs.Text("role"), Stage: p.Stage(), Able: p.Able, Reach: p.Enterprise.Attrs.Text("reach"),
		Levels: levels(p.Enterprise), Note: p.Relation.Attrs.Text("note"), Provenance: c.prov(p.Relation.Prov)}
	if short := p.Enterprise.Attrs.Text("short_name"); short != "" {
		out.Enterprise.Name = short
	}
	out.Place = c.place(p.Enterprise.ID)
	return out
}

func (c converter) place(enterprise graph.ID) *Ref {
	if places := c.s.Heads(enterprise, graph.LocatedIn); len(places) > 0 {
		r := ref(places[0])
		return &r
	}
	return nil
}

func levels(e *graph.Node) []Level {
	out := []Level{}
	for _, code := range e.Attrs.List("levels") {
		out = append(out, Level{code, true})
	}
	for _, code := range e.Attrs.List("levels_unverified") {
		out = append(out, Level{code, false})
	}
	return out
}

func (c converter) linkItem(l *analysis.Link) LinkItem {
	out := LinkItem{ID: string(l.Node.ID), Name: l.Node.Name, NameEN: l.Node.NameEN, Chain: string(l.Chain.Node.ID), Stage: l.Stage(), Weight: l.Weight, Coverage: string(l.State),
		Sole: l.Sole, Chokepoint: l.Choke, Blocked: l.Blocked, Products: refs(c.s.Heads(l.Node.ID, graph.Yields)), Local: []Position{}, Circle: []Position{}, DataCoverage: l.DataCoverage, DataAsOf: string(l.AsOf)}
	if l.Lane != nil && len(l.Chain.Lanes) > 1 && l.Stage() != "support" {
		r := ref(l.Lane)
		out.Lane = &r
	}
	if l.Group != nil {
		r := ref(l.Group)
		out.Group = &r
	}
	for _, p := range l.Positions {
		switch {
		case p.Local:
			out.Local = append(out.Local, c.position(p))
		case p.Circle:
			out.Circle = append(out.Circle, c.position(p))
		}
	}
	if g := c.f.Gap(analysis.GapID(l.Node.ID)); g != nil {
		out.Gap, out.GapWeight = string(g.ID), g.Weight
	}
	out.Extension = slices.ContainsFunc(c.f.Extensions, func(e *analysis.Extension) bool { return e.Link == l })
	return out
}

func (c converter) link(l *analysis.Link) Link {
	down := l.Downstream()
	out := Link{LinkItem: c.linkItem(l), ChainRef: ref(l.Chain.Node), Why: c.reason(l.Why), Technologies: refs(c.s.Heads(l.Node.ID, graph.Uses)), FedBy: []Neighbour{}, Feeds: []Neighbour{},
		Affected: c.affected(down, nil), Criticality: c.criticality(l.Criticality), Makers: []Position{}, Answers: answers(l.Answers), Sources: []Provenance{}, Provenance: c.prov(l.Node.Prov)}
	for _, feed := range c.f.Feeds {
		switch l {
		case feed.From:
			out.Feeds = append(out.Feeds, neighbour(feed.To, feed))
		case feed.To:
			out.FedBy = append(out.FedBy, neighbour(feed.From, feed))
		}
	}
	seen := map[graph.ID]bool{}
	source := func(p graph.Provenance) {
		if !seen[p.Source] {
			seen[p.Source] = true
			out.Sources = append(out.Sources, c.prov(p))
		}
	}
	source(l.Node.Prov)
	for _, p := range l.Positions {
		source(p.Relation.Prov)
		if !p.Local {
			out.Makers = append(out.Makers, c.position(p))
		}
	}
	return out
}

func neighbour(l *analysis.Link, f analysis.Feed) Neighbour {
	return Neighbour{Link: ref(l.Node), Chain: ref(l.Chain.Node), Coverage: string(l.State), Possible: f.Possible, Evidenced: f.Evidenced}
}

func answers(list []analysis.Answer) []Question {
	out := []Question{}
	for _, a := range list {
		out = append(out, Question{a.Question.ZH, a.Question.EN, a.Known})
	}
	return out
}

// affected names links and the local enterprises on them; enterprises nil: those of the links.
func (c converter) affected(links []*analysis.Link, enterprises []graph.ID) Affected {
	out := Affected{Links: []Ref{}, Enterprises: []Ref{}}
	for _, l := range links {
		out.Links = append(out.Links, ref(l.Node))
		for _, p := range l.Positions {
			if p.Local {
				enterprises = append(enterprises, p.Enterprise.ID)
			}
		}
	}
	slices.Sort(enterprises)
	for _, id := range slices.Compact(enterprises) {
		out.Enterprises = append(out.Enterprises, c.refOf(id))
	}
	return out
}

func (c converter) gap(g *analysis.Gap) Gap {
	l := g.Link
	out := Gap{ID: string(g.ID), Name: l.Node.Name, NameEN: l.Node.NameEN, Chain: ref(l.Chain.Node), Provisional: l.Chain.Provisional(), Link: ref(l.Node), Stage: l.Stage(), Coverage: string(l.State),
		Kind: g.Kind(), Kinds: g.Kinds, Status: g.Status(), Weight: g.Weight, Parts: parts(g.Parts), Necessity: l.Weight, Reason: c.reason(g.Why), Affected: c.affected(g.AffectedLinks, nil),
		DataCoverage: l.DataCoverage, Answers: answers(l.Answers), Candidates: []Position{}, DataAsOf: string(l.AsOf)}
	out.Standing = c.f.Gap(g.ID) != nil
	for _, p := range l.Positions {
		if !p.Local {
			out.Candidates = append(out.Candidates, c.position(p))
		}
	}
	if g.Node != nil {
		a := g.Node.Attrs
		out.Strategy, out.Chief, out.Owner, out.Due, out.Decision = a.Text("strategy"), a.Text("chief"), a.Text("owner"), a.Text("due"), a.Text("decision")
		if on := a.Text("decided_on"); on != "" {
			weight, _ := a.Number("decided_weight")
			out.Decided = &Decided{on, append([]string{}, a.List("decided_kinds")...), weight}
		}
	}
	return out
}

func (c converter) target(t *analysis.Target) Target {
	l := t.Link
	out := Target{ID: string(l.Node.ID), Name: l.Node.Name, NameEN: l.Node.NameEN, Chain: ref(l.Chain.Node), Stage: l.Stage(), Coverage: string(l.State), Weight: l.Weight, Strategy: t.Strategy, Anchors: []Ref{},
		Score: t.Score, Parts: parts(t.Parts), Reason: c.reason(t.Why)}
	if t.Extension != nil {
		out.Direction, out.Anchors = t.Extension.Direction, linkRefs(t.Extension.Anchors)
	}
	if a := c.f.Related().Activity(t.Activity); a != nil {
		activity := c.activity(a)
		out.Activity = &activity
	}
	return out
}

func (c converter) enterpriseItem(n *graph.Node) EnterpriseItem {
	out := EnterpriseItem{ID: string(n.ID), Name: n.Name, NameEN: n.NameEN, ShortName: n.Attrs.Text("short_name"), Reach: n.Attrs.Text("reach"), Kind: n.Attrs.Text("kind"), Levels: levels(n), Place: c.place(n.ID),
		Chains: []Ref{}, Links: []EnterprisePosition{}, Products: refs(c.s.Heads(n.ID, graph.Makes)), Provenance: c.prov(n.Prov)}
	seen := map[string]bool{}
	for _, r := range c.s.Out(n.ID, graph.OperatesIn) {
		l := c.f.Link(r.To)
		if l == nil {
			continue
		}
		p := EnterprisePosition{Link: ref(l.Node), Chain: ref(l.Chain.Node), Coverage: string(l.State), Role: r.Attrs.Text("role"), Stage: r.Attrs.Text("stage"), Note: r.Attrs.Text("note"), Provenance: c.prov(r.Prov)}
		for _, x := range l.Positions {
			if x.Enterprise.ID == n.ID {
				p.Able, p.Sole = x.Able, x.Able && l.Sole
			}
		}
		out.Links = append(out.Links, p)
		if !seen[p.Chain.ID] {
			seen[p.Chain.ID] = true
			out.Chains = append(out.Chains, p.Chain)
		}
	}
	if out.Reach == "local" {
		for _, in := range supply.Inputs(c.f, n.ID) {
			out.Inputs++
			if in.Missing() {
				out.Missing++
			}
		}
	}
	sources, newest := c.evidence(n)
	out.Sources, out.DataAsOf = len(sources), string(newest)
	return out
}

// evidence collects the sources of everything said of an enterprise, and the newest date among evidence.
func (c converter) evidence(n *graph.Node) (sources []graph.Provenance, newest graph.Date) {
	seen := map[graph.ID]bool{}
	add := func(p graph.Provenance) {
		if !seen[p.Source] {
			seen[p.Source] = true
			sources = append(sources, p)
		}
		if p.Confidence != graph.Trade && p.Confidence != graph.Inferred && p.AsOf.Newer(newest) {
			newest = p.AsOf
		}
	}
	add(n.Prov)
	out, in := c.s.Around(n.ID)
	for _, r := range slices.Concat(out, in) {
		if r.Type != graph.Targets { // what an office decides is no evidence of what a firm is
			add(r.Prov)
		}
	}
	slices.SortStableFunc(sources, func(a, b graph.Provenance) int { return cmp.Compare(b.AsOf, a.AsOf) })
	return sources, newest
}

func (c converter) enterprise(n *graph.Node) Enterprise {
	a := n.Attrs
	out := Enterprise{EnterpriseItem: c.enterpriseItem(n), Aliases: append([]string{}, n.Aliases...), CreditCode: a.Text("credit_code"), ListedCode: a.Text("listed_code"), Note: a.Text("note"),
		Subsidiaries: c.ties(c.s.In(n.ID, graph.SubsidiaryOf), true), Suppliers: c.ties(c.s.In(n.ID, graph.SuppliesTo), true), Customers: c.ties(c.s.Out(n.ID, graph.SuppliesTo), false),
		Announced: append(c.ties(c.s.Out(n.ID, graph.Announces), false), c.ties(c.s.In(n.ID, graph.Announces), true)...), Projects: []Project{}, Figures: c.figures(n.ID), SourceList: []Provenance{}}
	out.CreditFault = creditFault(out.CreditCode)
	out.Registered = first(c.ties(c.s.Out(n.ID, graph.RegisteredIn), false))
	out.Parent = first(c.ties(c.s.Out(n.ID, graph.SubsidiaryOf), false))
	for _, r := range c.s.Out(n.ID, graph.Runs) {
		out.Projects = append(out.Projects, c.project(c.s.Node(r.To)))
	}
	sources, _ := c.evidence(n)
	for _, p := range sources {
		out.SourceList = append(out.SourceList, c.prov(p))
	}
	return out
}

// creditFault says what is wrong with a code; nil when nothing is, or there is none.
func creditFault(code string) *CreditFault {
	fault := graph.CheckCreditCode(code)
	if code == "" || fault == "" {
		return nil
	}
	return &CreditFault{string(fault), fault.Wrong(), fault.Words("zh"), fault.Words("en")}
}

func first(list []Tie) *Tie {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// ties are the other ends of relations.
func (c converter) ties(list []*graph.Relation, tails bool) []Tie {
	out := []Tie{}
	for _, r := range list {
		other := r.To
		if tails {
			other = r.From
		}
		out = append(out, Tie{Ref: c.refOf(other), What: r.Attrs.Text("what"), Standing: r.Attrs.Text("standing"), Note: r.Attrs.Text("note"), Provenance: c.prov(r.Prov)})
	}
	return out
}

func (c converter) project(n *graph.Node) Project {
	a := n.Attrs
	out := Project{Ref: ref(n), ProjectKind: a.Text("kind"), Stage: a.Text("stage"), Signed: a.Text("signed"), Started: a.Text("started"), Trial: a.Text("trial"), Produced: a.Text("produced"), Due: a.Text("due"),
		Note: a.Text("note"), Figures: c.figures(n.ID), Provenance: c.prov(n.Prov)}
	out.Place = c.place(n.ID)
	return out
}

func (c converter) figures(subject graph.ID) []Figure {
	out := []Figure{}
	for _, n := range c.s.Tails(subject, graph.About) {
		if n.Kind != graph.KindFigure {
			continue
		}
		f := Figure{ID: string(n.ID), Measure: n.Attrs.Text("measure"), Unit: n.Attrs.Text("unit"), Period: n.Attrs.Text("period"), Text: n.Attrs.Text("text"), Provenance: c.prov(n.Prov)}
		if v, ok := n.Attrs.Number("value"); ok {
			f.Value = &v
		}
		out = append(out, f)
	}
	return out
}

func (c converter) node(n *graph.Node) Node {
	spec, _ := graph.KindOf(n.Kind)
	out := Node{Ref: ref(n), Aliases: append([]string{}, n.Aliases...), Attributes: attributes(n.Attrs, spec.Attrs), Out: []RelationItem{}, In: []RelationItem{}, Provenance: c.prov(n.Prov)}
	leaving, entering := c.s.Around(n.ID)
	for _, r := range leaving {
		out.Out = append(out.Out, c.relationItem(r, r.To))
	}
	for _, r := range entering {
		out.In = append(out.In, c.relationItem(r, r.From))
	}
	return out
}

func (c converter) relationItem(r *graph.Relation, other graph.ID) RelationItem {
	spec, _ := graph.RelationOf(r.Type)
	return RelationItem{Type: string(r.Type), ZH: spec.ZH, EN: spec.EN, Other: c.refOf(other), Attributes: attributes(r.Attrs, spec.Attrs), Provenance: c.prov(r.Prov)}
}

// attributes lists the attributes that are there, in the order of the dictionary, with their words.
func attributes(attrs graph.Attrs, specs []graph.AttrSpec) []Attribute {
	out := []Attribute{}
	for _, spec := range specs {
		if v, ok := attrs[spec.Name]; ok {
			out = append(out, Attribute{Name: spec.Name, ZH: spec.ZH, EN: spec.EN, Value: v, Text: shown(v, spec, "zh"), TextEN: shown(v, spec, "en")})
		}
	}
	return out
}

// shown writes a value as people read it.
func shown(v any, spec graph.AttrSpec, lang string) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return graph.Words(spec.Terms, x, lang)
	case []string:
		words := make([]string, len(x))
		for i, item := range x {
			words[i] = graph.Words(spec.Terms, item, lang)
		}
		if lang == "en" {
			return strings.Join(words, ", ")
		}
		return strings.Join(words, "、")
	case bool:
		if lang == "en" {
			return strconv.FormatBool(x)
		}
		return map[bool]string{true: "是", false: "否"}[x]
	case float64:
		return strings.TrimSpace(strconv.FormatFloat(x, 'f', -1, 64) + " " + spec.Unit)
	}
	return fmt.Sprint(v)
}
