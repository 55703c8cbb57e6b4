package alipay

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"

	"reconcile/words"
)

type rsaVerifier struct{ key *rsa.PublicKey }

// NewRSAVerifier returns a Verifier of SHA1withRSA, PKCS#1 v1.5 (§7.2.2). pub is the text
// of a file with Alipay's RSA public key of 1024 bits or more: PEM or base64, PKIX or
// PKCS#1, with white space anywhere.
func NewRSAVerifier(pub []byte) (Verifier, error) {
	key, err := parseRSAPublic(pub)
	if err != nil {
		return nil, words.Errorf("RSA public key: %w", err)
	}
	return rsaVerifier{key}, nil
}

func (rsaVerifier) SignType() string { return "RSA" }

func (v rsaVerifier) Verify(text, sign string) error {
	b, err := decodeSign(sign)
	if err != nil {
		return err
	}
	if len(b) != v.key.Size() {
		return words.Errorf("sign has %d bytes, a signature of this key %d", len(b), v.key.Size())
	}
	sum := sha1.Sum([]byte(text))
	if rsa.VerifyPKCS1v15(v.key, crypto.SHA1, sum[:], b) != nil {
		return errMismatch
	}
	return nil
}

type rsaSigner struct {
	hidden
	key *rsa.PrivateKey
}

// NewRSASigner returns a Signer with SHA1withRSA, PKCS#1 v1.5 (§7.2.2). priv is the text
// of a file with the merchant's RSA private key of 1024 bits or more: PEM or base64,
// PKCS#8 or PKCS#1, with white space anywhere, not encrypted.
func NewRSASigner(priv []byte) (Signer, error) {
	key, err := parseRSAPrivate(priv)
	if err != nil {
		return nil, words.Errorf("RSA private key: %w", err)
	}
	return &rsaSigner{key: key}, nil
}

func (*rsaSigner) SignType() string { return "RSA" }

func (s *rsaSigner) Sign(text string) (string, error) {
	sum := sha1.Sum([]byte(text))
	b, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA1, sum[:])
	if err != nil {
		return "", words.Errorf("sign with the RSA private key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

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

// minRSABits is the least size of a key. Alipay used 1024; shorter keys can be factored
// with a few machines.
const minRSABits = 1024

func checkRSABits(key *rsa.PublicKey) error {
	if bits := key.N.BitLen(); bits < minRSABits {
		return words.Errorf("has %d bits, which can be broken (want %d or more)", bits, minRSABits)
	}
	return nil
}
