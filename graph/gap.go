package graph

import (
	"cmp"
	"slices"
)

// Gap is what a link lacks, as stored: what the rules last derived, and what people decided.
type Gap struct{ *Node }

// GapOf views a node as a gap.
func GapOf(n *Node) Gap { return Gap{n} }

// Kinds of what lacks, of GapKinds, the first one first.
func (g Gap) Kinds() []string { return g.Attrs.List("kinds") }

// Weight is how heavy it is, 0 to 100.
func (g Gap) Weight() float64 {
	weight, _ := g.Attrs.Number("weight")
	return weight
}

// Rule is the rule that derived it.
func (g Gap) Rule() string { return g.Attrs.Text("rule") }

// Reason is why the rule derived it.
func (g Gap) Reason() (zh, en string) { return g.Attrs.Text("reason"), g.Attrs.Text("reason_en") }

// Standing tells whether the rules still derive it.
func (g Gap) Standing() bool { return g.Attrs.Bool("standing") }

// Status is how far its life is, of GapStatuses.
func (g Gap) Status() string { return g.Attrs.Text("status") }

// IsOpen tells whether a gap in a state still waits for something: people have neither dismissed nor closed it.
func IsOpen(status string) bool { return status != GapDismissed && status != GapClosed }

// IsTaken tells whether somebody answers for a gap in a state.
func IsTaken(status string) bool { return status == GapAssigned || status == GapInProgress }

// Decision is what people decide on a gap. A field that stays empty is not given.
type Decision struct {
	Status   string // of GapStatuses
	Strategy string // of Strategies
	Chief    string // the chain's chief, by post
	Owner    string // unit or task force that answers for it
	Due      Date   // a day
	Reason   string // why; how it was closed
}

// DecisionField is one field of a decision.
type DecisionField struct {
	Name     string                        // of the attribute that keeps it
	Required func(status, was string) bool // when a gap that was in one state comes into another; nil: never
	Ask      Term                          // what is asked for when it lacks, where that is always the same
	of       func(*Decision) *string
}

// DecisionFields are the fields of a decision, in the order in which what lacks is asked for. A further field stands
// here, in Decision, and in the vocabulary of the gap.
var DecisionFields = []DecisionField{
	{Name: "status", of: func(d *Decision) *string { return &d.Status }},
	{
		Name:     "owner",
		Required: whenTaken,
		Ask:      Term{ZH: "负责单位", EN: "who answers for it"},
		of:       func(d *Decision) *string { return &d.Owner },
	},
	{
		Name:     "due",
		Required: whenTaken,
		Ask:      Term{ZH: "期限", EN: "a due date"},
		of:       func(d *Decision) *string { return (*string)(&d.Due) },
	},
	{
		Name:     "strategy",
		Required: whenTaken,
		Ask:      Term{ZH: "做法（补链、强链、延链）", EN: "fill, strengthen or extend"},
		of:       func(d *Decision) *string { return &d.Strategy },
	},
	{Name: "chief", of: func(d *Decision) *string { return &d.Chief }},
	{
		Name:     "decision",
		Required: func(status, was string) bool { return !IsOpen(status) || was == GapClosed },
		of:       func(d *Decision) *string { return &d.Reason },
	},
}

func whenTaken(status, _ string) bool { return IsTaken(status) }

// DecisionNames are the attributes of a decision in the order of the vocabulary, which is that of the form.
func DecisionNames() []string {
	spec, _ := KindOf(KindGap)
	var names []string
	for _, a := range spec.Attrs {
		if slices.ContainsFunc(DecisionFields, func(f DecisionField) bool { return f.Name == a.Name }) {
			names = append(names, a.Name)
		}
	}
	return names
}

// Value is the field of a decision.
func (f DecisionField) Value(d Decision) string { return *f.of(&d) }

// Decision is what people decided on the gap.
func (g Gap) Decision() Decision {
	var d Decision
	for _, f := range DecisionFields {
		*f.of(&d) = g.Attrs.Text(f.Name)
	}
	return d
}

// Onto fills in what is not given from what stands.
func (d Decision) Onto(stands Decision) Decision {
	for _, f := range DecisionFields {
		*f.of(&d) = cmp.Or(f.Value(d), f.Value(stands))
	}
	return d
}

// Decided is a gap as the rules had it when people last decided on it.
type Decided struct {
	On     Date
	Kinds  []string
	Weight float64
}

// Attributes of a gap that keep how it stood when people decided.
const (
	decidedOn     = "decided_on"
	decidedKinds  = "decided_kinds"
	decidedWeight = "decided_weight"
)

// Decided is how the gap stood when people last decided; On is empty when nobody has.
func (g Gap) Decided() Decided {
	weight, _ := g.Attrs.Number(decidedWeight)
	return Decided{On: Date(g.Attrs.Text(decidedOn)), Kinds: g.Attrs.List(decidedKinds), Weight: weight}
}

// KeepDecided writes into attributes of a gap on which day people decide, and how the rules had it then: as the editor
// saw it, or where it was not yet stored, as it stands.
func KeepDecided(into Attrs, on Date, seen, stands Attrs) {
	into[decidedOn] = string(on)
	for as, name := range map[string]string{decidedKinds: "kinds", decidedWeight: "weight"} {
		if v, ok := seen[name]; ok {
			into[as] = v
		} else {
			into[as] = stands[name]
		}
	}
}

// KeepDecision copies what people decided, and how the gap stood then, from its old attributes onto what the rules
// derive anew.
func KeepDecision(into, old Attrs) {
	for _, name := range append(DecisionNames(), decidedOn, decidedKinds, decidedWeight) {
		if v, ok := old[name]; ok {
			into[name] = v
		}
	}
}
