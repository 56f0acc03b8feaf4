package content

import (
	"fmt"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/diagram"
)

func (b *supplyBuilder) inputs() diagram.SupplySide {
	return b.side(
		b.Inputs,
		b.Suppliers,
		diagram.SupplySide{
			Head:   diagram.SupplyHeading{Name: b.pick("投入", "Inputs"), Note: b.pick("由远及近", "far to near")},
			Column: b.pick("投入项", "Input"),
			Rest: diagram.SupplyRest{
				Name:  b.pick("装备、能源、包装、物流等投入", "Equipment, energy, packaging, logistics"),
				Empty: b.pick("供应方待补充", "Suppliers not given"),
			},
		},
		b.offChain("投入待补充：未登记环节", "Inputs not given: its link is not noted"),
		b.pick("按模板，本环节没有上游环节；外购投入待补充", "By the template nothing feeds its link; what it buys is not given"),
	)
}

func (b *supplyBuilder) users() diagram.SupplySide {
	return b.side(
		b.Users,
		b.Customers,
		diagram.SupplySide{
			Head:   diagram.SupplyHeading{Name: b.pick("产出与用户", "Output and users"), Note: b.pick("由近及远", "near to far")},
			Column: b.pick("用户环节", "User"),
			Rest: diagram.SupplyRest{
				Name:  b.pick("出口与其他用户", "Exports and other users"),
				Empty: b.pick("用户待补充", "Users not given"),
			},
		},
		b.offChain("用户待补充：未登记环节", "Users not given: its link is not noted"),
		b.pick("按模板，本环节是链的末端，产品直达应用；客户待补充", "By the template its link ends the chain; customers are not given"),
	)
}

// side fills in a side; without flows it says why there are none: the enterprise is on no link, or its link has none.
func (b *supplyBuilder) side(
	flows []*supply.Flow,
	rest []supply.Partner,
	side diagram.SupplySide,
	noLink, noFlow string,
) diagram.SupplySide {
	side.Rows, side.Rest.Firms = b.rows(flows), b.cells(rest)
	switch {
	case len(flows) > 0:
	case b.chain == nil:
		side.Blank = noLink
	default:
		side.Blank = noFlow
	}
	return side
}

func (b *supplyBuilder) rows(flows []*supply.Flow) []diagram.SupplyRow {
	rows := []diagram.SupplyRow{}
	tiers := []string{b.pick("一级", "tier 1"), b.pick("二级", "tier 2"), b.pick("三级", "tier 3")}
	for _, f := range flows {
		node := f.Node()
		row := diagram.SupplyRow{
			ID:       string(node.ID),
			Href:     "/things/" + string(node.ID),
			Name:     node.Label(string(b.lexicon)),
			Tier:     f.Tier,
			TierWord: tiers[f.Tier-1],
			Possible: f.Possible,
			Firms:    b.cells(f.Partners),
		}
		if f.Possible {
			row.TierWord = b.pick(row.TierWord+"·可选", "optional")
		}
		for _, v := range f.Via {
			row.Via = append(row.Via, string(v.Node().ID))
		}
		row.Supplied = slices.ContainsFunc(f.Partners, func(p supply.Partner) bool { return p.Tie == supply.TieEvidenced })
		b.about(&row, f)
		rows = append(rows, row)
	}
	return rows
}

// about fills in state, words and products.
func (b *supplyBuilder) about(row *diagram.SupplyRow, f *supply.Flow) {
	lang := string(b.lexicon)
	if f.Link == nil {
		row.Word = b.pick("产品", "product")
		row.Note = b.pick("所属环节待补充", "of no link here")
		return
	}
	row.Href, row.State, row.Word = linkHref(f.Link), diagram.State(f.Link.State), graph.Words(
		analysis.Coverages,
		string(f.Link.State),
		lang,
	)
	products := f.Products
	if len(products) == 0 {
		products = b.snapshot().Heads(f.Link.Node.ID, graph.Yields)
	}
	for _, p := range products {
		row.Products = append(row.Products, p.Label(lang))
	}
	if f.Link.Chain != b.chain {
		row.Note = b.chainName(f.Link.Chain.Node) + b.pick("链", " chain")
	}
}

// cells puts partners into their radii.
func (b *supplyBuilder) cells(partners []supply.Partner) (out [4][]diagram.SupplyName) {
	for _, p := range partners {
		i := slices.Index(supply.Radii, p.Radius)
		out[i] = append(out[i], diagram.SupplyName{
			ID:       string(p.Enterprise.ID),
			Href:     "/enterprises/" + p.Enterprise.ID.Key(),
			Name:     b.called(p),
			Standing: diagram.Standing(p.Tie),
		})
	}
	return out
}

// The links on the strip: so many steps up and down.
const stripUp, stripDown = 2, 3

// strip groups the chain's links by how many steps of certain feeds they are from those of the enterprise; then those
// that feed the same users.
func (b *supplyBuilder) strip() diagram.SupplyStrip {
	if b.chain == nil {
		return diagram.SupplyStrip{
			Empty: b.offChain(
				"未登记到任何产业链环节：补充环节后，此处列出上下游",
				"On no link of any chain yet: once its link is noted, what is up and down the chain stands here",
			),
		}
	}
	seen := map[*analysis.Link]bool{}
	for _, l := range b.Own {
		seen[l] = true
	}
	up := b.rings(b.Own, stripUp, seen, func(l *analysis.Link) []*analysis.Link { return l.Feeders })
	down := b.rings(b.Own, stripDown, seen, func(l *analysis.Link) []*analysis.Link { return l.Users })
	strip := diagram.SupplyStrip{}
	steps := []string{b.pick("一级", "1"), b.pick("二级", "2"), b.pick("三级", "3")}
	for i, ring := range slices.Backward(up) {
		strip.Groups = append(
			strip.Groups,
			diagram.StripGroup{Name: b.pick("上游"+steps[i], "Upstream "+steps[i]), Links: b.stripLinks(ring)},
		)
	}
	strip.Groups = append(
		strip.Groups,
		diagram.StripGroup{Name: b.pick("本环节", "Its own"), Own: true, Links: b.stripLinks(b.Own)},
	)
	for i, ring := range down {
		strip.Groups = append(
			strip.Groups,
			diagram.StripGroup{Name: b.pick("下游"+steps[i], "Downstream "+steps[i]), Links: b.stripLinks(ring)},
		)
	}
	if len(down) > 0 {
		if beside := b.rings(down[0], 1, seen,
			func(l *analysis.Link) []*analysis.Link { return l.Feeders }); len(beside) > 0 {
			name := b.pick("与本环节并行，供同一用户", "Beside it, for the same users")
			if len(down[0]) == 1 {
				user := down[0][0].Node.Label(string(b.lexicon))
				name = b.pick("与本环节并行，进入"+user, "Beside it, into "+user)
			}
			strip.Parallel = &diagram.StripGroup{Name: name, Links: b.stripLinks(beside[0])}
		}
	}
	return strip
}

// rings are the links of this chain at one step from some links, at two, and so on; each once, in chain order.
func (b *supplyBuilder) rings(
	from []*analysis.Link,
	steps int,
	seen map[*analysis.Link]bool,
	next func(*analysis.Link) []*analysis.Link,
) [][]*analysis.Link {
	var out [][]*analysis.Link
	for range steps {
		var ring []*analysis.Link
		for _, l := range from {
			for _, n := range next(l) {
				if n.Chain == b.chain && !seen[n] {
					seen[n] = true
					ring = append(ring, n)
				}
			}
		}
		if len(ring) == 0 {
			break
		}
		slices.SortFunc(
			ring,
			func(x, y *analysis.Link) int { return slices.Index(b.chain.Links, x) - slices.Index(b.chain.Links, y) },
		)
		out = append(out, ring)
		from = ring
	}
	return out
}

func (b *supplyBuilder) stripLinks(links []*analysis.Link) []diagram.StripLink {
	var out []diagram.StripLink
	for _, l := range links {
		out = append(out, diagram.StripLink{
			ID:    string(l.Node.ID),
			Href:  linkHref(l),
			Name:  l.Node.Label(string(b.lexicon)),
			State: diagram.State(l.State),
		})
	}
	return out
}

// counted is how many links there are among some, without markets.
func counted(links []diagram.StripLink) int {
	n := 0
	for _, l := range links {
		if l.State != diagram.Market {
			n++
		}
	}
	return n
}

func (b *supplyBuilder) stripNote(s diagram.SupplyStrip) string {
	if b.chain == nil {
		return ""
	}
	n := 0
	for _, g := range s.Groups {
		n += counted(g.Links)
	}
	if s.Parallel != nil {
		n += counted(s.Parallel.Links)
	}
	name := b.chain.Node.Label(string(b.lexicon))
	return b.pick(
		fmt.Sprintf("%s %d 环节，按与本环节的距离列 %d 个", name, b.chain.Completeness.Total, n),
		fmt.Sprintf("%s: %d of %s, by distance", name, n, b.count(b.chain.Completeness.Total, "", "link", "links")),
	)
}
