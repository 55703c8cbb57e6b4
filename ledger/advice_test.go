package ledger_test

import (
	"context"
	"strings"
	"testing"
)

// A refund that only a bill shows holds its trade. Where the bill comes after the batch,
// who is about to refund the trade again is told of it.
func TestBatchWarnsOfBilledRefund(t *testing.T) {
	for _, c := range []struct {
		name, more string
		warned     bool
	}{
		{"nothing but the bill", "", true},
		{"a notification tells of it", "notify n1 20260306009 2026-03-06 20:00:30 1 T1^2.00^SUCCESS\n", false},
	} {
		w := newWorld(t)
		w.tell("order T1 10.00 due 6.00\n")
		run := w.night()
		w.tell(c.more + "bill 2026-03-06 20:00:00 T1^2.00^20260306009\n")
		batches, err := w.l.Batches(context.Background(), run.ID)
		if err != nil || len(batches) != 1 {
			t.Fatalf("%s: batches %+v, %v", c.name, batches, err)
		}
		told := strings.Join(batches[0].Advice, "\n")
		if strings.Contains(told, "Alipay's bill shows a refund of 2.00 that no notification reports") != c.warned {
			t.Errorf("%s: the advice is %q, want a warning: %v", c.name, told, c.warned)
		}
	}
}
