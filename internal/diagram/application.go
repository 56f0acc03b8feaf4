package diagram

// Standing says how firmly something in a drawing stands: on record, announced, disputed, or only possible. No layout
// draws one as another.
type Standing string

const (
	OnRecord  Standing = "evidenced" // a document or medium says so
	Announced Standing = "announced" // announced or stated by a cluster; no contract
	Disputed  Standing = "disputed"  // told, and contested or of the group only
	Likely    Standing = "possible"  // trade knowledge or derived from the template
)

// Application is the content of an application-field diagram 应用领域图: what the chain makes, in which fields it is used,
// who buys there and how near. It holds no coordinates and no colours.
type Application struct {
	Head      Head         `json:"head"`
	Products  []Product    `json:"products"`             // in chain order; what local firms make first
	More      []Listed     `json:"more,omitempty"`       // that find no place beside the fields
	MoreWords string       `json:"more_words,omitempty"` // how many these are, by kind
	Fields    []Field      `json:"fields"`               // in the order in which the chain's products reach them
	Uses      []Use        `json:"uses"`                 // of Products, sorted by product, field
	Customers []Customer   `json:"customers"`
	Radii     []Radius     `json:"radii"` // always four, from near to far
	Total     int          `json:"total"` // products that have a use or a local maker: Products and More
	Blank     BlankWords   `json:"blank"`
	Heads     [2]HeadWords `json:"heads"` // of products, with how many are listed further on, and of fields
}

// HeadWords are the two lines over a column.
type HeadWords struct {
	Name string `json:"name"`
	Note string `json:"note"`
}

// BlankWords stand where nobody said anything.
type BlankWords struct {
	Cell string `json:"cell"` // a radius without customers
	Row  string `json:"row"`  // a field without customers
}

// Made says how firmly a product is made in the city.
type Made string

const (
	MadeHere  Made = "made"    // a local firm makes it, on record
	MadeMaybe Made = "claimed" // a local firm works on its link or is said to make it
	MadeNot   Made = "unseen"  // no local firm was seen
)

// Product of the chain.
type Product struct {
	ID     string   `json:"id"`
	Href   string   `json:"href"`
	Name   string   `json:"name"`
	Made   Made     `json:"made"`
	Makers []string `json:"makers,omitempty"` // local ones, best first
	Levels []string `json:"levels,omitempty"` // of the first maker, one character each
	Empty  string   `json:"empty,omitempty"`  // instead of makers: 未见本地企业
	Note   string   `json:"note,omitempty"`   // 在建, 待核实, 按环节推断; empty when in production on record
	// Inferred says in words from which link it is inferred that the makers make it, when nobody said so.
	Inferred string `json:"inferred,omitempty"`
}

// Listed is a product in the list of further pages.
type Listed struct {
	Product
	Links []string `json:"links"`            // that yield it
	Uses  []string `json:"fields,omitempty"` // names of the fields in which it is used
}

// Field of use, or the row of customers whose field nobody noted.
type Field struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Note     string `json:"note,omitempty"` // what the products are built into, such as 供其他链：新能源
	Count    string `json:"count"`          // how many products, such as 产品 8·本地有据 5
	Local    int    `json:"local"`          // products with a local maker, drawn or not
	Here     int    `json:"here"`           // of these the ones that a firm is on record to make here
	Unplaced bool   `json:"unplaced,omitempty"`
	// Missing are its products that no local firm was seen to make, in chain order; shown where there is room.
	Missing []string `json:"missing,omitempty"`
}

// Use says that a product is used in a field.
type Use struct {
	Product  string   `json:"product"`
	Field    string   `json:"field"`
	Standing Standing `json:"standing"` // evidenced or possible
}

// Customer of a local product in a field.
type Customer struct {
	ID       string   `json:"id"`
	Href     string   `json:"href"`
	Field    string   `json:"field"`
	Radius   int      `json:"radius"` // index of Radii
	Name     string   `json:"name"`
	Standing Standing `json:"standing"`
}

// Radius is a ring of nearness with what stands in it.
type Radius struct {
	Name string `json:"name"`
	Note string `json:"note"` // such as 有据 1·待核 5
}
