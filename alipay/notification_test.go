package alipay_test

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"reconcile/alipay"
)

// body prints parameters in the order that Alipay posts them in.
func body(pairs ...string) string {
	ps := make(alipay.Params, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		ps = append(ps, alipay.Param{Name: pairs[i], Value: pairs[i+1]})
	}
	return ps.Encode()
}

// signed gives the body whose signed string is text.
func signed(t testing.TB, text string, s alipay.Signer) string {
	t.Helper()
	sign, err := s.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	return bodyOf(t, text) + "&sign_type=" + s.SignType() + "&sign=" + url.QueryEscape(sign)
}

// bodyOf cuts a signed string at every "&" into parameters.
func bodyOf(t testing.TB, text string) string {
	t.Helper()
	var pairs []string
	for pair := range strings.SplitSeq(text, "&") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			t.Fatalf("no parameter: %q", pair)
		}
		pairs = append(pairs, name, value)
	}
	return body(pairs...)
}

func realBody() string {
	return body("sign", realSign, "result_details", realResult, "notify_time", "2016-03-17 13:45:09", "sign_type", "RSA", "notify_type", "batch_refund_notify",
		"notify_id", "c08606fc38c232d0e9b21af966278e7gdx", "batch_no", "20160317458193492932", "success_num", "2")
}

func TestRealMessage(t *testing.T) {
	want := alipay.Notification{NotifyID: "c08606fc38c232d0e9b21af966278e7gdx", BatchNo: "20160317458193492932", SuccessNum: 2, ResultDetails: realResult}
	for name, text := range map[string]string{
		"as posted":            realBody(),
		"'+' turned to blanks": strings.ReplaceAll(realBody(), "%2B", "%20"),
		"'+' left bare":        strings.ReplaceAll(realBody(), "%2B", "+"),
		"lower-case escapes":   strings.ReplaceAll(strings.ReplaceAll(realBody(), "%5E", "%5e"), "%2B", "%2b"),
		"nothing escaped":      strings.ReplaceAll(realText, " ", "%20") + "&sign_type=RSA&sign=" + realSign,
	} {
		n, err := alipay.ParseNotification(text, newRSA(t, alipayKey))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if at := n.NotifyTime.Format(alipay.TimeLayout); at != "2016-03-17 13:45:09" || n.NotifyTime.Unix() != 1458193509 {
			t.Errorf("%s: notify_time = %s", name, at)
		}
		want.NotifyTime, want.Digest = n.NotifyTime, n.Digest
		if n != want {
			t.Errorf("%s: %+v, want %+v", name, n, want)
		}
	}
}

func TestRealMessageFailsWithOtherKeys(t *testing.T) {
	for name, v := range map[string]alipay.Verifier{"another RSA key": newRSA(t, testRSAKey), "DSA": newDSA(t), "MD5": newMD5(t, testMD5Key)} {
		var bad *alipay.BadSignatureError
		n, err := alipay.ParseNotification(realBody(), v)
		if !errors.As(err, &bad) || n != (alipay.Notification{}) {
			t.Errorf("%s: %+v, %v, want a bad signature", name, n, err)
		}
	}
}

func TestEveryByteOfTheMessageIsSigned(t *testing.T) {
	v := newRSA(t, alipayKey)
	for _, c := range [][2]string{
		{"%5E0.20", "%5E0.21"}, {"SUCCESS%23", "SUCCESS%20%23"}, {"932&", "933&"}, {"success_num=2", "success_num=3"}, {"13%3A45%3A09", "13%3A45%3A08"},
		{"c08606", "c08607"}, {"&success_num=2", "&success_num=2&unfreezed_details=x"}, {"batch_no=2016", "batch_no=+2016"}, {"success_num=2", "success_num=02"},
		{"%5ESUCCESS", "%255ESUCCESS"}, {"&success_num=2", ""},
	} {
		text := strings.Replace(realBody(), c[0], c[1], 1)
		var bad *alipay.BadSignatureError
		if _, err := alipay.ParseNotification(text, v); text == realBody() || !errors.As(err, &bad) {
			t.Errorf("%q for %q: %v, want a bad signature", c[1], c[0], err)
		}
	}
}

func TestSignTypesAreNotSwapped(t *testing.T) {
	rsaKeys := newKeyPair(t, 1024)
	signer, err := alipay.NewRSASigner([]byte(pemText("PRIVATE KEY", rsaKeys.pkcs8)))
	if err != nil {
		t.Fatal(err)
	}
	rsaSign, err := signer.Sign(dsaText)
	if err != nil {
		t.Fatal(err)
	}
	md5Sign, err := newMD5(t, testMD5Key).Sign(dsaText)
	if err != nil {
		t.Fatal(err)
	}
	signs := map[string]string{"MD5": md5Sign, "RSA": rsaSign, "DSA": dsaSign}
	accounts := []alipay.Verifier{newMD5(t, testMD5Key), newRSA(t, pemText("PUBLIC KEY", rsaKeys.pkix)), newDSA(t)}
	for _, account := range accounts {
		for made, sign := range signs {
			for _, named := range []string{"MD5", "RSA", "DSA", "", "md5", "RSA2", "MD5 ", "none"} {
				text := bodyOf(t, dsaText) + "&sign_type=" + url.QueryEscape(named) + "&sign=" + url.QueryEscape(sign)
				_, err := alipay.ParseNotification(text, account)
				good := made == account.SignType() && named == made
				var bad *alipay.BadSignatureError
				if good && err != nil || !good && !errors.As(err, &bad) {
					t.Errorf("account %s, made with %s, named %q: %v", account.SignType(), made, named, err)
				}
			}
		}
	}
}

func TestBadSignature(t *testing.T) {
	const text = "batch_no=20110112001&notify_id=70fec0c2730b27528665af4517c27b95&notify_time=2011-01-12 11:25:00&notify_type=batch_refund_notify&result_details=x&success_num=0"
	m := newMD5(t, testMD5Key)
	good := signed(t, text, m)
	for name, c := range map[string]struct{ text, reason, id, batch string }{
		"no sign":           {bodyOf(t, text) + "&sign_type=MD5", "not signed", "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"nothing signed":    {bodyOf(t, text), "not signed", "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"empty sign":        {bodyOf(t, text) + "&sign_type=MD5&sign=", "not signed", "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"no sign_type":      {strings.Replace(good, "&sign_type=MD5", "", 1), `sign_type is "", not the account's MD5`, "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"other sign_type":   {strings.Replace(good, "sign_type=MD5", "sign_type=RSA", 1), `sign_type is "RSA", not the account's MD5`, "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"wrong":             {strings.Replace(good, "success_num=0", "success_num=1", 1), "the signature does not verify", "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"no hex":            {bodyOf(t, text) + "&sign_type=MD5&sign=danger", "sign has 6 characters, an MD5 signature 32", "70fec0c2730b27528665af4517c27b95", "20110112001"},
		"unreadable values": {"notify_id=a+b&batch_no=1&notify_type=batch_refund_notify&sign_type=MD5&sign=x", "sign has 1 characters, an MD5 signature 32", "", ""},
		"empty values":      {"notify_id=&sign=x&sign_type=MD5", "sign has 1 characters, an MD5 signature 32", "", ""},
	} {
		var bad *alipay.BadSignatureError
		n, err := alipay.ParseNotification(c.text, m)
		if !errors.As(err, &bad) || n != (alipay.Notification{}) {
			t.Errorf("%s: %+v, %v, want a bad signature", name, n, err)
			continue
		}
		if bad.Reason != c.reason || err.Error() != c.reason || bad.NotifyID != c.id || bad.BatchNo != c.batch {
			t.Errorf("%s: %+v, want %+v", name, bad, c)
		}
	}
}

func TestBadSignatureDigestIsOfTheContent(t *testing.T) {
	digest := func(text string) alipay.Digest {
		var bad *alipay.BadSignatureError
		if _, err := alipay.ParseNotification(text, newMD5(t, testMD5Key)); !errors.As(err, &bad) {
			t.Fatalf("%q: %v", text, err)
		}
		return bad.Digest
	}
	first := digest("notify_id=a&batch_no=b&result_details=c&sign=1")
	if digest("sign=2&result_details=c&notify_id=a&batch_no=b&notify_time=later&utm=1") != first {
		t.Error("the same content has another digest")
	}
	for _, other := range []string{"notify_id=a&batch_no=b&result_details=d", "notify_id=a&batch_no=b", "notify_id=ab&batch_no=&result_details=c", "notify_id=a&batch_no=bc&result_details="} {
		if digest(other) == first {
			t.Errorf("%q has the same digest", other)
		}
	}
}

func TestEmptyParametersAreNotSigned(t *testing.T) {
	m := newMD5(t, testMD5Key)
	const text = "batch_no=20110112001&notify_id=a&notify_time=2011-01-12 11:25:00&notify_type=batch_refund_notify&success_num=0"
	for _, more := range []string{"", "&result_details=", "&result_details=&unfreezed_details="} {
		n, err := alipay.ParseNotification(signed(t, text, m)+more, m)
		if err != nil || n.ResultDetails != "" || n.Extra != 0 {
			t.Errorf("%q: %+v, %v", more, n, err)
		}
	}
	const zero = "batch_no=20110112001&notify_id=a&notify_time=2011-01-12 11:25:00&notify_type=batch_refund_notify"
	var bad *alipay.BadSignatureError
	if _, err := alipay.ParseNotification(signed(t, zero, m)+"&success_num=0", m); !errors.As(err, &bad) {
		t.Errorf("success_num=0 left out of the string: %v, want a bad signature", err)
	}
}

func TestExtraParametersAreCountedNotSigned(t *testing.T) {
	m := newMD5(t, testMD5Key)
	good := signed(t, docNotify+"&unfreezed_details=a^b", m)
	for extra, want := range map[string]int{"": 0, "&shop=1": 1, "&shop=1&controller=&=x": 3, "&Batch_no=1&sign2=x": 2, "&" + manyParams(50): 50} {
		for _, text := range []string{good + extra, strings.TrimPrefix(extra+"&", "&") + good} {
			if n, err := alipay.ParseNotification(text, m); err != nil || n.Extra != want {
				t.Errorf("%q: %d, %v, want %d more", extra, n.Extra, err, want)
			}
		}
	}
	// A string over all parameters is not what Alipay signs.
	var bad *alipay.BadSignatureError
	if _, err := alipay.ParseNotification(signed(t, docNotify+"&zzz=1", m), m); !errors.As(err, &bad) {
		t.Errorf("a signed extra parameter: %v, want a bad signature", err)
	}
}

func TestOtherNotifications(t *testing.T) {
	for _, text := range []string{
		"notify_type=trade_status_sync&notify_id=1&sign=x", "notify_id=1&notify_type=trade_status_sync", "notify_type=trade_status_sync&body=%zz&notify_id=1", "notify_type=trade%5Fstatus%5Fsync&notify_id=1",
		"notify_type=Batch_refund_notify&notify_id=1", "notify_type=trade_status_sync&notify_type=dback&notify_id=1",
	} {
		for _, v := range []alipay.Verifier{nil, newMD5(t, testMD5Key)} {
			if n, err := alipay.ParseNotification(text, v); !errors.Is(err, alipay.ErrOtherNotification) || n != (alipay.Notification{}) {
				t.Errorf("%q: %+v, %v, want another interface's", text, n, err)
			}
		}
	}
}

func TestMalformedNotifications(t *testing.T) {
	fields := func() map[string]string {
		return map[string]string{"notify_time": "2009-08-12 11:08:32", "notify_type": "batch_refund_notify", "notify_id": "70fec0c2730b27528665af4517c27b95", "batch_no": "20060702001", "success_num": "2", "result_details": "x"}
	}
	for _, c := range []struct{ field, value, want string }{
		{"notify_time", "", "notify_time: missing"}, {"notify_type", "", "notify_type: missing"}, {"notify_id", "", "notify_id: missing"},
		{"batch_no", "", "batch_no: missing"}, {"success_num", "", "success_num: missing"},
		{"notify_time", "2009-08-12", `notify_time: not yyyy-MM-dd HH:mm:ss: "2009-08-12"`}, {"notify_time", "2009-02-30 00:00:00", `notify_time: not yyyy-MM-dd HH:mm:ss: "2009-02-30 00:00:00"`},
		{"notify_id", "a b", `notify_id: not 1 to 128 printable characters: "a b"`}, {"notify_id", "a\x00", `notify_id: not 1 to 128 printable characters: "a\x00"`},
		{"batch_no", "2006070201", `batch_no: not 11 to 32 letters and digits: "2006070201"`}, {"batch_no", "20060702001 ", `batch_no: not 11 to 32 letters and digits: "20060702001 "`},
		{"success_num", "-1", `success_num: not a number: "-1"`}, {"success_num", "1.0", `success_num: not a number: "1.0"`}, {"success_num", "２", `success_num: not a number: "２"`},
		{"success_num", "9999999999", `success_num: not a number: "9999999999"`}, {"success_num", "+2", `success_num: not a number: "+2"`},
		{"result_details", "a&success_num=1", `result_details: holds another parameter, success_num: "a&success_num=1"`},
	} {
		all := fields()
		all[c.field] = c.value
		var ps alipay.Params
		for name, value := range all {
			ps = append(ps, alipay.Param{Name: name, Value: value})
		}
		m := newMD5(t, testMD5Key)
		ps, err := alipay.Sign(ps, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []alipay.Verifier{nil, m} {
			var malformed *alipay.MalformedError
			if n, err := alipay.ParseNotification(ps.Encode(), v); !errors.As(err, &malformed) || err.Error() != c.want || n != (alipay.Notification{}) {
				t.Errorf("%s %q: %+v, %v, want %s", c.field, c.value, n, err, c.want)
			}
		}
	}
}

func TestWhatDoesNotDecodeIsMalformedBeforeItIsUnsigned(t *testing.T) {
	for _, text := range []string{"notify_id=1&batch_no=%zz", "notify_id=1&notify_id=1", "notify_id=1&notify_type=batch_refund_notify&notify_type=trade_status_sync", "notify_id=1&shop=1&shop=2", "notify_id=%4"} {
		var malformed *alipay.MalformedError
		if _, err := alipay.ParseNotification(text, newMD5(t, testMD5Key)); !errors.As(err, &malformed) {
			t.Errorf("%q: %v, want it malformed", text, err)
		}
	}
}

// The notifications that merchants captured, as far as their parameters are
// known; their keys are not.
func TestCapturedNotifications(t *testing.T) {
	const id = "d93dfe41a62a7727731a3e244eaf9b5nk8"
	for _, c := range []struct {
		name, batch, time, details string
		success, counted           int
	}{
		{"S1", "20150428001", "2015-04-24 14:55:30", "2015042100001000760048511054^1.00^SUCCESS$shop@example.com^2088711824364505^0.01^SUCCESS", 1, 1},
		{"S3", "2013091310714", "2013-09-13 17:52:54", "2013091142096412^0.01^SUCCESS$shop@example.com^2088101964737404^0.00^SUCCESS", 1, 1},
		{"S4", "2015102020120151020010474", "2015-10-20 12:00:00", "2015102021001004760034692652^0.03^SUCCESS", 1, 1},
		{"S5", "20160527RP201605260001101", "2016-05-27 12:00:00", "2016052621001004180237340740^0.10^SUCCESS", 1, 1},
		{"S6", "20151203113120122", "2015-12-03 11:32:00", "2015120321001004140212185415^0.01^SUCCESS", 1, 1},
		{"S7", "201702101486709017", "2017-02-10 14:43:38", "2017020721001004830269248522^0.01^SUCCESS", 1, 1},
		{"S8", "201608114414930517348", "2016-08-11 12:00:00", "2016081121001004320278315709^0.01^SUCCESS^true^P$shop@example.com^2088411293539364^0.00^SUCCESS", 1, 1},
		{"S10", "201701140007", "2017-01-14 12:00:00", "2017011321001004470228487114^0.01^TRADE_HAS_CLOSED#2017011321001004470228502268^0.01^SUCCESS", 1, 1},
		{"S11", "20170227173243001", "2017-02-27 17:35:03", "2017022721001004880233243222^0.02^REFUND_TRADE_FEE_ERROR", 0, 0},
		{"S12", "201607101468147101397", "2016-07-10 18:38:30", "2016070821001004700239503693^0.02^REFUND_TRADE_FEE_ERROR", 0, 0},
		{"S13", "201705162773", "2017-05-16 15:12:17", "2017051221001004460213417006^0.01^TRADE_HAS_CLOSED", 0, 0},
		{"S16", "20141128000000000073", "2014-11-28 12:00:00", "2014111200001000820035611523^0.01^TRADE_HAS_CLOSED$shop@example.com^2088701074577516^0.00^SUCCESS", 0, 0},
		{"S21", "2015111100001004579", "2015-11-11 12:00:00", "2015111021001004590061668904^0.01^SUCCESS#2015111021001004590061400884^0.01^TRADE_NOT_EXISTS", 1, 1},
		// The document's table 5-1 contradicts itself: success_num 2, one item.
		{"table 5-1", "20060702001", "2009-08-12 11:08:32", "2010031906272929^80^SUCCESS$jax_chuanhang@alipay.com^2088101003147483^0.01^SUCCESS", 2, 1},
	} {
		n, err := alipay.ParseNotification(body("sign", "unknown", "result_details", c.details, "notify_time", c.time, "sign_type", "MD5",
			"notify_type", "batch_refund_notify", "notify_id", id, "batch_no", c.batch, "success_num", strconv.Itoa(c.success)), nil)
		if err != nil || n.BatchNo != c.batch || n.SuccessNum != c.success || n.ResultDetails != c.details || n.NotifyTime.Format(alipay.TimeLayout) != c.time || n.NotifyID != id {
			t.Errorf("%s: %+v, %v", c.name, n, err)
		}
		results, bad := alipay.ParseResultDetails(n.ResultDetails)
		counted := 0
		for _, r := range results {
			if r.Succeeded() {
				counted++
			}
		}
		if counted != c.counted || len(bad) != 0 {
			t.Errorf("%s: %d succeeded, %v, want %d", c.name, counted, bad, c.counted)
		}
	}
}

// The document's 5.3, whose sign is garbled, as it stands in a log: it reads,
// and does not verify.
func TestDocumentsNotification(t *testing.T) {
	const query = "notify_time=2009-08-12+11%3A08%3A32&notify_type=batch_refund_notify&notify_id=70fec0c2730b27528665af4517c27b95&sign_type=MD5&sign=pw%20lh%20gd%20aejia7n%20ko4%20m%20252Fu%20w%20jd3%20nx%20s%20k%20mxus9%20hoxg%20y%20r%20lunli%20pmma29%20t%20q%203D%203D&batch_no=20060702001&success_num=2&result_details=2010031906272929%5E80%5ESUCCESS"
	n, err := alipay.ParseNotification(query, nil)
	if err != nil || n.ResultDetails != "2010031906272929^80^SUCCESS" || n.SuccessNum != 2 || n.BatchNo != "20060702001" {
		t.Errorf("unverified: %+v, %v", n, err)
	}
	var bad *alipay.BadSignatureError
	if _, err := alipay.ParseNotification(query, newMD5(t, testMD5Key)); !errors.As(err, &bad) || bad.BatchNo != "20060702001" {
		t.Errorf("verified: %v, want a bad signature of its batch", err)
	}
}

// A re-delivery has its own time and sign, and the same digest (§6.1).
func TestRedeliveriesHaveOneDigest(t *testing.T) {
	m := newMD5(t, testMD5Key)
	digest := func(text string) alipay.Digest {
		n, err := alipay.ParseNotification(signed(t, text, m), m)
		if err != nil {
			t.Fatal(err)
		}
		return n.Digest
	}
	first := digest(docNotify)
	if digest(strings.Replace(docNotify, "11:08:32", "11:10:32", 1)) != first {
		t.Error("another notify_time gives another digest")
	}
	for _, change := range [][2]string{{"^80^", "^81^"}, {"success_num=2", "success_num=1"}, {"20060702001", "20060702002"}} {
		if digest(strings.Replace(docNotify, change[0], change[1], 1)) == first {
			t.Errorf("%s for %s gives the same digest", change[1], change[0])
		}
	}
}
