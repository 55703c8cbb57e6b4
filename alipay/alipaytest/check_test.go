package alipaytest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
)

const good = tradeA + "^5.00^协商退款"

// lines is a detail_data of so many lines.
func lines(n int) string {
	var items []string
	for i := range n {
		items = append(items, fmt.Sprintf("20261115220010046702%08d^0.01^r", i))
	}
	return strings.Join(items, "#")
}

// Each rule of §4 once, with the code of §9 that it is refused with.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, detail string
		changes      []string
		want         string
	}{
		{"good", good, nil, ""},
		{"two lines", good + "#" + tradeB + "^0.01^" + strings.Repeat("款", 85), nil, ""},
		{"1000 lines", lines(1000), nil, ""},
		{"longest serial", good, []string{"batch_no", "20261116" + strings.Repeat("Z", 24)}, ""},
		{"no notify_url", good, []string{"notify_url", ""}, ""},
		{"by e-mail", good, []string{"seller_user_id", "", "seller_email", email}, ""},
		{"the user ID wins", good, []string{"seller_email", "nobody@example.com"}, ""},
		{"a parameter of no meaning", good, []string{"return_url", "http://shop.example/"}, ""},
		{"unpadded amount", tradeA + "^5^r", nil, ""},
		{"no reason", tradeA + "^5.00^", nil, ""},

		{"other service", good, []string{"service", "refund_fastpay_query"}, "ILLEGAL_SERVICE"},
		{"other partner", good, []string{"partner", "2088101008267255"}, "ILLEGAL_PARTNER"},
		{"no charset", good, []string{"_input_charset", ""}, "ILLEGAL_CHARSET"},
		{"unknown charset", good, []string{"_input_charset", "big5"}, "ILLEGAL_CHARSET"},
		{"UTF-8 as GBK", tradeA + "^5.00^退", []string{"_input_charset", "GBK"}, "ILLEGAL_ENCODING"},
		{"GBK as UTF-8", tradeA + "^5.00^" + gbk("退"), nil, "ILLEGAL_ENCODING"},
		{"GBK as gb2312", tradeA + "^5.00^" + gbk("镕"), []string{"_input_charset", "gb2312"}, "ILLEGAL_ENCODING"},
		{"no byte of GBK", tradeA + "^5.00^\x80", []string{"_input_charset", "gbk"}, "ILLEGAL_ENCODING"},
		{"no second byte of GBK", tradeA + "^5.00^\xd0\x7f", []string{"_input_charset", "gbk"}, "ILLEGAL_ENCODING"},
		{"no second byte of gb2312", tradeA + "^5.00^\xd0\xff", []string{"_input_charset", "gb2312"}, "ILLEGAL_ENCODING"},
		{"cut GBK", tradeA + "^5.00^\xd0", []string{"_input_charset", "gbk"}, "ILLEGAL_ENCODING"},
		{"no seller", good, []string{"seller_user_id", ""}, "SELLER_INFO_NOT_EXIST"},
		{"unknown seller", good, []string{"seller_user_id", "2088000000000000"}, "SELLER_INFO_NOT_EXIST"},
		{"unknown user ID of a known e-mail", good, []string{"seller_user_id", "2088000000000000", "seller_email", email}, "SELLER_INFO_NOT_EXIST"},
		{"long notify_url", good, []string{"notify_url", "http://" + strings.Repeat("a", 194)}, "ILLEGAL_ARGUMENT"},
		{"notify_url of no host", good, []string{"notify_url", "/notify"}, "ILLEGAL_ARGUMENT"},
		{"no refund_date", good, []string{"refund_date", ""}, "REFUND_DATE_ERROR"},
		{"short refund_date", good, []string{"refund_date", "2026-11-16 9:30:00"}, "REFUND_DATE_ERROR"},
		{"yesterday's refund_date", good, []string{"refund_date", "2026-11-15 09:30:00"}, "REFUND_DATE_ERROR"},
		{"tomorrow's refund_date", good, []string{"refund_date", "2026-11-17 00:00:00"}, "REFUND_DATE_ERROR"},
		{"no batch_no", good, []string{"batch_no", ""}, "BATCH_NO_FORMAT_ERROR"},
		{"serial 000", good, []string{"batch_no", "20261116000"}, "BATCH_NO_FORMAT_ERROR"},
		{"short serial", good, []string{"batch_no", "2026111601"}, "BATCH_NO_FORMAT_ERROR"},
		{"long serial", good, []string{"batch_no", "20261116" + strings.Repeat("1", 25)}, "BATCH_NO_FORMAT_ERROR"},
		{"a sign in the serial", good, []string{"batch_no", "20261116-001"}, "BATCH_NO_FORMAT_ERROR"},
		{"yesterday's batch_no", good, []string{"batch_no", "20261115001"}, "BATCH_NO_FORMAT_ERROR"},
		{"no batch_num", good, []string{"batch_num", ""}, "BATCH_NUM_ERROR"},
		{"batch_num no number", good, []string{"batch_num", "1.0"}, "BATCH_NUM_ERROR"},
		{"batch_num padded", good, []string{"batch_num", "01"}, "BATCH_NUM_ERROR"},
		{"batch_num below zero", good, []string{"batch_num", "-1"}, "BATCH_NUM_ERROR"},
		{"1001 lines", lines(1001), nil, "BATCH_NUM_EXCEED_LIMIT"},
		{"batch_num of 1001", good, []string{"batch_num", "1001"}, "BATCH_NUM_EXCEED_LIMIT"},
		{"1001 lines that say less", lines(1001), []string{"batch_num", "1000"}, "BATCH_NUM_EXCEED_LIMIT"},
		{"a line more", good + "#" + tradeB + "^0.01^r", []string{"batch_num", "1"}, "BATCH_NUM_NOT_EQUAL_TOTAL"},
		{"no line", good, []string{"batch_num", "0"}, "BATCH_NUM_NOT_EQUAL_TOTAL"},
		{"an empty line", good + "#", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"two fields", tradeA + "^5.00", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"^ in a reason", tradeA + "^5.00^a^b", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"| in a reason", tradeA + "^5.00^a|b", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"$ in a reason", tradeA + "^5.00^a$b", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"no trade number", "T2026111522001004^5.00^r", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"short trade number", "201101120103706^5.00^r", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"no amount", tradeA + "^1e3^r", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"full-width amount", tradeA + "^５.00^r", nil, "DETAIL_DATA_FORMAT_ERROR"},
		{"amount of zero", tradeA + "^0.00^r", nil, "REFUND_AMOUNT_NOT_VALID"},
		{"less than a fen", tradeA + "^0.001^r", nil, "REFUND_AMOUNT_NOT_VALID"},
		{"long reason", tradeA + "^5.00^" + strings.Repeat("a", 257), nil, "SINGLE_DETAIL_DATA_EXCEED_LIMIT"},
		{"long in bytes", tradeA + "^5.00^" + strings.Repeat("款", 86), nil, "SINGLE_DETAIL_DATA_EXCEED_LIMIT"},
		{"a trade twice", good + "#" + good, nil, "DUBL_TRADE_NO_IN_SAME_BATCH"},
		{"a royalty", good + "|a@example.com^2088101003147483^b@example.com^2088101003147484^0.01^r", nil, "PWD_REFUND_NOT_ALLOW_ROYALTY"},
	} {
		s := open(t, nil)
		sub := s.Submit("", s.signed(s.params("001", c.detail, c.changes...)))
		if sub.Code != c.want || (sub.Token == "") != (c.want != "") || (sub.Text == "") != (c.want == "") {
			t.Errorf("%s: %q, %q, want %q", c.name, sub.Code, sub.Text, c.want)
		}
		if _, ok := alipay.ErrorCodes().Lookup(c.want); c.want != "" && !ok {
			t.Errorf("%s: %s is no code of the document", c.name, c.want)
		}
		if got := s.Submissions(); len(got) != 1 || got[0].Code != c.want || len(s.Batches()) != 0 {
			t.Errorf("%s: %d submissions, %d batches", c.name, len(got), len(s.Batches()))
		}
	}
}

func TestSignatures(t *testing.T) {
	s := open(t, nil)
	body := s.signed(s.params("001", good))
	for name, c := range map[string]struct{ body, want string }{
		"good":            {body, ""},
		"an empty one":    {body + "&royalty_type=", ""}, // has no value, is not signed (§7.1.2)
		"another amount":  {strings.Replace(body, "5.00", "6.00", 1), "ILLEGAL_SIGN"},
		"one more":        {body + "&return_url=a", "ILLEGAL_SIGN"},
		"no sign":         {body[:strings.Index(body, "&sign=")], "ILLEGAL_SIGN"},
		"another type":    {strings.Replace(body, "sign_type=MD5", "sign_type=RSA", 1), "ILLEGAL_SIGN_TYPE"},
		"in small":        {strings.Replace(body, "sign_type=MD5", "sign_type=md5", 1), "ILLEGAL_SIGN_TYPE"},
		"no type":         {strings.Replace(body, "sign_type=MD5&", "", 1), "ILLEGAL_SIGN_TYPE"},
		"twice":           {body + "&batch_no=20261116001", "ILLEGAL_ARGUMENT"},
		"does not decode": {body + "&a=%zz", "ILLEGAL_ARGUMENT"},
	} {
		if sub := s.Submit("", c.body); sub.Code != c.want {
			t.Errorf("%s: %q, %q, want %q", name, sub.Code, sub.Text, c.want)
		}
	}
}

// The URL of a form may name the charset as well, and must where the stand-in
// asks for it.
func TestCharsetInTheURL(t *testing.T) {
	for _, c := range []struct {
		asked       bool
		query, want string
	}{
		{false, "", ""},
		{false, "_input_charset=utf-8", ""},
		{false, "_input_charset=GBK", "ILLEGAL_ARGUMENT"},
		{false, "%zz", "ILLEGAL_ARGUMENT"},
		{true, "_input_charset=utf-8", ""},
		{true, "", "ILLEGAL_CHARSET"},
	} {
		s := open(t, func(c2 *alipaytest.Config) { c2.CharsetInURL = c.asked })
		if sub := s.Submit(c.query, s.signed(s.params("001", good))); sub.Code != c.want {
			t.Errorf("%v, %q: %q, want %q", c.asked, c.query, sub.Code, c.want)
		}
	}
	s := open(t, nil)
	all := s.signed(s.params("001", good))
	if sub := s.Submit("_input_charset=utf-8", strings.Replace(all, "_input_charset=utf-8&", "", 1)); sub.Code != "" {
		t.Errorf("in the URL alone: %q, %q", sub.Code, sub.Text)
	}
	if sub := s.Submit(all, ""); sub.Code != "" {
		t.Errorf("as a URL: %q, %q", sub.Code, sub.Text)
	}
}

// What a browser sends for a character that the form's charset lacks is text: it
// breaks the signature and holds a "#". A test can see it.
func TestReferencesAreRemembered(t *testing.T) {
	s := open(t, nil)
	body := s.signed(s.params("001", tradeA+"^5.00^a😀b", "_input_charset", "gbk"))
	sent := strings.Replace(body, "%F0%9F%98%80", "%26%23128512%3B%26%23x1F600%3B%26amp%3B", 1)
	if sub := s.Submit("", sent); sub.Code != "ILLEGAL_SIGN" || !slices.Equal(sub.References, []string{"&#128512;", "&#x1F600;"}) {
		t.Errorf("%q, references = %q", sub.Code, sub.References)
	}
	sub := s.Submit("", s.signed(s.params("002", tradeA+"^5.00^a&#128512;", "batch_num", "1")))
	if sub.Code != "BATCH_NUM_NOT_EQUAL_TOTAL" || !slices.Equal(sub.References, []string{"&#128512;"}) {
		t.Errorf("%q, references = %q", sub.Code, sub.References)
	}
	s.page("003", good)
	if got := s.Submissions()[2].References; got != nil {
		t.Errorf("references = %q, want none", got)
	}
}

// What the program builds is accepted, in every sign type and charset, and reads
// the same: characters of GBK whose second byte is "^" or "|" too.
func TestOwnRequestsAreAccepted(t *testing.T) {
	for _, signType := range []string{"MD5", "RSA", "DSA"} {
		for cs, reason := range map[alipay.Charset]string{alipay.UTF8: "协商退款 😀", alipay.GBK: "協商退款 乗亅", alipay.GB2312: "协商退款"} {
			keys := pairOf(t, signType)
			s := open(t, func(c *alipaytest.Config) { c.Merchant, c.Alipay = keys, keys })
			s.keys = keys
			m := alipay.Merchant{Partner: partner, SellerEmail: email, NotifyURL: notifyTo, Charset: cs}
			r, err := alipay.NewRequest(m, "20261116001", s.Now(), []alipay.Line{{TradeNo: tradeA, Amount: yuan("5.00"), Reason: reason}})
			if err != nil {
				t.Fatal(err)
			}
			ps, err := r.Params()
			if err != nil {
				t.Fatal(err)
			}
			sub := s.Submit("", s.signed(ps))
			if code := s.Confirm(sub.Token); sub.Code != "" || code != "" {
				t.Errorf("%s, %s: %q, %q, %q", signType, cs, sub.Code, sub.Text, code)
				continue
			}
			s.Advance(0)
			n := s.read(s.delivered[0])
			if got := s.Batches()[0].Lines[0].Reason; got != reason || n.BatchNo != "20261116001" {
				t.Errorf("%s, %s: reason %q, want %q; %+v", signType, cs, got, reason, n)
			}
		}
	}
}

// The document's own request (§7.1.2), with the signatures that others have
// computed for it.
func TestDocumentsRequest(t *testing.T) {
	const text = "_input_charset=GBK&batch_no=201101120001&batch_num=1&detail_data=2011011201037066^5.00^协商退款&partner=2088101008267254&refund_date=2011-01-12 11:21:00&return_url=http://api.test.alipay.net/atinterface/receive_notify.htm&seller_email=Jier1105@alitest.com&seller_user_id=2088101008267254&service=refund_fastpay_by_platform_pwd"
	for signType, sign := range map[string]string{
		"MD5": "0b05127865f3c13d9aa07215946d7e25",
		"RSA": "m8HdpFK0syH5muRnrP9K5rM/w6AEs4QxF2DYFL9JkO0oY+kSzogdusjL82RO8Vu+4hNqXpr/kk4LWZThCpGd7wpa7W+v78hRedrFWwyzI+FbqdXoGeHDzqnzIF9Trk1pu8Jnn+UnljuwHhGaEvUbG3DWk9eibwHf9dJGzAkWLGQ=",
	} {
		var ps alipay.Params
		for pair := range strings.SplitSeq(gbk(text), "&") {
			name, value, _ := strings.Cut(pair, "=")
			ps = append(ps, alipay.Param{Name: name, Value: value})
		}
		ps = append(ps, alipay.Param{Name: "sign_type", Value: signType}, alipay.Param{Name: "sign", Value: sign})
		keys := pairOf(t, signType)
		s := open(t, func(c *alipaytest.Config) {
			c.Merchant, c.Alipay = keys, keys
			c.Start = c.Start.AddDate(2011-2026, 1-11, 12-16)
		})
		if sub := s.Submit("", ps.Encode()); sub.Code != "" {
			t.Errorf("%s: %s, %s", signType, sub.Code, sub.Text)
		}
	}
}
