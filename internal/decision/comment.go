package decision

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Comment writes what somebody says of a gap beside it. Comments are only added, so two at once do not conflict.
func (d *Desk) Comment(ctx context.Context, by Actor, gap graph.ID, text string) (store.ChangeSet, error) {
	if done, err := d.store.Requested(ctx, by.Request); err != nil || done.Revision > 0 {
		return done, err
	}
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > mostWords {
		return store.ChangeSet{}, refuse(
			"comment.length",
			fmt.Sprintf("意见要有 1 到 %d 字", mostWords),
			fmt.Sprintf("a comment has 1 to %d characters", mostWords),
		)
	}
	if err := d.onRecord(ctx, by, gap); err != nil {
		return store.ChangeSet{}, err
	}
	return d.write(ctx, by, func(g *graph.Snapshot) (graph.Changes, error) {
		node := g.Node(gap)
		if node == nil || node.Kind != graph.KindGap {
			return graph.Changes{}, absent("gap", gap)
		}
		c := graph.Node{
			ID:    nextID(g, graph.KindComment, gap),
			Kind:  graph.KindComment,
			Name:  title(text),
			Prov:  by.prov(),
			Attrs: graph.Attrs{"text": text, "said_by": by.Name, "said_at": by.At.UTC().Format(time.RFC3339)},
		}
		about := graph.RelationKey{Type: graph.About, From: c.ID, To: gap}
		return graph.Changes{
			Reason:    "缺口“" + node.Name + "”意见",
			Nodes:     []graph.Node{source(), c},
			Relations: []graph.Relation{{RelationKey: about, Prov: by.prov()}},
		}, nil
	})
}

// Comments returns the comments on a gap, oldest first.
func Comments(g *graph.Snapshot, gap graph.ID) []*graph.Node {
	other := func(n *graph.Node) bool { return n.Kind != graph.KindComment }
	list := slices.DeleteFunc(g.Tails(gap, graph.About), other)
	slices.SortStableFunc(list, func(a, b *graph.Node) int {
		return strings.Compare(graph.CommentOf(a).At(), graph.CommentOf(b).At())
	})
	return list
}

// nextID numbers what people say of a thing so that the ids sort as they came; one that was undone leaves its number
// free.
func nextID(g *graph.Snapshot, kind graph.Kind, of graph.ID) graph.ID {
	for n := 1; ; n++ {
		if id := graph.NewID(kind, fmt.Sprintf("%s/%04d", of.Key(), n)); g.Node(id) == nil {
			return id
		}
	}
}

// title is the beginning of a comment, for lists.
func title(text string) string {
	const most = 30
	line, _, _ := strings.Cut(text, "\n")
	if r := []rune(line); len(r) > most {
		return string(r[:most]) + "…"
	}
	return line
}
