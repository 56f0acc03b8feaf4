package api

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"chainchief/internal/store/memstore"

	"github.com/danielgtaylor/huma/v2"
)

var update = flag.Bool("update", false, "rewrite the committed OpenAPI file")

func TestRoutes(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			_, h := seeded(t, open(t))
			for _, tc := range []struct {
				path   string
				status int
				holds  []string // must stand in the body
				lacks  []string // must not
			}{
				{"/healthz", 200, []string{"ok"}, nil},
				{"/readyz", 200, []string{"ready"}, nil},
				{"/api/v1/meta", 200, []string{`"revision":3`, `"city":"鄂州市"`, `"accounts":false`}, nil},
				{"/api/v1/chains", 200, []string{`"total":11`, `"光电子信息"`, `"revision":3`}, []string{"null"}},
				{"/api/v1/chains?since=2", 200, []string{`"from":"strong","to":"present"`}, nil},
				{"/api/v1/chains?limit=3", 200, []string{`"next":"`, `"total":11`}, []string{"低碳冶金"}},
				{"/api/v1/chains/optoelectronics", 200, []string{`"six_ones"`, `"blank":true`, `"led_by":"市长"`, `"版本"`}[:3], nil},
				{"/api/v1/chains/chain:optoelectronics", 200, []string{`"id":"chain:optoelectronics"`}, nil},
				{"/api/v1/chains/nowhere", 404, []string{`"chain.not_found"`}, []string{`"request_id":""`}},
				{"/api/v1/chains/optoelectronics/structure", 200, []string{`"feeds"`, `"evidenced":true`}, nil},
				{"/api/v1/links/" + url.PathEscape("link:optoelectronics/led/package"), 200, []string{`"rule":"C-2"`, `"sole":true`, `"fed_by"`, `"answers"`}, nil},
				{"/api/v1/links/" + url.PathEscape("optoelectronics/led/package"), 200, []string{`"id":"link:optoelectronics/led/package"`}, nil},
				{"/api/v1/links/" + url.PathEscape("link:optoelectronics/led/package") + "?as_of=2", 200, []string{`"rule":"C-1"`, `"revision":2`}, nil},
				{"/api/v1/links/none", 404, []string{"link.not_found"}, nil},
				{"/api/v1/gaps", 200, []string{`"weight"`, `"reason"`, `"facts"`, `"source"`, `"confidence"`}, []string{"null"}},
				{"/api/v1/gaps?chain=new-energy&kind=chokepoint&sort=-weight", 200, []string{`"chokepoint"`}, []string{"chain:biomedicine"}},
				{"/api/v1/gaps?chain=nowhere", 422, []string{"query.unknown_chain"}, nil},
				{"/api/v1/gaps?sort=colour", 422, []string{"query.invalid_sort", "weight"}, nil},
				{"/api/v1/gaps?kind=bad", 422, []string{"request.invalid"}, nil},
				{"/api/v1/gaps/" + url.PathEscape("gap:new-energy/battery/lithium"), 200, []string{`"parts"`, `"candidates"`, `"status":"proposed"`}, nil},
				{"/api/v1/gaps/nope", 404, []string{"gap.not_found"}, nil},
				{"/api/v1/gaps/" + url.PathEscape("gap:new-energy/battery/lithium") + "/why", 200, []string{`"revision":3`, `"formula"`, `"label":"牵动"`, `"relation":{"type":"FEEDS"`, `"source":"source:`}, []string{"null"}},
				{"/api/v1/gaps/nope/why", 404, []string{"gap.not_found"}, nil},
				{"/api/v1/gaps/" + url.PathEscape("chain:new-energy") + "/why", 404, []string{"gap.not_found"}, nil},
				{"/api/v1/links/" + url.PathEscape("link:new-energy/battery/cell") + "/why", 200, []string{`"label":"必经"`, `"label_en":"Step 1"`}, []string{"null"}},
				{"/api/v1/links/" + url.PathEscape("link:new-energy/battery/cell"), 200, []string{`"criticality":{"score":`, `"must_passed":[{`, `"hops":1`}, []string{"null"}},
				{"/api/v1/chains/new-energy/why", 200, []string{`"label_en":"Completeness of New energy"`}, []string{"null"}},
				{"/api/v1/targets", 200, []string{`"direction"`, `"anchors"`, `"strategy":"strengthen"`, `"key":"relatedness"`, `"score"`}, []string{"null"}},
				{"/api/v1/targets?strategy=extend", 200, []string{`"direction"`}, []string{`"strategy":"strengthen"`}},
				{"/api/v1/targets?strategy=guess", 422, []string{"request.invalid"}, nil},
				{"/api/v1/targets/" + url.PathEscape("link:optoelectronics/led/epi") + "/why", 200, []string{"firms × links", "exponent 30"}, []string{"null"}},
				{"/api/v1/targets/nowhere/why", 404, []string{"target.not_found"}, nil},
				{"/api/v1/relatedness", 200, []string{`"basis":"firm-link"`, `单一城市不能用城市矩阵`, `"refused":"`, `"cities":[]`, `"density":`}, []string{"null", `"pci"`, `"gain"`, `"advantage"`}},
				{"/api/v1/relatedness?chain=nowhere", 422, []string{"query.unknown_chain"}, nil},
				{"/api/v1/relatedness?sort=colour", 422, []string{"query.invalid_sort", "advantage, density, gain, name, pci"}, nil},
				{"/api/v1/enterprises?reach=local&limit=200", 200, []string{"湖北三安光电"}, []string{`"reach":"country"`}},
				{"/api/v1/enterprises?q=" + url.QueryEscape("三安"), 200, []string{"enterprise:sanan-hubei"}, nil},
				{"/api/v1/enterprises/sanan-hubei", 200, []string{`"customers":[{"id":"enterprise:xinying"`, `"announced"`, `"projects"`, `"value_kind":"planned"`}, nil},
				{"/api/v1/enterprises/park:gedian", 404, []string{"enterprise.not_found"}, nil},
				{"/api/v1/nodes/park:gedian", 200, []string{`"attributes"`, `"provenance"`}, nil},
				{"/api/v1/nodes/enterprise:sanan-hubei/history", 200, []string{`"operation":"created"`}, nil},
				{"/api/v1/nodes/enterprise:sanan-hubei/neighbours?depth=2&limit=20", 200, []string{`"truncated":true`, `"depth":1`}, nil},
				{"/api/v1/nodes/x/neighbours?depth=9", 422, []string{"request.invalid"}, nil},
				{"/api/v1/search?q=sagd", 200, []string{"enterprise:sanan-hubei"}, nil},
				{"/api/v1/search?q=%22%27*", 200, []string{`"items":[]`}, nil},
				{"/api/v1/search", 422, []string{"query.q"}, nil},
				{"/api/v1/history", 200, []string{`"actor":"专班"`, `"revision":3`}, nil},
				{"/api/v1/history/3", 200, []string{"停产", "投产", `"operation":"updated"`}, nil},
				{"/api/v1/history/99", 404, []string{"revision.not_found"}, nil},
				{"/api/v1/diff?from=2", 200, []string{`"from":"strong","to":"present"`, `"total":1`}, nil},
				{"/api/v1/diff?from=2&chain=biomedicine", 200, []string{`"states":[]`, `"total":0`}, nil},
				{"/api/v1/diff?from=yesterday", 422, []string{"request.invalid"}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy", 200, []string{"<svg", "技术结构图", `data-id="link:new-energy/battery/ncm"`}, []string{"<script"}},
				{"/api/v1/diagrams/structure?chain=new-energy&format=json&lang=en", 200, []string{`"shape":"rect"`, "Technology structure"}, nil},
				{"/api/v1/diagrams/application?chain=new-energy", 200, []string{"<svg", "应用领域图", `class="edge"`}, []string{"<script"}},
				{"/api/v1/diagrams/roadmap?chain=new-energy&lang=en", 200, []string{"<svg", "Roadmap", `data-id="project:wandu-1"`}, []string{"<script"}},
				{"/api/v1/diagrams/portrait?chain=biomedicine&lang=en", 200, []string{"<svg", "One-page portrait", `data-id="gap:`}, []string{"<script"}},
				{"/api/v1/meta", 200, []string{`"diagrams":["structure","application","layout","roadmap","targets","changes","portrait","supply","impact"]`, `"roadmap":{"links":true,"details":[]}`, `"structure":{"links":true,"details":["names","overview"]}`, `"targets":{"links":true,"details":[]}`, `"portrait":{"links":false,"details":[]}`}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy&format=png&scale=1&transparent=true", 200, []string{"\x89PNG"}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy&format=pdf&paper=a4&grey=true", 200, []string{"%PDF-", "/URI (http://example.com/chains/new-energy"}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy&format=pptx&connectors=true", 200, []string{"PK", "ppt/slides/slide1.xml"}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy&format=png&scale=9", 422, []string{"scale"}, nil},
				{"/api/v1/diagrams/structure?chain=new-energy&format=pdf&paper=a9", 422, []string{"paper"}, nil},
				{"/api/v1/diagrams/structure?chain=nowhere", 404, []string{"chain.not_found"}, nil},
				{"/api/v1/diagrams/pie?chain=new-energy", 404, []string{"diagram.not_found"}, nil},
				{"/api/v1/diagrams/layout?chain=optoelectronics", 200, []string{"<svg", "产业布局图", `data-id="park:gedian"`}, []string{"<script"}},
				{"/api/v1/diagrams/layout?chain=optoelectronics&from=1", 422, []string{"diagram.from_unused", "query.from"}, nil},
				{"/api/v1/diagrams/changes?chain=optoelectronics&from=2", 200, []string{"<svg", "变化图", "强 → 有", "r2", "r3"}, nil},
				{"/api/v1/diagrams/changes?chain=optoelectronics&from=3&as_of=2&lang=en", 200, []string{"What changed", "present → strong"}, nil},
				{"/api/v1/diagrams/structure?chain=optoelectronics&stage=midstream", 200, []string{"仅中游", "显示 7/23"}, []string{"<script"}},
				{"/api/v1/diagrams/structure?chain=optoelectronics&only_gaps=true&lang=en", 200, []string{"Only gaps", "/23"}, nil},
				{"/api/v1/diagrams/structure?chain=optoelectronics&detail=overview", 200, []string{"概览", "外延与芯片"}, nil},
				{"/api/v1/diagrams/structure?chain=optoelectronics&detail=everything", 422, []string{"detail"}, nil},
				{"/api/v1/diagrams/structure?chain=optoelectronics&stage=sidestream", 422, []string{"stage"}, nil},
				{"/api/v1/diagrams/roadmap?chain=optoelectronics&detail=names", 422, []string{"a roadmap diagram has no detail", "structure or application or layout"}, nil},
				{"/api/v1/diagrams/layout?stage=upstream", 422, []string{"leave out stage"}, nil},
				{"/api/v1/diagrams/supply?of=enterprise:rongbai-hubei", 200, []string{"<svg", "湖北容百", "供应图", `data-id="input/link:new-energy/battery/lithium"`, `href="/enterprises/rongbai-hubei"`}, []string{"<script", "产值"}},
				{"/api/v1/diagrams/supply?of=rongbai-hubei&chain=new-materials&lang=en&format=json", 200, []string{"Supply map", `"id":"supply/rongbai-hubei"`, "New materials chain"}, nil},
				{"/api/v1/diagrams/supply", 422, []string{"diagram.of_missing", "query.of"}, nil},
				{"/api/v1/diagrams/supply?of=nobody", 404, []string{"enterprise.not_found"}, nil},
				{"/api/v1/diagrams/supply?of=rongbai-hubei&chain=biomedicine", 404, []string{"enterprise.not_found"}, nil},
				{"/api/v1/diagrams/layout", 200, []string{"全市", `data-id="park:gedian"`}, nil},
				{"/api/v1/diagrams/impact?of=link:optoelectronics/led/chip", 200, []string{"<svg", "影响图", `data-id="link:optoelectronics/led/package"`}, []string{"<script"}},
				{"/api/v1/diagrams/impact?of=new-energy/battery/cell&lang=en&format=json", 200, []string{"Impact of a failure", "must-pass"}, nil},
				{"/api/v1/diagrams/impact?of=link:optoelectronics/led/nothing", 404, []string{"link.not_found"}, nil},
				{"/api/v1/diagrams/impact?of=chain:optoelectronics", 422, []string{"of one link"}, nil},
				{"/api/v1/diagrams/impact", 422, []string{"diagram.of_missing", "query.of"}, nil},
				{"/api/v1/diagrams/structure", 422, []string{"diagram.chain_missing", "query.chain"}, nil},
				{"/api/v1/diagrams/changes?chain=optoelectronics", 422, []string{"diagram.from_missing", "query.from"}, nil},
				{"/api/v1/diagrams/changes?chain=optoelectronics&from=99", 404, []string{"revision.not_found"}, nil},
				{"/api/v1/chains?colour=red", 422, []string{"query.unknown_parameter", "query.colour"}, nil},
				{"/api/v1/chains?cursor=abc", 422, []string{"query.invalid_cursor"}, nil},
				{"/api/v1/chains?limit=9999", 422, []string{"request.invalid"}, nil},
				{"/api/v1/nowhere", 404, []string{"route.not_found"}, nil},
			} {
				w := do(h, tc.path)
				body := w.Body.String()
				if w.Code != tc.status {
					t.Errorf("%s: status %d, want %d: %.300s", tc.path, w.Code, tc.status, body)
					continue
				}
				for _, want := range tc.holds {
					if !strings.Contains(body, want) {
						t.Errorf("%s lacks %s: %.400s", tc.path, want, body)
					}
				}
				for _, not := range tc.lacks {
					if strings.Contains(body, not) {
						t.Errorf("%s holds %s", tc.path, not)
					}
				}
				if w.Code >= 400 && !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
					t.Errorf("%s: an error of type %s", tc.path, w.Header().Get("Content-Type"))
				}
			}
		})
	}
}

func TestEveryRouteDeclaresItsPermission(t *testing.T) {
	spec, _ := seeded(t, memstore.Open())
	routes := 0
	for path, item := range spec.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			routes++
			if p, _ := op.Extensions[permissionKey].(string); p != string(Read) && p != string(Edit) || p == string(Edit) && op.Method == http.MethodGet {
				t.Errorf("%s %s declares the permission %q", op.Method, path, p)
			}
		}
	}
	if routes < 15 {
		t.Errorf("only %d routes", routes)
	}
}

func TestOpenAPIIsCommitted(t *testing.T) {
	spec, _ := seeded(t, memstore.Open())
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(spec.OpenAPI()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, b.Bytes()) {
		t.Error("openapi.json is not what the routes say; run make generate")
	}
}

func FuzzRequests(f *testing.F) {
	f.Add("/api/v1/search?q=三安&limit=3")
	f.Add("/api/v1/nodes/%2e%2e%2f/neighbours?depth=-1")
	f.Add("/api/v1/diagrams/structure?chain=new-energy&format=svg&page=99")
	_, h := seeded(&testing.T{}, memstore.Open())
	f.Fuzz(func(t *testing.T, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(u.Path, "/") {
			return
		}
		r := &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Host: "x"}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(context.Background()))
		if w.Code >= 500 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	})
}
