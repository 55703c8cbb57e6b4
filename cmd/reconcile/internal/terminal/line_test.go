package terminal

import (
	"bytes"
	"testing"
)

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

// TestLineFolds asks that a line is folded at blanks under its text on a
// terminal, and stays a line elsewhere.
func TestLineFolds(t *testing.T) {
	for _, c := range []struct {
		columns int
		want    string
	}{
		{0, "read        2 files, 退款 unchanged\n"},
		{35, "read        2 files, 退款 unchanged\n"},
		{34, "read        2 files, 退款\n            unchanged\n"},
		{12, "read        2 files, 退款 unchanged\n"},
	} {
		var got bytes.Buffer
		PrintFolded(&got, c.columns, "read", "2 files, 退款 unchanged")
		if got.String() != c.want {
			t.Errorf("at %d columns %q, want %q", c.columns, &got, c.want)
		}
	}
}
