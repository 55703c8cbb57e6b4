package alipay_test

import (
	"testing"
	"unicode/utf8"

	"reconcile/alipay"
)

func TestParseCharset(t *testing.T) {
	for name, want := range map[string]alipay.Charset{"utf-8": alipay.UTF8, "UTF-8": alipay.UTF8, "GBK": alipay.GBK, "gbk": alipay.GBK, "GB2312": alipay.GB2312} {
		if cs, err := alipay.ParseCharset(name); err != nil || cs != want {
			t.Errorf("ParseCharset(%q) = %q, %v, want %q", name, cs, err, want)
		}
	}
	for _, name := range []string{"", "utf8", "big5", "gbk ", "latin-1"} {
		if cs, err := alipay.ParseCharset(name); err == nil {
			t.Errorf("ParseCharset(%q) = %q, want an error", name, cs)
		}
	}
}

func TestCharsetBytes(t *testing.T) {
	for _, c := range []struct {
		cs          alipay.Charset
		text, bytes string
	}{
		{alipay.UTF8, "协商退款", "\xe5\x8d\x8f\xe5\x95\x86\xe9\x80\x80\xe6\xac\xbe"},
		{alipay.GBK, "协商退款", "\xd0\xad\xc9\xcc\xcd\xcb\xbf\xee"},
		{alipay.GB2312, "协商退款", "\xd0\xad\xc9\xcc\xcd\xcb\xbf\xee"},
		{alipay.GBK, "朱镕基 ok", "\xd6\xec\xe9\x46\xbb\xf9 ok"},
	} {
		if b, err := c.cs.Encode(c.text); err != nil || b != c.bytes {
			t.Errorf("%s: Encode(%q) = %x, %v, want %x", c.cs, c.text, b, err, c.bytes)
		}
		if s, err := c.cs.Decode(c.bytes); err != nil || s != c.text {
			t.Errorf("%s: Decode(%x) = %q, %v, want %q", c.cs, c.bytes, s, err, c.text)
		}
	}
}

func TestCharsetsReplaceNothing(t *testing.T) {
	for _, c := range []struct {
		cs   alipay.Charset
		text string
	}{{alipay.GBK, "退款😀"}, {alipay.GBK, "5 €"}, {alipay.GBK, "हिन्दी"}, {alipay.GB2312, "镕"}, {alipay.GB2312, "協商"}, {alipay.UTF8, "\xbf\xee"}, {alipay.GBK, "\xff"}, {"big5", "a"}, {"", "a"}} {
		if b, err := c.cs.Encode(c.text); err == nil {
			t.Errorf("%s: Encode(%q) = %x, want an error", c.cs, c.text, b)
		}
	}
	for _, c := range []struct {
		cs    alipay.Charset
		bytes string
	}{{alipay.GBK, "\xd0"}, {alipay.GBK, "\xff\xff"}, {alipay.GBK, "\xd0\x20"}, {alipay.GBK, "ok\x81"}, {alipay.GB2312, "\xd0"}, {alipay.UTF8, "\xbf\xee"}, {alipay.UTF8, "\xed\xa0\x80"}, {"big5", "a"}, {"", "a"}} {
		if s, err := c.cs.Decode(c.bytes); err == nil {
			t.Errorf("%s: Decode(%x) = %q, want an error", c.cs, c.bytes, s)
		}
	}
}

// Whatever a charset carries comes back as it was.
func TestCharsetsRoundTrip(t *testing.T) {
	for _, cs := range []alipay.Charset{alipay.UTF8, alipay.GBK, alipay.GB2312} {
		carried := 0
		for r := rune(0); r <= utf8.MaxRune; r++ {
			b, err := cs.Encode(string(r))
			if err != nil || r == utf8.RuneError || cs == alipay.UTF8 && r > 0xFFFF {
				continue
			}
			carried++
			if s, err := cs.Decode(b); err != nil || s != string(r) {
				t.Errorf("%s: %U becomes %q, %v", cs, r, s, err)
			}
		}
		if carried < 6000 {
			t.Errorf("%s carries %d characters", cs, carried)
		}
	}
}
