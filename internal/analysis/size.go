package analysis

import (
	"fmt"
	"strconv"

	"chainchief/graph"
)

// aboveScale is what an enterprise above scale 规上 turns over in a year at the least, 亿元.
const aboveScale = .2

// sizes are those of enterprises, 亿元, by id; one that is missing is unknown.
type sizes map[graph.ID]float64

// Size is how large an enterprise is, as far as it is on record, 亿元: the largest of what is invested, its output and
// its sales, also planned ones, and the least that a verified level stands for. Of several figures of one thing, as of
// several years, the largest counts; what its projects have is added up, beside what is said of it as a whole. False
// when nothing says.
func (f *Findings) Size(enterprise graph.ID) (float64, bool) {
	size, known := keptOnGround(f, measureSizes)[enterprise]
	return size, known
}

func measureSizes(f *Findings) sizes {
	s := f.Snapshot
	out := sizes{}
	for _, e := range s.Of(graph.KindEnterprise) {
		projects := map[string]float64{}
		for _, n := range s.Heads(e.ID, graph.Runs) {
			for measure, most := range moneyOf(s, n.ID) {
				projects[measure] += most
			}
		}
		size := 0.0
		for _, of := range []map[string]float64{moneyOf(s, e.ID), projects} {
			size = max(size, of["investment"], of["output"], of["sales"])
		}
		for _, level := range graph.EnterpriseOf(e).Levels() {
			if level == graph.LevelAboveScale {
				size = max(size, aboveScale)
			}
		}
		if size > 0 {
			out[e.ID] = size
		}
	}
	return out
}

// moneyOf are the largest figures on record about one thing, 亿元, by measure.
func moneyOf(s *graph.Snapshot, thing graph.ID) map[string]float64 {
	most := map[string]float64{}
	for _, n := range s.Tails(thing, graph.About) {
		if n.Kind != graph.KindFigure || !n.Prov.Confidence.Evidenced() {
			continue
		}
		figure := graph.FigureOf(n)
		if value, known := amountOf(figure, s.Node(thing)); known {
			most[figure.Measure()] = max(most[figure.Measure()], value)
		}
	}
	return most
}

// amountOf is what a figure counts, 亿元. A confidential one counts as the lower end of its band, whoever asks, so that
// everybody reads the same findings; below the first end as the middle there, for a firm of that size is known.
func amountOf(f graph.Figure, about *graph.Node) (float64, bool) {
	band := f.Band()
	if !f.Confidential(about) || band == "" {
		return f.Money()
	}
	if band == graph.Bands[0].Code {
		band = graph.Bands[1].Code
		least, err := strconv.ParseFloat(band, 64)
		return least / 2, err == nil
	}
	least, err := strconv.ParseFloat(band, 64)
	return least, err == nil
}

// bands are the five bands of size by their lower ends, 亿元; the first has none.
func (w GapWeights) bands() [4]float64 { return [4]float64{w.Band2, w.Band3, w.Band4, w.Band5} }

// band is that of enterprises of together so much, 1 to 5; 0 when there is none. It asks for the sum, so that a firm
// that is split in two weighs what it weighed.
func (w GapWeights) band(sum float64, firms int) int {
	if firms == 0 {
		return 0
	}
	band := 1
	for _, least := range w.bands() {
		if sum >= least*(1-1e-9) { // a sum that is reached but for rounding is reached
			band++
		}
	}
	return band
}

// whole is the highest band.
const whole = 5

// pull is the value of enterprises in the part of pull, 0 to 1.
func (w GapWeights) pull(list []pulled) float64 {
	return float64(w.band(sumOf(list), len(list))) / whole
}

// pullWhy says how many enterprises there are, of how many the size is known, and the band.
func (w GapWeights) pullWhy(list []pulled) Words {
	known := 0
	for _, p := range list {
		if p.known {
			known++
		}
	}
	band := w.band(sumOf(list), len(list))
	if band == 0 {
		return Words{"两步之内没有本地企业", "no local enterprise within two steps"}
	}
	zh := fmt.Sprintf("本环节和两步之内的本地企业 %d 家，", len(list))
	en := counted(len(list), "local enterprise", "local enterprises") + " on it or within two steps, "
	if known == 0 {
		return Words{zh + "规模均未知，按最低一档计", en + "none of known size: the lowest band"}
	}
	zh += fmt.Sprintf("%d 家规模有据（含计划数），折算合计 %.1f 亿元，第 %d 档（共 5 档）", known, sumOf(list), band)
	en += fmt.Sprintf(
		"%d of known size, plans among it, %.1f hundred million yuan in all after distance: band %d of 5",
		known,
		sumOf(list),
		band,
	)
	if unknown := len(list) - known; unknown > 0 {
		zh += fmt.Sprintf("；%d 家规模未知，未计入", unknown)
		en += fmt.Sprintf("; %d of unknown size, not counted", unknown)
	}
	return Words{zh, en}
}
