package application

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// applications are the contents of every chain of the seeds, in both languages.
func applications(t testing.TB) []diagram.Application {
	t.Helper()
	f := layouttest.Findings(t)
	var out []diagram.Application
	for _, lang := range []string{"zh", "en"} {
		for _, chain := range f.Chains {
			a, err := content.NewApplication(f, chain.Node.ID, content.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
	}
	return out
}

func applicationRules(coverage float64) check.Rules {
	rules := check.DefaultRules()
	rules.AnyAngle, rules.Coverage = true, coverage
	return rules
}

func drawApplication(t testing.TB, a diagram.Application) []scene.Page {
	t.Helper()
	return layouttest.LaidOut(t, Draw, a)
}

func TestSeededApplications(t *testing.T) {
	for _, a := range applications(t) {
		pages := drawApplication(t, a)
		layouttest.Passes(t, pages[:1], applicationRules(.6))
		layouttest.Passes(t, pages[1:], applicationRules(0))
		everyProduct(t, a, pages)
		everyUse(t, a, pages)
		everyCustomer(t, a, pages)
		t.Logf("%-35s %s %d page(s) %v", a.Head.ID, a.Head.Lang, len(pages), check.Survey(pages[0]))
	}
}

// everyProduct checks that each product of the chain stands on one page, and that every foot counts those of its page.
func everyProduct(t *testing.T, a diagram.Application, pages []scene.Page) {
	t.Helper()
	seen, shown := map[string]bool{}, 0
	for _, page := range pages {
		shown += page.Shown
		for _, target := range page.Targets {
			id := strings.TrimPrefix(target.Owner, "list/")
			if !strings.HasPrefix(id, "product:") || strings.Contains(id, "/") {
				continue
			}
			if seen[id] {
				t.Errorf("%s: %s stands twice", a.Head.ID, id)
			}
			seen[id] = true
		}
	}
	if len(seen) != a.Total || shown != a.Total || len(a.Products)+len(a.More) != a.Total {
		t.Errorf("%s: %d products on %d pages, %d counted, of %d", a.Head.ID, len(seen), len(pages), shown, a.Total)
	}
}

// TestRibbonsCrossLittle: a field order exists for most chains in which few ribbons cross; the order given has many.
func TestRibbonsCrossLittle(t *testing.T) {
	for _, a := range applications(t) {
		left, right := make([]string, len(a.Products)), make([]string, len(a.Fields))
		for i, p := range a.Products {
			left[i] = p.ID
		}
		for i, f := range a.Fields {
			right[i] = f.ID
		}
		l, r := sweep(left, right, a.Uses, 6)
		given, got := crossings(left, right, a.Uses), crossings(l, r, a.Uses)
		if most := len(a.Uses) * 2 / 3; got > most || got > given {
			t.Errorf("%s: %d crossings of %d ribbons, %d as given", a.Head.ID, got, len(a.Uses), given)
		}
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
			if i.Role == scene.RoleContent && (strings.HasPrefix(i.Text, "等 ") || strings.HasPrefix(i.Text, "… (")) {
				counted[strings.Trim(i.Text[strings.IndexByte(i.Text, ' ')+1:], "()")] = true
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

// trade is an application of so many products and fields with random uses and customers.
func trade(products, fields, customers int, seed int64) diagram.Application {
	r := rand.New(rand.NewSource(seed))
	a := diagram.Application{
		Head: diagram.Head{
			ID:       "application/s",
			Lang:     "zh",
			Title:    "合成产业链·应用领域图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		Total: products,
		Blank: diagram.BlankWords{Cell: "待补充", Row: "客户待补充"},
		Heads: [2]diagram.HeadWords{{Name: "产品", Note: "及背后的本地企业"}, {Name: "应用领域"}},
	}
	for _, name := range []string{"本市客户", "都市圈客户", "国内其他客户", "境外客户"} {
		a.Radii = append(a.Radii, diagram.Radius{Name: name, Note: "有据 1·待核 5"})
	}
	for f := range fields {
		a.Fields = append(a.Fields, diagram.Field{
			ID:      fmt.Sprint("field:", f),
			Name:    []string{"新型显示", "汽车与零部件", "数据中心与算力", "桥梁与建筑"}[f%4],
			Note:    "兼供新能源链",
			Count:   "产品 9·本地有据 3",
			Local:   f % 3,
			Missing: []string{"高纯材料", "特种气体"},
		})
	}
	for p := range products {
		product := diagram.Product{
			ID:   fmt.Sprint("product:", p),
			Href: "/things/x",
			Name: []string{"高纯、光学石英材料", "Mini LED 芯片", "精密金属结构件"}[p%3],
			Made: []diagram.Made{diagram.MadeHere, diagram.MadeMaybe, diagram.MadeNot}[p%3],
		}
		if product.Made == diagram.MadeNot {
			product.Empty = "未见本地企业"
		} else {
			product.Makers, product.Levels, product.Note = []string{"甲辰科技", "乙巳新材料"}[:1+p%2], []string{"专"}, "在建"
		}
		a.Products = append(a.Products, product)
		for f := range fields {
			if f == p%fields || r.Intn(6) == 0 {
				a.Uses = append(a.Uses, diagram.Use{
					Product:  product.ID,
					Field:    a.Fields[f].ID,
					Standing: []diagram.Standing{diagram.OnRecord, diagram.Likely}[r.Intn(2)],
				})
			}
		}
	}
	for c := range customers {
		a.Customers = append(a.Customers, diagram.Customer{
			ID:       fmt.Sprint("enterprise:", c),
			Href:     "/enterprises/x",
			Field:    a.Fields[r.Intn(fields)].ID,
			Radius:   r.Intn(4),
			Name:     []string{"华星光电", "中际旭创", "三星", "国营红旗机械总厂"}[c%4],
			Standing: []diagram.Standing{diagram.OnRecord, diagram.Announced, diagram.Likely, diagram.Disputed}[r.Intn(4)],
		})
	}
	return a
}

func TestApplicationsOfAnySize(t *testing.T) {
	for _, c := range []struct {
		products, fields, customers int
		pages                       int
	}{{1, 1, 0, 1}, {1, 1, 1, 1}, {3, 2, 6, 1}, {14, 11, 60, 1}, {13, 3, 400, 1}, {30, 6, 40, 0}, {60, 15, 90, 0},
		{60, 1, 4, 5}, {300, 40, 300, 0}} {
		a := trade(c.products, c.fields, c.customers, 1)
		pages := drawApplication(t, a)
		if c.pages > 0 && len(pages) != c.pages {
			t.Errorf("%d products, %d fields: %d pages, not %d", c.products, c.fields, len(pages), c.pages)
		}
		layouttest.Passes(t, pages, applicationRules(0))
		everyUse(t, a, pages)
		everyCustomer(t, a, pages)
	}
}

func TestApplicationWithNothing(t *testing.T) {
	a := trade(0, 0, 0, 1)
	pages := drawApplication(t, a)
	layouttest.Passes(t, pages, applicationRules(0))
	if len(pages) != 1 {
		t.Errorf("%d pages of nothing", len(pages))
	}
	a.Fields = []diagram.Field{{ID: "field:x", Name: "领域未注明", Unplaced: true}}
	layouttest.Passes(t, drawApplication(t, a), applicationRules(0))
}

func TestHostileApplication(t *testing.T) {
	long := strings.Repeat("超长名称", 20)
	for _, name := range []string{long, "", "<b>&amp;", "Supercalifragilisticexpialidocious manufacturing of everything"} {
		a := trade(8, 4, 20, 2)
		for i := range a.Products {
			a.Products[i].Name, a.Products[i].Makers = name, []string{name, name}
		}
		for i := range a.Fields {
			a.Fields[i].Name, a.Fields[i].Note, a.Fields[i].Missing = name, name, []string{name, name}
		}
		for i := range a.Customers {
			a.Customers[i].Name = name
		}
		layouttest.Passes(t, drawApplication(t, a), applicationRules(0))
	}
}

// TestOrderStays: a product without a use leaves the order of the others as it was, and no order crosses more than the
// chain's own.
func TestOrderStays(t *testing.T) {
	for _, a := range applications(t) {
		ids := func(a diagram.Application) (left, right []string) {
			p := orderApplication(a)
			for _, x := range p.Products {
				left = append(left, x.ID)
			}
			for _, x := range p.Fields {
				right = append(right, x.ID)
			}
			return left, right
		}
		left, right := ids(a)
		var chainLeft, chainRight []string
		for _, x := range a.Products {
			chainLeft = append(chainLeft, x.ID)
		}
		for _, x := range a.Fields {
			chainRight = append(chainRight, x.ID)
		}
		if now, was := crossings(left, right, a.Uses), crossings(chainLeft, chainRight, a.Uses); now > was {
			t.Errorf("%s: %d crossings, %d in the chain's order", a.Head.ID, now, was)
		}
		more := a
		more.Products = append(
			slices.Clone(a.Products),
			diagram.Product{ID: "product:none", Name: "无用途", Made: diagram.MadeHere},
		)
		again, _ := ids(more)
		if kept := slices.DeleteFunc(again, func(id string) bool { return id == "product:none" }); !slices.Equal(left, kept) {
			t.Errorf("%s: a product without a use moves the others", a.Head.ID)
		}
	}
}

func BenchmarkApplication(b *testing.B) {
	for _, n := range []int{24, 100, 300} {
		a := trade(n, max(4, n/8), n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				drawApplication(b, a)
			}
		})
	}
	seeded := applications(b)[0]
	b.Run("optoelectronics", func(b *testing.B) {
		for b.Loop() {
			drawApplication(b, seeded)
		}
	})
}
