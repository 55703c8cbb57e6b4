package logs_test

import (
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
	"reconcile/importers/logs"
)

// The lines of a capture that goes on are left, and those of a whole one are not.
func TestUnfinishedNotification(t *testing.T) {
	const before = "2026-03-10 13:45:01 INFO started\n"
	ps := signedNotice(t, md5Key(t), 1, "2026030122001400000000000001^50.00^SUCCESS")
	for _, name := range []string{"print_r", "var_dump", "json-pretty", "pairs-lines", "cri-print_r"} {
		text := forms.Named(name).Print(alipay.UTF8, ps)
		lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
		last := 0 // the line that completes it
		for i, line := range lines {
			if strings.Contains(line, "sign_type") || strings.Contains(line, `"MD5"`) {
				last = i
			}
		}
		for i := range lines {
			begun := strings.Join(lines[:i+1], "")
			got := logs.UnfinishedNotification([]byte(before + begun))
			ours := strings.Contains(begun, "result_details")
			if whole := i >= last; whole && got != 0 || !whole && ours && (got == 0 || got > len(begun)) {
				t.Errorf("%s, %d of %d lines: %d bytes are left of %q", name, i+1, len(lines), got, begun)
			}
		}
	}
}

// Lines that hold a capture each, and lines of others, are not left.
func TestFinishedNotification(t *testing.T) {
	body := notice(t, "n1")
	for _, text := range []string{"", "a\n", body + "\n", "10:00 " + body + "\n\n", "sign: x\n", `{"a":"` + body + `"}` + "\n"} {
		if got := logs.UnfinishedNotification([]byte(text)); got != 0 {
			t.Errorf("%d bytes of %q are left", got, text)
		}
	}
}

// The first pieces of a line are left until the last one comes.
func TestUnfinishedPieces(t *testing.T) {
	body := notice(t, "n1")
	head := "2026-03-10T13:45:09.1+08:00 stdout "
	first := head + "P " + body[:100] + "\n"
	if got := logs.UnfinishedNotification([]byte("x\n" + first)); got != len(first) {
		t.Errorf("%d bytes are left, want %d", got, len(first))
	}
	if got := logs.UnfinishedNotification([]byte("x\n" + first + head + "F " + body[100:] + "\n")); got != 0 {
		t.Errorf("%d bytes of a whole line are left", got)
	}
}
