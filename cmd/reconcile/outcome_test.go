package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A finding and a correction are compared by what the contract fixes of them.
type finding struct {
	Code     string `json:"code"`
	TradeNo  string `json:"trade_no"`
	BatchNo  string `json:"batch_no"`
	NotifyID string `json:"notify_id"`
	Amount   string `json:"amount"`
	Status   string `json:"status"`
}

type correction struct {
	TradeNo string `json:"trade_no"`
	Amount  string `json:"amount"`
	Status  string `json:"status"`
	Hold    string `json:"hold"`
	Code    string `json:"code"`
}

// An outcome is what one run left in its folder.
type outcome struct {
	findings    []finding
	corrections []correction
	summary     struct {
		ExitStatus  int              `json:"exit_status"`
		Files       []map[string]any `json:"files"`
		Totals      map[string]any   `json:"totals"`
		Corrections struct {
			Issued int64 `json:"issued"`
			Held   int64 `json:"held"`
		} `json:"corrections"`
		Batches []map[string]any `json:"batches"`
	}
}

// readOutcome reads the folder of a run.
func readOutcome(t *testing.T, dir string) outcome {
	t.Helper()
	var o outcome
	for _, f := range decodeLines[finding](t, filepath.Join(dir, "findings.jsonl")) {
		if f.Status != "closed" {
			o.findings = append(o.findings, f)
		}
	}
	o.corrections = decodeLines[correction](t, filepath.Join(dir, "corrections.jsonl"))
	decodeFile(t, filepath.Join(dir, "summary.json"), &o.summary)
	return o
}

func printFinding(f finding) string {
	return strings.Join([]string{f.Code, f.TradeNo, f.BatchNo, f.NotifyID, f.Amount}, " ")
}

func printCorrection(c correction) string {
	return strings.Join([]string{c.TradeNo, c.Amount, c.Status, c.Hold}, " ")
}

func printFile(path string, n func(key string) int64) string {
	return fmt.Sprintf("%s lines %d accepted %d duplicate %d rejected %d ignored %d", path, n("lines"), n("accepted"), n("duplicate"), n("rejected"), n("ignored"))
}

// printAll prints each item of a list.
func printAll[T any](items []T, print func(T) string) []string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = print(item)
	}
	return lines
}

// compareSets reports what one list has and the other has not, as often as it
// is there.
func compareSets(t *testing.T, what string, got, want []string) {
	t.Helper()
	left := map[string]int{}
	for _, s := range want {
		left[s]++
	}
	for _, s := range got {
		if left[s] == 0 {
			t.Errorf("%s that is not expected: %s", what, s)
			continue
		}
		left[s]--
	}
	for s, n := range left {
		for range n {
			t.Errorf("%s is missing: %s", what, s)
		}
	}
}

// decodeFile reads one JSON document.
func decodeFile(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// decodeLines reads JSON lines.
func decodeLines[T any](t *testing.T, path string) []T {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var items []T
	for line := range bytes.Lines(text) {
		var item T
		if err := json.Unmarshal(line, &item); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		items = append(items, item)
	}
	return items
}
