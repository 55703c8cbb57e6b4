package workbook

import (
	"iter"
	"sync"
)

// aheadRows is how many rows are handed over at a time. As many wait while those before are
// written, so memory does not follow the rows.
const aheadRows = 256

// readAhead yields rows that a goroutine of its own reads meanwhile: of a long sheet, asking
// the books takes as long as writing, and where it is the last one that is written, another
// core would have nothing to do. The rows keep their order, and an error or a panic comes
// behind those that were read before it. When it ends, nothing is read any more.
func readAhead[T any](rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		a := &aheadReader[T]{full: make(chan []T), free: make(chan []T, 2), enough: make(chan struct{})}
		for range cap(a.free) {
			a.free <- make([]T, 0, aheadRows)
		}
		var reading sync.WaitGroup
		reading.Go(func() { a.read(rows) })
		defer func() {
			close(a.enough)
			reading.Wait() // its connection is one of few
		}()
		for block := range a.full {
			for i := range block {
				if !yield(block[i], nil) {
					return
				}
			}
			a.free <- block[:0]
		}
		if a.panicked != nil {
			panic(a.panicked)
		}
		if a.err != nil {
			var none T
			yield(none, a.err)
		}
	}
}

// An aheadReader reads rows beside those who want them.
type aheadReader[T any] struct {
	full     chan []T      // in the order of the rows
	free     chan []T      // that may be filled
	enough   chan struct{} // is closed when nobody wants more
	err      error         // read it after full is closed
	panicked any
}

func (a *aheadReader[T]) read(rows iter.Seq2[T, error]) {
	defer close(a.full)
	defer func() { a.panicked = recover() }()
	block := <-a.free
	for row, err := range rows {
		if err != nil {
			a.err = err
			break
		}
		if block = append(block, row); len(block) < cap(block) {
			continue
		}
		if !a.give(block) {
			return
		}
		block = <-a.free
	}
	a.give(block)
}

// give hands rows over, and reports whether somebody wants them.
func (a *aheadReader[T]) give(block []T) bool {
	select {
	case a.full <- block:
		return true
	case <-a.enough:
		return false
	}
}
