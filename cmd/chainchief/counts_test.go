package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/api"
	"chainchief/internal/drawing"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
	"chainchief/internal/store"
	"chainchief/internal/store/sqlitestore"
)

// city is a store with its API and the command line on it.
type city struct {
	t     *testing.T
	dir   string
	store *store.Store
	h     http.Handler
}

func newCity(t *testing.T) *city {
	t.Helper()
	c := &city{t: t, dir: t.TempDir()}
	c.command("seed")
	d, err := sqlitestore.Open(t.Context(), filepath.Join(c.dir, "chainchief.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(d)
	t.Cleanup(func() { _ = s.Close() })
	c.store = s
	c.h = api.New(api.Options{Store: s, Studio: drawing.New(nil)}).Handler()
	return c
}

// command runs a command and returns what it tells people.
func (c *city) command(args ...string) (said string) {
	c.t.Helper()
	var out, told bytes.Buffer
	if code := run(c.t.Context(), append(args, "--data", c.dir), &out, &told); code != 0 {
		c.t.Fatalf("%v: exit %d, %s", args, code, &told)
	}
	return told.String()
}

// ask reads an answer of the API.
func (c *city) ask(path string, into any) {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)
	w := httptest.NewRecorder()
	c.h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		c.t.Fatalf("%s: %d %.500s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		c.t.Fatal(err)
	}
}

// gaps are those that the API lists, of a chain or of the city; further is added to the query.
func (c *city) gaps(further string) []api.GapItem {
	var all []api.GapItem
	for next := ""; ; {
		var list api.List[api.GapItem]
		c.ask("/gaps?limit=200"+further+"&cursor="+url.QueryEscape(next), &list)
		all = append(all, list.Items...)
		if next = list.Next; next == "" {
			return all
		}
	}
}

// decide gives the gaps of every chain lives of each kind: dismissed, assigned, in progress, closed, confirmed, no
// longer derived. Talks are begun over gaps open and dismissed, and one candidate is rejected.
func (c *city) decide() {
	c.t.Helper()
	said := graph.Provenance{Source: "source:people", AsOf: "2026-11", Confidence: graph.Unverified}
	built := graph.Provenance{Source: "source:people", AsOf: "2026-11", Confidence: graph.Media}
	change := graph.Changes{
		Actor: "test",
		Nodes: []graph.Node{{ID: said.Source, Kind: graph.KindSource, Name: "专班记录", Prov: said}},
	}
	relate := func(t graph.RelationType, from, to graph.ID, prov graph.Provenance, attrs graph.Attrs) {
		key := graph.RelationKey{Type: t, From: from, To: to}
		change.Relations = append(change.Relations, graph.Relation{RelationKey: key, Attrs: attrs, Prov: prov})
	}
	f := c.found()
	lives := []string{
		graph.GapDismissed, graph.GapAssigned, graph.GapInProgress, graph.GapClosed, graph.GapConfirmed, graph.GapConfirmed,
	}
	firms := f.Snapshot.Of(graph.KindEnterprise)
	for i, chain := range f.Chains {
		at := slices.IndexFunc(chain.Links, func(l *analysis.Link) bool { return l.State.Held() })
		blocked := *chain.Links[max(0, at)].Node
		blocked.Attrs = maps.Clone(blocked.Attrs)
		blocked.Attrs["blocked"] = "产能不足"
		change.Nodes = append(change.Nodes, blocked)
		gaps := f.GapsOf(chain)
		for k, status := range lives[:min(len(lives), len(gaps)-1)] {
			gap := *gaps[k].Node
			gap.Attrs = maps.Clone(gap.Attrs)
			gap.Attrs["status"], gap.Attrs["owner"], gap.Attrs["due"] = status, "市经信局", "2099-12-31"
			gap.Attrs["strategy"], gap.Attrs["decision"] = graph.StrategyFill, "核实"
			graph.KeepDecided(gap.Attrs, "2026-11-28", gap.Attrs, gap.Attrs)
			change.Nodes = append(change.Nodes, gap)
			stage := graph.ContactTalks
			if k == 1 {
				stage = graph.ContactRejected
			}
			relate(graph.Targets, gap.ID, firms[(7*i+k/3)%len(firms)].ID, said, graph.Attrs{
				"contact": stage, "since": "2026-11-20", "reason": "不扩产",
			})
			if k == len(lives)-1 { // somebody produces there by now: it is no longer a gap
				works := graph.Node{
					ID:    graph.NewID(graph.KindEnterprise, fmt.Sprint("new-", i)),
					Kind:  graph.KindEnterprise,
					Name:  fmt.Sprintf("葛店新材料%d公司", i),
					Attrs: graph.Attrs{"reach": graph.ReachLocal},
					Prov:  built,
				}
				change.Nodes = append(change.Nodes, works)
				relate(graph.OperatesIn, works.ID, gaps[k].Link.Node.ID, built, graph.Attrs{
					"role": "maker", "stage": graph.StepProduction,
				})
			}
		}
	}
	c.apply(change)
	c.apply(analysis.Settle(c.found()))
}

func (c *city) apply(change graph.Changes) {
	c.t.Helper()
	if _, err := c.store.Apply(c.t.Context(), change); err != nil {
		c.t.Fatal(err)
	}
}

func (c *city) found() *analysis.Findings {
	c.t.Helper()
	snapshot, err := c.store.Snapshot(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return analysis.Find(snapshot)
}

// ledger is what was said: of each thing under each name of a count, each number with where it stands.
type ledger map[[2]string]map[string][]string

func (l ledger) note(of, code, number, where string) {
	key := [2]string{of, code}
	if l[key] == nil {
		l[key] = map[string][]string{}
	}
	l[key][number] = append(l[key][number], where)
}

// completeness is a share, not a count, and is written the same everywhere all the same.
const completeness = "completeness"

// nameOf finds which count a label names: 断点（含圈内 2） is 断点.
func nameOf(label string) string {
	for _, cut := range []string{"（", " (", ":", " ="} {
		label, _, _ = strings.Cut(label, cut)
	}
	switch label {
	case "完整度", "complete":
		return completeness
	}
	for _, term := range analysis.Counts {
		if label == term.ZH || label == term.EN {
			return term.Code
		}
	}
	return ""
}

// sentences finds counts in running text; a name that is part of a longer one does not count, as 断点 in 断点尚无项目.
// Names of things that are counted for many reasons, such as links and projects, are compared as figures only.
func sentences(text string, note func(code, number string)) {
	for _, p := range phrases {
		text = p.is.ReplaceAllStringFunc(text, func(found string) string {
			note(p.code, digits.FindString(found))
			return "|"
		})
	}
}

// phrases are the counts with their numbers as they stand in texts, long names first.
var (
	digits  = regexp.MustCompile(`\d+`)
	phrases = func() (list []struct {
		code string
		is   *regexp.Regexp
	}) {
		several := []string{
			"links", "links_outside", "enterprises", "gaps", "projects", "candidates", "candidates_vetoed", "contacts", "inputs",
		}
		names := slices.Clone(analysis.Counts)
		slices.SortFunc(names, func(a, b graph.Term) int { return len(b.ZH) - len(a.ZH) })
		for _, term := range names {
			if !slices.Contains(several, term.Code) {
				list = append(list, struct {
					code string
					is   *regexp.Regexp
				}{term.Code, regexp.MustCompile(`\d+ ?[个项家]?` + term.ZH + `|` + term.ZH + ` ?\d+(?:[^\d%]|$)`)})
			}
		}
		return list
	}()
)

// drawn notes what the pages of a drawing say: its figures by their labels, its texts and what it tells who cannot see.
func (l ledger) drawn(of, where string, pages []scene.Page) {
	for _, p := range pages {
		say := func(code, number string) { l.note(of, code, number, where) }
		for i, item := range p.Items {
			if item.Role != scene.RoleHead || item.Size != sheet.FigureSize || p.Items[i+1].Role != scene.RoleHead {
				continue
			}
			number := item.Text
			if was, now, moved := strings.Cut(number, " → "); moved {
				number = now
				if strings.HasPrefix(where, "whatif") { // what is computed is no count of today
					number = was
				}
			}
			code := nameOf(p.Items[i+1].Text)
			if part, whole, is := strings.Cut(number, "/"); is && code == "links_held" {
				say("links", whole)
				number = part
			}
			if code != "" {
				l.note(of, code, number, where+" figure")
			}
		}
		for _, m := range ofChain.FindAllStringSubmatch(p.Desc, -1) {
			say("links", m[1])
			say("links_missing", m[2])
			say("links_weak", m[3])
		}
		sentences(p.Desc, say)
		for _, t := range p.Targets {
			sentences(t.Name, say)
		}
		for _, item := range p.Items {
			sentences(item.Text, say)
			if m := ofGap.FindStringSubmatch(item.Text); m != nil {
				l.note(item.Owner, "candidates", m[1], where)
			}
			if m := listed.FindStringSubmatch(item.Text); m != nil {
				code := map[string]string{"按权重": "gaps", "by weight": "gaps"}[m[1]]
				say(cmp.Or(code, "candidates"), m[2])
			}
		}
	}
}

var (
	ofChain = regexp.MustCompile(`(\d+)(?: 环节·缺 | links? · )(\d+)(?:·弱 | missing · )(\d+)`) // of what is read out
	ofGap   = regexp.MustCompile(`^(?:候选|shown) \d+/(\d+)$`)
	listed  = regexp.MustCompile(
		`^(按权重|按得分比例|by weight|by share of the score)(?:，显示 \d+ / |, \d+ / |，共 |, )(\d+)(?: 项| shown| in all)?$`)
)

// asked notes what the API answers of a chain, and what follows from its lists.
func (l ledger) asked(c *city, f *analysis.Findings, x api.ChainItem) {
	say := func(where, code string, number int) { l.note(x.ID, code, strconv.Itoa(number), where) }
	for code, number := range map[string]int{
		"links":          x.Completeness.Total,
		"links_held":     x.Completeness.Covered,
		"links_weak":     x.Coverage[string(analysis.Weak)],
		"links_outside":  x.Coverage[string(analysis.Outside)],
		"links_missing":  x.Coverage[string(analysis.Missing)],
		"enterprises":    x.Enterprises,
		"gaps":           x.GapsTotal,
		"gaps_assigned":  x.GapsAssigned,
		"gaps_dismissed": x.GapsDismissed,
		"gaps_closed":    x.GapsClosed,
		"six_ones_blank": x.SixOnesBlank,
	} {
		say("/chains", code, number)
	}
	l.note(x.ID, completeness, fmt.Sprintf("%d%%", analysis.Percent(x.Completeness.Value)), "/chains")
	for _, kind := range graph.GapKinds {
		say("/chains", "gaps_"+kind.Code, x.Gaps[kind.Code])
	}
	one := "&chain=" + url.QueryEscape(x.ID)
	open := c.gaps(one + "&status=open")
	say("/gaps?status=open", "gaps", len(open))
	states, kinds := map[string]int{}, map[string]int{}
	for _, g := range c.gaps(one) {
		states[g.Status]++
		if g.Status != graph.GapDismissed && g.Status != graph.GapClosed {
			for _, kind := range g.Kinds {
				kinds[kind]++
			}
		}
	}
	for _, kind := range graph.GapKinds {
		say("/gaps", "gaps_"+kind.Code, kinds[kind.Code])
		say("/gaps?kind=", "gaps_"+kind.Code, len(c.gaps(one+"&status=open&kind="+kind.Code)))
	}
	for _, status := range []string{graph.GapProposed, graph.GapDismissed, graph.GapClosed} {
		say("/gaps", "gaps_"+status, states[status])
		say("/gaps?status=", "gaps_"+status, len(c.gaps(one+"&status="+status)))
	}
	say("/gaps?gone", "gaps_gone", len(c.gaps(one+"&gone=true")))
	gone := 0
	for _, l := range f.Chain(graph.ID(x.ID)).Links {
		if n := f.Snapshot.Node(analysis.GapID(l.Node.ID)); n != nil && !graph.GapOf(n).Standing() {
			gone++
		}
	}
	say("the store", "gaps_gone", gone)
	say("/gaps", "gaps_assigned", states[graph.GapAssigned]+states[graph.GapInProgress])
	var firms api.List[api.EnterpriseItem]
	c.ask("/enterprises?reach=local"+one, &firms)
	say("/enterprises", "enterprises", firms.Total)
	var structure api.Structure
	c.ask("/chains/"+url.PathEscape(x.ID)+"/structure", &structure)
	links := slices.DeleteFunc(slices.Clone(structure.Links), func(l api.LinkItem) bool { return l.Coverage == "market" })
	say("/structure", "links", len(links))
	var board api.ContactList
	c.ask("/contacts?"+one, &board)
	say("/contacts", "contacts", board.Open)
	say("/contacts", "contact_firms", board.Firms)
	say("/contacts", "contacts_rejected", board.Rejected)
	say("/contacts counts", "contacts_rejected", board.Counts[graph.ContactRejected])
	say("/contacts counts", "contacts", board.Total-board.Counts[graph.ContactRejected])
}

// candidates notes how many a gap has.
func (l ledger) candidates(c *city, g api.GapItem) {
	var list api.GapCandidates
	c.ask("/gaps/"+url.PathEscape(g.ID)+"/candidates?limit=200", &list)
	l.note(g.ID, "candidates", strconv.Itoa(list.Candidates), "/gaps/{id}/candidates")
	l.note(g.ID, "candidates", strconv.Itoa(len(list.Items)-list.Distant-list.Turn), "/gaps/{id}/candidates items")
	l.note(g.ID, "candidates_vetoed", strconv.Itoa(len(list.Rejected)), "/gaps/{id}/candidates")
	var ofLink api.CandidateList
	c.ask("/links/"+url.PathEscape(g.Link.ID)+"/candidates", &ofLink)
	l.note(g.ID, "candidates", strconv.Itoa(ofLink.CandidateCount.Candidates), "/links/{id}/candidates")
	for line := range strings.Lines(c.command("candidates", g.Link.ID)) {
		if code := nameOf(line[:max(0, strings.LastIndex(line, " "))]); code != "" {
			l.note(g.ID, code, strings.TrimSpace(line[strings.LastIndex(line, " "):]), "chainchief candidates")
		}
	}
}

// told notes what the command line says beside a list of gaps.
func (l ledger) told(of string, said string) {
	for _, part := range strings.Split(strings.TrimSpace(said), " · ") {
		at := strings.LastIndex(part, " ")
		l.note(of, nameOf(part[:at]), part[at+1:], "chainchief gaps")
	}
}

// TestOneWordHasOneNumber walks the drawings, the API and the command line of all chains, as seeded and after people
// decided, and compares every count by its name in the glossary.
func TestOneWordHasOneNumber(t *testing.T) {
	c := newCity(t)
	for _, decided := range []bool{false, true} {
		if decided {
			c.decide()
		}
		said, f := ledger{}, c.found()
		var chains api.List[api.ChainItem]
		c.ask("/chains?limit=200", &chains)
		if len(chains.Items) < 11 {
			t.Fatalf("%d chains", len(chains.Items))
		}
		for _, x := range chains.Items {
			said.asked(c, f, x)
			key := graph.ID(x.ID).Key()
			for _, g := range c.gaps("&status=open&chain=" + key)[:2] {
				said.candidates(c, g)
			}
			langs := []string{"zh"}
			if decided {
				langs = append(langs, "en")
			}
			for _, lang := range langs {
				said.told(x.ID, c.command("gaps", "--chain", key, "--lang", lang))
				for _, kind := range drawing.Names(drawing.OfChain) {
					// An application drawing has none of these counts; structures are slow to arrange, in either language.
					if kind == "application" || lang == "en" && (kind == "structure" || kind == "layout") {
						continue
					}
					query := fmt.Sprintf("/diagrams/%s?chain=%s&format=json&lang=%s", kind, key, lang)
					if kind == "changes" {
						query += "&from=r1"
					}
					var pages []scene.Page
					c.ask(query, &pages)
					said.drawn(x.ID, kind+" "+lang, pages)
				}
			}
		}
		said.agree(t)
		said.covers(t, decided)
		said.sums(t, c, chains.Items)
	}
}

// agree: each count of each thing is one number.
func (l ledger) agree(t *testing.T) {
	t.Helper()
	for key, numbers := range l {
		if len(numbers) > 1 {
			t.Errorf("%s %s: %v", key[0], analysis.Counted(key[1], "zh"), numbers)
		}
	}
}

// covers: the walk compares something. What people decide shows once they have.
func (l ledger) covers(t *testing.T, decided bool) {
	t.Helper()
	places := map[string]map[string]bool{}
	for key, numbers := range l {
		for number, where := range numbers {
			for _, at := range where {
				if places[key[1]] == nil {
					places[key[1]] = map[string]bool{}
				}
				if number != "0" {
					places[key[1]][at] = true
				}
			}
		}
	}
	want := []string{
		completeness, "links", "links_held", "links_weak", "links_outside", "links_missing", "enterprises", "gaps",
		"gaps_missing", "gaps_weak", "gaps_without_project", "gaps_proposed", "candidates", "six_ones_blank",
	}
	if decided {
		want = append(want, "gaps_assigned", "gaps_dismissed", "gaps_closed", "gaps_gone", "gaps_blocked", "contacts",
			"contact_firms", "contacts_rejected")
	}
	for _, code := range want {
		if n := len(places[code]); n < 2 {
			t.Errorf("%s is said in %v only", code, slices.Collect(maps.Keys(places[code])))
		}
	}
}

// sums: the city is the sum of its chains, in the API and at the command line.
func (l ledger) sums(t *testing.T, c *city, chains []api.ChainItem) {
	t.Helper()
	whole := ledger{}
	sum := map[string]int{}
	for _, x := range chains {
		for key, numbers := range l {
			if key[0] == x.ID && strings.HasPrefix(key[1], "gaps") && key[1] != "gaps_without_project" {
				n, err := strconv.Atoi(slices.Collect(maps.Keys(numbers))[0])
				if err != nil {
					t.Error(err)
				}
				sum[key[1]] += n
			}
		}
	}
	whole.told("city", c.command("gaps"))
	for code, n := range sum {
		whole.note("city", code, strconv.Itoa(n), "sum of the chains")
	}
	whole.note("city", "gaps", strconv.Itoa(len(c.gaps("&status=open"))), "/gaps?status=open")
	whole.agree(t)
}

// TestEveryCountIsInTheGlossary: the page and docs/methods.md define each name in both languages.
func TestEveryCountIsInTheGlossary(t *testing.T) {
	page, err := os.ReadFile("../../internal/web/ui/src/app/definitions.ts")
	if err != nil {
		t.Fatal(err)
	}
	methods, err := os.ReadFile("../../docs/methods.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range analysis.Counts {
		entry := regexp.MustCompile(`\[\s*'` + term.ZH + `',[^\]]*'` + `(?i:` + term.EN + `)',`)
		if !entry.Match(page) {
			t.Errorf("definitions.ts does not define %s as %s", term.ZH, term.EN)
		}
		if !bytes.Contains(methods, []byte("**"+term.ZH+"** ("+term.EN+")")) {
			t.Errorf("docs/methods.md does not define **%s** (%s)", term.ZH, term.EN)
		}
	}
}
