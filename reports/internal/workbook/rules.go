package workbook

import (
	"context"
	"strconv"
	"strings"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// writeRules prints the catalogue, and below it what the words mean.
func (b *builder) writeRules(context.Context) error {
	type r = ledger.Rule
	severities := severities()
	return xlsx.WriteTable(b.book, xlsx.Table[r]{
		Name:   rulesSheet,
		Layout: xlsx.Layout{Colour: "FF7F7F7F", Frozen: 1},
		Columns: []xlsx.Column[r]{
			xlsx.Col("代码 Code", 30, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.Code) }),
			xlsx.Col("级别 Severity", 15, xlsx.StylePlain, func(r *r) xlsx.Cell {
				if r.Severity == "" {
					return xlsx.Styled("术语 term", xlsx.StyleMuted)
				}
				return severities.of(r.Severity)
			}),
			xlsx.Col("对象 Subject", 20, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(r.Subject) }),
			xlsx.Col("规则 Rule", 42, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.ZH) }),
			xlsx.Col("英文说明 Rule in English", 58, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.EN) }),
			xlsx.Col("了结办法 Ends with", 24, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(strings.Join(r.Acts, ", ")) }),
			xlsx.Col("依据 Section", 32, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.Section) }),
			xlsx.Col("现行阈值 Threshold in force", 22, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(threshold(r.Threshold, b.Policy)) }),
		},
	}, xlsx.Rows(append(append([]r{}, b.Rules...), glossary()...)))
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
		{Code: "lines 行数", ZH: "有效 + 重复 + 拒绝 + 忽略：每一行恰属一类", EN: "accepted + duplicate + rejected + ignored: every line is in one of the four"},
		{Code: "correction 补退", ZH: "建议补退的一行，或暂缓及其原因", EN: "a refund line that is proposed, or held back with a reason"},
		{Code: "head 账本链哈希", ZH: "截至本次运行的账本链 SHA-256", EN: "SHA-256 of the ledger's chain of runs up to this one"},
	}
}
