package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestManPages writes the pages and compares them with the help: every command
// and topic has one, which holds all that its help says.
func TestManPages(t *testing.T) {
	dir := writePages(t)
	for _, cmd := range wholeTree() {
		name := pageName(cmd) + "." + pageSection(cmd)
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, part := range []string{cmd.Short, cmd.Example, cmd.Annotations[statusesKey]} {
			for line := range strings.Lines(part) {
				if line = strings.TrimSpace(line); !strings.Contains(plainRoff(string(text)), line) {
					t.Errorf("%s lacks %q", name, line)
				}
			}
		}
	}
}

// plainRoff undoes the escapes of a page.
func plainRoff(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\-`, "-", `\&`, "").Replace(text)
}

// TestManPagesAreSound lets mandoc judge the pages. The generator puts a tab
// after the name of a flag, and a page has no date.
func TestManPagesAreSound(t *testing.T) {
	if _, err := exec.LookPath("mandoc"); err != nil {
		t.Skip("no mandoc")
	}
	pages, err := filepath.Glob(filepath.Join(writePages(t), "*"))
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	out, _ := exec.Command("mandoc", append([]string{"-Tlint", "-Wwarning"}, pages...)...).CombinedOutput() // its status says what the lines say
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(line, "WARNING: tab in filled text") && !strings.Contains(line, "WARNING: missing date") {
			t.Error(strings.TrimSpace(line))
		}
	}
	shown, err := exec.Command("mandoc", "-Tutf8", "-Owidth=200", filepath.Join(filepath.Dir(pages[0]), "reconcile-config.7")).Output()
	if err != nil || !bytes.Contains(shown, []byte("reason: 协商退款")) || !bytes.Contains(shown, []byte(`schedule: "30 2 * * *"`)) {
		t.Errorf("mandoc does not show the reference as it is written: %v\n%s", err, shown)
	}
}

// writePages writes the pages into a folder, twice.
func writePages(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "man", "man1")
	for range 2 {
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), []string{"man", dir}, noEnv, &stdout, &stderr); status != exit.Done {
			t.Fatalf("man ends with %d: %s", status, &stderr)
		}
	}
	return dir
}
