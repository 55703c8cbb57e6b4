package alipay

import (
	"bytes"
	"crypto"
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// errMismatch is what every Verifier says of a sign that is well-formed and
// does not sign the text.
var errMismatch = errors.New("the signature does not verify")

// MD5 signs and verifies with the key that merchant and Alipay share (§7.2.1).
// Who can verify can sign: an MD5 signature proves nothing to a third party.
type MD5 struct {
	hidden
	key Secret
}

// NewMD5 takes the MD5 key, white space around it aside. The document says 32
// letters and digits; another length is taken, because test keys have it. A key
// that is empty or holds anything but printable ASCII is an error.
func NewMD5(key Secret) (MD5, error) {
	text := strings.TrimSpace(strings.TrimPrefix(key.Reveal(), "\uFEFF"))
	if text == "" {
		return MD5{}, errors.New("the MD5 key is empty (want 32 letters and digits)")
	}
	for _, c := range []byte(text) {
		if c <= ' ' || c > '~' {
			return MD5{}, errors.New("the MD5 key holds a blank or a character that is no ASCII (want 32 letters and digits)")
		}
	}
	return MD5{key: NewSecret(text)}, nil
}

// SignType is "MD5".
func (MD5) SignType() string { return "MD5" }

// Sign returns the md5 of text and key, 32 lower-case hex digits. The error is
// always nil.
func (m MD5) Sign(text string) (string, error) {
	sum := m.sum(text)
	return hex.EncodeToString(sum[:]), nil
}

// Verify compares in constant time and ignores the letter case of sign.
func (m MD5) Verify(text, sign string) error {
	var got [md5.Size]byte
	if len(sign) != 2*len(got) {
		return fmt.Errorf("sign has %d characters, an MD5 signature 32", len(sign))
	}
	if _, err := hex.Decode(got[:], []byte(sign)); err != nil {
		return errors.New("sign is not 32 hex digits")
	}
	if want := m.sum(text); subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
		return errMismatch
	}
	return nil
}

func (m MD5) sum(text string) [md5.Size]byte {
	// A notification of a few items fits, and nothing reaches the heap.
	var room [1024]byte
	return md5.Sum(append(append(room[:0], text...), m.key.Reveal()...))
}

type rsaVerifier struct{ key *rsa.PublicKey }

// NewRSAVerifier takes the text of a file with Alipay's RSA public key, 1024 bit
// or more: PEM or one-line base64, PKIX or PKCS#1, with white space anywhere. The
// verifier checks SHA1withRSA, PKCS#1 v1.5 (§7.2.2).
func NewRSAVerifier(pub []byte) (Verifier, error) {
	key, err := parseRSAPublic(pub)
	if err != nil {
		return nil, fmt.Errorf("RSA public key: %w", err)
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
		return fmt.Errorf("sign has %d bytes, a signature of this key %d", len(b), v.key.Size())
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

// NewRSASigner takes the text of a file with the merchant's RSA private key, 1024
// bit or more: PEM or one-line base64, PKCS#8 or PKCS#1, with white space
// anywhere, not encrypted. The signer makes SHA1withRSA, PKCS#1 v1.5 (§7.2.2).
func NewRSASigner(priv []byte) (Signer, error) {
	key, err := parseRSAPrivate(priv)
	if err != nil {
		return nil, fmt.Errorf("RSA private key: %w", err)
	}
	return &rsaSigner{key: key}, nil
}

func (*rsaSigner) SignType() string { return "RSA" }

func (s *rsaSigner) Sign(text string) (string, error) {
	sum := sha1.Sum([]byte(text))
	b, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA1, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign with the RSA private key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

type dsaVerifier struct{ key *dsa.PublicKey }

// NewDSAVerifier takes the text of a file with Alipay's DSA public key (PKIX), in
// the forms of NewRSAVerifier. The verifier checks SHA1withDSA over a DER
// sequence of r and s (§7.2.2).
func NewDSAVerifier(pub []byte) (Verifier, error) {
	key, err := parseDSAPublic(pub)
	if err != nil {
		return nil, fmt.Errorf("DSA public key: %w", err)
	}
	return dsaVerifier{key}, nil
}

func (dsaVerifier) SignType() string { return "DSA" }

func (v dsaVerifier) Verify(text, sign string) error {
	b, err := decodeSign(sign)
	if err != nil {
		return err
	}
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(b, &sig); err != nil {
		return errors.New("sign is not a DER sequence of two numbers")
	}
	// Unmarshal lets further elements pass, inside the sequence and after it.
	if again, err := asn1.Marshal(sig); err != nil || !bytes.Equal(again, b) {
		return errors.New("sign is not a DER sequence of just two numbers")
	}
	sum := sha1.Sum([]byte(text))
	if !dsa.Verify(v.key, sum[:], sig.R, sig.S) {
		return errMismatch
	}
	return nil
}

// decodeSign reads strict base64. The decoder alone would skip line breaks.
func decodeSign(sign string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(sign)
	if err != nil || strings.ContainsAny(sign, "\r\n") {
		return nil, errors.New("sign is not base64")
	}
	return b, nil
}
