package lists

import (
	"cmp"
	"maps"

	"chainchief/graph"
)

// figure takes a cell as a figure about the thing of the row: it corrects the one of the same period, and of another
// period it is another.
func (t *taker) figure(about graph.Node, column int, prov graph.Provenance) {
	c := t.sent.List.Columns[column]
	p := c.path
	var value float64
	unit := c.Unit
	if all := Amounts(t.text(column)); unit == "" && len(all) == 1 && !all[0].Range() {
		value, unit = all[0].Value, all[0].Unit
	} else {
		var ok bool
		if value, ok = t.number(column, t.text(column)); !ok {
			return
		}
	}
	period := graph.Date("")
	for i, other := range t.sent.List.Columns {
		if q := other.path; q.plain == "period" && q.attr == p.attr && q.stand == p.stand && t.text(i) != "" {
			var ok bool
			if period, ok = t.date(i, t.text(i)); !ok {
				return
			}
		}
	}
	prov.ValueKind = p.stand
	key := about.ID.Key() + "-" + p.attr + "-" + string(p.stand)
	if period != "" {
		key += "-" + string(period)
	}
	n := graph.Node{ID: graph.NewID(graph.KindFigure, graph.KeyOf(key)), Kind: graph.KindFigure}
	n.Name = about.Name + " " + graph.Words(graph.Measures, p.attr, "zh")
	n.NameEN = cmp.Or(about.NameEN, about.Name) + " " + graph.Words(graph.Measures, p.attr, "en")
	if newest := t.is.newest(about.ID, p); newest != nil && (period == "" || graph.FigureOf(newest).Period() == period) {
		n = *t.whole.Node(newest.ID)
	} else if stands := t.whole.Node(n.ID); stands != nil {
		n = *stands
	}
	n.Attrs = maps.Clone(n.Attrs)
	if n.Attrs == nil {
		n.Attrs = graph.Attrs{}
	}
	n.Attrs["measure"], n.Attrs["value"] = p.attr, value
	delete(n.Attrs, "band") // was of the value before
	period = cmp.Or(period, graph.FigureOf(&n).Period())
	for name, text := range map[string]string{"unit": unit, "period": string(period)} {
		if delete(n.Attrs, name); text != "" {
			n.Attrs[name] = text
		}
	}
	n.Prov, n.Place = prov, &graph.Place{File: t.sent.File, Row: t.row.Row}
	tie := graph.RelationKey{Type: graph.About, From: n.ID, To: about.ID}
	t.would.nodes = append(t.would.nodes, &n)
	t.would.rels = append(t.would.rels, &graph.Relation{RelationKey: tie, Prov: prov, Place: n.Place})
}

// banded tells whether a cell holds a band, as whoever may not read a figure is given: that says nothing new.
func banded(text string) bool {
	_, known := coded(graph.Bands, text)
	return known
}

// periodAlone refuses a period without the figure that is of it.
func (t *taker) periodAlone(column int) {
	p := t.sent.List.Columns[column].path
	for i, c := range t.sent.List.Columns {
		if q := c.path; q.plain == "figure" && q.attr == p.attr && q.stand == p.stand && t.text(i) != "" {
			return
		}
	}
	t.report(column, "cell.period_alone", "the period stands without its figure", "fill in the figure that is of it")
}
