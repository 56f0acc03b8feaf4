package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
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
