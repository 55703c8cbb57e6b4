package ledger

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"sync"
)

// spoolBytes is how much of a spool is held in memory.
const spoolBytes = 16 << 20

// A spool sorts rows by a key, in bounded memory: what is more goes to a temporary
// file in sorted stretches, which are merged in the end. Rows that arrive at a table
// in the order of its key go in several times faster than others, once the table is
// larger than the cache.
//
// A row is the length of its key, the length of its value, and both.
type spool struct {
	dir       string     // of the temporary file
	limit     int        // bytes in memory
	used      *sync.Pool // of memory that was sorted in
	*spooling            // nil while there is no row in memory
	file      *os.File
	ends      []int64 // of the stretches in the file
}

// A spooled row lies in the arena. prefix decides most comparisons (see packer).
type spooled struct {
	prefix            uint64
	start, key, value uint32
	head              uint8 // bytes before the key, which say how long it and the value are
}

// A spooling is the memory of a spool.
type spooling struct {
	arena []byte
	rows  []spooled
}

// newSpool makes a spool that takes its memory from used when its first row comes, and
// gives it back there as soon as nothing is in it: file after file is sorted in the
// same memory, and while one spool is merged another one has it.
func newSpool(dir string, used *sync.Pool) *spool {
	return &spool{dir: dir, limit: spoolBytes, used: used}
}

// add takes a row.
func (s *spool) add(key, value []byte) error {
	if s.spooling == nil {
		s.spooling = s.take()
	}
	if len(s.rows) > 0 && len(s.arena)+len(key)+len(value) > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	start := len(s.arena)
	s.arena = binary.AppendUvarint(binary.AppendUvarint(s.arena, uint64(len(key))), uint64(len(value)))
	head := len(s.arena) - start
	s.rows = append(s.rows, spooled{start: uint32(start), key: uint32(len(key)), value: uint32(len(value)), head: uint8(head)})
	s.arena = append(append(s.arena, key...), value...)
	return nil
}

// whole is a row as it stands in a file.
func (s *spool) whole(r spooled) []byte {
	return s.arena[r.start : r.start+uint32(r.head)+r.key+r.value]
}

func (s *spool) keyOf(r spooled) []byte { return s.whole(r)[r.head : uint32(r.head)+r.key] }

func (s *spool) valueOf(r spooled) []byte { return s.whole(r)[uint32(r.head)+r.key:] }

// sort sorts what is in memory by key, rows with the same key as they came.
func (s *spool) sort() {
	p := newPacker(s)
	for i := range s.rows {
		s.rows[i].prefix = p.pack(s.keyOf(s.rows[i]))
	}
	slices.SortFunc(s.rows, func(a, b spooled) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Or(bytes.Compare(s.keyOf(a), s.keyOf(b)), cmp.Compare(a.start, b.start))
	})
}

// spill writes what is in memory to the file, sorted.
func (s *spool) spill() error {
	s.sort()
	if s.file == nil {
		var err error
		if s.file, err = os.CreateTemp(s.dir, ".sort-*"); err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
		// Nobody but this process needs its name.
		if err := os.Remove(s.file.Name()); err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
	}
	out := bufio.NewWriterSize(s.file, 1<<20)
	end := int64(0)
	if len(s.ends) > 0 {
		end = s.ends[len(s.ends)-1]
	}
	for _, r := range s.rows {
		n, err := out.Write(s.whole(r))
		if err != nil {
			return fmt.Errorf("sort what is read: %w", err)
		}
		end += int64(n)
	}
	s.ends = append(s.ends, end)
	s.arena, s.rows = s.arena[:0], s.rows[:0]
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sort what is read: %w", err)
	}
	return nil
}

// shrink writes what is in memory to the file, where there is one.
func (s *spool) shrink() error {
	if s.file == nil || s.spooling == nil {
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.give()
	return nil
}

// take returns memory to sort in.
func (s *spool) take() *spooling {
	if m, ok := s.used.Get().(*spooling); ok {
		return m
	}
	return &spooling{}
}

// give gives the memory back.
func (s *spool) give() {
	if s.spooling == nil {
		return
	}
	s.arena, s.rows = s.arena[:0], s.rows[:0]
	s.used.Put(s.spooling)
	s.spooling = nil
}

// close gives the memory and the file back.
func (s *spool) close() error {
	s.give()
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}
