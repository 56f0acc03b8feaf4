package layout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/diagram"
	"chainchief/internal/scene"
	"chainchief/seeds"
)

// findings are those of the seeds.
func findings(t testing.TB) *analysis.Findings {
	t.Helper()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Find(graph.NewSnapshot(1, time.Time{}, c.Nodes, c.Relations))
}

// applications are the contents of every chain of the seeds, in both languages.
func applications(t testing.TB) []diagram.Application {
	t.Helper()
	f := findings(t)
	var out []diagram.Application
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			a, err := diagram.NewApplication(f, chain.Node.ID, diagram.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
	}
	return out
}

// passes fails the test for every rule of the scene that a page breaks.
func passes(t testing.TB, pages []scene.Page, rules scene.Rules) {
	t.Helper()
	for _, page := range pages {
		for _, v := range scene.Check(page, rules) {
			t.Errorf("%s %s page %d: %s %v: %s", page.ID, page.Lang, page.Number, v.Rule, v.Owners, v.Reason)
		}
	}
}

func applicationRules(coverage float64) scene.Rules {
	rules := scene.DefaultRules()
	rules.AnyAngle, rules.Coverage = true, coverage
	return rules
}

func drawApplication(t testing.TB, a diagram.Application) []scene.Page {
	t.Helper()
	pages, err := Application(a)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestSeededApplications(t *testing.T) {
	for _, a := range applications(t) {
		pages := drawApplication(t, a)
		passes(t, pages, applicationRules(.6))
		everyUse(t, a, pages)
		everyCustomer(t, a, pages)
		t.Logf("%-35s %s %d page(s) %v", a.Head.ID, a.Head.Lang, len(pages), scene.Survey(pages[0]))
	}
}

// everyUse checks that every use is one ribbon, dashed exactly when it is not on record.
func everyUse(t *testing.T, a diagram.Application, pages []scene.Page) {
	t.Helper()
	ribbons := map[string]scene.Item{}
	for _, page := range pages {
		for _, i := range page.Items {
			if i.Role == scene.RoleEdge {
				if _, twice := ribbons[i.Owner]; twice {
					t.Errorf("%s: %s has two ribbons", a.Head.ID, i.Owner)
				}
				ribbons[i.Owner] = i
			}
		}
	}
	for _, u := range a.Uses {
		r, drawn := ribbons[u.Product+"→"+u.Field]
		if !drawn {
			t.Errorf("%s: %s has no ribbon to %s", a.Head.ID, u.Product, u.Field)
			continue
		}
		if solid := u.Standing == diagram.OnRecord; solid != (len(r.Dash) == 0) || solid && r.Width != ribbonWidth {
			t.Errorf("%s: the ribbon of %v looks wrong", a.Head.ID, u)
		}
	}
	if len(ribbons) != len(a.Uses) {
		t.Errorf("%s: %d ribbons for %d uses", a.Head.ID, len(ribbons), len(a.Uses))
	}
}

// everyCustomer checks that a customer has its chip, inside its cell, or is counted in it.
func everyCustomer(t *testing.T, a diagram.Application, pages []scene.Page) {
	t.Helper()
	chips, counted := map[string]scene.Item{}, map[string]bool{}
	var cells []scene.Item
	for _, page := range pages {
		for _, i := range page.Items {
			if i.Role == scene.RoleBand {
				cells = append(cells, i)
			}
			if i.Role == scene.RoleMark && i.Shape == scene.Rect && i.Class != "" {
				chips[i.Owner] = i
			}
			if i.Role == scene.RoleContent && (strings.HasPrefix(i.Text, "等 ") || strings.HasPrefix(i.Text, "of ")) {
				counted[i.Text[strings.IndexByte(i.Text, ' ')+1:]] = true
			}
		}
	}
	all := map[[2]string]int{}
	for _, c := range a.Customers {
		all[[2]string{c.Field, fmt.Sprint(c.Radius)}]++
	}
	for _, c := range a.Customers {
		item, drawn := chips[c.Field+"/"+c.ID]
		if !drawn {
			n := all[[2]string{c.Field, fmt.Sprint(c.Radius)}]
			if !counted[fmt.Sprintf("%d 家", n)] && !counted[fmt.Sprint(n)] {
				t.Errorf("%s: %s is neither drawn nor counted", a.Head.ID, c.Name)
			}
			continue
		}
		if item.Class != string(c.Standing) {
			t.Errorf("%s: %s stands as %s and is drawn as %s", a.Head.ID, c.Name, c.Standing, item.Class)
		}
		if !slices.ContainsFunc(cells, func(cell scene.Item) bool { return cell.Box().Holds(item.Box()) }) {
			t.Errorf("%s: the chip of %s lies in no cell", a.Head.ID, c.Name)
		}
	}
}

func TestShuffledApplication(t *testing.T) {
	for _, a := range applications(t)[:4] {
		first, _ := json.Marshal(drawApplication(t, a))
		b := a
		b.Uses, b.Customers = slices.Clone(a.Uses), slices.Clone(a.Customers)
		r := rand.New(rand.NewSource(1))
		r.Shuffle(len(b.Uses), func(i, j int) { b.Uses[i], b.Uses[j] = b.Uses[j], b.Uses[i] })
		r.Shuffle(len(b.Customers), func(i, j int) { b.Customers[i], b.Customers[j] = b.Customers[j], b.Customers[i] })
		if again, _ := json.Marshal(drawApplication(t, b)); !bytes.Equal(first, again) {
			t.Errorf("%s: shuffled input gives another drawing", a.Head.ID)
		}
	}
}
