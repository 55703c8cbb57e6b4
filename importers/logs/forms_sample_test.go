package logs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// A sample is a notification that is signed, and what verifies it.
type sample struct {
	name string
	ps   alipay.Params
	key  alipay.Verifier
}

// samples are notifications of every kind of signature and of values that are hard to
// tell from what stands around them, and the real message of Alipay.
func samples(t testing.TB) []sample {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/signed.txtar")
	if err != nil {
		t.Fatal(err)
	}
	file := map[string][]byte{}
	for _, f := range archive.Files {
		file[f.Name] = f.Data
	}
	rsa, err := alipay.NewRSASigner(file["private.pem"])
	if err != nil {
		t.Fatal(err)
	}
	public, err := alipay.NewRSAVerifier(file["public.pem"])
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := alipay.NewRSAVerifier(file["alipay.pem"])
	if err != nil {
		t.Fatal(err)
	}
	var real alipay.Params
	for line := range strings.Lines(string(file["alipay.txt"])) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		real = append(real, alipay.Param{Name: name, Value: value})
	}
	const fees = "2026030122001400000000000002^8.00^SUCCESS$refunds@example.com^2088101008267254^0.05^SUCCESS#2026030122001400000000000003^30.00^TRADE_HAS_CLOSED#2026030122001400000000000004^1.00^SUCCESS^true^S"
	return []sample{
		{"one result", signedNotice(t, md5Key(t), 1, "2026030122001400000000000001^50.00^SUCCESS"), md5Key(t)},
		{"fees", signedNotice(t, md5Key(t), 2, fees), md5Key(t)},
		{"sixteen digits", signedNotice(t, md5Key(t), 3, "2026021242672191^1.00^SUCCESS#"), md5Key(t)},
		{"an empty parameter", withParam(signedNotice(t, md5Key(t), 4, fees), "unfreezed_details", ""), md5Key(t)},
		{"RSA with + and /", signedRSA(t, rsa, fees), public},
		{"Alipay's own", real, theirs},
	}
}

// signedNotice is a notification in the order of Alipay's.
func signedNotice(t testing.TB, s alipay.Signer, n int, details string) alipay.Params {
	t.Helper()
	ps := alipay.Params{
		{Name: "result_details", Value: details}, {Name: "notify_time", Value: fmt.Sprintf("2026-03-10 13:45:%02d", n%60)},
		{Name: "notify_type", Value: alipay.NotifyType}, {Name: "notify_id", Value: fmt.Sprintf("c08606fc38c232d0e9b21af966%06x", n)},
		{Name: "batch_no", Value: fmt.Sprintf("20260310%06d", n)}, {Name: "success_num", Value: fmt.Sprint(strings.Count(details, "SUCCESS") - strings.Count(details, "$"))},
	}
	signed, err := alipay.Sign(ps, s)
	if err != nil {
		t.Fatal(err)
	}
	last := len(signed) - 1
	return append(alipay.Params{signed[last]}, signed[:last]...)
}

// signedRSA is a notification whose signature holds both signs of base64.
func signedRSA(t testing.TB, s alipay.Signer, details string) alipay.Params {
	t.Helper()
	for n := 100; ; n++ {
		ps := signedNotice(t, s, n, details)
		if sign := ps.Get("sign"); strings.Contains(sign, "+") && strings.Contains(sign, "/") {
			return ps
		}
	}
}

// withParam puts a parameter in the middle.
func withParam(ps alipay.Params, name, value string) alipay.Params {
	out := append(alipay.Params{}, ps[:3]...)
	return append(append(out, alipay.Param{Name: name, Value: value}), ps[3:]...)
}

// payment is a notification of a payment, which shares the log.
func payment() alipay.Params {
	return alipay.Params{
		{Name: "discount", Value: "0.00"}, {Name: "subject", Value: "茶 'x' & \"y\""}, {Name: "trade_no", Value: "2026030122001400000000000009"},
		{Name: "buyer_email", Value: "buyer@example.com"}, {Name: "gmt_create", Value: "2026-03-10 13:00:00"}, {Name: "notify_type", Value: "trade_status_sync"},
		{Name: "out_trade_no", Value: "A9"}, {Name: "notify_time", Value: "2026-03-10 13:00:01"}, {Name: "trade_status", Value: "TRADE_SUCCESS"},
		{Name: "total_fee", Value: "9.00"}, {Name: "notify_id", Value: "d08606fc38c232d0e9b21af966000009"}, {Name: "sign_type", Value: "MD5"},
		{Name: "sign", Value: "0123456789abcdef0123456789abcdef"},
	}
}

// noise are lines of other things.
const noise = "2026-03-10 13:45:00 INFO started {\"port\": 8080}\n110.75.143.1 - - [10/Mar/2026:13:45:01 +0800] \"GET /health HTTP/1.1\" 200 2\n\n)\n"

// wantNotification is what a notification reads as.
func wantNotification(t testing.TB, ps alipay.Params) alipay.Notification {
	t.Helper()
	n, err := alipay.ParseNotification(ps.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readNotices returns what was read of a log, without what is read twice in a row, and
// asks that the lines are all there and in order.
func readNotices(t testing.TB, text string, key alipay.Verifier) (read []alipay.Notification, refused []logs.NotifyLine) {
	t.Helper()
	last := int64(0)
	for line, err := range logs.ReadNotifyLog(strings.NewReader(text), key) {
		if err != nil {
			t.Fatal(err)
		}
		if line.Line != last && line.Line != last+1 {
			t.Errorf("line %d comes after line %d of %q", line.Line, last, text)
		}
		last = line.Line
		switch line.Verdict {
		case files.Ignored:
		case files.Read:
			if n := line.Capture.Notification; len(read) == 0 || read[len(read)-1] != n {
				read = append(read, n)
			}
		default:
			refused = append(refused, line)
		}
	}
	want := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		want++
	}
	if int(last) != want {
		t.Errorf("%d lines of %d", last, want)
	}
	return read, refused
}

// sameNotices reports whether two lists of notifications say the same; the times are
// compared as moments.
func sameNotices(got, want []alipay.Notification) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if !sameNotice(got[i], want[i]) {
			return false
		}
	}
	return true
}

func sameNotice(a, b alipay.Notification) bool {
	ok := a.NotifyTime.Equal(b.NotifyTime)
	a.NotifyTime, b.NotifyTime = time.Time{}, time.Time{}
	a.Extra, b.Extra = 0, 0 // what stands around may be taken for parameters that are not signed
	return ok && a == b
}

// sayRefused says why lines were refused.
func sayRefused(lines []logs.NotifyLine) string {
	var say []string
	for _, l := range lines {
		say = append(say, fmt.Sprintf("line %d (verdict %d): %s%v", l.Line, l.Verdict, l.Reason, l.Bad))
	}
	return strings.Join(say, "; ")
}

// shortened is a text whose long runs of padding are left out.
func shortened(text string) string {
	for strings.Contains(text, strings.Repeat("x", 100)) {
		text = strings.ReplaceAll(text, strings.Repeat("x", 100), "")
	}
	return fmt.Sprintf("%.1500q", text)
}

// sayNotices says what notifications were read.
func sayNotices(all []alipay.Notification) string {
	var say []string
	for _, n := range all {
		say = append(say, fmt.Sprintf("%s %s %s %d %s", n.NotifyID, n.BatchNo, n.NotifyTime.Format(alipay.TimeLayout), n.SuccessNum, n.ResultDetails))
	}
	return fmt.Sprintf("%d: %s", len(all), strings.Join(say, "; "))
}

// skipShort leaves a test of all forms to runs that are not short.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes its time")
	}
}
