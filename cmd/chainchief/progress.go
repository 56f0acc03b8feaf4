package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far long work has come: a bar on a terminal, a line every ten seconds elsewhere, nothing with
// --quiet. The first result is told the whole done so far; the second ends the display.
func (g *globals) progress(what string, total int64) (at func(done int64), end func()) {
	nothing := func() {}
	if g.Quiet || total <= 0 {
		return func(int64) {}, nothing
	}
	if g.watched {
		bar := progressbar.NewOptions64(
			total,
			progressbar.OptionSetWriter(os.Stderr),
			progressbar.OptionSetDescription(what),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetWidth(30),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionClearOnFinish(),
		)
		return func(done int64) { _ = bar.Set64(min(done, total)) }, func() { _ = bar.Finish() }
	}
	said := time.Now()
	return func(done int64) {
		if time.Since(said) > 10*time.Second {
			said = time.Now()
			g.say("%s: %d %%", what, 100*done/total)
		}
	}, nothing
}
