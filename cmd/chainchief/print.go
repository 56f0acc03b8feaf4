package main

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chainchief/graph"

	"github.com/mattn/go-isatty"
)

// results is where results go. It remembers the first error, so that no command has to look after each line.
type results struct {
	to  io.Writer
	err error
}

func (r *results) Write(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.to.Write(p)
	r.err = err
	return n, err
}

// visible is a writer to people's eyes: what a terminal would obey, or nobody would see, is written as an escape. JSON
// stays the same JSON by it.
type visible struct{ to io.Writer }

func (v visible) Write(p []byte) (int, error) {
	if _, err := io.WriteString(v.to, escaped(string(p), "\n\t")); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escaped writes the characters of a text that are controls, marks of direction or otherwise unseen as JSON does, and
// what is no UTF-8 as \x and its byte. Those of kept stay.
func escaped(text, kept string) string {
	var b strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[at])
		case strings.ContainsRune(kept, r) || !unseen(r):
			b.WriteString(text[at : at+size])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		default:
			b.WriteString(asJSON(r))
		}
		at += size
	}
	return b.String()
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

func asJSON(r rune) string {
	const beyond = 0x10000
	if r < beyond {
		return fmt.Sprintf(`\u%04x`, r)
	}
	r -= beyond
	return fmt.Sprintf(`\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
}

// fprintf prints with texts of the data in it: each stays on its line and in its column.
func fprintf(w io.Writer, format string, args ...any) {
	for i, a := range args {
		if err, is := a.(error); is {
			args[i] = escaped(err.Error(), "")
		} else if said, is := a.(fmt.Stringer); is {
			args[i] = escaped(said.String(), "")
		} else if v := reflect.ValueOf(a); v.IsValid() && v.Kind() == reflect.String {
			args[i] = escaped(v.String(), "")
		}
	}
	_, _ = fmt.Fprintf(w, format, args...) // results remembers its error, that of a message is nobody's
}

// printf prints results.
func (g *globals) printf(format string, args ...any) { fprintf(g.stdout, format, args...) }

// warnf prints a message for people, even with --quiet.
func (g *globals) warnf(format string, args ...any) { fprintf(g.stderr, format, args...) }

// say tells people what is being done.
func (g *globals) say(format string, args ...any) {
	if !g.Quiet {
		g.warnf(format+"\n", args...)
	}
}

// moment is a time as people are told it.
func (g *globals) moment(at time.Time) string {
	return graph.Clock(at, graph.Minute, g.Lang)
}

// terminal tells whether somebody looks at what is written.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
