package edge

import "net/http"

// Closed is the policy of an answer that is no page: opened by itself it shows what it is, loads nothing, runs nothing.
const Closed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// PolicyHeader names the policy of an answer.
const PolicyHeader = "Content-Security-Policy"

// always stand on every answer. What knows better, such as the page, writes another policy or how long it may be kept.
var always = map[string]string{
	PolicyHeader:                   Closed,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY", // for browsers that do not know frame-ancestors
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
	"Cache-Control":                "no-store",
}

// Secured tells browsers what they may do with answers. Secure: everybody comes by https, whatever a proxy says.
func Secured(secure bool, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		for name, value := range always {
			header.Set(name, value)
		}
		if secure || ClientOf(r.Context()).Secure {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.ServeHTTP(w, r)
	})
}
