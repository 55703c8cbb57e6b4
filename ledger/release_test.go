package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// Each transition of a batch's life that is in the table is taken, each other
// one is refused with a reason.
func TestBatchLife(t *testing.T) {
	states := []ledger.BatchState{ledger.ProposedState, ledger.Emitted, ledger.Overdue, ledger.Settled, ledger.Void, ledger.Unknown}
	events := []ledger.BatchEvent{ledger.Approving, ledger.Releasing, ledger.Answering, ledger.Lapsing, ledger.Voiding}
	want := map[ledger.BatchState]map[ledger.BatchEvent]ledger.BatchState{
		ledger.ProposedState: {ledger.Approving: ledger.ProposedState, ledger.Releasing: ledger.Emitted},
		ledger.Emitted:       {ledger.Answering: ledger.Settled, ledger.Lapsing: ledger.Overdue, ledger.Voiding: ledger.Void},
		ledger.Overdue:       {ledger.Answering: ledger.Settled, ledger.Voiding: ledger.Void},
		ledger.Void:          {ledger.Answering: ledger.Void},
	}
	for _, s := range states {
		for _, e := range events {
			next, err := s.After(e)
			if to, ok := want[s][e]; ok {
				if err != nil || next != to {
					t.Errorf("%s after %s = %s, %v; want %s", s, e, next, err, to)
				}
				continue
			}
			if !errors.Is(err, ledger.ErrNotNow) || next != s {
				t.Errorf("%s after %s = %s, %v; want it refused", s, e, next, err)
			}
		}
	}
}

// manual is a world with one proposal of two lines, P1-1.
func manual(t *testing.T, approvals int) (*world, ledger.Proposal) {
	w := newWorld(t)
	w.policy.Manual, w.policy.Approvals, w.policy.Unsigned = true, approvals, "release is manual"
	w.tell(`
order T1 5.00 due 2.00
order T2 5.00 due 3.00
`)
	all, err := w.l.Proposals(context.Background(), w.night())
	if err != nil || len(all) != 1 || all[0].ID != "P1-1" || all[0].Total.String() != "5.00" {
		t.Fatalf("proposals %+v, %v: want P1-1 over 5.00", all, err)
	}
	return w, all[0]
}

func (w *world) approve(person string, p ledger.Proposal) error {
	_, err := w.l.Approve(context.Background(), "nightly", p.ID, p.Digest, person, w.asOf)
	return err
}

func (w *world) release(id string) (string, error) {
	return w.l.Release(context.Background(), "nightly", id, "Wang", w.policy, ledger.RunInput{}, w.asOf.Add(7*time.Hour))
}

// A proposal is not in flight; once two people have approved it, it becomes a
// batch of the day of its release, in flight, and is released once.
func TestReleaseNeedsApprovals(t *testing.T) {
	w, p := manual(t, 2)
	if _, err := w.release(p.ID); !errors.Is(err, ledger.ErrUnapproved) {
		t.Errorf("release without approvals: %v", err)
	}
	for _, c := range []struct {
		person string
		want   error
	}{{"Li", nil}, {"Li", ledger.ErrApproved}, {"LI", ledger.ErrApproved}, {"Ｌ. i", ledger.ErrApproved}} {
		if err := w.approve(c.person, p); !errors.Is(err, c.want) {
			t.Errorf("approve by %s: %v, want %v", c.person, err, c.want)
		}
	}
	if _, err := w.release(p.ID); !errors.Is(err, ledger.ErrUnapproved) {
		t.Errorf("release with one approval of two: %v", err)
	}
	if err := w.approve("Chen", p); err != nil {
		t.Fatal(err)
	}
	no, err := w.release(p.ID)
	if err != nil || no != "20260307900001" {
		t.Fatalf("release = %q, %v", no, err)
	}
	b, ok, err := w.l.Batch(context.Background(), w.account, no)
	if err != nil || !ok || b.Params.Get("sign") == "" || b.At.Format(alipay.TimeLayout) != "2026-03-07 09:30:00" {
		t.Errorf("batch %+v, %v, %v: want it signed, of the moment of its release", b, ok, err)
	}
	if _, err := w.release(p.ID); !errors.Is(err, ledger.ErrNotNow) {
		t.Errorf("release again: %v", err)
	}
	if err := w.approve("Zhao", p); !errors.Is(err, ledger.ErrNotNow) {
		t.Errorf("approve after the release: %v", err)
	}
	pending, err := w.l.UnpublishedReleases(context.Background(), "nightly")
	if err != nil || len(pending) != 1 || pending[0] != no {
		t.Errorf("unpublished %v, %v: want %s", pending, err, no)
	}
	if again, err := w.l.Proposals(context.Background(), w.night()); err != nil || len(again) != 0 {
		t.Errorf("proposals of the next night %+v, %v: want none, they are in flight", again, err)
	}
}

// What comes up again in a later run is read again, even where every line is
// the same.
func TestApprovalsEndWithTheirRun(t *testing.T) {
	w, p := manual(t, 1)
	if err := w.approve("Li", p); err != nil {
		t.Fatal(err)
	}
	again, err := w.l.Proposals(context.Background(), w.night())
	if err != nil || len(again) != 1 || again[0].Digest != p.Digest {
		t.Fatalf("proposals of the next night %+v, %v: want the same lines", again, err)
	}
	if _, err := w.release(again[0].ID); !errors.Is(err, ledger.ErrUnapproved) {
		t.Errorf("release: %v, want %v", err, ledger.ErrUnapproved)
	}
}

func TestApproveIsRefused(t *testing.T) {
	w, p := manual(t, 1)
	other := p
	other.Digest = "00000000"
	if err := w.approve("Li", other); !errors.Is(err, ledger.ErrDigest) {
		t.Errorf("another digest: %v", err)
	}
	other.Digest = p.Digest[:7]
	if err := w.approve("Li", other); !errors.Is(err, ledger.ErrDigest) {
		t.Errorf("seven digits of a digest: %v", err)
	}
	other.ID = "P1-2"
	if err := w.approve("Li", other); !errors.Is(err, ledger.ErrNoProposal) {
		t.Errorf("no such proposal: %v", err)
	}
	w.night()
	if err := w.approve("Li", p); !errors.Is(err, ledger.ErrReplaced) {
		t.Errorf("after the next run: %v", err)
	}
	if _, err := w.release(p.ID); !errors.Is(err, ledger.ErrReplaced) {
		t.Errorf("release after the next run: %v", err)
	}
}

// What came into the books after the run counts at the release.
func TestReleaseChecksAgain(t *testing.T) {
	for name, news := range map[string]string{
		"refunded meanwhile":       "notify n1 20260306001 2026-03-06 10:00:00 1 T1^2.00^SUCCESS",
		"refunded in part":         "notify n1 20260306001 2026-03-06 10:00:00 1 T1^1.00^SUCCESS",
		"in flight meanwhile":      "request 20260307001 2026-03-07 08:00:00 T1^0.50^x",
		"the exports disagree now": "order T1 6.00 due 2.00",
		"a forged notification":    "request 20260305001 2026-03-05 08:00:00 T1^0.50^x\nnotify n1 20260305001 2026-03-05 10:00:00 0 T1^0.50^SELLER_BALANCE_NOT_ENOUGH\nforged n9 20260305001",
	} {
		t.Run(name, func(t *testing.T) {
			w, p := manual(t, 0)
			w.tell(news)
			if no, err := w.release(p.ID); !errors.Is(err, ledger.ErrChanged) {
				t.Errorf("release = %q, %v; want %v", no, err, ledger.ErrChanged)
			}
			if pending, err := w.l.UnpublishedReleases(context.Background(), "nightly"); err != nil || len(pending) != 0 {
				t.Errorf("unpublished %v, %v: want none", pending, err)
			}
		})
	}
}
