package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// names of the city whose data are built in, of its province, and of what is near.
var names = regexp.MustCompile(`(?i)鄂州|鄂城|葛店|华容|梁子湖|武汉|黄石|黄冈|湖北|ezhou|wuhan|hubei`)

// mayName says which files name them all the same, and why.
var mayName = map[string]string{
	"cmd/chainchief/bench_sessions.go":               "measures on the data that are built in",
	"internal/account/password.go":                   "words that a password must not be",
	"internal/analysis/analysistest/analysistest.go": "a city for tests",
	"internal/api/about.go":                          "examples, played on the data that are built in",
	"internal/identity/region.go":                    "all provinces, and the cities that names of firms begin with",
}

// Code knows no city: what it says of one comes from the seeds. The page is held to it by unit/city.test.mjs.
func TestCodeNamesNoCity(t *testing.T) {
	root := filepath.Join("..", "..")
	read, found := 0, map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"node_modules", "testdata", "storetest", ".git"}, d.Name()) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		read++
		file, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, path, nil, 0) // comments may give an example
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			text, is := n.(*ast.BasicLit)
			if !is || text.Kind != token.STRING || !names.MatchString(text.Value) {
				return true
			}
			file := filepath.ToSlash(file)
			found[file] = true
			if mayName[file] == "" {
				t.Errorf("%s names %s: it belongs to the seeds", set.Position(text.Pos()), names.FindString(text.Value))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
	for file := range mayName {
		if !found[file] {
			t.Errorf("%s names nobody any more: take it off the list", file)
		}
	}
}
