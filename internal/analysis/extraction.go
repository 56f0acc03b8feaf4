package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis/criticality"
)

// Extraction is what a link takes with it in money: the gross output that its part of the flow graph would lose without
// it, by hypothetical extraction. The part is every link that is joined with it by what feeds what for certain, or by a
// flow on record.
type Extraction struct {
	Unknown Words   // why nothing can be said; zero where it can
	Loss    float64 // 亿元 a year, its own output included
	Total   float64 // gross output of the part, 亿元 a year
	Links   []*Link // of the part, by id
	Flows   []Feed  // of the part, by from and to
}

// Extraction takes a link out of its part of the flow graph, where every flow and every output of the part is known.
func (f *Findings) Extraction(l *Link) Extraction {
	x := f.flowPart(l)
	if x.Unknown = x.lacking(); x.Unknown != (Words{}) {
		return x
	}
	number := make(map[*Link]int, len(x.Links))
	table := criticality.Flows{Output: make([]float64, len(x.Links)), Between: make([][]float64, len(x.Links))}
	for i, link := range x.Links {
		number[link] = i
		table.Output[i], _ = graph.LinkOf(link.Node).Output()
		table.Between[i] = make([]float64, len(x.Links))
		x.Total += table.Output[i]
	}
	for _, feed := range x.Flows {
		table.Between[number[feed.From]][number[feed.To]] += *feed.Flow
	}
	loss, err := table.ExtractionOf(number[l])
	var torn *criticality.Overdrawn
	switch {
	case errors.As(err, &torn):
		n := x.Links[torn.Sector].Node
		x.Unknown = Words{
			"流量有误：“" + n.Name + "”供出的流量之和大于其总产出",
			"the flows cannot be: what “" + n.Label("en") + "” delivers is more than its gross output",
		}
	case err != nil:
		x.Unknown = Words{"流量有误：投入与产出不能自洽", "the flows cannot be: inputs and outputs do not agree"}
	}
	x.Loss = loss
	return x
}

// flowPart gathers the links that are joined with one, and what flows between them.
func (f *Findings) flowPart(l *Link) Extraction {
	seen, x := map[*Link]bool{l: true}, Extraction{Links: []*Link{l}}
	for i := 0; i < len(x.Links); i++ {
		for _, feed := range f.Feeds {
			if feed.Possible && feed.Flow == nil {
				continue
			}
			for _, other := range []*Link{feed.From, feed.To} {
				if (feed.From == x.Links[i] || feed.To == x.Links[i]) && !seen[other] {
					seen[other] = true
					x.Links = append(x.Links, other)
				}
			}
		}
	}
	for _, feed := range f.Feeds {
		if seen[feed.From] && !(feed.Possible && feed.Flow == nil) {
			x.Flows = append(x.Flows, feed)
		}
	}
	slices.SortFunc(x.Links, func(a, b *Link) int { return cmp.Compare(a.Node.ID, b.Node.ID) })
	return x
}

// lacking says which figures of the part are not on record.
func (x Extraction) lacking() Words {
	flows, outputs := 0, 0
	for _, feed := range x.Flows {
		if feed.Flow != nil {
			flows++
		}
	}
	for _, l := range x.Links {
		if v, known := graph.LinkOf(l.Node).Output(); known && v > 0 {
			outputs++
		}
	}
	if flows == len(x.Flows) && outputs == len(x.Links) && flows > 0 {
		return Words{}
	}
	return Words{
		fmt.Sprintf("无数据：相连的 %d 个环节中 %d 个有总产出，%d 条供给中 %d 条有流量，须齐全才能计算", len(x.Links), outputs, len(x.Flows), flows),
		fmt.Sprintf(
			"no data: %d of the %d joined links have an output, %d of the %d feeds a flow; all are needed",
			outputs,
			len(x.Links),
			flows,
			len(x.Flows),
		),
	}
}

var inMoney = Words{"亿元/年", "100 million yuan a year"}

// explainExtraction tells what would be lost, beside the criticality that follows from the graph alone.
func (f *Findings) explainExtraction(l *Link) *Explanation {
	x := f.Extraction(l)
	e := &Explanation{
		ID:    l.Node.ID,
		Label: Words{"抽走本环节损失的总产出（假设抽取法）", "Gross output lost without the link (hypothetical extraction)"},
		Unit:  inMoney,
		Text:  x.Unknown,
	}
	if e.Unknown = x.Unknown != (Words{}); e.Unknown {
		return e
	}
	e.Value = x.Loss
	e.Formula = Both("Σx − Σx̄ = %.6g − %.6g", x.Total, x.Total-x.Loss)
	e.Text = Words{
		fmt.Sprintf("占相连 %d 个环节总产出的 %s", len(x.Links), percent(x.Loss/x.Total)),
		fmt.Sprintf("%s of the gross output of the %d joined links", percent(x.Loss/x.Total), len(x.Links)),
	}
	e.Facts = []Fact{nodeFact(l.Node)}
	for _, feed := range x.Flows {
		if feed.From == l || feed.To == l {
			fact := FeedFact(feed)
			fact.Text.ZH += fmt.Sprintf("，%v 亿元/年", *feed.Flow)
			fact.Text.EN += fmt.Sprintf(", %v × 100 million yuan a year", *feed.Flow)
			e.Facts = append(e.Facts, fact)
		}
	}
	return e
}
