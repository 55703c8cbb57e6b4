package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestOtherJobWritesALateReport has a night decided whose report could not be written. The
// account's other job writes it before it decides, or decides nothing: the books that the
// report tells of are the account's.
func TestOtherJobWritesALateReport(t *testing.T) {
	t.Parallel()
	const night, report = "2026-03-07 02:30:00", "out/nightly/2026-03-07-r1"
	calm := newOffice(t, "auto", 2)
	calm.at(night, exit.Findings, "run", "-q", "--job", "nightly")
	late := newOffice(t, "auto", 2)
	late.write(report, "in the way")
	if _, stderr := late.at(night, exit.Failed, "run", "-q", "--job", "nightly"); !strings.Contains(stderr, "run 1 is decided and in the books, with batch 20260307900001") {
		t.Errorf("the night says %q", stderr)
	}
	if _, stderr := late.at(night, exit.Failed, "run", "-q", "--job", "weekly"); !strings.Contains(stderr, "job nightly comes first: run 1 is decided and in the books") {
		t.Errorf("the other job says %q", stderr)
	}
	if err := os.Remove(late.path(report)); err != nil {
		t.Fatal(err)
	}
	late.at(night, exit.Done, "run", "-q", "--job", "weekly")
	got, want := readWorkbook(t, late.path(report)), readWorkbook(t, calm.path(report))
	for _, sheet := range []string{"交易 Trades", "批次 Batches", "勾稽 Tie-out"} {
		if !slices.EqualFunc(got[sheet], want[sheet], slices.Equal) {
			t.Errorf("%s is %v, want %v", sheet, got[sheet], want[sheet])
		}
	}
}
