package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

var keyRotationAll = flag.Bool("key-rotation-all", false, "let the key change at each minute of a day; some minutes")

// A keyChange is a day in an office whose notifications are signed with either key.
type keyChange struct {
	*office
	sent     []time.Time
	notices  [2][]string // by the old key and by the new one
	requests [2][]string
}

const newOfficeKey = "n3w0key0of0the0office00"

func newKeyChange(t *testing.T) *keyChange {
	k := &keyChange{office: newOffice(t, "auto", 0)}
	r := rand.New(rand.NewPCG(20260306, 1))
	at := time.Date(2026, 3, 6, 0, 0, 0, 0, alipay.Shanghai())
	var orders strings.Builder
	orders.WriteString("trade_no,paid_amount,refund_due\n")
	for i := range 40 {
		trade, batch := fmt.Sprintf("2026030200%06d", i), fmt.Sprintf("20260306%05d", 10000+i)
		fmt.Fprintf(&orders, "%s,9.00,3.00\n", trade)
		notice := alipay.Params{
			{Name: "notify_type", Value: alipay.NotifyType}, {Name: "notify_id", Value: "n" + batch}, {Name: "batch_no", Value: batch},
			{Name: "success_num", Value: "1"}, {Name: "result_details", Value: trade + "^3.00^SUCCESS"},
		}
		request := alipay.Params{
			{Name: "service", Value: alipay.Service}, {Name: "partner", Value: "2088101008267254"}, {Name: "_input_charset", Value: "utf-8"},
			{Name: "notify_url", Value: "https://pay.example.com/refunds"}, {Name: "seller_email", Value: "seller@example.com"},
			{Name: "refund_date", Value: at.Format(alipay.TimeLayout)}, {Name: "batch_no", Value: batch}, {Name: "batch_num", Value: "1"},
			{Name: "detail_data", Value: trade + "^3.00^x"},
		}
		for delivery := range 1 + r.IntN(2) {
			k.sent = append(k.sent, at.Add(time.Duration(delivery)*25*time.Minute))
			for i, key := range []string{officeKey, newOfficeKey} {
				notice := append(alipay.Params{{Name: "notify_time", Value: k.sent[len(k.sent)-1].Format(alipay.TimeLayout)}}, notice...)
				k.notices[i] = append(k.notices[i], k.signed(notice, key))
				k.requests[i] = append(k.requests[i], k.signed(request, key))
			}
		}
		at = at.Add(time.Duration(20+r.IntN(30)) * time.Minute)
	}
	k.write("orders/a.csv", orders.String())
	return k
}

func (k *keyChange) signed(ps alipay.Params, key string) string {
	md5, err := alipay.NewMD5(alipay.NewSecret(key))
	if err == nil {
		ps, err = alipay.Sign(ps, md5)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return ps.Encode() + "\n"
}

// logs writes the logs of the day as they are where the key changes at a minute. A request
// that is sent again by another key is another line, and a duplicate.
func (k *keyChange) logs(minute int) {
	change := time.Date(2026, 3, 6, 0, minute, 0, 0, alipay.Shanghai())
	var notices, requests strings.Builder
	for i, at := range k.sent {
		key := 0
		if !at.Before(change) {
			key = 1
		}
		notices.WriteString(k.notices[key][i])
		requests.WriteString(k.requests[key][i])
	}
	k.write("notify/a.log", notices.String())
	k.write("requests/a.log", requests.String())
}

// TestKeyChanges lets the key change at one minute of a day after another: with both keys
// in the file neither notification nor request is badly signed, and so nothing is owed any
// more.
func TestKeyChanges(t *testing.T) {
	t.Parallel()
	skipShort(t)
	minutes := []int{1, 700, 1439}
	if *keyRotationAll {
		minutes = minutes[:0]
		for m := range 24 * 60 {
			minutes = append(minutes, m)
		}
	}
	k := newKeyChange(t)
	for _, minute := range minutes {
		k.remove("var", "out")
		k.logs(minute)
		k.write("md5.key", newOfficeKey+"\n"+officeKey+"\n")
		k.ends("2026-03-07 02:30:00", "run", "-q", "--job", "nightly")
		checkMoney(t, k.dir)
		k.noneBad(fmt.Sprintf("the key changes at minute %d", minute), "2026-03-07 02:40:00")
	}
}

// TestKeyIsAddedLater lets a night have the old key alone after the key has changed: what
// it finds badly signed is read again on the next night, which has both.
func TestKeyIsAddedLater(t *testing.T) {
	t.Parallel()
	k := newKeyChange(t)
	k.logs(700)
	k.write("md5.key", officeKey+"\n")
	k.ends("2026-03-07 02:30:00", "run", "-q", "--job", "nightly")
	checkMoney(t, k.dir)
	found, _ := k.at("2026-03-07 02:40:00", exit.Done, "findings", "--json", "--job", "nightly")
	for _, code := range []string{`"BAD_SIGNATURE"`, `"REQUEST_BAD_SIGNATURE"`} {
		if !strings.Contains(found, code) {
			t.Errorf("with the old key alone there is no %s:\n%s", code, found)
		}
	}
	if left := issuedIn(t, k.dir); len(left) > 0 {
		t.Errorf("with the old key alone %v is issued", left)
	}
	k.write("md5.key", newOfficeKey+"\n"+officeKey+"\n")
	k.ends("2026-03-08 02:30:00", "run", "-q", "--job", "nightly")
	checkMoney(t, k.dir)
	k.noneBad("both keys after the old one alone", "2026-03-08 02:40:00")
}

// noneBad asks that nothing is badly signed, nothing owed, and nothing issued.
func (k *keyChange) noneBad(what, moment string) {
	k.t.Helper()
	found, _ := k.at(moment, exit.Done, "findings", "--json", "--job", "nightly")
	for _, code := range []string{"BAD_SIGNATURE", "UNDER_REFUND", "UNREAD_"} {
		if strings.Contains(found, code) {
			k.t.Errorf("%s: %s\n%s", what, code, found)
		}
	}
	if left := issuedIn(k.t, k.dir); len(left) > 0 {
		k.t.Errorf("%s: issued %v", what, left)
	}
}

// ends calls the program at a moment, whatever it ends with.
func (k *keyChange) ends(moment string, args ...string) {
	k.t.Helper()
	now, err := alipay.ParseTime(moment)
	if err != nil {
		k.t.Fatal(err)
	}
	var out, talk strings.Builder
	p := newProgram(noEnv, &out, &talk)
	p.Now = func() time.Time { return now }
	if got := p.run(k.t.Context(), append(args, "--config", k.path("cron.yaml"))); got == exit.Failed {
		k.t.Fatalf("%v at %s ends with %d:\n%s%s", args, moment, got, &out, &talk)
	}
}
