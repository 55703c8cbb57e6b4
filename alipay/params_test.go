package alipay_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

func TestParseParams(t *testing.T) {
	for body, want := range map[string]alipay.Params{
		"":                      {},
		"a=1&b=2":               {{"a", "1"}, {"b", "2"}},
		"&&a=1&&b=&":            {{"a", "1"}, {"b", ""}},
		"a":                     {{"a", ""}},
		"a=b=c":                 {{"a", "b=c"}},
		"a=+x%20%2B":            {{"a", " x +"}},
		"a=%D0%AD&b=%00%0a":     {{"a", "\xd0\xad"}, {"b", "\x00\n"}},
		"%61=1&A=2":             {{"a", "1"}, {"A", "2"}},
		"a=1;b=2":               {{"a", "1;b=2"}},
		"a= 1 &b=\"x\"":         {{"a", " 1 "}, {"b", `"x"`}},
		"a=%252F":               {{"a", "%2F"}},
		"result=1%5E2%5E3%2343": {{"result", "1^2^3#43"}},
	} {
		if ps, err := alipay.ParseParams(body); err != nil || !slices.Equal(ps, want) {
			t.Errorf("ParseParams(%q) = %q, %v, want %q", body, ps, err, want)
		}
	}
}

func TestParseParamsRefuses(t *testing.T) {
	many := manyParams(100)
	for body, want := range map[string]string{
		"a=%zz":                    `a: does not decode: invalid URL escape "%zz"`,
		"a=1%":                     `a: does not decode: invalid URL escape "%"`,
		"a=1&b=%4":                 `b: does not decode: invalid URL escape "%4"`,
		"%zz=1":                    `does not decode: invalid URL escape "%zz"`,
		"a=%\x00\x01":              `a: does not decode: invalid URL escape "%\x00\x01"`,
		"a=1&a=1":                  "a: stands twice",
		"a=1&b=2&a":                "a: stands twice",
		"a=1&%61=2":                "a: stands twice",
		"=1&=2":                    `"": stands twice`,
		"%0a%1b=1&%0a%1b=2":        `"\n\x1b": stands twice`,
		many + "&p0=again":         "p0: stands twice",
		many + "&p15=again":        "p15: stands twice",
		many + "&p16=again":        "p16: stands twice",
		many + "&p99=again":        "p99: stands twice",
		"p100=1&" + many + "&p100": "p100: stands twice",
	} {
		ps, err := alipay.ParseParams(body)
		var malformed *alipay.MalformedError
		if !errors.As(err, &malformed) || err.Error() != want || ps != nil {
			t.Errorf("ParseParams(%.40q) = %d parameters, %v, want %s", body, len(ps), err, want)
		}
	}
}

func manyParams(n int) string {
	pairs := make([]string, n)
	for i := range pairs {
		pairs[i] = fmt.Sprintf("p%d=%d", i, i)
	}
	return strings.Join(pairs, "&")
}

// Bodies of the size of a hostile POST take time in proportion to their length.
func TestParseParamsIsLinear(t *testing.T) {
	for name, body := range map[string]string{
		"100,000 parameters": manyParams(100_000),
		"only separators":    strings.Repeat("&", 4<<20),
		"a huge value":       "a=" + strings.Repeat("%41", 4<<20/3),
		"a huge name":        strings.Repeat("n", 4<<20),
	} {
		start := time.Now()
		_, err := alipay.ParseParams(body)
		_, err2 := alipay.ParseNotification(body, newMD5(t, testMD5Key))
		if took := time.Since(start); took > 5*time.Second || err != nil || err2 == nil {
			t.Errorf("%s: %v, %v, after %v", name, err, err2, took)
		}
	}
}

func TestSignText(t *testing.T) {
	for body, want := range map[string]string{
		"":                        "",
		"b=2&a=1&sign=x":          "a=1&b=2",
		"sign_type=MD5&a=&b=0":    "b=0",
		"a=1&_input_charset=GBK":  "_input_charset=GBK&a=1",
		"b=1&B=2&b1=3&_b=4&aa=5":  "B=2&_b=4&aa=5&b=1&b1=3",
		"a=+1+&b=%3D%26":          "a= 1 &b==&",
		"signs=1&sign_types=2":    "sign_types=2&signs=1",
		manyParams(3) + "&sign=":  "p0=0&p1=1&p2=2",
		"d=%D0%AD&c=%e5%8d%8f":    "c=协&d=\xd0\xad",
		"success_num=0&notify=&n": "success_num=0",
	} {
		ps, err := alipay.ParseParams(body)
		if err != nil {
			t.Fatal(err)
		}
		before := slices.Clone(ps)
		if got := ps.SignText(); got != want {
			t.Errorf("SignText(%q) = %q, want %q", body, got, want)
		}
		if !slices.Equal(ps, before) {
			t.Errorf("SignText(%q) changed the parameters to %q", body, ps)
		}
	}
}

func TestEncodeReadsBack(t *testing.T) {
	ps := alipay.Params{{"b", "a b+c&d=e%"}, {"a", "\xd0\xad\x00\r\n"}, {"协", "商"}, {"empty", ""}, {"quote", `"'<>`}}
	again, err := alipay.ParseParams(ps.Encode())
	if err != nil || !slices.Equal(again, ps) {
		t.Errorf("ParseParams(%q) = %q, %v, want %q", ps.Encode(), again, err, ps)
	}
	if v, ok := ps.Lookup("empty"); v != "" || !ok || ps.Get("b") != "a b+c&d=e%" {
		t.Errorf("Lookup(empty) = %q, %v; Get(b) = %q", v, ok, ps.Get("b"))
	}
	if _, ok := ps.Lookup("none"); ok || ps.Get("none") != "" {
		t.Error("Lookup finds what is not there")
	}
}

func TestURL(t *testing.T) {
	ps := alipay.Params{{Name: "detail_data", Value: "2011011201037066^5.00^" + gbk(t, "协商退款")}, {Name: "refund_date", Value: "2011-01-12 11:21:00"}}
	const query = "detail_data=2011011201037066%5E5.00%5E%D0%AD%C9%CC%CD%CB%BF%EE&refund_date=2011-01-12+11%3A21%3A00"
	for gateway, want := range map[string]string{
		"https://mapi.alipay.com/gateway.do":     "https://mapi.alipay.com/gateway.do?" + query,
		"https://mapi.alipay.com/gateway.do?a=1": "https://mapi.alipay.com/gateway.do?a=1&" + query,
	} {
		if got := ps.URL(gateway); got != want {
			t.Errorf("URL(%q) = %q, want %q", gateway, got, want)
		}
	}
}
