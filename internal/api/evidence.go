package api

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/decision"
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

// Ref is a short reference to a node.
type Ref struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
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

func linkRefs(links []*analysis.Link) []Ref {
	out := []Ref{}
	for _, l := range links {
		out = append(out, ref(l.Node))
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

// Provenance is where a fact comes from, with the words ready to show.
type Provenance struct {
	Source     string `json:"source" doc:"Id of the source"`
	SourceName string `json:"source_name"`
	URL        string `json:"url,omitempty"`
	Locator    string `json:"locator,omitempty"`
	AsOf       string `json:"as_of" doc:"Date of the fact: 2025, 2022-Q3, 2025-08 or 2025-08-11"`
	Confidence string `json:"confidence" enum:"documented,media,repost,unverified,trade,inferred"`
	ValueKind  string `json:"value_kind,omitempty" enum:"planned,actual,target"`
	Decided    bool   `json:"decided,omitempty" doc:"Decided or said by people here: there is nothing to verify"`
}

func (c converter) prov(p graph.Provenance) Provenance {
	out := Provenance{
		Source:     string(p.Source),
		SourceName: p.Source.Key(),
		Locator:    p.Locator,
		AsOf:       string(p.AsOf),
		Confidence: string(p.Confidence),
		ValueKind:  string(p.ValueKind),
		Decided:    p.Source == decision.Source,
	}
	if n := c.named(p.Source); n != nil {
		out.SourceName, out.URL = n.Name, graph.OriginOf(n).URL()
	}
	return out
}

// Fact is one piece of evidence.
type Fact struct {
	Text     string             `json:"text"`
	TextEN   string             `json:"text_en"`
	Subject  Ref                `json:"subject"`
	Relation *NeighbourRelation `json:"relation,omitempty" doc:"The relation that says so, unless the subject does"`
	Provenance
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

// Reason says why: rule, sentence, facts.
type Reason struct {
	Rule   string `json:"rule"`
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
	Facts  []Fact `json:"facts"`
}

func (c converter) reason(r analysis.Reason) Reason {
	return Reason{Rule: r.Rule, Text: r.Text.ZH, TextEN: r.Text.EN, Facts: c.facts(r.Facts)}
}

// Ground says why in short: rule and sentence.
type Ground struct {
	Rule string `json:"rule"`
	Said
}

// Slot is a part of a score in a list: how much of it is filled. What it rests on comes with the thing itself.
type Slot struct {
	Key     string  `json:"key"`
	Most    float64 `json:"most" doc:"Maximum points"`
	Value   float64 `json:"value" doc:"0 to 1"`
	Unknown bool    `json:"unknown,omitempty" doc:"Nothing is on record: left out of the score"`
}

func slots(list []analysis.Part) []Slot {
	out := []Slot{}
	for _, p := range list {
		out = append(out, Slot{p.Key, p.Most, p.Value, p.Unknown})
	}
	return out
}

// Part of a score.
type Part struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	NameEN  string  `json:"name_en"`
	Most    float64 `json:"most" doc:"Maximum points; for a target the exponent, out of 100"`
	Value   float64 `json:"value" doc:"0 to 1"`
	Unknown bool    `json:"unknown,omitempty" doc:"Nothing is on record: left out of the score"`
	Why     string  `json:"why"`
	WhyEN   string  `json:"why_en"`
}

func parts(list []analysis.Part) []Part {
	out := []Part{}
	for _, p := range list {
		out = append(out, Part{
			Key:     p.Key,
			Name:    p.Name.ZH,
			NameEN:  p.Name.EN,
			Most:    p.Most,
			Value:   p.Value,
			Unknown: p.Unknown,
			Why:     p.Why.ZH,
			WhyEN:   p.Why.EN,
		})
	}
	return out
}

// Said is a text in both languages.
type Said struct {
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
}

func spoken(w analysis.Words) Said { return Said{w.ZH, w.EN} }
