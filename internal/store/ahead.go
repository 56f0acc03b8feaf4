package store

import "iter"

// Ahead reads a sequence up to n items ahead of who uses them, on another processor. The reading has ended when the
// loop over the result has.
func Ahead[T any](seq iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	type item struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		items, stop, stopped := make(chan item, n), make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			defer close(items)
			for v, err := range seq {
				select {
				case items <- item{v, err}:
				case <-stop:
					return
				}
			}
		}()
		defer func() { close(stop); <-stopped }()
		for i := range items {
			if !yield(i.value, i.err) {
				return
			}
		}
	}
}
