package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJSON asks that every command with --json prints one JSON document and
// nothing else to standard output, one job or two.
func TestJSON(t *testing.T) {
	t.Parallel()
	config, two := twoJobs(t)
	for _, c := range []struct {
		args   string
		status int
		key    string // at the top; empty for an array
	}{
		{"version", 0, "modules"},
		{"rules", 0, "rules"},
		{"codes", 0, ""},
		{"check", 0, "checks"},
		{"run --as-of 2026-03-07T02:30:00", 4, "run"},
		{"run --dry-run --as-of 2026-03-07T02:30:00", 4, "run"},
		{"check", 0, "checks"},
		{"findings --all", 0, "jobs"},
		{"status", 0, "to_do"},
		{"explain 2026020862499207", 0, "jobs"},
		{"runs", 0, "runs"},
		{"batch list", 0, "jobs"},
		{"batch show 20260307900001", 0, "detail"},
		{"batch show 20260301000001", 0, "detail"},
		{"batch void 20260307900001 --by Li --evidence phone", 0, "act"},
		{"acts", 0, "accounts"},
		{"two run --as-of 2026-03-08T02:30:00", 4, ""},
		{"two findings", 0, "jobs"},
		{"two status", 0, "to_do"},
		{"two batch list", 0, "jobs"},
		{"two check", 0, "checks"},
	} {
		args, file := strings.Fields(c.args), config
		if args[0] == "two" {
			args, file = args[1:], two
		}
		var stdout, stderr bytes.Buffer
		if got := run(t.Context(), append(args, "--json", "--config", file), noEnv, &stdout, &stderr); got != c.status {
			t.Errorf("%s: status %d, want %d: %s", c.args, got, c.status, &stderr)
		}
		var err error
		var items []json.RawMessage
		var keys map[string]json.RawMessage
		if c.key == "" {
			err = json.Unmarshal(stdout.Bytes(), &items)
		} else {
			err = json.Unmarshal(stdout.Bytes(), &keys)
		}
		if _, ok := keys[c.key]; err != nil || !ok && len(items) < 2 {
			t.Errorf("%s: %v, want one document with %q at the top:\n%.300s", c.args, err, c.key, &stdout)
		}
		if c.key != "" && c.key != "run" && string(keys["schema"]) != "1" { // summary.json is the report's
			t.Errorf("%s: schema %s, want 1", c.args, keys["schema"])
		}
	}
}

// twoJobs copies the case small and returns its configuration, and one that has
// its job twice.
func twoJobs(t *testing.T) (one, two string) {
	t.Helper()
	dir := t.TempDir()
	if err := copyCase("small", dir); err != nil {
		t.Fatal(err)
	}
	one = filepath.Join(dir, "cron.yaml")
	text, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	_, nightly, ok := strings.Cut(string(text), "  nightly:\n")
	if !ok {
		t.Fatalf("the case has no job nightly: %s", text)
	}
	two = filepath.Join(dir, "two.yaml")
	if err := os.WriteFile(two, append(text, []byte("  second:\n"+nightly)...), 0o600); err != nil {
		t.Fatal(err)
	}
	return one, two
}
