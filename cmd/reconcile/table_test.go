package main

import (
	"strings"
	"testing"
)

// TestTableAligns asks that columns line up by the cells of a terminal, Chinese
// included, and that nothing from outside acts on it.
func TestTableAligns(t *testing.T) {
	tab := table{columns: []column{{title: "code"}, {title: "amount", right: true}, {title: "meaning"}}}
	tab.add("A", "5.00", "签名不正确")
	tab.add("签名", "1234.50", "x\x1b[31my")
	var b strings.Builder
	tab.write(&b, plain)
	want := "code   amount  meaning\n" +
		"A        5.00  签名不正确\n" +
		"签名  1234.50  x\\x1b[31my\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}

// TestVisible asks that characters that would act are shown instead.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"协商退款 5.00": "协商退款 5.00",
		"a\nb":      `a\nb`,
		"\x00":      `\x00`,
		"a\u202eb":  `a\u202eb`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSuggestion asks for a proposal at most two slips away.
func TestSuggestion(t *testing.T) {
	known := []string{"partner", "charset", "verify"}
	for in, want := range map[string]string{
		"patner":  "; did you mean partner?",
		"chraset": "; did you mean charset?",
		"vrfy":    "; did you mean verify?",
		"gateway": "",
		"":        "",
	} {
		if got := suggestion(in, known); got != want {
			t.Errorf("suggestion(%q) = %q, want %q", in, got, want)
		}
	}
}
