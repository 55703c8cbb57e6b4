package alipaytest

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reconcile/alipay"
)

// A charset is an _input_charset of §4.2, in small letters.
type charset string

const (
	utf8Charset   charset = "utf-8"
	gbkCharset    charset = "gbk"
	gb2312Charset charset = "gb2312"
)

func charsetOf(name string) (charset, bool) {
	c := charset(strings.ToLower(name))
	return c, c == utf8Charset || c == gbkCharset || c == gb2312Charset
}

// decode reads bytes; ok is false where one is not of the charset.
func (c charset) decode(b string) (text string, ok bool) {
	if c == utf8Charset {
		return b, utf8.ValidString(b)
	}
	if !c.pairs(b) {
		return "", false
	}
	text, err := simplifiedchinese.GBK.NewDecoder().String(b)
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}

// pairs reports whether all that is no ASCII stands in pairs of bytes that begin in
// the charset's range. The decoder knows which of them are characters.
func (c charset) pairs(b string) bool {
	least, most, second := byte(0x81), byte(0xFE), byte(0x40)
	if c == gb2312Charset {
		least, most, second = 0xA1, 0xF7, 0xA1
	}
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i++; i == len(b) || b[i-1] < least || b[i-1] > most || b[i] < second {
			return false
		}
	}
	return true
}

// size is how many bytes a text has in the charset.
func (c charset) size(text string) int {
	if c == utf8Charset {
		return len(text)
	}
	n := 0
	for _, r := range text {
		n++
		if r >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// references lists the character references in a text: what a browser sends for
// a character that the form's charset lacks.
func references(text string) []string {
	return regexp.MustCompile(`&#[0-9]+;|&#[xX][0-9a-fA-F]+;`).FindAllString(text, -1)
}

// A request is a submission on its way through the rules.
type request struct {
	params     alipay.Params
	charset    charset
	detail     string // detail_data as text
	references []string
	seller     *Seller
	lines      []Line
}

// value is a parameter as it stands; those that the rules look at are ASCII.
func (r *request) value(name string) string { return r.params.Get(name) }

func (s *Server) checkService(r *request) *refusal {
	if service := r.value("service"); service != "refund_fastpay_by_platform_pwd" {
		return refuse("ILLEGAL_SERVICE", "service is %q", service)
	}
	if partner := r.value("partner"); partner != s.config.Partner {
		return refuse("ILLEGAL_PARTNER", "partner is %q", partner)
	}
	return nil
}

func checkCharset(r *request) *refusal {
	var known bool
	if r.charset, known = charsetOf(r.value("_input_charset")); !known {
		return refuse("ILLEGAL_CHARSET", "_input_charset is %q", r.value("_input_charset"))
	}
	return nil
}

func checkBytes(r *request) *refusal {
	for _, p := range r.params {
		text, ok := r.charset.decode(p.Value)
		if !ok {
			return refuse("ILLEGAL_ENCODING", "%s holds bytes that are not %s", p.Name, r.charset)
		}
		if p.Name == "detail_data" {
			r.detail, r.references = text, references(text)
		}
	}
	return nil
}

// checkSign holds the merchant to the sign type it agreed on (§4.2, §7.2).
func (s *Server) checkSign(r *request) *refusal {
	if t := r.value("sign_type"); t != s.config.Merchant.SignType() {
		return refuse("ILLEGAL_SIGN_TYPE", "sign_type is %q, not %s", t, s.config.Merchant.SignType())
	}
	if err := s.config.Merchant.Verify(signText(r.params), r.value("sign")); err != nil {
		return refuse("ILLEGAL_SIGN", "%v", err)
	}
	return nil
}

// checkSeller: one of seller_email and seller_user_id is needed, the second wins
// (§4.2).
func (s *Server) checkSeller(r *request) *refusal {
	email, id := r.value("seller_email"), r.value("seller_user_id")
	r.seller = s.books.seller(email, id)
	if r.seller == nil {
		return refuse("SELLER_INFO_NOT_EXIST", "no seller %q, %q", email, id)
	}
	return nil
}

func checkNotifyURL(r *request) *refusal {
	url := r.value("notify_url")
	if len(url) > 200 || url != "" && !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		return refuse("ILLEGAL_ARGUMENT", "notify_url is no http address of at most 200 characters")
	}
	return nil
}

func (s *Server) today(layout string) string { return s.now.In(alipay.Shanghai()).Format(layout) }

// checkRefundDate: yyyy-MM-dd hh:mm:ss, the current time (§4.2), of which the
// stand-in asks no more than that the day is today's.
func (s *Server) checkRefundDate(r *request) *refusal {
	stated := r.value("refund_date")
	at, err := time.Parse(time.DateTime, stated)
	if err != nil || at.Format(time.DateTime) != stated {
		return refuse("REFUND_DATE_ERROR", "refund_date is %q", stated)
	}
	if today := s.today(time.DateOnly); at.Format(time.DateOnly) != today {
		return refuse("REFUND_DATE_ERROR", "refund_date is %s, today is %s", stated, today)
	}
	return nil
}

// checkBatchNo: today's date in 8 digits and a serial of 3 to 24 letters or
// digits that is not 000 (§4.2).
func (s *Server) checkBatchNo(r *request) *refusal {
	no := r.value("batch_no")
	if len(no) < 8+3 || len(no) > 8+24 || no[8:] == "000" || strings.ContainsFunc(no, isNoSerial) {
		return refuse("BATCH_NO_FORMAT_ERROR", "batch_no is %q", no)
	}
	if today := s.today("20060102"); no[:8] != today {
		return refuse("BATCH_NO_FORMAT_ERROR", "batch_no %s is not of today, %s", no, today)
	}
	return nil
}

// isNoSerial finds what is no letter or digit.
func isNoSerial(c rune) bool {
	return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}

// checkUnused: a number is the partner's once and for ever (§4.2).
func (s *Server) checkUnused(r *request) *refusal {
	if no := r.value("batch_no"); s.used[no] {
		return refuse("DUPLICATE_BATCH_NO", "batch_no %s was used", no)
	}
	return nil
}

// joinParams joins the parameters of the URL and of the body. One that is in both, as
// _input_charset may be, must have the same value. charsetInURL requires it in the URL of
// a POST.
func joinParams(query, body string, charsetInURL bool) (alipay.Params, *refusal) {
	inURL, err := alipay.ParseParams(query)
	if err != nil {
		return nil, refuse("ILLEGAL_ARGUMENT", "the URL: %v", err)
	}
	if body == "" {
		return inURL, nil
	}
	all, err := alipay.ParseParams(body)
	if err != nil {
		return nil, refuse("ILLEGAL_ARGUMENT", "the form: %v", err)
	}
	if _, ok := inURL.Lookup("_input_charset"); charsetInURL && !ok {
		return all, refuse("ILLEGAL_CHARSET", "the URL of a POST names no _input_charset")
	}
	for _, p := range inURL {
		value, twice := all.Lookup(p.Name)
		if twice && value != p.Value {
			return all, refuse("ILLEGAL_ARGUMENT", "%s is %q in the URL and %q in the form", p.Name, p.Value, value)
		}
		if !twice {
			all = append(all, p)
		}
	}
	return all, nil
}

// read takes a submission through the rules of §4, in the order in which a
// gateway can know: who speaks, in which bytes, whether it is signed, what it
// asks for.
func (s *Server) read(query, body string) (*request, *refusal) {
	params, refused := joinParams(query, body, s.config.CharsetInURL)
	r := &request{params: params}
	if refused != nil {
		return r, refused
	}
	for _, rule := range []func(*request) *refusal{
		s.checkService, checkCharset, checkBytes, s.checkSign, s.checkSeller, checkNotifyURL,
		s.checkRefundDate, s.checkBatchNo, checkDetail, s.checkUnused,
	} {
		if refused := rule(r); refused != nil {
			return r, refused
		}
	}
	return r, nil
}
