package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
	"reconcile/reports"
)

const tieOut = "勾稽 Tie-out"

// Whatever no longer adds up is unequal in the rows that compare it, and there
// alone; the cover counts them.
func TestTieOutShowsDifferences(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*books, *reports.Report)
		want  string
	}{
		"nothing":          {func(*books, *reports.Report) {}, ""},
		"a trade":          {func(b *books, _ *reports.Report) { b.trades[0].Refunded = yuan(t, "1239.57") }, "已退金额 refunded amount: 明细 Results / 交易 Trades -0.01"},
		"a day":            {func(b *books, _ *reports.Report) { b.days[0].Refunded = yuan(t, "1234.55") }, "已退金额 refunded amount: 明细 Results / 按日 days 0.01"},
		"a batch":          {func(b *books, _ *reports.Report) { b.batchRows[0].Refunded = yuan(t, "1") }, "已退金额 refunded amount: 明细 Results / 批次 Batches 1233.56"},
		"a failure":        {func(b *books, _ *reports.Report) { b.batchRows[0].Failed = 0 }, "结果数 results: 明细 Results / 批次 Batches 1"},
		"a code":           {func(b *books, _ *reports.Report) { b.codes[1].Count = 3 }, "结果数 results: 明细 Results / 错误码 Error codes -2"},
		"a request line":   {func(b *books, _ *reports.Report) { b.trades[2].Submitted = 0 }, "请求行数 request lines: 交易 Trades / 控制总数 control total -1"},
		"a control total":  {func(_ *books, r *reports.Report) { r.Run.Totals.Trades = 4 }, "交易数 trades: 交易 Trades / 控制总数 control total -1"},
		"a fee":            {func(b *books, _ *reports.Report) { b.results[0].FeeCode = "" }, "已退手续费 fees returned: 明细 Results / 控制总数 control total -0.01; 已退手续费 fees returned: 明细 Results / 按日 days -0.01; 未退手续费 fees failed: 明细 Results / 控制总数 control total 0.01; 未退手续费 fees failed: 明细 Results / 按日 days 0.01"},
		"a day's count":    {func(b *books, _ *reports.Report) { b.dayCounts[1].Notifications = 3 }, "通知数 notifications: 覆盖 Coverage / 控制总数 control total 1"},
		"an issued line":   {func(b *books, _ *reports.Report) { b.dayCounts = b.dayCounts[:3] }, "请求行数 request lines: 覆盖 Coverage / 控制总数+本次出单 control total + issued by this run -1"},
		"a line of a file": {func(b *books, _ *reports.Report) { b.files[1].Ignored = 3 }, "orders/订单-0.csv: 行数 lines / 四类合计 sum of the four classes -1"},
		"a finding before": {func(b *books, _ *reports.Report) { b.previous[0].Open = 2 }, "异常 findings MISSING_RESULT: 上次未结 closing of run 6 / 期初 opening 1"},
		"an amount before": {func(b *books, _ *reports.Report) { b.previous[1].Amount = yuan(t, "300") }, "金额 amount UNDER_REFUND: 上次未结 closing of run 6 / 期初 opening 1"},
		"the first run":    {func(b *books, _ *reports.Report) { b.previous, b.tallies = nil, b.tallies[:2] }, "异常 findings MISSING_RESULT: 首次运行，无上期 first run: nothing before it / 期初 opening -1; 金额 amount MISSING_RESULT: 首次运行，无上期 first run: nothing before it / 期初 opening -0.1; 异常行数 rows of findings: 未结合计 open, all codes / 异常 Findings -1"},
		"a change":         {func(b *books, _ *reports.Report) { b.tallies[2].ChangedAmount = yuan(t, "0") }, "金额 amount UNDER_REFUND: 期初+新增−已结+变动 opening + new − closed + changed / 未结 open 4"},
		"a finding's sum":  {func(b *books, _ *reports.Report) { b.findings[0].Amount = ref(yuan(t, "4.99")) }, "金额 amount OVER_REFUND: 未结 open / 异常 Findings 0.01"},
	} {
		b, r := sample(t), report(t)
		c.spoil(b, &r)
		f := openWorkbook(t, write(t, b, r))
		got := unequal(t, f)
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s spoilt: unequal = %s, want %s", name, strings.Join(got, "; "), c.want)
		}
		says := strings.Contains(dump(t, f), fmt.Sprintf("勾稽 Tie-out | ✓ %d equal", 44-len(got)))
		if name != "the first run" && !says {
			t.Errorf("%s spoilt: the cover does not say that %d are equal", name, 44-len(got))
		}
	}
}

// unequal lists the rows of the tie-out that are not equal.
func unequal(t *testing.T, f *excelize.File) (list []string) {
	t.Helper()
	rows, err := f.GetRows(tieOut, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if (r[6] == "✓") != (r[5] == "0") {
			t.Errorf("%s: %s of a difference of %s", r[0], r[6], r[5])
		}
		if r[6] != "✓" {
			list = append(list, r[0]+": "+r[1]+" / "+r[3]+" "+r[5])
		}
	}
	return list
}

// An inequality that a finding explains names it and leads to it; one that none
// explains doesn't.
func TestTieOutExplains(t *testing.T) {
	b := sample(t)
	b.batchRows[0].Stated, b.batchRows[1].Stated = 3, 2
	b.findings = append(b.findings, ledger.Finding{ID: "4a1b2c3d4e5f", Code: "SUCCESS_NUM_MISMATCH", Severity: ledger.Error, Status: ledger.StatusNew, BatchNo: b.batchRows[0].BatchNo, NotifyID: "n-1", FirstRun: 7, FirstAt: at(t, "2026-03-07 02:30:00")})
	f := openWorkbook(t, write(t, b, report(t)))
	for row, want := range map[string]string{
		"27": "success_num 声明与实计 stated and counted ✗ see the batches below",
		"28": "success_num 20260301000001 ✗ SUCCESS_NUM_MISMATCH",
		"29": "success_num 20260304000019 ✗ ",
	} {
		if got := raw(t, f, tieOut, "A"+row) + " " + raw(t, f, tieOut, "G"+row) + " " + raw(t, f, tieOut, "H"+row); got != want {
			t.Errorf("row %s = %s, want %s", row, got, want)
		}
	}
	if linked, to, err := f.GetCellHyperLink(tieOut, "H28"); err != nil || !linked || to != "'异常 Findings'!A5" {
		t.Errorf("the note leads to %q, %v, want the finding", to, err)
	}
}

// A code rolls forward where it occurs; one that was never there has no row.
func TestTieOutRollsForward(t *testing.T) {
	b := sample(t)
	b.tallies = append(b.tallies,
		ledger.Tally{Code: "UNMATCHED_BATCH", Severity: ledger.Error},
		ledger.Tally{Code: "REFUND_FAILED", Severity: ledger.Error, Opening: 1, Closed: 1})
	rows := dump(t, openWorkbook(t, write(t, b, report(t))))
	for code, want := range map[string]bool{"OVER_REFUND": true, "REFUND_FAILED": true, "UNMATCHED_BATCH": false} {
		if got := strings.Contains(rows, "异常 findings "+code+" |"); got != want {
			t.Errorf("a row of %s: %v, want %v", code, got, want)
		}
	}
}
