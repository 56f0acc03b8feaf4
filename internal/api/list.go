package api

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
)

// List is a page of a list.
type List[T any] struct {
	Items    []T    `json:"items" doc:"Of this page"`
	Next     string `json:"next,omitempty" doc:"Cursor of the next page; missing at the end"`
	Total    int    `json:"total" doc:"Items on all pages"`
	Revision int64  `json:"revision" doc:"Revision the answer was computed from"`
}

// page cuts a page out of what a whole list has in scope, and converts only that.
func page[S, T any](of *graph.Snapshot, all []S, q *Pages, convert func(S) T) *List[T] {
	if !q.scope.All() {
		all = keep(all, func(x S) bool { return inScope(x, q.scope) })
	}
	out := List[T]{Items: []T{}, Total: len(all), Revision: int64(of.Revision)}
	limit := q.Limit
	if limit == 0 { // who asks without HTTP may want all
		limit = len(all)
	}
	begin := min(q.offset, len(all))
	end := min(begin+limit, len(all))
	for _, x := range all[begin:end] {
		out.Items = append(out.Items, convert(x))
	}
	if end < len(all) {
		out.Next = q.next(of.Version(), end)
	}
	return &out
}

// sorted orders a copy of a list by "name,-weight"; ties keep the list's own order.
func sorted[T any, S ~string](list []T, order S, by map[string]func(a, b T) int) ([]T, error) {
	if order == "" {
		return list, nil
	}
	var compare []func(a, b T) int
	for _, field := range strings.Split(string(order), ",") {
		name, descending := strings.CutPrefix(field, "-")
		c, known := by[name]
		if !known {
			names := make([]string, 0, len(by))
			for n := range by {
				names = append(names, n)
			}
			slices.Sort(names)
			return nil, badQuery(
				"query.invalid_sort",
				"query.sort",
				fmt.Sprintf("cannot sort by %q; use %s", clip(name), strings.Join(names, ", ")),
			)
		}
		if descending {
			up := c
			c = func(a, b T) int { return up(b, a) }
		}
		compare = append(compare, c)
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int {
		for _, c := range compare {
			if n := c(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	return out, nil
}

func ascending[T any, K cmp.Ordered](key func(T) K) func(a, b T) int {
	return func(a, b T) int { return cmp.Compare(key(a), key(b)) }
}

// remembered computes a key once an element: sort keys need pinyin, and a sort asks for each many times.
func remembered[T comparable, K any](key func(T) K) func(T) K {
	known := map[T]K{}
	return func(x T) K {
		k, ok := known[x]
		if !ok {
			k = key(x)
			known[x] = k
		}
		return k
	}
}

func keep[T any](list []T, is func(T) bool) []T {
	out := make([]T, 0, len(list))
	for _, x := range list {
		if is(x) {
			out = append(out, x)
		}
	}
	return out
}
