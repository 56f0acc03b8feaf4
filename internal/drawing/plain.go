package drawing

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/content"
	"chainchief/internal/layout/application"
	"chainchief/internal/layout/changes"
	"chainchief/internal/layout/places"
	"chainchief/internal/layout/roadmap"
	"chainchief/internal/scene"
)

// plain are the drawings that follow from their content alone: nothing is searched, no places are remembered.
var plain = map[string]func(*analysis.Findings, Request) ([]scene.Page, error){
	"application": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		return arranged(f, r, content.NewApplication, application.Draw)
	},
	"roadmap": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		return arranged(f, r, content.NewRoadmap, roadmap.Draw)
	},
	"layout": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		if r.Chain == "" {
			return places.Draw(content.NewCityMap(f, r.options()))
		}
		return arranged(f, r, content.NewMap, places.Draw)
	},
	"changes": func(f *analysis.Findings, r Request) ([]scene.Page, error) {
		content, err := content.NewChanges(r.From, f, r.Chain, r.options())
		if err != nil {
			return nil, err
		}
		return changes.Draw(content)
	},
}

// arranged takes the content of a drawing of a chain to its layout.
func arranged[C any](f *analysis.Findings, r Request, content func(*analysis.Findings, graph.ID, content.Options) (C, error), arrange func(C) ([]scene.Page, error)) ([]scene.Page, error) {
	c, err := content(f, r.Chain, r.options())
	if err != nil {
		return nil, err
	}
	return arrange(c)
}
