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

// printedFindings is how many columns of the findings go on paper: not the run that saw a
// finding first, which is for screens.
const printedFindings = 21

func (b *builder) writeFindings(ctx context.Context) error {
	return xlsx.WriteTable(b.book, xlsx.Table[ledger.Finding]{
		Name:    findingsSheet,
		Layout:  xlsx.Layout{Colour: "FFC00000", Frozen: 3, Wide: true, Printed: printedFindings},
		Columns: b.findingColumns(),
		Each: func(f *ledger.Finding, at xlsx.Position) {
			if _, ok := b.firstRows[f.Code]; !ok {
				b.firstRows[f.Code] = at
			}
			if f.Code == successNumMismatch && len(b.misstatedRows) < xlsx.MaxLinks {
				b.misstatedRows[f.BatchNo] = at
			}
		},
		Highlights: findingHighlights(),
	}, b.openFindings(ctx).counting(b.countFinding).upTo(b.lastFinding))
}

// openFindings are the rows of the sheet, the worst of which it shows where they are too
// many.
func (b *builder) openFindings(ctx context.Context) ranking[ledger.Finding] {
	return ranking[ledger.Finding]{rows: without(b.findings.all(ctx), closed), rank: rankOf}
}

// countFinding adds up a finding that is open.
func (b *builder) countFinding(f *ledger.Finding) error {
	b.ages.add(f)
	if f.Amount != nil {
		b.openAmounts[f.Code] = b.openAmounts[f.Code].Add(*f.Amount)
	}
	return nil
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
	severities, statuses := severities(), findingStatuses()
	return []xlsx.Column[f]{
		xlsx.Col(headID, 15, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.ID) }),
		xlsx.Col("级别 Severity", 15, xlsx.StylePlain, func(f *f) xlsx.Cell { return severities.of(f.Severity) }),
		xlsx.Col("代码 Code", 26, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.Code) }),
		xlsx.Col("新旧 Status", 11, xlsx.StylePlain, func(f *f) xlsx.Cell { return statuses.of(f.Status) }),
		xlsx.Col("交易号 Trade", 31, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Linked(f.TradeNo, b.tradeRows[f.TradeNo]) }),
		xlsx.Col("批次号 Batch", 18, xlsx.StyleIdent, func(f *f) xlsx.Cell { return xlsx.Text(f.BatchNo) }),
		xlsx.Col("通知号 Notification", 19, xlsx.StyleDigest, func(f *f) xlsx.Cell { return xlsx.Text(f.NotifyID) }),
		xlsx.Col(headAmount, 15, xlsx.StyleMoney, func(f *f) xlsx.Cell { return xlsx.Amount(f.Amount) }),
		xlsx.Col("应为 Expected", 15, xlsx.StyleDigest, func(f *f) xlsx.Cell { return b.compared(f.Code, f.Expected) }),
		xlsx.Col("实为 Actual", 22, xlsx.StyleDigest, func(f *f) xlsx.Cell { return b.compared(f.Code, f.Actual) }),
		xlsx.Col("说明 Message", 36, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return xlsx.Text(b.Of(f.Code).Message(f, b.Language)) }),
		xlsx.Col("证据 Evidence (file:line)", 46, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return b.evidence(f.Evidence) }),
		xlsx.Col("起于 Since", 12, xlsx.StylePlain, func(f *f) xlsx.Cell { return xlsx.Text(f.SinceDay()) }),
		xlsx.Col("账龄 Age (days)", 9, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(int64(f.AgeDays)) }),
		xlsx.Col(headDecision, 13, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return decisionText(r.Decision) })).Choosing(findingChoice(), b.findingChoices()),
		xlsx.Col(headOwner, 10, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return r.Owner })),
		xlsx.Col(headComment, 16, xlsx.StyleInput, reviewed(func(r *ledger.Review) string { return r.Comment })),
		xlsx.Col(headTick, 7, xlsx.StyleInput, reviewed(ticked)),
		xlsx.Col(headUntil, 12, xlsx.StyleInputDay, lastDay).Taking(b.untilEntry()),
		xlsx.Col(headEvidence, 16, xlsx.StyleInput, func(*f) xlsx.Cell { return xlsx.Text("") }).Taking(evidenceEntry()),
		xlsx.Col(headCode, 14, xlsx.StyleInput, func(*f) xlsx.Cell { return xlsx.Text("") }).Taking(codeEntry()),
		xlsx.Col("首见运行 First run", 11, xlsx.StyleCount, func(f *f) xlsx.Cell { return xlsx.Count(f.FirstRun) }),
		xlsx.Col("首见 First seen (UTC+8)", 20, xlsx.StyleMoment, func(f *f) xlsx.Cell { return xlsx.Moment(f.FirstAt) }),
		xlsx.Col("办法 Act", 64, xlsx.StyleWrapped, func(f *f) xlsx.Cell { return b.ways(f.Ways(b.Acts(f.Code))) }),
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

// maxPlaces is how many places the evidence of a finding shows.
const maxPlaces = 5

// evidence lists places, one below the other.
func (b *builder) evidence(places []ledger.Place) xlsx.Cell {
	var shown []string
	for _, p := range places[:min(len(places), maxPlaces)] {
		shown = append(shown, place(p))
	}
	if more := len(places) - maxPlaces; more > 0 {
		shown = append(shown, fmt.Sprintf(b.Say("… and %d more in findings.jsonl", "… 另有 %d 处，见 findings.jsonl"), more))
	}
	return xlsx.Lines(shown, b.book.Note)
}

// maxWays is how many of the ways that end a finding or a hold a cell shows.
const maxWays = 6

// ways lists what ends a finding or a hold, one below the other, the first of many.
func (b *builder) ways(all ledger.Ways) xlsx.Cell {
	shown := all[:min(len(all), maxWays)].Lines(b.Flags(), b.Language)
	if more := len(all) - maxWays; more > 0 {
		shown = append(shown, fmt.Sprintf(b.Say("… and %d more: reconcile explain", "… 另有 %d 项，见 reconcile explain"), more))
	}
	return xlsx.Lines(shown, b.book.Note)
}

// place is evidence in the form file:line, or the file alone.
func place(p ledger.Place) string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.FormatInt(p.Line, 10)
}

func findingStatuses() words[ledger.Status] {
	return words[ledger.Status]{ledger.StatusNew: xlsx.Text("新 new"), ledger.StatusOpen: xlsx.Text("未结 open")}
}

// findingHighlights grey what a person is through with, and show how old a finding
// is.
func findingHighlights() []xlsx.Highlight {
	return []xlsx.Highlight{
		{Columns: "A:N", When: `AND($O#<>"",$O#<>"` + decisionText(ledger.DecidedOpen) + `")`, Style: xlsx.StyleMuted},
		{Columns: "N:N", When: `$N#>90`, Style: xlsx.StyleCritical},
		{Columns: "N:N", When: `$N#>30`, Style: xlsx.StyleWarning},
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
