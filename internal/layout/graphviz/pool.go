package graphviz

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"
)

// Errors of a pool.
var (
	ErrTooLarge = errors.New("graphviz: the graph is too large")
	ErrClosed   = errors.New("graphviz: the pool is closed")
)

const (
	recycleAfter = 200     // renders of one worker: go-graphviz leaks a little with each
	mostOutput   = 8 << 20 // bytes of one answer
	restAfter    = 20 * time.Second
	patience     = 2 * time.Second // with one graph: a proposal is a second start of a drawing, not a need
)

// Pool runs workers, at most size at once. Safe for concurrent use.
type Pool struct {
	command func() *exec.Cmd
	slots   chan *worker // nil: a worker still to be started
	idle    *time.Timer  // runs Rest

	mu     sync.Mutex
	closed bool
}

// New returns a pool whose workers are started by command when they are needed. A worker must call WorkerMain on its
// standard input and output.
func New(size int, command func() *exec.Cmd) *Pool {
	p := &Pool{command: command, slots: make(chan *worker, size)}
	for range size {
		p.slots <- nil
	}
	p.idle = time.AfterFunc(restAfter, p.Rest)
	return p
}

// worker is a child process and how many renders it has done.
type worker struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  io.ReadCloser
	up   chan struct{} // closed when it can be asked, or is lost: then down says why
	down error
	done int
}

// Render lays out a graph in DOT and returns json0. When the context ends, or after a while, the worker is killed at
// once; one that crashes costs this render only. One that still starts is waited for as long as the context lasts, then
// left to go on: the first on a machine compiles for a while, and those after it use what it compiled.
func (p *Pool) Render(ctx context.Context, dot string) ([]byte, error) {
	var w *worker
	select {
	case w = <-p.slots:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if closed {
		p.slots <- w
		return nil, ErrClosed
	}
	out, w, err := p.render(ctx, w, dot)
	p.slots <- w
	p.idle.Reset(restAfter)
	return out, err
}

// Rest ends the workers that wait for work: each holds some 45 MB. The next render starts one again. It runs by itself
// when nothing was rendered for a while.
func (p *Pool) Rest() {
	for range cap(p.slots) {
		select {
		case w := <-p.slots:
			if w != nil {
				w.end()
			}
			p.slots <- nil
		default:
			return
		}
	}
}

// render uses a worker, starting one if there is none, and returns the one to go on with: nil after a failure.
func (p *Pool) render(ctx context.Context, w *worker, dot string) ([]byte, *worker, error) {
	if w == nil {
		var err error
		if w, err = start(p.command()); err != nil {
			return nil, nil, fmt.Errorf("graphviz: start a worker: %w", err)
		}
	}
	select {
	case <-w.up:
	case <-ctx.Done():
		return nil, w, ctx.Err()
	}
	if w.down != nil {
		w.end()
		return nil, nil, fmt.Errorf("graphviz: the worker did not start: %w", w.down)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = w.cmd.Process.Kill() })
	status, out, err := w.ask(dot)
	if !stop() { // the deadline came first
		w.end()
		return nil, nil, ctx.Err()
	}
	if err != nil {
		w.end()
		return nil, nil, fmt.Errorf("graphviz: the worker was lost: %w", err)
	}
	if w.done++; w.done >= recycleAfter {
		w.end()
		w = nil
	}
	if status != 0 {
		return nil, w, fmt.Errorf("graphviz: %s", bytes.TrimSpace(out))
	}
	return out, w, nil
}

func start(cmd *exec.Cmd) (*worker, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &worker{cmd: cmd, in: in, out: out, up: make(chan struct{})}
	go func() {
		defer close(w.up)
		_, _, w.down = readFrame(out)
	}()
	return w, nil
}

// ask sends one graph and reads one answer.
func (w *worker) ask(dot string) (status byte, out []byte, err error) {
	if err := writeFrame(w.in, 0, []byte(dot)); err != nil {
		return 0, nil, err
	}
	return readFrame(w.out)
}

// end stops the process and waits for it, so that no zombie stays.
func (w *worker) end() {
	_ = w.in.Close()
	_ = w.cmd.Process.Kill()
	<-w.up
	_ = w.cmd.Wait()
}

// Close ends every worker; renders in flight finish first.
func (p *Pool) Close() {
	p.mu.Lock()
	already := p.closed
	p.closed = true
	p.mu.Unlock()
	if already {
		return
	}
	p.idle.Stop()
	for range cap(p.slots) {
		if w := <-p.slots; w != nil {
			w.end()
		}
	}
	for range cap(p.slots) {
		p.slots <- nil // who still waits learns that the pool is closed
	}
}

// A frame is a status byte, the length and the content.

func writeFrame(w io.Writer, status byte, data []byte) error {
	head := [5]byte{status}
	binary.BigEndian.PutUint32(head[1:], uint32(len(data)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

func readFrame(r io.Reader) (status byte, data []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > mostOutput {
		return 0, nil, fmt.Errorf("a frame of %d bytes", n)
	}
	data = make([]byte, n)
	_, err = io.ReadFull(r, data)
	return head[0], data, err
}

// Serve is the loop of a worker: it says with an empty frame that it is up, then answers each frame with a frame, status
// 1 for an error, until the input ends.
func Serve(in io.Reader, out io.Writer, render func(dot []byte) ([]byte, error)) error {
	if err := writeFrame(out, 0, nil); err != nil {
		return err
	}
	for {
		_, dot, err := readFrame(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		status := byte(0)
		answer, err := render(dot)
		if err != nil {
			status, answer = 1, []byte(err.Error())
		}
		if err := writeFrame(out, status, answer); err != nil {
			return err
		}
	}
}
