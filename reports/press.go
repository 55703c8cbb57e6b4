package reports

import (
	"bytes"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

// packLevel is how hard a sheet is compressed; see the README for the figures.
const packLevel = 5

// A packed is data as an entry of the archive takes it: a piece of a deflate
// stream that ends at a byte and is not the last, with the checksum and the size
// of what it holds.
type packed struct {
	crc  uint32
	size int64 // of the data
	len  int64 // packed
}

// append is p with more behind it.
func (p packed) append(more packed) packed {
	return packed{crc: crcAppend(p.crc, more.crc, more.size), size: p.size + more.size, len: p.len + more.len}
}

// pack packs data into out, as the end of an entry if it is the last.
func pack(w *flate.Writer, out *bytes.Buffer, data []byte, last bool) (packed, error) {
	before := out.Len()
	w.Reset(out)
	_, err := w.Write(data)
	if err == nil {
		err = w.Flush()
	}
	if err == nil && last {
		err = w.Close()
	}
	return packed{crc: crc32.ChecksumIEEE(data), size: int64(len(data)), len: int64(out.Len() - before)}, err
}

// A block is a run of whole rows on its way into the file.
type block struct {
	data   []byte
	out    bytes.Buffer
	packed packed
	tally  rowTally
	err    error
	done   chan struct{}
}

// A press checks and packs the rows of a sheet on several cores while they are
// written, and keeps them in a file in their order. The bytes do not depend on
// the number of cores.
type press struct {
	file    *os.File
	free    chan *block // those that may be filled
	work    chan *block // those to be packed
	line    chan *block // the same in the order of the rows
	packers sync.WaitGroup
	ended   chan struct{}
	once    sync.Once
	whole   packed
	tally   rowTally
	failure error // read it after ended
	failed  chan struct{}
}

// maxPackers is how many cores pack one sheet: the rows come from one.
const maxPackers = 4

// newPress begins a press over a file of this name in a folder. It has to be
// ended.
func newPress(folder, name string) (*press, error) {
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	packers := min(runtime.GOMAXPROCS(0), maxPackers)
	p := &press{
		file: file, ended: make(chan struct{}), failed: make(chan struct{}),
		free: make(chan *block, packers+1), work: make(chan *block, packers+1), line: make(chan *block, packers+1),
	}
	for range packers + 1 {
		p.free <- &block{done: make(chan struct{}, 1)}
	}
	for range packers {
		p.packers.Go(p.packAll)
	}
	go p.store()
	return p, nil
}

// add takes a block of rows and gives another buffer in return.
func (p *press) add(data []byte) ([]byte, error) {
	select {
	case <-p.failed:
		return nil, p.end()
	case b := <-p.free:
		empty := b.data[:0]
		b.data = data
		p.work <- b
		p.line <- b
		return empty, nil
	}
}

// packAll checks and packs blocks as they come.
func (p *press) packAll() {
	w, err := flate.NewWriter(nil, packLevel)
	for b := range p.work {
		b.out.Reset()
		b.err = err
		if err == nil {
			b.tally, b.err = lintRows(b.data)
		}
		if b.err == nil {
			b.packed, b.err = pack(w, &b.out, b.data, false)
		}
		b.done <- struct{}{}
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
	p.once.Do(func() {
		close(p.work)
		close(p.line)
		p.packers.Wait()
	})
	<-p.ended
	return p.failure
}
