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

// evidence says what was found of a candidate in the terms of its score. The words of its own products and name are
// what it says itself; those of its peers and its industry are what is near to it.
func (s *search) evidence(c Candidate) candidate.Found {
	x := candidate.Found{Enterprise: c.Node, Made: c.Fit, Twin: c.Twin}
	if r, pooled := s.card(c); pooled {
		x.Card = &r
	}
	var own, near []likeness.Part
	for _, p := range c.Words.Parts {
		if part := c.Words.Fit * p.Score / c.Words.Score; p.Way == likeness.Own || p.Way == likeness.Name {
			own, x.Spoken = append(own, p), x.Spoken+part
		} else {
			near, x.Peers = append(near, p), x.Peers+part
		}
	}
	x.Spoken, x.Peers = min(1, x.Spoken), min(1, x.Peers)
	firm := s.firms[c.Words.Firm]
	switch {
	case len(c.Ties) > 0 && x.Made >= x.Spoken:
		s.madeEvidence(&x, c)
	case len(own) > 0:
		s.spokenEvidence(&x, c, own, firm)
	}
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
		if seen[t.Made.ID] || len(zh) == mostNamed {
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
	if t := c.Ties[0]; t.Method != "" && t.Review != graph.MatchConfirmed {
		x.Match.ZH += "，与本环节产品的对应待核实"
		x.Match.EN += "; that this is what the link yields is to be verified"
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

// spokenEvidence names the words that its products and its name share with a product of the link.
func (s *search) spokenEvidence(x *candidate.Found, c Candidate, own []likeness.Part, firm firm) {
	x.Match = carriedWords(own, c.Words.Product)
	for _, p := range own {
		for _, id := range p.From {
			i := slices.IndexFunc(firm.Products, func(made likeness.Product) bool { return made.ID == id })
			if i < 0 {
				continue
			}
			made := firm.Products[i].Name
			x.Makes = append(x.Makes, firm.makes(firm.Products[i]))
			f := s.fact(
				firm.ID,
				analysis.Words{ZH: s.nodes[firm.ID].Name + "生产" + made, EN: s.nodes[firm.ID].Name + " makes " + made},
				firm.made[id],
			)
			f.Relation = graph.RelationKey{Type: graph.Makes, From: firm.ID, To: id}
			x.Facts = append(x.Facts, f)
		}
	}
	if len(x.Facts) == 0 { // its name alone
		x.Facts = []analysis.Fact{s.fact(firm.ID, x.Match, s.nodes[firm.ID].Prov)}
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
		case likeness.Own:
			zh = append(zh, fmt.Sprintf("其 %d 项产品中 %d 项含“%s”", p.Of, p.Count, carried))
			en = append(en, fmt.Sprintf("%d of its %d products carry “%s”", p.Count, p.Of, carried))
		case likeness.Name:
			zh, en = append(zh, fmt.Sprintf("企业名称含“%s”", carried)), append(en, fmt.Sprintf("its name carries “%s”", carried))
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
