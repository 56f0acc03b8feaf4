package rendertest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"chainchief/internal/scene"

	"golang.org/x/text/unicode/norm"
)

// Words are the texts of some pages as they were typed, in paint order.
func Words(pages []scene.Page) []string {
	var out []string
	for _, p := range pages {
		for _, i := range p.Items {
			if i.Shape == scene.Text {
				out = append(out, i.Text)
			}
		}
	}
	return out
}

// Characters are the letters, digits and signs of texts in order of their code: readers keep no order of text boxes.
func Characters(texts ...string) string {
	var out []rune
	for _, r := range norm.NFKC.String(strings.Join(texts, "")) {
		if !unicode.IsSpace(r) && !unicode.IsControl(r) {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return string(out)
}

// SameText fails the test when a PDF does not say what the pages say, character by character.
func SameText(t testing.TB, pdftotext, pdf string, pages []scene.Page) {
	t.Helper()
	if got, want := Characters(Run(t, pdftotext, pdf, "-")), Characters(Words(pages)...); got != want {
		t.Errorf("%s of %s: %d characters, want %d:\n%s\n%s", pdf, pages[0].ID, len(got), len(want), got, want)
	}
}

// WellFormed fails the test when data is no XML.
func WellFormed(t testing.TB, data []byte) {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %.2000s", err, data)
		}
	}
}
