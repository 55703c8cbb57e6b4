package terminal

import (
	"strings"
	"testing"
)

// TestTableAligns asks that columns line up by the cells of a terminal, Chinese
// included, and that nothing from outside acts on it.
func TestTableAligns(t *testing.T) {
	tab := Table{Columns: []Column{{Title: "code"}, {Title: "amount", Right: true}, {Title: "meaning"}}}
	tab.Add("A", "5.00", "签名不正确")
	tab.Add("签名", "1234.50", "x\x1b[31my")
	var b strings.Builder
	tab.Write(&b, Plain)
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
		"a\x9b31mb": `a\x9b31mb`, // a byte that is no UTF-8
		"\xd0\xd0":  `\xd0\xd0`,
		"a\ufffdb":  "a\ufffdb", // the character itself is none to hide
	} {
		if got := Visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}
