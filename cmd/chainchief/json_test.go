package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/api"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"

	"github.com/google/go-cmp/cmp"
)

// dataSet is a data set of a product that the link of LED chips is matched with, and its maker.
func dataSet() graph.Changes {
	prov := graph.Provenance{Source: "source:set", AsOf: "2022", Confidence: graph.Unverified}
	node := func(kind graph.Kind, key, name string, attrs graph.Attrs) graph.Node {
		pool := kind != graph.KindSource
		return graph.Node{ID: graph.NewID(kind, key), Kind: kind, Name: name, Attrs: attrs, Pool: pool, Prov: prov}
	}
	maker := node(graph.KindEnterprise, "set-1", "远方光电股份有限公司", graph.Attrs{"reach": "country"})
	product := node(graph.KindProduct, "set-chip", "LED芯片", nil)
	return graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{node(graph.KindSource, "set", "数据集", nil), maker, product},
		Relations: []graph.Relation{
			{RelationKey: graph.RelationKey{Type: graph.Makes, From: maker.ID, To: product.ID}, Prov: prov},
		},
	}
}

// TestJSONIsThatOfTheAPI runs each command with --json and asks the route beside it on the same store.
func TestJSONIsThatOfTheAPI(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	command := func(args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if code := run(ctx, append(args, "--data", dir, "-q"), &out, &problems); code != 0 {
			t.Fatalf("%v: exit %d, %s", args, code, &problems)
		}
		return out.String()
	}
	command("seed")
	d, err := sqlitestore.Open(ctx, filepath.Join(dir, "chainchief.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(d)
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Apply(ctx, dataSet()); err != nil {
		t.Fatal(err)
	}
	command("match")
	command("decide", "optoelectronics/led/substrate", "confirmed")
	weights := command("weights")
	file := filepath.Join(dir, "weights.json")
	trial := strings.NewReplacer(
		`"pull": 40`,
		`"pull": 20`,
		`"lack": 15`,
		`"lack": 35`,
		`"demand": 25`,
		`"demand": 15`,
		`"relatedness": 25`,
		`"relatedness": 35`,
		`"match": 25`,
		`"match": 5`,
		`"tie": 20`,
		`"tie": 40`,
	).Replace(weights)
	if err := os.WriteFile(file, []byte(trial), 0o600); err != nil {
		t.Fatal(err)
	}
	h := api.New(api.Options{Store: s}).Handler()
	const substrate, chip = "gap:optoelectronics/led/substrate", "link:optoelectronics/led/chip"
	at := func(kind, id, rest string) string { return "/" + kind + "/" + url.PathEscape(id) + rest }
	for _, tc := range []struct {
		command []string
		path    string
		body    string // posted where there is one
	}{
		{[]string{"gaps"}, "/gaps?limit=200", ""},
		{[]string{"gaps", "--chain", "new-energy", "--limit", "2"}, "/gaps?chain=new-energy&limit=2", ""},
		{[]string{"targets"}, "/targets?limit=200", ""},
		{[]string{
			"targets",
			"--strategy",
			"extend",
			"--chain",
			"new-energy",
		}, "/targets?limit=200&strategy=extend&chain=new-energy", ""},
		{[]string{"relatedness", "--sort", "density"}, "/relatedness?limit=200&sort=-density", ""},
		{[]string{"candidates", chip}, at("links", chip, "/candidates?limit=20"), ""},
		{[]string{
			"candidates",
			substrate,
			"--limit",
			"3",
		}, at("links", "optoelectronics/led/substrate", "/candidates?limit=3"), ""},
		{[]string{"missing-inputs", "sanan-hubei"}, "/enterprises/sanan-hubei/missing-inputs", ""},
		{[]string{"matches", chip}, at("links", chip, "/matches"), ""},
		{[]string{"why", substrate}, at("gaps", substrate, "/why"), ""},
		{[]string{"why", chip}, at("links", chip, "/why"), ""},
		{[]string{"why", "new-energy"}, "/chains/new-energy/why", ""},
		{[]string{
			"why",
			"--target",
			"link:optoelectronics/led/epi",
		}, at("targets", "link:optoelectronics/led/epi", "/why"), ""},
		{[]string{"why", chip, "--candidate", "set-1"}, at("links", chip, "/candidates/set-1/why"), ""},
		{[]string{"history"}, "/history?limit=20", ""},
		{[]string{"history", "--limit", "2"}, "/history?limit=2", ""},
		{[]string{"history", substrate, "--limit", "1"}, at("nodes", substrate, "/history?limit=1"), ""},
		{[]string{"weights"}, "/weights", ""},
		{[]string{"weights", "--set", file, "--preview"}, "/weights/preview", `{"weights":` + trial + `}`},
		{[]string{
			"weights",
			"--set",
			file,
			"--preview",
			"--gap",
			substrate,
		}, "/weights/preview", `{"gap":"` + substrate + `","weights":` + trial + `}`},
	} {
		t.Run(strings.Join(tc.command[:min(2, len(tc.command))], " "), func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/api/v1"+tc.path, nil)
			if tc.body != "" {
				r = httptest.NewRequest(http.MethodPost, "/api/v1"+tc.path, strings.NewReader(tc.body))
				r.Header.Set("Content-Type", "application/json")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", tc.path, w.Code, w.Body)
			}
			var said, asked map[string]any
			if err := json.Unmarshal([]byte(command(append(tc.command, "--json")...)), &said); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(w.Body.Bytes(), &asked); err != nil {
				t.Fatal(err)
			}
			delete(asked, "next") // a command has no next page
			if diff := cmp.Diff(asked, said); diff != "" {
				t.Errorf("the route (-) and the command (+) differ: %.2000s", diff)
			}
			if items, list := said["items"].([]any); list && len(items) == 0 {
				t.Errorf("nothing is compared: %v", said)
			}
		})
	}
}
