package analysis

import (
	"fmt"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/analysis/relatedness"
)

// leastPeers is how many cities, and how many things that they do, make a matrix worth reading.
const leastPeers = 3

// peers is what the snapshot holds of peer cities. Without a space, why says why relatedness cannot rest on them.
type peers struct {
	space *relatedness.Space
	own   int // the row of our own city
	why   Words
}

// findPeers measures the matrix of peer cities.
func findPeers(s *graph.Snapshot) (peers, error) {
	cells := cityCells(s)
	if len(cells) == 0 {
		return peers{
			why: Words{"没有导入对标城市数据，单一城市不能用城市矩阵", "no peer cities are imported, and one city alone makes no matrix of cities"},
		}, nil
	}
	if why := mixed(cells); why != (Words{}) {
		return peers{why: why}, nil
	}
	space, err := relatedness.New(relatedness.CityProduct(s))
	if err != nil {
		return peers{}, err
	}
	space.Basis = cityBasis(space, cells)
	if len(space.Rows) < leastPeers || len(space.Columns) < leastPeers {
		return peers{
			why: Words{fmt.Sprintf("对标数据中有数值的只有 %d 座城市、%d 种产品或环节，至少各需 %d", len(space.Rows), len(space.Columns), leastPeers),
				fmt.Sprintf(
					"the data of peer cities hold figures of %d cities and %d products or links only; %d of each are needed",
					len(space.Rows),
					len(space.Columns),
					leastPeers,
				)},
		}, nil
	}
	if city := graph.CityOf(s).Place; city != nil {
		if own, there := space.Row(string(city.ID)); there {
			return peers{space: space, own: own}, nil
		}
	}
	return peers{why: Words{"对标数据中没有本市的数值", "the data of peer cities hold no figure of our own city"}}, nil
}

// cityCells are the figures of cities, ordered by city and thing.
func cityCells(s *graph.Snapshot) []*graph.Relation {
	var cells []*graph.Relation
	for i := range s.Relations() {
		if r := &s.Relations()[i]; r.Type == graph.Produces {
			cells = append(cells, r)
		}
	}
	return cells
}

// mixed says that the figures do not have one measure, unit and period: then they make no matrix.
func mixed(cells []*graph.Relation) Words {
	var zh, en []string
	seen := map[Words]bool{}
	for _, r := range cells {
		w := measured(r)
		if !seen[w] {
			seen[w] = true
			zh, en = append(zh, w.ZH), append(en, w.EN)
		}
	}
	if len(zh) == 1 {
		return Words{}
	}
	return Words{
		"对标城市数据口径不一（" + strings.Join(zh, "；") + "），不能合成一个矩阵",
		"the data of peer cities have several measures (" + strings.Join(en, "; ") + ") and make no one matrix",
	}
}

// measured names period, measure and unit of a figure.
func measured(r *graph.Relation) Words {
	measure, unit, period := graph.OutputOf(r).Measure(), graph.OutputOf(r).Unit(), string(r.Prov.AsOf)
	year := period + " "
	if len(period) == len("2025") {
		year += "年"
	}
	return Words{
		year + graph.Words(graph.Measures, measure, "zh") + "，" + unit,
		period + ", " + strings.ToLower(graph.Words(graph.Measures, measure, "en")) + ", " + unit,
	}
}

// cityBasis names a matrix of cities with its size, measure and period.
func cityBasis(space *relatedness.Space, cells []*graph.Relation) relatedness.Basis {
	words := measured(cells[0])
	if slices.ContainsFunc(cells, func(r *graph.Relation) bool { return !r.Prov.Confidence.Settled() }) {
		words.ZH, words.EN = words.ZH+"，含待核实数据", words.EN+", some still to be verified"
	}
	products := 0
	for _, id := range space.Columns {
		if kind, _ := graph.ID(id).Kind(); kind == graph.KindProduct {
			products++
		}
	}
	var zh, en []string
	if products > 0 {
		zh, en = append(zh, fmt.Sprintf("%d 种产品", products)), append(en, fmt.Sprintf("%d products", products))
	}
	if links := len(space.Columns) - products; links > 0 {
		zh, en = append(zh, fmt.Sprintf("%d 个环节", links)), append(en, fmt.Sprintf("%d links", links))
	}
	return relatedness.Basis{
		Code: relatedness.CityProductBasis.Code,
		ZH:   fmt.Sprintf("%d 座城市×%s（%s）", len(space.Rows), strings.Join(zh, "、"), words.ZH),
		EN:   fmt.Sprintf("%d cities × %s (%s)", len(space.Rows), strings.Join(en, " and "), words.EN),
	}
}
