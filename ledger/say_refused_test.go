package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"reconcile/ledger"
)

// What the books refuse to take as said, each after the same world: a batch of ours in
// flight for T1, a failed refund of T2 that is final, a notified success of T3.
func TestSayRefuses(t *testing.T) {
	w := newWorld(t)
	w.tell(`period 2026-01-01 00:00:00 2026-03-08 00:00:00
order T1 5.00 due 3.00
order T2 5.00 due 3.00
order T3 5.00 due 1.00
request 20260301001 2026-03-01 09:00:00 T2^3.00^x#T3^1.00^x
notify n1 20260301001 2026-03-01 10:00:00 1 T2^3.00^TRADE_HAS_CLOSED#T3^1.00^SUCCESS
night`)
	const ours, theirs = "20260307900001", "20260301001"
	for _, c := range []struct {
		what string
		want error
		text string
	}{
		{"submitted 20260307900009", ledger.ErrNoBatch, ""},
		{"submitted " + theirs, ledger.ErrNotNow, "not one of this program's"},
		{"submitted " + ours + " SUCCESS", ledger.ErrNotNow, "no error code"},
		{"failed " + ours + " T1 weird", ledger.ErrNotNow, "no error code"},
		{"failed " + ours + " T9 SYSTEM_ERROR", ledger.ErrNoBatch, "no line of the trade"},
		{"failed " + theirs + " T2 SYSTEM_ERROR", ledger.ErrNotNow, "has a result already"},
		{"succeeded " + theirs + " T3", ledger.ErrNotNow, "succeeded already"},
		{"elsewhere T9 1.00", ledger.ErrNoTrade, ""},
		{"elsewhere T1 0.01", ledger.ErrTooMuch, "0.00"}, // all of it is in flight
		{"elsewhere T2 3.01", ledger.ErrTooMuch, "3.00"},
		{"elsewhere T2 0.00", ledger.ErrNotNow, "above zero"},
		{"allow T2 3.01", ledger.ErrTooMuch, "3.00"},
		{"undo A7", ledger.ErrNoAct, ""},
		{"dismiss REFUND_FAILED", ledger.ErrNotNow, "does not end"},
		{"void " + ours, ledger.ErrTooEarly, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			w.t = t
			f := strings.Fields(trades(c.what))
			_, err := w.says(f[0], append(f[1:], "2026-03-07", "10:00:00"), "Li")
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%v, want %v with %q", err, c.want, c.text)
			}
		})
	}
	w.t = t
	for act, err := range w.l.Acts(t.Context(), w.account) {
		t.Errorf("the books took %+v (%v)", act, err)
	}
}

// What may set money free waits for as many people as a batch needs; a person counts once,
// however he spells his name, and where names are listed only these may speak.
func TestSayNeedsPeople(t *testing.T) {
	w := newWorld(t)
	w.policy.Approvals = 2
	w.tell("period 2026-01-01 00:00:00 2026-03-08 00:00:00\norder T1 5.00 due 3.00\nnight")
	failed := func(person string) (ledger.Act, error) {
		f := strings.Fields(trades("20260307900001 T1 SELLER_BALANCE_NOT_ENOUGH 2026-03-07 10:00:00"))
		return w.says("failed", f, person)
	}
	for _, c := range []struct {
		person string
		people []string
		want   error
		state  ledger.ActState
	}{
		{"Li Wei", nil, nil, ledger.ActWaiting},
		{"li  wei", nil, ledger.ErrSaid, ""},
		{"ＬＩ-WEI", nil, ledger.ErrSaid, ""},
		{"…", nil, ledger.ErrPerson, ""},
		{"Wang", []string{"Li Wei", "Wang Fang"}, ledger.ErrPerson, ""},
		{"wang fang", []string{"Li Wei", "Wang Fang"}, ledger.ErrPerson, ""},
		{"Wang Fang", []string{"Li Wei", "Wang Fang"}, nil, ledger.ActInForce},
	} {
		w.policy.People = c.people
		act, err := failed(c.person)
		if !errors.Is(err, c.want) || act.State != c.state {
			t.Errorf("%q: %q, %v, want %q, %v", c.person, act.State, err, c.state, c.want)
		}
		if err == nil && (act.Needed != 2 || act.No != 1 || act.People[0].Person != "Li Wei") {
			t.Errorf("%q: %+v", c.person, act)
		}
	}
	run := w.night()
	if got, want := actCorrections(t, w, run), []string{trades("T1") + " 3.00 issued -"}; strings.Join(got, ",") != strings.Join(want, ",") {
		t.Errorf("corrections %q, want %q", got, want)
	}
	// To undo it frees nothing, so one person may.
	if act, err := w.says("undo", []string{"A1", "2026-03-07", "11:00:00"}, "Li Wei"); err != nil || act.State != ledger.ActInForce {
		t.Errorf("undo: %+v, %v", act, err)
	}
}

// An act that waits has no effect, and an undo that may set money free takes as many people
// as what it undoes saved it from.
func TestUndoNeedsPeople(t *testing.T) {
	w := newWorld(t)
	w.policy.Approvals = 2
	w.tell(`period 2026-01-01 00:00:00 2026-03-08 00:00:00
order T1 5.00 due 3.00
night
succeeded 20260307900001 T1 2026-03-07 10:00:00
night`)
	for _, c := range []struct {
		person string
		state  ledger.ActState // of what is undone
	}{{"Li", ledger.ActInForce}, {"Wang", ledger.ActUndone}} {
		if _, err := w.says("undo", []string{"A1", "2026-03-07", "11:00:00"}, c.person); err != nil {
			t.Fatal(err)
		}
		act, err := w.l.Act(t.Context(), w.account, 1)
		if err != nil || act.State != c.state {
			t.Errorf("after %s it is %q, %v, want %q", c.person, act.State, err, c.state)
		}
		if got := actCorrections(t, w, w.night()); len(got) > 0 { // it succeeded, or is in flight
			t.Errorf("after %s: %q", c.person, got)
		}
	}
}

// A dismissal is of the values that were looked at: with others the finding is open again,
// and may be dismissed again.
func TestDismissAgain(t *testing.T) {
	w := newWorld(t)
	say := func(kind string, f ...string) {
		t.Helper()
		if _, err := w.says(kind, append(f, "2026-03-07", "10:00:00"), "Li"); err != nil {
			t.Fatal(err)
		}
	}
	night := func() ledger.Run {
		run := w.pass()
		w.start()
		return run
	}
	trade := trades("T1")
	w.tell("order T1 5.00 due 3.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^2.00^SUCCESS\nrequest 20260301002 2026-03-01 10:00:00 T1^0.10^x")
	night()
	say("elsewhere", trade, "0.40")
	say("elsewhere", trade, "0.50")
	w.tell("order T1 5.00 due 2.00")
	night()
	say("dismiss", "REFUND_EXCEEDS_DUE/"+trade)
	if open := w.findings(night(), "REFUND_EXCEEDS_DUE"); len(open) != 0 {
		t.Errorf("dismissed, it is open: %q", open)
	}
	say("undo", "A1")
	if open, want := w.findings(night(), "REFUND_EXCEEDS_DUE"), trade+" - - 0.50"; len(open) != 1 || open[0] != want {
		t.Errorf("of another amount: %q, want %s", open, want)
	}
	say("dismiss", "REFUND_EXCEEDS_DUE/"+trade)
	if open := w.findings(night(), "REFUND_EXCEEDS_DUE"); len(open) != 0 {
		t.Errorf("dismissed again, it is open: %q", open)
	}
}
