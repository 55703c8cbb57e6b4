package importers_test

import (
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
	"reconcile/ledger"
)

// What an unfinished last line may hold of a notification was not read, and says so; what
// it cannot hold is left without a word. An hour after the last change it is read.
func TestImportTailOfNotifyLog(t *testing.T) {
	one, two := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")
	payment := "notify_type=trade_status_sync&notify_id=0123456789abcdef&notify_time=2026-03-01+10%3A00%3A00&trade_no=20"
	for _, c := range []struct {
		name, tail string
		unread     bool
	}{
		{"whole", two, true},
		{"cut in its first name", two[:strings.Index(two, "=")+4], true},
		{"in JSON", `{"message":"notify`, false},
		{"a name in JSON", `{"params":{"notify_time":"2026-`, true},
		{"pairs of Java", "INFO {batch_no=2026", true},
		{"escaped once more", "body=" + strings.ReplaceAll(two[:60], "=", "%3D"), true},
		{"the head of an access log", `1.1.1.1 - - "POST /refunds HTTP/1.1" 200 "`, true},
		{"another address", `1.1.1.1 - - "POST /refunds/list HTTP/1.1" 200 "`, false},
		{"a payment", payment, false},
		{"a notification behind a payment", payment + `"},{"notify_time":"2026-03-01 `, true},
		{"talk", "10:00:00 INFO waiting for notify", false},
		{"not filled yet", strings.Repeat("\x00", 4096), false},
	} {
		b := newBooks(t)
		b.options.Merchant.NotifyURL = "https://shop.example.com/refunds"
		b.write("a.log", one+c.tail)
		got := b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
		if got.Left != int64(len(c.tail)) {
			t.Errorf("%s: %d bytes left, want %d", c.name, got.Left, len(c.tail))
		}
		if strings.Contains(got.Unread, "so a notification may be missing") != c.unread {
			t.Errorf("%s: unread %q, want unread %v", c.name, got.Unread, c.unread)
		}
		b.nextRun("second")
		b.options.Now = func() time.Time { return time.Now().Add(time.Hour) }
		if got := b.load(ledger.Notify, "a.log"); got.Left != 0 || strings.Contains(got.Unread, "no end") || got.Lines != 2 {
			t.Errorf("%s, an hour later: %d bytes left of %d lines, unread %q", c.name, got.Left, got.Lines, got.Unread)
		}
	}
}

// A request log may lack a request for each unfinished last line; what else was not read
// of a file is said beside it.
func TestImportTailBesideAnotherGap(t *testing.T) {
	b := newBooks(t)
	b.write("r.log", "nothing\nservice")
	if got := b.load(ledger.Requests, "r.log"); !strings.Contains(got.Unread, "(7 bytes), so a request may be missing") {
		t.Errorf("r.log: unread %q", got.Unread)
	}
	b.options.Merchant = alipay.Merchant{NotifyURL: "https://shop.example.com/refunds"}
	b.write("a.log", "\"POST /refunds HTTP/1.1\" 200\nbatch_no=")
	got := b.load(ledger.Notify, "a.log")
	for _, want := range []string{"its last line has no end (9 bytes)", "1 POSTs to notify_url and not one notification"} {
		if !strings.Contains(got.Unread, want) {
			t.Errorf("a.log: unread %q, want %q in it", got.Unread, want)
		}
	}
}

// The lines of a capture that goes on are left until the others come.
func TestImportLinesOfOneCapture(t *testing.T) {
	ps, err := alipay.ParseParams(signedNotice(t, "n1"))
	if err != nil {
		t.Fatal(err)
	}
	const begun = "10:00:00 INFO started\n"
	text := forms.Named("print_r").Print(alipay.UTF8, ps)
	b := newBooks(t)
	b.write("a.log", begun+text[:strings.Index(text, "[success_num]")])
	if got := b.load(ledger.Notify, "a.log"); got.Left == 0 || got.Accepted+got.Rejected > 0 || got.Unread == "" {
		t.Errorf("cut: %+v, want lines that are left", got)
	}
	b.nextRun("second")
	b.write("a.log", begun+text)
	if got := b.load(ledger.Notify, "a.log"); got.Left != 0 || got.Accepted != 1 || got.Rejected != 0 {
		t.Errorf("whole: %+v, want one that is accepted", got)
	}
}
