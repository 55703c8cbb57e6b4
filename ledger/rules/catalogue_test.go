package rules_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/ledger/rules"
)

// whole is a rule as its file holds it.
const whole = `-- code: OVER
-- severity: error
-- subject: trade
-- when: it is over
-- zh: 超出
-- says: {amount} over
-- says-zh: 超出 {amount}
-- values: money
-- looks: trade
-- since: payment
-- ends: succeeded, dismiss
-- section: contract 4.1
-- $1 account_id
SELECT 1
`

// The head of a rule names the acts that end its findings.
func TestEnds(t *testing.T) {
	r, err := rules.Parse(whole)
	if want := []string{"succeeded", "dismiss"}; err != nil || !slices.Equal(r.Acts, want) {
		t.Errorf("acts %q, %v, want %q", r.Acts, err, want)
	}
	for _, ends := range []string{"", "-- ends: forget\n", "-- ends: dismiss,undo\n", "-- ends: undo, undo\n", "-- ends: \n", "-- ends: undo\n-- ends: void\n"} {
		text := strings.Replace(whole, "-- ends: succeeded, dismiss\n", ends, 1)
		if r, err := rules.Parse(text); err == nil || !strings.HasPrefix(err.Error(), "head: ") {
			t.Errorf("%q reads as %q, %v, want an error about the head", ends, r.Acts, err)
		}
	}
}
