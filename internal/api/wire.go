package api

import "time"

// The types of the JSON API. Names stay, since programs of others read them; additions are welcome.

// Provenance is where a fact comes from, with the words ready to show.
type Provenance struct {
	Source     string `json:"source" doc:"Id of the source"`
	SourceName string `json:"source_name"`
	URL        string `json:"url,omitempty"`
	Locator    string `json:"locator,omitempty"`
	AsOf       string `json:"as_of" doc:"Date of the fact: 2025, 2022-Q3, 2025-08 or 2025-08-11"`
	Confidence string `json:"confidence" enum:"documented,media,repost,unverified,trade,inferred"`
	ValueKind  string `json:"value_kind,omitempty" enum:"planned,actual,target"`
}

// Ref is a short reference to a node.
type Ref struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
}

// Fact is one piece of evidence.
type Fact struct {
	Text     string             `json:"text"`
	TextEN   string             `json:"text_en"`
	Subject  Ref                `json:"subject"`
	Relation *NeighbourRelation `json:"relation,omitempty" doc:"The relation that says so; absent when the subject itself does"`
	Provenance
}

// Explanation answers why a number is what it is, as a tree.
type Explanation struct {
	ID        string        `json:"id,omitempty" doc:"Of the node that the number is about"`
	Label     string        `json:"label"`
	LabelEN   string        `json:"label_en"`
	Value     float64       `json:"value"`
	Unknown   bool          `json:"unknown,omitempty" doc:"Nothing is on record: the value does not count"`
	Unit      string        `json:"unit,omitempty"`
	UnitEN    string        `json:"unit_en,omitempty"`
	Formula   string        `json:"formula,omitempty" doc:"With the numbers filled in"`
	FormulaEN string        `json:"formula_en,omitempty"`
	Text      string        `json:"text,omitempty"`
	TextEN    string        `json:"text_en,omitempty"`
	Parts     []Explanation `json:"parts" doc:"What the value is made of"`
	Beside    []Explanation `json:"beside" doc:"What explains the same thing and does not enter the value"`
	Facts     []Fact        `json:"facts"`
}

// Reason says why: rule, sentence, facts.
type Reason struct {
	Rule   string `json:"rule"`
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
	Facts  []Fact `json:"facts"`
}

// Completeness of a chain with everything needed to explain it.
type Completeness struct {
	Value         float64 `json:"value" doc:"0 to 1"`
	WithWeak      float64 `json:"with_weak" doc:"The same with weak links counted"`
	Covered       int     `json:"covered"`
	Total         int     `json:"total"`
	WeightCovered int     `json:"weight_covered"`
	WeightTotal   int     `json:"weight_total"`
	DataCoverage  float64 `json:"data_coverage" doc:"0 to 1"`
	Template      string  `json:"template" doc:"Version of the chain's template"`
}

// SixOne is one of the six ones; blank when nobody said.
type SixOne struct {
	Key    string        `json:"key" enum:"chief,unit,task_force,plan,park,policy"`
	Name   string        `json:"name"`
	NameEN string        `json:"name_en"`
	Blank  bool          `json:"blank" doc:"Nobody said: show 待补充"`
	Values []SixOneValue `json:"values"`
}

// SixOneValue is a value of one of the six ones.
type SixOneValue struct {
	Ref
	LedBy string `json:"led_by,omitempty" doc:"Post that leads a task force; not the chain's chief"`
	Note  string `json:"note,omitempty"`
	Provenance
}

// Cell is one link in the strip of a chain.
type Cell struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	NameEN   string `json:"name_en,omitempty"`
	Stage    string `json:"stage" enum:"upstream,midstream,downstream,support"`
	Coverage string `json:"coverage" enum:"strong,present,weak,outside,missing"`
}

// ChainItem is a chain in a list.
type ChainItem struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	NameEN       string         `json:"name_en,omitempty"`
	Provisional  bool           `json:"provisional"`
	Reason       string         `json:"reason,omitempty" doc:"Why a provisional chain was chosen"`
	Chief        string         `json:"chief,omitempty" doc:"Post; empty is 待补充"`
	Completeness Completeness   `json:"completeness"`
	Strip        []Cell         `json:"strip" doc:"Lowest links in chain order"`
	Coverage     map[string]int `json:"coverage" doc:"Links by state"`
	Gaps         map[string]int `json:"gaps" doc:"Open gaps by kind; a chokepoint counts beside its first kind"`
	GapsTotal    int            `json:"gaps_total"`
	GapsAssigned int            `json:"gaps_assigned"`
	Enterprises  int            `json:"enterprises" doc:"Local enterprises on its links"`
	DataAsOf     string         `json:"data_as_of,omitempty" doc:"Newest evidence; empty when there is none"`
	Movement     []Movement     `json:"movement" doc:"Links whose state changed since the revision asked for with since="`
	SixOnesBlank int            `json:"six_ones_blank"`
	Provenance   Provenance     `json:"provenance"`
}

// Movement is a link whose state changed.
type Movement struct {
	Link Ref    `json:"link"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Chain is one chain with its six ones.
type Chain struct {
	ChainItem
	SixOnes []SixOne `json:"six_ones"`
	Stages  []Stage  `json:"stages"`
	Lanes   []Ref    `json:"lanes"`
	Scheme  *Scheme  `json:"scheme,omitempty"`
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

// LinkItem is a lowest link in a list.
type LinkItem struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	NameEN       string     `json:"name_en,omitempty"`
	Chain        string     `json:"chain"`
	Stage        string     `json:"stage" enum:"upstream,midstream,downstream,support"`
	Lane         *Ref       `json:"lane,omitempty"`
	Group        *Ref       `json:"group,omitempty"`
	Weight       int        `json:"weight" doc:"Necessity, 1 to 3"`
	Coverage     string     `json:"coverage" enum:"strong,present,weak,outside,missing"`
	Sole         bool       `json:"sole"`
	Chokepoint   bool       `json:"chokepoint"`
	Blocked      bool       `json:"blocked"`
	Extension    bool       `json:"extension"`
	Products     []Ref      `json:"products"`
	Local        []Position `json:"local" doc:"Local enterprises, able ones first"`
	Circle       []Position `json:"circle" doc:"Enterprises of the metropolitan circle"`
	Gap          string     `json:"gap,omitempty" doc:"Id of its gap"`
	GapWeight    float64    `json:"gap_weight,omitempty"`
	DataCoverage float64    `json:"data_coverage"`
	DataAsOf     string     `json:"data_as_of,omitempty"`
}

// Position is an enterprise on a link.
type Position struct {
	Enterprise Ref     `json:"enterprise"`
	Role       string  `json:"role"`
	Stage      string  `json:"stage" doc:"planned signed building trial production stopped unknown"`
	Able       bool    `json:"able"`
	Reach      string  `json:"reach" enum:"local,circle,province,country"`
	Levels     []Level `json:"levels"`
	Place      *Ref    `json:"place,omitempty"`
	Note       string  `json:"note,omitempty"`
	Provenance
}

// Level of an enterprise.
type Level struct {
	Code     string `json:"code" doc:"named lead above_scale specialised little_giant champion high_tech"`
	Verified bool   `json:"verified"`
}

// Neighbour is a link that feeds or is fed.
type Neighbour struct {
	Link      Ref    `json:"link"`
	Chain     Ref    `json:"chain"`
	Coverage  string `json:"coverage"`
	Possible  bool   `json:"possible" doc:"Not every maker needs it"`
	Evidenced bool   `json:"evidenced" doc:"A supply between firms of the two links is on record"`
}

// Question is one of the five on how complete the data are.
type Question struct {
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
	Known  bool   `json:"known"`
}

// Link is a lowest link with everything its drawer shows.
type Link struct {
	LinkItem
	ChainRef     Ref          `json:"chain_ref"`
	Why          Reason       `json:"why" doc:"Why the link is in this state"`
	Technologies []Ref        `json:"technologies"`
	FedBy        []Neighbour  `json:"fed_by" doc:"来料"`
	Feeds        []Neighbour  `json:"feeds" doc:"去向"`
	Affected     Affected     `json:"affected" doc:"What breaks if it breaks"`
	Makers       []Position   `json:"makers" doc:"Enterprises outside, to be verified"`
	Criticality  Criticality  `json:"criticality"`
	Answers      []Question   `json:"answers"`
	Sources      []Provenance `json:"sources"`
	Provenance   Provenance   `json:"provenance"`
}

// Criticality is how much hangs on a link.
type Criticality struct {
	Score      float64 `json:"score" doc:"0 to 100"`
	Parts      []Part  `json:"parts"`
	Impact     int     `json:"impact" doc:"Weight of all links that have no way round it, and its own"`
	MustPass   *Ref    `json:"must_pass,omitempty" doc:"The nearest link that everything on its way here must pass"`
	MustPassed []Ref   `json:"must_passed" doc:"Links that have no way round it"`
	Cycle      []Ref   `json:"cycle" doc:"Links on a ring with it, itself included; empty when there is none. They are measured as one"`
	Effect     Effect  `json:"effect"`
}

// Effect is what fails with a link, by distance.
type Effect struct {
	Text   string       `json:"text"`
	TextEN string       `json:"text_en"`
	Rings  []Ring       `json:"rings"`
	Chains []ChainShare `json:"chains" doc:"Its own chain first"`
}

// Ring is what lies the same number of steps downstream.
type Ring struct {
	Hops        int   `json:"hops"`
	Links       []Ref `json:"links"`
	Enterprises []Ref `json:"enterprises" doc:"Local ones that no nearer ring has"`
}

// ChainShare is the part of a chain's weight that is affected.
type ChainShare struct {
	Chain  Ref     `json:"chain"`
	Weight int     `json:"weight"`
	Total  int     `json:"total" doc:"Of the chain, the failing link left out"`
	Share  float64 `json:"share" doc:"0 to 1"`
}

// Affected are the links and local enterprises downstream.
type Affected struct {
	Links       []Ref `json:"links" doc:"Nearest first"`
	Enterprises []Ref `json:"enterprises"`
}

// Structure is a chain as stages, sub-chains, links and what feeds what.
type Structure struct {
	Chain  Ref        `json:"chain"`
	Stages []Stage    `json:"stages"`
	Lanes  []Ref      `json:"lanes"`
	Links  []LinkItem `json:"links"`
	Feeds  []Feed     `json:"feeds"`
}

// Feed joins two links; those of other chains are named.
type Feed struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Possible  bool   `json:"possible"`
	Evidenced bool   `json:"evidenced"`
}

// Part of a score.
type Part struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	NameEN  string  `json:"name_en"`
	Most    float64 `json:"most" doc:"Points at the most; in the score of a target the exponent, of 100"`
	Value   float64 `json:"value" doc:"0 to 1"`
	Unknown bool    `json:"unknown,omitempty" doc:"Nothing is on record: left out of the score"`
	Why     string  `json:"why"`
	WhyEN   string  `json:"why_en"`
}

// Gap is what a link lacks.
type Gap struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	NameEN       string     `json:"name_en,omitempty"`
	Chain        Ref        `json:"chain"`
	Provisional  bool       `json:"provisional" doc:"The chain itself is still to be confirmed"`
	Link         Ref        `json:"link"`
	Stage        string     `json:"stage"`
	Coverage     string     `json:"coverage"`
	Kind         string     `json:"kind" enum:"missing,weak,chokepoint,blocked"`
	Kinds        []string   `json:"kinds"`
	Status       string     `json:"status" enum:"proposed,confirmed,dismissed,assigned,in_progress,closed"`
	Weight       float64    `json:"weight" doc:"0 to 100"`
	Parts        []Part     `json:"parts"`
	Necessity    int        `json:"necessity" doc:"Weight of the link, 1 to 3"`
	Reason       Reason     `json:"reason"`
	Affected     Affected   `json:"affected"`
	DataCoverage float64    `json:"data_coverage"`
	Answers      []Question `json:"answers"`
	Candidates   []Position `json:"candidates" doc:"Makers outside by knowledge of the trade, to be verified"`
	DataAsOf     string     `json:"data_as_of,omitempty"`
	Standing     bool       `json:"standing" doc:"False: the rules no longer derive it; what people decided is kept"`
	Strategy     string     `json:"strategy,omitempty" enum:",fill,strengthen,extend"`
	Chief        string     `json:"chief,omitempty" doc:"Post of the chief that it is assigned to"`
	Owner        string     `json:"owner,omitempty"`
	Due          string     `json:"due,omitempty"`
	Decision     string     `json:"decision,omitempty" doc:"Reason in people's words"`
	Decided      *Decided   `json:"decided,omitempty" doc:"What the rules derived when people decided; missing when nobody has"`
}

// Decided is a gap as it stood when people decided.
type Decided struct {
	On     string   `json:"on"`
	Kinds  []string `json:"kinds"`
	Weight float64  `json:"weight"`
}

// Target is a link worth extending to, or strengthening.
type Target struct {
	ID        string  `json:"id" doc:"Id of the link"`
	Name      string  `json:"name"`
	NameEN    string  `json:"name_en,omitempty"`
	Chain     Ref     `json:"chain"`
	Stage     string  `json:"stage"`
	Coverage  string  `json:"coverage"`
	Weight    int     `json:"weight"`
	Strategy  string  `json:"strategy" enum:"extend,strengthen"`
	Direction string  `json:"direction,omitempty" enum:"upstream,downstream,service" doc:"Of strategy extend"`
	Anchors   []Ref   `json:"anchors" doc:"Strongly held links next to it"`
	Score     float64 `json:"score" doc:"0 to 100: 100 times the product of the known parts, each to its exponent"`
	Parts     []Part  `json:"parts"`
	Reason    Reason  `json:"reason"`
	// Activity is beside the score: only its density enters it.
	Activity *Activity `json:"activity,omitempty" doc:"The product or link that relatedness was measured by, with figures that do not enter the score; missing when relatedness is unknown"`
}

// EnterpriseItem is an enterprise in a list.
type EnterpriseItem struct {
	ID         string               `json:"id"`
	Name       string               `json:"name"`
	NameEN     string               `json:"name_en,omitempty"`
	ShortName  string               `json:"short_name,omitempty"`
	Reach      string               `json:"reach" enum:"local,circle,province,country"`
	Kind       string               `json:"kind,omitempty"`
	Levels     []Level              `json:"levels"`
	Place      *Ref                 `json:"place,omitempty"`
	Chains     []Ref                `json:"chains"`
	Links      []EnterprisePosition `json:"links"`
	Products   []Ref                `json:"products"`
	Sources    int                  `json:"sources" doc:"Number of different sources"`
	Inputs     int                  `json:"inputs" doc:"What a local enterprise needs by the template of its chains"`
	Missing    int                  `json:"inputs_missing" doc:"Of them those that nobody here or in the circle is known to deliver"`
	DataAsOf   string               `json:"data_as_of,omitempty"`
	Provenance Provenance           `json:"provenance"`
}

// EnterprisePosition is a link on which an enterprise works.
type EnterprisePosition struct {
	Link     Ref    `json:"link"`
	Chain    Ref    `json:"chain"`
	Coverage string `json:"coverage"`
	Sole     bool   `json:"sole" doc:"The link hangs on this enterprise alone"`
	Role     string `json:"role"`
	Stage    string `json:"stage"`
	Able     bool   `json:"able"`
	Note     string `json:"note,omitempty"`
	Provenance
}

// Enterprise is an enterprise with everything its page shows.
type Enterprise struct {
	EnterpriseItem
	Aliases      []string     `json:"aliases"`
	CreditCode   string       `json:"credit_code,omitempty"`
	CreditFault  *CreditFault `json:"credit_fault,omitempty" doc:"What is wrong with the code by GB 32100; missing when nothing is"`
	ListedCode   string       `json:"listed_code,omitempty"`
	Note         string       `json:"note,omitempty"`
	Registered   *Tie         `json:"registered,omitempty" doc:"Seat; not where it produces"`
	Parent       *Tie         `json:"parent,omitempty"`
	Subsidiaries []Tie        `json:"subsidiaries"`
	Suppliers    []Tie        `json:"suppliers" doc:"On record"`
	Customers    []Tie        `json:"customers" doc:"On record"`
	Announced    []Tie        `json:"announced" doc:"Announced, cluster statements or disputed: not evidence of supply"`
	Projects     []Project    `json:"projects"`
	Figures      []Figure     `json:"figures"`
	SourceList   []Provenance `json:"source_list"`
}

// CreditFault is what is wrong with a credit code.
type CreditFault struct {
	Code   string `json:"code" enum:"form,check,organisation"`
	Wrong  bool   `json:"wrong" doc:"An error; else a warning"`
	Text   string `json:"text"`
	TextEN string `json:"text_en"`
}

// Tie is another node with the relation that leads to it.
type Tie struct {
	Ref
	What     string `json:"what,omitempty"`
	Standing string `json:"standing,omitempty"`
	Note     string `json:"note,omitempty"`
	Provenance
}

// Project with its dates and figures.
type Project struct {
	Ref
	ProjectKind string   `json:"project_kind,omitempty"`
	Stage       string   `json:"stage"`
	Signed      string   `json:"signed,omitempty"`
	Started     string   `json:"started,omitempty"`
	Trial       string   `json:"trial,omitempty"`
	Produced    string   `json:"produced,omitempty"`
	Due         string   `json:"due,omitempty"`
	Note        string   `json:"note,omitempty"`
	Place       *Ref     `json:"place,omitempty"`
	Figures     []Figure `json:"figures"`
	Provenance
}

// Figure is one figure with its standing.
type Figure struct {
	ID      string   `json:"id"`
	Measure string   `json:"measure"`
	Value   *float64 `json:"value,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	Period  string   `json:"period,omitempty"`
	Text    string   `json:"text,omitempty"`
	Provenance
}

// Node is any node with its relations.
type Node struct {
	Ref
	Aliases    []string       `json:"aliases"`
	Attributes []Attribute    `json:"attributes"`
	Out        []RelationItem `json:"out"`
	In         []RelationItem `json:"in"`
	Provenance Provenance     `json:"provenance"`
}

// Attribute with its words.
type Attribute struct {
	Name   string `json:"name"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Value  any    `json:"value" doc:"Text, number, truth value or list of texts"`
	Text   string `json:"text" doc:"As shown"`
	TextEN string `json:"text_en"`
}

// RelationItem is a relation as seen from one of its ends.
type RelationItem struct {
	Type       string      `json:"type"`
	ZH         string      `json:"zh"`
	EN         string      `json:"en"`
	Other      Ref         `json:"other"`
	Attributes []Attribute `json:"attributes"`
	Provenance
}

// Neighbourhood is what lies within some steps of a node.
type Neighbourhood struct {
	Nodes     []NeighbourNode     `json:"nodes"`
	Relations []NeighbourRelation `json:"relations"`
	Truncated bool                `json:"truncated" doc:"More lies there than the limit allows"`
}

// NeighbourNode is a node with its distance.
type NeighbourNode struct {
	Ref
	Depth int `json:"depth"`
}

// NeighbourRelation joins two nodes of a neighbourhood.
type NeighbourRelation struct {
	Type string `json:"type"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Hit is a result of a search.
type Hit struct {
	Ref
	Matched string `json:"matched,omitempty" doc:"Alias or code that matched when the name did not"`
	Chain   *Ref   `json:"chain,omitempty"`
	Hint    string `json:"hint,omitempty" doc:"What it is, such as 上游 · 光电子信息"`
	HintEN  string `json:"hint_en,omitempty"`
}

// ChangeSet is one revision.
type ChangeSet struct {
	Revision int64     `json:"revision"`
	Time     time.Time `json:"time"`
	Actor    string    `json:"actor"`
	Reason   string    `json:"reason"`
	Undoes   int64     `json:"undoes,omitempty"`
	Counts   Counts    `json:"counts"`
}

// Counts of a change set or difference.
type Counts struct {
	NodesCreated     int `json:"nodes_created"`
	NodesUpdated     int `json:"nodes_updated"`
	NodesDeleted     int `json:"nodes_deleted"`
	RelationsCreated int `json:"relations_created"`
	RelationsUpdated int `json:"relations_updated"`
	RelationsDeleted int `json:"relations_deleted"`
}

// Change is what happened to one node or relation.
type Change struct {
	Operation  string        `json:"operation" enum:"created,updated,deleted"`
	Subject    Ref           `json:"subject" doc:"The node; of a relation, the node that it leaves"`
	Relation   string        `json:"relation,omitempty"`
	Other      *Ref          `json:"other,omitempty" doc:"The node that a relation enters"`
	Fields     []FieldChange `json:"fields"`
	Revision   int64         `json:"revision,omitempty"`
	Provenance Provenance    `json:"provenance"`
}

// FieldChange is an old and a new value, as shown.
type FieldChange struct {
	Field string `json:"field"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Difference is what changed between two revisions.
type Difference struct {
	From    int64      `json:"from"`
	To      int64      `json:"to"`
	Counts  Counts     `json:"counts"`
	States  []Movement `json:"states" doc:"Links whose state changed"`
	Changes []Change   `json:"changes"`
}
