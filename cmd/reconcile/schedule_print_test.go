package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// needSystemd skips a test where systemd-analyze is not installed, unless
// NEED_SYSTEMD=1 demands it.
func needSystemd(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		if os.Getenv("NEED_SYSTEMD") == "1" {
			t.Fatal(err)
		}
		t.Skip("systemd-analyze is not installed")
	}
}

// analyze runs systemd-analyze in UTC and returns what it says.
func analyze(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("systemd-analyze", args...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("systemd-analyze %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// TestUnitsVerify has systemd read the unit that is printed, from a folder
// whose name needs quoting.
func TestUnitsVerify(t *testing.T) {
	needSystemd(t)
	dir := filepath.Join(t.TempDir(), `10% of "refunds" $HOME`)
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	units := printedUnits(t, dir, "systemd")
	mark := regexp.MustCompile(`(?m)^# /etc/systemd/system/(\S+)$`).FindStringSubmatch(units)
	if mark == nil {
		t.Fatalf("no unit:\n%s", units)
	}
	file := filepath.Join(filepath.Dir(dir), mark[1])
	if err := os.WriteFile(file, []byte(units), 0o600); err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`[^%]%[^%]`).MatchString(units) {
		t.Errorf("a folder's %% is a specifier:\n%s", units)
	}
	if said := analyze(t, "verify", file); strings.Contains(said, "reconcile") {
		t.Errorf("systemd-analyze verify says\n%s", said)
	}
}

// printedUnits returns what schedule --print prints for the configuration in a
// folder.
func printedUnits(t *testing.T, dir, kind string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"--config", filepath.Join(dir, "cron.yaml"), "schedule", "--print", kind}
	if status := run(t.Context(), args, noEnv, &stdout, &stderr); status != exit.Done || stderr.Len() > 0 {
		t.Fatalf("%q ends with %d: %s", args, status, &stderr)
	}
	return stdout.String()
}

// TestCrontabLine has a shell read the command of a crontab line as cron hands
// it over.
func TestCrontabLine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), `10% of "refunds" it's $HOME`)
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(printedUnits(t, dir, "cron")), "\n")
	command, ok := strings.CutPrefix(lines[len(lines)-1], "30 2 * * * ")
	if !ok || regexp.MustCompile(`[^\\]%`).MatchString(command) {
		t.Fatalf("a crontab line is %q", lines[len(lines)-1])
	}
	cd, _, _ := strings.Cut(strings.ReplaceAll(command, `\%`, "%"), " && ")
	out, err := exec.Command("sh", "-c", cd+" && pwd").Output()
	if err != nil || strings.TrimSpace(string(out)) != dir {
		t.Errorf("%s leads to %q, %v; want %q", cd, out, err, dir)
	}
}
