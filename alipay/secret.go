package alipay

import (
	"fmt"
	"log/slog"
)

// A Secret is a text that no message, log, report or panic may show. Whatever
// prints it prints [redacted], also where it stands in a struct whose fields
// the fmt package reads by reflection: it holds a pointer, which is not
// followed. The zero value is the empty secret.
type Secret struct{ text *string }

const redacted = "[redacted]"

// NewSecret makes a text secret.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal returns the text. It is the only way to it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String is [redacted].
func (s Secret) String() string { return redacted }

// GoString is [redacted].
func (s Secret) GoString() string { return redacted }

// Format prints [redacted] for every verb. That Fprint cannot be written to is
// the writer's to say: fmt.State keeps its error.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText is [redacted], in JSON, YAML and XML alike.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue is [redacted].
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
