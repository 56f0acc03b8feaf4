package scene

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// useGo names the Go font, which has letters that ours lacks, until the test ends.
func useGo(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "go.ttf")
	if err := os.WriteFile(file, goregular.TTF, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := UseFont(file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := UseFont(""); err != nil {
			t.Error(err)
		}
	})
}

func TestFullFontHasWhatOursLacks(t *testing.T) {
	const text = "鄂Łx😀ř"
	if got := Drawable(text); got != "鄂〓x〓〓" {
		t.Fatalf("without it %q", got)
	}
	if got := string(Missing([]Page{{Items: []Item{{Text: text}}}, {Items: []Item{{Text: "😀"}}}})); got != "Łř😀" {
		t.Errorf("without it %q are missing", got)
	}
	before := Measure(text, 10, false)
	useGo(t)
	if got := Drawable(text); got != "鄂Łx〓ř" || string(Unknown(text)) != "😀" {
		t.Errorf("with it %q, %q unknown", got, string(Unknown(text)))
	}
	if Measure(text, 10, false) == before {
		t.Error("its advances do not count")
	}
	if FullFamily() != "Go" {
		t.Errorf("family %q", FullFamily())
	}
	runs, joined, x := Runs(text, 10, false), "", 0.0
	for _, r := range runs {
		if r.X < x || r.Full != strings.ContainsAny(r.Text, "Łř") {
			t.Errorf("runs %+v", runs)
		}
		joined, x = joined+r.Text, r.X
	}
	if joined != Drawable(text) || len(runs) != 4 {
		t.Errorf("runs %+v", runs)
	}
	var buf sfnt.Buffer
	sum := 0.0
	for _, r := range Drawable(text) {
		segments, advance, err := Glyph(&buf, r, true)
		if err != nil || len(segments) == 0 {
			t.Errorf("%c: %v", r, err)
		}
		sum += advance
	}
	if want := Measure(text, 1, true); sum < want-1e-9 || sum > want+1e-9 {
		t.Errorf("glyphs are %v wide, measured %v", sum, want)
	}
	for _, text := range []string{"שלום", "مرحبا", "e\u0301"} { // shapes and order of these depend on neighbours
		if got := Drawable(text); strings.ContainsFunc(got, func(r rune) bool { return r > 0x300 && r != geta }) {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// TestFullFontOfASystem takes Debian's collection of OpenType fonts, simplified Chinese in the midst of it, with
// characters beyond the basic plane; many at once.
func TestFullFontOfASystem(t *testing.T) {
	const file = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	if err := UseFont(file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = UseFont("") })
	if !strings.HasSuffix(FullFamily(), " SC") {
		t.Errorf("family %q", FullFamily())
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if len(Unknown("𠮷龘靐")) > 0 || Measure("𠮷龘", 10, false) != 20 {
				t.Errorf("%q are unknown, %v wide", string(Unknown("𠮷龘靐")), Measure("𠮷龘", 10, false))
			}
		})
	}
	wg.Wait()
}

func TestBadFontsAreRefused(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.ttf")
	if err := os.WriteFile(bad, []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{bad, filepath.Join(t.TempDir(), "none.ttf")} {
		if err := UseFont(file); err == nil {
			t.Errorf("%s is taken", file)
		}
	}
	if Drawable("Ł") != "〓" {
		t.Error("a refused font is used")
	}
}
