package analysis

import "chainchief/graph"

// RegionClass is how near a candidate is, for the part of region.
type RegionClass string

// The classes, nearest first.
const (
	RegionLocal     RegionClass = "local"
	RegionCircle    RegionClass = "circle"
	RegionProvince  RegionClass = "province"
	RegionPreferred RegionClass = "preferred" // a region where the city looks for investment
	RegionElsewhere RegionClass = "elsewhere"
	RegionUnknown   RegionClass = ""
)

// RegionClasses are the classes with their words; graph.City.Named puts in the name of the circle.
var RegionClasses = []graph.Term{
	{
		Code: string(RegionLocal),
		ZH:   "本市",
		EN:   "Local",
	}, {Code: string(RegionCircle), ZH: "都市圈", EN: "Circle"},
	{Code: string(RegionProvince), ZH: "省内", EN: "In the province"},
	{
		Code: string(RegionPreferred),
		ZH:   "重点区域",
		EN:   "Preferred region",
	}, {Code: string(RegionElsewhere), ZH: "其他地区", EN: "Elsewhere"},
}
