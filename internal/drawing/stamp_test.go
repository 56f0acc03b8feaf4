package drawing

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/content"
	"chainchief/internal/diagram"
	"chainchief/internal/layout/sheet"
	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
	"chainchief/internal/scene/check"
)

var stampTime = time.Date(2026, 11, 29, 20, 31, 0, 0, graph.Zone)

func stampOf(name string, watermark bool) *Stamp {
	return &Stamp{Maker: content.Maker{Name: name, Of: 11, At: stampTime}, Watermark: watermark}
}

// TestStampsKeepTheRules: on every page of every drawing the stamp stands whole, touches nothing, and nothing else has
// moved.
func TestStampsKeepTheRules(t *testing.T) {
	stamps := map[string]string{
		"zh": "区间值 · 不含对接 · 10/11 条链 · 经济和信息化局产业链专班 · 2026-11-29 20:31 · r1234",
		"en": "bands, no exact figures · no contacts · 10/11 chains · 产业链专班 · 2026-11-29 20:31 · r1234",
	}
	for _, d := range allDrawings(t) {
		rules := rulesOf(d.request)
		rules.LeastText = check.DefaultRules().LeastText // of a leader's edition: nobody reads it across a room
		for _, page := range d.pages {
			now := sheet.Stamped(page, stamps[page.Lang])
			last := now.Items[len(now.Items)-1]
			if last.Text != stamps[page.Lang] {
				t.Errorf("%s page %d: the stamp is %q", d.name(), page.Number, last.Text)
			}
			for _, v := range check.Page(now, rules) {
				t.Errorf("%s page %d: %v", d.name(), page.Number, v)
			}
			for n, i := range page.Items {
				if got := now.Items[n]; fmt.Sprint(got) != fmt.Sprint(i) && (i.Role != scene.RoleFoot || got.X != i.X) {
					t.Errorf("%s page %d: %v was %v", d.name(), page.Number, got, i)
				}
			}
		}
	}
}

// TestStampIsNotRemembered: who has a file is told so also later, another person is not, and what is for nobody in
// particular is as before.
func TestStampIsNotRemembered(t *testing.T) {
	all, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Kind: "structure", Chain: "chain:optoelectronics", Lang: "zh", Format: "svg"}
	plain := drawn(t, all.studio, all.findings, r)
	r.Stamp = stampOf("示例岗位甲", true)
	first := drawn(t, all.studio, all.findings, r)
	known := len(all.studio.files)
	r.Stamp = stampOf("示例岗位甲", true)
	r.Stamp.At, r.Stamp.Held = stampTime.Add(time.Hour), first.ETag
	later := drawn(t, all.studio, all.findings, r)
	if later.ETag != first.ETag || later.Data != nil {
		t.Errorf("an hour later it is %s with %d bytes, not %s", later.ETag, len(later.Data), first.ETag)
	}
	for _, other := range []*Stamp{stampOf("示例岗位乙", true), stampOf("示例岗位甲", false)} {
		other.Held, r.Stamp = first.ETag, other
		if file := drawn(t, all.studio, all.findings, r); file.Data == nil || file.ETag == first.ETag {
			t.Errorf("another one is taken for the first: %s", file.ETag)
		}
	}
	r.Stamp = nil
	if again := drawn(t, all.studio, all.findings, r); !bytes.Equal(again.Data, plain.Data) ||
		len(all.studio.files) != known {
		t.Error("a stamp is remembered")
	}
}

// TestWatermarkInEveryFormat: name and time lie over the drawing in all formats, and programs that are not ours open
// them. A text stays text.
func TestWatermarkInEveryFormat(t *testing.T) {
	soffice, pdftotext := rendertest.Program(t, "soffice"), rendertest.Program(t, "pdftotext")
	dir := t.TempDir()
	const mark = "示例岗位甲 2026-11-29 20:31"
	for _, d := range allDrawings(t) {
		if d.request.Chain != goldenChains[d.request.Lang] ||
			d.request.Kind != "structure" || d.request.Detail == diagram.Leader {
			continue
		}
		_, places := scene.Page{Width: scene.PageWidth, Height: scene.PageHeight, Watermark: mark}.Watermarks()
		want := len(places) * len(d.pages)
		marked := func(format string) []byte {
			return d.asFile(t, func(r *Request) { r.Format, r.Stamp = format, stampOf("示例岗位甲", true) })
		}
		svg := marked("svg")
		rendertest.WellFormed(t, svg)
		if n := strings.Count(string(svg), ">"+mark+"<"); n != len(places) {
			t.Errorf("svg: %d times, not %d", n, len(places))
		}
		if n := strings.Count(string(marked("json")), `"watermark":"`+mark+`"`); n != len(d.pages) {
			t.Errorf("json: %d times", n)
		}
		if bytes.Equal(marked("png"), d.asFile(t, func(r *Request) { r.Format, r.Stamp = "png", stampOf("示例岗位甲", false) })) {
			t.Error("png: none is seen")
		}
		deck := rendertest.OpenPPTX(t, marked("pptx"))
		found := 0
		for _, s := range deck.Slides {
			found += len(slices.DeleteFunc(slices.Clone(s.Texts), func(text string) bool { return text != mark }))
		}
		if found != want {
			t.Errorf("pptx: %d times, not %d", found, want)
		}
		pdf, pptx := filepath.Join(dir, d.request.Lang+".pdf"), filepath.Join(dir, d.request.Lang+"-deck.pptx")
		put(t, pdf, marked("pdf"))
		put(t, pptx, marked("pptx"))
		rendertest.Office(t, soffice, "pdf", dir, pptx)
		for _, file := range []string{pdf, filepath.Join(dir, d.request.Lang+"-deck.pdf")} {
			text := strings.Join(strings.Fields(rendertest.Run(t, pdftotext, "-raw", file, "-")), "")
			if !strings.Contains(text, strings.ReplaceAll(mark, " ", "")) {
				t.Errorf("%s does not say %s", filepath.Base(file), mark)
			}
		}
	}
}
