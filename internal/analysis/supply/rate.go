package supply

import "chainchief/internal/analysis"

// Rate is the local supply rate 本地配套率 of an enterprise: of how many of its direct inputs somebody in a radius, or
// nearer, is known. A statistic of what is known, never a quota for what to buy.
type Rate struct {
	Radius    analysis.RegionClass
	Possible  int // inputs that somebody could deliver
	Evidenced int // inputs that somebody delivers, on record
	Of        int // direct inputs: the base
}

// Rates are the supply rates of all radii, from near to far. They never fall with the radius. What is disputed, told of
// the group only, or stopped, does not count.
func Rates(inputs []*Flow) []Rate {
	direct := Direct(inputs)
	rates := make([]Rate, len(Radii))
	for i, radius := range Radii {
		rates[i] = Rate{Radius: radius, Of: len(direct)}
		for _, f := range direct {
			possible, evidenced := f.Supplied(radius)
			if possible {
				rates[i].Possible++
			}
			if evidenced {
				rates[i].Evidenced++
			}
		}
	}
	return rates
}

// Supplied tells whether somebody in a radius could deliver it, and whether somebody does.
func (f *Flow) Supplied(radius analysis.RegionClass) (possible, evidenced bool) {
	for _, p := range f.Within(radius) {
		possible = possible || p.Counts()
		evidenced = evidenced || p.Counts() && p.Tie == TieEvidenced
	}
	return possible, evidenced
}
