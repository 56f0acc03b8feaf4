package seeds

import (
	"cmp"
	"fmt"
	"strings"

	"chainchief/graph"
)

func (r *reader) sources() {
	r.rows(sourcesTable, func(w row) {
		id := graph.NewID(graph.KindSource, w.get("key"))
		prov := graph.Provenance{
			Source:     id,
			AsOf:       graph.Date(w.get("published")),
			Confidence: graph.Confidence(w.get("grade")),
		}
		r.add(graph.Node{
			ID:    id,
			Kind:  graph.KindSource,
			Name:  w.get("title"),
			Attrs: w.texts(graph.Attrs{}, "publisher", "url", "published", "note"),
			Prov:  prov,
			Place: w.place(""),
		})
	})
}

func (r *reader) parks() {
	var rows []row
	r.rows(parksTable, func(w row) {
		attrs := w.texts(graph.Attrs{}, "kind", "code", "restriction", "note")
		for _, name := range []string{"lon", "lat", "accuracy_km"} {
			if n, ok := w.number(name); ok {
				attrs[name] = n
			}
		}
		if n, ok := attrs["accuracy_km"].(float64); ok && n > 0.5 {
			attrs["approximate"] = true
		}
		r.add(graph.Node{
			ID:     graph.NewID(graph.KindPark, w.get("key")),
			Kind:   graph.KindPark,
			Name:   w.get("name"),
			NameEN: w.get("name_en"),
			Attrs:  attrs,
			Prov:   w.prov(),
			Place:  w.place(""),
		})
		rows = append(rows, w)
	})
	r.home = map[string]string{}
	for _, w := range rows {
		if within := w.get("within"); within != "" {
			if to, ok := w.ref("within", graph.KindPark, within); ok {
				r.home[w.get("key")] = within
				r.join(graph.LocatedIn, graph.NewID(graph.KindPark, w.get("key")), to, w.prov(), w.place("within"), nil)
			}
		}
		for _, chain := range w.list("hosts") {
			prov := w.prov()
			prov.Confidence = graph.Confidence(w.get("hosts_confidence"))
			r.join(
				graph.Hosts,
				graph.NewID(graph.KindPark, w.get("key")),
				graph.NewID(graph.KindChain, chain),
				prov,
				w.place("hosts"),
				nil,
			)
		}
	}
}

// reach says how far a place is, by what it lies in: the city, the metropolitan circle, the province, or neither. A
// place that is not known counts as far.
func (r *reader) reach(park string) string {
	for steps := 0; park != "" && steps < 20; steps++ {
		if reach := r.near[park]; reach != "" {
			return reach
		}
		park = r.home[park]
	}
	return "country"
}

func (r *reader) enterprises() {
	var rows []row
	r.rows(enterprisesTable, func(w row) {
		attrs := w.texts(
			graph.Attrs{"reach": r.reach(w.get("located_in"))},
			"short_name",
			"credit_code",
			"listed_code",
			"kind",
			"note",
		)
		levels(attrs, w.list("levels"))
		r.add(graph.Node{
			ID:      graph.NewID(graph.KindEnterprise, w.get("key")),
			Kind:    graph.KindEnterprise,
			Name:    w.get("name"),
			NameEN:  w.get("name_en"),
			Aliases: w.list("aliases"),
			Attrs:   attrs,
			Prov:    w.prov(),
			Place:   w.place(""),
		})
		rows = append(rows, w)
	})
	for _, w := range rows {
		id := graph.NewID(graph.KindEnterprise, w.get("key"))
		w.tie(graph.LocatedIn, id, "located_in", graph.KindPark, w.get("located_confidence"))
		w.tie(graph.RegisteredIn, id, "registered_in", graph.KindPark, "")
		w.tie(graph.SubsidiaryOf, id, "group", graph.KindEnterprise, "")
	}
}

// tie joins the row's node to the one that a cell names, if it names one; confidence overrides the row's.
func (w row) tie(t graph.RelationType, from graph.ID, column string, kind graph.Kind, confidence string) {
	key := w.get(column)
	if key == "" {
		return
	}
	to, ok := w.ref(column, kind, key)
	if !ok {
		return
	}
	prov := w.prov()
	if confidence != "" {
		prov.Confidence = graph.Confidence(confidence)
	}
	w.r.join(t, from, to, prov, w.place(column), nil)
}

// levels splits verified levels from those with a trailing "?".
func levels(attrs graph.Attrs, items []string) {
	var sure, open []string
	for _, item := range items {
		if level, unverified := strings.CutSuffix(item, "?"); unverified {
			open = append(open, level)
		} else {
			sure = append(sure, level)
		}
	}
	if sure != nil {
		attrs["levels"] = sure
	}
	if open != nil {
		attrs["levels_unverified"] = open
	}
}

// candidates reads outside makers and puts them on the links that name them under makers.
func (r *reader) candidates() {
	byName := map[string]graph.ID{}
	provs := map[graph.ID]graph.Provenance{}
	for _, n := range r.changes.Nodes {
		if n.Kind == graph.KindEnterprise {
			names := append([]string{n.Name, n.Attrs.Text("short_name")}, n.Aliases...)
			for _, name := range names {
				byName[name] = n.ID
			}
		}
	}
	r.rows(candidatesTable, func(w row) {
		id := graph.NewID(graph.KindEnterprise, w.get("key"))
		reach := "country"
		if place := cmp.Or(w.get("plant"), w.get("seat")); place != "" {
			reach = r.reach(place)
		} else if w.yes("circle") {
			reach = "circle"
		} else if region := w.get("region"); region != "" && region == r.province {
			reach = "province"
		}
		attrs := w.texts(graph.Attrs{"reach": reach}, "region", "listed_code", "kind", "note", "veto", "veto_instead")
		r.add(graph.Node{
			ID:      id,
			Kind:    graph.KindEnterprise,
			Name:    w.get("name"),
			NameEN:  w.get("name_en"),
			Aliases: w.list("aliases"),
			Attrs:   attrs,
			Prov:    w.prov(),
			Place:   w.place(""),
		})
		w.tie(graph.LocatedIn, id, "plant", graph.KindPark, "")
		w.tie(graph.RegisteredIn, id, "seat", graph.KindPark, "")
		for _, name := range append(w.list("aliases"), w.get("name")) {
			byName[name] = id
		}
		provs[id] = w.prov()
	})
	for _, m := range r.makers {
		id, ok := byName[m.name]
		if !ok {
			r.report("reference.unknown", &m.at, fmt.Sprintf("there is no maker %q", m.name), "add it to candidates.csv")
			continue
		}
		prov, ok := provs[id]
		if !ok { // an enterprise of enterprises.csv: that it works on this link is still knowledge of the trade
			prov = m.prov
		}
		r.join(graph.OperatesIn, id, m.link, prov, &m.at, graph.Attrs{"role": "maker", "stage": "unknown"})
	}
}

// restrictions reads what policies say against links.
func (r *reader) restrictions() {
	r.rows(restrictionsTable, func(w row) {
		id := graph.NewID(graph.KindPolicy, w.get("policy"))
		policy := w.prov()
		policy.Confidence = graph.Documented // the text is; that it is about these links is said by the row
		r.share(graph.Node{
			ID:     id,
			Kind:   graph.KindPolicy,
			Name:   w.get("name"),
			NameEN: w.get("name_en"),
			Attrs:  w.texts(graph.Attrs{}, "number"),
			Prov:   policy,
			Place:  w.place(""),
		})
		for _, ref := range w.list("links") {
			if to := linkID(ref); r.known(to) {
				r.join(graph.Restricts, id, to, w.prov(), w.place("links"), w.texts(graph.Attrs{}, "rule", "note"))
			} else {
				w.report("links", "reference.unknown", fmt.Sprintf("there is no link %q", ref), "write chain:lane/link")
			}
		}
	})
}

func (r *reader) positions() {
	r.rows(positionsTable, func(w row) {
		from, ok := w.ref("enterprise", graph.KindEnterprise, w.get("enterprise"))
		to := linkID(w.get("link"))
		if !r.known(to) {
			w.report("link", "reference.unknown", fmt.Sprintf("there is no link %q", w.get("link")), "write chain:lane/link")
			ok = false
		}
		if !ok {
			return
		}
		attrs := w.texts(graph.Attrs{}, "role", "stage", "capacity_unit", "note")
		if n, ok := w.number("capacity"); ok {
			attrs["capacity"] = n
		}
		position := graph.Relation{Attrs: attrs}
		if !graph.PositionOf(&position).Makes() && w.get("products") != "" {
			w.report("products", "position.makes_nothing", "who sells or uses what a link yields makes none of it",
				"leave products blank, or write the role of who makes them")
			return
		}
		// What is on record replaces what the trade says.
		r.put(graph.OperatesIn, from, to, w.prov(), w.place(""), attrs)
		share, hasShare := w.number("share")
		for _, name := range w.list("products") {
			id := productID(name)
			r.share(graph.Node{ID: id, Kind: graph.KindProduct, Name: name, Prov: w.prov(), Place: w.place("products")})
			attrs := graph.Attrs{}
			if hasShare {
				attrs["share"] = share
			}
			r.join(graph.Makes, from, id, w.prov(), w.place("products"), attrs)
		}
	})
}

func (r *reader) supplies() {
	r.rows(suppliesTable, func(w row) {
		from, ok := w.ref("from", graph.KindEnterprise, w.get("from"))
		to, ok2 := w.ref("to", graph.KindEnterprise, w.get("to"))
		if !ok || !ok2 {
			return
		}
		attrs := w.texts(graph.Attrs{}, "what", "note")
		// Only a plant's supply on record is SUPPLIES; a group's contract says nothing of the plant here.
		if w.get("standing") == "evidenced" && w.get("level") == "plant" {
			r.join(graph.SuppliesTo, from, to, w.prov(), w.place(""), attrs)
			return
		}
		standing := w.get("standing")
		if standing == "evidenced" {
			standing = "announced"
		}
		attrs["standing"] = standing
		r.join(graph.Announces, from, to, w.prov(), w.place(""), attrs)
	})
}

func (r *reader) projects() {
	r.rows(projectsTable, func(w row) {
		id := graph.NewID(graph.KindProject, w.get("key"))
		attrs := w.texts(
			graph.Attrs{}, "kind", "stage", "signed", "start_due", "started", "trial", "completed", "produced", "due", "scope",
			"years", "progress", "not_in_statistics", "owner", "problem", "given_up", "given_up_why", "note",
		)
		if w.get("in_statistics") != "" {
			attrs["in_statistics"] = w.yes("in_statistics")
		}
		r.add(graph.Node{
			ID:    id,
			Kind:  graph.KindProject,
			Name:  w.get("name"),
			Attrs: attrs,
			Prov:  w.prov(),
			Place: w.place(""),
		})
		for column, party := range map[string]graph.RelationType{
			"enterprise": graph.Runs, "signers": graph.Signs, "investors": graph.InvestsIn,
		} {
			for _, key := range w.list(column) {
				if from, ok := w.ref(column, graph.KindEnterprise, key); ok {
					r.join(party, from, id, w.prov(), w.place(column), nil)
				}
			}
		}
		w.links(graph.Fills, id, "links")
		w.tie(graph.LocatedIn, id, "park", graph.KindPark, "")
	})
}

// links joins the row's node to the links that a cell names.
func (w row) links(t graph.RelationType, from graph.ID, column string) {
	for _, ref := range w.list(column) {
		if to := linkID(ref); w.r.known(to) {
			w.r.join(t, from, to, w.prov(), w.place(column), nil)
		} else {
			w.report(column, "reference.unknown", fmt.Sprintf("there is no link %q", ref), "write chain:lane/link")
		}
	}
}

func (r *reader) units() {
	r.rows(unitsTable, func(w row) {
		r.add(graph.Node{
			ID:     graph.NewID(graph.KindUnit, w.get("key")),
			Kind:   graph.KindUnit,
			Name:   w.get("name"),
			NameEN: w.get("name_en"),
			Prov:   w.prov(),
			Place:  w.place(""),
		})
	})
}

// tasks reads what units have to do. What a task is for is a link, or a chain by its key.
func (r *reader) tasks() {
	r.rows(tasksTable, func(w row) {
		id := graph.NewID(graph.KindTask, w.get("key"))
		r.add(graph.Node{
			ID:    id,
			Kind:  graph.KindTask,
			Name:  w.get("name"),
			Attrs: w.texts(graph.Attrs{}, "measure", "due", "progress", "done"),
			Prov:  w.prov(),
			Place: w.place(""),
		})
		for column, part := range map[string]graph.RelationType{"lead": graph.Coordinates, "units": graph.WorksOn} {
			for _, key := range w.list(column) {
				if from, ok := w.ref(column, graph.KindUnit, key); ok {
					r.join(part, from, id, w.prov(), w.place(column), nil)
				}
			}
		}
		for _, ref := range w.list("about") {
			to := linkID(ref)
			if !strings.Contains(ref, ":") {
				to = graph.NewID(graph.KindChain, ref)
			}
			if !r.known(to) {
				w.report("about", "reference.unknown", fmt.Sprintf("there is no chain or link %q", ref),
					"write the key of a chain, or chain:lane/link")
				continue
			}
			r.join(graph.Concerns, id, to, w.prov(), w.place("about"), nil)
		}
	})
}

func (r *reader) figures() {
	r.rows(figuresTable, func(w row) {
		id := graph.NewID(graph.KindFigure, w.get("key"))
		about := graph.ID(w.get("subject"))
		if !r.known(about) {
			w.report(
				"subject",
				"reference.unknown",
				fmt.Sprintf("there is no %q", about),
				"write kind:key of something that exists",
			)
			return
		}
		attrs := w.texts(graph.Attrs{"visibility": "public"}, "visibility", "measure", "unit", "period", "text", "owner")
		if n, ok := w.number("value"); ok {
			attrs["value"] = n
		}
		prov := w.prov()
		prov.ValueKind = graph.ValueKind(w.get("value_kind"))
		subject := r.changes.Nodes[r.parts[about]]
		name := subject.Name + " " + graph.Words(graph.Measures, w.get("measure"), "zh")
		r.add(graph.Node{ID: id, Kind: graph.KindFigure, Name: name, Attrs: attrs, Prov: prov, Place: w.place("")})
		r.join(graph.About, id, about, prov, w.place("subject"), nil)
	})
}
