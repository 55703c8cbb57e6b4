// Package pipeline reads a text on all cores and keeps its order.
package pipeline

import (
	"io"
	"iter"
	"runtime"
	"strings"
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

// A block of lines ends with so many bytes or so many lines.
const (
	blockBytes = 256 << 10
	blockLines = 1024
)

// A block is a stretch of a text: its lines, and then what is read of them.
type block[L, T any] struct {
	text  string
	lines []L   // without their text
	ends  []int // of the lines, in text
	out   []T
	err   error // behind the last line, the reader's own
	last  bool  // no line follows
	crash any   // behind the last that was read, a panic on its way to the caller
	ready chan struct{}
	held  []*block[L, T] // that nobody uses, because this one is so large
}

// fill takes lines from next. A panic of the reader is kept.
func (b *block[L, T]) fill(next func() (L, []byte, error)) {
	b.lines, b.ends, b.out, b.err, b.last = b.lines[:0], b.ends[:0], b.out[:0], nil, true
	like := len(b.text) // of the block before
	var text strings.Builder
	defer func() {
		b.text, b.crash = text.String(), recover()
	}()
	text.Grow(min(max(like, blockBytes/4), 2*blockBytes) + 4<<10)
	for text.Len() < blockBytes && len(b.lines) < blockLines {
		line, lineText, err := next()
		if err == io.EOF {
			return
		}
		if b.err = err; err != nil {
			return
		}
		text.Write(lineText)
		b.lines, b.ends = append(b.lines, line), append(b.ends, text.Len())
	}
	b.last = false
}

// surplus is how many blocks the memory of this one would do for besides itself,
// as far as there are any: a block ends behind a line of any length.
func (b *block[L, T]) surplus() int { return min(len(b.text)/(2*blockBytes), ahead) }

// readLines reads every line. A panic is kept.
func (b *block[L, T]) readLines(read func(L, string) T) {
	defer func() {
		if crash := recover(); crash != nil {
			b.crash = crash
		}
	}()
	start := 0
	for i, line := range b.lines {
		b.out = append(b.out, read(line, b.text[start:b.ends[i]]))
		start = b.ends[i]
	}
}

// yield hands the caller what became of the lines, then what ended them. It tells
// whether the caller wants more.
func (b *block[L, T]) yield(yield func(T, error) bool) bool {
	for i := range b.out {
		if !yield(b.out[i], nil) {
			return false
		}
	}
	if b.crash != nil {
		panic(b.crash)
	}
	if b.err != nil {
		var none T
		yield(none, b.err)
		return false
	}
	return true
}
