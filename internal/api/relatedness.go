package api

import (
	"cmp"
	"context"
	"math"

	"chainchief/internal/analysis"
	"chainchief/internal/store"
)

// Relatedness is what the city is close to being able to do, and what that rests on.
type Relatedness struct {
	Basis     string     `json:"basis" enum:"city-product,firm-product,firm-link" doc:"Rows and columns of the matrix"`
	Text      string     `json:"text" doc:"The basis in a sentence; show it with every figure"`
	TextEN    string     `json:"text_en"`
	Rows      int        `json:"rows" doc:"Enterprises or cities"`
	Columns   int        `json:"columns" doc:"Products or links"`
	Refused   string     `json:"refused,omitempty" doc:"Why there is no complexity: no ECI, PCI, outlook or gain"`
	RefusedEN string     `json:"refused_en,omitempty"`
	Outlook   *float64   `json:"outlook,omitempty" doc:"Complexity outlook (COI) of our city; may be missing"`
	AUC       *float64   `json:"auc,omitempty" doc:"How well relatedness tells what is held, each left out in turn"`
	Tested    int        `json:"tested" doc:"Products or links whose relatedness is known"`
	Cities    []CityRank `json:"cities" doc:"By ECI, or by diversity without complexity; empty on a firm matrix"`
	List[Activity]
}

// CityRank is a city among its peers.
type CityRank struct {
	Ref
	Own       bool     `json:"own" doc:"Our city"`
	Diversity int      `json:"diversity" doc:"Number of products or links in which it has an advantage"`
	ECI       *float64 `json:"eci,omitempty" doc:"Economic complexity, mean 0, standard deviation 1; may be missing"`
	Outlook   *float64 `json:"outlook,omitempty" doc:"Complexity outlook (COI): what it could still reach"`
}

// Activity is a product or link of the matrix, as our city stands to it.
type Activity struct {
	Ref
	Links     []Ref          `json:"links" doc:"Lowest links that it stands for"`
	Held      bool           `json:"held" doc:"By local enterprises; on a city matrix, advantage of 1 or more"`
	Advantage *float64       `json:"advantage,omitempty" doc:"Revealed comparative advantage; only on a city matrix"`
	Nearness  *float64       `json:"relatedness,omitempty" doc:"Itself left out; missing below 3 neighbours"`
	Density   *float64       `json:"density,omitempty" doc:"As published, itself included; may be missing"`
	PCI       *float64       `json:"pci,omitempty" doc:"Complexity, on the scale of ECI, where there is complexity"`
	Gain      *float64       `json:"gain,omitempty" doc:"Opportunity gain (COG) of what is not held; may be missing"`
	Near      []NearActivity `json:"near" doc:"The nearest of the others"`
	NearTotal int            `json:"near_total" doc:"How many others are near in all"`
}

// NearActivity is another activity that the same enterprises, or cities, do.
type NearActivity struct {
	Ref
	Proximity float64 `json:"proximity" doc:"0 to 1: of those who do either one, the smaller share who do both"`
	Held      bool    `json:"held"`
}

// nearShown is how many neighbours of an activity are listed.
const nearShown = 5

// RelatednessQuery asks for what the city is close to.
type RelatednessQuery struct {
	Paged
	Chain string       `query:"chain" maxLength:"200" doc:"Only what belongs to a link of this chain"`
	Text  string       `query:"q" maxLength:"100" doc:"Part of the name"`
	Sort  ActivitySort `query:"sort" doc:"Order; without it -relatedness" example:"-gain"`
}

// activityOrders are what activities can be sorted by.
func activityOrders() map[string]func(a, b *analysis.Activity) int {
	by := func(figure func(*analysis.Activity) *float64) func(a, b *analysis.Activity) int {
		return ascending(func(a *analysis.Activity) float64 {
			if v := figure(a); v != nil {
				return *v
			}
			return math.Inf(-1)
		})
	}
	return map[string]func(a, b *analysis.Activity) int{
		"relatedness": by(func(a *analysis.Activity) *float64 { return a.Relatedness }),
		"density":     by(func(a *analysis.Activity) *float64 { return a.Density }),
		"gain":        by(func(a *analysis.Activity) *float64 { return a.Gain }),
		"pci":         by(func(a *analysis.Activity) *float64 { return a.PCI }),
		"advantage":   by(func(a *analysis.Activity) *float64 { return a.Advantage }),
		"name":        ascending(remembered(func(a *analysis.Activity) string { return store.SortKey(a.Node) })),
	}
}

// Relatedness lists how near products and links are to what the city can do.
func (s *Server) Relatedness(ctx context.Context, f *analysis.Findings, q *RelatednessQuery) (*Relatedness, error) {
	only, err := onlyChain(f, q.Chain)
	if err != nil {
		return nil, err
	}
	r, c := f.Related(), convert(f)
	list, err := sorted(keep(r.Activities, func(a *analysis.Activity) bool {
		return (only == nil || a.In(only)) && named(a.Node, q.Text)
	}), cmp.Or(q.Sort, "-relatedness"), activityOrders())
	if err != nil {
		return nil, err
	}
	out := Relatedness{
		Basis:     r.Basis.Code,
		Text:      r.Text.ZH,
		TextEN:    r.Text.EN,
		Rows:      r.Rows,
		Columns:   r.Columns,
		Refused:   r.Refused.ZH,
		RefusedEN: r.Refused.EN,
		Outlook:   r.Outlook,
		AUC:       r.AUC,
		Tested:    r.Tested,
		Cities:    []CityRank{},
		List:      *page(f.Snapshot, list, &q.Pages, c.activity),
	}
	for _, x := range r.Cities {
		out.Cities = append(out.Cities, CityRank{ref(x.City), x.Own, x.Diversity, x.ECI, x.Outlook})
	}
	return &out, nil
}

func (c converter) activity(a *analysis.Activity) Activity {
	out := Activity{
		Ref:       ref(a.Node),
		Links:     linkRefs(a.Links),
		Held:      a.Held,
		Advantage: a.Advantage,
		Nearness:  a.Relatedness,
		Density:   a.Density,
		PCI:       a.PCI,
		Gain:      a.Gain,
		Near:      []NearActivity{},
		NearTotal: len(a.Near),
	}
	for _, n := range a.Near[:min(nearShown, len(a.Near))] {
		out.Near = append(out.Near, NearActivity{c.refOf(n.ID), n.Proximity, n.Held})
	}
	return out
}
