package graph

// The kinds of nodes.
const (
	KindCity       Kind = "City"
	KindScheme     Kind = "Scheme"
	KindChain      Kind = "Chain"
	KindLink       Kind = "Link"
	KindProduct    Kind = "Product"
	KindIndustry   Kind = "Industry"
	KindTechnology Kind = "Technology"
	KindField      Kind = "Field"
	KindEnterprise Kind = "Enterprise"
	KindPark       Kind = "Park"
	KindChief      Kind = "Chief"
	KindUnit       Kind = "Unit"
	KindTaskForce  Kind = "TaskForce"
	KindPlan       Kind = "Plan"
	KindMilestone  Kind = "Milestone"
	KindPolicy     Kind = "Policy"
	KindProject    Kind = "Project"
	KindTask       Kind = "Task"
	KindGap        Kind = "Gap"
	KindWeights    Kind = "Weights"
	KindComment    Kind = "Comment"
	KindSearch     Kind = "Search"
	KindFigure     Kind = "Figure"
	KindSource     Kind = "Source"
)

// Lists of words used by attributes. The order is the order of display.
var (
	// Stages of a link in the flow; Support serves all of them.
	Stages = []Term{
		{"upstream", "上游", "Upstream"},
		{"midstream", "中游", "Midstream"},
		{"downstream", "下游", "Downstream"},
		{"support", "支撑", "Support"},
	}
	// LinkLevels of the tree inside a chain.
	LinkLevels = []Term{{"lane", "子链", "Sub-chain"}, {"group", "环节组", "Group"}, {"link", "环节", "Link"}}
	// Steps of a position or project, from intent to standstill.
	Steps = []Term{
		{"planned", "规划", "Planned"},
		{"signed", "签约", "Signed"},
		{"building", "在建", "Building"},
		{"trial", "试产", "Trial"},
		{"production", "投产", "In production"},
		{"stopped", "停产", "Stopped"},
		{"unknown", "状态待补充", "State unknown"},
	}
	// Levels of an enterprise, from the city's own word to grades.
	Levels = []Term{
		{"named", "市级文件点名", "Named by the city"},
		{"lead", "链主", "Lead enterprise"},
		{"above_scale", "规上", "Above scale"},
		{"specialised", "专精特新", "Specialised"},
		{"little_giant", "小巨人", "Little giant"},
		{"champion", "单项冠军", "Champion"},
		{"high_tech", "高新技术企业", "High-tech"},
	}
	// GapKinds of the four kinds of gap.
	GapKinds = []Term{
		{"missing", "断点", "Missing"},
		{"weak", "弱项", "Weak"},
		{"chokepoint", "卡点", "Chokepoint"},
		{"blocked", "堵点", "Blocked"},
	}
	// GapStatuses are the life of a gap.
	GapStatuses = []Term{
		{"proposed", "待确认", "Proposed"},
		{"confirmed", "已确认", "Confirmed"},
		{"dismissed", "已忽略", "Dismissed"},
		{"assigned", "已指派", "Assigned"},
		{"in_progress", "推进中", "In progress"},
		{"closed", "已闭环", "Closed"},
	}
	// Strategies of closing a gap or using a strength.
	Strategies = []Term{{"fill", "补链", "Fill"}, {"strengthen", "强链", "Strengthen"}, {"extend", "延链", "Extend"}}
	// ContactStages are how far the talks with a candidate are; rejected leaves the board and is not proposed again.
	ContactStages = []Term{
		{"lead", "线索", "Lead"},
		{"contact", "接洽", "Contacted"},
		{"talks", "洽谈", "In talks"},
		{"signed", "签约", "Signed"},
		{"landed", "落地", "Landed"},
		{"rejected", "已否决", "Rejected"},
	}
	// Supply of a link's makers in the country.
	Supplies = []Term{{"few", "少数厂家", "Few makers"}, {"some", "若干厂家", "Some makers"}, {"many", "厂家众多", "Many makers"}}
	// Substitutes for what a link delivers.
	Substitutes = []Term{
		{"none", "无替代", "No substitute"},
		{"partial", "部分可替代", "Partly replaceable"},
		{"yes", "可替代", "Replaceable"},
	}
	// FeedKinds are what a feed is to the one that takes it: used up day by day, bought once, done for it, or its market.
	FeedKinds = []Term{
		{"recurrent", "经常投入", "Recurrent input"},
		{"capital", "设备等一次性投入", "Capital good"},
		{"service", "服务", "Service"},
		{"outlet", "销往", "Outlet"},
	}
	// Restrictions of a link by a policy: nothing is to be added, or only at some places.
	Restrictions = []Term{{"restricted", "受限", "Restricted"}, {"site", "选址有条件", "Conditions on the site"}}
	// ParkKinds of places.
	ParkKinds = []Term{
		{"city", "市", "City"},
		{"district", "区", "District"},
		{"zone", "功能区", "Zone"},
		{"park", "园区", "Park"},
		{"planning", "规划片区", "Planning area"},
		{"place", "外地", "Elsewhere"},
	}
	// ProjectKinds of projects.
	ProjectKinds = []Term{
		{"new", "新建", "New"},
		{"upgrade", "技改", "Upgrade"},
		{"expansion", "扩产", "Expansion"},
		{"growth_point", "增长点", "Growth point"},
		{"base", "基地", "Base"},
	}
	// EnterpriseKinds of enterprises.
	EnterpriseKinds = []Term{
		{"maker", "制造企业", "Maker"},
		{"operator", "运营企业", "Operator"},
		{"carrier", "园区载体", "Carrier"},
		{"service", "服务企业", "Service"},
		{"research", "研发机构", "Research"},
	}
	// Roles of an enterprise on a link. Who only sells or uses what the link yields makes none of it.
	Roles = []Term{
		{"maker", "生产", "Maker"},
		{"seller", "销售", "Seller"},
		{"user", "使用", "User"},
		{"developer", "研发", "Developer"},
		{"carrier", "载体", "Carrier"},
		{"service", "服务", "Service"},
	}
	// Reaches of a place, from near to far. City.Named puts in the name of the circle.
	Reaches = []Term{
		{"local", "本市", "Local"},
		{"circle", "都市圈", "Circle"},
		{"province", "省内", "In the province"},
		{"country", "国内", "Elsewhere in China"},
	}
	// Measures of figures.
	Measures = []Term{
		{"investment", "投资", "Investment"},
		{"area", "面积", "Area"},
		{"capacity", "产能", "Capacity"},
		{"output", "产值", "Output"},
		{"sales", "销售收入", "Sales"},
		{
			"profit",
			"利润",
			"Profit",
		},
		{"tax", "税收", "Tax"},
		{"electricity", "用电量", "Electricity used"},
		{"upgrading", "技改投资", "Investment in upgrading"},
		{"annual", "年度投资", "Investment of the year"},
		{"invested", "累计完成投资", "Invested so far"},
		{"trade", "进出口额", "Foreign trade"},
		{"jobs", "用工", "Jobs"},
		{"growth", "增长", "Growth"},
		{"target", "目标", "Target"},
		{"count", "数量", "Count"},
		{"share", "份额", "Share"},
		{"other", "其他", "Other"},
	}
	// Visibilities of figures.
	Visibilities = []Term{
		{"public", "公开", "Public"},
		{"internal", "内部", "Internal"},
		{"confidential", "保密", "Confidential"},
	}
	// Bands of money, what is told of a confidential figure; the codes are their lower ends, 亿元.
	Bands = []Term{
		{"0", "0.2 亿元以下", "Under CNY 20 million"},
		{"0.2", "0.2–1 亿元", "CNY 20–100 million"},
		{"1", "1–5 亿元", "CNY 100–500 million"},
		{"5", "5–10 亿元", "CNY 0.5–1 billion"},
		{"10", "10–50 亿元", "CNY 1–5 billion"},
		{"50", "50 亿元以上", "CNY 5 billion or more"},
	}
	// MatchMethods say how a product of a link was found among the products of a data set, from firm to weak.
	MatchMethods = []Term{
		{"exact", "同名", "Same name"},
		{"normalised", "规范名相同", "Same normal form"},
		{"tree", "产品小类", "Kind of it"},
		{"wider", "上位产品", "Wider product"},
	}
	// MatchReviews are what people said of a match.
	MatchReviews = []Term{
		{"proposed", "待确认", "Proposed"},
		{"confirmed", "已确认", "Confirmed"},
		{"rejected", "已否定", "Rejected"},
	}
	// TwinMethods say how an enterprise was found to be one with a record of a data set, from firm to weak: the last is a
	// guess.
	TwinMethods = []Term{
		{"stated", "人工认定", "Stated"},
		{"credit_code", "统一社会信用代码相同", "Same credit code"},
		{"listed_code", "证券代码相同", "Same listed code"},
		{"registered_name", "登记名称相同", "Same registered name"},
		{"name", "简称相同", "Same short name"},
	}
	// Standings of a customer relation that is not yet supply.
	Standings = []Term{
		{"announced", "宣布", "Announced"},
		{"cluster", "集群表述", "Cluster statement"},
		{"disputed", "有争议", "Disputed"},
	}
)

// Kinds is the closed list of kinds of nodes with their attributes. Adding a kind is one entry.
var Kinds = []KindSpec{
	{
		KindCity,
		"city",
		"城市",
		"City",
		"The city that the graph is of: what counts as near, and where it looks for investment.",
		[]AttrSpec{
			{Name: "place", ZH: "所在", EN: "Place", Type: TypeText},
			{Name: "province", ZH: "省", EN: "Province", Type: TypeText},
			{Name: "province_en", ZH: "省（英文）", EN: "Province in English", Type: TypeText},
			{Name: "circle", ZH: "都市圈", EN: "Metropolitan circle", Type: TypeText},
			{Name: "circle_en", ZH: "都市圈（英文）", EN: "Metropolitan circle in English", Type: TypeText},
			{Name: "circle_places", ZH: "圈内城市", EN: "Places of the circle", Type: TypeList},
			{Name: "preferred", ZH: "重点招商区域", EN: "Preferred regions", Type: TypeList},
		},
	},
	{
		KindScheme,
		"scheme",
		"链长制方案版本",
		"Scheme",
		"A version of the city's list of key chains; never a constant number of them.",
		[]AttrSpec{
			{Name: "version", ZH: "版本", EN: "Version", Type: TypeText, Required: true},
			{Name: "valid_from", ZH: "自", EN: "Valid from", Type: TypeDate, Required: true},
			{Name: "valid_to", ZH: "至", EN: "Valid to", Type: TypeDate},
			{Name: "current", ZH: "现行", EN: "Current", Type: TypeBool},
			{Name: "text", ZH: "说明", EN: "Text", Type: TypeText},
		},
	},
	{KindChain, "chain", "产业链", "Chain", "An industrial chain under a chief.", []AttrSpec{
		{Name: "order", ZH: "序", EN: "Order", Type: TypeInt, Required: true},
		{Name: "provisional", ZH: "待核实", EN: "Provisional", Type: TypeBool, Required: true},
		{Name: "reason", ZH: "选入理由", EN: "Reason it was chosen", Type: TypeText},
		{Name: "template_version", ZH: "模板版本", EN: "Template version", Type: TypeText, Required: true},
		{Name: "captions", ZH: "阶段说明", EN: "Stage captions", Type: TypeList},
		{Name: "captions_en", ZH: "阶段说明（英）", EN: "Stage captions (English)", Type: TypeList},
	}},
	{KindLink, "link", "环节", "Link", "A step of a chain; a tree of sub-chain, group and lowest link.", []AttrSpec{
		{Name: "level", ZH: "层级", EN: "Level", Type: TypeEnum, Terms: LinkLevels, Required: true},
		{Name: "order", ZH: "序", EN: "Order", Type: TypeInt, Required: true},
		{Name: "stage", ZH: "阶段", EN: "Stage", Type: TypeEnum, Terms: Stages},
		{Name: "weight", ZH: "必要程度", EN: "Necessity", Type: TypeInt, Min: 1, Max: 3},
		// what makes nothing: hospitals, shops, building sites. It buys, and to have none is no gap
		{Name: "market", ZH: "用途环节", EN: "Market", Type: TypeBool},
		{Name: "outside_supply", ZH: "国内厂家", EN: "Makers in the country", Type: TypeEnum, Terms: Supplies},
		{Name: "substitute", ZH: "替代", EN: "Substitute", Type: TypeEnum, Terms: Substitutes},
		{Name: "output", ZH: "总产出（不含自用）", EN: "Gross output, own use left out", Type: TypeNumber, Unit: "亿元/年", Max: 1e9},
		{Name: "insufficient", ZH: "认定不足", EN: "Declared insufficient", Type: TypeText},
		{Name: "blocked", ZH: "认定堵点", EN: "Declared blocked", Type: TypeText},
	}},
	{KindProduct, "product", "产品", "Product", "What a link yields; the same name is the same product.", []AttrSpec{
		{Name: "code", ZH: "编码", EN: "Code", Type: TypeText},
		{Name: "implied", ZH: "仅见于关系", EN: "Named in relations only", Type: TypeBool},
	}},
	{
		KindIndustry,
		"industry",
		"行业",
		"Industry",
		"A class of a classification of industries, as a public data set has it.",
		[]AttrSpec{
			{Name: "code", ZH: "行业代码", EN: "Industry code", Type: TypeText},
			{Name: "implied", ZH: "仅见于关系", EN: "Named in relations only", Type: TypeBool},
		},
	},
	{KindTechnology, "technology", "技术", "Technology", "What a link must master.", nil},
	{KindField, "field", "应用领域", "Application field", "What products are used for.", nil},
	{KindEnterprise, "enterprise", "企业", "Enterprise", "A firm, here or outside.", []AttrSpec{
		{Name: "short_name", ZH: "简称", EN: "Short name", Type: TypeText},
		{Name: "kind", ZH: "类型", EN: "Type", Type: TypeEnum, Terms: EnterpriseKinds},
		{Name: "reach", ZH: "远近", EN: "Reach", Type: TypeEnum, Terms: Reaches, Required: true},
		{Name: "credit_code", ZH: "统一社会信用代码", EN: "Credit code", Type: TypeCreditCode},
		{Name: "listed_code", ZH: "证券代码", EN: "Listed code", Type: TypeText},
		{Name: "listed_on", ZH: "上市日期", EN: "Listed on", Type: TypeDate},
		{Name: "region", ZH: "区域", EN: "Region", Type: TypeText},
		// of enterprises that were merged into this one; each of them answers with it
		{Name: "former_ids", ZH: "并入的编号", EN: "Ids merged into it", Type: TypeList},
		{Name: "levels", ZH: "等级", EN: "Levels", Type: TypeList, Terms: Levels},
		{Name: "levels_unverified", ZH: "等级（待核实）", EN: "Levels, unverified", Type: TypeList, Terms: Levels},
		{Name: "veto", ZH: "不宜招引", EN: "Not to be approached", Type: TypeText},
		{Name: "veto_instead", ZH: "改为", EN: "Instead", Type: TypeText},
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
	{KindPark, "park", "园区", "Park", "A city, district, zone, park or planning area, or a place outside.", []AttrSpec{
		{Name: "kind", ZH: "类型", EN: "Type", Type: TypeEnum, Terms: ParkKinds, Required: true},
		{Name: "code", ZH: "区划代码", EN: "Region code", Type: TypeText},
		{Name: "lon", ZH: "经度", EN: "Longitude", Type: TypeNumber, Unit: "°", Min: 70, Max: 140},
		{Name: "lat", ZH: "纬度", EN: "Latitude", Type: TypeNumber, Unit: "°", Min: 3, Max: 55},
		{Name: "accuracy_km", ZH: "坐标误差", EN: "Accuracy", Type: TypeNumber, Unit: "km"},
		{Name: "approximate", ZH: "坐标为约数", EN: "Approximate place", Type: TypeBool},
		{Name: "restriction", ZH: "限制", EN: "Restriction", Type: TypeText},
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
	{KindChief, "chief", "链长", "Chief", "The leader in charge of a chain: the post, never a person.", []AttrSpec{
		{Name: "post", ZH: "职务", EN: "Post", Type: TypeText, Required: true},
		{Name: "term_from", ZH: "任期自", EN: "Term from", Type: TypeDate},
	}},
	{KindUnit, "unit", "牵头单位", "Lead unit", "The unit that leads the work on a chain.", nil},
	{KindTaskForce, "taskforce", "专班", "Task force", "The team that does the work.", []AttrSpec{
		{Name: "led_by", ZH: "领衔职务", EN: "Led by (post)", Type: TypeText},
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
	{KindPlan, "plan", "方案", "Plan", "A plan that the city issued.", []AttrSpec{
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
	{KindMilestone, "milestone", "里程碑", "Milestone", "What is to be reached by when.", []AttrSpec{
		{Name: "due", ZH: "期限", EN: "Due", Type: TypeDate},
		{Name: "text", ZH: "内容", EN: "Text", Type: TypeText},
	}},
	{KindPolicy, "policy", "政策", "Policy", "A policy with the state of its fair-competition review.", []AttrSpec{
		{Name: "number", ZH: "文号", EN: "Number", Type: TypeText},
		{Name: "fair_competition", ZH: "公平竞争审查", EN: "Fair-competition review", Type: TypeText},
		{Name: "text", ZH: "条款", EN: "Text", Type: TypeText},
	}},
	{KindProject, "project", "项目", "Project", "A project or growth point.", []AttrSpec{
		{Name: "kind", ZH: "类型", EN: "Type", Type: TypeEnum, Terms: ProjectKinds},
		{Name: "stage", ZH: "阶段", EN: "Stage", Type: TypeEnum, Terms: Steps, Required: true},
		{Name: "signed", ZH: "签约", EN: "Signed", Type: TypeDate},
		{Name: "started", ZH: "开工", EN: "Started", Type: TypeDate},
		{Name: "trial", ZH: "试产", EN: "Trial", Type: TypeDate},
		{Name: "completed", ZH: "竣工", EN: "Completed", Type: TypeDate},
		{Name: "produced", ZH: "投产", EN: "In production", Type: TypeDate},
		{Name: "start_due", ZH: "计划开工", EN: "Start due", Type: TypeDate},
		{Name: "due", ZH: "计划投产", EN: "Due", Type: TypeDate},
		{Name: "scope", ZH: "建设内容及规模", EN: "What is built, and how large", Type: TypeText},
		{Name: "years", ZH: "起止年限", EN: "Years of building", Type: TypeText},
		{Name: "progress", ZH: "形象进度", EN: "Progress on the ground", Type: TypeText},
		// taken into the statistics of investment; no word of it is no answer
		{Name: "in_statistics", ZH: "是否入库纳统", EN: "In the statistics", Type: TypeBool},
		{Name: "not_in_statistics", ZH: "未纳统原因", EN: "Why not in the statistics", Type: TypeText},
		{Name: "owner", ZH: "责任单位", EN: "Owner", Type: TypeText},
		{Name: "problem", ZH: "存在问题", EN: "Problem", Type: TypeText},
		{Name: "given_up", ZH: "退出", EN: "Given up", Type: TypeDate},
		{Name: "given_up_why", ZH: "退出原因", EN: "Why it was given up", Type: TypeText},
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
	{KindTask, "task", "重点任务", "Task", "What a unit has to do for a chain, by when.", []AttrSpec{
		{Name: "measure", ZH: "具体措施", EN: "Measure", Type: TypeText},
		{Name: "due", ZH: "完成时限", EN: "Due", Type: TypeDate},
		{Name: "progress", ZH: "进展情况", EN: "Progress", Type: TypeText},
		{Name: "done", ZH: "完成", EN: "Done", Type: TypeDate},
	}},
	{KindGap, "gap", "缺口", "Gap", "What a link lacks: derived by rule, decided by people.", []AttrSpec{
		{Name: "kinds", ZH: "类型", EN: "Kinds", Type: TypeList, Terms: GapKinds, Required: true},
		{Name: "weight", ZH: "权重", EN: "Weight", Type: TypeNumber, Required: true, Min: 0, Max: 100},
		{Name: "rule", ZH: "规则", EN: "Rule", Type: TypeText, Required: true},
		{Name: "reason", ZH: "理由", EN: "Reason", Type: TypeText, Required: true},
		{Name: "reason_en", ZH: "理由（英）", EN: "Reason (English)", Type: TypeText},
		{Name: "standing", ZH: "仍成立", EN: "Still derived", Type: TypeBool, Required: true},
		{Name: "status", ZH: "状态", EN: "Status", Type: TypeEnum, Terms: GapStatuses, Required: true},
		{Name: "strategy", ZH: "做法", EN: "Strategy", Type: TypeEnum, Terms: Strategies},
		{Name: "chief", ZH: "链长", EN: "Chief", Type: TypeText},
		{Name: "owner", ZH: "负责单位", EN: "Owner", Type: TypeText},
		{Name: "due", ZH: "期限", EN: "Due", Type: TypeDate},
		{Name: "decision", ZH: "决定说明", EN: "Decision", Type: TypeText},
		{Name: "decided_on", ZH: "决定日期", EN: "Decided on", Type: TypeDate},
		{Name: "decided_kinds", ZH: "决定时的类型", EN: "Kinds when decided", Type: TypeList, Terms: GapKinds},
		{Name: "decided_weight", ZH: "决定时的权重", EN: "Weight when decided", Type: TypeNumber, Min: 0, Max: 100},
	}},
	{KindComment, "comment", "意见", "Comment", "What somebody said of a gap; never changed afterwards.", []AttrSpec{
		{Name: "text", ZH: "内容", EN: "Text", Type: TypeText, Required: true},
		{Name: "said_by", ZH: "谁", EN: "By", Type: TypeText, Required: true},
		{Name: "said_at", ZH: "何时", EN: "At", Type: TypeText, Required: true},
	}},
	{
		KindSearch,
		"search",
		"查找",
		"Search",
		"That somebody looked for makers at a link and found none; never changed afterwards.",
		[]AttrSpec{
			{Name: "looked_on", ZH: "查找日期", EN: "Looked on", Type: TypeDate, Required: true},
			{Name: "where", ZH: "查了哪里", EN: "Where", Type: TypeText, Required: true},
			{Name: "looked_by", ZH: "谁查的", EN: "By", Type: TypeText, Required: true},
		},
	},
	{
		KindWeights,
		"weights",
		"权重设置",
		"Weights",
		"How much each part of a score counts, as people have set it; what is not given stands at its default.",
		[]AttrSpec{
			{
				Name: "gap_pull",
				ZH:   "缺口：牵动",
				EN:   "Gap: pull",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "gap_reach", ZH: "缺口：传导", EN: "Gap: reach", Type: TypeNumber, Max: 100},
			{
				Name: "gap_uptake",
				ZH:   "缺口：承接",
				EN:   "Gap: uptake",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "gap_lack", ZH: "缺口：缺失", EN: "Gap: lack", Type: TypeNumber, Max: 100},
			{
				Name: "gap_unproven",
				ZH:   "未证实企业折扣",
				EN:   "Factor of an unproven enterprise",
				Type: TypeNumber,
				Max:  1,
			}, {Name: "gap_two_hops", ZH: "两步折扣", EN: "Factor two hops away", Type: TypeNumber, Max: 1},
			{
				Name: "gap_one_off",
				ZH:   "设备与服务折扣",
				EN:   "Factor of equipment and services",
				Type: TypeNumber,
				Max:  1,
			}, {Name: "gap_band_2", ZH: "规模第 2 档起点", EN: "Second band of size", Type: TypeNumber, Unit: "亿元", Max: 1e6},
			{
				Name: "gap_band_3",
				ZH:   "规模第 3 档起点",
				EN:   "Third band of size",
				Type: TypeNumber,
				Unit: "亿元",
				Max:  1e6,
			}, {Name: "gap_band_4", ZH: "规模第 4 档起点", EN: "Fourth band of size", Type: TypeNumber, Unit: "亿元", Max: 1e6},
			{
				Name: "gap_band_5",
				ZH:   "规模第 5 档起点",
				EN:   "Fifth band of size",
				Type: TypeNumber,
				Unit: "亿元",
				Max:  1e6,
			}, {Name: "gap_missing", ZH: "缺失：缺", EN: "Lack: missing", Type: TypeNumber, Max: 1},
			{
				Name: "gap_weak",
				ZH:   "缺失：弱",
				EN:   "Lack: weak",
				Type: TypeNumber,
				Max:  1,
			}, {Name: "gap_outside", ZH: "缺失：圈", EN: "Lack: outside", Type: TypeNumber, Max: 1},
			{
				Name: "choke_users",
				ZH:   "卡点：至少供给环节",
				EN:   "Chokepoint: links fed",
				Type: TypeInt,
				Min:  1,
				Max:  100,
			}, {Name: "choke_few_makers", ZH: "卡点：须国内厂家少", EN: "Chokepoint: few makers", Type: TypeBool},
			{
				Name: "criticality_must_pass",
				ZH:   "关键度：必停",
				EN:   "Criticality: stops",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "criticality_reach", ZH: "关键度：触达", EN: "Criticality: reach", Type: TypeNumber, Max: 100},
			{
				Name: "criticality_enterprises",
				ZH:   "关键度：企业",
				EN:   "Criticality: enterprises",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "criticality_betweenness", ZH: "关键度：居间", EN: "Criticality: betweenness", Type: TypeNumber, Max: 100},
			{
				Name: "target_criticality",
				ZH:   "目标：关键度",
				EN:   "Target: criticality",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "target_relatedness", ZH: "目标：关联度", EN: "Target: relatedness", Type: TypeNumber, Max: 100},
			{
				Name: "target_demand",
				ZH:   "目标：需求",
				EN:   "Target: demand",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "target_policy", ZH: "目标：政策", EN: "Target: policy", Type: TypeNumber, Max: 100},
			{Name: "target_least", ZH: "目标：分项下限", EN: "Target: least of a part", Type: TypeNumber, Min: 0.001, Max: 1},
			{
				Name: "candidate_match",
				ZH:   "候选：匹配",
				EN:   "Candidate: match",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "candidate_tie", ZH: "候选：关联", EN: "Candidate: tie", Type: TypeNumber, Max: 100},
			{
				Name: "candidate_near",
				ZH:   "候选：邻近",
				EN:   "Candidate: nearness",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "candidate_scale", ZH: "候选：规模", EN: "Candidate: scale", Type: TypeNumber, Max: 100},
			{
				Name: "candidate_region",
				ZH:   "候选：区域",
				EN:   "Candidate: region",
				Type: TypeNumber,
				Max:  100,
			}, {Name: "candidate_expansion", ZH: "候选：扩产", EN: "Candidate: expansion", Type: TypeNumber, Max: 100},
			{Name: "candidate_policy", ZH: "候选：政策", EN: "Candidate: policy", Type: TypeNumber, Max: 100},
			{
				Name: "candidate_local",
				ZH:   "区域：本市",
				EN:   "Region: local",
				Type: TypeNumber,
				Max:  1,
			}, {Name: "candidate_circle", ZH: "区域：都市圈", EN: "Region: circle", Type: TypeNumber, Max: 1},
			{
				Name: "candidate_province",
				ZH:   "区域：省内",
				EN:   "Region: province",
				Type: TypeNumber,
				Max:  1,
			}, {Name: "candidate_preferred", ZH: "区域：重点区域", EN: "Region: preferred", Type: TypeNumber, Max: 1},
			{Name: "candidate_elsewhere", ZH: "区域：其他", EN: "Region: elsewhere", Type: TypeNumber, Max: 1},
		},
	},
	{
		KindFigure,
		"figure",
		"数据",
		"Figure",
		"One figure about one thing, with its own source; conflicting figures stand side by side.",
		[]AttrSpec{
			{Name: "measure", ZH: "指标", EN: "Measure", Type: TypeEnum, Terms: Measures, Required: true},
			{Name: "value", ZH: "数值", EN: "Value", Type: TypeNumber},
			{Name: "unit", ZH: "单位", EN: "Unit", Type: TypeText},
			{Name: "period", ZH: "期间", EN: "Period", Type: TypeText},
			{Name: "text", ZH: "原文意思", EN: "Text", Type: TypeText},
			{Name: "owner", ZH: "责任单位", EN: "Owner", Type: TypeText}, // of a target: who answers for it
			{Name: "visibility", ZH: "公开程度", EN: "Visibility", Type: TypeEnum, Terms: Visibilities},
			{Name: "band", ZH: "档位", EN: "Band", Type: TypeEnum, Terms: Bands},
		},
	},
	{KindSource, "source", "来源", "Source", "A document, article or body of knowledge that facts rest on.", []AttrSpec{
		{Name: "publisher", ZH: "发布者", EN: "Publisher", Type: TypeText},
		{Name: "url", ZH: "网址", EN: "Address", Type: TypeURL},
		{Name: "published", ZH: "发布日期", EN: "Published", Type: TypeDate},
		{Name: "note", ZH: "说明", EN: "Note", Type: TypeText},
	}},
}
