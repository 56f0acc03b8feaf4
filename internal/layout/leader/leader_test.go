package leader

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/layouttest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

func rules() check.Rules {
	r := check.DefaultRules()
	r.LeastText, r.MostMarks, r.Coverage = LeastText, MostMarks, .5
	return r
}

// headlineOf is the one sentence of a page.
func headlineOf(t testing.TB, p scene.Page) string {
	t.Helper()
	var found []string
	for _, i := range p.Items {
		if i.Shape == scene.Text && i.Role == scene.RoleHead && i.Y == headlineBase {
			found = append(found, i.Text)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s: the headlines are %q", p.ID, found)
	}
	return found[0]
}

// reads checks what holds of every page of the leader's edition: the rules of the scene, large words, few marks, all of
// them counted, one line of a sentence, and that those who do not see the page are told what is on it, in its order.
func reads(t testing.TB, p scene.Page, spoken []string) {
	t.Helper()
	layouttest.Passes(t, []scene.Page{p}, rules())
	if survey := check.Survey(p); survey.SmallestText < LeastText {
		t.Errorf("%s %s: the smallest text is %.1f", p.ID, p.Lang, survey.SmallestText)
	}
	for _, i := range p.Items {
		if i.Role == scene.RoleMark && i.Class == "" {
			t.Errorf("%s: a mark is not counted: %+v", p.ID, i)
		}
	}
	said := headlineOf(t, p)
	if n := utf8.RuneCountInString(strings.ReplaceAll(said, " ", "")); p.Lang == "zh" && n > MostCharacters {
		t.Errorf("%s: the headline has %d characters: %s", p.ID, n, said)
	}
	at := 0
	for _, words := range append([]string{said}, spoken...) {
		i := strings.Index(p.Desc[at:], words)
		if i < 0 {
			t.Errorf("%s: %q is not told in its order: %s", p.ID, words, p.Desc)
			return
		}
		at += i + len(words)
	}
}

func namesOf(s diagram.LeaderStructure) []string {
	var names []string
	for _, stage := range s.Stages {
		names = append(names, fmt.Sprintf("%s %d/%d", stage.Name, stage.Held, stage.All))
	}
	for _, t := range s.Tiles {
		names = append(names, t.Name)
	}
	if s.Strip != nil {
		names = append(names, s.Strip.Name)
	}
	return names
}

// TestEveryChain draws both pages of every chain of the seeds in both languages.
func TestEveryChain(t *testing.T) {
	f := layouttest.Findings(t)
	for _, chain := range f.Chains {
		for _, lang := range []string{"zh", "en"} {
			o := content.Options{Lang: lang, Detail: diagram.Leader}
			s, err := content.NewLeaderStructure(f, chain.Node.ID, o)
			if err != nil {
				t.Fatal(err)
			}
			page := layouttest.LaidOut(t, DrawStructure, s)[0]
			reads(t, page, namesOf(s))
			if all := chain.Completeness.Total; page.Shown != all || page.Total != all {
				t.Errorf("%s shows %d of %d links", page.ID, page.Shown, page.Total)
			}
			x, err := content.NewLeaderTargets(f, layouttest.CandidatesOf(f, chain.Node.ID), chain.Node.ID, o)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, g := range x.Gaps {
				names = append(names, g.Name)
				for _, firm := range g.Firms {
					names = append(names, firm.Name)
				}
				names = append(names, g.Act, g.Owner, g.Due)
			}
			reads(t, layouttest.LaidOut(t, DrawTargets, x)[0], names)
		}
	}
}

const longName = "某省某市高性能低温无压烧结导电银浆及其配套封装互连材料联合研究试验生产有限责任公司"

// text is a name of a random length, now and then without a place to break.
func text(r *rand.Rand, lang string) string {
	if lang == "en" {
		words := []string{"Machines", "and", "precision", "of", "photovoltaic", "cells", "for", "electrochemical", "parts"}
		var list []string
		for range 1 + r.Intn(7) {
			list = append(list, words[r.Intn(len(words))])
		}
		return strings.Join(list, " ")
	}
	runes := []rune(longName)
	return string(runes[:2+r.Intn(len(runes)-2)])
}

func texts(r *rand.Rand, lang string, most int) (list []string) {
	for range 1 + r.Intn(most) {
		list = append(list, text(r, lang))
	}
	return list
}

// drawnUp is a random structure that keeps what the content promises: at most four rows in at most three lanes, a tile
// of several tags counted as two.
func drawnUp(r *rand.Rand, lang string) diagram.LeaderStructure {
	s := diagram.LeaderStructure{
		Head: diagram.LeaderHead{
			ID:          "structure/s/leader",
			Lang:        lang,
			Title:       text(r, lang),
			Provisional: []string{"", "待核实"}[r.Intn(2)],
			Headlines:   []string{text(r, lang) + text(r, lang), text(r, lang), "3 项"},
			Figure:      diagram.Figure{Value: "100%", Label: text(r, lang)},
			Foot:        text(r, lang),
		},
		Blank: map[string]string{"zh": "未见本地企业", "en": "No local firm seen"}[lang],
	}
	for n := range 1 + r.Intn(3) {
		s.Stages = append(s.Stages, diagram.LeaderStage{Key: fmt.Sprint(n), Name: text(r, lang), Held: 3, All: 120})
	}
	tags := 3
	tile := func(stage, lane string, most int) diagram.LeaderTile {
		all := 1 + r.Intn(15)
		share := diagram.LeaderShares[r.Intn(4)]
		x := diagram.LeaderTile{ID: fmt.Sprintf("t%d", r.Int63()), Name: text(r, lang), Stage: stage, Lane: lane, All: all,
			Share: share, Links: texts(r, lang, 6)}
		switch share {
		case diagram.ShareFull:
			x.Held, x.Firms = all, texts(r, lang, 5)
		case diagram.ShareHalf, diagram.ShareBegun:
			x.Counts = texts(r, lang, 3)
		}
		for range min(tags, most, r.Intn(4)) {
			x.First = append(x.First, diagram.LeaderTag{ID: fmt.Sprintf("g%d", tags), Name: text(r, lang), Number: 4 - tags})
			tags--
		}
		return x
	}
	lanes, rows := 1+r.Intn(3), 4
	for l := range lanes {
		name := text(r, lang)
		if lanes == 1 {
			name = ""
		}
		lane := diagram.Band{Key: fmt.Sprint(l), Name: name}
		s.Lanes = append(s.Lanes, lane)
		deep := 1
		if free := rows - (lanes - l); free > 0 {
			deep += r.Intn(free + 1)
		}
		rows -= deep
		for _, stage := range s.Stages {
			for left := deep; left > 0 && (left == deep || r.Intn(3) > 0); left-- {
				most := 1
				if left > 1 {
					most = 3
				}
				x := tile(stage.Key, lane.Key, most)
				if s.Tiles = append(s.Tiles, x); len(x.First) > 1 {
					left--
				}
			}
		}
	}
	if r.Intn(2) == 0 {
		strip := tile(diagram.Support, "", 3)
		s.Strip = &strip
	}
	for _, share := range diagram.LeaderShares {
		s.Words = append(s.Words, diagram.LeaderLegend{Share: share, Word: "弱或圈内"})
	}
	return s
}

// TestAnyStructureIsRead: whatever the names and counts, the page keeps the rules.
func TestAnyStructureIsRead(t *testing.T) {
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		lang := []string{"zh", "en"}[seed%2]
		s := drawnUp(r, lang)
		page := layouttest.LaidOut(t, DrawStructure, s)[0]
		before := t.Failed()
		reads(t, page, nil)
		if t.Failed() && !before {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestAnyTargetsAreRead: likewise, with none to three gaps, with and without enterprises.
func TestAnyTargetsAreRead(t *testing.T) {
	marks := []diagram.GapMark{
		diagram.GapChoke,
		diagram.GapMissing,
		diagram.GapWeak,
		diagram.GapOutside,
		diagram.GapBlocked,
	}
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		lang := []string{"zh", "en"}[seed%2]
		x := diagram.LeaderTargets{
			Head: diagram.LeaderHead{
				ID:        "targets/s/leader",
				Lang:      lang,
				Title:     text(r, lang),
				Headlines: []string{text(r, lang) + text(r, lang), text(r, lang), "3 家"},
				Foot:      text(r, lang),
			},
			Empty: "没有更多待办的缺口",
			More:  "无更多合适的",
		}
		for n := range r.Intn(4) {
			g := diagram.LeaderGap{ID: fmt.Sprint("g", n), Name: text(r, lang), Number: n + 1, Mark: marks[r.Intn(5)],
				Kind: text(r, lang), Act: text(r, lang), Owner: "责任 " + text(r, lang), Due: "期限 2026-12-31"}
			for k := range r.Intn(3) {
				g.Firms = append(g.Firms, diagram.LeaderFirm{ID: fmt.Sprint("f", n, k), Name: text(r, lang),
					Unverified: r.Intn(2) == 0, Place: text(r, lang), Reason: text(r, lang)})
			}
			if len(g.Firms) == 0 {
				g.None = [2]string{text(r, lang), text(r, lang)}
			}
			x.Gaps = append(x.Gaps, g)
		}
		x.Total = len(x.Gaps) + r.Intn(2)*7
		before := t.Failed()
		reads(t, layouttest.LaidOut(t, DrawTargets, x)[0], nil)
		if t.Failed() && !before {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestEmptyPages: a chain without links and one without open gaps say so on pages that keep the rules.
func TestEmptyPages(t *testing.T) {
	head := diagram.LeaderHead{ID: "x/y/leader", Lang: "zh", Title: "示例产业链 · 技术结构", Headlines: []string{"该产业链还没有环节"},
		Foot: "数据截至 待补充。"}
	page := layouttest.LaidOut(t, DrawStructure, diagram.LeaderStructure{Head: head, Empty: "请在导入中补充环节"})[0]
	reads(t, page, nil)
	if !slices.ContainsFunc(page.Items, func(i scene.Item) bool { return i.Text == "请在导入中补充环节" }) {
		t.Error("the page does not say what to do")
	}
	head.Headlines = []string{"没有待办的缺口"}
	page = layouttest.LaidOut(t, DrawTargets, diagram.LeaderTargets{Head: head, Empty: "没有更多待办的缺口"})[0]
	reads(t, page, nil)
}

// TestAPageIsTheSameTwice: the same content gives the same bytes.
func TestAPageIsTheSameTwice(t *testing.T) {
	bytesOf := func() []byte {
		b, err := json.Marshal(layouttest.LaidOut(t, DrawStructure, drawnUp(rand.New(rand.NewSource(7)), "zh")))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if first := bytesOf(); !bytes.Equal(first, bytesOf()) {
		t.Error("two pages of one content differ")
	}
}

// TestTheHeadlineShrinksBeforeItSaysLess: first the size, then a shorter sentence.
func TestTheHeadlineShrinksBeforeItSaysLess(t *testing.T) {
	h := diagram.LeaderHead{Lang: "zh", Headlines: []string{"二十个汉字的一句话二十个汉字的一句话啊哦", "短句"}}
	for _, x := range []struct {
		room float64
		text string
		size float64
	}{{20 * 48, h.Headlines[0], 48}, {20 * 40, h.Headlines[0], 40}, {20*36 - 1, "短句", 48}} {
		if text, size := headline(h, x.room); text != x.text || size != x.size {
			t.Errorf("in %.0f: %q at %.0f, not %q at %.0f", x.room, text, size, x.text, x.size)
		}
	}
	h.Headlines[0] = strings.Repeat("字", MostCharacters+1)
	if text, _ := headline(h, 9000); text != "短句" {
		t.Errorf("%d characters are a headline", utf8.RuneCountInString(text))
	}
}
