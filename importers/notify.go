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
	Line    int64       // from 1
	Mark    ledger.Mark // where the log is hashed
	Verdict Verdict
	Capture ledger.Capture            // of a line that was Read
	Bad     *alipay.BadSignatureError // of a BadSignature
	Reason  string                    // of a Rejected line
}

// ReadNotifyLog yields every line of a notify log, in order (§3.1). A nil
// verifier asks for no signature. An error is the reader's own and the last
// thing that is yielded; no line is an error.
func ReadNotifyLog(r io.Reader, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	return notifications(newNotifyScanner(r), v)
}

// newNotifyScanner splits a notify log into lines.
func newNotifyScanner(r io.Reader) *lineScanner { return newLineScanner(r, notifyForm().needle) }

// notifications yields every line that is left, as ReadNotifyLog does.
func notifications(s *lineScanner, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	f := notifyForm()
	return parallel(s.split, always(func(line logLine, text string) NotifyLine { return f.readNotify(line, text, v) }))
}

func (f form) readNotify(line logLine, text string, v alipay.Verifier) NotifyLine {
	out := NotifyLine{Line: line.number, Mark: line.mark}
	if line.long {
		out.Verdict, out.Reason = line.verdict()
		return out
	}
	body, at, ok := f.locate(text)
	if !ok {
		return out
	}
	var err error
	out.Capture.Notice, err = alipay.ParseNotification(body, v)
	if err != nil {
		return out.refuse(err)
	}
	out.Verdict, out.Capture.Line, out.Capture.At = Read, line.number, at
	out.Capture.Results, out.Capture.Bad = alipay.ParseResultDetails(out.Capture.Notice.ResultDetails)
	return out
}

// refuse makes it the line of a notification that does not count. It is a function
// of its own, because what errors.As fills in goes to the heap.
func (out NotifyLine) refuse(err error) NotifyLine {
	out.Capture = ledger.Capture{}
	switch {
	case errors.Is(err, alipay.ErrOtherNotification):
	case errors.As(err, &out.Bad):
		out.Verdict = BadSignature
	default:
		out.Verdict, out.Reason = Rejected, err.Error()
	}
	return out
}
