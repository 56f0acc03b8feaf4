package content

import (
	"cmp"
	"math"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// neighbours are the places outside that have coordinates, with those links that only they hold.
func (b *placesBuilder) neighbours(links []*analysis.Link) []diagram.Neighbour {
	city := b.findings.City.Place
	if city == nil {
		return nil
	}
	lon, lat, known := graph.ParkOf(city).Coordinates()
	if !known {
		return nil
	}
	var out []diagram.Neighbour
	for _, park := range b.findings.Snapshot.Of(graph.KindPark) {
		east, north, known := graph.ParkOf(park).Coordinates()
		if !known || graph.ParkOf(park).Type() != graph.ParkPlace {
			continue
		}
		n := diagram.Neighbour{
			ID:   string(park.ID),
			Href: "/things/" + string(park.ID),
			Name: park.Label(string(b.lexicon)),
			Lon:  east,
			Lat:  north,
			Side: sideOf(east-lon, north-lat, lat),
		}
		for _, l := range links {
			b.holds(&n, park.ID, l)
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(x, y diagram.Neighbour) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// sideOf is the quarter of the compass in which something lies that is so many degrees east and north of a latitude.
func sideOf(east, north, at float64) diagram.Side {
	x, y := east*math.Cos(at*math.Pi/180), north
	switch {
	case math.Abs(y) >= math.Abs(x) && y >= 0:
		return diagram.North
	case math.Abs(y) >= math.Abs(x):
		return diagram.South
	case x > 0:
		return diagram.East
	}
	return diagram.West
}

// holds notes a link that is outside and has makers in the place.
func (b *placesBuilder) holds(n *diagram.Neighbour, place graph.ID, l *analysis.Link) {
	if l.State != analysis.Outside {
		return
	}
	link := diagram.NeighbourLink{ID: string(l.Node.ID), Name: l.Node.Label(string(b.lexicon))}
	for _, p := range l.Positions {
		if at := analysis.HomeOf(b.findings.Snapshot, p.Enterprise.ID); p.Circle && at != nil && at.To == place {
			link.Makers = append(link.Makers, b.shortName(p.Enterprise))
			n.Open = n.Open || !p.Relation.Prov.Confidence.Evidenced()
		}
	}
	if len(link.Makers) > 0 {
		n.Links = append(n.Links, link)
	}
}
