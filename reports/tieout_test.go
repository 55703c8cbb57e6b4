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
		"an issued line":   {func(b *books, _ *reports.Report) { b.dayCounts = b.dayCounts[:3] }, "请求行数 request lines: 覆盖 Coverage / 控制总数+本次生成 control total + issued by this run -1"},
		"a line of a file": {func(b *books, _ *reports.Report) { b.files[1].Ignored = 3 }, "S02 orders/订单-0.csv: 行数 lines / 四类合计 sum of the four classes -1"},
		"a finding before": {func(b *books, _ *reports.Report) { b.previous[0].Open = 2 }, "逐代码结转 rolled forward, code by code: 相符的代码 codes that agree / 全部代码 all codes -1; 异常 findings: 上次未结 closing of run 6 / 期初 opening 1; MISSING_RESULT findings"},
		"an amount before": {func(b *books, _ *reports.Report) { b.previous[1].Amount = yuan(t, "300") }, "逐代码结转 rolled forward, code by code: 相符的代码 codes that agree / 全部代码 all codes -1; UNDER_REFUND money"},
		"the first run":    {func(b *books, _ *reports.Report) { b.previous, b.tallies = nil, b.tallies[:2] }, "逐代码结转 rolled forward, code by code: 相符的代码 codes that agree / 全部代码 all codes -1; 异常 findings: 异常行数 rows of findings 异常 Findings / 未结合计 open, all codes 1; MISSING_RESULT findings; MISSING_RESULT money"},
		"a change":         {func(b *books, _ *reports.Report) { b.tallies[2].ChangedAmount = yuan(t, "0") }, "逐代码结转 rolled forward, code by code: 相符的代码 codes that agree / 全部代码 all codes -1; UNDER_REFUND money"},
		"a finding's sum":  {func(b *books, _ *reports.Report) { b.findings[0].Amount = ref(yuan(t, "4.99")) }, "逐代码结转 rolled forward, code by code: 相符的代码 codes that agree / 全部代码 all codes -1; OVER_REFUND money"},
	} {
		b, r := sample(t), report(t)
		c.spoil(b, &r)
		f := openWorkbook(t, write(t, b, r))
		got := unequal(t, f)
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s spoilt: unequal = %s, want %s", name, strings.Join(got, "; "), c.want)
		}
		says, bad := "✓ our books agree: all of 31 checks", 0
		for _, row := range got {
			if strings.Contains(row, ": ") {
				bad++
			}
		}
		if bad > 0 {
			says = fmt.Sprintf("✗ our books do not agree: %d of 31 checks fail", bad)
		}
		if name != "the first run" && !strings.Contains(dump(t, f), "勾稽 Tie-out | "+says) {
			t.Errorf("%s spoilt: the cover does not say %s", name, says)
		}
	}
}

// unequal lists the rows of the tie-out that are not equal, which stand before the others, and
// the codes that do not roll forward.
func unequal(t *testing.T, f *excelize.File) (list []string) {
	t.Helper()
	rows, err := f.GetRows(tieOut, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows[1:] {
		if (r[7] == "✓") != (r[6] == "0") {
			t.Errorf("%s: %s of a difference of %s", r[1], r[7], r[6])
		}
		if r[7] == "✓" {
			continue
		}
		if list = append(list, r[1]+": "+r[2]+" / "+r[4]+" "+r[6]); len(list) != i+1 {
			t.Errorf("%s is not equal and stands behind what is", r[1])
		}
	}
	if rows, err = f.GetRows("结转 Roll-forward", excelize.Options{RawCellValue: true}); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if r[7] == "✗" {
			list = append(list, r[0]+" findings")
		}
		if r[len(r)-1] == "✗" && len(r) > 8 {
			list = append(list, r[0]+" money")
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
		"2": "success_num 声明与实计 stated and counted ✗ see the batches below",
		"3": "success_num 20260301000001 ✗ SUCCESS_NUM_MISMATCH",
		"4": "success_num 20260304000019 ✗ ",
	} {
		if got := raw(t, f, tieOut, "B"+row) + " " + raw(t, f, tieOut, "H"+row) + " " + raw(t, f, tieOut, "I"+row); got != want {
			t.Errorf("row %s = %s, want %s", row, got, want)
		}
	}
	if linked, to, err := f.GetCellHyperLink(tieOut, "I3"); err != nil || !linked || to != "'异常 Findings'!A3" {
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
		if got := strings.Contains(rows, "\t"+code+" |"); got != want {
			t.Errorf("a row of %s: %v, want %v", code, got, want)
		}
	}
}
