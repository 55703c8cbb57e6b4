package reports

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// appendFinding writes a finding as a spool keeps it: its fields one after the
// other, texts with their length before them, what may be absent with a count of
// 0 or 1.
func appendFinding(b []byte, f *ledger.Finding) []byte {
	for _, s := range []string{f.ID, f.Code, string(f.Severity), string(f.Status), f.TradeNo, f.BatchNo, f.NotifyID, f.Expected, f.Actual} {
		b = appendString(b, s)
	}
	b = appendAmount(b, f.Amount)
	b = binary.AppendVarint(b, f.FirstRun)
	b = appendTime(b, f.FirstAt)
	b = binary.AppendVarint(b, int64(f.AgeDays))
	b = binary.AppendVarint(b, int64(len(f.Evidence)))
	for _, p := range f.Evidence {
		b = binary.AppendVarint(appendString(b, p.File), p.Line)
	}
	b = appendPresence(b, f.Was != nil)
	if was := f.Was; was != nil {
		b = appendAmount(appendString(b, string(was.Severity)), was.Amount)
		b = appendString(appendString(b, was.Expected), was.Actual)
	}
	b = appendPresence(b, f.Review != nil)
	if f.Review != nil {
		b = appendReview(b, f.Review)
	}
	return b
}

func appendReview(b []byte, r *ledger.Review) []byte {
	for _, s := range []string{string(r.Decision), r.Owner, r.Comment, r.Person} {
		b = appendString(b, s)
	}
	b = appendPresence(appendPresence(b, r.Tick), r.Holds)
	return appendTime(appendTime(b, r.Until), r.At)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendVarint(b, int64(len(s))), s...)
}

func appendPresence(b []byte, there bool) []byte {
	if there {
		return binary.AppendVarint(b, 1)
	}
	return binary.AppendVarint(b, 0)
}

func appendAmount(b []byte, m *alipay.Money) []byte {
	b = appendPresence(b, m != nil)
	if m != nil {
		b = binary.AppendVarint(b, m.Fen())
	}
	return b
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendVarint(binary.AppendVarint(b, t.Unix()), int64(t.Nanosecond()))
}

// A spoolReader reads what appendFinding has written. After an error it reads
// zero values.
type spoolReader struct {
	in  *bufio.Reader
	err error
}

func (r *spoolReader) finding() (f ledger.Finding) {
	f.ID, f.Code, f.Severity, f.Status = r.text(), r.text(), ledger.Severity(r.text()), ledger.Status(r.text())
	f.TradeNo, f.BatchNo, f.NotifyID, f.Expected, f.Actual = r.text(), r.text(), r.text(), r.text(), r.text()
	f.Amount, f.FirstRun, f.FirstAt, f.AgeDays = r.amount(), r.number(), r.time(), int(r.number())
	for range r.number() {
		f.Evidence = append(f.Evidence, ledger.Place{File: r.text(), Line: r.number()})
	}
	if r.number() == 1 {
		f.Was = &ledger.Said{Severity: ledger.Severity(r.text()), Amount: r.amount(), Expected: r.text(), Actual: r.text()}
	}
	if r.number() == 1 {
		f.Review = r.review()
	}
	return f
}

func (r *spoolReader) review() *ledger.Review {
	return &ledger.Review{
		Decision: ledger.Decision(r.text()), Owner: r.text(), Comment: r.text(), Person: r.text(),
		Tick: r.number() == 1, Holds: r.number() == 1, Until: r.time(), At: r.time(),
	}
}

func (r *spoolReader) number() (n int64) {
	if r.err == nil {
		if n, r.err = binary.ReadVarint(r.in); errors.Is(r.err, io.EOF) {
			r.err = io.ErrUnexpectedEOF
		}
	}
	return n
}

func (r *spoolReader) text() string {
	n := r.number()
	if n == 0 || r.err != nil {
		return ""
	}
	b := make([]byte, n)
	if _, r.err = io.ReadFull(r.in, b); r.err != nil {
		return ""
	}
	return string(b)
}

func (r *spoolReader) amount() *alipay.Money {
	if r.number() == 0 {
		return nil
	}
	m := alipay.Fen(r.number())
	return &m
}

func (r *spoolReader) time() time.Time {
	seconds, nanos := r.number(), r.number()
	if t := time.Unix(seconds, nanos); !t.IsZero() {
		return t.In(alipay.Shanghai())
	}
	return time.Time{}
}
