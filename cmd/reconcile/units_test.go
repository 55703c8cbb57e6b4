package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
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

// TestUnitsVerify has systemd read the units that are printed, from a folder
// whose name needs quoting.
func TestUnitsVerify(t *testing.T) {
	needSystemd(t)
	dir := filepath.Join(t.TempDir(), `10% of "refunds" $HOME`)
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	units := printedUnits(t, dir, "systemd")
	marks := regexp.MustCompile(`(?m)^# /etc/systemd/system/(\S+)$`).FindAllStringSubmatchIndex(units, -1)
	if len(marks) != 2 {
		t.Fatalf("%d units:\n%s", len(marks), units)
	}
	args := []string{"verify"}
	for i, m := range marks {
		text := units[m[1]:]
		if i+1 < len(marks) {
			text = units[m[1]:marks[i+1][0]]
		}
		file := filepath.Join(filepath.Dir(dir), units[m[2]:m[3]])
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if regexp.MustCompile(`[^%]%[^%]`).MatchString(units) {
		t.Errorf("a folder's %% is a specifier:\n%s", units)
	}
	if said := analyze(t, args...); strings.Contains(said, "reconcile-") {
		t.Errorf("systemd-analyze %q says\n%s", args, said)
	}
}

// printedUnits returns what schedule --print prints for the configuration in a
// folder.
func printedUnits(t *testing.T, dir, kind string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"--config", filepath.Join(dir, "cron.yaml"), "schedule", "--print", kind}
	if status := run(t.Context(), args, noEnv, &stdout, &stderr); status != exitDone || stderr.Len() > 0 {
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

// TestCalendars compares the times that systemd makes of a cron line with ours.
func TestCalendars(t *testing.T) {
	needSystemd(t)
	from := time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
	elapse := regexp.MustCompile(`(?:Next elapse|Iter(?:\.|ation) #\d+): \w+ (\S+ \S+) UTC`)
	for _, c := range []struct{ spec, zone string }{
		{"30 2 * * *", ""}, {"30 2 * * *", "America/New_York"}, {"@daily", ""}, {"@weekly", "UTC"}, {"@monthly", ""},
		{"*/20 1-3 * * *", ""}, {"5 2 1,15 * MON", ""}, {"0 0 */10 * SUN", ""}, {"0 12 1-31 * MON", ""},
		{"0 4 * JAN,jul 1-5", "Europe/Berlin"}, {"15 23 31 * ?", ""}, {"0 6 * * 0-6/2", ""},
	} {
		schedule, err := parseSchedule(c.spec, c.zone)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, at := range schedule.following(from, 5) {
			want = append(want, at.UTC().Format(time.DateTime))
		}
		for _, calendar := range schedule.calendars() {
			said := analyze(t, "calendar", "--iterations=5", "--base-time=2026-05-03 00:00:00 UTC", calendar)
			for _, m := range elapse.FindAllStringSubmatch(said, -1) {
				got = append(got, m[1])
			}
		}
		slices.Sort(got)
		got = slices.Compact(got)
		if len(got) < 5 || !slices.Equal(got[:5], want) {
			t.Errorf("systemd has %q in %q elapse at %v, want %v", c.spec, c.zone, got, want)
		}
	}
}

// TestCrontabFields asks for the fields of a crontab, which cron reads as we
// do: names and steps are written out, and a star stays one.
func TestCrontabFields(t *testing.T) {
	for spec, want := range map[string]string{
		"30 2 * * *":      "30 2 * * *",
		"@weekly":         "0 0 * * 0",
		"0 2 ? * MON-WED": "0 2 * * 1,2,3",
		"0 2 1-31 * 1":    "0 2 1-31 * 1",
		"0 2 */10 * 1":    "0 2 1,11,21,31 * 1",
	} {
		schedule, err := parseSchedule(spec, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := schedule.crontab(); got != want {
			t.Errorf("%q is %q in a crontab, want %q", spec, got, want)
		}
	}
}
