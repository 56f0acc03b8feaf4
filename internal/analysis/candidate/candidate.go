// Package candidate scores who could close the gap at a link, in parts that each name their evidence, and says what
// beats any score.
package candidate

import (
	"chainchief/graph"
	"chainchief/internal/analysis"
)

// Found is an enterprise that a search over all enterprises, the pool included, takes for a maker of what a link
// yields. Shares are 0 to 1.
type Found struct {
	Enterprise graph.Node
	Made       float64        // how far a data set says that it makes what the link yields; people confirmed the match
	Match      analysis.Words // what Made rests on
	Facts      []analysis.Fact
	Fit        *Fit // its one product that is nearest to what the link needs; nil when none is near at all
	FitFacts   []analysis.Fact
	Peers      float64        // how near the words of similar firms and of its industry are
	Near       analysis.Words // what Peers rests on
	NearFacts  []analysis.Fact
	// Twin is the same enterprise as a data set has it, where Enterprise is of the working graph: the two go by one listed
	// code or one name. Nil when there is none.
	Twin  *graph.Node
	Makes []Made // what it makes of what the link yields, or nearest to it
	// Card is how the talks with it, or its twin, over the gap of the link stand when no snapshot can hold that, the
	// enterprise of the card being in the pool; else nil.
	Card *graph.Relation
}

// Origin says where a candidate comes from.
type Origin string

// The origins.
const (
	OneStep     Origin = "one_step" // a local firm one step away: on a link beside this one, or making what is near to it
	GroupMember Origin = "group"    // belongs to a group that has a local firm
	FromOutside Origin = "outside"
)

// Origins are the origins with their words.
var Origins = []graph.Term{
	{Code: string(OneStep), ZH: "本地可转产", EN: "Local, one step away"},
	{Code: string(GroupMember), ZH: "集团成员", EN: "Of a local firm's group"},
	{Code: string(FromOutside), ZH: "市外企业", EN: "From outside"},
}

// Candidate is an enterprise that could close the gap at a link, or the reason why it must not be asked.
type Candidate struct {
	Enterprise *graph.Node
	Origin     Origin
	// nothing on record says that it works on the link or makes its products: knowledge of the trade, or words
	Unverified bool
	// Parts are match, tie, near, scale, region, expansion, policy; a part that nothing is known of is Unknown and leaves
	// the score. Facts of a part are what it rests on.
	Parts    []Part
	Points   float64 // Σ value · most of the known parts, rounded to 0.1: what is got
	Most     float64 // Σ most of the known parts: All less Most is not known, Most less Points is not earned
	All      float64 // Σ most of all parts
	Rank     int     // 1 is best; equal low ends share a rank: 1, 2, 2, 4. 0 of who is no candidate
	Tier     Tier
	Barred   analysis.Words // why it does not stand ahead; empty when nothing bars it
	Region   analysis.RegionClass
	Place    analysis.Words  // where it is, as far as known
	Makes    []Made          // what it is said to make, what the link needs or is nearest to it first
	Inferred analysis.Words  // from which links what it makes is inferred; empty when Makes says it, or nothing does
	Notes    []Note          // what to know beside the score, such as a rejection for another gap
	Ties     []Tie           // to local enterprises, evidenced ones first
	Also     []graph.ID      // further links with a gap that it is a candidate for by what stands in the snapshot
	Veto     *Veto           // beats any score: Parts, Points and Most are empty then
	Card     *graph.Relation // TARGETS: stage of contact, since when, owner, next act; nil when nobody has begun
}

// Made is a product that somebody says an enterprise makes: nothing but MAKES puts a product beside a name.
type Made struct {
	analysis.Words
	Product graph.ID
	By      graph.ID // the enterprise, or its twin
	Prov    graph.Provenance
}

// Part is a part with the facts that it rests on.
type Part struct {
	analysis.Part
	Facts []analysis.Fact
}

// Low is the least that a candidate's score can be, 0 to 1: what it has earned, of all points. Candidates are ranked by
// it in whole percent, as it is printed: what nobody knows earns nothing.
func (c *Candidate) Low() float64 { return c.of(c.Points) }

// High is the most that its score can be: what is not known counted in full.
func (c *Candidate) High() float64 { return c.of(c.Points + c.All - c.Most) }

// Value is its score with what is not known at its usual value.
func (c *Candidate) Value() float64 {
	sum := c.Points
	for _, p := range c.Parts {
		if p.Unknown {
			sum += priors[p.Key] * p.Most
		}
	}
	return c.of(sum)
}

func (c *Candidate) of(points float64) float64 {
	if c.All == 0 {
		return 0
	}
	return points / c.All
}

// priors are what parts usually are where they are known, to a tenth: their means over the 255 known makers of the gaps
// of the seeds. Expansion is known of none of them: half.
var priors = map[string]float64{"near": .4, "scale": 1, "region": .7, "expansion": .5}

// PlainParts are the parts without their facts.
func (c *Candidate) PlainParts() []analysis.Part {
	list := make([]analysis.Part, len(c.Parts))
	for i, p := range c.Parts {
		list[i] = p.Part
	}
	return list
}

// Note is what to know of a candidate beside its score.
type Note struct {
	Gap graph.ID // that it tells of; empty: of none
	analysis.Words
}

// Tie is what joins a candidate to a local enterprise.
type Tie struct {
	Local     *graph.Node
	Evidenced bool // on record; else it only could supply it, or be supplied by it
	Group     bool // they belong to one group
	Text      analysis.Words
}

// Veto is why an enterprise is not proposed: rejected, a wrong or doubtful legal entity, dissolved, in a place where
// nothing may be built.
type Veto struct {
	Reason  analysis.Words
	Instead analysis.Words // what to do instead; may be empty
}

// Lists are the candidates of links, by link; each list best first, vetoed ones last.
type Lists map[graph.ID][]*Candidate
