package main

import (
	"os"

	"chainchief/internal/layout/graphviz/worker"
)

type workerCmd struct{}

// Run is the child side of the Graphviz pool.
func (*workerCmd) Run() error { return worker.Main(os.Stdin, os.Stdout) }
