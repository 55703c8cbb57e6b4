package alipaytest_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
)

const (
	partner  = "2088101008267254"
	sellerID = "2088101008267254"
	email    = "shop@example.com"
	otherID  = "2088101008267255"
	tradeA   = "2026111522001004670245932381"
	tradeB   = "2026111522001004670245932382"
	notifyTo = "http://shop.example/notify"
)

// start is a morning in Shanghai.
func start() time.Time { return time.Date(2026, 11, 16, 9, 30, 0, 0, alipay.Shanghai()) }

func yuan(s string) alipay.Money {
	m, err := alipay.ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

// A shop is a merchant with a stand-in, two trades and a record of what was
// delivered to it.
type shop struct {
	*alipaytest.Server
	t         testing.TB
	keys      pair
	delivered []alipaytest.Delivery
	answer    func(alipaytest.Delivery) string
}

// open starts a stand-in; change may alter its configuration.
func open(t testing.TB, change func(*alipaytest.Config)) *shop {
	t.Helper()
	s := &shop{t: t, keys: pairOf(t, "MD5"), answer: func(alipaytest.Delivery) string { return "success" }}
	c := alipaytest.Config{
		Partner: partner, Start: start(), Seed: 7, Merchant: s.keys, Alipay: s.keys,
		Sellers: []alipaytest.Seller{{Email: email, UserID: sellerID, Balance: yuan("1000.00")}, {Email: "other@example.com", UserID: otherID, Balance: yuan("5.00")}},
		Deliver: func(d alipaytest.Delivery) string {
			s.delivered = append(s.delivered, d)
			return s.answer(d)
		},
	}
	if change != nil {
		change(&c)
	}
	server, err := alipaytest.NewServer(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	s.Server = server
	for _, trade := range []alipaytest.Trade{{No: tradeA, Paid: yuan("10.00"), Fee: yuan("0.04")}, {No: tradeB, Paid: yuan("20.00")}} {
		if err := server.AddTrade(trade); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func gbk(text string) string {
	b, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return b
}

// params is a good request of today with these lines (trade^amount^reason in
// bytes of UTF-8), changed by pairs of name and value; an empty value takes the
// parameter away.
func (s *shop) params(serial, detail string, changes ...string) alipay.Params {
	s.t.Helper()
	ps := alipay.Params{
		{Name: "service", Value: "refund_fastpay_by_platform_pwd"}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "notify_url", Value: notifyTo}, {Name: "seller_user_id", Value: sellerID},
		{Name: "refund_date", Value: s.Now().Format(time.DateTime)}, {Name: "batch_no", Value: s.Now().Format("20060102") + serial},
		{Name: "batch_num", Value: strconv.Itoa(strings.Count(detail, "#") + 1)}, {Name: "detail_data", Value: detail},
	}
	for i := 0; i < len(changes); i += 2 {
		ps = slices.DeleteFunc(ps, func(p alipay.Param) bool { return p.Name == changes[i] })
		if changes[i+1] != "" {
			ps = append(ps, alipay.Param{Name: changes[i], Value: changes[i+1]})
		}
	}
	return ps
}

func (s *shop) signed(ps alipay.Params) string {
	s.t.Helper()
	all, err := alipay.Sign(ps, s.keys)
	if err != nil {
		s.t.Fatal(err)
	}
	return all.Encode()
}

// page submits a batch that must be accepted and returns its token.
func (s *shop) page(serial, detail string, changes ...string) string {
	s.t.Helper()
	sub := s.Submit("", s.signed(s.params(serial, detail, changes...)))
	if sub.Code != "" || sub.Token == "" {
		s.t.Fatalf("%s: refused with %s: %s", detail, sub.Code, sub.Text)
	}
	return sub.Token
}

// refund submits and confirms a batch, which must be accepted.
func (s *shop) refund(serial, detail string) {
	s.t.Helper()
	if code := s.Confirm(s.page(serial, detail)); code != "" {
		s.t.Fatalf("%s: refused with %s", detail, code)
	}
}

// results tells the lines of the last batch: trade's last digit, amount, code.
func (s *shop) results() string {
	batches := s.Batches()
	var told []string
	for _, l := range batches[len(batches)-1].Lines {
		told = append(told, l.TradeNo[len(l.TradeNo)-1:]+" "+l.Amount.String()+" "+l.Code)
	}
	return strings.Join(told, ", ")
}

// read reads a delivery as the program does.
func (s *shop) read(d alipaytest.Delivery) alipay.Notification {
	s.t.Helper()
	n, err := alipay.ParseNotification(d.Body, s.keys)
	if err != nil {
		s.t.Fatalf("%s: %v", d.Body, err)
	}
	return n
}
