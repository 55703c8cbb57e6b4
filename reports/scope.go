package reports

import (
	"context"
	"fmt"

	"reconcile/ledger"
)

// partial tells whether the sheets Trades, Results and Batches hold a part of the
// books: to the first run of a job everything has changed.
func (b *workbook) partial() bool {
	switch b.Policy.Face.Scope {
	case ledger.ScopeOpen:
		return true
	case ledger.ScopeChanged:
		return b.previous != 0
	}
	return false
}

// readWhole reads what the books add up to, where no sheet does.
func (b *workbook) readWhole(ctx context.Context) (err error) {
	if b.partial() {
		b.whole, err = b.books.Sums(ctx, b.Run)
	}
	return err
}

// scope says which trades, results and batches the sheets hold, and how many there
// are in all.
func (b *workbook) scope() string {
	if !b.partial() {
		return b.say("all: every trade, result and batch", "全部：每笔交易、每项结果、每个批次")
	}
	what := b.say("open: trades and batches with an open finding or an unanswered line", "未结：有未结异常或未答请求行的交易与批次")
	if b.Policy.Face.Scope == ledger.ScopeChanged {
		what = fmt.Sprintf(b.say("changed: what is new since run %d, and what is open", "变动：第 %d 次运行以来的新内容，以及未结的内容"), b.previous)
	}
	return what + fmt.Sprintf(b.say("; %d of %d trades, %d of %d results", "；交易 %d / %d 笔，结果 %d / %d 项"),
		b.trades.rows, b.Run.Totals.Trades, b.results.rows, b.Run.Totals.Results)
}
