// Package lists holds the lists 清单 that a city works with. A list is data: what its rows are, and for each column the
// heading, the other headings under which people send it, and the path to what stands in it. Workbooks, pages and
// files are made from the same definition, so that a list has one shape wherever it is met.
package lists

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"chainchief/graph"

	"github.com/goccy/go-yaml"
)

// List is one definition.
type List struct {
	Key     string   `yaml:"key"`
	ZH      string   `yaml:"zh"`
	EN      string   `yaml:"en"`
	About   string   `yaml:"about"`
	AboutEN string   `yaml:"about_en"`
	Rows    string   `yaml:"rows"`  // a kind of node or a type of relation
	Where   Where    `yaml:"where"` // which of them; without it all
	Columns []Column `yaml:"columns"`

	kind     graph.Kind // of the rows, or:
	relation graph.RelationType
	where    []condition
}

// Where says what must stand in a row: for each path the codes of which one must be there.
type Where map[string][]string

// Column is one column of a list.
type Column struct {
	ZH       string   `yaml:"zh"` // the heading, as it is published
	EN       string   `yaml:"en"`
	Path     string   `yaml:"path"`     // see parse
	Synonyms []string `yaml:"synonyms"` // other headings that mean it
	Unit     string   `yaml:"unit"`     // of its numbers
	Required bool     `yaml:"required"` // a blank is to be filled
	Ours     bool     `yaml:"ours"`     // not in the published form: stands after those that are
	Derived  bool     `yaml:"derived"`  // for reading: it is changed on its page, not in a sheet

	path path
}

// Heading is what stands above a column, with its unit.
func (c Column) Heading(lang string) string {
	switch {
	case lang == "en" && c.Unit != "":
		return c.EN + " (" + c.Unit + ")"
	case lang == "en":
		return c.EN
	case c.Unit != "":
		return c.ZH + "（" + c.Unit + "）"
	}
	return c.ZH
}

// Title is the name of a list.
func (l *List) Title(lang string) string {
	if lang == "en" {
		return l.EN
	}
	return l.ZH
}

// Said is what a list is of, in words.
func (l *List) Said(lang string) string {
	if lang == "en" {
		return l.AboutEN
	}
	return l.About
}

// longestTitle is how long the name of a sheet may be.
const longestTitle = 31

// Load reads the definitions of a folder, a YAML file each, in the order of the names of the files. The error is
// graph.Problems when definitions are wrong.
func Load(files fs.FS) ([]*List, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	var lists []*List
	var problems graph.Problems
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read the list %s: %w", name, err)
		}
		l := &List{}
		if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(l); err != nil {
			problems = append(problems, wrong(name, err))
			continue
		}
		checked := l.check(name)
		for _, other := range lists {
			switch {
			case other.Key == l.Key:
				said := fmt.Sprintf("another list has the key %q", l.Key)
				checked = append(checked, problem(name, "key", said, "choose another"))
			case other.ZH == l.ZH, other.EN == l.EN:
				said := fmt.Sprintf("the list %s has that name", other.Key)
				checked = append(checked, problem(name, "zh", said, "choose another"))
			}
		}
		problems = append(problems, checked...)
		lists = append(lists, l)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return lists, nil
}

func wrong(file string, err error) graph.Problem {
	p := problem(file, "", "this is no definition of a list", "see seeds/README.md for its shape")
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		p.Message = syntax.GetMessage()
		if at := syntax.GetToken(); at != nil && at.Position != nil {
			p.Place.Row, p.Place.Column = at.Position.Line, at.Position.Column
		}
	}
	return p
}

func problem(file, field, message, fix string) graph.Problem {
	return graph.Problem{
		Code:    "list.invalid",
		Place:   graph.Place{File: file, Field: field},
		Message: message,
		Fix:     fix,
	}
}

// check resolves the paths of a definition against the vocabulary and returns what is wrong with it.
func (l *List) check(file string) (problems graph.Problems) {
	report := func(field, message, fix string) {
		problems = append(problems, problem(file, field, message, fix))
	}
	if l.Key == "" || strings.Trim(l.Key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		report("key", fmt.Sprintf("%q is no key", l.Key), "write lower-case letters, digits and -")
	}
	if l.ZH == "" || l.EN == "" {
		report("zh", "the list has no name in one of the languages", "give zh and en")
	}
	for field, title := range map[string]string{"zh": l.ZH, "en": l.EN} {
		if len([]rune(title)) > longestTitle || strings.ContainsAny(title, `:\/?*[]'`) {
			report(field, fmt.Sprintf("no sheet can be called %q", title),
				`write 31 characters at most, none of : \ / ? * [ ] '`)
		}
	}
	if spec, known := graph.KindOf(graph.Kind(l.Rows)); known {
		l.kind = spec.Kind
	} else if spec, known := graph.RelationOf(graph.RelationType(l.Rows)); known {
		l.relation = spec.Type
	} else {
		report("rows", fmt.Sprintf("there is no kind of thing or relation %q", l.Rows), "see docs/data-dictionary.md")
		return problems
	}
	for text, codes := range l.Where {
		p, err := l.parse(text)
		if err != nil {
			report("where."+text, err.Error(), pathFix)
		}
		l.where = append(l.where, condition{p, codes})
	}
	if len(l.Columns) == 0 {
		report("columns", "the list has no columns", "give at least one")
	}
	taken := map[string]string{}
	for i := range l.Columns {
		c := &l.Columns[i]
		field := fmt.Sprintf("columns[%d]", i)
		var err error
		if c.path, err = l.parse(c.Path); err != nil {
			report(field+".path", err.Error(), pathFix)
		}
		if c.ZH == "" || c.EN == "" {
			report(field+".zh", "the column has no heading in one of the languages", "give zh and en")
		}
		for _, heading := range append([]string{c.ZH, c.EN}, c.Synonyms...) {
			if other := taken[heading]; other != "" && other != c.Path {
				report(field, fmt.Sprintf("the heading %q stands for %s already", heading, other), "choose another")
			}
			taken[heading] = c.Path
		}
		if i > 0 && l.Columns[i-1].Ours && !c.Ours {
			report(field, "a column of the published form stands after one of ours", "put ours at the end")
		}
	}
	return problems
}

// Chosen returns the lists with some keys, each once, in that order; without any all. An error names those that there
// are.
func Chosen(all []*List, keys []string) ([]*List, error) {
	if len(keys) == 0 {
		return all, nil
	}
	var out []*List
	for _, key := range keys {
		l, err := Named(all, key)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out, nil
}

// Named returns the list with a key; an error names those that there are.
func Named(lists []*List, key string) (*List, error) {
	i := slices.IndexFunc(lists, func(l *List) bool { return l.Key == key })
	if i >= 0 {
		return lists[i], nil
	}
	keys := make([]string, 0, len(lists))
	for _, l := range lists {
		keys = append(keys, l.Key)
	}
	return nil, &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("there is no list %q", key),
		Fix:     "use one of " + cmp.Or(strings.Join(keys, ", "), "none: the seeds hold no lists"),
	}
}
