package drawing

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"chainchief/graph"
	"chainchief/internal/analysis"
	"chainchief/internal/render"
	"chainchief/internal/scene"
)

// MediaTypes of the formats.
var MediaTypes = map[string]string{
	"svg":  "image/svg+xml",
	"png":  "image/png",
	"pdf":  "application/pdf",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"json": "application/json",
}

// paint turns pages into a file.
func paint(pages []scene.Page, r Request, f *analysis.Findings) (File, error) {
	of := "city"
	if subject := cmp.Or(r.Of, r.Chain); subject != "" {
		of = FileKey(subject)
	}
	if r.Detail != "" {
		of += "-" + string(r.Detail)
	}
	file := File{
		Pages: len(pages),
		Name:  fileName(pages[0].Title, len(pages), f, r),
		Plain: r.Kind + "-" + of + "-" + r.Lang + "." + r.Format,
		Type:  MediaTypes[r.Format],
	}
	shown := pages
	if r.Format == "svg" || r.Format == "png" {
		if r.Page > len(pages) {
			return File{}, &graph.Error{
				Code:    graph.CodeNotFound,
				Message: fmt.Sprintf("page %d of the drawing: it has %d", r.Page, len(pages)),
				Fix:     "ask for a lower page",
			}
		}
		shown = pages[r.Page-1 : r.Page]
	}
	var b bytes.Buffer
	err := write(&b, shown, r, f.Snapshot.Time)
	switch {
	case errors.Is(err, render.ErrTooLarge):
		return File{}, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the picture would have more than %d million pixels", render.MostPixels>>20),
			Fix:     "ask for a lower scale, or for PDF, which is sharp at any size",
			Err:     err,
		}
	case err != nil:
		return File{}, err
	}
	sum := sha256.Sum256(b.Bytes())
	file.Data, file.ETag, file.Missing = b.Bytes(), `"`+hex.EncodeToString(sum[:12])+`"`, scene.Missing(shown)
	return file, nil
}

func write(w io.Writer, pages []scene.Page, r Request, date time.Time) error {
	document := render.DocumentOptions{Grey: r.Grey, Paper: r.Paper, Glued: r.Glued, Site: r.Site, Date: date}
	switch r.Format {
	case "svg":
		return render.SVG(w, pages[0], render.SVGOptions{Grey: r.Grey, Transparent: r.Clear})
	case "png":
		return render.PNG(w, pages[0], render.PNGOptions{Scale: float64(r.Scale), Grey: r.Grey, Transparent: r.Clear})
	case "pdf":
		return render.PDF(w, pages, document)
	case "pptx":
		return render.PPTX(w, pages, document)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(pages)
}
