package targets

import (
	"cmp"
	"fmt"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

const (
	tieRoom = sheet.TieLength + 7
)

// firmOwner is the owner of a candidate's card: one enterprise may be a candidate for several gaps.
func firmOwner(gap, firm string) string { return gap + "/" + firm }

// firmCard writes a candidate: place, name and score, the parts of the score, where it is, how far the talks are, what
// it makes and what ties it to the city.
func (s *page) firmCard(content diagram.Targets, r row, f diagram.TargetFirm, b scene.Box) {
	lang := content.Head.Lang
	s.Owner = firmOwner(r.ID, f.ID)
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: f.Href, Name: spokenFirm(content, f)})
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  "candidate",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.Ground,
		Stroke: scene.Hairline,
		Width:  1.2,
	}
	if f.First() {
		body.Stroke, body.Width = scene.Accent, 2
	}
	s.Add(body)
	x, right := b.X+pad, b.Right()-pad
	written := writtenParts(right-x, f.Parts, content.FirmParts)
	at := newRhythm(b, r.h, len(written))
	s.firmName(f, r.Order <= urgentGaps, content.Unverified, x, right, at.name, lang)
	s.Slots(x, at.bar, right-x, sheet.BarHeight, f.Parts)
	if at.written > 0 {
		s.writtenParts(written, x, at.written)
	}
	makes := &paragraph{items: f.Makes, ink: scene.Ink, count: func(all int) string {
		return " " + diagram.InAll(lang, all, "项")
	}}
	if len(f.Makes) == 0 {
		makes = &paragraph{items: []string{cmp.Or(f.Inferred, content.Blank.Makes)}, ink: scene.Secondary}
	}
	if behind := f.Behind(lang); behind != "" {
		makes.head = behind + sheet.Pick(lang, "：", ": ")
	}
	tie := &paragraph{items: []string{f.Tie}, ink: scene.Secondary}
	if f.TieProven {
		tie.ink = scene.Ink
	}
	lines := at.lines() - 1
	setParagraphs([]*paragraph{makes}, lang, right-x, lines-1)
	tieLeft := x
	if f.Tied {
		tieLeft += tieRoom
	}
	setParagraphs([]*paragraph{tie}, lang, right-tieLeft, lines-len(makes.lines))
	n := 1 + len(makes.lines) + len(tie.lines)
	y, step := at.line, at.step(n)
	s.regionAndStage(content, f, x, right, y)
	y += step
	for _, l := range makes.lines {
		s.Text(scene.RoleContent, x, y, l, sheet.SmallSize, false, makes.ink)
		y += step
	}
	s.Joined(len(makes.lines))
	if f.Tied {
		s.TieArrow(x, y-5, f.TieProven)
	}
	for _, l := range tie.lines {
		s.Text(scene.RoleContent, tieLeft, y, l, sheet.SmallSize, false, tie.ink)
		y += step
	}
	s.Joined(len(tie.lines))
	s.Owner = ""
}

// firmName writes the tag of the first choice or the rank, the name with what is unverified about it, and the score.
func (s *page) firmName(f diagram.TargetFirm, urgent bool, unverified string, x, right, y float64, lang string) {
	end := right - s.Score(f, right, y, 20) - 8
	if f.First() {
		x += s.firstTag(x, y-16, urgent, lang) + 8
	} else {
		x += s.Text(scene.RoleContent, x, y, fmt.Sprint(f.Rank), 15, true, scene.Secondary) + 8
	}
	word := 0.0
	if f.Unverified {
		word = 8 + scene.Measure(unverified, sheet.SmallSize, false)
		if scene.Measure(f.Name, 15, true) > end-x-word {
			word = 0 // the line under the name says it
		}
	}
	name, size := sheet.Fitted(f.Name, true, end-x-word, sheet.HeadlineSize, sheet.HeadSize, 15, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, x, y, name, size, true, scene.Ink)
	if f.Unverified {
		s.Unverified(x, y+5, w)
		if word > 0 {
			s.Text(scene.RoleContent, x+w+8, y, unverified, sheet.SmallSize, false, scene.Secondary)
		}
	}
}

// firstTag draws the tag of a first choice, filled where the gap is to be done first, and returns its width.
func (s *page) firstTag(x, y float64, filled bool, lang string) float64 {
	words := sheet.Pick(lang, "首选", "First")
	w := scene.Measure(words, sheet.SmallSize, true) + 12
	tag := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		Class:  "first",
		X:      x,
		Y:      y,
		W:      w,
		H:      scene.ChipHeight,
		Radius: scene.ChipRadius,
		Fill:   scene.Accent,
	}
	ink := scene.Ground
	if !filled {
		tag.Fill, tag.Stroke, tag.Width, ink = scene.Ground, scene.Accent, 1.2, scene.Accent
	}
	s.Add(tag)
	s.Text(scene.RoleContent, x+6, y+15.5, words, sheet.SmallSize, true, ink)
	return w
}

// stageOf is how far the talks with a candidate are, with its word; -1 while nobody has been in contact.
func stageOf(content diagram.Targets, f diagram.TargetFirm) (stage int, word string) {
	if n := len(content.Stages); (f.Begun || f.Reported) && n > 0 {
		stage = min(max(0, f.Stage), n-1)
		return stage, content.Stages[stage]
	}
	return -1, content.Blank.Stage
}

// regionAndStage writes where a candidate is and how far the talks with it are: quiet while nobody has begun,
// underlined when only a report says so.
func (s *page) regionAndStage(content diagram.Targets, f diagram.TargetFirm, x, right, y float64) {
	n := len(content.Stages)
	stage, word := content.StageOf(f)
	ink, words := scene.Secondary, scene.Secondary
	if stage >= 0 {
		ink, words = scene.Accent, scene.Ink
	}
	end := right
	if n > 0 {
		end -= sheet.DotsWidth(n)
		s.Add(sheet.StageDots(end, y-5, stage, n, ink)...)
		w := scene.Measure(word, sheet.SmallSize, stage >= 0)
		if need := scene.Measure(f.Region, sheet.SmallSize, f.RegionKnown); stage < 0 && x+need > end-w-20 {
			w = 0 // the hollow dots say it, and the legend
		} else {
			s.TextEnd(scene.RoleContent, end-6, y, word, sheet.SmallSize, stage >= 0, words)
		}
		if f.Reported {
			s.Unverified(end-6-w, y+4, w)
		}
		end -= w + 14
	}
	region := f.Region
	if f.Place != "" && scene.Measure(region, sheet.SmallSize, f.RegionKnown) > end-x {
		region = f.Place
	}
	region, size := sheet.FittedText(region, f.RegionKnown, end-x, sheet.SmallSize)
	ink = scene.Secondary
	if f.RegionKnown {
		ink = scene.Ink
	}
	s.Text(scene.RoleContent, x, y, region, size, f.RegionKnown, ink)
}

// vetoCard writes who must not be asked, why, and what to do instead; further ones without a card are counted.
func (s *page) vetoCard(r row, v diagram.TargetVeto, further int, b scene.Box) {
	lang := s.Page.Lang
	s.Owner = firmOwner(r.ID, v.ID)
	tag := sheet.Pick(lang, "否决", "Vetoed")
	if further > 0 {
		tag += sheet.Pick(lang, "，", ", ") + diagram.Further(lang, further, "家")
	}
	s.Page.Targets = append(
		s.Page.Targets,
		scene.Target{Owner: s.Owner, Href: v.Href, Name: sheet.Spoken(lang, v.Name, tag, v.Reason, v.Instead)},
	)
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  "veto",
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   scene.FaintBand,
		Stroke: scene.UnknownEdge,
		Width:  1.2,
		Dash:   []float64{5, 3},
	})
	x, right := b.X+pad, b.Right()-pad
	at := newRhythm(b, r.h, 0)
	w := kindWidth(tag)
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      right - w,
		Y:      at.name - 16,
		W:      w,
		H:      scene.ChipHeight,
		Radius: scene.ChipRadius,
		Fill:   scene.Ground,
		Stroke: scene.Secondary,
		Width:  1.2,
	})
	s.Add(scene.CoverageMark("missing", right-w+14, at.name-16+scene.ChipHeight/2, scene.Secondary)...)
	s.Text(scene.RoleContent, right-w+kindMark, at.name-.5, tag, sheet.SmallSize, true, scene.Ink)
	name, size := sheet.Fitted(v.Name, false, right-w-8-x, sheet.HeadlineSize, sheet.HeadSize, 15, sheet.SmallSize)
	struck := s.Text(scene.RoleContent, x, at.name, name, size, false, scene.Secondary)
	if struck > 0 {
		s.Add(scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Class:  scene.Struck,
			Points: []scene.Point{{X: x, Y: at.name - .37*size}, {X: x + struck, Y: at.name - .37*size}},
			Stroke: scene.Secondary,
			Width:  1.2,
		})
	}
	at.line = at.name + 29
	at.room = b.Bottom() - last - at.line
	reason := &paragraph{items: []string{v.Reason}, ink: scene.Secondary}
	instead := &paragraph{items: []string{v.Instead}, ink: scene.Ink}
	list := []*paragraph{reason}
	free := at.lines()
	if v.Instead != "" { // whom to call instead comes first: the reason takes what it leaves
		list = append(list, instead)
		setParagraphs([]*paragraph{instead}, lang, right-x, free-1)
		free -= len(instead.lines)
	}
	setParagraphs([]*paragraph{reason}, lang, right-x, free)
	free -= len(reason.lines)
	y := at.line
	for _, p := range list {
		for _, l := range p.lines {
			s.Text(scene.RoleContent, x, y, l, sheet.SmallSize, false, p.ink)
			y += step
		}
		s.Joined(len(p.lines))
	}
	if free > 0 { // the tag and the missing score say it as well
		s.Text(
			scene.RoleContent,
			x,
			b.Bottom()-last,
			scene.Clip(sheet.Pick(lang, "不计分，不再推荐", "No score, not proposed"), sheet.SmallSize, true, right-x),
			sheet.SmallSize,
			true,
			scene.Secondary,
		)
	}
	s.Owner = ""
}

// spokenFirm is what a screen reader says of a candidate.
func spokenFirm(content diagram.Targets, f diagram.TargetFirm) string {
	lang := content.Head.Lang
	unverified := ""
	if f.Unverified {
		unverified = content.Unverified
	}
	_, stage := content.StageOf(f)
	return sheet.Spoken(
		lang,
		fmt.Sprintf("%d %s", f.Rank, f.Name),
		unverified,
		sheet.Span(f),
		f.Behind(lang),
		f.Region,
		stage,
		f.Tie,
	)
}
