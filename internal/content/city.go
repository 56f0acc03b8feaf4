package content

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// NewCityMap says what is in the layout diagram of the city: in each place the chains with their enterprises there.
func NewCityMap(f *analysis.Findings, o Options) diagram.Map {
	all := map[graph.ID]bool{}
	var enterprises []graph.ID
	for _, c := range f.Chains {
		for _, id := range c.Enterprises {
			if !all[id] {
				all[id] = true
				enterprises = append(enterprises, id)
			}
		}
	}
	slices.Sort(enterprises)
	b := cityBuilder{
		newMapBuilder(structureBuilder{chainBuilder: chainBuilder{lexicon: lexicon(o.Lang), findings: f}}, enterprises),
	}
	m := diagram.Map{City: true, Total: len(enterprises), Detail: o.Detail}
	seen := map[graph.ID]bool{}
	for _, c := range f.Chains {
		m.Links = append(m.Links, b.chainRow(c))
		for _, r := range b.residents(c) {
			id := graph.ID(r.ID)
			if b.where[id] == nil && !seen[id] {
				seen[id] = true
				r.Links, r.Loose = []string{c.Node.Label(o.Lang)}, false
				m.Unplaced = append(m.Unplaced, r)
			}
		}
	}
	m.Places = b.places()
	m.Neighbours = b.neighbours(nil)
	m.Head = b.head(m).Scoped(b.scope(o, b.lumped()))
	return m
}

type cityBuilder struct{ *placesBuilder }

// residents are the local enterprises of a chain, each once, in the order of its links; one is verified when any of its
// positions is.
func (b cityBuilder) residents(c *analysis.Chain) []diagram.Resident {
	var out []diagram.Resident
	for _, l := range c.Links {
		for _, p := range l.Positions {
			if !p.Local {
				continue
			}
			r := b.resident(p)
			if i := slices.IndexFunc(out, func(o diagram.Resident) bool { return o.ID == r.ID }); i >= 0 {
				out[i].Unverified = out[i].Unverified && r.Unverified
				continue
			}
			out = append(out, r)
		}
	}
	return out
}

// chainRow seats the enterprises of a chain in their places and says where the chain is.
func (b cityBuilder) chainRow(c *analysis.Chain) diagram.Located {
	name := c.Node.Label(string(b.lexicon))
	out := diagram.Located{
		ID:         string(c.Node.ID),
		Href:       "/chains/" + c.Node.ID.Key(),
		Name:       name,
		Firms:      len(c.Enterprises),
		Unverified: c.Provisional(),
	}
	here := map[graph.ID]int{} // of places
	row := func(park graph.ID) *diagram.Seat {
		p := b.at[park]
		if n := len(p.Rows); n == 0 || p.Rows[n-1].Links[0] != out.ID {
			p.Rows = append(p.Rows, diagram.Seat{Links: []string{out.ID}, Names: []string{name}, Unverified: out.Unverified})
		}
		return &p.Rows[len(p.Rows)-1]
	}
	for _, r := range b.residents(c) {
		park := b.where[graph.ID(r.ID)]
		if park == nil {
			out.Open++
			continue
		}
		here[park.ID]++
		seat := row(park.ID)
		seat.Firms = append(seat.Firms, r)
	}
	for _, r := range b.findings.Snapshot.In(c.Node.ID, graph.Hosts) {
		if stand := b.stand(b.findings.Snapshot.Node(r.From)); stand != nil {
			seat := row(stand.ID)
			seat.HostOpen = !r.Prov.Confidence.Settled() && (!seat.Host || seat.HostOpen)
			seat.Host = true
		}
	}
	out.Places = b.placeCounts(here)
	return out
}

func (b cityBuilder) head(m diagram.Map) diagram.Head {
	h := diagram.Head{
		ID:    "layout/city",
		Lang:  string(b.lexicon),
		Title: b.pick("重点产业链·产业布局图（全市）", "Key chains · Layout of the city"),
	}
	placed, used, open := 0, 0, 0
	ranked := slices.Clone(m.Places)
	slices.SortStableFunc(ranked, func(x, y diagram.Place) int { return y.Firms - x.Firms })
	for _, p := range ranked {
		placed += p.Firms
		if p.Firms > 0 {
			used++
		}
	}
	asOf := graph.Date("")
	for i, c := range b.findings.Chains {
		if m.Links[i].Unverified {
			open++
		}
		if c.AsOf.Newer(asOf) {
			asOf = c.AsOf
		}
	}
	date := string(asOf)
	if date == "" {
		date = b.say(blank)
	}
	h.Facts = []string{
		b.pick(
			fmt.Sprintf("%d 条链，其中 %d 条待核实", len(m.Links), open),
			fmt.Sprintf("%d chains, %d of them to be verified", len(m.Links), open),
		),
		b.pick("数据截至 ", "Data as of ") + date,
		fmt.Sprintf(b.pick("版本 r%d", "Revision r%d"), b.findings.Snapshot.Revision),
	}
	h.Figures = []diagram.Figure{{Value: fmt.Sprint(m.Total), Label: b.pick("在链本地企业", "local firms on chains")},
		{Value: fmt.Sprint(placed), Label: b.pick(fmt.Sprintf("已落位，%d 处", used), fmt.Sprintf("placed, in %d places", used))},
		{Value: fmt.Sprint(len(m.Unplaced)), Label: b.pick("位置待补充", "place not given")}}
	top := ranked[:min(3, used)]
	var said []string
	sum := 0
	for _, p := range top {
		n := 0
		for _, row := range p.Rows {
			if len(row.Firms) > 0 {
				n++
			}
		}
		sum += p.Firms
		said = append(
			said,
			b.pick(
				fmt.Sprintf("%s %d 家 %d 链", p.Short, p.Firms, n),
				fmt.Sprintf("%s %s on %s", p.Short, b.firmCount(p.Firms), b.count(n, "链", "chain", "chains")),
			),
		)
	}
	if used > 3 {
		h.Figures = append(h.Figures, diagram.Figure{
			Value: fmt.Sprintf("%d%%", analysis.Percent(analysis.Share(sum, placed))),
			Label: b.pick("前三处占已落位", "of them in the first three"),
		})
	}
	h.Headline = b.list(said)
	switch {
	case len(m.Places) == 0:
		h.Headline = b.pick("园区坐标待补充", "Where the places are is not given")
	case len(said) == 0:
		h.Headline = b.pick("本地企业的所在园区待补充", "Where the local firms are is not given")
	}
	var barred []string
	for _, p := range m.Places {
		if p.Restriction != "" {
			barred = append(barred, p.Name)
		}
	}
	if len(barred) > 0 {
		h.Headline += b.pick("；"+b.list(barred)+"不推荐工业项目", "; no general industry in "+b.list(barred))
	}
	h.Headline += b.pick("。", ".")
	h.Sources = b.pick(
		"来源：各链企业与园区的公开资料，逐条见各链页面；坐标为约数",
		"Sources: public records of firms and parks, item by item on the pages of the chains; coordinates are approximate",
	)
	h.Desc = strings.TrimSpace(h.Headline)
	return h
}
