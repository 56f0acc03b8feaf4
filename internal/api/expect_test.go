package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// expect checks a JSON answer against lines that name values by their path: fields and indices joined by dots, * for
// every element of a list, ** for any depth.
//
//	items.*.name="光电子信息"   one of the values is this
//	items.*.name              there are some, none of them empty
//	-items.*.name="低碳冶金"    none of the values is this
//	-items.0.pci              there is none
func expect(t *testing.T, name string, body []byte, lines []string) {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Errorf("%s: %v: %.300s", name, err, body)
		return
	}
	for _, line := range lines {
		rest, not := strings.CutPrefix(line, "-")
		path, text, valued := strings.Cut(rest, "=")
		values := pick(v, strings.Split(path, "."))
		found := len(values) > 0
		if valued {
			var want any
			if err := json.Unmarshal([]byte(text), &want); err != nil {
				t.Fatalf("%s: the expectation %s: %v", name, line, err)
			}
			found = false
			for _, value := range values {
				found = found || cmp.Equal(value, want)
			}
		} else if !not {
			for _, value := range values {
				found = found && !empty(value)
			}
		}
		if found == not {
			shown, _ := json.Marshal(values)
			t.Errorf("%s: not so: %s; there is %.400s", name, line, shown)
		}
	}
}

// pick returns the values that a path leads to.
func pick(v any, path []string) []any {
	if len(path) == 0 {
		return []any{v}
	}
	var out []any
	step, rest := path[0], path[1:]
	if step == "**" {
		out = pick(v, rest)
	}
	switch x := v.(type) {
	case map[string]any:
		if step == "**" {
			for _, value := range x {
				out = append(out, pick(value, path)...)
			}
		} else if value, ok := x[step]; ok {
			out = pick(value, rest)
		}
	case []any:
		at, err := strconv.Atoi(step)
		for i, value := range x {
			switch {
			case step == "**":
				out = append(out, pick(value, path)...)
			case step == "*" || err == nil && i == at:
				out = append(out, pick(value, rest)...)
			}
		}
	}
	return out
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case []any:
		return len(x) == 0
	case map[string]any:
		return len(x) == 0
	}
	return false
}

// TestExpectations: an expectation that does not hold is found.
func TestExpectations(t *testing.T) {
	const body = `{"items":[{"name":"a","n":1,"in":[{"name":"c"}]},{"name":"b","empty":[],"lost":null}]}`
	for line, holds := range map[string]bool{
		`items.*.name="b"`:  true,
		`items.*.name="c"`:  false,
		`**.name="c"`:       true,
		`**.name="d"`:       false,
		`items.0.n=1`:       true,
		`items.1.n=1`:       false,
		`items.*.name`:      true,
		`items.1.empty`:     false,
		`nowhere`:           false,
		`-nowhere`:          true,
		`-items.*.n`:        false,
		`-items.*.name="c"`: true,
		`-items.0.name="a"`: false,
		`items.0={"name":"a","n":1,"in":[{"name":"c"}]}`: true,
		`items.0={"name":"a"}`:                           false,
		`**=null`:                                        true,
		`-**=null`:                                       false,
		`items.0.**=null`:                                false,
		`**.n=1`:                                         true,
	} {
		inner := &testing.T{}
		expect(inner, "", []byte(body), []string{line})
		if inner.Failed() == holds {
			t.Errorf("%s: %v", line, !holds)
		}
	}
}
