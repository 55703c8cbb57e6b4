package workbook

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// printedFindings is how many columns of the findings go on paper: what a reviewer reads and
// writes, and not what the message says already or what screens are for.
const printedFindings = 19

func (b *builder) writeFindings(ctx context.Context) error {
	cites := b.newPlacer()
	return xlsx.WriteTable(b.book, xlsx.Table[ledger.Finding]{
		Name:    findingsSheet,
		Layout:  xlsx.Layout{Colour: tabOf(b.open > 0), Frozen: 3, Printed: printedFindings},
		Columns: b.findingColumns(),
		Empty:   b.Say("No open findings.", "没有未结异常。"),
		Each: func(f *ledger.Finding, at xlsx.Position) {
			if _, ok := b.firstRows[f.Code]; !ok {
				b.firstRows[f.Code] = at
			}
			if f.Code == successNumMismatch && len(b.misstatedRows) < xlsx.MaxLinks {
				b.misstatedRows[f.BatchNo] = at
			}
			cites.cite(f, at)
		},
		Highlights: findingHighlights(),
	}, readAhead(b.findings.inOrder(ctx, b.worstFirst.kept)))
}

// tabOf is the colour of the tab of a sheet that has something to act on, or has not.
func tabOf(act bool) string {
	if act {
		return "FFC00000"
	}
	return "FF548235"
}

// openFindings are the open ones in the order of the books.
func (b *builder) openFindings(ctx context.Context) ranking[ledger.Finding] {
	return ranking[ledger.Finding]{rows: without(b.findings.all(ctx), closed), rank: rankOf}
}

// closed reports whether the run no longer sees a finding.
func closed(f ledger.Finding) bool { return f.Status == ledger.StatusClosed }

// without leaves findings out.
func without(all iter.Seq2[ledger.Finding, error], out func(ledger.Finding) bool) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		for f, err := range all {
			if err == nil && out(f) {
				continue
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

func (b *builder) findingColumns() []xlsx.Column[ledger.Finding] {
	type f = ledger.Finding
	severities, statuses, places := severities(), findingStatuses(), b.newPlacer()
	return []xlsx.Column[f]{
		xlsx.Col(headID, 15, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.ID) }),
		xlsx.Col("级别 Severity", 14, xlsx.StylePlain, func(f *f) xlsx.Cell { return severities.of(f.Severity) }),
		xlsx.Col("代码 Code", 26, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.Code) }),
		xlsx.Col("状态 Status", 11, xlsx.StylePlain, func(f *f) xlsx.Cell { return statuses.of(f.Status) }),
		xlsx.Col("交易号 Trade", 31, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Linked(f.TradeNo, b.tradeRows[f.TradeNo]) }),
		xlsx.Col("批次号 Batch", 18, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.BatchNo) }),
		xlsx.Col(headAmount, 14, xlsx.StyleMoney, func(f *f) xlsx.Cell { return xlsx.Amount(f.Amount) }),
		xlsx.Col("说明 Message", 42, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return xlsx.Text(b.Of(f.Code).Message(f, b.Language)) }),
		xlsx.Col(headDecision, 14, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return decisionText(r.Decision) })).Choosing(findingChoice(), b.findingChoices()),
		xlsx.Col(headOwner, 11, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return r.Owner })),
		xlsx.Col(headComment, 16, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return r.Comment })).Taking(commentEntry()),
		xlsx.Col(headTick, 9, xlsx.StyleInput, reviewed(ticked)).Taking(tickEntry()),
		xlsx.Col(headUntil, 13, xlsx.StyleInputDay, lastDay).Taking(b.untilEntry()),
		xlsx.Col(headEvidence, 15, xlsx.StyleInput, func(*f) xlsx.Cell { return xlsx.Text("") }).Taking(evidenceEntry()),
		xlsx.Col(headCode, 14, xlsx.StyleInput, func(*f) xlsx.Cell { return xlsx.Text("") }).Taking(codeEntry()),
		xlsx.Col(headPlaces, 26, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return places.list(f.Evidence) }),
		xlsx.Col(headSource, 10, xlsx.StyleIdent, func(f *f) xlsx.Cell { return places.source(f.Evidence) }),
		xlsx.Col("起于 Since", 12, xlsx.StylePlain, func(f *f) xlsx.Cell { return xlsx.Text(f.SinceDay()) }),
		xlsx.Col("账龄 Age (days)", 10, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(int64(f.AgeDays)) }),
		xlsx.Col("应为 Expected", 15, xlsx.StyleDigest, func(f *f) xlsx.Cell { return b.compared(f.Code, f.Expected) }),
		xlsx.Col("实为 Actual", 22, xlsx.StyleDigest, func(f *f) xlsx.Cell { return b.compared(f.Code, f.Actual) }),
		xlsx.Col("通知号 Notification", 36, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.NotifyID) }),
		xlsx.Col("首见运行 First run", 11, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(f.FirstRun) }),
		xlsx.Col("首见 First seen (UTC+8)", 20, xlsx.StyleMoment, func(f *f) xlsx.Cell { return xlsx.Moment(f.FirstAt) }),
		xlsx.Col("办法 Act", 160, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return b.ways(f.Ways(b.Acts(f.Code))) }),
	}
}

// compared is what a finding's rule expected or found: a number where the rule
// compares numbers, and nothing where the message is that value and no more.
func (b *builder) compared(code, value string) xlsx.Cell {
	switch rule := b.Of(code); {
	case rule.Values == "money":
		if m, err := alipay.ParseMoney(value); err == nil && m.String() == value {
			return xlsx.Money(m)
		}
		return xlsx.Styled(value, xlsx.StyleFigure)
	case rule.Values == "count":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && strconv.FormatInt(n, 10) == value {
			return xlsx.Count(n)
		}
		return xlsx.Styled(value, xlsx.StyleFigure)
	case rule.SaysEN == "{actual}":
		return xlsx.Text("")
	}
	return xlsx.Text(value)
}

// maxWays is how many of the ways that end a finding or a hold a cell shows.
const maxWays = 1

// ways lists what ends a finding or a hold, one below the other, the first of many.
func (b *builder) ways(all ledger.Ways) xlsx.Cell {
	shown := all[:min(len(all), maxWays)].Lines(b.Flags(), b.Language)
	if more := len(all) - maxWays; more > 0 {
		shown = append(shown, fmt.Sprintf(b.Say("… and %d more: reconcile explain", "… 另有 %d 项，见 reconcile explain"), more))
	}
	return xlsx.Lines(shown, b.book.Note)
}

func findingStatuses() labels[ledger.Status] {
	return labels[ledger.Status]{ledger.StatusNew: xlsx.Text("新 new"), ledger.StatusOpen: xlsx.Text("未结 open")}
}

// findingHighlights grey what a person is through with, and show how old a finding
// is.
func findingHighlights() []xlsx.Highlight {
	through := `AND($I#<>"",$I#<>"` + decisionText(ledger.DecidedOpen) + `")`
	return []xlsx.Highlight{
		{Columns: "A:H", When: through, Style: xlsx.StyleMuted},
		{Columns: "P:S", When: through, Style: xlsx.StyleMuted},
		{Columns: "S:S", When: `$S#>90`, Style: xlsx.StyleCritical},
		{Columns: "S:S", When: `$S#>30`, Style: xlsx.StyleWarning},
	}
}

// reviewed is a column of what people have said of a finding; empty, where they have not.
func reviewed(what func(*ledger.Review) string) func(*ledger.Finding) xlsx.Cell {
	return func(f *ledger.Finding) xlsx.Cell {
		if f.Review == nil {
			return xlsx.Text("")
		}
		return xlsx.Text(what(f.Review))
	}
}

func ticked(r *ledger.Review) string {
	if r.Tick {
		return "✓"
	}
	return ""
}
