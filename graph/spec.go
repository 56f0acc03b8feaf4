package graph

// Kind is what a node is; the label of the node in Neo4j.
type Kind string

// RelationType is what joins two nodes; the relationship type in Neo4j.
type RelationType string

// Type is the type of an attribute's value.
type Type string

// The types of attribute values and the Go types that hold them.
const (
	TypeText   Type = "text"   // string
	TypeInt    Type = "int"    // int64
	TypeNumber Type = "number" // float64
	TypeBool   Type = "bool"   // bool
	TypeDate   Type = "date"   // string in a form of Date
	TypeList   Type = "list"   // []string
	TypeEnum   Type = "enum"   // string out of Terms
	TypeURL    Type = "url"    // string, http or https
	// TypeCreditCode is a string that CheckCreditCode does not refuse.
	TypeCreditCode Type = "credit code"
)

// AttrSpec describes one attribute.
type AttrSpec struct {
	Name     string
	ZH, EN   string // what it is called
	Type     Type
	Unit     string // of numbers
	Required bool
	Terms    []Term  // of enums, and of lists whose items are codes
	Min, Max float64 // of numbers, when Max > Min
}

// KindSpec describes one kind of node.
type KindSpec struct {
	Kind   Kind
	Prefix string // of its ids
	ZH, EN string
	Doc    string
	Attrs  []AttrSpec
}

// Shape is what the relations of a type keep to, all of them together.
type Shape uint8

// The shapes. A relation that is put in the place of the only one that may be moves it: see Changes.
const (
	OneHead Shape = 1 << iota // at most one leaves a node: where it lies
	OneTail                   // at most one enters a node: who leads a chain
	NoRing                    // followed from head to head they come to an end

	Free Shape = 0
	Tree       = OneHead | NoRing
)

// Has tells whether the shape keeps to all of another.
func (s Shape) Has(other Shape) bool { return s&other == other }

// words says the shape for the data dictionary.
func (s Shape) words() string {
	switch s {
	case Tree:
		return " A tree: at most one leaves a node, none closes a ring."
	case OneHead:
		return " At most one leaves a node."
	case OneTail:
		return " At most one enters a node."
	case NoRing:
		return " None closes a ring."
	}
	return ""
}

// RelationSpec describes one type of relation.
type RelationSpec struct {
	Type     RelationType
	ZH, EN   string
	Doc      string
	From, To []Kind // nil: any kind
	Shape    Shape
	Attrs    []AttrSpec
}

// Prefix returns what the ids of the kind begin with, or "" when there is no such kind.
func (k Kind) Prefix() string {
	if spec, ok := KindOf(k); ok {
		return spec.Prefix
	}
	return ""
}

// KindOf returns the description of a kind.
func KindOf(k Kind) (KindSpec, bool) {
	i, ok := kindIndex[k]
	if !ok {
		return KindSpec{}, false
	}
	return Kinds[i], true
}

// RelationOf returns the description of a relation type.
func RelationOf(t RelationType) (RelationSpec, bool) {
	i, ok := relationIndex[t]
	if !ok {
		return RelationSpec{}, false
	}
	return Relations[i], true
}

// Joins tells whether the relation may join a node of kind from to one of kind to.
func (r RelationSpec) Joins(from, to Kind) bool { return oneOf(r.From, from) && oneOf(r.To, to) }

func oneOf(kinds []Kind, k Kind) bool {
	for _, c := range kinds {
		if c == k {
			return true
		}
	}
	return len(kinds) == 0
}

var (
	kindIndex     = map[Kind]int{}
	kindByPrefix  = map[string]Kind{}
	relationIndex = map[RelationType]int{}
)

func init() {
	for i, k := range Kinds {
		kindIndex[k.Kind] = i
		kindByPrefix[k.Prefix] = k.Kind
	}
	for i, r := range Relations {
		relationIndex[r.Type] = i
	}
}
