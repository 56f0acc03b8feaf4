package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/seeds"
)

type initCmd struct {
	Dir string `arg:"" help:"Folder to write; it must be empty or not there." type:"path"`

	City      string   `help:"Name of the city, such as 云州市." required:"" placeholder:"NAME"`
	Key       string   `help:"Key of the city; without it its pinyin." placeholder:"KEY"`
	Province  string   `help:"Name of its province." placeholder:"NAME"`
	Circle    string   `help:"Name of what counts as near, such as its metropolitan circle." placeholder:"NAME"`
	District  []string `help:"A district of the city; several times, or joined by commas." placeholder:"NAME"`
	Neighbour []string `help:"A city of the circle; several times, or joined by commas." placeholder:"NAME"`
	Chain     []string `help:"A chain to begin with; without it all: ${templates}." placeholder:"CHAIN"`
}

// Run writes a folder of seeds for another city.
func (c *initCmd) Run(g *globals) error {
	start, err := c.start()
	if err != nil {
		return err
	}
	files, err := seeds.New(start)
	if err != nil {
		return err
	}
	if err := fill(c.Dir, files); err != nil {
		return err
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	g.printf("%s\n", c.Dir)
	for _, name := range names {
		g.printf("  %s\n", name)
	}
	g.say("%d files for %s, %d chains; next: fill in the tables as README.md says, then", len(files), c.City,
		len(start.Chains))
	g.say("  chainchief seed --check %s", c.Dir)
	g.say("  chainchief serve --seeds %s --data FOLDER", c.Dir)
	return nil
}

// start reads the flags.
func (c *initCmd) start() (seeds.Start, error) {
	refused := func(message, fix string) error {
		return &graph.Error{Code: graph.CodeUsage, Message: message, Fix: fix}
	}
	s := seeds.Start{
		Name: strings.TrimSpace(c.City), Province: c.Province, Circle: c.Circle, On: graph.Today(time.Now()), Chains: c.Chain,
	}
	if s.Name == "" || s.Name == "市" {
		return seeds.Start{}, refused("the city has no name", "write it with --city, such as --city 云州市")
	}
	if len(c.Neighbour) > 0 && s.Circle == "" {
		return seeds.Start{}, refused("neighbours are those of a circle, and none is named",
			"name it with --circle, such as --circle 云州都市圈")
	}
	taken := map[string]bool{"province": true, "circle": true}
	place := func(name, key string) (seeds.Named, error) {
		name = strings.TrimSpace(name)
		key = cmp.Or(key, keyOf(name))
		if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			err := refused(fmt.Sprintf("%q is no key of %q", key, name),
				"write the name in Chinese or Latin letters, or a key of a–z, 0–9 and - with --key")
			return seeds.Named{}, err
		}
		for n, base := 2, key; taken[key]; n++ {
			key = fmt.Sprintf("%s-%d", base, n)
		}
		taken[key] = true
		return seeds.Named{Key: key, Name: name}, nil
	}
	city, err := place(s.Name, c.Key)
	if err != nil {
		return s, err
	}
	s.Key = city.Key
	for _, of := range []struct {
		names []string
		into  *[]seeds.Named
	}{{c.District, &s.Districts}, {c.Neighbour, &s.Neighbours}} {
		for _, name := range of.names {
			p, err := place(name, "")
			if err != nil {
				return s, err
			}
			*of.into = append(*of.into, p)
		}
	}
	templates := templateKeys()
	for _, key := range c.Chain {
		if !slices.Contains(templates, key) {
			return seeds.Start{}, refused(fmt.Sprintf("there is no chain %q", key), "use some of "+strings.Join(templates, ", "))
		}
	}
	if len(s.Chains) == 0 {
		s.Chains = templates
	}
	return s, nil
}

func templateKeys() []string {
	var keys []string
	for _, t := range seeds.Templates() {
		keys = append(keys, t.Key)
	}
	return keys
}

// keyOf is a name as a key: its pinyin, or its letters in small.
func keyOf(name string) string {
	for _, end := range []string{"市", "区", "县"} {
		if short := strings.TrimSuffix(name, end); short != "" && len([]rune(short)) > 1 {
			name = short
		}
	}
	if syllables := store.Syllables(name); len(syllables) > 0 {
		name = strings.Join(syllables, "")
	}
	return graph.KeyOf(name)
}

// fill writes a folder whole: what is written lies beside it until all of it is there.
func fill(dir string, files map[string][]byte) error {
	entries, err := os.ReadDir(dir)
	there := err == nil
	switch {
	case there && len(entries) > 0:
		return &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the folder %s is not empty: it holds %s", dir, entries[0].Name()),
			Fix:     "name a folder that is empty or not there; nothing was written",
		}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return unwritten(dir, "name a folder that this user can write", err)
	}
	failed := func(err error) error { return unwritten(dir, "name a folder that this user can write", err) }
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return failed(err)
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ".chainchief-init-")
	if err != nil {
		return failed(err)
	}
	defer func() { _ = os.RemoveAll(made) }() // nothing is left of it once it has its name
	for name, data := range files {
		at := filepath.Join(made, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return failed(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			return failed(err)
		}
	}
	if err := os.Chmod(made, 0o755); err != nil {
		return failed(err)
	}
	if there {
		if err := os.Remove(dir); err != nil {
			return failed(err)
		}
	}
	if err := os.Rename(made, dir); err != nil {
		return failed(err)
	}
	return nil
}
