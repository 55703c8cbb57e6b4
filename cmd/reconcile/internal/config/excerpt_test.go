package config

import (
	"strings"
	"testing"
)

// TestShowLine asks that a line is shown where it can hold no secret, and of another one
// its key alone.
func TestShowLine(t *testing.T) {
	for _, c := range []struct {
		line   string
		column int
		want   string
	}{
		{"    sign_type: md5", 16, "    sign_type: md5"},
		{"    sign_type: md5 # the key is k3y", 16, "    sign_type: md5"},
		{"    seler_email: a@example.com", 5, "    seler_email:"},
		{"    seler_email: a@example.com", 18, ""},
		{"    md5_key: 0123456789abcdef", 14, ""},
		{"    md5key: 0123456789abcdef", 5, "    md5key:"},
		{"    \"md5_key\": 0123456789abcdef", 16, ""},
		{"ledger: postgres://a:pass@db/ledger", 9, ""},
		{"  demo: { charset: x, md5_key: 0123456789abcdef }", 20, ""},
		{"  { charset: x, sign_type: y }", 14, "  { charset: x, sign_type: y }"},
		{"  0123456789abcdef", 3, ""},
		{"  - { url: https://example.com/?token=1, format: x }", 46, ""},
		{"\tcharset: x", 2, ""},
		{"charset: x", 30, ""},
	} {
		if got, _ := showLine([]byte("first\n"+c.line+"\nlast"), 2, c.column); got != c.want {
			t.Errorf("showLine(%q, %d) = %q, want %q", c.line, c.column, got, c.want)
		}
	}
	if got, _ := showLine([]byte("one"), 2, 1); got != "" {
		t.Errorf("a line that does not exist is shown as %q", got)
	}
}

// TestLanguageSuggestion asks that who writes a country is led to its language.
func TestLanguageSuggestion(t *testing.T) {
	for word, want := range map[string]string{"cn": "did you mean zh?", "zh_CN": "did you mean zh?", "eng": "did you mean en?", "fr": "want one of en, zh"} {
		d, to := &document{}, ""
		language(&to).read(value{doc: d}.holding(word))
		if err := d.err(); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("language %q: %v, want it to end with %q", word, err, want)
		}
	}
}
