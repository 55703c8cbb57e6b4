package alipaytest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/alipay/alipaytest"
)

// checkBooks asks for what was refunded of both trades and what the seller has.
func (s *shop) checkBooks(name, a, b, balance string) {
	s.t.Helper()
	if ra, rb, have := s.Refunded(tradeA), s.Refunded(tradeB), s.Balance(sellerID); ra.String() != a || rb.String() != b || have.String() != balance {
		s.t.Errorf("%s: refunded %s and %s, balance %s, want %s, %s, %s", name, ra, rb, have, a, b, balance)
	}
}

func TestRefundsAreExecuted(t *testing.T) {
	s := open(t, nil)
	s.refund("001", tradeA+"^5.00^r#"+tradeB+"^20.00^r")
	if got := s.results(); got != "1 5.00 SUCCESS, 2 20.00 SUCCESS" {
		t.Errorf("results = %s", got)
	}
	s.checkBooks("one batch", "5.00", "20.00", "975.04") // with the fee of the first
	if got, want := fmt.Sprint(s.Executed()), "[{20261116001 "+tradeA+" 5.00} {20261116001 "+tradeB+" 20.00}]"; got != want {
		t.Errorf("executed = %s, want %s", got, want)
	}
	if b := s.Batches()[0]; b.BatchNo != "20261116001" || !b.At.Equal(start()) || b.Refused != "" {
		t.Errorf("batch = %+v", b)
	}
}

// One trade, paid 10.00, step by step: what each refund answers.
func TestRefundsAreLimitedByWhatWasPaid(t *testing.T) {
	s := open(t, nil)
	for i, c := range []struct{ amount, want string }{
		{"10.01", "REFUND_TRADE_FEE_ERROR"}, {"4.00", "SUCCESS"}, {"6.01", "REFUND_TRADE_FEE_ERROR"}, {"6.00", "SUCCESS"}, {"0.01", "TRADE_HAS_CLOSED"},
	} {
		s.refund(fmt.Sprintf("%03d", i+1), tradeA+"^"+c.amount+"^r")
		if got := s.results(); got != "1 "+c.amount+" "+c.want {
			t.Errorf("step %d: %s, want %s", i+1, got, c.want)
		}
	}
	s.checkBooks("at the end", "10.00", "0.00", "990.04")
	if n := s.Attempts(tradeA); n != 5 || len(s.Executed()) != 2 {
		t.Errorf("%d attempts, %d executed, want 5, 2", n, len(s.Executed()))
	}
}

func TestRefundsNeedABalance(t *testing.T) {
	s := open(t, nil)
	const poor = "2026111522001004670245932383"
	if err := s.AddTrade(alipaytest.Trade{No: poor, Paid: yuan("8.00"), Seller: otherID}); err != nil {
		t.Fatal(err)
	}
	pay := func(serial, want string) {
		if code := s.Confirm(s.page(serial, poor+"^6.00^r", "seller_user_id", otherID)); code != "" || s.results() != "3 6.00 "+want {
			t.Errorf("%q, %s, want %s", code, s.results(), want)
		}
	}
	pay("001", "TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH")
	if err := s.Deposit(otherID, yuan("1.00")); err != nil {
		t.Fatal(err)
	}
	pay("002", "SUCCESS")
	if got := s.Balance(otherID).String(); got != "0.00" {
		t.Errorf("balance = %s, want 0.00", got)
	}
}

func TestOthersTrades(t *testing.T) {
	s := open(t, nil)
	s.refund("001", "2026111522001004670245932389^1.00^r")
	if got := s.results(); got != "9 1.00 NOT_THIS_PARTNERS_TRADE" {
		t.Error(got)
	}
	if code := s.Confirm(s.page("002", good, "seller_user_id", otherID)); code != "" || s.results() != "1 5.00 NOT_THIS_SELLER_TRADE" {
		t.Error(code, s.results())
	}
	s.checkBooks("nothing", "0.00", "0.00", "1000.00")
	for name, err := range map[string]error{
		"a trade twice":  s.AddTrade(alipaytest.Trade{No: tradeA, Paid: yuan("1.00")}),
		"unknown seller": s.AddTrade(alipaytest.Trade{No: "2026111522001004670245932380", Paid: yuan("1.00"), Seller: "2088"}),
		"deposit":        s.Deposit("2088", yuan("1.00")),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The 99 refunds of a trade: the hundredth is not processed and not told of.
func TestRefundsOfOneTradeAreLimited(t *testing.T) {
	s := open(t, nil)
	s.SetFaults("20261116050", alipaytest.Faults{Lines: map[string]alipaytest.LineFault{tradeA: {Code: "SYSTEM_ERROR"}}})
	for i := range 99 {
		s.refund(fmt.Sprintf("%03d", i+1), tradeA+"^0.01^r")
	}
	s.checkBooks("98 of 99", "0.98", "0.00", "999.06")
	s.refund("100", tradeA+"^0.01^r#"+tradeB+"^1.00^r")
	s.refund("101", tradeA+"^0.01^r")
	s.Advance(0)
	s.checkBooks("the hundredth", "0.98", "1.00", "998.06")
	if n := s.Attempts(tradeA); n != 99 || len(s.delivered) != 100 {
		t.Errorf("%d attempts, %d notifications, want 99, 100", n, len(s.delivered))
	}
	if n := s.read(s.delivered[99]); n.ResultDetails != tradeB+"^1.00^SUCCESS" || n.SuccessNum != 1 {
		t.Errorf("told %+v", n)
	}
}

func TestANumberIsUsedUpByTheFirstPassword(t *testing.T) {
	s := open(t, nil)
	first, second := s.page("001", tradeA+"^5.00^r"), s.page("001", tradeA+"^5.00^r")
	for i, c := range []struct{ token, want string }{{second, ""}, {first, "DUPLICATE_BATCH_NO"}, {second, "DUPLICATE_BATCH_NO"}, {"unknown", "SESSION_TIMEOUT"}} {
		if code := s.Confirm(c.token); code != c.want {
			t.Errorf("confirmation %d: %q, want %q", i+1, code, c.want)
		}
	}
	if sub := s.Submit("", s.signed(s.params("001", tradeB+"^1.00^r"))); sub.Code != "DUPLICATE_BATCH_NO" {
		t.Errorf("opened again: %q", sub.Code)
	}
	s.checkBooks("one of them", "5.00", "0.00", "995.04")
	if len(s.Batches()) != 1 || s.Attempts(tradeA) != 1 {
		t.Errorf("%d batches, %d attempts", len(s.Batches()), s.Attempts(tradeA))
	}
}

// A page is opened on its day only, and stays open for a while after midnight.
func TestMidnight(t *testing.T) {
	for _, c := range []struct {
		session, after time.Duration // after midnight
		want           string
	}{
		{0, -time.Second, ""}, {0, 0, ""}, {0, 30*time.Minute - time.Second, ""}, {0, 30 * time.Minute, "SESSION_TIMEOUT"},
		{12 * time.Hour, 11 * time.Hour, ""}, {12 * time.Hour, 12 * time.Hour, "SESSION_TIMEOUT"},
	} {
		s := open(t, func(config *alipaytest.Config) { config.Session = c.session })
		token, body := s.page("001", good), s.signed(s.params("002", good))
		s.Advance(14*time.Hour + 30*time.Minute + c.after)
		sub := s.Submit("", body)
		if stale := c.after >= 0; stale != (sub.Code == "REFUND_DATE_ERROR") {
			t.Errorf("%v after midnight: submitted: %q", c.after, sub.Code)
		}
		if code := s.Confirm(token); code != c.want || (len(s.Executed()) == 1) != (c.want == "") {
			t.Errorf("%v after midnight: %q, %d executed, want %q", c.after, code, len(s.Executed()), c.want)
		}
	}
}

func TestBrokenConfigurations(t *testing.T) {
	for name, change := range map[string]func(*alipaytest.Config){
		"no partner":       func(c *alipaytest.Config) { c.Partner = "" },
		"no seller":        func(c *alipaytest.Config) { c.Sellers = nil },
		"no keys":          func(c *alipaytest.Config) { c.Alipay = nil },
		"other sign types": func(c *alipaytest.Config) { c.Alipay = pairOf(t, "RSA") },
		"no clock":         func(c *alipaytest.Config) { c.Start = time.Time{} },
	} {
		keys := pairOf(t, "MD5")
		c := alipaytest.Config{Partner: partner, Start: start(), Merchant: keys, Alipay: keys, Sellers: []alipaytest.Seller{{UserID: sellerID}}}
		change(&c)
		if s, err := alipaytest.NewServer(c); err == nil {
			s.Close()
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
