package supply

import (
	"chainchief/internal/analysis"
	"cmp"
	"slices"
)

// userTiers is how many steps of what feeds what are followed from an enterprise to those who live on it.
const userTiers = 3

// users are the links that the enterprise's links on the chain feed, directly and by up to two links between; the
// certain ones before the possible ones, then the most necessary. Only a direct user may be merely possible.
func (t *telling) users(s *Supply, all []*analysis.Link) (flows []*Flow, rest []Partner) {
	of := map[*analysis.Link]*Flow{}
	for _, feed := range t.f.Feeds {
		if !slices.Contains(s.Own, feed.From) || slices.Contains(all, feed.To) {
			continue
		}
		if of[feed.To] == nil {
			of[feed.To] = &Flow{Link: feed.To, Tier: 1, Possible: true, Partners: t.partners(feed.To, t.to)}
			flows = append(flows, of[feed.To])
		}
		of[feed.To].Possible = of[feed.To].Possible && feed.Possible
	}
	order := func(a, b *Flow) int {
		return cmp.Or(
			analysis.FalseFirst(a.Possible, b.Possible),
			b.Link.Weight-a.Link.Weight,
			cmp.Compare(a.Link.Node.ID, b.Link.Node.ID),
		)
	}
	slices.SortFunc(flows, order)
	for tier, ring := 2, flows; tier <= userTiers; tier++ {
		var next []*Flow
		for _, from := range ring {
			for _, l := range from.Link.Users {
				if slices.Contains(all, l) {
					continue
				}
				if of[l] == nil {
					of[l] = &Flow{Link: l, Tier: tier, Partners: t.partners(l, t.to)}
					next = append(next, of[l])
				}
				if of[l].Tier == tier {
					of[l].Via = append(of[l].Via, from)
				}
			}
		}
		slices.SortFunc(next, order)
		flows = append(flows, next...)
		ring = next
	}
	return t.settle(flows, t.to)
}
