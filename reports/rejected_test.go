package reports_test

import (
	"testing"

	"reconcile/ledger"
	"reconcile/reports"
)

// Rejected lines are spoken of in one way, and how the run becomes whole again is said
// with the folders in question.
func TestRejected(t *testing.T) {
	file := func(kind ledger.Kind, path string, rejected int64) ledger.RunFile {
		return ledger.RunFile{Path: path, Kind: kind, Counts: ledger.Counts{Rejected: rejected}}
	}
	for _, c := range []struct {
		files     []ledger.RunFile
		language  string
		say, mend string
	}{
		{},
		{files: []ledger.RunFile{file(ledger.Notify, "notify/a.log", 1), file(ledger.Orders, "orders/a.csv", 0)}, say: "1 rejected notification (is a finding)"},
		{
			files: []ledger.RunFile{file(ledger.Requests, "requests/a.log", 1), file(ledger.Notify, "notify/a.log", 3), file(ledger.Orders, "orders/b.csv", 1), file(ledger.Orders, "orders/a.csv", 1)},
			say:   "3 rejected rows of exports and requests (make the run incomplete); 3 rejected notifications (are findings)",
			mend:  "mend the row, or move the file out of orders/, requests/: its other rows stay in the books",
		},
		{
			files:    []ledger.RunFile{file(ledger.Orders, "orders/b.csv", 1), file(ledger.Notify, "notify/a.log", 3)},
			language: "zh",
			say:      "导出与请求中有 1 行被拒（致使运行不完整）；3 条通知被拒（列为异常）",
			mend:     "请更正该行，或将文件移出 orders/：其余各行仍保留在账中",
		},
		{
			files: []ledger.RunFile{file(ledger.Bills, "e/1", 1), file(ledger.Bills, "d/1", 1), file(ledger.Bills, "c/1", 1), file(ledger.Bills, "b/1", 1)},
			say:   "4 rejected rows of exports and requests (make the run incomplete)",
			mend:  "mend the row, or move the file out of b/, c/, d/, …: its other rows stay in the books",
		},
	} {
		r := reports.RejectedOf(c.files)
		if got := r.Say(c.language); got != c.say {
			t.Errorf("%+v says %q, want %q", r, got, c.say)
		}
		if got := r.Mend(c.language); got != c.mend {
			t.Errorf("%+v is mended by %q, want %q", r, got, c.mend)
		}
	}
}
