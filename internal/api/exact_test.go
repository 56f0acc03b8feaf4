package api

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"chainchief/graph"
	"chainchief/internal/access"
	"chainchief/internal/account"
	"chainchief/internal/appdb/appdbtest"
	"chainchief/internal/audit"
	"chainchief/internal/drawing"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// firmWithFigure has an output on record, which is confidential once somebody reported it.
const firmWithFigure, itsFigure = "/enterprises/farley", "figure:farley-out"

// reports puts the figure of the firm on record, confidential.
func (o *office) reports(who string, value float64) {
	o.t.Helper()
	if err := report(o.t.Context(), o.store, who, value); err != nil {
		o.t.Fatal(err)
	}
}

func report(ctx context.Context, s *store.Store, who string, value float64) error {
	n, err := s.Node(ctx, itsFigure)
	if err != nil {
		return err
	}
	n.Attrs = maps.Clone(n.Attrs)
	n.Attrs["value"], n.Attrs["visibility"] = value, graph.VisibilityConfidential
	_, err = s.Apply(ctx, graph.Changes{Actor: who, Reason: "企业报送", Nodes: []graph.Node{n}})
	return err
}

// exactReads are who read exact figures, and of what, newest first.
func (o *office) exactReads(boss as) (list []string) {
	o.t.Helper()
	var all AuditEntries
	decode(o.t, o.ask(boss, "GET", "/audit?act="+readFigures, nil, 200), &all)
	for _, e := range all.Items {
		if e.Outcome != "success" || e.Ended == "" || e.Permission != string(access.FigureRead) || e.Address == "" ||
			e.Request == "" {
			o.t.Errorf("%+v", e)
		}
		list = append(list, e.Account+" "+e.Object)
	}
	return list
}

// TestExactReadsAreOnRecord: one row for each question that was answered with exact confidential figures, none for
// lists without figures, for bands, for what has no figures.
func TestExactReadsAreOnRecord(t *testing.T) {
	offices(t, func(t *testing.T, o *office) {
		o.reports("岗位数据员", 21.8)
		o.hire("boss", access.Admin)
		o.hire("chief", access.Leader)
		o.hire("clerk", access.Reader)
		boss, chief, clerk := o.enter("boss"), o.enter("chief"), o.enter("clerk")
		o.ask(clerk, "GET", firmWithFigure, nil, 200, `figures.*.band="10"`, `figures.*.confidential=true`)
		o.ask(chief, "GET", "/enterprises?limit=20", nil, 200)
		o.ask(chief, "GET", "/gaps", nil, 200)
		o.ask(chief, "GET", "/lists", nil, 200)
		o.ask(clerk, "GET", "/lists/figures?limit=200", nil, 200)
		o.ask(chief, "GET", "/enterprises/sanan-hubei", nil, 200, `figures=[]`)
		if got := o.exactReads(boss); len(got) > 0 {
			t.Errorf("on record: %v", got)
		}
		o.ask(chief, "GET", firmWithFigure, nil, 200, `figures.*.value=21.8`)
		o.ask(chief, "GET", "/nodes/"+itsFigure, nil, 200)
		o.ask(chief, "GET", "/history/"+latest(t, o), nil, 200)
		o.ask(chief, "GET", "/lists/figures?limit=200", nil, 200)
		want := "[chief list:figures chief r" + latest(t, o) + " chief figure:farley-out chief enterprise:farley]"
		if got := fmt.Sprint(o.exactReads(boss)); got != want {
			t.Errorf("on record: %s, not %s", got, want)
		}
		o.ask(boss, "GET", "/audit/verify", nil, 200, `whole=true`)
	})
}

// TestKeeperSeesOwnFigures: exactly what they wrote last, on the page of the enterprise; another keeper does not, nor
// they after somebody corrected it.
func TestKeeperSeesOwnFigures(t *testing.T) {
	o := newOffice(t, filepath.Join(t.TempDir(), "app.db"))
	o.hire("boss", access.Admin)
	o.hire("one", access.Keeper)
	o.hire("two", access.Keeper)
	boss, one, two := o.enter("boss"), o.enter("one"), o.enter("two")
	o.reports("另一岗位", 21.8)
	const band = `figures.*.band="10"`
	o.ask(one, "GET", firmWithFigure, nil, 200, band, "-figures.*.value=21.8")
	o.reports("岗位one", 22.5)
	o.ask(one, "GET", firmWithFigure, nil, 200, `figures.*.value=22.5`)
	o.ask(two, "GET", firmWithFigure, nil, 200, band, "-figures.*.value=22.5")
	o.ask(one, "GET", "/nodes/"+itsFigure, nil, 200, `-attributes.*.name="value"`)
	o.reports("岗位two", 23.5)
	o.ask(one, "GET", firmWithFigure, nil, 200, band, "-figures.*.value=23.5", "-figures.*.value=22.5")
	o.ask(two, "GET", firmWithFigure, nil, 200, `figures.*.value=23.5`)
	if got := fmt.Sprint(o.exactReads(boss)); got != "[two enterprise:farley one enterprise:farley]" {
		t.Errorf("on record: %s", got)
	}
}

// BenchmarkExactRead is what it costs to put on record that exact figures were read: the page of an enterprise for who
// reads them, beside who reads bands, both signed in, over a file.
func BenchmarkExactRead(b *testing.B) {
	db := appdbtest.Open(b, filepath.Join(b.TempDir(), "app.db"))
	book, err := account.Open(b.Context(), db, account.Options{Cost: account.Cost{Memory: 64, Passes: 1}})
	if err != nil {
		b.Fatal(err)
	}
	kept := filled(b, memstore.Open())
	if err := report(b.Context(), kept, "岗位数据员", 21.8); err != nil {
		b.Fatal(err)
	}
	h := New(Options{
		Store:    kept,
		Studio:   drawing.New(nil),
		Accounts: book,
		Audit:    audit.New(db, nil),
	}).Handler()
	for _, role := range []access.Role{access.Admin, access.Leader, access.Reader} {
		name := string(role)
		a, err := book.Add(b.Context(), account.Account{Name: name, Post: name, Roles: []access.Role{role}})
		if err != nil {
			b.Fatal(err)
		}
		token, err := book.Start(b.Context(), a, "", account.Place{})
		if err != nil {
			b.Fatal(err)
		}
		if role == access.Admin {
			continue // the first one must manage the others
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r, w := httptest.NewRequest(http.MethodGet, "/api/v1"+firmWithFigure, nil), httptest.NewRecorder()
				r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}
