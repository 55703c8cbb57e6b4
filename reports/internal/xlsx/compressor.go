package xlsx

import (
	"bytes"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
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

// How hard a sheet is compressed: its first chunks hard, since a workbook of some
// 30,000 rows goes by mail; those beyond fast, since there are millions of rows
// then. See the README for the figures.
const (
	packLevel  = 5
	fastLevel  = 1
	hardChunks = 64 // of a sheet
)

// A piece is data as an entry of the archive takes it: a piece of a deflate
// stream that ends at a byte and is not the last, with the checksum and the size
// of what it holds.
type piece struct {
	crc  uint32
	size int64 // of the data
	len  int64 // packed
}

// append is p with more behind it.
func (p piece) append(more piece) piece {
	return piece{crc: crcAppend(p.crc, more.crc, more.size), size: p.size + more.size, len: p.len + more.len}
}

// compress packs data into out, as the end of an entry if it is the last.
func compress(w *flate.Writer, out *bytes.Buffer, data []byte, last bool) (piece, error) {
	before := out.Len()
	w.Reset(out)
	_, err := w.Write(data)
	if err == nil {
		err = w.Flush()
	}
	if err == nil && last {
		err = w.Close()
	}
	return piece{crc: crc32.ChecksumIEEE(data), size: int64(len(data)), len: int64(out.Len() - before)}, err
}

// A chunk is a run of whole rows on its way into the file.
type chunk struct {
	data  []byte
	fast  bool // compressed fast
	out   bytes.Buffer
	piece piece
	tally RowTally
	err   error
	done  chan struct{}
}

// A compressPool checks and compresses the chunks of all sheets, on several cores. It
// has to be ended once no compressor has chunks under way.
type compressPool struct {
	work chan *chunk
	many int
	wait sync.WaitGroup
}

// maxCompressors is how many cores pack at most: the rows come from a few sheets.
const maxCompressors = 4

func newCompressPool() *compressPool {
	many := min(runtime.GOMAXPROCS(0), maxCompressors)
	p := &compressPool{work: make(chan *chunk, many+1), many: many}
	for range many {
		p.wait.Go(p.compressAll)
	}
	return p
}

// compressAll checks and compresses chunks as they come.
func (p *compressPool) compressAll() {
	hard, err := flate.NewWriter(nil, packLevel)
	fast, err2 := flate.NewWriter(nil, fastLevel)
	err = errors.Join(err, err2)
	for b := range p.work {
		b.out.Reset()
		b.err = err
		if err == nil {
			b.tally, b.err = CheckRows(b.data)
		}
		w := hard
		if b.fast {
			w = fast
		}
		if b.err == nil {
			b.piece, b.err = compress(w, &b.out, b.data, false)
		}
		b.done <- struct{}{}
	}
}

func (p *compressPool) end() {
	close(p.work)
	p.wait.Wait()
}

// crcAppend is the CRC-32 of two pieces of data, one behind the other, from the
// checksum of each and the size of the second. A checksum is a remainder of
// polynomials over GF(2): as many noughts as the second has bits are appended to
// the first, which is to multiply it by a power of x, and the second is added. (So
// does zlib's crc32_combine.)
func crcAppend(first, second uint32, size int64) uint32 {
	square := uint32(1) << 30 // x; the bit on the left is 1
	for bits := size * 8; bits > 0; bits >>= 1 {
		if bits&1 == 1 {
			first = crcTimes(square, first)
		}
		square = crcTimes(square, square)
	}
	return first ^ second
}

// crcTimes multiplies two remainders.
func crcTimes(a, b uint32) (product uint32) {
	for bit := uint32(1) << 31; a != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
			a ^= bit
		}
		b = b>>1 ^ crc32.IEEE&-(b&1)
	}
	return product
}
