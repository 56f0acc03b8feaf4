package graph

// The codes of the lists of terms that code compares by name. The words stand in the lists (kinds.go); a test holds
// each code against its list.

// Codes of Stages.
const (
	StageUpstream   = "upstream"
	StageMidstream  = "midstream"
	StageDownstream = "downstream"
	StageSupport    = "support"
)

// Codes of LinkLevels.
const (
	LinkLane   = "lane"
	LinkGroup  = "group"
	LinkLowest = "link"
)

// Codes of Steps.
const (
	StepPlanned    = "planned"
	StepSigned     = "signed"
	StepBuilding   = "building"
	StepTrial      = "trial"
	StepProduction = "production"
	StepStopped    = "stopped"
	StepUnknown    = "unknown"
)

// Codes of Roles.
const (
	RoleMaker     = "maker"
	RoleSeller    = "seller"
	RoleUser      = "user"
	RoleDeveloper = "developer"
	RoleCarrier   = "carrier"
	RoleService   = "service"
)

// Codes of Levels.
const (
	LevelNamed       = "named"
	LevelLead        = "lead"
	LevelAboveScale  = "above_scale"
	LevelSpecialised = "specialised"
	LevelLittleGiant = "little_giant"
	LevelChampion    = "champion"
	LevelHighTech    = "high_tech"
)

// Codes of GapKinds.
const (
	GapMissing    = "missing"
	GapWeak       = "weak"
	GapChokepoint = "chokepoint"
	GapBlocked    = "blocked"
)

// Codes of FeedKinds.
const (
	FeedRecurrent = "recurrent"
	FeedCapital   = "capital"
	FeedService   = "service"
	FeedOutlet    = "outlet"
)

// Codes of Restrictions.
const (
	RestrictedWhole = "restricted"
	RestrictedSite  = "site"
)

// Codes of GapStatuses.
const (
	GapProposed   = "proposed"
	GapConfirmed  = "confirmed"
	GapDismissed  = "dismissed"
	GapAssigned   = "assigned"
	GapInProgress = "in_progress"
	GapClosed     = "closed"
)

// Codes of Strategies.
const (
	StrategyFill       = "fill"
	StrategyStrengthen = "strengthen"
	StrategyExtend     = "extend"
)

// Codes of ContactStages.
const (
	ContactLead     = "lead" // a card begins here
	ContactMade     = "contact"
	ContactTalks    = "talks"
	ContactSigned   = "signed"
	ContactLanded   = "landed"
	ContactRejected = "rejected" // not proposed again
)

// Codes of MatchReviews.
const (
	MatchProposed  = "proposed" // nobody has looked at it, or somebody took a review back
	MatchConfirmed = "confirmed"
	MatchRejected  = "rejected"
)

// Codes of Supplies and Substitutes.
const (
	SupplyFew      = "few"
	SubstituteNone = "none"
)

// Codes of ParkKinds.
const (
	ParkCity     = "city"
	ParkDistrict = "district"
	ParkZone     = "zone"
	ParkPark     = "park"
	ParkPlanning = "planning"
	ParkPlace    = "place"
)

// EnterpriseCarrier is the code of EnterpriseKinds for who runs a park.
const EnterpriseCarrier = "carrier"

// Codes of MatchMethods.
const (
	MethodExact      = "exact"
	MethodNormalised = "normalised"
	MethodTree       = "tree"
	MethodWider      = "wider"
)

// Codes of TwinMethods.
const (
	TwinStated = "stated" // by people, or by whoever brought it in; the program leaves it alone
	TwinCredit = "credit_code"
	TwinListed = "listed_code"
	TwinFull   = "registered_name"
	TwinName   = "name" // a guess
)

// Codes of Measures that have a place of their own in a drawing, or are confidential of a single firm.
const (
	MeasureInvestment  = "investment"
	MeasureCapacity    = "capacity"
	MeasureOutput      = "output"
	MeasureSales       = "sales"
	MeasureProfit      = "profit"
	MeasureTax         = "tax"
	MeasureElectricity = "electricity"
	MeasureUpgrading   = "upgrading"
	MeasureTrade       = "trade"
	MeasureAnnual      = "annual"   // what a project is to take, or took, in the year of its period
	MeasureInvested    = "invested" // what it has taken to the end of its period
)

// VisibilityConfidential is the code of Visibilities for what only some may read exactly.
const VisibilityConfidential = "confidential"

// ProjectUpgrade is the code of ProjectKinds for a project whose investment is one in upgrading.
const ProjectUpgrade = "upgrade"

// Codes of Reaches.
const (
	ReachLocal    = "local"
	ReachCircle   = "circle"
	ReachProvince = "province"
	ReachCountry  = "country"
)

// Codes of Standings.
const (
	StandingAnnounced = "announced"
	StandingCluster   = "cluster"
	StandingDisputed  = "disputed"
)
