package importers

import (
	"errors"
	"io"
	"iter"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A RequestLine is one line of a log of submissions.
type RequestLine struct {
	Line    int64       // from 1
	Mark    ledger.Mark // where the log is hashed
	Verdict Verdict
	Request alipay.Request // of a line that was Read
	Reason  string         // of a Rejected line
}

// ReadRequests yields every line of a log of submissions, in order (§3.3). The
// charset stands for one that a request does not name. A request that names
// another partner is rejected. An error is the reader's own and the last thing
// that is yielded; no line is an error.
func ReadRequests(r io.Reader, cs alipay.Charset, partner string) iter.Seq2[RequestLine, error] {
	return requests(newRequestScanner(r), cs, partner)
}

// newRequestScanner splits a log of submissions into lines.
func newRequestScanner(r io.Reader) *lineScanner { return newLineScanner(r, requestForm().needle) }

// requests yields every line that is left, as ReadRequests does.
func requests(s *lineScanner, cs alipay.Charset, partner string) iter.Seq2[RequestLine, error] {
	f := requestForm()
	return parallel(s.split, always(func(line logLine, text string) RequestLine { return f.readRequest(line, text, cs, partner) }))
}

func (f form) readRequest(line logLine, text string, cs alipay.Charset, partner string) RequestLine {
	out := RequestLine{Line: line.number, Mark: line.mark}
	if line.long {
		out.Verdict, out.Reason = line.verdict()
		return out
	}
	body, _, ok := f.locate(text)
	if !ok {
		return out
	}
	request, err := alipay.ParseRequest(body, cs)
	switch {
	case errors.Is(err, alipay.ErrOtherService):
	case err != nil:
		out.Verdict, out.Reason = Rejected, err.Error()
	case request.Partner != "" && request.Partner != partner:
		out.Verdict, out.Reason = Rejected, "partner "+alipay.Quote(request.Partner)+" is not the account's"
	default:
		out.Verdict, out.Request = Read, request
	}
	return out
}
