package ledger_test

import (
	"context"
	"slices"
	"testing"

	"reconcile/ledger"
)

// Each result has the notify_id of its own notification, whether those of its trade are held
// in memory or are too many.
func TestResultsNameTheirNotification(t *testing.T) {
	w := newWorld(t)
	w.tell(`notify n9 20260301001 2026-03-01 10:00:00 2 T1^1.00^SUCCESS#T1^2.00^SUCCESS
notify n2 20260301001 2026-03-01 11:00:00 2 T1^1.00^SUCCESS#T2^1.00^SUCCESS
notify n5 20260301002 2026-03-01 11:00:00 1 T1^1.00^SUCCESS
answer a 20260301003^T1^1.00^SUCCESS`)
	run := w.night()
	for _, most := range []int{0, 1, 10} {
		var got []string
		for r, err := range ledger.ResultsKeeping(context.Background(), w.l, run, most) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r.NotifyID)
		}
		if want := []string{"n2", "n9", "n5", "answer:", "n2"}; len(got) != len(want) || !slices.Equal(slices.Delete(got, 3, 4), slices.Delete(want, 3, 4)) {
			t.Errorf("with %d held, results are of %q, want %q", most, got, want)
		}
	}
}

// Of results that were sent and notified at once, that of the greatest notify_id is the last.
func TestLastResultOfATrade(t *testing.T) {
	w := newWorld(t)
	w.tell(`notify n3 20260301001 2026-03-01 10:00:00 0 T1^1.00^SELLER_BALANCE_NOT_ENOUGH
notify n2 20260301002 2026-03-01 10:00:00 0 T1^2.00^SYSTEM_ERROR#T2^1.00^SYSTEM_ERROR#T2^2.00^TRADE_HAS_CLOSED
notify n4 20260301001 2026-03-01 09:00:00 0 T3^1.00^SYSTEM_ERROR
notify n1 20260301003 2026-03-01 10:00:00 0 T3^2.00^TRADE_HAS_CLOSED`)
	run := w.night()
	for _, scope := range []ledger.Scope{ledger.ScopeAll, ledger.ScopeOpen} {
		run.Policy.Header.Scope = scope
		var got []string
		for trade, err := range w.l.Trades(context.Background(), run) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, trade.LastCode)
		}
		if want := []string{"SELLER_BALANCE_NOT_ENOUGH", "TRADE_HAS_CLOSED", "TRADE_HAS_CLOSED"}; !slices.Equal(got, want) {
			t.Errorf("scope %s: last results are %q, want %q", scope, got, want)
		}
	}
}

// The trades of a notification stand as Go or the engine writes an array.
func TestTextsOf(t *testing.T) {
	for array, want := range map[string][]string{
		`["2016"]`: {"2016"}, `["1","2"]`: {"1", "2"}, `["1", "2"]`: {"1", "2"}, `["a\"b","c"]`: {`a"b`, "c"}, `[]`: {}, `["a,b"]`: {"a,b"},
	} {
		if got, err := ledger.TextsOf(array); err != nil || !slices.Equal(got, want) {
			t.Errorf("TextsOf(%s) = %q, %v, want %q", array, got, err, want)
		}
	}
	if _, err := ledger.TextsOf(`["a"`); err == nil {
		t.Error("half an array is read")
	}
}
