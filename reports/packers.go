package reports

import (
	"bytes"
	"errors"
	"hash/crc32"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

// How hard a sheet is compressed: its first blocks hard, since a workbook of some
// 30,000 rows goes by mail; those beyond fast, since there are millions of rows
// then. See the README for the figures.
const (
	packLevel  = 5
	fastLevel  = 1
	hardBlocks = 64 // of a sheet
)

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
	fast   bool // compressed fast
	out    bytes.Buffer
	packed packed
	tally  rowTally
	err    error
	done   chan struct{}
}

// packers check and pack the blocks of all sheets, on several cores. They have to
// be ended once no press has blocks under way.
type packers struct {
	work chan *block
	many int
	wait sync.WaitGroup
}

// maxPackers is how many cores pack at most: the rows come from a few sheets.
const maxPackers = 4

func newPackers() *packers {
	many := min(runtime.GOMAXPROCS(0), maxPackers)
	p := &packers{work: make(chan *block, many+1), many: many}
	for range many {
		p.wait.Go(p.packAll)
	}
	return p
}

// packAll checks and packs blocks as they come.
func (p *packers) packAll() {
	hard, err := flate.NewWriter(nil, packLevel)
	fast, err2 := flate.NewWriter(nil, fastLevel)
	err = errors.Join(err, err2)
	for b := range p.work {
		b.out.Reset()
		b.err = err
		if err == nil {
			b.tally, b.err = lintRows(b.data)
		}
		w := hard
		if b.fast {
			w = fast
		}
		if b.err == nil {
			b.packed, b.err = pack(w, &b.out, b.data, false)
		}
		b.done <- struct{}{}
	}
}

func (p *packers) end() {
	close(p.work)
	p.wait.Wait()
}
