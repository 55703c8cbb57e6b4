package ledger_test

import (
	"testing"

	"reconcile/ledger"
)

// A run ends by its findings at each level, with incomplete input winning.
func TestOutcome(t *testing.T) {
	open := func(severities ...ledger.Severity) []ledger.Tally {
		var tallies []ledger.Tally
		for _, s := range severities {
			tallies = append(tallies, ledger.Tally{Severity: s, Open: 1})
		}
		return tallies
	}
	closed := []ledger.Tally{{Severity: ledger.Critical, Opening: 1, Closed: 1}}
	accepted := []ledger.Tally{{Severity: ledger.Critical, Open: 2, Accepted: 2}}
	for _, c := range []struct {
		failOn     ledger.Severity
		tallies    []ledger.Tally
		incomplete bool
		want       ledger.Outcome
	}{
		{ledger.Error, nil, false, ledger.Clean},
		{ledger.Error, closed, false, ledger.Clean},
		{ledger.Error, accepted, false, ledger.Clean},
		{ledger.Error, open(ledger.Warning), false, ledger.Clean},
		{ledger.Error, open(ledger.Warning, ledger.Error), false, ledger.Findings},
		{ledger.Error, open(ledger.Critical), false, ledger.Findings},
		{ledger.Critical, open(ledger.Error), false, ledger.Clean},
		{ledger.Critical, open(ledger.Critical), false, ledger.Findings},
		{ledger.Warning, open(ledger.Warning), false, ledger.Findings},
		{"", open(ledger.Critical), false, ledger.Clean},
		{"", nil, true, ledger.Incomplete},
		{ledger.Error, open(ledger.Critical), true, ledger.Incomplete},
	} {
		in := ledger.RunInput{FailOn: c.failOn}
		if c.incomplete {
			in.Gaps = []string{"in/*.log"}
		}
		if got := ledger.OutcomeOf(in, c.tallies); got != c.want {
			t.Errorf("failing on %q, %+v, incomplete %v: %d, want %d", c.failOn, c.tallies, c.incomplete, got, c.want)
		}
	}
}
