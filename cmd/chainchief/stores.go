package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chainchief/graph"
	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/neo4jstore"
	"chainchief/internal/store/sqlitestore"
)

// address is where a store is kept.
type address string

// opening says what may happen to a store that is not there.
type opening int

const (
	mustExist opening = iota
	mayMake
	elseInMemory // nothing is written: an empty one stands for it
)

// open opens the store that the flags name. Only the commands that fill a store make one; every other says that it is
// not there.
func (g *globals) open(ctx context.Context) (*store.Store, error) {
	return g.openAt(ctx, g.Store, mustExist)
}

// openAt opens the store of an address.
func (g *globals) openAt(ctx context.Context, at address, how opening) (*store.Store, error) {
	driver, err := g.driver(ctx, at, how)
	if err != nil {
		return nil, err
	}
	return store.New(driver), nil
}

func (g *globals) driver(ctx context.Context, at address, how opening) (store.Driver, error) {
	if path := g.file(at); path != "" {
		return openFile(ctx, path, how)
	}
	scheme, _, _ := strings.Cut(string(at), ":")
	if !slices.Contains(neo4jSchemes, scheme) {
		return nil, &graph.Error{
			Code: graph.CodeUsage,
			Message: fmt.Sprintf(
				"the store %q is not of the form sqlite:PATH, bolt://HOST:PORT or neo4j://HOST:PORT",
				string(at),
			),
			Fix: "write for example --store sqlite:chainchief.db",
		}
	}
	password, err := g.Neo4j.password()
	if err != nil {
		return nil, err
	}
	return neo4jstore.Open(ctx, neo4jstore.Config{
		URL:      string(at),
		User:     g.Neo4j.User,
		Password: password,
		Database: g.Neo4j.Database,
	})
}

var neo4jSchemes = []string{"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}

// file is the file of a store; empty for one that is not kept in a file.
func (g *globals) file(at address) string {
	path, ok := strings.CutPrefix(string(at), "sqlite:")
	if !ok || path == "" {
		return ""
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(g.Data, path)
	}
	return path
}

func openFile(ctx context.Context, path string, how opening) (store.Driver, error) {
	about, err := os.Stat(path)
	if err == nil && about.Mode().IsRegular() {
		var f *os.File
		if f, err = os.Open(path); err == nil {
			err = f.Close()
		}
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the store %s cannot be read by this user", path),
			Fix:     "ask its owner, or name another with --data or --store",
			Err:     err,
		}
	case err == nil && !about.Mode().IsRegular():
		return nil, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("the store %s is not a file", path),
			Fix:     "name the file of the store with --store sqlite:PATH",
		}
	case how == mayMake:
		return sqlitestore.Open(ctx, path)
	case errors.Is(err, fs.ErrNotExist) && how == elseInMemory:
		return memstore.Open(), nil
	}
	return sqlitestore.Read(ctx, path)
}

// besideStore are the ends of the names of files that SQLite keeps beside a store.
var besideStore = []string{"", "-wal", "-shm", "-journal"}

// ofStore tells whether a path, however it is spelled, leads to a file of the store that the flags name.
func (g *globals) ofStore(path string) bool {
	file := g.file(g.Store)
	return file != "" && slices.ContainsFunc(besideStore, func(end string) bool { return sameFile(path, file+end) })
}

// sameFile tells whether two paths lead to one file: by device and inode where both are there, else by folder and name.
func sameFile(a, b string) bool {
	one, errOne := os.Stat(a)
	two, errTwo := os.Stat(b)
	if errOne == nil && errTwo == nil {
		return os.SameFile(one, two)
	}
	if errOne == nil || errTwo == nil {
		return false
	}
	one, errOne = os.Stat(filepath.Dir(a))
	two, errTwo = os.Stat(filepath.Dir(b))
	return errOne == nil && errTwo == nil && os.SameFile(one, two) && filepath.Base(a) == filepath.Base(b)
}

// openBeside opens a second store, which a flag names, unless it is the first one by another address.
func (g *globals) openBeside(ctx context.Context, at address, how opening, flag string) (*store.Store, error) {
	itself := &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("%s names the store itself, however it is spelled", flag),
		Fix:     fmt.Sprintf("name another store with %s", flag),
	}
	one, two := g.file(g.Store), g.file(at)
	if at == g.Store || one != "" && two != "" && sameFile(one, two) {
		return nil, itself
	}
	driver, err := g.driver(ctx, at, how)
	if err != nil {
		return nil, err
	}
	if one == "" && two == "" {
		same, err := g.sameDatabase(ctx, driver)
		if err == nil && same {
			err = itself
		}
		if err != nil {
			_ = driver.Close()
			return nil, err
		}
	}
	return store.New(driver), nil
}

// identified is a driver of a database that can be reached by several addresses.
type identified interface {
	Identity(ctx context.Context) (string, error)
}

// sameDatabase tells whether a driver reaches the database that the flags name.
func (g *globals) sameDatabase(ctx context.Context, other store.Driver) (bool, error) {
	first, err := g.driver(ctx, g.Store, mustExist)
	if err != nil {
		return false, err
	}
	defer func() { _ = first.Close() }()
	var ids []string
	for _, d := range []store.Driver{first, other} {
		known, is := d.(identified)
		if !is {
			return false, nil
		}
		id, err := known.Identity(ctx)
		if err != nil {
			return false, err
		}
		ids = append(ids, id)
	}
	return ids[0] != "" && ids[0] == ids[1], nil
}
