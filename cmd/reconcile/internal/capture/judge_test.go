package capture

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"reconcile/alipay"
)

// signedNotice is the body of a notification, signed with a key of 32 digits, which are all
// the same.
func signedNotice(t *testing.T, id, digit string) string {
	t.Helper()
	ps, err := alipay.Sign(alipay.Params{
		{Name: "batch_no", Value: "20261115458193492932"}, {Name: "notify_id", Value: id},
		{Name: "notify_time", Value: "2026-11-15 13:45:09"}, {Name: "notify_type", Value: alipay.NotifyType},
		{Name: "result_details", Value: "2016031721001004670245932381^0.20^SUCCESS"}, {Name: "success_num", Value: "1"},
	}, md5Key(t, digit))
	if err != nil {
		t.Fatal(err)
	}
	return ps.Encode()
}

func md5Key(t *testing.T, digit string) alipay.MD5 {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret(strings.Repeat(digit, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestVerdicts asks what stands beside each notification, and that none is refused for it.
func TestVerdicts(t *testing.T) {
	good := signedNotice(t, "0123456789", "1")
	rotated := &Judge{alipay.AnyOf(md5Key(t, "2"), md5Key(t, "1"))}
	one := &Judge{md5Key(t, "1")}
	for _, c := range []struct {
		name, body string
		judge      *Judge
		want       string // of the line, before the body
	}{
		{"good", good, one, `"signature":"good",`},
		{"good, by an older key", good, rotated, `"signature":"good",`},
		{"forged", signedNotice(t, "0123456789", "3"), one, `"signature":"bad",`},
		{"altered", strings.Replace(good, "0.20", "9.20", 1), one, `"signature":"bad",`},
		{"unsigned", "notify_id=1&notify_type=batch_refund_notify", one, `"signature":"bad",`},
		{"another type", strings.Replace(good, "sign_type=MD5", "sign_type=RSA", 1), one, `"signature":"bad",`},
		{"a payment", "notify_id=1&notify_type=trade_status_sync", one, `"signature":"unknown",`},
		{"a parameter twice", "notify_id=1&batch_no=1&batch_no=2", one, `"signature":"unknown",`},
		{"verify is off", good, &Judge{}, `"signature":"unknown",`},
		{"no account", good, nil, ``},
	} {
		d := newFakeDisk()
		r := &Receiver{Store: openFake(t, d, noon, io.Discard), Path: "/notify", Log: slog.New(slog.DiscardHandler), Judge: c.judge}
		if w := call(r, "POST", "/notify", c.body); w.Code != http.StatusOK || w.Body.String() != answer {
			t.Errorf("%s: answered %d %q", c.name, w.Code, w.Body)
		}
		if got, want := d.synced[noonLog], `{"time":"2026-11-15T12:00:00.000+08:00",`+c.want+`"body":"`; !strings.HasPrefix(got, want) {
			t.Errorf("%s: the line is %s, want %s...", c.name, got, want)
		}
		if metrics, judged := string(r.metrics(true)), strings.TrimSuffix(strings.TrimPrefix(c.want, `"signature":"`), `",`); c.judge != nil && !strings.Contains(metrics, `reconcile_capture_signatures_total{signature="`+judged+`"} 1`) {
			t.Errorf("%s: not counted as %s:\n%s", c.name, judged, metrics)
		}
	}
}
