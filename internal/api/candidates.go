package api

import (
	"context"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/analysis/likeness"
	"chainchief/internal/crosswalk"
)

// CandidateScore is how well an enterprise could close the gap at a link, in visible parts.
type CandidateScore struct {
	Rank       int             `json:"rank" doc:"By the low end; ties share it (1, 2, 2, 4); 0: no candidate"`
	Tier       string          `json:"tier" enum:"known,worded,turn,unfit" doc:"On what it rests"`
	Points     float64         `json:"points" doc:"Sum over the parts that are known, rounded to 0.1"`
	Most       float64         `json:"most" doc:"What the known parts could give: most less points is not earned"`
	All        float64         `json:"all" doc:"What all parts could give: all less most is not known"`
	Percent    int             `json:"percent" doc:"Low end of the score: points of all; candidates are ranked by it"`
	High       int             `json:"high" doc:"High end in percent: what is not known counted in full"`
	Usual      int             `json:"usual" doc:"In percent, what is not known at its usual value"`
	Fits       bool            `json:"fits" doc:"Known, or one product and its industry agree; nothing bars it"`
	Leads      bool            `json:"leads" doc:"It may be a first choice: it fits, and by more than words"`
	Folded     bool            `json:"folded" doc:"Found by words, and not enough of them agrees"`
	Parts      []CandidatePart `json:"parts" doc:"Match, tie, near, scale, region, expansion, policy; none if vetoed"`
	ShortName  string          `json:"short_name,omitempty"`
	Origin     string          `json:"origin" enum:"one_step,group,outside" doc:"By ties to local firms"`
	Unverified bool            `json:"unverified" doc:"No record that it works on the link or makes its products"`
	Class      string          `json:"class" enum:",local,circle,province,preferred,elsewhere" doc:"Empty: unknown"`
	Where      Said            `json:"where" doc:"Place, as far as it is known"`
	Makes      []Made          `json:"makes" doc:"What it is said to make, what the link needs or comes closest first"`
	Inferred   Said            `json:"makes_inferred" doc:"The links its products are inferred from; empty if said"`
	LocalTies  []LocalTie      `json:"local_ties" doc:"Best documented first"`
	Also       []Ref           `json:"also" doc:"Other links with a gap that it is a candidate for"`
	Notes      []CandidateNote `json:"notes" doc:"Such as a rejection for another gap"`
	Veto       *Veto           `json:"veto,omitempty" doc:"Why it is not proposed, whatever its score"`
}

// CandidateNote is what to know of a candidate beside its score.
type CandidateNote struct {
	Said
	Gap string `json:"-"` // that it tells of: out of scope it is left out
}

// Made is a product that somebody says an enterprise makes, with how well that is known.
type Made struct {
	Said
	Product    string `json:"product" doc:"Its id"`
	By         string `json:"by" doc:"The enterprise that is said to make it, or its namesake in a data set"`
	Confidence string `json:"confidence,omitempty" doc:"Of that saying; missing where no link yields the product"`
}

// CandidatePart is a part of a score with what it rests on.
type CandidatePart struct {
	Part
	Facts []Fact `json:"facts"`
}

// LocalTie joins a candidate to a local enterprise.
type LocalTie struct {
	Local     Ref  `json:"local"`
	Evidenced bool `json:"evidenced" doc:"On record; otherwise only possible"`
	Group     bool `json:"group" doc:"They belong to one group"`
	Said
}

// Veto is why an enterprise is not proposed.
type Veto struct {
	Reason  Said `json:"reason"`
	Instead Said `json:"instead" doc:"What to do instead; may be empty"`
}

// Candidate is an enterprise that may make what a link yields.
type Candidate struct {
	Ref
	Reach      string     `json:"reach"`
	Region     string     `json:"region,omitempty"`
	ListedCode string     `json:"listed_code,omitempty"`
	Pool       bool       `json:"pool" doc:"Known only from a data set"`
	Score      float64    `json:"score" doc:"0 to 1: the higher of fit and likely"`
	Fit        float64    `json:"fit" doc:"0 to 1: how well it makes each product of the link, on average"`
	Likely     float64    `json:"likely" doc:"0 to 1: how close its words are to a product of the link"`
	Ties       []Because  `json:"ties"`
	Words      []WordPart `json:"words" doc:"What likely rests on, from direct to indirect"`
	Signs      *Signs     `json:"signs,omitempty" doc:"How the search weighed it; missing when it shares no word"`
	CandidateScore
}

// WordPart is what one way of speaking the words of a product adds to the likeliness.
type WordPart struct {
	Way   string   `json:"way" enum:"own,name,peers,industry"`
	Share float64  `json:"share" doc:"Share of the whole, 0 to 1"`
	Words []string `json:"words" doc:"Parts of the product's name that match"`
	Count int      `json:"count" doc:"Products, peers or firms of the industry that have them"`
	Of    int      `json:"of"`
}

// Signs are what the search orders all firms by, before it looks at the first of them closely.
type Signs struct {
	Product string     `json:"product" doc:"Name of the product of the link that its words are nearest to"`
	Learned string     `json:"learned" doc:"Data set that the weights were learned of"`
	Sum     float64    `json:"sum" doc:"Sum of weight × value; the higher, the earlier it is looked at"`
	Parts   []SignPart `json:"parts"`
}

// SignPart is one sign.
type SignPart struct {
	Sign   string  `json:"sign"`
	Name   string  `json:"name"`
	NameEN string  `json:"name_en"`
	Weight float64 `json:"weight" doc:"Learned; below 0 takes back what other signs count twice"`
	Value  float64 `json:"value" doc:"0 to 1, where 1 is the firm that shows most of it"`
}

// Because is one reason for a candidate.
type Because struct {
	Product Ref `json:"product" doc:"Of the link"`
	Made    Ref `json:"made" doc:"What it makes"`
	Likening
}

// CandidatesQuery asks for the candidates of a link or gap.
type CandidatesQuery struct{ PagedByID }

// CandidateList is the candidates of a link, in the order of their rank.
type CandidateList struct {
	List[Candidate]
	Vetoed []Candidate `json:"vetoed" doc:"Not proposed, each with the reason; not counted in total"`
	CandidateCount
}

// CandidateCount says how many candidates there are.
type CandidateCount struct {
	Candidates int `json:"candidates" doc:"候选企业: on record, known in the trade, or by words that hold"`
	Turn       int `json:"turn" doc:"本地可转产: local firms of a fitting industry; no candidates"`
	Distant    int `json:"distant" doc:"匹配不足: found by words, and not enough of them agrees"`
}

func countCandidates(list []*candidate.Candidate) CandidateCount {
	n := candidate.Count(list)
	return CandidateCount{n.Named, n.Turn, n.Distant}
}

// Candidates lists who could close the gap at a link, best first.
func (s *Server) Candidates(ctx context.Context, f *analysis.Findings, q *CandidatesQuery) (*CandidateList, error) {
	link := q.of(graph.KindLink)
	if f.Link(link) == nil {
		return nil, missing("link", q.ID)
	}
	list, err := s.scored(ctx, f, link)
	if err != nil {
		return nil, err
	}
	out := CandidateList{Vetoed: []Candidate{}, CandidateCount: countCandidates(list.ranked)}
	proposed, vetoed := list.split()
	out.List = *page(f.Snapshot, proposed, &q.Pages, list.candidate)
	for _, x := range vetoed {
		out.Vetoed = append(out.Vetoed, list.candidate(x))
	}
	return &out, nil
}

// split parts those who are proposed from those who are not.
func (s scored) split() (proposed, vetoed []*candidate.Candidate) {
	for _, x := range s.ranked {
		if x.Veto != nil {
			vetoed = append(vetoed, x)
		} else {
			proposed = append(proposed, x)
		}
	}
	return proposed, vetoed
}

// scored are the candidates of a link with what the search for them found.
type scored struct {
	converter
	ranked   []*candidate.Candidate
	evidence []candidate.Found
	found    map[graph.ID]crosswalk.Candidate
}

func (s *Server) scored(ctx context.Context, f *analysis.Findings, link graph.ID) (scored, error) {
	list, err := s.finder.Candidates(ctx, f.Snapshot, link)
	if err != nil {
		return scored{}, err
	}
	evidence, err := s.finder.Found(ctx, f.Snapshot, link)
	if err != nil {
		return scored{}, err
	}
	out := scored{
		converter: convert(f),
		ranked:    candidate.Of(f, link, evidence),
		evidence:  evidence,
		found:     make(map[graph.ID]crosswalk.Candidate, len(list)),
	}
	for _, x := range list {
		out.found[x.Node.ID] = x
	}
	return out, s.nameOutside(ctx, &out)
}

// nameOutside reads what facts name and the snapshot lacks: sources of the pool.
func (s *Server) nameOutside(ctx context.Context, of *scored) error {
	of.outside = map[graph.ID]*graph.Node{}
	var ids []graph.ID
	for _, c := range of.ranked {
		of.outside[c.Enterprise.ID] = c.Enterprise
		if twin := of.found[c.Enterprise.ID].Twin; twin != nil {
			of.outside[twin.ID] = twin
		}
		for _, p := range c.Parts {
			for _, fact := range p.Facts {
				if of.s.Node(fact.Prov.Source) == nil {
					ids = append(ids, fact.Prov.Source)
				}
			}
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return nil
	}
	then, err := s.stood(ctx, of.f)
	if err != nil {
		return err
	}
	nodes, err := then.Nodes(ctx, ids)
	for i := range nodes {
		of.outside[nodes[i].ID] = &nodes[i]
	}
	return err
}

func (s scored) candidate(x *candidate.Candidate) Candidate {
	out := s.asFound(s.found[x.Enterprise.ID])
	n, firm := x.Enterprise, graph.EnterpriseOf(x.Enterprise)
	out.Ref, out.ListedCode, out.Pool = ref(n), s.listed(n), n.Pool
	out.Reach, out.Region = firm.Reach(), firm.Region()
	out.CandidateScore = s.score(x)
	return out
}

// listed is the listed code of an enterprise or of its twin in a data set.
func (s scored) listed(n *graph.Node) string {
	if code := graph.EnterpriseOf(n).ListedCode(); code != "" {
		return code
	}
	if twin := s.found[n.ID].Twin; twin != nil {
		return graph.EnterpriseOf(twin).ListedCode()
	}
	return ""
}

func (c converter) score(x *candidate.Candidate) CandidateScore {
	out := CandidateScore{
		Rank:       x.Rank,
		Points:     x.Points,
		Most:       x.Most,
		Percent:    analysis.Percent(x.Low()),
		All:        x.All,
		High:       analysis.Percent(x.High()),
		Usual:      analysis.Percent(x.Value()),
		Tier:       string(x.Tier),
		Fits:       x.Fits(),
		Leads:      x.Leads(),
		Folded:     x.Distant(),
		Parts:      []CandidatePart{},
		ShortName:  graph.EnterpriseOf(x.Enterprise).ShortName(),
		Origin:     string(x.Origin),
		Unverified: x.Unverified,
		Class:      string(x.Region),
		Where:      spoken(x.Place),
		Makes:      made(x.Makes),
		Inferred:   spoken(x.Inferred),
		LocalTies:  []LocalTie{},
		Also:       []Ref{},
		Notes:      []CandidateNote{},
	}
	for i, p := range parts(x.PlainParts()) {
		out.Parts = append(out.Parts, CandidatePart{p, c.facts(x.Parts[i].Facts)})
	}
	for _, t := range x.Ties {
		out.LocalTies = append(out.LocalTies, LocalTie{ref(t.Local), t.Evidenced, t.Group, spoken(t.Text)})
	}
	for _, id := range x.Also {
		out.Also = append(out.Also, c.refOf(id))
	}
	for _, n := range x.Notes {
		out.Notes = append(out.Notes, CandidateNote{spoken(n.Words), string(n.Gap)})
	}
	if x.Veto != nil {
		out.Veto = &Veto{spoken(x.Veto.Reason), spoken(x.Veto.Instead)}
	}
	return out
}

func made(list []candidate.Made) []Made {
	out := make([]Made, len(list))
	for i, m := range list {
		out[i] = Made{spoken(m.Words), string(m.Product), string(m.By), string(m.Prov.Confidence)}
	}
	return out
}

// asFound is what a data set says of a candidate; nothing for one that is none there.
func (c converter) asFound(x crosswalk.Candidate) Candidate {
	firm := graph.EnterpriseOf(&x.Node)
	out := Candidate{
		Ref:        ref(&x.Node),
		Reach:      firm.Reach(),
		Region:     firm.Region(),
		ListedCode: firm.ListedCode(),
		Pool:       x.Node.Pool,
		Score:      x.Score,
		Fit:        x.Fit,
		Likely:     x.Likely,
		Ties:       make([]Because, len(x.Ties)),
		Words:      make([]WordPart, len(x.Words.Parts)),
	}
	if x.Likely > 0 {
		out.Signs = signs(x)
	}
	for i, p := range x.Words.Parts {
		out.Words[i] = WordPart{string(p.Way), p.Score / x.Words.Score, p.Words, p.Count, p.Of}
	}
	for i, t := range x.Ties {
		out.Ties[i] = Because{c.refOf(t.Product), ref(&t.Made), Likening{
			Method:   t.Method,
			Likeness: t.Likeness,
			Review:   t.Review,
		}}
	}
	return out
}

func signs(x crosswalk.Candidate) *Signs {
	out := &Signs{Product: x.Words.Product, Learned: likeness.Learned, Sum: x.Signs.Weigh()}
	for i, s := range likeness.Signs() {
		out.Parts = append(out.Parts, SignPart{s.Key, s.ZH, s.EN, s.Weight, x.Signs[i]})
	}
	return out
}
