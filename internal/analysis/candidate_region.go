package analysis

import (
	"fmt"

	"chainchief/graph"
)

// area is a region where cities here usually look for investment. No public document of the city names one: it is the
// usage of the trade.
type area struct {
	name      Words
	provinces []string
}

var areas = []area{
	{Words{"长三角", "Yangtze River Delta"}, []string{"上海", "江苏", "浙江", "安徽"}},
	{Words{"珠三角", "Pearl River Delta"}, []string{"广东"}},
	{Words{"京津冀", "Beijing–Tianjin–Hebei"}, []string{"北京", "天津", "河北"}},
}

// areaOf returns the area that a text names, itself or by a province of it.
func areaOf(text string) (Words, bool) {
	for _, a := range areas {
		if text == a.name.ZH {
			return a.name, true
		}
		for _, p := range a.provinces {
			if text == p {
				return a.name, true
			}
		}
	}
	return Words{}, false
}

// elsewhere is what the seeds call a region that is none of the named ones: no place, but known to be far.
const elsewhere = "其他"

// home is the place of an enterprise: where it produces or, as far as nobody said, where it has its seat; nil when
// neither is on record.
func (f *index) home(id graph.ID) (*graph.Node, *graph.Relation) {
	for _, t := range []graph.RelationType{graph.LocatedIn, graph.RegisteredIn} {
		if rels := f.Snapshot.Out(id, t); len(rels) > 0 {
			return f.Snapshot.Node(rels[0].To), rels[0]
		}
	}
	return nil, nil
}

// whereabouts says how near an enterprise is and where, by its reach, the region in words, and its place.
func (f *index) whereabouts(n *graph.Node) (RegionClass, Words) {
	region := n.Attrs.Text("region")
	place := Words{region, region}
	if named, ok := areaOf(region); ok && named.ZH == region {
		place = named
	}
	if region == elsewhere {
		place = Words{}
	}
	home, _ := f.home(n.ID)
	if home != nil {
		place = Words{home.Name, home.Label("en")}
	}
	switch class := RegionClass(n.Attrs.Text("reach")); class {
	case RegionLocal, RegionCircle, RegionProvince:
		if place == (Words{}) {
			place = Words{graph.Words(RegionClasses, string(class), "zh"), graph.Words(RegionClasses, string(class), "en")}
		}
		return class, place
	}
	if region == "" && home != nil {
		region = home.Name
	}
	switch _, preferred := areaOf(region); {
	case region == "":
		return RegionUnknown, place
	case preferred:
		return RegionPreferred, place
	}
	return RegionElsewhere, place
}

// placed is the enterprise, or its twin of a data set where only that says where it is.
func (f *index) placed(p prospect) *graph.Node {
	if twin := p.twin(); twin != nil {
		if class, _ := f.whereabouts(p.node); class == RegionUnknown {
			return twin
		}
	}
	return p.node
}

// value is what a class counts.
func regionValue(w CandidateWeights, class RegionClass) float64 {
	return map[RegionClass]float64{RegionLocal: w.Local, RegionCircle: w.Circle, RegionProvince: w.Province, RegionPreferred: w.Preferred, RegionElsewhere: w.Elsewhere}[class]
}

// region is the part of where a candidate is.
func (s *scoring) region(n *graph.Node) CandidatePart {
	w := s.f.Weights.Candidate
	class, place := s.f.whereabouts(n)
	part := CandidatePart{Part: Part{Key: "region", Name: Words{"区域", "Region"}, Most: w.Region, Value: regionValue(w, class), Unknown: class == RegionUnknown, Why: place}}
	if _, r := s.f.home(n.ID); r != nil {
		part.Facts = s.f.relationFacts([]*graph.Relation{r})
	} else if !part.Unknown {
		part.Facts = []Fact{{Text: Words{n.Name + "在" + place.ZH, n.Label("en") + " is in " + place.EN}, Subject: n.ID, Prov: n.Prov}}
	}
	switch class {
	case RegionUnknown:
		part.Why = Words{"所在地未登记", "its place is not on record"}
	case RegionElsewhere:
		part.Why = Words{place.ZH + "，非重点区域", place.EN + ", no preferred region"}
		if place == (Words{}) {
			part.Why = Words{"其他地区，非重点区域", "elsewhere, no preferred region"}
			part.Facts = nil
		}
	case RegionPreferred:
		named := s.f.areaIn(n, place)
		part.Why = Words{fmt.Sprintf("%s，按行业惯例为招商重点区域，市级公开文件未点名", joined(named.ZH, place.ZH)), fmt.Sprintf("%s: by usage of the trade a region to look for investment; no public document of the city names it", joined(named.EN, place.EN))}
		part.Facts = append(part.Facts, Fact{Text: Words{named.ZH + "按行业惯例为招商重点区域", named.EN + " is by usage of the trade a region to look for investment"}, Subject: n.ID,
			Prov: graph.Provenance{Source: rulesSource, AsOf: "2026", Confidence: graph.Inferred}})
	default:
		if words := graph.Words(RegionClasses, string(class), "zh"); words != place.ZH {
			part.Why = Words{words + "：" + place.ZH, graph.Words(RegionClasses, string(class), "en") + ": " + place.EN}
		}
	}
	return part
}

// areaIn is the preferred area that an enterprise is in.
func (f *index) areaIn(n *graph.Node, place Words) Words {
	if named, ok := areaOf(n.Attrs.Text("region")); ok {
		return named
	}
	named, _ := areaOf(place.ZH)
	return named
}

// joined names an area and the place in it, once when they are the same.
func joined(area, place string) string {
	if area == place {
		return area
	}
	return area + " · " + place
}
