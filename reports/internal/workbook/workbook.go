package workbook

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/reports/internal/batch"
	"reconcile/reports/internal/jsonfiles"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
	"reconcile/words"
)

// The sheets, in their order (§7.1).
const (
	coverSheet       = "封面 Cover"
	summarySheet     = "汇总 Summary"
	tieOutSheet      = "勾稽 Tie-out"
	forwardSheet     = "结转 Roll-forward"
	findingsSheet    = "异常 Findings"
	tradesSheet      = "交易 Trades"
	resultsSheet     = "明细 Results"
	batchesSheet     = "批次 Batches"
	codesSheet       = "错误码 Error codes"
	correctionsSheet = "更正 Corrections"
	actsSheet        = "操作 Acts"
	coverageSheet    = "覆盖 Coverage"
	changesSheet     = "变动 Changes"
	sourcesSheet     = "来源 Sources"
	rejectedSheet    = "拒绝行 Rejected lines"
	rulesSheet       = "规则 Rules"
	chartSheet       = "图表 Chart data" // hidden
)

// numberingOrder is the order in which tables and charts of the sheets are numbered.
func numberingOrder() []string {
	return []string{
		tradesSheet, resultsSheet, findingsSheet, batchesSheet, codesSheet, correctionsSheet,
		actsSheet, coverageSheet, changesSheet, sourcesSheet, rejectedSheet, rulesSheet, chartSheet, summarySheet, forwardSheet, tieOutSheet, coverSheet,
	}
}

func sheetOrder() []string {
	return []string{
		coverSheet, summarySheet, tieOutSheet, forwardSheet, findingsSheet, tradesSheet, resultsSheet,
		batchesSheet, codesSheet, correctionsSheet, actsSheet, coverageSheet, changesSheet, sourcesSheet, rejectedSheet, rulesSheet, chartSheet,
	}
}

// A builder fills the workbook, and writes the files beside it that say the same
// as its sheets.
type builder struct {
	report.Report
	report.Sentences
	dir   report.Folder
	books report.Books
	book  *xlsx.Book
	facts facts

	findings      *findingFile
	kept          chan struct{} // is closed when the findings are in findings
	open          int64         // how many of them are open
	differing     int64         // and how many are other than after the run before
	worstFirst    worst         // the open ones on the sheet, in its order
	lastFinding   *rank         // the last of them; nil where all are there
	byTrade       byFinding     // what the findings on the sheet say of trades
	cuts          cuts
	filePlaces    map[string]int           // the files of the run by their path
	cited         []citation               // of each of them
	rejectedRows  []xlsx.Position          // where their first rejected lines are
	tradeRows     map[string]xlsx.Position // trades that findings name, and where their rows are
	tradeNos      map[string]int32         // the same trades, numbered from 1 on
	tradeFindings []tradeFindings          // by these numbers
	tradesMissed  bool                     // there are more of them than are noted
	firstRows     map[string]xlsx.Position // code → its first row among the findings
	misstatedRows map[string]xlsx.Position // batches whose success_num a finding says is wrong

	// What sheets and files add up to.
	results        figures
	trades         figures
	batchSum       batchFigures
	correctionRows int64
	actCount       int64
	covered        dayFigures
	corrected      jsonfiles.Corrections
	unproved       report.Unproved
	holds          report.Holds
	ages           ages // of the open findings
	batchFiles     []batch.Summary

	openAmounts map[string]alipay.Money // code → the money of its open findings

	equal, unequal int // rows of the tie-out but what Alipay states
}

// dayFigures are what the sheet of coverage adds up to, for the tie-out.
type dayFigures struct{ notifications, lines int64 }

// newBuilder begins a report with its temporary files in a folder. It has to be
// closed.
func newBuilder(dir report.Folder, tmp string, books report.Books, r report.Report, most xlsx.Limits) (*builder, error) {
	header, footer := headerFooter(r)
	book, err := xlsx.New(xlsx.Options{
		Tmp: tmp, Names: sheetOrder(), Numbered: numberingOrder(), Limits: most, Note: r.CutNote(), Header: header, Footer: footer,
		Properties: xlsx.Properties{
			Title: "批量退款对账 " + r.Run.Job + " " + r.AsOf()[:len("2006-01-02")], Subject: r.Run.Job + " " + r.AsOf(), Creator: "reconcile " + r.Program,
			Language: r.Say("en-US", "zh-CN"), Identifier: "run " + strconv.FormatInt(r.Run.ID, 10), At: r.Run.AsOf,
		},
	})
	if err != nil {
		return nil, words.Errorf("%s: %w", r.WorkbookName(), err)
	}
	findings, err := newFindingFile(filepath.Join(tmp, "findings"))
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	b := &builder{
		Report: r, Sentences: report.NewSentences(r.Rules), dir: dir, books: books, book: book, findings: findings, kept: make(chan struct{}),
		openAmounts: map[string]alipay.Money{}, tradeRows: map[string]xlsx.Position{}, firstRows: map[string]xlsx.Position{}, misstatedRows: map[string]xlsx.Position{},
		tradeNos: map[string]int32{}, tradeFindings: make([]tradeFindings, 1), worstFirst: worst{most: r.Policy.Header.MaxRows}, byTrade: byFinding{name: tradeOf},
	}
	return b, nil
}

func (b *builder) close() error { return errors.Join(b.book.Close(), b.findings.close()) }

// headerFooter stays below the 255 characters of the format, whatever the job
// is called. The blank after a size keeps digits from being read as part of it; a
// doubled '&' does not begin a code.
func headerFooter(r report.Report) (header, footer string) {
	job := []rune(xlsx.CellText(r.Run.Job, ""))
	head, who := r.Run.Head, report.Mask(r.Partner)
	if r.VerifyOff {
		who += " 未验签 verify: off"
	}
	header = fmt.Sprintf("&L&8 %s %s&C&8&A&R&8 %s", strings.ReplaceAll(string(job[:min(len(job), 30)]), "&", "&&"), r.AsOf(), who)
	footer = fmt.Sprintf("&L&8 run %d %s&C&8&P / &N&R&8编制 Prepared ______ 复核 Reviewed ______ 批准 Approved ______", r.Run.ID, head[:min(len(head), 12)])
	return header, footer
}
