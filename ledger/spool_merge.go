package ledger

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
)

// A spoolRow is a row; it is valid until the next one.
type spoolRow struct{ key, value []byte }

// sorted yields the rows by key, rows with the same key as they came.
func (s *spool) sorted() iter.Seq2[spoolRow, error] {
	return func(yield func(spoolRow, error) bool) {
		if s.file == nil {
			if s.spooling == nil {
				return
			}
			s.sort()
			for _, r := range s.rows {
				if !yield(spoolRow{s.keyOf(r), s.valueOf(r)}, nil) {
					return
				}
			}
			return
		}
		if err := s.merge(yield); err != nil && !errors.Is(err, errEnough) {
			yield(spoolRow{}, fmt.Errorf("sort what is read: %w", err))
		}
	}
}

// errEnough says that nobody wants more rows.
var errEnough = errors.New("enough")

// mergeBytes is how much of the stretches is held in memory while they are merged.
const mergeBytes = 8 << 20

// merge yields the rows of the stretches in the file and of the one in memory.
func (s *spool) merge(yield func(spoolRow, error) bool) error {
	if err := s.shrink(); err != nil {
		return err
	}
	var all stretchHeap
	buffer := min(max(mergeBytes/len(s.ends), 4<<10), 128<<10)
	start := int64(0)
	for i, end := range s.ends {
		part := &sortedPart{number: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, start, end-start), buffer)}
		start = end
		more, err := part.next()
		if err != nil {
			return err
		}
		if more {
			all = append(all, part)
		}
	}
	heap.Init(&all)
	for len(all) > 0 {
		if !yield(spoolRow{all[0].key, all[0].value}, nil) {
			return errEnough
		}
		more, err := all[0].next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&all, 0)
		} else {
			heap.Pop(&all)
		}
	}
	return nil
}

// A sortedPart is one sorted stretch while it is read.
type sortedPart struct {
	number     int
	in         *bufio.Reader
	buf        []byte
	key, value []byte
}

// next reads the next row and tells whether there is one.
func (p *sortedPart) next() (bool, error) {
	k, err := binary.ReadUvarint(p.in)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v, err := binary.ReadUvarint(p.in)
	if err != nil {
		return false, err
	}
	p.buf = slices.Grow(p.buf[:0], int(k+v))[:k+v]
	if _, err := io.ReadFull(p.in, p.buf); err != nil {
		return false, err
	}
	p.key, p.value = p.buf[:k], p.buf[k:]
	return true, nil
}

// A stretchHeap has the part with the least key first.
type stretchHeap []*sortedPart

func (h stretchHeap) Len() int { return len(h) }
func (h stretchHeap) Less(i, j int) bool {
	return cmp.Or(bytes.Compare(h[i].key, h[j].key), cmp.Compare(h[i].number, h[j].number)) < 0
}
func (h stretchHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *stretchHeap) Push(x any)   { *h = append(*h, x.(*sortedPart)) }
func (h *stretchHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
