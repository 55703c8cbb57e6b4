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
type actRow struct{ ledger.Act }

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
	return writeWorst(b, xlsx.Table[actRow]{
		Name:    actsSheet,
		Layout:  xlsx.Layout{Colour: "FF548235", Frozen: 1},
		Columns: b.actColumns(),
	}, ranking[actRow]{
		rows: b.actRows(ctx),
		count: func(*actRow) error {
			b.actCount++
			return nil
		},
		rank: func(a *actRow) (class int, weight int64) { return 0, a.At.Unix() },
	})
}

func (b *builder) actColumns() []xlsx.Column[actRow] {
	type a = actRow
	kinds, states := actKinds(), actStates()
	return []xlsx.Column[a]{
		xlsx.Col("操作号 No", 9, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(actID(a.No)) }),
		xlsx.Col("时间 When", 21, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.At.In(alipay.Shanghai()).Format(alipay.TimeLayout)) }),
		xlsx.Col("操作 Act", 24, xlsx.StylePlain, func(a *a) xlsx.Cell { return kinds.of(a.Kind) }),
		xlsx.Col("状态 State", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return states.of(a.State) }),
		xlsx.Col("操作人 Person", 18, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Person) }),
		xlsx.Col("批次号 Batch", 26, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.BatchNo) }),
		xlsx.Col("拟退批次 Proposal", 24, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(proposalOf(&a.Act)) }),
		xlsx.Col("所涉操作 Other act", 24, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(otherOf(&a.Act)) }),
		xlsx.Col("异常编号 Finding", 15, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Finding) }),
		xlsx.Col("代码 Code", 27, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.Code) }),
		xlsx.Col("交易号 Trade", 34, xlsx.StyleIdent, func(a *a) xlsx.Cell { return xlsx.Text(a.TradeNo) }),
		xlsx.Col("金额 Amount", 16, xlsx.StyleMoney, func(a *a) xlsx.Cell { return xlsx.Amount(a.Amount) }),
		xlsx.Col("决定 Decision", 18, xlsx.StylePlain, func(a *a) xlsx.Cell { return xlsx.Text(decisionText(a.Decision)) }),
		xlsx.Col("依据 Evidence", 52, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.Said) }),
		xlsx.Col("文件 Document", 28, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Text(a.File) }),
		xlsx.Col("文件摘要 Document SHA-256", 40, xlsx.StyleDigest, func(a *a) xlsx.Cell { return xlsx.Text(a.FileSHA256) }),
		xlsx.Col("复核 Approvals", 40, xlsx.StyleWrapped, func(a *a) xlsx.Cell { return xlsx.Lines(approvals(&a.Act), b.CutNote()) }),
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
			if !yield(actRow{ledger.Act{At: b.Run.AsOf, Kind: settingKind(c.Name), Said: b.changed(c)}}, nil) {
				return
			}
		}
	}
}

// changed says what a setting was and is, and since when: the books know no more than the
// runs.
func (b *builder) changed(c ledger.SettingChange) string {
	since := fmt.Sprintf(b.Say("since run %d", "自第 %d 次运行"), b.facts.previous)
	return c.Name + ": " + b.settingValue(c.Name, c.Before) + " → " + b.settingValue(c.Name, c.Now) + " (" + since + ")"
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

// settingValue is a value of a setting, what names the partner masked.
func (b *builder) settingValue(name, value string) string {
	switch {
	case value == "":
		return b.Say("not set", "未设置")
	case name == "partner" || name == "seller_user_id":
		return report.Mask(value)
	}
	return value
}

func actKinds() labels[ledger.ActKind] {
	return labels[ledger.ActKind]{
		ledger.ActVoid:       xlsx.Styled("作废 void", xlsx.StyleWarning),
		ledger.ActSubmitted:  xlsx.Text("已提交 submitted"),
		ledger.ActSucceeded:  xlsx.Styled("声明成功 succeeded", xlsx.StyleWarning),
		ledger.ActFailed:     xlsx.Styled("声明失败 failed", xlsx.StyleWarning),
		ledger.ActElsewhere:  xlsx.Styled("另行给付 elsewhere", xlsx.StyleWarning),
		ledger.ActPaid:       xlsx.Text("认定付款 paid"),
		ledger.ActUnrefunded: xlsx.Styled("声明未退 unrefunded", xlsx.StyleWarning),
		ledger.ActAllow:      xlsx.Styled("准许 allow", xlsx.StyleWarning),
		ledger.ActDismiss:    xlsx.Styled("排除 dismiss", xlsx.StyleWarning),
		ledger.ActUndo:       xlsx.Styled("撤销 undo", xlsx.StyleWarning),
		ledger.ActApprove:    xlsx.Text("复核 approved"),
		ledger.ActRelease:    xlsx.Text("放行 released"),
		ledger.ActReview:     xlsx.Text("审阅 reviewed"),
		programRow:           xlsx.Text("程序 program"),
		keyRow:               xlsx.Styled("密钥 key", xlsx.StyleWarning),
		settingRow:           xlsx.Text("配置 setting"),
	}
}

func actStates() labels[ledger.ActState] {
	return labels[ledger.ActState]{
		ledger.ActWaiting: xlsx.Styled("待他人 waiting", xlsx.StyleWarning),
		ledger.ActInForce: xlsx.Styled("生效 in force", xlsx.StyleGood),
		ledger.ActUndone:  xlsx.Text("已撤销 undone"),
		ledger.ActUsed:    xlsx.Text("已使用 used"),
		ledger.ActLapsed:  xlsx.Text("已失效 lapsed"),
	}
}

// actID prints the number of an act, empty where it has none.
func actID(no int64) string {
	if no == 0 {
		return ""
	}
	return ledger.ActID(no)
}

// otherOf names the act that an act undoes or is undone by, or the batch that has drawn an
// allowance.
func otherOf(a *ledger.Act) string {
	switch {
	case a.Undoes != 0:
		return "→ " + ledger.ActID(a.Undoes)
	case a.UndoneBy != 0:
		return "← " + ledger.ActID(a.UndoneBy)
	}
	return a.UsedBy
}

// approvals lists who has said an act that takes several people, and how many it takes.
func approvals(a *ledger.Act) (lines []string) {
	if a.Needed < 2 {
		return nil
	}
	lines = append(lines, fmt.Sprintf("%d / %d", len(a.People), a.Needed))
	for _, p := range a.People {
		lines = append(lines, p.Person+" "+p.At.In(alipay.Shanghai()).Format(alipay.TimeLayout))
	}
	return lines
}

// proposalOf names the proposal that was released, or the lines that were approved.
func proposalOf(a *ledger.Act) string {
	if a.Kind == ledger.ActApprove {
		return fmt.Sprintf("P%d, %.12s", a.Run, a.Digest)
	}
	return a.Proposal
}
