package importers

import (
	"iter"
	"runtime"
	"sync"

	"reconcile/ledger"
)

// A fate is what became of one line of a log.
type fate[T any] struct {
	mark  ledger.Mark // where the scanner gives marks
	value T
}

// A pipeline reads the lines of a log on all cores and keeps their order. One
// goroutine scans lines into blocks, as many as there are cores read them, and
// the caller takes them in the order of the log.
//
// As many blocks are on their way as there are in free at first, which bounds the
// memory. Every channel has room for all of them, so that nobody waits to send.
type pipeline[T any] struct {
	scan              *lineScanner
	read              func(logLine, string) T
	free, work, queue chan *block[T]
	stop              chan struct{} // closed where the caller wants no more
	running           sync.WaitGroup
}

// ahead is how many blocks are read while the caller is busy with others: enough
// for all that it writes at a time.
const ahead = 16

// parallel yields what is read of every line that is left, in order. An error is
// the reader's own and the last thing that is yielded. A panic of the reader or of
// read is the caller's, where the line is due. No goroutine outlives the loop;
// until its end the scanner is not the caller's to use. read is called on several
// goroutines at once, the reader on one.
func parallel[T any](scan *lineScanner, read func(line logLine, text string) T) iter.Seq2[fate[T], error] {
	return func(yield func(fate[T], error) bool) {
		p := startPipeline(scan, read)
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

// values leaves the marks out.
func values[T any](fates iter.Seq2[fate[T], error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for f, err := range fates {
			if !yield(f.value, err) {
				return
			}
		}
	}
}

func startPipeline[T any](scan *lineScanner, read func(logLine, string) T) *pipeline[T] {
	cores := runtime.GOMAXPROCS(0)
	n := cores + ahead
	p := &pipeline[T]{
		scan: scan, read: read, stop: make(chan struct{}),
		free: make(chan *block[T], n), work: make(chan *block[T], n), queue: make(chan *block[T], n),
	}
	for range n {
		p.free <- &block[T]{ready: make(chan struct{}, 1)}
	}
	p.running.Go(p.scanAll)
	for range cores {
		p.running.Go(p.readAll)
	}
	return p
}

// scanAll hands on block after block until the log ends or the caller stops.
func (p *pipeline[T]) scanAll() {
	defer close(p.queue)
	defer close(p.work)
	for {
		b := p.take()
		if b == nil {
			return
		}
		b.fill(p.scan)
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
func (p *pipeline[T]) take() *block[T] {
	select {
	case b := <-p.free:
		return b
	case <-p.stop:
		return nil
	}
}

func (p *pipeline[T]) readAll() {
	for b := range p.work {
		select {
		case <-p.stop:
			return
		default:
		}
		b.readLines(p.read)
		b.ready <- struct{}{}
	}
}

// release makes a block free again, and those that it held.
func (p *pipeline[T]) release(b *block[T]) {
	for _, held := range b.held {
		p.free <- held
	}
	b.held = b.held[:0]
	p.free <- b
}
