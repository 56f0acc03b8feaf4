package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// NewMap says what is in the layout diagram of a chain. The error has code graph.CodeNotFound when the chain does not
// exist.
func NewMap(f *analysis.Findings, chain graph.ID, o Options) (diagram.Map, error) {
	s, err := newStructureBuilder(f, chain, o)
	if err != nil {
		return diagram.Map{}, err
	}
	b := newMapBuilder(s, s.enterprises())
	m := diagram.Map{Lanes: b.lanes(), Total: len(s.chain.Enterprises), Detail: o.Detail}
	b.annotate()
	for _, l := range s.links() {
		m.Links = append(m.Links, b.located(l))
	}
	m.Places = b.places()
	for i := range m.Places {
		m.Places[i].Rows = joined(m.Places[i].Rows)
	}
	m.Unplaced = b.unplaced()
	m.Neighbours = b.neighbours(s.chain.Links)
	m.Head = b.head(m)
	if o.filters() {
		whole, err := NewMap(f, chain, Options{Lang: o.Lang})
		if err != nil {
			return diagram.Map{}, err
		}
		m.Head = whole.Head
	}
	m.Head = m.Head.Scoped(b.scope(o, b.lumped()))
	return m, nil
}

// newMapBuilder finds the places of the city and in which of them enterprises stand.
func newMapBuilder(s structureBuilder, enterprises []graph.ID) *placesBuilder {
	b := &placesBuilder{structureBuilder: s, where: map[graph.ID]*graph.Node{}, at: map[graph.ID]*diagram.Place{}}
	for _, park := range s.findings.Snapshot.Of(graph.KindPark) {
		if p := b.place(park); p != nil {
			b.at[park.ID] = p
		}
	}
	b.settle(enterprises)
	return b
}

// places are the places of the city by id.
func (b *placesBuilder) places() []diagram.Place {
	var out []diagram.Place
	for _, p := range b.at {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(x, y diagram.Place) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// placesBuilder says of enterprises where they stand.
type placesBuilder struct {
	structureBuilder
	where map[graph.ID]*graph.Node    // of a local enterprise: the park that it is located in, as far as it is on the map
	at    map[graph.ID]*diagram.Place // by the id of the park
}

// within is what a park lies in, or nil.
func (b *placesBuilder) within(park *graph.Node) *graph.Node {
	for _, n := range b.findings.Snapshot.Heads(park.ID, graph.LocatedIn) {
		return n
	}
	return nil
}

// stand is the park that stands on the map for one: itself, or what it lies in up to a district, the city or a place
// outside; nil when that is no part of the city or has no coordinates.
func (b *placesBuilder) stand(park *graph.Node) *graph.Node {
	for range len(b.findings.Snapshot.Of(graph.KindPark)) + 1 { // a circle of parks ends too
		if park == nil {
			return nil
		}
		at := graph.ParkOf(park)
		if at.Type() == graph.ParkCity || at.Type() == graph.ParkPlace {
			return nil
		}
		up := b.within(park)
		if up == nil || slices.Contains(whole, graph.ParkOf(up).Type()) {
			_, _, known := at.Coordinates()
			switch {
			case known:
				return park
			case at.Type() == graph.ParkDistrict:
				return nil
			}
		}
		park = up
	}
	return nil
}

// whole are the kinds of places that stand on the map for what lies in them and is on no map itself.
var whole = []string{graph.ParkCity, graph.ParkDistrict, graph.ParkPlace}

// place describes a park that stands on the map by itself; nil for any other.
func (b *placesBuilder) place(park *graph.Node) *diagram.Place {
	if b.stand(park) != park {
		return nil
	}
	lang, at := string(b.lexicon), graph.ParkOf(park)
	p := &diagram.Place{
		ID:    string(park.ID),
		Href:  "/things/" + string(park.ID),
		Name:  park.Label(lang),
		Kind:  graph.Words(graph.ParkKinds, at.Type(), lang),
		Whole: at.Type() == graph.ParkDistrict,
	}
	p.Short = b.short(park)
	p.Lon, p.Lat, _ = at.Coordinates()
	p.District = p.Name
	if up := b.within(park); up != nil && !p.Whole {
		p.District = up.Label(lang)
	}
	if b.lexicon != "en" { // notes and restrictions are kept in the words of their source
		p.Note = park.Attrs.Note()
	}
	if text := at.Restriction(); text != "" {
		p.Restriction = b.pick(text, "No general industry")
		if !park.Prov.Confidence.Settled() {
			p.RestrictedOn = b.pick(string(park.Prov.AsOf)+" 报道，待核实", "report of "+string(park.Prov.AsOf)+", to be verified")
		}
	}
	return p
}

// kindWords end the names of places and say only what kind they are of.
var kindWords = []string{"经济技术开发区", "经济开发区", "经济区", "开发区", "片区", " Development Zone", " Economic Zone", " Area"}

func (b *placesBuilder) short(park *graph.Node) string {
	return shortPlace(park.Label(string(b.lexicon)))
}

// shortPlace is a place's name without a remark in brackets and without the words for its kind, unless they are all of
// it.
func shortPlace(name string) string {
	if at := strings.IndexAny(name, "（("); at > 0 {
		name = strings.TrimSpace(name[:at])
	}
	for _, word := range kindWords {
		if cut, ok := strings.CutSuffix(name, word); ok && len([]rune(cut)) > 1 {
			return cut
		}
	}
	return name
}

// settle finds where each local enterprise stands.
func (b *placesBuilder) settle(enterprises []graph.ID) {
	s := b.findings.Snapshot
	for _, id := range enterprises {
		for _, r := range s.Out(id, graph.LocatedIn) {
			stand := b.stand(s.Node(r.To))
			if stand == nil || b.where[id] != nil {
				continue
			}
			b.where[id] = stand
			p := b.at[stand.ID]
			p.Firms++
			if !r.Prov.Confidence.Evidenced() {
				p.Loose++
			}
		}
	}
}

// annotate notes which places host the chain and what supplies on record there are inside a place.
func (b *placesBuilder) annotate() {
	s := b.findings.Snapshot
	supplied := map[graph.ID][]string{}
	for _, id := range b.enterprises() {
		for _, r := range s.Out(id, graph.SuppliesTo) {
			if from := b.where[id]; from != nil && b.where[r.To] == from && analysis.DealOf(r) == analysis.DealEvidenced {
				supplied[from.ID] = append(supplied[from.ID], b.shortName(s.Node(id))+" → "+b.shortName(s.Node(r.To)))
			}
		}
	}
	for _, park := range s.Of(graph.KindPark) {
		b.host(park)
	}
	for id, list := range supplied {
		b.at[id].Notes = append(b.at[id].Notes, b.pick("有据供应：", "Supply on record: ")+b.list(list))
	}
}

// host notes that a park, or one inside a place, hosts the chain.
func (b *placesBuilder) host(park *graph.Node) {
	stand := b.stand(park)
	if stand == nil {
		return
	}
	p := b.at[stand.ID]
	for _, r := range b.findings.Snapshot.Out(park.ID, graph.Hosts) {
		if l := b.findings.Link(r.To); r.To != b.chain.Node.ID && (l == nil || l.Chain != b.chain) {
			continue
		}
		open := !r.Prov.Confidence.Settled()
		if main := graph.HostingOf(r).Main(); main || p.Host == "" {
			p.Host, p.HostOpen = b.pick("承载园区", "Host park"), open
			if main {
				p.Host = b.pick("配套园区", "The chain's park")
			}
		}
		if park != stand {
			note := b.pick("承载：", "Hosting inside: ") + park.Label(string(b.lexicon))
			if open {
				note += b.pick("（待核实）", " (to be verified)")
			}
			p.Notes = append(p.Notes, note)
		}
	}
}

// located says where a link stands and seats its enterprises in their places.
func (b *placesBuilder) located(l *analysis.Link) diagram.Located {
	lang := string(b.lexicon)
	out := diagram.Located{
		ID:    string(l.Node.ID),
		Href:  linkHref(l),
		Name:  l.Node.Label(lang),
		State: diagram.State(l.State),
		Lane:  diagram.Support,
	}
	if l.Stage() != diagram.Support {
		out.Lane = l.Lane.ID.Key()
	}
	here := map[graph.ID]int{} // of places
	for _, p := range l.Positions {
		if !p.Local {
			if l.State == analysis.Outside && p.Circle {
				out.Makers = append(out.Makers, b.maker(p.Enterprise))
			}
			continue
		}
		park := b.where[p.Enterprise.ID]
		if park == nil {
			out.Open++
			continue
		}
		place := b.at[park.ID]
		if here[park.ID] == 0 {
			place.Rows = append(place.Rows, diagram.Seat{Links: []string{out.ID}, Names: []string{out.Name}, State: out.State})
		}
		here[park.ID]++
		row := &place.Rows[len(place.Rows)-1]
		row.Firms = append(row.Firms, b.resident(p))
	}
	out.Places = b.placeCounts(here)
	return out
}

// placeCounts lists places by their numbers of enterprises, most first.
func (b *placesBuilder) placeCounts(here map[graph.ID]int) []diagram.PlaceCount {
	var out []diagram.PlaceCount
	for id, n := range here {
		out = append(out, diagram.PlaceCount{Place: b.at[id].Short, Firms: n})
	}
	slices.SortFunc(out, func(x, y diagram.PlaceCount) int {
		return cmp.Or(cmp.Compare(y.Firms, x.Firms), cmp.Compare(x.Place, y.Place))
	})
	return out
}

// maker is an enterprise outside with the city that it is in, as far as that is known.
func (b *placesBuilder) maker(e *graph.Node) string {
	if r := analysis.HomeOf(b.findings.Snapshot, e.ID); r != nil {
		at := b.findings.Snapshot.Node(r.To)
		return b.shortName(e) + b.pick("（", " (") + at.Label(string(b.lexicon)) + b.pick("）", ")")
	}
	return b.shortName(e)
}

func (b *placesBuilder) resident(p analysis.Position) diagram.Resident {
	r := diagram.Resident{Firm: b.firm(p), ID: string(p.Enterprise.ID)}
	switch stage := p.Stage(); stage {
	case graph.StepUnknown, "":
		r.Stage = b.say(blank)
	default:
		r.Stage = graph.Words(graph.Steps, stage, string(b.lexicon))
	}
	for _, at := range b.findings.Snapshot.Out(p.Enterprise.ID, graph.LocatedIn) {
		r.Loose = !at.Prov.Confidence.Evidenced()
		break
	}
	return r
}

// joined puts links that hang on the same one enterprise, in the same state, into one row.
func joined(rows []diagram.Seat) []diagram.Seat {
	var out []diagram.Seat
	for _, row := range rows {
		i := slices.IndexFunc(out, func(o diagram.Seat) bool {
			return o.State == row.State && len(o.Firms) == 1 && len(row.Firms) == 1 && o.Firms[0].ID == row.Firms[0].ID &&
				o.Firms[0].Stage == row.Firms[0].Stage &&
				o.Firms[0].Unverified == row.Firms[0].Unverified
		})
		if i < 0 {
			out = append(out, row)
			continue
		}
		out[i].Links, out[i].Names = append(out[i].Links, row.Links...), append(out[i].Names, row.Names...)
	}
	return out
}

// unplaced are the enterprises that stand on no place, in the order of their first links.
func (b *placesBuilder) unplaced() []diagram.Resident {
	var out []diagram.Resident
	for _, l := range b.links() {
		for _, p := range l.Positions {
			if !p.Local || b.where[p.Enterprise.ID] != nil {
				continue
			}
			i := slices.IndexFunc(out, func(r diagram.Resident) bool { return r.ID == string(p.Enterprise.ID) })
			if i < 0 {
				i = len(out)
				r := b.resident(p)
				r.Loose = false
				out = append(out, r)
			}
			out[i].Links = append(out[i].Links, l.Node.Label(string(b.lexicon)))
		}
	}
	return out
}

func (b *placesBuilder) head(m diagram.Map) diagram.Head {
	node, n, done := b.chain.Node, b.chain.Count(), b.chain.Completeness
	h := diagram.Head{
		ID:    "layout/" + node.ID.Key(),
		Lang:  string(b.lexicon),
		Title: b.titleOf(node, "产业布局图", "Layout"),
		Facts: b.facts(),
	}
	if b.chain.Provisional() {
		h.Provisional = b.pick("待核实", "To be verified")
	}
	placed, used, top := 0, 0, (*diagram.Place)(nil)
	for i, p := range m.Places {
		placed += p.Firms
		if p.Firms > 0 {
			used++
		}
		if p.Firms > 0 && (top == nil || p.Firms > top.Firms) {
			top = &m.Places[i]
		}
	}
	h.Figures = []diagram.Figure{
		{Value: fmt.Sprint(m.Total), Label: b.counted("enterprises")},
		{Value: fmt.Sprint(placed), Label: b.pick(fmt.Sprintf("已落位，%d 处", used), fmt.Sprintf("placed, in %d places", used))},
	}
	if top != nil && used > 1 {
		h.Figures = append(h.Figures, diagram.Figure{
			Value: fmt.Sprintf("%d%%", analysis.Percent(analysis.Share(top.Firms, placed))),
			Label: b.pick(top.Short+"占已落位", "of them in "+top.Short),
		})
	}
	h.Figures = append(h.Figures,
		diagram.Figure{Value: fmt.Sprintf("%d/%d", done.Covered, done.Total), Label: b.counted("links_held")},
		diagram.Figure{Value: fmt.Sprint(n[analysis.Missing]), Label: b.counted("links_missing"), Tone: "missing"})
	h.Headline = b.headline(m, top, used)
	h.Sources, h.Notes = b.sources()
	h.Sources += b.pick("；坐标为约数", "; coordinates are approximate")
	h.Desc = h.Headline + " " + b.counts(b.chain.Links)
	return h
}

// headline says where the chain sits, what the circle adds, what is nowhere, what is not known.
func (b *placesBuilder) headline(m diagram.Map, top *diagram.Place, used int) string {
	n := b.chain.Count()
	var parts []string
	switch {
	case len(m.Places) == 0:
		parts = append(parts, b.pick("园区坐标待补充", "Where the places are is not given"))
	case top == nil:
		parts = append(parts, b.pick("本地企业的所在园区待补充", "Where the local firms are is not given"))
	case used == 1:
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("已落位的 %d 家都在%s", top.Firms, top.Short),
				"All placed firms ("+fmt.Sprint(top.Firms)+") are in "+top.Short,
			),
		)
	default:
		held := map[string]bool{}
		for _, row := range top.Rows {
			for _, id := range row.Links {
				held[id] = true
			}
		}
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%s集中 %d 家、涉及 %d 个环节", top.Short, top.Firms, len(held)),
				fmt.Sprintf("%s has %s on %s", top.Short, b.firmCount(top.Firms), b.linkCount(len(held))),
			),
		)
	}
	if n[analysis.Outside] > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个环节%s有企业", n[analysis.Outside], b.findings.City.Circle("zh")),
				b.linkCount(n[analysis.Outside])+" with firms in the "+b.findings.City.Circle("en"),
			),
		)
	}
	if n[analysis.Missing] > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个环节本市与都市圈均未见企业", n[analysis.Missing]),
				"on "+b.linkCount(n[analysis.Missing])+" no firm is seen here or in the circle",
			),
		)
	}
	if open := len(m.Unplaced); open > 0 {
		parts = append(parts, b.pick(fmt.Sprintf("%d 家位置待补充", open), "the place of "+b.firmCount(open)+" is not given"))
	}
	return strings.Join(parts, b.pick("；", "; ")) + b.pick("。", ".")
}

// lumped says what an overview of places joins.
func (l lexicon) lumped() string {
	return l.pick("概览：各处只列数量", "Overview: numbers only in each place")
}

func (l lexicon) firmCount(n int) string { return l.count(n, "家", "firm", "firms") }
func (l lexicon) linkCount(n int) string { return l.count(n, "个环节", "link", "links") }
