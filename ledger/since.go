package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/rules"
)

// date sets what a finding is about in time and how old it is by the as-of of the run. It
// is read from the evidence that the run knew, so that it is the same whenever it is asked
// for, and whether the finding was carried on, closed and opened again.
func (e *evidenceReader) date(f *foundRow) error {
	at, err := e.since(f)
	if err != nil {
		return err
	}
	if at.IsZero() {
		at = f.FirstAt
	}
	f.Since, f.AgeDays = at, daysBetween(at, e.run.AsOf)
	return nil
}

// dateEvents says of the findings about a trade which event they are about, as far as the
// last run of the job knew.
func (l *Ledger) dateEvents(ctx context.Context, tradeNo, job string, events []Event) error {
	run, ok, err := l.LastRun(ctx, job)
	if err != nil || !ok {
		return err
	}
	reader, err := l.evidence(ctx, run.ID)
	if err != nil {
		return err
	}
	defer reader.db.Close()
	for i := range events {
		e := &events[i]
		if e.Kind != EventFinding {
			continue
		}
		f := foundRow{Finding: Finding{Code: e.Code, TradeNo: tradeNo, BatchNo: e.BatchNo, Expected: e.expected, FirstAt: e.At},
			source: e.source, line: sql.NullInt64{Int64: e.Place.Line, Valid: e.source.Valid}}
		if err := reader.date(&f); err != nil {
			return err
		}
		e.Since = f.Since
	}
	return nil
}

// SinceDay is the day of the event that a finding is about, in Shanghai, as YYYY-MM-DD.
func (f *Finding) SinceDay() string {
	if f.Since.IsZero() {
		return ""
	}
	return DayOf(f.Since).String()
}

// daysBetween is how many midnights in Shanghai are between two moments; 0 where the second
// comes first.
func daysBetween(from, to time.Time) int {
	days := DayOf(to).Start().Sub(DayOf(from).Start()).Hours() / 24
	return max(0, int(days+0.5)) // Shanghai had days of 23 and 25 hours
}

// since is the event that a finding is about, the zero time where the books know of none.
// What the shop's own files say comes after the run that saw it first is no date.
func (e *evidenceReader) since(f *foundRow) (time.Time, error) {
	switch rule := e.rules[f.Code]; rule.Since {
	case rules.SincePayment:
		return e.notAfter(f)(e.payment(f))
	case rules.SinceRequest:
		return e.notAfter(f)(e.request(f))
	case rules.SinceSubmission:
		return e.notAfter(f)(e.event("since_submission", e.run.Account, f.TradeNo, e.run.lastSource, e.run.ID))
	case rules.SinceAttempt:
		return e.notAfter(f)(e.event("since_attempt", e.run.lastSource, e.run.Account, f.TradeNo, e.attemptsBefore(rule, f)))
	case rules.SinceLine:
		return e.line(f)
	case rules.SinceDay:
		day, err := ParseDay(f.Expected)
		return day.Start(), err
	default:
		return e.alipaysEvent(rule, f)
	}
}

// alipaysEvent is an event that Alipay or the log dates.
func (e *evidenceReader) alipaysEvent(rule Rule, f *foundRow) (time.Time, error) {
	account, last := e.run.Account, e.run.lastSource
	switch {
	case rule.Since == rules.SinceResult && f.TradeNo == "":
		return e.event("since_batch", account, f.BatchNo, last)
	case rule.Since == rules.SinceResult && e.known(f) != nil:
		return e.known(f).result(f.BatchNo), nil
	case rule.Since == rules.SinceResult:
		return e.event("since_result", last, account, f.TradeNo, f.BatchNo)
	case rule.Since == rules.SinceExcess:
		limit, err := strconv.ParseInt(f.Expected, 10, 64)
		if err != nil {
			return time.Time{}, err
		}
		if t := e.known(f); t != nil {
			return t.excess(limit), nil
		}
		return e.event("since_excess", limit, last, account, f.TradeNo)
	case rule.Since == rules.SinceBill && e.known(f) != nil:
		return e.known(f).bill(f.BatchNo, last), nil
	case rule.Since == rules.SinceBill:
		return e.event("since_bill", account, f.TradeNo, f.BatchNo, last)
	case rule.Since == rules.SinceNotification:
		return e.event("since_notification", account, f.NotifyID, last)
	case rule.Since == rules.SinceLogged:
		at, err := e.event("since_logged", f.source.Int64, f.line.Int64)
		if err != nil || !at.IsZero() {
			return at, err
		}
		return e.line(f)
	}
	return time.Time{}, nil // rules.SinceRun, or a rule of another release
}

// event reads the moment that a statement yields, the zero time for none.
func (e *evidenceReader) event(name string, args ...any) (time.Time, error) {
	var at sql.NullInt64
	err := store.QueryRow(e.ctx, e.db, name, args, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return maybeMoment(at), err
}

// notAfter leaves out an event after the run that saw the finding first.
func (e *evidenceReader) notAfter(f *foundRow) func(time.Time, error) (time.Time, error) {
	return func(at time.Time, err error) (time.Time, error) {
		if at.After(f.FirstAt) {
			return time.Time{}, err
		}
		return at, err
	}
}

// payment is the day on which a trade was paid, by its number where no export says. Where
// the row that names it was rejected, the day of its file is all there may be.
func (e *evidenceReader) payment(f *foundRow) (time.Time, error) {
	day, err := e.paidDay(f)
	if day == 0 {
		day = numberDay(f.TradeNo)
	}
	if day != 0 || err != nil || !f.source.Valid {
		return startOf(day), err
	}
	return e.line(f)
}

// paidDay is the earliest day on which a trade was paid, as exports say; 0 for none.
func (e *evidenceReader) paidDay(f *foundRow) (day Date, err error) {
	if t := e.known(f); t != nil {
		return t.payment(e.run.lastSource), nil
	}
	err = store.QueryRow(e.ctx, e.db, "since_payment", []any{e.run.Account, f.TradeNo, e.run.lastSource}, &day)
	return day, err
}

// request is the time of a batch's request, else the day of its number.
func (e *evidenceReader) request(f *foundRow) (time.Time, error) {
	at, err := e.event("since_request", e.run.Account, f.BatchNo, e.run.lastSource)
	if at.IsZero() {
		at = startOf(numberDay(f.BatchNo))
	}
	return at, err
}

// line is when the line was written that a finding is.
func (e *evidenceReader) line(f *foundRow) (time.Time, error) {
	var near sql.NullInt64
	var day Date
	var read int64
	err := store.QueryRow(e.ctx, e.db, "since_line", []any{f.line.Int64, f.source.Int64}, &near, &day, &read)
	switch {
	case err != nil || near.Valid:
		return maybeMoment(near), err
	case day.isDate():
		return day.Start(), nil
	}
	return moment(read), nil
}

// attemptsBefore is how many attempts a trade may have before the one that a finding is about.
func (e *evidenceReader) attemptsBefore(rule Rule, f *foundRow) int {
	if rule.Threshold != "" {
		return max(0, e.run.Policy.AttemptWarning-1)
	}
	limit, _ := strconv.Atoi(f.Expected) // the rule's own number
	return limit
}

// numberDay is the date that the number of a trade or batch begins with, 0 for none.
func numberDay(number string) Date {
	n, err := strconv.ParseInt(number[:min(len(number), len(dayLayout))], 10, 64)
	if d := Date(n); err == nil && d.isDate() {
		return d
	}
	return 0
}

// startOf is the first moment of a day, the zero time where none is known.
func startOf(day Date) time.Time {
	if day == 0 {
		return time.Time{}
	}
	return day.Start()
}
