package foreign

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/lists/grid"
	"chainchief/internal/spelling"

	"golang.org/x/text/unicode/norm"
)

// Column is what the cells of a column were read as.
type Column struct {
	Heading
	Mapped
	Values  int      `json:"values"`  // rows that say something
	Fillers int      `json:"fillers"` // rows with a placeholder, as / or 无
	Samples []Sample `json:"samples"`
	Asked   []Ask    `json:"asked,omitempty"` // texts whose meaning only people know
}

// Sample is a text and what it is read as.
type Sample struct {
	Raw  string `json:"raw"`
	Read string `json:"read"`
}

// Ask is a text that may mean several things, or none that is known; it is asked once for all cells with it.
type Ask struct {
	Raw     string   `json:"raw"`
	Rows    []int    `json:"rows"` // on the sheet, from 1
	Choices []string `json:"choices,omitempty"`
	Kept    bool     `json:"kept"` // the answer holds for later files too
}

// taker reads the rows of one table.
type taker struct {
	g      *Guesser
	t      *Table
	list   *lists.List
	m      Mapping
	holds  []lists.Holds
	cols   []Column
	asked  map[string]bool
	fills  map[[2]int]grid.Merge // vertical merges, by the cells below their first
	decide int                   // column that says the currency; -1: none
	source lists.SentRow
	where  string            // file and sheet
	texts  map[string]string // messages, each once: thousands of rows say the same
}

// Take reads the rows of a table as those of a list.
func (g *Guesser) Take(t *Table, l *lists.List, m Mapping, file string) (lists.Sent, []Column, graph.Problems) {
	k := &taker{
		g: g, t: t, list: l, m: m, where: file,
		asked: map[string]bool{}, fills: map[[2]int]grid.Merge{}, texts: map[string]string{},
	}
	for _, c := range l.Columns {
		k.holds = append(k.holds, l.Holds(c))
	}
	for _, m := range t.Merges {
		if m.Bottom > m.Top && m.Top > t.last {
			for r := m.Top + 1; r <= m.Bottom; r++ {
				k.fills[[2]int{r, m.Left}] = m
			}
		}
	}
	k.decide = t.currency()
	sent := lists.Sent{List: l, File: file, Lang: "zh", Columns: make([]int, len(l.Columns))}
	if t.Name != "" {
		sent.File, sent.Sheet = file+" "+t.Name, t.Name
		k.where = sent.File
	}
	for _, h := range t.Headings {
		one, _ := m.Column(h.Key())
		k.cols = append(k.cols, Column{Heading: h, Mapped: one})
		for _, path := range one.To {
			if i := k.column(path); one.Use == Taken && i >= 0 && sent.Columns[i] == 0 {
				sent.Columns[i] = h.At + 1
			}
		}
	}
	note := slices.IndexFunc(k.holds, func(h lists.Holds) bool { return h.Note })
	place, in := k.inSheet(sent)
	for r, role := range t.Roles {
		if role != Data {
			continue
		}
		row := k.row(r, note)
		if in >= 0 {
			row.Cells[in] = place
		}
		sent.Rows = append(sent.Rows, row)
	}
	if in >= 0 {
		sent.Columns[in] = 1
	}
	if note >= 0 && sent.Columns[note] == 0 {
		if i := slices.IndexFunc(k.cols, func(c Column) bool { return c.Use == Kept }); i >= 0 {
			sent.Columns[note] = k.cols[i].At + 1
		}
	}
	return sent, k.cols, append(k.totals(), k.remarks(note)...)
}

func (k *taker) column(path string) int {
	return slices.IndexFunc(k.list.Columns, func(c lists.Column) bool { return c.Path == path })
}

// inSheet is the place that the sheet is called after, and the column that it stands in, when no column says where
// things are.
func (k *taker) inSheet(sent lists.Sent) (string, int) {
	in := slices.IndexFunc(k.list.Columns, func(c lists.Column) bool { return c.Path == ">LOCATED_IN" })
	if in < 0 || sent.Columns[in] != 0 {
		return "", -1
	}
	found := k.g.names.Find(graph.KindPark, k.t.Name)
	if len(found) == 0 {
		found = k.g.names.Near(graph.KindPark, k.t.Name)
	}
	if len(found) != 1 {
		return "", -1
	}
	return k.g.names.Label(found[0]), in
}

// currency is the column that says in which currency amounts are; -1: there is none.
func (t *Table) currency() int {
	for _, h := range t.Headings {
		if leaf := h.leaf(); strings.Contains(leaf, "币种") || strings.Contains(leaf, "货币") || leaf == "金额单位" ||
			leaf == "计量单位" {
			return h.At
		}
	}
	return -1
}

// raw is what stands in a cell; inside a merge down the rows, what the merge says.
func (k *taker) raw(row, column int, amount bool) string {
	if m, is := k.fills[[2]int{row, column}]; is && !amount { // an amount of several rows is not one of each
		return k.t.Cell(m.Top, m.Left)
	}
	return k.t.Cell(row, column)
}

// row reads one row.
func (k *taker) row(r, note int) lists.SentRow {
	out := lists.SentRow{Row: r + 1, Cells: make([]string, len(k.list.Columns))}
	k.source = out
	var kept []string
	for i := range k.cols {
		c := &k.cols[i]
		raw := spelling.Line(k.raw(r, c.At, false))
		if raw == "" {
			continue
		}
		to := -1
		if c.Use == Taken && len(c.To) > 0 {
			to = k.column(c.To[0])
		}
		if to >= 0 && k.holds[to].Figure {
			if raw = spelling.Line(k.raw(r, c.At, true)); raw == "" {
				continue
			}
		}
		if lists.Nothing(raw) && (to < 0 || k.holds[to].Type != graph.TypeBool) && k.said(c, raw) == "" {
			c.Fillers++
			continue
		}
		c.Values++
		switch {
		case c.Use == Kept:
			k.growth(r, c, raw)
			kept = append(kept, c.shown()+"："+raw)
			c.sample(raw, raw)
		case c.Use == Person:
			c.sample("***", "")
		case to >= 0:
			for j, text := range k.read(r, c, to, raw) {
				if i := k.column(c.To[min(j, len(c.To)-1)]); i >= 0 && text != "" {
					k.put(&out, i, text, c, &kept)
				}
			}
		}
	}
	if note >= 0 && len(kept) > 0 {
		out.Cells[note] = strings.Join(slices.DeleteFunc(append([]string{out.Cells[note]}, kept...), func(s string) bool {
			return s == ""
		}), "；")
	}
	out.Notes = k.source.Notes
	return out
}

// shown is the heading with its unit.
func (c Column) shown() string {
	if unit := cmp.Or(c.Unit, strings.Join(c.Units, "/")); unit != "" {
		return c.Text + "（" + unit + "）"
	}
	return c.Text
}

// put sets a text into a cell of the row; a second one stands beside it where several may, and else in the note.
func (k *taker) put(out *lists.SentRow, i int, text string, c *Column, kept *[]string) {
	switch was := out.Cells[i]; {
	case was == "", c.Why == Marks: // the last mark is how far it is
		out.Cells[i] = text
	case was == text:
	case k.holds[i].Several:
		out.Cells[i] = was + "；" + text
	default:
		*kept = append(*kept, c.shown()+"："+text)
		k.note(c, "cell.second", fmt.Sprintf("%q is a second value beside %q: kept in the note", text, was), "")
	}
}

func (c *Column) sample(raw, read string) {
	const few = 4
	if len(c.Samples) < few && !slices.ContainsFunc(c.Samples, func(s Sample) bool { return s.Raw == raw }) {
		c.Samples = append(c.Samples, Sample{raw, read})
	}
}

// note is a reminder of a cell of the row.
func (k *taker) note(c *Column, code, message, fix string) {
	k.source.Notes = append(k.source.Notes, graph.Problem{
		Code:    code,
		Place:   graph.Place{File: k.where, Row: k.source.Row, Column: c.At + 1, Field: k.once(c.shown())},
		Message: k.once(message),
		Fix:     fix,
	})
}

func (k *taker) once(text string) string {
	if known, is := k.texts[text]; is {
		return known
	}
	k.texts[text] = text
	return text
}

// ask notes that people must say what a text means.
func (k *taker) ask(c *Column, raw string, kept bool, choices ...string) {
	key := c.Key() + "\x00" + raw
	if !k.asked[key] {
		c.Asked = append(c.Asked, Ask{Raw: raw, Choices: choices, Kept: kept})
		k.asked[key] = true
	}
	for i := range c.Asked {
		const most = 50
		if a := &c.Asked[i]; a.Raw == raw && len(a.Rows) < most {
			a.Rows = append(a.Rows, k.source.Row)
		}
	}
}

// said is what people have said that a text means; empty when nothing.
func (k *taker) said(c *Column, raw string) string {
	return cmp.Or(k.m.Cells[c.Key()][raw], k.m.Words[c.Key()][raw])
}

// read says what a text is in a column of the list, in the form in which lists are written: one text, or two where the
// sheet has the beginning and the end in one. What cannot be read stays as it is, and is told where rows are taken.
func (k *taker) read(r int, c *Column, to int, raw string) []string {
	holds, text := k.holds[to], raw
	if said := k.said(c, raw); said != "" {
		if text = said; lists.Nothing(said) {
			return []string{""}
		}
	}
	if word, known := c.codes[text]; known {
		text = word
	}
	out := []string{text}
	switch {
	case c.Why == Marks:
		out[0] = stage(holds.Terms, c.leaf())
	case holds.Figure, holds.Type == graph.TypeNumber, holds.Type == graph.TypeInt:
		out[0] = k.amount(r, c, to, text)
	case holds.Type == graph.TypeDate:
		out = k.dates(c, raw, text)
	case holds.Type == graph.TypeCreditCode:
		code, mended, fault := lists.CreditCode(text)
		if mended {
			k.note(c, "cell.letters_for_digits", fmt.Sprintf("%q is read as %s: codes have no O, I, S or Z", raw, code), "")
		}
		if !fault.Wrong() {
			out[0] = code
		}
	case holds.Type == graph.TypeBool:
		out[0] = yesNo(text)
	case len(holds.Terms) > 0:
		out[0] = k.words(c, holds, raw, text)
	case holds.Name:
		out[0] = k.spelt(c, k.list.Kind(), raw, text)
	case len(holds.Of) > 0 && !holds.Post:
		out[0] = k.named(c, holds, raw, text)
	}
	c.sample(raw, strings.Join(out, "；"))
	return out
}

func yesNo(text string) string {
	switch strings.ToLower(norm.NFKC.String(text)) {
	case "√", "✓", "✔", "是", "有", "已", "y", "yes", "1", "true", "已入库", "是的":
		return "是"
	case "×", "x", "✗", "否", "无", "未", "n", "no", "0", "false", "不是", "没有":
		return "否"
	}
	return text
}

// amount says an amount in the unit of the list's column: its own unit holds, else that of the column, else that of the
// sheet.
func (k *taker) amount(r int, c *Column, to int, text string) string {
	target := k.list.Columns[to].Unit
	all := lists.Amounts(text)
	unit := c.Unit
	switch {
	case unit != "":
	case len(c.Units) == 1:
		unit = c.Units[0]
	case len(c.Units) > 1:
		unit = k.currencyOf(r, c.Units)
	case k.holds[to].Figure && target != "":
		unit = k.t.Facts.Money
	}
	var fits []lists.Amount
	for _, a := range all {
		own := cmp.Or(a.Unit, unit)
		if target == "" {
			fits = append(fits, a)
			continue
		}
		if own == "" && len(c.Units) > 1 { // told where rows are taken: it is no number in any one unit
			choices := make([]string, 0, len(c.Units))
			for _, unit := range c.Units {
				choices = append(choices, plain(a.Value)+unit)
			}
			k.ask(c, text, false, choices...)
			return text + strings.Join(c.Units, "/")
		}
		in, ok := lists.Convert(a.Value, own, target)
		if !ok || own == "" {
			continue
		}
		if a.Unit != "" && unit != "" && a.Unit != unit && !a.Range() {
			k.note(c, "cell.own_unit", fmt.Sprintf("%q has a unit of its own, not that of the heading (%s): %s %s",
				text, unit, plain(in), target), "")
		}
		fits = append(fits, lists.Amount{Value: in, Until: a.Until - a.Value + in, Around: a.Around})
	}
	switch {
	case len(fits) == 1 && !fits[0].Range():
		if fits[0].Around {
			k.note(c, "cell.around", fmt.Sprintf("%q is not exact: taken as %s %s", text, plain(fits[0].Value), target), "")
		}
		if len(all) > 1 {
			k.note(c, "cell.several", fmt.Sprintf("%q has other amounts beside %s %s: they are not taken",
				text, plain(fits[0].Value), target), "")
		}
		if target == "" && all[0].Unit == "" && unit != "" {
			return plain(fits[0].Value) + unit
		}
		return plain(fits[0].Value) + fits[0].Unit
	case len(all) == 1 && all[0].Unit == "" && unit != "" && !all[0].Range():
		return plain(all[0].Value) + unit // in a unit that is none of the column's: told where rows are taken
	}
	var choices []string
	for _, a := range all {
		if choices = append(choices, plain(a.Value)+cmp.Or(a.Unit, unit)); a.Range() {
			choices = append(choices, plain(a.Until)+cmp.Or(a.Unit, unit))
		}
	}
	k.ask(c, text, false, choices...)
	return text
}

// currencyOf is which of two units the column of currencies says; empty when it says neither.
func (k *taker) currencyOf(r int, units []string) string {
	if k.decide < 0 {
		return ""
	}
	said := norm.NFKC.String(k.t.Cell(r, k.decide))
	foreign := strings.Contains(said, "美") || strings.Contains(strings.ToUpper(said), "USD")
	home := strings.Contains(said, "人民币") || strings.Contains(strings.ToUpper(said), "CNY") ||
		strings.Contains(said, "元") && !foreign
	for _, unit := range units {
		if is := strings.Contains(unit, "美"); is && foreign || !is && home {
			return unit
		}
	}
	return ""
}

func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// dates says a date as it is kept; of a range both ends, where two columns take them.
func (k *taker) dates(c *Column, raw, text string) []string {
	d, is := lists.When(text)
	switch {
	case !is:
		k.ask(c, raw, false)
		return []string{text}
	case len(d.Choices) > 0:
		k.ask(c, raw, false, d.Choices...)
		return []string{text}
	case d.Range && len(c.To) > 1:
		return []string{string(d.From), string(d.Until)}
	case d.Range:
		k.ask(c, raw, false, string(d.From), string(d.Until))
		return []string{text}
	}
	if len(c.To) > 1 {
		k.note(c, "cell.one_of_two", fmt.Sprintf("%q is taken as the beginning; it says no end", raw), "")
	}
	return []string{string(d.From)}
}

// meant are words of official sheets that the vocabulary has other words for.
var meant = map[string]string{
	"扩建": "扩产", "改扩建": "扩产", "技术改造": "技改", "改建": "技改", "谋划": "规划",
	"已开工": "在建", "开工": "在建", "建设中": "在建", "竣工": "投产", "已竣工": "投产", "建成": "投产", "达产": "投产",
}

// words says the words of the vocabulary in a cell.
func (k *taker) words(c *Column, holds lists.Holds, raw, text string) string {
	if isWord(holds.Terms, text) {
		return text
	}
	parts := []string{text}
	if holds.Several {
		parts = parted(text)
	}
	for i, part := range parts {
		sure := strings.TrimRight(part, "?？")
		if isWord(holds.Terms, sure) {
			continue
		}
		found := meant[sure]
		if !isWord(holds.Terms, found) {
			found = ""
		}
		for _, t := range holds.Terms {
			if strings.Contains(sure, t.ZH) && len(t.ZH) > len(found) {
				found = t.ZH
			}
		}
		if found == "" {
			choices := make([]string, 0, len(holds.Terms))
			for _, t := range holds.Terms {
				choices = append(choices, t.ZH)
			}
			k.ask(c, raw, true, choices...)
			continue
		}
		k.note(c, "cell.read_as", fmt.Sprintf("%q is read as %s", part, found), "")
		parts[i] = found + strings.TrimPrefix(part, sure)
	}
	return strings.Join(parts, "；")
}

// named says what a cell names, in the words in which it is known.
func (k *taker) named(c *Column, holds lists.Holds, raw, text string) string {
	var choices []string
	one := func(text string) (string, bool) {
		for _, kind := range holds.Of {
			if len(k.g.names.Find(kind, text)) > 0 {
				return text, true
			}
		}
		var near []graph.ID
		for _, kind := range holds.Of {
			near = append(near, k.g.names.Near(kind, text)...)
		}
		if len(near) != 1 {
			for _, id := range near {
				if label := k.g.names.Label(id); !slices.Contains(choices, label) {
					choices = append(choices, label)
				}
			}
			return text, false
		}
		label := k.g.names.Label(near[0])
		k.note(c, "cell.read_as", fmt.Sprintf("%q is read as %s", text, label), "")
		return label, true
	}
	whole, known := one(text)
	if known {
		return whole
	}
	var out []string
	missing := false
	parts := parted(text)
	for _, part := range parts {
		label, found := one(part)
		missing = missing || !found
		out = append(out, label)
	}
	if len(parts) > 1 && (!missing || holds.Several) {
		whole = strings.Join(out, "；")
	}
	if missing && !lists.ByName(holds.Of) {
		const few = 400 // to choose from
		for _, kind := range holds.Of {
			if all := k.g.names.All(kind); len(choices) == 0 && kind != graph.KindEnterprise && len(all) <= few {
				choices = all
			}
		}
		k.ask(c, raw, true, choices...)
	}
	return whole
}

// spelt is the name of a row: the one that is known, when only brackets and blanks differ.
func (k *taker) spelt(c *Column, kind graph.Kind, raw, text string) string {
	if len(k.g.names.Find(kind, text)) > 0 {
		return text
	}
	if near := k.g.names.Near(kind, text); len(near) == 1 {
		label := k.g.names.Label(near[0])
		k.note(c, "cell.read_as", fmt.Sprintf("%q is read as %s", raw, label), "")
		return label
	}
	return text
}

// growth tells of rates that cannot be, and of those that hardly can.
func (k *taker) growth(_ int, c *Column, raw string) {
	leaf := c.leaf()
	if !slices.Contains(c.Units, "%") && !strings.Contains(raw, "%") && !strings.Contains(leaf, "率") {
		return
	}
	if !strings.Contains(leaf, "增") && !strings.Contains(leaf, "同比") && !strings.Contains(leaf, "环比") {
		return
	}
	all := lists.Amounts(raw)
	const all100, much = -100, 300
	switch {
	case len(all) != 1:
	case all[0].Value < all100:
		k.note(c, "cell.impossible", fmt.Sprintf("%q: nothing falls by more than 100 %%", raw), "compare it with the figures")
	case all[0].Value == all100 || all[0].Value > much:
		k.note(c, "cell.unlikely", fmt.Sprintf("%q is unusual: check whether it is meant", raw), "")
	}
}

// totals holds the rows of totals against the rows that they add up.
func (k *taker) totals() (out graph.Problems) {
	for i := range k.cols {
		c := &k.cols[i]
		to := -1
		if c.Use == Taken && len(c.To) > 0 {
			to = k.column(c.To[0])
		}
		if to < 0 || !k.holds[to].Figure {
			continue
		}
		sum, clean := 0.0, true
		for r, role := range k.t.Roles {
			if raw := strings.TrimSpace(k.t.Cell(r, c.At)); role == Data && raw != "" && !lists.Nothing(raw) {
				all := lists.Amounts(raw)
				if len(all) != 1 || all[0].Unit != "" || all[0].Range() {
					clean = false
					break
				}
				sum += all[0].Value
			}
		}
		for r, role := range k.t.Roles {
			if role != Total || !clean || !grand(k.t.Rows[r]) {
				continue
			}
			all := lists.Amounts(k.t.Cell(r, c.At))
			if len(all) == 1 && all[0].Unit == "" && math.Abs(all[0].Value-sum) > math.Max(.01, math.Abs(sum)*1e-6) {
				out = append(out, graph.Problem{
					Code:    "total.differs",
					Place:   graph.Place{File: k.where, Row: r + 1, Column: c.At + 1, Field: c.shown()},
					Message: fmt.Sprintf("the total is %s, the rows add up to %s", plain(all[0].Value), plain(round(sum))),
					Fix:     "look for a row that is missing, or an amount that is wrong",
				})
			}
		}
	}
	return out
}

func round(n float64) float64 { return math.Round(n*1e6) / 1e6 }

// grand tells whether a row is the total of all rows, not of a part.
func grand(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool {
		text := strings.Join(strings.Fields(norm.NFKC.String(cell)), "")
		return slices.Contains([]string{"合计", "总计", "共计", "总和", "全市合计"}, strings.TrimRight(text, ":"))
	})
}

// remarks are reminders of the sheet itself.
func (k *taker) remarks(note int) (out graph.Problems) {
	say := func(row, column int, code, message, fix string) {
		out = append(out, graph.Problem{
			Code: code, Place: graph.Place{File: k.where, Row: row, Column: column}, Message: message, Fix: fix,
		})
	}
	year := 0
	if p, is := lists.PeriodOf(k.t.Facts.Title + k.t.Facts.Date); is {
		year = p.Year
	}
	for i := range k.cols {
		c := &k.cols[i]
		if p, is := lists.PeriodOf(strings.Join(c.Parts, "")); is && p.Year > 0 && year > 0 && p.Year < year-1 {
			say(k.t.first+1, c.At+1, "heading.old_year",
				fmt.Sprintf("the heading %q says %d, the sheet is of %d", c.Text, p.Year, year), "check which year is meant")
		}
		if c.Use == Kept && c.Values > 0 && note < 0 {
			say(k.t.first+1, c.At+1, "column.no_note",
				fmt.Sprintf("the list has no note for %q: it stays in the file only", c.Text), "")
		}
	}
	first, n := 0, 0
	for r, role := range k.t.Roles {
		if role == After {
			if n++; first == 0 {
				first = r + 1
			}
		}
	}
	if n > 0 {
		say(first, 0, "rows.after",
			fmt.Sprintf("%d rows from row %d on stand behind two blank rows: they are not read", n, first),
			"delete the blank rows if they are of the list")
	}
	return out
}
