package extsort

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

// A Row is valid until the next one.
type Row struct{ Key, Value []byte }

// Sorted yields the rows by key, rows with the same key as they came.
func (s *Sorter) Sorted() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if s.file == nil {
			if s.buffer == nil {
				return
			}
			s.sort()
			for _, r := range s.entries {
				if !yield(Row{s.keyOf(r), s.valueOf(r)}, nil) {
					return
				}
			}
			return
		}
		if err := s.merge(yield); err != nil && !errors.Is(err, errEnough) {
			yield(Row{}, fmt.Errorf("sort what is read: %w", err))
		}
	}
}

// errEnough indicates that the caller wants no more rows.
var errEnough = errors.New("enough")

// mergeBytes is how many bytes of the runs are held in memory while they are merged.
const mergeBytes = 8 << 20

// merge yields the rows of the runs in the file and of the one in memory.
func (s *Sorter) merge(yield func(Row, error) bool) error {
	if err := s.Shrink(); err != nil {
		return err
	}
	var all runHeap
	buffer := min(max(mergeBytes/len(s.ends), 4<<10), 128<<10)
	start := int64(0)
	for i, end := range s.ends {
		run := &sortedRun{number: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, start, end-start), buffer)}
		start = end
		more, err := run.next()
		if err != nil {
			return err
		}
		if more {
			all = append(all, run)
		}
	}
	heap.Init(&all)
	for len(all) > 0 {
		if !yield(Row{all[0].key, all[0].value}, nil) {
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

// A sortedRun is one of them while it is read.
type sortedRun struct {
	number     int
	in         *bufio.Reader
	buf        []byte
	key, value []byte
}

// next reads the next row and reports whether there is one.
func (r *sortedRun) next() (bool, error) {
	k, err := binary.ReadUvarint(r.in)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v, err := binary.ReadUvarint(r.in)
	if err != nil {
		return false, err
	}
	r.buf = slices.Grow(r.buf[:0], int(k+v))[:k+v]
	if _, err := io.ReadFull(r.in, r.buf); err != nil {
		return false, err
	}
	r.key, r.value = r.buf[:k], r.buf[k:]
	return true, nil
}

// A runHeap has the run with the least key first.
type runHeap []*sortedRun

func (h runHeap) Len() int { return len(h) }
func (h runHeap) Less(i, j int) bool {
	return cmp.Or(bytes.Compare(h[i].key, h[j].key), cmp.Compare(h[i].number, h[j].number)) < 0
}
func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)   { *h = append(*h, x.(*sortedRun)) }
func (h *runHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
