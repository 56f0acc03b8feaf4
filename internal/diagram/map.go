package diagram

// Map is the content of a layout diagram 产业布局图: the places of the city with their coordinates, and in each the links of
// a chain, or all chains of the city, with the enterprises that stand there. It holds no positions on the page and no
// colours.
type Map struct {
	Head Head `json:"head"`
	// of all chains: what is said of links below holds for chains, which have no state
	City     bool       `json:"city,omitempty"`
	Places   []Place    `json:"places"` // by id, also those without an enterprise of the chain
	Links    []Located  `json:"links"`  // in template order
	Lanes    []Band     `json:"lanes"`  // sub-chains; at least one, whose Name is empty when the chain has none
	Unplaced []Resident `json:"unplaced,omitempty"`
	// Detail is the least that is left out: Names the enterprises of links in places, Overview also the names of links.
	Detail Detail `json:"detail,omitempty"`
	// Neighbours are the cities around that have coordinates, by id.
	Neighbours []Neighbour `json:"neighbours,omitempty"`
	// Total counts the local enterprises of the chain: those in the places and the unplaced ones, each once.
	Total int `json:"total"`
}

// Place is a district, zone, planning area or park that stands on the map by itself. What lies in a zone, planning area
// or park is part of it: their coordinates are too rough to tell the two apart.
type Place struct {
	ID   string `json:"id"`
	Href string `json:"href"`
	Name string `json:"name"`
	// Short is the name without the words for its kind, such as 葛店 of 葛店经济技术开发区.
	Short       string  `json:"short"`
	Kind        string  `json:"kind"` // in words, such as 功能区
	Lon         float64 `json:"lon"`
	Lat         float64 `json:"lat"`
	District    string  `json:"district"` // what it lies in: a district, or the city for zones of the city
	Whole       bool    `json:"whole,omitempty"`
	Note        string  `json:"note,omitempty"`
	Restriction string  `json:"restriction,omitempty"`
	// 待核实 and the date of the source, when the restriction is not settled
	RestrictedOn string   `json:"restricted_on,omitempty"`
	Host         string   `json:"host,omitempty"`      // 配套园区 for the chain's park, 承载园区 for one that hosts it
	HostOpen     bool     `json:"host_open,omitempty"` // nobody confirmed that
	Firms        int      `json:"firms"`               // local enterprises of the chain, each once
	Loose        int      `json:"loose,omitempty"`     // of these, whose place is not verified
	Rows         []Seat   `json:"rows,omitempty"`      // in template order
	Notes        []string `json:"notes,omitempty"`     // parks inside that host the chain, supplies on record inside
}

// Seat is a link, or several with the same single enterprise, in a place.
type Seat struct {
	Links []string   `json:"links"` // ids
	Names []string   `json:"names"`
	State State      `json:"state"`
	Firms []Resident `json:"firms"`
	// Host tells that the place, or a park in it, hosts the chain, HostOpen that nobody confirmed it; only on maps of the
	// city.
	Host       bool `json:"host,omitempty"`
	HostOpen   bool `json:"host_open,omitempty"`
	Unverified bool `json:"unverified,omitempty"` // the chain itself is still to be confirmed
}

// Resident is a local enterprise in a place.
type Resident struct {
	Firm
	ID    string   `json:"id"`
	Loose bool     `json:"loose,omitempty"` // its place is not verified
	Links []string `json:"links,omitempty"` // names of its links, for those without a place
}

// Located says where a link of the chain stands.
type Located struct {
	ID         string       `json:"id"`
	Href       string       `json:"href"`
	Name       string       `json:"name"`
	Lane       string       `json:"lane"` // key of a lane, or Support
	State      State        `json:"state"`
	Places     []PlaceCount `json:"places,omitempty"`     // most enterprises first
	Open       int          `json:"open,omitempty"`       // enterprises on it without a place
	Firms      int          `json:"firms,omitempty"`      // of a chain: its local enterprises
	Unverified bool         `json:"unverified,omitempty"` // of a chain: it is still to be confirmed
	Makers     []string     `json:"makers,omitempty"`     // of an outside link: who makes it in the circle, with the city
}

// Neighbour is a city beside this one, with what of the chain only it has.
type Neighbour struct {
	ID    string          `json:"id"`
	Href  string          `json:"href"`
	Name  string          `json:"name"`
	Side  Side            `json:"side"`
	Lon   float64         `json:"lon"`
	Lat   float64         `json:"lat"`
	Links []NeighbourLink `json:"links,omitempty"` // in template order
	Open  bool            `json:"open,omitempty"`  // knowledge of the trade alone says that some of their makers are there
}

// Side of the city on which a neighbour lies, by its bearing.
type Side string

// The sides.
const (
	North Side = "north"
	East  Side = "east"
	South Side = "south"
	West  Side = "west"
)

// NeighbourLink is a link that nobody holds here and somebody in a neighbour city does.
type NeighbourLink struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Makers []string `json:"makers"`
}

// PlaceCount is how many enterprises of a link stand in a place.
type PlaceCount struct {
	Place string `json:"place"` // short name
	Firms int    `json:"firms"`
}
