package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// feedBill feeds a bill of one refund a line: "T1 5.00 BATCH DATE TIME".
func feedBill(w *world, text string) func(in *ledger.Intake) error {
	return func(in *ledger.Intake) error {
		n := int64(0)
		for line := range strings.Lines(trades(text)) {
			f := strings.Fields(line)
			n++
			r := ledger.BillRefund{TradeNo: f[0], BatchNo: f[2], Amount: yuan(w.t, f[1]), FinishedAt: when(w.t, f[3]+" "+f[4])}
			if err := in.BillRefund(n, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// The n-th of rows that are alike is the n-th in any bill, in whatever order
// bills have them.
func TestBillCounts(t *testing.T) {
	const day = `T1 5.00 20260301001 2026-03-01 10:00:00
T2 5.00 20260301001 2026-03-01 10:00:00
T1 5.00 20260301001 2026-03-01 10:00:00
`
	const month = `T3 1.00 20260302001 2026-03-02 10:00:00
T1 5.00 20260301001 2026-03-01 10:00:00
T1 5.00 20260301001 2026-03-01 10:00:00
T1 5.00 20260301001 2026-03-01 10:00:00
T2 5.00 20260301001 2026-03-01 10:00:00
T2 5.00 20260301001 2026-03-01 10:00:01
T2 5.01 20260301001 2026-03-01 10:00:00
T2 5.00 20260301002 2026-03-01 10:00:00
`
	const second = "T2 5.00 20260301001 2026-03-01 10:00:01"
	w := newWorld(t)
	for _, c := range []struct {
		name, text          string
		accepted, duplicate int64
	}{{"day", day, 3, 0}, {"month", month, 5, 3}, {"second", second, 0, 1}, {"day again", day, 0, 3}, {"month again", month, 0, 8}} {
		want := ledger.Counts{Lines: c.accepted + c.duplicate, Accepted: c.accepted, Duplicate: c.duplicate}
		if got := w.intake(ledger.Bills, feedBill(w, c.text)); got != want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, want)
		}
	}
	if got, none := fmt.Sprint(w.night().Totals), fmt.Sprint(ledger.Totals{}); got != none {
		t.Errorf("bills made totals of %s", got)
	}
}

// Two bills in one intake, as members of an archive, count each for itself.
func TestBillsInOneIntake(t *testing.T) {
	w := newWorld(t)
	in, err := w.l.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []ledger.Counts{{Lines: 1, Accepted: 1}, {Lines: 1, Duplicate: 1}} {
		s := ledger.Source{Run: w.run.ID, Account: w.account, Kind: ledger.Bills, Path: fmt.Sprintf("a.zip/%d.csv", i), FirstLine: 1}
		if err := in.Open(s); err != nil {
			t.Fatal(err)
		}
		if err := feedBill(w, "T1 5.00 20260301001 2026-03-01 10:00:00")(in); err != nil {
			t.Fatal(err)
		}
		if s, err = in.Close(s); err != nil {
			t.Fatal(err)
		}
		got := summary(t, in, s)
		if got.Counts != want {
			t.Errorf("member %d: got %+v, want %+v", i, got.Counts, want)
		}
		if at := when(t, "2026-03-01 10:00:00"); !got.First.Equal(at) || !got.Last.Equal(at) {
			t.Errorf("member %d: from %v to %v, want %v", i, got.First, got.Last, at)
		}
	}
	if err := in.Commit(); err != nil {
		t.Fatal(err)
	}
}

// A bill that is refused at its end leaves nothing: neither its refunds nor its
// period, so that the same bill in order is read as if it had come first.
func TestRefusedBillLeavesNothing(t *testing.T) {
	w := newWorld(t)
	in, err := w.l.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s := ledger.Source{Run: w.run.ID, Account: w.account, Kind: ledger.Bills, Path: "a.csv", FirstLine: 1}
	const text = "T1 5.00 20260301001 2026-03-01 10:00:00"
	err = errors.Join(in.Open(s), in.BillPeriod(when(t, "2026-03-01 00:00:00"), when(t, "2026-03-03 00:00:00")), feedBill(w, text)(in))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Close(s); err != nil {
		t.Fatal(err)
	}
	if err := in.Rollback(); err != nil {
		t.Fatal(err)
	}
	w.tell("notify n1 20260302001 2026-03-02 02:00:00 1 T2^5.00^SUCCESS")
	run := w.night()
	for _, code := range []string{"BILL_MISSING", "BILL_UNKNOWN"} {
		if got := w.findings(run, code); len(got) > 0 {
			t.Errorf("%s: %q, want none", code, got)
		}
	}
	if got := w.intake(ledger.Bills, feedBill(w, text)); got.Accepted != 1 {
		t.Errorf("got %+v, want 1 accepted", got)
	}
}

func TestBillPeriodIsNotEmpty(t *testing.T) {
	w := newWorld(t)
	from := when(t, "2026-03-01 00:00:00")
	for _, until := range []time.Time{from, from.Add(-time.Second)} {
		w.intake(ledger.Bills, func(in *ledger.Intake) error {
			err := in.BillPeriod(from, until)
			if want := "record period of bill bills/"; err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("a bill from %v until %v: %v, want %s…", from, until, err, want)
			}
			return nil
		})
	}
}

// The evidence of a bill's finding are the result, the request and the bill.
func TestBillEvidence(t *testing.T) {
	w := newWorld(t)
	w.tell(`request 20260301001 2026-03-01 09:00:00 T1^5.00^x
notify n1 20260301001 2026-03-01 10:00:00 0 T1^5.00^SYSTEM_ERROR
bill 2026-03-01 09:59:58 T2^1.00^20260301002#T1^5.00^20260301001`)
	for f, err := range w.l.Findings(context.Background(), w.night().ID) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Code != "BILL_CONTRADICTS" {
			continue
		}
		if got, want := fmt.Sprint(f.Evidence), "[{requests/1 1} {notify/2 1} {bills/3 2}]"; got != want {
			t.Errorf("evidence %s, want %s", got, want)
		}
		return
	}
	t.Error("no BILL_CONTRADICTS")
}

// explain shows a bill's refunds in their order of time.
func TestExplainBill(t *testing.T) {
	w := newWorld(t)
	w.tell(`notify n1 20260301001 2026-03-01 10:00:00 1 T1^5.00^SUCCESS
bill 2026-03-01 09:59:58 T1^5.00^20260301001#T2^1.00^20260301001#T1^5.00^20260301001`)
	w.night()
	events, err := w.l.Explain(context.Background(), w.account, trades("T1"), "nightly")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		if e.Kind != ledger.EventFinding {
			got = append(got, fmt.Sprintf("%s %s %s %s %d %s:%d", e.At.Format(alipay.TimeLayout), e.Kind, e.BatchNo, e.Amount, e.Occurrence, e.Place.File, e.Place.Line))
		}
	}
	want := []string{
		"2026-03-01 09:59:58 bill 20260301001 5.00 1 bills/2:1",
		"2026-03-01 09:59:58 bill 20260301001 5.00 2 bills/2:3",
		"2026-03-01 10:00:00 result 20260301001 5.00 1 notify/1:1",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
