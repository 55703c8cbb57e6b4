package ledger_test

import (
	"context"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// TestNothingBeyondWhatIsOwed issues what no rule has looked at: what is owed goes out, and a fen
// more fails the run.
func TestNothingBeyondWhatIsOwed(t *testing.T) {
	w := newWorld(t)
	w.policy.Manual = true
	w.tell("order T1 9.00 due 5.00\nrequest 20260301001 2026-03-01 10:00:00 T2^3.00^x\norder T2 3.00 due 3.00")
	run := w.night()
	for _, c := range []struct {
		trade  string
		amount int64
		broken bool
	}{{"T1", 500, false}, {"T1", 501, true}, {"T2", 1, true}} {
		line := alipay.Line{TradeNo: trades(c.trade), Amount: alipay.Fen(c.amount), Reason: "x"}
		err := ledger.IssueAndTakeBack(context.Background(), w.l, run, w.policy, []alipay.Line{line})
		if broken := err != nil && strings.Contains(err.Error(), "would break"); broken != c.broken || err != nil && !broken {
			t.Errorf("%s, %d fen: %v", c.trade, c.amount, err)
		}
	}
}
