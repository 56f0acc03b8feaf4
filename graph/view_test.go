package graph

import (
	"reflect"
	"slices"
	"testing"
)

// filled are attributes of every name in the vocabulary of a thing, none of them empty.
func filled(specs []AttrSpec) Attrs {
	attrs := Attrs{}
	for _, a := range specs {
		switch a.Type {
		case TypeInt:
			attrs[a.Name] = int64(3)
		case TypeNumber:
			attrs[a.Name] = .5
		case TypeBool:
			attrs[a.Name] = true
		case TypeList:
			attrs[a.Name] = []string{a.Name}
		default:
			attrs[a.Name] = a.Name
		}
	}
	return attrs
}

// TestViewsReadTheVocabulary: where every attribute is given, no method of a view finds nothing; each finds one that
// the vocabulary has.
func TestViewsReadTheVocabulary(t *testing.T) {
	var views []any
	for kind, of := range map[Kind]func(*Node) any{
		KindScheme:     func(n *Node) any { return SchemeOf(n) },
		KindChain:      func(n *Node) any { return ChainOf(n) },
		KindLink:       func(n *Node) any { return LinkOf(n) },
		KindEnterprise: func(n *Node) any { return EnterpriseOf(n) },
		KindPark:       func(n *Node) any { return ParkOf(n) },
		KindTaskForce:  func(n *Node) any { return TaskForceOf(n) },
		KindMilestone:  func(n *Node) any { return MilestoneOf(n) },
		KindProject:    func(n *Node) any { return ProjectOf(n) },
		KindGap:        func(n *Node) any { return GapOf(n) },
		KindComment:    func(n *Node) any { return CommentOf(n) },
		KindFigure:     func(n *Node) any { return FigureOf(n) },
		KindSource:     func(n *Node) any { return OriginOf(n) },
	} {
		spec, _ := KindOf(kind)
		views = append(views, of(&Node{Kind: kind, Name: "name", Attrs: filled(spec.Attrs)}))
	}
	for typ, of := range map[RelationType]func(*Relation) any{
		OperatesIn:   func(r *Relation) any { return PositionOf(r) },
		Feeds:        func(r *Relation) any { return FeedOf(r) },
		Announces:    func(r *Relation) any { return SupplyOf(r) },
		SubsidiaryOf: func(r *Relation) any { return HoldingOf(r) },
		Hosts:        func(r *Relation) any { return HostingOf(r) },
		Produces:     func(r *Relation) any { return OutputOf(r) },
		Matches:      func(r *Relation) any { return MatchOf(r) },
		Targets:      func(r *Relation) any { return ContactOf(r) },
	} {
		spec, _ := RelationOf(typ)
		key := RelationKey{Type: typ, From: "a", To: "b"}
		views = append(views, of(&Relation{RelationKey: key, Attrs: filled(spec.Attrs)}))
	}
	answers := []string{"Local", "Rejected", "Money"} // by a code that is compared, not by what is given
	for _, inner := range []reflect.Type{reflect.TypeFor[*Node](), reflect.TypeFor[*Relation]()} {
		for i := range inner.NumMethod() {
			answers = append(answers, inner.Method(i).Name) // of what is viewed, not of the view
		}
	}
	for _, view := range views {
		v := reflect.ValueOf(view)
		for i := range v.NumMethod() {
			name, method := v.Type().Method(i).Name, v.Method(i)
			if method.Type().NumIn() > 0 || slices.Contains(answers, name) {
				continue
			}
			for _, found := range method.Call(nil) {
				if found.IsZero() {
					t.Errorf("%T.%s finds nothing", view, name)
				}
			}
		}
	}
}

// TestDecisionIsOneTable: every field of a decision is in the vocabulary, is read from a gap and kept when the gap is
// derived anew.
func TestDecisionIsOneTable(t *testing.T) {
	spec, _ := KindOf(KindGap)
	stored := filled(spec.Attrs)
	d := GapOf(&Node{Attrs: stored}).Decision()
	if n := reflect.TypeOf(d).NumField(); n != len(DecisionFields) || n != len(DecisionNames()) {
		t.Fatalf("%d fields, %d in the table, %d in the vocabulary", n, len(DecisionFields), len(DecisionNames()))
	}
	for i := range reflect.TypeOf(d).NumField() {
		if reflect.ValueOf(d).Field(i).IsZero() {
			t.Errorf("%s is not read", reflect.TypeOf(d).Field(i).Name)
		}
	}
	derived := Attrs{"status": GapProposed, "weight": 1.0}
	KeepDecision(derived, stored)
	for _, f := range DecisionFields {
		if f.Value(d) != f.Name || derived.Text(f.Name) != f.Name {
			t.Errorf("%s is read as %q and kept as %q", f.Name, f.Value(d), derived.Text(f.Name))
		}
	}
	if derived["weight"] != 1.0 || derived["decided_weight"] != .5 {
		t.Errorf("what the rules derive now and derived then: %v", derived)
	}
	given := Decision{Owner: "mine"}.Onto(d)
	if given.Owner != "mine" || given.Chief != "chief" || given.Due != "due" {
		t.Errorf("%+v", given)
	}
}
