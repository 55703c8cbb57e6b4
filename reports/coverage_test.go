package reports_test

import (
	"strings"
	"testing"

	"reconcile/ledger"
)

const coverage = "覆盖 Coverage"

// The calendar has a row a day. Days before it are one row, and so are many days in a row
// on which nothing came; days that the run did not ask about stand where they belong.
func TestCoverageByDay(t *testing.T) {
	b := sample(t)
	b.covers = []ledger.Cover{
		{From: 20251001, Until: 20251031, Why: ledger.BeforeStatement},
		{From: 20251101, Until: 20260306, Submissions: true, Covered: true},
		{From: 20260307, Until: 20260307, Why: ledger.UnknownBatch, What: "20260307000005"},
		{From: 20260309, Until: 20260309, Why: ledger.UnknownRefund, What: tradeB},
	}
	b.dayCounts = []ledger.DayCount{
		{Day: 20250901, Notifications: 1}, {Day: 20250903, RequestLines: 1}, {Day: 20251002, RequestLines: 1},
		{Day: 20260305, Notifications: 3, RequestLines: 3}, {Day: 20260308, RequestLines: 1},
	}
	rows, err := openWorkbook(t, write(t, b, report(t))).GetRows(coverage)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+1+31+1+1+1+1+1+1 {
		t.Errorf("%d rows", len(rows))
	}
	var got []string
	for _, r := range rows {
		if r[0] != r[1] && r[0] != "起 From day" || r[5] != "0" || r[6] != "0" || r[7] == "✗" && r[0] >= "2026" {
			got = append(got, strings.Join(append(r[:2:2], r[3:]...), "|"))
		}
	}
	want := `起 From day|止 To day|账单 Bill|提交 Submissions|通知 Notifications|请求行 Lines|有据 Covered|说明 Why
…|2025-09-30|✗|✗|1|1|✗|no bill and no statement reaches back so far
2025-10-02|2025-10-02|✗|✗|0|1|✗|no bill, and before complete_since
2025-11-01|2026-03-04|✗|✓|0|0|✓|complete_since: all refunds are submitted here or in requests
2026-03-05|2026-03-05|✗|✓|3|3|✓|complete_since: all refunds are submitted here or in requests
2026-03-07|2026-03-07|✗|✗|0|0|✗|batch 20260307000005 was notified and no request has it: something submits that is not captured
2026-03-08|2026-03-08|–|–|0|1|–|the run did not ask: after its as-of day
2026-03-09|2026-03-09|✗|✗|0|0|✗|a bill shows a refund of trade 2026022155667788 that no request and no result has`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("coverage:\n%s\nwant\n%s", text, want)
	}
}
