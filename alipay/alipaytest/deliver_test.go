package alipaytest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
)

// moments are the times of the deliveries after the start.
func (s *shop) moments() string {
	var all []string
	for _, d := range s.delivered {
		all = append(all, d.At.Sub(start()).String())
	}
	return strings.Join(all, " ")
}

// The intervals of §6.1: eight deliveries in 24 hours and 22 minutes, each with
// its own notify_time and signature, all with one notify_id.
func TestRedelivery(t *testing.T) {
	s := open(t, nil)
	s.answer = func(alipaytest.Delivery) string { return "fail" }
	s.refund("001", good)
	s.Advance(48 * time.Hour)
	if got, want := s.moments(), "0s 2m0s 12m0s 22m0s 1h22m0s 3h22m0s 9h22m0s 24h22m0s"; got != want || s.Pending() != 0 {
		t.Errorf("delivered after %s, want %s; %d pending", got, want, s.Pending())
	}
	signs := map[string]bool{}
	for i, d := range s.delivered {
		n := s.read(d)
		if !n.NotifyTime.Equal(d.At) || n.NotifyID != s.delivered[0].NotifyID || n.NotifyID != d.NotifyID || d.Number != i+1 || d.BatchNo != "20261116001" {
			t.Errorf("delivery %d: %+v as %+v", i+1, d, n)
		}
		signs[d.Body[:37]] = true
	}
	if len(signs) != alipaytest.Deliveries || !s.Now().Equal(start().Add(48*time.Hour)) {
		t.Errorf("%d signatures, clock %v", len(signs), s.Now())
	}
}

// Nothing but "success" ends it (§6.1).
func TestAnswers(t *testing.T) {
	for answer, want := range map[string]string{"success": "0s", "": "0s 2m0s", "Success": "0s 2m0s", "success\n": "0s 2m0s", " success": "0s 2m0s", "successsuccess": "0s 2m0s"} {
		s := open(t, nil)
		s.answer = func(d alipaytest.Delivery) string {
			if d.Number == 1 {
				return answer
			}
			return "success"
		}
		s.refund("001", good)
		s.Advance(time.Hour)
		if got := s.moments(); got != want {
			t.Errorf("%q: delivered after %s, want %s", answer, got, want)
		}
	}
}

// A notification as real ones are: the order of its parameters, two decimals, a
// fee section of the seller's account.
func TestNotification(t *testing.T) {
	s := open(t, nil)
	s.refund("001", tradeA+"^5^r#"+tradeB+"^21.00^r")
	if len(s.delivered) != 0 {
		t.Fatal("delivered before the clock moves")
	}
	s.Advance(0)
	d := s.delivered[0]
	var names []string
	for pair := range strings.SplitSeq(d.Body, "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	if want := []string{"sign", "result_details", "notify_time", "sign_type", "notify_type", "notify_id", "batch_no", "success_num"}; !slices.Equal(names, want) {
		t.Errorf("parameters = %q, want %q", names, want)
	}
	n := s.read(d)
	want := tradeA + "^5.00^SUCCESS$" + email + "^" + sellerID + "^0.04^SUCCESS#" + tradeB + "^21.00^REFUND_TRADE_FEE_ERROR"
	if n.ResultDetails != want || n.SuccessNum != 1 || len(n.NotifyID) != 34 || n.Extra != 0 {
		t.Errorf("%+v, want %s", n, want)
	}
	if d.URL != notifyTo || d.ContentType != "application/x-www-form-urlencoded; charset=GBK" {
		t.Errorf("to %s as %s", d.URL, d.ContentType)
	}
	if results, bad := alipay.ParseResultDetails(n.ResultDetails); len(results) != 2 || len(bad) != 0 || results[0].Fee == nil {
		t.Errorf("reads as %+v, %v", results, bad)
	}
}

func TestNoNotifyURLNoNotification(t *testing.T) {
	s := open(t, nil)
	if code := s.Confirm(s.page("001", good, "notify_url", "")); code != "" {
		t.Fatal(code)
	}
	s.Advance(48 * time.Hour)
	s.checkBooks("executed all the same", "5.00", "0.00", "995.04")
	if len(s.delivered) != 0 || s.Pending() != 0 {
		t.Errorf("%d delivered, %d pending", len(s.delivered), s.Pending())
	}
}

// An id is alive from the first delivery until "success", while the merchant
// answers too (§6.1, §8).
func TestNotifyVerify(t *testing.T) {
	s := open(t, nil)
	ask := func(id string) string {
		t.Helper()
		params := alipay.Params{{Name: "service", Value: "notify_verify"}, {Name: "partner", Value: partner}, {Name: "notify_id", Value: id}}
		resp, err := http.Get(params.URL(s.URL))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(answer)
	}
	var during []string
	s.answer = func(d alipaytest.Delivery) string {
		during = append(during, ask(d.NotifyID))
		if d.Number == 2 {
			return "success"
		}
		return ""
	}
	s.refund("001", good)
	s.Advance(time.Minute)
	id := s.delivered[0].NotifyID
	if got := ask(id); got != "true" {
		t.Errorf("between the deliveries: %s", got)
	}
	s.Advance(time.Minute)
	if got := ask(id); got != "false" || !slices.Equal(during, []string{"true", "true"}) {
		t.Errorf("after success: %s; during: %q", got, during)
	}
	if got := ask("70fec0c2730b27528665af4517c27b95"); got != "false" {
		t.Errorf("an unknown id: %s", got)
	}
	if got := s.VerifyNotify("2088101008267255", id); got != "invalid" {
		t.Errorf("another partner: %s", got)
	}
	if got := ask(""); got != "invalid" {
		t.Errorf("no id: %s", got)
	}
}

// Without a sink of the test's, notifications are posted to notify_url.
func TestNotificationsOverHTTP(t *testing.T) {
	var mu sync.Mutex // deliveries come over connections of their own
	var got []string
	answers := []func(http.ResponseWriter){
		func(w http.ResponseWriter) { w.WriteHeader(500) },
		func(w http.ResponseWriter) { w.Header().Set("Location", "/success"); w.WriteHeader(302) },
		func(w http.ResponseWriter) { panic(http.ErrAbortHandler) },
		func(w http.ResponseWriter) {},
	}
	merchant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		got = append(got, r.Method+" "+r.URL.Path+" "+r.Header.Get("Content-Type")+" "+string(body))
		n := len(got)
		mu.Unlock()
		if n <= len(answers) {
			answers[n-1](w)
		}
		if _, err := io.WriteString(w, "success"); err != nil {
			t.Error(err)
		}
	}))
	defer merchant.Close()
	s := open(t, func(c *alipaytest.Config) { c.Deliver = nil })
	if code := s.Confirm(s.page("001", good, "notify_url", merchant.URL+"/notify")); code != "" {
		t.Fatal(code)
	}
	s.Advance(48 * time.Hour)
	mu.Lock()
	defer mu.Unlock()
	if len(got) != 4 {
		t.Fatalf("%d deliveries, want 4: until status 200 and success", len(got))
	}
	for _, line := range got {
		if !strings.HasPrefix(line, "POST /notify application/x-www-form-urlencoded; charset=GBK sign=") {
			t.Error(line)
		}
	}
	merchant.Close()
	if code := s.Confirm(s.page("002", tradeB+"^1.00^r", "notify_url", merchant.URL+"/notify")); code != "" {
		t.Fatal(code)
	}
	s.Advance(time.Hour)
	if s.Pending() != 1 {
		t.Errorf("%d pending, want 1 where nobody listens", s.Pending())
	}
}

func TestTheClockDoesNotGoBack(t *testing.T) {
	s := open(t, nil)
	defer func() {
		if recover() == nil {
			t.Error("it does")
		}
	}()
	s.Advance(-time.Second)
}
