// Package archtest fails when an import breaks the shape agreed in docs/architecture.md.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// ours says which packages of this module a package may import; a missing entry is a package nobody placed yet. "*"
// composes: it may import everything; "folder/*" is each package right below it.
var ours = map[string][]string{
	"graph":                               nil,
	"seeds":                               {"graph"},
	"internal/spelling":                   {"graph"},
	"internal/store":                      {"graph", "internal/spelling"},
	"internal/store/storetest":            {"graph", "internal/store", "internal/store/memstore"},
	"internal/store/memstore":             {"graph", "internal/store"},
	"internal/store/sqlitestore":          {"graph", "internal/store"},
	"internal/store/neo4jstore":           {"graph", "internal/store"},
	"internal/store/neo4jstore/neo4jtest": nil,
	"internal/analysis":                   {"graph", "internal/analysis/criticality", "internal/analysis/relatedness"},
	"internal/analysis/supply":            {"graph", "internal/analysis"},
	"internal/analysis/candidate":         {"graph", "internal/analysis", "internal/analysis/likeness"},
	"internal/analysis/analysistest":      {"graph"},
	"internal/analysis/criticality":       nil,
	"internal/analysis/relatedness":       {"graph"},
	"internal/analysis/likeness":          {"graph"},
	"internal/evaluation":                 {"graph", "internal/analysis/likeness"},
	"internal/exchange":                   {"graph", "internal/identity", "internal/spelling"},
	"internal/identity":                   {"graph", "internal/spelling", "internal/store"},
	"internal/crosswalk": {
		"graph",
		"internal/analysis",
		"internal/analysis/*",
		"internal/decision",
		"internal/identity",
		"internal/store",
	},
	"internal/decision": {
		"graph",
		"internal/analysis",
		"internal/identity",
		"internal/spelling",
		"internal/store",
	},
	"internal/effect":       {"graph", "internal/analysis"},
	"internal/content":      {"graph", "internal/analysis", "internal/analysis/*", "internal/diagram"},
	"internal/diagram":      nil,
	"internal/scene":        nil,
	"internal/scene/check":  {"internal/scene"},
	"internal/layout/sheet": {"internal/diagram", "internal/scene"},
	"internal/layout/flow":  {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/structure": {
		"internal/diagram",
		"internal/layout/flow",
		"internal/layout/sheet",
		"internal/scene",
	},
	"internal/layout/impact": {
		"internal/diagram",
		"internal/layout/flow",
		"internal/layout/sheet",
		"internal/scene",
	},
	"internal/layout/application": {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/changes":     {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/leader":      {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/places":      {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/portrait":    {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/roadmap":     {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/supply":      {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/targets":     {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/whatif":      {"internal/diagram", "internal/layout/sheet", "internal/scene"},
	"internal/layout/layouttest": {
		"graph",
		"internal/analysis",
		"internal/analysis/*",
		"internal/content",
		"internal/diagram",
		"internal/scene",
		"internal/scene/check",
		"seeds",
	},
	"internal/layout/graphviz":        nil,
	"internal/layout/graphviz/worker": {"internal/layout/graphviz"},
	"internal/layout/graphviz/oracle": nil,
	"internal/render":                 {"internal/scene"},
	"internal/render/rendertest":      {"internal/scene"},
	"internal/drawing": {
		"graph",
		"internal/analysis",
		"internal/analysis/*",
		"internal/content",
		"internal/diagram",
		"internal/layout/*",
		"internal/scene",
		"internal/scene/check",
		"internal/render",
		"internal/store",
	},
	"internal/access":          {"graph"},
	"internal/appdb":           {"graph"},
	"internal/appdb/appdbtest": {"internal/appdb"},
	"internal/edge":            {"graph"},
	"internal/backup": {
		"graph",
		"internal/appdb",
		"internal/audit",
		"internal/store",
		"internal/store/sqlitestore",
	},
	"internal/settings": {"internal/appdb"},
	"internal/account":  {"graph", "internal/access", "internal/appdb", "internal/settings"},

	"internal/account/directory": {"graph", "internal/account"},
	"internal/account/provider":  {"graph", "internal/account"},

	"internal/audit":          {"graph", "internal/appdb"},
	"internal/output":         nil,
	"internal/web":            nil,
	"internal/api":            {"*"},
	"internal/archtest":       nil,
	"cmd/chainchief":          {"*"},
	"internal/lists":          {"graph", "internal/spelling"},
	"internal/lists/workbook": {"graph", "internal/lists"},
	"internal/draft": {
		"graph",
		"internal/analysis",
		"internal/appdb",
		"internal/decision",
		"internal/identity",
		"internal/lists",
		"internal/lists/foreign",
		"internal/lists/grid",
		"internal/lists/workbook",
		"internal/mapping",
		"internal/store",
	},
	"internal/lists/grid":    {"graph"},
	"internal/lists/foreign": {"graph", "internal/lists", "internal/lists/grid", "internal/spelling"},
	"internal/mapping":       {"graph", "internal/appdb", "internal/lists/foreign"},
	"internal/quality":       {"graph", "internal/spelling"},
	"internal/sending":       {"graph", "internal/appdb"},
}

// owners says which packages may import a third-party module.
var owners = map[string][]string{
	"github.com/neo4j/neo4j-go-driver/": {"internal/store/neo4jstore"},
	"modernc.org/sqlite":                {"internal/store/sqlitestore", "internal/appdb"},
	"github.com/jackc/pgx/":             {"internal/appdb"},
	"github.com/pressly/goose/":         {"internal/appdb"},
	"github.com/alexedwards/scs/":       {"internal/account"},
	"github.com/pquerna/otp":            {"internal/account"},
	"github.com/coreos/go-oidc/":        {"internal/account/provider"},
	"golang.org/x/oauth2":               {"internal/account/provider"},
	"github.com/go-ldap/ldap/":          {"internal/account/directory"},
	"golang.org/x/crypto/":              {"internal/account"},
	"golang.org/x/time/":                {"internal/edge", "cmd/chainchief"},
	"github.com/prometheus/":            {"internal/edge"},
	"github.com/goccy/go-graphviz":      nil, // compiles in any program that holds it; only a test may
	"github.com/tetratelabs/wazero":     {"internal/layout/graphviz/worker"},
	"github.com/gin-gonic/gin":          {"internal/api", "internal/web"},
	"github.com/danielgtaylor/huma/":    {"internal/api", "internal/web"},
	"github.com/xuri/excelize/":         {"internal/lists/workbook", "internal/lists/grid"},
	"golang.org/x/net/":                 {"internal/lists/grid"},
	"codeberg.org/go-pdf/fpdf":          {"internal/render"},
	"github.com/golang/freetype/":       {"internal/render"},
	"golang.org/x/image/":               {"internal/scene", "internal/render"},
	"gonum.org/v1/gonum":                {"internal/analysis/criticality", "internal/analysis/relatedness"},
}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "chainchief/...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var list []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 8 {
		t.Fatalf("go list found only %d packages", len(list))
	}
	return list
}

func TestImportsOfOurOwn(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "chainchief/")
		allowed, placed := ours[name]
		if !placed {
			t.Errorf("%s has no place in the table: add it with what it may import", name)
			continue
		}
		for _, imported := range p.Imports {
			other, own := strings.CutPrefix(imported, "chainchief/")
			if own && !permitted(allowed, other) {
				t.Errorf("%s imports %s", name, other)
			}
		}
	}
}

// permitted tells whether a row of the table allows an import: by name, as a package right below a "folder/*", or by
// "*".
func permitted(allowed []string, other string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool {
		return a == "*" || a == other || a == path.Dir(other)+"/*"
	})
}

func TestGraphNeedsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != "chainchief/graph" {
			continue
		}
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if strings.Contains(strings.Split(imported, "/")[0], ".") {
				t.Errorf("graph imports %s", imported)
			}
		}
	}
}

func TestOwnersOfThirdParties(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "chainchief/")
		for module, packages := range owners {
			uses := slices.ContainsFunc(p.Imports, func(i string) bool { return strings.HasPrefix(i, module) })
			if uses && !slices.Contains(packages, name) {
				t.Errorf("%s imports %s, which belongs to %v", name, module, packages)
			}
		}
	}
}
