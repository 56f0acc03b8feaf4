package drawing

import (
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/layout"
	"chainchief/internal/scene"
)

// plain are the drawings that follow from their content alone: nothing is searched, no places are remembered.
var plain = map[string]func(*analysis.Findings, Request) ([]scene.Page, error){
	"layout": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		if r.Chain == "" {
			return layout.Map(diagram.NewCityMap(f, diagram.Options{Lang: r.Lang}))
		}
		content, err := diagram.NewMap(f, r.Chain, diagram.Options{Lang: r.Lang})
		if err != nil {
			return nil, err
		}
		return layout.Map(content)
	},
	"changes": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		content, err := diagram.NewChanges(r.From, f, r.Chain, diagram.Options{Lang: r.Lang})
		if err != nil {
			return nil, err
		}
		return layout.Changes(content)
	},
}
