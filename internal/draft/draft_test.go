package draft

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/appdb"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/decision"
	"chainchief/internal/exchange"
	"chainchief/internal/lists"
	"chainchief/internal/lists/workbook"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"

	"github.com/xuri/excelize/v2"
)

func TestMain(m *testing.M) { os.Exit(appdbtest.Main(m)) }

// place is a store of the seeds with a shelf of drafts.
type place struct {
	*testing.T
	store *store.Store
	desk  *decision.Desk
	lists []*lists.List
	*Desk
}

var keeper = decision.Actor{Name: "数据员"}

func at(t *testing.T, db *appdb.DB) *place {
	t.Helper()
	c, err := seeds.Load()
	must(t, err)
	p := &place{T: t, store: store.New(memstore.Open())}
	p.desk = decision.New(p.store)
	_, err = p.desk.Apply(t.Context(), c)
	must(t, err)
	p.lists, err = lists.Load(seeds.Lists())
	must(t, err)
	p.Desk = New(NewShelf(db, nil), p.store, p.desk, Files(p.lists, nil))
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p *place) now() *graph.Snapshot {
	p.Helper()
	now, err := p.store.Snapshot(p.Context())
	must(p, err)
	return now
}

// exported is the graph as a file, without the number of its revision.
func (p *place) exported() string {
	p.Helper()
	var out bytes.Buffer
	must(p, exchange.WriteJSON(&out, p.now()))
	_, things, _ := strings.Cut(out.String(), `"nodes"`)
	return things
}

// filled is a workbook of what stands, with what somebody writes into cells: sheet, id (empty: a new row), heading.
func (p *place) filled(cells ...[4]string) []byte {
	p.Helper()
	var out bytes.Buffer
	_, err := workbook.Write(&out, p.now(), workbook.Book{City: "某市", Lang: "zh", Lists: p.lists})
	must(p, err)
	f, err := excelize.OpenReader(&out)
	must(p, err)
	fresh := map[string]int{}
	for _, c := range cells {
		rows, err := f.GetRows(c[0])
		must(p, err)
		column := slices.IndexFunc(rows[2], func(text string) bool { return strings.TrimSuffix(text, " *") == c[2] }) + 1
		row := slices.IndexFunc(rows, func(cells []string) bool {
			return len(cells) > 0 && cells[0] == c[1] && c[1] != ""
		}) + 1
		if name, add := strings.CutPrefix(c[1], "+"); add {
			if fresh[c[0]+name] == 0 {
				fresh[c[0]+name] = len(rows) + 1
			}
			row = fresh[c[0]+name]
		}
		if row == 0 || column == 0 {
			p.Fatalf("there is no %v", c)
		}
		cell, err := excelize.CoordinatesToCellName(column, row)
		must(p, err)
		must(p, f.SetCellStr(c[0], cell, c[3]))
	}
	var saved bytes.Buffer
	must(p, f.Write(&saved))
	return saved.Bytes()
}

var from = Work{From: From{Source: "source:s1", AsOf: "2026-11", Confidence: graph.Documented}}

func (p *place) kept(data []byte) Draft {
	p.Helper()
	d := Draft{File: "清单.xlsx", Work: from, Base: p.now().Version()}
	d, err := p.Keep(p.Context(), d, data)
	must(p, err)
	return d
}

func (p *place) open(id ID) *Opened {
	p.Helper()
	d, err := p.Get(p.Context(), id)
	must(p, err)
	o, err := p.Open(p.Context(), d, Sight{})
	must(p, err)
	return o
}

func (o *Opened) row(t *testing.T, id string) lists.RowSaid {
	t.Helper()
	i := slices.IndexFunc(o.Rows, func(r lists.RowSaid) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no row is of %s", id)
	}
	return o.Rows[i]
}

func refusedAs(t *testing.T, err error, code string) {
	t.Helper()
	if string(graph.CodeOf(err)) != code {
		t.Fatalf("%v (%s), want %s", err, graph.CodeOf(err), code)
	}
}

const (
	firm  = "enterprise:sanan-hubei"
	other = "enterprise:tztek"
	chain = "chain:biomedicine"
)

// TestFromFileToUndone: what is right is taken and what is wrong is in the way until it is left out; applied is one
// change set, also asked for again; taken back the graph is the same to the last byte.
func TestFromFileToUndone(t *testing.T) {
	appdbtest.Each(t, func(t *testing.T, address string) {
		ctx := t.Context()
		p := at(t, appdbtest.Open(t, address))
		before, head := p.exported(), p.now().Revision
		d := p.kept(p.filled(
			[4]string{"六个一清单", chain, "链长（职务）", "副市长"},
			[4]string{"企业清单", firm, "统一社会信用代码", "9142070"},
			[4]string{"企业清单", "+1", "企业名称", "新来的公司"},
			[4]string{"企业清单", "+1", "所在园区", "葛店经济技术开发区"},
		))
		if d.ID.String() != "d1" || d.State != Open || d.Name != "清单.xlsx" {
			t.Fatalf("%+v", d)
		}
		o := p.open(d.ID)
		if c := o.Counts(); c.Wrong != 1 || c.Of[lists.Changed] != 1 || c.Of[lists.New] != 1 || c.Taken != 2 {
			t.Fatalf("%+v", c)
		}
		wrong := o.row(t, firm)
		if len(wrong.Problems) != 1 || wrong.Problems[0].Code != "cell.not_credit_code" || wrong.Problems[0].Fix == "" ||
			wrong.Problems[0].Place.Column == 0 || wrong.Key != "企业清单!"+strings.Split(wrong.Key, "!")[1] {
			t.Errorf("%+v", wrong)
		}
		if p.exported() != before {
			t.Error("a draft is in the graph before it is applied")
		}
		_, _, err := p.Apply(ctx, d.ID, keeper, Sight{})
		refusedAs(t, err, "draft.not_ready")
		_, err = p.Decide(ctx, o, []Act{{State: lists.Wrong, Do: Leave}})
		must(t, err)
		// another process comes, which has read nothing
		p.Desk = New(NewShelf(p.db, nil), p.store, decision.New(p.store), Files(p.lists, nil))
		applied, written, err := p.Apply(ctx, d.ID, keeper, Sight{})
		must(t, err)
		if applied.State != Applied || applied.Revision != head+1 || written.Set.Actor != "数据员" {
			t.Fatalf("%+v %+v", applied, written)
		}
		if chief := p.now().Tails(chain, graph.Leads); len(chief) != 1 || chief[0].Attrs.Text("post") != "副市长" {
			t.Errorf("%v", chief)
		}
		again, written, err := p.Apply(ctx, d.ID, keeper, Sight{})
		must(t, err)
		if again.Revision != applied.Revision || !written.Set.Repeated {
			t.Errorf("%+v %+v", again, written)
		}
		_, err = p.Drop(ctx, d.ID)
		refusedAs(t, err, "draft.applied")
		_, err = p.desk.Undo(ctx, keeper, decision.Undo{Revision: applied.Revision, Reason: "试"})
		must(t, err)
		if p.exported() != before {
			t.Error("taken back the graph is another one")
		}
		if undone, err := p.Undone(ctx, applied); err != nil || undone <= applied.Revision {
			t.Errorf("%v %v", undone, err)
		}
	})
}

// TestRebasedOnTheHead: what others changed since is a conflict with three values, and either side can be chosen.
func TestRebasedOnTheHead(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	d := p.kept(p.filled([4]string{"企业清单", firm, "简称", "甲片"}, [4]string{"企业清单", firm, "备注", "记一笔"}))
	if s := p.open(d.ID).row(t, firm); s.State != lists.Changed {
		t.Fatalf("%+v", s)
	}
	n := *p.now().Node(firm)
	n.Attrs = graph.Attrs{}
	for name, v := range p.now().Node(firm).Attrs {
		n.Attrs[name] = v
	}
	n.Attrs["short_name"] = "乙片"
	_, err := p.store.Apply(ctx, graph.Changes{Actor: "别人", Nodes: []graph.Node{n}})
	must(t, err)
	o := p.open(d.ID)
	row := o.row(t, firm)
	if row.State != lists.Conflict || row.Taken || o.Counts().Open != 1 {
		t.Fatalf("%+v", row)
	}
	f := row.Fields[slices.IndexFunc(row.Fields, func(f lists.FieldSaid) bool { return f.Conflict })]
	if f.Is != "乙片" || f.Said != "甲片" || f.Was == "乙片" {
		t.Errorf("%+v", f)
	}
	_, _, err = p.Apply(ctx, d.ID, keeper, Sight{})
	refusedAs(t, err, "draft.not_ready")
	for _, side := range []struct {
		do   Do
		want string
	}{{Theirs, "乙片"}, {Mine, "甲片"}} {
		_, err = p.Decide(ctx, p.open(d.ID), []Act{{Rows: []string{row.Key}, Do: side.do}})
		must(t, err)
		o = p.open(d.ID)
		if o.row(t, firm).State != lists.Changed || o.After.Snapshot.Node(firm).Attrs.Text("short_name") != side.want {
			t.Errorf("%s: %+v", side.do, o.row(t, firm))
		}
	}
	_, _, err = p.Apply(ctx, d.ID, keeper, Sight{})
	must(t, err)
	if has := p.now().Node(firm).Attrs; has.Text("short_name") != "甲片" || has.Text("note") != "记一笔" {
		t.Errorf("%v", has)
	}
}

// TestEndedInTheMiddle: a program that ends between writing and noting it has applied the draft, and one that ends
// before it has not; whoever looks afterwards is told which, however long after.
func TestEndedInTheMiddle(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	d := p.kept(p.filled([4]string{"六个一清单", chain, "链长（职务）", "副市长"}))
	o := p.open(d.ID)
	_, err := p.trying(ctx, d.ID, o.Now.Revision)
	must(t, err)
	if d, err = p.Get(ctx, d.ID); err != nil || d.State != Open {
		t.Fatalf("%+v %v: nothing was written", d, err)
	}
	c := o.Changes
	c.Actor, c.Request = "数据员", d.Request()
	set, err := p.store.Apply(ctx, c)
	must(t, err)
	p.store.WithClock(func() time.Time { return time.Now().Add(100 * 24 * time.Hour) })
	if d, err = p.Get(ctx, d.ID); err != nil || d.State != Applied || d.Revision != set.Revision {
		t.Errorf("%+v %v: it was written as r%d", d, err, set.Revision)
	}
}

// TestWhatTheStoreWouldRefuse is a problem of the row that it comes from, and what rests on that row is wrong with it.
func TestWhatTheStoreWouldRefuse(t *testing.T) {
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	d := p.kept(p.filled(
		[4]string{"企业清单", firm, "备注", "记一笔"},
		[4]string{"企业清单", firm, "统一社会信用代码", "91420700MA4935K93P"},
		[4]string{"企业清单", "+1", "企业名称", "另一家公司"},
		[4]string{"企业清单", "+1", "统一社会信用代码", "91420700MA4935K93P"}, // a code belongs to one
		[4]string{"企业清单", "+1", "所在园区", "葛店经济技术开发区"},
	))
	o := p.open(d.ID)
	if len(o.Problems) > 0 || o.Counts().Wrong == 0 {
		t.Fatalf("%v %+v", o.Problems, o.Counts())
	}
	for _, row := range o.Rows {
		if row.State == lists.Wrong && (row.Taken || row.Left || len(row.Problems) == 0) {
			t.Errorf("%+v", row)
		}
	}
}

// TestTextInstead: another text in the place of a wrong cell makes the row right; the file stays as it came.
func TestTextInstead(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	data := p.filled([4]string{"企业清单", firm, "统一社会信用代码", "9142070"})
	d := p.kept(data)
	row := p.open(d.ID).row(t, firm)
	_, err := p.Decide(ctx, p.open(d.ID), []Act{{
		Rows: []string{row.Key}, Do: Instead, Field: ".credit_code", Text: "91420700MA4935K93P",
	}})
	must(t, err)
	if row = p.open(d.ID).row(t, firm); row.State != lists.Changed || !row.Taken {
		t.Errorf("%+v", row)
	}
	if kept, err := p.Content(ctx, d.ID); err != nil || !bytes.Equal(kept, data) {
		t.Errorf("the file is another one (%v)", err)
	}
	_, err = p.Decide(ctx, p.open(d.ID), []Act{{Rows: []string{"nowhere!1"}, Do: Leave}})
	refusedAs(t, err, "draft.row_unknown")
}

// TestANewFirmThatLooksLikeOne waits for somebody: it is another one, or its name is that of the one that stands.
func TestANewFirmThatLooksLikeOne(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	stands := p.now().Node("enterprise:sanan-hubei")
	d := p.kept(p.filled([4]string{"企业清单", "+", "企业名称", "三安光电（湖北）有限公司"}))
	o := p.open(d.ID)
	i := slices.IndexFunc(o.Rows, func(r lists.RowSaid) bool { return r.State == lists.New })
	key := o.Rows[i].Key
	if alike := o.Alike[key]; len(alike) == 0 || alike[0].ID != stands.ID {
		t.Fatalf("it looks like %v", alike)
	}
	_, _, err := p.Apply(ctx, d.ID, keeper, Sight{})
	refusedAs(t, err, "draft.not_ready")

	_, err = p.Decide(ctx, o, []Act{{Rows: []string{key}, Do: Note}})
	must(t, err)
	must(t, p.open(d.ID).Ready())

	_, err = p.Decide(ctx, p.open(d.ID), []Act{{Rows: []string{key}, Do: Instead, Field: "name", Text: stands.Name}})
	must(t, err)
	if o := p.open(d.ID); len(o.Changes.Nodes) > 0 || len(o.Alike) > 0 {
		t.Errorf("it is %s: %+v", stands.Name, o.Changes.Nodes)
	}
}

// TestScopeOfADraft: who works on some chains changes nothing of others, and is told nothing of them.
func TestScopeOfADraft(t *testing.T) {
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	d := p.kept(p.filled(
		[4]string{"六个一清单", chain, "链长（职务）", "副市长"},
		[4]string{"六个一清单", "chain:optoelectronics", "链长（职务）", "另一位副市长"},
	))
	scope := func(g *graph.Snapshot) access.Scope { return access.ScopeOf(g, []graph.ID{chain}) }
	o, err := p.Open(t.Context(), d, Sight{
		Key:    chain,
		See:    func(g *graph.Snapshot) *graph.Snapshot { return access.Cut(g, scope(g)) },
		Hides:  func(g *graph.Snapshot, id graph.ID) bool { return scope(g).Hides(id) },
		Scoped: true,
	})
	must(t, err)
	if row := o.row(t, chain); row.State != lists.Changed {
		t.Errorf("%+v", row)
	}
	row := o.row(t, "chain:optoelectronics")
	if row.State != lists.Wrong || row.Problems[0].Code != "row.gone" || len(row.Fields) > 0 {
		t.Errorf("%+v", row)
	}
	for _, r := range o.Changes.Relations {
		if r.To == "chain:optoelectronics" {
			t.Errorf("%s would be written", r.RelationKey)
		}
	}
}

// TestBounds: an empty file, one too large and one too many are refused with what to do.
func TestBounds(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	_, err := p.Keep(ctx, Draft{File: "a.xlsx"}, nil)
	refusedAs(t, err, "draft.empty")
	_, err = p.Keep(ctx, Draft{File: "a.xlsx"}, make([]byte, MostBytes+1))
	refusedAs(t, err, "draft.too_large")
	for i := range mostOpen {
		_, err := p.Keep(ctx, Draft{File: `C:\x\a.xlsx`, Account: "one"}, []byte{byte(i)})
		must(t, err)
	}
	_, err = p.Keep(ctx, Draft{File: "b.xlsx", Account: "one"}, []byte{0})
	refusedAs(t, err, "draft.twice")
	_, err = p.Keep(ctx, Draft{File: "a.xlsx", Account: "two"}, []byte{0})
	must(t, err)
	_, err = p.Keep(ctx, Draft{File: "a.xlsx", Account: "one"}, []byte("x"))
	refusedAs(t, err, "draft.too_many")
	all, err := p.Shelf.All(ctx, "one", false)
	must(t, err)
	if len(all) != mostOpen || all[0].ID != mostOpen || all[0].File != "a.xlsx" {
		t.Errorf("%d %+v", len(all), all[0])
	}
	_, err = p.Drop(ctx, all[0].ID)
	must(t, err)
	_, err = p.Rework(ctx, all[0].ID, func(*Work) error { return nil })
	refusedAs(t, err, "draft.dropped")
	_, err = p.Get(ctx, 999)
	refusedAs(t, err, string(graph.CodeNotFound))
	for text, good := range map[string]bool{"d7": true, "D7": true, "7": true, "x": false, "d": false, "d-1": false} {
		if _, err := ParseID(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestARowOfAnEnterpriseThatWasMerged: a sheet that was made before the merge still has the id that is gone. What it
// says of the firm and of its position goes to the one that stayed; what differs between the two is for a person, and
// of two rows that are one by now one must be kept.
func TestARowOfAnEnterpriseThatWasMerged(t *testing.T) {
	ctx := t.Context()
	p := at(t, appdbtest.Open(t, t.TempDir()+"/app.db"))
	const gone, stays = "enterprise:tuocai", "enterprise:guanganlun"
	at := p.now().Out(gone, graph.OperatesIn)
	if len(at) == 0 {
		t.Fatal("it stands nowhere")
	}
	place := string(graph.OperatesIn) + " " + gone + " " + string(at[0].To)
	data := p.filled(
		[4]string{"企业清单", gone, "统一社会信用代码", "91420700MA4935K93P"},
		[4]string{"企业在链位置清单", place, "产能", "3"},
		[4]string{"企业在链位置清单", place, "产能单位", "万片/年"},
	)
	disputed := p.filled([4]string{"企业清单", gone, "备注", "记一笔"})
	both := p.filled(
		[4]string{"企业清单", gone, "统一社会信用代码", "91420700MA4935K93P"},
		[4]string{"企业清单", stays, "证券代码", "600998"},
	)
	_, err := p.desk.Merge(ctx, decision.Actor{Name: "数据员", At: time.Now()}, p.now().Revision, stays, gone, nil, "营业执照曾用名")
	must(t, err)

	two := p.open(p.kept(both).ID)
	twice := slices.IndexFunc(two.Rows, func(r lists.RowSaid) bool { return r.State == lists.Wrong })
	if c := two.Counts(); c.Wrong != 1 || c.Taken != 1 || two.Rows[twice].Problems[0].Code != "row.twice" {
		t.Errorf("two rows of one: %+v", c)
	}
	o := p.open(p.kept(disputed).ID)
	i := slices.IndexFunc(o.Rows, func(r lists.RowSaid) bool { return r.State == lists.Conflict })
	if i < 0 || o.Rows[i].ID != stays || o.Rows[i].Fields[0].Said != "记一笔" {
		t.Errorf("notes of two firms: %d %+v", i, o.Counts())
	}
	d := p.kept(data)
	if c := p.open(d.ID).Counts(); c.Wrong != 0 || c.Open != 0 || c.Taken != 2 {
		for _, r := range p.open(d.ID).Rows {
			if r.State != lists.Same {
				t.Errorf("%+v", r)
			}
		}
		t.Fatalf("%+v", c)
	}
	_, _, err = p.Apply(ctx, d.ID, keeper, Sight{})
	must(t, err)
	now := p.now()
	if now.Node(gone) != nil || now.Node(stays).Attrs.Text("credit_code") != "91420700MA4935K93P" {
		t.Errorf("%v", now.Node(stays).Attrs)
	}
	moved := slices.ContainsFunc(now.Out(stays, graph.OperatesIn), func(r *graph.Relation) bool {
		return r.To == at[0].To && r.Attrs.Text("capacity_unit") == "万片/年"
	})
	if !moved {
		t.Error("what the sheet says of its position is lost")
	}
}
