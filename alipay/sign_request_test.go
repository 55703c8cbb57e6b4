package alipay_test

import (
	"testing"

	"reconcile/alipay"
)

// Requests of test suites and of the document through Sign, to the byte: what is
// sent is what the published signature was made over.
func TestSignVectors(t *testing.T) {
	rsa, err := alipay.NewRSASigner([]byte(testRSAPrivate))
	if err != nil {
		t.Fatal(err)
	}
	md5 := newMD5(t, testMD5Key)
	for _, c := range []struct {
		name, text string
		signer     alipay.Signer
		want       string
	}{
		{"M1", "partner=123&service=test", md5, "bbd13b52823b576291595f472ebcfbc2"},
		{"M2", "partner=123&service=test", newMD5(t, otherMD5Key), "6d581af270c023fdaaca6880491e9bf7"},
		{"M3", "notify_id=1234", md5, "22fc7e38e5acdfede396aa463870d111"},
		{"M4", suiteRefund, md5, "def57a58e1ac21f70c45e41bd3697368"},
		{"M5", suiteTrans, md5, "59c611607daafd1337e96b22404bd521"},
		{"M4, RSA", suiteRefund, rsa, "gxxRChtB8AIhqpvHRYtstNmvk7akMU0sNZNcTMJw3JL/zeyvE4yuGqQtN1s3jKNEvfsHnedisRV6vmOBVrBuerIPGlxKFbWG/7ZNkpk0Zbrc7jDfX3vT70j98lcN7xtJcEKmRW+tNUiABjepczQ2WpSSaPhOxijopBga5HxJtHY="},
		{"R1", "partner=123&service=test", rsa, "TaVXdP/0ia5NxIv9T76v6vGOrtgoaFrwnchKIWP9PQeX1UkUVxaq6ejDFmXFrFR+Plk+E/XzfV2DYJSVt0Am0qJRSgeg+PuvK+yWGCGm9GJgUJlS4Eyta3g+8DWwRWTjUyh5yzlf9JoSnbNjYpBolnMRD7B/u1JLkTMJuMx2TVM="},
		{"7.1.2, MD5, GBK", gbk(t, docRequest), md5, "0b05127865f3c13d9aa07215946d7e25"},
		{"7.1.2, MD5, UTF-8", docRequest, md5, "bb91422e9f0c3ca8bb4771fe23f2a497"},
		{"7.1.2, RSA, GBK", gbk(t, docRequest), rsa, "m8HdpFK0syH5muRnrP9K5rM/w6AEs4QxF2DYFL9JkO0oY+kSzogdusjL82RO8Vu+4hNqXpr/kk4LWZThCpGd7wpa7W+v78hRedrFWwyzI+FbqdXoGeHDzqnzIF9Trk1pu8Jnn+UnljuwHhGaEvUbG3DWk9eibwHf9dJGzAkWLGQ="},
		{"7.1.2, RSA, UTF-8", docRequest, rsa, "MckXJC34FEoGcPTylBHvpIkFsHjYMXOGBktNwKLc501At0BL334RaD0CNpKeJfX2WhfqVpQz/z6hRMc2XH+S4iVu09EY2V7e+Hszw1wF+lpM8tNGqzA6rUnVWDAz7VdjhL6iutbrpJa2dZiZMpRwhZClHgX82tl7cDVy6OAoOzo="},
		{"table 5-1, MD5", docNotify, md5, "e2fac78940f62a4da7cd63bce7362983"},
		{"table 5-1, RSA", docNotify, rsa, "V0Q14BYatC+IWIThmc+Iww45PE/SdV+s3WEcP3CR3xQ1YcbATMEiW+RXltFO0QcbrXFf/Qi8UK7Xh4w6QvfyLyAGjuVt6X2r3kLiERCEMYq/6fiHRlILTwSMucG4NXkYT1rND7qML2qhyFfWaw6t1tJQfHfoO4+XIHtquIuH7hU="},
	} {
		ps, err := alipay.ParseParams(bodyOf(t, c.text))
		if err != nil {
			t.Fatal(err)
		}
		sent, err := alipay.Sign(ps, c.signer)
		if err != nil || sent.Get("sign") != c.want || sent.Get("sign_type") != c.signer.SignType() {
			t.Errorf("%s: Sign = %q, %v, want %q", c.name, sent.Get("sign"), err, c.want)
		}
		if again, err := alipay.ParseParams(sent.Encode()); err != nil || again.SignText() != c.text {
			t.Errorf("%s: sent as %q, %v", c.name, again.SignText(), err)
		}
	}
}
