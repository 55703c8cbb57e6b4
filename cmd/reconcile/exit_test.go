package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
)

// TestExitTableInDocs asks that docs/troubleshooting.md repeats the table of exit statuses
// in full, as the first table after the marker.
func TestExitTableInDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "<!-- exit statuses -->")
	if !ok {
		t.Fatal("troubleshooting.md has no marker <!-- exit statuses -->")
	}
	var rows [][]string
	for line := range strings.Lines(strings.TrimLeft(rest, "\n")) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
		}
		rows = append(rows, cells)
	}
	want := exitStatuses()
	if len(rows) != len(want)+2 {
		t.Fatalf("troubleshooting.md has %d rows of exit statuses, want a head, a rule and %d", len(rows), len(want))
	}
	for i, s := range want {
		got := strings.Join(rows[i+2], " | ")
		if w := strings.Join([]string{s.Status, s.Means, s.Outputs}, " | "); got != w {
			t.Errorf("troubleshooting.md says %q, the program %q", got, w)
		}
	}
}

// TestExitHelp asks that the help prints the table.
func TestExitHelp(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if got := run(t.Context(), []string{"help", "exit-codes"}, noEnv, &stdout, &stderr); got != exit.Done {
		t.Fatalf("help exit-codes ends with %d: %s", got, &stderr)
	}
	text := strings.Join(strings.Fields(stdout.String()), " ")
	for _, s := range exitStatuses() {
		if !strings.Contains(text, s.Status+" "+s.Outputs+" "+s.Means) {
			t.Errorf("the help lacks status %s:\n%s", s.Status, &stdout)
		}
	}
}

func noEnv(string) string { return "" }

// TestStatusOf asks that every kind of error has its status, and that each of
// the table is among them.
func TestStatusOf(t *testing.T) {
	ended := func(s syscall.Signal) context.Context {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(exit.Signal{Number: s})
		return ctx
	}
	seen := map[string]bool{fmt.Sprint(exit.Findings): true, fmt.Sprint(exit.Incomplete): true}
	for _, c := range []struct {
		ctx  context.Context
		err  error
		want int
	}{
		{t.Context(), nil, 0},
		{t.Context(), errors.New("disk on fire"), 1},
		{t.Context(), &hint.UsageError{Err: errors.New("--fail-on")}, 2},
		{t.Context(), hint.With(&config.Error{File: "cron.yaml"}, "see"), 2},
		{t.Context(), exit.Status(4), 4},
		{t.Context(), fmt.Errorf("ledger: %w", ledger.ErrLocked), 5},
		{t.Context(), fmt.Errorf("ledger: %w", ledger.ErrBusy), 5},
		{ended(syscall.SIGINT), errors.New("cut off"), 130},
		{ended(syscall.SIGTERM), errors.New("cut off"), 143},
		{ended(syscall.SIGTERM), exit.Status(3), 3},
	} {
		if got := runner.StatusOf(c.ctx, c.err); got != c.want {
			t.Errorf("statusOf(%v) = %d, want %d", c.err, got, c.want)
		}
		seen[fmt.Sprint(c.want)] = true
	}
	for _, s := range exitStatuses() {
		if !seen[s.Status] {
			t.Errorf("no case ends with %s", s.Status)
		}
	}
}

// TestExitFor asks for the status of each outcome, and that a level of --fail-on is a
// severity of the ledger.
func TestExitFor(t *testing.T) {
	for outcome, want := range map[ledger.Outcome]int{ledger.Clean: 0, ledger.Findings: 3, ledger.Incomplete: 4} {
		if got := runner.ExitFor(outcome); got != want {
			t.Errorf("exitFor(%v) = %d, want %d", outcome, got, want)
		}
	}
	for level, want := range map[string]ledger.Severity{"critical": ledger.Critical, "error": ledger.Error, "warning": ledger.Warning, "none": ""} {
		if got := runner.FailOn(level); got != want || !slices.Contains(runner.FailLevels(), level) {
			t.Errorf("failOn(%q) = %q, want %q", level, got, want)
		}
	}
}

// TestWorse asks for the order of §5 where several jobs ran.
func TestWorse(t *testing.T) {
	for _, c := range []struct{ a, b, want int }{
		{0, 0, 0}, {0, 3, 3}, {3, 4, 4}, {4, 1, 1}, {1, 3, 1}, {4, 0, 4},
	} {
		if got := exit.Worse(c.a, c.b); got != c.want {
			t.Errorf("worse(%d, %d) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := exit.Worse(c.b, c.a); got != c.want {
			t.Errorf("worse(%d, %d) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
