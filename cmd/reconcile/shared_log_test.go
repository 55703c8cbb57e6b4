package main

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// twoShops are two accounts that share one log; the export of each holds its own trades.
const twoShops = `ledger: var/ledger.db
accounts:
  a:
    partner: "2088101008267254"
    seller_email: a@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: a.key }
    notify_url: https://pay.example.com/refunds
    corrections: { complete_since: 2003-01-01 }
  b:
    partner: "2088101008267255"
    seller_email: b@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: b.key }
    notify_url: https://pay.example.com/refunds
    corrections: { complete_since: 2003-01-01 }
jobs:
  a: { account: a, notify: [notify/*], orders: [orders/a.csv], requests: [requests/a.log], output: out }
  b: { account: b, notify: [notify/*], orders: [orders/b.csv], requests: [requests/b.log], output: out }
`

// TestAccountsShareALog lets two accounts log into one file: no notification is badly
// signed, and neither account refunds a trade of the other. A third of the trades is
// refunded, a third failed, and of the others nothing is known.
func TestAccountsShareALog(t *testing.T) {
	k := &keyChange{office: newOffice(t, "auto", 0)}
	k.remove("orders", "requests")
	k.write("cron.yaml", twoShops)
	k.write("notify/a.log", k.shop(0, "a", officeKey)+k.shop(1, "b", newOfficeKey))
	k.ends("2026-03-07 02:30:00", "run", "-q")
	for i, name := range []string{"a", "b"} {
		checkMoneyOf(t, k.dir, name)
		found, _ := k.at("2026-03-07 02:40:00", exit.Done, "findings", "--json", "--job", name)
		for _, code := range []string{"BAD_SIGNATURE", "UNREAD_", "UNMATCHED_"} {
			if strings.Contains(found, code) {
				t.Errorf("account %s: %s\n%s", name, code, found)
			}
		}
		lines := 0
		for _, e := range issuedIn(t, k.dir) {
			if e.Partner != shopPartner(i) {
				continue
			}
			for _, l := range e.Lines {
				if lines++; !strings.HasPrefix(l.TradeNo, fmt.Sprintf("2026030200%03d", i)) {
					t.Errorf("account %s refunds trade %s of the other", name, l.TradeNo)
				}
			}
		}
		if lines != 20 {
			t.Errorf("account %s issues %d lines, want 20", name, lines)
		}
	}
}

func shopPartner(i int) string { return fmt.Sprint(2088101008267254 + i) }

// shop writes the key, the export and the requests of one of two shops, and returns its
// lines of the log.
func (k *keyChange) shop(i int, name, key string) (log string) {
	orders, requests := "trade_no,paid_amount,refund_due\n", ""
	for n := range 30 {
		trade, batch := fmt.Sprintf("2026030200%03d%03d", i, n), fmt.Sprintf("20260306%d%04d", i+1, n)
		orders += trade + ",9.00,3.00\n"
		result := []string{"^3.00^SUCCESS", "^3.00^TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH"}[n%2]
		if n%3 == 2 {
			continue
		}
		requests += k.signed(alipay.Params{
			{Name: "service", Value: alipay.Service}, {Name: "partner", Value: shopPartner(i)}, {Name: "_input_charset", Value: "utf-8"},
			{Name: "notify_url", Value: "https://pay.example.com/refunds"}, {Name: "seller_email", Value: name + "@example.com"},
			{Name: "refund_date", Value: "2026-03-06 10:00:00"}, {Name: "batch_no", Value: batch}, {Name: "batch_num", Value: "1"},
			{Name: "detail_data", Value: trade + "^3.00^x"},
		}, key)
		log += k.signed(alipay.Params{
			{Name: "notify_time", Value: "2026-03-06 10:05:00"}, {Name: "notify_type", Value: alipay.NotifyType}, {Name: "notify_id", Value: "n" + batch},
			{Name: "batch_no", Value: batch}, {Name: "success_num", Value: fmt.Sprint(1 - n%2)}, {Name: "result_details", Value: trade + result},
		}, key)
	}
	k.write(name+".key", key)
	k.write("orders/"+name+".csv", orders)
	k.write("requests/"+name+".log", requests)
	return log
}
