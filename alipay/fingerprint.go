package alipay

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
)

// Fingerprint names the keys of a Verifier, so that books can tell whether what they read
// was read with them: 16 hex digits a key. A public key is hashed. A shared one is the key
// of an HMAC over a fixed text, which says as much of it as a signature does. It is empty
// for no Verifier.
func Fingerprint(v Verifier) string {
	switch v := v.(type) {
	case nil:
		return ""
	case anyOf:
		all := Fingerprint(v.first)
		for _, key := range v.more {
			all += Fingerprint(key)
		}
		return all
	case MD5:
		mac := hmac.New(sha256.New, []byte(v.key.Reveal()))
		mac.Write([]byte("reconcile: fingerprint of an MD5 key"))
		return short(mac.Sum(nil))
	case rsaVerifier:
		return digestKey(x509.MarshalPKCS1PublicKey(v.key))
	case dsaVerifier:
		// Four positive numbers always encode.
		der, _ := asn1.Marshal([]any{v.key.P, v.key.Q, v.key.G, v.key.Y})
		return digestKey(der)
	}
	panic(fmt.Sprintf("alipay: no fingerprint of a %T", v))
}

// KeyNames name the keys of a Verifier where anybody may read it, in their order: the sign
// type, and of a public key its Fingerprint. Of a shared key nothing more is told: whatever
// is computed of it can be compared with guesses.
func KeyNames(v Verifier) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case anyOf:
		names := KeyNames(v.first)
		for _, key := range v.more {
			names = append(names, KeyNames(key)...)
		}
		return names
	case MD5:
		return []string{v.SignType()}
	}
	return []string{v.SignType() + " " + Fingerprint(v)}
}

func digestKey(der []byte) string {
	sum := sha256.Sum256(der)
	return short(sum[:])
}

// short is enough of a digest to tell the keys of an account apart.
func short(digest []byte) string { return hex.EncodeToString(digest[:8]) }

// VerifierOf returns what verifies the signatures of a Signer: the same key for MD5, the
// public half for RSA and DSA.
func VerifierOf(s Signer) Verifier {
	switch s := s.(type) {
	case Verifier:
		return s
	case *rsaSigner:
		return rsaVerifier{&s.key.PublicKey}
	case *dsaSigner:
		return dsaVerifier{&s.key.PublicKey}
	}
	panic(fmt.Sprintf("alipay: no verifier of a %T", s))
}
