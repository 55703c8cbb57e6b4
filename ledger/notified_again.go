package ledger

import (
	"bytes"
	"database/sql"
	"errors"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A NotifyAgain is a capture of a notify log, or a line without one, that is read again.
type NotifyAgain struct {
	Line         int64
	Ignored      bool                 // it is none of the account's
	Bad          bool                 // its signature is bad
	Notification *alipay.Notification // with a good signature; nil where there is none
	Digest       alipay.Digest        // of a bad one, or of another account's
}

// NotifiedAgain decides a capture that is read again, where the keys read it no otherwise
// than before; done is false where it is to be taken in, as in a source that is read for
// the first time. A capture is told by what it holds: other keys may find more of them in
// a line, or fewer.
func (in *Intake) NotifiedAgain(a NotifyAgain) (done bool, err error) {
	k := in.openSource.before
	if k == nil {
		return false, nil
	}
	was, source, err := k.verdict(a.Line)
	if err != nil || was == waiting || was == ignored {
		return false, err
	}
	alone, err := k.isAlone(source)
	if err == nil {
		err = k.recall(a.Line, source, was)
	}
	switch {
	case err != nil:
		return false, err
	case a.Bad:
		return in.badAgain(a)
	case a.Notification == nil:
		return in.unreadAgain(a, knownLine{source, was, alone})
	case alone && was == accepted:
		in.knowGood(a)
		return true, nil
	}
	return in.goodAgain(a, knownLine{source, was, alone})
}

// A knownLine is what the books have of a line that is read again.
type knownLine struct {
	source int64
	was    verdict
	alone  bool // it held one capture at most
}

// knowGood counts a delivery whose capture an earlier source has.
func (in *Intake) knowGood(a NotifyAgain) {
	in.before.good++
	in.include(a.Notification.NotifyTime)
	in.countAgain(a.Line, duplicate)
}

// badAgain decides a capture whose signature is bad. Where nothing is said of it, it was
// taken unsigned, or is good no longer.
func (in *Intake) badAgain(a NotifyAgain) (done bool, err error) {
	notifyID, batchNo, open, err := in.badOpen(a.Digest)
	if err != nil || !open {
		return false, err
	}
	r, ok := in.before.take(func(r knownReject) bool {
		return r.kind == "signature" && (r.notifyID == notifyID && r.batchNo == batchNo || r.notifyID+r.batchNo == "")
	})
	if ok {
		return true, in.rejectAgain(a.Line, "signature", r)
	}
	in.countAgain(a.Line, duplicate)
	return true, nil
}

// goodAgain decides a capture whose signature is good. What was bad, or is not in the
// books, is taken in: it may have repeated what is in a file that is gone.
func (in *Intake) goodAgain(a NotifyAgain, l knownLine) (done bool, err error) {
	n := a.Notification
	wasBad, err := in.endBad(a, l)
	if err != nil || wasBad {
		return false, err
	}
	var standing []byte
	err = store.QueryRow(in.ctx, in.db, "notification_digest", []any{n.NotifyID, in.source.Account}, &standing)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case bytes.Equal(standing, n.Digest[:]):
		in.knowGood(a)
		return true, nil
	}
	r, ok := in.before.take(func(r knownReject) bool {
		return r.kind != "signature" && (r.notifyID == n.NotifyID || l.alone)
	})
	if !ok {
		return false, nil
	}
	return true, in.rejectAgain(a.Line, "row", r)
}

// endBad ends what is said of a bad capture that is good now. wasBad is false where there
// was none.
func (in *Intake) endBad(a NotifyAgain, l knownLine) (wasBad bool, err error) {
	n := a.Notification
	wasBad, err = in.markGood(alipay.NewDigest(n.NotifyID, n.BatchNo, strconv.Itoa(n.SuccessNum), n.ResultDetails))
	if err != nil {
		return false, err
	}
	r, ok := in.before.take(func(r knownReject) bool {
		return r.kind == "signature" && (r.notifyID == n.NotifyID && r.batchNo == n.BatchNo || l.alone)
	})
	if ok {
		return true, in.markGoodAt(l.source, a.Line, r)
	}
	return wasBad, nil
}

// unreadAgain decides a capture that does not read, is another account's, or is none.
func (in *Intake) unreadAgain(a NotifyAgain, l knownLine) (done bool, err error) {
	if a.Digest != (alipay.Digest{}) {
		if _, err := in.markGood(a.Digest); err != nil {
			return false, err
		}
	}
	if l.alone && l.was != rejected {
		in.countAgain(a.Line, l.was)
		return true, nil
	}
	r, ok := in.before.take(func(r knownReject) bool {
		return l.alone || !a.Ignored && (r.kind == "row" || r.kind == "malformed") && r.notifyID == ""
	})
	switch {
	case !ok:
		return false, nil
	case r.kind == "signature": // it was the only capture of its line
		return false, in.markGoodAt(l.source, a.Line, r)
	}
	return true, in.rejectAgain(a.Line, "row", r)
}
