package foreign

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"chainchief/graph"
	"chainchief/internal/lists"

	"golang.org/x/text/unicode/norm"
)

// Mapping says which column of a sheet is which of a list. It holds for every sheet with the same headings.
type Mapping struct {
	Name    string   `json:"name,omitempty"`
	List    string   `json:"list"`
	Columns []Mapped `json:"columns"`
	// Words are what people have said that texts mean, by the key of the column; they are kept with the mapping.
	Words map[string]map[string]string `json:"words,omitempty"`
	// Cells are the same for what only this file says, such as 2026.1: they are not kept.
	Cells map[string]map[string]string `json:"cells,omitempty"`
}

// Mapped says what one column is.
type Mapped struct {
	Column string   `json:"column"` // key of the heading
	To     []string `json:"to,omitempty"`
	Unit   string   `json:"unit,omitempty"` // of its amounts; empty: as the sheet says
	Use    Use      `json:"use"`
	Sure   bool     `json:"sure"`
	Why    Why      `json:"why,omitempty"`
}

// Use is what is done with a column.
type Use string

// The uses.
const (
	Taken  Use = "taken"  // as the columns of the list that it names
	Kept   Use = "kept"   // in the note of the row
	Number Use = "number" // of the row: says nothing
	Person Use = "person" // names and telephones: posts only are kept
)

// Uses are all of them.
var Uses = []Use{Taken, Kept, Number, Person}

// Why is how a column was recognised.
type Why string

// The reasons.
const (
	BySaved   Why = "saved"   // by a mapping that people have saved
	ByPerson  Why = "person"  // by somebody, just now
	ByHeading Why = "heading" // the heading is the column's or a synonym
	ByPart    Why = "part"    // the heading holds one: not sure
	ByValues  Why = "values"  // the values look like it: not sure when the heading says nothing
	Twice     Why = "twice"   // another column has the same heading: not sure
	Within    Why = "within"  // 其中: a part of another column
	Unknown   Why = "unknown" // the list has nothing like it
	Marks     Why = "marks"   // stages with marks
	NoUnit    Why = "unit"    // amounts whose unit stands nowhere: not sure
	Part      Why = "period"  // amounts of some months, not of a year: not sure
)

// Reasons are all of them.
var Reasons = []Why{BySaved, ByPerson, ByHeading, ByPart, ByValues, Twice, Within, Unknown, Marks, NoUnit, Part}

// Column returns what a mapping says of a column.
func (m Mapping) Column(key string) (Mapped, bool) {
	i := slices.IndexFunc(m.Columns, func(c Mapped) bool { return c.Column == key })
	if i < 0 {
		return Mapped{}, false
	}
	return m.Columns[i], true
}

// Unsure are the columns that nobody is sure of.
func (m Mapping) Unsure() (keys []string) {
	for _, c := range m.Columns {
		if !c.Sure {
			keys = append(keys, c.Column)
		}
	}
	return keys
}

// Fingerprint is the same for sheets with the same headings in the same order.
func (t *Table) Fingerprint() string {
	h := sha256.New()
	for _, c := range t.Headings {
		_, _ = h.Write([]byte(c.Key() + "\x00" + strings.Join(c.Units, "/") + "\x01"))
	}
	const length = 16
	return hex.EncodeToString(h.Sum(nil))[:length]
}

// samples bounds how many values of a column are looked at.
const samples = 200

// values are those of a column in the rows of data, without what only fills cells.
func (t *Table) values(at int) (out []string) {
	for r, role := range t.Roles {
		if role != Data {
			continue
		}
		if text := strings.TrimSpace(t.Cell(r, at)); text != "" && !lists.Nothing(text) {
			if out = append(out, text); len(out) == samples {
				break
			}
		}
	}
	return out
}

// share is the part of some values for which something holds.
func share(values []string, holds func(string) bool) float64 {
	if len(values) == 0 {
		return 0
	}
	n := 0
	for _, v := range values {
		if holds(v) {
			n++
		}
	}
	return float64(n) / float64(len(values))
}

var (
	personHeads = regexp.MustCompile(`联系人|联络人|联络员|姓名|电话|手机|联系方式|填报人|法定代表人|法人代表|^法人$|责任人|负责人|邮箱|身份证`)
	telephone   = regexp.MustCompile(`^(\+?86)?[-\s]?(1\d{10}|0\d{2,3}[-\s]?\d{7,8}|\d{7,8})$`)
	partParting = regexp.MustCompile(`[,，、;；/\s]+`)
	marks       = regexp.MustCompile(`^[√✓✔☑●■◆Vv]$`)
	postWords   = regexp.MustCompile(`[长记任席员部局委办处科]`)
)

// telephones tells whether a cell holds telephone numbers, however they are parted.
func telephones(text string) bool {
	parts := partParting.Split(norm.NFKC.String(strings.TrimSpace(text)), -1)
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p string) bool { return !telephone.MatchString(p) })
}

// Guesser guesses what sheets are.
type Guesser struct {
	lists []*lists.List
	names *lists.Names
}

// NewGuesser guesses among lists, with the names of a graph.
func NewGuesser(known []*lists.List, now *graph.Snapshot) *Guesser {
	return &Guesser{known, lists.NewNames(now)}
}

// most is how sure something is when its heading says so.
const most = 1.0

// List guesses of which list a sheet is; nil when of none, and false when another is as likely.
func (g *Guesser) List(t *Table) (l *lists.List, sure bool) {
	best, next := 0.0, 0.0
	for _, one := range g.lists {
		score := g.fits(t, one)
		switch {
		case score > best:
			best, next, l = score, best, one
		case score > next:
			next = score
		}
	}
	const ahead = .5
	return l, best-next >= ahead
}

// fits is how well a list fits a sheet: the columns that are recognised, those that are required first, and what the
// title says. A sheet that does not name its rows is of none.
func (g *Guesser) fits(t *Table, l *lists.List) (score float64) {
	missing := 0.0
	for _, c := range l.Columns {
		found := slices.ContainsFunc(t.Headings, func(h Heading) bool { return same(h, c) })
		holds := l.Holds(c)
		switch named := holds.Name || l.Joins(c); {
		case found && named:
			score += 2
		case found && !c.Ours:
			score++
		case found:
			score += .5
		case named:
			return 0
		case c.Required && !c.Ours:
			missing += .1
		}
	}
	title := t.Facts.Title + t.Name
	if words := strings.TrimSuffix(l.ZH, "清单"); strings.Contains(title, words) {
		score += 1.5
	}
	return score - missing
}

// same tells whether a heading is that of a column, or a synonym of it.
func same(h Heading, c lists.Column) bool {
	leaf, tail := bare(h.leaf()), bare(strings.Join(h.Parts[max(0, len(h.Parts)-2):], "")) // 本年度 above 计划
	return slices.ContainsFunc(append([]string{c.ZH, c.EN}, c.Synonyms...), func(text string) bool {
		known := bare(parsed(text).text)
		return strings.EqualFold(known, leaf) || strings.EqualFold(known, tail) || strings.EqualFold(known, bare(h.Text))
	})
}

// bare is a heading without brackets that only explain.
func bare(text string) string {
	if short := inBrackets.ReplaceAllString(text, ""); short != "" {
		return short
	}
	return text
}

// Columns guesses what the columns of a sheet are in a list.
func (g *Guesser) Columns(t *Table, l *lists.List) Mapping {
	m := Mapping{List: l.Key}
	taken := map[string]string{} // by path: the column that has it
	for _, h := range t.Headings {
		m.Columns = append(m.Columns, g.byHeading(t, l, h, taken))
	}
	g.marked(t, l, &m, taken)
	for i, h := range t.Headings { // the same heading twice: neither is sure
		if c := &m.Columns[i]; slices.ContainsFunc(m.Columns, func(other Mapped) bool {
			return other.Why == Twice && slices.Equal(other.To, c.To) && strings.HasPrefix(other.Column, h.Text)
		}) {
			c.Sure, c.Why = false, Twice
		}
	}
	for i, h := range t.Headings { // what no heading says, values may
		if m.Columns[i].Why != Unknown {
			continue
		}
		if guess, is := g.byPart(l, h, taken); is {
			m.Columns[i] = guess
		} else if guess, is := g.byValues(t, l, h, taken); is {
			m.Columns[i] = guess
		}
	}
	return m
}

func (g *Guesser) byHeading(t *Table, l *lists.List, h Heading, taken map[string]string) Mapped {
	out := Mapped{Column: h.Key(), Use: Kept, Sure: true, Why: Unknown}
	if numbers(h.leaf()) {
		out.Use, out.Why = Number, ByHeading
		return out
	}
	if within(h) {
		out.Why = Within
		return out
	}
	if start, end, is := span(l, h); is && taken[start] == "" && taken[end] == "" {
		out.Use, out.To, out.Why = Taken, []string{start, end}, ByHeading
		taken[start], taken[end] = out.Column, out.Column
		return out
	}
	values := t.values(h.At)
	for _, c := range l.Columns {
		if !c.Written() || !same(h, c) {
			continue
		}
		out.Use, out.To, out.Why = Taken, []string{c.Path}, ByHeading
		holds := l.Holds(c)
		switch {
		case taken[c.Path] != "" || h.Nth > 1:
			out.Sure, out.Why = false, Twice
		case holds.Post && share(values, postWords.MatchString) < .5 && len(values) > 0:
			return Mapped{Column: out.Column, Use: Person, Sure: true, Why: ByValues}
		case holds.Figure && c.Unit != "" && unitless(t, h, values):
			out.Sure, out.Why = false, NoUnit
		case holds.Figure && !g.year(t, h):
			out.Sure, out.Why = false, Part
		case holds.Type == graph.TypeCreditCode && len(values) > 0 && share(values, numberOrCode) < .5:
			out.Sure, out.Why = false, ByValues
		}
		if taken[c.Path] == "" {
			taken[c.Path] = out.Column
		}
		return out
	}
	const mostly = .8
	if personHeads.MatchString(h.leaf()) || share(values, telephones) > mostly && !strings.Contains(h.leaf(), "代码") {
		out.Use, out.Why = Person, ByHeading
		if !personHeads.MatchString(h.leaf()) {
			out.Why = ByValues
		}
	}
	return out
}

// unitless tells whether nothing says in which unit some of the amounts are.
func unitless(t *Table, h Heading, values []string) bool {
	return len(h.Units) == 0 && t.Facts.Money == "" && slices.ContainsFunc(values, func(text string) bool {
		all := lists.Amounts(text)
		return len(all) == 1 && all[0].Unit == ""
	})
}

func numberOrCode(text string) bool {
	code, _, _ := lists.CreditCode(text)
	const shortest = 15
	return len(code) >= shortest || strings.Contains(code, "E+")
}

// within tells whether a column is a part of another: adding both would count twice.
func within(h Heading) bool {
	return slices.ContainsFunc(h.Parts, func(p string) bool { return strings.HasPrefix(p, "其中") })
}

var startAndEnd = regexp.MustCompile(`起止|起讫`)

// span are the columns for the beginning and the end of a project, which one of a sheet may hold together.
func span(l *lists.List, h Heading) (start, end string, is bool) {
	if !startAndEnd.MatchString(h.leaf()) {
		return "", "", false
	}
	has := func(path string) bool {
		return slices.ContainsFunc(l.Columns, func(c lists.Column) bool { return c.Path == path })
	}
	return ".started", ".due", has(".started") && has(".due")
}

// year tells whether amounts under a heading are those of a year, as far as the heading says: what was so far, or in a
// month, is not.
func (g *Guesser) year(t *Table, h Heading) bool {
	text := strings.Join(h.Parts, "")
	p, is := lists.PeriodOf(text)
	if !is && !strings.Contains(text, "总投资") && !strings.Contains(text, "投资总额") {
		p, is = lists.PeriodOf(t.Facts.Period)
	}
	return !is || p.Whole()
}

// byPart looks for a column whose heading is part of this one, or the other way round.
func (g *Guesser) byPart(l *lists.List, h Heading, taken map[string]string) (Mapped, bool) {
	best, length := "", 1
	leaf := bare(h.leaf())
	for _, c := range l.Columns {
		holds := l.Holds(c)
		if !c.Written() || taken[c.Path] != "" || lists.Provenance(c) || len(h.Units) > 0 && !holds.Figure {
			continue
		}
		for _, text := range append([]string{c.ZH}, c.Synonyms...) {
			text = bare(parsed(text).text)
			const shortest = 3 // a shorter part says too little
			part := strings.Contains(leaf, text) || len([]rune(leaf)) >= shortest && strings.Contains(text, leaf)
			if n := len([]rune(text)); n > length && part {
				best, length = c.Path, n
			}
		}
	}
	if best == "" {
		return Mapped{}, false
	}
	taken[best] = h.Key()
	return Mapped{Column: h.Key(), To: []string{best}, Use: Taken, Why: ByPart}, true
}

// byValues looks for a column into which most values of this one fit.
func (g *Guesser) byValues(t *Table, l *lists.List, h Heading, taken map[string]string) (Mapped, bool) {
	const least, few = .6, 2
	values := t.values(h.At)
	if len(values) < few {
		return Mapped{}, false
	}
	type fit struct {
		path  string
		share float64
	}
	var best fit
	for _, c := range l.Columns {
		holds := l.Holds(c)
		if !c.Written() || taken[c.Path] != "" || holds.Name || c.Path == "source" {
			continue
		}
		of := 0.0
		switch {
		case holds.Type == graph.TypeCreditCode:
			of = share(values, func(text string) bool {
				_, _, fault := lists.CreditCode(text)
				return !fault.Wrong()
			})
		case len(holds.Terms) > 0 && holds.Type != graph.TypeBool:
			of = share(values, func(text string) bool {
				return !slices.ContainsFunc(parted(text), func(v string) bool { return !isWord(holds.Terms, v) })
			})
		case len(holds.Of) > 0:
			of = share(values, func(text string) bool {
				return slices.ContainsFunc(holds.Of, func(k graph.Kind) bool { return len(g.names.Find(k, text)) == 1 })
			})
		}
		if of > best.share {
			best = fit{c.Path, of}
		}
	}
	if best.share < least {
		return Mapped{}, false
	}
	taken[best.path] = h.Key()
	return Mapped{Column: h.Key(), To: []string{best.path}, Use: Taken, Why: ByValues}, true
}

func isWord(terms []graph.Term, text string) bool {
	return slices.ContainsFunc(terms, func(t graph.Term) bool { return text == t.ZH || text == t.Code })
}

// stage is the word of the vocabulary that a heading is; empty when it is none.
func stage(terms []graph.Term, text string) string {
	for _, word := range []string{text, meant[text]} {
		if isWord(terms, word) {
			return word
		}
	}
	return ""
}

// parted parts several values of a cell, as people do. A slash between Latin letters or digits is of one name, as in
// Mini/Micro LED.
func parted(text string) (out []string) {
	const within = '\x00'
	latin := func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == '/' && latin(runes[i-1]) && latin(runes[i+1]) {
			runes[i] = within
		}
	}
	parts := strings.FieldsFunc(string(runes), func(r rune) bool { return strings.ContainsRune("；;、,，/\n", r) })
	for _, v := range parts {
		if v = strings.TrimSpace(strings.ReplaceAll(v, string(within), "/")); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// marked finds stages that are columns with marks, √, and takes them as one column of the list, when the headings are
// its words.
func (g *Guesser) marked(t *Table, l *lists.List, m *Mapping, taken map[string]string) {
	var columns []int
	for i, h := range t.Headings {
		c := m.Columns[i]
		if values := t.values(h.At); c.Use == Kept && len(values) > 0 && share(values, marks.MatchString) == most {
			columns = append(columns, i)
		}
	}
	const least = 2
	if len(columns) < least {
		return
	}
	for _, c := range l.Columns {
		holds := l.Holds(c)
		if holds.Type != graph.TypeEnum || !c.Written() || taken[c.Path] != "" {
			continue
		}
		words := 0
		for _, i := range columns {
			if stage(holds.Terms, t.Headings[i].leaf()) != "" {
				words++
			}
		}
		if words < least {
			continue
		}
		for _, i := range columns {
			if stage(holds.Terms, t.Headings[i].leaf()) != "" {
				m.Columns[i].Use, m.Columns[i].To, m.Columns[i].Why = Taken, []string{c.Path}, Marks
			}
		}
		taken[c.Path] = t.Headings[columns[0]].Key()
		return
	}
}

// units takes back that somebody is sure of a column as long as nothing says in which unit its amounts are.
func (m Mapping) units(t *Table, l *lists.List) {
	for i := range m.Columns {
		c := &m.Columns[i]
		to := slices.IndexFunc(l.Columns, func(one lists.Column) bool { return len(c.To) > 0 && one.Path == c.To[0] })
		if c.Use != Taken || c.Unit != "" || to < 0 || !l.Holds(l.Columns[to]).Figure || l.Columns[to].Unit == "" {
			continue
		}
		for _, h := range t.Headings {
			if h.Key() == c.Column && unitless(t, h, t.values(h.At)) {
				c.Sure, c.Why = false, NoUnit
			}
		}
	}
}

// With lays what people said over what was guessed, column by column: a column that the mapping does not know stays as
// it was guessed.
func (m Mapping) With(said Mapping, why Why) Mapping {
	out := m
	out.Name, out.Words, out.Cells = said.Name, said.Words, said.Cells
	out.List = cmp.Or(said.List, m.List)
	out.Columns = slices.Clone(m.Columns)
	for i, c := range out.Columns {
		if one, is := said.Column(c.Column); is {
			one.Sure, one.Why = true, why
			if one.Use == c.Use && slices.Equal(one.To, c.To) && c.Sure {
				one.Why = c.Why
			}
			out.Columns[i] = one
		}
	}
	return out
}
