package exchange

import (
	"chainchief/graph"
	"chainchief/internal/identity"
)

// whereabouts reads from the place that a firm's registered name begins with how far it is and its province; without
// one, only that it is in the country. A seat says nothing of where a firm produces.
func whereabouts(city graph.City, name string) (reach, region string) {
	from, _ := identity.RegionOf(name)
	switch region = from.Province; {
	case city.IsHere(name):
		return "local", region
	case city.IsNear(name):
		return "circle", region
	case region != "" && region == city.Province("zh"):
		return "province", region
	}
	return "country", region
}
