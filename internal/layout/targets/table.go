package targets

import (
	"fmt"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// The tables of gaps without cards: two columns under the cards and on pages of many rows, one wide one else.
const (
	tableHead     = 24.0 // from the gap under the last card to the first row
	tableRow      = 26.0
	mostTableRow  = 34.0
	tableBar      = 110.0
	furtherHead   = 160.0 // base line of the heads of a further page
	furtherTop    = 168.0
	wideRows      = 24 // rows of a wide table, at most
	wideRow       = 46.0
	narrowRows    = 52 // of two columns
	mostFurther   = 24 // pages; what is beyond is counted
	firmsInRow    = 3
	firmApart     = 18.0
	tableRowInset = 10.0
	tableName     = 60.0 // where the names begin
)

// tableRowsHeight is what rows take under the cards: never more than the cards can give.
func tableRowsHeight(rows int) float64 { return min(mostTableRow*float64(rows), 4*tableRow) }

// restTable lists the gaps without cards under the last card.
func (s *page) restTable(content diagram.Targets, rest []diagram.TargetGap, top float64, total int) {
	lang := content.Head.Lang
	first, last := cardGaps+1, cardGaps+len(rest)
	note := fmt.Sprintf(sheet.Pick(lang, "显示第 %d–%d 项，共 %d 项", "%d–%d of %d shown"), first, last, total)
	if total > last {
		note += fmt.Sprintf(sheet.Pick(lang, "；其余 %d 项见续页", "; the other %d on further pages"), total-last)
	}
	s.SectionLine(gapLeft, top+rowGap+16, firmsRight-gapLeft, sheet.Pick(lang, "其余缺口", "Further gaps"), note, true)
	rows := (len(rest) + 1) / 2
	h := tableRowsHeight(rows) / float64(rows)
	s.narrowTable(content, rest, foot-h*float64(rows), h, rows)
}

// narrowTable lists gaps in two columns, the left one first.
func (s *page) narrowTable(content diagram.Targets, gaps []diagram.TargetGap, top, h float64, rows int) {
	w := (firmsRight - gapLeft - tableGutter) / 2
	bar := narrowBar(gaps)
	for i, g := range gaps {
		b := scene.Box{X: gapLeft + float64(i/rows)*(w+tableGutter), Y: top + float64(i%rows)*h, W: w, H: h}
		if i%rows%2 == 0 {
			s.Rect(scene.RoleBand, b, scene.FaintBand)
		}
		s.narrowRow(content, g, b, bar)
	}
}

// narrowBar is where the bars of a narrow table begin, from the left side of a column: after the longest name within
// limits and the weight.
func narrowBar(gaps []diagram.TargetGap) float64 {
	const least, most, weight = 84.0, 200.0, 62.0
	name := least
	for _, g := range gaps {
		name = max(name, rowNameWidth(g))
	}
	return tableName + min(most, name) + weight
}

// narrowRow writes a gap on one line: rank, mark, name, weight with its parts, the first candidates.
func (s *page) narrowRow(content diagram.Targets, g diagram.TargetGap, b scene.Box, bar float64) {
	lang := content.Head.Lang
	s.beginRow(g, lang)
	s.TextEnd(
		scene.RoleContent,
		b.X+30,
		sheet.Base(b, sheet.SmallSize),
		fmt.Sprint(g.Rank),
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
	s.Add(sheet.GapMark(g.Mark, b.X+46, b.Y+b.H/2)...)
	s.rowName(g, b.X+tableName, b.X+bar, b)
	s.rowFirms(content, g, b.X+bar+tableBar+16, b.Right()-tableRowInset, b)
	s.Owner = ""
}

func (s *page) beginRow(g diagram.TargetGap, lang string) {
	s.Owner = g.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: g.ID, Href: g.Href, Name: spokenGap(g, lang)})
}

// rowFirms writes the first candidates of a row with their scores, whole ones as far as they fit; where some are left
// out, all are counted. Where not even the first fits, it is written in short.
func (s *page) rowFirms(content diagram.Targets, g diagram.TargetGap, x, right float64, b scene.Box) {
	lang := content.Head.Lang
	if g.All == 0 {
		words := content.Blank.Firms
		if g.AllVetoes > 0 {
			words += sheet.Pick(lang, "；", "; ") + restOf(g, 0, lang)
		}
		s.Text(
			scene.RoleContent,
			x,
			sheet.Base(b, sheet.SmallSize),
			scene.Clip(words, sheet.SmallSize, false, right-x),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
		return
	}
	shown, short := min(firmsInRow, len(g.Firms)), false
	room := func(n int) float64 {
		w := -firmApart
		for i, f := range g.Firms[:n] {
			w += rowFirmWidth(f, i == 0, short, lang) + firmApart
		}
		if rest := restOf(g, n, lang); rest != "" {
			w += firmApart + scene.Measure(rest, sheet.SmallSize, false)
		}
		return w
	}
	for shown > 1 && room(shown) > right-x {
		shown--
	}
	short = room(shown) > right-x
	for i, f := range g.Firms[:shown] {
		name := rowFirmName(f, i == 0 && !short, lang)
		if over := room(shown) - (right - x); shown == 1 && over > 0 {
			name = scene.Clip(name, sheet.SmallSize, true, scene.Measure(name, sheet.SmallSize, true)-over)
		}
		s.Owner = firmOwner(g.ID, f.ID)
		s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: f.Href, Name: spokenFirm(content, f)})
		w := s.Text(scene.RoleContent, x, sheet.Base(b, sheet.SmallSize), name, sheet.SmallSize, i == 0, scene.Ink)
		if f.Unverified {
			s.Unverified(x, sheet.Base(b, sheet.SmallSize)+4, w)
		}
		x += w + 6
		x += s.Text(
			scene.RoleContent,
			x,
			sheet.Base(b, sheet.SmallSize),
			rowScore(f, short, lang),
			sheet.SmallSize,
			false,
			scene.Secondary,
		) + firmApart
	}
	s.Owner = g.ID
	if rest := restOf(g, shown, lang); rest != "" {
		s.Text(scene.RoleContent, x, sheet.Base(b, sheet.SmallSize), rest, sheet.SmallSize, false, scene.Secondary)
	}
}

// restOf counts what a row does not name: all candidates where some are left out, and who was vetoed.
func restOf(g diagram.TargetGap, shown int, lang string) string {
	var parts []string
	if shown < g.All {
		parts = append(parts, diagram.InAll(lang, g.All, "家"))
	}
	if g.AllVetoes > 0 {
		parts = append(parts, fmt.Sprintf(sheet.Pick(lang, "否决 %d 家", "%d vetoed"), g.AllVetoes))
	}
	return strings.Join(parts, sheet.Pick(lang, "，", ", "))
}

// rowScore is the score of a candidate in a row, and why it stands behind; in short, only what the order follows.
func rowScore(f diagram.TargetFirm, short bool, lang string) string {
	if short {
		if f.Leads {
			return sheet.Span(f)
		}
		return sheet.Span(f) + " ?"
	}
	text := sheet.Span(f)
	if behind := f.Behind(lang); behind != "" {
		text += sheet.Pick(lang, "·", " · ") + behind
	}
	return text
}

// rowFirmName is a candidate in a row, the first one with its place.
func rowFirmName(f diagram.TargetFirm, first bool, lang string) string {
	if first && f.Place != "" {
		return f.Name + fmt.Sprintf(sheet.Pick(lang, "（%s）", " (%s)"), f.Place)
	}
	return f.Name
}

func rowFirmWidth(f diagram.TargetFirm, first, short bool, lang string) float64 {
	return scene.Measure(
		rowFirmName(f, first && !short, lang),
		sheet.SmallSize,
		first,
	) + 6 + scene.Measure(
		rowScore(f, short, lang),
		sheet.SmallSize,
		false,
	)
}

// furtherGaps cuts what the first page does not show into pages: while there are more than a wide table holds, pages of
// two columns.
func furtherGaps(gaps []diagram.TargetGap) [][]diagram.TargetGap {
	var pages [][]diagram.TargetGap
	for len(gaps) > 0 && len(pages) < mostFurther {
		n := len(gaps)
		if n > wideRows {
			n = min(n, narrowRows)
		}
		pages = append(pages, gaps[:n])
		gaps = gaps[n:]
	}
	return pages
}

// paintFurther paints a further page.
func paintFurther(content diagram.Targets, gaps []diagram.TargetGap, total, number, pages int) scene.Page {
	lang := content.Head.Lang
	head := content.Head
	first := firstGaps + 1
	for n := 2; n < number; n++ {
		first += narrowRows // only the last page may hold fewer
	}
	head.Headline = fmt.Sprintf(
		sheet.Pick(lang, "续：第 %d–%d 项缺口，共 %d 项", "Continued: gaps %d–%d of %d"),
		first,
		first+len(gaps)-1,
		total,
	)
	s := &page{sheet.New(head, number, pages, len(gaps), total+content.Left)}
	room := foot - furtherTop
	if len(gaps) > wideRows {
		rows := (len(gaps) + 1) / 2
		h := min(mostTableRow, room/float64(rows))
		s.narrowHeads(lang, narrowBar(gaps))
		s.narrowTable(content, gaps, furtherTop, h, rows)
	} else {
		s.wideTable(content, gaps, min(wideRow, room/float64(len(gaps))))
	}
	s.targetLegend(content, gaps, nil)
	return s.Page
}

// wideColumns are where the columns of a wide table begin; the rank ends at its place.
type wideColumns struct{ rank, kind, name, bar, pulls, firms float64 }

func newWideColumns(gaps []diagram.TargetGap) wideColumns {
	const weight, pulls = 62.0, 270.0
	c := wideColumns{rank: gapLeft + 34, kind: gapLeft + 44}
	tags, names := 0.0, 0.0
	for _, g := range gaps {
		tags, names = max(tags, kindWidth(g.Kind)), max(names, rowNameWidth(g))
	}
	c.name = c.kind + tags + 14
	c.bar = c.name + min(280, max(200, names)) + weight
	c.pulls = c.bar + tableBar + 20
	c.firms = c.pulls + pulls + 20
	return c
}

// narrowHeads names the columns over both halves of a page of two columns.
func (s *page) narrowHeads(lang string, bar float64) {
	w := (firmsRight - gapLeft - tableGutter) / 2
	for _, x := range []float64{gapLeft, gapLeft + w + tableGutter} {
		s.TextEnd(scene.RoleCaption, x+30, furtherHead, sheet.Pick(lang, "名次", "#"), sheet.SmallSize, true, scene.Secondary)
		s.Text(
			scene.RoleCaption,
			x+tableName,
			furtherHead,
			sheet.Pick(lang, "缺口", "Gap"),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
		s.Text(
			scene.RoleCaption,
			x+bar,
			furtherHead,
			sheet.Pick(lang, "权重", "Weight"),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
		s.Text(
			scene.RoleCaption,
			x+bar+tableBar+16,
			furtherHead,
			sheet.Pick(lang, "候选企业与得分", "Candidates and scores"),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
	}
	s.Rule(scene.RoleGround, gapLeft, furtherTop-.5, firmsRight, furtherTop-.5)
}

// wideTable lists gaps one below the other, with kind and the local enterprises that they touch.
func (s *page) wideTable(content diagram.Targets, gaps []diagram.TargetGap, h float64) {
	lang := content.Head.Lang
	c := newWideColumns(gaps)
	s.TextEnd(scene.RoleCaption, c.rank, furtherHead, sheet.Pick(lang, "名次", "#"), sheet.SmallSize, true, scene.Secondary)
	for _, head := range []struct {
		x      float64
		zh, en string
	}{{c.kind, "类型", "Kind"}, {c.name, "缺口", "Gap"}, {c.bar, "权重", "Weight"}, {c.pulls, "牵动", "Pulls"},
		{c.firms, "候选企业与得分", "Candidates and scores"}} {
		s.Text(
			scene.RoleCaption,
			head.x,
			furtherHead,
			sheet.Pick(lang, head.zh, head.en),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
	}
	s.Rule(scene.RoleGround, gapLeft, furtherTop-.5, firmsRight, furtherTop-.5)
	for i, g := range gaps {
		b := scene.Box{X: gapLeft, Y: furtherTop + float64(i)*h, W: firmsRight - gapLeft, H: h}
		if i%2 == 0 {
			s.Rect(scene.RoleBand, b, scene.FaintBand)
		}
		s.wideRow(content, g, b, c)
	}
}

func (s *page) wideRow(content diagram.Targets, g diagram.TargetGap, b scene.Box, c wideColumns) {
	s.beginRow(g, content.Head.Lang)
	s.TextEnd(
		scene.RoleContent,
		c.rank,
		sheet.Base(b, sheet.SmallSize),
		fmt.Sprint(g.Rank),
		sheet.SmallSize,
		false,
		scene.Secondary,
	)
	s.kindTag(g.Mark, g.Kind, c.kind, b.Y+(b.H-scene.ChipHeight)/2)
	s.rowName(g, c.name, c.bar, b)
	s.rowPulls(content, g, c, b)
	s.rowFirms(content, g, c.firms, b.Right()-tableRowInset, b)
	s.Owner = ""
}

// rowNameWidth is the room that a name wants, with what people decided in a word.
func rowNameWidth(g diagram.TargetGap) float64 {
	return scene.Measure(g.Name, 15, true) + rowStatusWidth(g)
}

func rowStatusWidth(g diagram.TargetGap) float64 {
	if g.Status == "" {
		return 0
	}
	return 8 + scene.Measure(g.Status, sheet.SmallSize, false)
}

// rowName writes the name of a gap from x on, with what people decided in a word, its weight and, from bar on, the
// parts.
func (s *page) rowName(g diagram.TargetGap, x, bar float64, b scene.Box) {
	end := bar - 14 - s.TextEnd(
		scene.RoleContent,
		bar-8,
		sheet.Base(b, 15),
		fmt.Sprintf("%.1f", g.Weight),
		15,
		true,
		scene.Ink,
	)
	name, size := sheet.Fitted(g.Name, true, end-x-rowStatusWidth(g), 15, 14, sheet.SmallSize)
	x += s.Text(scene.RoleContent, x, sheet.Base(b, size), name, size, true, scene.Ink)
	if g.Status != "" {
		s.Text(scene.RoleContent, x+8, sheet.Base(b, sheet.SmallSize), g.Status, sheet.SmallSize, false, scene.Accent)
	}
	s.Slots(bar, b.Y+b.H/2-sheet.BarHeight/2, tableBar, sheet.BarHeight, g.Parts)
}

func (s *page) rowPulls(content diagram.Targets, g diagram.TargetGap, c wideColumns, b scene.Box) {
	lang := content.Head.Lang
	w := c.firms - c.pulls - 16
	if len(g.Pulls) == 0 {
		s.Text(
			scene.RoleContent,
			c.pulls,
			sheet.Base(b, sheet.SmallSize),
			scene.Clip(content.Blank.Pull, sheet.SmallSize, false, w),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
		return
	}
	text, _ := scene.FitList(g.Pulls, sheet.Pick(lang, "、", ", "), sheet.SmallSize, w, func(all int) string {
		return " " + diagram.InAll(lang, all, "家")
	})
	s.Text(scene.RoleContent, c.pulls, sheet.Base(b, sheet.SmallSize), text, sheet.SmallSize, false, scene.Ink)
}
