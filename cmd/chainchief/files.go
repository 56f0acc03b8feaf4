package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"chainchief/graph"
	"chainchief/internal/output"
)

// write writes a file, or to standard output for "-". What this command reads is not written over.
func (g *globals) writeFile(path string, write func(io.Writer) error) error {
	if path == "-" {
		var w io.Writer = g.raw
		if terminal(g.raw.to) {
			w = g.stdout
		}
		return write(w)
	}
	if err := g.keepApart(path); err != nil {
		return err
	}
	if err := output.Write(path, write); err != nil {
		return &graph.Error{
			Code:    graph.CodeReadOnly,
			Message: fmt.Sprintf("the file %s cannot be written: %v", path, err),
			Fix:     "choose another place with -o",
			Err:     err,
		}
	}
	return nil
}

// keepApart refuses an output that is one of the inputs.
func (g *globals) keepApart(path string) error {
	what := ""
	switch {
	case path == "":
		return &graph.Error{Code: graph.CodeUsage, Message: "no file is named", Fix: "name one with -o; - is standard output"}
	case g.ofStore(path):
		what = "the store"
	case g.Font != "" && sameFile(path, g.Font):
		what = "the font"
	case g.Neo4j.PasswordFile != "" && sameFile(path, g.Neo4j.PasswordFile):
		what = "the password file"
	default:
		return nil
	}
	return &graph.Error{
		Code:    graph.CodeUsage,
		Message: fmt.Sprintf("%s is %s, which this command reads", path, what),
		Fix:     "choose another place with -o",
	}
}

// read opens a file, or standard input for "-", and reads it under its base name.
func read[T any](g *globals, path string, as func(in io.Reader, name string) (T, error)) (T, error) {
	var none T
	if path == "-" {
		return as(os.Stdin, path)
	}
	if g.ofStore(path) {
		return none, &graph.Error{
			Code:    graph.CodeUsage,
			Message: fmt.Sprintf("%s is the store itself", path),
			Fix:     "name another file; chainchief push copies stores",
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return none, unreadable(path, err)
	}
	defer func() { _ = f.Close() }()
	if about, err := f.Stat(); err != nil || about.IsDir() {
		return none, unreadable(path, err)
	}
	return as(f, filepath.Base(path))
}

func unreadable(path string, err error) error {
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("the file %s cannot be read", path),
		Fix:     "correct the path",
		Err:     err,
	}
}

func (g *globals) writeJSON(v any) error {
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
