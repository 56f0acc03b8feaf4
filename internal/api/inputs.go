package api

import (
	"cmp"
	"context"
	"reflect"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/supply"
	"chainchief/internal/crosswalk"
)

// Input is something that an enterprise needs by the template of its chains; nobody has asked the enterprise.
type Input struct {
	Ref
	Chain      *Ref       `json:"chain,omitempty" doc:"Chain of the link; missing when no link yields the product"`
	Coverage   string     `json:"coverage,omitempty" doc:"State of the link"`
	Weight     int        `json:"weight,omitempty" doc:"Necessity of the link, 1 to 3"`
	Possible   bool       `json:"possible" doc:"Not every maker needs it"`
	Own        bool       `json:"own" doc:"The enterprise makes it itself"`
	Products   []Ref      `json:"products" doc:"Products needed by name; empty when only the links are connected"`
	For        []Ref      `json:"for" doc:"Links or products of the enterprise that need it"`
	Local      []Supplier `json:"local"`
	Circle     []Supplier `json:"circle"`
	Makers     []Supplier `json:"makers" doc:"Further away, known from the trade"`
	Candidates []Proposed `json:"candidates" doc:"Best first; only for what is missing"`
	Gap        string     `json:"gap,omitempty"`
	GapStatus  string     `json:"gap_status,omitempty"`
}

// Proposed is a candidate in short; all of it is among the candidates of the gap.
type Proposed struct {
	Ref
	ShortName string  `json:"short_name,omitempty"`
	Reach     string  `json:"reach,omitempty"`
	Fits      bool    `json:"fits" doc:"Known, or one product and its industry agree"`
	Rank      int     `json:"rank" doc:"0: a maker by a data set, without a score"`
	Points    float64 `json:"points"`
	Most      float64 `json:"most"`
}

// Supplier is an enterprise that could deliver an input.
type Supplier struct {
	Ref
	Evidenced bool   `json:"evidenced" doc:"On record as a supplier of the enterprise"`
	Stage     string `json:"stage,omitempty" doc:"Its stage on the link"`
	Provenance
}

// MissingInputs is what an enterprise needs.
type MissingInputs struct {
	Enterprise Ref     `json:"enterprise"`
	Items      []Input `json:"items" doc:"Without a known supplier in the city or circle; certain, heaviest first"`
	Supplied   []Input `json:"supplied" doc:"The others"`
	Total      int     `json:"total" doc:"All of them"`
	Revision   int64   `json:"revision"`
}

// makersOfInput is how many makers of a data set are shown for one input.
const makersOfInput = 5

// MissingInputs lists what an enterprise needs, and of what nobody near is known to deliver, who could.
func (s *Server) MissingInputs(ctx context.Context, f *analysis.Findings, q *ByID) (*MissingInputs, error) {
	n := f.Snapshot.Node(q.of(graph.KindEnterprise))
	if n == nil || n.Kind != graph.KindEnterprise {
		return nil, missing("enterprise", q.ID)
	}
	c := convert(f)
	out := MissingInputs{
		Enterprise: ref(n),
		Items:      []Input{},
		Supplied:   []Input{},
		Revision:   int64(f.Snapshot.Revision),
	}
	for _, in := range supply.Inputs(f, n.ID) {
		item := c.input(in)
		if scope := scopeOf(ctx); !scope.All() && prune(reflect.ValueOf(&item).Elem(), scope) {
			continue // before it is counted
		}
		out.Total++
		if !in.Missing() {
			out.Supplied = append(out.Supplied, item)
			continue
		}
		var err error
		if item.Candidates, err = s.inputCandidates(ctx, f, n.ID, in); err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return &out, nil
}

// inputCandidates are the best candidates of the link that delivers an input, the asking enterprise left out. Of a
// product that no link yields they are those of a data set that make it, without a score.
func (s *Server) inputCandidates(
	ctx context.Context,
	f *analysis.Findings,
	asking graph.ID,
	in *supply.Input,
) ([]Proposed, error) {
	out := []Proposed{}
	if in.Link == nil {
		then, err := s.stood(ctx, f)
		if err != nil {
			return nil, err
		}
		makers, err := crosswalk.MakersOf(ctx, then, in.Wanted(f.Snapshot), 2*(makersOfInput+1)) // each with a twin
		if err != nil {
			return nil, err
		}
		ids := make([]graph.ID, len(makers))
		for i, m := range makers {
			ids[i] = m.Node.ID
		}
		twins, err := crosswalk.Twins(ctx, then, ids)
		if err != nil {
			return nil, err
		}
		firmOf := map[graph.ID]*graph.Node{}
		for _, r := range twins {
			firmOf[r.To] = f.Snapshot.Node(r.From)
		}
		told := map[graph.ID]bool{asking: true}
		for _, m := range makers {
			n := cmp.Or(firmOf[m.Node.ID], &m.Node)
			if told[n.ID] || len(out) == makersOfInput {
				continue
			}
			told[n.ID] = true
			firm := graph.EnterpriseOf(n)
			out = append(out, Proposed{
				Ref:       ref(n),
				ShortName: firm.ShortName(),
				Reach:     firm.Reach(),
				Fits:      m.Confirmed(),
			})
		}
		return out, nil
	}
	list, err := s.scored(ctx, f, in.Link.Node.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range list.ranked {
		if x.Fits() && x.Enterprise.ID != asking && len(out) < makersOfInput {
			firm := graph.EnterpriseOf(x.Enterprise)
			out = append(out, Proposed{
				Ref:       ref(x.Enterprise),
				ShortName: firm.ShortName(),
				Reach:     firm.Reach(),
				Fits:      x.Fits(),
				Rank:      x.Rank,
				Points:    x.Points,
				Most:      x.Most,
			})
		}
	}
	return out, nil
}

func (c converter) input(in *supply.Input) Input {
	out := Input{
		Ref:        ref(in.Node()),
		Possible:   in.Possible,
		Own:        in.Own,
		Products:   refs(in.Products),
		For:        refs(in.For),
		Local:      c.suppliers(in.Local),
		Circle:     c.suppliers(in.Circle),
		Makers:     c.suppliers(in.Makers),
		Candidates: []Proposed{},
	}
	if l := in.Link; l != nil {
		chain := ref(l.Chain.Node)
		out.Chain, out.Coverage, out.Weight = &chain, string(l.State), l.Weight
		if g := c.f.Gap(analysis.GapID(l.Node.ID)); g != nil {
			out.Gap, out.GapStatus = string(g.ID), g.Status()
		}
	}
	return out
}

func (c converter) suppliers(list []supply.Supplier) []Supplier {
	out := make([]Supplier, len(list))
	for i, s := range list {
		out[i] = Supplier{Ref: ref(s.Enterprise), Evidenced: s.Evidenced, Stage: s.Stage, Provenance: c.prov(s.Prov)}
		out[i].Name = graph.EnterpriseOf(s.Enterprise).Short()
	}
	return out
}
