package content

import (
	"fmt"
	"strings"

	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
)

func (b *portraitBuilder) portraitHead(p diagram.Portrait) diagram.Head {
	n := b.chain.Count()
	h := b.chainBuilder.head("portrait", "一链一图", "One-page portrait")
	recent := 0
	for _, a := range p.Ages {
		if a.Key == diagram.AgeRecent {
			recent = len(a.Firms)
		}
	}
	h.Figures = []diagram.Figure{
		{
			Value: fmt.Sprintf("%d%%", p.Complete.Percent),
			Label: fmt.Sprintf(b.pick("完整度 = 权重 %d/%d", "complete: weight %d/%d"), p.Complete.Covered, p.Complete.Total),
		},
		{Value: fmt.Sprint(n[analysis.Missing]), Label: b.counted("links_missing"), Tone: "missing"},
		{Value: fmt.Sprint(n[analysis.Outside]), Label: b.counted("links_outside")},
		{Value: fmt.Sprint(n[analysis.Weak]), Label: b.counted("links_weak"), Tone: "weak"},
		{Value: fmt.Sprint(p.Firms), Label: b.counted("enterprises")},
		{Value: fmt.Sprintf("%d/%d", recent, p.Firms), Label: b.pick("近三年有据", "seen in 3 years")},
	}
	for i := range h.Figures {
		if h.Figures[i].Value == "0" { // nothing to warn of
			h.Figures[i].Tone = ""
		}
	}
	h.Headline = b.portraitHeadline(p)
	h.Sources, h.Notes = b.portraitSources()
	h.Desc = h.Headline + " " + p.Complete.Text
	return h
}

// portraitHeadline is what the reader keeps: what to fill first and whom to call, in the words of the investment
// targets; what is blank, what is old.
func (b *portraitBuilder) portraitHeadline(p diagram.Portrait) string {
	parts := []string{b.first}
	if blank := blankOnes(p.SixOnes); blank > 0 {
		parts = append(parts, b.pick(fmt.Sprintf("六个一待补充 %d 项", blank), fmt.Sprintf("%d of the six ones not given", blank)))
	}
	old := 0
	for _, a := range p.Ages {
		if a.Key == diagram.AgeOld || a.Key == diagram.AgeUndated {
			old += len(a.Firms)
		}
	}
	if old > 0 {
		parts = append(
			parts,
			b.pick(fmt.Sprintf("%d 家企业数据过旧或无日期", old), b.count(old, "", "firm", "firms")+" with old or undated data"),
		)
	}
	return b.sentence(parts)
}

func blankOnes(list []diagram.PortraitOne) int {
	n := 0
	for _, one := range list {
		if one.Value == "" {
			n++
		}
	}
	return n
}

// portraitSources counts the evidence of places on links and of the six ones by grade, and says what are this system's
// own measures.
func (b *portraitBuilder) portraitSources() (foot string, notes []string) {
	facts := b.positions()
	for _, one := range analysis.SixOnes(b.snapshot(), b.chain.Node.ID) {
		facts = append(facts, one.Prov...)
	}
	counts, notes := b.evidence(facts)
	return b.sourced(
		counts,
		strings.TrimSpace(b.pick(
			"候选均为线索，以核实为准；权重、得分、完整度为本系统口径，环节与权重按行业通用模板 ",
			"candidates are leads to be verified; weights, scores, completeness: own measures; links from the trade template ",
		)+b.chain.Completeness.Template),
	), notes
}
