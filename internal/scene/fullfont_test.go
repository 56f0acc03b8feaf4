package scene

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
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
	runs, joined, typed, x := Runs(text+"\u202f\x07", 10, false), "", "", 0.0
	for _, r := range runs {
		if r.X < x || r.Full != strings.ContainsAny(r.Text, "Łř") {
			t.Errorf("runs %+v", runs)
		}
		joined, typed, x = joined+r.Text, typed+r.Typed, r.X
	}
	if joined != Drawable(text)+" " || typed != text+"\u202f\x07" || len(runs) != 6 {
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

// TestCollectionsWithOddTables: collections such as those of WenQuanYi have tables that do not begin at multiples of
// four bytes; the font for simplified Chinese, or the first, is taken all the same.
func TestCollectionsWithOddTables(t *testing.T) {
	font := goregular.TTF
	head := 12 + 16*int(binary.BigEndian.Uint16(font[4:]))
	out := binary.BigEndian.AppendUint32([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01"), 16)
	out = append(out, font[:head]...)
	out = append(out, font[head:]...)
	const moved = 16 + 1 // the tables stand a byte further than the collection's own head moves them
	for at := 16 + 12; at < 16+head; at += 16 {
		binary.BigEndian.PutUint32(out[at+8:], binary.BigEndian.Uint32(out[at+8:])+moved)
	}
	out = slices.Insert(out, 16+head, 0)
	file := filepath.Join(t.TempDir(), "odd.ttc")
	for _, size := range []int{len(out), len(out) / 2, 30} {
		if err := os.WriteFile(file, out[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		err := UseFont(file)
		if whole := size == len(out); whole != (err == nil) {
			t.Errorf("%d of %d bytes: %v", size, len(out), err)
		}
	}
	t.Cleanup(func() { _ = UseFont("") })
	if FullFamily() != "Go" || Drawable("Ł") != "Ł" {
		t.Errorf("family %q, Ł is drawn as %s", FullFamily(), Drawable("Ł"))
	}
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
