package workbook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
)

// said are the words of the workbook itself.
type said struct{ zh, en string }

var (
	about   = said{"说明", "About"}
	choices = said{"选项", "Choices"}
	number  = said{"序号", "No."}
	under   = said{"填报单位：　　　　　　　　版本：r%d・%s", "Filled in by:                    Revision: r%d · %s"}
	choose  = said{"从下拉中选；不清楚就空着，不要估", "Choose one; leave it blank if you do not know"}
	other   = said{"不是列出的词；确要这样写请继续", "This is none of the words; go on if you mean it"}
)

func (p *printer) say(s said) string {
	if p.book.Lang == "en" {
		return s.en
	}
	return s.zh
}

// about writes the sheet of what the workbook is and how it is filled.
func (p *printer) about() error {
	sheet := p.say(about)
	title := strings.TrimSpace(p.book.City + p.book.Of + p.say(said{"清单・填写说明", " lists: how to fill them in"}))
	rows := [][2]string{
		{p.say(said{"这是什么", "What this is"}), p.counts()},
		{p.say(said{"版本", "Revision"}), fmt.Sprintf("r%d・%s", p.of.Revision,
			p.of.Time.In(graph.Zone).Format(time.DateOnly))},
		{p.say(said{"怎么填", "How to fill it in"}), p.say(said{
			"白格可改；淡黄格请补；灰格由系统得出，改了不起作用；浅米色表头为系统附加列。不清楚就空着，不要估",
			"White cells can be changed; yellow ones are to be filled in; grey ones are worked out, and what is written there " +
				"has no effect; sand-coloured headings are ours. Leave blank what you do not know"})},
		{p.say(said{"空格", "Blanks"}), p.say(said{"空着 = 没有说，不改动已有内容", "A blank says nothing and changes nothing"})},
		{p.say(said{"几个并列", "Several"}), p.say(said{"用“；”分开", "Part them by ；"})},
		{p.say(said{"编号", "Ids"}), p.say(said{"A 列隐藏，请勿改动；新增的行留空", "Column A is hidden; leave it, blank in new rows"})},
		{p.say(said{"单位", "Units"}), p.say(said{"写在表头括号里", "They stand in the headings"})},
		{p.say(said{"日期", "Dates"}), p.say(said{
			"2025、2025-08、2025-08-11 或 2025-Q3；不要写成 2025.8",
			"2025, 2025-08, 2025-08-11 or 2025-Q3; not 2025.8"})},
		{p.say(said{"可信", "Confidence"}), words(graph.Confidences, p.book.Lang)},
		{p.say(said{"人员", "Persons"}), p.say(said{"只写岗位，不写姓名", "Posts, never names"})},
	}
	if p.book.Maker != "" {
		rows = slices.Insert(rows, 1, [2]string{p.say(said{"给谁、能看什么", "For whom, with what rights"}), p.book.Maker})
	}
	if p.book.Note != "" {
		rows = slices.Insert(rows, 1, [2]string{p.say(said{"请", "Please"}), p.book.Note})
	}
	if p.book.Due != "" {
		rows = slices.Insert(rows, 1, [2]string{p.say(said{"截止", "Due"}), string(p.book.Due)})
	}
	for _, l := range p.book.Lists {
		rows = append(rows, [2]string{l.Title(p.book.Lang), l.Said(p.book.Lang)})
	}
	if err := p.printed(sheet, 0); err != nil {
		return err
	}
	if err := p.file.SetColWidth(sheet, "A", "A", 22); err != nil {
		return err
	}
	if err := p.file.SetColWidth(sheet, "B", "B", 92); err != nil {
		return err
	}
	if err := p.cell(sheet, "A1", title, p.style.title); err != nil {
		return err
	}
	if err := p.file.MergeCell(sheet, "A1", "B1"); err != nil {
		return err
	}
	if err := p.file.SetRowHeight(sheet, 1, 30); err != nil {
		return err
	}
	for i, row := range rows {
		line := i + 2
		if err := p.cell(sheet, at(1, line), row[0], p.style.key); err != nil {
			return err
		}
		if err := p.cell(sheet, at(2, line), row[1], p.style.note); err != nil {
			return err
		}
		const lineHeight, lineful = 17, 88
		lines := max(1, (across(row[1])+lineful-1)/lineful)
		if err := p.file.SetRowHeight(sheet, line, float64(7+lineHeight*lines)); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) cell(sheet, where, text string, style int) error {
	if err := p.file.SetCellStr(sheet, where, text); err != nil {
		return err
	}
	return p.file.SetCellStyle(sheet, where, where, style)
}

// counts says what is in the workbook.
func (p *printer) counts() string {
	parts := make([]string, 0, len(p.book.Lists))
	for _, l := range p.book.Lists {
		parts = append(parts, fmt.Sprintf(p.say(said{"%s %d 行", "%s %d rows"}), l.Title(p.book.Lang), p.rows[l.Key]))
	}
	return strings.Join(parts, p.say(said{"、", ", "}))
}

func words(terms []graph.Term, lang string) string {
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		out = append(out, graph.Words(terms, t.Code, lang))
	}
	if lang == "en" {
		return strings.Join(out, ", ")
	}
	return strings.Join(out, "、")
}

// across is how wide a text is, in digits: a Chinese character takes two.
func across(text string) (wide int) {
	for _, r := range text {
		wide++
		if r > 0x2e80 {
			wide++
		}
	}
	return wide
}

// quantile is the value below which a part of the sizes lies.
func quantile(sizes []int, part float64) int {
	if len(sizes) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(sizes))
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}
