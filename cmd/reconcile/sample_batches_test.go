package main

import (
	"bytes"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestSecondNightKnowsEveryBatch asks that the books do not deny a batch that the workbook
// of the second night leaves out: it is settled, and nothing about it has changed.
func TestSecondNightKnowsEveryBatch(t *testing.T) {
	copySample(t)
	runSample(t, clock(15, 2, 30))
	runSample(t, clock(16, 2, 30))
	for _, args := range [][]string{{"batch", "show", "20261101103650"}, {"batch", "list"}} {
		var stdout, stderr bytes.Buffer
		status := runAt(t.Context(), clock(16, 9, 0), args, &stdout, &stderr)
		if status != exit.Done || !strings.Contains(stdout.String(), "20261101103650  captured  settled") {
			t.Errorf("%s ended with %d and does not show the batch:\n%s%s", strings.Join(args, " "), status, &stdout, &stderr)
		}
	}
}
