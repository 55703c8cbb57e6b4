package extsort

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"slices"

	"reconcile/words"
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
			w := s.pool.getWork()
			s.sort(w)
			s.pool.works.Put(w)
			for _, e := range s.entries {
				if _, key, value := s.split(e); !yield(Row{key, value}, nil) {
					return
				}
			}
			return
		}
		if err := s.merge(yield); err != nil && !errors.Is(err, errEnough) {
			yield(Row{}, words.Errorf("sort what is read: %w", err))
		}
	}
}

// errEnough indicates that the caller wants no more rows.
var errEnough = words.Errorf("enough")

// mergeBytes is how many bytes of the runs are held in memory while they are merged.
const mergeBytes = 8 << 20

// merge yields the rows of the runs in the file and of the one in memory.
func (s *Sorter) merge(yield func(Row, error) bool) error {
	if err := s.Shrink(); err != nil {
		return err
	}
	all, err := s.runs()
	if err != nil {
		return err
	}
	for len(all) > 0 {
		least := all[0]
		if !yield(Row{least.key, least.value}, nil) {
			return errEnough
		}
		more, err := least.next()
		if err != nil {
			return err
		}
		if !more {
			last := len(all) - 1
			all[0], all = all[last], all[:last]
		}
		all.sink(0)
	}
	return nil
}

// runs returns the runs in the file, each at its first row.
func (s *Sorter) runs() (runHeap, error) {
	var all runHeap
	buffer := min(max(mergeBytes/len(s.ends), 4<<10), 128<<10)
	start := int64(0)
	for i, end := range s.ends {
		run := &sortedRun{number: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, start, end-start), buffer)}
		start = end
		more, err := run.next()
		if err != nil {
			return nil, err
		}
		if more {
			all = append(all, run)
		}
	}
	for i := len(all)/2 - 1; i >= 0; i-- {
		all.sink(i)
	}
	return all, nil
}

// A sortedRun is one of them while it is read.
type sortedRun struct {
	number     int
	in         *bufio.Reader
	read       int    // bytes of the current row that are still in front of the reader
	long       []byte // a row that the reader's buffer does not hold
	key, value []byte // valid until the next row
}

// next reads the next row and reports whether there is one.
func (r *sortedRun) next() (bool, error) {
	if _, err := r.in.Discard(r.read); err != nil {
		return false, err
	}
	head, err := r.in.Peek(2 * binary.MaxVarintLen32)
	if len(head) == 0 && err == io.EOF {
		return false, nil
	}
	if err != nil && err != io.EOF {
		return false, err
	}
	k, n := binary.Uvarint(head)
	v, m := binary.Uvarint(head[max(n, 0):])
	if n <= 0 || m <= 0 {
		return false, io.ErrUnexpectedEOF
	}
	row, err := r.row(n + m + int(k+v))
	if err != nil {
		return false, err
	}
	r.key, r.value = row[n+m:n+m+int(k)], row[n+m+int(k):]
	return true, nil
}

// row returns the next row with its head, as it lies in the reader's buffer where that
// is large enough.
func (r *sortedRun) row(size int) ([]byte, error) {
	if size <= r.in.Size() {
		r.read = size
		return r.in.Peek(size)
	}
	r.read = 0
	r.long = slices.Grow(r.long[:0], size)[:size]
	_, err := io.ReadFull(r.in, r.long)
	return r.long, err
}

// A runHeap has the run with the least key first; of the same key, the one whose rows
// came first.
type runHeap []*sortedRun

func (h runHeap) less(i, j int) bool {
	return cmp.Or(bytes.Compare(h[i].key, h[j].key), cmp.Compare(h[i].number, h[j].number)) < 0
}

// sink puts a run below those that are less.
func (h runHeap) sink(i int) {
	for {
		least := 2*i + 1
		if least >= len(h) {
			return
		}
		if other := least + 1; other < len(h) && h.less(other, least) {
			least = other
		}
		if !h.less(least, i) {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
