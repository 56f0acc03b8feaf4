package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chainchief/internal/edge"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// sameOrigin refuses writes that a page of another site makes a browser send. The pages themselves are known by the
// name that the request was sent to, or by the public address: a proxy may have written another name into the request.
func sameOrigin(public *url.URL, h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if public != nil && public.Host != "" {
		if err := guard.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			panic(err) // an address that was checked when it was read
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		const detail = "another site may not write here; when this is the server's own page behind a proxy, start it with " +
			"--public-url and the address in the browser"
		answerProblem(w, newProblem(http.StatusForbidden, "request.cross_origin", detail, ""))
	}))
	return guard.Handler(h)
}

// under takes the path under which the server is reached off the front of a request; proxies that have done so already
// are as right.
func under(base string, h http.Handler) http.Handler {
	if base == "" {
		return h
	}
	escaped := (&url.URL{Path: base}).EscapedPath()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == base { // files are named relative to what stands before the slash
			http.Redirect(w, r, base+"/", http.StatusPermanentRedirect)
			return
		}
		if rest, found := strings.CutPrefix(r.URL.Path, base+"/"); found {
			r = r.Clone(r.Context())
			r.URL.Path = "/" + rest
			r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, escaped)
		}
		h.ServeHTTP(w, r)
	})
}

// requestIDHeader is where the name of a request stands.
const requestIDHeader = edge.RequestHeader

func recovered(c *gin.Context) {
	defer func() {
		p := recover()
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p) // net/http ends the connection and says nothing
		} else if p != nil {
			slog.ErrorContext(c.Request.Context(), "panic", "path", c.Request.URL.Path, "value", fmt.Sprint(p))
			writeProblem(c, http.StatusInternalServerError, internalCode, "something went wrong here")
			c.Abort()
		}
	}()
	c.Next()
}

// deadline bounds every request; whatever runs below stops with it.
const deadline = 30 * time.Second

func bounded(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), deadline)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// routed notes which route a request came to.
func routed(ctx huma.Context, next func(huma.Context)) {
	edge.ExchangeOf(ctx.Context()).Route = ctx.Operation().Path
	next(ctx)
}

// nameRequest writes the id of the request into a problem.
func nameRequest(ctx huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*Problem); ok {
		p.RequestID = ctx.Header(requestIDHeader)
	}
	return v, nil
}

// malformed says what is wrong with how a value is written, before it is read: readers of numbers and truth values take
// more than the file of the API says.
func malformed(value string, s *huma.Schema) string {
	switch {
	case !utf8.ValidString(value):
		return "is not UTF-8"
	case s.Type == huma.TypeBoolean && value != "true" && value != "false":
		return "must be true or false"
	case s.Type == huma.TypeInteger && !whole.MatchString(value):
		return "must be a whole number"
	case value != "":
		return ""
	case s.Type != huma.TypeString, len(s.Enum) > 0, s.MinLength != nil && *s.MinLength > 0,
		s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(""):
		return "is empty; give a value, or leave it out"
	}
	return ""
}

// refuseParameters answers 422 to a query parameter that the route does not know, that is there twice, or not written
// as a value is: a typo must not look like an answer.
func refuseParameters(spec huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		var wrong []error
		code := "request.invalid"
		refuse := func(location, message string) {
			if message != "" {
				wrong = append(wrong, &huma.ErrorDetail{Location: location, Message: message})
			}
		}
		u := ctx.URL()
		asked := u.Query()
		if _, err := url.ParseQuery(u.RawQuery); err != nil {
			refuse("query", "is not encoded as a query is: "+err.Error())
		}
		for _, p := range ctx.Operation().Parameters {
			switch values := asked[p.Name]; {
			case p.In == "path":
				refuse("path."+p.Name, malformed(ctx.Param(p.Name), p.Schema))
			case p.In == "query" && len(values) > 1:
				refuse("query."+p.Name, "is given "+strconv.Itoa(len(values))+" times; give it once")
			case p.In == "query" && len(values) == 1:
				refuse("query."+p.Name, malformed(values[0], p.Schema))
			}
		}
		for name := range asked {
			known := func(p *huma.Param) bool { return p.In == "query" && p.Name == name }
			if !slices.ContainsFunc(ctx.Operation().Parameters, known) {
				code = "query.unknown_parameter"
				refuse("query."+clip(name), "there is no such parameter")
			}
		}
		if len(wrong) > 0 {
			if err := huma.WriteErr(spec, ctx, http.StatusUnprocessableEntity, code, wrong...); err != nil {
				slog.DebugContext(ctx.Context(), "answer not written", "error", err)
			}
			return
		}
		next(ctx)
	}
}
