package api

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"
	"chainchief/internal/analysis/candidate"
)

// Scope filters answers: findings are those of the whole graph, whoever asks. Who works on some chains is answered as
// if the others were not there:
//
//   - a question that names something out of scope is asked of a city without anything, so that the answer is that of
//     an unknown id (within);
//   - what comes from the store comes through a sight that hides it (sightOf);
//   - lists are cut before they are counted and paged (page), and what is left in an answer that names something out of
//     scope is taken out (prune).

type scopeKey struct{}

// scopeOf is the scope that a question is answered in.
func scopeOf(ctx context.Context) access.Scope {
	scope, _ := ctx.Value(scopeKey{}).(access.Scope)
	return scope
}

// scoped is an input with a list that is cut to a scope.
type scoped interface{ within(access.Scope) }

// within is the context and the findings from which a question is answered: with the scope of who asks.
func (s *Server) within(
	ctx context.Context,
	f *analysis.Findings,
	question any,
) (context.Context, *analysis.Findings, error) {
	chains := access.Of(ctx).Chains
	if len(chains) == 0 || access.Of(ctx).Alone {
		return ctx, f, nil
	}
	scope := s.scope(f.Snapshot, chains)
	ctx = context.WithValue(ctx, scopeKey{}, scope)
	if list, ok := question.(scoped); ok {
		list.within(scope)
	}
	there := func(id graph.ID) bool {
		return f.Snapshot.Node(id) != nil || f.Link(graph.NewID(graph.KindLink, id.Key())) != nil // gaps need no node
	}
	if !slices.ContainsFunc(namedIn(ctx, question), func(id graph.ID) bool { return scope.Hides(id) && there(id) }) {
		return ctx, f, nil
	}
	empty := graph.NewSnapshot(f.Snapshot.Revision, f.Snapshot.Time, nil, nil)
	empty.Clearance = f.Snapshot.Clearance
	empty.Clearance.Chains = "-" // what was kept of the city is nothing of this one, nor the other way round
	nothing, err := analysis.Of(empty)
	return ctx, nothing, err
}

// cut are the findings of the scope of who asks by itself: of what is drawn of all chains at once.
func (s *Server) cut(ctx context.Context, f *analysis.Findings) (*analysis.Findings, error) {
	scope := scopeOf(ctx)
	if scope.All() {
		return f, nil
	}
	key := edition{f.Snapshot.Version(), f.Snapshot.Clearance}
	key.Chains = scope.String()
	if known, ok := s.findings.Get(key); ok {
		return known, nil
	}
	own, err := analysis.Of(access.Cut(f.Snapshot, scope))
	if err == nil {
		s.findings.Add(key, own)
	}
	return own, err
}

// scopes bounds how many are kept: there are some of each version, for chiefs and their staff.
const scopes = 64

// scopeVersion is which scope is kept.
type scopeVersion struct {
	graph.Version
	chains string
}

func (s *Server) scope(of *graph.Snapshot, chains []graph.ID) access.Scope {
	key := scopeVersion{of.Version(), fmt.Sprint(chains)}
	scope, known := s.scopes.Get(key)
	if !known {
		scope = access.ScopeOf(of, chains)
		s.scopes.Add(key, scope)
	}
	return scope
}

// kindsOf are what plain keys are of, by the name of the parameter or field, and, of an id, by the route.
var kindsOf = map[string]graph.Kind{
	"chain":       graph.KindChain,
	"link":        graph.KindLink,
	"links":       graph.KindLink,
	"of":          graph.KindLink,
	"gap":         graph.KindGap,
	"gaps":        graph.KindGap,
	"chains":      graph.KindChain,
	"targets":     graph.KindLink,
	"nodes":       graph.KindLink,
	"enterprises": graph.KindEnterprise,
}

// namedIn are the things that a question names, in its path, its parameters or its body.
func namedIn(ctx context.Context, question any) (ids []graph.ID) {
	route, _ := ctx.Value(routeKey{}).(string)
	section, _, _ := strings.Cut(strings.TrimPrefix(route, base+"/"), "/")
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			name, _, _ := strings.Cut(cmp.Or(field.Tag.Get("path"), field.Tag.Get("query"), field.Tag.Get("json")), ",")
			kind := kindsOf[name]
			if name == "id" {
				kind = kindsOf[section]
			}
			switch {
			case kind == "":
				look(v.Field(i))
			case field.Type.Kind() == reflect.String:
				for _, key := range strings.Split(v.Field(i).String(), ",") {
					ids = append(ids, idOf(kind, key))
				}
			case field.Type == reflect.TypeFor[[]string]():
				for _, key := range v.Field(i).Interface().([]string) {
					ids = append(ids, idOf(kind, key))
				}
			}
		}
	}
	look(reflect.ValueOf(question))
	return ids
}

// prune takes out of an answer what names something out of scope: of lists the items that do, of pointers what they
// point at. It tells whether the value itself does. A total counts what is left of its items.
func prune(v reflect.Value, scope access.Scope) (names bool) {
	switch v.Kind() {
	case reflect.String:
		return scope.Hides(graph.ID(v.String()))
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && prune(v.Elem(), scope) && v.Kind() == reflect.Pointer && v.CanSet() {
			v.SetZero()
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return false
		}
		left := reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			if !prune(v.Index(i), scope) {
				left = reflect.Append(left, v.Index(i))
			}
		}
		if left.Len() < v.Len() {
			v.Set(left)
		}
	case reflect.Struct:
		shape := shapeOf(v.Type())
		for _, i := range shape.fields {
			before := length(v.Field(i))
			names = prune(v.Field(i), scope) || names
			if left := length(v.Field(i)); i == shape.items && left < before {
				total := v.Field(shape.total)
				total.SetInt(total.Int() - int64(before-left))
			}
		}
	}
	return names
}

func length(v reflect.Value) int {
	if v.Kind() != reflect.Slice {
		return 0
	}
	return v.Len()
}

// shape is what prune looks at in values of a type: the fields that may hold a name, and of a list its items, else -1,
// and their total.
type shape struct {
	fields       []int
	items, total int
}

var shapes sync.Map // of types

func shapeOf(t reflect.Type) shape {
	if known, ok := shapes.Load(t); ok {
		return known.(shape)
	}
	out := shape{items: -1}
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		if total, has := t.FieldByName("Total"); has && len(total.Index) == 1 && field.Name == "Items" {
			out.items, out.total = i, total.Index[0]
		}
		switch field.Type.Kind() {
		case reflect.String, reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Struct:
			out.fields = append(out.fields, i)
		}
	}
	shapes.Store(t, out)
	return out
}

// inScope tells whether an item of a list is of a chain in scope, or of none.
func inScope(item any, scope access.Scope) bool {
	switch x := item.(type) {
	case *analysis.Chain:
		return !scope.Hides(x.Node.ID)
	case *analysis.Gap:
		return !scope.Hides(x.ID)
	case *analysis.Target:
		return !scope.Hides(x.Link.Node.ID)
	case *analysis.Activity:
		return !scope.Hides(x.Node.ID)
	case candidate.Trade:
		return !scope.Hides(x.Chain)
	}
	return true
}
