package drawing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"slices"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene/check"
)

// deadline is that of a request to the API.
const deadline = 30 * time.Second

// stands fails the test when a drawing of any kind does anything but show all, say how much it shows, or be refused
// with what to do; or when one of its files cannot be read. Geometry is left to the scenes of real data where a label
// is no text that anybody would write.
func (g synthetic) stands(t *testing.T, lang string, formats ...string) {
	t.Helper()
	f, list := g.requests(lang)
	s := New(nil)
	for _, r := range list {
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		defer cancel()
		began := time.Now()
		pages, err := s.Pages(ctx, f, r)
		if took := time.Since(began); took > time.Second {
			t.Logf("%s of %d links: %v", r.Kind, g.links, took)
		}
		if err != nil {
			if e := refusal(err); e == nil || e.Fix == "" {
				t.Errorf("%s of %d links labelled %.40q: refused with %v", r.Kind, g.links, g.label, err)
			}
			continue
		}
		for _, page := range pages {
			for _, v := range check.Page(page, rulesOf(r)) {
				if v.Rule != check.RuleGlyph { // what no font has stands as 〓 and is reported with the file
					t.Errorf(
						"%s of %d links labelled %.40q (%s) page %d of %d: %s %.60q: %.200s",
						r.Kind,
						g.links,
						g.label,
						lang,
						page.Number,
						len(pages),
						v.Rule,
						v.Owners,
						v.Reason,
					)
				}
			}
		}
		for _, r.Format = range formats {
			r.Scale = 1
			file, err := s.Draw(ctx, f, r)
			if err != nil {
				t.Errorf("%s as %s of %d links labelled %.40q: %v", r.Kind, r.Format, g.links, g.label, err)
				continue
			}
			opens(t, r, file.Data)
		}
	}
}

// refusal is an error that is meant for people; nil for any other.
func refusal(err error) *graph.Error {
	var e *graph.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// opens reads a file again.
func opens(t *testing.T, r Request, data []byte) {
	t.Helper()
	switch r.Format {
	case "svg":
		rendertest.WellFormed(t, data)
	case "pptx":
		rendertest.OpenPPTX(t, data)
	case "json":
		if !json.Valid(data) {
			t.Errorf("%s: broken JSON", r.Kind)
		}
	case "pdf":
		if !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
			t.Errorf("%s: broken PDF", r.Kind)
		}
	case "png":
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("%s: %v", r.Kind, err)
		}
	}
}

// FuzzLabels draws a small chain of every kind whose names and texts are all the label.
func FuzzLabels(f *testing.F) {
	for i, label := range hostile {
		f.Add(label, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, label string, english bool) {
		lang := map[bool]string{true: "en", false: "zh"}[english]
		formats := Formats
		if len(label) > 0 && label[0]%4 != 0 {
			formats = slices.DeleteFunc(
				slices.Clone(Formats),
				func(f string) bool { return f == "png" },
			) // slow, and drawn from the same glyphs as PDF
		}
		synthetic{links: 9, lanes: 2, stages: 4, label: label}.stands(t, lang, formats...)
	})
}

// FuzzGraphs draws chains of every kind of any shape; TestLargeGraphs has the large ones, for which the fuzzer has no
// patience.
func FuzzGraphs(f *testing.F) {
	for _, g := range []struct {
		links, lanes, stages uint16
		cycle                bool
	}{{0, 0, 0, false}, {0, 3, 0, false}, {1, 1, 1, false}, {1, 1, 4, true}, {2, 1, 1, true}, {12, 1, 3, true},
		{24, 2, 4, false}, {30, 9, 4, true}} {
		f.Add(g.links, g.lanes, g.stages, g.cycle)
	}
	f.Fuzz(func(t *testing.T, links, lanes, stages uint16, cycle bool) {
		g := synthetic{links: int(links % 31), lanes: int(lanes % 12), stages: int(stages % 5), cycle: cycle}
		g.stands(t, "zh", "svg", "pptx")
		if links%3 == 0 {
			g.option = int(links/3) + 1
			g.stands(t, "en", "svg")
		}
	})
}

// TestLargeGraphs: each kind says how many of up to 5,000 links it shows, or that it cannot and what to do, within the
// deadline; so do drawings of one stage and of the gaps.
func TestLargeGraphs(t *testing.T) {
	for _, g := range []synthetic{{links: 40, lanes: 9, stages: 4, cycle: true}, {links: 43, lanes: 1, stages: 1},
		{links: 99, lanes: 3, stages: 4}, {links: 399, lanes: 2, stages: 3, cycle: true},
		{links: 5000, lanes: 3, stages: 4, cycle: true}, {links: 1500, lanes: 9, stages: 4, option: 2}} {
		g.stands(t, "zh", "svg")
	}
}
