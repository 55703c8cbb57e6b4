package reports

import (
	"os"
	"path/filepath"
	"sync"
)

// A press has the rows of a sheet checked and packed while they are written, and
// keeps them in a file in their order. The bytes do not depend on the number of
// cores.
type press struct {
	file    *os.File
	packers *packers
	blocks  int         // how many there are
	added   int         // how often they were filled
	free    chan *block // those that may be filled
	line    chan *block // those under way, in the order of the rows
	ended   chan struct{}
	once    sync.Once
	whole   packed
	tally   rowTally
	failure error // read it after ended
	failed  chan struct{}
}

// newPress begins a press over a file of this name in a folder. It has to be
// ended.
func newPress(folder, name string, packers *packers) (*press, error) {
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	most := packers.many + 1
	p := &press{
		file: file, packers: packers, ended: make(chan struct{}), failed: make(chan struct{}),
		free: make(chan *block, most), line: make(chan *block, most),
	}
	go p.store()
	return p, nil
}

// add takes a block of rows and gives another buffer in return.
func (p *press) add(data []byte) ([]byte, error) {
	b, err := p.block()
	if err != nil {
		return nil, err
	}
	empty := b.data[:0]
	b.data, b.fast = data, p.added >= hardBlocks
	p.added++
	p.packers.work <- b
	p.line <- b
	return empty, nil
}

// block is one that may be filled; a new one, as long as there are few.
func (p *press) block() (*block, error) {
	select {
	case <-p.failed:
		return nil, p.end()
	case b := <-p.free:
		return b, nil
	default:
	}
	if p.blocks < cap(p.free) {
		p.blocks++
		return &block{done: make(chan struct{}, 1)}, nil
	}
	select {
	case <-p.failed:
		return nil, p.end()
	case b := <-p.free:
		return b, nil
	}
}

// store writes the packed blocks in their order, up to the first that failed.
func (p *press) store() {
	defer close(p.ended)
	for b := range p.line {
		<-b.done
		if p.failure == nil {
			if p.failure = p.keep(b); p.failure != nil {
				close(p.failed)
			}
		}
		p.free <- b
	}
}

func (p *press) keep(b *block) error {
	if b.err != nil {
		return b.err
	}
	p.whole = p.whole.append(b.packed)
	var err error
	if p.tally, err = p.tally.append(b.tally); err != nil {
		return err
	}
	_, err = p.file.Write(b.out.Bytes())
	return err
}

// end waits for the blocks under way and tells what went wrong with any. It may
// be called again.
func (p *press) end() error {
	p.once.Do(func() { close(p.line) })
	<-p.ended
	for p.blocks > 0 {
		<-p.free
		p.blocks--
	}
	return p.failure
}
