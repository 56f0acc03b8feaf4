package diagram

// Detail is how much a drawing says of each thing in it.
type Detail string

const (
	Full     Detail = "full"     // all that finds room
	Names    Detail = "names"    // links and products by name, without firms and products of links
	Overview Detail = "overview" // several links as one, counted by state
	Leader   Detail = "leader"   // for the wall of a meeting: one sentence, large words, few marks
)

// Details in their order, most first; the leader's edition, which is arranged otherwise, last.
var Details = []Detail{Full, Names, Overview, Leader}
