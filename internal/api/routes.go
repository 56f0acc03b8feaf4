package api

import (
	"context"
	"net/http"

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

// get registers a route.
func get[I, O any](spec huma.API, path, id, summary string, permission Permission, handler func(context.Context, *I) (*O, error)) {
	huma.Register(spec, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary,
		Extensions: map[string]any{permissionKey: string(permission)}, Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, handler)
}

// post registers a route that writes.
func post[I, O any](spec huma.API, path, id, summary string, permission Permission, handler func(context.Context, *I) (*O, error)) {
	huma.Register(spec, huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/api/v1" + path, Summary: summary, Extensions: map[string]any{permissionKey: string(permission)},
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}}, handler)
}

func (s *Server) routes(spec huma.API) {
	get(spec, "/meta", "meta", "Version, revision, rules and words", Read, s.meta)
	get(spec, "/chains", "list-chains", "The chains, in the order of the scheme", Read, s.chains)
	get(spec, "/chains/{id}", "get-chain", "A chain with its six ones", Read, s.chain)
	get(spec, "/chains/{id}/structure", "get-structure", "A chain as links and what feeds what", Read, s.structure)
	get(spec, "/links/{id}", "get-link", "A link with everything that bears on it", Read, s.link)
	get(spec, "/links/{id}/candidates", "list-candidates", "Who could close the gap at a link, best first", Read, s.candidates)
	get(spec, "/links/{id}/candidates/{enterprise}/why", "why-candidate", "Why an enterprise scores what it scores as a candidate for a link", Read, s.whyCandidate)
	get(spec, "/links/{id}/matches", "list-matches", "What the products of a link are taken for", Read, s.matches)
	post(spec, "/links/{id}/matches", "review-match", "Confirm or reject what a product is taken for", Edit, s.reviewMatch)
	get(spec, "/gaps", "list-gaps", "Gaps, heaviest first", Read, s.gaps)
	get(spec, "/gaps/{id}", "get-gap", "A gap with its reason", Read, s.gap)
	get(spec, "/gaps/{id}/why", "why-gap", "Why a gap weighs what it weighs", Read, s.why(graph.KindGap, (*analysis.Findings).Explain))
	get(spec, "/links/{id}/why", "why-link", "Why a link is as critical as it is", Read, s.why(graph.KindLink, (*analysis.Findings).Explain))
	get(spec, "/chains/{id}/why", "why-chain", "Why a chain is as complete as it is", Read, s.why(graph.KindChain, (*analysis.Findings).Explain))
	get(spec, "/targets", "list-targets", "Links worth extending to, or strengthening, best first", Read, s.targets)
	get(spec, "/targets/{id}/why", "why-target", "Why a target scores what it scores", Read, s.whyTarget)
	get(spec, "/relatedness", "relatedness", "How near products and links are to what the city can do, and what that rests on", Read, s.relatedness)
	get(spec, "/weights", "get-weights", "How much each part of a score counts", Read, s.weights)
	post(spec, "/weights/preview", "preview-weights", "What other weights would do to the rankings of gaps, targets and candidates; nothing is saved", Read, s.previewWeights)
	post(spec, "/weights", "set-weights", "Set the weights; the gaps follow", Edit, s.setWeights)
	get(spec, "/gaps/{id}/candidates", "gap-candidates", "Who could close a gap, with the state of contact; rejected ones apart with their reason", Read, s.gapCandidates)
	post(spec, "/gaps/{id}/decision", "decide-gap", "Confirm, dismiss, assign, begin or close a gap", Edit, s.decideGap)
	post(spec, "/gaps/{id}/comments", "comment-gap", "Say something of a gap", Edit, s.commentGap)
	get(spec, "/contacts", "list-contacts", "The contact board, stage by stage, rejected ones too", Read, s.contacts)
	post(spec, "/contacts", "move-contact", "Begin, move or reject the contact with an enterprise over a gap", Edit, s.moveContact)
	get(spec, "/enterprises", "list-enterprises", "Enterprises", Read, s.enterprises)
	get(spec, "/enterprises/{id}", "get-enterprise", "An enterprise with everything that bears on it", Read, s.enterprise)
	get(spec, "/enterprises/{id}/missing-inputs", "missing-inputs", "What an enterprise needs that nobody near is known to deliver, and who makes it", Read, s.missingInputs)
	get(spec, "/nodes/{id}", "get-node", "Any node with its attributes, relations and provenance", Read, s.node)
	get(spec, "/nodes/{id}/history", "node-history", "Everything that happened to a node, newest first", Read, s.nodeHistory)
	get(spec, "/nodes/{id}/neighbours", "node-neighbours", "What lies within some steps of a node", Read, s.neighbours)
	get(spec, "/search", "search", "Nodes by name, alias, code, pinyin or initials", Read, s.search)
	get(spec, "/history", "history", "Change sets, newest first", Read, s.history)
	get(spec, "/history/{revision}", "change-set", "One change set with what it changed", Read, s.changeSet)
	get(spec, "/diff", "diff", "What changed between two revisions", Read, s.diff)
	get(spec, "/diagrams/{kind}", "diagram", "A drawing, as a file", Read, s.diagram)
}
