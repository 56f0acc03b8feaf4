// Package web embeds the built page and serves it: everything that is not the API.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"fmt"
	"html"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed dist
var built embed.FS

// policy lets the page load nothing but itself: it must work, and stay private, without the internet. Neither scripts
// nor styles may stand in what is put into the page; the styles that Ant Design makes carry the nonce of the answer.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// nonce stands in the built page where that of the answer belongs (vite.config.ts).
const nonce = "NONCE-OF-THE-ANSWER"

// asset is a file ready to be sent.
type asset struct {
	data, zipped []byte
	kind         string
	immutable    bool // its name changes with its content
	page         bool // the nonce is put in anew each time
}

// Handler serves the page. Unknown paths get the page itself, which knows its own routes; unknown files get 404. Under
// is the path under which browsers reach it, such as /chains; empty: none. It is not part of the paths that are asked
// for.
func Handler(under string) (http.Handler, error) {
	root, err := fs.Sub(built, "dist")
	if err != nil {
		return nil, err
	}
	assets := map[string]asset{}
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "README.md" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if name == "index.html" {
			data = placed(data, under)
		}
		assets["/"+name], err = prepare(name, data)
		return err
	})
	return &handler{assets}, err
}

// placed is the page with the path under which it is reached: its files are named by it, for the page stands at many
// addresses, and so is its API.
func placed(page []byte, under string) []byte {
	under = html.EscapeString(under)
	return []byte(strings.NewReplacer(
		`name="root" content=""`, `name="root" content="`+under+`"`,
		`"./`, `"`+under+`/`,
	).Replace(string(page)))
}

func prepare(name string, data []byte) (asset, error) {
	a := asset{data: data, kind: mime.TypeByExtension(path.Ext(name)), immutable: strings.HasPrefix(name, "assets/")}
	switch {
	case path.Ext(name) == ".woff2":
		a.kind = "font/woff2"
		return a, nil // compressed already
	case name == "index.html":
		a.page = true
		return a, nil
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return a, err
	}
	if _, err := w.Write(data); err != nil {
		return a, err
	}
	err = w.Close()
	a.zipped = b.Bytes()
	return a, err
}

type handler struct{ assets map[string]asset }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	header := w.Header()
	a, known := h.assets[r.URL.Path]
	if !known {
		if path.Ext(r.URL.Path) != "" {
			http.NotFound(w, r)
			return
		}
		if a, known = h.assets["/index.html"]; !known {
			http.Error(
				w,
				"the page is not in this build; run \"make page\" and build again (the API answers under /api/v1)",
				http.StatusServiceUnavailable,
			)
			return
		}
	}
	header.Set("Content-Type", a.kind)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "no-cache")
	if a.immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := a.data
	if a.page {
		once := rand.Text()
		header.Set("Content-Security-Policy", fmt.Sprintf(policy, once))
		body = bytes.ReplaceAll(body, []byte(nonce), []byte(once))
	}
	if a.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader that went away is no error of ours
	}
}
