package alipay_test

import (
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

func TestParseTime(t *testing.T) {
	at, err := alipay.ParseTime("2016-03-17 13:45:09")
	if want := time.Date(2016, 3, 17, 5, 45, 9, 0, time.UTC); err != nil || !at.Equal(want) {
		t.Errorf("ParseTime = %v, %v, want %v", at, err, want)
	}
	if at, err := alipay.ParseTime("2016-02-29 23:59:59"); err != nil || at.Format(alipay.TimeLayout) != "2016-02-29 23:59:59" {
		t.Errorf("ParseTime of a leap day = %v, %v", at, err)
	}
	for _, s := range []string{
		"", "2016-03-17", "2016-03-17T13:45:09", "2016-03-17 13:45:9", "2016-03-17 3:45:09", "2016-03-17  3:45:09", "2016-03-17 13:45:60", "2016-03-17 24:00:00",
		"2015-02-29 00:00:00", "2016-13-01 00:00:00", "2016-00-01 00:00:00", "2016-03-17 13:45:09 ", " 2016-03-17 13:45:09", "2016-03-17 13:45:09.5",
		"2016-03-17+13:45:09", "2011-01-1211:21:00", "2016/03/17 13:45:09", "２016-03-17 13:45:09", "2016-03-17 13:45:0\x00", "+016-03-17 13:45:09",
	} {
		if at, err := alipay.ParseTime(s); err == nil {
			t.Errorf("ParseTime(%q) = %v, want an error", s, at)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	for _, c := range []struct {
		name      string
		is        func(string) bool
		good, bad []string
	}{
		{"trade_no", alipay.IsTradeNo,
			[]string{"2013091142096412", "2016031721001004670245932381", strings.Repeat("1", 32)},
			[]string{"", "123456789012345", strings.Repeat("1", 33), "2.01101E+15", "201309114209641a", "２013091142096412", " 2013091142096412", "2013091142096412\x00"}},
		{"batch_no", alipay.IsBatchNo,
			[]string{"20060702001", "20160527RP201605260001101", "20160613236648747861707090426379", strings.Repeat("a", 32)},
			[]string{"", "2006070200", strings.Repeat("1", 33), "20060702-001", "20060702001 ", "20060702@01", "20060702[01", "20060702`01", "20060702{01", "20060702零零一"}},
		{"notify_id", alipay.IsNotifyID,
			[]string{"c08606fc38c232d0e9b21af966278e7gdx", "RqPnCoPT3K9%2Fvwbh3I%2BFioE227", "~", strings.Repeat("a", 128)},
			[]string{"", strings.Repeat("a", 129), "a b", "a\tb", "a\x00b", "a\x7fb", "编号"}},
	} {
		for _, s := range c.good {
			if !c.is(s) {
				t.Errorf("%s: %q is refused", c.name, s)
			}
		}
		for _, s := range c.bad {
			if c.is(s) {
				t.Errorf("%s: %q passes", c.name, s)
			}
		}
	}
}

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"a\x00b\n\x1b[31m": `"a\x00b\n\x1b[31m"`, "协商": `"协商"`, "\xbf\xee": `"\xbf\xee"`,
		strings.Repeat("a", 80): `"` + strings.Repeat("a", 80) + `"`, strings.Repeat("a", 1<<22): `"` + strings.Repeat("a", 80) + `"… (4194304 bytes)`,
	} {
		if got := alipay.Quote(s); got != want {
			t.Errorf("Quote(%.20q) = %s, want %s", s, got, want)
		}
	}
}
