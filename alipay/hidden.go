package alipay

import (
	"fmt"
	"log/slog"
)

// A hidden is embedded by what holds a key, so that whatever prints the whole
// prints [redacted]. The fmt package would not follow the pointer to a key today;
// this holds for every other printer and for every field that is added.
type hidden struct{}

// String is [redacted].
func (hidden) String() string { return redacted }

// GoString is [redacted].
func (hidden) GoString() string { return redacted }

// Format prints [redacted] for every verb, as Secret does.
func (hidden) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText is [redacted], in JSON, YAML and XML alike.
func (hidden) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue is [redacted].
func (hidden) LogValue() slog.Value { return slog.StringValue(redacted) }
