package alipay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// docQuery is the document's 4.5: it names no charset, and its sign has lost a
// digit.
const docQuery = "seller_email=Jier1105%40alitest.com&batch_num=1&refund_date=2011-01-12+11%3A21%3A00&notify_url=http%3A%2F%2Fapi.test.alipay.net%2Finterface%2Freceive_notify.htm&sign=9b3426cac65d36f64bffbfb6ce50549&service=refund_fastpay_by_platform_pwd&partner=2088101008267254&detail_data=2011011201037066%5E5.00%5E%D0%AD%C9%CC%CD%CB%BF%EE&sign_type=MD5&batch_no=201101120001"

func TestDocumentsRequest(t *testing.T) {
	r, err := alipay.ParseRequest(docQuery, alipay.GBK)
	if err != nil {
		t.Fatal(err)
	}
	merchant := alipay.Merchant{Partner: "2088101008267254", SellerEmail: "Jier1105@alitest.com", NotifyURL: "http://api.test.alipay.net/interface/receive_notify.htm", Charset: alipay.GBK}
	if r.Merchant != merchant || r.BatchNo != "201101120001" || r.BatchNum != "1" || r.RefundDate != "2011-01-12 11:21:00" {
		t.Errorf("%+v", r)
	}
	if want := []string{"2011011201037066/1 5.00 协商退款"}; !slices.Equal(dumpLines(r.Lines), want) || len(r.Bad) != 0 {
		t.Errorf("lines = %q, %v, want %q", dumpLines(r.Lines), r.Bad, want)
	}
	if at, ok := r.RefundTime(); !ok || at.Unix() != 1294802460 || r.Total().String() != "5.00" {
		t.Errorf("refund_date = %v, %v, total = %s", at, ok, r.Total())
	}
	if faults := alipay.CheckRequest(r); len(faults) != 0 {
		t.Errorf("faults = %v", faults)
	}
}

// The request of 7.1.2 has a return_url, which this program never sends.
func TestDocumentsSignText(t *testing.T) {
	ps, err := alipay.ParseParams(bodyOf(t, gbk(t, docRequest)))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(ps)
	if got := ps.SignText(); got != gbk(t, docRequest) {
		t.Errorf("SignText = %q", got)
	}
	signedParams, err := alipay.Sign(ps, newMD5(t, testMD5Key))
	if err != nil || signedParams.Get("sign") != "0b05127865f3c13d9aa07215946d7e25" || signedParams.Get("sign_type") != "MD5" || len(ps) != len(signedParams)-2 {
		t.Errorf("Sign = %q, %v", signedParams, err)
	}
	if again := signedParams.SignText(); again != ps.SignText() {
		t.Errorf("the signature signs itself: %q", again)
	}
	r, err := alipay.ParseRequest(signedParams.Encode(), alipay.UTF8)
	if err != nil || len(r.Lines) != 1 || r.Lines[0].Reason != "协商退款" || r.SellerUserID != "2088101008267254" {
		t.Errorf("reads back as %+v, %v", r, err)
	}
}

// The request of a public test suite, which the builder would refuse: its trade
// and its batch number are none.
func TestSuitesRequest(t *testing.T) {
	r := alipay.Request{
		Merchant: alipay.Merchant{Partner: "1000000000000000", SellerUserID: "1000000000000000", NotifyURL: "/some_url", Charset: alipay.UTF8},
		BatchNo:  "123456789", BatchNum: "1", RefundDate: "2015-01-01 00:00:00",
		Lines: []alipay.Line{{TradeNo: "1", Amount: alipay.Fen(1), Reason: "test", Occurrence: 1}},
	}
	ps, err := r.Params()
	if err != nil || ps.SignText() != suiteRefund {
		t.Errorf("SignText = %q, %v, want %q", ps.SignText(), err, suiteRefund)
	}
	ps, err = alipay.Sign(ps, newMD5(t, testMD5Key))
	if err != nil || ps.Get("sign") != "def57a58e1ac21f70c45e41bd3697368" {
		t.Errorf("sign = %q, %v", ps.Get("sign"), err)
	}
	if len(alipay.CheckRequest(r)) == 0 {
		t.Error("CheckRequest finds no fault")
	}
}

func merchant(cs alipay.Charset) alipay.Merchant {
	return alipay.Merchant{Partner: "2088101008267254", SellerEmail: "Jier1105@alitest.com", NotifyURL: "http://api.test.alipay.net/atinterface/receive_notify.htm", Charset: cs}
}

func noon() time.Time { return time.Date(2011, 1, 12, 4, 0, 0, 0, time.UTC) }

func TestNewRequestReadsBack(t *testing.T) {
	lines := []alipay.Line{{TradeNo: "2011011201037066", Amount: alipay.Fen(500), Reason: "协商退款"}, {TradeNo: "2011011201037067", Amount: alipay.Fen(1), Reason: "a b+c&d=e%20"}}
	for _, cs := range []alipay.Charset{alipay.UTF8, alipay.GBK, alipay.GB2312} {
		r, err := alipay.NewRequest(merchant(cs), "201101120001", noon(), lines)
		if err != nil {
			t.Fatal(err)
		}
		if r.BatchNum != "2" || r.RefundDate != "2011-01-12 12:00:00" || r.Total().Fen() != 501 {
			t.Errorf("%s: %+v", cs, r)
		}
		ps, err := r.Params()
		if err != nil {
			t.Fatal(err)
		}
		again, err := alipay.ParseRequest(ps.Encode(), alipay.UTF8)
		if err != nil || again.Digest != r.Digest || again.Merchant != r.Merchant || again.BatchNo != r.BatchNo || !slices.Equal(dumpLines(again.Lines), dumpLines(r.Lines)) {
			t.Errorf("%s: reads back as %+v, %v, want %+v", cs, again, err, r)
		}
		if faults := alipay.CheckRequest(again); len(faults) != 0 {
			t.Errorf("%s: faults = %v", cs, faults)
		}
	}
}

// Every character that GBK carries with '^' or '|' as its second byte, in
// reasons of at most 256 bytes.
func TestReasonsWithSeparatorsInside(t *testing.T) {
	var reasons []string
	for _, second := range []byte{'^', '|'} {
		reason := ""
		for first := 0x81; first < 0xFF; first++ {
			if s, err := alipay.GBK.Decode(string([]byte{byte(first), second})); err == nil {
				if b, err := alipay.GBK.Encode(s); err == nil && b[1] == second {
					reason += s
				}
			}
		}
		reasons = append(reasons, reason)
	}
	for _, reason := range reasons {
		if n := len([]rune(reason)); n < 115 {
			t.Errorf("only %d characters", n)
		}
		lines := []alipay.Line{{TradeNo: "2011011201037066", Amount: alipay.Fen(500), Reason: reason}, {TradeNo: "2011011201037067", Amount: alipay.Fen(7), Reason: "x" + reason}}
		r, err := alipay.NewRequest(merchant(alipay.GBK), "201101120001", noon(), lines)
		if err != nil {
			t.Fatal(err)
		}
		ps, err := r.Params()
		if err != nil {
			t.Fatal(err)
		}
		again, err := alipay.ParseRequest(ps.Encode(), alipay.UTF8)
		if err != nil || !slices.Equal(dumpLines(again.Lines), dumpLines(r.Lines)) || len(again.Bad) != 0 || len(alipay.CheckRequest(again)) != 0 {
			t.Errorf("%q: reads back as %q, %v, %v", reason, dumpLines(again.Lines), again.Bad, err)
		}
	}
}

func TestOtherServices(t *testing.T) {
	for _, text := range []string{"", "service=create_direct_pay_by_user&body=%zz", "batch_no=1", "service=refund_fastpay_by_platform_nopwd&batch_no=1", "service=refund%5Ffastpay&a=1", "service=&a=1", "xservice=refund_fastpay_by_platform_pwd"} {
		if _, err := alipay.ParseRequest(text, alipay.UTF8); !errors.Is(err, alipay.ErrOtherService) {
			t.Errorf("%q: %v, want another service's", text, err)
		}
	}
	if _, err := alipay.ParseRequest(strings.Replace(docQuery, "refund_fastpay_by", "refund%5ffastpay%5Fby", 1), alipay.GBK); err != nil {
		t.Errorf("an escaped service: %v", err)
	}
}

func TestMalformedRequests(t *testing.T) {
	for text, want := range map[string]string{
		docQuery + "&batch_no=1":                                       "batch_no: stands twice",
		docQuery + "&x=%zz":                                            `x: does not decode: invalid URL escape "%zz"`,
		strings.Replace(docQuery, "201101120001", "", 1):               `batch_no: missing or not printable: ""`,
		strings.Replace(docQuery, "201101120001", "2011%0001", 1):      `batch_no: missing or not printable: "2011\x0001"`,
		strings.Replace(docQuery, "detail_data=", "detail=", 1):        "detail_data: missing",
		"service=refund_fastpay_by_platform_pwd&service=other":         "service: stands twice",
		"service=other&service=refund_fastpay_by_platform_pwd&a=1&b=2": "service: stands twice",
	} {
		var malformed *alipay.MalformedError
		if _, err := alipay.ParseRequest(text, alipay.GBK); !errors.As(err, &malformed) || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A charset that nobody knows takes no line with it: a line that is overlooked
// could be refunded twice.
func TestUnknownCharsetKeepsTheLines(t *testing.T) {
	r, err := alipay.ParseRequest(docQuery+"&_input_charset=big5", alipay.GBK)
	if err != nil || len(r.Lines) != 1 || r.Lines[0].Amount.Fen() != 500 || r.Charset != "big5" {
		t.Fatalf("%+v, %v", r, err)
	}
	if faults := alipay.CheckRequest(r); len(faults) != 1 || faults[0].Code != "ILLEGAL_CHARSET" {
		t.Errorf("faults = %v, want ILLEGAL_CHARSET", faults)
	}
}

func TestRequestDigest(t *testing.T) {
	digest := func(detail string) alipay.Digest {
		r, err := alipay.ParseRequest(body("service", alipay.Service, "batch_no", "201101120001", "detail_data", detail), alipay.UTF8)
		if err != nil {
			t.Fatal(err)
		}
		return r.Digest
	}
	const a, b = "2011011201037066^5.00^x", "2011011201037067^1.00^y"
	if digest(a) != digest("2011011201037066^5^another reason") {
		t.Error("the reason or the form of the amount is in the digest")
	}
	seen := map[alipay.Digest]string{}
	for _, detail := range []string{a, b, a + "#" + b, b + "#" + a, a + "#" + a, "2011011201037066^5.01^x", a + "#", a + "#bad", a + "#worse"} {
		d := digest(detail)
		if other, ok := seen[d]; ok {
			t.Errorf("%q and %q have one digest", detail, other)
		}
		seen[d] = detail
	}
}
