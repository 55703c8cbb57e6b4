package ledger

import (
	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// An intakeSums adds up what a source adds to the books, so that no report has to
// read the books from end to end. The zero value is empty.
type intakeSums struct {
	notifications, stated, counted int64
	requests                       int64
	days                           map[int64]dayCounts
	claims                         map[sumKey]claimSum
	left                           map[sumKey]leftSpan // by items that have moved to another time
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
	feeBack     int64
	feeFailed   int64
	first, last int64 // 0 for none
}

// A leftSpan is from the first to the last of the times that items have left.
type leftSpan struct{ first, last int64 }

// shanghaiMillis is how far Shanghai is ahead of UTC, all year.
const shanghaiMillis = 8 * 3600 * 1000

// dayOf is the day of a time in milliseconds.
func dayOf(at int64) int64 {
	const day = 24 * 3600 * 1000
	local := at + shanghaiMillis
	return local - (local%day+day)%day
}

// A dayCounts is what a day has of notifications and request lines.
type dayCounts struct{ notifications, lines int64 }

// day adds what a time has to the day of that.
func (s *intakeSums) day(at, notifications, lines int64) {
	if s.days == nil {
		s.days = map[int64]dayCounts{}
	}
	day := s.days[dayOf(at)]
	s.days[dayOf(at)] = dayCounts{day.notifications + notifications, day.lines + lines}
}

// A claimFigures is an item of a notification, as far as it adds up.
type claimFigures struct {
	code    string
	fen     int64
	fee     int64
	feeCode string
}

// add adds an item, or takes it away.
func (c *claimSum) add(f claimFigures, sign int64) {
	c.count += sign
	c.fen += sign * f.fen
	if f.feeCode == alipay.Success {
		c.feeBack += sign * f.fee
	} else {
		c.feeFailed += sign * f.fee
	}
}

// notice adds an accepted notification.
func (s *intakeSums) notice(at, stated, counted int64) {
	s.day(at, 1, 0)
	s.notifications++
	s.stated += stated
	s.counted += counted
}

// claim adds an item of an accepted notification.
func (s *intakeSums) claim(at int64, f claimFigures) {
	if s.claims == nil {
		s.claims = map[sumKey]claimSum{}
	}
	key := sumKey{dayOf(at), f.code}
	sum := s.claims[key]
	if sum.add(f, 1); sum.first == 0 || at < sum.first {
		sum.first = at
	}
	sum.last = max(sum.last, at)
	s.claims[key] = sum
}

// move takes an item from one time to another.
func (s *intakeSums) move(from, to int64, f claimFigures) {
	s.claim(to, f)
	key := sumKey{dayOf(from), f.code}
	sum := s.claims[key]
	sum.add(f, -1)
	s.claims[key] = sum
	s.leave(key, from)
}

// leave notes that an item has left a time.
func (s *intakeSums) leave(key sumKey, from int64) {
	if s.left == nil {
		s.left = map[sumKey]leftSpan{}
	}
	left, ok := s.left[key]
	if !ok {
		left = leftSpan{from, from}
	}
	s.left[key] = leftSpan{min(left.first, from), max(left.last, from)}
}

// lookAgain looks for the first and the last time of what is left of a day and code, where
// one of them may have left: all of the day is read for that.
func (a *applier) lookAgain(key sumKey, left leftSpan) error {
	var ends bool
	err := store.QueryRow(a.ctx, a.db, "claim_sum_ends", []any{a.source.Account, key.day, key.code, left.first, left.last}, &ends)
	if err != nil || !ends {
		return err
	}
	_, err = store.Exec(a.ctx, a.db, "claim_sum_span", a.source.Account, key.day, key.code)
	return err
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
	for key, left := range s.left {
		if err := a.lookAgain(key, left); err != nil {
			return err
		}
	}
	for key, sum := range s.claims {
		if _, err := store.Exec(a.ctx, a.db, "claim_sum_add", a.source.Account, key.day, key.code, sum.count, sum.fen, sum.feeBack, sum.feeFailed, orNull(sum.first), orNull(sum.last)); err != nil {
			return err
		}
	}
	for day, n := range s.days {
		if _, err := store.Exec(a.ctx, a.db, "day_sum_add", a.source.Account, day, n.notifications, n.lines); err != nil {
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
