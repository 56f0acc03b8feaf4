package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"chainchief/graph"
	"chainchief/internal/analysis"

	"github.com/danielgtaylor/huma/v2"
)

// Permission is what a caller will need once there are accounts; every route declares one.
type Permission string

// Read covers everything that shows the graph, Edit what people say of it.
const (
	Read Permission = "graph.read"
	Edit Permission = "graph.edit"
)

// permissionKey is where a route declares its permission, in code and in the OpenAPI file.
const permissionKey = "x-permission"

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
func read[I, O any](t table, path, id, summary string, permission Permission, answer reader[I, O]) {
	get(t, path, id, summary, permission, reading(t.server, answer))
}

// get registers a route that is answered from the store.
func get[I, O any](t table, path, id, summary string, permission Permission, answer handler[I, O]) {
	register(t, operation(http.MethodGet, path, id, summary, permission), body(answer))
}

// file registers a route that answers with a file instead of JSON.
func file[I, O any](t table, path, id, summary string, permission Permission, answer reader[I, O]) {
	op := operation(http.MethodGet, path, id, summary, permission)
	op.Errors = append(op.Errors, http.StatusNotAcceptable)
	op.Responses = drawn()
	register(t, op, reading(t.server, answer))
}

// post registers a route that takes a body and writes nothing; its handler gets the findings of now.
func post[I, O any](t table, path, id, summary string, permission Permission, answer reader[I, O]) {
	register(t, postOperation(path, id, summary, permission), body(reading(t.server, answer)))
}

func postOperation(path, id, summary string, permission Permission) huma.Operation {
	op := operation(http.MethodPost, path, id, summary, permission)
	op.Errors = slices.Clone(writeProblems)
	return op
}

func operation(method, path, id, summary string, permission Permission) huma.Operation {
	return huma.Operation{
		OperationID: id,
		Method:      method,
		Path:        "/api/v1" + path,
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
		return nil, problem(err)
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
		return answer(ctx, f, q)
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

func (s *Server) routes(spec huma.API) {
	t := table{spec, s}
	read(t, "/meta", "meta", "Version, revision, rules and terms", Read, s.meta)

	read(t, "/chains", "list-chains", "The chains, in the order of the scheme", Read, s.chains)
	read(t, "/chains/{id}", "get-chain", "A chain with its six ones", Read, s.chain)
	read(t, "/chains/{id}/structure", "get-structure", "The links of a chain and what feeds what", Read, s.structure)
	read(t, "/chains/{id}/why", "why-chain", "Why a chain is as complete as it is", Read, Why(graph.KindChain))

	read(t, "/chains/{id}/what-if", "what-if",
		"What filling some links of a chain would do, and the best set within a budget", Read, s.WhatIf)

	read(t, "/links/{id}", "get-link", "A link with everything about it", Read, s.link)
	read(t, "/links/{id}/why", "why-link", "Why a link is as critical as it is", Read, Why(graph.KindLink))
	read(t, "/links/{id}/candidates", "list-candidates",
		"Who could close the gap at a link, best first", Read, s.Candidates)
	read(t, "/links/{id}/candidates/{enterprise}/why", "why-candidate",
		"Why an enterprise scores as it does as a candidate for a link", Read, s.WhyCandidate)
	read(t, "/links/{id}/matches", "list-matches", "What the products of a link are taken for", Read, s.Matches)
	write(t, "/links/{id}/matches", "review-match", "Confirm or reject a match of a product", s.reviewMatch)

	read(t, "/gaps", "list-gaps", "Gaps, heaviest first", Read, s.Gaps)
	read(t, "/gaps/{id}", "get-gap", "A gap with its reason", Read, s.gap)
	read(t, "/gaps/{id}/why", "why-gap", "Why a gap weighs as much as it does", Read, Why(graph.KindGap))
	read(t, "/gaps/{id}/candidates", "gap-candidates",
		"Who could close a gap, with the state of contact; rejected candidates apart", Read, s.gapCandidates)
	read(t, "/gaps/{id}/candidates/{enterprise}", "gap-candidate",
		"A candidate of a gap with everything that speaks for it", Read, s.gapCandidate)
	write(t, "/gaps/{id}/decision", "decide-gap", "Confirm, dismiss, assign, begin or close a gap", s.decideGap)
	write(t, "/gaps/decisions", "decide-gaps",
		"One decision with one reason on several gaps, as one change set: all or none", s.decideGaps)
	post(t, "/gaps/decisions/preview", "preview-decisions",
		"What a decision would do to each of several gaps, and why some would not change; nothing is saved",
		Read, s.previewDecisions)
	write(t, "/gaps/{id}/comments", "comment-gap", "Comment on a gap", s.commentGap)
	write(t, "/gaps/{id}/searches", "search-gap", "Say that somebody looked for makers and found none", s.searchedGap)
	read(t, "/contacts", "list-contacts", "The contact board by stage, rejected contacts included", Read, s.contacts)
	read(t, "/contacts/history", "contact-history",
		"What happened to the card of an enterprise for a gap, newest first", Read, s.contactHistory)
	write(t, "/contacts", "move-contact",
		"Begin, move or reject the contact with an enterprise about a gap", s.moveContact)

	read(t, "/targets", "list-targets", "Links worth extending to or strengthening, best first", Read, s.Targets)
	read(t, "/targets/{id}/why", "why-target", "Why a target scores as it does", Read, s.WhyTarget)
	read(t, "/trades", "list-trades",
		"Which industries are known to make what, learned from makers on links", Read, s.Trades)
	read(t, "/relatedness", "relatedness",
		"How close products and links are to what the city can do, and on what basis", Read, s.Relatedness)
	read(t, "/weights", "get-weights", "How much each part of a score counts", Read, s.Weights)
	post(t, "/weights/preview", "preview-weights",
		"What other weights would change in the rankings of gaps, targets and candidates; nothing is saved",
		Read, s.PreviewWeights)
	write(t, "/weights", "set-weights", "Set the weights; the gaps follow", s.setWeights)

	read(t, "/enterprises", "list-enterprises", "Enterprises", Read, s.enterprises)
	read(t, "/enterprises/{id}", "get-enterprise", "An enterprise with everything about it", Read, s.enterprise)
	read(t, "/enterprises/{id}/missing-inputs", "missing-inputs",
		"Inputs of an enterprise without a known supplier nearby, and who makes them", Read, s.MissingInputs)
	read(t, "/nodes/{id}", "get-node", "Any node with its attributes, relations and provenance", Read, s.node)
	read(t, "/nodes/{id}/history", "node-history", "The history of a node, newest first", Read, s.NodeHistory)
	get(t, "/nodes/{id}/neighbours", "node-neighbours", "What is within a few steps of a node", Read, s.neighbours)
	read(t, "/search", "search", "Nodes by name, alias, code, pinyin or initials", Read, s.search)

	get(t, "/history", "history", "Change sets, newest first", Read, s.History)
	read(t, "/history/{revision}", "change-set", "A change set with its changes", Read, s.changeSet)
	read(t, "/undo/{revision}", "preview-undo",
		"What taking a change set back would do now, what it could not take back and why, and what would follow",
		Read, s.previewUndo)
	write(t, "/undo/{revision}", "undo",
		"Take a change set back, as a change set of its own; the gaps follow", s.undo)
	get(t, "/diff", "diff", "What changed between two revisions", Read, s.diff)
	file(t, "/diagrams/{kind}", "diagram", "A drawing, as a file", Read, s.diagram)
	document(spec.OpenAPI())
}
