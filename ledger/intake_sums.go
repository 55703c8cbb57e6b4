package ledger

import "reconcile/ledger/internal/store"

// An intakeSums adds up what a source adds to the books, so that no report has to
// read the books from end to end. The zero value is empty.
type intakeSums struct {
	notifications, stated, counted int64
	requests                       int64
	claims                         map[sumKey]claimSum
	left                           map[sumKey]bool // by an item that has moved to another time
}

// A sumKey is a day in Shanghai, by its first millisecond as if it were UTC, and a
// result code.
type sumKey struct {
	day  int64
	code string
}

// A claimSum is what claims add up to, and the first and the last time of those that
// are new.
type claimSum struct {
	count, fen  int64
	first, last int64 // 0 for none
}

// shanghaiMillis is how far Shanghai is ahead of UTC, all year.
const shanghaiMillis = 8 * 3600 * 1000

// dayOf is the day of a time in milliseconds.
func dayOf(at int64) int64 {
	const day = 24 * 3600 * 1000
	local := at + shanghaiMillis
	return local - (local%day+day)%day
}

// notice adds an accepted notification.
func (s *intakeSums) notice(stated, counted int64) {
	s.notifications++
	s.stated += stated
	s.counted += counted
}

// claim adds an item of an accepted notification.
func (s *intakeSums) claim(at int64, code string, fen int64) {
	if s.claims == nil {
		s.claims = map[sumKey]claimSum{}
	}
	key := sumKey{dayOf(at), code}
	sum := s.claims[key]
	if sum.count++; sum.first == 0 || at < sum.first {
		sum.first = at
	}
	sum.fen += fen
	sum.last = max(sum.last, at)
	s.claims[key] = sum
}

// move takes an item from one time to another.
func (s *intakeSums) move(from, to int64, code string, fen int64) {
	s.claim(to, code, fen)
	key := sumKey{dayOf(from), code}
	sum := s.claims[key]
	sum.count--
	sum.fen -= fen
	s.claims[key] = sum
	if s.left == nil {
		s.left = map[sumKey]bool{}
	}
	s.left[key] = true
}

// writeSums adds the sums of the open source to those of the account.
func (a *applier) writeSums() error {
	s := &a.sums
	if s.notifications > 0 {
		if _, err := store.Exec(a.ctx, a.db, "notice_sum_add", a.source.Account, s.notifications, s.stated, s.counted); err != nil {
			return err
		}
	}
	if s.requests > 0 {
		if _, err := store.Exec(a.ctx, a.db, "request_sum_add", a.source.Account, s.requests); err != nil {
			return err
		}
	}
	for key := range s.left {
		if _, err := store.Exec(a.ctx, a.db, "claim_sum_span", a.source.Account, key.day, key.code); err != nil {
			return err
		}
	}
	for key, sum := range s.claims {
		if _, err := store.Exec(a.ctx, a.db, "claim_sum_add", a.source.Account, key.day, key.code, sum.count, sum.fen, orNull(sum.first), orNull(sum.last)); err != nil {
			return err
		}
	}
	*s = intakeSums{}
	return nil
}

// orNull is NULL for 0.
func orNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
