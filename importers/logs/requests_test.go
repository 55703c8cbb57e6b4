package logs_test

import (
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

func TestReadRequests(t *testing.T) {
	const body = "service=refund_fastpay_by_platform_pwd&partner=2088101008267254&_input_charset=GBK&refund_date=2011-01-12+11%3A21%3A00" +
		"&batch_no=201101120001&batch_num=1&detail_data=2011011201037066%5E5.00%5E%D0%AD%C9%CC%CD%CB%BF%EE"
	for _, c := range []struct {
		name, line string
		want       files.Verdict
		reason     string
	}{
		{"body", body, files.Read, ""},
		{"URL", "https://mapi.alipay.com/gateway.do?" + body, files.Read, ""},
		{"in quotes", `2026-03-01 POST "` + body + `" 302`, files.Read, ""},
		{"JSON", `{"time":1772294430,"body":"` + body + `"}`, files.Read, ""},
		{"JSON with escapes", `{"query":"` + strings.NewReplacer("&", `\u0026`, "=", `\u003d`).Replace(body) + `"}`, files.Read, ""},
		{"no partner", strings.Replace(body, "&partner=2088101008267254", "", 1), files.Read, ""},
		{"blank", "", files.Ignored, ""},
		{"other service", "service=create_direct_pay_by_user&partner=2088101008267254", files.Ignored, ""},
		{"a longer name of a service", strings.Replace(body, "_pwd&", "_pwd_x&", 1), files.Ignored, ""},
		{"other partner", strings.Replace(body, "2088101008267254", "2088101008267255", 1), files.Rejected, `partner "2088101008267255" is not the account's`},
		{"no lines", strings.Replace(body, "detail_data=", "detail=", 1), files.Unread, "holds a request that does not read, in parts: log the body or the address as it is sent, url-encoded, one a line"},
		{"twice", body + "&batch_no=1", files.Unread, "batch_no: stands twice"},
		{"long", body + "&x=" + strings.Repeat("x", 4<<20), files.Unread, "line longer than 4 MiB"},
		{"long, other service", "service=other&x=" + strings.Repeat("x", 4<<20), files.Ignored, ""},
	} {
		var got []logs.RequestLine
		for line, err := range logs.ReadRequestLog(strings.NewReader("\r\n"+c.line+"\r\n"), alipay.UTF8, partner, nil) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, line)
		}
		if len(got) != 2 || got[1].Line != 2 || got[1].Verdict != c.want || got[1].Reason != c.reason {
			t.Errorf("%s: ReadRequestLog gave %+v, want line 2 with verdict %d, reason %q", c.name, got, c.want, c.reason)
			continue
		}
		if r := got[1].Request; c.want == files.Read && (len(r.Lines) != 1 || r.Lines[0].Reason != "协商退款" || r.BatchNo != "201101120001") {
			t.Errorf("%s: request is %+v", c.name, r)
		}
	}
}

func TestRequestAddress(t *testing.T) {
	const body = "service=refund_fastpay_by_platform_pwd&partner=2088101008267254&refund_date=2011-01-12+11%3A21%3A00" +
		"&batch_no=201101120001&batch_num=1&detail_data=2011011201037066%5E5.00%5Ea&notify_url="
	for line, want := range map[string]bool{
		"https://mapi.alipay.com/gateway.do?" + body:                                       false,
		"http://mapi.alipay.com/gateway.do?" + body:                                        true,
		"10:00 POST http://mapi.alipay.com/gateway.do " + body:                             true,
		"10:00 POST http://127.0.0.1:8080/gateway.do?x=1 " + body:                          true,
		body + "http://api.test.alipay.net/atinterface/receive_notify.htm":                 false,
		body + "http%3A%2F%2Fmapi.alipay.com%2Fgateway.do":                                 false,
		"referer=http://shop.example.com/ POST https://mapi.alipay.com/gateway.do " + body: false,
	} {
		for got, err := range logs.ReadRequestLog(strings.NewReader(line+"\n"), alipay.UTF8, partner, nil) {
			if err != nil || got.Verdict != files.Read || got.Request.Plain != want {
				t.Errorf("%s: verdict %d, plain %v, %v; want plain %v", line, got.Verdict, got.Request.Plain, err, want)
			}
		}
	}
}
