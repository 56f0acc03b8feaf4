package content

import (
	"cmp"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

// firmGrades are the four grades of sources on a portrait, firm to weak.
var firmGrades = []struct {
	key    string
	name   analysis.Words
	levels []graph.Confidence
}{
	{"documented", analysis.Words{ZH: "公开文件", EN: "public document"}, []graph.Confidence{graph.Documented}},
	{"media", analysis.Words{ZH: "媒体报道", EN: "media report"}, []graph.Confidence{graph.Media}},
	{"repost", analysis.Words{ZH: "媒体转载", EN: "re-post"}, []graph.Confidence{graph.Repost}},
	{
		"weak",
		analysis.Words{ZH: "常识、推测、弱来源", EN: "trade, guess, weak page"},
		[]graph.Confidence{graph.Unverified, graph.Trade, graph.Inferred},
	},
}

// data says how old and how good what is known of each local enterprise of the chain is.
func (b *portraitBuilder) data(p *diagram.Portrait) {
	p.Year = b.year()
	p.Ages = []diagram.PortraitAge{
		{Key: diagram.AgeRecent, Name: b.pick("近三年", "Last 3 years")},
		{Key: diagram.AgeMiddle, Name: b.pick("三至五年", "3 to 5 years")},
		{
			Key:  diagram.AgeOld,
			Name: b.pick("五年以上", "Over 5 years"),
		},
		{Key: diagram.AgeUndated, Name: b.pick("未注日期", "No date")},
	}
	for i := range p.Ages {
		p.Ages[i].Href = b.firmsHref()
	}
	for _, g := range firmGrades {
		p.Grades = append(p.Grades, diagram.PortraitGrade{Key: g.key, Name: b.say(g.name)})
	}
	for _, id := range b.chain.Enterprises {
		newest, grade := b.evidenceOf(id)
		firm := diagram.PortraitFirm{
			ID:         string(id),
			Name:       b.shortName(b.snapshot().Node(id)),
			Unverified: grade == len(firmGrades)-1,
		}
		if _, until, err := newest.Span(); err == nil {
			firm.Year = until.AddDate(0, 0, -1).Year()
		}
		age := &p.Ages[ageOf(firm.Year, p.Year)]
		age.Firms = append(age.Firms, firm)
		p.Grades[grade].Firms++
	}
	for _, a := range p.Ages {
		slices.SortFunc(a.Firms, func(x, y diagram.PortraitFirm) int {
			return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(x.ID, y.ID))
		})
	}
}

// evidenceOf is the newest day on which the positions of an enterprise on the chain rest, empty when they rest on
// knowledge of the trade or a guess, and the grade of the firmest.
func (b *portraitBuilder) evidenceOf(firm graph.ID) (newest graph.Date, grade int) {
	grade = len(firmGrades) - 1
	for _, l := range b.chain.Links {
		for _, p := range l.Positions {
			if p.Enterprise.ID != firm {
				continue
			}
			prov := p.Relation.Prov
			if prov.Confidence != graph.Trade && prov.Confidence != graph.Inferred && prov.AsOf.Newer(newest) {
				newest = prov.AsOf
			}
			for i, g := range firmGrades {
				if slices.Contains(g.levels, prov.Confidence) {
					grade = min(grade, i)
				}
			}
		}
	}
	return newest, grade
}

// year is the one that ages count from: of the revision drawn, so that an old revision is drawn as it was, and without
// its day that of the newest record.
func (b *portraitBuilder) year() int {
	if at := b.snapshot().Time; !at.IsZero() {
		return at.In(graph.Zone).Year()
	}
	last, _ := b.newest()
	return last.Year()
}

// ageOf is the place of a year among the ages.
func ageOf(year, now int) int {
	switch {
	case year == 0:
		return 3
	case now-year > 5:
		return 2
	case now-year > 2:
		return 1
	}
	return 0
}
