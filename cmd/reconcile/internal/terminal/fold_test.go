package terminal

import (
	"bytes"
	"strings"
	"testing"
)

// TestFold asks where a line is broken, and where what follows begins.
func TestFold(t *testing.T) {
	for _, c := range []struct {
		width int
		line  string
		want  []string
	}{
		{0, "read        2 files, 退款 unchanged", []string{"read        2 files, 退款 unchanged"}},
		{35, "read        2 files, 退款 unchanged", []string{"read        2 files, 退款 unchanged"}},
		{34, "read        2 files, 退款 unchanged", []string{"read        2 files, 退款", "            unchanged"}},
		{20, "read        2 files, 退款 unchanged", []string{"read", "    2 files, 退款", "    unchanged"}},
		{20, "reconcile: cron.yaml:1:2: unknown key", []string{"reconcile:", "    cron.yaml:1:2:", "    unknown key"}},
		{20, "a sentence without a heading", []string{"a sentence without a", "heading"}},
		{20, "  1. look into 3 findings", []string{"  1. look into 3", "     findings"}},
		{20, "  # the zone of every time", []string{"  # the zone of", "  # every time"}},
		{20, "  reconcile run --as-of 2026-11-15  a night", []string{"  reconcile run --as-of 2026-11-15", "      a night"}},
		{20, "say         reconcile run --as-of 2026-11-15", []string{"say", "    reconcile run", "    --as-of", "    2026-11-15"}},
		{40, "then        if it never ran: reconcile undo A1", []string{"then        if it never ran:", "            reconcile undo A1"}},
		{20, "应退未退的交易，先向支付宝核实（不得直接重退）", []string{"应退未退的交易，先向", "支付宝核实（不得直接", "重退）"}},
		{20, "在账单/账单_业务明细_2026年11月.csv中", []string{"在账单/账单_业务明细_2026年11月.csv中"}},
		{12, "\x1b[31mverdict\x1b[0m  a b c d e f", []string{"\x1b[31mverdict\x1b[0m", "    a b c d", "    e f"}},
	} {
		if got := fold(c.line, c.width); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("fold(%q, %d) = %q, want %q", c.line, c.width, got, c.want)
		}
	}
}

// TestFolder asks that a line is folded once it is whole, and that a last one without an
// end is not lost.
func TestFolder(t *testing.T) {
	var screen bytes.Buffer
	f := &folder{w: &screen, width: func() int { return 10 }}
	for _, part := range []string{"one two ", "three\nfo", "ur"} {
		if n, err := f.Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("Write(%q) = %d, %v", part, n, err)
		}
	}
	if got, want := screen.String(), "one two\nthree\n"; got != want {
		t.Errorf("it wrote %q, want %q", got, want)
	}
	if f.flush(); !strings.HasSuffix(screen.String(), "\nfour") {
		t.Errorf("after the end it has written %q", &screen)
	}
}

// TestParagraphs asks that prose is joined, and what is indented stays.
func TestParagraphs(t *testing.T) {
	const text = "one\ntwo\n\nthree\n  code\n  more\nfour\nfive"
	if got, want := Paragraphs(text), "one two\n\nthree\n  code\n  more\nfour five"; got != want {
		t.Errorf("Paragraphs(%q) = %q, want %q", text, got, want)
	}
}
