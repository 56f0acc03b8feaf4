// Package application arranges what a chain is used for: products, fields of use, and who buys.
package application

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places of the application-field drawing (docs/drawings.md, Application): products, ribbons, fields, customers by
// nearness.
const (
	productLeft   = scene.Margin
	productWidth  = 316.0
	fieldLeft     = 546.0
	fieldWidth    = 206.0
	matrixLeft    = 758.0
	matrixWidth   = scene.PageWidth - scene.Margin - matrixLeft
	rowsTop       = 194.0
	rowsHeight    = 648.0
	shareGap      = 6.0
	mostProducts  = 14 // of a page; below, a card would not hold its two lines
	mostFields    = 11
	productShare  = 84.0 // most height of one row
	fieldShare    = 216.0
	mostProductH  = 72.0
	portGap       = 9.0
	cornerRoom    = 7.0 // of a port from its card's corner
	ribbonWidth   = 7.0
	possibleWidth = 1.8
)

// Draw arranges an application-field diagram on as many pages as its products and fields need. The same
// content gives the same pages, in whatever order its uses and customers come.
func Draw(content diagram.Application) ([]scene.Page, error) {
	if err := scene.Font(); err != nil {
		return nil, err
	}
	parts := pages(content)
	lists := slices.Collect(slices.Chunk(content.More, listRows))
	all := len(parts) + len(lists)
	pages := make([]scene.Page, 0, all)
	for i, part := range parts {
		pages = append(pages, paintApplication(part, i+1, all))
	}
	for i, list := range lists {
		pages = append(pages, paintList(content, list, len(parts)+i+1, all))
	}
	return pages, nil
}

// pages cuts the content by fields: as many to a page as their products allow. A product used on two pages is
// drawn on both; a field with more products than a page holds is drawn on several.
func pages(a diagram.Application) []diagram.Application {
	if len(a.Products) <= mostProducts && len(a.Fields) <= mostFields {
		return []diagram.Application{a}
	}
	users := map[string]map[string]bool{} // products by field
	for _, u := range a.Uses {
		if users[u.Field] == nil {
			users[u.Field] = map[string]bool{}
		}
		users[u.Field][u.Product] = true
	}
	var pages []diagram.Application
	var fields []diagram.Field
	products := map[string]bool{}
	flush := func() {
		if len(fields) > 0 {
			pages = append(pages, part(a, fields, products))
		}
		fields, products = nil, map[string]bool{}
	}
	for _, f := range a.Fields {
		fresh := 0
		for p := range users[f.ID] {
			if !products[p] {
				fresh++
			}
		}
		if len(products)+fresh > mostProducts || len(fields) == mostFields {
			flush()
		}
		for _, chunk := range chunks(a.Products, users[f.ID], mostProducts) {
			if len(products) > 0 && len(products)+len(chunk) > mostProducts && len(users[f.ID]) > mostProducts {
				flush()
			}
			if len(fields) == 0 || fields[len(fields)-1].ID != f.ID {
				fields = append(fields, f)
			}
			for _, p := range chunk {
				products[p] = true
			}
		}
	}
	flush()
	for i := 1; i < len(pages); i++ {
		pages[i].Head.Headline = headlineOf(pages[i], i+1)
	}
	return pages
}

// headlineOf says which fields a page shows.
func headlineOf(page diagram.Application, number int) string {
	names := make([]string, len(page.Fields))
	for i, f := range page.Fields {
		names[i] = f.Name
	}
	lang := page.Head.Lang
	return fmt.Sprintf(sheet.Pick(lang, "第 %d 页：%s", "Page %d: %s"), number,
		strings.Join(names, sheet.Pick(lang, "、", ", ")))
}

// chunks are the products of a field in their order, in runs of at most so many; one empty run when there are none.
func chunks(products []diagram.Product, in map[string]bool, most int) [][]string {
	var ids []string
	for _, p := range products {
		if in[p.ID] {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return [][]string{nil}
	}
	return slices.Collect(slices.Chunk(ids, most))
}

func part(a diagram.Application, fields []diagram.Field, products map[string]bool) diagram.Application {
	part := a
	part.Fields, part.Products, part.Uses, part.Customers = slices.Clone(fields), nil, nil, nil
	in := map[string]bool{}
	for _, f := range fields {
		in[f.ID] = true
	}
	for _, p := range a.Products {
		if products[p.ID] {
			part.Products = append(part.Products, p)
		}
	}
	for _, u := range a.Uses {
		if products[u.Product] && in[u.Field] {
			part.Uses = append(part.Uses, u)
		}
	}
	for _, c := range a.Customers {
		if in[c.Field] {
			part.Customers = append(part.Customers, c)
		}
	}
	return part
}

// application is a page while it is arranged: products and fields in their drawn order with their cards.
type application struct {
	diagram.Application
	productBox, fieldBox map[string]scene.Box
}

func paintApplication(a diagram.Application, number, pages int) scene.Page {
	s := &page{sheet.New(a.Head, number, pages, len(a.Products), a.Total)}
	lang := a.Head.Lang
	if len(a.Products) == 0 && len(a.Fields) == 0 {
		s.Text(
			scene.RoleContent,
			scene.Margin,
			200,
			sheet.Pick(
				lang,
				"该产业链的产品还没有应用领域：请在种子文件或导入中补充。",
				"No product of this chain has a field of use yet: add them in the seeds or by import.",
			),
			sheet.HeadlineSize,
			false,
			scene.Secondary,
		)
		return s.Page
	}
	p := orderApplication(a)
	s.SectionHead(productLeft, 163, productWidth, a.Heads[0].Name, a.Heads[0].Note)
	s.SectionHead(fieldLeft, 163, fieldWidth, a.Heads[1].Name, a.Heads[1].Note)
	s.customers(p)
	s.ribbons(p)
	for _, product := range p.Products {
		s.product(product, p.productBox[product.ID], lang)
	}
	for _, f := range p.Fields {
		s.field(f, p.fieldBox[f.ID])
	}
	s.applicationKey(a)
	return s.Page
}

// orderApplication orders both columns so that few ribbons cross, and gives each its card. Barycentre sweeps begin with
// the given order; the order with the fewest crossings wins, the given one in a tie, so that little moves when little
// changes.
func orderApplication(a diagram.Application) *application {
	p := &application{Application: a, productBox: map[string]scene.Box{}, fieldBox: map[string]scene.Box{}}
	products, fields := make([]string, len(a.Products)), make([]string, len(a.Fields))
	for i, x := range a.Products {
		products[i] = x.ID
	}
	for i, x := range a.Fields {
		fields[i] = x.ID
	}
	products, fields = sweep(products, fields, a.Uses, 6)
	at := rankOf(products)
	p.Products = slices.Clone(a.Products)
	slices.SortFunc(p.Products, func(x, y diagram.Product) int { return at[x.ID] - at[y.ID] })
	at = rankOf(fields)
	p.Fields = slices.Clone(a.Fields)
	slices.SortFunc(p.Fields, func(x, y diagram.Field) int { return at[x.ID] - at[y.ID] })
	slices.SortStableFunc(p.Fields, func(x, y diagram.Field) int { // the row of those without a field stands last
		return sheet.Btoi(x.Unplaced) - sheet.Btoi(y.Unplaced)
	})
	height := min(rowsHeight, max(productShare*float64(len(products)), fieldShare*float64(len(fields))))
	for i, x := range p.Products {
		p.productBox[x.ID] = rowBox(productLeft, productWidth, height, i, len(products), mostProductH)
	}
	for i, x := range p.Fields {
		p.fieldBox[x.ID] = rowBox(fieldLeft, fieldWidth, height, i, len(fields), fieldShare)
	}
	return p
}

// rowBox is the card of one of n rows that share a height, centred in its share.
func rowBox(x, w, height float64, i, n int, most float64) scene.Box {
	share := height / float64(n)
	h := min(share-shareGap, most)
	return scene.Box{X: x, Y: rowsTop + share*float64(i) + (share-h)/2, W: w, H: h}
}

func rankOf(ids []string) map[string]int {
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	return at
}

// mostTried is up to how many fields every order of them is tried: 5040.
const mostTried = 7

// sweep returns the orders of two columns with the fewest crossings met: every order of the right one is tried where it
// is short, else barycentre sweeps. Then neighbours change places as long as that helps. In a tie the given orders win.
func sweep(left, right []string, uses []diagram.Use, rounds int) (bestLeft, bestRight []string) {
	bestLeft, bestRight = slices.Clone(left), slices.Clone(right)
	least := crossings(left, right, uses)
	meet := func(l, r []string) {
		if n := crossings(l, r, uses); n < least {
			least, bestLeft, bestRight = n, slices.Clone(l), slices.Clone(r)
		}
	}
	products := func(u diagram.Use) (string, string) { return u.Product, u.Field }
	if len(right) <= mostTried {
		permute(slices.Clone(right), 0, func(r []string) {
			l := slices.Clone(left)
			byBarycentre(l, r, uses, products)
			meet(l, r)
		})
	} else {
		l, r := slices.Clone(left), slices.Clone(right)
		for round := range rounds {
			if round%2 == 0 {
				byBarycentre(r, l, uses, func(u diagram.Use) (string, string) { return u.Field, u.Product })
			} else {
				byBarycentre(l, r, uses, products)
			}
			meet(l, r)
		}
	}
	for improved := true; improved; {
		improved = false
		for _, column := range []*[]string{&bestLeft, &bestRight} {
			for i := range len(*column) - 1 {
				was := least
				l, r := bestLeft, bestRight
				swapped := slices.Clone(*column)
				swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
				if column == &bestLeft {
					l = swapped
				} else {
					r = swapped
				}
				meet(l, r)
				improved = improved || least < was
			}
		}
	}
	return bestLeft, bestRight
}

// permute calls with every order of what stands from a place on, the given one first.
func permute(list []string, from int, with func([]string)) {
	if from == len(list) {
		with(list)
		return
	}
	for i := from; i < len(list); i++ {
		list[from], list[i] = list[i], list[from]
		permute(list, from+1, with)
		list[from], list[i] = list[i], list[from]
	}
}

// byBarycentre sorts a column by the mean place of what its members are joined to; those joined to nothing keep theirs.
func byBarycentre(column, other []string, uses []diagram.Use, ends func(diagram.Use) (here, there string)) {
	at, sum, n := rankOf(other), map[string]int{}, map[string]int{}
	for _, u := range uses {
		here, there := ends(u)
		sum[here] += at[there]
		n[here]++
	}
	place := rankOf(column)
	mean := func(id string) float64 {
		if n[id] == 0 {
			return float64(place[id]) * float64(len(other)) / float64(len(column))
		}
		return float64(sum[id]) / float64(n[id])
	}
	means := map[string]float64{}
	for _, id := range column {
		means[id] = mean(id)
	}
	slices.SortStableFunc(column, func(x, y string) int {
		switch {
		case means[x] < means[y]:
			return -1
		case means[x] > means[y]:
			return 1
		}
		return 0
	})
}

// crossings counts the pairs of uses whose ribbons cross.
func crossings(left, right []string, uses []diagram.Use) int {
	l, r := rankOf(left), rankOf(right)
	n := 0
	for i, a := range uses {
		for _, b := range uses[:i] {
			if (l[a.Product]-l[b.Product])*(r[a.Field]-r[b.Field]) < 0 {
				n++
			}
		}
	}
	return n
}

// ribbons draws every use as a curve from product to field: possible ones thin and dashed beneath, those on record wide
// with a white casing. All are of one width: no amount is known.
func (s *page) ribbons(p *application) {
	uses := slices.Clone(p.Uses)
	row, column := map[string]int{}, map[string]int{}
	for i, x := range p.Products {
		row[x.ID] = i
	}
	for i, x := range p.Fields {
		column[x.ID] = i
	}
	slices.SortFunc(uses, func(x, y diagram.Use) int {
		return (row[x.Product]-row[y.Product])*1000 + column[x.Field] - column[y.Field]
	})
	from, to := ports(uses, p)
	for _, standing := range []diagram.Standing{diagram.Likely, diagram.OnRecord} {
		for i, u := range uses {
			if (u.Standing == diagram.OnRecord) != (standing == diagram.OnRecord) {
				continue
			}
			a, b := from[i], to[i]
			mid := (a.X + b.X) / 2
			points := []scene.Point{a, {X: mid, Y: a.Y}, {X: mid, Y: b.Y}, b}
			line := scene.Item{
				Shape:  scene.Curve,
				Role:   scene.RoleEdge,
				Owner:  u.Product + "→" + u.Field,
				From:   u.Product,
				To:     u.Field,
				Class:  string(u.Standing),
				Points: points,
				Stroke: scene.Secondary,
				Width:  possibleWidth,
				Dash:   []float64{6, 4},
			}
			if standing == diagram.OnRecord {
				line.Stroke, line.Width, line.Dash = scene.Ribbon, ribbonWidth, nil
				s.Add(scene.Item{
					Shape:  scene.Curve,
					Role:   scene.RoleGround,
					Points: points,
					Stroke: scene.Ground,
					Width:  ribbonWidth + 3,
				})
			}
			s.Add(line)
		}
	}
}

// ports gives every use its place on the right side of its product and the left side of its field, in the order of the
// other ends, so that ribbons of one card do not cross.
func ports(uses []diagram.Use, p *application) (from, to []scene.Point) {
	from, to = make([]scene.Point, len(uses)), make([]scene.Point, len(uses))
	outOf, into := map[string][]int{}, map[string][]int{}
	for i, u := range uses { // by product, then field: already in the order of the other ends on both sides
		outOf[u.Product] = append(outOf[u.Product], i)
		into[u.Field] = append(into[u.Field], i)
	}
	for id, list := range outOf {
		for k, i := range list {
			b := p.productBox[id]
			from[i] = scene.Point{X: b.Right(), Y: portAt(b, k, len(list))}
		}
	}
	for id, list := range into {
		for k, i := range list {
			b := p.fieldBox[id]
			to[i] = scene.Point{X: b.X, Y: portAt(b, k, len(list))}
		}
	}
	return from, to
}

func portAt(b scene.Box, k, n int) float64 {
	gap := portGap
	if n > 1 {
		gap = min(gap, (b.H-2*cornerRoom)/float64(n-1))
	}
	return b.Y + b.H/2 + gap*(float64(k)-float64(n-1)/2)
}

// product writes a card of two lines: name, and makers with level and progress.
func (s *page) product(p diagram.Product, b scene.Box, lang string) {
	s.Owner = p.ID
	spoken := append([]string{p.Name, p.Empty, cmp.Or(p.Inferred, p.Note)}, p.Makers...)
	s.Page.Targets = append(s.Page.Targets, scene.Target{
		Owner: p.ID,
		Href:  p.Href,
		Name:  strings.Join(slices.DeleteFunc(spoken, func(t string) bool { return t == "" }), sheet.Pick(lang, "，", ", ")),
	})
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  string(p.Made),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.Ground,
		Stroke: scene.Accent,
		Width:  1.4,
	}
	switch p.Made {
	case diagram.MadeMaybe:
		body.Stroke, body.Dash = scene.UnknownEdge, []float64{5, 3}
	case diagram.MadeNot:
		body.Stroke, body.Dash = scene.Red, []float64{7, 4}
	}
	s.Add(body)
	const pad = 12.0
	room := b.W - 2*pad
	top := b.Y + (b.H-32.2)/2
	line1, line2 := top+13.1, top+31.1
	alone := len(p.Makers) == 0 && p.Empty == "" // a name and nothing else
	if alone {
		line1 = sheet.Base(b, sheet.HeadSize)
	}
	nameRoom := room
	if p.Made == diagram.MadeNot {
		s.Add(scene.CoverageMark("missing", b.Right()-pad-6, line1-5, scene.Red)...)
		nameRoom -= 22
	}
	set, size := scene.FitName(p.Name, true, nameRoom, nameRoom, 1, sheet.HeadSize, 15, 14, sheet.SmallSize)
	w := s.Text(scene.RoleContent, b.X+pad, line1, set[0], size, true, scene.Ink)
	if p.Made == diagram.MadeMaybe {
		s.Unverified(b.X+pad, line1+4, w)
	}
	if alone {
		s.Owner = ""
		return
	}
	if len(p.Makers) == 0 {
		s.Text(
			scene.RoleContent,
			b.X+pad,
			line2,
			scene.Clip(p.Empty, sheet.SmallSize, false, room),
			sheet.SmallSize,
			false,
			scene.Red,
		)
		s.Owner = ""
		return
	}
	if p.Note != "" {
		room -= s.TextEnd(scene.RoleContent, b.Right()-pad, line2, p.Note, sheet.SmallSize, false, scene.Secondary) + 10
	}
	levels := p.Levels
	if len(p.Makers) > 1 { // it would not be clear whose they are
		levels = nil
	}
	room -= float64(len(levels)) * (scene.LevelWidth + 3)
	names, _ := scene.FitList(p.Makers, sheet.Pick(lang, "、", ", "), sheet.SmallSize, room/1.04, func(all int) string {
		return " " + diagram.InAll(lang, all, "家")
	})
	x := b.X + pad
	x += s.Text(scene.RoleContent, x, line2, names, sheet.SmallSize, p.Made == diagram.MadeHere, scene.Accent) + 4
	for _, l := range levels {
		s.Add(scene.LevelSquare(l, x, line2-13.4, true)...)
		x += scene.LevelWidth + 3
	}
	s.Owner = ""
}

// field writes a card: name, how many products, other chains that they supply; what its height holds.
func (s *page) field(f diagram.Field, b scene.Box) {
	s.Owner = f.ID
	s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: f.ID, Name: f.Name + " " + f.Count})
	body := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 5,
		Fill:   scene.AccentFill,
		Stroke: scene.Accent,
		Width:  1.4,
	}
	switch {
	case f.Unplaced:
		body.Fill, body.Stroke, body.Dash = scene.Ground, scene.UnknownEdge, []float64{5, 3}
	case f.Local == 0:
		body.Fill, body.Stroke, body.Dash = scene.Ground, scene.Red, []float64{7, 4}
	}
	s.Add(body)
	const pad, line = 12.0, 20.0
	room := b.W - 2*pad
	set, size := scene.FitName(f.Name, true, room, room, 1+sheet.Btoi(b.H >= 62), sheet.HeadSize, 15, sheet.SmallSize)
	type run struct{ text, ink string }
	below := []run{{f.Count, scene.Secondary}}
	free := int((b.H-8)/line) - len(set) - 1
	if f.Note != "" && free > 0 {
		below, free = append(below, run{f.Note, scene.Accent}), free-1
	}
	missing := missingLines(f.Missing, s.Page.Lang, room, min(free, 4))
	for _, l := range missing {
		below = append(below, run{l, scene.Red})
	}
	y := b.Y + (b.H-line*float64(len(set)+len(below)))/2 + 15
	for _, l := range set {
		s.Text(scene.RoleContent, b.X+pad, y, l, size, true, scene.Ink)
		y += line
	}
	s.Joined(len(set))
	for _, l := range below {
		s.Text(scene.RoleContent, b.X+pad, y, scene.Clip(l.text, sheet.SmallSize, false, room), sheet.SmallSize, false, l.ink)
		y += line
	}
	s.Joined(len(missing))
	s.Owner = ""
}

// missingLines names the products of a field that nobody makes here, in at most n lines, whole names only; what finds
// no place is counted.
func missingLines(names []string, lang string, width float64, n int) []string {
	if n < 1 || len(names) == 0 {
		return nil
	}
	items := slices.Clone(names)
	items[0] = sheet.Pick(lang, "未见本地：", "Not local: ") + items[0]
	for shown := min(len(items), scene.MostListed); shown > 0; shown-- {
		tail := ""
		if shown < len(items) {
			tail = " " + diagram.InAll(lang, len(items), "种")
		}
		lines := sheet.Wrap(items[:shown], sheet.Pick(lang, "、", ", "), tail, sheet.SmallSize, false, width)
		if lines != nil && len(lines) <= n {
			return lines
		}
	}
	return []string{fmt.Sprintf(sheet.Pick(lang, "未见本地 %d 种", "%d not local"), len(items))}
}

// fieldColumns shares the width of the matrix between the radii: each what its head and cells need in rows of chips,
// the spare in equal parts; when there is too little, each gives way towards its head.
func fieldColumns(p *application, rows func(field string) int) []scene.Box {
	n := len(p.Radii)
	heads, needs := make([]float64, n), make([]float64, n)
	sumHeads, sumNeeds := 0.0, 0.0
	for i, r := range p.Radii {
		heads[i] = 50 + max(scene.Measure(r.Name, 15, true), scene.Measure(r.Note, sheet.SmallSize, false))
		needs[i] = heads[i]
		for _, f := range p.Fields {
			list := cellChips(p, f.ID, i)
			for needs[i] < matrixWidth && len(list) > 0 {
				if _, shown := packChips(list, needs[i]-2*cellPad, rows(f.ID), nil); shown == len(list) {
					break
				}
				needs[i] += 8
			}
		}
		sumHeads, sumNeeds = sumHeads+heads[i], sumNeeds+needs[i]
	}
	room := matrixWidth - cellSeam*float64(n-1)
	out := make([]scene.Box, n)
	x := matrixLeft
	for i := range out {
		w := needs[i] + (room-sumNeeds)/float64(n)
		if sumNeeds > room {
			w = heads[i] + (needs[i]-heads[i])*(room-sumHeads)/(sumNeeds-sumHeads)
		}
		out[i] = scene.Box{X: x, W: w}
		x += w + cellSeam
	}
	return out
}

const (
	cellPad  = 12.0
	cellSeam = 4.0
	chipLine = 26.0
	chipGap  = 6.0
)

// chip is a customer in its cell.
type chip struct {
	diagram.Customer
	x, w float64
	row  int
}

// cellChips are the customers of a field in a radius, the firmest first.
func cellChips(p *application, field string, radius int) []chip {
	var out []chip
	for _, c := range p.Customers {
		if c.Field == field && c.Radius == radius {
			w := scene.Measure(c.Name, sheet.SmallSize, true) + 14
			if sheet.MarkedChip(c.Standing) {
				w += 13 // the ring or triangle
			}
			out = append(out, chip{Customer: c, w: w})
		}
	}
	order := []diagram.Standing{diagram.OnRecord, diagram.Announced, diagram.Likely, diagram.Disputed}
	slices.SortFunc(out, func(x, y chip) int {
		if d := slices.Index(order, x.Standing) - slices.Index(order, y.Standing); d != 0 {
			return d
		}
		return strings.Compare(x.ID, y.ID)
	})
	return out
}

// packChips sets as many chips as fit rows of a width and returns them with their number. When some find no place, room
// is kept for the words that count all of them, as the last chip, which has no name.
func packChips(list []chip, width float64, rows int, more func(all int) string) ([]chip, int) {
	for shown := min(len(list), scene.MostListed); shown > 0; shown-- {
		try := slices.Clone(list[:shown])
		if shown < len(list) {
			if more == nil {
				return nil, 0
			}
			try = append(try, chip{w: scene.Measure(more(len(list)), sheet.SmallSize, false) + 4})
		}
		if setChips(try, width, rows) {
			return try, shown
		}
	}
	return nil, 0
}

func setChips(list []chip, width float64, rows int) bool {
	x, row := 0.0, 0
	for i := range list {
		if x > 0 && x+list[i].w > width {
			x, row = 0, row+1
		}
		if x+list[i].w > width || row >= rows {
			return false
		}
		list[i].x, list[i].row = x, row
		x += list[i].w + chipGap
	}
	return true
}

// customers draws the matrix: heads of the radii and one row a field.
func (s *page) customers(p *application) {
	rows := func(field string) int { return max(1, int((p.fieldBox[field].H-2+5)/chipLine)) }
	columns := fieldColumns(p, rows)
	for i, r := range p.Radii {
		s.radius(i, columns[i].X+18, 170)
		x := columns[i].X + 40
		room := columns[i].W - 44
		s.Text(scene.RoleCaption, x, 163, scene.Clip(r.Name, 15, true, room), 15, true, scene.Ink)
		s.Text(
			scene.RoleCaption,
			x,
			184,
			scene.Clip(r.Note, sheet.SmallSize, false, room),
			sheet.SmallSize,
			false,
			scene.Secondary,
		)
	}
	for _, f := range p.Fields {
		b := p.fieldBox[f.ID]
		if !slices.ContainsFunc(p.Customers, func(c diagram.Customer) bool { return c.Field == f.ID }) {
			s.Add(scene.Item{
				Shape:  scene.Rect,
				Role:   scene.RoleBand,
				X:      matrixLeft,
				Y:      b.Y + .5,
				W:      matrixWidth,
				H:      b.H - 1,
				Radius: 5,
				Fill:   scene.Ground,
				Stroke: scene.UnknownEdge,
				Width:  1,
				Dash:   []float64{5, 4},
			})
			s.Add(scene.Item{
				Shape:  scene.Text,
				Role:   scene.RoleContent,
				X:      matrixLeft + matrixWidth/2,
				Y:      b.Y + b.H/2 + 5,
				Text:   p.Blank.Row,
				Size:   sheet.SmallSize,
				Anchor: scene.Middle,
				Fill:   scene.Secondary,
			})
			continue
		}
		for i, column := range columns {
			cell := scene.Box{X: column.X, Y: b.Y, W: column.W, H: b.H}
			s.Rect(scene.RoleBand, cell, scene.FaintBand)
			s.cell(p, f, i, cell, rows(f.ID))
		}
	}
}

// cell writes the chips of one cell, centred in its height.
func (s *page) cell(p *application, f diagram.Field, radius int, b scene.Box, rows int) {
	lang := p.Head.Lang
	list := cellChips(p, f.ID, radius)
	if len(list) == 0 {
		s.Text(scene.RoleContent, b.X+cellPad, b.Y+b.H/2+5, p.Blank.Cell, sheet.SmallSize, false, scene.Secondary)
		return
	}
	more := func(all int) string { return diagram.InFew(lang, all, "家") }
	set, shown := packChips(list, b.W-2*cellPad, rows, more)
	if shown == 0 { // not even one fits beside its count
		set = []chip{{w: scene.Measure(more(len(list)), sheet.SmallSize, false)}}
	}
	used := float64(set[len(set)-1].row+1)*chipLine - 5
	top := b.Y + (b.H-used)/2
	for _, c := range set {
		at := scene.Box{X: b.X + cellPad + c.x, Y: top + float64(c.row)*chipLine, W: c.w, H: scene.ChipHeight}
		if c.ID == "" {
			s.Text(scene.RoleContent, at.X+2, at.Y+15.5, more(len(list)), sheet.SmallSize, false, scene.Secondary)
			continue
		}
		s.Owner = c.Field + "/" + c.ID
		s.Page.Targets = append(s.Page.Targets, scene.Target{Owner: s.Owner, Href: c.Href, Name: c.Name})
		s.Add(sheet.FirmChip(string(c.Standing), c.Standing, at)...)
		x := at.X + 7
		if sheet.MarkedChip(c.Standing) {
			x += 13
		}
		s.Text(
			scene.RoleContent,
			x,
			at.Y+15.5,
			c.Name,
			sheet.SmallSize,
			c.Standing == diagram.OnRecord,
			customerInk[c.Standing],
		)
		s.Owner = ""
	}
}

var customerInk = map[diagram.Standing]string{
	diagram.OnRecord:  scene.Ink,
	diagram.Announced: scene.Ink,
	diagram.Likely:    scene.Secondary,
	diagram.Disputed:  scene.AmberInk,
}

// radius draws the rings of nearness around a point, the meant one heavy; an arrow leads abroad.
func (s *page) radius(meant int, x, y float64) {
	for i, r := range []float64{2.5, 6.5, 10.5} {
		ring := scene.Item{
			Shape:  scene.Circle,
			Role:   scene.RoleMark,
			X:      x,
			Y:      y,
			Radius: r,
			Stroke: scene.UnknownEdge,
			Width:  1,
		}
		if i == meant {
			ring.Stroke, ring.Width = scene.Accent, 2.6
			if i == 0 {
				ring.Fill, ring.Stroke, ring.Width, ring.Radius = scene.Accent, "", 0, 4
			}
		}
		s.Add(ring)
	}
	if meant == 3 {
		s.Add(scene.Item{
			Shape:  scene.Line,
			Role:   scene.RoleMark,
			Points: []scene.Point{{X: x, Y: y}, {X: x + 11, Y: y}},
			Stroke: scene.Accent,
			Width:  2.2,
		})
		head := scene.ArrowHead(scene.Point{X: x + 17, Y: y}, 1, 0, scene.Accent, 8)
		head.Role = scene.RoleMark
		s.Add(head)
	}
}

// applicationKey explains what occurs on the page.
func (s *page) applicationKey(a diagram.Application) {
	var key sheet.Legend
	use := func(st diagram.Standing) bool {
		return slices.ContainsFunc(a.Uses, func(u diagram.Use) bool { return u.Standing == st })
	}
	customer := func(st diagram.Standing) bool {
		return slices.ContainsFunc(a.Customers, func(c diagram.Customer) bool { return c.Standing == st })
	}
	made := func(m diagram.Made) bool {
		return slices.ContainsFunc(a.Products, func(p diagram.Product) bool { return p.Made == m })
	}
	chipKey := func(st diagram.Standing) func(x, mid float64) []scene.Item {
		return func(x, mid float64) []scene.Item {
			return sheet.FirmChip(string(st), st, scene.Box{X: x, Y: mid - 8, W: 28, H: 16})
		}
	}
	key.Add(use(diagram.OnRecord), 36, "有据用途", "use on record", sheet.Stroke(scene.Ribbon, ribbonWidth, nil))
	key.Add(
		use(diagram.Likely),
		36,
		"可能用途（行业常识）",
		"possible use (trade knowledge)",
		sheet.Stroke(scene.Secondary, possibleWidth, []float64{6, 4}),
	)
	key.Add(
		made(diagram.MadeHere),
		34,
		"本地产品有据",
		"made here, on record",
		sheet.Swatch(scene.Ground, scene.Accent, 1.4, nil),
	)
	key.Add(
		made(diagram.MadeMaybe),
		34,
		"本地待核实",
		"to be verified",
		sheet.Swatch(scene.Ground, scene.UnknownEdge, 1.4, []float64{5, 3}),
	)
	key.Add(
		made(diagram.MadeNot),
		34,
		"未见本地企业",
		"no local firm seen",
		sheet.Swatch(scene.Ground, scene.Red, 1.4, []float64{7, 4}),
	)
	key.Add(customer(diagram.OnRecord), 34, "有据客户", "customer on record", chipKey(diagram.OnRecord))
	key.Add(customer(diagram.Announced), 34, "宣布或集群表态，非合同", "announced, no contract", chipKey(diagram.Announced))
	key.Add(customer(diagram.Likely), 34, "推断客户，待核实", "inferred, to be verified", chipKey(diagram.Likely))
	key.Add(customer(diagram.Disputed), 34, "有争议", "disputed", chipKey(diagram.Disputed))
	key.Levels(func(char string) bool {
		return slices.ContainsFunc(
			a.Products,
			func(p diagram.Product) bool { return len(p.Makers) == 1 && slices.Contains(p.Levels, char) },
		)
	})
	s.Key(a.Head.Lang, key)
}
