package alipaytest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
)

// faulty runs one batch of both trades with faults, over two days.
func faulty(t *testing.T, f alipaytest.Faults) *shop {
	t.Helper()
	s := open(t, nil)
	s.SetFaults("20261116001", f)
	token := s.page("001", tradeA+"^5.00^r#"+tradeB+"^1.00^r")
	if code := s.Confirm(token); code != f.Refuse {
		t.Fatalf("confirmed: %q, want %q", code, f.Refuse)
	}
	s.Advance(48 * time.Hour)
	return s
}

func TestARefusedBatch(t *testing.T) {
	s := faulty(t, alipaytest.Faults{Refuse: "PARTNER_NOT_SIGN_PROTOCOL"})
	s.checkBooks("nothing", "0.00", "0.00", "1000.00")
	if b := s.Batches()[0]; b.Refused != "PARTNER_NOT_SIGN_PROTOCOL" || s.results() != "1 5.00 , 2 1.00 " || len(s.delivered) != 0 || s.Attempts(tradeA) != 0 {
		t.Errorf("%+v, %d delivered, %d attempts", b, len(s.delivered), s.Attempts(tradeA))
	}
}

func TestLineFaults(t *testing.T) {
	for _, c := range []struct {
		fault          alipaytest.LineFault
		refunded, told string
	}{
		{alipaytest.LineFault{Code: "TRADE_STATUS_ERROR"}, "0.00", "^5.00^TRADE_STATUS_ERROR#"},
		{alipaytest.LineFault{Code: "SYSTEM_ERROR", Ran: true}, "5.00", "^5.00^SYSTEM_ERROR$" + email + "^" + sellerID + "^0.04^SUCCESS#"},
		{alipaytest.LineFault{FeeCode: "REASON_REFUND_CHARGE_ERR"}, "5.00", "^5.00^SUCCESS$" + email + "^" + sellerID + "^0.04^REASON_REFUND_CHARGE_ERR#"},
	} {
		s := faulty(t, alipaytest.Faults{Lines: map[string]alipaytest.LineFault{tradeA: c.fault}})
		if n := s.read(s.delivered[0]); !strings.Contains(n.ResultDetails, c.told) || s.Refunded(tradeA).String() != c.refunded || s.Refunded(tradeB).String() != "1.00" {
			t.Errorf("%+v: %s, refunded %s, want %s, %s", c.fault, n.ResultDetails, s.Refunded(tradeA), c.told, c.refunded)
		}
		if l := s.Batches()[0].Lines[0]; l.Executed != (c.refunded != "0.00") {
			t.Errorf("%+v: %+v", c.fault, l)
		}
	}
}

// What the merchant sees of each fault: when, and how it reads.
func TestDeliveryFaults(t *testing.T) {
	for name, c := range map[string]struct {
		faults alipaytest.Faults
		want   string
	}{
		"none":             {alipaytest.Faults{}, "0s true"},
		"some lost":        {alipaytest.Faults{Lose: 3}, "22m0s true"},
		"all lost":         {alipaytest.Faults{Lose: alipaytest.Deliveries}, ""},
		"late":             {alipaytest.Faults{Delay: 5 * time.Hour}, "5h0m0s true"},
		"stuck":            {alipaytest.Faults{Reorder: true}, "24h0m0s true"},
		"doubled":          {alipaytest.Faults{Duplicate: true}, "0s true, 0s true, 2m0s true, 2m0s true"},
		"forged":           {alipaytest.Faults{Forge: true}, "0s bad signature, 0s true"},
		"rewritten":        {alipaytest.Faults{Rewrite: true}, "0s true, 1m0s other result"},
		"contrary":         {alipaytest.Faults{Contradict: true}, "0s true, 1m0s other id and result"},
		"mistyped":         {alipaytest.Faults{Mistype: true}, "0s true"},
		"never told":       {alipaytest.Faults{Lose: alipaytest.Deliveries, Rewrite: true, Contradict: true}, ""},
		"forged, and lost": {alipaytest.Faults{Lose: alipaytest.Deliveries, Forge: true}, "0s bad signature"},
	} {
		s := faulty(t, c.faults)
		if got := s.seen(); got != c.want || s.Pending() != 0 {
			t.Errorf("%s: %q, want %q; %d pending", name, got, c.want, s.Pending())
		}
		s.checkBooks(name, "5.00", "1.00", "994.04")
		if malformed := strings.Contains(fmt.Sprint(s.delivered), "; text/html;"); malformed != c.faults.Mistype {
			t.Errorf("%s: malformed Content-Type: %v", name, malformed)
		}
	}
}

// seen tells what was delivered: true is what the books say.
func (s *shop) seen() string {
	truth := s.delivered[:0:0]
	var all []string
	for _, d := range s.delivered {
		n, err := alipay.ParseNotification(d.Body, s.keys)
		var forged *alipay.BadSignatureError
		word := "true"
		switch {
		case errors.As(err, &forged) && d.Forged:
			word = "bad signature"
		case err != nil || d.Forged:
			word = fmt.Sprint(err)
		case strings.Contains(n.ResultDetails, "SYSTEM_ERROR") && n.SuccessNum == 1:
			word = "other result"
			if d.NotifyID != truth[0].NotifyID {
				word = "other id and result"
			}
		default:
			truth = append(truth, d)
		}
		all = append(all, d.At.Sub(start()).String()+" "+word)
	}
	return strings.Join(all, ", ")
}

// One that is stuck arrives after the next batch's, though it was sent before.
func TestReorder(t *testing.T) {
	s := open(t, nil)
	s.SetFaults("20261116001", alipaytest.Faults{Reorder: true})
	s.refund("001", good)
	s.Advance(time.Hour)
	s.refund("002", tradeB+"^1.00^r")
	s.Advance(0)
	if len(s.delivered) != 2 || s.delivered[0].BatchNo != "20261116002" || s.delivered[1].BatchNo != "20261116001" {
		t.Fatalf("delivered %+v", s.delivered)
	}
	first, second := s.read(s.delivered[0]), s.read(s.delivered[1])
	if !second.NotifyTime.Equal(start()) || !first.NotifyTime.Equal(start().Add(time.Hour)) || !s.delivered[1].At.Equal(s.delivered[0].At) {
		t.Errorf("sent at %v, then at %v", first.NotifyTime, second.NotifyTime)
	}
}

// What is sent late cannot arrive before it is sent, and only a notification of
// Alipay's frees one that is stuck.
func TestWhatFreesAStuckOne(t *testing.T) {
	s := open(t, nil)
	s.SetFaults("20261116001", alipaytest.Faults{Reorder: true, Forge: true, Delay: 5 * time.Hour})
	s.refund("001", good)
	s.Advance(time.Hour)
	s.refund("002", tradeB+"^1.00^r")
	s.Advance(48 * time.Hour)
	if got := s.moments(); got != "1h0m0s 5h0m0s 29h0m0s" || !s.delivered[1].Forged || s.delivered[2].BatchNo != "20261116001" {
		t.Errorf("delivered after %s: %+v", got, s.delivered)
	}
}

// Who forges sends once, whatever the answer.
func TestForgeriesAreNotSentAgain(t *testing.T) {
	s := open(t, nil)
	s.answer = func(d alipaytest.Delivery) string { return map[bool]string{false: "success"}[d.Forged] }
	s.SetFaults("20261116001", alipaytest.Faults{Forge: true})
	s.refund("001", good)
	s.Advance(48 * time.Hour)
	if got := s.moments(); got != "0s 0s" || s.VerifyNotify(partner, s.delivered[0].NotifyID) != "false" {
		t.Errorf("delivered after %s", got)
	}
}

// A failure is contradicted by a success.
func TestContradictedFailure(t *testing.T) {
	s := open(t, nil)
	s.SetFaults("20261116001", alipaytest.Faults{Contradict: true, Lines: map[string]alipaytest.LineFault{tradeA: {Code: "SYSTEM_ERROR"}}})
	s.refund("001", good)
	s.Advance(time.Hour)
	first, second := s.read(s.delivered[0]), s.read(s.delivered[1])
	if first.ResultDetails != tradeA+"^5.00^SYSTEM_ERROR" || second.ResultDetails != tradeA+"^5.00^SUCCESS" || first.SuccessNum != 0 || second.SuccessNum != 1 {
		t.Errorf("%+v, then %+v", first, second)
	}
}

// story runs many batches under every chance and tells all that happened.
func story(t *testing.T, seed uint64, chances alipaytest.Chances) (told string, faults []alipaytest.Faults) {
	t.Helper()
	s := open(t, func(c *alipaytest.Config) { c.Seed, c.Chances = seed, chances })
	for i := range 100 {
		trade := fmt.Sprintf("20261115220010046702%08d", i)
		if err := s.AddTrade(alipaytest.Trade{No: trade, Paid: yuan("1.00")}); err != nil {
			t.Fatal(err)
		}
		told += s.Confirm(s.page(fmt.Sprintf("%03d", i+1), trade+"^0.10^r")) + s.Submissions()[i].Token + "\n"
		s.Advance(time.Minute)
	}
	s.Advance(72 * time.Hour)
	for _, b := range s.Batches() {
		faults = append(faults, b.Faults)
	}
	return told + fmt.Sprint(s.delivered), faults
}

func TestTheSeedDecides(t *testing.T) {
	half := alipaytest.Chances{Refuse: 500, Lose: 500, Delay: 500, Reorder: 500, Duplicate: 500, Forge: 500, Rewrite: 500, Contradict: 500, Mistype: 500, Line: 500}
	told, faults := story(t, 1, half)
	if again, _ := story(t, 1, half); again != told {
		t.Error("the same seed tells another story")
	}
	if other, _ := story(t, 2, half); other == told {
		t.Error("another seed tells the same story")
	}
	// Every die is thrown alike, whatever the chances of the others are.
	_, alone := story(t, 1, alipaytest.Chances{Lose: 500})
	for i := range faults {
		if faults[i].Lose != alone[i].Lose || alone[i].Forge || alone[i].Refuse != "" {
			t.Errorf("batch %d: %+v, alone %+v", i, faults[i], alone[i])
		}
	}
	checkSpread(t, faults)
}

// checkSpread asks that of 100 batches each fault hit between 25 and 75.
func checkSpread(t *testing.T, faults []alipaytest.Faults) {
	t.Helper()
	hits := map[string]int{}
	for _, f := range faults {
		for name, hit := range map[string]bool{
			"refuse": f.Refuse != "", "lose": f.Lose > 0, "delay": f.Delay > 0, "reorder": f.Reorder, "duplicate": f.Duplicate,
			"forge": f.Forge, "rewrite": f.Rewrite, "contradict": f.Contradict, "mistype": f.Mistype, "line": len(f.Lines) > 0,
		} {
			if hit {
				hits[name]++
			}
		}
	}
	for _, name := range []string{"refuse", "lose", "delay", "reorder", "duplicate", "forge", "rewrite", "contradict", "mistype", "line"} {
		if n := hits[name]; n < 25 || n > 75 {
			t.Errorf("%s: %d of 100", name, n)
		}
	}
}

func TestChances(t *testing.T) {
	if _, faults := story(t, 3, alipaytest.Chances{Line: 1000, Codes: []string{"TRADE_STATUS_ERROR"}}); faults[0].Lines["2026111522001004670200000000"].Code != "TRADE_STATUS_ERROR" {
		t.Errorf("%+v", faults[0])
	}
	s := open(t, func(c *alipaytest.Config) { c.Chances = alipaytest.Chances{Refuse: 1000} })
	if code := s.Confirm(s.page("001", good)); code == "" {
		t.Error("accepted, want a refusal")
	}
	s.SetChances(alipaytest.Chances{})
	s.refund("002", good)
}
