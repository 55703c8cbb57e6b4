package alipay_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"reconcile/alipay"
)

// A keyPair is one RSA key in every form that keys are handed round in.
type keyPair struct{ pkix, pkcs1pub, pkcs8, pkcs1 []byte }

func newKeyPair(t *testing.T, bits int) keyPair {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	pkix, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return keyPair{pkix, x509.MarshalPKCS1PublicKey(&key.PublicKey), pkcs8, x509.MarshalPKCS1PrivateKey(key)}
}

func pemText(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// disguises gives a key's text in the shapes that copying leaves it in.
func disguises(label string, der []byte) map[string]string {
	line := base64.StdEncoding.EncodeToString(der)
	whole := pemText(label, der)
	return map[string]string{
		"PEM":               whole,
		"PEM with CRLF":     strings.ReplaceAll(whole, "\n", "\r\n"),
		"PEM in one line":   strings.ReplaceAll(whole, "\n", ""),
		"PEM after a note":  "our key, 2016\n\n" + whole + "\n",
		"PEM with BOM":      "\uFEFF" + whole,
		"PEM with \\n":      strings.ReplaceAll(whole, "\n", `\n`),
		"PEM with \\r\\n":   strings.ReplaceAll(whole, "\n", `\r\n`),
		"blanks in a line":  strings.ReplaceAll(whole, line[10:20], line[10:13]+" \t"+line[13:20]),
		"one line":          line,
		"one line, newline": "  " + line + "\r\n",
		"one line, BOM":     "\uFEFF" + line,
		"broken lines":      line[:50] + "\n\n" + line[50:90] + " \u00a0 " + line[90:],
		"other label":       pemText("KEY", der),
	}
}

func TestRSAKeysInEveryForm(t *testing.T) {
	for _, bits := range []int{1024, 2048} {
		pair := newKeyPair(t, bits)
		var signers []alipay.Signer
		for label, der := range map[string][]byte{"PRIVATE KEY": pair.pkcs8, "RSA PRIVATE KEY": pair.pkcs1} {
			for name, text := range disguises(label, der) {
				s, err := alipay.NewRSASigner([]byte(text))
				if err != nil {
					t.Errorf("%d bit, %s, %s: %v", bits, label, name, err)
					continue
				}
				signers = append(signers, s)
			}
		}
		for label, der := range map[string][]byte{"PUBLIC KEY": pair.pkix, "RSA PUBLIC KEY": pair.pkcs1pub} {
			for name, text := range disguises(label, der) {
				v, err := alipay.NewRSAVerifier([]byte(text))
				if err != nil {
					t.Errorf("%d bit, %s, %s: %v", bits, label, name, err)
					continue
				}
				checkRoundTrip(t, signers[0], v)
			}
		}
		for _, s := range signers {
			checkRoundTrip(t, s, newRSA(t, pemText("PUBLIC KEY", pair.pkix)))
		}
	}
}

func checkRoundTrip(t *testing.T, s alipay.Signer, v alipay.Verifier) {
	t.Helper()
	sign, err := s.Sign(docNotify)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(docNotify, sign); err != nil || s.SignType() != v.SignType() {
		t.Errorf("signed as %s, verified as %s: %v", s.SignType(), v.SignType(), err)
	}
}

func TestAlipaysKeyInEveryForm(t *testing.T) {
	der, err := base64.StdEncoding.DecodeString(alipayKeyLine)
	if err != nil {
		t.Fatal(err)
	}
	forms := disguises("PUBLIC KEY", der)
	forms["as published"] = alipayKey
	for name, text := range forms {
		if err := newRSA(t, text).Verify(realText, realSign); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDSAKeyInEveryForm(t *testing.T) {
	block, _ := pem.Decode([]byte(testDSAKey))
	for name, text := range disguises("PUBLIC KEY", block.Bytes) {
		v, err := alipay.NewDSAVerifier([]byte(text))
		if err != nil || v.Verify(dsaText, dsaSign) != nil {
			t.Errorf("%s: %v, or it does not verify", name, err)
		}
	}
}

// A key that does not serve is named for what it is, and none of it is shown.
func TestBrokenKeys(t *testing.T) {
	pair := newKeyPair(t, 1024)
	pkix, pkcs8 := pemText("PUBLIC KEY", pair.pkix), pemText("PRIVATE KEY", pair.pkcs8)
	line := base64.StdEncoding.EncodeToString(pair.pkcs8)
	type maker func([]byte) error
	public := func(b []byte) error { _, err := alipay.NewRSAVerifier(b); return err }
	private := func(b []byte) error { _, err := alipay.NewRSASigner(b); return err }
	dsa := func(b []byte) error { _, err := alipay.NewDSAVerifier(b); return err }
	for _, c := range []struct {
		name, text, want string
		make             maker
	}{
		{"nothing", "", "RSA public key: is empty (want PEM or base64)", public},
		{"blanks", " \n\t", "RSA private key: is empty (want PEM or base64)", private},
		{"empty PEM", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", "RSA public key: is empty", public},
		{"no END", pkcs8[:len(pkcs8)/2], "is cut off: its PEM has no END line", private},
		{"cut base64", line[:400], "is damaged or cut off", private},
		{"cut off inside a group", line[:401], "is neither PEM nor base64", private},
		{"a byte after", base64.StdEncoding.EncodeToString(append(pair.pkix[:len(pair.pkix):len(pair.pkix)], 0)), "is damaged or cut off", public},
		{"prose", "this is no key!", "is neither PEM nor base64", public},
		{"an MD5 key", testMD5Key, "is damaged or cut off", public},
		{"two keys", pkix + pkix, "holds more than one key (want one)", public},
		{"encrypted PKCS#8", pemText("ENCRYPTED PRIVATE KEY", pair.pkcs8), "is encrypted (want it without a pass phrase)", private},
		{"encrypted PKCS#1", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "is encrypted", private},
		{"certificate", pemText("CERTIFICATE", pair.pkix), "is a certificate (want the key in it)", public},
		{"private for public", pkcs8, "RSA public key: is a private key (want an RSA public key, PKIX or PKCS#1)", public},
		{"private for public, PKCS#1", pemText("X", pair.pkcs1), "is an RSA private key", public},
		{"public for private", pkix, "RSA private key: is a public key of another kind (want an RSA private key, PKCS#8 or PKCS#1)", private},
		{"public for private, PKCS#1", pemText("X", pair.pkcs1pub), "is an RSA public key", private},
		{"DSA for RSA", testDSAKey, "is a public key of another kind (want an RSA public key", public},
		{"RSA for DSA", pkix, "DSA public key: is a public key of another kind (want a DSA public key, PKIX)", dsa},
		{"elliptic curve", ellipticKey(t), "is a public key of another kind", public},
		{"elliptic curve for private", ellipticPrivate(t), "is a private key (want an RSA private key", private},
		{"other DER", base64.StdEncoding.EncodeToString([]byte{0x30, 0x03, 0x02, 0x01, 0x01}), "is no key that can be read", public},
		{"private for DSA", pkcs8, "is a private key (want a DSA public key, PKIX)", dsa},
		{"nothing for DSA", "", "DSA public key: is empty", dsa},
	} {
		err := c.make([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if err != nil && showsPart(err.Error(), c.text) {
			t.Errorf("%s: the error shows the key: %v", c.name, err)
		}
	}
}

// showsPart reports whether a message holds eight characters in a row of a key.
func showsPart(message, key string) bool {
	body := strings.Join(strings.Fields(key), "")
	for i := 40; i+8 < len(body)-40; i++ {
		if strings.Contains(message, body[i:i+8]) {
			return true
		}
	}
	return false
}

func ellipticKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return pemText("PUBLIC KEY", der)
}

func ellipticPrivate(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pemText("PRIVATE KEY", der)
}

func TestShortKeysAreRefused(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0") // or no short key could be made
	for _, bits := range []int{512, 768, 1016} {
		pair := newKeyPair(t, bits)
		for name, der := range map[string][]byte{"PKIX": pair.pkix, "PKCS#1": pair.pkcs1pub} {
			if _, err := alipay.NewRSAVerifier([]byte(pemText("PUBLIC KEY", der))); err == nil || !strings.Contains(err.Error(), "bits, which can be broken (want 1024 or more)") {
				t.Errorf("%d bit, %s: %v, want it refused", bits, name, err)
			}
		}
		for name, der := range map[string][]byte{"PKCS#8": pair.pkcs8, "PKCS#1": pair.pkcs1} {
			if _, err := alipay.NewRSASigner([]byte(pemText("PRIVATE KEY", der))); err == nil || !strings.Contains(err.Error(), "bits, which can be broken (want 1024 or more)") {
				t.Errorf("%d bit, %s: %v, want it refused", bits, name, err)
			}
		}
	}
}

func TestMD5Keys(t *testing.T) {
	want, err := newMD5(t, testMD5Key).Sign("notify_id=1234")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{testMD5Key + "\n", "\r\n " + testMD5Key + "\t\r\n", "\uFEFF" + testMD5Key} {
		if got, err := newMD5(t, key).Sign("notify_id=1234"); got != want || err != nil {
			t.Errorf("key %q signs %q, %v, want %q", key, got, err, want)
		}
	}
	for _, key := range []string{"a", "hello", strings.Repeat("k", 300), "a_b-c!"} {
		if _, err := alipay.NewMD5(alipay.NewSecret(key)); err != nil {
			t.Errorf("NewMD5(%q) = %v", key, err)
		}
	}
	for key, why := range map[string]string{"": "is empty", " \r\n": "is empty", "\uFEFF\n": "is empty", "a b": "a blank", "密钥": "no ASCII", "key\x00key": "no ASCII", "first\nsecond": "a blank"} {
		_, err := alipay.NewMD5(alipay.NewSecret(key))
		if err == nil || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), "first") {
			t.Errorf("NewMD5(%q) = %v, want %q", key, err, why)
		}
	}
	if _, err := alipay.NewMD5(alipay.Secret{}); err == nil {
		t.Error("NewMD5 takes the zero Secret")
	}
}
