package reports

import (
	"context"
	"strconv"
	"strings"

	"reconcile/ledger"
)

// writeRules prints the catalogue, and below it what the words mean.
func (b *builder) writeRules(context.Context) error {
	type r = ledger.Rule
	return fill(b.book, table[r]{
		name:   rulesSheet,
		layout: layout{colour: "FF7F7F7F", frozen: 1},
		columns: []column[r]{
			newColumn("代码 Code", 30, asIdent, func(r *r) cell { return textCell(r.Code) }),
			newColumn("级别 Severity", 15, asPlain, func(r *r) cell {
				if r.Severity == "" {
					return markedCell("词语 term", asMuted)
				}
				return severity(r.Severity)
			}),
			newColumn("对象 Subject", 20, asPlain, func(r *r) cell { return textCell(r.Subject) }),
			newColumn("说明 Sentence", 42, asWrapped, func(r *r) cell { return textCell(r.ZH) }),
			newColumn("英文说明 Sentence in English", 58, asWrapped, func(r *r) cell { return textCell(r.EN) }),
			newColumn("依据 Section", 32, asWrapped, func(r *r) cell { return textCell(r.Section) }),
			newColumn("现行阈值 Threshold in force", 22, asPlain, func(r *r) cell { return textCell(threshold(r.Threshold, b.Policy)) }),
		},
	}, each(append(append([]r{}, b.Rules...), glossary()...)))
}

// threshold is a setting with the value that the run went by.
func threshold(setting string, p ledger.Policy) string {
	switch setting {
	case "result_grace":
		return setting + " = " + strings.NewReplacer("h0m0s", "h", "m0s", "m").Replace(p.ResultGrace.String())
	case "attempt_warning":
		return setting + " = " + strconv.Itoa(p.AttemptWarning)
	}
	return setting
}

// glossary explains the words of the workbook (§2, §4).
func glossary() []ledger.Rule {
	return []ledger.Rule{
		{Code: "paid 已付", ZH: "订单的付款金额", EN: "what the order was paid with"},
		{Code: "due 应退", ZH: "应退还买家的总额；空白表示未知", EN: "what the buyer is owed back in total; blank where unknown"},
		{Code: "refunded 已退", ZH: "SUCCESS 结果的金额之和", EN: "sum of the SUCCESS results"},
		{Code: "pending 在途", ZH: "尚无结果的请求行之和，作废的除外", EN: "sum of the request lines without a result, void ones aside"},
		{Code: "headroom 可退余额", ZH: "已付 − 已退 − 在途", EN: "paid − refunded − pending"},
		{Code: "attempts 退款次数", ZH: "一笔交易最多退款 99 次，结果与在途请求都算", EN: "refunds of one trade, answered or in flight: at most 99"},
		{Code: "notification 通知", ZH: "支付宝的一次 batch_refund_notify 回调", EN: "one batch_refund_notify callback of Alipay"},
		{Code: "lines 行数", ZH: "采纳 + 重复 + 拒绝 + 忽略：每一行恰属一类", EN: "accepted + duplicate + rejected + ignored: every line is in one of the four"},
		{Code: "correction 更正", ZH: "建议补退的一行，或暂缓及其原因", EN: "a refund line that is proposed, or held back with a reason"},
		{Code: "head 账本链首", ZH: "截至本次运行的账本链 SHA-256", EN: "SHA-256 of the ledger's chain of runs up to this one"},
	}
}
