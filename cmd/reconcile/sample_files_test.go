package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"reconcile/alipay"
)

// sampleFiles are the files of the sample by their path in testdata.
func (s *shop) sampleFiles() map[string][]byte {
	files := map[string][]byte{"md5.key": []byte(sampleKey + "\n")}
	for day := firstLogged; day <= fortnight; day++ {
		name, text := "notify/notify-"+clock(day, 0, 0).Format("20060102")+".log", s.logOf(day)
		switch {
		case day == lostLog:
		case day > 1:
			files[name] = text
		default:
			files[name+".gz"] = s.pack(text)
		}
	}
	files["late/notify-20261116.log"] = s.logOf(16)
	slices.SortStableFunc(s.sent, func(a, b logged) int { return a.at.Compare(b.at) })
	visits := func(l logged) bool { return strings.Contains(l.body, s.ticket) }
	files["requests/submitted-week1.log"] = s.submissions(1, 7, func(l logged) bool { return !visits(l) })
	files["requests/submitted-week2.log"] = s.submissions(8, 14, func(l logged) bool { return !visits(l) })
	files["requests/submitted-visits.log.gz"] = s.pack(s.submissions(1, 1, visits))
	for _, orders := range s.exports {
		slices.SortStableFunc(orders, func(a, b sampleOrder) int { return a.at.Compare(b.at) })
	}
	files["orders/orders-202610.csv"] = s.octoberExport()
	files["orders/orders-202611.csv"] = s.novemberExport()
	files["orders/wholesale-2026q4.tsv"] = s.wholesaleExport()
	maps.Copy(files, s.billFiles())
	return files
}

// pack compresses a file, with no time in the header.
func (s *shop) pack(text []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes()
}

// logOf is the log of a day. The merchant's logging changed on the way.
func (s *shop) logOf(day int) []byte {
	form := plainLine
	switch {
	case day <= 5:
		form = accessLine
	case day <= 8:
		form = appLine
	case day <= 10:
		form = quotedLine
	case day <= 12:
		form = s.jsonLogLine
	}
	slices.SortStableFunc(s.got, func(a, b logged) int { return a.at.Compare(b.at) })
	var b bytes.Buffer
	for _, l := range s.got {
		if l.at.Format("20060102") == clock(day, 0, 0).Format("20060102") {
			b.WriteString(lineOf(l, form) + "\n")
		}
	}
	return b.Bytes()
}

// lineOf prints a line in the form of its day, unless it is nobody's and has its own.
func lineOf(l logged, form func(logged) string) string {
	if l.path == "" && l.body != "" {
		return l.body
	}
	return form(l)
}

// accessLine is a web server's.
func accessLine(l logged) string {
	at := l.at.Format("02/Jan/2006:15:04:05 -0700")
	if l.body == "" {
		return fmt.Sprintf(`198.51.100.23 - - [%s] "GET /healthz HTTP/1.1" 200 2 "-" "probe/1.0"`, at)
	}
	return fmt.Sprintf(`203.0.113.7 - - [%s] "GET %s?%s HTTP/1.1" 200 7 "-" "Mozilla/4.0"`, at, l.path, l.body)
}

// appLine is a shop program's.
func appLine(l logged) string {
	at := l.at.Format("2006-01-02 15:04:05")
	if l.body == "" {
		return at + ",118 INFO  [stock-2] StockService - 3 items reordered"
	}
	return at + ",207 INFO  [notify-1] AlipayController " + l.path + " body=" + l.body
}

// quotedLine is an audit table's.
func quotedLine(l logged) string {
	at := l.at.Format("2006-01-02 15:04:05")
	if l.body == "" {
		return fmt.Sprintf(`"%s","198.51.100.23","GET /healthz",""`, at)
	}
	return fmt.Sprintf(`"%s","203.0.113.7","POST %s","%s"`, at, l.path, l.body)
}

// jsonLogLine is a log collector's.
func (s *shop) jsonLogLine(l logged) string {
	text, err := json.Marshal(struct {
		TS      string `json:"ts"`
		Service string `json:"service"`
		Path    string `json:"path,omitempty"`
		Body    string `json:"body,omitempty"`
	}{l.at.Format(time.RFC3339), "pay-gateway", l.path, l.body})
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// plainLine is the body alone.
func plainLine(l logged) string {
	if l.body == "" {
		return "-- heartbeat " + l.at.Format("15:04:05")
	}
	return l.body
}

// submissions are what a part of the merchant's system sent in some days: addresses at
// first, later JSON lines.
func (s *shop) submissions(from, to int, part func(logged) bool) []byte {
	var b bytes.Buffer
	for _, l := range s.sent {
		if l.at.Before(clock(from, 0, 0)) || l.at.After(clock(to+1, 0, 0)) || !part(l) {
			continue
		}
		if from == 1 {
			b.WriteString("https://mapi.alipay.com/gateway.do?" + l.body + "\n")
			continue
		}
		fmt.Fprintf(&b, "{\"time\":%q,\"request_body\":%q}\n", l.at.Format(time.RFC3339), l.body)
	}
	return b.Bytes()
}

// octoberExport is the shop system's: GBK, CRLF, Chinese, with lines before and
// after the table.
func (s *shop) octoberExport() []byte {
	var b strings.Builder
	b.WriteString("#店铺订单导出\r\n#起止时间：2026-10-18 至 2026-10-31\r\n")
	b.WriteString("商家订单号,支付宝交易号,付款时间,买家实付金额（元）,订单状态,应退金额（元）,退款原因\r\n")
	for i, o := range s.exports[october] {
		fmt.Fprintf(&b, "TB%05d\t,%s\t,%s,%s,%s,%s,%s\r\n", 41001+i, o.trade, o.at.Format("2006/01/02 15:04"), o.paid, "交易成功", o.due, o.reason)
	}
	fmt.Fprintf(&b, "#合计：%d笔\r\n", len(s.exports[october]))
	text, err := alipay.GBK.Encode(b.String())
	if err != nil {
		s.t.Fatal(err)
	}
	return []byte(text)
}

// novemberExport is a spreadsheet's: UTF-8 with a byte order mark, quoted, with
// one trade number that the spreadsheet took for a number.
func (s *shop) novemberExport() []byte {
	var b bytes.Buffer
	b.WriteString("\uFEFFtrade_no,order_no,paid_at,paid_amount,refund_due,refund_reason\r\n")
	for i, o := range s.exports[november] {
		reason := o.reason
		if reason == "少发货" {
			reason = "少发货，\n补发缺货"
		}
		fmt.Fprintf(&b, "'%s,SO%05d,%s,%s,%s,\"%s\"\r\n", o.trade, 70001+i, o.at.Format("2006-01-02 15:04:05"), o.paid, o.due, reason)
	}
	fmt.Fprintf(&b, "'%s,SO79998,2026-10-28 15:20:00,一百二十八元,128.00,\"\"\r\n", s.respelt)
	b.WriteString("2.02611E+27,SO79999,2026-11-13 22:41:07,68.00,0.00,\"\"\r\n")
	return b.Bytes()
}

// wholesaleExport is an older system's: UTF-16, tabs, signs and separators in
// the amounts, and no due.
func (s *shop) wholesaleExport() []byte {
	var b strings.Builder
	b.WriteString("\uFEFF交易号\t订单号\t支付时间\t订单金额\t状态\r\n")
	for i, o := range s.exports[wholesale] {
		paid := o.paid
		if n := len(paid); n > 6 {
			paid = paid[:n-6] + "," + paid[n-6:]
		}
		fmt.Fprintf(&b, "%s\tW%04d\t%s\t¥%s\t已付款\r\n", o.trade, 301+i, o.at.Format("2006-01-02 15:04:05"), paid)
	}
	var out bytes.Buffer
	if err := binary.Write(&out, binary.LittleEndian, utf16.Encode([]rune(b.String()))); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}
