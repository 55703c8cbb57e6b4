package ledger_test

import (
	"context"
	"slices"
	"testing"

	"reconcile/ledger"
)

// A night that carries on reads no evidence, no totals and no closed finding from end
// to end: its cost follows what is new and what is open. What is scanned is what is
// new, what is open, what is an exception, or known to be small.
func TestPlansFollowWhatIsNew(t *testing.T) {
	w := newWorld(t)
	plans, err := ledger.Plans(context.Background(), w.l, w.night(), true)
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) < 50 {
		t.Errorf("%d plans", len(plans))
	}
	for name, plan := range plans {
		for _, table := range plan.Scanned() {
			if slices.Contains(longTables(), table) {
				t.Errorf("%s reads all of %s", name, table)
			}
		}
	}
	whole, err := ledger.Plans(context.Background(), w.l, w.run, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"total_orders": "order_row", "OVER_REFUND": "trade_total", "FEE_REFUND_FAILED": "claim"} {
		if scanned := whole[name].Scanned(); !slices.Contains(scanned, table) {
			t.Errorf("%s over all of the books scans %q, not %s: the check cannot find what it is for", name, scanned, table)
		}
	}
}

// longTables are those that grow with the books.
func longTables() []string {
	return []string{"capture", "notification", "redelivery", "claim", "batch_trade", "capture_block", "order_block", "order_row", "request", "request_line", "emitted",
		"bill_row", "bill_refund", "trade_total", "finding", "finding_was", "correction", "line_mark", "line_verdict"}
}

// A scan that an index of exceptions shortens is none.
func TestPlanScanned(t *testing.T) {
	p := ledger.Plan{
		Statement: "SELECT * FROM claim c CROSS JOIN reject x JOIN scope_trade s",
		Steps:     []string{"SCAN c", "SCAN x USING INDEX reject_batch", "SEARCH s USING PRIMARY KEY (trade_no=?)"},
	}
	if got := p.Scanned(); !slices.Equal(got, []string{"claim"}) {
		t.Errorf("scanned %q", got)
	}
}
