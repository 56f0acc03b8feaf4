package analysis

// Resilience of a chain: the share of its weight that stays held whichever single local enterprise stops, Σ wᵢ over the
// held links with two or more able local enterprises / Σ wᵢ. It is the N−1 criterion of power grids, for suppliers.
type Resilience struct {
	Value       float64 // 0 to 1; 0 for a chain without links
	Links       int     // that stay held
	WeightHeld  int
	WeightTotal int
}

func resilience(c *Chain) Resilience {
	var r Resilience
	for _, l := range c.Links {
		r.WeightTotal += l.Weight
		if l.spare() {
			r.Links++
			r.WeightHeld += l.Weight
		}
	}
	r.Value = Share(r.WeightHeld, r.WeightTotal)
	return r
}

// spare tells whether the link stays held when any one enterprise stops.
func (l *Link) spare() bool {
	able := 0
	for _, p := range l.Positions {
		if p.Able {
			able++
		}
	}
	return l.State.Held() && able >= 2
}
