package main

import (
	"context"
	"iter"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// hostileBooks hold one text in every field that takes text from outside.
type hostileBooks struct{ text string }

var _ reports.Books = hostileBooks{}

// only yields one row.
func only[T any](v T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { yield(v, nil) }
}

func (b hostileBooks) place() ledger.Place { return ledger.Place{File: b.text, Line: 7} }

func (b hostileBooks) Files(context.Context, int64) ([]ledger.RunFile, error) {
	return []ledger.RunFile{{Path: b.text, Kind: ledger.Kind(b.text), SHA256: b.text, Charset: b.text, How: b.text, Refused: b.text}}, nil
}

func (b hostileBooks) Coverage(context.Context, int64) ([]ledger.Cover, error) {
	return []ledger.Cover{{From: 20260307, Until: 20260307, Why: ledger.CoverGap(b.text)}}, nil
}

func (b hostileBooks) RunActs(context.Context, ledger.Run) iter.Seq2[ledger.Act, error] {
	return only(ledger.Act{No: 1, Needed: 2, Kind: ledger.ActKind(b.text), State: ledger.ActState(b.text), File: b.text, FileSHA256: b.text, UsedBy: b.text,
		People: []ledger.Approval{{Person: b.text}}, Person: b.text, BatchNo: b.text, Proposal: b.text, Code: b.text, Finding: b.text, TradeNo: b.text, Decision: ledger.Decision(b.text), Said: b.text})
}

func (hostileBooks) DayCounts(context.Context, ledger.Run) ([]ledger.DayCount, error) {
	return nil, nil
}

func (b hostileBooks) Waiting(context.Context, ledger.Run) iter.Seq2[ledger.Waiting, error] {
	return only(ledger.Waiting{BatchNo: b.text, Ours: true, Over: alipay.Fen(1), InFlight: alipay.Fen(1), Causes: []ledger.Cause{{Kind: ledger.ByRefund, BatchNo: b.text}}})
}

func (b hostileBooks) Tallies(context.Context, int64) ([]ledger.Tally, error) {
	return []ledger.Tally{{Code: b.text, Severity: ledger.Severity(b.text), New: 1, Open: 1}}, nil
}

func (b hostileBooks) Previous(context.Context, ledger.Run) (ledger.Run, bool, error) {
	return ledger.Run{ID: 1}, true, nil
}

func (b hostileBooks) Findings(context.Context, int64) iter.Seq2[ledger.Finding, error] {
	return only(ledger.Finding{
		ID: b.text, Code: b.text, Severity: ledger.Severity(b.text), Status: ledger.Status(b.text), TradeNo: b.text, BatchNo: b.text, NotifyID: b.text,
		Expected: b.text, Actual: b.text, Evidence: []ledger.Place{b.place()},
		Before: &ledger.FindingValues{Expected: b.text, Actual: b.text},
		Review: &ledger.Review{Decision: ledger.Decision(b.text), Owner: b.text, Comment: b.text},
	})
}

func (b hostileBooks) Corrections(context.Context, int64) iter.Seq2[ledger.Correction, error] {
	return only(ledger.Correction{TradeNo: b.text, Status: ledger.CorrectionStatus(b.text), Hold: ledger.Hold(b.text), BatchNo: b.text, Reason: b.text, Code: b.text, Note: b.text})
}

func (b hostileBooks) Rejects(context.Context, int64) iter.Seq2[ledger.Reject, error] {
	return only(ledger.Reject{File: b.text, Line: 7, Reason: b.text})
}

func (b hostileBooks) Trades(context.Context, ledger.Run) iter.Seq2[ledger.Trade, error] {
	return only(ledger.Trade{TradeNo: b.text, OutTradeNo: b.text, LastCode: b.text})
}

func (b hostileBooks) Results(context.Context, ledger.Run) iter.Seq2[ledger.ResultRow, error] {
	return only(ledger.ResultRow{BatchNo: b.text, TradeNo: b.text, Code: b.text, FeeCode: b.text, NotifyID: b.text, Match: ledger.Match(b.text), Place: b.place()})
}

func (b hostileBooks) BatchRows(context.Context, ledger.Run, time.Duration) iter.Seq2[ledger.BatchRow, error] {
	return only(ledger.BatchRow{BatchNo: b.text, Origin: b.text, State: ledger.BatchState(b.text), Stated: 1})
}

func (b hostileBooks) CodeRows(context.Context, ledger.Run) ([]ledger.CodeRow, error) {
	return []ledger.CodeRow{{Code: b.text, Count: 1}}, nil
}

func (b hostileBooks) Days(context.Context, ledger.Run) ([]ledger.Day, error) {
	return []ledger.Day{{Date: "2026-03-06", Results: 1, Refunded: alipay.Fen(0)}}, nil
}

func (b hostileBooks) Sums(context.Context, ledger.Run) (ledger.Sums, error) {
	return ledger.Sums{}, nil
}

func (b hostileBooks) Batches(context.Context, int64) ([]ledger.Batch, error) { return nil, nil }

// A hostileColumn is where the text of hostileBooks is shown, "?" standing for
// it.
type hostileColumn struct {
	row            int
	heading, shown string
}

// shows reports whether a cell shows the text as it is to be. Text that is cut is cut
// with what is around it.
func (c hostileColumn) shows(got, want string) bool {
	before, after, _ := strings.Cut(c.shown, "?")
	if text, ok := strings.CutSuffix(want, cutMark); ok && c.shown != "?" {
		got, cut := strings.CutSuffix(got, cutMark)
		got, begins := strings.CutPrefix(got, before)
		return cut && begins && strings.HasPrefix(text, got) && len(text)-len(got) < 100
	}
	return got == before+want+after
}

// cutMark is what comes after text that was cut.
const cutMark = "… (cut; whole text in findings.jsonl)"

func hostileColumns() map[string][]hostileColumn {
	all := func(row int, headings ...string) (list []hostileColumn) {
		for _, h := range headings {
			list = append(list, hostileColumn{row, h, "?"})
		}
		return list
	}
	return map[string][]hostileColumn{
		"汇总 Summary": all(1, "代码 Code", "级别 Severity"),
		"勾稽 Tie-out": {{0, "勾稽 Check", "S01 ?"}}, // wherever it stands
		"异常 Findings": all(1, "编号 Id", "级别 Severity", "代码 Code", "状态 Status", "交易号 Trade", "批次号 Batch", "通知号 Notification",
			"应为 Expected", "实为 Actual", "处理 Decision", "负责人 Owner", "备注 Comment"),
		"交易 Trades":          all(1, "交易号 Trade", "商户订单号 Order no", "最近结果 Last code"),
		"明细 Results":         all(1, "批次号 Batch", "交易号 Trade", "结果 Result", "手续费结果 Fee result", "匹配 Matched to", "通知号 Notification"),
		"批次 Batches":         all(1, "批次号 Batch", "来源 Origin", "状态 State"),
		"错误码 Error codes":    all(1, "错误码 Code"),
		"更正 Corrections":     all(1, "交易号 Trade", "状态 Status", "暂缓原因 Hold", "批次号 Batch", "退款原因 Reason", "最近错误码 Last code", "处理建议 Advice"),
		"覆盖 Coverage":        all(2, "说明 Why"),
		"变动 Changes":         all(1, "编号 Id", "代码 Code", "级别 Severity", "交易号 Trade", "批次号 Batch", "通知号 Notification"),
		"来源 Sources":         append(all(1, "类别 Kind", "文件 File", "编码 Charset", "编码依据 Found by", "摘要 SHA-256"), hostileColumn{1, "说明 Note", "refused: ?"}),
		"拒绝行 Rejected lines": all(1, "文件 File", "原因 Reason"),
	}
}
