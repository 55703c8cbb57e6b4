package logs_test

import (
	"regexp"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
)

// TestForms promises that a notification reads the same in every form: alone, between
// other lines, several at once, and with payments between in the same form.
func TestForms(t *testing.T) {
	all := samples(t)
	for _, f := range forms.All() {
		t.Run(f.Name, func(t *testing.T) {
			for _, s := range all {
				alone := f.Print(alipay.UTF8, s.ps)
				want := []alipay.Notification{wantNotification(t, s.ps)}
				compareNotices(t, s.name+", alone", alone, s.key, want)
				compareNotices(t, s.name+", without a line end", strings.TrimRight(alone, "\n"), s.key, want)
				compareNotices(t, s.name+", CRLF", strings.ReplaceAll(alone, "\n", "\r\n"), s.key, want)
				compareNotices(t, s.name+", between others", noise+alone+noise, s.key, want)
				compareNotices(t, s.name+", between payments", f.Print(alipay.UTF8, payment())+alone+f.Print(alipay.UTF8, payment()), s.key, want)
			}
			one, two := all[0], all[1]
			both := []alipay.Notification{wantNotification(t, one.ps), wantNotification(t, two.ps)}
			compareNotices(t, "two at once", f.Print(alipay.UTF8, one.ps, two.ps), one.key, both)
			compareNotices(t, "two", f.Print(alipay.UTF8, one.ps)+f.Print(alipay.UTF8, two.ps), one.key, both)
			if !f.Table {
				compareNotices(t, "two and a payment at once", f.Print(alipay.UTF8, one.ps, payment(), two.ps), one.key, both)
			}
		})
	}
}

func compareNotices(t *testing.T, what, text string, key alipay.Verifier, want []alipay.Notification) {
	t.Helper()
	got, refused := readNotices(t, text, key)
	if !sameNotices(got, want) || len(refused) > 0 {
		t.Errorf("%s: read %s, refused %s\nof %s", what, sayNotices(got), sayRefused(refused), shortened(text))
	}
}

// TestFormsForged asks that in no form a notification reads whose signature is bad: an
// amount was changed.
func TestFormsForged(t *testing.T) {
	skipShort(t)
	for _, f := range forms.All() {
		for _, s := range samples(t) {
			forged := append(alipay.Params{}, s.ps...)
			for i, p := range forged {
				if p.Name == "result_details" {
					forged[i].Value = strings.Replace(p.Value, ".", "9.", 1)
				}
			}
			text := f.Print(alipay.UTF8, forged)
			if got, refused := readNotices(t, text, s.key); len(got) > 0 || len(refused) == 0 {
				t.Errorf("%s, %s: read %s and refused %d of %s", f.Name, s.name, sayNotices(got), len(refused), shortened(text))
			}
		}
	}
}

// stated finds details of results with what could be their value, in any escape.
var stated = regexp.MustCompile(`result_details[^0-9A-Za-z\n]{1,12}(string[^0-9A-Za-z\n]{1,12})?(s:[0-9]+:[^0-9A-Za-z\n]{1,4})?[0-9]{16,32}(\^|%5E|%5e|%255E|\\x5E|\\u005e)`)

// statedLine finds lines of a request with what could be their value.
var statedLine = regexp.MustCompile(`detail_data[^0-9A-Za-z\n]{1,12}(value=[^0-9A-Za-z]{1,2})?[0-9]{16,32}(\^|%5E|%5e)`)

// TestFormsCut cuts logs off anywhere: what reads is what was printed, and a line that
// states results is not ignored.
func TestFormsCut(t *testing.T) {
	skipShort(t)
	s := samples(t)[1]
	want := wantNotification(t, s.ps)
	for _, f := range forms.All() {
		t.Run(f.Name, func(t *testing.T) {
			text := f.Print(alipay.UTF8, s.ps)
			step := max(1, len(text)/80)
			for at := len(text) - 1; at > 0; at -= step {
				for _, end := range []string{"", "\n" + noise} {
					got, refused := readNotices(t, text[:at]+end, s.key)
					if len(got) > 1 || len(got) == 1 && !sameNotice(got[0], want) {
						t.Fatalf("cut at %d of %d: read %s of %s", at, len(text), sayNotices(got), shortened(text[:at]))
					}
					if len(got) == 0 && len(refused) == 0 && stated.MatchString(text[:at]) {
						t.Fatalf("cut at %d of %d: nothing is told of %s", at, len(text), shortened(text[:at]))
					}
				}
			}
		})
	}
}
