package store_test

import (
	"testing"

	"reconcile/ledger/internal/store"
)

// TestText asks that a text is what every engine can keep.
func TestText(t *testing.T) {
	for text, want := range map[string]string{"退款": "退款", "a\x00b": "a\u2400b", "\xff": "\uFFFD"} {
		if got := store.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
}
