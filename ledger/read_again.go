package ledger

import (
	"fmt"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// Stale reports whether what the books have of a log was read with other keys, and holds
// what these may read otherwise: lines whose signature was bad, or what was taken while
// signatures were not checked (§3.1).
func (in *Intake) Stale(keys string, parts []Part) (bool, error) {
	for _, p := range parts {
		segments, err := segmentsOf(in.ctx, in.db, p)
		if err != nil {
			return false, err
		}
		for _, s := range segments {
			if s.Keys == keys {
				continue
			}
			if s.Keys == Unverified && s.Accepted > 0 {
				return true, nil
			}
			var bad int64
			if err := store.QueryRow(in.ctx, in.db, "source_bad", []any{s.ID}, &bad); err != nil || bad > 0 {
				return err == nil, err
			}
		}
	}
	return false, nil
}

// knownLines are the lines of a log that is read again, as the books know them.
type knownLines struct {
	in       *Intake
	segments []segment
	seq      int64  // of verdicts
	verdicts []byte // a block of the first segment
	good     int64  // deliveries whose captures the books have
}

// ReadAgain makes the open source one that repeats what the books have of a log. Of each
// line NotifiedAgain or RequestedAgain is asked first.
func (in *Intake) ReadAgain(p Part) error {
	segments, err := segmentsOf(in.ctx, in.db, p)
	in.openSource.before = &knownLines{in: in, segments: segments}
	return err
}

// verdict returns what became of a line, and the source that has it: waiting and 0 for one
// that is not known. Lines are asked for in order.
func (k *knownLines) verdict(line int64) (verdict, int64, error) {
	for len(k.segments) > 0 && line > min(k.segments[0].upTo, k.segments[0].LastLine()) {
		k.segments, k.verdicts = k.segments[1:], nil
	}
	if len(k.segments) == 0 {
		return waiting, 0, nil
	}
	s := k.segments[0]
	n := line - s.FirstLine
	if seq := n / lineBlock; k.verdicts == nil || seq != k.seq {
		var err error
		if k.verdicts, err = readBlock(k.in.ctx, k.in.db, "line_verdict_one", s.ID, seq); err != nil {
			return waiting, 0, err
		}
		k.seq = seq
	}
	if at := n % lineBlock; at < int64(len(k.verdicts)) {
		return verdict(k.verdicts[at]), s.ID, nil
	}
	return waiting, 0, fmt.Errorf("line %d of source %d has no verdict: %w", line, s.ID, ErrDamaged)
}

// A NotifyAgain is a line of a notify log that is read again.
type NotifyAgain struct {
	Line         int64
	Bad          bool                 // its signature is bad
	Notification *alipay.Notification // with a good signature; nil where there is none
	Digest       alipay.Digest        // of a bad one, or of another account's
}

// NotifiedAgain decides a line that is read again, where the keys read it no otherwise
// than before; done is false where it is to be taken in, as in a source that is read for
// the first time.
func (in *Intake) NotifiedAgain(a NotifyAgain) (done bool, err error) {
	k := in.openSource.before
	if k == nil {
		return false, nil
	}
	was, source, err := k.verdict(a.Line)
	switch {
	case err != nil || was == waiting:
		return false, err
	case was == ignored:
		return true, in.Ignore(a.Line)
	case was == rejected:
		return in.rejectedAgain(a, source)
	case a.Bad && was == accepted:
		return false, nil // it was taken unsigned
	case a.Notification == nil:
		in.count(a.Line, was)
		return true, nil
	case was == duplicate:
		return in.repeatedAgain(a)
	}
	in.knowGood(a)
	return true, nil
}

// knowGood counts a delivery whose capture an earlier source has.
func (in *Intake) knowGood(a NotifyAgain) {
	in.before.good++
	in.include(a.Notification.NotifyTime)
	in.count(a.Line, duplicate)
}

// repeatedAgain decides a good line that repeated another one, which may have been bad and
// in a file that is gone.
func (in *Intake) repeatedAgain(a NotifyAgain) (done bool, err error) {
	var known int64
	if err := store.QueryRow(in.ctx, in.db, "notification_one", []any{a.Notification.NotifyID, in.source.Account}, &known); err != nil {
		return false, err
	}
	if known > 0 {
		in.knowGood(a)
		return true, nil
	}
	return false, in.markGood(*a.Notification)
}

// markGood ends what is said of a bad line with the content of a good one.
func (in *Intake) markGood(n alipay.Notification) error {
	digest := alipay.NewDigest(n.NotifyID, n.BatchNo, strconv.Itoa(n.SuccessNum), n.ResultDetails)
	_, err := store.Exec(in.ctx, in.db, "bad_signature_good", in.source.ID, digest[:], in.source.Account)
	return err
}

// rejectedAgain decides a line that was rejected.
func (in *Intake) rejectedAgain(a NotifyAgain, source int64) (done bool, err error) {
	var kind, reason string
	if err := store.QueryRow(in.ctx, in.db, "reject_one", []any{source, a.Line}, &kind, &reason); err != nil {
		return false, err
	}
	switch {
	case kind != "signature":
		return true, in.reject(rejection{line: a.Line, kind: "row", reason: reason}) // its finding stands
	case a.Bad:
		return true, in.reject(rejection{line: a.Line, kind: "signature", reason: reason})
	}
	_, err = store.Exec(in.ctx, in.db, "bad_signature_good_at", in.source.ID, source, a.Line)
	if err == nil && a.Digest != (alipay.Digest{}) {
		_, err = store.Exec(in.ctx, in.db, "bad_signature_good", in.source.ID, a.Digest[:], in.source.Account)
	}
	return false, err
}

// A RequestAgain is a line of a log of submissions that is read again.
type RequestAgain struct {
	Line   int64
	Signed *alipay.Request // whose signature is good or not checked; nil where there is none
}

// RequestedAgain is NotifiedAgain for requests. A request counts whatever its signature:
// only what is said of that ends.
func (in *Intake) RequestedAgain(a RequestAgain) (done bool, err error) {
	k := in.openSource.before
	if k == nil {
		return false, nil
	}
	was, source, err := k.verdict(a.Line)
	if err != nil || was == waiting {
		return false, err
	}
	if was == rejected {
		var kind, reason string
		if err := store.QueryRow(in.ctx, in.db, "reject_one", []any{source, a.Line}, &kind, &reason); err != nil {
			return false, err
		}
		return true, in.reject(rejection{line: a.Line, kind: "row", reason: reason})
	}
	if a.Signed != nil {
		at, _ := a.Signed.RefundTime()
		if !at.IsZero() {
			in.include(at)
		}
		_, err = store.Exec(in.ctx, in.db, "request_good", in.source.ID, a.Signed.BatchNo, in.source.Account, a.Signed.Digest[:])
	}
	if was == accepted {
		was = duplicate
	}
	in.count(a.Line, was)
	return true, err
}

// keepKnownGood records how many deliveries of the open source an earlier one has.
func (in *Intake) keepKnownGood() error {
	if in.before == nil || in.before.good == 0 {
		return nil
	}
	_, err := store.Exec(in.ctx, in.db, "source_known_good", in.before.good, in.source.ID)
	return err
}
