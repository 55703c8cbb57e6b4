package workbook

import (
	"context"
	"fmt"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// writeActs shows what people did on the books by name (§4.4): since the job's run before,
// and what stays in force.
func (b *builder) writeActs(ctx context.Context) error {
	type a = ledger.Act
	kinds := actKinds()
	return xlsx.WriteTable(b.book, xlsx.Table[a]{
		Name:   actsSheet,
		Layout: xlsx.Layout{Colour: "FF548235", Frozen: 1, Wide: true},
		Columns: []xlsx.Column[a]{
			xlsx.Col("时间 When", 21, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.At.In(alipay.Shanghai()).Format(alipay.TimeLayout)) }),
			xlsx.Col("操作 Act", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return kinds.of(a.Kind) }),
			xlsx.Col("操作人 Person", 18, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Person) }),
			xlsx.Col("批次号 Batch", 26, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.BatchNo) }),
			xlsx.Col("拟退批次 Proposal", 24, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(proposalOf(a)) }),
			xlsx.Col("异常编号 Finding", 15, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Finding) }),
			xlsx.Col("代码 Code", 27, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Code) }),
			xlsx.Col("交易号 Trade", 34, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.TradeNo) }),
			xlsx.Col("决定 Decision", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return xlsx.Text(decisionText(a.Decision)) }),
			xlsx.Col("依据 Evidence", 52, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Said) }),
		},
	}, b.books.RunActs(ctx, b.Run))
}

func actKinds() words[ledger.ActKind] {
	return words[ledger.ActKind]{
		ledger.ActVoid:    xlsx.Styled("作废 void", xlsx.StyleWarning),
		ledger.ActApprove: xlsx.Text("复核 approved"),
		ledger.ActRelease: xlsx.Text("放行 released"),
		ledger.ActReview:  xlsx.Text("审阅 reviewed"),
	}
}

// proposalOf names the proposal that was released, or the lines that were approved.
func proposalOf(a *ledger.Act) string {
	if a.Kind == ledger.ActApprove {
		return fmt.Sprintf("P%d, %.12s", a.Run, a.Digest)
	}
	return a.Proposal
}
