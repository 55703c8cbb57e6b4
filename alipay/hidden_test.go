package alipay_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"

	"reconcile/alipay"
)

// A heldKey is a signer and the numbers that nobody may see.
type heldKey struct {
	signer  alipay.Signer
	numbers []*big.Int
}

// heldKeys are signers of each type that has a private key.
func heldKeys(t *testing.T) map[string]heldKey {
	t.Helper()
	pair := newKeyPair(t, 1024)
	rsaSigner, err := alipay.NewRSASigner([]byte(pemText("PRIVATE KEY", pair.pkcs8)))
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.ParsePKCS1PrivateKey(pair.pkcs1)
	if err != nil {
		t.Fatal(err)
	}
	key := dsaKey(t, p2048, q2048, g2048, x2048)
	dsaSigner, err := alipay.NewDSASigner([]byte(pemText("DSA PRIVATE KEY", traditional(t, key))))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]heldKey{
		"RSA": {rsaSigner, append(private.Primes, private.D)},
		"DSA": {dsaSigner, []*big.Int{key.X}},
	}
}

// shown reports whether text holds half of a number or more: decimal, hex, as the
// bytes of a slice, or base64.
func shown(text string, number *big.Int) bool {
	raw := number.Bytes()
	decimal, hex := number.String(), fmt.Sprintf("%x", raw)
	forms := []string{decimal[:len(decimal)/2], decimal[len(decimal)/2:], hex[:len(hex)/2], hex[len(hex)/2:], strings.ToUpper(hex[len(hex)/2:]),
		strings.Trim(fmt.Sprint(raw[:len(raw)/2]), "[]"), base64.StdEncoding.EncodeToString(raw[:len(raw)/6*3])}
	for _, form := range forms {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestKeysShowThemselvesToNoVerb(t *testing.T) {
	for name, held := range heldKeys(t) {
		inside := struct{ signer alipay.Signer }{held.signer}
		for _, value := range []any{held.signer, &held.signer, []alipay.Signer{held.signer}, inside, &inside, fmt.Errorf("key %v of %w", held.signer, fmt.Errorf("%+v", inside))} {
			for _, verb := range "vsqxXdTpbotcUeEfFgG" {
				for _, flag := range []string{"", "+", "#", "-40", "3."} {
					format := "%" + flag + string(verb)
					got := fmt.Sprintf(format, value)
					for _, number := range held.numbers {
						if shown(got, number) {
							t.Errorf("Sprintf(%q, %s key in %T) shows it", format, name, value)
						}
					}
				}
			}
		}
	}
}

func TestKeysAreRedacted(t *testing.T) {
	md5, err := alipay.NewMD5(alipay.NewSecret(canary))
	if err != nil {
		t.Fatal(err)
	}
	signers := map[string]any{"MD5": md5}
	for name, held := range heldKeys(t) {
		signers[name] = held.signer
	}
	for name, signer := range signers {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
			if got := fmt.Sprintf(format, signer); got != "[redacted]" {
				t.Errorf("Sprintf(%q, %s signer) = %q, want [redacted]", format, name, got)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("key", "key", signer)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("key", "key", signer)
		if got := log.String(); strings.Count(got, "[redacted]") != 2 {
			t.Errorf("%s signer is logged as %q, want it redacted", name, got)
		}
		asJSON, err := json.Marshal(map[string]any{"key": signer})
		if string(asJSON) != `{"key":"[redacted]"}` || err != nil {
			t.Errorf("%s signer as JSON = %s, %v, want it redacted", name, asJSON, err)
		}
		asXML, err := xml.Marshal(signer)
		if !strings.Contains(string(asXML), ">[redacted]<") || err != nil {
			t.Errorf("%s signer as XML = %s, %v, want it redacted", name, asXML, err)
		}
	}
}

// Gob knows no redaction: it must find nothing that it could write.
func TestKeysAreNoGob(t *testing.T) {
	for name, held := range heldKeys(t) {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(held.signer); err == nil {
			t.Errorf("%s signer is written as %d bytes of gob, want an error", name, b.Len())
		}
	}
	if err := gob.NewEncoder(new(bytes.Buffer)).Encode(alipay.NewSecret(canary)); err == nil {
		t.Error("a secret is written as gob, want an error")
	}
}
