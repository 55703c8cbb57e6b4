// Package pipeline maps the lines of a text on all cores and keeps their order.
package pipeline

import (
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Map yields what a reader makes of every line that next returns, in order: of the
// lines of a log, or of the records of an export. next returns a line and its text,
// which is valid until the next call, and io.EOF after the last line; any other
// error is yielded last, with nil. A reader writes to a value that is zero, and what is
// yielded is valid until the next iteration. A panic in next or in a reader is passed on
// to the caller when its line is due. No goroutine outlives the loop; until its end the
// caller must not use what next reads from.
//
// next is called on one goroutine. newReader is called once on each of several
// goroutines, and the reader that it returns on that goroutine only.
func Map[L, T any](next func() (L, []byte, error), newReader func() func(line L, text string, into *T)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
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

// Shared returns read for every goroutine: a reader that keeps nothing from line to
// line.
func Shared[L, T any](read func(line L, text string, into *T)) func() func(L, string, *T) {
	return func() func(L, string, *T) { return read }
}

// ahead is how many blocks are read ahead while the caller is busy with others:
// enough for what it writes at a time.
const ahead = 16

// A pipeline has one goroutine that splits the text into blocks of lines, as many
// that read them as there are cores, and the caller, who takes the blocks in order.
//
// The number of blocks is fixed, which bounds the memory. Every channel has room for
// all of them, so that sending never blocks.
type pipeline[L, T any] struct {
	next              func() (L, []byte, error)
	free, work, queue chan *block[L, T]
	stop              chan struct{} // closed when the caller is done
	running           sync.WaitGroup
}

func startPipeline[L, T any](next func() (L, []byte, error), newReader func() func(L, string, *T)) *pipeline[L, T] {
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

// splitAll sends block after block until the text ends or the caller is done.
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
			b.reserved = append(b.reserved, more)
		}
		p.work <- b
		p.queue <- b
		if b.last {
			return
		}
	}
}

// take waits for a free block and returns nil when the caller is done.
func (p *pipeline[L, T]) take() *block[L, T] {
	select {
	case b := <-p.free:
		return b
	case <-p.stop:
		return nil
	}
}

func (p *pipeline[L, T]) readAll(read func(L, string, *T)) {
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

// release frees a block and those that it reserves.
func (p *pipeline[L, T]) release(b *block[L, T]) {
	for _, other := range b.reserved {
		p.free <- other
	}
	b.reserved = b.reserved[:0]
	p.free <- b
}

// A block ends after so many bytes or so many lines.
const (
	blockBytes = 256 << 10
	blockLines = 1024
)

// A block is consecutive lines of a text, and then what was read of them.
type block[L, T any] struct {
	text     string
	lines    []L   // without their text
	ends     []int // of the lines, in text
	out      []T
	err      error // of next, after the last line
	last     bool  // no line follows
	crash    any   // a panic to pass on to the caller, after what was read
	ready    chan struct{}
	reserved []*block[L, T] // not used, because this one is so large
}

// fill takes lines from next. A panic is kept.
func (b *block[L, T]) fill(next func() (L, []byte, error)) {
	b.lines, b.ends, b.out, b.err, b.last = b.lines[:0], b.ends[:0], b.out[:0], nil, true
	before := len(b.text) // of the lines that the block had
	var text strings.Builder
	defer func() {
		b.text, b.crash = text.String(), recover()
	}()
	text.Grow(min(max(before, blockBytes/4), 2*blockBytes) + 4<<10)
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

// surplus returns how many other blocks must be left unused because this one is
// larger than a block should be: it ends after a line of any length.
func (b *block[L, T]) surplus() int { return min(len(b.text)/(2*blockBytes), ahead) }

// readLines reads every line. A panic is kept.
func (b *block[L, T]) readLines(reader func(L, string, *T)) {
	read := 0
	defer func() {
		if crash := recover(); crash != nil {
			b.crash, b.out = crash, b.out[:read]
		}
	}()
	start := 0
	b.out = slices.Grow(b.out, len(b.lines))[:len(b.lines)]
	clear(b.out)
	for i, line := range b.lines {
		reader(line, b.text[start:b.ends[i]], &b.out[i])
		read++
		start = b.ends[i]
	}
}

// yield yields what was read of the lines, then the panic or the error after them. It
// reports whether the caller wants more.
func (b *block[L, T]) yield(yield func(*T, error) bool) bool {
	for i := range b.out {
		if !yield(&b.out[i], nil) {
			return false
		}
	}
	if b.crash != nil {
		panic(b.crash)
	}
	if b.err != nil {
		yield(nil, b.err)
		return false
	}
	return true
}
