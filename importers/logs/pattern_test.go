package logs_test

import (
	"strings"
	"testing"

	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// A body ends at every byte that none contains, wherever in the line it is.
func TestBodyEndsAtDelimiters(t *testing.T) {
	var log strings.Builder
	want := 0
	for c := range 256 {
		if c > ' ' && !strings.Contains("\"'`<>[]{}\\\x7f", string(rune(c))) || c == '\n' {
			continue
		}
		for shift := range 16 {
			log.WriteString("a=1&" + string(rune(c)) + "shop=" + strings.Repeat("x", shift) + "&" + notice(t, "n1") + "&b=" + strings.Repeat("x", 15-shift) + string(rune(c)) + "&c=3\n")
			want++
		}
	}
	got := 0
	for line, err := range logs.ReadNotifyLog(strings.NewReader(log.String()), md5Key(t)) {
		if err != nil {
			t.Fatal(err)
		}
		if got++; line.Verdict != files.Read || line.Capture.Notification.Extra != 2 {
			t.Errorf("line %d is %+v, want one that was read with 2 parameters more", line.Line, line)
		}
	}
	if got != want {
		t.Errorf("%d lines, want %d", got, want)
	}
}
