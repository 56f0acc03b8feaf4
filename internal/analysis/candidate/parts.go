package candidate

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/likeness"
)

// byTrade is the match of an enterprise that is not on record to work on the link, but known in the trade, or by a weak
// page, to do so: such lists rarely err on what a firm does, and sometimes on whether it still does.
const byTrade = .8

// alikeOnly is what the likeness of names counts for a firm that makes something else: LED chips and LED brackets share
// half of their words and are no step for a maker of the other.
const alikeOnly = byWords

// onRecord tells whether evidence says that an enterprise works on the link or makes its products.
func (s *scoring) onRecord(id graph.ID) bool {
	return slices.ContainsFunc(s.doing(id), func(r *graph.Relation) bool { return r.Prov.Confidence.Evidenced() })
}

// doing are the relations that put an enterprise on the link, or say that it makes a product of it.
func (s *scoring) doing(id graph.ID) []*graph.Relation {
	var list []*graph.Relation
	for _, r := range graph.Making(s.f.Snapshot.Out(id, graph.OperatesIn)) {
		if r.To == s.link.Node.ID {
			list = append(list, r)
		}
	}
	for _, r := range s.f.Snapshot.Out(id, graph.Makes) {
		if slices.ContainsFunc(s.products, func(n *graph.Node) bool { return n.ID == r.To }) {
			list = append(list, r)
		}
	}
	return list
}

// match is the part of making what the link needs.
func (s *scoring) match(p prospect) Part {
	part := Part{
		Part: analysis.Part{Key: "match", Name: analysis.Words{ZH: "匹配", EN: "Match"}, Most: s.f.Weights.Candidate.Match,
			Why: analysis.Words{ZH: "未见其产品与本环节相近", EN: "none of its products is seen to be near to the link's"}},
	}
	doing := s.doing(p.node.ID)
	if len(doing) > 0 {
		part.Facts = s.f.RelationFacts(doing)
		if s.onRecord(p.node.ID) {
			part.Value, part.Why = 1, analysis.Words{ZH: "有据：" + s.does(doing, "zh"), EN: "on record: " + s.does(doing, "en")}
		} else {
			part.Value, part.Why = byTrade, analysis.Words{ZH: "行业常识，待核实：" + s.does(doing, "zh"),
				EN: "knowledge of the trade, to be verified: " + s.does(doing, "en")}
		}
	}
	if x := p.found; x != nil {
		if x.Made > part.Value {
			part.Value, part.Why, part.Facts = min(1, x.Made), x.Match, x.Facts
		}
		if v := x.Fit.value(); v > part.Value {
			part.Value, part.Why, part.Facts = v, x.Fit.why(), x.FitFacts
		}
	}
	if own, ok := s.likeness(p.node.ID); p.local() && ok && alikeOnly*own.value > part.Value {
		part.Value, part.Facts = alikeOnly*own.value, own.facts
		part.Why = analysis.Words{
			ZH: fmt.Sprintf("其%s与本环节%s名称相近", own.made.Name, own.wanted.Name),
			EN: fmt.Sprintf("its %s is near in words to %s of the link", own.made.Label("en"), own.wanted.Label("en")),
		}
	}
	return part
}

// does says what an enterprise does of the link: the products that it makes, or that it is on it.
func (s *scoring) does(doing []*graph.Relation, lang string) string {
	var made []string
	for _, r := range doing {
		if r.Type == graph.Makes {
			made = append(made, s.f.Snapshot.Node(r.To).Label(lang))
		}
	}
	switch {
	case len(made) == 0 && lang == "en":
		return "works on " + s.link.Node.Label(lang)
	case len(made) == 0:
		return "在“" + s.link.Node.Name + "”"
	case lang == "en":
		return "makes " + strings.Join(made, ", ")
	}
	return "生产" + strings.Join(made, "、")
}

// alike is the product of a firm that is nearest in words to one of the link.
type alike struct {
	made, wanted *graph.Node
	value        float64 // part of the words of what is wanted that what is made carries
	facts        []analysis.Fact
}

// likeness compares what a firm makes with what the link yields, by the pairs of characters and the words of their
// names; false when they share none.
func (s *scoring) likeness(id graph.ID) (alike, bool) {
	best := alike{}
	for _, r := range s.f.Snapshot.Out(id, graph.Makes) {
		made := s.f.Snapshot.Node(r.To)
		have := likeness.Words(made.Name)
		for _, wanted := range s.products {
			if v := carried(likeness.Words(wanted.Name), have); v > best.value {
				best = alike{made, wanted, v, s.f.RelationFacts([]*graph.Relation{r})}
			}
		}
	}
	return best, best.value > 0
}

// carried is the part of the words wanted that are had; single characters say too little to count.
func carried(wanted, had []string) float64 {
	all, some := 0, 0
	for _, w := range wanted {
		if utf8.RuneCountInString(w) < 2 {
			continue
		}
		all++
		if slices.Contains(had, w) {
			some++
		}
	}
	return analysis.Share(some, all)
}

// makes is what a candidate is said to make: what the link needs, else what a search found to be near to it, else what
// it makes at all, nearest in words first.
func (s *scoring) makes(p prospect) []Made {
	var list []Made
	for _, r := range s.doing(p.node.ID) {
		if r.Type == graph.Makes {
			list = append(list, s.f.made(r))
		}
	}
	switch {
	case len(list) > 0:
		return list
	case p.found != nil && len(p.found.Makes) > 0:
		return p.found.Makes
	}
	for _, r := range s.f.Snapshot.Out(p.node.ID, graph.Makes) {
		list = append(list, s.f.made(r))
	}
	if best, ok := s.likeness(p.node.ID); ok {
		i := slices.IndexFunc(list, func(m Made) bool { return m.Product == best.made.ID })
		list = slices.Concat(list[i:i+1], list[:i], list[i+1:])
	}
	return list
}

func (f *index) made(r *graph.Relation) Made {
	n := f.Snapshot.Node(r.To)
	return Made{analysis.Words{ZH: n.Name, EN: n.Label("en")}, n.ID, r.From, r.Prov}
}

// near is the part of nearness: the greatest proximity of what a candidate does beside the link to the link. What it
// does of the link itself is its match and counts nothing here.
func (s *scoring) near(p prospect) Part {
	part := Part{
		Part: analysis.Part{
			Key:     "near",
			Name:    analysis.Words{ZH: "邻近", EN: "Nearness"},
			Most:    s.f.Weights.Candidate.Near,
			Unknown: true,
			Why: analysis.Words{
				ZH: "库中未见其兼做别的环节，邻近无从计算",
				EN: "it is not seen to do anything beside the link: nearness cannot be measured",
			},
		},
	}
	space := s.f.Relatedness()
	for _, r := range slices.Concat(s.f.Snapshot.Out(p.node.ID, graph.Makes),
		graph.Making(s.f.Snapshot.Out(p.node.ID, graph.OperatesIn))) {
		q, known := space.Column(string(r.To))
		if !known || slices.Contains(s.columns, q) || len(s.columns) == 0 {
			continue
		}
		nearest := 0.0
		for _, c := range s.columns {
			nearest = max(nearest, space.Proximity(c, q))
		}
		if part.Unknown || nearest > part.Value {
			does := s.f.Snapshot.Node(r.To)
			part.Unknown, part.Value, part.Facts = false, nearest, s.f.RelationFacts([]*graph.Relation{r})
			zh, en := "兼做"+does.Name, "also makes "+does.Label("en")
			if r.Type == graph.OperatesIn {
				zh, en = "另在“"+does.Name+"”环节", "also works on "+does.Label("en")
			}
			part.Why = analysis.Words{
				ZH: fmt.Sprintf("%s，与本环节邻近度 %.2f（%s）", zh, nearest, space.Basis.ZH),
				EN: fmt.Sprintf("%s, proximity %.2f to the link (%s)", en, nearest, space.Basis.EN),
			}
		}
	}
	if x := p.found; x != nil && x.Peers > 0 && (part.Unknown || x.Peers > part.Value) {
		part.Unknown, part.Value, part.Why, part.Facts = false, min(1, x.Peers), x.Near, x.NearFacts
	}
	return part
}

// scales are what levels count; a listing counts as much as the highest.
var scales = map[string]float64{
	graph.LevelChampion:    1,
	graph.LevelLead:        1,
	graph.LevelLittleGiant: .8,
	graph.LevelSpecialised: .7,
	graph.LevelAboveScale:  .6,
	graph.LevelNamed:       .6,
	graph.LevelHighTech:    .5,
}

// scale is the part of size: the highest level counts, also one that nobody has verified, which is said.
func (s *scoring) scale(p prospect) Part {
	n := p.node
	part := Part{
		Part: analysis.Part{
			Key:     "scale",
			Name:    analysis.Words{ZH: "规模", EN: "Scale"},
			Most:    s.f.Weights.Candidate.Scale,
			Unknown: true,
			Why:     analysis.Words{ZH: "等级和上市均未登记", EN: "neither a level nor a listing is on record"},
		},
	}
	take := func(v float64, why analysis.Words) {
		if part.Unknown || v > part.Value {
			part.Unknown, part.Value, part.Why = false, v, why
		}
	}
	level := func(code, zh, en string) {
		if v := scales[code]; v > 0 {
			take(
				v,
				analysis.Words{ZH: graph.Words(graph.Levels, code, "zh") + zh, EN: graph.Words(graph.Levels, code, "en") + en},
			)
		}
	}
	if code := graph.EnterpriseOf(n).ListedCode(); code != "" {
		take(1, analysis.Words{ZH: "上市公司 " + code, EN: "listed, " + code})
	}
	for _, code := range graph.EnterpriseOf(n).Levels() {
		level(code, "", "")
	}
	for _, code := range graph.EnterpriseOf(n).UnverifiedLevels() {
		level(code, "（待核实）", " (to be verified)")
	}
	prov := n.Prov
	if twin := p.twin(); twin != nil && part.Value < 1 && graph.EnterpriseOf(twin).ListedCode() != "" {
		code := graph.EnterpriseOf(twin).ListedCode()
		take(1, analysis.Words{
			ZH: "上市公司 " + code + "（数据集中的同名企业，待核实）",
			EN: "listed, " + code + " (of one name in the data set, to be verified)",
		})
		prov = twin.Prov
	}
	if !part.Unknown {
		part.Facts = []analysis.Fact{
			{
				Text:    analysis.Words{ZH: n.Name + "：" + part.Why.ZH, EN: n.Label("en") + ": " + part.Why.EN},
				Subject: n.ID,
				Prov:    prov,
			},
		}
	}
	return part
}

// expanding are the steps of a project or position that is not yet in production.
var expanding = map[graph.RelationType][]string{
	graph.Runs:       {graph.StepPlanned, graph.StepSigned, graph.StepBuilding},
	graph.OperatesIn: {graph.StepSigned, graph.StepBuilding, graph.StepTrial},
}

// expansion is the part of signs that a candidate builds. When no project and no step of a position is on record,
// nothing is known.
func (s *scoring) expansion(n *graph.Node) Part {
	part := Part{
		Part: analysis.Part{
			Key:     "expansion",
			Name:    analysis.Words{ZH: "扩产", EN: "Expansion"},
			Most:    s.f.Weights.Candidate.Expansion,
			Unknown: true,
			Why:     analysis.Words{ZH: "未登记其项目和建设阶段", EN: "none of its projects or steps is on record"},
		},
	}
	makes := graph.Making(s.f.Snapshot.Out(n.ID, graph.OperatesIn))
	for _, r := range slices.Concat(s.f.Snapshot.Out(n.ID, graph.Runs), makes) {
		at, stage := s.f.Snapshot.Node(r.To), graph.PositionOf(r).Stage()
		if r.Type == graph.Runs {
			stage = graph.ProjectOf(at).Stage()
		}
		if stage == "" || stage == graph.StepUnknown {
			continue
		}
		builds := slices.Contains(expanding[r.Type], stage)
		if part.Unknown || builds && part.Value == 0 {
			part.Unknown, part.Value, part.Facts = false, 0, s.f.RelationFacts([]*graph.Relation{r})
			part.Why = analysis.Words{
				ZH: at.Name + "：" + graph.Words(graph.Steps, stage, "zh"),
				EN: at.Label("en") + ": " + graph.Words(graph.Steps, stage, "en"),
			}
			if builds {
				part.Value = 1
			} else {
				part.Why = analysis.Words{ZH: part.Why.ZH + "；未见新的扩产", EN: part.Why.EN + "; no further expansion seen"}
			}
		}
	}
	return part
}

// policyFit is the part of what documents and media say for the link: the same for all its candidates.
func (s *scoring) policyFit() Part {
	checks := s.f.PolicyChecks(s.link)
	part := Part{
		Part: analysis.Part{
			Key:   "policy",
			Name:  analysis.Words{ZH: "政策", EN: "Policy fit"},
			Most:  s.f.Weights.Candidate.Policy,
			Value: analysis.Share(analysis.Met(checks), len(checks)),
			Why: analysis.Words{
				ZH: fmt.Sprintf(
					"%d 项中符合 %d 项",
					len(checks),
					analysis.Met(checks),
				), EN: fmt.Sprintf("%d of %d conditions met", analysis.Met(checks), len(checks))},
		},
	}
	for _, c := range checks {
		if c.Met {
			part.Facts = append(part.Facts, c.Facts...)
		}
	}
	return part
}
