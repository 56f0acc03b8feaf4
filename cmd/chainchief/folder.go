package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"chainchief/graph"
	"chainchief/internal/lists"
	"chainchief/internal/store"
	"chainchief/seeds"
)

// seedFiles are the seeds that --seeds names, or those that are built in.
func (g *globals) seedFiles() (fs.FS, error) {
	if g.Seeds == "" {
		return seeds.BuiltIn(), nil
	}
	about, err := os.Stat(g.Seeds)
	if err == nil && !about.IsDir() {
		err = errors.New("it is not a folder")
	}
	if err != nil {
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the seeds %s cannot be read: %v", g.Seeds, err),
			Fix:     "name a folder of seeds; chainchief init makes one",
			Err:     err,
		}
	}
	return os.DirFS(g.Seeds), nil
}

// listsOf are the lists of a folder of seeds.
func listsOf(files fs.FS) ([]*lists.List, error) {
	within, err := fs.Sub(files, "lists")
	if err != nil {
		return nil, err
	}
	all, err := lists.Load(within)
	var problems graph.Problems
	if errors.As(err, &problems) {
		for i := range problems {
			problems[i].Place.File = path.Join("lists", problems[i].Place.File)
		}
		return nil, problems
	}
	return all, err
}

// lists are the lists of the seeds that the flags name.
func (g *globals) lists() ([]*lists.List, error) {
	files, err := g.seedFiles()
	if err != nil {
		return nil, err
	}
	return listsOf(files)
}

// content reads the seeds that the flags name, lists too, with all their problems at once.
func (g *globals) content() (graph.Changes, []*lists.List, error) {
	files, err := g.seedFiles()
	if err != nil {
		return graph.Changes{}, nil, err
	}
	c, err := seeds.Read(files)
	all, listsErr := listsOf(files)
	if err == nil {
		err = listsErr
	}
	var problems, further graph.Problems
	if errors.As(err, &problems) && errors.As(listsErr, &further) && len(c.Nodes) == 0 {
		return graph.Changes{}, nil, append(problems, further...)
	}
	return c, all, err
}

// sameCity refuses a store that holds another city than some seeds are of.
func sameCity(ctx context.Context, s *store.Store, c graph.Changes) error {
	of := seeds.CityOf(c)
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, n := range snapshot.Of(graph.KindCity) {
		if of == nil || n.ID == of.ID && n.Name == of.Name {
			continue
		}
		return &graph.Error{
			Code:    graph.CodeConflict,
			Message: fmt.Sprintf("the store holds %s (%s), the seeds are of %s (%s)", n.Name, n.ID, of.Name, of.ID),
			Fix:     "name another store with --data or --store, or the seeds of that city with --seeds; nothing was changed",
		}
	}
	return nil
}
