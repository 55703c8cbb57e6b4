// Package pipeline reads a text on all cores and keeps its order.
package pipeline

import (
	"iter"
	"runtime"
	"sync"
)

// A pipeline reads a text on all cores and keeps its order. One goroutine splits it
// into blocks of what is read one by one, lines of a log or records of an export,
// as many as there are cores read them, and the caller takes them in their order.
//
// As many blocks are on their way as there are in free at first, which bounds the
// memory. Every channel has room for all of them, so that nobody waits to send.
type pipeline[L, T any] struct {
	next              func() (L, []byte, error)
	free, work, queue chan *block[L, T]
	stop              chan struct{} // closed where the caller wants no more
	running           sync.WaitGroup
}

// ahead is how many blocks are read while the caller is busy with others: enough
// for all that it writes at a time.
const ahead = 16

// Map yields what is read of every line that next returns, in order. next
// returns a line with its text, which is valid until the next one, and io.EOF behind
// the last; another error is the last thing that is yielded. A panic of next or of
// a reader is the caller's, where the line is due. No goroutine outlives the loop;
// until its end what next reads from is not the caller's to use.
//
// next is called on one goroutine, newReader once on each of several, which is the
// only one to call what it returned.
func Map[L, T any](next func() (L, []byte, error), newReader func() func(line L, text string) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		p := startPipeline(next, newReader)
		defer p.running.Wait()
		defer close(p.stop)
		for b := range p.queue {
			<-b.ready
			if !b.yield(yield) {
				return
			}
			p.release(b)
		}
	}
}

// Shared is a reader for every goroutine, where it keeps nothing from line to line.
func Shared[L, T any](read func(line L, text string) T) func() func(L, string) T {
	return func() func(L, string) T { return read }
}

func startPipeline[L, T any](next func() (L, []byte, error), newReader func() func(L, string) T) *pipeline[L, T] {
	cores := runtime.GOMAXPROCS(0)
	n := cores + ahead
	p := &pipeline[L, T]{
		next: next, stop: make(chan struct{}),
		free: make(chan *block[L, T], n), work: make(chan *block[L, T], n), queue: make(chan *block[L, T], n),
	}
	for range n {
		p.free <- &block[L, T]{ready: make(chan struct{}, 1)}
	}
	p.running.Go(p.splitAll)
	for range cores {
		p.running.Go(func() { p.readAll(newReader()) })
	}
	return p
}

// splitAll hands on block after block until the text ends or the caller stops.
func (p *pipeline[L, T]) splitAll() {
	defer close(p.queue)
	defer close(p.work)
	for {
		b := p.take()
		if b == nil {
			return
		}
		b.fill(p.next)
		for range b.surplus() {
			more := p.take()
			if more == nil {
				return
			}
			b.held = append(b.held, more)
		}
		p.work <- b
		p.queue <- b
		if b.last {
			return
		}
	}
}

// take waits for a free block; nil where the caller stops.
func (p *pipeline[L, T]) take() *block[L, T] {
	select {
	case b := <-p.free:
		return b
	case <-p.stop:
		return nil
	}
}

func (p *pipeline[L, T]) readAll(read func(L, string) T) {
	for b := range p.work {
		select {
		case <-p.stop:
			return
		default:
		}
		b.readLines(read)
		b.ready <- struct{}{}
	}
}

// release makes a block free again, and those that it held.
func (p *pipeline[L, T]) release(b *block[L, T]) {
	for _, held := range b.held {
		p.free <- held
	}
	b.held = b.held[:0]
	p.free <- b
}
