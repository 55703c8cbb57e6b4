package logs_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// A line with a trace of a notification that does not read is rejected with the trades
// that it names; one that only talks of such names, or is another interface's, is ignored.
func TestNotifyTraces(t *testing.T) {
	const trade = "2026021242672191"
	body := "notify_type=batch_refund_notify&notify_id=70fec0c2730b27528665af4517c27b95&batch_no=20260301000001&result_details=" + trade + "%5E1.00%5ESUCCESS"
	for _, c := range []struct {
		name, line string
		want       files.Verdict
		trades     []string
	}{
		{"decoded pairs, cut before its notify_id", "result_details=" + trade + "^1.00^SUCCESS&notify_ti", files.Unread, []string{trade}},
		{"JSON of the parameters", `{"notify_type":"batch_refund_notify","notify_id":"70fec0c2730b27528665af4517c27b95","result_details":"` + trade + `^1.00^SUCCESS"}`, files.Unread, []string{trade}},
		{"a dump of PHP", `Array ( [notify_id] => 70fec0c2730b27528665af4517c27b95 [result_details] => ` + trade + `^1.00^SUCCESS )`, files.Unread, []string{trade}},
		{"escaped twice", strings.ReplaceAll(strings.ReplaceAll(body, "%", "%25"), "=", "%3D"), files.Unread, []string{trade}},
		{"base64", `{"body":"` + base64.StdEncoding.EncodeToString([]byte("x="+body)) + `"}`, files.Unread, []string{trade}},
		{"talk of names", "no result_details and no notify_id in the form, batch_refund_notify expected", files.Ignored, nil},
		{"another interface", `{"notify_type":"trade_status_sync","notify_id":"70fec0c2730b27528665af4517c27b95"}`, files.Ignored, nil},
	} {
		got := readLog(t, strings.NewReader(c.line+"\n"), nil)
		if len(got) != 1 || got[0].Verdict != c.want {
			t.Errorf("%s: %+v, want verdict %d", c.name, got, c.want)
			continue
		}
		for _, trade := range c.trades {
			if !slices.Contains(got[0].Trades, trade) {
				t.Errorf("%s: names %q, want %s among them", c.name, got[0].Trades, trade)
			}
		}
	}
}

// What can be read in a request that does not read, and whether it may name more.
func TestRequestTraces(t *testing.T) {
	const one, two = "2026021242672191", "2026021242672192"
	head := "_input_charset=utf-8&batch_no=20260301000001&batch_num=2&detail_data=" + one + "%5E1.00%5Er%23" + two
	for _, c := range []struct {
		name, line string
		want       files.Verdict
		batch      string
		more       bool
		trades     []string
	}{
		{"cut in its lines, service last", head, files.Unread, "20260301000001", true, []string{one}},
		{"an escape that does not decode", head + "%5E2.00%5Er&x=%zz&service=" + alipay.Service, files.Unread, "20260301000001", false, []string{one, two}},
		{"cut before its number", "service=" + alipay.Service + "&partner=2088101008267254&detail_data=" + one + "%5E1", files.Unread, "", true, []string{one}},
		{"JSON of the parameters", `{"service":"` + alipay.Service + `","batch_no":"20260301000001","batch_num":"1","detail_data":"` + one + `^1.00^r"}`, files.Read, "", false, nil},
		{"another partner's", head + "&partner=2088101008267255", files.Ignored, "", false, nil},
		{"another service's", head + "%5E2.00%5Er&service=batch_trans_notify", files.Ignored, "", false, nil},
		{"talk of it", "calling " + alipay.Service + " failed, detail_data empty", files.Ignored, "", false, nil},
	} {
		for line, err := range logs.ReadRequestLog(strings.NewReader(c.line+"\n"), alipay.UTF8, "2088101008267254", nil) {
			if err != nil {
				t.Fatal(err)
			}
			u := line.Unread
			if line.Verdict != c.want || u.BatchNo != c.batch || u.MayNameMore != c.more || !slices.Equal(u.Trades, c.trades) {
				t.Errorf("%s: verdict %d, %+v", c.name, line.Verdict, u)
			}
		}
	}
}
