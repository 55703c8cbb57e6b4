package ledger_test

import (
	"context"
	"errors"
	"testing"

	"reconcile/ledger"
)

// honestStatements are what people may do after the last run of unsealed, by name.
func honestStatements(run ledger.Run, p ledger.Proposal, f ledger.Finding) map[string]func(*world) error {
	return map[string]func(*world) error{
		"approve": func(w *world) error { return w.approve("Zhao", p) },
		"release": func(w *world) error {
			_, err := w.release(p.ID)
			return err
		},
		"say": func(w *world) error {
			_, err := w.says("elsewhere", []string{trades("T3"), "0.20", "2026-03-07", "10:00:00"}, "Zhao")
			return err
		},
		"review": func(w *world) error {
			rows := []ledger.ReviewRow{{Line: 2, ID: f.ID, Amount: f.Amount.String(), Decision: "explained", Comment: "a gift"}}
			_, err := w.l.Review(context.Background(), w.policy, ledger.ReviewCopy{Run: run, Person: "Zhao", Findings: rows}, w.asOf)
			return err
		},
		"take in": func(w *world) error {
			acts := []ledger.JournalAct{{Act: ledger.ActElsewhere, Partner: partner, TradeNo: trades("T3"), Amount: "0.30", Person: "Zhao", Evidence: "slip", SaidAt: 1}}
			_, err := w.l.TakeInActs(context.Background(), w.account, acts)
			return err
		},
	}
}

// unsealed is a world in which people have spoken since its last run.
func unsealed(t *testing.T) (*world, map[string]func(*world) error) {
	w, _ := manual(t, 1)
	w.tell("order T3 5.00 due 5.00\nrequest 20260301001 2026-03-01 10:00:00 T3^1.00^x\nrequest 20260301002 2026-03-01 10:00:00 T4^6.00^x\n" +
		"order T4 10.00 due 4.00\nnotify n1 20260301002 2026-03-01 10:00:00 1 T4^6.00^SUCCESS")
	run := w.night()
	all, err := w.l.Proposals(context.Background(), run)
	if err != nil || len(all) != 1 {
		t.Fatalf("proposals %+v, %v", all, err)
	}
	if err := w.approve("Li", all[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.says("elsewhere", []string{trades("T3"), "0.10", "2026-03-07", "09:00:00"}, "Li"); err != nil {
		t.Fatal(err)
	}
	return w, honestStatements(run, all[0], findingOf(w, run, "REFUND_EXCEEDS_DUE"))
}

// Who alters what people said since the last run cannot wait for an honest statement to
// put a new digest over it: every kind is refused, and verify goes on to tell of it.
func TestNoStatementSealsAnAlteration(t *testing.T) {
	w, statements := unsealed(t)
	for name, state := range statements {
		for _, alteration := range []string{"", "UPDATE act SET evidence = 'another'", "DELETE FROM act", "UPDATE approval SET person = 'Wang'"} {
			t.Run(name+"/"+alteration, func(t *testing.T) {
				path := copyOf(t, w.path)
				if alteration != "" {
					alter(t, path, alteration)
				}
				of, stop := openWorld(t, path)
				of.policy, of.asOf = w.policy, w.asOf
				err := state(of)
				stop()
				if errors.Is(err, ledger.ErrDamaged) != (alteration != "") || alteration == "" && err != nil {
					t.Errorf("%v", err)
				}
				if found := discrepancies(t, copyOf(t, path)); (len(found) > 0) != (alteration != "") {
					t.Errorf("verify finds %+v", found)
				}
			})
		}
	}
}
