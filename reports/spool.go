package reports

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"os"

	"reconcile/ledger"
)

// A spool keeps the findings of the run in a file, so that they are read from the
// books once, however many sheets show them and however many they are.
type spool struct {
	file *os.File
	out  *bufio.Writer
	head []byte // the size of a record
	buf  []byte // and the record
	size int64  // of all of them
}

// newSpool begins a spool in a file of this name. It has to be closed.
func newSpool(name string) (*spool, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &spool{file: file, out: bufio.NewWriterSize(file, 64<<10)}, nil
}

// add keeps a finding.
func (s *spool) add(f *ledger.Finding) error {
	s.buf = appendFinding(s.buf[:0], f)
	s.head = binary.AppendUvarint(s.head[:0], uint64(len(s.buf)))
	s.size += int64(len(s.head) + len(s.buf))
	_, err := s.out.Write(s.head)
	if err == nil {
		_, err = s.out.Write(s.buf)
	}
	return err
}

// end makes the findings ready to be read.
func (s *spool) end() error { return s.out.Flush() }

func (s *spool) close() error { return s.file.Close() }

// all yields what was kept, in its order. It may be called by several at once.
func (s *spool) all(ctx context.Context) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		r := spoolReader{in: bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), 64<<10)}
		for r.read < s.size {
			f, err := r.next()
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(f, fmt.Errorf("findings kept aside: %w", err))
				return
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}
