// Package worker is the child side of package graphviz and alone imports go-graphviz. That package prepares WebAssembly
// when a program that holds it starts: 0.7 s the first time on a machine, about 40 ms after that; packages and tests that
// do not import this one are spared it.
package worker

import (
	"bytes"
	"context"
	"errors"
	"io"

	"chainchief/internal/layout/graphviz"

	gographviz "github.com/goccy/go-graphviz"
)

// Main answers graphs in DOT with json0 until its input ends.
func Main(in io.Reader, out io.Writer) error {
	ctx := context.Background()
	engine, err := gographviz.New(ctx)
	if err != nil {
		return err
	}
	return graphviz.Serve(in, out, func(dot []byte) ([]byte, error) {
		g, err := gographviz.ParseBytes(dot)
		if err != nil {
			return nil, err
		}
		if g == nil {
			return nil, errors.New("the graph cannot be read")
		}
		defer func() { _ = g.Close() }()
		var b bytes.Buffer
		if err := engine.Render(ctx, g, "json0", &b); err != nil {
			return nil, err
		}
		return b.Bytes(), nil
	})
}
