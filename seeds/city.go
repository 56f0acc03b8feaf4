package seeds

import "chainchief/graph"

type cityFile struct {
	Key           string   `yaml:"key"`
	Name          string   `yaml:"name"`
	NameEN        string   `yaml:"name_en"`
	Place         string   `yaml:"place"`
	CirclePlace   string   `yaml:"circle_place"`
	ProvincePlace string   `yaml:"province_place"`
	Province      string   `yaml:"province"`
	ProvinceEN    string   `yaml:"province_en"`
	Circle        string   `yaml:"circle"`
	CircleEN      string   `yaml:"circle_en"`
	CirclePlaces  []string `yaml:"circle_places"`
	Preferred     []struct {
		Name      string   `yaml:"name"`
		NameEN    string   `yaml:"name_en"`
		Provinces []string `yaml:"provinces"`
	} `yaml:"preferred"`
	Standing `yaml:",inline"`
}

// city reads the profile of the city that the seeds are of.
func (r *reader) city() {
	const file = "city.yaml"
	var doc cityFile
	if !r.yamlFile(file, &doc) {
		return
	}
	r.province = doc.Province
	r.near = map[string]string{doc.Place: "local", doc.CirclePlace: "circle", doc.ProvincePlace: "province"}
	attrs := graph.Attrs{}
	text(attrs, "place", doc.Place)
	text(attrs, "province", doc.Province)
	text(attrs, "province_en", doc.ProvinceEN)
	text(attrs, "circle", doc.Circle)
	text(attrs, "circle_en", doc.CircleEN)
	if len(doc.CirclePlaces) > 0 {
		attrs["circle_places"] = doc.CirclePlaces
	}
	var areas []string
	for _, a := range doc.Preferred {
		areas = append(areas, graph.NewArea(graph.Area{Name: a.Name, NameEN: a.NameEN, Provinces: a.Provinces}))
	}
	if len(areas) > 0 {
		attrs["preferred"] = areas
	}
	r.add(graph.Node{
		ID:     graph.NewID(graph.KindCity, doc.Key),
		Kind:   graph.KindCity,
		Name:   doc.Name,
		NameEN: doc.NameEN,
		Attrs:  attrs,
		Prov:   doc.or(graph.Provenance{}),
		Place:  &graph.Place{File: file},
	})
}
