package exchange

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/seeds"
)

func TestExportComesBackTheSame(t *testing.T) {
	ctx := context.Background()
	c, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	one, two := store.New(memstore.Open()), store.New(memstore.Open())
	if _, err := one.Apply(ctx, c); err != nil {
		t.Fatal(err)
	}
	export := func(s *store.Store) []byte {
		snap, err := s.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteJSON(&b, snap); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	file := export(one)
	back, err := ReadJSON(bytes.NewReader(file), "graph.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.Apply(ctx, back); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, export(two)) {
		t.Error("the export of an import differs")
	}
	again, err := ReadJSON(bytes.NewReader(file), "graph.json")
	if err != nil {
		t.Fatal(err)
	}
	if set, err := one.Apply(ctx, again); err != nil || set.Revision != 1 {
		t.Errorf("importing what is there made revision %d, %v", set.Revision, err)
	}
}

func TestBadFilesSayWhere(t *testing.T) {
	for name, tc := range map[string]struct{ text, code, place string }{
		"empty":         {"", "file.truncated", "g.json, row 1"},
		"truncated":     {"{\"format\":\"chainchief\",\n\"nodes\":[", "file.truncated", "g.json, row 2"},
		"not JSON":      {"{\n\n,}", "file.syntax", "g.json, row 3"},
		"unknown field": {"{\"format\":\"chainchief\",\n\"colour\":1}", "file.content", "g.json, row 2"},
		"wrong type":    {"{\"format\":\"chainchief\",\n\"nodes\":7}", "file.type", "g.json, row 2"},
		"other format":  {`{"format":"other","version":1}`, "file.format", "g.json, row 1"},
		"two documents": {`{"format":"chainchief","version":1} {}`, "file.syntax", "g.json, row 1"},
		"nested attrs": {`{"format":"chainchief","version":1,"nodes":[{"attrs":{"a":{"b":1}}}]}`, "file.content",
			"g.json, row 1"},
	} {
		_, err := ReadJSON(strings.NewReader(tc.text), "g.json")
		var problems graph.Problems
		if !errors.As(err, &problems) || problems[0].Code != tc.code || problems[0].Place.String() != tc.place ||
			problems[0].Fix == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWrongTypesSayWhatIsWanted: in the words of JSON, with the field.
func TestWrongTypesSayWhatIsWanted(t *testing.T) {
	for text, want := range map[string]string{
		`[]`:                         "the whole is a list where an object is wanted",
		`{"nodes":7}`:                "nodes is a number where a list is wanted",
		`{"nodes":[{"id":5}]}`:       "nodes.id is a number where a text is wanted",
		`{"nodes":[{"name":["a"]}]}`: "nodes.name is a list where a text is wanted",
		`{"nodes":[{"id":{}}]}`:      "nodes.id is an object where a text is wanted",
		`{"version":"1"}`:            "version is a text where a whole number is wanted",
		`{"version":1e30}`:           "version is the number 1e30 where a whole number is wanted",
		`{"nodes":[{"attrs":true}]}`: "is true or false where an object is wanted",
	} {
		_, err := ReadJSON(strings.NewReader(text), "g.json")
		var problems graph.Problems
		if !errors.As(err, &problems) || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: %v; want %s", text, err, want)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add(
		[]byte(
			`{"format":"chainchief","version":1,"nodes":[{"id":"chain:a","kind":"Chain","name":"a","attrs":{"order":1}}]}`,
		),
	)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadJSON(bytes.NewReader(data), "fuzz.json")
		if err != nil && !c.Empty() {
			t.Error("something came beside an error")
		}
		if err == nil {
			graph.Validate(&c, func(graph.ID) bool { return false })
		}
	})
}
