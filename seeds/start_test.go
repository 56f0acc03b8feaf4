package seeds

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"chainchief/graph"
)

func started(t *testing.T, s Start) fstest.MapFS {
	t.Helper()
	made, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, data := range made {
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// A folder that was made for another city is read as it is, whichever chains it begins with, and knows nothing of the
// city that the templates were written for: no firm, no place, no document.
func TestANewCityIsWholeAndKnowsNoOther(t *testing.T) {
	var all []string
	for _, template := range Templates() {
		all = append(all, template.Key)
	}
	for _, chains := range append([][]string{all}, func() (each [][]string) {
		for _, key := range all {
			each = append(each, []string{key})
		}
		return each
	}()...) {
		start := Start{
			Key: "yunzhou", Name: "云州市", Province: "云岭省", Circle: "云州都市圈", Chains: chains, On: "2026-11-30",
			Districts:  []Named{{"dong", "东区"}, {"xi", "西区"}},
			Neighbours: []Named{{"lan", "兰城市"}},
		}
		files := started(t, start)
		c, err := Read(files)
		if err != nil {
			t.Fatalf("%v: %v", chains, err)
		}
		count := map[graph.Kind]int{}
		for _, n := range c.Nodes {
			count[n.Kind]++
		}
		if count[graph.KindChain] != len(chains) || count[graph.KindEnterprise] != 0 || count[graph.KindPark] != 6 {
			t.Errorf("%v: %v", chains, count)
		}
		for name, file := range files {
			for _, word := range append(slices.Clone(ownNames), "湖北", "武汉", "葛店", "花湖") {
				if strings.Contains(string(file.Data), word) && !strings.HasPrefix(name, "lists/") {
					t.Errorf("%s of another city says %s", name, word)
				}
			}
		}
	}
}

// ownNames are those of the city that the seeds are of.
var ownNames = []string{"鄂州", "Ezhou", "city-2022"}

// A city without province, circle, districts and neighbours is one too.
func TestABareCityIsRead(t *testing.T) {
	c, err := Read(started(t, Start{Key: "yun", Name: "云州", Chains: []string{"new-energy"}, On: "2026-11-30"}))
	if err != nil {
		t.Fatal(err)
	}
	if city := CityOf(c); city == nil || city.ID != "city:yun" || city.Name != "云州" {
		t.Errorf("the city is %v", city)
	}
}
