package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"reconcile/ledger"
)

// TestAnnouncements asks that the books give back what was recorded, in order,
// for one job or all, with the nights that began no run.
func TestAnnouncements(t *testing.T) {
	w := newWorld(t)
	at := when(t, "2026-03-07 02:31:00")
	all := []ledger.Announcement{
		{Run: w.run.ID, Job: "nightly", Stage: ledger.StageStart, At: at, Target: "ping hc.example.com", Attempts: 1},
		{Run: w.run.ID, Job: "nightly", Stage: ledger.StageEnd, At: at, Target: "webhook 例.example.com", Attempts: 4, Failure: "it answers 503"},
		{Job: "weekly", Stage: ledger.StageEnd, At: at, Target: "mail smtp.example.com", Attempts: 1},
	}
	for _, a := range all {
		if err := w.l.Announced(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	for job, want := range map[string][]ledger.Announcement{"": all, "nightly": all[:2], "weekly": all[2:], "other": nil} {
		var got []ledger.Announcement
		for a, err := range w.l.Announcements(context.Background(), job) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, a)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Announcements(%q) = %v, want %v", job, got, want)
		}
	}
	if err := w.l.Announced(context.Background(), ledger.Announcement{Run: 99, Job: "nightly", Stage: ledger.StageEnd, At: at}); err == nil {
		t.Error("an announcement of a run that is not there was recorded")
	}
}

// TestInFlight asks for the lines that have no result and are not void.
func TestInFlight(t *testing.T) {
	for _, c := range []struct{ story, want string }{
		{"", "0 0.00"},
		{"order T1 5.00\nrequest 20260301000001 2026-03-01 10:00:00 T1^2.00^r", "1 2.00"},
		{"order T1 5.00\norder T2 5.00\nrequest 20260301000001 2026-03-01 10:00:00 T1^2.00^r#T2^1.50^r\nnotify a 20260301000001 2026-03-01 11:00:00 1 T1^2.00^SUCCESS", "1 1.50"},
		{"order T1 5.00\nrequest 20260301000001 2026-03-01 10:00:00 T1^2.00^r\nrequest 20260301000002 2026-03-01 10:00:00 T1^1.00^r", "2 3.00"},
		{"order T1 5.00\nrequest 20260301000001 2026-03-01 10:00:00 T1^2.00^r\nvoid 20260301000001 2026-03-03 10:00:00", "0 0.00"},
		{"order T1 5.00\nrequest 20260301000001 2026-03-01 10:00:00 T1^2.00^r\nnotify a 20260301000001 2026-03-01 11:00:00 0 T1^2.00^SELLER_BALANCE_NOT_ENOUGH", "0 0.00"},
	} {
		w := newWorld(t)
		w.tell(c.story)
		batches, amount, err := w.l.InFlight(context.Background(), w.account)
		if got := fmt.Sprint(batches, amount); err != nil || got != c.want {
			t.Errorf("InFlight after %q = %s, %v, want %s", c.story, got, err, c.want)
		}
	}
}
