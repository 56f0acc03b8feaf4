package api

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/crosswalk"
	"chainchief/internal/decision"
	"chainchief/internal/drawing"
	"chainchief/internal/store"

	"github.com/danielgtaylor/huma/v2"
)

// reads are one question to each route that is read, by its path in the OpenAPI file.
func reads() map[string][]string {
	chip, gap := url.PathEscape("link:optoelectronics/led/chip"), url.PathEscape(substrateGap)
	return map[string][]string{
		"/meta":                              {"/meta"},
		"/chains":                            {"/chains"},
		"/chains/{id}":                       {"/chains/optoelectronics"},
		"/chains/{id}/structure":             {"/chains/optoelectronics/structure"},
		"/chains/{id}/template":              {"/chains/optoelectronics/template"},
		"/chains/{id}/why":                   {"/chains/optoelectronics/why"},
		"/links/{id}":                        {"/links/" + chip},
		"/chains/{id}/what-if":               {"/chains/optoelectronics/what-if"},
		"/links/{id}/why":                    {"/links/" + chip + "/why"},
		"/links/{id}/candidates":             {"/links/" + chip + "/candidates?limit=200"},
		"/links/{id}/matches":                {"/links/" + chip + "/matches"},
		"/gaps":                              {"/gaps?limit=200", "/gaps?gone=true"},
		"/gaps/{id}":                         {"/gaps/" + gap},
		"/gaps/{id}/why":                     {"/gaps/" + gap + "/why"},
		"/gaps/{id}/candidates":              {"/gaps/" + gap + "/candidates?limit=200"},
		"/gaps/{id}/candidates/{enterprise}": {"/gaps/" + gap + "/candidates/sanan-hubei"},
		"/contacts":                          {"/contacts"},
		"/contacts/history":                  {"/contacts/history?gap=" + gap + "&enterprise=sanan-hubei"},
		"/targets":                           {"/targets?limit=200"},
		"/targets/{id}/why":                  {"/targets/" + url.PathEscape("link:optoelectronics/led/epi") + "/why"},
		"/relatedness":                       {"/relatedness?limit=200"},
		"/trades":                            {"/trades?chain=new-energy"},
		"/weights":                           {"/weights"},
		"/enterprises":                       {"/enterprises?limit=200&sort=name", "/enterprises?limit=200&q=a"},
		"/enterprises/{id}":                  {"/enterprises/sanan-hubei"},
		"/enterprises/{id}/missing-inputs":   {"/enterprises/sanan-hubei/missing-inputs"},
		"/nodes/{id}":                        {"/nodes/" + farAway, "/nodes/park:gedian", "/nodes/" + gap},
		"/nodes/{id}/history":                {"/nodes/" + farAway + "/history", "/nodes/" + gap + "/history"},
		"/nodes/{id}/neighbours":             {"/nodes/" + farAway + "/neighbours?depth=2", "/nodes/" + gap + "/neighbours"},
		"/search": {
			"/search?q=" + url.QueryEscape("光电") + "&limit=50",
			"/search?q=" + url.QueryEscape("远方"),
		},
		"/history":                 {"/history"},
		"/history/{revision}":      {"/history/3"},
		"/diff":                    {"/diff?from=2"},
		"/lists":                   {"/lists"},
		"/lists/{key}":             {"/lists/positions?limit=200", "/lists/gaps?limit=200", "/lists/targets"},
		"/quality":                 {"/quality"},
		"/quality/{check}":         {"/quality/stale?limit=200", "/quality/contradiction"},
		"/workbook":                {"/workbook?list=gaps,targets,enterprises"},
		"/pairs":                   {"/pairs", "/pairs?state=judged"},
		"/pairs/{id}/with/{other}": {"/pairs/enterprise:sanan/with/enterprise:sanan-hubei"},
		"/forms":                   {"/forms"},
		"/links/{id}/candidates/{enterprise}/why": {"/links/" + chip + "/candidates/" + farAway + "/why"},
		"/diagrams/{kind}": {
			"/diagrams/targets?chain=optoelectronics&format=json",
			"/diagrams/portrait?chain=optoelectronics&format=json",
			"/diagrams/changes?chain=optoelectronics&from=2&format=json",
		},
	}
}

const farAway = "enterprise:listed-300001"

// then is a server over a store as people have it: seeds, gaps, a data set in the pool, its matches, one contact.
func then(t *testing.T, s *store.Store) *Server {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Apply(ctx, set())
	must(err)
	g, err := s.Snapshot(ctx)
	must(err)
	p, err := crosswalk.Propose(ctx, s, g, "test")
	must(err)
	_, err = s.Apply(ctx, p.Changes)
	must(err)
	set, err := s.Head(ctx)
	must(err)
	desk := decision.New(s)
	_, err = desk.Move(
		ctx,
		decision.Actor{Name: "招商专班", At: time.Now()},
		set.Revision,
		substrateGap,
		"enterprise:sanan-hubei",
		decision.Contact{Stage: "lead"},
	)
	must(err)
	return New(Options{Store: s, Studio: drawing.New(nil), Version: "test"})
}

// happened is everything that people and programs do after the moment that is asked about.
func happened(t *testing.T, s *store.Store, server *Server) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	desk, by := decision.New(s), decision.Actor{Name: "专班", At: time.Now()}
	head := func() graph.Revision {
		set, err := s.Head(ctx)
		must(set, err)
		return set.Revision
	}
	must(desk.Decide(ctx, by, head(), substrateGap, graph.Decision{Status: "dismissed", Reason: "本市不做"}))
	must(desk.Comment(ctx, by, substrateGap, "先核对"))
	must(desk.Move(ctx, by, head(), substrateGap, farAway, decision.Contact{Stage: "lead", Next: "联系"}))
	must(desk.Move(ctx, by, head(), substrateGap, "enterprise:sanan-hubei",
		decision.Contact{Stage: "rejected", Reason: "不合"}))
	f, err := server.Now(ctx)
	must(f, err)
	weights := f.Weights
	weights.Gap.Pull, weights.Gap.Lack = weights.Gap.Lack, weights.Gap.Pull
	must(desk.SetWeights(ctx, by, head(), weights, "试"))
	matches, err := server.matchesOf(ctx, f, f.Link("link:optoelectronics/led/chip"))
	must(matches, err)
	if len(matches.Items) == 0 {
		t.Fatal("no match to review")
	}
	m := matches.Items[0]
	must(desk.Review(ctx, by, head(), graph.ID(m.Product.ID), graph.ID(m.To.ID), decision.Review{Review: "rejected"}))
	firm := graph.Node{ID: "enterprise:new", Kind: graph.KindEnterprise, Name: "新光电有限公司", Pool: true,
		Attrs: graph.Attrs{"reach": "country"}, Prov: graph.Provenance{
			Source: "source:ckg", AsOf: "2022", Confidence: graph.Unverified}}
	makes := graph.Relation{RelationKey: graph.RelationKey{Type: graph.Makes, From: firm.ID, To: "product:ckg-led芯片"},
		Prov: firm.Prov}
	must(desk.Apply(ctx, graph.Changes{Actor: "import", Nodes: []graph.Node{firm}, Relations: []graph.Relation{makes},
		DeleteNodes: []graph.ID{"enterprise:xinying"}}))
}

// unpaged is an answer without its cursor, which belongs to the moment that was asked for.
func unpaged(body string) string {
	return regexp.MustCompile(`"next":"[^"]*",`).ReplaceAllString(body, "")
}

// TestThePastIsAnsweredAsItWas: whatever is read as of a revision is what was answered when that was the newest, to the
// byte: on every store, by a server that has lived through it and by one that starts now.
func TestThePastIsAnsweredAsItWas(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			s := filled(t, open(t))
			lived := then(t, s)
			h := lived.Handler()
			var asked []string
			for _, paths := range reads() {
				asked = append(asked, paths...)
			}
			slices.Sort(asked)
			want := map[string]string{}
			for _, path := range asked {
				w := do(h, "/api/v1"+path)
				if w.Code != http.StatusOK {
					t.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
				}
				want[path] = unpaged(w.Body.String())
			}
			happened(t, s, lived)
			fresh := New(Options{Store: s, Studio: drawing.New(nil), Version: "test"}).Handler()
			changed := 0
			for _, path := range asked {
				if now := unpaged(do(h, "/api/v1"+path).Body.String()); now != want[path] {
					changed++
				}
				mark := "?"
				if strings.Contains(path, "?") {
					mark = "&"
				}
				for who, h := range map[string]http.Handler{"lived": h, "fresh": fresh} {
					if got := unpaged(do(h, "/api/v1"+path+mark+"as_of=r6").Body.String()); got != want[path] {
						t.Errorf(
							"%s, %s:\n%.600s\nthen it was\n%.600s",
							path,
							who,
							differing(got, want[path]),
							differing(want[path], got),
						)
					}
				}
			}
			if changed < len(asked)/2 {
				t.Errorf("only %d of %d answers are others now", changed, len(asked))
			}
		})
	}
}

// differing is where a text leaves another, with what stands before it.
func differing(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-150):]
}

// TestEveryAnswerTakesAMoment: a route that is read and takes no as_of would show today in the past.
func TestEveryAnswerTakesAMoment(t *testing.T) {
	spec, _ := seeded(t, drivers["memstore"](t))
	known := reads()
	for path, item := range spec.OpenAPI().Paths {
		if item.Get == nil || ofPeople(item.Get) {
			continue
		}
		if route := strings.TrimPrefix(path, "/api/v1"); route == "/undo/{revision}" {
			continue // it is of what would be written now
		}
		if !slices.ContainsFunc(item.Get.Parameters, isAsOf) {
			t.Errorf("%s takes no as_of", path)
		}
		if route := strings.TrimPrefix(path, "/api/v1"); known[route] == nil {
			t.Errorf("no test asks %s in the past", route)
		}
	}
}

func isAsOf(p *huma.Param) bool { return p.In == "query" && p.Name == "as_of" }
