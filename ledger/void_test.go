package ledger_test

import (
	"context"
	"errors"
	"testing"

	"reconcile/ledger"
)

func TestVoidIsRefused(t *testing.T) {
	w := newWorld(t)
	w.tell(`
request 20260306001 2026-03-06 23:59:00 T1^1.00^x
request 20260305001 2026-03-05 10:00:00 T2^1.00^x
request 20260304001 2026-03-04 10:00:00 T3^1.00^x
request 20260303001 2027-03-03 10:00:00 T4^1.00^x
request 20270304001 2027-03-04 10:00:00 T5^1.00^x
request 20270305001 2026-03-05 10:00:00 T6^1.00^x
bill 2026-03-04 10:00:01 T3^1.00^20260304001
notify n1 20260305001 2026-03-05 10:05:00 1 T2^1.00^SUCCESS
`)
	for _, c := range []struct {
		name, batch, now string
		want             error
	}{
		{"an unknown batch", "20260306002", "2026-03-07 12:00:00", ledger.ErrNoBatch},
		{"before the end of its day and twelve hours", "20260306001", "2026-03-07 11:59:59", ledger.ErrTooEarly},
		{"a bill shows a line", "20260304001", "2026-03-07 12:00:00", ledger.ErrNotNow},
		{"the day of its number is over", "20260303001", "2026-03-07 12:00:00", nil},
		{"both dates are still to come", "20270304001", "2026-03-07 00:00:00", nil},
		{"one of them is", "20270305001", "2026-03-07 12:00:00", ledger.ErrTooEarly},
		{"every line answered", "20260305001", "2026-03-07 12:00:00", ledger.ErrNotNow},
		{"in time", "20260306001", "2026-03-07 12:00:00", nil},
		{"again", "20260306001", "2026-03-07 12:00:00", ledger.ErrNotNow},
	} {
		err := voidBatch(w.l, w.account, c.batch, "Li", "asked Alipay", when(t, c.now))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: void %s at %s = %v, want %v", c.name, c.batch, c.now, err, c.want)
		}
	}
}

// A batch is emitted, settled when answered, overdue when silent past the
// grace, void when a person said so, and unknown where only results name it.
func TestBatchStates(t *testing.T) {
	w := newWorld(t)
	w.tell(`
request 20260306001 2026-03-06 10:00:00 T1^1.00^x
request 20260305001 2026-03-05 10:00:00 T2^1.00^x
notify n1 20260305001 2026-03-05 10:05:00 1 T2^1.00^SUCCESS
request 20260304001 2026-03-04 10:00:00 T3^1.00^x#T4^2.00^x
notify n2 20260304001 2026-03-04 10:05:00 1 T4^2.00^SUCCESS
request 20260303001 2026-03-03 10:00:00 T5^1.00^x
void 20260303001 2026-03-04 12:00:00
notify n3 20260302001 2026-03-02 10:05:00 0 T6^1.00^SYSTEM_ERROR
`)
	want := map[string]ledger.BatchState{
		"20260306001": ledger.Emitted, "20260305001": ledger.Settled, "20260304001": ledger.Overdue,
		"20260303001": ledger.Void, "20260302001": ledger.Unknown,
	}
	run := w.night()
	for b, err := range w.l.BatchRows(context.Background(), run, w.policy.ResultGrace) {
		if err != nil {
			t.Fatal(err)
		}
		if b.State != want[b.BatchNo] {
			t.Errorf("batch %s is %s, want %s", b.BatchNo, b.State, want[b.BatchNo])
		}
		delete(want, b.BatchNo)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}
