package ledger

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// answerPrefix begins the notify_id of what is no notification but an answer of a query.
const answerPrefix = "answer:"

// IsAnswer reports whether a notify_id is that of an answer of a query, which has none of
// its own: it begins with "answer:".
func IsAnswer(notifyID string) bool { return strings.HasPrefix(notifyID, answerPrefix) }

// An Answer is what a query of Alipay's tells of one refund (contract 3.4b). Nothing that
// could be checked signs it.
type Answer struct {
	BatchNo string    // or the out_request_no of a refund that is no line of a batch
	At      time.Time // when it was refunded; zero where the answer does not say
	Result  alipay.Result
}

// id names an answer by its content, so that the same answer again is a duplicate.
func (a Answer) id() string {
	r := a.Result
	d := alipay.NewDigest(a.BatchNo, strconv.Itoa(r.Occurrence), r.String())
	return answerPrefix + hex.EncodeToString(d[:12])
}

// Answers records what one line of answers tells. An answer settles its line like a
// result as long as no notification does; the same answer again is a duplicate. Which
// lines are accepted is counted when the source is closed.
func (in *Intake) Answers(line int64, answers []Answer) error {
	if err := in.outer.Err(); err != nil {
		return err
	}
	in.pending++
	for item, a := range answers {
		if err := in.answer(line, item+1, a); err != nil {
			return words.Errorf("record answer about trade %s: %w", a.Result.TradeNo, err)
		}
	}
	return nil
}

func (in *Intake) answer(line int64, item int, a Answer) error {
	if !a.At.IsZero() {
		in.include(a.At)
	}
	r := a.Result
	var feeFen, feeCode any
	if r.Fee != nil {
		feeFen, feeCode = r.Fee.Amount.Fen(), r.Fee.Code
	}
	return in.answers.Add(in.source.ID, line, int64(item), in.source.Account, r.TradeNo, a.BatchNo, int64(r.Occurrence), a.id(),
		in.answeredAt(a).UnixMilli(), r.Amount.Fen(), r.Code, feeFen, feeCode, r.Dback, r.Rest)
}

// answeredAt is the time that an answer counts at: its own, else the day in the name of
// its file, else that of its batch number.
func (in *Intake) answeredAt(a Answer) time.Time {
	if !a.At.IsZero() {
		return a.At
	}
	if day, ok := alipay.DayInName(in.source.Path); ok {
		return day
	}
	return batchDay(a.BatchNo)
}

// UnreadAnswer records a line of answers that has a trace of an answer and does not read
// (UNREAD_CAPTURE). A file that has grown is read again as a whole: a line that did not
// read before is not told twice.
func (in *Intake) UnreadAnswer(line int64, reason string, trades ...string) error {
	var again bool
	if err := store.QueryRow(in.ctx, in.db, "unread_again", []any{in.source.Account, in.source.Path, line, reason}, &again); err != nil {
		return err
	}
	if again {
		return in.Reject(line, reason)
	}
	return in.UnreadCapture(line, reason, trades...)
}

// applyAnswers makes the answers of the open source claims, which count as long as no
// notification tells of the same item.
func (a *applier) applyAnswers() error {
	if a.source.Kind != Answers || a.pending == 0 {
		return nil
	}
	if _, err := store.Exec(a.ctx, a.db, "answer_claim", a.source.ID); err != nil {
		return err
	}
	restated, err := store.Exec(a.ctx, a.db, "answer_repeated", a.source.ID)
	if err != nil {
		return err
	}
	a.restated = a.restated || restated > 0
	fresh, err := a.sumAnswers()
	if err != nil {
		return err
	}
	a.counts.Lines += a.pending
	a.counts.Accepted += fresh
	a.counts.Duplicate += a.pending - fresh
	return nil
}

// sumAnswers adds up the claims that the open source has added, and returns how many
// lines they stand in.
func (a *applier) sumAnswers() (int64, error) {
	lines := map[int64]bool{}
	for rows, err := range store.Query(a.ctx, a.db, "answer_new", a.source.ID) {
		if err != nil {
			return 0, err
		}
		var trade, batch string
		var occurrence, line, at int64
		var f claimFigures
		if err := rows.Scan(&trade, &batch, &occurrence, &line, &at, &f.fen, &f.code, &f.fee, &f.feeCode); err != nil {
			return 0, err
		}
		a.sums.claim(at, f)
		lines[line] = true
	}
	return int64(len(lines)), nil
}
