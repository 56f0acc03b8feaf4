package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/analysis"

	"github.com/danielgtaylor/huma/v2"
)

// permissionKey is where a route declares its permission, in code and in the OpenAPI file.
const permissionKey = "x-permission"

// base is what the paths of all routes begin with.
const base = "/api/v1"

// Answer is a response with a body.
type Answer[T any] struct {
	Body T
}

// table is where routes are registered. Around every handler it reads what the handler answers from and turns errors
// into problems, so that handlers do neither.
type table struct {
	spec   huma.API
	server *Server
}

// handler answers an input from the store.
type handler[I, O any] func(context.Context, *I) (*O, error)

// reader answers an input from findings.
type reader[I, O any] func(context.Context, *analysis.Findings, *I) (*O, error)

// read registers a route that is answered from the findings of the moment that its input asks about.
func read[I, O any](t table, path, id, summary string, permission access.Permission, answer reader[I, O]) {
	op := operation(http.MethodGet, path, id, summary, permission)
	if strings.HasPrefix(path, "/enterprises/{id}") || strings.HasPrefix(path, "/nodes/{id}") {
		op.Errors = append(op.Errors, http.StatusMovedPermanently)
	}
	register(t, op, body(reading(t.server, answer)))
}

// get registers a route that is answered from the store.
func get[I, O any](t table, path, id, summary string, permission access.Permission, answer handler[I, O]) {
	register(t, operation(http.MethodGet, path, id, summary, permission), body(answer))
}

// file registers a route that answers with a file instead of JSON.
func file[I, O any](
	t table,
	path, id, summary string,
	permission access.Permission,
	answered map[string]*huma.Response,
	answer reader[I, O],
) {
	op := operation(http.MethodGet, path, id, summary, permission)
	if len(answered["200"].Content) > 1 { // it is asked for by Accept
		op.Errors = append(op.Errors, http.StatusNotAcceptable)
	}
	op.Responses = answered
	register(t, op, reading(t.server, answer))
}

// post registers a route that takes a body and writes nothing; its handler gets the findings of now.
func post[I, O any](t table, path, id, summary string, permission access.Permission, answer reader[I, O]) {
	register(t, postOperation(path, id, summary, permission), body(reading(t.server, answer)))
}

func postOperation(path, id, summary string, permission access.Permission) huma.Operation {
	op := operation(http.MethodPost, path, id, summary, permission)
	op.Errors = slices.Clone(writeProblems)
	return op
}

func operation(method, path, id, summary string, permission access.Permission) huma.Operation {
	return huma.Operation{
		OperationID: id,
		Method:      method,
		Path:        base + path,
		Summary:     summary,
		Extensions:  map[string]any{permissionKey: string(permission)},
		Errors:      slices.Clone(readProblems),
	}
}

func register[I, O any](t table, op huma.Operation, answer handler[I, O]) {
	huma.Register(t.spec, op, func(ctx context.Context, q *I) (*O, error) {
		out, err := answer(ctx, q)
		switch {
		case err == nil:
			return out, nil
		case errors.Is(ctx.Err(), context.Canceled): // nobody is there to be told, whatever it is
			err = ctx.Err()
		}
		err = problem(ctx, err)
		var p *Problem
		if errors.As(err, &p) {
			noted(ctx).detail = p.Code
		}
		return nil, err
	})
}

// reading gives a handler the findings that its input asks for.
func reading[I, O any](s *Server, answer reader[I, O]) handler[I, O] {
	return func(ctx context.Context, q *I) (*O, error) {
		findings := s.Now
		if of, ok := any(q).(asked); ok {
			findings = func(ctx context.Context) (*analysis.Findings, error) { return of.findings(ctx, s) }
		}
		f, err := findings(ctx)
		if err != nil {
			return nil, err
		}
		if ctx, f, err = s.within(ctx, f, q); err != nil {
			return nil, err
		}
		out, err := answer(ctx, f, q)
		if err != nil {
			err = s.redirected(ctx, f, q, err)
		}
		if scope := scopeOf(ctx); err == nil && !scope.All() {
			prune(reflect.ValueOf(out), scope)
		}
		return out, err
	}
}

// body sends what a handler returns as the body.
func body[I, O any](answer handler[I, O]) handler[I, Answer[O]] {
	return func(ctx context.Context, q *I) (*Answer[O], error) {
		out, err := answer(ctx, q)
		if err != nil {
			return nil, err
		}
		return &Answer[O]{*out}, nil
	}
}

// operationsOf are those of a path.
func operationsOf(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

func (s *Server) routes(spec huma.API) {
	t := table{spec, s}
	read(t, "/meta", "meta", "Version, revision, rules and terms", access.GraphRead, s.meta)

	read(t, "/chains", "list-chains", "The chains, in the order of the scheme", access.GraphRead, s.chains)
	read(t, "/chains/{id}", "get-chain", "A chain with its six ones", access.GraphRead, s.chain)
	read(t, "/chains/{id}/template", "get-template",
		"What a chain is measured by: sub-chains, groups, links, what feeds what, and what to look at in it",
		access.GraphRead, s.template)
	post(t, "/chains/{id}/template/preview", "preview-template",
		"What the drawing of a chain would look like after an edit; nothing is saved", access.GraphEdit, s.previewTemplate)
	read(t, "/chains/{id}/structure", "get-structure", "The links of a chain and what feeds what",
		access.GraphRead, s.structure)
	read(t, "/chains/{id}/why", "why-chain", "Why a chain is as complete as it is",
		access.GraphRead, Why(graph.KindChain))

	read(t, "/chains/{id}/what-if", "what-if",
		"What filling some links of a chain would do, and the best set within a budget", access.GraphRead, s.WhatIf)

	read(t, "/links/{id}", "get-link", "A link with everything about it", access.GraphRead, s.link)
	read(t, "/links/{id}/why", "why-link", "Why a link is as critical as it is",
		access.GraphRead, Why(graph.KindLink))
	read(t, "/links/{id}/candidates", "list-candidates",
		"Who could close the gap at a link, best first", access.GraphRead, s.Candidates)
	read(t, "/links/{id}/candidates/{enterprise}/why", "why-candidate",
		"Why an enterprise scores as it does as a candidate for a link", access.GraphRead, s.WhyCandidate)
	read(t, "/links/{id}/matches", "list-matches", "What the products of a link are taken for",
		access.GraphRead, s.Matches)
	write(t, "/links/{id}/matches", "review-match", "Confirm or reject a match of a product",
		access.GraphEdit, s.reviewMatch)

	read(t, "/gaps", "list-gaps", "Gaps, heaviest first", access.GraphRead, s.Gaps)
	read(t, "/gaps/{id}", "get-gap", "A gap with its reason", access.GraphRead, s.gap)
	read(t, "/gaps/{id}/why", "why-gap", "Why a gap weighs as much as it does",
		access.GraphRead, Why(graph.KindGap))
	read(t, "/gaps/{id}/candidates", "gap-candidates",
		"Who could close a gap, with the state of contact; rejected candidates apart", access.GraphRead, s.gapCandidates)
	read(t, "/gaps/{id}/candidates/{enterprise}", "gap-candidate",
		"A candidate of a gap with everything that speaks for it", access.GraphRead, s.gapCandidate)
	write(t, "/gaps/{id}/decision", "decide-gap", "Confirm, dismiss, assign, begin or close a gap",
		access.GapDecide, s.decideGap)
	write(t, "/gaps/decisions", "decide-gaps",
		"One decision with one reason on several gaps, as one change set: all or none", access.GapDecide, s.decideGaps)
	post(t, "/gaps/decisions/preview", "preview-decisions",
		"What a decision would do to each of several gaps, and why some would not change; nothing is saved",
		access.GapDecide, s.previewDecisions)
	write(t, "/gaps/{id}/comments", "comment-gap", "Comment on a gap", access.GapDecide, s.commentGap)
	write(t, "/gaps/{id}/searches", "search-gap", "Say that somebody looked for makers and found none",
		access.GapDecide, s.searchedGap)
	read(t, "/contacts", "list-contacts", "The contact board by stage, rejected contacts included",
		access.ContactRead, s.contacts)
	read(t, "/contacts/history", "contact-history",
		"What happened to the card of an enterprise for a gap, newest first", access.ContactRead, s.contactHistory)
	write(t, "/contacts", "move-contact",
		"Begin, move or reject the contact with an enterprise about a gap", access.ContactEdit, s.moveContact)

	read(t, "/targets", "list-targets", "Links worth extending to or strengthening, best first",
		access.GraphRead, s.Targets)
	read(t, "/targets/{id}/why", "why-target", "Why a target scores as it does", access.GraphRead, s.WhyTarget)
	read(t, "/trades", "list-trades",
		"Which industries are known to make what, learned from makers on links", access.GraphRead, s.Trades)
	read(t, "/relatedness", "relatedness",
		"How close products and links are to what the city can do, and on what basis", access.GraphRead, s.Relatedness)
	read(t, "/weights", "get-weights", "How much each part of a score counts", access.GraphRead, s.Weights)
	post(t, "/weights/preview", "preview-weights",
		"What other weights would change in the rankings of gaps, targets and candidates; nothing is saved",
		access.GraphRead, s.PreviewWeights)
	write(t, "/weights", "set-weights", "Set the weights; the gaps follow", access.GraphEdit, s.setWeights)

	read(t, "/enterprises", "list-enterprises", "Enterprises", access.GraphRead, s.enterprises)
	read(t, "/enterprises/{id}", "get-enterprise", "An enterprise with everything about it",
		access.GraphRead, s.enterprise)
	read(t, "/enterprises/{id}/missing-inputs", "missing-inputs",
		"Inputs of an enterprise without a known supplier nearby, and who makes them", access.GraphRead, s.MissingInputs)
	post(t, "/enterprises/{id}/split/preview", "preview-split", "What taking a merge back would do, and what it leaves",
		access.GraphEdit, s.previewSplit)
	write(t, "/enterprises/{id}/split", "split-enterprise", "Take a merge back: two enterprises again",
		access.GraphEdit, s.splitEnterprise)
	write(t, "/enterprises/{id}/merge", "merge-enterprise", "Merge another enterprise into this one",
		access.GraphEdit, s.mergeEnterprise)
	read(t, "/pairs", "list-pairs", "Enterprises that look alike, dearest wrong merge first",
		access.GraphEdit, s.Pairs)
	read(t, "/pairs/{id}/with/{other}", "get-pair",
		"Two enterprises side by side, and what making them one would do", access.GraphEdit, s.Pair)
	write(t, "/pairs/{id}/with/{other}", "judge-pair", "Say that two enterprises are one, or two, or leave it open",
		access.GraphEdit, s.judgePair)
	read(t, "/nodes/{id}", "get-node", "Any node with its attributes, relations and provenance",
		access.GraphRead, s.node)
	read(t, "/nodes/{id}/history", "node-history", "The history of a node, newest first",
		access.GraphRead, s.NodeHistory)
	read(t, "/nodes/{id}/neighbours", "node-neighbours", "What is within a few steps of a node",
		access.GraphRead, s.neighbours)
	read(t, "/search", "search", "Nodes by name, alias, code, pinyin or initials", access.GraphRead, s.search)

	read(t, "/forms", "forms", "The forms by which the graph is edited, by kind", access.GraphRead, s.forms)
	post(t, "/edits/preview", "preview-edit",
		"What an edit would do: changes, states, gaps, completeness, targets; nothing is saved",
		access.GraphEdit, s.previewEdit)
	write(t, "/edits", "edit", "Change things and relations, as one change set; the gaps follow",
		access.GraphEdit, s.edit)

	get(t, "/history", "history", "Change sets, newest first", access.GraphRead, s.History)
	read(t, "/history/{revision}", "change-set", "A change set with its changes", access.GraphRead, s.changeSet)
	read(t, "/undo/{revision}", "preview-undo",
		"What taking a change set back would do now, what it could not take back and why, and what would follow",
		access.GraphEdit, s.previewUndo)
	write(t, "/undo/{revision}", "undo",
		"Take a change set back, as a change set of its own; the gaps follow", access.GraphEdit, s.undo)
	get(t, "/diff", "diff", "What changed between two revisions", access.GraphRead, s.diff)
	file(t, "/diagrams/{kind}", "diagram", "A drawing, as a file", access.GraphRead, drawn(), s.diagram)
	read(t, "/lists", "lists", "The lists of the city, and how much of each is filled in", access.GraphRead, s.sheets)
	read(t, "/lists/{key}", "get-list", "The rows of a list", access.GraphRead, s.sheet)
	read(t, "/quality", "quality", "How good the facts are: how many, how firm, how old, what to mend",
		access.GraphRead, s.Quality)
	read(t, "/quality/{check}", "quality-rows", "What a check of the facts found", access.GraphRead, s.QualityRows)
	file(t, "/workbook", "workbook", "Lists as a workbook to be filled in", access.Export, workbookResponse(), s.workbook)
	s.draftRoutes(t)
	s.mappingRoutes(t)
	s.sendingRoutes(t)
	s.peopleRoutes(spec)
	document(spec.OpenAPI())
}
