package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMutantsApply asks of each patch that .ci/mutants tries that it still applies, says
// what it takes away, and names tests that there are.
func TestMutantsApply(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	patches, err := filepath.Glob("testdata/mutants/*.patch")
	if err != nil || len(patches) < 24 {
		t.Fatalf("%d mutants, %v", len(patches), err)
	}
	head := regexp.MustCompile(`^what: .+\ntest: \./(\S+) (\S+)\n`)
	for _, patch := range patches {
		text, err := os.ReadFile(patch)
		if err != nil {
			t.Fatal(err)
		}
		m := head.FindSubmatch(text)
		if m == nil {
			t.Errorf("%s says neither what it takes away nor which test notices", patch)
			continue
		}
		for _, name := range strings.Split(string(m[2]), "|") {
			name, _, _ := strings.Cut(name, "/") // one test of several
			if !hasTest(t, filepath.Join(root, string(m[1])), name) {
				t.Errorf("%s names %s, which ./%s lacks", patch, name, m[1])
			}
		}
		apply := exec.Command("git", "apply", "--check", "-")
		apply.Dir, apply.Stdin = root, strings.NewReader(string(text))
		if said, err := apply.CombinedOutput(); err != nil {
			t.Errorf("%s does not apply any more: %v\n%s", patch, err, said)
		}
	}
}

// hasTest reports whether a package has a test.
func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(t *testing.T) {") {
			return true
		}
	}
	return false
}
