package seeds

import "chainchief/graph"

type schemeFile struct {
	Plans []struct {
		Key      string `yaml:"key"`
		Name     string `yaml:"name"`
		NameEN   string `yaml:"name_en"`
		Note     string `yaml:"note"`
		Standing `yaml:",inline"`
	} `yaml:"plans"`
	Schemes []struct {
		Key       string `yaml:"key"`
		Name      string `yaml:"name"`
		NameEN    string `yaml:"name_en"`
		Version   string `yaml:"version"`
		ValidFrom string `yaml:"valid_from"`
		ValidTo   string `yaml:"valid_to"`
		Current   bool   `yaml:"current"`
		Plan      string `yaml:"plan"`
		Text      string `yaml:"text"`
		Standing  `yaml:",inline"`
		Chains    []struct {
			Chain    string `yaml:"chain"`
			Standing `yaml:",inline"`
		} `yaml:"chains"`
	} `yaml:"schemes"`
}

// scheme reads the versions of the city's list of chains and the plans behind them.
func (r *reader) scheme() {
	const file = "scheme.yaml"
	var doc schemeFile
	if !r.yamlFile(file, &doc) {
		return
	}
	at := &graph.Place{File: file}
	for _, p := range doc.Plans {
		attrs := graph.Attrs{}
		text(attrs, "note", p.Note)
		r.add(graph.Node{
			ID:     graph.NewID(graph.KindPlan, p.Key),
			Kind:   graph.KindPlan,
			Name:   p.Name,
			NameEN: p.NameEN,
			Attrs:  attrs,
			Prov:   p.or(graph.Provenance{}),
			Place:  at,
		})
	}
	for _, s := range doc.Schemes {
		id := graph.NewID(graph.KindScheme, s.Key)
		attrs := graph.Attrs{"version": s.Version, "valid_from": s.ValidFrom, "current": s.Current}
		text(attrs, "valid_to", s.ValidTo)
		text(attrs, "text", s.Text)
		r.add(graph.Node{
			ID:     id,
			Kind:   graph.KindScheme,
			Name:   s.Name,
			NameEN: s.NameEN,
			Attrs:  attrs,
			Prov:   s.or(graph.Provenance{}),
			Place:  at,
		})
		if s.Plan != "" {
			r.join(graph.Guides, graph.NewID(graph.KindPlan, s.Plan), id, s.or(graph.Provenance{}), at, nil)
		}
		for i, c := range s.Chains {
			r.join(
				graph.Lists,
				id,
				graph.NewID(graph.KindChain, c.Chain),
				c.or(graph.Provenance{}),
				at,
				graph.Attrs{"order": int64(i + 1)},
			)
		}
	}
}
