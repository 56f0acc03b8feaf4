package identity

import "strings"

// cities are those of each province that registered names of firms begin with.
var cities = map[string]string{
	"北京":  "",
	"天津":  "",
	"上海":  "",
	"重庆":  "",
	"河北":  "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
	"山西":  "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
	"内蒙古": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔",
	"辽宁":  "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛",
	"吉林":  "长春 四平 辽源 通化 白山 松原 白城 延边",
	"黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 大庆 伊春 佳木斯 牡丹江 绥化",
	"江苏":  "南京 苏州 无锡 常州 南通 徐州 扬州 镇江 泰州 盐城 淮安 连云港 宿迁 张家港 昆山 江阴 常熟 太仓",
	"浙江":  "杭州 宁波 温州 嘉兴 湖州 绍兴 台州 金华 衢州 舟山 丽水 义乌",
	"安徽":  "合肥 芜湖 马鞍山 蚌埠 淮南 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
	"福建":  "福州 厦门 泉州 漳州 莆田 三明 南平 龙岩 宁德",
	"江西":  "南昌 赣州 九江 景德镇 萍乡 新余 鹰潭 吉安 宜春 抚州 上饶",
	"山东":  "济南 青岛 烟台 潍坊 威海 淄博 枣庄 东营 济宁 泰安 日照 临沂 德州 聊城 滨州 菏泽",
	"河南":  "郑州 洛阳 开封 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源",
	"湖北":  "武汉 襄阳 宜昌 荆州 荆门 黄石 鄂州 黄冈 孝感 咸宁 随州 十堰 恩施 仙桃 天门 潜江",
	"湖南":  "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底",
	"广东":  "广州 深圳 佛山 东莞 珠海 惠州 中山 汕头 江门 湛江 茂名 肇庆 梅州 汕尾 河源 阳江 清远 潮州 揭阳 云浮 韶关",
	"广西":  "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色",
	"海南":  "海口 三亚",
	"四川":  "成都 绵阳 自贡 攀枝花 泸州 德阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安",
	"贵州":  "贵阳 遵义 六盘水 安顺 毕节 铜仁",
	"云南":  "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 大理",
	"西藏":  "拉萨 日喀则",
	"陕西":  "西安 宝鸡 咸阳 渭南 铜川 延安 汉中 榆林 安康",
	"甘肃":  "兰州 嘉峪关 金昌 白银 天水 武威 张掖 酒泉",
	"青海":  "西宁 海东",
	"宁夏":  "银川 石嘴山 吴忠",
	"新疆":  "乌鲁木齐 克拉玛依 昌吉 哈密 石河子",
}

// Region is where a name or a place says that a firm is: a province, or a city with its province. Empty: unknown.
type Region struct{ Province, City string }

// places are all of them by their word.
var places = func() map[string]Region {
	all := map[string]Region{}
	for province, of := range cities {
		all[province] = Region{Province: province}
		for _, city := range strings.Fields(of) {
			all[city] = Region{province, city}
		}
	}
	return all
}()

// longestPlace is the number of characters of the longest word for a place.
const longestPlace = 4

// RegionOf reads the place that a text begins with, and gives what follows it.
func RegionOf(text string) (r Region, rest string) {
	letters := []rune(text)
	for n := min(longestPlace, len(letters)); n >= 2; n-- {
		found, known := places[string(letters[:n])]
		if !known {
			continue
		}
		rest = string(letters[n:])
		for _, word := range []string{"省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区"} {
			if cut, has := strings.CutPrefix(rest, word); has {
				rest = cut
				break
			}
		}
		if found.City == "" { // a province may be followed by a city of it
			if city, after := RegionOf(rest); city.Province == found.Province && city.City != "" {
				return city, after
			}
		}
		return found, rest
	}
	return Region{}, text
}

// Known tells whether anything is said.
func (r Region) Known() bool { return r.Province != "" }

// Differs tells whether two regions cannot both be true: a province and a city of it can.
func (r Region) Differs(other Region) bool {
	if !r.Known() || !other.Known() {
		return false
	}
	return r.Province != other.Province || r.City != "" && other.City != "" && r.City != other.City
}

// and is the narrower of two that do not differ; the first when they do.
func (r Region) and(other Region) Region {
	if !r.Known() || other.City != "" && r.City == "" && !r.Differs(other) {
		return other
	}
	return r
}

func (r Region) String() string { return r.Province + r.City }
