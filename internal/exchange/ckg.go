package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"chainchief/graph"
	"chainchief/internal/spelling"
)

// CKG is the public ChainKnowledgeGraph set of listed companies, industries and products as CSV files. All of it
// belongs to the candidate pool. The names are kept in memory, the relations are read again when they are written.
type CKG struct {
	Companies, Industries, Products, Relations int // what will be put
	Defects                                    []Defect

	dir        string
	city       graph.City // that firms are near to, or far from
	source     graph.Node
	companies  map[string]*company  // by the digits of the code
	industries map[string]*named    // by code, and by key for those without
	byName     map[string]*named    // industries
	products   map[string]*named    // by key
	problems   graph.Problems       // of the first reading
	defects    map[string]*Defect   // of the first reading
	seen       map[relationKey]bool // of one reading
}

// Defect is something wrong with the set that it has in many places and that was met as Done says.
type Defect struct {
	Code, What, Done string
	Count            int
	First            graph.Place
}

// maxProblems bounds how many problems are listed; a file of another kind has one in each line.
const maxProblems = 100

type company struct {
	id         graph.ID
	short      string
	names      []string // full names; the first counts
	shorts     []string // further short names
	listed     graph.Date
	firstInSet graph.Place
}

// named is an industry or product.
type named struct {
	id      graph.ID
	name    string
	code    string
	aliases []string // other spellings with the same key
	implied bool     // named in relations only
	locator string
	kind    graph.Kind
}

type relationKey struct {
	t        graph.RelationType
	from, to graph.ID
}

// The files of the set.
var ckgFiles = map[string][]string{
	"companies.csv":         {"code", "name", "fullname", "exchange", "listed"},
	"industries.csv":        {"code", "name"},
	"products.csv":          {"name"},
	"company_product.csv":   {"company", "product", "weight"},
	"company_industry.csv":  {"company", "industry"},
	"product_product.csv":   {"from", "to", "rel"},
	"industry_industry.csv": {"from", "to", "rel"},
}

// ckgSource is what every fact of the set rests on.
func ckgSource() graph.Node {
	return graph.Node{
		ID:     "source:ckg",
		Kind:   graph.KindSource,
		Name:   "ChainKnowledgeGraph 上市公司产业链公开数据集（2021–2022）",
		NameEN: "ChainKnowledgeGraph, public data on listed companies (2021–2022)",
		Attrs:  graph.Attrs{"note": "行业与产品名称由公开披露文本整理，未逐条核对"},
		Prov:   ckgProvenance(""),
	}
}

func ckgProvenance(locator string) graph.Provenance {
	return graph.Provenance{Source: "source:ckg", Locator: locator, AsOf: "2022", Confidence: graph.Unverified}
}

// ReadCKG reads a folder of the set for the first time: checks every line, counts what will be put and the defects that
// are known of the set. How near a firm is follows from the city. The error is graph.Problems, with file and line, when
// a file is missing or damaged.
func ReadCKG(ctx context.Context, dir string, city graph.City) (*CKG, error) {
	c := &CKG{
		dir:        dir,
		city:       city,
		source:     ckgSource(),
		companies:  map[string]*company{},
		industries: map[string]*named{},
		byName:     map[string]*named{},
		products:   map[string]*named{},
		defects:    map[string]*Defect{},
	}
	if err := c.missing(); err != nil {
		return nil, err
	}
	for _, read := range []func(context.Context) error{c.readCompanies, c.readIndustries, c.readProducts} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	for _, err := range c.relations(ctx) {
		if err != nil {
			return nil, err
		}
		c.Relations++
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	c.Companies, c.Industries, c.Products = len(c.companies), len(c.industries), len(c.products)
	c.Defects = slices.SortedFunc(func(yield func(Defect) bool) {
		for _, d := range c.defects {
			if !yield(*d) {
				return
			}
		}
	}, func(a, b Defect) int { return cmp.Compare(a.Code, b.Code) })
	c.defects = nil
	return c, nil
}

// missing says which files are not there, all of them.
func (c *CKG) missing() error {
	var problems graph.Problems
	for _, file := range slices.Sorted(maps.Keys(ckgFiles)) {
		_, err := c.table(file).path()
		var missing graph.Problems
		if err != nil && !errors.As(err, &missing) {
			return err
		}
		problems = append(problems, missing...)
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

func (c *CKG) table(file string) table { return table{c.dir, file, ckgFiles[file]} }

// each calls work for every good line of a file and keeps the problems of the others.
func (c *CKG) each(ctx context.Context, file string, work func(l line) error) error {
	for l, err := range c.table(file).lines() {
		if err == nil {
			err = work(l)
		}
		var wrong graph.Problems
		switch {
		case errors.As(err, &wrong):
			if c.problems = append(c.problems, wrong...); len(c.problems) >= maxProblems {
				return c.problems
			}
		case err != nil:
			return err
		}
		if l.number%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// defect counts one more of a kind of defect; the second reading has nothing to count.
func (c *CKG) defect(code, file string, l line, what, done string) {
	if c.defects == nil {
		return
	}
	d := c.defects[code]
	if d == nil {
		d = &Defect{Code: code, What: what, Done: done, First: graph.Place{File: file, Row: l.number}}
		c.defects[code] = d
	}
	d.Count++
}

// digits is the part of a code that names the company; the set writes it with and without the exchange.
func digits(code string) string {
	if code = strings.TrimRight(code, "SHZBJshzbj"); len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code
}

func (c *CKG) readCompanies(ctx context.Context) error {
	const file = "companies.csv"
	return c.each(ctx, file, func(l line) error {
		code := digits(l.fields[0])
		short, full := c.clean(file, l, l.fields[1]), c.clean(file, l, l.fields[2])
		switch {
		case code == "":
			return problem(
				file,
				l.number,
				"company.code",
				fmt.Sprintf("%q is not a code of six digits", clip(l.fields[0])),
				"write 600000 or 600000SH",
			)
		case full == "":
			return problem(file, l.number, "company.name", "the company has no full name", "give it one")
		}
		listed := graph.Date(l.fields[4])
		if !listed.Valid() {
			c.defect("company.listed", file, l, "the day of listing is not a date", "left out")
			listed = ""
		}
		if known := c.companies[code]; known != nil {
			c.defect(
				"company.renamed",
				file,
				l,
				"a code comes again with another name",
				"kept as an alias of the company of that code",
			)
			known.names, known.shorts = append(known.names, full), append(known.shorts, short)
			return nil
		}
		c.companies[code] = &company{
			id:         graph.NewID(graph.KindEnterprise, "listed-"+code),
			short:      short,
			names:      []string{full},
			listed:     listed,
			firstInSet: graph.Place{File: file, Row: l.number},
		}
		return nil
	})
}

func (c *CKG) readIndustries(ctx context.Context) error {
	const file = "industries.csv"
	return c.each(ctx, file, func(l line) error {
		code, name := l.fields[0], c.clean(file, l, l.fields[1])
		if code == "" || name == "" {
			return problem(file, l.number, "industry.incomplete", "the code or the name is missing", "give both")
		}
		if known := c.industries[code]; known != nil {
			return problem(
				file,
				l.number,
				"industry.duplicate",
				fmt.Sprintf("the code %s comes twice, as %s and as %s", clip(code), clip(known.name), clip(name)),
				"keep one of the two",
			)
		}
		c.industries[code] = &named{
			id:      graph.NewID(graph.KindIndustry, "ckg-"+graph.KeyOf(code)),
			name:    name,
			code:    code,
			kind:    graph.KindIndustry,
			locator: file,
		}
		c.byName[name] = c.industries[code]
		return nil
	})
}

func (c *CKG) readProducts(ctx context.Context) error {
	const file = "products.csv"
	return c.each(ctx, file, func(l line) error {
		name := c.clean(file, l, l.fields[0])
		if name == "" {
			return problem(file, l.number, "product.name", "the product has no name", "remove the line")
		}
		key := graph.KeyOf(name)
		known := c.products[key]
		switch {
		case known == nil:
			c.products[key] = &named{id: productID(key), name: name, kind: graph.KindProduct, locator: file}
		case known.name == name || slices.Contains(known.aliases, name):
			c.defect("product.duplicate", file, l, "a product comes twice", "taken once")
		default:
			c.defect("product.spelling", file, l, "a product comes again in another spelling", "kept as an alias")
			known.aliases = append(known.aliases, name)
		}
		return nil
	})
}

func productID(key string) graph.ID { return graph.NewID(graph.KindProduct, "ckg-"+key) }

// clean gives a name one form: what nobody sees is taken out, as everywhere, and so is what else the store refuses.
func (c *CKG) clean(file string, l line, name string) string {
	clean := spelling.Line(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name))
	switch {
	case strings.ContainsFunc(name, func(r rune) bool { return graph.Invisible(r) || unicode.IsControl(r) }):
		c.defect("name.invisible", file, l, "a name holds characters that cannot be seen", "taken out")
	case clean != strings.TrimSpace(name):
		c.defect("name.lookalike", file, l, "a name holds characters that only look like the usual ones", "written as these")
	}
	return clean
}

// relations reads the relation files and gives each relation once.
func (c *CKG) relations(ctx context.Context) iter.Seq2[graph.Relation, error] {
	return func(yield func(graph.Relation, error) bool) {
		c.seen = make(map[relationKey]bool, c.Relations)
		for _, read := range []struct {
			file string
			work func(line) (graph.Relation, error)
		}{{"company_industry.csv", c.companyIndustry}, {"company_product.csv", c.companyProduct},
			{"industry_industry.csv", c.industryIndustry}, {"product_product.csv", c.productProduct}} {
			err := c.each(ctx, read.file, func(l line) error {
				r, err := read.work(l)
				if err != nil || r.Type == "" {
					return err
				}
				key := relationKey{r.Type, r.From, r.To}
				switch {
				case r.From == r.To:
					c.defect("relation.loop", read.file, l, "a thing is joined to itself", "left out")
					return nil
				case c.seen[key]:
					c.defect("relation.duplicate", read.file, l, "a relation comes twice", "taken once")
					return nil
				}
				c.seen[key] = true
				r.Prov = ckgProvenance(read.file)
				if !yield(r, nil) {
					return errEnough
				}
				return nil
			})
			if errors.Is(err, errEnough) {
				return
			}
			if err != nil {
				yield(graph.Relation{}, err)
				return
			}
		}
		c.seen = nil
	}
}

// errEnough ends a reading whose reader wants no more.
var errEnough = errors.New("enough")

func joined(t graph.RelationType, from, to graph.ID) graph.Relation {
	return graph.Relation{RelationKey: graph.RelationKey{Type: t, From: from, To: to}}
}

func (c *CKG) companyIndustry(l line) (r graph.Relation, err error) {
	firm, industry := c.companies[digits(l.fields[0])], c.industries[l.fields[1]]
	switch {
	case firm == nil:
		c.defect(
			"company.unknown",
			"company_industry.csv",
			l,
			"a company that is not in companies.csv",
			"the line is left out",
		)
	case industry == nil:
		c.defect(
			"industry.unknown",
			"company_industry.csv",
			l,
			"an industry code that is not in industries.csv",
			"the line is left out",
		)
	default:
		r = joined(graph.BelongsTo, firm.id, industry.id)
	}
	return r, nil
}

func (c *CKG) companyProduct(l line) (r graph.Relation, err error) {
	const file = "company_product.csv"
	firm := c.companies[digits(l.fields[0])]
	if firm == nil {
		c.defect("company.unknown", file, l, "a company that is not in companies.csv", "the line is left out")
		return r, nil
	}
	product, err := c.product(file, l, l.fields[1])
	if err != nil {
		return r, err
	}
	r = joined(graph.Makes, firm.id, product.id)
	share, err := strconv.ParseFloat(l.fields[2], 64)
	if err != nil {
		return r, problem(
			file,
			l.number,
			"share.invalid",
			fmt.Sprintf("the weight %q is not a number", clip(l.fields[2])),
			"write a number such as 0.25",
		)
	}
	if share >= 0 && share <= 1 {
		r.Attrs = graph.Attrs{"share": share}
	} else {
		c.defect("share.outside", file, l, "a share of revenue below 0 or above 1 (segments that cancel each other)",
			"the share is left out")
	}
	return r, nil
}

func (c *CKG) productProduct(l line) (r graph.Relation, err error) {
	const file = "product_product.csv"
	from, err := c.product(file, l, l.fields[0])
	if err != nil {
		return r, err
	}
	to, err := c.product(file, l, l.fields[1])
	if err != nil {
		return r, err
	}
	switch l.fields[2] {
	case "上游材料":
		return joined(graph.Needs, from.id, to.id), nil
	case "下游产品":
		return joined(graph.Needs, to.id, from.id), nil
	case "产品小类":
		return joined(graph.SubclassOf, to.id, from.id), nil
	}
	return r, problem(
		file,
		l.number,
		"relation.unknown",
		fmt.Sprintf("there is no relation %q", clip(l.fields[2])),
		"write 上游材料, 下游产品 or 产品小类",
	)
}

func (c *CKG) industryIndustry(l line) (r graph.Relation, err error) {
	const file = "industry_industry.csv"
	from, to := c.industry(file, l, l.fields[0]), c.industry(file, l, l.fields[1])
	switch l.fields[2] {
	case "上级行业":
		return joined(graph.BelongsTo, from.id, to.id), nil
	case "上游产业":
		return joined(graph.DrawsOn, from.id, to.id), nil
	}
	return r, problem(
		file,
		l.number,
		"relation.unknown",
		fmt.Sprintf("there is no relation %q", clip(l.fields[2])),
		"write 上级行业 or 上游产业",
	)
}

// product finds a product by name, or makes one that is marked: the set names some in relations only.
func (c *CKG) product(file string, l line, text string) (*named, error) {
	name := c.clean(file, l, text)
	key := graph.KeyOf(name)
	if key == "" {
		return nil, problem(file, l.number, "product.name", "the product has no name", "remove the line")
	}
	if c.products[key] == nil {
		c.defect("product.implied", file, l, "a product that is not in products.csv", "made and marked")
		c.products[key] = &named{id: productID(key), name: name, implied: true, kind: graph.KindProduct, locator: file}
	}
	return c.products[key], nil
}

// industry finds an industry by code or name, or makes one that is marked.
func (c *CKG) industry(file string, l line, text string) *named {
	name := c.clean(file, l, text)
	if known := cmp.Or(c.industries[name], c.byName[name]); known != nil {
		return known
	}
	c.defect("industry.implied", file, l, "an industry that is not in industries.csv", "made and marked")
	made := &named{
		id:      graph.NewID(graph.KindIndustry, "ckg-"+graph.KeyOf(name)),
		name:    name,
		implied: true,
		kind:    graph.KindIndustry,
		locator: file,
	}
	c.industries[name], c.byName[name] = made, made
	return made
}

// partSize is how many things a part holds.
const partSize = 2_000

// Parts gives the set in parts: source, companies, industries, products, then relations as the files have them.
func (c *CKG) Parts(ctx context.Context) iter.Seq2[graph.Puts, error] {
	return func(yield func(graph.Puts, error) bool) {
		var part graph.Puts
		for n := range c.nodes {
			if part.Nodes = append(part.Nodes, n); len(part.Nodes) == partSize {
				if !yield(part, nil) {
					return
				}
				part.Nodes = nil
			}
		}
		for r, err := range c.relations(ctx) {
			if err != nil {
				yield(graph.Puts{}, err)
				return
			}
			if part.Relations = append(part.Relations, r); len(part.Nodes)+len(part.Relations) == partSize {
				if !yield(part, nil) {
					return
				}
				part = graph.Puts{}
			}
		}
		yield(part, nil)
	}
}

// nodes gives every node, ordered by kind and id.
func (c *CKG) nodes(yield func(graph.Node) bool) {
	if !yield(c.source) {
		return
	}
	for _, code := range slices.Sorted(maps.Keys(c.companies)) {
		if !yield(c.companies[code].node(code, c.city)) {
			return
		}
	}
	for _, list := range []map[string]*named{c.industries, c.products} {
		for _, key := range slices.Sorted(maps.Keys(list)) {
			if !yield(list[key].node()) {
				return
			}
		}
	}
}

func (f *company) node(code string, city graph.City) graph.Node {
	reach, region := whereabouts(city, f.names[0])
	n := graph.Node{
		ID:    f.id,
		Kind:  graph.KindEnterprise,
		Name:  f.names[0],
		Pool:  true,
		Prov:  ckgProvenance(f.firstInSet.String()),
		Attrs: graph.Attrs{"listed_code": code, "reach": reach},
	}
	for _, name := range slices.Concat(f.names[1:], f.shorts) {
		if name != "" && name != f.short && !slices.Contains(f.names[:1], name) && !slices.Contains(n.Aliases, name) {
			n.Aliases = append(n.Aliases, name)
		}
	}
	for name, value := range map[string]string{"short_name": f.short, "listed_on": string(f.listed), "region": region} {
		if value != "" {
			n.Attrs[name] = value
		}
	}
	return n
}

func (p *named) node() graph.Node {
	n := graph.Node{ID: p.id, Kind: p.kind, Name: p.name, Aliases: p.aliases, Pool: true, Prov: ckgProvenance(p.locator)}
	if p.code != "" || p.implied {
		n.Attrs = graph.Attrs{}
	}
	if p.code != "" {
		n.Attrs["code"] = p.code
	}
	if p.implied {
		n.Attrs["implied"] = true
	}
	return n
}
