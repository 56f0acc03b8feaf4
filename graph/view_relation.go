package graph

// Position is the work of an enterprise on a link.
type Position struct{ *Relation }

// PositionOf views a relation as a position.
func PositionOf(r *Relation) Position { return Position{r} }

// Role is what the enterprise does there, of Roles.
func (p Position) Role() string { return p.Attrs.Text("role") }

// Stage is how far it is, of Steps.
func (p Position) Stage() string { return p.Attrs.Text("stage") }

// Makes tells that what the link yields comes of it, in whatever stage: it is made there, developed or provided. Who
// only sells or uses it adds nothing to what there is.
func (p Position) Makes() bool { return p.Role() != RoleSeller && p.Role() != RoleUser }

// Making are those of some positions by which something is made, see Position.Makes.
func Making(positions []*Relation) []*Relation {
	out := make([]*Relation, 0, len(positions))
	for _, r := range positions {
		if PositionOf(r).Makes() {
			out = append(out, r)
		}
	}
	return out
}

// Capacity is how much it can make there, and in what unit.
func (p Position) Capacity() (value float64, unit string, known bool) {
	value, known = p.Attrs.Number("capacity")
	return value, p.Attrs.Text("capacity_unit"), known
}

// Feed is what one link delivers to another.
type Feed struct{ *Relation }

// FeedOf views a relation as a feed.
func FeedOf(r *Relation) Feed { return Feed{r} }

// Possible tells that not every maker of the one needs the other.
func (f Feed) Possible() bool { return f.Attrs.Bool("possible") }

// AnyOf names the feeds into the same link of which one is enough; "" of one that is needed by itself.
func (f Feed) AnyOf() string { return f.Attrs.Text("any_of") }

// Kind is what it is to the one that takes it, of FeedKinds; used up day by day where nobody says.
func (f Feed) Kind() string {
	if kind := f.Attrs.Text("kind"); kind != "" {
		return kind
	}
	return FeedRecurrent
}

// Flow is how much goes that way, as far as it is known.
func (f Feed) Flow() (value float64, known bool) { return f.Attrs.Number("flow") }

// Restriction is what a policy says of a link.
type Restriction struct{ *Relation }

// RestrictionOf views a relation as a restriction.
func RestrictionOf(r *Relation) Restriction { return Restriction{r} }

// Rule is how far it goes, of Restrictions.
func (r Restriction) Rule() string { return r.Attrs.Text("rule") }

// Note is what it asks, in words.
func (r Restriction) Note() string { return r.Attrs.Text("note") }

// Supply is a supply between enterprises, on record or only announced.
type Supply struct{ *Relation }

// SupplyOf views a relation as a supply.
func SupplyOf(r *Relation) Supply { return Supply{r} }

// What is supplied, in the words of the source.
func (s Supply) What() string { return s.Attrs.Text("what") }

// Standing of one that is only announced, of Standings; "" of one that is on record.
func (s Supply) Standing() string { return s.Attrs.Text("standing") }

// Holding is the share that a group holds of a firm.
type Holding struct{ *Relation }

// HoldingOf views a relation as a holding.
func HoldingOf(r *Relation) Holding { return Holding{r} }

// Share is the part that is held, 0 to 1, as far as it is known.
func (h Holding) Share() (part float64, known bool) { return h.Attrs.Number("share") }

// Hosting is the place of a chain or link in a park.
type Hosting struct{ *Relation }

// HostingOf views a relation as a hosting.
func HostingOf(r *Relation) Hosting { return Hosting{r} }

// Main tells whether it is the chain's own park.
func (h Hosting) Main() bool { return h.Attrs.Bool("main") }

// Output is how much a city does of a product or link.
type Output struct{ *Relation }

// OutputOf views a relation as an output.
func OutputOf(r *Relation) Output { return Output{r} }

// Value is how much.
func (o Output) Value() float64 {
	value, _ := o.Attrs.Number("value")
	return value
}

// Measure is what is counted, of Measures.
func (o Output) Measure() string { return o.Attrs.Text("measure") }

// Unit of the value.
func (o Output) Unit() string { return o.Attrs.Text("unit") }

// Match is a product of a link taken for a product of a data set.
type Match struct{ *Relation }

// MatchOf views a relation as a match.
func MatchOf(r *Relation) Match { return Match{r} }

// Method is how it was found, of MatchMethods.
func (m Match) Method() string { return m.Attrs.Text("method") }

// Likeness is how sure it is, 0 to 1.
func (m Match) Likeness() float64 {
	likeness, _ := m.Attrs.Number("likeness")
	return likeness
}

// Via is the product by way of which it was found; "" when it was found directly.
func (m Match) Via() ID { return ID(m.Attrs.Text("via")) }

// Review is what people said of it, of MatchReviews.
func (m Match) Review() string { return m.Attrs.Text("review") }

// Reviewed tells whether people have looked at it.
func (m Match) Reviewed() bool { return m.Review() != MatchProposed }

// Twin is an enterprise taken for a record of a data set.
type Twin struct{ *Relation }

// TwinOf views a relation as a twin.
func TwinOf(r *Relation) Twin { return Twin{r} }

// Method is how it was found, of TwinMethods.
func (t Twin) Method() string { return t.Attrs.Text("method") }

// Shared is the code or name that both have; "" where somebody only says so.
func (t Twin) Shared() string { return t.Attrs.Text("shared") }

// Contact is how far the talks with an enterprise over a gap are: a card of the board.
type Contact struct{ *Relation }

// ContactOf views a relation as a contact.
func ContactOf(r *Relation) Contact { return Contact{r} }

// Stage of the talks, of ContactStages.
func (c Contact) Stage() string { return c.Attrs.Text("contact") }

// Rejected tells whether people do not want the enterprise proposed again.
func (c Contact) Rejected() bool { return c.Stage() == ContactRejected }

// Since is when it came to that stage.
func (c Contact) Since() Date { return Date(c.Attrs.Text("since")) }

// Reason is why it was rejected, or taken back.
func (c Contact) Reason() string { return c.Attrs.Text("reason") }

// Owner is who talks.
func (c Contact) Owner() string { return c.Attrs.Text("owner") }

// Post is whom one talks to at the enterprise, by post.
func (c Contact) Post() string { return c.Attrs.Text("post") }

// Phone is under which number.
func (c Contact) Phone() string { return c.Attrs.Text("phone") }

// Next is what is to be done next.
func (c Contact) Next() string { return c.Attrs.Text("next") }

// Due is until when.
func (c Contact) Due() Date { return Date(c.Attrs.Text("due")) }
