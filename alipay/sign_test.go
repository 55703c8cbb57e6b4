package alipay_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestMD5Vectors(t *testing.T) {
	for _, c := range []struct{ name, key, text, want string }{
		{"M1", testMD5Key, "partner=123&service=test", "bbd13b52823b576291595f472ebcfbc2"},
		{"M2", otherMD5Key, "partner=123&service=test", "6d581af270c023fdaaca6880491e9bf7"},
		{"M3", testMD5Key, "notify_id=1234", "22fc7e38e5acdfede396aa463870d111"},
		{"M4", testMD5Key, suiteRefund, "def57a58e1ac21f70c45e41bd3697368"},
		{"M5", testMD5Key, suiteTrans, "59c611607daafd1337e96b22404bd521"},
		{"omnipay", "hello", suiteMixed, "7e63e20bcc6ad2ba695305e340592ffd"},
		{"7.1.2 in GBK", testMD5Key, gbk(t, docRequest), "0b05127865f3c13d9aa07215946d7e25"},
		{"7.1.2 in UTF-8", testMD5Key, docRequest, "bb91422e9f0c3ca8bb4771fe23f2a497"},
		{"table 5-1", testMD5Key, docNotify, "e2fac78940f62a4da7cd63bce7362983"},
	} {
		m := newMD5(t, c.key)
		if got, err := m.Sign(c.text); got != c.want || err != nil {
			t.Errorf("%s: Sign = %q, %v, want %q", c.name, got, err, c.want)
		}
		if err := m.Verify(c.text, c.want); err != nil {
			t.Errorf("%s: Verify = %v", c.name, err)
		}
		if err := m.Verify(c.text, strings.ToUpper(c.want)); err != nil {
			t.Errorf("%s: Verify of upper case = %v", c.name, err)
		}
		if newMD5(t, "another").Verify(c.text, c.want) == nil {
			t.Errorf("%s: verifies with another key", c.name)
		}
	}
}

func TestMD5OfALongText(t *testing.T) {
	m, text := newMD5(t, testMD5Key), strings.Repeat("a", 5000)
	sign, err := m.Sign(text)
	if err != nil || m.Verify(text, sign) != nil || m.Verify(text[1:], sign) == nil {
		t.Errorf("Sign of 5000 bytes = %q, %v, or it does not verify, or a shorter one does", sign, err)
	}
}

func TestMD5RefusesWhatIsNoSignature(t *testing.T) {
	m := newMD5(t, testMD5Key)
	const good = "22fc7e38e5acdfede396aa463870d111"
	for _, sign := range []string{"", "danger", good[:31], good + "0", " " + good[1:], good[:31] + "g", "0x" + good[:30], good[:16] + "\x00" + good[17:], good + good} {
		if m.Verify("notify_id=1234", sign) == nil {
			t.Errorf("Verify(%q) passes", sign)
		}
	}
	if m.Verify("danger=danger&notify_id=1234", good) == nil {
		t.Error("verifies with a parameter more")
	}
}

func TestRSAVectors(t *testing.T) {
	for _, c := range []struct{ name, key, text, sign string }{
		{"real message", alipayKey, realText, realSign},
		{"R1", testRSAKey, "partner=123&service=test", "TaVXdP/0ia5NxIv9T76v6vGOrtgoaFrwnchKIWP9PQeX1UkUVxaq6ejDFmXFrFR+Plk+E/XzfV2DYJSVt0Am0qJRSgeg+PuvK+yWGCGm9GJgUJlS4Eyta3g+8DWwRWTjUyh5yzlf9JoSnbNjYpBolnMRD7B/u1JLkTMJuMx2TVM="},
		{"M4's text", testRSAKey, suiteRefund, "gxxRChtB8AIhqpvHRYtstNmvk7akMU0sNZNcTMJw3JL/zeyvE4yuGqQtN1s3jKNEvfsHnedisRV6vmOBVrBuerIPGlxKFbWG/7ZNkpk0Zbrc7jDfX3vT70j98lcN7xtJcEKmRW+tNUiABjepczQ2WpSSaPhOxijopBga5HxJtHY="},
		{"7.1.2 in GBK", testRSAKey, gbk(t, docRequest), "m8HdpFK0syH5muRnrP9K5rM/w6AEs4QxF2DYFL9JkO0oY+kSzogdusjL82RO8Vu+4hNqXpr/kk4LWZThCpGd7wpa7W+v78hRedrFWwyzI+FbqdXoGeHDzqnzIF9Trk1pu8Jnn+UnljuwHhGaEvUbG3DWk9eibwHf9dJGzAkWLGQ="},
		{"7.1.2 in UTF-8", testRSAKey, docRequest, "MckXJC34FEoGcPTylBHvpIkFsHjYMXOGBktNwKLc501At0BL334RaD0CNpKeJfX2WhfqVpQz/z6hRMc2XH+S4iVu09EY2V7e+Hszw1wF+lpM8tNGqzA6rUnVWDAz7VdjhL6iutbrpJa2dZiZMpRwhZClHgX82tl7cDVy6OAoOzo="},
		{"table 5-1", testRSAKey, docNotify, "V0Q14BYatC+IWIThmc+Iww45PE/SdV+s3WEcP3CR3xQ1YcbATMEiW+RXltFO0QcbrXFf/Qi8UK7Xh4w6QvfyLyAGjuVt6X2r3kLiERCEMYq/6fiHRlILTwSMucG4NXkYT1rND7qML2qhyFfWaw6t1tJQfHfoO4+XIHtquIuH7hU="},
	} {
		if err := newRSA(t, c.key).Verify(c.text, c.sign); err != nil {
			t.Errorf("%s: Verify = %v", c.name, err)
		}
		if newRSA(t, c.key).Verify(c.text+"0", c.sign) == nil {
			t.Errorf("%s: verifies another text", c.name)
		}
		for _, key := range []string{alipayKey, testRSAKey} {
			if key != c.key && newRSA(t, key).Verify(c.text, c.sign) == nil {
				t.Errorf("%s: verifies with another key", c.name)
			}
		}
	}
}

// Signatures in public whose keys are not: no key of ours may take them.
func TestRSARefusesSignaturesOfOtherKeys(t *testing.T) {
	for text, sign := range map[string]string{
		suiteMixed: "Uwz+4a4mKJBNDsGpC+nIZnHYsA30NpoxycIjvlAKC9sLS2t3a/5H7p7EEwSOAQQV2sAu54oIH7wZ4hXXkzYoqRO1T+51hYF+r+uEb9rGYyJzbg3xzV8WFUjypGgxNd8HCAKV9qhkEGdfZ94/VCxYkS+1qxkgqD0MzzHVR20C0NI=",
		"a=123":    "v6VeSlf6pQQhROZ0J+AQQv6zkJ+hWOhfuq3IZCkE0B4mEk33m7KqScEXdiM9gqnA2mxX1/MSDOKdMymsqXT8eyrA5Ny7FAgNku22WdziMLkx5dtT9BhXkmbe33QujVmxAMQAIOW1w0uqln/5a7WhJvTCzhgo8XFh2HT+qZ3MJVg=",
	} {
		for _, key := range []string{alipayKey, testRSAKey} {
			if err := newRSA(t, key).Verify(text, sign); err == nil || err.Error() != "the signature does not verify" {
				t.Errorf("Verify(%q) = %v, want that it does not verify", text, err)
			}
		}
	}
}

func TestDSAVector(t *testing.T) {
	v := newDSA(t)
	if err := v.Verify(dsaText, dsaSign); err != nil {
		t.Errorf("Verify = %v", err)
	}
	if v.Verify(dsaText+" ", dsaSign) == nil {
		t.Error("verifies another text")
	}
	if v.SignType() != "DSA" {
		t.Errorf("SignType = %q", v.SignType())
	}
}

func TestEveryBitOfASignatureCounts(t *testing.T) {
	for _, c := range []struct {
		v          alipay.Verifier
		text, sign string
	}{{newRSA(t, alipayKey), realText, realSign}, {newDSA(t), dsaText, dsaSign}} {
		der, err := base64.StdEncoding.DecodeString(c.sign)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range len(der) * 8 {
			der[bit/8] ^= 1 << (bit % 8)
			if c.v.Verify(c.text, base64.StdEncoding.EncodeToString(der)) == nil {
				t.Errorf("%s: verifies with bit %d flipped", c.v.SignType(), bit)
			}
			der[bit/8] ^= 1 << (bit % 8)
		}
	}
}

func TestSignaturesAreStrictBase64(t *testing.T) {
	for _, c := range []struct {
		v          alipay.Verifier
		text, sign string
	}{{newRSA(t, alipayKey), realText, realSign}, {newDSA(t), dsaText, dsaSign}} {
		bare := strings.TrimRight(c.sign, "=")
		loose := bare[:len(bare)-1] + string(bare[len(bare)-1]+1) + c.sign[len(bare):] // other unused bits
		for name, sign := range map[string]string{
			"empty": "", "cut": c.sign[:40], "no padding": bare, "line break": c.sign[:60] + "\n" + c.sign[60:], "CR": c.sign + "\r\n", "blank": c.sign + " ",
			"twice": c.sign + c.sign, "url alphabet": "-_" + c.sign[2:], "NUL": c.sign + "\x00", "unused bits": loose, "hex": "e2fac78940f62a4da7cd63bce7362983",
		} {
			if c.v.Verify(c.text, sign) == nil {
				t.Errorf("%s: verifies with %s", c.v.SignType(), name)
			}
		}
	}
}

func TestDSASignaturesAreStrictDER(t *testing.T) {
	der, err := base64.StdEncoding.DecodeString(dsaSign)
	if err != nil {
		t.Fatal(err)
	}
	r, s := der[2:2+22], der[2+22:]
	seq := func(parts ...[]byte) []byte {
		var body []byte
		for _, p := range parts {
			body = append(body, p...)
		}
		return append([]byte{0x30, byte(len(body))}, body...)
	}
	wide := append([]byte{0x02, r[1] + 1, 0x00}, r[2:]...) // a leading zero that is not needed
	minus := append([]byte{0x02, s[1], s[2] | 0x80}, s[3:]...)
	if again := seq(r, s); newDSA(t).Verify(dsaText, base64.StdEncoding.EncodeToString(again)) != nil {
		t.Fatal("the parts do not make the signature")
	}
	for name, bad := range map[string][]byte{
		"a byte after": append(der[:len(der):len(der)], 0), "a third number": seq(r, s, []byte{2, 1, 0}), "only r": seq(r), "swapped": seq(s, r),
		"padded number": seq(wide, s), "negative": seq(r, minus), "zero": seq([]byte{2, 1, 0}, s), "long length": append([]byte{0x30, 0x81, der[1]}, der[2:]...),
		"a set": append([]byte{0x31}, der[1:]...), "no DER": []byte("no DER"),
	} {
		if newDSA(t).Verify(dsaText, base64.StdEncoding.EncodeToString(bad)) == nil {
			t.Errorf("verifies with %s", name)
		}
	}
}
