package graph

import "slices"

// The types of relations.
const (
	PartOf       RelationType = "PART_OF"
	Lists        RelationType = "LISTS"
	Feeds        RelationType = "FEEDS"
	Yields       RelationType = "YIELDS"
	Needs        RelationType = "NEEDS"
	SubclassOf   RelationType = "SUBCLASS_OF"
	Matches      RelationType = "MATCHES"
	SameAs       RelationType = "SAME_AS"
	DistinctFrom RelationType = "DISTINCT_FROM"
	SetAside     RelationType = "SET_ASIDE"
	BelongsTo    RelationType = "BELONGS_TO"
	DrawsOn      RelationType = "DRAWS_ON"
	Uses         RelationType = "USES"
	AppliedIn    RelationType = "APPLIED_IN"
	Makes        RelationType = "MAKES"
	Produces     RelationType = "PRODUCES"
	OperatesIn   RelationType = "OPERATES_IN"
	SuppliesTo   RelationType = "SUPPLIES"
	Announces    RelationType = "ANNOUNCES"
	SubsidiaryOf RelationType = "SUBSIDIARY_OF"
	LocatedIn    RelationType = "LOCATED_IN"
	RegisteredIn RelationType = "REGISTERED_IN"
	Hosts        RelationType = "HOSTS"
	Leads        RelationType = "LEADS"
	Coordinates  RelationType = "COORDINATES"
	Staffs       RelationType = "STAFFS"
	Guides       RelationType = "GUIDES"
	Supports     RelationType = "SUPPORTS"
	Restricts    RelationType = "RESTRICTS"
	Runs         RelationType = "RUNS"
	Signs        RelationType = "SIGNS"
	InvestsIn    RelationType = "INVESTS_IN"
	WorksOn      RelationType = "WORKS_ON"
	Concerns     RelationType = "CONCERNS"
	Fills        RelationType = "FILLS"
	Marks        RelationType = "MARKS"
	At           RelationType = "AT"
	Targets      RelationType = "TARGETS"
	About        RelationType = "ABOUT"
	SourcedFrom  RelationType = "SOURCED_FROM"
)

var noteAttr = AttrSpec{Name: "note", ZH: "说明", EN: "Note", Type: TypeText}

// judgedAttrs say of a judgement on two enterprises who made it, when, and what the two were by then: when one of them
// is called, coded or placed otherwise, they are asked about again.
var judgedAttrs = []AttrSpec{
	{Name: "judged_by", ZH: "判定岗位", EN: "Judged by", Type: TypeText},
	{Name: "judged_on", ZH: "判定日期", EN: "Judged on", Type: TypeDate},
	{Name: "was_from", ZH: "判定时的前者", EN: "The first when judged", Type: TypeText},
	{Name: "was_to", ZH: "判定时的后者", EN: "The second when judged", Type: TypeText},
	noteAttr,
}

// Relations is the closed list of relation types with the kinds they may join and the shape they keep. Adding one is
// one entry.
var Relations = []RelationSpec{
	{
		PartOf,
		"属于",
		"part of",
		"The tree inside a chain: lowest link → group → sub-chain → chain.",
		[]Kind{KindLink},
		[]Kind{KindChain, KindLink},
		Tree,
		nil,
	},
	{
		Lists,
		"列入",
		"lists",
		"A scheme lists a chain.",
		[]Kind{KindScheme},
		[]Kind{KindChain},
		Free,
		[]AttrSpec{{Name: "order", ZH: "序", EN: "Order", Type: TypeInt}},
	},
	{
		Feeds,
		"供给",
		"feeds",
		"What a link delivers is used by another, also across chains.",
		[]Kind{KindLink},
		[]Kind{KindLink},
		Free,
		[]AttrSpec{
			{Name: "possible", ZH: "可能", EN: "Possible", Type: TypeBool},
			// feeds into one link that say the same here are alternatives: one of them is enough
			{Name: "any_of", ZH: "任一", EN: "Any of", Type: TypeText},
			{Name: "kind", ZH: "供给类型", EN: "Kind of feed", Type: TypeEnum, Terms: FeedKinds},
			{Name: "flow", ZH: "流量", EN: "Flow", Type: TypeNumber, Unit: "亿元/年", Max: 1e9}},
	},
	{Yields, "产出", "yields", "A link yields a product.", []Kind{KindLink}, []Kind{KindProduct}, Free, nil},
	{Needs, "需要", "needs", "A product is made of another.", []Kind{KindProduct}, []Kind{KindProduct}, Free, nil},
	{
		SubclassOf,
		"小类于",
		"subclass of",
		"A product is a kind of another.",
		[]Kind{KindProduct},
		[]Kind{KindProduct},
		Free,
		nil,
	},
	{
		Matches,
		"对应",
		"matches",
		"A product of a link is taken for a product of a data set; who makes the one may make the other.",
		[]Kind{KindProduct},
		[]Kind{KindProduct},
		Free,
		[]AttrSpec{
			{Name: "method", ZH: "方法", EN: "Method", Type: TypeEnum, Terms: MatchMethods, Required: true},
			{Name: "likeness", ZH: "把握", EN: "Likeness", Type: TypeNumber, Required: true, Min: 0, Max: 1},
			{Name: "via", ZH: "经由", EN: "By way of", Type: TypeText},
			{Name: "review", ZH: "核对", EN: "Review", Type: TypeEnum, Terms: MatchReviews, Required: true}, noteAttr},
	},
	{
		SameAs,
		"同一企业",
		"same as",
		"An enterprise is one firm with a record of a data set in the pool. It is a link between the two and merges nothing.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		OneTail,
		append([]AttrSpec{
			{Name: "method", ZH: "方法", EN: "Method", Type: TypeEnum, Terms: TwinMethods, Required: true},
			{Name: "shared", ZH: "相同之处", EN: "What both have", Type: TypeText}}, judgedAttrs...),
	},
	{
		DistinctFrom,
		"不是同一企业",
		"distinct from",
		"Somebody has looked at two enterprises that look alike and says that they are two.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		Free,
		judgedAttrs,
	},
	{
		SetAside,
		"先放着",
		"set aside",
		"Somebody has looked at two enterprises that look alike and left open whether they are one.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		Free,
		judgedAttrs,
	},
	{
		BelongsTo,
		"所属行业",
		"belongs to",
		"An enterprise belongs to an industry, an industry to a wider one.",
		[]Kind{KindEnterprise, KindIndustry},
		[]Kind{KindIndustry},
		Free,
		nil,
	},
	{
		DrawsOn,
		"上游产业",
		"draws on",
		"An industry is supplied by another.",
		[]Kind{KindIndustry},
		[]Kind{KindIndustry},
		Free,
		nil,
	},
	{Uses, "使用", "uses", "A link uses a technology.", []Kind{KindLink}, []Kind{KindTechnology}, Free, nil},
	{AppliedIn, "应用于", "applied in", "A product is used in a field.", []Kind{KindProduct}, []Kind{KindField}, Free, nil},
	{Makes, "生产", "makes", "An enterprise makes a product.", []Kind{KindEnterprise}, []Kind{KindProduct}, Free, []AttrSpec{
		{Name: "share", ZH: "收入占比", EN: "Share of revenue", Type: TypeNumber, Min: 0, Max: 1}}},
	{
		Produces,
		"产出规模",
		"produces",
		"How much a city does of a product or link: one cell of the matrix of peer cities. As-of is the period; all cells " +
			"have one measure, unit and period.",
		[]Kind{KindPark},
		[]Kind{KindProduct, KindLink},
		Free,
		[]AttrSpec{
			{Name: "value", ZH: "数值", EN: "Value", Type: TypeNumber, Required: true, Max: 1e15},
			{Name: "measure", ZH: "指标", EN: "Measure", Type: TypeEnum, Terms: Measures, Required: true},
			{Name: "unit", ZH: "单位", EN: "Unit", Type: TypeText, Required: true}},
	},
	{
		OperatesIn,
		"位于环节",
		"operates in",
		"An enterprise works on a link.",
		[]Kind{KindEnterprise},
		[]Kind{KindLink},
		Free,
		[]AttrSpec{
			{Name: "role", ZH: "角色", EN: "Role", Type: TypeEnum, Terms: Roles, Required: true},
			{Name: "stage", ZH: "阶段", EN: "Stage", Type: TypeEnum, Terms: Steps, Required: true},
			{Name: "capacity", ZH: "产能", EN: "Capacity", Type: TypeNumber, Max: 1e15},
			{Name: "capacity_unit", ZH: "产能单位", EN: "Unit of capacity", Type: TypeText},
			noteAttr},
	},
	{
		SuppliesTo,
		"供应",
		"supplies",
		"A supply that is on record; what merely could be is computed, never stored.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		Free,
		[]AttrSpec{
			{Name: "what", ZH: "内容", EN: "What", Type: TypeText}, noteAttr},
	},
	{
		Announces,
		"意向供应",
		"announces",
		"A customer that was announced, a cluster's statement, or a disputed contract: not evidence of supply.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		Free,
		[]AttrSpec{
			{Name: "what", ZH: "内容", EN: "What", Type: TypeText},
			{Name: "standing", ZH: "性质", EN: "Standing", Type: TypeEnum, Terms: Standings, Required: true}, noteAttr},
	},
	{
		SubsidiaryOf,
		"隶属",
		"subsidiary of",
		"A firm belongs to a group.",
		[]Kind{KindEnterprise},
		[]Kind{KindEnterprise},
		NoRing,
		[]AttrSpec{
			{Name: "share", ZH: "持股", EN: "Share held", Type: TypeNumber, Min: 0, Max: 1}},
	},
	{
		LocatedIn,
		"位于",
		"located in",
		"Where the plant, project or place lies.",
		[]Kind{KindEnterprise, KindProject, KindPark},
		[]Kind{KindPark},
		Tree,
		nil,
	},
	{
		RegisteredIn,
		"注册于",
		"registered in",
		"Where the firm has its seat; not where it produces.",
		[]Kind{KindEnterprise},
		[]Kind{KindPark},
		OneHead,
		nil,
	},
	{
		Hosts,
		"承载",
		"hosts",
		"A park hosts a chain or link.",
		[]Kind{KindPark},
		[]Kind{KindChain, KindLink},
		Free,
		[]AttrSpec{
			{Name: "main", ZH: "配套园区", EN: "The chain's park", Type: TypeBool}},
	},
	{Leads, "任链长", "leads", "One chief.", []Kind{KindChief}, []Kind{KindChain}, OneTail, nil},
	{
		Coordinates,
		"牵头",
		"coordinates",
		"One lead unit, of a chain or a task.",
		[]Kind{KindUnit},
		[]Kind{KindChain, KindTask},
		OneTail,
		nil,
	},
	{
		WorksOn,
		"负责",
		"works on",
		"A unit beside the one in the lead that has to do its part of a task.",
		[]Kind{KindUnit},
		[]Kind{KindTask},
		Free,
		nil,
	},
	{
		Concerns,
		"关联",
		"concerns",
		"What a task is for: a chain, a link or a gap.",
		[]Kind{KindTask},
		[]Kind{KindChain, KindLink, KindGap},
		Free,
		nil,
	},
	{Staffs, "落实", "staffs", "One task force.", []Kind{KindTaskForce}, []Kind{KindChain}, OneTail, []AttrSpec{noteAttr}},
	{
		Guides,
		"推进",
		"guides",
		"One plan; of a scheme, the plan that sets it up.",
		[]Kind{KindPlan},
		[]Kind{KindChain, KindScheme},
		OneTail,
		nil,
	},
	{Supports, "支持", "supports", "One policy package.", []Kind{KindPolicy}, []Kind{KindChain}, OneTail, nil},
	{
		Restricts,
		"限制",
		"restricts",
		"A policy says that a link may not be added to, or only at some places.",
		[]Kind{KindPolicy},
		[]Kind{KindLink},
		Free,
		[]AttrSpec{{Name: "rule", ZH: "限制方式", EN: "Rule", Type: TypeEnum, Terms: Restrictions, Required: true}, noteAttr},
	},
	{Runs, "实施", "runs", "An enterprise runs a project.", []Kind{KindEnterprise}, []Kind{KindProject}, Free, nil},
	{
		Signs,
		"签约",
		"signs",
		"An enterprise signed the contract of a project, whoever runs it.",
		[]Kind{KindEnterprise},
		[]Kind{KindProject},
		Free,
		nil,
	},
	{
		InvestsIn,
		"投资",
		"invests in",
		"An enterprise pays for a project, whoever runs it.",
		[]Kind{KindEnterprise},
		[]Kind{KindProject},
		Free,
		nil,
	},
	{
		Fills,
		"补",
		"fills",
		"A project fills a gap or works on a link.",
		[]Kind{KindProject},
		[]Kind{KindGap, KindLink},
		Free,
		nil,
	},
	{
		Marks,
		"标记",
		"marks",
		"A milestone of a chain, plan or project.",
		[]Kind{KindMilestone},
		[]Kind{KindChain, KindPlan, KindProject},
		Free,
		nil,
	},
	{At, "在", "at", "A gap is at a link.", []Kind{KindGap}, []Kind{KindLink}, OneHead, nil},
	{
		Targets,
		"招引",
		"targets",
		"An enterprise that could close a gap, and how far the talks with it are; a rejected one is kept with its reason.",
		[]Kind{KindGap},
		[]Kind{KindEnterprise},
		Free,
		[]AttrSpec{
			{Name: "score", ZH: "得分", EN: "Score", Type: TypeNumber, Min: 0, Max: 100},
			{Name: "contact", ZH: "对接阶段", EN: "Contact stage", Type: TypeEnum, Terms: ContactStages, Required: true},
			{Name: "since", ZH: "自", EN: "Since", Type: TypeDate, Required: true},
			{Name: "reason", ZH: "理由", EN: "Reason", Type: TypeText},
			{Name: "post", ZH: "对方岗位", EN: "Their post", Type: TypeText},
			{Name: "phone", ZH: "对方电话", EN: "Their phone", Type: TypeText},
			{Name: "owner", ZH: "负责单位", EN: "Owner", Type: TypeText},
			{Name: "next", ZH: "下一步", EN: "Next act", Type: TypeText},
			{Name: "due", ZH: "期限", EN: "Due", Type: TypeDate}, noteAttr},
	},
	{
		About,
		"关于",
		"about",
		"What a figure, a comment or a search is about.",
		[]Kind{KindFigure, KindComment, KindSearch},
		nil,
		OneHead,
		nil,
	},
	{
		SourcedFrom,
		"另见",
		"sourced from",
		"A further source beside the one in the provenance.",
		nil,
		[]Kind{KindSource},
		Free,
		[]AttrSpec{noteAttr},
	},
}

// StandsIn tells whether a link of a level may be PART_OF one of another level; "" is the chain itself.
func StandsIn(level, parent string) bool {
	of := func(level string) int {
		return slices.IndexFunc(LinkLevels, func(t Term) bool { return t.Code == level })
	}
	if parent == "" {
		return of(level) == 0
	}
	return of(parent) < of(level)
}
