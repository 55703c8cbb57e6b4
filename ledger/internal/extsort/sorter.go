package extsort

import (
	"bufio"
	"encoding/binary"
	"os"
	"slices"
	"sync"

	"reconcile/words"
)

// memoryLimit is how many bytes of rows a sorter holds in memory.
const memoryLimit = 14 << 20

// A Sorter sorts rows by a key in bounded memory: what is more goes to a temporary
// file in sorted runs, which are merged at the end.
//
// A row is the length of its key, the length of its value, and both.
type Sorter struct {
	dir     string // of the temporary file
	limit   int    // bytes in memory
	pool    *Pool
	*buffer // nil while there is no row in memory
	file    *os.File
	ends    []int64 // of the runs in the file
}

// A buffer is the memory of a sorter.
type buffer struct {
	arena   []byte
	entries []entry
}

// An entry is a row in the arena. Its prefix decides most comparisons (see keyPrefix).
type entry struct {
	prefix uint64
	start  uint32
}

// A Pool holds memory for sorters that are used one after the other. The zero value is
// ready to use.
type Pool struct{ buffers, works sync.Pool }

func (p *Pool) get() *buffer {
	if b, ok := p.buffers.Get().(*buffer); ok {
		return b
	}
	return &buffer{}
}

// A work is the memory that is needed while rows are sorted and written.
type work struct {
	entries []entry
	out     *bufio.Writer
}

func (p *Pool) getWork() *work {
	if w, ok := p.works.Get().(*work); ok {
		return w
	}
	return &work{out: bufio.NewWriterSize(nil, 256<<10)}
}

// New returns a sorter that takes its memory from a pool when its first row comes, and
// gives it back as soon as it is empty: file after file is sorted in the same memory,
// and while one sorter is merged another one has it.
func New(dir string, pool *Pool) *Sorter {
	return &Sorter{dir: dir, limit: memoryLimit, pool: pool}
}

// Add adds a row.
func (s *Sorter) Add(key, value []byte) error {
	if s.buffer == nil {
		s.buffer = s.pool.get()
	}
	size := 2*binary.MaxVarintLen32 + len(key) + len(value)
	if len(s.entries) > 0 && len(s.arena)+size > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.reserve(size, s.limit)
	s.entries = append(s.entries, entry{start: uint32(len(s.arena))})
	s.arena = binary.AppendUvarint(binary.AppendUvarint(s.arena, uint64(len(key))), uint64(len(value)))
	s.arena = append(append(s.arena, key...), value...)
	return nil
}

// firstArena is how many bytes an arena begins with.
const firstArena = 64 << 10

// reserve makes room for a row of a size. It grows by large steps, because each copies all
// that there is, and not beyond the limit but for a row that is longer.
func (b *buffer) reserve(size, limit int) {
	if need := len(b.arena) + size; need > cap(b.arena) {
		arena := make([]byte, len(b.arena), max(need, min(max(4*cap(b.arena), firstArena), limit)))
		copy(arena, b.arena)
		b.arena = arena
	}
	if len(b.entries) == cap(b.entries) {
		b.entries = slices.Grow(b.entries, max(len(b.entries), firstArena/64))
	}
}

// split returns the parts of a row: all of it, as it is in a file, its key and its value.
func (b *buffer) split(e entry) (whole, key, value []byte) {
	row := b.arena[e.start:]
	k, n := binary.Uvarint(row)
	v, m := binary.Uvarint(row[n:])
	from := n + m
	to := from + int(k)
	end := to + int(v)
	return row[:end], row[from:to], row[to:end]
}

func (b *buffer) key(e entry) []byte {
	_, key, _ := b.split(e)
	return key
}

// clear forgets the rows.
func (b *buffer) clear() { b.arena, b.entries = b.arena[:0], b.entries[:0] }

// spill writes what is in memory to the file, sorted.
func (s *Sorter) spill() error {
	if err := s.create(); err != nil {
		return words.Errorf("sort what is read: %w", err)
	}
	w := s.pool.getWork()
	defer s.pool.works.Put(w)
	s.sort(w)
	w.out.Reset(s.file)
	end := int64(0)
	if len(s.ends) > 0 {
		end = s.ends[len(s.ends)-1]
	}
	for _, e := range s.entries {
		row, _, _ := s.split(e)
		n, err := w.out.Write(row)
		if err != nil {
			return words.Errorf("sort what is read: %w", err)
		}
		end += int64(n)
	}
	s.ends = append(s.ends, end)
	s.clear()
	if err := w.out.Flush(); err != nil {
		return words.Errorf("sort what is read: %w", err)
	}
	return nil
}

// create creates the file, where there is none.
func (s *Sorter) create() (err error) {
	if s.file != nil {
		return nil
	}
	if s.file, err = os.CreateTemp(s.dir, ".sort-*"); err != nil {
		return err
	}
	return os.Remove(s.file.Name()) // no other process needs its name
}

// Shrink leaves in memory only what fits there whole: where there is a file, the rest
// goes to it too.
func (s *Sorter) Shrink() error {
	if s.file == nil || s.buffer == nil {
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.release()
	return nil
}

// release gives the memory back.
func (s *Sorter) release() {
	if s.buffer == nil {
		return
	}
	s.clear()
	s.pool.buffers.Put(s.buffer)
	s.buffer = nil
}

// Close gives the memory and the file back. The sorter is empty afterwards.
func (s *Sorter) Close() error {
	s.release()
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}
