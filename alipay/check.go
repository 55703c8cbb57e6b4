package alipay

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Fault is one rule of §4 that a request breaks, with the code of §9 in the answer of
// the interface.
type Fault struct{ Code, Text string }

func (f Fault) Error() string { return f.Code + ": " + f.Text }

// CheckRequest returns every rule of §4 that a request breaks, as far as the request
// alone shows it. It is for captured requests and our own.
func CheckRequest(r Request) []Fault {
	c := &checker{r: r}
	c.charset()
	c.count()
	c.batchNo()
	c.lines()
	return c.faults
}

// CheckCaptured returns every rule of §4 that a captured request breaks, as far as it and
// the account that it was captured for show: CheckRequest, and its sender. An account may
// have only one of the two names of a seller: where the request has the other one, they
// cannot be compared.
func CheckCaptured(r Request, account Merchant) []Fault {
	c := &checker{r: r, faults: CheckRequest(r)}
	if r.Partner == "" {
		c.fault("ILLEGAL_PARTNER", "no partner")
	}
	c.seller(account)
	c.signType()
	if n := utf8.RuneCountInString(r.NotifyURL); n > maxNotifyURL {
		c.fault("ILLEGAL_ARGUMENT", "notify_url has %d characters, at most %d", n, maxNotifyURL)
	}
	if r.Plain {
		c.fault("ILLEGAL_ARGUMENT", "sent to an address that is not https (§6.3)")
	}
	return c.faults
}

// seller checks the seller: seller_user_id wins where both are there (§4.2).
func (c *checker) seller(account Merchant) {
	id, email := c.r.SellerUserID, c.r.SellerEmail
	switch {
	case id == "" && email == "":
		c.fault("SELLER_INFO_NOT_EXIST", "neither seller_email nor seller_user_id")
	case id != "" && !isPartner(id):
		c.fault("SELLER_INFO_NOT_EXIST", "seller_user_id is not 16 digits from 2088: %s", Quote(id))
	case id != "" && account.SellerUserID != "":
		if id != account.SellerUserID {
			c.fault("NOT_THIS_SELLER_TRADE", "seller_user_id %s is not the account's", Quote(id))
		}
	case id == "" && account.SellerEmail != "" && !strings.EqualFold(email, account.SellerEmail):
		c.fault("NOT_THIS_SELLER_TRADE", "seller_email %s is not the account's", Quote(email))
	}
}

// signType checks that sign_type is one of three, in capitals (§4.2).
func (c *checker) signType() {
	if stated := c.r.SignType; stated != "MD5" && stated != "RSA" && stated != "DSA" {
		c.fault("ILLEGAL_SIGN_TYPE", "sign_type is not MD5, RSA or DSA in capitals: %s", Quote(stated))
	}
}

type checker struct {
	r      Request
	faults []Fault
}

func (c *checker) fault(code, format string, args ...any) {
	c.faults = append(c.faults, Fault{code, fmt.Sprintf(format, args...)})
}

func (c *checker) charset() {
	if cs := c.r.Charset; !cs.known() {
		c.fault("ILLEGAL_CHARSET", "%s", unknownCharset(cs))
	}
}

func (c *checker) count() {
	items := len(c.r.Lines) + len(c.r.Bad)
	if items > MaxLines {
		c.fault("BATCH_NUM_EXCEED_LIMIT", "%d lines, at most %d", items, MaxLines)
	}
	if items == 0 {
		c.fault("DETAIL_DATA_FORMAT_ERROR", "no lines")
	}
	stated := c.r.BatchNum
	if n, err := strconv.Atoi(stated); err != nil || !digits(stated) {
		c.fault("BATCH_NUM_ERROR", "batch_num is not a number: %s", Quote(stated))
	} else if n != items {
		c.fault("BATCH_NUM_NOT_EQUAL_TOTAL", "batch_num is %d, lines are %d", n, items)
	}
}

// batchNo checks the date (8 digits) and serial (3 to 24 letters or digits, not
// "000") of §4.2.
func (c *checker) batchNo() {
	no := c.r.BatchNo
	at, ok := c.r.RefundTime()
	if !ok {
		c.fault("REFUND_DATE_ERROR", "refund_date is not yyyy-MM-dd HH:mm:ss: %s", Quote(c.r.RefundDate))
	}
	if !isBatchOfDay(no) {
		c.fault("BATCH_NO_FORMAT_ERROR", "batch_no is not a date and a serial of 3 to 24 letters or digits other than 000: %s", Quote(no))
		return
	}
	if ok && at.Format(dayLayout) != no[:8] {
		c.fault("BATCH_NO_FORMAT_ERROR", "batch_no %s is not of the day of refund_date %s", no, c.r.RefundDate)
	}
}

func isBatchOfDay(no string) bool {
	if !IsBatchNo(no) || no[8:] == "000" {
		return false
	}
	_, err := time.Parse(dayLayout, no[:8])
	return err == nil
}

// dayLayout is the layout of the date in a batch_no (§4.2).
const dayLayout = "20060102"

func (c *checker) lines() {
	for _, b := range c.r.Bad {
		c.fault("DETAIL_DATA_FORMAT_ERROR", "%s", b.Error())
	}
	for _, l := range c.r.Lines {
		if !IsTradeNo(l.TradeNo) {
			c.fault("DETAIL_DATA_FORMAT_ERROR", "trade_no is not 16 to 32 digits: %s", Quote(l.TradeNo))
		}
		if l.Occurrence == 2 {
			c.fault("DUBL_TRADE_NO_IN_SAME_BATCH", "trade %s stands twice", l.TradeNo)
		}
		if l.Amount.Sign() <= 0 || l.Amount.Cmp(Fen(maxFen)) > 0 {
			c.fault("REFUND_AMOUNT_NOT_VALID", "trade %s: amount %s is not above zero, or is over %s", l.TradeNo, l.Amount, Fen(maxFen))
		}
		if f := CheckReason(l.Reason, c.r.Charset); f != nil && c.r.Charset.known() {
			c.fault(f.Code, "trade %s: %s", l.TradeNo, f.Text)
		}
	}
}

// CheckReason returns what is wrong with a refund reason in a charset (§4.4), or nil. A
// reason has at most 256 bytes, none of ^ | $ #, no line break or other control
// character, and only characters of the charset.
func CheckReason(reason string, cs Charset) *Fault {
	if strings.ContainsAny(reason, "^|$#") {
		return &Fault{"DETAIL_DATA_FORMAT_ERROR", "the reason holds one of ^ | $ #: " + Quote(reason)}
	}
	if strings.ContainsFunc(reason, unicode.IsControl) {
		return &Fault{"DETAIL_DATA_FORMAT_ERROR", "the reason holds a control character: " + Quote(reason)}
	}
	if strings.Contains(reason, unreadable) {
		return &Fault{"ILLEGAL_ENCODING", "the reason cannot be read as " + Quote(string(cs))}
	}
	b, err := cs.Encode(reason)
	if err != nil {
		return &Fault{"ILLEGAL_ENCODING", "the reason: " + err.Error()}
	}
	if len(b) > MaxReasonBytes {
		return &Fault{"SINGLE_DETAIL_DATA_EXCEED_LIMIT", fmt.Sprintf("the reason has %d bytes, at most %d", len(b), MaxReasonBytes)}
	}
	return nil
}

// maxNotifyURL is the maximum length of notify_url (§4.2).
const maxNotifyURL = 200

func isPartner(s string) bool { return len(s) == 16 && digits(s) && strings.HasPrefix(s, "2088") }
