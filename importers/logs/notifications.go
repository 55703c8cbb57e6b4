package logs

import (
	"errors"
	"io"
	"iter"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/pipeline"
	"reconcile/ledger"
)

// A NotifyLine is one line of a notify log.
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
	p, bare := notifyPattern(), newBarePost(notifyURL)
	return pipeline.Map(s.split, pipeline.Shared(func(line Line, text string) NotifyLine {
		out := p.readNotify(line, text, v, others)
		out.Bare = out.Verdict == files.Ignored && bare.in(text)
		return out
	}))
}

// isOf reports whether one of other accounts' keys verifies a notification.
func isOf(others []alipay.Verifier, body string) bool {
	return slices.ContainsFunc(others, func(other alipay.Verifier) bool {
		_, err := alipay.ParseNotification(body, other)
		var bad *alipay.BadSignatureError
		return !errors.As(err, &bad)
	})
}

func (p pattern) readNotify(line Line, text string, v alipay.Verifier, others []alipay.Verifier) NotifyLine {
	out := NotifyLine{Line: line.Number, Mark: line.Mark}
	if line.long {
		if out.Verdict, out.Reason = line.verdict(); out.Verdict == files.Rejected {
			out.Verdict = files.Unread
		}
		return out
	}
	body, at, ok := p.locate(text)
	if !ok {
		if out.Reason, out.Trades, ok = unreadCapture(text); ok {
			out.Verdict = files.Unread
		}
		return out
	}
	var err error
	out.Capture.Notification, err = alipay.ParseNotification(body, v)
	if err != nil {
		out = out.refuse(err, body)
		out.At = at
		if out.Verdict == files.BadSignature && isOf(others, body) {
			return NotifyLine{Line: line.Number, Mark: line.Mark, Bad: out.Bad}
		}
		return out
	}
	out.Verdict, out.Capture.Line, out.Capture.At = files.Read, line.Number, at
	out.Capture.Results, out.Capture.Bad = alipay.ParseResultDetails(out.Capture.Notification.ResultDetails)
	return out
}

// refuse returns the line of a notification that is not accepted. It is a separate
// function because the target of errors.As escapes to the heap.
func (out NotifyLine) refuse(err error, body string) NotifyLine {
	out.Capture = ledger.Delivery{}
	switch {
	case errors.Is(err, alipay.ErrOtherNotification):
	case errors.As(err, &out.Bad):
		out.Verdict = files.BadSignature
	default:
		out.Verdict, out.Reason = files.Rejected, err.Error()
	}
	if out.Verdict != files.Ignored {
		out.Trades = alipay.TradeNumbersIn(unescaped(body))
	}
	return out
}
