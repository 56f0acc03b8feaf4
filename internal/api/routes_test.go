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

	"chainchief/internal/access"
	"chainchief/internal/store/memstore"
)

var update = flag.Bool("update", false, "rewrite the committed OpenAPI file")

// asking is one request with what its answer must be.
type asking struct {
	path   string
	status int
	lines  []string // of expect
}

// TestAnswers asks every route on every store.
func TestAnswers(t *testing.T) {
	packaging := url.PathEscape("link:optoelectronics/led/package")
	lithium := url.PathEscape("gap:new-energy/battery/lithium")
	cell := url.PathEscape("link:new-energy/battery/cell")
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			_, h := seeded(t, open(t))
			for _, path := range []string{"/healthz", "/readyz"} {
				if w := do(h, path); w.Code != http.StatusOK {
					t.Errorf("%s: %d %s", path, w.Code, w.Body)
				}
			}
			for _, tc := range []asking{
				{"/meta", 200, []string{
					`revision=3`,
					`city="鄂州"`,
					`city_en="Ezhou"`,
					`accounts=false`,
					`diagrams=["structure","application","layout","roadmap","targets","changes","whatif","portrait",` +
						`"supply","impact"]`,
					`diagram_options.roadmap={"links":true,"details":[]}`,
					`diagram_options.structure={"links":true,"details":["names","overview","leader"]}`,
					`diagram_options.targets={"links":true,"details":["leader"]}`,
					`diagram_options.portrait={"links":false,"details":[]}`,
				}},
				{"/chains", 200, []string{`total=11`, `items.0.name="光电子信息"`, `revision=3`, `-items.*.movement.*`}},
				{"/chains?since=2", 200, []string{
					`items.0.movement=[{"link":{"id":"link:optoelectronics/led/package","kind":"Link","name":"封装",` +
						`"name_en":"LED packaging"},"from":"strong","to":"present"}]`,
				}},
				{"/chains?limit=3", 200, []string{`next`, `total=11`, `items.2.name`, `-items.3`}},
				{"/chains/optoelectronics", 200, []string{
					`six_ones.0.key="chief"`,
					`six_ones.*.blank=true`,
					`six_ones.*.values.*.led_by="市长"`,
					`scheme={"id":"scheme:chains-2022","name":"鄂州市重点产业链（2022）",` +
						`"version":"2022","valid_from":"2022-02-15"}`,
				}},
				{"/chains/chain:optoelectronics", 200, []string{`id="chain:optoelectronics"`}},
				{"/chains/optoelectronics/structure", 200, []string{
					`feeds.*.evidenced=true`,
					`links.*.id="link:optoelectronics/led/package"`,
				}},
				{"/chains/new-energy/what-if?links=battery%2Flithium", 200, []string{
					`chosen.closes.*.id="gap:new-energy/battery/lithium"`,
					`chosen.text_en`,
					`best.exact=true`,
					`choices.*.link.id="link:new-energy/battery/lithium"`,
				}},
				{"/chains/new-energy/what-if?links=nothing", 404, []string{`code="link.not_found"`}},
				{"/chains/new-energy/what-if?budget=21", 422, nil},
				{"/chains/nothing/what-if", 404, []string{`code="chain.not_found"`}},
				{"/chains/new-energy/why", 200, []string{`label_en="Completeness of New energy"`}},
				{"/links/" + packaging, 200, []string{
					`why.rule="C-2"`,
					`sole=true`,
					`fed_by.*.link.id="link:optoelectronics/led/chip"`,
					`answers.*.known=true`,
					`revision=3`,
				}},
				{"/links/" + url.PathEscape("optoelectronics/led/package"), 200, []string{
					`id="link:optoelectronics/led/package"`,
				}},
				{"/links/" + packaging + "?as_of=2", 200, []string{`why.rule="C-1"`, `revision=2`, `sole=false`}},
				{"/links/" + cell, 200, []string{
					`criticality.score`,
					`criticality.fails`,
					`criticality.effect.rings.0.hops=1`,
				}},
				{"/links/" + cell + "/why", 200, []string{`**.label="必停"`, `**.label_en="Step 1"`}},
				{"/gaps", 200, []string{
					`items.*.weight`,
					`items.*.reason.rule`,
					`items.*.reason.text`,
					`items.*.parts.*.key="pull"`,
					`-items.*.reason.facts`,
					`items.*.affected.links`,
				}},
				{"/gaps?chain=new-energy&kind=chokepoint&sort=-weight", 200, []string{
					`items.*.kinds.*="chokepoint"`,
					`items.*.chain.id="chain:new-energy"`,
					`-items.*.chain.id="chain:biomedicine"`,
				}},
				{"/gaps/" + lithium, 200, []string{
					`parts.*.why`,
					`candidates`,
					`status="proposed"`,
					`reason.facts.*.source`,
					`reason.facts.*.confidence`,
					`affected.links.*.id`,
				}},
				{"/gaps/" + lithium + "/why", 200, []string{
					`revision=3`,
					`formula`,
					`parts.*.label="牵动"`,
					`**.relation.type="FEEDS"`,
					`**.source`,
				}},
				{"/targets", 200, []string{
					`items.*.direction`,
					`items.*.anchors.*.id`,
					`items.*.strategy="strengthen"`,
					`items.0.parts.*.key="relatedness"`,
					`items.*.score`,
				}},
				{"/targets?strategy=extend", 200, []string{`items.*.direction`, `-items.*.strategy="strengthen"`}},
				{"/targets/" + url.PathEscape("link:optoelectronics/led/epi") + "/why", 200, []string{
					`parts.*.label_en="Criticality (exponent 30)"`,
					`**.beside.*.text_en`,
				}},
				{"/relatedness", 200, []string{
					`basis="firm-link"`,
					`refused`,
					`cities=[]`,
					`items.0.density`,
					`items.0.relatedness`,
					`-auc`,
					`-items.*.pci`,
					`-items.*.gain`,
					`-items.*.advantage`,
				}},
				{"/enterprises?reach=local&limit=200", 200, []string{
					`items.*.name="湖北三安光电有限公司"`,
					`-items.*.reach="country"`,
				}},
				{"/enterprises?q=" + url.QueryEscape("三安"), 200, []string{`items.*.id="enterprise:sanan-hubei"`}},
				{"/enterprises/sanan-hubei", 200, []string{
					`customers.0.id="enterprise:xinying"`,
					`announced`,
					`projects`,
					`**.value_kind="planned"`,
				}},
				{"/nodes/park:gedian", 200, []string{`attributes`, `provenance.source`}},
				{"/nodes/enterprise:sanan-hubei/history", 200, []string{
					`items.*.change.operation="created"`,
					`total=1`,
				}},
				{"/nodes/enterprise:sanan-hubei/neighbours?depth=2&limit=20", 200, []string{
					`truncated=true`,
					`nodes.*.depth=1`,
				}},
				{"/search?q=sagd", 200, []string{`items.0.id="enterprise:sanan-hubei"`}},
				{"/search?q=" + url.QueryEscape("三安廣电"), 200, []string{`items.0.id="enterprise:sanan-hubei"`, `items.0.near=true`}},
				{"/search?q=" + url.QueryEscape("光电子信息链"), 200, []string{`items.0.id="chain:optoelectronics"`}},
				{"/search?q=" + url.QueryEscape("招商专班"), 200, []string{`items.0.kind="TaskForce"`}},
				{"/search?q=%22%27*", 200, []string{`items=[]`}},
				{"/history", 200, []string{`items.0.actor="专班"`, `items.0.revision=3`}},
				{"/history/3", 200, []string{
					`changes.0.operation="updated"`,
					`changes.0.fields.0={"field":"stage","zh":"阶段","en":"Stage","from":"投产","from_en":"In` +
						` production","to":"停产","to_en":"Stopped"}`,
				}},
				{"/diff?from=2", 200, []string{
					`states.0.link.id="link:optoelectronics/led/package"`,
					`states.0.from="strong"`,
					`states.0.to="present"`,
					`total=1`,
				}},
				{"/diff?from=2&chain=biomedicine", 200, []string{`states=[]`, `total=0`}},

				{"/nowhere", 404, []string{`code="route.not_found"`}},
				{"/chains/nowhere", 404, []string{`code="chain.not_found"`, `request_id`}},
				{"/links/none", 404, []string{`code="link.not_found"`}},
				{"/gaps/nope", 404, []string{`code="gap.not_found"`}},
				{"/gaps/nope/why", 404, []string{`code="gap.not_found"`}},
				{"/gaps/" + url.PathEscape("chain:new-energy") + "/why", 404, []string{`code="gap.not_found"`}},
				{"/targets/nowhere/why", 404, []string{`code="target.not_found"`}},
				{"/enterprises/park:gedian", 404, []string{`code="enterprise.not_found"`}},
				{"/history/99", 404, []string{`code="revision.not_found"`}},
				{"/nodes/none/history", 404, []string{`code="node.not_found"`}},
				{"/nodes/none/neighbours", 404, []string{`code="node.not_found"`}},
				{"/gaps?as_of=99", 404, []string{`code="revision.not_found"`}},
				{"/gaps?chain=nowhere", 404, []string{`code="chain.not_found"`, `errors.0.location="query.chain"`}},
				{"/enterprises?link=nowhere", 404, []string{`code="link.not_found"`, `errors.0.location="query.link"`}},
				{"/contacts?gap=nowhere", 404, []string{`code="gap.not_found"`, `errors.0.location="query.gap"`}},
				{"/contacts?enterprise=nobody", 404, []string{`code="enterprise.not_found"`}},
				{"/gaps?sort=colour", 422, []string{
					`code="query.invalid_sort"`,
					`detail="query.sort must be one or more of weight, name, chain, necessity, joined by commas; ` +
						`- before a field: from the highest"`,
				}},
				{"/gaps?kind=bad", 422, []string{`code="request.invalid"`, `errors.0.location="query.kind"`}},
				{"/gaps?as_of=yesterday", 422, []string{`code="request.invalid"`}},
				{"/targets?strategy=guess", 422, []string{
					`code="request.invalid"`,
					`errors.0.location="query.strategy"`,
				}},
				{"/relatedness?chain=nowhere", 404, []string{`code="chain.not_found"`}},
				{"/relatedness?sort=colour", 422, []string{
					`code="query.invalid_sort"`,
					`errors.0.location="query.sort"`,
				}},
				{"/nodes/x/neighbours?depth=9", 422, []string{
					`code="request.invalid"`,
					`errors.0.location="query.depth"`,
				}},
				{"/nodes/x/neighbours?as_of=99", 404, []string{`code="revision.not_found"`}},
				{"/search", 422, []string{`errors.0.location="query.q"`}},
				{"/diff?from=yesterday", 422, []string{`code="request.invalid"`}},
				{"/chains?colour=red", 422, []string{
					`code="query.unknown_parameter"`,
					`errors.0.location="query.colour"`,
				}},
				{"/chains?cursor=a+b", 422, []string{`code="query.invalid_cursor"`}},
				{"/chains?cursor=abc", 404, []string{
					`code="query.invalid_cursor"`,
					`errors.0.location="query.cursor"`,
				}},
				{"/chains?limit=9999", 422, []string{`code="request.invalid"`}},
			} {
				ask(t, h, tc)
			}
		})
	}
}

// ask asks a route and checks the answer. Lists are never null, and errors are problems with the id of their request.
func ask(t *testing.T, h http.Handler, tc asking) {
	t.Helper()
	w := do(h, "/api/v1"+tc.path)
	if w.Code != tc.status {
		t.Errorf("%s: status %d, want %d: %.300s", tc.path, w.Code, tc.status, w.Body)
		return
	}
	lines := append([]string{"-**=null"}, tc.lines...)
	if w.Code >= 400 {
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: an error of type %s", tc.path, w.Header().Get("Content-Type"))
		}
		lines = append(lines, "request_id", "detail", "title")
	}
	expect(t, tc.path, w.Body.Bytes(), lines)
}

// TestDiagrams draws over HTTP: what a drawing shows is tested where it is made, here that the route asks for the right
// one.
func TestDiagrams(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			_, h := seeded(t, open(t))
			draw(t, h)
		})
	}
}

func draw(t *testing.T, h http.Handler) {
	t.Helper()
	for _, tc := range []struct {
		path  string
		holds []string // must stand in the file
		lacks []string // must not
	}{
		{"structure?chain=new-energy", []string{"<svg", "技术结构图", `data-id="link:new-energy/battery/ncm"`}, nil},
		{"application?chain=new-energy", []string{"<svg", "应用领域图", `class="edge"`}, nil},
		{"roadmap?chain=new-energy&lang=en", []string{"<svg", "Roadmap", `data-id="project:wandu-1"`}, nil},
		{"portrait?chain=biomedicine&lang=en", []string{"<svg", "One-page portrait", `data-id="gap:`}, nil},
		{"structure?chain=new-energy&format=png&scale=1&transparent=true", []string{"\x89PNG"}, nil},
		{"structure?chain=new-energy&format=pdf&paper=a4&grey=true", []string{
			"%PDF-",
			"/URI (http://example.com/chains/new-energy",
		}, nil},
		{"structure?chain=new-energy&format=pptx&connectors=true", []string{"PK", "ppt/slides/slide1.xml"}, nil},
		{"layout?chain=optoelectronics", []string{"<svg", "产业布局图", `data-id="park:gedian"`}, nil},
		{"changes?chain=optoelectronics&from=2", []string{"<svg", "变化图", "强 → 有", "r2", "r3"}, nil},
		{"changes?chain=optoelectronics&from=3&as_of=2&lang=en", []string{"What changed", "present → strong"}, nil},
		{"structure?chain=optoelectronics&stage=midstream", []string{"仅中游", "显示 7/23"}, nil},
		{"structure?chain=optoelectronics&only_gaps=true&lang=en", []string{"Only gaps", "/23"}, nil},
		{"structure?chain=optoelectronics&detail=overview", []string{"概览", "外延与芯片"}, nil},
		{"structure?chain=optoelectronics&detail=leader", []string{"<svg", "技术结构", "完整度", "数据截至"}, []string{"链长"}},
		{"targets?chain=optoelectronics&detail=leader&lang=en&grey=true", []string{"<svg", "Next", "Gaps shown"}, nil},
		{"supply?of=enterprise:rongbai-hubei", []string{
			"<svg",
			"湖北容百",
			"供应图",
			`data-id="input/link:new-energy/battery/lithium"`,
			`href="/enterprises/rongbai-hubei"`,
		}, []string{"产值"}},
		{"layout", []string{"全市", `data-id="park:gedian"`}, nil},
		{"impact?of=link:optoelectronics/led/chip", []string{
			"<svg",
			"影响图",
			`data-id="link:optoelectronics/led/package"`,
		}, nil},
	} {
		w := do(h, "/api/v1/diagrams/"+tc.path)
		body := w.Body.String()
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", tc.path, w.Code, body)
			continue
		}
		for _, want := range tc.holds {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s: %.400s", tc.path, want, body)
			}
		}
		for _, not := range append(tc.lacks, "<script") {
			if strings.Contains(body, not) {
				t.Errorf("%s holds %s", tc.path, not)
			}
		}
	}
	for _, tc := range []asking{
		{"/diagrams/structure?chain=new-energy&format=json&lang=en", 200, []string{
			`0.lang="en"`,
			`0.id="structure/new-energy"`,
			`0.title="New energy chain · Technology structure"`,
		}},
		{"/diagrams/supply?of=rongbai-hubei&chain=new-materials&lang=en&format=json", 200, []string{
			`0.id="supply/rongbai-hubei"`,
			`0.lang="en"`,
		}},
		{"/diagrams/impact?of=new-energy/battery/cell&lang=en&format=json", 200, []string{`0.lang="en"`, `0.title`}},
		{"/diagrams/structure?chain=new-energy&format=png&scale=9", 422, []string{`errors.0.location="query.scale"`}},
		{"/diagrams/structure?chain=new-energy&format=pdf&paper=a9", 422, []string{`errors.0.location="query.paper"`}},
		{"/diagrams/structure?chain=nowhere", 404, []string{`code="chain.not_found"`}},
		{"/diagrams/pie?chain=new-energy", 404, []string{`code="diagram.not_found"`}},
		{"/diagrams/layout?chain=optoelectronics&from=1", 422, []string{
			`code="diagram.from_unused"`,
			`errors.0.location="query.from"`,
		}},
		{"/diagrams/structure?chain=optoelectronics&detail=everything", 422, []string{
			`errors.0.location="query.detail"`,
		}},
		{"/diagrams/structure?chain=optoelectronics&stage=sidestream", 422, []string{
			`errors.0.location="query.stage"`,
		}},
		{"/diagrams/roadmap?chain=optoelectronics&detail=names", 422, []string{
			`code="diagram.detail_unused"`,
			`errors.0.message="the roadmap diagram has no detail \"names\"; ` +
				`leave detail out, or draw structure or application or layout"`,
		}},
		{"/diagrams/layout?stage=upstream", 422, []string{
			`code="diagram.stage_unused"`,
			`errors.0.message="the layout of the city is of chains, not of links that can be left out; ` +
				`leave out stage and only_gaps, or draw another kind: structure, application, layout, roadmap, ` +
				`targets, changes of a chain take them"`,
		}},
		{"/diagrams/supply", 422, []string{`code="diagram.of_missing"`, `errors.0.location="query.of"`}},
		{"/diagrams/supply?of=nobody", 404, []string{`code="enterprise.not_found"`}},
		{"/diagrams/supply?of=rongbai-hubei&chain=biomedicine", 404, []string{`code="enterprise.not_found"`}},
		{"/diagrams/impact?of=link:optoelectronics/led/nothing", 404, []string{`code="link.not_found"`}},
		{"/diagrams/impact?of=chain:optoelectronics", 422, []string{
			`code="diagram.of_invalid"`,
			`errors.0.message="the impact diagram is of one link, not of \"chain:optoelectronics\"; name it by its id"`,
		}},
		{"/diagrams/impact", 422, []string{`code="diagram.of_missing"`, `errors.0.location="query.of"`}},
		{"/diagrams/structure", 422, []string{`code="diagram.chain_missing"`, `errors.0.location="query.chain"`}},
		{"/diagrams/changes?chain=optoelectronics", 422, []string{
			`code="diagram.from_missing"`,
			`errors.0.location="query.from"`,
		}},
		{"/diagrams/changes?chain=optoelectronics&from=99", 404, []string{`code="revision.not_found"`}},
	} {
		ask(t, h, tc)
	}
}

func TestEveryRouteDeclaresItsPermission(t *testing.T) {
	spec, _ := seeded(t, memstore.Open())
	known := map[access.Permission]bool{}
	for _, role := range access.Roles {
		for _, p := range role.Permissions() {
			known[p] = true
		}
	}
	routes := 0
	for path, item := range spec.OpenAPI().Paths {
		for _, op := range operationsOf(item) {
			if op == nil {
				continue
			}
			routes++
			ofSession := strings.HasPrefix(path, "/api/v1/session")
			if p := needed(op); ofSession != (p == access.Own || p == access.Public) || !ofSession && !known[p] {
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
