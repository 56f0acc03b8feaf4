package edge

import (
	"log/slog"
	"net/http"
	"time"
)

// How long a caller may take, so that slow ones hold no connection for ever. Answers are whole before they are sent;
// none is so large that a line of an office needs as long for it.
const (
	headWithin   = 10 * time.Second
	askWithin    = 45 * time.Second // with the body, of 1 MiB at most; longer than the work, which it would cut off
	answerWithin = 2 * time.Minute  // the work on it included, which has 30 s
	idleWithin   = 2 * time.Minute
	longestHead  = 32 << 10
)

// NewServer returns a server that waits for nobody for ever.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headWithin,
		ReadTimeout:       askWithin,
		WriteTimeout:      answerWithin,
		IdleTimeout:       idleWithin,
		MaxHeaderBytes:    longestHead,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}
