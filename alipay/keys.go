package alipay

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// minRSABits is the least size of a key. Alipay handed out 1024; anything shorter
// can be factored with a few machines.
const minRSABits = 1024

// No error of this file quotes the text of a key: a private one often lands
// where a public one should be.

func parseRSAPublic(text []byte) (*rsa.PublicKey, error) {
	der, err := keyBytes(text)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		parsed, err = x509.ParsePKCS1PublicKey(der)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if err != nil || !ok {
		return nil, notA("an RSA public key, PKIX or PKCS#1", der)
	}
	return key, checkRSABits(key)
}

func parseRSAPrivate(text []byte) (*rsa.PrivateKey, error) {
	der, err := keyBytes(text)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		parsed, err = x509.ParsePKCS1PrivateKey(der)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return nil, notA("an RSA private key, PKCS#8 or PKCS#1", der)
	}
	return key, checkRSABits(&key.PublicKey)
}

func checkRSABits(key *rsa.PublicKey) error {
	if bits := key.N.BitLen(); bits < minRSABits {
		return fmt.Errorf("has %d bits, which can be broken (want %d or more)", bits, minRSABits)
	}
	return nil
}

// keyBytes finds the DER of a key in the text of a file: between the lines of a
// PEM, or the whole as base64. White space is dropped wherever it stands, and so
// is "\n" written out, as keys carry it through environment variables.
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
		return nil, errors.New("is empty (want PEM or base64)")
	}
	der, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("is neither PEM nor base64: %w", err)
	}
	if rest, err := asn1.Unmarshal(der, new(asn1.RawValue)); err != nil || len(rest) > 0 {
		return nil, errors.New("is damaged or cut off: its length is not what it says")
	}
	return der, nil
}

// pemBody returns what stands between the BEGIN and END lines, or the whole text
// where there are none.
func pemBody(s string) (string, error) {
	const begin, end, dashes = "-----BEGIN ", "-----END ", "-----"
	_, pem, isPEM := strings.Cut(s, begin)
	if !isPEM {
		return s, nil
	}
	label, pem, begun := strings.Cut(pem, dashes)
	body, after, ended := strings.Cut(pem, end)
	if !begun || !ended {
		return "", errors.New("is cut off: its PEM has no END line")
	}
	if strings.Contains(after, begin) {
		return "", errors.New("holds more than one key (want one)")
	}
	if strings.Contains(label, "ENCRYPTED") || strings.Contains(body, "ENCRYPTED") {
		return "", errors.New("is encrypted (want it without a pass phrase)")
	}
	if strings.Contains(label, "CERTIFICATE") {
		return "", errors.New("is a certificate (want the key in it)")
	}
	return body, nil
}

// notA says what a key is instead of what was wanted.
func notA(want string, der []byte) error {
	return fmt.Errorf("is %s (want %s)", kindOf(der), want)
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
