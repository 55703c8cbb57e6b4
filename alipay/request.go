package alipay

import (
	"errors"
	"strconv"
	"time"
)

// A Request is one submission of the interface (§4.2), captured or our own.
// What it states about itself is kept as it stands, so that CheckRequest can
// say what is wrong with it.
type Request struct {
	Merchant
	BatchNo    string
	BatchNum   string // as stated
	RefundDate string // as stated
	Lines      []Line // the readable ones
	Bad        []*ItemError
	Digest     Digest // of trades and amounts in order: the same batch has the same
}

// A Merchant is what a request says of who sends it.
type Merchant struct {
	Partner      string // 16 digits from 2088
	SellerEmail  string // this or the next; the next wins where both stand (§4.2)
	SellerUserID string
	NotifyURL    string // may be empty: then Alipay sends no notification
	Charset      Charset
}

// ErrOtherService is returned by ParseRequest for a line of another service.
var ErrOtherService = errors.New("a request of another service")

// ParseRequest reads a captured request from its url-encoded body or query. The
// charset stands for one that the request does not name. What the request says
// of itself may break the interface's rules and is read all the same: see
// CheckRequest.
//
// Errors: ErrOtherService, *MalformedError for one that does not decode, holds
// a parameter twice, or has no batch_no or detail_data that could be kept.
func ParseRequest(body string, cs Charset) (Request, error) {
	if _, ours := claims(body, "service", Service); !ours {
		return Request{}, ErrOtherService
	}
	ps, err := ParseParams(body)
	if err != nil {
		return Request{}, err
	}
	if ps.Get("service") != Service {
		return Request{}, ErrOtherService
	}
	r := Request{
		Merchant: Merchant{Partner: ps.Get("partner"), SellerEmail: ps.Get("seller_email"), SellerUserID: ps.Get("seller_user_id"), NotifyURL: ps.Get("notify_url"), Charset: cs},
		BatchNo:  ps.Get("batch_no"), BatchNum: ps.Get("batch_num"), RefundDate: ps.Get("refund_date"),
	}
	if stated := ps.Get("_input_charset"); stated != "" {
		// One that nobody knows is kept as stated: it takes no line with it.
		if r.Charset, err = ParseCharset(stated); err != nil {
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

// digestLines covers trades and amounts in order, and the unreadable items, so
// that a batch number used for other lines is noticed whatever they hold.
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

// RefundTime is refund_date. ok is false where it does not parse.
func (r Request) RefundTime() (t time.Time, ok bool) {
	t, err := ParseTime(r.RefundDate)
	return t, err == nil
}

// Total is the sum of the lines.
func (r Request) Total() Money {
	var sum Money
	for _, l := range r.Lines {
		sum = sum.Add(l.Amount)
	}
	return sum
}

// NewRequest builds the request of a batch for submission at a moment whose day
// in Shanghai must be that of the batch number. It refuses what CheckRequest
// finds fault with, and a merchant that §4.2 does not allow, naming every fault.
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

// Params are the parameters of the request in the bytes of its charset, without
// sign and sign_type. Empty ones are left out (§7.1.2).
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

// A Signer signs with one key.
type Signer interface {
	SignType() string
	Sign(text string) (string, error)
}

// Sign adds sign_type and sign to the parameters of a request (§7.2).
func Sign(ps Params, s Signer) (Params, error) {
	sign, err := s.Sign(ps.SignText())
	if err != nil {
		return nil, err
	}
	return append(ps[:len(ps):len(ps)], Param{"sign_type", s.SignType()}, Param{"sign", sign}), nil
}
