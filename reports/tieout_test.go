package reports_test

import (
	"strings"
	"testing"

	"reconcile/ledger"
)

const tieOut = "勾稽 Tie-out"

// An unequal tie-out says so in the difference, in a sign and in its colour.
func TestTieOutShowsDifference(t *testing.T) {
	b := sample(t)
	b.trades[0].Refunded = yuan(t, "1239.57")
	f := openWorkbook(t, write(t, b, report(t)))
	if got := raw(t, f, tieOut, "F7") + raw(t, f, tieOut, "G7"); got != "-0.01✗" {
		t.Errorf("difference and verdict = %s, want -0.01✗", got)
	}
}

// An inequality that a finding explains names it and leads to it; one that none
// explains doesn't.
func TestTieOutExplains(t *testing.T) {
	b := sample(t)
	b.batchRows[0].Stated, b.batchRows[1].Stated = 3, 2
	b.findings = append(b.findings, ledger.Finding{ID: "4a1b2c3d4e5f", Code: "SUCCESS_NUM_MISMATCH", Severity: ledger.Error, Status: ledger.StatusNew, BatchNo: b.batchRows[0].BatchNo, NotifyID: "n-1", FirstRun: 7, FirstAt: at(t, "2026-03-07 02:30:00")})
	f := openWorkbook(t, write(t, b, report(t)))
	for row, want := range map[string]string{
		"23": "success_num 声明与实计 stated and counted ✗ see the batches below",
		"24": "success_num 20260301000001 ✗ SUCCESS_NUM_MISMATCH",
		"25": "success_num 20260304000019 ✗ ",
	} {
		if got := raw(t, f, tieOut, "A"+row) + " " + raw(t, f, tieOut, "G"+row) + " " + raw(t, f, tieOut, "H"+row); got != want {
			t.Errorf("row %s = %s, want %s", row, got, want)
		}
	}
	if linked, to, err := f.GetCellHyperLink(tieOut, "H24"); err != nil || !linked || to != "'异常 Findings'!A5" {
		t.Errorf("the note leads to %q, %v, want the finding", to, err)
	}
}

// A code rolls forward where it occurs; one that was never there has no row.
func TestTieOutRollsForward(t *testing.T) {
	b := sample(t)
	b.tallies = append(b.tallies,
		ledger.Tally{Code: "UNMATCHED_BATCH", Severity: ledger.Error},
		ledger.Tally{Code: "REFUND_FAILED", Severity: ledger.Error, Opening: 1, Closed: 1})
	rows := dump(t, openWorkbook(t, write(t, b, report(t))))
	for code, want := range map[string]bool{"OVER_REFUND": true, "REFUND_FAILED": true, "UNMATCHED_BATCH": false} {
		if got := strings.Contains(rows, "异常 findings "+code+" |"); got != want {
			t.Errorf("a row of %s: %v, want %v", code, got, want)
		}
	}
}
