package hint

import "testing"

// TestSuggestion asks for a proposal at most two slips away.
func TestSuggestion(t *testing.T) {
	known := []string{"partner", "charset", "verify"}
	for in, want := range map[string]string{
		"patner":  "; did you mean partner?",
		"chraset": "; did you mean charset?",
		"vrfy":    "; did you mean verify?",
		"gateway": "",
		"":        "",
	} {
		if got := Suggest(in, known).String(); got != want {
			t.Errorf("suggestion(%q) = %q, want %q", in, got, want)
		}
	}
}
