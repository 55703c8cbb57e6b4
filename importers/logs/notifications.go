package logs

import (
	"errors"
	"io"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/pairs"
	"reconcile/ledger"
)

// A NotifyLine is one capture in a notify log, or a line that holds none. A line with
// several captures has as many; a capture over several lines is at its first one, and the
// others are Ignored.
type NotifyLine struct {
	Line    int64           // from 1
	Mark    ledger.LineHash // zero unless the log is hashed
	Verdict files.Verdict
	Capture ledger.Delivery           // of a line that was Read
	Bad     *alipay.BadSignatureError // of a BadSignature, and of one that is another account's
	At      time.Time                 // when the merchant logged a line that is not accepted; zero where it does not say
	Bare    bool                      // of an Ignored line: it tells of a POST to notify_url
	Reason  string                    // of a Rejected or Unread line
	Trades  []string                  // that a line names which is Rejected, Unread or a BadSignature
}

// ReadNotifyLog yields every line of a notify log, in order (§3.1). With a nil
// verifier signatures are not checked. An error is the reader's and yielded last; no
// line causes one.
func ReadNotifyLog(r io.Reader, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	return Notifications(NewNotifyScanner(r), "", v)
}

// NewNotifyScanner returns a Scanner of a notify log.
func NewNotifyScanner(r io.Reader) *Scanner { return newScanner(r, notifyPattern().param) }

// Notifications yields every line that s has not returned yet, as ReadNotifyLog does. A
// notification that v does not verify and one of others does is another account's, and
// Ignored. notifyURL is where the account's are delivered; it may be empty.
func Notifications(s *Scanner, notifyURL string, v alipay.Verifier, others ...alipay.Verifier) iter.Seq2[NotifyLine, error] {
	return assemble(s, notifyInterest(notifyURL, v, others...))
}

// notifyInterest searches notifications.
func notifyInterest(notifyURL string, v alipay.Verifier, others ...alipay.Verifier) *interest[NotifyLine] {
	bare := newBarePost(notifyURL)
	n := notifications{verifier: v, others: others}
	return &interest[NotifyLine]{
		pattern: notifyPattern(), params: notifyParams(), pairs: pairs.New(notifyParams()...),
		needed: notifyNeeded, complete: completing(v, notifyNeeded, notifySigned), ours: 1<<3 | 1<<4 | 1<<5, trace: notifyTrace, checked: v != nil,
		encoded: n.encoded, decoded: n.decoded, rows: notifyRows,
		unread:  unreadNotification,
		tooLong: func(reason string) NotifyLine { return NotifyLine{Verdict: files.Unread, Reason: reason} },
		ignored: func(text string) (NotifyLine, bool) { told := bare.in(text); return NotifyLine{Bare: told}, told },
		stamp:   (*NotifyLine).stamp, place: (*NotifyLine).place,
	}
}

// notifyParams are the parameters of a notification (table 5-1 of the interface).
func notifyParams() []pairs.Name {
	return []pairs.Name{
		{Name: "notify_id", Kind: pairs.ID}, {Name: "notify_time", Kind: pairs.Time}, {Name: "notify_type", Kind: pairs.Word},
		{Name: "batch_no", Kind: pairs.Word}, {Name: "success_num", Kind: pairs.Word}, {Name: "result_details", Kind: pairs.Text},
		{Name: "sign", Kind: pairs.Signature}, {Name: "sign_type", Kind: pairs.Word}, {Name: "unfreezed_details", Kind: pairs.Text},
	}
}

// notifyNeeded are the parameters that every notification has: the first five.
const notifyNeeded = 1<<5 - 1

// notifySigned are these, the signature and its type.
const notifySigned = notifyNeeded | 1<<6 | 1<<7

// notifications reads the captures of notifications.
type notifications struct {
	verifier alipay.Verifier
	others   []alipay.Verifier
}

// encoded reads a url-encoded body.
func (n *notifications) encoded(_, body string, into *NotifyLine) state {
	var err error
	if into.Capture.Notification, err = alipay.ParseNotification(body, n.verifier); err == nil {
		into.deliver()
		return good
	}
	s := n.refuse(into, err, func(v alipay.Verifier) error {
		_, err := alipay.ParseNotification(body, v)
		return err
	})
	switch {
	case s == passed && strings.Contains(body, alipay.NotifyType):
		return partly // the type has not ended where the body splits
	case s == passed:
		return s
	}
	into.Trades = alipay.TradeNumbersIn(withoutPercents(body))
	named := neededIn(body)
	switch whole := named == bits.OnesCount(notifyNeeded) && strings.Contains(body, "sign"); { // a part of sign_type at least
	case whole:
		return s
	case into.Verdict == files.BadSignature, named < 3:
		return weak // a part of one that goes on in another form, or was cut
	}
	return bad
}

// neededIn returns for how many of the parameters that every notification has a body has a
// value.
func neededIn(body string) (named int) {
	for _, p := range notifyParams()[:bits.OnesCount(notifyNeeded)] {
		at := paramIndex(body, p.Name+"=", 0)
		if end := at + len(p.Name) + len("="); at >= 0 && end < len(body) && body[end] != '&' {
			named++
		}
	}
	return named
}

// decoded reads parameters that were found as pairs or in a row.
func (n *notifications) decoded(m message, into *NotifyLine) state {
	notification, err := alipay.ReadNotification(m.Params, n.verifier)
	switch {
	case err == nil && n.verifier == nil && !m.sure, errors.Is(err, alipay.ErrOtherNotification):
		return partly // or a part of one, and of another interface's beside it
	case err == nil:
		into.Capture.Notification = notification
		into.Capture.Notification.Extra = m.extra
		into.deliver()
		return good
	}
	s := n.refuse(into, err, func(v alipay.Verifier) error {
		_, err := alipay.ReadNotification(m.Params, v)
		return err
	})
	if s == good && n.verifier == nil || s == bad {
		if s = bad; !m.sure {
			s = partly
		}
	}
	into.Trades = alipay.TradeNumbersIn(m.Get("result_details"))
	return s
}

// deliver makes a line one that was read.
func (l *NotifyLine) deliver() {
	l.Verdict = files.Read
	l.Capture.Results, l.Capture.Bad = alipay.ParseResultDetails(l.Capture.Notification.ResultDetails)
}

// refuse makes a line one that does not read, because of an error. read reads it with
// another key.
func (n *notifications) refuse(into *NotifyLine, err error, read func(alipay.Verifier) error) state {
	*into = NotifyLine{}
	var badly *alipay.BadSignatureError
	switch {
	case errors.Is(err, alipay.ErrOtherNotification):
		return passed
	case !errors.As(err, &badly):
		into.Verdict, into.Reason = files.Rejected, err.Error()
		return good
	}
	into.Bad = badly
	if slices.ContainsFunc(n.others, func(other alipay.Verifier) bool { return !errors.As(read(other), new(*alipay.BadSignatureError)) }) {
		return passed
	}
	into.Verdict = files.BadSignature
	return bad
}

// unreadNotification is a text with a trace of a notification that does not read.
func unreadNotification(text, form string) (NotifyLine, bool) {
	reason, trades, ok := unreadCapture(text, form)
	if !ok {
		return NotifyLine{}, false
	}
	return NotifyLine{Verdict: files.Unread, Reason: reason, Trades: trades}, true
}

// stamp notes when a line was logged.
func (l *NotifyLine) stamp(at time.Time) {
	if l.Verdict == files.Read {
		l.Capture.At = at
	} else {
		l.At = at
	}
}

// place gives a capture its place in the log.
func (l *NotifyLine) place(line Line) {
	l.Line, l.Mark = line.Number, line.Mark
	if l.Verdict == files.Read {
		l.Capture.Line = line.Number
	}
}
