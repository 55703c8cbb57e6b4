package extsort

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math/bits"
	"os"
	"slices"
	"sync"
)

// memoryLimit is how many bytes of rows a sorter holds in memory.
const memoryLimit = 16 << 20

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
	prefix            uint64
	start, key, value uint32
	head              uint8 // bytes before the key, which hold its length and the value's
}

// A Pool holds memory for sorters that are used one after the other. The zero value is
// ready to use.
type Pool struct{ buffers sync.Pool }

func (p *Pool) get() *buffer {
	if b, ok := p.buffers.Get().(*buffer); ok {
		return b
	}
	return &buffer{}
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
	if len(s.entries) > 0 && len(s.arena)+len(key)+len(value) > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	start := len(s.arena)
	s.arena = binary.AppendUvarint(binary.AppendUvarint(s.arena, uint64(len(key))), uint64(len(value)))
	head := len(s.arena) - start
	s.entries = append(s.entries, entry{start: uint32(start), key: uint32(len(key)), value: uint32(len(value)), head: uint8(head)})
	s.arena = append(append(s.arena, key...), value...)
	return nil
}

// whole is a row as it is in a file.
func (s *Sorter) whole(r entry) []byte {
	return s.arena[r.start : r.start+uint32(r.head)+r.key+r.value]
}

func (s *Sorter) keyOf(r entry) []byte { return s.whole(r)[r.head : uint32(r.head)+r.key] }

func (s *Sorter) valueOf(r entry) []byte { return s.whole(r)[uint32(r.head)+r.key:] }

// sort sorts what is in memory by key, rows with the same key as they came.
func (s *Sorter) sort() {
	p := newKeyPrefix(s)
	for i := range s.entries {
		s.entries[i].prefix = p.of(s.keyOf(s.entries[i]))
	}
	slices.SortFunc(s.entries, func(a, b entry) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Or(bytes.Compare(s.keyOf(a), s.keyOf(b)), cmp.Compare(a.start, b.start))
	})
}

// spill writes what is in memory to the file, sorted.
func (s *Sorter) spill() error {
	s.sort()
	if s.file == nil {
		var err error
		if s.file, err = os.CreateTemp(s.dir, ".sort-*"); err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
		// No other process needs its name.
		if err := os.Remove(s.file.Name()); err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
	}
	out := bufio.NewWriterSize(s.file, 1<<20)
	end := int64(0)
	if len(s.ends) > 0 {
		end = s.ends[len(s.ends)-1]
	}
	for _, r := range s.entries {
		n, err := out.Write(s.whole(r))
		if err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
		end += int64(n)
	}
	s.ends = append(s.ends, end)
	s.arena, s.entries = s.arena[:0], s.entries[:0]
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sort what is read: %w", err)
	}
	return nil
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
	s.arena, s.entries = s.arena[:0], s.entries[:0]
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

// prefixBytes is how far into the keys a keyPrefix looks.
const prefixBytes = 64

// A keyPrefix puts the beginnings of keys into numbers that are ordered as they are. It
// leaves out bytes that are the same in all keys, and takes of the others the bits in
// which they differ: of trade numbers that makes sixteen digits, not eight.
type keyPrefix struct{ parts []prefixByte }

// A prefixByte is one place of the keys: what is subtracted there, and how many bits
// are left.
type prefixByte struct {
	at    int
	least byte
	bits  int
}

// newKeyPrefix looks at the keys that a sorter has in memory. Where one key is shorter
// than another, only what all of them have is compared.
func newKeyPrefix(s *Sorter) keyPrefix {
	var least, greatest [prefixBytes]byte
	n := prefixBytes
	for i, r := range s.entries {
		key := s.keyOf(r)
		n = min(n, len(key))
		for at, b := range key[:n] {
			if i == 0 || b < least[at] {
				least[at] = b
			}
			if i == 0 || b > greatest[at] {
				greatest[at] = b
			}
		}
	}
	var p keyPrefix
	free := 64
	for at := range n {
		need := bits.Len8(greatest[at] - least[at])
		if free -= need; free < 0 {
			break
		}
		if need > 0 {
			p.parts = append(p.parts, prefixByte{at, least[at], need})
		}
	}
	return p
}

// of returns the number of a key.
func (p keyPrefix) of(key []byte) uint64 {
	var n uint64
	for _, b := range p.parts {
		n = n<<b.bits | uint64(key[b.at]-b.least)
	}
	return n
}
