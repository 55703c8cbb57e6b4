package ledger

import (
	"iter"
	"sync"
)

// NewSpool makes a spool that holds so many bytes in memory, for the tests.
func NewSpool(dir string, limit int) *spool {
	return &spool{dir: dir, limit: limit, used: &sync.Pool{}}
}

// Add adds a row.
func (s *spool) Add(key, value []byte) error { return s.add(key, value) }

// Sorted yields keys and values.
func (s *spool) Sorted() iter.Seq2[[2]string, error] {
	return func(yield func([2]string, error) bool) {
		for row, err := range s.sorted() {
			if !yield([2]string{string(row.key), string(row.value)}, err) {
				return
			}
		}
	}
}

// Close gives the file back.
func (s *spool) Close() error { return s.close() }

// OutcomeOf is the outcome of a run with an input that leaves findings.
func OutcomeOf(in RunInput, open []Tally) Outcome { return in.outcome(open) }
