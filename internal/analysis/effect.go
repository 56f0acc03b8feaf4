package analysis

import (
	"fmt"
	"slices"

	"chainchief/graph"
)

// Effect is what a link's stop reaches: everything that it feeds for certain, directly or not, and the local
// enterprises there.
type Effect struct {
	Link        *Link
	Fails       []*Link    // those of Links that stop, having no way round, by id
	Rings       []Ring     // by distance
	Links       []*Link    // of all rings, nearest first, ties by id
	Enterprises []graph.ID // local ones on these links, by id
	// chains that it reaches: its own first (also when nothing of it is reached), then in the order of the scheme
	Chains []ChainShare
	Text   Words // one sentence
}

// Ring is what lies the same number of steps downstream.
type Ring struct {
	Hops        int
	Links       []*Link    // by id
	Enterprises []graph.ID // local ones that no nearer ring has, by id
}

// ChainShare is the part of a chain's weight that is affected, the failing link itself left out of both sums.
type ChainShare struct {
	Chain         *Chain
	Weight, Total int
}

// Share returns the affected share, 0 to 1.
func (c ChainShare) Share() float64 { return Share(c.Weight, c.Total) }

// effect follows the rings downstream of a link, of which some links stop.
func (f *Findings) effect(l *Link, rings [][]*Link, fails []*Link) *Effect {
	e := &Effect{Link: l, Fails: fails}
	met := map[graph.ID]bool{}
	for i, links := range rings {
		ring := Ring{Hops: i + 1, Links: links}
		for _, id := range localOn(links) {
			if !met[id] {
				met[id] = true
				ring.Enterprises = append(ring.Enterprises, id)
			}
		}
		e.Rings = append(e.Rings, ring)
		e.Links = append(e.Links, links...)
		e.Enterprises = append(e.Enterprises, ring.Enterprises...)
	}
	slices.Sort(e.Enterprises)
	e.Chains = f.shares(l, e.Links)
	e.Text = e.sentence()
	return e
}

// shares adds up the weights of links by chain.
func (f *Findings) shares(l *Link, links []*Link) []ChainShare {
	weight := map[*Chain]int{}
	for _, x := range links {
		weight[x.Chain] += x.Weight
	}
	own := ChainShare{Chain: l.Chain, Weight: weight[l.Chain], Total: l.Chain.Completeness.WeightTotal - l.Weight}
	list := []ChainShare{own}
	for _, c := range f.Chains {
		if c != l.Chain && weight[c] > 0 {
			list = append(list, ChainShare{Chain: c, Weight: weight[c], Total: c.Completeness.WeightTotal})
		}
	}
	return list
}

// worst returns the chain of which the largest share is affected; the first among equals.
func worst(shares []ChainShare) ChainShare {
	most := shares[0]
	for _, c := range shares[1:] {
		if c.Share() > most.Share() {
			most = c
		}
	}
	return most
}

func (e *Effect) sentence() Words {
	name := Words{e.Link.Node.Name, e.Link.Node.Label("en")}
	if len(e.Links) == 0 && len(e.Link.Users) > 0 {
		return Words{
			fmt.Sprintf("“%s”供的是设备或服务：若中断，在产的环节照常，新建和检修受影响。", name.ZH),
			fmt.Sprintf("“%s” delivers equipment or services: if it fails, what works today works on.", name.EN),
		}
	}
	if len(e.Links) == 0 {
		return Words{
			fmt.Sprintf("“%s”若中断，图谱中没有环节必然受影响。", name.ZH),
			fmt.Sprintf("If “%s” fails, no link on record is bound to be affected.", name.EN),
		}
	}
	own := e.Chains[0]
	zh := fmt.Sprintf("“%s”若中断，直接影响 %d 个环节（%s）", name.ZH, len(e.Rings[0].Links), names(e.Rings[0].Links, "zh"))
	en := fmt.Sprintf(
		"“%s” failing hits %s at once (%s)",
		name.EN,
		counted(len(e.Rings[0].Links), "link", "links"),
		names(e.Rings[0].Links, "en"),
	)
	if len(e.Rings) > 1 {
		zh += fmt.Sprintf("，%d 步之内共 %d 个环节", len(e.Rings), len(e.Links))
		en += fmt.Sprintf(", %d within %d steps", len(e.Links), len(e.Rings))
	}
	zh += fmt.Sprintf("、%d 家本地企业受影响，占%s其余环节权重的 %s", len(e.Enterprises), own.Chain.Node.Name, percent(own.Share()))
	en += fmt.Sprintf(
		", with %s; that is %s of the weight of the other links of %s",
		counted(len(e.Enterprises), "local enterprise", "local enterprises"),
		percent(own.Share()),
		own.Chain.Node.Label("en"),
	)
	for i, c := range e.Chains[1:] {
		zh += map[bool]string{true: "；另及", false: "、"}[i == 0] + c.Chain.Node.Name + " " + percent(c.Share())
		en += map[bool]string{true: "; beyond it, ", false: ", "}[i == 0] + percent(c.Share()) + " of " +
			c.Chain.Node.Label("en")
	}
	switch n := len(e.Fails); n {
	case 0:
		zh += "。都有别的来路，没有环节停摆"
		en += ". Each has another source; none stops"
	case len(e.Links):
		zh += "。这些环节都随它停摆"
		en += ". All of these links stop with it"
	default:
		zh += fmt.Sprintf("。其中 %d 个环节随它停摆", n)
		en += ". With it " + counted(n, "link stops", "links stop")
	}
	return Words{zh + "。", en + "."}
}

func percent(v float64) string { return fmt.Sprintf("%d%%", Percent(v)) }
