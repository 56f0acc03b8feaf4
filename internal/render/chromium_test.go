package render

import (
	"bytes"
	"encoding/json"
	"html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
)

// specimen has the characters on which browsers and plain sums of advances disagree: kerned pairs, ligatures, dashes,
// ellipses, full-width marks side by side.
func specimen(lang string) scene.Page {
	p := scene.Page{ID: "specimen", Lang: lang, Width: scene.PageWidth, Height: scene.PageHeight}
	y := 30.0
	for _, text := range []string{
		"光电子信息产业链·技术结构图", "链长：待补充（牵头单位：待补充）", "COB 模组、Mini LED 背光，AlGaInP 外延片；",
		"AVATAR To Ty. We Yo P. office fi ffl 1/2 LT VA",
		"“双引号”‘单’《书名》〈甲〉「乙」【丙】——……", "①②③ ℃ ± × ÷ ≤ ≥ % ‰ → ← ↑ ↓ αβγ Ω μm Дж", "“（《，。》）”、：；！？（（））",
		"SiC、GaAs 12 英寸 300 mm  1500 吨 62/80",
		"Reliability and certification (AEC-Q102), 2022—2026 …", "é ü ñ ç ß Å · • … – —",
	} {
		for _, size := range []float64{13.5, 15, 17, 30} {
			for _, bold := range []bool{false, true} {
				p.Items = append(p.Items, scene.Item{
					Shape: scene.Text,
					Role:  scene.RoleHead,
					X:     40,
					Y:     y,
					Text:  text,
					Size:  size,
					Bold:  bold,
					Fill:  scene.Ink,
				})
				y += 10
			}
		}
	}
	return p
}

// TestChromiumDrawsMeasuredWidths: what a layout measured is what a reader sees, to half a percent, in both languages.
func TestChromiumDrawsMeasuredWidths(t *testing.T) {
	chromium := rendertest.Browser(t)
	if err := scene.Font(); err != nil {
		t.Fatal(err)
	}
	zh, en := specimen("zh"), specimen("en")
	drawn := drawnWidths(t, chromium, zh, en)
	items := slices.Concat(zh.Items, en.Items)
	if len(drawn) != len(items) {
		t.Fatalf("%d texts drawn, want %d", len(drawn), len(items))
	}
	worst := 0.0
	for k, i := range items {
		off := math.Abs(drawn[k]/scene.Measure(i.Text, i.Size, i.Bold) - 1)
		worst = max(worst, off)
		if off > .005 {
			t.Errorf(
				"%q in %v, bold %v: measured %.2f, drawn %.2f",
				i.Text,
				i.Size,
				i.Bold,
				scene.Measure(i.Text, i.Size, i.Bold),
				drawn[k],
			)
		}
	}
	t.Logf("%d texts, worst difference %.3f %%", len(items), 100*worst)
}

// drawnWidths lets Chromium draw pages with the embedded fonts and returns the width of each text.
func drawnWidths(t *testing.T, chromium string, pages ...scene.Page) []float64 {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("<!doctype html><meta charset=utf-8><style>" + rendertest.FontFaces(t) + "</style><div id=drawings>")
	for _, p := range pages {
		if err := SVG(&b, p, SVGOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	b.WriteString(`</div><pre id=widths></pre><script>
Promise.all(['400', '700'].map(w => document.fonts.load(w + ' 14px "Noto Sans SC"', '链'))).then(() => {
  const texts = [...document.querySelectorAll('text')]
  document.getElementById('widths').textContent = JSON.stringify(texts.map(t =>
    t.getEndPositionOfChar(t.getNumberOfChars() - 1).x - t.getStartPositionOfChar(0).x))
  document.getElementById('drawings').remove()
})</script>`)
	file := filepath.Join(t.TempDir(), "widths.html")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	out := rendertest.Chromium(t, chromium, "--dump-dom", "file://"+file)
	found := regexp.MustCompile(`<pre id="widths">([^<]*)</pre>`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("no widths in %s", out)
	}
	var widths []float64
	if err := json.Unmarshal([]byte(strings.TrimSpace(html.UnescapeString(string(found[1])))), &widths); err != nil {
		t.Fatalf("%v in %s", err, found[1])
	}
	return widths
}
