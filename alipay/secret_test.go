package alipay_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"reconcile/alipay"
)

const canary = "canary7secret7canary7secret7cana"

// leaks reports whether text shows the canary or a good part of it, plain or as
// the hex or the numbers of its bytes.
func leaks(text string) bool {
	for _, form := range []string{canary[:8], canary[16:24], fmt.Sprintf("%x", canary[:4]), fmt.Sprintf("%X", canary[:4]), "99 97 110", "0x63"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestSecretShowsItselfToNoVerb(t *testing.T) {
	secret := alipay.NewSecret(canary)
	md5, err := alipay.NewMD5(secret)
	if err != nil {
		t.Fatal(err)
	}
	type hidden struct {
		secret alipay.Secret
		md5    alipay.MD5
	}
	inside := hidden{secret, md5}
	values := map[string]any{
		"secret": secret, "pointer": &secret, "slice": []alipay.Secret{secret}, "map": map[string]alipay.Secret{"k": secret},
		"in a struct": struct{ S alipay.Secret }{secret}, "unexported": inside, "pointer to unexported": &inside, "MD5": md5, "*MD5": &md5,
	}
	for name, value := range values {
		for _, verb := range "vsqxXdTpbotcUeEfFgG" {
			for _, flag := range []string{"", "+", "#", "-40", "040", "3."} {
				format := "%" + flag + string(verb)
				if got := fmt.Sprintf(format, value); leaks(got) {
					t.Errorf("Sprintf(%q, %s) = %q", format, name, got)
				}
			}
		}
	}
}

func TestSecretIsRedactedByName(t *testing.T) {
	secret := alipay.NewSecret(canary)
	got := []string{fmt.Sprint(secret), secret.String(), secret.GoString(), fmt.Sprintf("%#v", secret), fmt.Sprintf("%x", secret), secret.LogValue().String()}
	for i, s := range got {
		if s != "[redacted]" {
			t.Errorf("form %d = %q, want [redacted]", i, s)
		}
	}
}

func TestSecretIsRedactedInDocuments(t *testing.T) {
	value := struct{ Key alipay.Secret }{alipay.NewSecret(canary)}
	asJSON, err := json.Marshal(value)
	asXML, err2 := xml.Marshal(value.Key)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("key", "key", value.Key, "all", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("key", "key", value.Key, "all", value)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{string(asJSON), string(asXML), log.String(), fmt.Errorf("key %v", value).Error()} {
		if leaks(got) || !strings.Contains(got, "redacted") {
			t.Errorf("got %q, want it redacted", got)
		}
	}
}

func TestReveal(t *testing.T) {
	if got := alipay.NewSecret(canary).Reveal(); got != canary {
		t.Errorf("Reveal() = %q, want %q", got, canary)
	}
	if got := (alipay.Secret{}).Reveal(); got != "" {
		t.Errorf("Reveal() of the zero value = %q, want it empty", got)
	}
}
