package logs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// submitted is a signed request in a charset, with its parameters.
func submitted(t testing.TB, cs alipay.Charset, batch string, lines ...alipay.Line) (alipay.Request, alipay.Params) {
	t.Helper()
	m := alipay.Merchant{Partner: partner, SellerEmail: "refunds@example.com", NotifyURL: "https://shop.example/alipay/notify?from=a&to=b", Charset: cs}
	r, err := alipay.NewRequest(m, batch, time.Date(2026, 3, 10, 9, 0, 0, 0, alipay.Shanghai()), lines)
	if err != nil {
		t.Fatal(err)
	}
	ps, err := r.Params()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := alipay.Sign(ps, md5Key(t))
	if err != nil {
		t.Fatal(err)
	}
	r.SignType = "MD5"
	return r, signed
}

func refundLine(trade string, fen int64, reason string) alipay.Line {
	return alipay.Line{TradeNo: trade, Amount: alipay.Fen(fen), Reason: reason}
}

// otherService is a request of another service, which shares the log.
func otherService() alipay.Params {
	return alipay.Params{
		{Name: "service", Value: "create_direct_pay_by_user"}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "out_trade_no", Value: "A9"}, {Name: "total_fee", Value: "9.00"}, {Name: "subject", Value: "tea"},
		{Name: "sign_type", Value: "MD5"}, {Name: "sign", Value: "0123456789abcdef0123456789abcdef"},
	}
}

// readRequests returns what was read of a log of submissions, without what is read twice
// in a row.
func readRequests(t testing.TB, text string, cs alipay.Charset) (read, refused []logs.RequestLine) {
	t.Helper()
	for line, err := range logs.ReadRequestLog(strings.NewReader(text), cs, partner, md5Key(t)) {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case line.Verdict == files.Ignored:
		case line.Verdict != files.Read || line.BadSignature != "":
			refused = append(refused, line)
		case len(read) == 0 || read[len(read)-1].Request.Digest != line.Request.Digest:
			read = append(read, line)
		}
	}
	return read, refused
}

func sameRequest(a, b alipay.Request) bool {
	return a.BatchNo == b.BatchNo && a.BatchNum == b.BatchNum && a.RefundDate == b.RefundDate && a.Digest == b.Digest && a.Partner == b.Partner &&
		a.SellerEmail == b.SellerEmail && a.NotifyURL == b.NotifyURL && a.SignType == b.SignType &&
		slices.EqualFunc(a.Lines, b.Lines, func(x, y alipay.Line) bool {
			return x.TradeNo == y.TradeNo && x.Amount.Cmp(y.Amount) == 0 && x.Reason == y.Reason && x.Occurrence == y.Occurrence
		})
}

// TestRequestForms promises that a request reads the same in every form and charset, and
// that its signature is good.
func TestRequestForms(t *testing.T) {
	for _, f := range forms.Requests() {
		t.Run(f.Name, func(t *testing.T) {
			for _, cs := range []alipay.Charset{alipay.UTF8, alipay.GBK} {
				one, onePs := submitted(t, cs, "20260310000001", refundLine("2026030122001400000000000001", 1250, "协商退款"), refundLine("2026030122001400000000000002", 800, "r"))
				two, twoPs := submitted(t, cs, "20260310000002", refundLine("2026030122001400000000000001", 5, "7天无理由"), refundLine("2026021242672191", 100, ""))
				for _, c := range []struct {
					what, text string
					want       []alipay.Request
				}{
					{"one", f.Print(cs, onePs), []alipay.Request{one}},
					{"two", noise + f.Print(cs, onePs) + noise + f.Print(cs, twoPs), []alipay.Request{one, two}},
					{"two at once", f.Print(cs, onePs, twoPs), []alipay.Request{one, two}},
					{"another service between", f.Print(cs, onePs) + f.Print(cs, otherService()) + f.Print(cs, twoPs), []alipay.Request{one, two}},
				} {
					got, refused := readRequests(t, c.text, cs)
					ok := slices.EqualFunc(got, c.want, func(l logs.RequestLine, want alipay.Request) bool { return sameRequest(l.Request, want) })
					if !ok || len(refused) > 0 {
						t.Errorf("%s in %s: read %s, refused %s\nof %s", c.what, cs, sayRequests(got), sayRequests(refused), shortened(c.text))
					}
				}
			}
		})
	}
}

// sayRequests says what was read of lines, and why no more.
func sayRequests(all []logs.RequestLine) string {
	var say []string
	for _, l := range all {
		say = append(say, fmt.Sprintf("line %d (verdict %d): %s %s %v %s%s%s", l.Line, l.Verdict, l.Request.BatchNo, l.Request.BatchNum, l.Request.Lines, l.Reason, l.Unread.Reason, l.BadSignature))
	}
	return fmt.Sprintf("%d: %s", len(all), strings.Join(say, "; "))
}

// TestRequestFormsOpen writes reasons that a form without escapes leaves open: they read
// as they were written, or the request is refused, with its trades.
func TestRequestFormsOpen(t *testing.T) {
	skipShort(t)
	for _, f := range forms.Requests() {
		for _, reason := range []string{"it's \"x\" <a&b> 50%+1", "a, sign=b", "x&batch_num=1", "] [sign] => x", "\\", "a;b} {c", `', 'x': '`} {
			want, ps := submitted(t, alipay.UTF8, "20260310000001", refundLine("2026030122001400000000000001", 1250, reason))
			text := f.Print(alipay.UTF8, ps)
			got, refused := readRequests(t, text, alipay.UTF8)
			read := len(got) == 1 && sameRequest(got[0].Request, want) && len(refused) == 0
			if !read && (len(got) > 0 || len(refused) == 0) {
				t.Errorf("%s, reason %q: read %s, refused %s\nof %s", f.Name, reason, sayRequests(got), sayRequests(refused), shortened(text))
			}
		}
	}
}

// TestRequestFormsCut cuts logs of submissions off anywhere: what reads is what was
// printed, or names a part of its lines and is refused.
func TestRequestFormsCut(t *testing.T) {
	skipShort(t)
	want, ps := submitted(t, alipay.UTF8, "20260310000001", refundLine("2026030122001400000000000001", 1250, "a"), refundLine("2026030122001400000000000002", 800, "b"))
	for _, f := range forms.Requests() {
		t.Run(f.Name, func(t *testing.T) {
			text := f.Print(alipay.UTF8, ps)
			step := max(1, len(text)/80)
			for at := len(text) - 1; at > 0; at -= step {
				got, refused := readRequests(t, text[:at]+"\n"+noise, alipay.UTF8)
				if len(got) > 1 || len(got) == 1 && !sameRequest(got[0].Request, want) {
					t.Fatalf("cut at %d of %d: read %s of %s", at, len(text), sayRequests(got), shortened(text[:at]))
				}
				if len(got) == 0 && len(refused) == 0 && statedLine.MatchString(text[:at]) {
					t.Fatalf("cut at %d of %d: nothing is told of %s", at, len(text), shortened(text[:at]))
				}
			}
		})
	}
}
