package ledger

import (
	"database/sql"
	"maps"
	"reconcile/ledger/internal/store"
)

// maxSums is how many sums of one table are held in memory. What has more is counted by
// a statement.
const maxSums = 1 << 16

// A evidenceKey is what is added up: of an account, of a day of it or of a code on that day.
type evidenceKey struct {
	account int64
	day     int64 // see dayOf
	code    string
}

// A sumOf is what rows add up to: how many they are, amounts, and the first and the last time.
type sumOf struct {
	numbers     [4]int64
	first, last int64
	timed       bool // there are rows, and they have times
}

// evidenceSums are sums over the evidence.
type evidenceSums struct {
	of     map[evidenceKey]sumOf
	excess bool // there were too many to hold
	wrong  bool // a time was not that of the evidence
}

// add adds a row to what its key adds up to.
func (s *evidenceSums) add(key evidenceKey, numbers ...int64) {
	s.put(key, s.of[key].plus(numbers, 1))
}

// addAt adds a row that has a time.
func (s *evidenceSums) addAt(key evidenceKey, at int64, numbers ...int64) {
	sum := s.of[key].plus(numbers, 1)
	if !sum.timed {
		sum.first, sum.last, sum.timed = at, at, true
	}
	sum.first, sum.last = min(sum.first, at), max(sum.last, at)
	s.put(key, sum)
}

func (s sumOf) plus(numbers []int64, sign int64) sumOf {
	for i, n := range numbers {
		s.numbers[i] += sign * n
	}
	return s
}

func (s *evidenceSums) put(key evidenceKey, sum sumOf) {
	if s.of == nil {
		s.of = map[evidenceKey]sumOf{}
	}
	if _, known := s.of[key]; !known && len(s.of) == maxSums {
		s.excess = true
		return
	}
	s.of[key] = sum
}

// plus adds the sums of others.
func (s *evidenceSums) plus(others *evidenceSums) *evidenceSums {
	s.excess = s.excess || others.excess
	for key, sum := range others.of {
		s.add(key, sum.numbers[:]...)
	}
	return s
}

// A storedSum is what the books carry on.
type storedSum struct {
	key         evidenceKey
	numbers     [4]int64
	first, last sql.NullInt64
}

func scanSum(c *store.Cursor) storedSum {
	s := storedSum{key: evidenceKey{c.Number(0), c.Number(1), c.Text(2)}, first: c.NullNumber(7), last: c.NullNumber(8)}
	for i := range s.numbers {
		s.numbers[i] = c.Number(3 + i)
	}
	return s
}

// less takes away what the books carry on.
func (s *evidenceSums) less(stored storedSum) {
	sum := s.of[stored.key]
	if sum.timed && (stored.first.Int64 != sum.first || stored.last.Int64 != sum.last || !stored.first.Valid || !stored.last.Valid) {
		s.wrong = true
	}
	s.put(stored.key, sum.plus(stored.numbers[:], -1))
}

// agree reports whether nothing is left.
func (s *evidenceSums) agree() bool {
	for sum := range maps.Values(s.of) {
		if sum.numbers != [4]int64{} {
			return false
		}
	}
	return !s.excess && !s.wrong
}
