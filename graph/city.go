package graph

import "strings"

// City is what the graph knows of the city that it is of: its names, what counts as near, where it looks for
// investment. The zero City is one of which nothing is on record; its words then name no place.
type City struct {
	*Node        // of kind KindCity; nil when there is none
	Place  *Node // where it lies, a place of kind city; nil when none is on record
	Areas  []Area
	circle []string
}

// Area is a region where the city looks for investment.
type Area struct {
	Name, NameEN string
	Provinces    []string
}

// CityOf reads the profile of the city from a snapshot.
func CityOf(s *Snapshot) City {
	var c City
	if list := s.Of(KindCity); len(list) > 0 {
		c.Node = list[0]
		c.Place = s.Node(NewID(KindPark, c.Attrs.Text("place")))
		c.circle = c.Attrs.List("circle_places")
		for _, text := range c.Attrs.List("preferred") {
			c.Areas = append(c.Areas, parseArea(text))
		}
	}
	if c.Place != nil {
		return c
	}
	for _, p := range s.Of(KindPark) {
		if p.Attrs.Text("kind") == "city" {
			c.Place = p
			return c
		}
	}
	return c
}

// NewArea writes an area as the attribute "preferred" holds it.
func NewArea(a Area) string {
	return a.Name + "|" + a.NameEN + "|" + strings.Join(a.Provinces, " ")
}

func parseArea(text string) Area {
	parts := append(strings.Split(text, "|"), "", "")
	return Area{Name: parts[0], NameEN: parts[1], Provinces: strings.Fields(parts[2])}
}

// text is an attribute of the profile, or what is said without one.
func (c City) text(name, otherwise string) string {
	if c.Node != nil {
		if t := c.Attrs.Text(name); t != "" {
			return t
		}
	}
	return otherwise
}

// Label is the name of the city, such as 鄂州; 本市 without a profile.
func (c City) Label(lang string) string {
	switch {
	case c.Node != nil:
		return c.Node.Label(lang)
	case lang == "en":
		return "the city"
	}
	return "本市"
}

// Circle is the name of what counts as near beyond the city.
func (c City) Circle(lang string) string {
	if lang == "en" {
		return c.text("circle_en", "metropolitan circle")
	}
	return c.text("circle", "都市圈")
}

// Province is the name of the city's province.
func (c City) Province(lang string) string {
	if lang == "en" {
		return c.text("province_en", "the province")
	}
	return c.text("province", "本省")
}

// IsNear tells whether a place name, or the registered name of a firm, begins with a place of the circle.
func (c City) IsNear(name string) bool {
	for _, place := range c.circle {
		if strings.HasPrefix(name, place) {
			return true
		}
	}
	return false
}

// IsHere tells whether it begins with the name of the city.
func (c City) IsHere(name string) bool { return c.Node != nil && strings.HasPrefix(name, c.Name) }

// AreaOf finds the area that a text names, by its own name or by a province of it.
func (c City) AreaOf(text string) (Area, bool) {
	for _, a := range c.Areas {
		if text == a.Name {
			return a, true
		}
		for _, p := range a.Provinces {
			if text == p {
				return a, true
			}
		}
	}
	return Area{}, false
}

// Named puts the name of the circle into the words of a list of terms, such as Reaches.
func (c City) Named(terms []Term) []Term {
	out := append([]Term(nil), terms...)
	for i, t := range out {
		if t.Code == "circle" {
			out[i].ZH, out[i].EN = c.Circle("zh"), c.Circle("en")
		}
	}
	return out
}
