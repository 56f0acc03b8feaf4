package render

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"chainchief/internal/scene"

	"golang.org/x/text/unicode/norm"
)

// program finds a program of the system; without it the test is skipped on a desk and fails where CI is set.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no %s: make office installs it", name)
	}
	t.Skipf("no %s: make office installs it", name)
	return ""
}

// shell runs a program that must not complain, in an environment where our font is the system's too, and returns what it says.
func shell(t *testing.T, path string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fontconfig(t))
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v: %s", filepath.Base(path), err, complaints.String())
	}
	if filepath.Base(path) != "soffice" && complaints.Len() > 0 { // soffice speaks of the desktop that it does not find
		t.Errorf("%s complains: %s", filepath.Base(path), complaints.String())
	}
	return out.String()
}

func fontconfig(t *testing.T) string {
	t.Helper()
	fonts, err := filepath.Abs("../scene/font")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fonts.conf")
	text := fmt.Sprintf(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>`, fonts, t.TempDir())
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// characters are the letters, digits and signs of a text in order of their code: readers keep no order of text boxes.
func characters(texts ...string) string {
	var out []rune
	for _, r := range norm.NFKC.String(strings.Join(texts, "")) {
		if !unicode.IsSpace(r) && !unicode.IsControl(r) {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return string(out)
}

// TestReadersFindTheText opens the PDF of every chain with poppler and the PPTX of every chain with LibreOffice: all pages
// are there, the fonts are embedded, and the text is that of the scene, character by character.
func TestReadersFindTheText(t *testing.T) {
	pdftotext, pdffonts, pdfinfo, soffice := program(t, "pdftotext"), program(t, "pdffonts"), program(t, "pdfinfo"), program(t, "soffice")
	dir := t.TempDir()
	var decks []string
	for n, pages := range allDrawings(t) {
		pdf, pptx := filepath.Join(dir, fmt.Sprintf("own%d.pdf", n)), filepath.Join(dir, fmt.Sprintf("deck%d.pptx", n))
		put(t, pdf, func(w io.Writer) error { return PDF(w, pages, DocumentOptions{Site: "http://x"}) })
		put(t, pptx, func(w io.Writer) error { return PPTX(w, pages, DocumentOptions{Site: "http://x", Glued: n%2 == 1}) })
		decks = append(decks, pptx)
		sameText(t, pdftotext, pdf, pages)
		info := shell(t, pdfinfo, pdf)
		for _, want := range []string{fmt.Sprintf("Pages:           %d", len(pages)), pages[0].Title, "960 x 540 pts"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: no %q in %s", pages[0].ID, want, info)
			}
		}
		fonts := strings.Split(strings.TrimSpace(shell(t, pdffonts, pdf)), "\n")
		for _, line := range fonts[2:] {
			if !strings.Contains(line, " yes ") {
				t.Errorf("%s: a font is not embedded: %s", pages[0].ID, line)
			}
		}
	}
	shell(t, soffice, append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", dir}, decks...)...)
	for n, pages := range allDrawings(t) {
		pdf := filepath.Join(dir, fmt.Sprintf("deck%d.pdf", n))
		sameText(t, pdftotext, pdf, pages)
		if info := shell(t, pdfinfo, pdf); !strings.Contains(info, fmt.Sprintf("Pages:           %d", len(pages))) {
			t.Errorf("%s: %s", pages[0].ID, info)
		}
	}
}

// TestDocumentsOfManyPages: every page is there, with its bookmark or its notes, on the paper that was asked for.
func TestDocumentsOfManyPages(t *testing.T) {
	pdftotext, pdfinfo, soffice := program(t, "pdftotext"), program(t, "pdfinfo"), program(t, "soffice")
	var pages []scene.Page
	for _, list := range allDrawings(t)[:3] {
		pages = append(pages, list[0])
	}
	for n := range pages {
		pages[n].Number, pages[n].Pages, pages[n].Title = n+1, len(pages), pages[0].Title
	}
	dir := t.TempDir()
	for paper, size := range map[string]string{"16:9": "960 x 540 pts", "a4": "841.89 x 595.28 pts (A4)", "a3": "1190.55 x 841.89 pts (A3)"} {
		file := filepath.Join(dir, strings.ReplaceAll(paper, ":", "-")+".pdf")
		put(t, file, func(w io.Writer) error { return PDF(w, pages, DocumentOptions{Paper: paper, Site: "http://x"}) })
		sameText(t, pdftotext, file, pages)
		if info := shell(t, pdfinfo, file); !strings.Contains(info, "Pages:           3") || !strings.Contains(info, size) {
			t.Errorf("%s: %s", paper, info)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		links := 0
		for _, p := range pages {
			links += len(p.Targets)
		}
		if marks, found := bytes.Count(data, []byte("/Dest [")), bytes.Count(data, []byte("/URI (http://x/")); marks != 3 || found != links {
			t.Errorf("%s: %d bookmarks, %d links, want 3 and %d", paper, marks, found, links)
		}
	}
	deck := filepath.Join(dir, "deck.pptx")
	put(t, deck, func(w io.Writer) error { return PPTX(w, pages, DocumentOptions{}) })
	shell(t, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "fodp", "--outdir", dir, deck)
	data, err := os.ReadFile(filepath.Join(dir, "deck.fodp"))
	if err != nil {
		t.Fatal(err)
	}
	solid := func(text string) string { return strings.Join(strings.Fields(text), "") }
	slides := strings.Split(string(data), "<draw:page ")[1:]
	if len(slides) != len(pages) {
		t.Fatalf("%d slides", len(slides))
	}
	for n, p := range pages {
		_, notes, _ := strings.Cut(slides[n], "<presentation:notes ")
		text := solid(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(notes, "")))
		for _, want := range append([]string{p.Desc, "来源："}, p.Notes...) {
			if !strings.Contains(text, solid(want)) {
				t.Errorf("%s: the notes lack %q: %s", p.ID, want, text)
			}
		}
	}
}

func put(t *testing.T, file string, paint func(io.Writer) error) {
	t.Helper()
	if err := os.WriteFile(file, painted(t, paint), 0o644); err != nil {
		t.Fatal(err)
	}
}

func sameText(t *testing.T, pdftotext, pdf string, pages []scene.Page) {
	t.Helper()
	if got, want := characters(shell(t, pdftotext, pdf, "-")), characters(words(pages)...); got != want {
		t.Errorf("%s of %s: %d characters, want %d:\n%s\n%s", filepath.Base(pdf), pages[0].ID, len(got), len(want), got, want)
	}
}

// TestFormatsLookAlike compares pictures of three chains with the SVG in Chromium: ours as PNG, the PDF by poppler, and the
// PPTX by LibreOffice and poppler. The PPTX is compared without its words: LibreOffice sets air between Chinese and Latin
// text, which PowerPoint does not; TestReadersFindTheText reads them. A bound is a mean difference, of 255, over the page
// and over the worst block of 10 × 10 pixels: soft edges differ everywhere a little, a lost or moved shape in one place much.
func TestFormatsLookAlike(t *testing.T) {
	chromium, pdftoppm, soffice := browser(t), program(t, "pdftoppm"), program(t, "soffice")
	for _, n := range []int{0, 3, 8} {
		page := allDrawings(t)[n][0]
		t.Run(page.ID, func(t *testing.T) {
			dir := t.TempDir()
			at := func(name string) string { return filepath.Join(dir, name) }
			put(t, at("own.png"), func(w io.Writer) error { return PNG(w, page, PNGOptions{Scale: 1}) })
			put(t, at("own.pdf"), func(w io.Writer) error { return PDF(w, []scene.Page{page}, DocumentOptions{}) })
			bare := wordless(page)
			put(t, at("deck.pptx"), func(w io.Writer) error { return PPTX(w, []scene.Page{bare}, DocumentOptions{}) })
			shell(t, soffice, "-env:UserInstallation=file://"+at("profile"), "--headless", "--convert-to", "pdf", "--outdir", dir, at("deck.pptx"))
			for _, name := range []string{"own", "deck"} {
				shell(t, pdftoppm, "-png", "-scale-to-x", "1600", "-scale-to-y", "900", "-f", "1", "-l", "1", "-singlefile", at(name+".pdf"), at(name+"pdf"))
			}
			whole := screenshot(t, chromium, page)
			for _, c := range []struct {
				name        string
				want        image.Image
				mean, block float64
			}{{"own.png", whole, 2.5, 30}, {"ownpdf.png", whole, 4.5, 40}, {"deckpdf.png", screenshot(t, chromium, bare), 2, 25}} {
				mean, block := difference(t, at(c.name), c.want)
				if mean > c.mean || block > c.block {
					t.Errorf("%s: mean difference %.2f, want at most %.2f; a block differs by %.0f, want at most %.0f", c.name, mean, c.mean, block, c.block)
				}
				t.Logf("%s: mean difference %.2f, of a block %.0f", c.name, mean, block)
			}
		})
	}
}

// wordless is a page without its texts.
func wordless(page scene.Page) scene.Page {
	page.Items = slices.DeleteFunc(slices.Clone(page.Items), func(i scene.Item) bool { return i.Shape == scene.Text })
	return page
}

// screenshot is a page's SVG in Chromium, with our fonts.
func screenshot(t *testing.T, chromium string, page scene.Page) image.Image {
	t.Helper()
	dir := t.TempDir()
	var b bytes.Buffer
	b.WriteString("<!doctype html><meta charset=utf-8><style>body{margin:0;overflow:hidden}svg{display:block}" + fontFaces(t) + "</style>")
	if err := SVG(&b, page, SVGOptions{}); err != nil {
		t.Fatal(err)
	}
	file, picture := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.png")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	args := append(chromiumFlags(t.TempDir()), "--hide-scrollbars", "--force-device-scale-factor=1", "--window-size=1600,900", "--screenshot="+picture, "file://"+file)
	if out, err := exec.CommandContext(ctx, chromium, args...).CombinedOutput(); err != nil {
		t.Fatalf("chromium: %v: %s", err, out)
	}
	return decoded(t, picture)
}

func decoded(t *testing.T, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// side of a block of pixels, over which the soft edges of glyphs even out.
const side = 10

// difference is the mean difference of a channel, of 255, and the greatest one of the mean colours of two blocks.
func difference(t *testing.T, file string, want image.Image) (mean, block float64) {
	t.Helper()
	got := decoded(t, file)
	bounds := want.Bounds()
	if got.Bounds() != bounds {
		t.Fatalf("%s is %v, not %v", filepath.Base(file), got.Bounds(), bounds)
	}
	for top := 0; top < bounds.Dy(); top += side {
		for left := 0; left < bounds.Dx(); left += side {
			var sum [3]float64
			for y := top; y < top+side; y++ {
				for x := left; x < left+side; x++ {
					r, g, b, _ := got.At(x, y).RGBA()
					r2, g2, b2, _ := want.At(x, y).RGBA()
					for k, d := range []float64{float64(r) - float64(r2), float64(g) - float64(g2), float64(b) - float64(b2)} {
						sum[k] += d / 257
						mean += abs(d) / 257
					}
				}
			}
			for _, d := range sum {
				block = max(block, abs(d)/side/side)
			}
		}
	}
	return mean / float64(3*bounds.Dx()*bounds.Dy()), block
}
