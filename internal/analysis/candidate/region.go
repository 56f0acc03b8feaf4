package candidate

import (
	"fmt"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// elsewhere is what the seeds call a region that is none of the named ones: no place, but known to be far.
const elsewhere = "其他"

// home is the place of an enterprise and what says so; nil when neither plant nor seat is on record.
func (f *index) home(id graph.ID) (*graph.Node, *graph.Relation) {
	if r := analysis.HomeOf(f.Snapshot, id); r != nil {
		return f.Snapshot.Node(r.To), r
	}
	return nil, nil
}

// whereabouts says how near an enterprise is and where, by its reach, the region in words, and its place.
func (f *index) whereabouts(n *graph.Node) (analysis.RegionClass, analysis.Words) {
	region := graph.EnterpriseOf(n).Region()
	place := analysis.Words{ZH: region, EN: region}
	if named, ok := f.City.AreaOf(region); ok && named.Name == region {
		place = inWords(named)
	}
	if region == elsewhere {
		place = analysis.Words{}
	}
	home, _ := f.home(n.ID)
	if home != nil {
		place = analysis.Words{ZH: home.Name, EN: home.Label("en")}
	}
	switch class := analysis.RegionClass(graph.EnterpriseOf(n).Reach()); class {
	case analysis.RegionLocal, analysis.RegionCircle, analysis.RegionProvince:
		if place == (analysis.Words{}) {
			place = f.classWords(class)
		}
		return class, place
	}
	if region == "" && home != nil {
		region = home.Name
	}
	switch _, preferred := f.City.AreaOf(region); {
	case region == "":
		return analysis.RegionUnknown, place
	case preferred:
		return analysis.RegionPreferred, place
	}
	return analysis.RegionElsewhere, place
}

// classWords are the words of a class, with the name of the circle.
func (f *index) classWords(class analysis.RegionClass) analysis.Words {
	terms := f.City.Named(analysis.RegionClasses)
	return analysis.Words{ZH: graph.Words(terms, string(class), "zh"), EN: graph.Words(terms, string(class), "en")}
}

// placed is the enterprise, or its twin of a data set where only that says where it is.
func (f *index) placed(p prospect) *graph.Node {
	if twin := p.twin(); twin != nil {
		if class, _ := f.whereabouts(p.node); class == analysis.RegionUnknown {
			return twin
		}
	}
	return p.node
}

// value is what a class counts.
func regionValue(w analysis.CandidateWeights, class analysis.RegionClass) float64 {
	return map[analysis.RegionClass]float64{analysis.RegionLocal: w.Local, analysis.RegionCircle: w.Circle,
		analysis.RegionProvince: w.Province, analysis.RegionPreferred: w.Preferred,
		analysis.RegionElsewhere: w.Elsewhere}[class]
}

// region is the part of where a candidate is.
func (s *scoring) region(n *graph.Node) Part {
	w := s.f.Weights.Candidate
	class, place := s.f.whereabouts(n)
	part := Part{
		Part: analysis.Part{
			Key:     "region",
			Name:    analysis.Words{ZH: "区域", EN: "Region"},
			Most:    w.Region,
			Value:   regionValue(w, class),
			Unknown: class == analysis.RegionUnknown,
			Why:     place,
		},
	}
	_, r := s.f.home(n.ID)
	if r != nil {
		part.Facts = s.f.RelationFacts([]*graph.Relation{r})
	} else if !part.Unknown {
		part.Facts = []analysis.Fact{{Text: analysis.Words{ZH: n.Name + "在" + place.ZH, EN: n.Label("en") + " is in " +
			place.EN}, Subject: n.ID, Prov: n.Prov}}
	}
	switch class {
	case analysis.RegionUnknown:
		part.Why = analysis.Words{ZH: "地区待补充", EN: "its place is not on record"}
	case analysis.RegionElsewhere:
		part.Why = analysis.Words{ZH: place.ZH + "，非重点区域", EN: place.EN + ", no preferred region"}
		if place == (analysis.Words{}) {
			part.Why = analysis.Words{ZH: "其他地区，非重点区域", EN: "elsewhere, no preferred region"}
			part.Facts = nil
		}
	case analysis.RegionPreferred:
		named := s.f.areaIn(n, place)
		part.Why = analysis.Words{
			ZH: fmt.Sprintf("%s，按行业惯例为招商重点区域，市级公开文件未点名", joined(named.ZH, place.ZH)),
			EN: fmt.Sprintf(
				"%s: by usage of the trade a region to look for investment; no public document of the city names it",
				joined(named.EN, place.EN),
			),
		}
		part.Facts = append(part.Facts, analysis.Fact{
			Text: analysis.Words{
				ZH: named.ZH + "按行业惯例为招商重点区域",
				EN: named.EN + " is by usage of the trade a region to look for investment",
			},
			Subject: n.ID,
			Prov:    graph.Provenance{Source: analysis.RulesSource, AsOf: "2026", Confidence: graph.Inferred},
		})
	default:
		if words := s.f.classWords(class); words.ZH != place.ZH {
			part.Why = analysis.Words{ZH: words.ZH + "：" + place.ZH, EN: words.EN + ": " + place.EN}
		}
	}
	if r != nil {
		code := string(r.Type)
		part.Why.ZH += "（" + graph.Words(analysis.Homes, code, "zh") + "）"
		part.Why.EN += " (" + graph.Words(analysis.Homes, code, "en") + ")"
	}
	return part
}

// areaIn is the preferred area that an enterprise is in.
func (f *index) areaIn(n *graph.Node, place analysis.Words) analysis.Words {
	named, ok := f.City.AreaOf(graph.EnterpriseOf(n).Region())
	if !ok {
		named, _ = f.City.AreaOf(place.ZH)
	}
	return inWords(named)
}

func inWords(a graph.Area) analysis.Words { return analysis.Words{ZH: a.Name, EN: a.NameEN} }

// joined names an area and the place in it, once when they are the same.
func joined(area, place string) string {
	if area == place {
		return area
	}
	return area + " · " + place
}
