package decision

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Looked writes that somebody looked for makers at the link of a gap and found none: on which day, and where. It closes
// nothing and changes no weight; who found somebody puts the enterprise on the link instead. Searches are only added,
// so two at once do not conflict.
func (d *Desk) Looked(
	ctx context.Context,
	by Actor,
	gap graph.ID,
	on graph.Date,
	where string,
) (store.ChangeSet, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil || done.Revision > 0 {
		return done, err
	}
	where = strings.TrimSpace(where)
	if n := utf8.RuneCountInString(where); n == 0 || n > mostWords {
		return store.ChangeSet{}, refuse(
			"search.where",
			fmt.Sprintf("查了哪里要有 1 到 %d 字", mostWords),
			fmt.Sprintf("where was searched has 1 to %d characters", mostWords),
		)
	}
	if on == "" {
		on = graph.Today(by.At)
	}
	if on.Newer(graph.Today(by.At)) {
		return store.ChangeSet{}, refuse("search.future", "查找日期在今天之后", "the day of the search is still to come")
	}
	if err := d.onRecord(ctx, by, gap); err != nil {
		return store.ChangeSet{}, err
	}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		links := g.Heads(gap, graph.At)
		if len(links) == 0 {
			return graph.Changes{}, absent("gap", gap)
		}
		link := links[0]
		n := graph.Node{
			ID:    nextID(g, graph.KindSearch, link.ID),
			Kind:  graph.KindSearch,
			Name:  title(where),
			Prov:  by.prov(),
			Attrs: graph.Attrs{"looked_on": string(on), "where": where, "looked_by": by.Name},
		}
		about := graph.RelationKey{Type: graph.About, From: n.ID, To: link.ID}
		return graph.Changes{
			Reason:    "环节“" + link.Name + "”查找未见",
			Nodes:     []graph.Node{source(), n},
			Relations: []graph.Relation{{RelationKey: about, Prov: by.prov()}},
		}, nil
	})
}
