package seeds

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"chainchief/graph"

	"github.com/goccy/go-yaml"
)

// Start is what is known of a city before anything of it is filled in.
type Start struct {
	Key, Name  string // of the city
	Province   string
	Circle     string  // what counts as near, beyond the city; empty when nothing does
	Districts  []Named // of the city
	Neighbours []Named // cities of the circle
	Chains     []string
	On         graph.Date // the day on which this is said
}

// Named is a place by the key that it gets.
type Named struct{ Key, Name string }

// The keys and the source that a new folder uses of itself.
const (
	provinceKey = "province"
	circleKey   = "circle"
	startSource = "start"
	startGrade  = string(graph.Unverified)
	template    = "trade-template"
)

// Templates are the chains whose structure a city can begin with, by key, each with its name.
func Templates() []Named {
	var list []Named
	for _, t := range templates() {
		list = append(list, Named{t.doc.Key, t.doc.Name})
	}
	return list
}

type templateFile struct {
	doc  chainFile
	text string
}

func templates() []templateFile {
	names, err := fs.Glob(embedded, "chains/*.yaml")
	if err != nil {
		panic(err) // a pattern that is written here
	}
	var list []templateFile
	for _, name := range names {
		data, err := embedded.ReadFile(name)
		t := templateFile{text: string(data)}
		if err == nil {
			err = yaml.UnmarshalWithOptions(data, &t.doc, yaml.Strict())
		}
		if err != nil {
			panic(err) // it is built in, and tests read it
		}
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b templateFile) int { return int(a.doc.Order - b.doc.Order) })
	return list
}

// New makes the files of a folder of seeds: the profile, the scheme, the chains without firms, the lists, empty tables
// and what to fill in. It is read without a problem as it is.
func New(s Start) (map[string][]byte, error) {
	files := map[string][]byte{
		"city.yaml":   s.profile(),
		"scheme.yaml": s.scheme(),
		"README.md":   s.readme(),
	}
	order := 0
	for _, t := range templates() {
		if slices.Contains(s.Chains, t.doc.Key) {
			order++
			files["chains/"+t.doc.Key+".yaml"] = []byte(s.chain(t, order))
		}
	}
	if order < len(s.Chains) {
		return nil, fmt.Errorf("seeds: a chain of %v is no template", s.Chains)
	}
	for _, t := range tables {
		files[t.file] = rows(append([][]string{slices.Concat(t.columns, t.optional)}, s.rows(t)...))
	}
	names, err := fs.Glob(embedded, "lists/*.yaml")
	for _, name := range names {
		if files[name], err = embedded.ReadFile(name); err != nil {
			break
		}
	}
	return files, err
}

// rows is a table as text. It begins with the mark by which spreadsheets know UTF-8.
func rows(cells [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	_ = w.WriteAll(cells) // a buffer takes all
	return b.Bytes()
}

// rows are those that a table begins with.
func (s Start) rows(t table) [][]string {
	line := func(values map[string]string) []string {
		var cells []string
		for _, column := range slices.Concat(t.columns, t.optional) {
			cells = append(cells, values[column])
		}
		return cells
	}
	switch t.file {
	case sourcesTable.file:
		return [][]string{
			line(map[string]string{
				"key": startSource, "title": s.Name + "的基本情况（建库时填写）", "published": string(s.On), "grade": startGrade,
				"note": "由 chainchief init 写入，以本市文件为准",
			}),
			line(map[string]string{
				"key": template, "title": "产业链通用结构模板 2026.1", "publisher": "本系统", "published": "2026-09",
				"grade": string(graph.Trade), "note": "行业常识，待核实",
			}),
		}
	case parksTable.file:
		var out [][]string
		place := func(key, name, kind, within string) {
			out = append(out, line(map[string]string{
				"key": key, "name": name, "kind": kind, "within": within,
				"source": startSource, "as_of": string(s.On), "confidence": startGrade,
			}))
		}
		province, circle := "", ""
		if s.Province != "" {
			province = provinceKey
			place(provinceKey, s.Province, graph.ParkPlace, "")
		}
		if s.Circle != "" {
			circle = circleKey
			place(circleKey, s.Circle, graph.ParkPlace, province)
		}
		place(s.Key, s.Name, graph.ParkCity, province)
		for _, d := range s.Districts {
			place(d.Key, d.Name, graph.ParkDistrict, s.Key)
		}
		for _, n := range s.Neighbours {
			place(n.Key, n.Name, graph.ParkPlace, circle)
		}
		return out
	}
	return nil
}

// document is a YAML file that begins with a remark.
func document(remark string, value yaml.MapSlice) []byte {
	data, err := yaml.MarshalWithOptions(value, yaml.IndentSequence(true))
	if err != nil {
		panic(err) // of maps, lists and texts
	}
	return append([]byte("# "+remark+"\n"), data...)
}

func (s Start) standing(m yaml.MapSlice) yaml.MapSlice {
	return append(m,
		yaml.MapItem{Key: "source", Value: startSource},
		yaml.MapItem{Key: "as_of", Value: string(s.On)},
		yaml.MapItem{Key: "confidence", Value: startGrade},
	)
}

func (s Start) profile() []byte {
	short := strings.TrimSuffix(s.Name, "市")
	m := yaml.MapSlice{{Key: "key", Value: s.Key}, {Key: "name", Value: short}, {Key: "place", Value: s.Key}}
	if s.Province != "" {
		m = append(m,
			yaml.MapItem{Key: "province_place", Value: provinceKey},
			yaml.MapItem{Key: "province", Value: strings.TrimSuffix(s.Province, "省")})
	}
	if s.Circle != "" {
		places := []string{}
		for _, n := range s.Neighbours {
			places = append(places, strings.TrimSuffix(n.Name, "市"))
		}
		m = append(m,
			yaml.MapItem{Key: "circle_place", Value: circleKey},
			yaml.MapItem{Key: "circle", Value: s.Circle},
			yaml.MapItem{Key: "circle_places", Value: places})
	}
	m = append(m, yaml.MapItem{Key: "preferred", Value: []any{}})
	return document("本市概况：何处算近、向何处招商。preferred 写重点招商区域：{name, name_en, provinces: [省, …]}", s.standing(m))
}

func (s Start) scheme() []byte {
	var chains []any
	for _, t := range templates() {
		if slices.Contains(s.Chains, t.doc.Key) {
			chains = append(chains, s.standing(yaml.MapSlice{{Key: "chain", Value: t.doc.Key}}))
		}
	}
	year := string(s.On)[:4]
	current := s.standing(yaml.MapSlice{
		{Key: "key", Value: "chains-" + year},
		{Key: "name", Value: s.Name + "重点产业链（" + year + "）"},
		{Key: "version", Value: year},
		{Key: "valid_from", Value: string(s.On)},
		{Key: "current", Value: true},
		{Key: "text", Value: "由模板建立，待核实；起始日期为建库日期，以本市文件为准。"},
	})
	current = append(current, yaml.MapItem{Key: "chains", Value: chains})
	return document("本市重点产业链名单的各个版本；新名单另起一项，旧的不改。",
		yaml.MapSlice{{Key: "plans", Value: []any{}}, {Key: "schemes", Value: []any{current}}})
}

var (
	makersLine = regexp.MustCompile(`(?m)^ *makers: .*\n`)
	localItem  = regexp.MustCompile(`,? ?\{[^{}]*local: true\}`)
	feedsList  = regexp.MustCompile(`feeds: \[([^\]]*)\]`)
)

// chain is the structure of a template as the file of a chain of this city: without firms, without what is only of the
// city that it was written for, and without feeds into chains that are not chosen.
func (s Start) chain(t templateFile, order int) string {
	head := string(document("由模板建立：环节、产品与供给关系为行业常识，请逐项核对；格式见 README.md", s.standing(yaml.MapSlice{
		{Key: "key", Value: t.doc.Key},
		{Key: "name", Value: t.doc.Name},
		{Key: "name_en", Value: t.doc.NameEN},
		{Key: "order", Value: order},
		{Key: "provisional", Value: true},
		{Key: "reason", Value: "由模板建立，尚无本市文件"},
	})))
	head += fmt.Sprintf("template: {version: %q, source: %s, confidence: trade, as_of: %q}\n",
		t.doc.Template.Version, template, t.doc.Template.AsOf)
	head += "six_ones: {} # chief, unit, task_force, plan, park, policy：只写岗位和单位，不写姓名\n"
	_, body, _ := strings.Cut(t.text, "\nstages:\n")
	body = makersLine.ReplaceAllString("stages:\n"+body, "")
	body = localItem.ReplaceAllString(body, "")
	body = feedsList.ReplaceAllStringFunc(body, func(list string) string {
		var kept []string
		for _, feed := range strings.Split(feedsList.FindStringSubmatch(list)[1], ",") {
			chain, _, other := strings.Cut(strings.Trim(strings.TrimSpace(feed), `"`), ":")
			if !other || slices.Contains(s.Chains, chain) {
				kept = append(kept, strings.TrimSpace(feed))
			}
		}
		return "feeds: [" + strings.Join(kept, ", ") + "]"
	})
	return head + body
}

// whatRowsAre says of each table what is filled in there.
var whatRowsAre = map[string]string{
	"sources.csv":      "来源：文件、报道、行业常识；别的表用 key 引用。最先填",
	"parks.csv":        "本市、区、功能区、园区、规划片区，以及外地；within 写上级的 key，hosts 写承载的链，经纬度可空",
	"enterprises.csv":  "本市企业及与之有关的外地企业；located_in 写园区的 key",
	"positions.csv":    "哪家企业在哪个环节（链:子链/环节）、角色、到哪一步；只有生产、研发、服务、载体计入覆盖",
	"candidates.csv":   "外地厂家，作招商候选；链文件的 makers 可引用其名称",
	"restrictions.csv": "政策对环节的限制",
	"supplies.csv":     "谁供应谁，有据或仅宣布",
	"projects.csv":     "项目与增长点",
	"figures.csv":      "数字：一行一个，连同单位、期间、计划或实际",
	"units.csv":        "单位，任务引用",
	"tasks.csv":        "重点任务：牵头单位、责任单位、时限",
}

func (s Start) readme() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s的初始数据", s.Name)
	line("")
	line("```")
	line("chainchief seed --check DIR      检查：逐项指出文件、行、列，全部一次列出")
	line("chainchief seed --seeds DIR      装入；再次运行只装入改动")
	line("chainchief serve --seeds DIR     启动；空库先装入")
	line("```")
	line("")
	line("只写岗位和单位，不写姓名；不知道的留空，不猜。每行都有来源（source）、截至日期（as_of）和可信（confidence）。")
	line("")
	line("| 文件 | 内容 |")
	line("|---|---|")
	line("| city.yaml | 本市概况：省、都市圈及圈内城市、重点招商区域 |")
	line("| scheme.yaml | 重点产业链名单的各个版本，及其方案 |")
	for _, name := range s.Chains {
		line("| chains/%s.yaml | 一条链：六个一、子链、环节组、环节、产品、去向（feeds）；文件名就是 key |", name)
	}
	for _, t := range tables {
		line("| %s | %s |", t.file, whatRowsAre[t.file])
	}
	line("| lists/*.yaml | 清单的定义：标题、列、同义词；按文件名排序 |")
	line("")
	line("## CSV")
	line("UTF-8、逗号分隔（Excel、WPS 另存为“CSV UTF-8”）；第一行为列名，次序不限；单元格内多项用 `;` 分隔。key 用小写字母、数字和 `-`，发布后不改。")
	line("")
	for _, t := range tables {
		line("* **%s** `%s`", t.file, strings.Join(t.columns, ","))
		if len(t.optional) > 0 {
			line("  可缺：`%s`", strings.Join(t.optional, ","))
		}
	}
	line("")
	line("## 用词")
	for _, words := range []struct {
		of    string
		terms []graph.Term
	}{
		{"confidence、grade", graph.Confidences}, {"value_kind", graph.ValueKinds}, {"positions.role", graph.Roles},
		{"stage（位置、项目）", graph.Steps}, {"stage（环节）", graph.Stages}, {"levels（待核实的后加 ?）", graph.Levels},
		{"enterprises.kind", graph.EnterpriseKinds}, {"projects.kind", graph.ProjectKinds}, {"parks.kind", graph.ParkKinds},
		{"measure", graph.Measures}, {"visibility", graph.Visibilities},
	} {
		var parts []string
		for _, t := range words.terms {
			parts = append(parts, "`"+t.Code+"` "+t.ZH)
		}
		line("* **%s**：%s", words.of, strings.Join(parts, " · "))
	}
	line("* **日期**：`2025`、`2025-08`、`2025-08-11` 或 `2022-Q3`。")
	return []byte(b.String())
}

// known tells whether a file of a folder is one that is read there.
func known(name string) bool {
	return name == "city.yaml" || name == "scheme.yaml" ||
		slices.ContainsFunc(tables, func(t table) bool { return t.file == name })
}

// strangers reports the files that look like seeds and are read by nobody, such as those with a slip in the name.
func (r *reader) strangers() {
	entries, err := fs.ReadDir(r.files, ".")
	if err != nil {
		return // each file is reported by itself
	}
	for _, e := range entries {
		switch ending := path.Ext(e.Name()); {
		case e.IsDir() || known(e.Name()):
		case slices.Contains([]string{".csv", ".yaml", ".yml", ".xlsx", ".xls"}, strings.ToLower(ending)):
			r.report("file.unknown", &graph.Place{File: e.Name()}, "nothing reads this file",
				"give it one of the names in README.md, or put it elsewhere; lists in Excel come in by chainchief import")
		}
	}
}
