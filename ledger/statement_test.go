package ledger_test

import (
	"testing"

	"reconcile/ledger"
)

// What is no act is told apart without memory: it is asked for every result.
func TestNoActTakesNoMemory(t *testing.T) {
	got := testing.AllocsPerRun(10, func() {
		if _, ok := ledger.ActOf("642d77b89087c2c1b898880f2ab8321fk0"); ok {
			t.Error("a notification is an act")
		}
		if _, ok := ledger.ActPath("logs/notify.log"); ok {
			t.Error("a file is an act")
		}
	})
	if got != 0 {
		t.Errorf("allocations = %v, want none", got)
	}
}
