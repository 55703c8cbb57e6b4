package alipay

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"reconcile/words"
)

// errMismatch is returned by every Verifier for a well-formed signature that is not of
// the text.
var errMismatch = words.Errorf("the signature does not verify")

// MD5 signs and verifies with the key that merchant and Alipay share (§7.2.1). Anyone
// who can verify can sign: an MD5 signature proves nothing to a third party.
type MD5 struct {
	hidden
	key Secret
}

// NewMD5 returns an MD5 with a key, without white space around it. The document says 32
// letters and digits; other lengths are accepted, because test keys have them. A key
// that is empty or not printable ASCII is an error.
func NewMD5(key Secret) (MD5, error) {
	text := strings.TrimSpace(strings.TrimPrefix(key.Reveal(), "\uFEFF"))
	if text == "" {
		return MD5{}, words.Errorf("the MD5 key is empty (want 32 letters and digits)")
	}
	for _, c := range []byte(text) {
		if c <= ' ' || c > '~' {
			return MD5{}, words.Errorf("the MD5 key holds a blank or a character that is no ASCII (want 32 letters and digits)")
		}
	}
	return MD5{key: NewSecret(text)}, nil
}

// SignType returns "MD5".
func (MD5) SignType() string { return "MD5" }

// Sign returns the MD5 of text and key, 32 lower-case hex digits. The error is always
// nil.
func (m MD5) Sign(text string) (string, error) {
	sum := m.sum(text)
	return hex.EncodeToString(sum[:]), nil
}

// Verify compares in constant time and ignores the letter case of sign.
func (m MD5) Verify(text, sign string) error {
	var got [md5.Size]byte
	if len(sign) != 2*len(got) {
		return words.Errorf("sign has %d characters, an MD5 signature 32", len(sign))
	}
	if _, err := hex.Decode(got[:], []byte(sign)); err != nil {
		return words.Errorf("sign is not 32 hex digits")
	}
	if want := m.sum(text); subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
		return errMismatch
	}
	return nil
}

func (m MD5) sum(text string) [md5.Size]byte {
	// On the stack for a notification of a few items.
	var room [1024]byte
	return md5.Sum(append(append(room[:0], text...), m.key.Reveal()...))
}

// decodeSign decodes strict base64. The decoder alone would skip line breaks.
func decodeSign(sign string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(sign)
	if err != nil || strings.ContainsAny(sign, "\r\n") {
		return nil, words.Errorf("sign is not base64")
	}
	return b, nil
}

// A Signer signs with one key.
type Signer interface {
	SignType() string
	Sign(text string) (string, error)
}

// A Verifier checks signatures of one sign type with one key.
type Verifier interface {
	SignType() string
	// Verify returns an error that says why sign is not a signature of text.
	Verify(text, sign string) error
}

// Sign adds sign_type and sign to the parameters of a request (§7.2).
func Sign(ps Params, s Signer) (Params, error) {
	sign, err := s.Sign(ps.SignText())
	if err != nil {
		return nil, err
	}
	return append(ps[:len(ps):len(ps)], Param{"sign_type", s.SignType()}, Param{"sign", sign}), nil
}
