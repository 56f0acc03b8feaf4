package leader

import (
	"fmt"
	"strconv"
	"strings"

	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/scene"
)

// Places in a tile.
const (
	textLeft   = 66.0 // from its left side
	markAt     = 36.0
	markRadius = 15.0
	countRight = 40.0 // from its right side
	countSize  = 40.0
	tagRight   = 24.0
	nameHeight = 40.0 // of a line
	textHeight = 38.0
	linesPad   = 16.0 // least above and below further lines together
	mostLines  = 6
	tallTag    = 72.0 // height of a tag with two lines
)

// stateOf is the look of a share: that of the coverage which it is nearest to.
func stateOf(share diagram.LeaderShare) scene.StateInk { return scene.StateInks[states[share]] }

var states = map[diagram.LeaderShare]string{
	diagram.ShareFull:  string(diagram.Strong),
	diagram.ShareHalf:  string(diagram.Present),
	diagram.ShareBegun: string(diagram.Weak),
	diagram.ShareNone:  string(diagram.Missing),
}

// shareMark draws the disc of a share, or a cross, around its centre.
func shareMark(share diagram.LeaderShare, cx, cy, r float64, ink string) []scene.Item {
	return mark(string(share), scene.Enlarged(scene.CoverageMark(states[share], cx, cy, ink), cx, cy, r/6.2)...)
}

// body draws the card of a tile, its mark and its counts; it returns how far words may reach.
func (s *page) body(content diagram.LeaderStructure, t diagram.LeaderTile, b scene.Box, markY, countY float64) float64 {
	ink := stateOf(t.Share)
	s.Owner = t.ID
	s.Add(scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleCard,
		Class:  string(t.Share),
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: radius,
		Fill:   ink.Fill,
		Stroke: ink.Stroke,
		Width:  2.4,
		Dash:   ink.Dash,
	})
	if ink.Corner {
		lines := scene.CornerLines(b.Right(), b.Bottom(), ink.Stroke)
		s.Add(mark(string(t.Share), scene.Enlarged(lines, b.Right(), b.Bottom(), 1.6)...)...)
	}
	s.Add(shareMark(t.Share, b.X+markAt, markY, markRadius, ink.Mark)...)
	count := fmt.Sprintf("%d/%d", t.Held, t.All)
	w := s.TextEnd(scene.RoleContent, b.Right()-countRight, countY+.37*countSize, count, countSize, true, ink.Text)
	var first []string
	for _, tag := range t.First {
		first = append(first, tagWords(content.Head.Lang, tag))
	}
	s.say(t.ID, t.Href, append([]string{t.Name, count, second(content, t)}, first...)...)
	return b.Right() - countRight - w - 20
}

// second is the second line of a tile in full: who holds it, what it lacks, or that nobody is seen.
func second(content diagram.LeaderStructure, t diagram.LeaderTile) string {
	switch {
	case len(t.Firms) > 0:
		return strings.Join(t.Firms, sheet.Pick(content.Head.Lang, "、", ", "))
	case len(t.Counts) > 0:
		return strings.Join(t.Counts, comma(content.Head.Lang))
	}
	return content.Blank
}

func comma(lang string) string { return sheet.Pick(lang, "，", ", ") }

// listed sets names in at most so many lines; those that find no room are counted. false when not even one finds room.
func (l *lines) listed(lang string, names []string, unit string, room float64, most int, ink string) bool {
	separator := sheet.Pick(lang, "、", ", ")
	if l.apart(names, separator, "", room, most, ink, 28, 26, LeastText) ||
		l.whole(strings.Join(names, separator), room, most, ink, 28, 26, LeastText) {
		return true
	}
	for n := min(len(names)-1, scene.MostListed); n > 0; n-- {
		rest := " " + diagram.InFew(lang, len(names), unit)
		if l.apart(names[:n], separator, rest, room, most, ink, 26, LeastText) ||
			l.whole(strings.Join(names[:n], separator)+rest, room, most, ink, 26, LeastText) {
			return true
		}
	}
	return false
}

// apart sets items in at most so many lines that end between two of them; false when that is not possible.
func (l *lines) apart(
	items []string,
	separator, tail string,
	room float64,
	most int,
	ink string,
	sizes ...float64,
) bool {
	for _, size := range sizes {
		set := sheet.Wrap(items, separator, tail, size, false, room)
		if set != nil && len(set) <= most {
			l.set(set, size, ink)
			return true
		}
	}
	return false
}

func (l *lines) set(texts []string, size float64, ink string) {
	for _, t := range texts {
		l.list = append(l.list, textLine{t, size, false, ink, l.h + textHeight/2})
		l.h += textHeight
	}
}

// whole sets a text in at most so many lines at the first of the sizes that holds it; false when none does.
func (l *lines) whole(text string, room float64, most int, ink string, sizes ...float64) bool {
	for _, size := range sizes {
		set, fits := scene.Wrap(text, size, false, room, most)
		if !fits {
			continue
		}
		l.set(set, size, ink)
		return true
	}
	return false
}

// name sets the name of a tile: on one line, smaller where it must be; else on two small ones.
func (l *lines) name(text string, room float64, most int, ink string) {
	size, h := 32.0, nameHeight
	for size > LeastText && scene.Measure(text, size, true) > room {
		size -= 2
	}
	set := []string{text}
	if scene.Measure(text, size, true) > room {
		set, size = scene.FitName(text, true, room, room, most, 26, LeastText)
	}
	if len(set) > 1 {
		h = 1.16 * size
	}
	for _, t := range set {
		l.list = append(l.list, textLine{t, size, true, ink, l.h + h/2})
		l.h += h
	}
}

// nameRoom is how wide words of a tile can be beside its counts.
func nameRoom(t diagram.LeaderTile, w float64) float64 {
	return w - textLeft - countRight - 20 - scene.Measure(fmt.Sprintf("%d/%d", t.Held, t.All), countSize, true)
}

// words sets what a tile says of its links in at most so many lines: who holds them, what they lack, or that nobody is
// seen; where that has no room, how many.
func (l *lines) words(content diagram.LeaderStructure, t diagram.LeaderTile, room float64, most int) {
	lang, ink := content.Head.Lang, stateOf(t.Share).Text
	switch t.Share {
	case diagram.ShareNone:
		if !l.whole(content.Blank, room, 1, scene.Red, 28, 26, LeastText) {
			l.whole(content.Blank, room, most, scene.Red, 26, LeastText)
		}
	case diagram.ShareFull:
		if n := len(t.Firms); !l.listed(lang, t.Firms, "家", room, 1, ink) && !l.listed(lang, t.Firms, "家", room, most, ink) {
			l.whole(sheet.Counted(lang, n, "家本地企业", "local firm", "local firms"), room, most, ink, 28, 26, LeastText)
		}
	default:
		if !l.apart(t.Counts, comma(lang), "", room, 1, ink, 28, 26, LeastText) &&
			!l.apart(t.Counts, comma(lang), "", room, most, ink, 26, LeastText) {
			n := strconv.Itoa(t.All - t.Held)
			l.whole(sheet.Pick(lang, "未齐 "+n, n+" not in place"), room, most, ink, 28, 26, LeastText)
		}
	}
}

// tile writes a group of links: its name and counts, who holds it or what it lacks, what is to be filled first, and the
// names of links as far as there is room.
func (s *page) tile(content diagram.LeaderStructure, t diagram.LeaderTile, b scene.Box) {
	lang, ink := content.Head.Lang, stateOf(t.Share)
	room := nameRoom(t, b.W)
	var block lines
	tags := 0.0
	for _, r := range rooms {
		block = lines{}
		block.name(t.Name, room, r.nameLines, ink.Text)
		if tags = tagsHeight(t, b.W, r.tallTags); block.h+tags <= b.H-2*tilePad+1 {
			break
		}
	}
	most := min(mostLines, int((b.H-block.h-tags-linesPad)/textHeight))
	if from := len(block.list); most > 0 {
		block.words(content, t, room, min(2, most))
		if most -= len(block.list) - from; most > 0 {
			block.listed(lang, t.Links, "项", room, most, ink.Quiet)
		}
	}
	y := b.Y + (b.H-block.h-tags)/2
	countY := b.Y + b.H/2
	if tags > 0 {
		countY = y + block.h/2
	}
	s.body(content, t, b, y+block.list[0].at, countY)
	s.paint(block, b.X+textLeft, y)
	s.Owner = ""
	if tags > 0 {
		s.tags(lang, t, b, y+block.h+4, tags-4)
	}
}

// tagsHeight is the height of the tags of a tile, with the gap above; where there is room, a name takes two lines.
func tagsHeight(t diagram.LeaderTile, w float64, roomy bool) float64 {
	if len(t.First) == 0 {
		return 0
	}
	rows := tagRows(t, w)
	each := tagHeight
	for _, tag := range t.First {
		if roomy && scene.Measure(tag.Name, LeastText, true) > tagWidth(t, w, rows)-tagText-tagPad+6 {
			each = tallTag
		}
	}
	return float64(rows)*(each+tagGap) - tagGap + 4
}

// tagWidth is the width of a tag of a tile whose tags stand in so many rows.
func tagWidth(t diagram.LeaderTile, w float64, rows int) float64 {
	columns := float64(len(t.First) / rows)
	return (w - textLeft - tagRight - tagGap*(columns-1)) / columns
}

func tagWords(lang string, tag diagram.LeaderTag) string {
	return sheet.Pick(lang, "先补 ", "First: ") + tag.Name
}

// tagText is where the words of a tag begin, and tagPad what is left after them.
const (
	tagText = 52.0
	tagPad  = 18.0
	tagSize = 28.0
)

// tagRows is how many rows the tags of a tile stand in: side by side where their words have room.
func tagRows(t diagram.LeaderTile, w float64) int {
	each := (w - textLeft - tagRight - tagGap*float64(len(t.First)-1)) / float64(len(t.First))
	for _, tag := range t.First {
		if tagText+scene.Measure(tag.Name, tagSize, true)+scene.Measure("先补 ", tagSize, true)+tagPad > each {
			return len(t.First)
		}
	}
	return 1
}

func (s *page) tags(lang string, t diagram.LeaderTile, b scene.Box, y, h float64) {
	rows := tagRows(t, b.W)
	columns := len(t.First) / rows
	w, each := tagWidth(t, b.W, rows), (h+tagGap)/float64(rows)-tagGap
	for n, tag := range t.First {
		s.tag(lang, tag, scene.Box{
			X: b.X + textLeft + float64(n%columns)*(w+tagGap),
			Y: y + float64(n/columns)*(each+tagGap),
			W: w,
			H: each,
		})
	}
}

// tag marks a gap to fill first by its number.
func (s *page) tag(lang string, tag diagram.LeaderTag, b scene.Box) {
	const r, numberSize = 16.0, 26.0
	s.Owner = tag.ID
	s.Page.Targets = append(
		s.Page.Targets,
		scene.Target{Owner: tag.ID, Href: tag.Href, Name: fmt.Sprintf("%d %s", tag.Number, tagWords(lang, tag))},
	)
	plate := scene.Item{
		Shape:  scene.Rect,
		Role:   scene.RoleMark,
		X:      b.X,
		Y:      b.Y,
		W:      b.W,
		H:      b.H,
		Radius: 6,
		Fill:   scene.Accent,
	}
	disc := scene.Item{
		Shape:  scene.Circle,
		Role:   scene.RoleMark,
		X:      b.X + 14 + r,
		Y:      b.Y + b.H/2,
		Radius: r,
		Fill:   scene.Ground,
	}
	s.Add(mark("number", plate, disc)...)
	s.number(tag.Number, scene.Box{X: disc.X - r, Y: disc.Y - r, W: 2 * r, H: 2 * r}, numberSize, scene.Accent)
	set, size := tagLines(lang, tag, b)
	y := b.Y + (b.H-line*LeastText*float64(len(set)-1))/2 + .37*size
	for _, text := range set {
		s.Text(scene.RoleContent, b.X+tagText+4, y, text, size, true, scene.Ground)
		y += line * LeastText
	}
	s.Owner = ""
}

// tagLines sets the words of a tag: its number stands for 先补 where the name needs the room, then the name takes two
// lines where the tag is high enough.
func tagLines(lang string, tag diagram.LeaderTag, b scene.Box) ([]string, float64) {
	room := b.W - tagText - tagPad + 6
	for _, text := range []string{tagWords(lang, tag), tag.Name} {
		for _, size := range []float64{30, tagSize, 26, LeastText} {
			if scene.Measure(text, size, true) <= room {
				return []string{text}, size
			}
		}
	}
	most := 1
	if b.H >= tallTag {
		most = 2
	}
	return scene.FitName(tag.Name, true, room, room, most, LeastText)
}

// strip writes the links that serve all stages: what a tile says at the left, what is to be filled first beside it.
func (s *page) strip(content diagram.LeaderStructure, t diagram.LeaderTile, g grid) {
	lang, ink, b := content.Head.Lang, stateOf(t.Share), g.strip
	support := sheet.Pick(lang, "支撑", "Support")
	if len(g.labels) == 0 && t.Name != support { // nothing else says so
		t.Name = support + sheet.Pick(lang, "：", ": ") + t.Name
	}
	var block lines
	room := (b.W - textLeft) / 3
	block.name(t.Name, room, 2, ink.Text)
	block.words(content, t, room, 1)
	w := 0.0
	for _, l := range block.list {
		w = max(w, scene.Measure(l.text, l.size, l.bold))
	}
	y := b.Y + (b.H-block.h)/2
	end := s.body(content, t, b, y+block.list[0].at, b.Y+b.H/2)
	s.paint(block, b.X+textLeft, y)
	x := b.X + textLeft + w + 36
	if len(t.First) == 0 {
		var names lines
		names.listed(lang, t.Links, "项", end-x, 2, ink.Quiet)
		s.paint(names, x, b.Y+(b.H-names.h)/2)
		s.Owner = ""
		return
	}
	s.Owner = ""
	widths, h := tagWidths(lang, t.First, end-x)
	for i, w := range widths {
		s.tag(lang, t.First[i], scene.Box{X: x, Y: b.Y + (b.H-h)/2, W: w, H: h})
		x += w + 2*tagGap
	}
}

// tagWidths are the widths and the height of tags in one row: what their words need; else shares of the room, high
// enough for two lines.
func tagWidths(lang string, tags []diagram.LeaderTag, room float64) ([]float64, float64) {
	out := make([]float64, len(tags))
	room -= 2 * tagGap * float64(len(tags)-1)
	for _, size := range []float64{30, tagSize, 26, LeastText} {
		sum := 0.0
		for i, tag := range tags {
			out[i] = tagText + scene.Measure(tagWords(lang, tag), size, true) + tagPad
			sum += out[i]
		}
		if sum <= room {
			return out, stripTag
		}
	}
	for i := range out {
		out[i] = room / float64(len(out))
	}
	return out, tallTag
}
