package exchange

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
)

// small is a set with one of each defect that the real one has.
func small() map[string]string {
	return map[string]string{
		"companies.csv": "code,name,fullname,exchange,listed\n600001SH,甲光电,湖北甲光电股份有限公司,SH,2001-02-03\n000002,甲光电," +
			"深圳甲光电股份有限公司,SZ,无\n600001,乙光电,湖北乙光电股份有限公司,SH,2001-02-03\n",
		"industries.csv": "code,name\n27,电子\n2701,光学光电子\n",
		"products.csv":   "name\nLED芯片\nLed芯片\n外延片\n外延片\n\"衬底,蓝宝石\"\n",
		"company_product.csv": "company,product,weight\n600001,LED芯片,0.5\n600001,LED芯片,0.5\n000002,显示屏,-0.1\n999999," +
			"LED芯片,1\n",
		"company_industry.csv":  "company,industry\n600001,2701\n000002,9999\n999999,27\n",
		"product_product.csv":   "from,to,rel\n外延片,LED芯片,下游产品\nLED芯片,外延片,上游材料\n外延片,外延片,上游材料\n外延片,\"衬底,蓝宝石\",产品小类\n",
		"industry_industry.csv": "from,to,rel\n光学光电子,电子,上级行业\n光学光电子,稀土,上游产业\n",
	}
}

// written puts a set into a folder; a name that ends in .gz is compressed.
func written(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		data := []byte(text)
		if strings.HasSuffix(name, ".gz") {
			data = zipped(t, text)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func load(t *testing.T, s *store.Store, dir string) (*CKG, store.ChangeSet) {
	t.Helper()
	ctx := context.Background()
	set, err := ReadCKG(ctx, dir, ezhou)
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.ApplyParts(ctx, "test", "test", set.Parts(ctx))
	if err != nil {
		t.Fatal(err)
	}
	return set, done
}

func TestDefectsOfTheSetAreMetAndCounted(t *testing.T) {
	ctx := context.Background()
	s := store.New(memstore.Open())
	set, done := load(t, s, written(t, small()))
	want := map[string]int{
		"company.listed":     1,
		"company.renamed":    1,
		"company.unknown":    2,
		"industry.unknown":   1,
		"industry.implied":   1,
		"product.implied":    1,
		"product.duplicate":  1,
		"product.spelling":   1,
		"relation.duplicate": 2,
		"relation.loop":      1,
		"share.outside":      1,
	}
	got := map[string]int{}
	for _, d := range set.Defects {
		got[d.Code] = d.Count
	}
	if !maps.Equal(got, want) {
		t.Errorf("defects: %v, want %v", got, want)
	}
	if done.Counts.NodesCreated != 1+2+3+4 || done.Counts.RelationsCreated != 7 {
		t.Errorf("put: %+v", done.Counts)
	}
	one, err := s.Node(ctx, "enterprise:listed-600001")
	if err != nil || !one.Pool || one.Attrs.Text("reach") != "province" || !slices.Contains(one.Aliases, "湖北乙光电股份有限公司") {
		t.Errorf("%+v, %v", one, err)
	}
	if two, err := s.Node(ctx, "enterprise:listed-000002"); err != nil ||
		two.Attrs.Text("short_name") != one.Attrs.Text("short_name") {
		t.Errorf("two companies with one short name: %+v, %v", two, err)
	}
	hits, err := s.Search(ctx, "显示屏", nil, 5)
	if err != nil || len(hits) != 1 || hits[0].Node.Attrs["implied"] != true {
		t.Errorf("a product that only a relation names: %+v, %v", hits, err)
	}
	if snap, err := s.Snapshot(ctx); err != nil || len(snap.Nodes()) != 1 {
		t.Errorf("only the source is of the working graph: %v, %v", snap.Nodes(), err)
	}
	if _, again := load(t, s, written(t, small())); again.Revision != done.Revision {
		t.Errorf("a second time made revision %d", again.Revision)
	}
}

func TestDamageIsNamedAndNothingIsChanged(t *testing.T) {
	half := zipped(t, strings.Repeat("产品名\n", 5000))
	for name, c := range map[string]struct {
		file, text string
		place      graph.Place
		code       string
	}{
		"header": {"products.csv", "product\nLED芯片\n", graph.Place{File: "products.csv", Row: 1}, "file.header"},
		"truncated": {"companies.csv", "code,name,fullname,exchange,listed\n600001,甲",
			graph.Place{File: "companies.csv", Row: 2}, "file.truncated"},
		"not utf-8": {"products.csv", "name\nLED芯片\n\xc4\xe3\n", graph.Place{File: "products.csv", Row: 3},
			"line.encoding"},
		"duplicate key": {"industries.csv", "code,name\n27,电子\n27,电器\n", graph.Place{File: "industries.csv", Row: 3},
			"industry.duplicate"},
		"huge field": {"products.csv", "name\n" + strings.Repeat("长", 3000) + "\n",
			graph.Place{File: "products.csv", Row: 2, Column: 1, Field: "name"}, "field.too_long"},
		"huge line": {"products.csv", "name\n" + strings.Repeat("长", 30000) + "\n",
			graph.Place{File: "products.csv", Row: 2}, "line.too_long"},
		"quotes": {"products.csv", "name\n\"LED芯片\n外延片\n", graph.Place{File: "products.csv", Row: 2},
			"line.quotes"},
		"fields": {"companies.csv", "code,name,fullname,exchange,listed\n600001,甲\n",
			graph.Place{File: "companies.csv", Row: 2}, "line.fields"},
		"no code": {"companies.csv", "code,name,fullname,exchange,listed\nabc,甲,甲公司,SH,2001-01-01\n",
			graph.Place{File: "companies.csv", Row: 2}, "company.code"},
		"weight": {"company_product.csv", "company,product,weight\n600001,LED芯片,半\n",
			graph.Place{File: "company_product.csv", Row: 2}, "share.invalid"},
		"unknown relation": {"product_product.csv", "from,to,rel\n外延片,LED芯片,好友\n",
			graph.Place{File: "product_product.csv", Row: 2}, "relation.unknown"},
		"empty":       {"products.csv", "", graph.Place{File: "products.csv", Row: 1}, "file.truncated"},
		"missing":     {"products.csv", "-", graph.Place{File: "products.csv"}, "file.missing"},
		"half a gzip": {"products.csv.gz", string(half[:len(half)/2]), graph.Place{File: "products.csv"}, "file."},
		"no gzip":     {"products.csv.gz", "name\n", graph.Place{File: "products.csv"}, "file.damaged"},
	} {
		files := small()
		delete(files, "products.csv")
		if !strings.HasPrefix(c.file, "products") {
			files["products.csv"] = small()["products.csv"]
		}
		dir := written(t, files)
		if c.text != "-" {
			if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := ReadCKG(context.Background(), dir, ezhou)
		var problems graph.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p := problems[0]
		if !strings.HasPrefix(p.Code, c.code) || p.Place.File != c.place.File ||
			c.place.Row > 0 && p.Place.Row != c.place.Row ||
			p.Fix == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestEveryWrongLineIsNamed: not only the first.
func TestEveryWrongLineIsNamed(t *testing.T) {
	files := small()
	files["industries.csv"] = "code,name\n27,\n28,电\n28,器\n"
	files["products.csv"] = "name\n\xff\nLED芯片\n"
	var problems graph.Problems
	_, err := ReadCKG(context.Background(), written(t, files), ezhou)
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Errorf("%v", err)
	}
}

func TestCompressedAndPlainAreTheSame(t *testing.T) {
	packed := map[string]string{}
	for name, text := range small() {
		packed[name+".gz"] = text
	}
	s := store.New(memstore.Open())
	_, one := load(t, s, written(t, small()))
	if _, two := load(t, s, written(t, packed)); two.Revision != one.Revision {
		t.Error("compressed, the set is another one")
	}
}

func TestStoppedImportLeavesNothing(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	set, err := ReadCKG(ctx, written(t, small()), ezhou)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(memstore.Open())
	_, err = s.ApplyParts(ctx, "test", "test", func(yield func(graph.Puts, error) bool) {
		for p, err := range set.Parts(ctx) {
			stop()
			if !yield(p, err) {
				return
			}
		}
	})
	if head, _ := s.Head(context.Background()); !errors.Is(err, context.Canceled) || head.Revision != 0 {
		t.Errorf("%v, head %+v", err, head)
	}
}

// TestRealSet reads the public set where it is at hand: its path in CHAINCHIEF_CKG, or in ../shared beside the
// repository.
func TestRealSet(t *testing.T) {
	dir := cmp.Or(os.Getenv("CHAINCHIEF_CKG"), filepath.Join("..", "..", "..", "shared", "data", "ckg"))
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the set is not here: ", err)
	}
	set, err := ReadCKG(context.Background(), dir, ezhou)
	if err != nil {
		t.Fatal(err)
	}
	if set.Companies != 4586 || set.Industries != 513 || set.Products != 95537 || set.Relations != 172757 {
		t.Errorf(
			"%d companies, %d industries, %d products, %d relations",
			set.Companies,
			set.Industries,
			set.Products,
			set.Relations,
		)
	}
	nodes, relations := 0, 0
	for p, err := range set.Parts(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if size := len(p.Nodes) + len(p.Relations); size > partSize {
			t.Fatalf("a part of %d", size)
		}
		c := graph.Changes{Actor: "test", Nodes: p.Nodes, Relations: p.Relations}
		if problems := graph.Validate(&c, func(graph.ID) bool { return true }); len(problems) > 0 {
			t.Fatal(problems)
		}
		nodes, relations = nodes+len(p.Nodes), relations+len(p.Relations)
	}
	if nodes != 1+set.Companies+set.Industries+set.Products || relations != set.Relations {
		t.Errorf("the parts hold %d things and %d relations", nodes, relations)
	}
}

func FuzzLines(f *testing.F) {
	for _, text := range []string{"name\n光\n", "name\n\"a,\"\"b\"\n", "\ufeffname\r\nx\r\n", "name\n\xff", "", "name"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "products.csv"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		for l, err := range (table{dir, "products.csv", []string{"name"}}).lines() {
			var problems graph.Problems
			switch {
			case err != nil && (!errors.As(err, &problems) || problems[0].Place.File != "products.csv"):
				t.Fatalf("line %d: %v", l.number, err)
			case err == nil && (len(l.fields) != 1 || len(l.fields[0]) > graph.MaxName):
				t.Fatalf("line %d holds %q", l.number, l.fields)
			}
		}
	})
}

// ezhou is the city that firms are near to.
var ezhou = graph.CityOf(
	graph.NewSnapshot(1, time.Time{}, []graph.Node{{ID: "city:ezhou", Kind: graph.KindCity, Name: "鄂州",
		Attrs: graph.Attrs{"province": "湖北", "circle_places": []string{"武汉", "黄石"}}}}, nil),
)
