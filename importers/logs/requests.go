package logs

import (
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/pairs"
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
	return assemble(s, requestInterest(cs, partner, verifier))
}

// requestInterest searches requests.
func requestInterest(cs alipay.Charset, partner string, verifier alipay.Verifier) *interest[RequestLine] {
	r := requests{charset: cs, partner: partner, verifier: verifier}
	return &interest[RequestLine]{
		pattern: requestPattern(), params: requestParams(), pairs: pairs.New(requestParams()...),
		needed: requestNeeded, complete: completing(verifier, requestNeeded, requestSigned), may: 1<<len(requestParams()) - 1, ours: 1 << 2, trace: requestTrace, checked: verifier != nil,
		encoded: r.encoded, decoded: r.decoded,
		rows: requestRows, unread: r.unread, tooLong: unreadRequestLine,
		ignored: func(string) (RequestLine, bool) { return RequestLine{}, false },
		stamp:   func(*RequestLine, time.Time) {},
		place:   (*RequestLine).place,
	}
}

// requestParams are the parameters of a request (table 4-1 of the interface), and those
// that others of Alipay's interfaces have and that shops send all the same.
func requestParams() []pairs.Name {
	return append(ownRequestParams(),
		pairs.Name{Name: "return_url", Kind: pairs.ID}, pairs.Name{Name: "error_notify_url", Kind: pairs.ID}, pairs.Name{Name: "dback_notify_url", Kind: pairs.ID},
		pairs.Name{Name: "email", Kind: pairs.ID}, pairs.Name{Name: "payment_type", Kind: pairs.Word})
}

// ownRequestParams are those of the interface alone.
func ownRequestParams() []pairs.Name {
	return []pairs.Name{
		{Name: "service", Kind: pairs.Word}, {Name: "batch_no", Kind: pairs.Word}, {Name: "detail_data", Kind: pairs.Text},
		{Name: "sign", Kind: pairs.Signature}, {Name: "sign_type", Kind: pairs.Word}, {Name: "partner", Kind: pairs.Word},
		{Name: "_input_charset", Kind: pairs.Word}, {Name: "notify_url", Kind: pairs.ID}, {Name: "seller_email", Kind: pairs.ID},
		{Name: "seller_user_id", Kind: pairs.Word}, {Name: "refund_date", Kind: pairs.Time}, {Name: "batch_num", Kind: pairs.Word},
	}
}

// requestNeeded are the parameters that every request has: the first three.
const requestNeeded = 1<<3 - 1

// requestSigned are these, and the signature.
const requestSigned = requestNeeded | 1<<3

// requests reads the captures of requests.
type requests struct {
	charset  alipay.Charset
	partner  string
	verifier alipay.Verifier
}

// encoded reads a url-encoded body.
func (r *requests) encoded(text, body string, into *RequestLine) state {
	request, err := alipay.ParseRequest(body, r.charset)
	switch {
	case errors.Is(err, alipay.ErrOtherService) && isOurs(body), err != nil && !isWholeRequest(body):
		return partly // it goes on in another form, or was cut
	case errors.Is(err, alipay.ErrOtherService):
		return passed
	case err != nil:
		*into = r.refuse(err, body)
		return bad
	}
	return r.accept(into, text, request, func() error { return alipay.VerifyRequest(body, r.verifier) })
}

// isOurs reports whether a body names the service, with what may be a separator behind it.
func isOurs(body string) bool {
	for at := 0; ; at++ {
		if at = paramIndex(body, "service="+alipay.Service, at); at < 0 {
			return false
		}
		if end := at + len("service=") + len(alipay.Service); end == len(body) || !isWord(body[end]) {
			return true
		}
	}
}

// isWholeRequest reports whether a body names all parameters that every request has.
func isWholeRequest(body string) bool {
	for _, p := range requestParams()[:3] {
		if paramIndex(body, p.Name+"=", 0) < 0 {
			return false
		}
	}
	return true
}

// decoded reads parameters that were found as pairs or in a row.
func (r *requests) decoded(m message, into *RequestLine) state {
	request, err := alipay.ReadRequest(m.Params, r.charset)
	if err != nil {
		return partly // or a part of one, and of another service's beside it
	}
	s := r.accept(into, m.text, request, func() error { return alipay.VerifyParams(m.Params, r.verifier) })
	if into.Verdict == files.Read && !m.sure && (r.verifier == nil || s == bad) {
		s = partly // nothing tells whether the values are whole
	}
	return s
}

// refuse returns what a request is that does not read, because of an error.
func (r *requests) refuse(err error, body string) RequestLine {
	u, ok := unreadRequest(body, r.partner, err.Error())
	if !ok {
		return RequestLine{Verdict: files.Rejected, Reason: err.Error()}
	}
	return RequestLine{Verdict: files.Unread, Unread: u, Reason: err.Error()}
}

// accept returns what a request is that reads. Where it is not signed as it should be, or
// has other lines than it states, the text may hold a better reading of it.
func (r *requests) accept(into *RequestLine, text string, request alipay.Request, verify func() error) state {
	if request.Partner != "" && request.Partner != r.partner {
		*into = RequestLine{Verdict: files.Rejected, Reason: "partner " + alipay.Quote(request.Partner) + " is not the account's"}
		return good
	}
	*into = RequestLine{Verdict: files.Read, Request: request}
	into.Request.Plain = sentPlain(text)
	if r.verifier != nil {
		if err := verify(); err != nil {
			into.BadSignature = err.Error()
			return bad
		}
	} else if len(request.Bad) > 0 || request.BatchNum != strconv.Itoa(len(request.Lines)) {
		return bad
	}
	return good
}

// unread is a text with a trace of a request of the account that does not read.
func (r *requests) unread(text, form string) (RequestLine, bool) {
	u, ok := unreadRequest(text, r.partner, "holds a request that does not read, "+form+": log the body or the address as it is sent, url-encoded, one a line")
	if !ok {
		return RequestLine{}, false
	}
	return RequestLine{Verdict: files.Unread, Unread: u, Reason: u.Reason}, true
}

// unreadRequestLine is a line that is too long to be read and may hold a request.
func unreadRequestLine(reason string) RequestLine {
	return RequestLine{Verdict: files.Unread, Reason: reason, Unread: ledger.UnreadRequest{Reason: reason, MayNameMore: true}}
}

// place gives a capture its place in the log.
func (l *RequestLine) place(line Line) { l.Line, l.Mark = line.Number, line.Mark }

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
