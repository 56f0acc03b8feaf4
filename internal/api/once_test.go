package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/crosswalk"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"

	"github.com/danielgtaylor/huma/v2"
)

// sentWith is the answer to a write under a key (empty: none).
func sentWith(t *testing.T, h http.Handler, path, body, key string) *httptest.ResponseRecorder {
	t.Helper()
	r := posted(path, body)
	if key != "" {
		r.Header.Set(keyHeader, key)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// replaying fails unless an answer is a first one given again.
func replaying(t *testing.T, who string, first, again *httptest.ResponseRecorder) {
	t.Helper()
	if again.Code != http.StatusOK || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Fatalf("%s: %d %v %.400s", who, again.Code, again.Header(), again.Body)
	}
	if a, b := first.Body.String(), again.Body.String(); a != b {
		t.Errorf("%s:\n%.600s\nthe first was\n%.600s", who, differing(b, a), differing(a, b))
	}
}

// matched is a store of the seeds with a data set whose products are matched.
func matched(t *testing.T, d store.Driver) *store.Store {
	t.Helper()
	s := filled(t, d)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Apply(t.Context(), set())
	must(err)
	g, err := s.Snapshot(t.Context())
	must(err)
	p, err := crosswalk.Propose(t.Context(), s, g, "test")
	must(err)
	_, err = s.Apply(t.Context(), p.Changes)
	must(err)
	return s
}

// onServers are the writes that are also sent again to Neo4j, where each takes ten seconds: what they write is a node,
// a relation, several of both, and what rules say anew.
var onServers = []string{"comment-gap", "decide-gaps", "move-contact", "merge-enterprise", "set-weights"}

// TestEveryWriteCanBeSentAgain: every route that writes gives the answer of the first time to a request that comes
// again, whoever wrote since and whichever server is asked; of the same key for something else it says so.
func TestEveryWriteCanBeSentAgain(t *testing.T) {
	spec, _ := New(Options{Store: filled(t, memstore.Open())}).build()
	routes := 0
	for path, item := range spec.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil || ofPeople(op) {
				continue
			}
			keyed := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool {
				return p.In == "header" && p.Name == keyHeader && p.Description != ""
			})
			if writes := !strings.HasPrefix(op.OperationID, "preview-"); keyed != writes {
				t.Errorf("%s %s writes: %v, takes a key: %v", op.Method, path, writes, keyed)
			}
			if !keyed {
				continue
			}
			routes++
			for name, open := range drivers {
				if name == "neo4jstore" && !slices.Contains(onServers, op.OperationID) {
					continue
				}
				t.Run(op.OperationID+"/"+name, func(t *testing.T) { sentAgain(t, op, open(t)) })
			}
		}
	}
	for _, id := range onServers {
		if !slices.ContainsFunc(operations(spec), func(op *huma.Operation) bool { return op.OperationID == id }) {
			t.Errorf("there is no operation %s", id)
		}
	}
	if routes < 8 {
		t.Errorf("only %d routes", routes)
	}
}

func sentAgain(t *testing.T, op *huma.Operation, d store.Driver) {
	ctx := t.Context()
	s := matched(t, d)
	h := New(Options{Store: s}).Handler()
	other := New(Options{Store: store.New(d)}).Handler()
	r := example(op)
	var read bytes.Buffer
	_, _ = read.ReadFrom(r.Body) // from memory
	path, body, key := r.URL.RequestURI(), read.String(), "a-key"
	if op.OperationID == "set-weights" { // the example sets what is in force
		other := analysis.DefaultWeights()
		other.Gap.Pull, other.Gap.Lack = other.Gap.Lack, other.Gap.Pull
		data, err := json.Marshal(WeightsChange{Weights: other, Reason: "试", By: "专班"})
		if err != nil {
			t.Fatal(err)
		}
		body = string(data)
	}
	if op.OperationID == "split-enterprise" { // what the example parts was merged before
		merge := `{"goes":"enterprise:aoruide","reason":"试","by":"专班"}`
		if w := sentWith(t, h, "/api/v1/enterprises/enterprise:sanan-hubei/merge", merge, ""); w.Code != http.StatusOK {
			t.Fatalf("merge: %d %s", w.Code, w.Body)
		}
	}
	revision := func() graph.Revision {
		set, err := s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return set.Revision
	}
	before := revision()
	first := sentWith(t, h, path, body, key)
	if first.Code != http.StatusOK || first.Header().Get("Idempotency-Replayed") != "" {
		t.Fatalf("%d %v %.300s", first.Code, first.Header(), first.Body)
	}
	made := revision()
	if made == before {
		t.Fatal("the example writes nothing")
	}
	replaying(t, "at once", first, sentWith(t, h, path, body, key))
	spaced := strings.Replace(body, "{", "{ ", 1)
	replaying(t, "written otherwise", first, sentWith(t, h, path, spaced, key))
	replaying(t, "another server", first, sentWith(t, other, path, body, key))
	if now := revision(); now != made {
		t.Errorf("sent again it wrote revision %d after %d", now, made)
	}
	for _, x := range []string{substrateGap, "gap:optoelectronics/led/gallium"} { // others write, on the same too
		w := send(h, "/api/v1/gaps/"+url.PathEscape(x)+"/comments", Remark{Text: "另一件事", By: "别人"})
		if w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	weights := analysis.DefaultWeights()
	weights.Gap.Pull, weights.Gap.Lack = weights.Gap.Pull+1, weights.Gap.Lack-1
	if w := send(h, "/api/v1/weights", WeightsChange{Weights: weights, Reason: "另一次", By: "别人"}); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	c := graph.Changes{Actor: "别人"}
	entries, err := s.Entries(ctx, before+1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		switch {
		case e.After == nil:
		case e.After.Node != nil && e.After.Node.Kind == graph.KindGap:
			changed := *e.After.Node
			changed.Attrs = maps.Clone(changed.Attrs)
			changed.Name += fmt.Sprint("改", i)
			changed.Attrs["decision"] = "另有安排"
			c.Nodes = append(c.Nodes, changed)
		case e.After.Relation != nil:
			fields := map[graph.RelationType]string{graph.Targets: "next", graph.Matches: "note"}
			if of := fields[e.After.Relation.Type]; of != "" {
				changed := *e.After.Relation
				changed.Attrs = maps.Clone(changed.Attrs)
				changed.Attrs[of] = "别人改过"
				c.Relations = append(c.Relations, changed)
			}
		}
	}
	if _, err := s.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	made = revision()
	replaying(t, "after others wrote", first, sentWith(t, h, path, body, key))
	replaying(t, "after others wrote, another server", first, sentWith(t, other, path, body, key))
	if now := revision(); now != made {
		t.Errorf("sent again it wrote revision %d after %d", now, made)
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(body), &fields); err != nil {
		t.Fatal(err)
	}
	fields["by"] = "另一个岗位"
	changed, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	w := sentWith(t, other, path, string(changed), key)
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("something else with the same key: %d %.300s", w.Code, w.Body)
	}
	expect(t, "reused", w.Body.Bytes(), []string{`code="idempotency_key.reused"`})
	for _, bad := range []string{"a b", "键", strings.Repeat("x", 129), "a\x7f"} {
		if w := sentWith(t, h, path, body, bad); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("the key %q: %d %.300s", bad, w.Code, w.Body)
		}
	}
	twice := posted(path, body)
	twice.Header[keyHeader] = []string{"a", "b"}
	none := posted(path, body)
	none.Header[keyHeader] = []string{""}
	for _, r := range []*http.Request{twice, none} {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("keys %q: %d %.300s", r.Header[keyHeader], w.Code, w.Body)
		}
	}
	if now := revision(); now != made {
		t.Errorf("what was refused wrote revision %d after %d", now, made)
	}
}

// TestAKeyIsRememberedForADay: after that it is another request.
func TestAKeyIsRememberedForADay(t *testing.T) {
	at := time.Now()
	s := filled(t, memstore.Open()).WithClock(func() time.Time { return at })
	h := New(Options{Store: s}).Handler()
	path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/comments"
	comments := func(key string) int {
		var out GapAnswer
		decode(t, sentWith(t, h, path, `{"text":"再看","by":"专班"}`, key), &out)
		return len(out.Comments)
	}
	for _, want := range []int{1, 1} {
		if got := comments("k"); got != want {
			t.Errorf("%d comments, not %d", got, want)
		}
	}
	if got := comments("l"); got != 2 {
		t.Errorf("another key: %d comments", got)
	}
	at = at.Add(25 * time.Hour)
	if got := comments("k"); got != 3 {
		t.Errorf("a day later: %d comments", got)
	}
}

// TestEqualRequestsAtOnce: of equal requests that come at once, to several servers, one writes; all are answered.
func TestEqualRequestsAtOnce(t *testing.T) {
	for name, open := range drivers {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			servers := []http.Handler{
				New(Options{Store: filled(t, d)}).Handler(),
				New(Options{Store: store.New(d)}).Handler(),
			}
			path := "/api/v1/gaps/" + url.PathEscape(substrateGap) + "/comments"
			answers := make([]*httptest.ResponseRecorder, 8)
			var group sync.WaitGroup
			for i := range answers {
				group.Go(func() {
					answers[i] = sentWith(t, servers[i%len(servers)], path, `{"text":"只说一次","by":"专班"}`, "once")
				})
			}
			group.Wait()
			firsts := 0
			for _, w := range answers {
				var out GapAnswer
				decode(t, w, &out)
				if len(out.Comments) != 1 || out.Written != 4 {
					t.Errorf("%d comments, revision %d: %d %s", len(out.Comments), out.Written, w.Code, w.Body)
				}
				if w.Header().Get("Idempotency-Replayed") == "" {
					firsts++
				}
			}
			if firsts != 1 {
				t.Errorf("%d answers say that they are the first", firsts)
			}
			var now GapAnswer
			fetch(t, servers[0], strings.TrimSuffix(path, "/comments"), &now)
			if len(now.Comments) != 1 {
				t.Errorf("%d comments stand", len(now.Comments))
			}
		})
	}
}

// late is a database whose answer to the next commit comes after whoever asked has given up; the commit is done.
type late struct {
	store.Driver
	next bool
}

func (l *late) Commit(ctx context.Context, c store.Commit) error {
	if !l.next {
		return l.Driver.Commit(ctx, c)
	}
	l.next = false
	if err := l.Driver.Commit(context.WithoutCancel(ctx), c); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

func (l *late) Requested(ctx context.Context, key string) (store.ChangeSet, error) {
	if err := ctx.Err(); err != nil {
		return store.ChangeSet{}, err
	}
	return l.Driver.Requested(ctx, key)
}

// TestAWriteThatLandedWithoutAnAnswer: 504 says that nobody knows, and what to do; sent again, the request is answered
// as it would have been at first.
func TestAWriteThatLandedWithoutAnAnswer(t *testing.T) {
	path := "/api/v1/gaps/" + url.PathEscape(substrateGap)
	const body = `{"text":"写一次","by":"专班"}`
	want := sentWith(t, New(Options{Store: filled(t, memstore.Open())}).Handler(), path+"/comments", body, "k")

	d := &late{Driver: memstore.Open()}
	h := New(Options{Store: filled(t, d)}).Handler()
	fetch(t, h, path, new(GapAnswer)) // what takes long is done
	lost := func(key string, lines ...string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		r := posted(path+"/comments", body).WithContext(ctx)
		if key != "" {
			r.Header.Set(keyHeader, key)
		}
		d.next = true
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusGatewayTimeout || w.Header().Get("Retry-After") == "" {
			t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
		}
		expect(t, "504", w.Body.Bytes(), append(lines, `code="write.unknown"`))
	}
	comments := func(want int) {
		t.Helper()
		var now GapAnswer
		fetch(t, h, path, &now)
		if len(now.Comments) != want {
			t.Errorf("%d comments stand, not %d", len(now.Comments), want)
		}
	}
	lost("k", `detail_zh="系统没有及时答复，尚不知道是否已经写入；可以放心再提交一次，不会重复写入"`)
	comments(1)
	again := sentWith(t, h, path+"/comments", body, "k")
	if again.Code != http.StatusOK || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Fatalf("%d %v %s", again.Code, again.Header(), again.Body)
	}
	plainly := func(w *httptest.ResponseRecorder) string { return passing.ReplaceAllString(w.Body.String(), "") }
	if a, b := plainly(want), plainly(again); a != b {
		t.Errorf("sent again:\n%.600s\nwith an answer at first:\n%.600s", differing(b, a), differing(a, b))
	}
	comments(1)
	lost("", `detail_zh="系统没有及时答复，尚不知道是否已经写入；请先查看是否已有这条记录，再决定是否重新提交"`)
	comments(2)
}
