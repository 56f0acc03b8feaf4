package neo4jstore

import (
	"encoding/json"
	"fmt"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
)

// Names of properties that hold no attribute. No attribute of the vocabulary has one of these names.
const (
	propID         = "id"
	propLabel      = "_label" // the kind once more: an index over kinds needs it as a property
	propName       = "name"
	propNameEN     = "name_en"
	propAliases    = "aliases"
	propPool       = "pool"
	propSort       = "_sort"
	propSearch     = "_search" // tokens of the full-text index
	propImport     = "_import" // the token of the import that has brought it
	propSource     = "source"
	propLocator    = "locator"
	propAsOf       = "as_of"
	propConfidence = "confidence"
	propValueKind  = "value_kind"
)

var reserved = map[string]bool{
	propID:         true,
	propLabel:      true,
	propName:       true,
	propNameEN:     true,
	propAliases:    true,
	propPool:       true,
	propSort:       true,
	propSearch:     true,
	propImport:     true,
	propSource:     true,
	propLocator:    true,
	propAsOf:       true,
	propConfidence: true,
	propValueKind:  true,
}

type properties = map[string]any

// nodeProperties turns a node into properties. What is empty beside the attributes is left out.
func nodeProperties(n *graph.Node) properties {
	p := factProperties(n.Attrs, n.Prov)
	p[propID], p[propLabel], p[propName], p[propPool] = string(n.ID), string(n.Kind), n.Name, n.Pool
	p[propSort], p[propSearch] = store.SortKey(n), store.Tokens(n)
	if n.NameEN != "" {
		p[propNameEN] = n.NameEN
	}
	if len(n.Aliases) > 0 {
		p[propAliases] = n.Aliases
	}
	return p
}

// factProperties are what nodes and relations have in common.
func factProperties(attrs graph.Attrs, prov graph.Provenance) properties {
	p := make(properties, len(attrs)+12)
	for name, v := range attrs {
		p[name] = v
	}
	p[propSource], p[propAsOf], p[propConfidence] = string(prov.Source), string(prov.AsOf), string(prov.Confidence)
	if prov.Locator != "" {
		p[propLocator] = prov.Locator
	}
	if prov.ValueKind != "" {
		p[propValueKind] = string(prov.ValueKind)
	}
	return p
}

// record is one row of a result by column.
type record map[string]any

func (r record) text(name string) string {
	s, _ := r[name].(string)
	return s
}

func (r record) integer(name string) int64 {
	n, _ := r[name].(int64)
	return n
}

func (r record) within(name string) record {
	m, _ := r[name].(map[string]any)
	return m
}

func (r record) texts(name string) []string {
	list, ok := r[name].([]any)
	if !ok {
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		out[i], _ = v.(string)
	}
	return out
}

func (r record) ids(name string) []graph.ID {
	var out []graph.ID
	for _, s := range r.texts(name) {
		out = append(out, graph.ID(s))
	}
	return out
}

// keyed reads a node with its sort key.
func (r record) keyed() store.Keyed {
	n := graph.Node{
		ID:      graph.ID(r.text(propID)),
		Kind:    graph.Kind(r.text(propLabel)),
		Name:    r.text(propName),
		NameEN:  r.text(propNameEN),
		Aliases: r.texts(propAliases),
		Attrs:   r.attrs(),
		Prov:    r.provenance(),
	}
	n.Pool, _ = r[propPool].(bool)
	return store.Keyed{Node: n, Sort: r.text(propSort)}
}

// relation reads a relation of the columns type, from, to, props.
func (r record) relation() graph.Relation {
	props := r.within("props")
	return graph.Relation{
		RelationKey: graph.RelationKey{
			Type: graph.RelationType(r.text("type")),
			From: graph.ID(r.text("from")),
			To:   graph.ID(r.text("to")),
		},
		Attrs: props.attrs(),
		Prov:  props.provenance(),
	}
}

func (r record) attrs() graph.Attrs {
	attrs := graph.Attrs{}
	for name, v := range r {
		if reserved[name] {
			continue
		}
		if _, isList := v.([]any); isList {
			v = r.texts(name)
		}
		attrs[name] = v
	}
	return attrs
}

func (r record) provenance() graph.Provenance {
	return graph.Provenance{
		Source:     graph.ID(r.text(propSource)),
		Locator:    r.text(propLocator),
		AsOf:       graph.Date(r.text(propAsOf)),
		Confidence: graph.Confidence(r.text(propConfidence)),
		ValueKind:  graph.ValueKind(r.text(propValueKind)),
	}
}

// setProperties turns a change set into properties; writer tells one attempt to write a revision from another.
func setProperties(set store.ChangeSet, writer string) (properties, error) {
	counts, err := json.Marshal(set.Counts)
	return properties{
		"revision": int64(set.Revision),
		"time":     set.Time.UnixMilli(),
		"actor":    set.Actor,
		"reason":   set.Reason,
		"undoes":   int64(set.Undoes),
		"counts":   string(counts),
		"writer":   writer,
		"request":  set.Request.Key,
		"digest":   set.Request.Digest,
	}, err
}

func (r record) changeSet() (store.ChangeSet, error) {
	set := store.ChangeSet{
		Revision: graph.Revision(r.integer("revision")),
		Time:     time.UnixMilli(r.integer("time")).UTC(),
		Actor:    r.text("actor"),
		Reason:   r.text("reason"),
		Undoes:   graph.Revision(r.integer("undoes")),
		Request:  graph.Request{Key: r.text("request"), Digest: r.text("digest")},
	}
	if err := json.Unmarshal([]byte(r.text("counts")), &set.Counts); err != nil {
		return set, fmt.Errorf("counts of revision %d: %w", set.Revision, err)
	}
	return set, nil
}

func (r record) item() store.Item {
	value, _ := r["value"].([]byte)
	return store.Item{
		Shelf:    r.text("shelf"),
		Name:     r.text("name"),
		Revision: graph.Revision(r.integer("revision")),
		Value:    value,
	}
}
