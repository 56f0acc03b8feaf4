package drawing

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chainchief/internal/render"
	"chainchief/internal/render/rendertest"
	"chainchief/internal/scene"
)

// papersOf are the sizes that poppler names.
var papersOf = map[string]string{
	"16:9": "960 x 540 pts",
	"a4":   "841.89 x 595.28 pts (A4)",
	"a3":   "1190.55 x 841.89 pts (A3)",
}

// embedded is the line of a font that is in the file and has a map to Unicode, so that its text can be selected.
var embedded = regexp.MustCompile(`\syes\s+(yes|no)\s+yes\s`)

// TestReadersFindTheText opens the PDF of every drawing with poppler and the PPTX with LibreOffice: all pages are there
// on the paper that was asked for, each with its bookmark, the fonts are embedded, and the text is that of the scene,
// character by character. LibreOffice takes half a second a deck: it opens one of each kind, edition and language, and
// all that have several pages.
func TestReadersFindTheText(t *testing.T) {
	pdftotext, pdffonts, pdfinfo, soffice := rendertest.Program(
		t,
		"pdftotext",
	), rendertest.Program(
		t,
		"pdffonts",
	), rendertest.Program(
		t,
		"pdfinfo",
	), rendertest.Program(
		t,
		"soffice",
	)
	dir := t.TempDir()
	var decks []string
	var of []drawnOnce
	opened := map[[3]string]bool{}
	for n, d := range allDrawings(t) {
		paper := Papers[n%len(Papers)]
		pdf := d.asFile(t, func(r *Request) { r.Format, r.Site, r.Paper = "pdf", "http://x", paper })
		file := filepath.Join(dir, fmt.Sprintf("own%d.pdf", n))
		put(t, file, pdf)
		rendertest.SameText(t, pdftotext, file, d.pages)
		info := rendertest.Run(t, pdfinfo, file)
		for _, want := range []string{fmt.Sprintf("Pages:           %d\n", len(d.pages)), d.pages[0].Title, papersOf[paper],
			"Tagged:          yes"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: no %q in %s", d.name(), want, info)
			}
		}
		for _, line := range strings.Split(strings.TrimSpace(rendertest.Run(t, pdffonts, file)), "\n")[2:] {
			if !embedded.MatchString(line) {
				t.Errorf("%s: a font is not embedded: %s", d.name(), line)
			}
		}
		links := 0
		for _, p := range d.pages {
			links += len(slices.DeleteFunc(slices.Clone(p.Targets), func(t scene.Target) bool { return t.Href == "" }))
		}
		if marks, found := bytes.Count(pdf, []byte("/Dest [")),
			bytes.Count(pdf, []byte("/URI (http://x/")); marks != len(d.pages) ||
			found < links { // what is shown twice has a link twice
			t.Errorf("%s: %d bookmarks, %d links, want %d and at least %d", d.name(), marks, found, len(d.pages), links)
		}
		sort := [3]string{d.request.Kind, string(d.request.Detail), d.request.Lang}
		if opened[sort] && len(d.pages) == 1 {
			continue
		}
		opened[sort] = true
		deck := filepath.Join(dir, fmt.Sprintf("deck%d.pptx", n))
		put(t, deck, d.asFile(t, func(r *Request) { r.Format, r.Site, r.Glued = "pptx", "http://x", n%4 == 1 }))
		decks, of = append(decks, deck), append(of, d)
	}
	rendertest.Office(t, soffice, "pdf", dir, decks...)
	for n, deck := range decks {
		pdf := strings.TrimSuffix(deck, "pptx") + "pdf"
		rendertest.SameText(t, pdftotext, pdf, of[n].pages)
		if info := rendertest.Run(t, pdfinfo, pdf); !strings.Contains(
			info,
			fmt.Sprintf("Pages:           %d\n", len(of[n].pages)),
		) {
			t.Errorf("%s: %s", of[n].name(), info)
		}
	}
}

// TestDocumentsAreForKeeping: veraPDF finds that documents of every kind, on every paper, in colour and grey, keep
// PDF/A-2u; so does one with characters that the document's font cannot have. The title is the first that a screen
// reader says, and the drawing is a figure with its description.
func TestDocumentsAreForKeeping(t *testing.T) {
	pdfinfo := rendertest.Program(t, "pdfinfo")
	dir, n := t.TempDir(), 0
	var files []string
	keep := func(page scene.Page, o render.DocumentOptions) string {
		file := filepath.Join(dir, fmt.Sprintf("%d.pdf", n))
		put(t, file, painted(t, func(w io.Writer) error { return render.PDF(w, []scene.Page{page}, o) }))
		files, n = append(files, file), n+1
		return file
	}
	pages := seenPages(t)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		page := pages[name]
		file := keep(page, render.DocumentOptions{Paper: Papers[n%len(Papers)], Grey: n%4 == 3, Site: "http://x"})
		tree := rendertest.Run(t, pdfinfo, "-struct-text", file)
		head, rest, _ := strings.Cut(tree, "Figure")
		if _, title, found := strings.Cut(head, "H1 (block)\n"); !found ||
			!strings.HasPrefix(strings.TrimSpace(title), `"`+page.Title+`"`) || strings.Contains(rest, "H1") {
			t.Errorf("%s: the title is not the heading: %.300s", page.ID, tree)
		}
	}
	odd := pages["structure"]
	odd.Title += "𬭊😀"
	odd.Items = slices.Clone(odd.Items)
	odd.Items[slices.IndexFunc(odd.Items,
		func(i scene.Item) bool { return i.Text == pages["structure"].Title })].Text = odd.Title
	keep(odd, render.DocumentOptions{})
	rendertest.KeepsPDFA(t, "2u", files...)
}

// TestDocumentsOfManyPages: every page is there, with its bookmark or its notes, on the paper that was asked for.
func TestDocumentsOfManyPages(t *testing.T) {
	pdftotext, pdfinfo, soffice := rendertest.Program(
		t,
		"pdftotext",
	), rendertest.Program(
		t,
		"pdfinfo",
	), rendertest.Program(
		t,
		"soffice",
	)
	var pages []scene.Page
	for _, d := range allDrawings(t)[:3] {
		pages = append(pages, d.pages[0])
	}
	for n := range pages {
		pages[n].Number, pages[n].Pages, pages[n].Title = n+1, len(pages), pages[0].Title
	}
	dir := t.TempDir()
	for paper, size := range papersOf {
		file := filepath.Join(dir, strings.ReplaceAll(paper, ":", "-")+".pdf")
		put(
			t,
			file,
			painted(t, func(w io.Writer) error { return render.PDF(w, pages, render.DocumentOptions{Paper: paper}) }),
		)
		rendertest.SameText(t, pdftotext, file, pages)
		if info := rendertest.Run(t, pdfinfo, file); !strings.Contains(info, "Pages:           3\n") ||
			!strings.Contains(info, size) {
			t.Errorf("%s: %s", paper, info)
		}
	}
	deck := filepath.Join(dir, "deck.pptx")
	put(t, deck, painted(t, func(w io.Writer) error { return render.PPTX(w, pages, render.DocumentOptions{}) }))
	rendertest.Office(t, soffice, "fodp", dir, deck)
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
		sources := map[string]string{"zh": "来源：", "en": "Sources:"}[p.Lang]
		for _, want := range append([]string{p.Desc, sources}, p.Notes...) {
			if !strings.Contains(text, solid(want)) {
				t.Errorf("%s: the notes lack %q: %s", p.ID, want, text)
			}
		}
	}
}

func painted(t testing.TB, paint func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paint(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// seenPages are the pages that are compared as pictures: of each kind the fullest one in Chinese, of the one with the
// most items also the English.
func seenPages(t testing.TB) map[string]scene.Page {
	t.Helper()
	out, fullest := map[string]scene.Page{}, scene.Page{}
	for _, d := range allDrawings(t) {
		for _, p := range d.pages {
			kind := d.request.Kind + string(d.request.Detail)
			if d.request.Lang == "zh" && len(p.Items) > len(out[kind].Items) {
				out[kind] = p
			}
			if d.request.Lang == "en" && len(p.Items) > len(fullest.Items) {
				fullest = p
			}
		}
	}
	out["fullest in English"] = fullest
	return out
}

// TestFormatsLookAlike compares pictures of pages of every kind with the SVG in Chromium: ours as PNG, the PDF by
// poppler, and the PPTX by LibreOffice and poppler. The PPTX is compared without its words: LibreOffice sets air
// between Chinese and Latin text, which PowerPoint does not; TestReadersFindTheText reads them. Bounds are of the mean
// difference over the page and of the worst block of 10 × 10 pixels: soft edges differ everywhere a little, the more
// words the more, a lost or moved shape in one place much.
func TestFormatsLookAlike(t *testing.T) {
	chromium, pdftoppm, soffice := rendertest.Browser(t), rendertest.Program(
		t,
		"pdftoppm",
	), rendertest.Program(
		t,
		"soffice",
	)
	dir := t.TempDir()
	at := func(name, end string) string { return filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+end) }
	pages := seenPages(t)
	var decks []string
	for name, page := range pages {
		bare := []scene.Page{wordless(page)}
		put(
			t,
			at(name, "-own.pdf"),
			painted(t, func(w io.Writer) error { return render.PDF(w, []scene.Page{page}, render.DocumentOptions{}) }),
		)
		put(
			t,
			at(name, "-own.png"),
			painted(t, func(w io.Writer) error { return render.PNG(w, page, render.PNGOptions{Scale: 1}) }),
		)
		put(
			t,
			at(name, "-deck.pptx"),
			painted(t, func(w io.Writer) error { return render.PPTX(w, bare, render.DocumentOptions{}) }),
		)
		decks = append(decks, at(name, "-deck.pptx"))
	}
	rendertest.Office(t, soffice, "pdf", dir, decks...)
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			for _, which := range []string{"-own", "-deck"} {
				rendertest.Run(
					t,
					pdftoppm,
					"-png",
					"-scale-to-x",
					"1600",
					"-scale-to-y",
					"900",
					"-f",
					"1",
					"-l",
					"1",
					"-singlefile",
					at(name, which+".pdf"),
					at(name, which+"-pdf"),
				)
			}
			svg := func(p scene.Page) []byte {
				return painted(t, func(w io.Writer) error { return render.SVG(w, p, render.SVGOptions{}) })
			}
			whole, bare := rendertest.Screenshot(t, chromium, svg(page)), rendertest.Screenshot(t, chromium, svg(wordless(page)))
			for _, c := range []struct {
				file        string
				like        string
				mean, block float64
			}{{"-own.png", "whole", 4, 30}, {"-own-pdf.png", "whole", 7, 45}, {"-deck-pdf.png", "bare", 2, 30}} {
				want := whole
				if c.like == "bare" {
					want = bare
				}
				d := rendertest.Compare(t, rendertest.Picture(t, at(name, c.file)), want)
				if d.Mean > c.mean || d.Block > c.block {
					t.Errorf("%s of %s: %v; want at most %.2f and %.0f", c.file, page.ID, d, c.mean, c.block)
				}
				t.Logf("%s of %s: %v", c.file, page.ID, d)
			}
		})
	}
}

// wordless is a page without its texts.
func wordless(page scene.Page) scene.Page {
	page.Items = slices.DeleteFunc(slices.Clone(page.Items), func(i scene.Item) bool { return i.Shape == scene.Text })
	return page
}
