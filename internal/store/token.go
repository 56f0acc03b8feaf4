package store

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"chainchief/graph"
	"chainchief/internal/spelling"

	"github.com/mozillazg/go-pinyin"
)

// Search works on own tokens, the same in every store: bigrams of Chinese runs with a last single character, Latin
// words and numbers whole, and for every place in a Chinese run its pinyin and initials from there on, in all its
// readings. A database only has to find phrases and prefixes of tokens.

// misread are words whose usual pinyin the table of single characters gets wrong.
var misread = map[string][]string{
	"重庆": {"chong", "qing"}, "长江": {"chang", "jiang"}, "厦门": {"xia", "men"}, "六安": {"lu", "an"}, "长飞": {"chang", "fei"},
	"长信": {
		"chang",
		"xin",
	}, "长沙": {"chang", "sha"}, "长春": {"chang", "chun"}, "长盈": {"chang", "ying"}, "长光": {"chang", "guang"},
	"长三角": {"chang", "san", "jiao"}, "乐普": {"le", "pu"}, "厦钨": {"xia", "wu"},
}

// mostPinyin bounds the length of one pinyin token: nobody types more.
const mostPinyin = 24

// Tokens returns the search tokens of a node, parted by spaces.
func Tokens(n *graph.Node) string {
	t := tokenizer{seen: map[string]bool{}}
	for _, name := range namesOf(n) {
		t.text(name, true)
		if simple := simplified(name); simple != name {
			t.text(simple, true)
		}
	}
	for _, code := range []string{n.ID.Key(), n.Attrs.Text("credit_code"), n.Attrs.Text("listed_code"),
		n.Attrs.Text("code")} {
		t.text(code, false)
	}
	if former := graph.EnterpriseOf(n).FormerIDs(); len(former) > 0 {
		t.out = append(t.out, mergedToken)
		for _, id := range former {
			t.text(id.Key(), false)
			t.out = append(t.out, formerToken(id))
		}
	}
	return strings.Join(t.out, " ")
}

// namesOf returns what a node is called.
func namesOf(n *graph.Node) []string {
	return append([]string{n.Name, n.NameEN, n.Attrs.Text("short_name")}, n.Aliases...)
}

type tokenizer struct {
	out  []string
	seen map[string]bool // pinyin only: phrases need every bigram in its place
}

func (t *tokenizer) text(s string, pinyin bool) {
	for _, run := range runs(s) {
		if !isHan(run[0]) {
			t.out = append(t.out, string(run))
			continue
		}
		t.out = append(t.out, bigrams(run)...)
		t.out = append(t.out, string(run[len(run)-1]))
		if pinyin {
			t.pinyin(run)
		}
	}
}

func bigrams(run []rune) []string {
	var out []string
	for i := 0; i+1 < len(run); i++ {
		out = append(out, string(run[i:i+2]))
	}
	return out
}

func (t *tokenizer) pinyin(run []rune) {
	readings := readingsOf(run)
	for i := range readings {
		for _, syllables := range spoken(readings[i:]) {
			initials, full := "", ""
			for _, s := range syllables {
				initials += s[:1]
				full += s
			}
			for _, token := range []string{initials, full[:min(len(full), mostPinyin)]} {
				if len(token) > 1 && !t.seen[token] {
					t.seen[token] = true
					t.out = append(t.out, token)
				}
			}
		}
	}
}

// mostSpoken bounds in how many ways a name is read from one place on.
const mostSpoken = 8

// spoken are the ways to read a run of characters, the usual one first; far characters and rare ways give way.
func spoken(readings [][]string) [][]string {
	ways, letters := [][]string{nil}, 0
	for _, of := range readings {
		if letters > mostPinyin || len(ways)*len(of) > mostSpoken {
			of = of[:1]
		}
		letters += len(of[0])
		var longer [][]string
		for _, s := range of {
			for _, way := range ways {
				longer = append(longer, append(slices.Clone(way), s))
			}
		}
		ways = longer
	}
	return ways
}

// readingsOf returns for each character of a run its syllables, the usual one first; characters without one are left
// out.
func readingsOf(run []rune) (out [][]string) {
	for len(run) > 0 {
		length, known := misreadPrefix(run)
		for _, s := range known { // a word is read in one way
			out = append(out, []string{s})
		}
		if length == 0 {
			length = 1
			if usual := syllableOf(run[0]); usual != "" {
				others := slices.DeleteFunc(strings.Fields(alsoRead[run[0]]), func(s string) bool { return s == usual })
				out = append(out, append([]string{usual}, others...))
			}
		}
		run = run[length:]
	}
	return out
}

// Syllables returns the pinyin of a Chinese text, one syllable a character, without tones; characters without one are
// left out.
func Syllables(s string) []string {
	text := []rune(s)
	out := make([]string, 0, len(text))
	for len(text) > 0 {
		if length, syllables := misreadPrefix(text); length > 0 {
			out = append(out, syllables...)
			text = text[length:]
			continue
		}
		if syllable := syllableOf(text[0]); syllable != "" {
			out = append(out, syllable)
		}
		text = text[1:]
	}
	return out
}

// read keeps the syllable of each character that was asked for: the library strips tones with regular expressions,
// which took a fifth of the time of loading 100,000 nodes.
var read sync.Map // rune → string

func syllableOf(r rune) string {
	if known, ok := read.Load(r); ok {
		return known.(string)
	}
	syllable := ""
	if p := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(p) > 0 {
		syllable = p[0]
	}
	read.Store(r, syllable)
	return syllable
}

// misreadPrefix returns how many characters of a misread word the text begins with, and how they are read.
func misreadPrefix(text []rune) (int, []string) {
	for _, length := range []int{3, 2} {
		if len(text) >= length {
			if syllables, ok := misread[string(text[:length])]; ok {
				return length, syllables
			}
		}
	}
	return 0, nil
}

// runs cuts a text into runs of Chinese characters and runs of other letters and digits, folded to one form.
func runs(s string) [][]rune {
	var out [][]rune
	var run []rune
	flush := func() {
		if len(run) > 0 {
			out = append(out, run)
			run = nil
		}
	}
	for _, r := range spelling.Fold(s) {
		if unicode.IsMark(r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if len(run) > 0 && isHan(run[0]) != isHan(r) {
			flush()
		}
		run = append(run, r)
	}
	flush()
	return out
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// terms turns what a user typed into terms that must all match; none for a text without letters.
func terms(query string) []Term {
	var out []Term
	for _, run := range runs(query) {
		out = append(out, term(run))
	}
	return out
}

func term(run []rune) Term {
	if isHan(run[0]) && len(run) > 1 {
		return Term{Phrase: bigrams(run)}
	}
	return Term{Prefix: string(run)}
}

// Expression writes queries as the full-text indexes of the databases read them, each term as word says it.
func Expression(queries [][]Term, word func(Term) string) string {
	alternatives := make([]string, len(queries))
	for i, query := range queries {
		words := make([]string, len(query))
		for j, t := range query {
			words[j] = word(t)
		}
		alternatives[i] = "(" + strings.Join(words, " AND ") + ")"
	}
	return strings.Join(alternatives, " OR ")
}

// Matches tells whether tokens hold every term of one of the queries.
func Matches(tokens []string, queries [][]Term) bool {
	return slices.ContainsFunc(queries, func(terms []Term) bool {
		return !slices.ContainsFunc(terms, func(t Term) bool { return !t.In(tokens) })
	})
}

// In tells whether tokens hold the term.
func (t Term) In(tokens []string) bool {
	if t.Prefix != "" {
		return slices.ContainsFunc(tokens, func(s string) bool { return strings.HasPrefix(s, t.Prefix) })
	}
	for i := 0; i+len(t.Phrase) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(t.Phrase)], t.Phrase) {
			return true
		}
	}
	return false
}

// SortKey orders names as people expect: Chinese by pinyin, then by the characters themselves.
func SortKey(n *graph.Node) string {
	var b strings.Builder
	for _, run := range runs(n.Name) {
		if isHan(run[0]) {
			b.WriteString(strings.Join(Syllables(string(run)), " "))
		} else {
			b.WriteString(string(run))
		}
		b.WriteByte(' ')
	}
	b.WriteByte('\t')
	b.WriteString(n.Name)
	return b.String()
}
