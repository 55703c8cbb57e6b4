package main

import (
	"bytes"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// TestSecondNightKnowsEveryBatch asks that the books do not deny a batch that the workbook
// of the second night leaves out: it is settled, and nothing about it has changed.
func TestSecondNightKnowsEveryBatch(t *testing.T) {
	copySample(t)
	runSample(t, ".", clock(15, 2, 30))
	runSample(t, ".", clock(16, 2, 30))
	for _, args := range [][]string{{"batch", "show", "20261101103650"}, {"batch", "list"}} {
		var stdout, stderr bytes.Buffer
		status := runAt(t.Context(), clock(16, 9, 0), args, &stdout, &stderr)
		if status != exit.Done || !strings.Contains(stdout.String(), "20261101103650  captured  settled") {
			t.Errorf("%s ended with %d and does not show the batch:\n%s%s", strings.Join(args, " "), status, &stdout, &stderr)
		}
	}
}

// TestSampleBatches asks that the sample's submissions are such as Alipay takes: each trade
// once a batch, but for the one whose answer names a trade twice, and none more often than
// Alipay refunds a trade, but for the last visit of the ticket.
func TestSampleBatches(t *testing.T) {
	s := newShop(t)
	s.trade()
	s.tell()
	s.work()
	s.tellBatches()
	double, often := 0, map[string]int{}
	for _, l := range s.sent {
		r, err := alipay.ParseRequest(l.body, alipay.GBK)
		if err != nil {
			continue // it stands among the unread
		}
		trades := map[string]bool{}
		for _, line := range r.Lines {
			trades[line.TradeNo] = true
			often[line.TradeNo]++
		}
		if len(trades) < len(r.Lines) {
			double++
		}
	}
	if double != 1 {
		t.Errorf("%d batches hold a trade twice, want 1", double)
	}
	if often[s.ticket] != mostRefunds+1 {
		t.Errorf("the ticket was submitted %d times, want %d", often[s.ticket], mostRefunds+1)
	}
	for trade, n := range often {
		if n > mostRefunds && trade != s.ticket {
			t.Errorf("%s was submitted %d times", trade, n)
		}
	}
}
