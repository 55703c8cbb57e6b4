package reports

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"reconcile/alipay"
)

// The sheets, in their order (§7.1).
const (
	coverSheet       = "封面 Cover"
	summarySheet     = "汇总 Summary"
	tieOutSheet      = "勾稽 Tie-out"
	findingsSheet    = "异常 Findings"
	tradesSheet      = "交易 Trades"
	resultsSheet     = "明细 Results"
	batchesSheet     = "批次 Batches"
	codesSheet       = "错误码 Error codes"
	correctionsSheet = "更正 Corrections"
	changesSheet     = "变动 Changes"
	sourcesSheet     = "来源 Sources"
	rulesSheet       = "规则 Rules"
)

// numberingOrder is the order in which tables and charts of the sheets are numbered.
func numberingOrder() []string {
	return []string{
		tradesSheet, resultsSheet, findingsSheet, batchesSheet, codesSheet, correctionsSheet,
		changesSheet, sourcesSheet, rulesSheet, summarySheet, tieOutSheet, coverSheet,
	}
}

func sheetOrder() []string {
	return []string{
		coverSheet, summarySheet, tieOutSheet, findingsSheet, tradesSheet, resultsSheet,
		batchesSheet, codesSheet, correctionsSheet, changesSheet, sourcesSheet, rulesSheet,
	}
}

// A builder fills the workbook, and writes the files beside it that say the same
// as its sheets.
type builder struct {
	Report
	catalogue
	dir   folder
	books Books
	book  *book
	facts facts

	findings  *spool
	cited     map[string]position // trades that findings name, and where their rows are
	firstOf   map[string]position // code → its first row among the findings
	misstated map[string]position // batches whose success_num a finding says is wrong

	// What sheets and files add up to.
	results   figures
	trades    figures
	batchSum  batchFigures
	corrected correctionCounts
	ages      ages         // of the open findings
	stake     alipay.Money // and their money
	handed    []handedBatch

	equal, unequal int // rows of the tie-out
}

// newBuilder begins a report with its temporary files in a folder. It has to be
// closed.
func newBuilder(dir folder, tmp string, books Books, r Report, most limits) (*builder, error) {
	header, footer := headerFooter(r)
	book, err := newBook(options{
		tmp: tmp, names: sheetOrder(), numbered: numberingOrder(), most: most, note: r.cutNote(), header: header, footer: footer,
		properties: properties{
			title: r.workbookName(), subject: r.Run.Job + " " + r.asOf(), creator: "reconcile " + r.Program,
			identifier: "run " + strconv.FormatInt(r.Run.ID, 10), at: r.Run.AsOf,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.workbookName(), err)
	}
	findings, err := newSpool(filepath.Join(tmp, "findings"))
	if err != nil {
		return nil, errors.Join(err, book.close())
	}
	return &builder{
		Report: r, catalogue: newCatalogue(r.Rules), dir: dir, books: books, book: book, findings: findings,
		cited: map[string]position{}, firstOf: map[string]position{}, misstated: map[string]position{},
	}, nil
}

func (b *builder) close() error { return errors.Join(b.book.close(), b.findings.close()) }

// headerFooter stays below the 255 characters of the format, whatever the job
// is called. The blank after a size keeps digits from being read as part of it, and a doubled
// '&' is none of a code.
func headerFooter(r Report) (header, footer string) {
	job := []rune(cellText(r.Run.Job, ""))
	head, who := r.Run.Head, mask(r.Partner)
	if r.VerifyOff {
		who += " 未验签 verify: off"
	}
	header = fmt.Sprintf("&L&8 %s %s&C&8&A&R&8 %s", strings.ReplaceAll(string(job[:min(len(job), 30)]), "&", "&&"), r.asOf(), who)
	footer = fmt.Sprintf("&L&8 run %d %s&C&8&P / &N&R&8编制 Prepared ______ 复核 Reviewed ______ 批准 Approved ______", r.Run.ID, head[:min(len(head), 12)])
	return header, footer
}
