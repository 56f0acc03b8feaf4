package exchange

import (
	"strings"

	"chainchief/graph"
)

// regions are the provinces by the place names that registered names of firms begin with.
var regions = map[string][]string{
	"北京": {
		"北京",
	}, "天津": {"天津"}, "上海": {"上海"}, "重庆": {"重庆"}, "河北": {"河北", "石家庄", "唐山", "保定"}, "山西": {"山西", "太原"}, "内蒙古": {"内蒙古", "包头"},
	"辽宁": {
		"辽宁",
		"沈阳",
		"大连",
		"鞍山",
	}, "吉林": {"吉林", "长春"}, "黑龙江": {"黑龙江", "哈尔滨"}, "江苏": {"江苏", "南京", "苏州", "无锡", "常州", "南通", "徐州", "扬州", "镇江", "张家港"},
	"浙江": {
		"浙江",
		"杭州",
		"宁波",
		"温州",
		"嘉兴",
		"湖州",
		"绍兴",
		"台州",
	}, "安徽": {"安徽", "合肥", "芜湖", "马鞍山"}, "福建": {"福建", "福州", "厦门", "泉州"}, "江西": {"江西", "南昌", "赣州"},
	"山东": {
		"山东",
		"济南",
		"青岛",
		"烟台",
		"潍坊",
		"威海",
		"淄博",
	}, "河南": {"河南", "郑州", "洛阳"}, "湖北": {"湖北", "武汉", "襄阳", "宜昌", "荆州", "黄石", "鄂州", "黄冈", "孝感", "咸宁", "仙桃", "天门", "潜江"},
	"湖南": {
		"湖南",
		"长沙",
		"株洲",
	}, "广东": {"广东", "广州", "深圳", "佛山", "东莞", "珠海", "惠州", "中山", "汕头"}, "广西": {"广西", "柳州"}, "海南": {"海南", "海口"},
	"四川": {"四川", "成都", "绵阳"},
	"贵州": {
		"贵州",
		"贵阳",
	}, "云南": {"云南", "昆明"}, "西藏": {"西藏"}, "陕西": {"陕西", "西安"}, "甘肃": {"甘肃", "兰州"}, "青海": {"青海"}, "宁夏": {"宁夏", "银川"},
	"新疆": {"新疆"},
}

// whereabouts reads from the place that a firm's registered name begins with how far it is and its province; without
// one, only that it is in the country. A seat says nothing of where a firm produces.
func whereabouts(city graph.City, name string) (reach, region string) {
	for province, places := range regions {
		for _, place := range places {
			if strings.HasPrefix(name, place) {
				region = province
			}
		}
	}
	switch {
	case city.IsHere(name):
		return "local", region
	case city.IsNear(name):
		return "circle", region
	case region != "" && region == city.Province("zh"):
		return "province", region
	}
	return "country", region
}
