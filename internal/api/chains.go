package api

import (
	"context"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis"
)

// ChainItem is a chain in a list.
type ChainItem struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	NameEN        string         `json:"name_en,omitempty"`
	Provisional   bool           `json:"provisional"`
	Reason        string         `json:"reason,omitempty" doc:"Why a provisional chain was chosen"`
	Chief         string         `json:"chief,omitempty" doc:"Post; empty: 待补充"`
	Completeness  Completeness   `json:"completeness"`
	Strip         []Cell         `json:"strip" doc:"Lowest links in chain order"`
	Coverage      map[string]int `json:"coverage" doc:"Links by state"`
	Gaps          map[string]int `json:"gaps" doc:"缺口 by kind (断点 弱项 卡点 堵点); one of two kinds counts in both"`
	GapsTotal     int            `json:"gaps_total" doc:"缺口: derived now, neither dismissed nor closed"`
	GapsSearched  int            `json:"gaps_searched" doc:"查过: of the 断点, those where somebody looked and found none"`
	GapsAssigned  int            `json:"gaps_assigned" doc:"已指派: of gaps_total, assigned or in progress"`
	GapsDismissed int            `json:"gaps_dismissed" doc:"已忽略: derived, and dismissed by people; not in gaps_total"`
	GapsClosed    int            `json:"gaps_closed" doc:"已闭环: derived, and closed by people; not in gaps_total"`
	Enterprises   int            `json:"enterprises" doc:"Local enterprises on its links"`
	DataAsOf      string         `json:"data_as_of,omitempty" doc:"Date of the newest evidence, if there is any"`
	Movement      []Movement     `json:"movement" doc:"Links whose state has changed since the moment in since"`
	SixOnesBlank  int            `json:"six_ones_blank"`
	Blank         []string       `json:"blank" doc:"Keys of the six ones that are blank"`
	Provenance    Provenance     `json:"provenance"`
}

// Completeness of a chain with everything needed to explain it.
type Completeness struct {
	Value         float64 `json:"value" doc:"0 to 1"`
	Low           float64 `json:"low" doc:"至少: links held that an original text speaks for, not only re-posts"`
	WithWeak      float64 `json:"with_weak" doc:"含弱项: the same with weak links counted"`
	Originals     int     `json:"originals" doc:"有原文: of covered, links that an original text speaks for"`
	Reposts       int     `json:"reposts" doc:"只有转载: of covered, links that rest on re-posts only"`
	Covered       int     `json:"covered"`
	Total         int     `json:"total"`
	WeightLow     int     `json:"weight_low"`
	WeightCovered int     `json:"weight_covered"`
	WeightWeak    int     `json:"weight_with_weak"`
	WeightTotal   int     `json:"weight_total"`
	DataCoverage  float64 `json:"data_coverage" doc:"0 to 1"`
	Template      string  `json:"template" doc:"Version of the chain's template"`
	Span          Said    `json:"span" doc:"Low, value and with_weak in words"`
}

// Cell is one link in the strip of a chain.
type Cell struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	NameEN   string `json:"name_en,omitempty"`
	Stage    string `json:"stage" enum:"upstream,midstream,downstream,support"`
	Coverage string `json:"coverage" enum:"strong,present,weak,outside,missing,restricted,market"`
}

// Movement is a link whose state changed.
type Movement struct {
	Link Ref    `json:"link"`
	From string `json:"from"`
	To   string `json:"to"`
}

type chainsQuery struct {
	Paged
	Since Moment `query:"since" doc:"Moment to compare with; fills movement"`
}

func (s *Server) chains(ctx context.Context, f *analysis.Findings, q *chainsQuery) (*List[ChainItem], error) {
	var before *analysis.Findings
	if q.Since != "" {
		var err error
		if before, _, err = s.since(ctx, q.Since); err != nil {
			return nil, err
		}
	}
	c := convert(f)
	item := func(x *analysis.Chain) ChainItem { return c.chainItem(x, before) }
	return page(f.Snapshot, f.Chains, &q.Pages, item), nil
}

// Chain is one chain with its six ones.
type Chain struct {
	ChainItem
	SixOnes []SixOne `json:"six_ones"`
	Stages  []Stage  `json:"stages"`
	Lanes   []Ref    `json:"lanes"`
	Scheme  *Scheme  `json:"scheme,omitempty"`
}

// SixOne is one of the six ones; blank when nobody said.
type SixOne struct {
	Key    string        `json:"key" enum:"chief,unit,task_force,plan,park,policy"`
	Name   string        `json:"name"`
	NameEN string        `json:"name_en"`
	Blank  bool          `json:"blank" doc:"Nothing entered yet: show 待补充"`
	Values []SixOneValue `json:"values"`
}

// SixOneValue is a value of one of the six ones.
type SixOneValue struct {
	Ref
	LedBy string `json:"led_by,omitempty" doc:"Post that leads a task force; not the chain's chief"`
	Note  string `json:"note,omitempty"`
	Provenance
}

// Scheme is the version of the city's list that a chain stands in.
type Scheme struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Version   string `json:"version"`
	ValidFrom string `json:"valid_from"`
}

// Stage of a chain with its caption.
type Stage struct {
	Key       string   `json:"key"`
	Name      string   `json:"name"`
	NameEN    string   `json:"name_en"`
	Caption   []string `json:"caption"`
	CaptionEN []string `json:"caption_en"`
}

// ChainAnswer is a chain as of a revision.
type ChainAnswer struct {
	Revision int64 `json:"revision"`
	Chain
}

func (s *Server) chain(ctx context.Context, f *analysis.Findings, q *ByID) (*ChainAnswer, error) {
	x := f.Chain(q.of(graph.KindChain))
	if x == nil {
		return nil, missing("chain", q.ID)
	}
	return &ChainAnswer{int64(f.Snapshot.Revision), convert(f).chain(x)}, nil
}

func (c converter) chainItem(x *analysis.Chain, before *analysis.Findings) ChainItem {
	out := ChainItem{
		ID:           string(x.Node.ID),
		Name:         x.Node.Name,
		NameEN:       x.Node.NameEN,
		Provisional:  x.Provisional(),
		Reason:       graph.ChainOf(x.Node).Reason(),
		Completeness: completeness(x.Completeness),
		Strip:        []Cell{},
		Coverage:     map[string]int{},
		Blank:        []string{},
		Enterprises:  len(x.Enterprises),
		DataAsOf:     string(x.AsOf),
		Movement:     []Movement{},
		Provenance:   c.prov(x.Node.Prov),
	}
	for _, l := range x.Links {
		out.Strip = append(out.Strip, Cell{string(l.Node.ID), l.Node.Name, l.Node.NameEN, l.Stage(), string(l.State)})
	}
	for state, n := range x.Count() {
		out.Coverage[string(state)] = n
	}
	gaps := analysis.CountGaps(c.f.GapsOf(x))
	out.Gaps, out.GapsTotal, out.GapsAssigned, out.GapsSearched = gaps.Kinds, gaps.Open, gaps.Assigned, gaps.Searched
	out.GapsDismissed, out.GapsClosed = gaps.States[graph.GapDismissed], gaps.States[graph.GapClosed]
	for _, one := range analysis.SixOnes(c.s, x.Node.ID) {
		if len(one.Nodes) == 0 {
			out.SixOnesBlank++
			out.Blank = append(out.Blank, one.Key)
		} else if one.Key == "chief" {
			out.Chief = one.Nodes[0].Name
		}
	}
	if before != nil {
		out.Movement = movement(x, before)
	}
	return out
}

// movement lists the links of a chain whose state changed, in chain order; a new link has moved from nothing.
func movement(x *analysis.Chain, before *analysis.Findings) []Movement {
	out := []Movement{}
	for _, l := range x.Links {
		from := ""
		if old := before.Link(l.Node.ID); old != nil {
			from = string(old.State)
		}
		if from != string(l.State) {
			out = append(out, Movement{ref(l.Node), from, string(l.State)})
		}
	}
	return out
}

func completeness(x analysis.Completeness) Completeness {
	return Completeness{
		Value:         x.Value,
		Low:           analysis.Share(x.Span.Low, x.Span.Total),
		WithWeak:      x.WithWeak,
		Originals:     x.Span.Originals,
		Reposts:       x.Span.Reposts,
		WeightLow:     x.Span.Low,
		WeightWeak:    x.Span.High,
		Covered:       x.Covered,
		Total:         x.Total,
		WeightCovered: x.WeightCovered,
		WeightTotal:   x.WeightTotal,
		DataCoverage:  x.DataCoverage,
		Template:      x.Template,
		Span:          spoken(x.Span.Text()),
	}
}

func (c converter) chain(x *analysis.Chain) Chain {
	out := Chain{ChainItem: c.chainItem(x, nil), SixOnes: []SixOne{}, Stages: stages(x), Lanes: lanes(x)}
	for _, one := range analysis.SixOnes(c.s, x.Node.ID) {
		s := SixOne{
			Key:    one.Key,
			Name:   one.Name.ZH,
			NameEN: one.Name.EN,
			Blank:  len(one.Nodes) == 0,
			Values: []SixOneValue{},
		}
		for i, n := range one.Nodes {
			note := one.Notes[i]
			if note == "" {
				note = n.Attrs.Note()
			}
			s.Values = append(s.Values, SixOneValue{
				Ref:        ref(n),
				LedBy:      graph.TaskForceOf(n).LedBy(),
				Note:       note,
				Provenance: c.prov(one.Prov[i]),
			})
		}
		out.SixOnes = append(out.SixOnes, s)
	}
	for _, scheme := range c.s.Tails(x.Node.ID, graph.Lists) {
		if out.Scheme == nil || graph.SchemeOf(scheme).Current() {
			out.Scheme = &Scheme{
				ID:        string(scheme.ID),
				Name:      scheme.Name,
				Version:   graph.SchemeOf(scheme).Version(),
				ValidFrom: string(graph.SchemeOf(scheme).ValidFrom()),
			}
		}
	}
	return out
}

func stages(x *analysis.Chain) []Stage {
	zh, en := graph.ChainOf(x.Node).Captions()
	out := []Stage{}
	for i, term := range graph.Stages {
		if !slices.ContainsFunc(x.Links, func(l *analysis.Link) bool { return l.Stage() == term.Code }) {
			continue
		}
		s := Stage{Key: term.Code, Name: term.ZH, NameEN: term.EN, Caption: []string{}, CaptionEN: []string{}}
		if i < len(zh) && i < len(en) {
			s.Caption, s.CaptionEN = strings.Split(zh[i], "·"), strings.Split(en[i], " · ")
		}
		out = append(out, s)
	}
	return out
}

func lanes(x *analysis.Chain) []Ref {
	if len(x.Lanes) < 2 {
		return []Ref{}
	}
	return refs(x.Lanes)
}
