package main

import (
	"os"
	"testing"

	"chainchief/internal/store/neo4jstore/neo4jtest"

	"github.com/rogpeppe/go-internal/testscript"
)

// tested are the tests, after which the Neo4j that they have started is stopped.
type tested struct{ *testing.M }

func (m tested) Run() int { return neo4jtest.Main(m.M) }

func TestMain(m *testing.M) {
	testscript.Main(tested{m}, map[string]func(){
		"chainchief": main,
	})
}

// TestStories runs what people do at the command line.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			if cache, err := os.UserCacheDir(); err == nil { // Graphviz is compiled once
				env.Setenv("XDG_CACHE_HOME", cache)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"httpget": httpGet,
			"raw":     rawBytes,
			"sh":      shell,
			"stop":    stopServer,
			"taken":   takenPort,
		},
	})
}
