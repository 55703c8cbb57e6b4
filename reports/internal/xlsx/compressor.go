package xlsx

import (
	"os"
	"path/filepath"
	"sync"
)

// A compressor has the rows of a sheet checked and packed while they are written, and
// keeps them in a file in their order. The bytes do not depend on the number of
// cores.
type compressor struct {
	file    *os.File
	pool    *compressPool
	chunks  int         // how many there are
	added   int         // how often they were filled
	free    chan *chunk // those that may be filled
	queue   chan *chunk // those under way, in the order of the rows
	ended   chan struct{}
	once    sync.Once
	whole   piece
	tally   RowTally
	failure error // read it after ended
	failed  chan struct{}
}

// newCompressor begins a press over a file of this name in a folder. It has to be
// ended.
func newCompressor(folder, name string, packers *compressPool) (*compressor, error) {
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	most := packers.many + 1
	p := &compressor{
		file: file, pool: packers, ended: make(chan struct{}), failed: make(chan struct{}),
		free: make(chan *chunk, most), queue: make(chan *chunk, most),
	}
	go p.store()
	return p, nil
}

// add takes a block of rows and gives another buffer in return.
func (p *compressor) add(data []byte) ([]byte, error) {
	b, err := p.chunk()
	if err != nil {
		return nil, err
	}
	empty := b.data[:0]
	b.data, b.fast = data, p.added >= hardChunks
	p.added++
	p.pool.work <- b
	p.queue <- b
	return empty, nil
}

// chunk is one that may be filled; a new one, as long as there are few.
func (p *compressor) chunk() (*chunk, error) {
	select {
	case <-p.failed:
		return nil, p.end()
	case b := <-p.free:
		return b, nil
	default:
	}
	if p.chunks < cap(p.free) {
		p.chunks++
		return &chunk{done: make(chan struct{}, 1)}, nil
	}
	select {
	case <-p.failed:
		return nil, p.end()
	case b := <-p.free:
		return b, nil
	}
}

// store writes the packed blocks in their order, up to the first that failed.
func (p *compressor) store() {
	defer close(p.ended)
	for b := range p.queue {
		<-b.done
		if p.failure == nil {
			if p.failure = p.keep(b); p.failure != nil {
				close(p.failed)
			}
		}
		p.free <- b
	}
}

func (p *compressor) keep(b *chunk) error {
	if b.err != nil {
		return b.err
	}
	p.whole = p.whole.append(b.piece)
	var err error
	if p.tally, err = p.tally.append(b.tally); err != nil {
		return err
	}
	_, err = p.file.Write(b.out.Bytes())
	return err
}

// end waits for the blocks under way and tells what went wrong with any. It may
// be called again.
func (p *compressor) end() error {
	p.once.Do(func() { close(p.queue) })
	<-p.ended
	for p.chunks > 0 {
		<-p.free
		p.chunks--
	}
	return p.failure
}
