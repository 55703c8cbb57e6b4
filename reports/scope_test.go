package reports_test

import (
	"strings"
	"testing"

	"reconcile/ledger"
)

// Sheets that hold a part of the books say which, and of how many rows; their sums
// are labelled as those of what is shown, and the books tie out beside them. With
// other figures of the books the tie-out fails, whatever the sheets add up to.
func TestScope(t *testing.T) {
	b, r := sample(t), report(t)
	r.Policy.Header.Scope, r.Run.Totals.Trades, r.Run.Totals.Results = ledger.ScopeChanged, 300, 700
	b.sums = ledger.Sums{Results: 700, Trades: 300, Stated: 9, Counted: 8}
	text := dump(t, openWorkbook(t, write(t, b, r)))
	for _, want := range []string{
		"范围 Scope | changed: what is new since run 6, and what is open; 3 of 300 trades, 4 of 700 results",
		"结果数 results | 全部结果 all results | 700 | 控制总数 control total | 700 ",
		"交易数 trades | 全部交易 all trades | 300 | 控制总数 control total | 300 ",
		"结果数 results | 全部结果 all results | 700 | 全部交易 all trades | 0 ",
		"结果数 results | 所示明细 Results shown | 4 | 所示交易 Trades shown | 4 ",
		"声明，全部通知 stated, all notifications | 9 | 实计，全部通知 counted, all notifications | 8 ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
	r.Policy.Header.Scope, r.Language = ledger.ScopeOpen, "zh"
	if text := dump(t, openWorkbook(t, write(t, b, r))); !strings.Contains(text, "范围 Scope | 未结：有未结异常或未回结果的请求行的交易与批次；交易 3 / 300 笔，结果 4 / 700 项") {
		t.Error("the workbook of what is open does not say so")
	}
}
