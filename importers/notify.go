package importers

import (
	"errors"
	"io"
	"iter"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A NotifyLine is one line of a notify log.
type NotifyLine struct {
	Line    int64 // from 1
	Verdict Verdict
	Capture ledger.Capture            // of a line that was Read
	Bad     *alipay.BadSignatureError // of a BadSignature
	Reason  string                    // of a Rejected line
}

// ReadNotifyLog yields every line of a notify log, in order (§3.1). A nil
// verifier asks for no signature. An error is the reader's own and the last
// thing that is yielded; no line is an error.
func ReadNotifyLog(r io.Reader, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	f := notifyForm()
	return parallel(newLineScanner(r, f.needle).split, always(notifyReader(f, v)))
}

func notifyReader(f form, v alipay.Verifier) func(logLine, string) NotifyLine {
	return func(line logLine, text string) NotifyLine { return f.readNotify(line, text, v) }
}

func (f form) readNotify(line logLine, text string, v alipay.Verifier) NotifyLine {
	out := NotifyLine{Line: line.number}
	if line.long {
		if line.hit {
			out.Verdict, out.Reason = Rejected, tooLong
		}
		return out
	}
	body, at, ok := f.locate(text)
	if !ok {
		return out
	}
	var err error
	out.Capture.Notice, err = alipay.ParseNotification(body, v)
	if err != nil {
		return refuseNotice(line.number, err)
	}
	out.Verdict, out.Capture.Line, out.Capture.At = Read, line.number, at
	out.Capture.Results, out.Capture.Bad = alipay.ParseResultDetails(out.Capture.Notice.ResultDetails)
	return out
}

// refuseNotice says what a line is whose notification does not count. It stands
// apart, because what errors.As fills in goes to the heap.
func refuseNotice(line int64, err error) NotifyLine {
	out := NotifyLine{Line: line}
	switch {
	case errors.Is(err, alipay.ErrOtherNotification):
	case errors.As(err, &out.Bad):
		out.Verdict = BadSignature
	default:
		out.Verdict, out.Reason = Rejected, err.Error()
	}
	return out
}
