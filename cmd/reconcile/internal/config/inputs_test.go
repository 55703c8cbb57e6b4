package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
)

// TestExpand asks that what a system or an office program leaves in a folder is no input of
// a pattern, that a file which only has such a name is, and what is named is as well.
func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.xlsx": "PK", "~$a.xlsx": "\x04wang", "~$b.xlsx": strings.Repeat("x", 1000), "._a.xlsx": "\x00\x05\x16\x07", "._b.xlsx": "PK",
		".DS_Store": "Bud1", "thumbs.db": "", "desktop.ini": "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := &Config{dir: dir}
	for pattern, want := range map[string]string{
		"*":        "._b.xlsx a.xlsx ~$b.xlsx",
		"*.xlsx":   "._b.xlsx a.xlsx ~$b.xlsx",
		"~$a.xlsx": "~$a.xlsx",
	} {
		inputs, err := c.Expand(Source{Kind: ledger.Orders, Pattern: pattern})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, in := range inputs {
			got = append(got, in.Path)
		}
		if slices.Sort(got); strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %s", pattern, got, want)
		}
	}
}
