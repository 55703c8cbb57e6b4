package xlsx

import (
	"os"
	"path/filepath"
	"sync"
)

// A compressor has the rows of a sheet checked and compressed while they are written, and
// keeps them in a file in their order. The bytes do not depend on the number of
// cores.
type compressor struct {
	file    *os.File
	pool    *compressPool
	added   int         // how many chunks were filled
	free    chan *chunk // those that may be filled
	queue   chan *chunk // those under way, in the order of the rows
	ended   chan struct{}
	once    sync.Once
	whole   piece
	tally   RowTally
	failure error // read it after ended
	failed  chan struct{}
}

// newCompressor begins a compressor over a file of this name in a folder. It has to be
// ended.
func newCompressor(folder, name string, pool *compressPool) (*compressor, error) {
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	most := pool.many + 1
	c := &compressor{
		file: file, pool: pool, ended: make(chan struct{}), failed: make(chan struct{}),
		free: make(chan *chunk, most), queue: make(chan *chunk, most),
	}
	for range most {
		c.free <- &chunk{done: make(chan struct{}, 1)}
	}
	go c.store()
	return c, nil
}

// add takes a chunk of rows and gives another buffer in return.
func (c *compressor) add(data []byte) ([]byte, error) {
	select {
	case <-c.failed:
		return nil, c.end()
	case b := <-c.free:
		empty := b.data[:0]
		b.data, b.fast = data, c.added >= hardChunks
		c.added++
		c.pool.work <- b
		c.queue <- b
		return empty, nil
	}
}

// store writes the compressed chunks in their order, up to the first that failed.
func (c *compressor) store() {
	defer close(c.ended)
	for b := range c.queue {
		<-b.done
		if c.failure == nil {
			if c.failure = c.keep(b); c.failure != nil {
				close(c.failed)
			}
		}
		c.free <- b
	}
}

func (c *compressor) keep(b *chunk) error {
	if b.err != nil {
		return b.err
	}
	c.whole = c.whole.append(b.piece)
	var err error
	if c.tally, err = c.tally.append(b.tally); err != nil {
		return err
	}
	_, err = c.file.Write(b.out.Bytes())
	return err
}

// end waits for the chunks under way and returns what went wrong with the first. It may
// be called again.
func (c *compressor) end() error {
	c.once.Do(func() { close(c.queue) })
	<-c.ended
	c.free = nil // and its buffers
	return c.failure
}
