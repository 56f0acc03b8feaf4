package api

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"chainchief/internal/access"
	"chainchief/internal/edge"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzhttp"
)

// headAsGet answers HEAD as GET, with the same headers and without the body: monitors and load balancers ask so.
func headAsGet(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			h.ServeHTTP(w, r)
			return
		}
		get := r.Clone(r.Context())
		get.Method = http.MethodGet
		counted := &bodyless{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(counted, get)
		if w.Header().Get("Content-Length") == "" && counted.status == http.StatusOK {
			w.Header().Set("Content-Length", strconv.Itoa(counted.length))
		}
		w.WriteHeader(counted.status)
	})
}

// bodyless counts a body instead of sending it.
type bodyless struct {
	http.ResponseWriter
	status, length int
}

func (b *bodyless) WriteHeader(status int) { b.status = status }

func (b *bodyless) Write(data []byte) (int, error) {
	b.length += len(data)
	return len(data), nil
}

// knownHost refuses requests under a name that is not ours.
func knownHost(hosts []string, h http.Handler) http.Handler {
	if len(hosts) == 0 {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Host
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			name = host
		}
		if !slices.Contains(hosts, strings.ToLower(strings.Trim(name, "[]"))) {
			answerProblem(w, newProblem(
				http.StatusMisdirectedRequest,
				"request.unknown_host",
				"this server does not answer under the name "+clip(name)+"; name it with --host when it should",
				"",
			))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// compressed compresses what is text and long enough to gain from it.
func compressed(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(1<<10),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "image/svg+xml", "text/plain"}),
	)
	if err != nil {
		panic(err) // an option is wrong: every test finds it
	}
	return wrap(h)
}

// opened are the policies of files that a browser shows by themselves: a drawing may style itself, and runs nothing,
// even if somebody found a way to write a script into it.
var opened = map[string]string{
	"image/svg+xml":   edge.Closed + "; style-src 'unsafe-inline'; sandbox",
	"application/pdf": edge.Closed + "; style-src 'unsafe-inline'", // a viewer's own; Chromium shows none in a sandbox
}

// kept are the routes whose answers a browser may keep if it asks each time whether they still hold: those about the
// graph. What is about accounts, sessions and the audit is not written to its disk.
func kept(spec huma.API) map[string]bool {
	out := map[string]bool{}
	for path, item := range spec.OpenAPI().Paths {
		if item.Get != nil {
			switch needed(item.Get) {
			case access.Public, access.Own, access.AccountManage, access.SettingsManage, access.AuditRead:
			default:
				out[path] = true
			}
		}
	}
	return out
}

// tagged gives what is read from the API a tag of its content, and nothing where the caller has just that. The tag is
// weak, for it is the same whether an answer is compressed or not. It holds every answer until it is whole: handlers
// take a caller that went away meanwhile for a fault of their own. Since the tag is of what is answered, who may see
// less has another one; and only the caller's own browser keeps it, and asks again as whoever is signed in then.
func tagged(kept map[string]bool, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			h.ServeHTTP(w, r)
			return
		}
		held := &holding{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(held, r)
		header, body := w.Header(), held.body.Bytes()
		header.Add("Vary", "Cookie, Authorization")
		if policy := opened[header.Get("Content-Type")]; policy != "" {
			header.Set(edge.PolicyHeader, policy)
		}
		keep := kept[edge.ExchangeOf(r.Context()).Route]
		if !keep { // nor compressed: its length would tell of secrets beside what a caller wrote
			header.Set(gzhttp.HeaderNoCompression, "yes")
		}
		if r.Method == http.MethodGet && held.status == http.StatusOK && header.Get("ETag") == "" {
			sum := sha256.Sum256(body)
			tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
			header.Set("ETag", tag)
			if keep {
				header.Set("Cache-Control", "private, no-cache")
			}
			if matches(r.Header.Get("If-None-Match"), tag) {
				header.Del("Content-Length")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(held.status)
		_, _ = w.Write(body) // a caller that went away is no error of ours
	})
}

// matches compares the tags that a caller has with one, as weak ones (RFC 9110, 13.1.2).
func matches(has, tag string) bool {
	for _, t := range strings.Split(has, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// holding keeps an answer until it is whole.
type holding struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *holding) WriteHeader(status int) { h.status = status }

func (h *holding) Write(data []byte) (int, error) { return h.body.Write(data) }

// answerProblem writes a problem outside the routes.
func answerProblem(w http.ResponseWriter, p *Problem) {
	p.RequestID = w.Header().Get(requestIDHeader)
	data, _ := json.Marshal(p) // plain strings always marshal
	w.Header().Set("Content-Type", p.ContentType(""))
	if p.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.wait))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(data)
}

// readJSON reads the body of a request; what is wrong with it is said without the types of our programs.
func readJSON(data []byte, v any) error {
	err := huma.DefaultJSONFormat.Unmarshal(data, v)
	if whole, ok := v.(*any); ok && err == nil {
		if at := nullIn(*whole, ""); at != "" {
			return fmt.Errorf("%s is null: give a value, or leave it out", at)
		}
	}
	var broken *json.SyntaxError
	var unfit *json.UnmarshalTypeError
	switch {
	case errors.As(err, &broken):
		return fmt.Errorf("is not JSON: at byte %d: %w", broken.Offset, broken)
	case errors.As(err, &unfit):
		return fmt.Errorf("the field %q cannot hold this %s", unfit.Field, unfit.Value)
	}
	return err
}

// nullIn names the first null in a body; no field takes one.
func nullIn(v any, at string) string {
	switch x := v.(type) {
	case nil:
		return cmp.Or(at, "the body")
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(x)) {
			if found := nullIn(x[name], strings.TrimPrefix(at+"."+name, ".")); found != "" {
				return found
			}
		}
	case []any:
		for i, item := range x {
			if found := nullIn(item, at+"["+strconv.Itoa(i)+"]"); found != "" {
				return found
			}
		}
	}
	return ""
}
