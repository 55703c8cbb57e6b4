package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

var (
	benchResults = flag.Int("benchresults", 4_000, "the results of the history that TestBenchGrowth makes")
	benchNight   = flag.Int("benchnight", 200, "the captures of one of its nights, a multiple of 200")
	benchNights  = flag.Int("benchnights", 1, "the nights after it")
)

// TestBenchGrowth writes a history and nights, and asks that the program finds in
// them what was made up. With -benchdata they stay there, as .ci/bench-growth uses
// them: what is in the folders 1, 2, … comes in together, and a file beside it
// says when that is.
func TestBenchGrowth(t *testing.T) {
	dir := *benchDir
	if dir == "" {
		dir = t.TempDir()
	}
	h, err := newBenchHistory(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.write(dir, *benchNights); err != nil {
		t.Fatal(err)
	}
	if *benchDir != "" {
		return
	}
	t.Chdir(dir)
	open, _ := h.open()
	want := map[string]int{"REFUND_EXCEEDS_DUE": open / 2, "UNMATCHED_TRADE": open / 2}
	h.compare(t, "1", nil, 0, 0)
	h.compare(t, "2", want, 2*h.trades(), h.trades()/10)
	want["REFUND_FAILED"], want["UNDER_REFUND"] = h.night/100, h.night/100
	h.compare(t, "3", want, 2*(h.trades()+h.night), h.trades()/10+h.night/10+h.night/100)
	benchCall(t, "verify")
}

func newBenchHistory(dir string) (*benchHistory, error) {
	s, err := benchFolder(dir, "MD5", "notify", "orders")
	return &benchHistory{signer: s, night: *benchNight, nights: *benchResults / 2 / *benchNight, owed: map[int]int32{}}, err
}

// write writes the history, files of 25 nights or of the half of it, and the nights.
// The first run reads all of the files but the last.
func (h *benchHistory) write(dir string, nights int) error {
	each := min(25, (h.nights+1)/2)
	var errs []error
	for from := 0; from < h.nights; from += each {
		to, folder := min(from+each, h.nights), "1"
		if to == h.nights {
			folder = "2"
		}
		first, count := from*h.night, (to-from)*h.night
		errs = append(errs, h.bring(dir, folder, to, fmt.Sprintf("%04d", to), count, count,
			func(i int) (string, error) { return h.capture(first + i) },
			func(i int) (string, error) { return h.order(first + i), nil }))
	}
	for night := range nights {
		h.owe(night)
		errs = append(errs, h.bring(dir, fmt.Sprint(3+night), h.nights+night+1, fmt.Sprintf("night-%d", night), h.night+h.night/12, h.night,
			func(i int) (string, error) { return h.news(night, i) },
			func(i int) (string, error) { return h.order(h.touched(night, i)), nil }))
	}
	return errors.Join(errs...)
}

// bring writes a log and an export that come in after so many nights.
func (h *benchHistory) bring(dir, folder string, after int, name string, captures, orders int, capture, order func(i int) (string, error)) error {
	dir = filepath.Join(dir, folder)
	asOf := h.day(after).Format("2006-01-02") + " 02:30:00\n"
	return errors.Join(
		os.MkdirAll(filepath.Join(dir, "notify"), 0o777), os.MkdirAll(filepath.Join(dir, "orders"), 0o777),
		os.WriteFile(filepath.Join(dir, "as-of"), []byte(asOf), 0o666),
		benchFile(dir, filepath.Join("notify", name+".log"), "", captures, capture),
		benchFile(dir, filepath.Join("orders", name+".csv"), benchHead, orders, order))
}

// compare brings in a folder, runs the program, and compares its open findings by
// code and its results, all and failed. Nothing is wanted of the first part of the history.
func (h *benchHistory) compare(t *testing.T, folder string, want map[string]int, results, failed int) {
	t.Helper()
	asOf, err := os.ReadFile(filepath.Join(folder, "as-of"))
	for _, kind := range []string{"notify", "orders"} {
		files, _ := filepath.Glob(filepath.Join(folder, kind, "*"))
		for _, file := range files {
			err = errors.Join(err, os.Rename(file, filepath.Join(kind, filepath.Base(file))))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	benchCall(t, "run", "--fail-on", "none", "--as-of", string(bytes.TrimSpace(asOf)))
	if want == nil {
		return
	}
	o, got := readOutcome(t, "out/nightly/latest"), map[string]int{}
	for _, f := range o.findings {
		got[f.Code]++
	}
	if !maps.Equal(got, want) {
		t.Errorf("run %s finds %v, want %v", folder, got, want)
	}
	for key, n := range map[string]int{"results": results, "failed_results": failed} {
		if got := fmt.Sprint(o.summary.Totals[key]); got != fmt.Sprint(n) {
			t.Errorf("run %s has %s = %s, want %d", folder, key, got, n)
		}
	}
}

// benchCall runs a command that must end well.
func benchCall(t *testing.T, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), args, os.Getenv, &stdout, &stderr); status != exit.Done {
		t.Fatalf("%q ended with %d:\n%s%s", args, status, &stdout, &stderr)
	}
}
