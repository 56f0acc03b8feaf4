package drawing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/render"
	"chainchief/internal/scene"
)

var update = flag.Bool("update", false, "write the golden files again")

// goldenChains are the chains whose drawings are kept, one in each language; of a kind that is of something else, what
// thingsOf names for them.
var goldenChains = map[string]graph.ID{"zh": "chain:optoelectronics", "en": "chain:new-materials"}

// golden is what is kept of a drawing beside the picture of its first page: how many pages it has, and the digest of
// all their scenes, in which also is what a picture does not show.
type golden struct {
	Pages  int    `json:"pages"`
	SHA256 string `json:"sha256"`
}

const goldenFolder = "testdata/golden"

// goldens are the drawings that are kept, by the names of their files.
func goldens(t testing.TB) map[string]drawnOnce {
	t.Helper()
	all, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[graph.ID]string{}
	for lang, id := range goldenChains {
		wanted[id] = lang
		for n, c := range all.findings.Chains {
			for _, kind := range Kinds {
				if things := thingsOf(all.findings, kind.Subject); c.Node.ID == id && n < len(things) {
					wanted[things[n]] = lang
				}
			}
		}
	}
	out := map[string]drawnOnce{}
	for _, d := range all.drawings {
		of := d.request.Of
		if of == "" {
			of = d.request.Chain
		}
		if wanted[of] == d.request.Lang {
			out[strings.ReplaceAll(d.name(), "/", "-")] = d
		}
	}
	return out
}

// TestGoldenDrawings compares the drawings with those that are kept. Where they differ it writes a page that shows the
// two side by side, with what differs outlined, and says where.
func TestGoldenDrawings(t *testing.T) {
	kept := map[string]golden{}
	index := filepath.Join(goldenFolder, "index.json")
	if data, err := os.ReadFile(index); err == nil {
		if err := json.Unmarshal(data, &kept); err != nil {
			t.Fatal(err)
		}
	}
	now, report := map[string]golden{}, &goldenReport{}
	for name, d := range goldens(t) {
		picture := painted(t, func(w io.Writer) error { return render.SVG(w, d.pages[0], render.SVGOptions{}) })
		now[name] = golden{len(d.pages), digest(t, d.pages)}
		file := filepath.Join(goldenFolder, name+".svg")
		if *update {
			put(t, file, picture)
			continue
		}
		old, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s is new: run the test with -update (%v)", name, err)
			continue
		}
		switch {
		case !bytes.Equal(old, picture):
			report.add(name, old, picture)
			t.Errorf("%s is drawn otherwise", name)
		case kept[name] != now[name]:
			t.Errorf("%s looks the same on its first page, and its scenes differ: %+v, not %+v", name, now[name], kept[name])
		}
	}
	if *update {
		data, err := json.MarshalIndent(now, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		put(t, index, append(data, '\n'))
		for name := range kept {
			if _, drawn := now[name]; !drawn {
				_ = os.Remove(filepath.Join(goldenFolder, name+".svg"))
			}
		}
		return
	}
	for name := range kept {
		if _, drawn := now[name]; !drawn {
			t.Errorf("%s is kept and no longer drawn: run the test with -update", name)
		}
	}
	if len(report.drawings) > 0 {
		t.Errorf("old and new side by side: %s; if that is meant, run the test with -update", report.write(t))
	}
}

func digest(t testing.TB, pages []scene.Page) string {
	t.Helper()
	sum := sha256.New()
	for _, p := range pages {
		if err := render.JSON(sum, p); err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
