package ledger_test

import (
	"context"
	"fmt"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// capture is a delivery of a notification about one trade.
func capture(w *world, line int64, id, batch, at, trade, amount string) ledger.Delivery {
	details := trades(trade + "^" + amount + "^SUCCESS")
	c := ledger.Delivery{Line: line, Notification: alipay.Notification{
		NotifyID: id, BatchNo: batch, NotifyTime: when(w.t, at), SuccessNum: 1,
		ResultDetails: details, Digest: alipay.NewDigest(batch, "1", details),
	}}
	c.Results, c.Bad = alipay.ParseResultDetails(details)
	return c
}

// Every line of a source is exactly one of four, and the same file again is all
// duplicates and changes no total.
func TestIntakeCounts(t *testing.T) {
	w := newWorld(t)
	feed := func(in *ledger.Intake) error {
		for i, c := range []ledger.Delivery{
			capture(w, 1, "n1", "20260301001", "2026-03-01 10:00:00", "T1", "1.00"),
			capture(w, 2, "n1", "20260301001", "2026-03-01 10:02:00", "T1", "1.00"),
			capture(w, 3, "n1", "20260301001", "2026-03-01 10:02:00", "T1", "2.00"),
			capture(w, 4, "n2", "20260301002", "2026-03-01 10:00:00", "T1", "1.00"),
		} {
			if err := in.Deliver(c); err != nil {
				return fmt.Errorf("capture %d: %w", i, err)
			}
		}
		for line := int64(5); line <= 6; line++ {
			if err := in.Ignore(line); err != nil {
				return err
			}
		}
		return in.Malformed(7, "stands twice")
	}
	if got, want := w.intake(ledger.Notify, feed), (ledger.Counts{Lines: 7, Accepted: 2, Duplicate: 1, Rejected: 2, Ignored: 2}); got != want {
		t.Errorf("first: got %+v, want %+v", got, want)
	}
	first := w.night().Totals
	if got, want := w.intake(ledger.Notify, feed), (ledger.Counts{Lines: 7, Accepted: 0, Duplicate: 3, Rejected: 2, Ignored: 2}); got != want {
		t.Errorf("again: got %+v, want %+v", got, want)
	}
	if again := w.night().Totals; fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("totals changed from %v to %v", first, again)
	}
}

// The blocks in which deliveries are decided do not show: duplicates, conflicts
// and earlier deliveries are found across them.
func TestIntakeBlocks(t *testing.T) {
	const notices = 40_000 // several blocks
	w := newWorld(t)
	got := w.intake(ledger.Notify, func(in *ledger.Intake) error {
		line := int64(0)
		for round, at := range []string{"2026-03-02 10:00:00", "2026-03-01 10:00:00"} {
			for i := range notices {
				line++
				amount := "1.00"
				if round == 1 && i%1000 == 0 {
					amount = "2.00"
				}
				c := capture(w, line, fmt.Sprintf("n%d", i), fmt.Sprintf("20260301%05d", i), at, fmt.Sprintf("T%d", i%500), amount)
				if err := in.Deliver(c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	want := ledger.Counts{Lines: 2 * notices, Accepted: notices, Duplicate: notices - notices/1000, Rejected: notices / 1000}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	run := w.night()
	if run.Totals.SuccessAmount.String() != "40000.00" {
		t.Errorf("refunded %s, want 40000.00", run.Totals.SuccessAmount)
	}
	first := "2026-03-01 10:00:00"
	for r, err := range w.l.Results(context.Background(), run) {
		if err != nil {
			t.Fatal(err)
		}
		standing := r.NotifyTime.Format(alipay.TimeLayout)
		if contradicted := r.NotifyID[len(r.NotifyID)-min(3, len(r.NotifyID)):] == "000" || r.NotifyID == "n0"; contradicted != (standing != first) {
			t.Fatalf("%s has the time %s", r.NotifyID, standing)
		}
	}
}

func TestRollbackLeavesNothing(t *testing.T) {
	w := newWorld(t)
	in, err := w.l.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Open(ledger.Source{Run: w.run.ID, Account: w.account, Kind: ledger.Notify, Path: "a.log", FirstLine: 1}); err != nil {
		t.Fatal(err)
	}
	if err := in.Deliver(capture(w, 1, "n1", "20260301001", "2026-03-01 10:00:00", "T1", "1.00")); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Close(ledger.Source{}); err != nil {
		t.Fatal(err)
	}
	content := ledger.FileContent{SHA256: "aa", Account: w.account, Kind: ledger.Notify, Run: w.run.ID, Parts: []ledger.Part{{Path: "a.log", Source: 1, Last: 1}}}
	if err := in.KeepFileContent(content); err != nil {
		t.Fatal(err)
	}
	if err := in.Rollback(); err != nil {
		t.Fatal(err)
	}
	if in, err = w.l.Begin(context.Background()); err != nil {
		t.Fatal(err)
	}
	if known, ok, err := in.FileContent(w.account, ledger.Notify, "aa"); err != nil || ok {
		t.Errorf("content %v, error %v: want none", known, err)
	}
	if err := in.Commit(); err != nil {
		t.Fatal(err)
	}
	if n := w.night().Totals.Notifications; n != 0 {
		t.Errorf("%d notifications, want none", n)
	}
}
