package logs

import (
	"errors"
	"io"
	"iter"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/pipeline"
	"reconcile/ledger"
)

// A RequestLine is one line of a log of submissions.
type RequestLine struct {
	Line    int64           // from 1
	Mark    ledger.LineHash // zero unless the log is hashed
	Verdict files.Verdict
	Request alipay.Request       // of a line that was Read
	Reason  string               // of a Rejected line
	Unread  ledger.UnreadRequest // of an Unread line

	BadSignature string // of a line that was Read: why its signature is bad; empty if it is good or not checked
}

// ReadRequestLog yields every line of a log of submissions, in order (§3.3). cs is the
// charset of requests that name none. A request that names another partner is
// rejected. verifier checks the signatures; nil checks none. An error is the reader's and
// yielded last; no line causes one.
func ReadRequestLog(r io.Reader, cs alipay.Charset, partner string, verifier alipay.Verifier) iter.Seq2[RequestLine, error] {
	return Requests(NewRequestScanner(r), cs, partner, verifier)
}

// NewRequestScanner returns a Scanner of a log of submissions.
func NewRequestScanner(r io.Reader) *Scanner { return newScanner(r, requestPattern().param) }

// Requests yields every line that s has not returned yet, as ReadRequestLog does.
func Requests(s *Scanner, cs alipay.Charset, partner string, verifier alipay.Verifier) iter.Seq2[RequestLine, error] {
	p := requestPattern()
	return pipeline.Map(s.split, pipeline.Shared(func(line Line, text string) RequestLine { return p.readRequest(line, text, cs, partner, verifier) }))
}

func (p pattern) readRequest(line Line, text string, cs alipay.Charset, partner string, verifier alipay.Verifier) RequestLine {
	out := RequestLine{Line: line.Number, Mark: line.Mark}
	if line.long {
		if out.Verdict, out.Reason = line.verdict(); out.Verdict == files.Rejected {
			out.Verdict, out.Unread = files.Unread, ledger.UnreadRequest{Reason: out.Reason, MayNameMore: true}
		}
		return out
	}
	body, _, ok := p.locate(text)
	if !ok {
		return out.unread(text, partner, "holds a request that does not read: it is cut off, or its service stands apart")
	}
	request, err := alipay.ParseRequest(body, cs)
	switch {
	case errors.Is(err, alipay.ErrOtherService):
	case err != nil:
		out.Verdict, out.Reason = files.Rejected, err.Error()
		return out.unread(text, partner, err.Error())
	case request.Partner != "" && request.Partner != partner:
		out.Verdict, out.Reason = files.Rejected, "partner "+alipay.Quote(request.Partner)+" is not the account's"
	default:
		out.Verdict, out.Request = files.Read, request
		out.Request.Plain = sentPlain(text)
		if verifier == nil {
			break
		}
		if err := alipay.VerifyRequest(body, verifier); err != nil {
			out.BadSignature = err.Error()
		}
	}
	return out
}

// unread makes a line with a trace of a request of the account Unread.
func (out RequestLine) unread(text, partner, reason string) RequestLine {
	if u, ok := unreadRequest(text, partner, reason); ok {
		out.Verdict, out.Unread = files.Unread, u
	}
	return out
}

// sentPlain reports whether a line names the gateway that a request was sent to by an
// address that is not https (interface 6.3). An address in a parameter is escaped.
func sentPlain(text string) bool {
	const scheme = "http://"
	for rest := text; ; {
		_, after, found := strings.Cut(rest, scheme)
		if !found {
			return false
		}
		host, _, _ := strings.Cut(after[:runEnd(after, 0)], "?")
		if strings.HasPrefix(host, "mapi.alipay.") || strings.HasSuffix(host, "/gateway.do") {
			return true
		}
		rest = after
	}
}
