// Package foreign understands sheets that chainchief did not make: which rows are titles, headings, data, totals and
// notes, what the headings mean and in which units, of which list a sheet is, and which column is which. What it is not
// sure of it asks; nothing is left out without a word.
package foreign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chainchief/internal/lists"
	"chainchief/internal/lists/grid"

	"golang.org/x/text/unicode/norm"
)

// Role is what a row of a sheet is.
type Role string

// The roles.
const (
	Title  Role = "title"
	Filler Role = "filler" // who filled it in, when, in which unit
	Header Role = "header"
	Data   Role = "data"
	Total  Role = "total" // left out: it says again what the rows say
	Note   Role = "note"  // left out
	Blank  Role = "blank"
	After  Role = "after" // left out: it stands behind the end of the list
)

// Roles are all of them.
var Roles = []Role{Title, Filler, Header, Data, Total, Note, Blank, After}

// Facts are what a sheet says of all its rows.
type Facts struct {
	Title  string `json:"title,omitempty"`
	Unit   string `json:"unit,omitempty"`   // the body that filled it in
	Date   string `json:"date,omitempty"`   // when, as it is written
	Money  string `json:"money,omitempty"`  // 单位：万元: the unit of amounts whose heading has none
	Period string `json:"period,omitempty"` // in the title: 2026年1-10月
}

// Heading is a column of a sheet.
type Heading struct {
	At    int      `json:"at"`    // from 0
	Parts []string `json:"parts"` // one a level, from the top
	Text  string   `json:"text"`  // all of them, without units
	Nth   int      `json:"nth"`   // of those with that text, from 1
	Units []string `json:"units,omitempty"`

	codes map[string]string // words that the heading gives for codes: 0=待审核
}

// Key names the column in mappings: its text, and which of those with it.
func (h Heading) Key() string {
	if h.Nth > 1 {
		return h.Text + "#" + strconv.Itoa(h.Nth)
	}
	return h.Text
}

// leaf is the lowest level.
func (h Heading) leaf() string { return h.Parts[len(h.Parts)-1] }

// Table is a sheet as it was understood.
type Table struct {
	grid.Sheet
	Roles    []Role
	Facts    Facts
	Headings []Heading

	first, last int // rows of the heading
}

// Words are the headings that are known.
type Words map[string]bool

// general are headings that lists have beside their own columns.
var general = []string{
	"序号", "编号", "备注", "联系人", "联系电话", "电话", "手机", "联系方式", "负责人", "填报人", "单位", "名称", "地址", "日期", "时间",
	"建设内容", "建设内容及规模", "建设起止年限", "起止年限", "产业类别", "所属行业", "行业类别", "本年度投资计划", "本年度计划",
	"本年度完成", "本年度完成情况", "到上年底累计完成投资", "形象进度", "增减率", "上年同期", "面积", "地块编号", "年度", "数量", "金额", "合计",
}

// NewWords knows the headings of lists.
func NewWords(known []*lists.List) Words {
	w := Words{}
	for _, text := range general {
		w[text] = true
	}
	for _, l := range known {
		for _, c := range l.Columns {
			for _, text := range append([]string{c.ZH, c.EN}, c.Synonyms...) {
				w[parsed(text).text] = true
			}
		}
	}
	return w
}

// heading is a cell of a heading, taken apart.
type heading struct {
	text  string
	units []string
	codes map[string]string
}

var (
	inBrackets = regexp.MustCompile(`[(（]([^()（）]*)[)）]`)
	codeWord   = regexp.MustCompile(`(\w+)[=＝]([^\s=＝,，;；、()（）]+)`)
	unitAtEnd  = regexp.MustCompile(`^(.+?)[/:：,，]?(万元|亿元|千元|百万元|平方米|㎡|亩|万亩|公顷|%|％)$`)
)

// parsed takes a heading apart: line breaks and blanks mean nothing in it, a unit may stand in brackets or at its end,
// and codes with their words.
func parsed(text string) heading {
	var h heading
	text = norm.NFKC.String(text) // brackets and the percent sign of both widths
	if all := codeWord.FindAllStringSubmatch(text, -1); len(all) > 1 {
		h.codes = map[string]string{}
		for _, m := range all {
			h.codes[m[1]] = m[2]
		}
		text = inBrackets.ReplaceAllString(codeWord.ReplaceAllString(text, ""), "")
		text = strings.Trim(text, " \n()、,;:")
	}
	text = strings.Join(strings.Fields(text), "")
	text = strings.TrimRight(text, "*:：＊")
	text = inBrackets.ReplaceAllStringFunc(text, func(part string) string {
		inside := strings.Trim(part, "()（）")
		inside = strings.TrimPrefix(strings.TrimPrefix(inside, "单位:"), "单位：")
		var units []string
		for _, unit := range strings.FieldsFunc(inside, func(r rune) bool { return strings.ContainsRune("/、,或", r) }) {
			if !lists.Unit(unit) {
				return part
			}
			units = append(units, unit)
		}
		if len(units) == 0 {
			return ""
		}
		h.units = units
		return ""
	})
	if m := unitAtEnd.FindStringSubmatch(text); len(h.units) == 0 && m != nil {
		text, h.units = m[1], []string{m[2]}
	}
	h.text = text
	return h
}

// look is a table as it is looked at: a covered cell says what the merge says that covers it.
type look struct {
	*Table
	tops map[[2]int]grid.Merge // merges by their first cell
	over map[[2]int]grid.Merge // by the cells that they cover, only near the head and in the data's columns
}

// headRows bounds where a heading is looked for.
const headRows = 40

// Understand says what the rows of a sheet are; false when no heading is found that is known.
func Understand(s grid.Sheet, words Words) (*Table, bool) {
	t := &Table{Sheet: s, Roles: make([]Role, len(s.Rows))}
	l := look{t, map[[2]int]grid.Merge{}, map[[2]int]grid.Merge{}}
	for _, m := range s.Merges {
		l.tops[[2]int{m.Top, m.Left}] = m
		for r := m.Top; r <= m.Bottom; r++ {
			for c := m.Left; c <= min(m.Right, m.Left+s.Width()); c++ {
				l.over[[2]int{r, c}] = m
			}
		}
	}
	found := l.header(words)
	if found {
		l.before()
		l.rows()
	}
	return t, found
}

// header finds the block of rows with the headings: the first in which three are known.
func (l look) header(words Words) bool {
	const least, deepest = 3, 3
	for row := range min(len(l.Rows), headRows) {
		if filled(l.Rows[row]) < 2 && !l.wide(row) || slices.ContainsFunc(l.Rows[row], fillerKeys.MatchString) {
			continue
		}
		height := l.height(row)
		if height > deepest {
			continue
		}
		headings := l.flattened(row, row+height-1)
		if known(headings, words) < least {
			continue
		}
		l.first, l.last, l.Headings = row, row+height-1, headings
		for r := l.first; r <= l.last; r++ {
			l.Roles[r] = Header
		}
		return true
	}
	return false
}

func known(headings []Heading, words Words) (n int) {
	seen := map[string]bool{}
	for _, h := range headings {
		if leaf := parsed(h.leaf()).text; (words[leaf] || words[h.Text]) && !seen[h.Text] {
			seen[h.Text] = true
			n++
		}
	}
	return n
}

func filled(row []string) (n int) {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// wide tells whether a row has merges of several columns that do not cover it all, as the upper row of a heading.
func (l look) wide(row int) bool {
	n := 0
	for c := range l.Rows[row] {
		if m, is := l.tops[[2]int{row, c}]; is && m.Right > m.Left {
			n++
		}
	}
	return n > 1
}

// height is how many rows a heading has that begins in a row: as far down as its merges go, and without merges as long
// as the row below fills what is blank in it and holds only words.
func (l look) height(row int) int {
	last, merged := row, false
	for r := row; r <= last; r++ {
		for c := range l.Width() {
			m, is := l.tops[[2]int{r, c}]
			if !is {
				continue
			}
			if m.Bottom > last {
				last, merged = m.Bottom, true
			}
			if m.Right > m.Left && m.Bottom == last && m.Right-m.Left+1 < l.Width() && l.parts(m) {
				last, merged = m.Bottom+1, true
			}
		}
	}
	if merged {
		return last - row + 1
	}
	for ; last-row < 2 && last+1 < len(l.Rows) && l.below(row, last); last++ {
	}
	return last - row + 1
}

// parts tells whether words of a heading stand under a wide cell.
func (l look) parts(m grid.Merge) bool {
	for c := m.Left; c <= m.Right; c++ {
		if !word(l.Cell(m.Bottom+1, c)) {
			return false
		}
	}
	return true
}

// word tells whether a text may be a heading.
func word(text string) bool {
	text = strings.TrimSpace(text)
	const longest = 40
	return text != "" && len([]rune(text)) <= longest && len(lists.Amounts(text)) == 0 && !lists.Nothing(text)
}

// below tells whether the row below is of the heading too, on a sheet without merges: it has nothing under the first
// heading, and only words, some of them where the row above has nothing.
func (l look) below(first, last int) bool {
	row, fills := l.Rows[last+1], false
	head := slices.IndexFunc(l.Rows[first], func(cell string) bool { return strings.TrimSpace(cell) != "" })
	if strings.TrimSpace(l.Cell(last+1, head)) != "" || filled(row) == 0 {
		return false
	}
	for c, cell := range row {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		if !word(cell) {
			return false
		}
		fills = fills || strings.TrimSpace(l.Cell(last, c)) == ""
	}
	return fills
}

// flattened makes one heading a column out of the rows of a block: what stands above, then what stands below.
func (l look) flattened(first, last int) []Heading {
	var out []Heading
	times := map[string]int{}
	for c := range l.Width() {
		h := Heading{At: c}
		codes := map[string]string(nil)
		for r := first; r <= last; r++ {
			text := l.Cell(r, c)
			if m, is := l.over[[2]int{r, c}]; is {
				text = l.Cell(m.Top, m.Left)
			} else if strings.TrimSpace(text) == "" && r < last && len(l.Merges) == 0 {
				text = l.leftOf(r, last, c)
			}
			p := parsed(text)
			if len(p.units) > 0 {
				h.Units = p.units
			}
			if p.codes != nil {
				codes = p.codes
			}
			if p.text != "" && (len(h.Parts) == 0 || h.leaf() != p.text) {
				h.Parts = append(h.Parts, p.text)
			}
		}
		if len(h.Parts) == 0 {
			continue
		}
		h.Text, h.codes = strings.Join(h.Parts, "·"), codes
		times[h.Text]++
		h.Nth = times[h.Text]
		out = append(out, h)
	}
	return out
}

// leftOf is the heading to the left that a blank one continues, where something stands below both.
func (l look) leftOf(row, last, column int) string {
	if strings.TrimSpace(l.Cell(last, column)) == "" {
		return ""
	}
	for c := column - 1; c >= 0; c-- {
		if text := l.Cell(row, c); strings.TrimSpace(text) != "" {
			if strings.TrimSpace(l.Cell(last, c)) == "" {
				return ""
			}
			return text
		}
	}
	return ""
}

var (
	fillerKeys = regexp.MustCompile(`(填报单位|报送单位|填表单位|制表单位|编制单位|上报单位|填报人|填表人|制表人|审核人|负责人|联系人|联系电话|电话|` +
		`填报时间|填报日期|填表时间|填表日期|制表时间|报送时间|报送日期|统计时间|统计日期|截止时间|截至日期|数据截至|单位负责人|计量单位|金额单位|单位)` +
		`\s*(?:[(（][^()（）]*[)）])?\s*[:：]\s*`)
	unitAlone = regexp.MustCompile(`单位\s*[:：]\s*([^\s，,；;)）]+)`)
)

// before says what the rows above the heading are, and keeps what they say of all rows.
func (l look) before() {
	for r := range l.first {
		var cells []string
		for _, cell := range l.Rows[r] {
			if cell = strings.TrimSpace(cell); cell != "" {
				cells = append(cells, cell)
			}
		}
		text := strings.Join(cells, "  ")
		l.unitOf(text)
		switch {
		case text == "":
			l.Roles[r] = Blank
		case fillerKeys.MatchString(text):
			l.Roles[r] = Filler
			l.filler(text)
		case l.Facts.Title == "":
			l.Roles[r] = Title
			l.Facts.Title = text
			if p := periodWords.FindString(norm.NFKC.String(text)); p != "" {
				l.Facts.Period = p
			}
		default:
			l.Roles[r] = Note
		}
	}
}

var periodWords = regexp.MustCompile(`20\d{2}\s*年?(?:度|` +
	`\s*\d{1,2}\s*[-—–~至]\s*\d{1,2}\s*月|\s*\d{1,2}\s*月|上半年|下半年|\s*第?[一二三四1-4]季度)?`)

// unitOf keeps the unit that a row above the heading gives for all amounts.
func (l look) unitOf(text string) {
	for _, m := range unitAlone.FindAllStringSubmatch(norm.NFKC.String(text), -1) {
		if lists.Unit(m[1]) {
			l.Facts.Money = m[1]
		}
	}
}

// filler reads 填报单位（盖章）：… 填报时间：…, in one cell or in several. Persons and telephones are not kept.
func (l look) filler(text string) {
	keys := fillerKeys.FindAllStringSubmatchIndex(text, -1)
	for i, at := range keys {
		end := len(text)
		if i+1 < len(keys) {
			end = keys[i+1][0]
		}
		value := strings.Trim(strings.TrimSpace(text[at[1]:end]), "，,；;")
		switch key := text[at[2]:at[3]]; {
		case value == "" || lists.Unit(value):
		case strings.HasSuffix(key, "单位") && key != "单位":
			l.Facts.Unit = value
		case strings.Contains(key, "时间"), strings.Contains(key, "日期"), key == "数据截至":
			l.Facts.Date = value
		}
	}
}

var (
	totals = regexp.MustCompile(`^(合计|总计|小计|共计|总和|累计|全市合计|全市|全区合计|.{0,12}(?:合计|小计|总计))[:：]?$`)
	notes  = regexp.MustCompile(`^[(（]?(备注|注|说明|填表说明|填报说明|附注|注意)[)）]?\s*[:：]|^(备注|注|说明)\s*\d?[、.．]?`)
)

// rows says what the rows below the heading are.
func (l look) rows() {
	blank, ended := 0, false
	names := l.columnsLike("名称", "单位", "企业", "项目", "地区", "园区", "区域", "县", "镇")
	for r := l.last + 1; r < len(l.Rows); r++ {
		role := l.roleOf(r, names)
		switch {
		case role == Blank:
			blank++
		case ended && role == Data:
			role = After
		case blank >= 2:
			if ended = true; role == Data {
				role = After
			}
		default:
			blank = 0
		}
		l.Roles[r] = role
	}
}

// columnsLike are the first columns and those that name the rows.
func (l look) columnsLike(words ...string) map[int]bool {
	out := map[int]bool{0: true, 1: true}
	for _, h := range l.Headings {
		for _, w := range words {
			if strings.HasSuffix(h.leaf(), w) {
				out[h.At] = true
			}
		}
	}
	return out
}

func (l look) roleOf(row int, names map[int]bool) Role {
	var texts []int
	for c, cell := range l.Rows[row] {
		if strings.TrimSpace(cell) != "" {
			texts = append(texts, c)
		}
	}
	if len(texts) == 0 {
		return Blank
	}
	first := strings.Join(strings.Fields(norm.NFKC.String(l.Cell(row, texts[0]))), "")
	for _, c := range texts {
		if names[c] && totals.MatchString(strings.Join(strings.Fields(norm.NFKC.String(l.Cell(row, c))), "")) {
			return Total
		}
	}
	m, merged := l.tops[[2]int{row, texts[0]}]
	alone := len(texts) == 1 && (merged && m.Right > m.Left+1 || len(l.Headings) > 2)
	switch {
	case notes.MatchString(first) && len(texts) <= 2,
		alone && merged && m.Right > m.Left+1 && len(l.Headings) > 2,
		fillerKeys.MatchString(first) && len(texts) <= 4:
		return Note
	case alone && l.isNumber(texts[0]): // a number of a row that nobody filled in
		return Blank
	}
	return Data
}

// isNumber tells whether a column holds the numbers of the rows.
func (l look) isNumber(column int) bool {
	for _, h := range l.Headings {
		if h.At == column {
			return numbers(h.leaf())
		}
	}
	return false
}

func numbers(text string) bool {
	switch strings.ToLower(strings.Trim(text, ".．")) {
	case "序号", "编号", "no", "行号", "序":
		return true
	}
	return false
}
