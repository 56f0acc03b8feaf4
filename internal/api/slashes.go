package api

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// plainSlashes takes ids whose slashes a proxy has decoded (nginx with a path behind proxy_pass, IIS, Apache): what lies
// between the words of a route is the id, the longest one. Ids whose slashes come escaped are left as they are.
func plainSlashes(spec huma.API, h http.Handler) http.Handler {
	var routes []decoded
	for path := range spec.OpenAPI().Paths {
		if strings.Contains(path, "{") {
			routes = append(routes, newDecoded(path))
		}
	}
	slices.SortFunc(routes, func(a, b decoded) int { // a route that says more first
		return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(a.path, b.path))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := r.URL.EscapedPath(); strings.HasPrefix(path, "/api/") {
			for _, route := range routes {
				if whole, found := route.escaped(path); found {
					r = r.Clone(r.Context())
					r.URL.RawPath = whole
					break
				}
			}
		}
		h.ServeHTTP(w, r)
	})
}

// decoded matches the path of a route in which ids may hold slashes.
type decoded struct {
	path       string
	words      int            // of the path that are no ids
	one, plain *regexp.Regexp // ids without slashes, and with
}

var placeOfID = regexp.MustCompile(`\\\{[a-z_]+\\\}`)

func newDecoded(path string) decoded {
	pattern := func(id string) *regexp.Regexp {
		return regexp.MustCompile("^" + placeOfID.ReplaceAllString(regexp.QuoteMeta(path), id) + "$")
	}
	return decoded{
		path:  path,
		words: strings.Count(path, "/") - strings.Count(path, "{"),
		one:   pattern("([^/]+)"),
		plain: pattern("(.+)"),
	}
}

// escaped is a path with the slashes in its ids escaped; found tells whether the path is one of the route.
func (d decoded) escaped(path string) (whole string, found bool) {
	if d.one.MatchString(path) {
		return path, true
	}
	ids := d.plain.FindStringSubmatchIndex(path)
	if ids == nil {
		return "", false
	}
	var b strings.Builder
	from := 0
	for i := 2; i < len(ids); i += 2 {
		id, err := url.PathUnescape(path[ids[i]:ids[i+1]])
		if err != nil {
			return "", false
		}
		b.WriteString(path[from:ids[i]])
		b.WriteString(url.PathEscape(id))
		from = ids[i+1]
	}
	b.WriteString(path[from:])
	return b.String(), true
}
