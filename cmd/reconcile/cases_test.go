package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// An expectation is the expected.json of a case.
type expectation struct {
	AsOf        string                      `json:"as_of"`
	Findings    []finding                   `json:"findings"`
	Corrections []correction                `json:"corrections"`
	Files       map[string]map[string]int64 `json:"files"`
	Totals      map[string]any              `json:"totals"`
}

// TestCases runs each case in a copy of its folder and compares all that
// expected.json says, and then runs it again.
func TestCases(t *testing.T) {
	for _, name := range []string{"clean", "small", "month", "rough", "uncaptured", "young"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := copyCase(name, dir); err != nil {
				t.Fatal(err)
			}
			var want expectation
			decodeFile(t, filepath.Join(dir, "expected.json"), &want)
			first := runCase(t, dir, want.AsOf)
			compareCase(t, first, want)
			second := runCase(t, dir, want.AsOf)
			compareSecond(t, first, second)
		})
	}
}

// runCase runs the case in a folder and reads what it left.
func runCase(t *testing.T, dir, asOf string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), []string{"run", "--config", filepath.Join(dir, "cron.yaml"), "--as-of", asOf}, os.Getenv, &stdout, &stderr)
	if status != exit.Done && status != exit.Findings && status != exit.Incomplete {
		t.Fatalf("run ended with %d:\n%s%s", status, &stdout, &stderr)
	}
	o := readOutcome(t, filepath.Join(dir, "out/nightly/latest"))
	if o.summary.ExitStatus != status {
		t.Errorf("exit status %d, summary.json says %d", status, o.summary.ExitStatus)
	}
	checkMoney(t, dir)
	return o
}

// compareCase compares the first run of a case.
func compareCase(t *testing.T, got outcome, want expectation) {
	t.Helper()
	compareSets(t, "finding", printAll(got.findings, printFinding), printAll(want.Findings, printFinding))
	compareSets(t, "correction", printAll(got.corrections, printCorrection), printAll(want.Corrections, printCorrection))
	var files, wantFiles []string
	for _, f := range got.summary.Files {
		files = append(files, printFile(f["path"].(string), func(key string) int64 { n, _ := f[key].(float64); return int64(n) }))
		compareBalance(t, f)
	}
	for path, counts := range want.Files {
		wantFiles = append(wantFiles, printFile(path, func(key string) int64 { return counts[key] }))
	}
	compareSets(t, "file", files, wantFiles)
	for key, value := range want.Totals {
		if got := fmt.Sprint(got.summary.Totals[key]); got != fmt.Sprint(value) {
			t.Errorf("total %s = %s, want %v", key, got, value)
		}
	}
}

// compareBalance asks that every line of a file is exactly one of four.
func compareBalance(t *testing.T, file map[string]any) {
	t.Helper()
	n := func(key string) int64 { f, _ := file[key].(float64); return int64(f) }
	if n("lines") != n("accepted")+n("duplicate")+n("rejected")+n("ignored") {
		t.Errorf("%v: lines are not accepted + duplicate + rejected + ignored: %v", file["path"], file)
	}
}

// compareSecond asks that a second run reads nothing new, issues nothing new,
// and differs only where what the first one issued is now in flight.
func compareSecond(t *testing.T, first, second outcome) {
	t.Helper()
	issued := map[string]bool{}
	for _, c := range first.corrections {
		if c.Status == "issued" {
			issued[c.TradeNo] = true
		}
	}
	for _, c := range second.corrections {
		if c.Status != "held" {
			t.Errorf("the second run %s a correction: %+v", c.Status, c)
		}
	}
	for _, f := range second.summary.Files {
		if f["unchanged"] != true {
			t.Errorf("the second run read %v again", f["path"])
		}
	}
	if len(second.summary.Batches) > 0 {
		t.Errorf("the second run issued batches: %v", second.summary.Batches)
	}
	before, now := printAll(first.findings, printFinding), printAll(second.findings, printFinding)
	for _, f := range first.findings {
		if s := printFinding(f); !slices.Contains(now, s) && !issued[f.TradeNo] {
			t.Errorf("finding %s closed, though nothing was issued for its trade", s)
		}
	}
	for _, f := range second.findings {
		if s := printFinding(f); !slices.Contains(before, s) && !issued[f.TradeNo] {
			t.Errorf("finding %s opened, though nothing was issued for its trade", s)
		}
		if f.Code == "UNDER_REFUND" && issued[f.TradeNo] {
			t.Errorf("UNDER_REFUND of %s is still open, though its refund is in flight", f.TradeNo)
		}
	}
}
