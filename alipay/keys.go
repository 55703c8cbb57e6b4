package alipay

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"strings"
	"unicode"

	"reconcile/words"
)

// No error of this file quotes the text of a key: a private one is often put where a
// public one should be.

// keyBytes returns the DER of a key in the text of a file: PEM, or base64. White space
// is ignored anywhere, and so is a literal "\n", which keys from environment variables
// have.
func keyBytes(text []byte) ([]byte, error) {
	s := strings.TrimPrefix(string(text), "\uFEFF")
	s = strings.NewReplacer(`\r`, "", `\n`, "\n").Replace(s)
	s, err := pemBody(s)
	if err != nil {
		return nil, err
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return nil, words.Errorf("is empty (want PEM or base64)")
	}
	der, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, words.Errorf("is neither PEM nor base64: %w", err)
	}
	if rest, err := asn1.Unmarshal(der, new(asn1.RawValue)); err != nil || len(rest) > 0 {
		return nil, words.Errorf("is damaged or cut off: its length is not what it says")
	}
	return der, nil
}

// pemBody returns the text between the BEGIN and END lines, or all of it if there are
// none.
func pemBody(s string) (string, error) {
	const begin, end, dashes = "-----BEGIN ", "-----END ", "-----"
	_, pem, isPEM := strings.Cut(s, begin)
	if !isPEM {
		return s, nil
	}
	label, pem, begun := strings.Cut(pem, dashes)
	body, after, ended := strings.Cut(pem, end)
	if !begun || !ended {
		return "", words.Errorf("is cut off: its PEM has no END line")
	}
	if strings.Contains(after, begin) {
		return "", words.Errorf("holds more than one key (want one)")
	}
	if strings.Contains(label, "ENCRYPTED") || strings.Contains(body, "ENCRYPTED") {
		return "", words.Errorf("is encrypted (want it without a pass phrase)")
	}
	if strings.Contains(label, "CERTIFICATE") {
		return "", words.Errorf("is a certificate (want the key in it)")
	}
	return body, nil
}

// notA returns the error of a key that is not what was wanted, but something else.
func notA(want string, der []byte) error {
	return words.Errorf("is %s (want %s)", kindOf(der), want)
}

func kindOf(der []byte) string {
	if _, err := x509.ParsePKIXPublicKey(der); err == nil {
		return "a public key of another kind"
	}
	if _, err := x509.ParsePKCS1PublicKey(der); err == nil {
		return "an RSA public key"
	}
	if _, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return "a private key"
	}
	if _, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return "an RSA private key"
	}
	if _, err := decodeDSAPrivate(der); err == nil {
		return "a DSA private key"
	}
	return "no key that can be read"
}
