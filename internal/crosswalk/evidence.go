package crosswalk

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/likeness"
)

// evidence says what was found of a candidate in the terms of its score. The words of its peers and its industry are
// what is near to it.
func (s *search) evidence(c Candidate) candidate.Found {
	x := candidate.Found{Enterprise: c.Node, Twin: c.Twin}
	if r, pooled := s.card(c); pooled {
		x.Card = &r
	}
	for _, t := range c.Ties {
		if t.Review == graph.MatchConfirmed {
			x.Made = max(x.Made, t.Likeness)
		}
	}
	if x.Made > 0 {
		s.madeEvidence(&x, c)
	}
	s.fit(&x, c)
	var near []likeness.Part
	for _, p := range c.Words.Parts {
		if p.Way == likeness.Peers || p.Way == likeness.Industry {
			near, x.Peers = append(near, p), x.Peers+c.Words.Fit*p.Score/c.Words.Score
		}
	}
	x.Peers = min(1, x.Peers)
	firm := s.firms[c.Words.Firm]
	if len(x.Makes) == 0 { // nothing near: what it does make
		for _, p := range firm.Products[:min(mostNamed, len(firm.Products))] {
			x.Makes = append(x.Makes, firm.makes(p))
		}
	}
	if len(near) > 0 {
		x.Near = carriedWords(near, c.Words.Product)
		x.NearFacts = []analysis.Fact{s.fact(firm.ID, x.Near, s.nodes[firm.ID].Prov)}
	}
	return x
}

// card is how the talks with a candidate stand, also those that began with its twin before it was in the working graph.
func (s *search) card(c Candidate) (graph.Relation, bool) {
	if r, pooled := s.cards[c.Node.ID]; pooled || c.Twin == nil {
		return r, pooled
	}
	r, pooled := s.cards[c.Twin.ID]
	return r, pooled
}

// mostNamed bounds how many products are named in one sentence.
const mostNamed = 3

// madeEvidence names the products that it makes, or that are taken for products of the link.
func (s *search) madeEvidence(x *candidate.Found, c Candidate) {
	var zh, en []string
	seen := map[graph.ID]bool{}
	for _, t := range c.Ties {
		if seen[t.Made.ID] || len(zh) == mostNamed || t.Review != graph.MatchConfirmed {
			continue
		}
		seen[t.Made.ID] = true
		zh, en = append(zh, t.Made.Name), append(en, t.Made.Label("en"))
		facts := s.makes(c, t.Made)
		for _, f := range facts[:min(1, len(facts))] {
			x.Makes = append(x.Makes, candidate.Made{
				Words:   analysis.Words{ZH: t.Made.Name, EN: t.Made.Label("en")},
				Product: t.Made.ID,
				By:      f.Subject,
				Prov:    f.Prov,
			})
		}
		x.Facts = append(x.Facts, facts...)
	}
	x.Match = analysis.Words{
		ZH: "公开数据载其生产" + strings.Join(zh, "、"),
		EN: "a public data set says that it makes " + strings.Join(en, ", "),
	}
}

// makes are the facts that an enterprise, or its twin, makes a product.
func (s *search) makes(c Candidate, product graph.Node) []analysis.Fact {
	makers := []graph.Node{c.Node}
	if c.Twin != nil {
		makers = append(makers, *c.Twin)
	}
	var facts []analysis.Fact
	for _, n := range makers {
		if prov, says := s.firms[n.ID].made[product.ID]; says {
			f := s.fact(
				n.ID,
				analysis.Words{ZH: n.Name + "生产" + product.Name, EN: n.Label("en") + " makes " + product.Label("en")},
				prov,
			)
			f.Relation = graph.RelationKey{Type: graph.Makes, From: n.ID, To: product.ID}
			facts = append(facts, f)
		}
	}
	return facts
}

// fit finds the one product of the enterprise, or of its twin, that is nearest to what the link needs.
func (s *search) fit(x *candidate.Found, c Candidate) {
	ids := []graph.ID{c.Node.ID}
	if c.Twin != nil {
		ids = append(ids, c.Twin.ID)
	}
	var made []likeness.Product
	for _, id := range ids {
		made = append(made, s.firms[id].Products...)
	}
	fit := candidate.Fit{}
	fit.Coverage, _ = s.index.Cover(s.needs, made)
	if id := s.industryOf(c.Node.ID); id != "" {
		industry := s.industries[id]
		fit.Industry = &industry
		fit.Makers = len(slices.DeleteFunc(slices.Clone(s.trades[s.class][id]), func(maker graph.ID) bool {
			return slices.Contains(ids, maker)
		}))
	}
	x.Fit = &fit
	for _, id := range ids {
		firm := s.firms[id]
		prov, makes := firm.made[fit.Product.ID]
		if !makes {
			continue
		}
		if len(x.Makes) == 0 {
			x.Makes = append(x.Makes, firm.makes(fit.Product))
		}
		f := s.fact(id, analysis.Words{
			ZH: s.nodes[id].Name + "生产" + fit.Product.Name,
			EN: s.nodes[id].Name + " makes " + fit.Product.Name,
		}, prov)
		f.Relation = graph.RelationKey{Type: graph.Makes, From: id, To: fit.Product.ID}
		x.FitFacts = append(x.FitFacts, f)
	}
}

// makes is that the firm makes one of its products.
func (f firm) makes(p likeness.Product) candidate.Made {
	return candidate.Made{Words: analysis.Words{ZH: p.Name, EN: p.Name}, Product: p.ID, By: f.ID, Prov: f.made[p.ID]}
}

func (s *search) fact(subject graph.ID, text analysis.Words, prov graph.Provenance) analysis.Fact {
	return analysis.Fact{Text: text, Subject: subject, Prov: prov}
}

// carriedWords says which words of a product of the link are carried, by how many of what.
func carriedWords(parts []likeness.Part, product string) analysis.Words {
	var zh, en []string
	for _, p := range parts {
		carried := strings.Join(p.Words, "、")
		switch p.Way {
		case likeness.Peers:
			zh = append(zh, fmt.Sprintf("最相似的 %d 家企业中 %d 家的产品含“%s”", p.Of, p.Count, carried))
			en = append(en, fmt.Sprintf("the products of %d of its %d most similar firms carry “%s”", p.Count, p.Of, carried))
		case likeness.Industry:
			zh = append(zh, fmt.Sprintf("同行业 %d 家中 %d 家的产品含“%s”", p.Of, p.Count, carried))
			en = append(
				en,
				fmt.Sprintf("the products of %d of the %d others of its industry carry “%s”", p.Count, p.Of, carried),
			)
		}
	}
	return analysis.Words{
		ZH: strings.Join(zh, "，") + "（对照“" + product + "”）",
		EN: strings.Join(en, "; ") + " (beside “" + product + "”)",
	}
}
