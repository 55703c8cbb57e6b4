package workbook

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
)

// An actRow is an act of a person, or a setting that changed.
type actRow struct {
	ledger.Act
	setting ledger.SettingChange
}

// Kinds of rows that are no acts of a person by name.
const (
	programRow ledger.ActKind = "program"
	keyRow     ledger.ActKind = "key"
	settingRow ledger.ActKind = "setting"
)

// writeActs shows what people did on the books by name (§4.4): since the job's run before,
// and what stays in force; then what of the program, the keys and the configuration is not
// what it was in the run before.
func (b *builder) writeActs(ctx context.Context) error {
	return xlsx.WriteTable(b.book, xlsx.Table[actRow]{
		Name:    actsSheet,
		Layout:  xlsx.Layout{Colour: "FF548235", Frozen: 1, Wide: true},
		Columns: b.actColumns(),
	}, b.actRows(ctx))
}

func (b *builder) actColumns() []xlsx.Column[actRow] {
	type a = actRow
	kinds := actKinds()
	return []xlsx.Column[a]{
		xlsx.Col("时间 When", 21, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.At.In(alipay.Shanghai()).Format(alipay.TimeLayout)) }),
		xlsx.Col("操作 Act", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return kinds.of(a.Kind) }),
		xlsx.Col("操作人 Person", 18, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Person) }),
		xlsx.Col("批次号 Batch", 26, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.BatchNo) }),
		xlsx.Col("拟退批次 Proposal", 24, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(proposalOf(&a.Act)) }),
		xlsx.Col("异常编号 Finding", 15, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Finding) }),
		xlsx.Col("代码 Code", 27, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Code) }),
		xlsx.Col("交易号 Trade", 34, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.TradeNo) }),
		xlsx.Col("决定 Decision", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return xlsx.Text(decisionText(a.Decision)) }),
		xlsx.Col("依据 Evidence", 52, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Said) }),
		xlsx.Col("设置 Setting", 28, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.setting.Name) }),
		xlsx.Col("原值 Before", 34, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return b.settingValue(a, a.setting.Before) }),
		xlsx.Col("现值 Now", 34, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return b.settingValue(a, a.setting.Now) }),
	}
}

// actRows yields the acts, and then the settings that changed, at the moment of the run.
func (b *builder) actRows(ctx context.Context) iter.Seq2[actRow, error] {
	return func(yield func(actRow, error) bool) {
		for act, err := range b.books.RunActs(ctx, b.Run) {
			if !yield(actRow{Act: act}, err) || err != nil {
				return
			}
		}
		for _, c := range b.facts.changed {
			if !yield(actRow{ledger.Act{At: b.Run.AsOf, Kind: settingKind(c.Name), Said: b.sinceRun()}, c}, nil) {
				return
			}
		}
	}
}

// sinceRun says since when a setting has changed: the books know no more than the runs.
func (b *builder) sinceRun() string {
	return fmt.Sprintf(b.Say("since run %d, before this one", "第 %d 次运行之后，本次运行之前"), b.facts.previous)
}

// settingKind is the sort of row that a setting is shown in.
func settingKind(name string) ledger.ActKind {
	switch {
	case name == ledger.SettingProgram:
		return programRow
	case strings.HasPrefix(name, ledger.SettingKeys):
		return keyRow
	}
	return settingRow
}

// settingValue is a value of the row's setting, what names the partner masked.
func (b *builder) settingValue(a *actRow, value string) xlsx.Cell {
	switch {
	case a.setting.Name == "":
		return xlsx.Text("")
	case value == "":
		return xlsx.Text(b.Say("not set", "未设置"))
	case a.setting.Name == "partner" || a.setting.Name == "seller_user_id":
		return xlsx.Text(report.Mask(value))
	}
	return xlsx.Text(value)
}

func actKinds() words[ledger.ActKind] {
	return words[ledger.ActKind]{
		ledger.ActVoid:    xlsx.Styled("作废 void", xlsx.StyleWarning),
		ledger.ActApprove: xlsx.Text("复核 approved"),
		ledger.ActRelease: xlsx.Text("放行 released"),
		ledger.ActReview:  xlsx.Text("审阅 reviewed"),
		programRow:        xlsx.Text("程序 program"),
		keyRow:            xlsx.Styled("密钥 key", xlsx.StyleWarning),
		settingRow:        xlsx.Text("配置 setting"),
	}
}

// proposalOf names the proposal that was released, or the lines that were approved.
func proposalOf(a *ledger.Act) string {
	if a.Kind == ledger.ActApprove {
		return fmt.Sprintf("P%d, %.12s", a.Run, a.Digest)
	}
	return a.Proposal
}
