package logs

import (
	"errors"
	"io"
	"iter"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/pipeline"
	"reconcile/ledger"
)

// A NotifyLine is one line of a notify log.
type NotifyLine struct {
	Line    int64       // from 1
	Mark    ledger.Mark // where the log is hashed
	Verdict files.Verdict
	Capture ledger.Capture            // of a line that was Read
	Bad     *alipay.BadSignatureError // of a BadSignature
	Reason  string                    // of a Rejected line
}

// ReadNotifyLog yields every line of a notify log, in order (§3.1). A nil
// verifier asks for no signature. An error is the reader's own and the last
// thing that is yielded; no line is an error.
func ReadNotifyLog(r io.Reader, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	return Notifications(NewNotifyScanner(r), v)
}

// NewNotifyScanner splits a notify log into lines.
func NewNotifyScanner(r io.Reader) *Scanner { return newScanner(r, notifyForm().param) }

// Notifications yields every line that is left, as ReadNotifyLog does.
func Notifications(s *Scanner, v alipay.Verifier) iter.Seq2[NotifyLine, error] {
	f := notifyForm()
	return pipeline.Map(s.split, pipeline.Shared(func(line Line, text string) NotifyLine { return f.readNotify(line, text, v) }))
}

func (f pattern) readNotify(line Line, text string, v alipay.Verifier) NotifyLine {
	out := NotifyLine{Line: line.Number, Mark: line.Mark}
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
	out.Verdict, out.Capture.Line, out.Capture.At = files.Read, line.Number, at
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
		out.Verdict = files.BadSignature
	default:
		out.Verdict, out.Reason = files.Rejected, err.Error()
	}
	return out
}
