package alipay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// A witness is a verifier that keeps what it is asked.
type witness struct{ text, sign string }

func (*witness) SignType() string { return "MD5" }

func (w *witness) Verify(text, sign string) error {
	w.text, w.sign = text, sign
	return nil
}

// A notification is read as its parameters say: the same error where they do not
// decode, the same signed text, the same values.
func FuzzNotificationParams(f *testing.F) {
	f.Add(realBody())
	f.Add(signed(f, docNotify+"&unfreezed_details=a%2", newMD5(f, testMD5Key)) + "&shop=1")
	f.Add("sign_type=MD5&sign=a+b%2Bc&batch_no=&batch%5fno=1&result_details=%")
	f.Add("notify_type=%zz&&=&a=1&a=1&notify_type=x")
	f.Add("sign_type=MD5&sign=1&notify_type=x%00&notify_id=%e4%BD%a+")
	f.Fuzz(func(t *testing.T, body string) {
		w := &witness{}
		n, err := alipay.ParseNotification(body, w)
		if errors.Is(err, alipay.ErrOtherNotification) {
			return
		}
		ps, bad := alipay.ParseParams(body)
		if bad != nil {
			if err == nil || err.Error() != bad.Error() || w.text != "" {
				t.Errorf("%q: %v, want %v and nothing verified", body, err, bad)
			}
			return
		}
		own := slices.DeleteFunc(slices.Clone(ps), func(p alipay.Param) bool {
			return !slices.Contains([]string{"batch_no", "notify_id", "notify_time", "notify_type", "result_details", "success_num", "unfreezed_details"}, p.Name)
		})
		sign := strings.ReplaceAll(ps.Get("sign"), " ", "+")
		if asked := sign != "" && ps.Get("sign_type") == "MD5"; asked && (w.text != own.SignText() || w.sign != sign) {
			t.Errorf("%q: verified %q by %q, want %q by %q", body, w.text, w.sign, own.SignText(), sign)
		}
		want := []string{ps.Get("notify_id"), ps.Get("batch_no"), ps.Get("result_details"), ps.Get("notify_time")}
		if got := []string{n.NotifyID, n.BatchNo, n.ResultDetails, n.NotifyTime.Format(alipay.TimeLayout)}; err == nil && !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	})
}

// A time is read as the time package reads it, where it has the form of the
// interface, and is printed as it was read.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"2026-03-01 00:00:30", "2024-02-29 23:59:59", "2026-02-29 10:00:00", "2026-06-31 10:00:00", "2026-13-01 10:00:00", "2026-00-01 10:00:00", "2026-01-00 10:00:00", "2026-01-01 24:00:00", "2026-01-01 10:60:00", "2026-01-01 10:00:60", "0000-01-01 00:00:00", "2026-1-01 10:00:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, bad := time.ParseInLocation(alipay.TimeLayout, s, alipay.Shanghai())
		got, err := alipay.ParseTime(s)
		if ours := bad == nil && want.Format(alipay.TimeLayout) == s; (err == nil) != ours || ours && got != want {
			t.Errorf("ParseTime(%q) = %v, %v, want %v, %v", s, got, err, want, bad)
		}
	})
}
