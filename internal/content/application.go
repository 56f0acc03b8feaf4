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

// pageProducts is how many products fill a page. Products that no firm is on record to make here are shown only as far
// as the others leave room.
const pageProducts = 13

// unplaced is the row of customers whose field nobody noted.
const unplaced = "field:unplaced"

// abroad is the place of firms that are not in the country.
var abroad = graph.NewID(graph.KindPark, "abroad")

// NewApplication says what is in the application-field diagram of a chain. The error has code graph.CodeNotFound when
// the chain does not exist.
func NewApplication(f *analysis.Findings, chain graph.ID, o Options) (diagram.Application, error) {
	base, err := newChainBuilder(f, chain, o)
	if err != nil {
		return diagram.Application{}, err
	}
	b := applicationBuilder{chainBuilder: base, all: map[graph.ID]*good{}}
	b.collect()
	b.choose()
	a := diagram.Application{
		Total: len(b.order),
		Blank: diagram.BlankWords{Cell: b.say(blank), Row: b.pick("客户待补充", "Customers not given")},
	}
	for _, g := range b.listed(true) {
		a.Products = append(a.Products, b.product(g))
	}
	a.More, a.MoreWords = b.more()
	a.Uses = b.uses()
	a.Customers = b.customers()
	a.Fields = b.fields(a.Customers)
	a.Radii = b.radii(a.Customers)
	a.Heads = [2]diagram.HeadWords{
		{Name: b.pick("产品", "Products"), Note: b.left()},
		{Name: b.pick("应用领域", "Fields"), Note: b.pick("及所供的其他链", "and other chains supplied")},
	}
	a.Head = b.head(a)
	if o.filters() {
		whole, err := NewApplication(f, chain, o.whole())
		if err != nil {
			return diagram.Application{}, err
		}
		a.Head, a.Total = whole.Head, whole.Total
		o.Detail = diagram.Full // the head of the whole says it
	}
	a.Head = a.Head.Scoped(b.scope(o, ""))
	return a, nil
}

// good is a product of the chain while the content is built.
type good struct {
	node  *graph.Node
	links []*analysis.Link
	uses  []*graph.Relation
	made  diagram.Made
	by    []maker // local ones, best first
	shown bool
}

// maker is a local firm behind a product.
type maker struct {
	firm   *graph.Node
	on     *analysis.Position // on a link that yields the product; nil when it is on none
	proven bool               // it is on record that it makes just this
	by     *analysis.Link     // on which it works, where nobody says that it makes this; else nil
	stage  string             // how far it is: there, else where it is furthest; empty when it works on no link
}

func (b *applicationBuilder) maker(firm *graph.Node, on *analysis.Position, proven bool) maker {
	m := maker{firm: firm, on: on, proven: proven}
	if on != nil {
		m.stage = on.Stage()
		return m
	}
	far := []string{
		graph.StepUnknown,
		graph.StepPlanned,
		graph.StepSigned,
		graph.StepStopped,
		graph.StepBuilding,
		graph.StepTrial,
		graph.StepProduction,
	}
	for _, r := range graph.Making(b.snapshot().Out(firm.ID, graph.OperatesIn)) {
		if stage := graph.PositionOf(r).Stage(); slices.Index(far, stage) > slices.Index(far, m.stage) {
			m.stage = stage
		}
	}
	return m
}

// begun tells whether the maker at least builds: what is only planned or signed is not made here yet.
func (m maker) begun() bool { return m.stage != graph.StepPlanned && m.stage != graph.StepSigned }

type applicationBuilder struct {
	chainBuilder
	all   map[graph.ID]*good
	order []*good // with a use or a local maker, in chain order
}

// collect finds the products of the chain with their uses and local makers.
func (b *applicationBuilder) collect() {
	var found []*good
	for _, l := range b.links() {
		for _, n := range b.snapshot().Heads(l.Node.ID, graph.Yields) {
			g := b.all[n.ID]
			if g == nil {
				g = &good{node: n, uses: b.snapshot().Out(n.ID, graph.AppliedIn)}
				b.all[n.ID] = g
				found = append(found, g)
			}
			g.links = append(g.links, l)
		}
	}
	for _, g := range found {
		b.makers(g)
		if g.made == diagram.MadeHere || len(g.uses) > 0 {
			b.order = append(b.order, g)
		}
	}
}

// makers finds who makes a product here: firms on record for it, else those on its link, which may make it.
func (b *applicationBuilder) makers(g *good) {
	seen := map[graph.ID]bool{}
	for _, r := range b.snapshot().In(g.node.ID, graph.Makes) {
		firm := b.snapshot().Node(r.From)
		if graph.EnterpriseOf(firm).Local() {
			seen[firm.ID] = true
			g.by = append(g.by, b.maker(firm, positionOf(g.links, firm.ID), r.Prov.Confidence.Evidenced()))
		}
	}
	switch {
	case slices.ContainsFunc(g.by, func(m maker) bool { return m.proven && m.begun() }):
		g.made = diagram.MadeHere
	case len(g.by) > 0:
		g.made = diagram.MadeMaybe
	default:
		g.made = diagram.MadeNot
		for _, l := range g.links {
			for i, p := range l.Positions {
				if p.Local && !seen[p.Enterprise.ID] {
					seen[p.Enterprise.ID] = true
					g.made = diagram.MadeMaybe
					m := b.maker(p.Enterprise, &l.Positions[i], false)
					m.by = l
					g.by = append(g.by, m)
				}
			}
		}
	}
	slices.SortFunc(
		g.by,
		func(x, y maker) int { return cmp.Or(rankMaker(y)-rankMaker(x), cmp.Compare(x.firm.ID, y.firm.ID)) },
	)
}

func positionOf(links []*analysis.Link, firm graph.ID) *analysis.Position {
	for _, l := range links {
		for i, p := range l.Positions {
			if p.Enterprise.ID == firm {
				return &l.Positions[i]
			}
		}
	}
	return nil
}

func rankMaker(m maker) int {
	n := 0
	if m.proven {
		n = 4
	}
	if m.on != nil && m.on.Able {
		n += 2
	}
	if m.on != nil && m.on.Graded {
		n++
	}
	return n
}

// choose takes every used product that is made here on record. Where they leave room: products for fields not yet
// reached, then those that may be made here, then those of the most necessary links.
func (b *applicationBuilder) choose() {
	reached := map[graph.ID]bool{}
	n := 0
	take := func(g *good) {
		g.shown = true
		n++
		for _, u := range g.uses {
			reached[u.To] = true
		}
	}
	var rest []*good
	for _, g := range b.order {
		switch {
		case len(g.uses) == 0:
		case g.made == diagram.MadeHere:
			take(g)
		default:
			rest = append(rest, g)
		}
	}
	slices.SortStableFunc(
		rest,
		func(x, y *good) int { return cmp.Or(madeOrder[x.made]-madeOrder[y.made], weight(y)-weight(x)) },
	)
	for _, onlyNew := range []bool{true, false} {
		for _, g := range rest {
			isNew := slices.ContainsFunc(g.uses, func(u *graph.Relation) bool { return !reached[u.To] })
			if n < pageProducts && !g.shown && (isNew || !onlyNew) {
				take(g)
			}
		}
	}
}

func weight(g *good) int {
	w := 0
	for _, l := range g.links {
		w = max(w, l.Weight)
	}
	return w
}

// madeOrder is how firmly a product is made here, firm first.
var madeOrder = map[diagram.Made]int{diagram.MadeHere: 0, diagram.MadeMaybe: 1, diagram.MadeNot: 2}

// listed are the products that are drawn, or those that are not: made here, then perhaps, then not seen; each in chain
// order.
func (b *applicationBuilder) listed(drawn bool) []*good {
	var out []*good
	for _, made := range []diagram.Made{diagram.MadeHere, diagram.MadeMaybe, diagram.MadeNot} {
		for _, g := range b.order {
			if g.shown == drawn && g.made == made {
				out = append(out, g)
			}
		}
	}
	return out
}

func (b *applicationBuilder) product(g *good) diagram.Product {
	p := diagram.Product{
		ID:   string(g.node.ID),
		Href: "/things/" + string(g.node.ID),
		Name: g.node.Label(string(b.lexicon)),
		Made: g.made,
	}
	switch {
	case b.options.Detail == diagram.Names:
	case len(g.by) == 0:
		p.Empty = b.pick("未见本地企业", "No local firm seen")
	default:
		for _, m := range g.by {
			p.Makers = append(p.Makers, b.shortName(m.firm))
		}
		p.Levels = marks(graph.EnterpriseOf(g.by[0].firm).Levels())
		p.Note = b.progress(g)
		if l := g.by[0].by; l != nil {
			p.Inferred = b.upper(b.say(analysis.Inferred(l.Node)))
		}
	}
	return p
}

// more are the products that find no place beside the fields, and how many they are, by kind.
func (b *applicationBuilder) more() (list []diagram.Listed, words string) {
	made, unused := map[diagram.Made]int{}, 0
	for _, g := range b.listed(false) {
		x := diagram.Listed{Product: b.product(g)}
		for _, l := range g.links {
			x.Links = append(x.Links, l.Node.Label(string(b.lexicon)))
		}
		for _, u := range g.uses {
			x.Uses = append(x.Uses, b.snapshot().Node(u.To).Label(string(b.lexicon)))
		}
		list = append(list, x)
		if len(g.uses) == 0 {
			unused++
		} else {
			made[g.made]++
		}
	}
	var parts []string
	for _, p := range []struct {
		n      int
		zh, en string
	}{
		{made[diagram.MadeHere], "本地有据 %d", "%d made here"},
		{made[diagram.MadeMaybe], "本地待核实 %d", "%d to be verified"},
		{made[diagram.MadeNot], "未见本地企业 %d", "%d without a local firm"},
		{unused, "用途待补充 %d", "%d of unknown use"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(b.pick(p.zh, p.en), p.n))
		}
	}
	if len(list) == 0 {
		return nil, ""
	}
	return list, b.pick(
		fmt.Sprintf("其余 %d 种产品：", len(list)),
		fmt.Sprintf("The other %s: ", b.count(len(list), "", "product", "products")),
	) + b.list(parts) + b.pick("。", ".")
}

// progress says how far the best maker is: nothing when it produces on record.
func (b *applicationBuilder) progress(g *good) string {
	best := g.by[0]
	switch {
	case best.by != nil:
		return b.pick("按环节推断", "By its link")
	case g.made == diagram.MadeMaybe && (!best.proven || best.begun()):
		return b.pick("待核实", "to be verified")
	case best.stage == "" || best.stage == graph.StepProduction:
		return ""
	case best.stage == graph.StepUnknown:
		return b.pick("阶段待补充", "stage not given")
	}
	return graph.Words(graph.Steps, best.stage, string(b.lexicon))
}

func (b *applicationBuilder) uses() []diagram.Use {
	var out []diagram.Use
	for _, g := range b.listed(true) {
		for _, u := range g.uses {
			standing := diagram.Likely
			if u.Prov.Confidence.Evidenced() {
				standing = diagram.OnRecord
			}
			out = append(out, diagram.Use{Product: string(u.From), Field: string(u.To), Standing: standing})
		}
	}
	slices.SortFunc(out, func(x, y diagram.Use) int {
		return cmp.Or(cmp.Compare(x.Product, y.Product), cmp.Compare(x.Field, y.Field))
	})
	return out
}

// fields lists the fields of all products of the chain, each with what is made for it here.
func (b *applicationBuilder) fields(customers []diagram.Customer) []diagram.Field {
	var out []diagram.Field
	at, all, here := map[graph.ID]int{}, map[graph.ID]int{}, map[graph.ID]int{}
	chains := map[graph.ID][]string{}
	for _, g := range b.order {
		for _, u := range g.uses {
			i, known := at[u.To]
			if !known {
				i = len(out)
				at[u.To] = i
				out = append(out, diagram.Field{ID: string(u.To), Name: b.snapshot().Node(u.To).Label(string(b.lexicon))})
			}
			all[u.To]++
			if g.made == diagram.MadeNot {
				out[i].Missing = append(out[i].Missing, g.node.Label(string(b.lexicon)))
			} else {
				out[i].Local++
			}
			if g.made == diagram.MadeHere {
				here[u.To]++
			}
			chains[u.To] = b.supplied(g, chains[u.To])
		}
	}
	for i := range out {
		f := &out[i]
		id := graph.ID(f.ID)
		f.Here = here[id]
		f.Count = b.pick(
			fmt.Sprintf("产品 %d·本地有据 %d", all[id], here[id]),
			fmt.Sprintf("%s, %d local", b.count(all[id], "", "product", "products"), here[id]),
		)
		if len(chains[id]) > 0 {
			f.Note = b.pick("兼供", "Also for ") + b.list(chains[id]) + b.pick("链", "")
		}
	}
	if slices.ContainsFunc(customers, func(c diagram.Customer) bool { return c.Field == unplaced }) {
		out = append(out, diagram.Field{
			ID:       unplaced,
			Name:     b.pick("领域未注明", "Field not noted"),
			Count:    b.pick("供货记录未写用途", "Use not on record"),
			Unplaced: true,
		})
	}
	return out
}

// supplied adds the names of other chains that a product's links feed.
func (b *applicationBuilder) supplied(g *good, names []string) []string {
	for _, l := range g.links {
		for _, u := range l.Users {
			if name := b.chainName(u.Chain.Node); u.Chain != b.chain && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// left says how many products are listed on further pages.
func (b *applicationBuilder) left() string {
	if n := len(b.listed(false)); n > 0 {
		return b.pick(fmt.Sprintf("其余 %d 种见续页", n), fmt.Sprintf("%d more on the next page", n))
	}
	return b.pick("及背后的本地企业", "and the local firms behind them")
}

func (b *applicationBuilder) head(a diagram.Application) diagram.Head {
	h := b.chainBuilder.head("application", "应用领域图", "Application fields")
	local, firms, makers := 0, map[graph.ID]bool{}, 0
	for _, g := range b.order {
		if g.made == diagram.MadeHere {
			local++
			for _, m := range g.by {
				if m.proven && !firms[m.firm.ID] {
					firms[m.firm.ID] = true
					makers++
				}
			}
		}
	}
	n := map[diagram.Standing]int{}
	for _, u := range a.Uses {
		n[u.Standing]++
	}
	uses := fmt.Sprintf("%d/%d", n[diagram.OnRecord], len(a.Uses))
	n = count(a.Customers)
	h.Figures = []diagram.Figure{
		{
			Value: fmt.Sprint(local),
			Label: b.pick(fmt.Sprintf("本地产品（%d 家企业）", makers), fmt.Sprintf("local products, %d firms", makers)),
		},
		{Value: fmt.Sprint(len(b.placed(a.Fields))), Label: b.pick("应用领域", "fields")},
		{Value: uses, Label: b.pick("用途有据", "uses on record")},
		{Value: fmt.Sprint(n[diagram.OnRecord]), Label: b.pick("有据客户", "customers on record")},
		{Value: fmt.Sprint(n[diagram.Announced]), Label: b.pick("宣布或表态", "announced")},
		{Value: fmt.Sprint(n[diagram.Likely]), Label: b.pick("推断客户", "inferred")},
	}
	h.Headline = b.headline(a, local, n)
	var facts []graph.Provenance
	for _, g := range b.order {
		for _, u := range g.uses {
			facts = append(facts, u.Prov)
		}
		for _, m := range g.by {
			if m.on != nil {
				facts = append(facts, m.on.Relation.Prov)
			}
		}
	}
	for _, s := range b.supplies() {
		facts = append(facts, s.relation.Prov)
	}
	h.Sources, h.Notes = b.evidence(facts)
	h.Sources = b.sourced(h.Sources, b.pick(
		"用途按行业通用模板，推断客户由供给关系推得，均待核实；市场规模、增速、认证门槛待补充",
		"uses from the trade template, inferred customers from its feeds, both to be verified; market size and growth "+
			"not given",
	))
	h.Desc = h.Headline
	return h
}

func (b *applicationBuilder) placed(fields []diagram.Field) []diagram.Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f diagram.Field) bool { return f.Unplaced })
}

// count counts firms by standing, each once, where it stands best.
func count(customers []diagram.Customer) map[diagram.Standing]int {
	best := map[string]diagram.Standing{}
	for _, c := range customers {
		if old, seen := best[c.ID]; !seen || firmness[c.Standing] > firmness[old] {
			best[c.ID] = c.Standing
		}
	}
	n := map[diagram.Standing]int{}
	for _, s := range best {
		n[s]++
	}
	return n
}

// firmness orders standings; what is disputed counts least.
var firmness = map[diagram.Standing]int{
	diagram.OnRecord:  3,
	diagram.Announced: 2,
	diagram.Likely:    1,
	diagram.Disputed:  0,
}

// headline says what is made and for what, what is proven, what to prove first, what is missing.
func (b *applicationBuilder) headline(a diagram.Application, local int, n map[diagram.Standing]int) string {
	fields := b.placed(a.Fields)
	var without, blankRows []string
	reached := 0 // fields of what is on record to be made here
	for _, f := range fields {
		if f.Local == 0 {
			without = append(without, "“"+f.Name+"”")
		}
		reached += min(1, f.Here)
		if !slices.ContainsFunc(a.Customers, func(c diagram.Customer) bool { return c.Field == f.ID }) {
			blankRows = append(blankRows, f.Name)
		}
	}
	parts := []string{
		b.pick(
			fmt.Sprintf("%d 种本地产品有据，可用于 %d/%d 个领域", local, reached, len(fields)),
			fmt.Sprintf("%s on record, for %d of %s", b.count(local, "", "local product", "local products"), reached,
				b.count(len(fields), "", "field", "fields")),
		),
	}
	if n[diagram.OnRecord] == 0 {
		parts = append(parts, b.pick("尚无有据的客户", "no customer is on record"))
	} else {
		parts = append(parts, b.pick(fmt.Sprintf("有据的客户 %d 家", n[diagram.OnRecord]),
			b.count(n[diagram.OnRecord], "", "customer", "customers")+" on record"))
	}
	if n[diagram.Announced] > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("先核实 %d 家宣布或表态的客户", n[diagram.Announced]),
				fmt.Sprintf("first verify the %d announced", n[diagram.Announced]),
			),
		)
	}
	if len(without) > 0 {
		parts = append(parts, b.pick(strings.Join(without, "")+"领域未见本地产品", "no local product for "+b.list(without)))
	}
	if len(blankRows) > 0 {
		parts = append(
			parts,
			b.pick(
				fmt.Sprintf("%d 个领域客户待补充", len(blankRows)),
				"customers not given in "+b.count(len(blankRows), "", "field", "fields"),
			),
		)
	}
	return b.sentence(parts)
}
