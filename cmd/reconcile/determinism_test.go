package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// surroundings are what a run must not depend on: the zone and the language of
// the host, the cores, the collector, and the day on which it happens to run.
func surroundings() [][]string {
	return [][]string{
		{"2026-03-07 02:30:00", "TZ=Asia/Shanghai", "LC_ALL=C", "GOMAXPROCS=1"},
		{"2026-03-07 02:30:01", "TZ=UTC", "LANG=zh_CN.GB18030", "GOMAXPROCS=2"},
		{"2026-03-08 23:59:59", "TZ=America/New_York", "LC_ALL=de_DE.UTF-8", "GOMAXPROCS=3"},
		{"2026-07-01 00:00:00", "TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=4"},
		{"2026-12-31 23:59:59", "TZ=Pacific/Marquesas", "LC_ALL=ar_EG.UTF-8", "GOMAXPROCS=8"},
		{"2027-02-28 12:00:00", "TZ=Asia/Kathmandu", "LANG=ja_JP.eucJP", "GOMAXPROCS=2", "GOGC=1"},
		{"2028-02-29 08:00:00", "TZ=Europe/London", "LC_ALL=", "LANG=", "GOGC=off"},
		{"2031-10-26 01:30:00", "TZ=Australia/Lord_Howe", "LC_ALL=POSIX", "GODEBUG=asyncpreemptoff=1"},
		{"2026-03-07 02:30:00", "TZ=No/Such_Zone", "LC_ALL=xx_XX", "GOMAXPROCS=16"},
		{"2026-03-07 00:00:00", "TZ=:/etc/localtime", "LANGUAGE=fa", "HOME=/", "GOMAXPROCS=1"},
	}
}

// The same inputs give the same bytes in every file, the workbook included (§7),
// whatever the surroundings.
func TestSameBytesEverywhere(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, language := range []string{"zh", "en"} {
		var first map[string][]byte
		for i, with := range surroundings() {
			got := reportOf(t, language, with[0], with[1:])
			if first == nil {
				first = got
			}
			if a, b := slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(got)); !slices.Equal(a, b) {
				t.Fatalf("%s, %v: files %v, want %v", language, with, b, a)
			}
			for name, text := range got {
				if !bytes.Equal(text, first[name]) {
					t.Errorf("%s: build %d with %v: %s differs from the first", language, i+1, with, name)
				}
			}
		}
		if !slices.ContainsFunc(slices.Collect(maps.Keys(first)), func(name string) bool { return strings.HasSuffix(name, ".xlsx") }) {
			t.Errorf("%s: there is no workbook among %v", language, slices.Sorted(maps.Keys(first)))
		}
	}
}

// reportOf runs a case in a process of its own, at a moment of the wall clock,
// and reads its report.
func reportOf(t *testing.T, language, now string, env []string) map[string][]byte {
	t.Helper()
	home := t.TempDir()
	if err := copyCase("rough", home); err != nil {
		t.Fatal(err)
	}
	setLanguage(t, filepath.Join(home, "cron.yaml"), language)
	c := exec.Command("reconcile-at", now, "run", "--fail-on", "none", "--as-of", "2026-03-07 02:30:00", "-q")
	c.Dir, c.Env = home, append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() != exit.Incomplete {
		t.Fatalf("%v: %v\n%s", env, err, out)
	}
	return readTree(t, filepath.Join(home, "out"))
}

// setLanguage makes a configuration ask for reports in a language.
func setLanguage(t *testing.T, file, language string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	other := bytes.Replace(text, []byte("    output: out"), []byte("    output: out\n    language: "+language), 1)
	if bytes.Equal(other, text) {
		t.Fatalf("%s has no output: out", file)
	}
	if err := os.WriteFile(file, other, 0o600); err != nil {
		t.Fatal(err)
	}
}

// readTree reads every file of a folder.
func readTree(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	tree := os.DirFS(folder)
	if err := fs.WalkDir(tree, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}
