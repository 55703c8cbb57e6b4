package alipay

import (
	"fmt"
	"log/slog"
)

// A hidden is embedded in types that have a key, so that they are printed as [redacted].
// Package fmt would not follow the pointer to a key today; this also covers other
// printers and fields that are added later.
type hidden struct{}

// String returns [redacted].
func (hidden) String() string { return redacted }

// GoString returns [redacted].
func (hidden) GoString() string { return redacted }

// Format prints [redacted] for every verb, as Secret does.
func (hidden) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText returns [redacted], for JSON, YAML and XML.
func (hidden) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue returns [redacted].
func (hidden) LogValue() slog.Value { return slog.StringValue(redacted) }
