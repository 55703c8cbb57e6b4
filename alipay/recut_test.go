package alipay_test

import (
	"errors"
	"strings"
	"testing"

	"reconcile/alipay"
)

// The signed string has no escaping, so a signature alone does not say where a
// value ends. These tests cut signed strings anew and send them as
// notifications: whoever holds one signature must not get another reading.

// cuts gives every way to read a signed string as parameters: each "&" parts
// two, or belongs to a value.
func cuts(text string) [][]string {
	pieces := strings.Split(text, "&")
	var all [][]string
	for mask := range 1 << (len(pieces) - 1) {
		pairs := []string{pieces[0]}
		for i, piece := range pieces[1:] {
			if mask>>i&1 == 1 {
				pairs = append(pairs, piece)
			} else {
				pairs[len(pairs)-1] += "&" + piece
			}
		}
		all = append(all, pairs)
	}
	return all
}

// readings are the distinct notifications that a text is accepted as.
func readings(t *testing.T, text string) map[alipay.Notification]bool {
	t.Helper()
	m := newMD5(t, testMD5Key)
	sign, err := m.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	found := map[alipay.Notification]bool{}
	for _, pairs := range cuts(text) {
		ps := alipay.Params{{Name: "sign", Value: sign}, {Name: "sign_type", Value: "MD5"}}
		for _, pair := range pairs {
			name, value, _ := strings.Cut(pair, "=")
			ps = append(ps, alipay.Param{Name: name, Value: value})
		}
		if n, err := alipay.ParseNotification(ps.Encode(), m); err == nil {
			found[n] = true
		}
	}
	return found
}

func TestANotificationHasOneReading(t *testing.T) {
	for _, text := range []string{docNotify, dsaText, docNotify + "&unfreezed_details=a^b", realText} {
		if found := readings(t, text); len(found) != 1 {
			t.Errorf("%q is accepted as %v, want one reading", text, found)
		}
	}
}

// Where Alipay itself signs a value with a parameter inside, neither reading is
// taken: nobody can say which one Alipay meant.
func TestAnAmbiguousNotificationHasNone(t *testing.T) {
	for _, text := range []string{
		strings.Replace(docNotify, "jax_chuanhang@alipay.com", "a&success_num=9&unfreezed_details=b@alipay.com", 1),
		docNotify + "&unfreezed_details=x&success_num=7",
		strings.Replace(docNotify, "notify_id=70fec0c2730b27528665af4517c27b95", "notify_id=7&notify_time=2009-08-12 11:08:32&notify_type=batch_refund_notify&success_num=1", 1),
	} {
		if found := readings(t, text); len(found) != 0 {
			t.Errorf("%q is accepted as %v, want none", text, found)
		}
	}
	text := strings.Replace(docNotify, "jax_chuanhang@alipay.com", "jax&chuanhang@alipay.com", 1)
	if found := readings(t, text); len(found) != 1 {
		t.Errorf("a mere & in a value: accepted as %v, want one reading", found)
	}
}

// Requests that a merchant signs, with text that a buyer chose in them, are no
// notifications however they are cut.
func TestSignedRequestsAreNoNotifications(t *testing.T) {
	const inner = "batch_no=20110112001&notify_id=x1&notify_time=2011-01-12 11:25:00&notify_type=batch_refund_notify&result_details=2011011201037066^5.00^SYSTEM_ERROR&success_num=0"
	for name, text := range map[string]string{
		"pay request, body":         "_input_charset=utf-8&body=gift&" + inner + "&out_trade_no=1&partner=2088101008267254&service=create_direct_pay_by_user&total_fee=5.00",
		"pay request, tail":         "_input_charset=utf-8&out_trade_no=1&subject=gift&" + inner,
		"pay request, no charset":   "body=gift&" + inner,
		"pay request, tail no more": "body=gift&" + inner + "&total_fee=1.00",
		"refund request":            "batch_no=20110112001&batch_num=1&detail_data=2011011201037066^5.00^x&" + strings.TrimPrefix(inner, "batch_no=20110112001&") + "&partner=2088101008267254",
		"refund request, reason":    "_input_charset=utf-8&batch_no=20110112001&batch_num=1&detail_data=2011011201037066^5.00^" + inner,
		"return address":            "_input_charset=utf-8&return_url=http://x/?" + inner,
	} {
		if found := readings(t, text); len(found) != 0 {
			t.Errorf("%s is accepted as %v", name, found)
		}
	}
}

// The parameters before the cut cannot hide in one that is not of the interface.
func TestExtraParametersHideNothing(t *testing.T) {
	const text = "_input_charset=utf-8&body=gift&" + docNotify
	m := newMD5(t, testMD5Key)
	sign, err := m.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, first := range []string{"_input_charset=utf-8%26body%3Dgift&", "_input_charset=utf-8&body=gift&", "", "a=_input_charset%3Dutf-8%26body%3Dgift&"} {
		var bad *alipay.BadSignatureError
		if _, err := alipay.ParseNotification(first+bodyOf(t, docNotify)+"&sign_type=MD5&sign="+sign, m); !errors.As(err, &bad) {
			t.Errorf("after %q: %v, want a bad signature", first, err)
		}
	}
}
