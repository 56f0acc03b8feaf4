package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"

	"github.com/longbridgeapp/opencc"
)

const (
	leastHan   = 3    // characters of a word that may have a wrong one: of two, one says too little
	mostHan    = 30   // and of longer ones nothing is tried: no name is that long, and each place costs a search
	leastLatin = 4    // the same of letters
	mostEdited = 16   // letters of a word that are tried with another one; those behind must be right
	mostWords  = 6    // of a text: more is no name
	mostTerms  = 1000 // in one question to a database: Lucene, in Neo4j, takes 1024
)

// generic are the words behind the name of a chain when people speak of it.
var generic = []string{"产业链", "产业", "链"}

// Nearly finds what Search does not, as something is wrong in the text: one Chinese character or Latin letter too many,
// too few, another one or, in letters, two in the wrong order; or 链 and the like behind a name. The order is that of
// Search.
func (s *Store) Nearly(ctx context.Context, text string, kinds []graph.Kind, limit int) ([]Hit, error) {
	folded := simplified(text)
	for _, word := range generic {
		if name, cut := strings.CutSuffix(strings.TrimSpace(folded), word); cut && name != "" {
			if hits, err := s.Search(ctx, name, kinds, limit); err != nil || len(hits) > 0 {
				return hits, err
			}
		}
	}
	words := runs(folded)
	if len(words) > mostWords {
		return nil, nil
	}
	var found []Keyed
	for i, word := range words {
		queries := nearTerms(word, mostTerms/len(words))
		if len(queries) == 0 {
			continue
		}
		for j, other := range words {
			for q := range queries {
				if j != i {
					queries[q] = append(queries[q], term(other))
				}
			}
		}
		more, err := s.driver.Search(ctx, queries, kinds, mostRanked)
		if err != nil {
			return nil, wrap("search", err)
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b Keyed) int { return cmp.Compare(a.Node.ID, b.Node.ID) })
	found = slices.CompactFunc(found, func(a, b Keyed) bool { return a.Node.ID == b.Node.ID })
	found = slices.DeleteFunc(found, func(k Keyed) bool { return !near(words, &k.Node) })
	return rank(text, found, limit), nil
}

// nearTerms returns the queries, no more than most, of which a name that is one step from the word matches one: of
// Chinese words what stands before and behind each character, of Latin words every beginning with one letter changed.
func nearTerms(word []rune, most int) [][]Term {
	switch {
	case isHan(word[0]) && len(word) >= leastHan && len(word) <= mostHan:
		var out [][]Term
		for i := range word { // another character here, or one too many
			out = append(out, parts(word[:i], word[i+1:]))
			if i > 0 { // one too few before it
				out = append(out, parts(word[:i], word[i:]))
			}
		}
		return out
	case len(word) >= leastLatin && !slices.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }):
		var out [][]Term
		for _, w := range changed(string(word), min(mostEdited, most/changes)) {
			out = append(out, []Term{{Prefix: w}})
		}
		return out
	}
	return nil
}

func parts(words ...[]rune) (out []Term) {
	for _, w := range words {
		if len(w) > 0 {
			out = append(out, term(w))
		}
	}
	return out
}

// changes bounds in how many ways a letter is changed: another one, one before it, none, the next one first.
const changes = 26 + 26 + 1 + 1

// changed returns the words that are one step from a word in its first letters, ordered.
func changed(word string, letters int) []string {
	var out []string
	for i := range min(len(word), letters) {
		before, behind := word[:i], word[i+1:]
		out = append(out, before+behind)
		for letter := 'a'; letter <= 'z'; letter++ {
			out = append(out, before+string(letter)+behind, before+string(letter)+word[i:])
		}
		if i+1 < len(word) {
			out = append(out, before+word[i+1:i+2]+word[i:i+1]+word[i+2:])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// near tells whether the Chinese words of a search are in the names of a node, with at most one step between a word and
// what is there. The index answers for Latin words and codes.
func near(words [][]rune, n *graph.Node) bool {
	var names [][]rune
	for _, name := range namesOf(n) {
		for _, run := range runs(simplified(name)) {
			if isHan(run[0]) {
				names = append(names, run)
			}
		}
	}
	return !slices.ContainsFunc(words, func(word []rune) bool {
		return isHan(word[0]) && len(word) > 1 &&
			!slices.ContainsFunc(names, func(name []rune) bool { return steps(word, name) <= 1 })
	})
}

// steps returns how many characters must be put, left out or changed to make of a word a part of a name: the least
// last row of Sellers' table (The theory and computation of evolutionary distances, 1980).
func steps(word, name []rune) int {
	row := make([]int, len(name)+1) // a part may begin anywhere
	for i, w := range word {
		diagonal := row[0]
		row[0] = i + 1
		for j, r := range name {
			change := diagonal
			if w != r {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return slices.Min(row)
}

// reaches orders enterprises from here outwards; what has no reach comes last.
func reaches(n *graph.Node) int {
	if n.Kind != graph.KindEnterprise {
		return 0
	}
	at := slices.IndexFunc(graph.Reaches, func(t graph.Term) bool { return t.Code == graph.EnterpriseOf(n).Reach() })
	return cmp.Or(at+1, len(graph.Reaches)+1)
}

// converter is OpenCC's from traditional to simplified characters.
var converter = sync.OnceValues(func() (*opencc.OpenCC, error) { return opencc.New("t2s") })

// simplified returns a text in simplified characters: 電子特氣 is 电子特气.
func simplified(text string) string {
	to, err := converter()
	if err != nil {
		panic(err) // its tables are compiled in
	}
	out, err := to.Convert(text)
	if err != nil {
		return text
	}
	return out
}
