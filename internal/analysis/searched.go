package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"chainchief/graph"
)

// searches are those at a link, newest first; of one day the one that was written last.
func searches(s *graph.Snapshot, link graph.ID) []*graph.Node {
	list := slices.DeleteFunc(s.Tails(link, graph.About), func(n *graph.Node) bool { return n.Kind != graph.KindSearch })
	slices.SortFunc(list, func(a, b *graph.Node) int {
		return cmp.Or(cmp.Compare(graph.SearchOf(b).On(), graph.SearchOf(a).On()), cmp.Compare(b.ID, a.ID))
	})
	return list
}

// Searched says whether anybody looked for makers at the link: a link where nobody is seen is one where nobody has
// looked, or one where somebody has and found none.
func (l *Link) Searched() Words {
	if len(l.Searches) == 0 {
		return Words{"没人查过", "nobody has looked"}
	}
	last := graph.SearchOf(l.Searches[0])
	return Words{
		fmt.Sprintf("查过，未见：%s，%s，%s", last.On(), last.By(), last.Where()),
		fmt.Sprintf("looked, found none: %s, %s, %s", last.On(), last.By(), last.Where()),
	}
}
