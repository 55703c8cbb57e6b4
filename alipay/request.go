package alipay

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"reconcile/words"
)

// A Request is one submission of the interface (§4.2), captured or our own.
// What it states is kept unchanged, so that CheckRequest can report what is wrong
// with it.
type Request struct {
	Merchant
	BatchNo    string
	BatchNum   string // as stated
	RefundDate string // as stated
	Lines      []Line // the readable ones
	Bad        []*ItemError
	SignType   string // as stated
	Plain      bool   // of a captured one: it was sent to an address that is not https
	Digest     Digest // of trades and amounts in order: the same batch has the same
}

// A Merchant is the sender of a request.
type Merchant struct {
	Partner      string // 16 digits from 2088
	SellerEmail  string // this or the next; the next wins if both are set (§4.2)
	SellerUserID string
	NotifyURL    string // if it is empty, Alipay sends no notification
	Charset      Charset
}

// ErrOtherService is returned by ParseRequest for a line of another service.
var ErrOtherService = words.Errorf("a request of another service")

// ParseRequest parses a captured request from its url-encoded body or query. cs is used
// if the request does not name a charset. A request that breaks rules of the
// interface is parsed all the same; see CheckRequest.
//
// Errors: ErrOtherService; *MalformedError if it does not decode, has a parameter
// twice, or has no batch_no or detail_data that can be recorded.
func ParseRequest(body string, cs Charset) (Request, error) {
	if _, ours := hasValue(body, "service", Service); !ours {
		return Request{}, ErrOtherService
	}
	ps, err := ParseParams(body)
	if err != nil {
		return Request{}, err
	}
	return ReadRequest(ps, cs)
}

// ReadRequest is ParseRequest of parameters that are decoded already, no name twice.
func ReadRequest(ps Params, cs Charset) (Request, error) {
	if ps.Get("service") != Service {
		return Request{}, ErrOtherService
	}
	r := Request{
		Merchant: Merchant{Partner: ps.Get("partner"), SellerEmail: ps.Get("seller_email"), SellerUserID: ps.Get("seller_user_id"), NotifyURL: ps.Get("notify_url"), Charset: cs},
		BatchNo:  ps.Get("batch_no"), BatchNum: ps.Get("batch_num"), RefundDate: ps.Get("refund_date"), SignType: ps.Get("sign_type"),
	}
	if stated := ps.Get("_input_charset"); stated != "" {
		// An unknown one is kept as stated: the lines are still read.
		known, err := ParseCharset(stated)
		if r.Charset = known; err != nil {
			r.Charset = Charset(stated)
		}
	}
	if !IsNotifyID(r.BatchNo) {
		return Request{}, &MalformedError{Field: "batch_no", Reason: "missing or not printable: " + Quote(r.BatchNo)}
	}
	if ps.Get("detail_data") == "" {
		return Request{}, &MalformedError{Field: "detail_data", Reason: "missing"}
	}
	r.Lines, r.Bad = ParseDetailData(ps.Get("detail_data"), r.Charset)
	r.Digest = digestLines(r)
	return r, nil
}

// digestLines returns the digest of trades and amounts in order, and of items that do
// not parse, so that a batch number that is used for other lines is noticed.
func digestLines(r Request) Digest {
	fields := make([]string, 0, 2*len(r.Lines)+len(r.Bad))
	for _, l := range r.Lines {
		fields = append(fields, l.TradeNo, l.Amount.String())
	}
	for _, b := range r.Bad {
		fields = append(fields, b.Error())
	}
	return NewDigest(fields...)
}

// RefundTime returns refund_date. ok is false if it does not parse.
func (r Request) RefundTime() (t time.Time, ok bool) {
	t, err := ParseTime(r.RefundDate)
	return t, err == nil
}

// Total returns the sum of the lines.
func (r Request) Total() Money {
	var sum Money
	for _, l := range r.Lines {
		sum = sum.Add(l.Amount)
	}
	return sum
}

// NewRequest returns the request of a batch that is submitted at a time whose day in
// Shanghai must be that of the batch number. The error joins every Fault that
// CheckRequest finds, and those of a merchant that §4.2 does not allow.
func NewRequest(m Merchant, batchNo string, at time.Time, lines []Line) (Request, error) {
	r := Request{Merchant: m, BatchNo: batchNo, BatchNum: strconv.Itoa(len(lines)), RefundDate: at.In(Shanghai()).Format(TimeLayout)}
	seen := map[string]int{}
	for _, l := range lines {
		seen[l.TradeNo]++
		l.Occurrence = seen[l.TradeNo]
		r.Lines = append(r.Lines, l)
	}
	r.Digest = digestLines(r)
	var errs []error
	for _, f := range append(checkMerchant(m), CheckRequest(r)...) {
		errs = append(errs, f)
	}
	if len(errs) > 0 {
		return Request{}, errors.Join(errs...)
	}
	return r, nil
}

// Params returns the parameters of the request in its charset, without sign and
// sign_type. Empty ones are left out (§7.1.2). Errors: the charset cannot encode a
// reason.
func (r Request) Params() (Params, error) {
	detail, err := r.Charset.Encode(FormatDetailData(r.Lines))
	if err != nil {
		return nil, err
	}
	all := Params{
		{"service", Service}, {"partner", r.Partner}, {"_input_charset", string(r.Charset)},
		{"notify_url", r.NotifyURL}, {"seller_email", r.SellerEmail}, {"seller_user_id", r.SellerUserID},
		{"refund_date", r.RefundDate}, {"batch_no", r.BatchNo}, {"batch_num", r.BatchNum}, {"detail_data", detail},
	}
	ps := all[:0]
	for _, p := range all {
		if p.Value != "" {
			ps = append(ps, p)
		}
	}
	return ps, nil
}

// checkMerchant checks the sender of a request of our own against §4.2. Captured
// requests may leave out what Alipay knows from the signature.
func checkMerchant(m Merchant) []Fault {
	var faults []Fault
	if !isPartner(m.Partner) {
		faults = append(faults, Fault{"ILLEGAL_PARTNER", "partner is not 16 digits from 2088: " + Quote(m.Partner)})
	}
	if m.SellerUserID == "" && m.SellerEmail == "" {
		faults = append(faults, Fault{"SELLER_INFO_NOT_EXIST", "neither seller_email nor seller_user_id"})
	}
	if m.SellerUserID != "" && !isPartner(m.SellerUserID) {
		faults = append(faults, Fault{"SELLER_INFO_NOT_EXIST", "seller_user_id is not 16 digits from 2088: " + Quote(m.SellerUserID)})
	}
	if len(m.NotifyURL) > maxNotifyURL {
		faults = append(faults, Fault{"ILLEGAL_ARGUMENT", fmt.Sprintf("notify_url has %d characters, at most %d", len(m.NotifyURL), maxNotifyURL)})
	}
	return faults
}

// VerifyRequest returns why the signature of a captured request is bad, from its
// url-encoded body or query (§7.1): nil if it verifies.
func VerifyRequest(body string, v Verifier) error {
	ps, err := ParseParams(body)
	if err != nil {
		return err
	}
	return VerifyParams(ps, v)
}

// VerifyParams is VerifyRequest of parameters that are decoded already.
func VerifyParams(ps Params, v Verifier) error {
	sign := ps.Get("sign")
	if sign == "" {
		return words.Errorf("it has no sign")
	}
	if stated := ps.Get("sign_type"); !strings.EqualFold(stated, v.SignType()) {
		return words.Errorf("sign_type is %s, the account's is %s", Quote(stated), v.SignType())
	}
	return v.Verify(ps.SignText(), sign)
}
