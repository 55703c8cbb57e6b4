package alipay

import (
	"errors"
	"strings"
)

// AnyOf returns a Verifier that takes what one of several keys of one sign type verifies,
// because keys rotate and notifications of before stay (§3.1 of the contract). It returns
// the error of the first key where none does. It panics without a key.
func AnyOf(keys ...Verifier) Verifier {
	if len(keys) == 1 {
		return keys[0]
	}
	return anyOf{keys[0], keys[1:]}
}

type anyOf struct {
	first Verifier
	more  []Verifier
}

func (a anyOf) SignType() string { return a.first.SignType() }

func (a anyOf) Verify(text, sign string) error {
	err := a.first.Verify(text, sign)
	for _, key := range a.more {
		if err == nil {
			break
		}
		if key.Verify(text, sign) == nil {
			return nil
		}
	}
	return err
}

// SplitKeys returns the keys in the text of a key file: PEM after PEM, or one a line. A
// single key in base64 may run over several lines; use tells whether a text is a key.
func SplitKeys(text string, use func(key string) error) ([]string, error) {
	const begin = "-----BEGIN "
	if parts := strings.Split(text, begin); len(parts) > 2 {
		var keys []string
		for _, part := range parts[1:] {
			keys = append(keys, begin+part)
		}
		return keys, useAll(keys, use)
	}
	whole := use(text)
	if whole == nil || strings.Contains(text, begin) {
		return []string{text}, whole
	}
	var keys []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			keys = append(keys, line)
		}
	}
	if len(keys) < 2 || useAll(keys, use) != nil {
		return nil, whole
	}
	return keys, nil
}

func useAll(keys []string, use func(key string) error) error {
	var errs []error
	for _, key := range keys {
		errs = append(errs, use(key))
	}
	return errors.Join(errs...)
}
