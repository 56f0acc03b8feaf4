package graph

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Revision numbers the change sets of a store, from 1; 0 is the empty store.
type Revision int64

// Attrs are the attributes of a node or relation beyond name and provenance. After Normalise a value is a string,
// int64, float64, bool or []string; a missing key and an empty string are different things and stay so.
type Attrs map[string]any

// Text returns a text attribute, or "" when it is missing.
func (a Attrs) Text(name string) string {
	s, _ := a[name].(string)
	return s
}

// Int returns a whole number, or 0 when it is missing.
func (a Attrs) Int(name string) int64 {
	n, _ := a[name].(int64)
	return n
}

// Number returns a number and whether it is there; whole numbers count as numbers.
func (a Attrs) Number(name string) (float64, bool) {
	switch v := a[name].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// Bool returns a truth value, or false when it is missing.
func (a Attrs) Bool(name string) bool {
	b, _ := a[name].(bool)
	return b
}

// List returns a list of texts, or nil when it is missing. It must not be changed.
func (a Attrs) List(name string) []string {
	l, _ := a[name].([]string)
	return l
}

// UnmarshalJSON reads attributes so that whole numbers stay whole.
func (a *Attrs) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*a = make(Attrs, len(raw))
	for name, text := range raw {
		v, err := attrFromJSON(text)
		if err != nil {
			return fmt.Errorf("attribute %s: %w", name, err)
		}
		(*a)[name] = v
	}
	return nil
}

func attrFromJSON(text json.RawMessage) (any, error) {
	var whole int64
	if json.Unmarshal(text, &whole) == nil && string(text) != "null" {
		return whole, nil
	}
	var list []string
	if len(text) > 0 && text[0] == '[' {
		err := json.Unmarshal(text, &list)
		return list, err
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, err
	}
	switch v.(type) {
	case string, bool, float64:
		return v, nil
	}
	return nil, fmt.Errorf("%s is neither text, number, truth value nor list of texts", text)
}

// MarshalJSON writes a float64 with a point even when it is whole, so that reading it gives a float64 again.
func (a Attrs) MarshalJSON() ([]byte, error) {
	out := make(map[string]any, len(a))
	for name, v := range a {
		if f, ok := v.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1e15 {
			out[name] = json.RawMessage(fmt.Sprintf("%.1f", f))
			continue
		}
		out[name] = v
	}
	return json.Marshal(out)
}

// Node is one thing of the graph.
type Node struct {
	ID      ID         `json:"id"`
	Kind    Kind       `json:"kind"`
	Name    string     `json:"name"`
	NameEN  string     `json:"name_en,omitempty"`
	Aliases []string   `json:"aliases,omitempty"`
	Pool    bool       `json:"pool,omitempty"` // in the candidate pool: stored and searchable, not in a Snapshot
	Attrs   Attrs      `json:"attrs,omitempty"`
	Prov    Provenance `json:"provenance"`
	Place   *Place     `json:"-"` // where it was read, for problems; not stored
}

// Label returns the name in the language, falling back to the Chinese one.
func (n *Node) Label(lang string) string {
	if lang == "en" && n.NameEN != "" {
		return n.NameEN
	}
	return n.Name
}

// RelationKey identifies a relation: at most one of a type joins two nodes in a direction.
type RelationKey struct {
	Type RelationType `json:"type"`
	From ID           `json:"from"`
	To   ID           `json:"to"`
}

func (k RelationKey) String() string {
	return string(k.From) + " -" + string(k.Type) + "-> " + string(k.To)
}

// Slots are the places that the relation alone can take: its type with the end that may have one of them. Of two
// relations with a slot in common only one can stand.
func (k RelationKey) Slots() (slots []RelationKey) {
	spec, _ := RelationOf(k.Type)
	if spec.Shape.Has(OneHead) {
		slots = append(slots, RelationKey{Type: k.Type, From: k.From})
	}
	if spec.Shape.Has(OneTail) {
		slots = append(slots, RelationKey{Type: k.Type, To: k.To})
	}
	return slots
}

// Compare orders keys by type, from, to.
func (k RelationKey) Compare(other RelationKey) int {
	return compareFields(
		string(k.Type),
		string(other.Type),
		string(k.From),
		string(other.From),
		string(k.To),
		string(other.To),
	)
}

// Relation joins two nodes in a direction.
type Relation struct {
	RelationKey
	Attrs Attrs      `json:"attrs,omitempty"`
	Prov  Provenance `json:"provenance"`
	Place *Place     `json:"-"`
}

// Equal tells whether two nodes say the same, wherever they were read.
func (n Node) Equal(other Node) bool {
	return n.ID == other.ID && n.Kind == other.Kind && n.Name == other.Name && n.NameEN == other.NameEN &&
		n.Pool == other.Pool && n.Prov == other.Prov && slices.Equal(n.Aliases, other.Aliases) && n.Attrs.Equal(other.Attrs)
}

// Equal tells whether two relations say the same, wherever they were read.
func (r Relation) Equal(other Relation) bool {
	return r.RelationKey == other.RelationKey && r.Prov == other.Prov && r.Attrs.Equal(other.Attrs)
}

// Equal tells whether two sets of attributes are the same; an empty set equals a missing one.
func (a Attrs) Equal(other Attrs) bool {
	if len(a) != len(other) {
		return false
	}
	for name, v := range a {
		w, ok := other[name]
		if !ok || !equalValues(v, w) {
			return false
		}
	}
	return true
}

func equalValues(v, w any) bool {
	l, isList := v.([]string)
	m, otherList := w.([]string)
	if isList || otherList {
		return isList && otherList && slices.Equal(l, m)
	}
	return v == w
}

func compareFields(pairs ...string) int {
	for i := 0; i < len(pairs); i += 2 {
		switch {
		case pairs[i] < pairs[i+1]:
			return -1
		case pairs[i] > pairs[i+1]:
			return 1
		}
	}
	return 0
}
