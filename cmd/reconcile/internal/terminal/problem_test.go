package terminal

import "testing"

// TestClip asks for the part of a line that fits, and for its place in it.
func TestClip(t *testing.T) {
	for _, c := range []struct {
		line      string
		at, width int
		want      string
		wantAt    int
	}{
		{"0123456789", 3, 10, "0123456789", 3},
		{"0123456789", 3, 8, "0123456…", 3},
		{"0123456789", 9, 8, "…56789", 5},
		{"退款退款退款", 8, 8, "…退款退…", 5},
	} {
		if got, at := clip(c.line, c.at, c.width); got != c.want || at != c.wantAt {
			t.Errorf("clip(%q, %d, %d) = %q, %d, want %q, %d", c.line, c.at, c.width, got, at, c.want, c.wantAt)
		}
	}
}
