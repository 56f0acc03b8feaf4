// Package scene is the page of a drawing: five primitives with roles, links and names, in units of 1/120 inch with y
// downwards. A layout fills it, the checks prove it, every painter draws it. It knows nothing of chains.
package scene

// Size of a 16:9 page and the type sizes of the look, in units of 1/120 inch.
const (
	PageWidth  = 1600.0
	PageHeight = 900.0
	Margin     = 40.0
	LeastText  = 13.5
)

// Shape is one of the five primitives; each is native in SVG, PDF and PPTX.
type Shape string

const (
	Rect   Shape = "rect"   // X, Y, W, H, Radius
	Circle Shape = "circle" // X, Y are the centre, Radius
	Line   Shape = "line"   // Points; Closed makes it a polygon
	Curve  Shape = "curve"  // Points: a start, then triples (control, control, end); Closed joins the ends
	Text   Shape = "text"   // Text on one line; X, Y are the anchor on the baseline
)

// Role says what a primitive is on the page, so that checks and painters need not guess it from its looks.
type Role string

const (
	RoleGround  Role = "ground"  // page and bands behind everything
	RoleHead    Role = "head"    // title block, figures, headline
	RoleBand    Role = "band"    // stage heads and lane labels
	RoleCaption Role = "caption" // names of groups
	RoleCard    Role = "card"    // the body of a card: exactly one primitive an owner
	RoleContent Role = "content" // words on a card
	RoleMark    Role = "mark"    // coverage, level and warning marks
	RoleEdge    Role = "edge"    // a relation: exactly one polyline or curve a relation
	RoleArrow   Role = "arrow"   // the head of an edge
	RoleLegend  Role = "legend"
	RoleFoot    Role = "foot" // source line, date, page number
)

// Struck is the class of a line that strikes a text out.
const Struck = "struck"

// Anchor is where X lies on a text.
type Anchor string

const (
	Start  Anchor = ""
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Point is a place on the page.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Item is one primitive. Only the fields of its Shape are set.
//
// An edge is the polyline of its Points, with its corners where the pieces meet; Radius rounds them when it is painted.
// So the checks see axis-parallel pieces, and a painter draws the fillets.
type Item struct {
	Shape Shape `json:"shape"`
	Role  Role  `json:"role"`
	// id of the card or edge that the primitive is part of; consecutive items of one owner are one group
	Owner  string  `json:"owner,omitempty"`
	X      float64 `json:"x,omitempty"`
	Y      float64 `json:"y,omitempty"`
	W      float64 `json:"w,omitempty"`
	H      float64 `json:"h,omitempty"`
	Radius float64 `json:"radius,omitempty"`
	Points []Point `json:"points,omitempty"`
	Closed bool    `json:"closed,omitempty"`

	Text   string  `json:"text,omitempty"`
	Size   float64 `json:"size,omitempty"`
	Bold   bool    `json:"bold,omitempty"`
	Anchor Anchor  `json:"anchor,omitempty"`
	// the text is the next line of the text before it of the same owner
	Continues bool `json:"continues,omitempty"`

	Fill   string    `json:"fill,omitempty"`   // #rrggbb; empty is none
	Stroke string    `json:"stroke,omitempty"` // #rrggbb; empty is none
	Width  float64   `json:"width,omitempty"`  // of the stroke
	Dash   []float64 `json:"dash,omitempty"`
	Round  bool      `json:"round,omitempty"` // round stroke ends

	From  string `json:"from,omitempty"`  // edges: owner of the card it leaves
	To    string `json:"to,omitempty"`    // edges: owner of the card it enters
	Class string `json:"class,omitempty"` // edges: kind of relation; cards: state
}

// Target describes an owner: what a click opens and what a screen reader says.
type Target struct {
	Owner string `json:"owner"`
	Href  string `json:"href,omitempty"`
	Name  string `json:"name"`
}

// Page is one page of a drawing. Items are in paint order. The same input gives the same items, byte for byte.
type Page struct {
	ID      string   `json:"id"`    // such as structure/optoelectronics
	Title   string   `json:"title"` // title and Desc are for screen readers and slide notes
	Desc    string   `json:"desc"`
	Lang    string   `json:"lang"` // zh or en
	Width   float64  `json:"width"`
	Height  float64  `json:"height"`
	Body    Box      `json:"body"` // between headline and foot: what a page on screen shows when it crops the head
	Number  int      `json:"number"`
	Pages   int      `json:"pages"`
	Shown   int      `json:"shown"` // of Total things that the drawing could show
	Total   int      `json:"total"`
	Targets []Target `json:"targets,omitempty"`
	Items   []Item   `json:"items"`
	Notes   []string `json:"notes,omitempty"` // sources in full
	// laid over the page by every painter; see Watermarks
	Watermark string `json:"watermark,omitempty"`
}

// Box is an axis-parallel rectangle.
type Box struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}
