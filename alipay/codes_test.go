package alipay_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestErrorCodesAgreeWithTheTable(t *testing.T) {
	f, err := os.Open("testdata/error-codes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codes := alipay.ErrorCodes()
	if len(codes) != 87 || len(rows) != len(codes)+1 {
		t.Fatalf("%d codes, %d rows, want 87 and a header more", len(codes), len(rows))
	}
	if want := []string{"code", "source", "class", "zh", "en", "advice"}; !slices.Equal(rows[0], want) {
		t.Fatalf("header = %q, want %q", rows[0], want)
	}
	for i, c := range codes {
		got := []string{c.Code, c.Source, string(c.Class), c.ZH, c.EN, c.Advice}
		if !slices.Equal(got, rows[i+1]) {
			t.Errorf("row %d = %q, want %q", i+1, got, rows[i+1])
		}
	}
}

func TestErrorCodesAreUniqueAndClassed(t *testing.T) {
	codes := alipay.ErrorCodes()
	for i, c := range codes {
		if _, err := alipay.ParseClass(string(c.Class)); err != nil {
			t.Errorf("%s: %v", c.Code, err)
		}
		if found, ok := codes.Lookup(c.Code); !ok || found != codes[i] {
			t.Errorf("Lookup(%q) = %v, %v, want row %d", c.Code, found, ok, i)
		}
	}
}

// TestAdviceInChinese asks that no advice of the table is in English alone.
func TestAdviceInChinese(t *testing.T) {
	for _, c := range alipay.ErrorCodes() {
		if zh := alipay.AdviceZH(c.Advice); c.Advice == "" || zh == c.Advice || strings.ContainsAny(zh, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("%s: advice %q in Chinese is %q", c.Code, c.Advice, zh)
		}
	}
}

func TestLookupKnowsNoOther(t *testing.T) {
	for _, code := range []string{"", "SUCCESS", "illegal_sign", "ILLEGAL_SIGN ", "NEVER_SEEN"} {
		if c, ok := alipay.ErrorCodes().Lookup(code); ok || c != (alipay.Code{}) {
			t.Errorf("Lookup(%q) = %v, %v, want none", code, c, ok)
		}
	}
}

func TestReclass(t *testing.T) {
	codes := alipay.ErrorCodes()
	changed := codes.Reclass("SYSTEM_ERROR", alipay.Reissue).Reclass("NEVER_SEEN", alipay.Final)
	if c, _ := changed.Lookup("SYSTEM_ERROR"); c.Class != alipay.Reissue || c.Source != "9.2" {
		t.Errorf("re-classed = %+v", c)
	}
	want := alipay.Code{Code: "NEVER_SEEN", Source: "configuration", Class: alipay.Final}
	if c, ok := changed.Lookup("NEVER_SEEN"); !ok || c != want {
		t.Errorf("added = %+v, want %+v", c, want)
	}
	if c, _ := codes.Lookup("SYSTEM_ERROR"); c.Class != alipay.Investigate || len(codes) != 87 {
		t.Errorf("the original changed: %+v, %d codes", c, len(codes))
	}
	if a, b := codes.Reclass("X", alipay.Final), codes.Reclass("Y", alipay.Final); a[87].Code != "X" || b[87].Code != "Y" {
		t.Errorf("two copies share their rows: %q, %q", a[87].Code, b[87].Code)
	}
}

func TestParseClass(t *testing.T) {
	for _, name := range []string{"reissue", "fix_first", "investigate", "final"} {
		if c, err := alipay.ParseClass(name); err != nil || string(c) != name {
			t.Errorf("ParseClass(%q) = %q, %v", name, c, err)
		}
	}
	for _, name := range []string{"", "Final", "never", "final "} {
		if c, err := alipay.ParseClass(name); err == nil {
			t.Errorf("ParseClass(%q) = %q, want an error", name, c)
		}
	}
}
