package ledger

import (
	"context"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/rules"
)

// Ways are what a person may say of a batch that the program issued, once its page was
// opened (contract 4.4): that it was submitted, that Alipay refused it whole, that it never ran.
func (b Batch) Ways() Ways {
	return append(Submitted(b.BatchNo), voidFrom(b.BatchNo, b.At, b.At))
}

// Submitted are the ways to say that a batch was submitted, and what Alipay's page said where
// it refused it whole.
func Submitted(batchNo string) Ways {
	args := "batch submitted " + shellWord(batchNo)
	return Ways{
		{rules.Submitted, "once it was submitted", "提交之后", args},
		{rules.Submitted, "if Alipay's page refused it whole, with the code that it shows", "若支付宝页面整批拒绝，填其显示的代码", args + " --answer CODE"},
	}
}

// voidFrom is the way to say that a batch never ran, with the moment from when on that may be
// said, if that is still to come.
func voidFrom(batchNo string, sent, now time.Time) Way {
	w := Way{rules.Void, "if Alipay says that it never ran", "经支付宝确认从未执行", "batch void " + shellWord(batchNo)}
	if from := voidableFrom(batchNo, sent, now); from.After(now) {
		at := from.In(alipay.Shanghai()).Format(alipay.TimeLayout)
		w.EN, w.ZH = "from "+at+" on, "+w.EN, at+" 起，"+w.ZH
	}
	return w
}

// BatchWays are what a person may say of a batch of an account that waits for results, the
// program's or one that was captured; none of one that does not wait.
func (l *Ledger) BatchWays(ctx context.Context, account int64, b BatchRow, now time.Time) (Ways, error) {
	var said int64
	err := store.QueryRow(ctx, l.db.Reader(), "act_submitted", []any{b.BatchNo, account}, &said)
	return b.ways(said > 0, now), err
}

// ways are BatchWays, without saying again that it was submitted.
func (b BatchRow) ways(submitted bool, now time.Time) (all Ways) {
	switch {
	case b.State != Emitted && b.State != Overdue:
		return nil
	case b.Origin == "emitted" && submitted:
		all = Submitted(b.BatchNo)[1:]
	case b.Origin == "emitted":
		all = Submitted(b.BatchNo)
	}
	line := "resolve line " + shellWord(b.BatchNo) + " TRADE"
	return append(all,
		Way{rules.Succeeded, "if Alipay says that a line ran", "经支付宝确认某笔已退款", line + " --succeeded"},
		Way{rules.Failed, "if Alipay says that a line failed, with this code", "经支付宝确认某笔以该代码失败", line + " --failed CODE"},
		voidFrom(b.BatchNo, b.At, now))
}
