package ledger_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// A night that carries on reads no evidence, no totals and no closed finding from end
// to end: its cost follows what is new and what is open. What is scanned is what is
// new, what is open, what is an exception, or known to be small.
func TestPlansFollowWhatIsNew(t *testing.T) {
	ledgertest.NeedFile(t)
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
	for name, table := range map[string]string{"total_trades": "order_row", "total_sum": "trade_total", "UNMATCHED_BATCH": "claim"} {
		if scanned := whole[name].Scanned(); !slices.Contains(scanned, table) {
			t.Errorf("%s over all of the books scans %q, not %s: the check cannot find what it is for", name, scanned, table)
		}
	}
}

// A run that looks at everything reads each exception by the index that says what it is, and
// adds up the trades in the order in which their rows lie.
func TestPlansOfAllBooks(t *testing.T) {
	ledgertest.NeedFile(t)
	w := newWorld(t)
	plans, err := ledger.Plans(context.Background(), w.l, w.night(), false)
	if err != nil {
		t.Fatal(err)
	}
	for index, names := range map[string][]string{
		"trade_failed": {"REFUND_FAILED", "FEE_WITHOUT_REFUND", "UNKNOWN_ERROR_CODE"},
		"trade_odd": {"DUE_EXCEEDS_PAID", "OVER_REFUND", "REFUND_EXCEEDS_DUE", "OVER_REFUND_EXPOSURE", "UNDER_REFUND", "UNMATCHED_TRADE",
			"ATTEMPT_LIMIT", "ORDER_CONFLICT"},
		"claim_odd": {"DBACK_FAILED", "FEE_EXCEEDS_REFUND", "DUPLICATE_TRADE_IN_BATCH", "FEE_REFUND_FAILED", "total_attested"},
	} {
		for _, name := range names {
			if steps := strings.Join(plans[name].Steps, "\n"); !strings.Contains(steps, "USING INDEX "+index+" ") {
				t.Errorf("%s does not read by %s:\n%s", name, index, steps)
			}
		}
	}
	if steps := strings.Join(plans["total_trades"].Steps, "\n"); !strings.Contains(steps, "MERGE (UNION ALL)") || strings.Contains(steps, "FOR GROUP BY") {
		t.Errorf("total_trades sorts:\n%s", steps)
	}
}

// longTables are those that grow with the books.
func longTables() []string {
	return []string{"notification", "notify_block", "redelivery", "claim", "capture", "result", "claim_named", "notification_trade", "notification_batch", "capture_block", "order_block", "order_row", "request", "request_line", "emitted",
		"bill_row", "bill_refund", "trade_total", "finding", "finding_was", "correction", "line_mark", "line_verdict"}
}

// A scan that an index of exceptions shortens is none.
func TestPlanScanned(t *testing.T) {
	ledgertest.NeedFile(t)
	p := ledger.Plan{
		Statement: "SELECT * FROM claim c CROSS JOIN reject x JOIN scope_trade s",
		Steps:     []string{"SCAN c", "SCAN x USING INDEX reject_batch", "SEARCH s USING PRIMARY KEY (trade_no=?)"},
	}
	if got := p.Scanned(); !slices.Equal(got, []string{"claim"}) {
		t.Errorf("scanned %q", got)
	}
}
