package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"chainchief/graph"
	"chainchief/internal/crosswalk"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/danielgtaylor/huma/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is a server held against the file of the API.
type contract struct {
	spec    *huma.OpenAPI
	handler http.Handler
	file    *jsonschema.Compiler // knows the file as openapi.json
}

// underContract is a server over the seeds with a data set whose products are matched.
func underContract(t *testing.T) contract {
	t.Helper()
	// Cursors name the moment, and how old facts are counts from the day.
	clock := func() time.Time { return time.Date(2026, 11, 29, 4, 0, 0, 0, time.UTC) }
	s := filledWith(t, store.New(memstore.Open()).WithClock(clock), func(*graph.Node) {})
	if _, err := s.Apply(t.Context(), set()); err != nil {
		t.Fatal(err)
	}
	now, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := crosswalk.Propose(t.Context(), s, now, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), p.Changes); err != nil {
		t.Fatal(err)
	}
	server := New(Options{Store: s, Studio: drawing.New(nil), Version: "test"})
	server.now = clock
	return held(t, server)
}

// held is a server with its file.
func held(t *testing.T, s *Server) contract {
	t.Helper()
	spec, h := s.build()
	data, err := json.Marshal(spec.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	file := jsonschema.NewCompiler()
	if err := file.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	return contract{spec.OpenAPI(), h, file}
}

// wrong says what is wrong with a value by the schema at a place of the file.
func (c contract) wrong(t *testing.T, value any, place ...string) error {
	t.Helper()
	for i, part := range place {
		place[i] = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", "+", "%2B").Replace(part)
	}
	schema, err := c.file.Compile("openapi.json#/" + strings.Join(place, "/"))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

// takes tells whether the file allows a request.
func (c contract) takes(t *testing.T, op *huma.Operation, r *http.Request, body []byte) bool {
	t.Helper()
	method := strings.ToLower(op.Method)
	for i, p := range op.Parameters {
		value, given := r.URL.Query().Get(p.Name), r.URL.Query().Has(p.Name)
		if p.In == "path" {
			value, given = fmt.Sprint(p.Example), true
		}
		place := []string{"paths", op.Path, method, "parameters", strconv.Itoa(i), "schema"}
		if !given && p.Required || given && c.wrong(t, typed(value, p.Schema), place...) != nil {
			return false
		}
	}
	for name := range r.URL.Query() {
		if !slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == name }) {
			return false
		}
	}
	if op.RequestBody == nil {
		return true
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	place := []string{"paths", op.Path, method, "requestBody", "content", "application/json", "schema"}
	return err == nil && c.wrong(t, v, place...) == nil
}

// typed reads a parameter as its schema has it; what is written otherwise stays a text.
func typed(value string, s *huma.Schema) any {
	if s.Type == huma.TypeBoolean || s.Type == huma.TypeInteger && whole.MatchString(value) {
		if v, err := jsonschema.UnmarshalJSON(strings.NewReader(value)); err == nil {
			return v
		}
	}
	return value
}

// sometimes are the headers that only some answers have.
var sometimes = []string{"X-Missing-Characters", "Idempotency-Replayed"}

// knows says what is wrong with an answer by the file.
func (c contract) knows(t *testing.T, op *huma.Operation, answer *httptest.ResponseRecorder) error {
	t.Helper()
	status := strconv.Itoa(answer.Code)
	declared, place := op.Responses[status], []string{"paths", op.Path, strings.ToLower(op.Method), "responses", status}
	if declared == nil {
		return fmt.Errorf("the status is not declared")
	}
	if declared.Ref != "" {
		declared, place = c.spec.Components.Responses[status], []string{"components", "responses", status}
	}
	for name := range declared.Headers {
		if answer.Header().Get(name) == "" && !slices.Contains(sometimes, name) {
			return fmt.Errorf("the header %s is missing", name)
		}
	}
	kind := answer.Header().Get("Content-Type")
	if declared.Content[kind] == nil {
		return fmt.Errorf("the type %q is not declared", kind)
	}
	if !strings.HasSuffix(kind, "json") {
		return nil
	}
	v, err := jsonschema.UnmarshalJSON(answer.Body)
	if err != nil {
		return err
	}
	return c.wrong(t, v, append(place, "content", kind, "schema")...)
}

// operations are those of the file, readers first, so that what is written changes no example of what is read.
func (c contract) operations() (list []*huma.Operation) {
	for _, item := range c.spec.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op != nil {
				list = append(list, op)
			}
		}
	}
	slices.SortFunc(list, func(a, b *huma.Operation) int {
		return strings.Compare(a.Method+a.OperationID, b.Method+b.OperationID)
	})
	return list
}

// ofPeople tells whether an operation is answered from the application database: what is said of accounts hangs on
// secrets, drafts on files. people_test and drafts_test play them.
func ofPeople(op *huma.Operation) bool {
	return slices.Contains([]string{"session", "accounts", "settings", "audit", "drafts", "mappings", "sendings"},
		strings.Split(op.Path, "/")[3])
}

// example is the request that the file shows for an operation.
func example(op *huma.Operation) *http.Request {
	path, query := op.Path, url.Values{}
	for _, p := range op.Parameters {
		switch {
		case p.Example == nil:
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(fmt.Sprint(p.Example)))
		case p.In == "query":
			query.Set(p.Name, fmt.Sprint(p.Example))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if op.RequestBody == nil {
		return httptest.NewRequest(op.Method, path, nil)
	}
	data, _ := json.Marshal(op.RequestBody.Content["application/json"].Example) // came from JSON
	r := posted(path, string(data))
	r.Method = op.Method
	return r
}

func posted(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// answers sends a request, and tells whether the file takes it; the answer must be one that the file knows.
func (c contract) answers(t *testing.T, op *huma.Operation, r *http.Request) (status int, body []byte, takes bool) {
	t.Helper()
	sent, _ := io.ReadAll(r.Body) // from memory
	r.Body = io.NopCloser(bytes.NewReader(sent))
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	body = bytes.Clone(w.Body.Bytes())
	if err := c.knows(t, op, w); err != nil {
		t.Errorf("%s %s: the answer %d is not as the file says: %v: %.300s", r.Method, r.URL, w.Code, err, body)
	}
	return w.Code, body, c.takes(t, op, r, sent)
}

// TestOperationsAreDescribed: every operation and parameter says what it is for and shows an example.
func TestOperationsAreDescribed(t *testing.T) {
	c := underContract(t)
	known := map[string]bool{}
	for _, tag := range c.spec.Tags {
		known[tag.Name] = tag.Description != ""
	}
	if len(c.operations()) < 36 {
		t.Errorf("only %d operations", len(c.operations()))
	}
	for _, op := range c.operations() {
		name := op.OperationID
		if op.Summary == "" || op.Description == "" {
			t.Errorf("%s: add what it is for to abouts", name)
		}
		if len(op.Tags) != 1 || !known[op.Tags[0]] {
			t.Errorf("%s: the tag %v has no description", name, op.Tags)
		}
		for _, p := range op.Parameters {
			if p.Description == "" {
				t.Errorf("%s: %s is not described", name, p.Name)
			}
			if p.Required && p.Example == nil {
				t.Errorf("%s: %s has no example", name, p.Name)
			}
		}
		if op.RequestBody != nil && string(op.RequestBody.Content["application/json"].Example.(json.RawMessage)) == "" {
			t.Errorf("%s has no example of its body", name)
		}
		wanted := []string{"200", "401", "403", "421", "422", "429", "500", "503", "504"}
		if op.Method == http.MethodGet {
			wanted = append(wanted, "304")
		} else {
			wanted = append(wanted, "400", "408", "409", "413", "415", "507")
		}
		for _, status := range wanted {
			if op.Responses[status] == nil {
				t.Errorf("%s does not declare %s", name, status)
			}
		}
	}
	of := c.spec.Paths["/api/v1/diagrams/{kind}"].Get
	for kind, format := range map[string]string{
		"image/svg+xml": "", "image/png": "binary", "application/pdf": "binary", drawing.MediaTypes["pptx"]: "binary",
	} {
		content := of.Responses["200"].Content[kind]
		if content == nil || content.Schema.Format != format || content.Schema.ContentEncoding != "" {
			t.Errorf("a drawing as %s is %+v", kind, content)
		}
	}
}

// passing are times and days of the answer itself, which differ from run to run.
var passing = regexp.MustCompile(`"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)"`)

// TestExamplesAreAnswered plays what the file shows of every operation. The answers that it shows are those, lists cut
// to their first item.
func TestExamplesAreAnswered(t *testing.T) {
	c := underContract(t)
	shown := map[string]json.RawMessage{}
	for _, op := range c.operations() {
		if ofPeople(op) {
			continue
		}
		status, body, takes := c.answers(t, op, example(op))
		if status != http.StatusOK || !takes {
			t.Errorf("%s: %d, the file takes it: %v: %.300s", op.OperationID, status, takes, body)
			continue
		}
		if op.OperationID == "diagram" || op.OperationID == "workbook" {
			continue
		}
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(cut(v))
		if err != nil {
			t.Fatal(err)
		}
		data = passing.ReplaceAll(data, []byte(`"2026-11-29T12:00:00+08:00"`))
		today := `"` + string(graph.Today(time.Now())) + `"`
		shown[op.OperationID] = bytes.ReplaceAll(data, []byte(today), []byte(`"2026-11-29"`))
	}
	data, err := json.MarshalIndent(shown, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("examples.json", append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(bytes.TrimSpace(answered), data) {
		t.Error("examples.json is not what is answered; run make generate")
	}
}

// cut leaves the first item of every list.
func cut(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for name, value := range x {
			x[name] = cut(value)
		}
	case []any:
		if len(x) > 0 {
			return []any{cut(x[0])}
		}
	}
	return v
}

// values of parameters by their name, some that the file must take and some that it must not.
var values = map[string]struct{ good, bad []string }{
	"as_of": {
		[]string{"1", "r2", "2026-12-31", "2026-12", "2026-Q4", "2028-02-29", "2026-12-31T23:59:59Z",
			"2026-12-31T23:59:59.5+08:00"},
		[]string{"§", "0", "r0", "007", "-1", "+1", "1.0", "r", "yesterday", "2026-02-30", "2026-02-29", "2026-13",
			"2026-Q5", "2026-12-31 10:00", "2026-12-31T25:00:00Z", "2026-12-31t10:00:00z", "9999999999999999999", ""},
	},
	"limit": {
		[]string{"1", "50"},
		[]string{"", "0", "-1", "+1", "01", "1e1", "1.0", "501", "x", "9999999999999999999"},
	},
	"links":     {[]string{"battery/lithium", "battery/lithium,battery/nickel", "nowhere"}, nil},
	"budget":    {[]string{"1", "20"}, []string{"", "0", "21", "1.5", "x"}},
	"objective": {[]string{"unlock", "reach"}, []string{"", "cost"}},
	"depth":     {[]string{"1", "4"}, []string{"", "0", "5", "1.5", "x"}},
	"cursor":    {[]string{"000", "abc", "_-"}, []string{"a b", "=", "§", "a+b", strings.Repeat("a", 201)}},
	"kind":      {[]string{"missing", "Chain", "structure"}, []string{"", "Missing", "x,y", "§"}},
	"status":    {[]string{"closed", "open"}, []string{"", "closed,assigned"}},
	"stage":     {[]string{"lead", "upstream"}, []string{"", "start"}},
	"reach":     {[]string{"local"}, []string{"", "near"}},
	"strategy":  {[]string{"extend"}, []string{"", "fill"}},
	"gone":      {[]string{"true", "false"}, []string{"", "1", "TRUE", "yes"}},
	"sort": {
		[]string{"name", "-name", "name,-name"},
		[]string{"colour", "name,", ",name", "--name", "name;x", " name"},
	},
	"q":           {[]string{"三安", "a"}, []string{strings.Repeat("长", 101), "\xff"}},
	"chain":       {[]string{"", "new-energy", "nowhere", "a b"}, []string{strings.Repeat("x", 201), "\xff"}},
	"other":       {[]string{"sanan-hubei", "nobody"}, []string{strings.Repeat("x", 301)}},
	"stays":       {[]string{"sanan", "sanan-hubei"}, []string{strings.Repeat("x", 301)}},
	"state":       {[]string{"open", "judged"}, []string{"", "later"}},
	"link":        {[]string{"optoelectronics/led/chip", "nowhere"}, []string{strings.Repeat("x", 301)}},
	"gap":         {[]string{"optoelectronics/led/chip", "nowhere"}, []string{strings.Repeat("x", 301)}},
	"enterprise":  {[]string{"sanan-hubei", "nobody"}, []string{strings.Repeat("x", 301)}},
	"of":          {[]string{"optoelectronics/led/chip"}, []string{strings.Repeat("x", 301)}},
	"revision":    {[]string{"1", "999999999999999"}, []string{"0", "-1", "007", "x", "1.0", "9999999999999999"}},
	"format":      {[]string{"svg", "json"}, []string{"", "gif", "SVG"}},
	"lang":        {[]string{"zh", "en"}, []string{"", "de"}},
	"detail":      {[]string{"full", "names"}, []string{"", "all"}},
	"paper":       {[]string{"a4"}, []string{"", "letter"}},
	"page":        {[]string{"1"}, []string{"", "0", "101"}},
	"scale":       {[]string{"1"}, []string{"", "0", "5"}},
	"only_gaps":   {[]string{"true"}, []string{"", "1"}},
	"grey":        {[]string{"true"}, []string{"", "on"}},
	"transparent": {[]string{"true"}, []string{"", "t"}},
	"connectors":  {[]string{"false"}, []string{"", "F"}},
	"chains":      {[]string{"", "new-energy", "new-energy,biomedicine", "nowhere"}, []string{strings.Repeat("x", 2001)}},
	"park":        {[]string{"gedian", "nowhere"}, []string{strings.Repeat("x", 301)}},
	"list":        {[]string{"parks", "parks,links", "parks,parks", "nowhere"}, []string{strings.Repeat("x", 1001)}},
	"blank":       {[]string{"true"}, []string{"", "1"}},
	"unit":        {[]string{"nobody"}, []string{strings.Repeat("x", 301)}},
	"column":      {[]string{".kind", "name", "nothing"}, []string{strings.Repeat("x", 101)}},
	"path.check":  {[]string{"stale", "nothing"}, []string{strings.Repeat("x", 41)}},
	"path.key":    {[]string{"parks", "nothing"}, []string{strings.Repeat("x", 101)}},
	"watermark":   {[]string{"true", "false"}, []string{"", "1"}},
	"path.kind":   {[]string{"structure", "nothing"}, []string{strings.Repeat("x", 41)}},
	"id":          {[]string{"nowhere", "三安"}, []string{strings.Repeat("x", 301)}},
}

func init() {
	for _, name := range []string{"since", "from", "to"} {
		values[name] = values["as_of"]
	}
}

// TestParametersAreWhatTheFileSays: what the file allows is answered, or is not there; what it forbids is refused, and
// the answer says which parameter it is.
func TestParametersAreWhatTheFileSays(t *testing.T) {
	c := underContract(t)
	tried := 0
	for _, op := range c.operations() {
		if op.Method != http.MethodGet || ofPeople(op) {
			continue
		}
		for _, p := range op.Parameters {
			of, known := values[p.In+"."+p.Name]
			if !known {
				of, known = values[p.Name]
			}
			if !known {
				t.Errorf("%s: add values of %s", op.OperationID, p.Name)
			}
			for _, value := range slices.Concat(of.good, of.bad) {
				copied := *op
				copied.Parameters = nil
				for _, other := range op.Parameters {
					one := *other
					if one.Name == p.Name {
						one.Example = value
					}
					copied.Parameters = append(copied.Parameters, &one)
				}
				good := slices.Contains(of.good, value) && fits(p.Schema, value)
				c.holds(t, &copied, p, good)
				tried++
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d values were tried", tried)
	}
}

// fits tells whether a value is one of a schema with an enumeration or bounds; which values a pattern takes stands in
// the table.
func fits(s *huma.Schema, value string) bool {
	var n int
	switch {
	case len(s.Enum) > 0:
		return slices.Contains(s.Enum, any(value))
	case s.Type == huma.TypeInteger:
		_, err := fmt.Sscan(value, &n)
		return err == nil && float64(n) <= *s.Maximum
	}
	return true
}

// holds sends a request that differs from an example in one parameter.
func (c contract) holds(t *testing.T, op *huma.Operation, p *huma.Param, good bool) {
	t.Helper()
	r := example(op)
	status, body, takes := c.answers(t, op, r)
	rule := op.OperationID == "diagram" // which options fit which kind
	switch {
	case status >= http.StatusInternalServerError:
		t.Errorf("%s: %d %s", r.URL, status, body)
	case good != takes && utf8.ValidString(r.URL.Query().Get(p.Name)):
		t.Errorf("%s: the file takes %s: %v", r.URL, p.Name, takes)
	case good && status != http.StatusOK && status != http.StatusNotFound && !rule:
		t.Errorf("%s: %d for what the file takes: %s", r.URL, status, body)
	case !good && (status < 400 || status == http.StatusNotFound && p.In == "query"):
		t.Errorf("%s: %d for what must be refused: %.200s", r.URL, status, body)
	case !good && status == http.StatusUnprocessableEntity && !bytes.Contains(body, []byte(`"`+p.In+"."+p.Name+`"`)) &&
		!rule:
		t.Errorf("%s: the answer does not name %s: %s", r.URL, p.Name, body)
	}
}

// TestBodiesAreWhatTheFileSays: of each body that the file forbids the refusal names the field and what is wanted, in
// plain words.
func TestBodiesAreWhatTheFileSays(t *testing.T) {
	c := underContract(t)
	post := map[string]*huma.Operation{}
	for _, op := range c.operations() {
		post[op.OperationID] = op
	}
	for _, tc := range []struct {
		operation, body string
		status          int
		says            string
	}{
		{"comment-gap", ``, 400, `request body is required`},
		{"comment-gap", `{`, 400, `is not JSON: at byte 1`},
		{"comment-gap", `[]`, 422, `body must be an object with fields`},
		{"comment-gap", `{}`, 422, `the field \"text\" is missing`},
		{"comment-gap", `{"text":["a"]}`, 422, `body.text must be a text`},
		{"comment-gap", `{"text":""}`, 422, `body.text must have 1 characters or more`},
		{"comment-gap", `{"text":"a","colour":1}`, 422, `body.colour there is no such field`},
		{"comment-gap", `{"text":"a","by":null}`, 400, `by is null: give a value, or leave it out`},
		{"comment-gap", `{"text":"a\u0007b"}`, 422, `body.text must be text without control characters`},
		{"comment-gap", `{"text":"a\ud800b"}`, 422, `body.text must be text without control characters`},
		{"comment-gap", `{"text":"a","by":"市长\n r999"}`, 422, `body.by must be one line of text`},
		{"decide-gap", `{"base":1.5,"status":"confirmed"}`, 422, `body.base must be a whole number`},
		{"decide-gap", `{"base":"1","status":"confirmed"}`, 422, `body.base must be a whole number`},
		{"decide-gap", `{"base":0,"status":"confirmed"}`, 422, `body.base must be 1 or more`},
		{"decide-gap", `{"base":1e30,"status":"confirmed"}`, 422, `body.base must be 999999999999999 or less`},
		{"decide-gap", `{"base":1,"status":"open"}`, 422, `body.status must be one of`},
		{"decide-gap", `{"base":1,"status":"assigned","due":"2026-02-30"}`, 422, `body.due must be a day, as 2026-12-31`},
		{"set-weights", `{"weights":5,"reason":"x"}`, 422, `body.weights must be an object with fields`},
		{"set-weights", `{"weights":` + strings.Replace(exampleWeights, `"users":3`, `"users":1e9`, 1) + `,"reason":"x"}`,
			422, `body.weights.choke.users must be`},
		{"set-weights", `{"weights":` + exampleWeights + `,"reason":"x\ny"}`, 422, `body.reason must be one line`},
	} {
		op := post[tc.operation]
		path := example(op).URL.RequestURI()
		status, body, takes := c.answers(t, op, posted(path, tc.body))
		switch {
		case takes:
			t.Errorf("%s: the file takes %s", tc.operation, tc.body)
		case status != tc.status || !strings.Contains(string(body), tc.says):
			t.Errorf("%s %s: %d %s; want %d %s", tc.operation, tc.body, status, body, tc.status, tc.says)
		case strings.Contains(string(body), "Go ") || strings.Contains(string(body), "int64"):
			t.Errorf("%s %s tells of our programs: %s", tc.operation, tc.body, body)
		}
	}
	for _, by := range []string{"system", "seed", "import", "match"} {
		op := post["comment-gap"]
		status, body, _ := c.answers(t, op, posted(example(op).URL.RequestURI(), `{"text":"a","by":"`+by+`"}`))
		if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), "actor.reserved") {
			t.Errorf("by %s: %d %s", by, status, body)
		}
	}
}

// TestCursorsBelongToTheirList: a cursor of another list, or of the same one with other filters, order or moment, is
// refused; with another limit it goes on.
func TestCursorsBelongToTheirList(t *testing.T) {
	c := underContract(t)
	const base = "/api/v1"
	next := func(path string) string {
		var list List[json.RawMessage]
		fetch(t, c.handler, base+path, &list)
		if list.Next == "" || list.Total <= len(list.Items) {
			t.Fatalf("%s has one page: %d of %d", path, len(list.Items), list.Total)
		}
		return list.Next
	}
	gaps := next("/gaps?limit=2")
	for path, want := range map[string]int{
		"/gaps?limit=5&cursor=":           200,
		"/gaps?cursor=":                   200,
		"/gaps?kind=missing&cursor=":      404,
		"/gaps?sort=name&cursor=":         404,
		"/gaps?as_of=r2&cursor=":          404,
		"/enterprises?limit=2&cursor=":    404,
		"/history?limit=2&cursor=":        404,
		"/gaps?limit=2&q=&cursor=":        200,
		"/gaps?limit=2&gone=true&cursor=": 404,
	} {
		if w := do(c.handler, base+path+gaps); w.Code != want {
			t.Errorf("%s: %d, want %d: %s", path, w.Code, want, w.Body)
		}
	}
	decide := base + "/gaps/optoelectronics%2Fled%2Fsubstrate/decision"
	if w := send(c.handler, decide, Decision{Base: 2, Status: "confirmed"}); w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	for _, path := range []string{"/history?limit=1", "/chains?limit=2", "/targets?limit=2", "/relatedness?limit=2",
		"/enterprises?limit=2&reach=local", "/gaps/optoelectronics%2Fled%2Fsubstrate/candidates?limit=1",
		"/nodes/gap:optoelectronics%2Fled%2Fsubstrate/history?limit=1",
		"/links/optoelectronics%2Fled%2Fchip/candidates?limit=1"} {
		pages, seen := 0, map[string]bool{}
		for cursor, total := "", -1; pages == 0 || cursor != ""; pages++ {
			var list List[json.RawMessage]
			fetch(t, c.handler, base+path+"&cursor="+cursor, &list)
			for _, item := range list.Items {
				if seen[string(item)] {
					t.Fatalf("%s: an item comes twice: %.200s", path, item)
				}
				seen[string(item)] = true
			}
			if total >= 0 && list.Total != total {
				t.Errorf("%s: %d in all, then %d", path, total, list.Total)
			}
			if total, cursor = list.Total, list.Next; cursor == "" && len(seen) != total {
				t.Errorf("%s: %d of %d came", path, len(seen), total)
			}
		}
		if pages < 2 {
			t.Errorf("%s has one page", path)
		}
	}
}
