package main

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/capture"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// captureKey signs the notifications of these tests.
func captureKey(t *testing.T) alipay.MD5 {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret("10000000000000000000000000000000"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// captureNotice is the signed body of a notification, in the order in which
// Alipay posts its parameters.
func captureNotice(t *testing.T, id string) string {
	t.Helper()
	ps, err := alipay.Sign(alipay.Params{
		{Name: "result_details", Value: "2016031721001004670245932381^0.20^SUCCESS#2016031721001004670247063531^0.24^SUCCESS$jax@alitest.com^2088101003147483^0.01^SUCCESS"},
		{Name: "notify_time", Value: "2026-11-15 13:45:09"},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: id},
		{Name: "batch_no", Value: "20261115458193492932"},
		{Name: "success_num", Value: "2"},
	}, captureKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return ps.Encode()
}

// readCaptures reads what was captured as a run does.
func readCaptures(t *testing.T, text string) []logs.NotifyLine {
	t.Helper()
	var lines []logs.NotifyLine
	for line, err := range logs.ReadNotifyLog(strings.NewReader(text), captureKey(t)) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestCaptureText asks what is taken, and under which text.
func TestCaptureText(t *testing.T) {
	signed := captureNotice(t, "n1")
	for _, c := range []struct{ name, body, want, fault string }{
		{"as Alipay writes it", signed, signed, ""},
		{"forged", "notify_id=n1", "notify_id=n1", ""},
		{"a payment", "notify_type=trade_status_sync&notify_id=7", "notify_type=trade_status_sync&notify_id=7", ""},
		{"another parameter twice", "a=1&notify_id=7&a=2", "a=1&notify_id=7&a=2", ""},
		{"empty pairs", "&&notify_id=7&", "&&notify_id=7&", ""},
		{"bare GBK", "notify_id=7&a=\xd0\xad", "notify_id=7&a=%D0%AD", ""},
		{"bare UTF-8", "notify_id=7&a=协", "notify_id=7&a=%E5%8D%8F", ""},
		{"blanks and quotes", "a=1 \"2\"\\&notify_id=7\r\n", "a=1+%222%22%5C&notify_id=7%0D%0A", ""},
		{"NUL", "notify_id=7&a=\x00", "notify_id=7&a=%00", ""},
		{"question mark", "a=?&notify_id=7", "a=%3F&notify_id=7", ""},
		{"escaped name", "notify%5Fid=7", "notify_id=7", ""},
		{"no notification", "hello", "", "no notification: it has 0 notify_id, want 1"},
		{"empty", "", "", "no notification: it has 0 notify_id, want 1"},
		{"a name that ends so", "last_notify_id=7", "", "no notification: it has 0 notify_id, want 1"},
		{"twice", "notify_id=1&notify%5fid=2", "", "no notification: it has 2 notify_id, want 1"},
		{"escape in a value", "notify_id=7&a=%ZZ", "", "no notification: the body does not decode"},
		{"escape in a name", "notify_id=7&%=1", "", "no notification: the body does not decode"},
		{"JSON", `{"notify_id":"7"}`, "", "no notification: it has 0 notify_id, want 1"},
	} {
		got, err := capture.Text(c.body)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if got != c.want || fault != c.fault {
			t.Errorf("%s: captureText(%q) = %q, %q, want %q, %q", c.name, c.body, got, fault, c.want, c.fault)
		}
	}
}

// TestCaptureTextDecodes asks, of any bytes around a notify_id, that what is
// logged decodes to the parameters that came, in their order, and that a reader
// of the log finds it.
func TestCaptureTextDecodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		around := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte("&=+%?\"'[{ "))), 0, 40)
		body := string(around.Draw(t, "before")) + "&notify_id=7&" + string(around.Draw(t, "after"))
		text, err := capture.Text(body)
		if err != nil {
			return
		}
		if got, want := decodeBody(t, text), decodeBody(t, body); !reflect.DeepEqual(got, want) {
			t.Fatalf("captureText(%q) = %q decodes to %q, want %q", body, text, got, want)
		}
		line := capture.Line(time.Now(), text, capture.Unjudged)
		for read, err := range logs.ReadNotifyLog(strings.NewReader(string(line)), nil) {
			if err != nil || read.Verdict == files.Ignored {
				t.Fatalf("the log line %q of %q is not found: %v", line, body, err)
			}
		}
	})
}

// decodeBody returns the names and values of a body, in their order.
func decodeBody(t *rapid.T, body string) []string {
	var decoded []string
	for pair := range strings.SplitSeq(body, "&") {
		name, value, _ := strings.Cut(pair, "=")
		for _, s := range []string{name, value} {
			s, err := url.QueryUnescape(s)
			if err != nil {
				t.Fatalf("%q does not decode: %v", body, err)
			}
			if pair != "" {
				decoded = append(decoded, s)
			}
		}
	}
	return decoded
}

// TestCaptureLine asks for the line to the byte, and that a run reads it.
func TestCaptureLine(t *testing.T) {
	at := time.Date(2026, 11, 15, 23, 59, 59, 120e6, alipay.Shanghai())
	got := string(capture.Line(at, "sign=a%2Bb&notify_id=n1", capture.Unjudged))
	want := `{"time":"2026-11-15T23:59:59.120+08:00","body":"sign\u003da%2Bb&notify_id\u003dn1"}` + "\n"
	if got != want {
		t.Errorf("captureLine = %s, want %s", got, want)
	}
	if notice := captureNotice(t, "n1"); strings.Contains(string(capture.Line(at, notice, capture.Unjudged)), "=") {
		t.Errorf("a line that is cut off would have a bare parameter: %s", capture.Line(at, notice, capture.Unjudged))
	}
	lines := readCaptures(t, string(capture.Line(at, captureNotice(t, "n1"), capture.Unjudged)))
	if len(lines) != 1 || lines[0].Verdict != files.Read || lines[0].Capture.Notification.NotifyID != "n1" || !lines[0].Capture.At.Equal(at) {
		t.Errorf("a run reads %+v, want n1, captured at %v", lines, at)
	}
}

// TestCaptureVerdictIsNoProof asks that a run judges by itself, whatever was found at the
// door, and ignores what notify_verify said.
func TestCaptureVerdictIsNoProof(t *testing.T) {
	at := time.Date(2026, 11, 15, 23, 59, 59, 120e6, alipay.Shanghai())
	good := captureNotice(t, "n1")
	forged := strings.Replace(good, "0.20", "9.20", 1)
	for _, found := range []capture.Verdict{capture.Unjudged, capture.Good, capture.Bad, capture.Unknown} {
		text := string(capture.Line(at, good, found)) + string(capture.AnswerLine(at, "n1", "true")) +
			string(capture.Line(at, forged, found)) + string(capture.AnswerLine(at, "n1", "false"))
		want := []files.Verdict{files.Read, files.Ignored, files.BadSignature, files.Ignored}
		for i, l := range readCaptures(t, text) {
			if l.Verdict != want[i] {
				t.Errorf("found %q, line %d is %v, want %v", found, i+1, l.Verdict, want[i])
			}
			if l.Verdict == files.Read && !l.Capture.At.Equal(at) {
				t.Errorf("found %q: captured at %v, want %v", found, l.Capture.At, at)
			}
		}
	}
}
