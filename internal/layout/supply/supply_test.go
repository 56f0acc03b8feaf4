package supply

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/analysis/candidate"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

// supplies are the contents of every local enterprise of the seeds, in both languages.
func supplies(t testing.TB) []diagram.Supply {
	t.Helper()
	f := layouttest.Findings(t)
	var out []diagram.Supply
	for _, e := range f.Snapshot.Of(graph.KindEnterprise) {
		if e.Attrs.Text("reach") != "local" {
			continue
		}
		candidates := candidate.Lists{}
		for _, link := range content.MissingInputs(f, e.ID, "") {
			candidates[link] = candidate.Of(f, link, nil)
		}
		for _, lang := range []string{"zh", "en"} {
			s, err := content.NewSupply(f, e.ID, "", candidates, content.Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
	}
	return out
}

func drawSupply(t testing.TB, s diagram.Supply) []scene.Page {
	t.Helper()
	pages, err := Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// passesSupply checks the pages of a supply map; only the first is asked to be filled.
func passesSupply(t *testing.T, s diagram.Supply, coverage float64) []scene.Page {
	t.Helper()
	pages := drawSupply(t, s)
	rules := check.DefaultRules()
	rules.Coverage = coverage
	layouttest.Passes(t, pages[:1], rules)
	layouttest.Passes(t, pages[1:], check.DefaultRules())
	placed(t, s, pages[0])
	standings(t, s, pages)
	unseen(t, s, pages[0])
	trunks(t, s, pages[0])
	everyRow(t, s, pages)
	return pages
}

func TestSeededSupplyMaps(t *testing.T) {
	contents := supplies(t)
	if len(contents) < 180 {
		t.Errorf("only %d contents", len(contents))
	}
	pages, least := 0, 1.0
	for _, s := range contents {
		coverage := .6
		if len(s.Inputs.Rows) <= 1 {
			coverage = layouttest.Sparse
		}
		drawn := passesSupply(t, s, coverage)
		pages += len(drawn)
		least = min(least, check.Survey(drawn[0]).Coverage)
	}
	t.Logf("%d maps, %d pages, least coverage %.2f", len(contents), pages, least)
}

// chips are the firms that a page shows as such, by owner, with their standing.
func chips(page scene.Page) map[string]scene.Item {
	out := map[string]scene.Item{}
	for _, i := range page.Items {
		if strings.HasPrefix(i.Class, "firm/") && i.Owner != "" {
			out[i.Owner] = i
		}
	}
	return out
}

// placed checks that a firm stands in the column of its radius, in the row of its link.
func placed(t *testing.T, s diagram.Supply, page scene.Page) {
	t.Helper()
	drawn := chips(page)
	n := 0
	for _, d := range newSupplyLayout(s).sides {
		rest := diagram.SupplyRow{ID: "rest", Firms: d.Rest.Firms}
		for _, row := range append(slices.Clone(d.rows), rest) {
			for radius, firms := range row.Firms {
				column := d.cell(radius, 0, 1000)
				for _, f := range firms {
					chip, shown := drawn[fmt.Sprintf("%s%s/%d/%s", d.key(), row.ID, radius, f.ID)]
					if !shown {
						continue
					}
					n++
					if !column.Holds(scene.Box{X: chip.X, Y: column.Y, W: chip.W}) {
						t.Errorf("%s: %s stands at %.0f, its column is %.0f to %.0f", s.Head.ID, f.Name, chip.X, column.X, column.Right())
					}
				}
			}
		}
	}
	if n != len(drawn) {
		t.Errorf("%s: %d of %d chips stand in the cells of their rows", s.Head.ID, n, len(drawn))
	}
}

// standings checks that what is evidenced is drawn solid and nothing else is, and that firms without room are counted.
func standings(t *testing.T, s diagram.Supply, pages []scene.Page) {
	t.Helper()
	want := map[string]diagram.Standing{}
	for _, d := range newSupplyLayout(s).sides {
		for _, row := range append(slices.Clone(d.rows), diagram.SupplyRow{ID: "rest", Firms: d.Rest.Firms}) {
			for radius, firms := range row.Firms {
				shown := 0
				for _, f := range firms {
					owner := fmt.Sprintf("%s%s/%d/%s", d.key(), row.ID, radius, f.ID)
					want[owner] = f.Standing
					if _, is := chips(pages[0])[owner]; is {
						shown++
					}
				}
				if shown < len(firms) && !slices.ContainsFunc(pages[0].Items, func(i scene.Item) bool {
					return i.Owner == fmt.Sprintf("%s%s/%d", d.key(), row.ID, radius) &&
						strings.Contains(i.Text, fmt.Sprint(len(firms)))
				}) {
					t.Errorf("%s: %d of %d firms of %s in radius %d, not counted", s.Head.ID, shown, len(firms), row.Name, radius)
				}
			}
		}
	}
	for owner, chip := range chips(pages[0]) {
		if solid := len(chip.Dash) == 0; solid != (want[owner] == diagram.OnRecord) {
			t.Errorf("%s: %s stands as %q, drawn solid: %v", s.Head.ID, owner, want[owner], solid)
		}
	}
}

// unseen checks that the words stand just where no firm is known in the city and in the circle.
func unseen(t *testing.T, s diagram.Supply, page scene.Page) {
	t.Helper()
	said := map[string]bool{}
	for _, i := range page.Items {
		if i.Text == s.Words.Unseen {
			said[i.Owner] = true
		}
	}
	for _, d := range newSupplyLayout(s).sides {
		for _, row := range d.rows {
			for radius, firms := range row.Firms {
				owner := fmt.Sprintf("%s%s/%d", d.key(), row.ID, radius)
				if want := radius < 2 && len(firms) == 0; said[owner] != want && s.Words.Unseen != "" {
					t.Errorf(
						"%s: %s in radius %d has %d firms, said to be unseen: %v",
						s.Head.ID,
						row.Name,
						radius,
						len(firms),
						said[owner],
					)
				}
			}
		}
	}
}

// trunks checks that every direct link reaches a trunk of its kind, that one arrow of each kind points to the middle of
// the enterprise, and that nothing but ownership leads to the group.
func trunks(t *testing.T, s diagram.Supply, page scene.Page) {
	t.Helper()
	bodies, lines := map[string]scene.Item{}, map[string]scene.Item{}
	for _, i := range page.Items {
		switch i.Role {
		case scene.RoleCard:
			bodies[i.Owner] = i
		case scene.RoleEdge:
			lines[i.Owner] = i
			if owned := strings.HasPrefix(i.Class, ownership); owned != (strings.Contains(i.From+i.To, "parent") ||
				strings.Contains(i.From+i.To, "siblings")) {
				t.Errorf("%s: a line of class %s from %s to %s", s.Head.ID, i.Class, i.From, i.To)
			}
		}
	}
	firm := bodies[s.Firm.ID].Box()
	mid := firm.Y + firm.H/2
	for _, d := range newSupplyLayout(s).sides {
		ends := map[string]int{}
		for _, row := range append(slices.Clone(d.rows), diagram.SupplyRow{ID: "rest", Tier: 1,
			Supplied: kindOfRest(d.Rest) == diagram.Evidenced}) {
			line, drawn := lines["line/"+d.key()+row.ID]
			if drawn != (row.Tier == 1) {
				t.Errorf("%s: %s of tier %d has its own line: %v", s.Head.ID, row.Name, row.Tier, drawn)
				continue
			}
			if !drawn {
				continue
			}
			if line.Class != string(kindOf(row)) || (len(line.Dash) == 0) != row.Supplied {
				t.Errorf("%s: the line of %s is %s, supplied %v", s.Head.ID, row.Name, line.Class, row.Supplied)
			}
			p := line.Points[0]
			if !d.users {
				p = line.Points[len(line.Points)-1]
			}
			if math.Abs(p.X-firm.X) < .1 || math.Abs(p.X-firm.Right()) < .1 {
				ends[line.Class]++
				if math.Abs(p.Y-mid) > .1 {
					t.Errorf("%s: a trunk meets the enterprise %.1f off its middle", s.Head.ID, p.Y-mid)
				}
			}
		}
		for class, n := range ends {
			if n != 1 {
				t.Errorf("%s: %d trunks of kind %s", s.Head.ID, n, class)
			}
		}
		if len(ends) == 0 {
			t.Errorf("%s: nothing reaches the enterprise", s.Head.ID)
		}
	}
}

// everyRow checks that every link is on the first page, under what it enters, or on the list.
func everyRow(t *testing.T, s diagram.Supply, pages []scene.Page) {
	t.Helper()
	on := func(page scene.Page, owner string) bool {
		return slices.ContainsFunc(page.Items, func(i scene.Item) bool { return i.Owner == owner })
	}
	shown, total := 0, 0
	for _, d := range newSupplyLayout(s).sides {
		for _, row := range d.Rows {
			total++
			first := on(pages[0], d.key()+row.ID)
			if first {
				shown++
			}
			if !first && !slices.ContainsFunc(pages[1:], func(p scene.Page) bool { return on(p, "list/"+d.key()+row.ID) }) {
				t.Errorf("%s: %s is nowhere", s.Head.ID, row.Name)
			}
		}
		for i, row := range d.rows {
			if row.Tier > 1 && (i == 0 || !slices.Contains(row.Via, d.rows[i-1].ID)) {
				t.Errorf("%s: %s does not stand under what it enters", s.Head.ID, row.Name)
			}
		}
	}
	if pages[0].Shown != shown || pages[0].Total != total {
		t.Errorf("%s: the page says %d/%d, it is %d/%d", s.Head.ID, pages[0].Shown, pages[0].Total, shown, total)
	}
}

// someSupply is the map of an enterprise with so many random inputs and users.
func someSupply(inputs, users int, seed int64) diagram.Supply {
	r := rand.New(rand.NewSource(seed))
	states := []diagram.State{"strong", "present", "weak", "outside", "missing", ""}
	names := []string{"锂资源与锂盐", "巨量转移与检测设备", "正极", "Battery packs and BMS", "前驱体"}
	firms := func(side string, row int) (out [4][]diagram.SupplyName) {
		for radius := range out {
			for k := range r.Intn(7) * r.Intn(2) {
				out[radius] = append(out[radius], diagram.SupplyName{
					ID:       fmt.Sprintf("enterprise:%s-%d-%d-%d", side, row, radius, k),
					Name:     []string{"格林美 荆门", "湖北三安光电", "TCL", "九州通沃田医药"}[r.Intn(4)],
					Standing: []diagram.Standing{diagram.OnRecord, diagram.Announced, diagram.Likely, diagram.Disputed}[min(3, k)],
				})
			}
		}
		return out
	}
	side := func(key string, n int) diagram.SupplySide {
		d := diagram.SupplySide{
			Head:   diagram.SupplyHeading{Name: key, Note: "由远及近"},
			Column: "投入项",
			Rest:   diagram.SupplyRest{Name: "装备、能源、包装、物流等投入", Empty: "供应方待补充"},
		}
		for i := range n {
			row := diagram.SupplyRow{
				ID:       fmt.Sprintf("link:%s/%d", key, i),
				Name:     names[r.Intn(len(names))],
				Products: []string{"碳酸锂", "氢氧化锂", "磷酸铁锂"},
				State:    states[r.Intn(6)],
				Word:     "缺",
				Tier:     1,
				TierWord: "一级",
				Firms:    firms(key, i),
			}
			if i > 0 && i%4 == 3 {
				row.Tier, row.TierWord, row.Via = 2, "二级", []string{fmt.Sprintf("link:%s/%d", key, i-1-r.Intn(2))}
			}
			for _, list := range row.Firms {
				row.Supplied = row.Supplied ||
					slices.ContainsFunc(list, func(f diagram.SupplyName) bool { return f.Standing == diagram.OnRecord })
			}
			d.Rows = append(d.Rows, row)
		}
		slices.SortStableFunc(d.Rows, func(a, b diagram.SupplyRow) int { return a.Tier - b.Tier })
		if n == 0 {
			d.Blank = "投入待补充"
		}
		if r.Intn(2) == 0 {
			d.Rest.Firms = firms(key+"-rest", 0)
		}
		return d
	}
	heading := func(name string) diagram.SupplyHeading { return diagram.SupplyHeading{Name: name, Note: "说明"} }
	s := diagram.Supply{
		Head: diagram.Head{
			ID:       "supply/s",
			Lang:     "zh",
			Title:    "合成企业·供应图",
			Facts:    []string{"链长：待补充"},
			Headline: "合成数据，仅用于检验版面。",
			Sources:  "来源：合成数据",
		},
		Inputs: side(
			"in",
			inputs,
		),
		Users: side("out", users),
		Radii: []diagram.SupplyHeading{heading("本市"), heading("都市圈"), heading("省内其他"), heading("国内其他")},
	}
	s.Firm = diagram.SupplyFirm{
		ID:       "enterprise:s",
		Name:     "合成企业",
		Parent:   heading("母公司 某集团"),
		Known:    seed%2 == 0,
		Share:    "全资",
		Siblings: diagram.SiblingBlock{Title: "同集团其他企业", Note: "不算供应"},
	}
	if s.Firm.Known {
		s.Firm.Siblings.Names = []string{"贵州基地", "仙桃基地", "韩国基地", "湖北基地"}
	}
	for i := range 8 {
		s.Firm.Facts = append(s.Firm.Facts, diagram.SupplyFact{Key: "产品", Items: slices.Repeat([]string{"NCM811 正极"}, 1+i%3)})
	}
	s.Strip.Groups = []diagram.StripGroup{{Name: "上游一级"}, {Name: "本环节", Own: true}, {Name: "下游一级"}}
	for g := range s.Strip.Groups {
		for i := range 1 + r.Intn(8) {
			s.Strip.Groups[g].Links = append(s.Strip.Groups[g].Links, diagram.StripLink{
				ID:    fmt.Sprintf("link:strip/%d/%d", g, i),
				Name:  names[r.Intn(len(names))],
				State: states[r.Intn(5)],
			})
		}
	}
	s.Strip.Parallel = &diagram.StripGroup{
		Name:  "与本环节并行，供同一用户",
		Links: []diagram.StripLink{{ID: "link:strip/p", Name: "负极", State: "missing"}},
	}
	for radius := range 4 {
		rate := diagram.SupplyRate{Name: "都市圈内", Of: inputs}
		for i := range inputs {
			rate.Cells = append(
				rate.Cells,
				[]diagram.SupplyCell{diagram.CellNone, diagram.CellNear, diagram.CellKnown}[min(2, (radius+i)%4)],
			)
		}
		s.Rates = append(s.Rates, rate)
	}
	for i := range inputs {
		s.Cells = append(s.Cells, diagram.SupplyName{ID: fmt.Sprint("link:", i), Name: names[i%len(names)]})
		m := diagram.MissingInput{ID: fmt.Sprint("link:", i), Name: names[i%len(names)]}
		if i%3 > 0 {
			m.Candidate = &diagram.SupplyCandidate{
				ID:         "enterprise:c",
				Name:       "格林美",
				Place:      "荆门",
				Unverified: true,
				Points:     62.4,
				Most:       80,
				Parts:      []diagram.Slot{{Key: "match", Most: 25, Value: .5}, {Key: "tie", Most: 20, Unknown: true}},
			}
		}
		s.Missing = append(s.Missing, m)
		s.Risks = append(s.Risks, diagram.SupplyRisk{Name: "三元单一路线", Text: fmt.Sprint("市场已转向铁锂，列为集中风险预警 ", i)})
	}
	w := heading("段落")
	s.Words = diagram.SupplyMapWords{
		Strip:   w,
		Centre:  w,
		Missing: w,
		Rates:   w,
		Risks:   w,
		Unseen:  "未见",
		Blank:   "待补充",
		NoNeed:  "无",
		NoBase:  "无",
		NoRisk:  "无",
	}
	return s
}

func TestSupplyMapsOfAnySize(t *testing.T) {
	for _, n := range []struct{ inputs, users int }{{0, 0}, {1, 0}, {0, 1}, {3, 3}, {5, 2}, {6, 6}, {9, 1}, {14, 5},
		{60, 60}, {200, 3}} {
		for seed := range int64(6) {
			pages := passesSupply(t, someSupply(n.inputs, n.users, seed), 0)
			if n.inputs <= 3 && n.users <= 3 && len(pages) != 1 {
				t.Errorf("%d inputs, %d users: %d pages", n.inputs, n.users, len(pages))
			}
			if n.inputs > rowsWithout*2 && (pages[0].Shown >= pages[0].Total || len(pages) < 3) {
				t.Errorf("%d inputs on %d pages, %d of %d on the first", n.inputs, len(pages), pages[0].Shown, pages[0].Total)
			}
		}
	}
}

// TestFootGivesWay: up to five direct links the foot stands under the rows; more take its room, and it goes to the next
// page.
func TestFootGivesWay(t *testing.T) {
	for n := 1; n <= 12; n++ {
		s := someSupply(n, 1, 2)
		for i := range s.Inputs.Rows {
			s.Inputs.Rows[i].Tier, s.Inputs.Rows[i].Via = 1, nil
		}
		m := newSupplyLayout(s)
		if m.foot != (n <= rowsWithFoot) || m.sides[0].rowH < 44 || m.sides[0].rowH > highSupplyRow {
			t.Errorf("%d inputs: foot %v, rows %.1f high", n, m.foot, m.sides[0].rowH)
		}
		on := slices.IndexFunc(drawSupply(t, s), func(p scene.Page) bool {
			return slices.ContainsFunc(p.Items, func(i scene.Item) bool { return strings.HasPrefix(i.Owner, "missing/") })
		})
		if want := map[bool]int{true: 0, false: 1}[m.foot]; on != want {
			t.Errorf("%d inputs: the foot is on page %d", n, on+1)
		}
		if want := min(n, rowsWithout); len(m.sides[0].rows) != want {
			t.Errorf("%d inputs: %d rows", n, len(m.sides[0].rows))
		}
	}
}

func TestSameSupplySameBytes(t *testing.T) {
	for _, seed := range []int64{1, 2, 3} {
		first, _ := json.Marshal(drawSupply(t, someSupply(14, 6, seed)))
		second, _ := json.Marshal(drawSupply(t, someSupply(14, 6, seed)))
		if !bytes.Equal(first, second) {
			t.Error("the same content gives another drawing")
		}
	}
}

func TestHostileSupply(t *testing.T) {
	for _, name := range []string{strings.Repeat("超长名称", 20), "", " ", "<b>&amp;\"'",
		"Supercalifragilisticexpialidocious manufacturing of everything", "\u202eمرحبا\u202c", "a\x00b\x1bc\nd", "锂盐 🔋", "W",
		strings.Repeat("W", 300)} {
		for _, n := range []int{1, 4, 9, 20} {
			s := someSupply(n, n, 4)
			s.Head.Title, s.Head.Headline, s.Firm.Name, s.Firm.Share = name, name, name, name
			s.Firm.Parent = diagram.SupplyHeading{Name: name, Note: name}
			s.Firm.Siblings = diagram.SiblingBlock{Title: name, Names: []string{name, name}, Note: name}
			for i := range s.Firm.Facts {
				s.Firm.Facts[i] = diagram.SupplyFact{Key: name, Items: []string{name, name}}
			}
			for _, d := range []*diagram.SupplySide{&s.Inputs, &s.Users} {
				d.Head, d.Column, d.Rest.Name, d.Rest.Empty = diagram.SupplyHeading{Name: name, Note: name}, name, name, name
				for i := range d.Rows {
					r := &d.Rows[i]
					r.Name, r.Products, r.Note, r.Word, r.TierWord = name, []string{name, name}, name, name, name
					for radius := range r.Firms {
						for k := range r.Firms[radius] {
							r.Firms[radius][k].Name = name
						}
					}
				}
			}
			for g := range s.Strip.Groups {
				s.Strip.Groups[g].Name = name
				for i := range s.Strip.Groups[g].Links {
					s.Strip.Groups[g].Links[i].Name = name
				}
			}
			for i := range s.Missing {
				s.Missing[i].Name, s.Risks[i], s.Cells[i].Name = name, diagram.SupplyRisk{
					Name: name,
					Text: name + fmt.Sprint(i),
				}, name
				if c := s.Missing[i].Candidate; c != nil {
					c.Name, c.Place = name, name
				}
			}
			for i := range s.Rates {
				s.Rates[i].Name, s.Radii[i] = name, diagram.SupplyHeading{Name: name}
			}
			w := diagram.SupplyHeading{Name: name, Note: name}
			s.Words = diagram.SupplyMapWords{
				Strip:   w,
				Centre:  w,
				Missing: w,
				Rates:   w,
				Risks:   w,
				Unseen:  name,
				Blank:   name,
				NoNeed:  name,
				NoBase:  name,
				NoRisk:  name,
			}
			for _, page := range drawSupply(t, s) {
				for _, v := range check.Page(page, check.DefaultRules()) {
					if v.Rule != check.RuleGlyph { // the shipped font lacks some: that is reported, and nothing else happens
						t.Errorf("%q, %d inputs, page %d: %v", name, n, page.Number, v)
					}
				}
			}
		}
	}
}

func BenchmarkSupply(b *testing.B) {
	for _, n := range []int{3, 14, 60} {
		s := someSupply(n, n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				drawSupply(b, s)
			}
		})
	}
	all := supplies(b)
	i := slices.IndexFunc(all, func(s diagram.Supply) bool { return s.Head.ID == "supply/rongbai-hubei" })
	b.Run("rongbai-hubei", func(b *testing.B) {
		for b.Loop() {
			drawSupply(b, all[i])
		}
	})
}
