package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// What people check a batch by comes with its lines: what is owed, which code a failed
// refund had, the order number of the newest export; and its place in the run.
func TestBatchLines(t *testing.T) {
	w := newWorld(t)
	w.policy.MaxLines = 2
	w.tell(`
order T1 10.00 due 6.00
request 20260305001 2026-03-05 10:00:00 T2^5.00^x#T3^4.00^x
notify n1 20260305001 2026-03-05 11:00:00 0 T2^5.00^SELLER_BALANCE_NOT_ENOUGH#T3^4.00^SELLER_BALANCE_NOT_ENOUGH
order T2 10.00 due 5.00
order T3 10.00
`)
	for _, order := range []string{"S-1", "S-2"} {
		o := ledger.Order{TradeNo: trades("T1"), OutTradeNo: order, Paid: yuan(t, "10.00")}
		due := yuan(t, "6.00")
		o.Due = &due
		w.intake(ledger.Orders, func(in *ledger.Intake) error { return in.Order(1, o) })
	}
	want := trades("1 of 2: T1 6.00 due 6.00  S-2; T2 5.00 due 5.00 SELLER_BALANCE_NOT_ENOUGH \n2 of 2: T3 4.00 due ? SELLER_BALANCE_NOT_ENOUGH ")
	batches, err := w.l.Batches(t.Context(), w.night().ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(batchLines(batches), "\n"); got != want {
		t.Errorf("batches\n%s\nwant\n%s", got, want)
	}
}

// batchLines has a line for each batch: what its page shows.
func batchLines(batches []ledger.Batch) (all []string) {
	for _, b := range batches {
		var lines []string
		for _, l := range b.Lines {
			due := "?"
			if l.Due != nil {
				due = l.Due.String()
			}
			lines = append(lines, fmt.Sprintf("%s %s due %s %s %s", l.TradeNo, l.Amount, due, l.Code, l.OutTradeNo))
		}
		all = append(all, fmt.Sprintf("%d of %d: %s", b.Seq, b.Of, strings.Join(lines, "; ")))
	}
	return all
}

// A batch that people released carries who they are, and what its proposal said.
func TestReleasedBatch(t *testing.T) {
	w, p := manual(t, 2)
	for _, person := range []string{"Li", "Chen"} {
		if err := w.approve(person, p); err != nil {
			t.Fatal(err)
		}
	}
	number, err := w.release(p.ID)
	if err != nil {
		t.Fatal(err)
	}
	last, _, err := w.l.LastRun(t.Context(), "nightly")
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.l.ReleasedBatch(t.Context(), last, number)
	if err != nil {
		t.Fatal(err)
	}
	var people []string
	for _, a := range b.Approvals {
		people = append(people, a.Person)
	}
	if strings.Join(people, " ") != "Chen Li" || b.Released != "Wang" || b.Seq != 1 || b.Of != 1 || len(b.Lines) != 2 || b.Total.Cmp(alipay.Fen(500)) != 0 {
		t.Errorf("released %+v", b)
	}
}
