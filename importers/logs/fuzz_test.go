package logs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// requestsOf reads the lines of a log of submissions.
func requestsOf(t *testing.T, text string) []logs.RequestLine {
	t.Helper()
	var all []logs.RequestLine
	for line, err := range logs.ReadRequestLog(strings.NewReader(text), alipay.GBK, partner, nil) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

// FuzzRequestLine promises that a submission that Alipay would take is read as it
// was made, whatever surrounds it, and that any line is one line of one class.
func FuzzRequestLine(f *testing.F) {
	f.Add("2026-03-01 POST ", " 302", "协商退款", int64(500), false)
	f.Add(`{"body":"`, `"}`, "x", int64(1), true)
	f.Add("https://gw/?", "\x00", "a b+c%25&d=e", int64(10_000_000_000), true)
	f.Fuzz(func(t *testing.T, before, after, reason string, fen int64, utf8 bool) {
		text := strings.ReplaceAll(before+after, "\n", " ")
		if got := requestsOf(t, text+"\n"); len(got) != 1 || got[0].Verdict == files.BadSignature {
			t.Fatalf("ReadRequestLog(%q) = %+v, want one line of one class", text, got)
		}
		m := alipay.Merchant{Partner: partner, SellerEmail: "shop@example.com", Charset: alipay.GBK}
		if utf8 {
			m.Charset = alipay.UTF8
		}
		lines := []alipay.Line{{TradeNo: "2026030100000001", Amount: alipay.Fen(fen), Reason: reason}, {TradeNo: "2026030100000002", Amount: alipay.Fen(1), Reason: "x"}}
		made, err := alipay.NewRequest(m, "20260301900001", time.Date(2026, 3, 1, 9, 0, 0, 0, alipay.Shanghai()), lines)
		if err != nil || strings.Contains(text, "service") {
			return // Alipay would not take it, or the line names a service of its own
		}
		params, err := made.Params()
		if err != nil {
			t.Fatal(err)
		}
		line := strings.ReplaceAll(before, "\n", " ") + ` "` + params.Encode() + `" ` + strings.ReplaceAll(after, "\n", " ")
		if json.Valid([]byte(line)) {
			return
		}
		got := requestsOf(t, line)
		if len(got) != 1 || got[0].Verdict != files.Read {
			t.Fatalf("ReadRequestLog(%q) = %s, want the request", line, fmt.Sprint(got))
		}
		if r := got[0].Request; r.BatchNo != made.BatchNo || r.Digest != made.Digest || len(r.Lines) != 2 || r.Lines[0].Reason != reason || r.Lines[0].Amount.Cmp(alipay.Fen(fen)) != 0 {
			t.Fatalf("ReadRequestLog(%q) = %+v, want %+v", line, r, made)
		}
	})
}
