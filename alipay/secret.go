package alipay

import (
	"fmt"
	"log/slog"
)

// A Secret is a text that no message, log, report or panic may show. It is always
// printed as [redacted], even in a struct whose fields package fmt reads by
// reflection: it has a pointer, which fmt does not follow. The zero value is the
// empty secret.
type Secret struct{ text *string }

const redacted = "[redacted]"

// NewSecret returns a text as a Secret.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal returns the text. There is no other way to get it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String returns [redacted].
func (s Secret) String() string { return redacted }

// GoString returns [redacted].
func (s Secret) GoString() string { return redacted }

// Format prints [redacted] for every verb. The error of Fprint is ignored: fmt.State
// keeps that of its writer.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText returns [redacted], for JSON, YAML and XML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue returns [redacted].
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
