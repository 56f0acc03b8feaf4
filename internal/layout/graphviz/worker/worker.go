// Package worker is the child side of package graphviz. It runs the Graphviz that go-graphviz brings as WebAssembly,
// but not that package itself: it compiles when any program that holds it starts, through a folder of machine code that
// every user of the machine may write. Here only a worker compiles, and what it keeps is its user's alone.
package worker

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"runtime"

	"chainchief/internal/layout/graphviz"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// graphvizWASM is copied out of the module go-graphviz by make graphviz.
//
//go:embed graphviz.wasm
var graphvizWASM []byte

// Main answers graphs in DOT with json0 until its input ends.
func Main(in io.Reader, out io.Writer) error {
	ctx := context.Background()
	e, err := start(ctx)
	if err != nil {
		return fmt.Errorf("start Graphviz: %w", err)
	}
	return graphviz.Serve(in, out, func(dot []byte) ([]byte, error) { return e.render(ctx, dot) })
}

// engine is a Graphviz with its memory. Its pointers are places in that memory.
type engine struct {
	module  api.Module
	context uint64 // GVC_t*
	dot     uint64 // the words "dot" and "json0"
	json    uint64
}

// start makes an engine, with the code that an earlier worker has kept or without.
func start(ctx context.Context) (*engine, error) {
	config := wazero.NewRuntimeConfig()
	if dir := privateFolder(); dir != "" && unchanged(dir) {
		if kept, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			if e, err := compile(ctx, config.WithCompilationCache(kept)); err == nil {
				seal(dir)
				return e, nil
			}
		}
	}
	return compile(ctx, config)
}

// compile compiles Graphviz, on all cores, and makes its context with the plugins that are linked in.
func compile(ctx context.Context, config wazero.RuntimeConfig) (*engine, error) {
	ctx = experimental.WithCompilationWorkers(ctx, runtime.NumCPU())
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, err
	}
	compiled, err := runtime.CompileModule(ctx, graphvizWASM)
	if err != nil {
		return nil, err
	}
	if err := refuseCallbacks(ctx, runtime, compiled); err != nil {
		return nil, err
	}
	module, err := runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig())
	if err != nil {
		return nil, err
	}
	e := &engine{module: module}
	plugins, err := e.plugins(ctx)
	if err != nil {
		return nil, err
	}
	if e.context, err = e.call(ctx, "gvContextPlugins", plugins, 1); err != nil {
		return nil, err
	}
	if e.dot, err = e.text(ctx, []byte("dot")); err != nil {
		return nil, err
	}
	e.json, err = e.text(ctx, []byte("json0"))
	return e, err
}

// refuseCallbacks gives the module the functions of the host that it names: go-graphviz lets plugins be written in Go
// by them. None is, so none is called.
func refuseCallbacks(ctx context.Context, runtime wazero.Runtime, compiled wazero.CompiledModule) error {
	host := runtime.NewHostModuleBuilder("env")
	for _, f := range compiled.ImportedFunctions() {
		if module, name, _ := f.Import(); module == "env" {
			refuse := api.GoFunc(func(context.Context, []uint64) { panic(errors.New(name + " has no callback")) })
			host.NewFunctionBuilder().WithGoFunction(refuse, f.ParamTypes(), f.ResultTypes()).Export(name)
		}
	}
	_, err := host.Instantiate(ctx)
	return err
}

// linkedPlugins is how many pairs of a name and a library lt_preloaded_symbols holds.
const linkedPlugins = 3

// plugins copies the list of the plugins that are linked in and ends it, which the module's own list is not.
func (e *engine) plugins(ctx context.Context) (uint64, error) {
	const size = linkedPlugins * 8
	linked, known := e.module.Memory().Read(uint32(e.module.ExportedGlobal("lt_preloaded_symbols").Get()), size)
	if !known {
		return 0, errMemory
	}
	return e.keep(ctx, append(append(make([]byte, 0, size+8), linked...), make([]byte, 8)...))
}

// render lays a graph out and returns it as json0.
func (e *engine) render(ctx context.Context, dot []byte) ([]byte, error) {
	source, err := e.text(ctx, dot)
	if err != nil {
		return nil, err
	}
	defer e.free(ctx, source)
	graph, err := e.call(ctx, "agmemread", source)
	if err != nil {
		return nil, err
	}
	if graph == 0 {
		return nil, errors.New("the graph cannot be read")
	}
	defer func() { _, _ = e.call(ctx, "agclose", graph) }()
	if failed, err := e.call(ctx, "gvLayout", e.context, graph, e.dot); err != nil || failed != 0 {
		return nil, errors.Join(err, errors.New("the graph cannot be laid out"))
	}
	defer func() { _, _ = e.call(ctx, "gvFreeLayout", e.context, graph) }()
	return e.write(ctx, graph)
}

// write returns a graph that is laid out as json0.
func (e *engine) write(ctx context.Context, graph uint64) ([]byte, error) {
	answer, err := e.keep(ctx, make([]byte, 8)) // char *data, size_t length
	if err != nil {
		return nil, err
	}
	defer e.free(ctx, answer)
	failed, err := e.call(ctx, "gvRenderData", e.context, graph, e.json, answer, answer+4)
	if err != nil || failed != 0 {
		return nil, errors.Join(err, errors.New("the layout cannot be written"))
	}
	data, _ := e.module.Memory().ReadUint32Le(uint32(answer))
	length, _ := e.module.Memory().ReadUint32Le(uint32(answer) + 4)
	defer func() { _, _ = e.call(ctx, "gvFreeRenderData", uint64(data)) }()
	out, known := e.module.Memory().Read(data, length)
	if !known {
		return nil, errMemory
	}
	return append([]byte(nil), out...), nil
}

var errMemory = errors.New("an address outside the memory of Graphviz")

// call calls a C function and returns its result, if it has any.
func (e *engine) call(ctx context.Context, name string, args ...uint64) (uint64, error) {
	out, err := e.module.ExportedFunction(name).Call(ctx, args...)
	if err != nil || len(out) == 0 {
		return 0, err
	}
	return out[0], nil
}

// text copies a text into memory, ended as C wants it.
func (e *engine) text(ctx context.Context, text []byte) (uint64, error) {
	return e.keep(ctx, append(append([]byte(nil), text...), 0))
}

// keep copies bytes into memory.
func (e *engine) keep(ctx context.Context, data []byte) (uint64, error) {
	at, err := e.call(ctx, "malloc", uint64(len(data)))
	if err == nil && (at == 0 || !e.module.Memory().Write(uint32(at), data)) {
		err = errMemory
	}
	return at, err
}

func (e *engine) free(ctx context.Context, at uint64) { _, _ = e.call(ctx, "free", at) }
