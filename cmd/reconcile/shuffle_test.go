package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestShuffledNotifications runs the cases with the lines of their notify logs
// in another order and in other files. The findings and corrections must be the
// same: order matters only between lines of one notify_id with two contents,
// where the first is by contract, so these keep theirs.
func TestShuffledNotifications(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, name := range []string{"small", "rough"} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			if err := copyCase(name, home); err != nil {
				t.Fatal(err)
			}
			var want expectation
			decodeFile(t, filepath.Join(home, "expected.json"), &want)
			lines := notifyLines(t, home)
			fewerChecks(t, "10")
			rapid.Check(t, func(r *rapid.T) {
				for _, gone := range []string{"notify", "var", "out"} {
					if err := os.RemoveAll(filepath.Join(home, gone)); err != nil {
						t.Fatal(err)
					}
				}
				scatter(t, r, filepath.Join(home, "notify"), shuffle(r, lines, conflicting(want)))
				got := runCase(t, home, want.AsOf)
				compareSets(t, "finding", printAll(got.findings, printFinding), printAll(want.Findings, printFinding))
				compareSets(t, "correction", printAll(got.corrections, printCorrection), printAll(want.Corrections, printCorrection))
				for _, f := range got.summary.Files {
					compareBalance(t, f)
				}
			})
		})
	}
}

// fewerChecks sets how often a property is checked where one check is a whole
// run; -rapid.checks on the command line asks for more.
func fewerChecks(t *testing.T, n string) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Value.Set(f.DefValue); err != nil {
			t.Error(err)
		}
	})
}

// notifyLines are the lines of all notify logs of a case.
func notifyLines(t *testing.T, home string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, "notify/*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no notify logs: %v", err)
	}
	var lines []string
	for _, file := range files {
		for line := range strings.Lines(unpacked(t, file)) {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
	}
	return lines
}

// unpacked is what a file holds, of a .gz what is packed in it.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	text := readFile(t, path)
	if !strings.HasSuffix(path, ".gz") {
		return text
	}
	z, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// conflicting are the notify_ids that came with two contents.
func conflicting(want expectation) []string {
	var ids []string
	for _, f := range want.Findings {
		if f.Code == "NOTIFY_CONFLICT" {
			ids = append(ids, f.NotifyID)
		}
	}
	return ids
}

// shuffle returns the lines in a drawn order in which the lines of each of the
// ids keep theirs.
func shuffle(r *rapid.T, lines, ids []string) []string {
	shuffled := rapid.Permutation(lines).Draw(r, "order")
	for _, id := range ids {
		var ordered []string
		for _, line := range lines {
			if strings.Contains(line, id) {
				ordered = append(ordered, line)
			}
		}
		for i, line := range shuffled {
			if strings.Contains(line, id) {
				shuffled[i], ordered = ordered[0], ordered[1:]
			}
		}
	}
	return shuffled
}

// scatter writes the lines into a drawn number of files of a new folder.
func scatter(t *testing.T, r *rapid.T, folder string, lines []string) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	least := len(lines) / 3 // a file of bad ones alone would be a gap
	for n := 0; len(lines) > 0; n++ {
		take := rapid.IntRange(least, len(lines)).Draw(r, "lines")
		if len(lines)-take < least {
			take = len(lines)
		}
		ending := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(r, "ending")
		text := strings.Join(lines[:take], ending) + ending
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%03d.log", n)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		lines = lines[take:]
	}
}
