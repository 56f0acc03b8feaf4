package storetest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// EachQueryFileIsLoadedOnce looks at the driver package that the test runs in: every file in queries is one statement
// and stands once in queries.go.
func EachQueryFileIsLoadedOnce(t *testing.T, suffix string) {
	source, err := os.ReadFile("queries.go")
	if err != nil {
		t.Fatal(err)
	}
	loaded := map[string]int{}
	for _, m := range regexp.MustCompile(`query\("([a-z_]+)"\)`).FindAllStringSubmatch(string(source), -1) {
		loaded[m[1]]++
	}
	files, err := filepath.Glob("queries/*" + suffix)
	if err != nil || len(files) == 0 {
		t.Fatal("no query files", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), suffix)
		if loaded[name] != 1 {
			t.Errorf("%s is loaded %d times", file, loaded[name])
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), ";") {
			t.Errorf("%s holds more than one statement", file)
		}
	}
}
