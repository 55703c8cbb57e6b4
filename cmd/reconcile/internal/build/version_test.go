package build

import (
	"os"
	"regexp"
	"testing"
)

// TestNumber asks that the version is the one that the change log describes first.
func TestNumber(t *testing.T) {
	text, err := os.ReadFile("../../../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^## (\S+)`).FindSubmatch(text)
	if m == nil || string(m[1]) != Number {
		t.Errorf("CHANGELOG.md begins with %s, the program is %s", m[1:], Number)
	}
}
