package lists

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// path leads from a row to what stands in a column. It is written as
//
//	name  name_en  aliases                 of the row's node
//	.stage                                 an attribute of the row
//	source  locator  as_of  confidence  value_kind   where the row comes from
//	>LOCATED_IN  <RUNS                     what is at the other end of its relations, going out or coming in
//	<HOSTS[main=true]                      the same of those relations that say so
//	<LEADS.post  from.credit_code          an attribute at the other end
//	from  to                               the ends of a row that is a relation
//	chain  lane  group                     where in the chains it stands
//	levels                                 the levels of an enterprise, a ? after those to be verified
//	figure:sales:actual                    the newest figure of a measure and standing about it, in the column's unit
//	period:sales:actual                    the time that this figure is of
type path struct {
	text  string
	plain string // one of the words above, figure, or period
	end   string // from, to
	tie   graph.RelationType
	in    bool     // the relations come in
	with  []string // attribute and value that they must have
	attr  string   // of what the path has come to, or a measure; empty: what it is called
	stand graph.ValueKind
	spec  graph.AttrSpec
}

const pathFix = "write a path as internal/lists/path.go says, such as name, .stage, >LOCATED_IN or from.credit_code"

// provenance are the paths to where a row comes from.
var provenance = []string{"source", "locator", "as_of", "confidence", "value_kind"}

// parse reads a path and holds it against the vocabulary.
func (l *List) parse(text string) (path, error) {
	p := path{text: text}
	rest, attr, hasAttr := strings.Cut(text, ".")
	var ends []graph.Kind // where the path comes to; nil: any kind
	switch {
	case slices.Contains(provenance, text):
		p.plain = text
		return p, nil
	case strings.HasPrefix(text, "figure:"), strings.HasPrefix(text, "period:"):
		return p, p.figure(l)
	case slices.Contains([]string{"name", "name_en", "aliases"}, text), text == "levels":
		p.plain = text
		return p, l.ofNodes(text)
	case slices.Contains([]string{"chain", "lane", "group"}, text):
		p.plain = text
		return p, nil
	case rest == "from" || rest == "to":
		p.end = rest
		spec, known := graph.RelationOf(l.relation)
		if !known {
			return p, fmt.Errorf("%s: the rows are no relations", text)
		}
		if ends = spec.From; rest == "to" {
			ends = spec.To
		}
	case strings.HasPrefix(rest, ">"), strings.HasPrefix(rest, "<"):
		if err := l.ofNodes(text); err != nil {
			return p, err
		}
		var err error
		if ends, err = p.step(rest, l.kind); err != nil {
			return p, err
		}
	case rest != "":
		return p, fmt.Errorf("%q is no path", text)
	}
	if !hasAttr {
		if rest == "" {
			return p, fmt.Errorf("a path is empty")
		}
		return p, nil
	}
	p.attr = attr
	spec, known := l.attribute(ends, rest == "", attr)
	if !known {
		return p, fmt.Errorf("%s: there is no attribute %q", text, attr)
	}
	p.spec = spec
	return p, nil
}

// figure reads figure:MEASURE:STANDING.
func (p *path) figure(l *List) error {
	parts := strings.Split(p.text, ":")
	const all = 3
	if len(parts) != all || !has(graph.Measures, parts[1]) || !has(graph.ValueKinds, parts[2]) {
		return fmt.Errorf("%q names no measure and standing", p.text)
	}
	p.plain, p.attr, p.stand = parts[0], parts[1], graph.ValueKind(parts[2])
	return l.ofNodes(p.text)
}

func has(terms []graph.Term, code string) bool {
	return slices.ContainsFunc(terms, func(t graph.Term) bool { return t.Code == code })
}

// ofNodes refuses a path that only nodes have.
func (l *List) ofNodes(text string) error {
	if l.kind == "" {
		return fmt.Errorf("%s: the rows are relations", text)
	}
	return nil
}

// step reads >TYPE or <TYPE with what the relations must say.
func (p *path) step(text string, of graph.Kind) (ends []graph.Kind, err error) {
	p.in = text[0] == '<'
	name, condition, has := strings.Cut(text[1:], "[")
	spec, known := graph.RelationOf(graph.RelationType(name))
	if !known {
		return nil, fmt.Errorf("there is no relation %q", name)
	}
	p.tie = spec.Type
	here, there := spec.From, spec.To
	if p.in {
		here, there = there, here
	}
	if len(here) > 0 && !slices.Contains(here, of) {
		return nil, fmt.Errorf("%s: %s has no such relation", text, of)
	}
	if has {
		name, value, _ := strings.Cut(strings.TrimSuffix(condition, "]"), "=")
		p.with = []string{name, value}
		if !slices.ContainsFunc(spec.Attrs, func(a graph.AttrSpec) bool { return a.Name == name }) {
			return nil, fmt.Errorf("%s: there is no attribute %q", text, name)
		}
	}
	return there, nil
}

// attribute is the description of an attribute, of the rows themselves or of some kind of node.
func (l *List) attribute(kinds []graph.Kind, own bool, name string) (graph.AttrSpec, bool) {
	var all []graph.AttrSpec
	if own {
		if spec, known := graph.KindOf(l.kind); known {
			all = spec.Attrs
		}
		if spec, known := graph.RelationOf(l.relation); known {
			all = spec.Attrs
		}
	}
	for _, kind := range kinds {
		spec, _ := graph.KindOf(kind)
		all = append(all, spec.Attrs...)
	}
	i := slices.IndexFunc(all, func(a graph.AttrSpec) bool { return a.Name == name })
	if i < 0 {
		return graph.AttrSpec{}, false
	}
	return all[i], true
}
