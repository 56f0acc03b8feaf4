package graph

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Validate checks changes against the vocabulary and returns every problem, in the order nodes, relations, deletions;
// nil when there is none. exists tells whether an id that the changes do not bring themselves is already stored.
func Validate(c *Changes, exists func(ID) bool) Problems {
	v := validator{
		exists:  exists,
		brought: make(map[ID]bool, len(c.Nodes)),
		deleted: make(map[ID]bool, len(c.DeleteNodes)),
	}
	if strings.TrimSpace(c.Actor) == "" {
		v.add("changes.no_actor", "", nil, "actor", "the changes do not say who makes them", "set actor")
	}
	for _, said := range []struct{ field, text string }{{"actor", c.Actor}, {"reason", c.Reason}} {
		if what := lineProblem(said.text, MaxText); what != "" {
			v.add(
				"changes.invalid",
				"",
				nil,
				said.field,
				fmt.Sprintf("the %s %q %s", said.field, clip(said.text), what),
				"shorten or clean it",
			)
		}
	}
	for _, id := range c.DeleteNodes {
		v.deleted[id] = true
	}
	for i := range c.Nodes {
		n := &c.Nodes[i]
		if v.brought[n.ID] {
			v.add("node.duplicate", string(n.ID), n.Place, "id", "comes twice in the same changes", "keep one of the two")
		}
		v.brought[n.ID] = true
	}
	for i := range c.Nodes {
		v.node(&c.Nodes[i])
	}
	seen := make(map[RelationKey]bool, len(c.Relations))
	for i := range c.Relations {
		r := &c.Relations[i]
		if seen[r.RelationKey] {
			v.add("relation.duplicate", r.String(), r.Place, "", "comes twice in the same changes", "keep one of the two")
		}
		seen[r.RelationKey] = true
		v.relation(r)
	}
	v.only(c.Relations)
	for _, id := range c.DeleteNodes {
		if v.brought[id] {
			v.add("node.put_and_deleted", string(id), nil, "id", "is put and deleted in the same changes", "do one of the two")
		}
	}
	for _, key := range c.DeleteRelations {
		if seen[key] {
			v.add(
				"relation.put_and_deleted",
				key.String(),
				nil,
				"",
				"is put and deleted in the same changes",
				"do one of the two",
			)
		}
	}
	return v.problems
}

type validator struct {
	exists   func(ID) bool
	brought  map[ID]bool
	deleted  map[ID]bool
	problems Problems
}

func (v *validator) add(code, subject string, at *Place, field, message, fix string) {
	p := Problem{Code: code, Subject: subject, Message: message, Fix: fix}
	if at != nil {
		p.Place = *at
	}
	if p.Place.Field == "" {
		p.Place.Field = field
	}
	v.problems = append(v.problems, p)
}

func (v *validator) known(id ID) bool {
	return !v.deleted[id] && (v.brought[id] || v.exists(id))
}

func (v *validator) node(n *Node) {
	subject := string(n.ID)
	if what := n.ID.problem(); what != "" {
		v.add(
			"id.invalid",
			subject,
			n.Place,
			"id",
			fmt.Sprintf("the id %q %s", clip(subject), what),
			`write kind:key in lower case without spaces`,
		)
	}
	spec, ok := KindOf(n.Kind)
	if !ok {
		v.add(
			"kind.unknown",
			subject,
			n.Place,
			"kind",
			fmt.Sprintf("there is no kind %q", clip(string(n.Kind))),
			"use a kind of the data dictionary",
		)
		return
	}
	if kind, known := n.ID.Kind(); known && kind != n.Kind {
		v.add(
			"id.kind_differs",
			subject,
			n.Place,
			"id",
			fmt.Sprintf("the id is of a %s, the node a %s", kind, n.Kind),
			"give the id the prefix "+spec.Prefix,
		)
	}
	if strings.TrimSpace(n.Name) == "" {
		v.add("name.missing", subject, n.Place, "name", "has no name", "give it a name")
	}
	for _, name := range append([]string{n.Name, n.NameEN}, n.Aliases...) {
		if what := lineProblem(name, MaxName); what != "" {
			v.add(
				"name.invalid",
				subject,
				n.Place,
				"name",
				fmt.Sprintf("the name %q %s", clip(name), what),
				"shorten or clean it",
			)
		}
	}
	if len(n.Aliases) > MaxItems {
		v.add(
			"name.invalid",
			subject,
			n.Place,
			"aliases",
			fmt.Sprintf("has %d aliases", len(n.Aliases)),
			fmt.Sprintf("keep at most %d", MaxItems),
		)
	}
	v.attrs(subject, n.Place, n.Attrs, spec.Attrs)
	v.provenance(subject, n.Place, n.Prov)
}

func (v *validator) relation(r *Relation) {
	subject := r.String()
	spec, ok := RelationOf(r.Type)
	if !ok {
		v.add(
			"relation.unknown",
			subject,
			r.Place,
			"type",
			fmt.Sprintf("there is no relation %q", clip(string(r.Type))),
			"use a relation of the data dictionary",
		)
		return
	}
	ends := true
	for _, end := range []struct {
		id    ID
		field string
	}{{r.From, "from"}, {r.To, "to"}} {
		if what := end.id.problem(); what != "" {
			v.add(
				"id.invalid",
				subject,
				r.Place,
				end.field,
				fmt.Sprintf("the id %q %s", clip(string(end.id)), what),
				"write kind:key in lower case without spaces",
			)
			ends = false
		} else if !v.known(end.id) {
			v.add("relation.dangling", subject, r.Place, end.field, fmt.Sprintf("%s does not exist", end.id),
				"add it first or correct the id")
		}
	}
	if from, _ := r.From.Kind(); ends {
		if to, _ := r.To.Kind(); !spec.Joins(from, to) {
			v.add(
				"relation.wrong_kinds",
				subject,
				r.Place,
				"type",
				fmt.Sprintf("%s does not join a %s to a %s", r.Type, from, to),
				"see the data dictionary",
			)
		}
	}
	if r.From == r.To {
		v.add("relation.loop", subject, r.Place, "to", "joins a thing to itself", "correct one of the two ends")
	}
	v.attrs(subject, r.Place, r.Attrs, spec.Attrs)
	v.provenance(subject, r.Place, r.Prov)
}

// only refuses a second relation where the shape of the type allows one.
func (v *validator) only(relations []Relation) {
	first := map[RelationKey]*Relation{}
	for i := range relations {
		r := &relations[i]
		for _, slot := range r.Slots() {
			switch before := first[slot]; {
			case before == nil:
				first[slot] = r
			case before.RelationKey != r.RelationKey:
				v.add(
					secondCode,
					r.String(),
					r.Place,
					"type",
					fmt.Sprintf("%s stands beside %s, only one of the two can be", r.RelationKey, before.RelationKey),
					"keep the one that is right",
				)
			}
		}
	}
}

// firstYear is the first that a fact is taken for: before, it is a slip.
const firstYear = 1900

// secondCode is the code of a second relation where there can be one.
const secondCode = "relation.second"

func (v *validator) provenance(subject string, at *Place, p Provenance) {
	if kind, ok := p.Source.Kind(); !ok || kind != KindSource {
		v.add(
			"source.missing",
			subject,
			at,
			"source",
			fmt.Sprintf("the source %q is not a source", clip(string(p.Source))),
			"name a source:… node",
		)
	} else if !v.known(p.Source) {
		v.add("source.unknown", subject, at, "source", fmt.Sprintf("%s does not exist", p.Source),
			"add the source first or correct the id")
	}
	switch from, _, err := p.AsOf.Span(); {
	case err == nil && from.Year() < firstYear:
		v.add(
			"as_of.early",
			subject,
			at,
			"as_of",
			fmt.Sprintf("%s is before any data", p.AsOf),
			"write the year or day that the fact describes",
		)
	case err != nil:
		v.add(
			"as_of.invalid",
			subject,
			at,
			"as_of",
			fmt.Sprintf("%q is not a date", clip(string(p.AsOf))),
			"write 2025, 2022-Q3, 2025-08 or 2025-08-11",
		)
	}
	if !termOf(Confidences, string(p.Confidence)) {
		v.add(
			"confidence.unknown",
			subject,
			at,
			"confidence",
			fmt.Sprintf("there is no confidence %q", clip(string(p.Confidence))),
			"use one of "+codes(Confidences),
		)
	}
	if p.ValueKind != "" && !termOf(ValueKinds, string(p.ValueKind)) {
		v.add(
			"value_kind.unknown",
			subject,
			at,
			"value_kind",
			fmt.Sprintf("there is no value kind %q", clip(string(p.ValueKind))),
			"use one of "+codes(ValueKinds),
		)
	}
	if what := textProblem(p.Locator, MaxText); what != "" {
		v.add("locator.invalid", subject, at, "locator", "the locator "+what, "shorten or clean it")
	}
}

func (v *validator) attrs(subject string, at *Place, attrs Attrs, specs []AttrSpec) {
	for _, spec := range specs {
		value, there := attrs[spec.Name]
		if text, isText := value.(string); !there || isText && spec.Required && strings.TrimSpace(text) == "" {
			if spec.Required {
				v.add(
					"attribute.missing",
					subject,
					at,
					spec.Name,
					fmt.Sprintf("%s (%s) is missing", spec.Name, spec.ZH),
					"give a value of type "+string(spec.Type),
				)
			}
			continue
		}
		if what, fix := spec.problem(value); what != "" {
			v.add("attribute.invalid", subject, at, spec.Name, fmt.Sprintf("%s (%s) %s", spec.Name, spec.ZH, what), fix)
		}
	}
	for _, name := range sortedNames(attrs) {
		if !slices.ContainsFunc(specs, func(s AttrSpec) bool { return s.Name == name }) {
			v.add(
				"attribute.unknown",
				subject,
				at,
				name,
				fmt.Sprintf("there is no attribute %q here", clip(name)),
				"use an attribute of the data dictionary",
			)
		}
	}
}

// problem says what is wrong with a value of the attribute and how to mend it, or nothing.
func (s AttrSpec) problem(value any) (what, fix string) {
	switch s.Type {
	case TypeText, TypeURL, TypeEnum, TypeDate, TypeCreditCode:
		text, ok := value.(string)
		if !ok {
			return fmt.Sprintf("is a %T, not a text", value), "write a text"
		}
		return s.textProblem(text)
	case TypeList:
		items, ok := value.([]string)
		if !ok {
			return fmt.Sprintf("is a %T, not a list of texts", value), "write a list of texts"
		}
		return s.listProblem(items)
	case TypeBool:
		if _, ok := value.(bool); !ok {
			return fmt.Sprintf("is a %T, not true or false", value), "write true or false"
		}
		return "", ""
	}
	return s.numberProblem(value)
}

func (s AttrSpec) textProblem(text string) (what, fix string) {
	if what := textProblem(text, MaxText); what != "" {
		return what, "shorten or clean it"
	}
	switch {
	case s.Type == TypeEnum && !termOf(s.Terms, text):
		return fmt.Sprintf("cannot be %q", clip(text)), "use one of " + codes(s.Terms)
	case s.Type == TypeDate && !Date(text).Valid():
		return fmt.Sprintf("%q is not a date", clip(text)), "write 2025, 2022-Q3, 2025-08 or 2025-08-11"
	case s.Type == TypeCreditCode && CheckCreditCode(text).Wrong():
		return fmt.Sprintf(
			"%q %s",
			clip(text),
			CheckCreditCode(text).Words("en"),
		), "copy the 18 characters from the licence, or leave it out"
	case s.Type == TypeURL && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://"):
		return fmt.Sprintf("%q is not a web address", clip(text)), "begin with https:// or http://"
	}
	return "", ""
}

func (s AttrSpec) listProblem(items []string) (what, fix string) {
	if len(items) > MaxItems {
		return fmt.Sprintf("has %d items", len(items)), fmt.Sprintf("keep at most %d", MaxItems)
	}
	for _, item := range items {
		if what := textProblem(item, MaxText); what != "" {
			return fmt.Sprintf("has an item that %s", what), "shorten or clean it"
		}
		if s.Terms != nil && !termOf(s.Terms, item) {
			return fmt.Sprintf("cannot hold %q", clip(item)), "use items out of " + codes(s.Terms)
		}
	}
	return "", ""
}

func (s AttrSpec) numberProblem(value any) (what, fix string) {
	var n float64
	switch x := value.(type) {
	case int:
		n = float64(x)
	case int64:
		n = float64(x)
	case float64:
		if s.Type == TypeInt {
			return "is not a whole number", "write a whole number"
		}
		n = x
	default:
		return fmt.Sprintf("is a %T, not a number", value), "write a number"
	}
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		return "is not a finite number", "write a finite number"
	case s.Max > s.Min && (n < s.Min || n > s.Max):
		return fmt.Sprintf("is %v", value), fmt.Sprintf("write a number from %v to %v", s.Min, s.Max)
	}
	return "", ""
}

func termOf(terms []Term, code string) bool {
	return slices.ContainsFunc(terms, func(t Term) bool { return t.Code == code })
}

func codes(terms []Term) string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.Code
	}
	return strings.Join(out, ", ")
}

// clip keeps a rejected value from flooding the message.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func sortedNames(attrs Attrs) []string {
	names := make([]string, 0, len(attrs))
	for name := range attrs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
