// Package targets arranges whom to bring, for which gap.
package targets

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the investment targets (docs/drawings.md, Targets): a column of gaps, a gutter with an arrow, four columns
// of candidates; under them a table of the further gaps.
const (
	gapLeft     = scene.Margin
	gapWidth    = 390.0
	gapBlock    = 44.0 // with the number
	firmLeft    = 458.0
	firmGap     = 10.0
	firmColumns = 4
	firmsRight  = scene.PageWidth - scene.Margin
	firmWidth   = (firmsRight - firmLeft - (firmColumns-1)*firmGap) / firmColumns
	pad         = 12.0
	head        = 160.0 // base lines
	keys        = 181.0
	top         = 198.0
	rowGap      = 9.0
	foot        = 842.0 // of the table
	cardsFoot   = 838.0 // of cards without one
	leastTarget = 120.0 // height of a card
	mostTarget  = 204.0
	writtenFrom = 158.0 // height from which the parts are also written out
	cardGaps    = 4     // gaps that have cards
	firstGaps   = 12    // gaps on the first page
	urgentGaps  = 3     // gaps that are to be done first
	tableGutter = 24.0
)

// Draw arranges the investment targets: cards for the first gaps, rows for the next, further pages for the rest. The
// same content gives the same pages.
func Draw(content diagram.Targets) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	gaps := inOrder(content.Gaps)
	first := gaps[:min(firstGaps, len(gaps))]
	further := furtherGaps(gaps[len(first):])
	n := 1 + len(further)
	pages := []scene.Page{paintTargets(content, first, len(gaps), n)}
	for i, part := range further {
		pages = append(pages, paintFurther(content, part, len(gaps), i+2, n))
	}
	return pages, nil
}

// inOrder sorts gaps and their candidates by their places, so that the order of the input never shows.
func inOrder(gaps []diagram.TargetGap) []diagram.TargetGap {
	out := slices.Clone(gaps)
	slices.SortFunc(out, func(a, b diagram.TargetGap) int { return cmp.Or(a.Order-b.Order, strings.Compare(a.ID, b.ID)) })
	for i := range out {
		g := &out[i]
		g.Firms, g.Vetoes = slices.Clone(g.Firms), slices.Clone(g.Vetoes)
		slices.SortFunc(
			g.Firms,
			func(a, b diagram.TargetFirm) int { return cmp.Or(a.Order-b.Order, strings.Compare(a.ID, b.ID)) },
		)
		slices.SortFunc(g.Vetoes, func(a, b diagram.TargetVeto) int { return strings.Compare(a.ID, b.ID) })
	}
	return out
}

// row is a gap with cards and where they stand.
type row struct {
	diagram.TargetGap
	box   scene.Box // of the gap's card
	h     float64   // of a candidate's card
	firms []diagram.TargetFirm
	veto  []diagram.TargetVeto // that have cards
}

// rows shares the height out to the gaps that have cards: few gaps have taller cards, one or two also more lines of
// candidates; beside a table they take what its rows leave.
func rows(gaps []diagram.TargetGap, tableRows int) []row {
	lines, sum := make([]int, len(gaps)), 0
	most := map[int]int{1: 3, 2: 2}[len(gaps)]
	for i, g := range gaps {
		cells := len(g.Firms) + len(g.Vetoes)
		lines[i] = max(1, min(max(1, most), (cells+firmColumns-1)/firmColumns))
		sum += lines[i]
	}
	h := min(mostTarget, (cardsFoot-top+rowGap)/float64(sum)-rowGap)
	if tableRows > 0 {
		room := foot - top - tableHead - tableRowsHeight(tableRows)
		h = room/float64(sum) - rowGap
	}
	h = math.Floor(h)
	rows := make([]row, len(gaps))
	y := top
	for i, g := range gaps {
		cells := lines[i] * firmColumns
		r := row{TargetGap: g, h: h}
		r.box = scene.Box{X: gapLeft, Y: y, W: gapWidth, H: float64(lines[i])*(h+rowGap) - rowGap}
		r.firms = g.Firms[:min(len(g.Firms), cells-min(1, len(g.Vetoes)))]
		r.veto = g.Vetoes[:min(len(g.Vetoes), cells-len(r.firms))]
		rows[i] = r
		y = r.box.Bottom() + rowGap
	}
	return rows
}

// cell is the place of the n-th card of a row, from 0, as wide as so many columns.
func (r row) cell(n, columns int) scene.Box {
	return scene.Box{
		X: firmLeft + float64(n%firmColumns)*(firmWidth+firmGap),
		Y: r.box.Y + float64(n/firmColumns)*(r.h+rowGap),
		W: float64(columns)*(firmWidth+firmGap) - firmGap,
		H: r.h,
	}
}

// paintTargets paints the first page.
func paintTargets(content diagram.Targets, gaps []diagram.TargetGap, total, pages int) scene.Page {
	lang := content.Head.Lang
	s := &page{sheet.New(content.Head, 1, pages, len(gaps), total+content.Left)}
	if len(gaps) == 0 {
		s.noGaps(content.Blank.Gaps)
		return s.Page
	}
	rest := gaps[min(cardGaps, len(gaps)):]
	rows := rows(gaps[:len(gaps)-len(rest)], (len(rest)+1)/2)
	s.SectionLine(gapLeft, head, gapWidth, sheet.Pick(lang, "缺口", "Gaps"), gapNote(content, lang), false)
	s.SectionLine(
		firmLeft,
		head,
		firmsRight-firmLeft,
		sheet.Pick(lang, "候选企业", "Candidates"),
		firmNote(content, lang),
		false,
	)
	s.partKeys(gapLeft+gapBlock+pad, gapWidth-gapBlock-2*pad, content.GapParts)
	s.partKeys(firmLeft+pad, firmsRight-firmLeft-2*pad, content.FirmParts)
	for _, r := range rows {
		s.targetRow(content, r)
	}
	if len(rest) > 0 {
		top := rows[len(rows)-1].box.Bottom()
		s.restTable(content, rest, top, total)
	}
	s.targetLegend(content, gaps, rows)
	return s.Page
}

func gapNote(content diagram.Targets, lang string) string {
	note := sheet.Pick(lang, "按权重排列，前三项先办；序号下为全市名次范围", "by weight; below: place in the city")
	var ended []string
	if content.Dismissed > 0 {
		ended = append(ended, fmt.Sprintf(
			sheet.Pick(lang, "已忽略 %d（仍是缺口）", "%d dismissed (still gaps)"), content.Dismissed))
	}
	if content.Closed > 0 {
		ended = append(ended, fmt.Sprintf(sheet.Pick(lang, "已闭环 %d", "%d closed"), content.Closed))
	}
	if len(ended) == 0 {
		return note
	}
	return note + sheet.Pick(lang, "；", "; ") + strings.Join(ended, sheet.Pick(lang, "、", ", ")) +
		sheet.Pick(lang, "，未列", ", left out")
}

func firmNote(content diagram.Targets, lang string) string {
	note := sheet.Pick(
		lang,
		"得分写作“已得–最多”，按已得排列，按词推断的在后；得分条自左至右为下列各项",
		"a score is what is got to what is possible, ordered by what is got, words last; a bar has these parts",
	)
	if content.Turn > 0 {
		note += fmt.Sprintf(
			sheet.Pick(lang, "；本地可转产 %d 家不是招商，未列", "; local firms that could turn to it, no candidates: %d"),
			content.Turn,
		)
	}
	if content.Distant > 0 {
		note += fmt.Sprintf(
			sheet.Pick(lang, "；按产品名推断、匹配不足的 %d 家次未列", "; %d found by words of which not enough agrees left out"),
			content.Distant,
		)
	}
	return note
}

// noGaps says that there is nothing to do.
func (s *page) noGaps(words string) {
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleBand,
		X:      gapLeft,
		Y:      top,
		W:      firmsRight - gapLeft,
		H:      mostTarget,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: scene.UnknownEdge,
		Width:  1,
		Dash:   []float64{5, 4},
	})
	s.Middle(
		scene.RoleContent,
		scene.PageWidth/2,
		top+mostTarget/2+6,
		scene.Clip(words, sheet.HeadSize, false, firmsRight-gapLeft-2*pad),
		sheet.HeadSize,
		false,
		scene.Secondary,
	)
}

// partKeys names the parts of a bar over a bar of the same proportions; a name that has no room is left to the text of
// a card.
func (s *page) partKeys(x, w float64, parts []diagram.PartWord) {
	full := make([]diagram.Slot, len(parts))
	for i, p := range parts {
		full[i] = diagram.Slot{Key: p.Key, Most: p.Most, Value: 1}
	}
	const apart = 6.0
	end := x - apart // of the words before
	s.Slots(x, keys+5, w, 6, full)
	for i, b := range sheet.SlotBoxes(x, keys+5, w, 6, full) {
		for _, words := range []string{parts[i].Name + " " + sheet.Points(parts[i].Most), parts[i].Name} {
			wide := scene.Measure(words, sheet.SmallSize, false)
			left := min(b.X+(b.W-wide)/2, x+w-wide)
			if left < end+apart || i+1 < len(parts) && wide > b.W {
				continue
			}
			end = left + s.Text(scene.RoleCaption, left, keys, words, sheet.SmallSize, false, scene.Ink)
			break
		}
	}
}

// targetRow paints a gap's card, the arrow, and its candidates; or that there are none yet.
func (s *page) targetRow(content diagram.Targets, r row) {
	s.gapCard(content, r)
	n := 0
	for _, f := range r.firms {
		s.firmCard(content, r, f, r.cell(n, 1))
		n++
	}
	if n == 0 {
		n = firmColumns - len(r.veto)
		s.Owner = r.ID + "/none"
		s.dashedCell(r.cell(0, n), content.Blank.Firms, scene.UnknownEdge)
		s.Owner = ""
	}
	for i, v := range r.veto {
		further := 0
		if i == len(r.veto)-1 {
			further = r.AllVetoes - len(r.veto)
		}
		s.vetoCard(r, v, further, r.cell(n, 1))
		n++
	}
	if rest := (firmColumns - n%firmColumns) % firmColumns; rest > 0 {
		s.Owner = r.ID + "/more"
		s.dashedCell(r.cell(n, rest), content.Blank.More, scene.Hairline)
		s.Owner = ""
	}
	if len(r.firms) > 0 {
		s.rowArrow(r)
	}
}

// rowArrow leads from a gap to its first candidate.
func (s *page) rowArrow(r row) {
	ink := scene.Secondary
	if r.Order <= urgentGaps {
		ink = scene.Accent
	}
	from, to := scene.Point{X: r.box.Right(), Y: r.box.Y + r.h/2}, scene.Point{X: firmLeft, Y: r.box.Y + r.h/2}
	owner := r.ID + "/arrow"
	s.Add(scene.Item{
		Shape:  scene.Line,
		Role:   scene.RoleEdge,
		Owner:  owner,
		Points: []scene.Point{from, to},
		From:   r.ID,
		To:     firmOwner(r.ID, r.firms[0].ID),
		Stroke: ink,
		Width:  1.6,
	})
	head := scene.ArrowHead(to, 1, 0, ink, 8)
	head.Owner = owner
	s.Add(head)
}

// dashedCell says over the room of cards that nobody is known.
func (s *page) dashedCell(b scene.Box, words, ink string) {
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: ink,
		Width:  1,
		Dash:   []float64{5, 4},
	})
	s.Middle(
		scene.RoleContent,
		b.X+b.W/2,
		sheet.Base(b, 15),
		scene.Clip(words, 15, false, b.W-2*pad),
		15,
		false,
		scene.Secondary,
	)
}
