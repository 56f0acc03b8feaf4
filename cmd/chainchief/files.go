package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"chainchief/graph"
	"chainchief/internal/output"
)

// writeFile writes a file, or to standard output for "-". What this command reads is not written over.
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
	return unwritten(path, "choose another place with -o", output.Write(path, write))
}

// unwritten says of a file that it could not be written. What failed before it came to writing has its own words.
func unwritten(path, fix string, err error) error {
	var known *graph.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) {
		return err
	}
	return &graph.Error{
		Code:    graph.CodeReadOnly,
		Message: fmt.Sprintf("the file %s cannot be written: %v", path, err),
		Fix:     fix,
		Err:     err,
	}
}

// keepApart refuses an output that is one of the inputs.
func (g *globals) keepApart(path string) error {
	var what string
	switch {
	case path == "":
		return &graph.Error{Code: graph.CodeUsage, Message: "no file is named", Fix: "name one with -o; - is standard output"}
	case g.ofStore(path):
		what = "the store"
	case g.ofAppDB(path):
		what = "the application database"
	case sameFile(path, g.secretKey()):
		what = "the key of second factors"
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
func read[T any](
	ctx context.Context,
	g *globals,
	path string,
	as func(in io.Reader, name string) (T, error),
) (T, error) {
	var none T
	if path == "-" {
		return as(&interruptible{ctx, os.Stdin}, path)
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

// interruptible stops waiting for a person who types when the command is stopped.
type interruptible struct {
	ctx  context.Context
	from io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	type outcome struct {
		data []byte
		err  error
	}
	got := make(chan outcome, 1)
	size := len(p)
	go func() {
		data := make([]byte, size)
		n, err := i.from.Read(data)
		got <- outcome{data[:n], err}
	}()
	select {
	case o := <-got:
		return copy(p, o.data), o.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}

// small reads a file that is meant to be small: whoever names a device by mistake does not fill the memory.
func small(in io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it is larger than %d MiB", most>>20)
	}
	return data, err
}

// folder refuses the path of a data set that is no folder.
func folder(dir string) error {
	about, err := os.Stat(dir)
	if err == nil && about.IsDir() {
		return nil
	}
	return &graph.Error{
		Code:    graph.CodeNotFound,
		Message: fmt.Sprintf("%s is not a folder", dir),
		Fix:     "name the folder that holds all files of the set",
		Err:     err,
	}
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
