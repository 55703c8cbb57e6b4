package alipay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

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
