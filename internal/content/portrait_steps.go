package content

import (
	"cmp"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/diagram"
)

// steps says what happened on the chain and what comes next: the dated stages and milestones of its roadmap, the dates
// on which enterprises without a project took their places, people's terms for its gaps and talks; then what nobody
// gave a date.
func (b *portraitBuilder) steps(p *diagram.Portrait, o Options) error {
	roadmap, err := NewRoadmap(b.findings, b.chain.Node.ID, o)
	if err != nil {
		return err
	}
	words := map[string]string{}
	for _, s := range roadmap.Words.Steps {
		words[s.Step] = s.Word
	}
	var past, ahead []datedEvent
	for _, lane := range roadmap.Lanes {
		for _, item := range lane.Items {
			for _, s := range item.Stages {
				e := datedEvent{
					s.From,
					diagram.PortraitEvent{
						ID:         item.ID + "/" + s.Step,
						Href:       item.Href,
						Date:       s.Text,
						Names:      []string{item.Name},
						What:       words[s.Step],
						Unverified: item.Unverified,
					},
				}
				switch {
				case s.Open || item.Kind == diagram.ItemTarget || item.Kind == diagram.ItemDue: // terms has the last
				case s.Done:
					past = append(past, e)
				default:
					e.event.Late = s.Until <= roadmap.AsOf
					ahead = append(ahead, e)
				}
			}
		}
	}
	p.Events = b.together(append(past, b.arrivals()...))
	p.Next = append(b.together(append(ahead, b.terms()...)), b.undated(p.Gaps, roadmap)...)
	return nil
}

// datedEvent is an event with its first day, by which it is sorted.
type datedEvent struct {
	from  string
	event diagram.PortraitEvent
}

// together sorts events by day and makes one of those of one date, word and standing.
func (b *portraitBuilder) together(list []datedEvent) []diagram.PortraitEvent {
	slices.SortFunc(list, func(x, y datedEvent) int {
		return cmp.Or(
			cmp.Compare(x.from, y.from),
			cmp.Compare(x.event.Date, y.event.Date),
			cmp.Compare(x.event.What, y.event.What),
			cmp.Compare(x.event.ID, y.event.ID),
		)
	})
	out := []diagram.PortraitEvent{}
	for _, d := range list {
		e := d.event
		if n := len(out) - 1; n >= 0 && out[n].Date == e.Date && out[n].What == e.What && out[n].Unverified == e.Unverified &&
			out[n].Late == e.Late &&
			e.What != "" {
			out[n].Names = append(out[n].Names, e.Names...)
			out[n].Href = "/chains/" + b.chain.Node.ID.Key()
			continue
		}
		out = append(out, e)
	}
	return out
}

// arrivals are the enterprises on the chain whose own projects are not on record, on the day of the evidence of their
// stage.
func (b *portraitBuilder) arrivals() []datedEvent {
	lang := string(b.lexicon)
	var out []datedEvent
	for _, id := range b.chain.Enterprises {
		if len(b.snapshot().Heads(id, graph.Runs)) > 0 {
			continue
		}
		said := map[string]bool{}
		for _, l := range b.chain.Links {
			for _, p := range l.Positions {
				prov := p.Relation.Prov
				from, _, err := prov.AsOf.Span()
				key := string(prov.AsOf) + p.Stage()
				if p.Enterprise.ID != id || err != nil || !prov.Confidence.Evidenced() ||
					p.Stage() == graph.StepUnknown || said[key] {
					continue
				}
				said[key] = true
				word := graph.Words(graph.Steps, p.Stage(), lang)
				if p.Stage() == graph.StepProduction {
					word = b.pick("在产", "producing")
				}
				out = append(out, datedEvent{
					from.Format("2006-01-02"),
					diagram.PortraitEvent{
						ID:    string(id) + "/" + key,
						Href:  "/enterprises/" + id.Key(),
						Date:  string(prov.AsOf),
						Names: []string{b.shortName(p.Enterprise)},
						What:  strings.ToLower(word),
					},
				})
			}
		}
	}
	return out
}

// terms are the days that people set: for closing gaps, and for the next act with a candidate.
func (b *portraitBuilder) terms() []datedEvent {
	var out []datedEvent
	asOf := b.snapshot().Time.In(graph.Zone).Format("2006-01-02")
	add := func(id, href string, due graph.Date, name, what string) {
		if from, until, err := due.Span(); err == nil {
			out = append(out, datedEvent{
				from.Format("2006-01-02"),
				diagram.PortraitEvent{
					ID:    id,
					Href:  href,
					Date:  string(due),
					Names: []string{name},
					What:  what,
					Late:  until.Format("2006-01-02") <= asOf,
				},
			})
		}
	}
	for _, g := range OpenGaps(b.findings, b.chain.Node.ID) {
		if g.Node == nil { // nobody has written about it
			continue
		}
		name, href := g.Link.Node.Label(string(b.lexicon)), "/gaps?gap="+g.ID.Key()
		what := b.pick("补齐", "to be closed")
		decided := g.Decision()
		if owner := decided.Owner; owner != "" {
			what = b.pick("由"+owner+"补齐", "to be closed by "+owner)
		}
		add(string(g.ID), href, decided.Due, name, what)
		for _, r := range b.snapshot().Out(g.ID, graph.Targets) {
			if card := graph.ContactOf(r); !card.Rejected() {
				firm := b.shortName(b.snapshot().Node(r.To))
				what := strings.TrimSpace(card.Owner() + " " + card.Next())
				add(string(r.To)+"/"+string(g.ID), href, card.Due(), firm, what)
			}
		}
	}
	return out
}

// undated are the next steps that somebody must give a date: a meeting or milestone ahead, who closes the first gaps by
// when, when the projects under way will produce. They stay blank until people say.
func (b *portraitBuilder) undated(gaps []diagram.TargetGap, roadmap diagram.Roadmap) []diagram.PortraitEvent {
	chain := "/chains/" + b.chain.Node.ID.Key()
	var without, waiting []string
	for _, g := range gaps {
		var decided graph.Decision
		if node := b.snapshot().Node(graph.ID(g.ID)); node != nil {
			decided = graph.GapOf(node).Decision()
		}
		if decided.Owner == "" || decided.Due == "" {
			without = append(without, g.Name)
		}
	}
	milestone := false
	for _, lane := range roadmap.Lanes {
		for _, item := range lane.Items {
			ahead := slices.ContainsFunc(item.Stages, func(s diagram.Stage) bool { return !s.Done && !s.Open })
			milestone = milestone || item.Kind == diagram.ItemMilestone && ahead
			if item.Kind == diagram.ItemProject && !ahead && item.Light != diagram.LightDone &&
				item.Light != diagram.LightStopped {
				waiting = append(waiting, item.Name)
			}
		}
		for _, u := range lane.Undated {
			if isProject(u) {
				waiting = append(waiting, u.Name)
			}
		}
	}
	var out []diagram.PortraitEvent
	if !milestone {
		out = append(out, diagram.PortraitEvent{
			ID:    "milestone",
			Href:  chain,
			Names: []string{b.pick("下次会议与里程碑", "Next meeting and milestone")},
		})
	}
	if len(without) > 0 {
		out = append(out, diagram.PortraitEvent{
			ID:    "owners",
			Href:  "/gaps?chain=" + b.chain.Node.ID.Key(),
			Names: without,
			What:  b.pick("责任单位与期限", "owner and due date"),
		})
	}
	if len(waiting) > 0 {
		out = append(
			out,
			diagram.PortraitEvent{ID: "production", Href: chain, Names: waiting, What: b.pick("投产时间", "date of production")},
		)
	}
	return out
}
