package ledger

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A Waiting is a batch with lines in flight: neither void nor answered.
type Waiting struct {
	BatchNo    string
	Ours       bool // this program issued it
	Submitted  bool // a person said that it was submitted
	Run        int64
	At         time.Time // refund_date; zero where unknown
	Lines      int64     // of all of the batch
	Amount     alipay.Money
	Unanswered int64
	InFlight   alipay.Money // of the lines without a result
	Over       alipay.Money // what its trades would be refunded too much if all in flight succeeds
	Causes     []Cause      // of that, of a batch of ours; maxCauses at most
	More       bool         // there are more causes
}

// A Cause is another batch that has taken the money of one of ours since it was issued,
// or has it in flight; "" is the number where what is due or was paid was lowered.
type Cause struct {
	Kind    CauseKind
	BatchNo string
	Amount  alipay.Money // of what is owed now, where that was lowered
}

// A CauseKind is how the money of a batch was taken.
type CauseKind string

// The kinds of causes.
const (
	ByVoided    CauseKind = "voided"    // a batch that a person voided was refunded after all
	ByRefund    CauseKind = "refunded"  // a result of another batch came later
	ByBill      CauseKind = "billed"    // a bill shows a refund that no success tells of
	ByFlight    CauseKind = "in flight" // another sender has requested it too
	ByElsewhere CauseKind = "elsewhere" // books that were restored or copied issued it before
	ByLowered   CauseKind = "lowered"   // less is owed now
)

// maxCauses is how many causes of one batch are kept.
const maxCauses = 20

// Stop reports whether a batch must not be submitted any more: it is ours and waits, and
// one of its trades would be refunded beyond min(paid, due) if it succeeded.
func (w Waiting) Stop() bool { return w.Ours && w.Over.Sign() > 0 }

// Day is the day of a batch of ours, on which alone Alipay takes it.
func (w Waiting) Day() Date { return DayOf(batchDay(w.BatchNo)) }

// VoidFrom is the first moment at which a person may void the batch (contract 4.3).
func (w Waiting) VoidFrom(now time.Time) time.Time { return voidableFrom(w.BatchNo, w.At, now) }

// Overdue reports whether a result is missing past the grace at a moment.
func (w Waiting) Overdue(at time.Time, grace time.Duration) bool {
	sent := w.At
	if sent.IsZero() {
		sent = batchDay(w.BatchNo)
	}
	return sent.Before(at.Add(-grace))
}

// Waiting yields the batches of the account of a run that wait for results, by number, as
// the books have them now. The cost follows what is in flight.
func (l *Ledger) Waiting(ctx context.Context, run Run) iter.Seq2[Waiting, error] {
	return func(yield func(Waiting, error) bool) {
		prepared := store.Prepare(l.db.Reader())
		defer prepared.Close()
		m := waitingMerge{ctx: ctx, db: prepared, account: run.Account}
		for line, err := range store.Stream(ctx, l.db.Reader(), "waiting_lines", scanWaitingLine, run.Account, run.ID) {
			if err == nil && m.at.BatchNo != line.BatchNo && m.at.BatchNo != "" {
				if !yield(m.at, nil) {
					return
				}
				m.at = Waiting{}
			}
			if err == nil {
				err = m.add(line)
			}
			if err != nil {
				yield(Waiting{}, err)
				return
			}
		}
		if m.at.BatchNo != "" {
			yield(m.at, nil)
		}
	}
}

// A waitingLine is a line in flight, with what is known of its batch.
type waitingLine struct {
	Waiting
	trade        string
	owed         sql.NullInt64 // min(paid, due), or paid
	amount, over int64
}

func scanWaitingLine(rows *sql.Rows) (w waitingLine, err error) {
	var origin string
	var at sql.NullInt64
	var total, spent int64
	err = rows.Scan(&w.BatchNo, &origin, &w.Run, &at, &w.Lines, &total, &w.trade, &w.amount, &w.Submitted, &w.owed, &spent)
	w.Ours, w.At, w.Amount = origin == "emitted", maybeMoment(at), alipay.Fen(total)
	if w.owed.Valid {
		w.over = max(0, spent-w.owed.Int64)
	}
	return w, err
}

// A waitingMerge adds lines up to their batch.
type waitingMerge struct {
	ctx     context.Context
	db      store.Runner
	account int64
	at      Waiting
	trade   string
}

// add adds a line. A trade that stands in a batch twice is too much once.
func (m *waitingMerge) add(line waitingLine) error {
	if m.at.BatchNo == "" {
		m.at, m.trade = line.Waiting, ""
	}
	m.at.Unanswered++
	m.at.InFlight = m.at.InFlight.Add(alipay.Fen(line.amount))
	if m.trade == line.trade || line.over == 0 {
		return nil
	}
	m.trade = line.trade
	m.at.Over = m.at.Over.Add(alipay.Fen(line.over))
	if !m.at.Ours {
		return nil
	}
	return m.addCauses(line)
}

// addCauses notes what has taken the money of a line of ours.
func (m *waitingMerge) addCauses(line waitingLine) error {
	causes, err := store.List(m.ctx, m.db, "waiting_causes", scanCause, line.trade, m.account, line.BatchNo)
	if err != nil {
		return err
	}
	if len(causes) == 0 {
		causes = []Cause{{Kind: ByLowered, Amount: alipay.Fen(line.owed.Int64)}}
	}
	for _, c := range causes {
		same := func(k Cause) bool { return k.Kind == c.Kind && k.BatchNo == c.BatchNo }
		switch i := slices.IndexFunc(m.at.Causes, same); {
		case i >= 0:
			m.at.Causes[i].Amount = m.at.Causes[i].Amount.Add(c.Amount)
		case len(m.at.Causes) < maxCauses:
			m.at.Causes = append(m.at.Causes, c)
		default:
			m.at.More = true
		}
	}
	return nil
}

func scanCause(rows *sql.Rows) (c Cause, err error) {
	var fen int64
	err = rows.Scan(&c.Kind, &c.BatchNo, &fen)
	c.Amount = alipay.Fen(fen)
	return c, err
}
