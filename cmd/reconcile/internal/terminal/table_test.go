package terminal

import (
	"bytes"
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

// TestTableFolds asks what a table looks like on a terminal that it is too wide
// for: its last columns below each row, and before them, by their titles, those
// that have no room.
func TestTableFolds(t *testing.T) {
	one := Table{Columns: []Column{{Title: "code"}, {Title: "amount", Right: true}, {Title: "trade"}, {Title: "says"}, {Title: "evidence"}}}
	one.Add("退款", "5.00", "2026030100000001", "more than was paid", "a.csv:1")
	one.Add("B", "", "", "", "b.csv:2")
	for _, c := range []struct {
		width int
		want  string
	}{
		{30, "code  amount  trade\n退款    5.00  2026030100000001\n    more than was paid\n    a.csv:1\nB\n    b.csv:2\n"},
		{29, "code  amount\n退款    5.00\n    trade 2026030100000001\n    more than was paid\n    a.csv:1\nB\n    b.csv:2\n"},
		{11, "code\n退款\n    amount\n    5.00,\n    trade\n    2026030100000001\n    more\n    than\n    was\n    paid\n    a.csv:1\nB\n    b.csv:2\n"},
	} {
		var got bytes.Buffer
		one.writeBelow(&got, c.width, 3, Plain)
		if got.String() != c.want {
			t.Errorf("at %d columns:\n%s\nwant\n%s", c.width, &got, c.want)
		}
	}
	if got := one.width(); got != 60 {
		t.Errorf("width() = %d, want 60", got)
	}
}

// TestTableFoldsItsLastColumn asks that a sentence at the end of a row is folded where it
// stands, as long as there is room, and is below the row otherwise.
func TestTableFoldsItsLastColumn(t *testing.T) {
	one := NewTable("what", "state")
	one.Add("key", "ok")
	one.Add("orders", "2 files, 240 lines, 235 orders, 2 rejected")
	for width, want := range map[int]string{
		0:  "what    state\nkey     ok\norders  2 files, 240 lines, 235 orders, 2 rejected\n",
		48: "what    state\nkey     ok\norders  2 files, 240 lines, 235 orders, 2\n        rejected\n",
		30: "what    state\nkey     ok\norders\n    2 files, 240 lines, 235\n    orders, 2 rejected\n",
	} {
		var got bytes.Buffer
		one.fold(&got, width, 1, Plain)
		if got.String() != want {
			t.Errorf("at %d columns:\n%s\nwant\n%s", width, &got, want)
		}
	}
}

// TestColours asks that each colour has its meaning.
func TestColours(t *testing.T) {
	for _, c := range [][3]string{
		{"severity", "critical", "1;31"}, {"severity", "error", "31"}, {"severity", "warning", "33"},
		{"evidence", "a.csv:3", "2"}, {"act", "reconcile undo A1", "36"}, {"state", "overdue", "33"}, {"state", "ok", ""}, {"code", "error", ""},
	} {
		if got := cellColour(c[0], c[1]); got != c[2] {
			t.Errorf("cellColour(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
	for _, c := range [][3]string{
		{"verdict", "✗ ACT TODAY: 3 new", red}, {"verdict", "■ INCOMPLETE: x", yellow}, {"verdict", "! REVIEW: x", yellow}, {"verdict", "✓ CLEAN: x", ""},
		{"stop", "STOP batch 1", red}, {"next", "reconcile run", cyan}, {"missing", "no file", yellow}, {"read", "2 files", ""},
	} {
		if got := headColour(c[0], c[1]); got != c[2] {
			t.Errorf("headColour(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
