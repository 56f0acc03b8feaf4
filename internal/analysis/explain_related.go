package analysis

import (
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis/relatedness"
)

// explainNearness explains the relatedness of the activity that a link is measured by. Beside it: advantage, complexity
// and opportunity gain, where the matrix has them.
func (f *Findings) explainNearness(n Nearness) *Explanation {
	e := &Explanation{
		ID:      n.Activity,
		Label:   Words{"与本地所能的相近程度", "Nearness to what the city can do"},
		Value:   n.Value,
		Unknown: !n.Known,
		Unit:    inShare,
		Text:    n.words(),
	}
	if n.Known {
		const least = relatedness.LeastNeighbours
		e.Formula = Both("(%d × %.6g + %d × %.6g) / (%d + %d)", len(n.Near), n.Density, least, n.Prior, len(n.Near), least)
		e.Formula.ZH += "：n × 密度（Σ 已有者的邻近度 / Σ 邻近度，不计自身）与全部已有份额的加权平均"
		e.Formula.EN += ": n × density (Σ proximity of what is held / Σ proximity, itself left out), " +
			"shrunk to the share held of all"
	}
	for _, x := range n.Near {
		at := f.explainActivity(x.ID, x.Proximity, Words{"邻近度", "proximity"})
		at.Facts = f.spanFacts(n.Activity, x.ID)
		at.Text = n.holding(x.Held)
		e.Parts = append(e.Parts, at)
	}
	if n.Activity != "" {
		e.Beside = f.explainStanding(n.Activity)
	}
	return e
}

// holding tells whether the city has an activity, as its basis counts it.
func (n Nearness) holding(held bool) Words {
	switch {
	case n.ofCities() && held:
		return Words{"本市有优势", "the city has an advantage"}
	case n.ofCities():
		return Words{"本市无优势", "the city has no advantage"}
	case held:
		return Words{"本地已有", "held"}
	}
	return Words{"本地未有", "not held"}
}

// explainActivity is a figure of a product or link.
func (f *Findings) explainActivity(id graph.ID, value float64, unit Words) *Explanation {
	node := f.Snapshot.Node(id)
	return &Explanation{ID: id, Label: Words{node.Name, node.Label("en")}, Value: value, Unit: unit}
}

// explainStanding explains what a matrix says of an activity beyond its relatedness.
func (f *Findings) explainStanding(id graph.ID) []*Explanation {
	r := f.Related()
	a := r.Activity(id)
	var list []*Explanation
	if r.OfCities() {
		list = append(list, f.explainAdvantage(a))
	}
	if !r.Complex() {
		return append(
			list,
			&Explanation{Label: Words{"复杂度与机会收益", "Complexity and opportunity gain"}, Unknown: true, Text: r.Refused},
		)
	}
	pci := f.explainActivity(id, *a.PCI, Words{})
	pci.Label = Words{"“" + a.Node.Name + "”的复杂度 PCI", "Complexity (PCI) of “" + a.Node.Label("en") + "”"}
	pci.Text = Words{
		"越高，掌握它的越少、且越全面；各行 ECI 的均值为 0、标准差为 1，PCI 与之同尺度",
		"the higher, the fewer hold it, and the more else these can do; on the scale on which ECI has mean 0 and standard " +
			"deviation 1",
	}
	return append(list, pci, f.explainGain(a))
}

// explainAdvantage fills in the RCA of our city.
func (f *Findings) explainAdvantage(a *Activity) *Explanation {
	space, own := f.near.space, f.near.own
	p, _ := space.Column(string(a.Node.ID))
	row, column, all := space.Totals(own, p)
	value := *a.Advantage * row * column / all
	e := f.explainActivity(a.Node.ID, *a.Advantage, Words{})
	e.Label = Words{
		"本市在“" + a.Node.Name + "”上的显性比较优势 RCA",
		"Revealed comparative advantage (RCA) of the city in “" + a.Node.Label("en") + "”",
	}
	e.Formula = Both("(%.6g / %.6g) / (%.6g / %.6g)", value, row, column, all)
	e.Text = Words{
		"本市此项占本市合计的份额，与各市此项占总计的份额之比；1 以上为有优势",
		"its share of all that the city does, over its share of all that the cities do; an advantage from 1 on",
	}
	e.Facts = f.cityFacts(a.Node.ID, 1, func(row int) bool { return row == own })
	return e
}

// explainGain names what an activity would open: the activities not held that it is near to, each with its term.
func (f *Findings) explainGain(a *Activity) *Explanation {
	e := f.explainActivity(a.Node.ID, 0, Words{})
	e.Label = Words{"“" + a.Node.Name + "”的机会收益", "Opportunity gain of “" + a.Node.Label("en") + "”"}
	if a.Held {
		e.Text = Words{"已具备，没有可增的", "held already: there is nothing to gain"}
		return e
	}
	space := f.near.space
	p, _ := space.Column(string(a.Node.ID))
	var from []relatedness.Opening
	e.Value, from = space.GainOf(f.Related().complexity, f.near.holds, p)
	e.Formula = Words{
		"Σ 未具备者（含自身）：邻近度 / 其全部邻近度 × PCI",
		"Σ over what is not held, itself included: proximity / all its proximity × PCI",
	}
	for _, o := range from {
		e.Parts = append(e.Parts, f.explainActivity(graph.ID(space.Columns[o.Column]), o.Value, Words{}))
	}
	e.Text = Words{
		fmt.Sprintf("打开 %d 项；为负时，它通向的多是较简单的", len(from)),
		fmt.Sprintf("opens %d; below nought, what it leads to is mostly simpler", len(from)),
	}
	return e
}
