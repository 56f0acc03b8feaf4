package render

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"

	"golang.org/x/image/font/gofont/goregular"
)

// TestFullFontInEveryFormat: a character that only the named font has is drawn, and read and copied as itself; so is
// one that no font has, for which 〓 is drawn.
func TestFullFontInEveryFormat(t *testing.T) {
	const text = "鄂Łx"
	p := scene.Page{
		ID:     "p",
		Title:  "T",
		Width:  200,
		Height: 100,
		Items:  []scene.Item{{Shape: scene.Text, Role: scene.RoleHead, X: 20, Y: 60, Text: text, Size: 40, Fill: "#000000"}},
	}
	paint := func() (svg, png, pdf, pptx []byte) {
		svg = painted(t, func(w io.Writer) error { return SVG(w, p, SVGOptions{}) })
		png = painted(t, func(w io.Writer) error { return PNG(w, p, PNGOptions{Scale: 2}) })
		pdf = painted(t, func(w io.Writer) error { return PDF(w, []scene.Page{p}, DocumentOptions{}) })
		pptx = painted(t, func(w io.Writer) error { return PPTX(w, []scene.Page{p}, DocumentOptions{}) })
		return svg, png, pdf, pptx
	}
	says := func(pdf []byte) string {
		out := filepath.Join(t.TempDir(), "p.pdf")
		if err := os.WriteFile(out, pdf, 0o644); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(rendertest.Run(t, rendertest.Program(t, "pdftotext"), out, "-"))
	}
	svg, before, pdf, pptx := paint()
	if !bytes.Contains(svg, []byte(`textLength="`)) || !bytes.Contains(svg, []byte(">"+text+"<")) ||
		rendertest.OpenPPTX(t, pptx).Texts()[0] != text || says(pdf) != text {
		t.Errorf("without the font it is lost: the slide says %q, the PDF %q, the picture %s",
			rendertest.OpenPPTX(t, pptx).Texts(), says(pdf), svg)
	}
	file := filepath.Join(t.TempDir(), "go.ttf")
	if err := os.WriteFile(file, goregular.TTF, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := scene.UseFont(file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = scene.UseFont("") })
	svg, after, pdf, pptx := paint()
	if !bytes.Contains(svg, []byte(">鄂Łx<")) || !bytes.Contains(svg, []byte(`"Noto Sans SC","Go",`)) {
		t.Errorf("%s", svg)
	}
	if bytes.Equal(before, after) {
		t.Error("the picture is the same")
	}
	if got := rendertest.OpenPPTX(t, pptx).Texts()[0]; got != text {
		t.Errorf("the slide says %q", got)
	}
	if got := says(pdf); got != text {
		t.Errorf("the PDF says %q", got)
	}
}
