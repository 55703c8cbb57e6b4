package reports

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/xuri/excelize/v2"

	"reconcile/alipay"
	"reconcile/ledger"
)

// Where a sheet goes on in a second one: Excel ends at 1,048,576 rows, and a part
// of 4 GiB would need an archive of another form.
const (
	sheetRows  = 1_000_000
	sheetBytes = 3 << 30
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

// framingOrder is the order in which the library writes around the sheets.
func framingOrder() []string {
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

// A workbook is the file while it is built. The rows of its sheets are written
// through temporary files, several sheets side by side, in the order in which one
// needs what another has summed up; then the library writes around them, sheet by
// sheet.
type workbook struct {
	*writer
	file    *excelize.File
	styles  [kinds]int
	looks   [kinds]string // the same as attributes of cells
	marked  map[kind]int  // the styles of marks
	files   []ledger.RunFile
	tallies []ledger.Tally
	days    []ledger.Day
	codes   []ledger.CodeRow

	tmp      string // the folder of its temporary files
	packers  *packers
	pressing sync.Mutex // guards presses
	presses  []*press
	sheets   [][]*sheet // by the rank of the first, its continuations behind it

	findings *spool
	cited    map[string]position // trades that findings name, and where their rows are
	firstOf  map[string]position // code → its first row among the findings

	misstated map[string]position // batches whose success_num a finding says is wrong
	corrected correctionCounts
	whole     ledger.Sums // what the books add up to, where the sheets hold a part of them
	results   figures     // what the sheet Results adds up to
	trades    figures     // and Trades
	batchSum  batchFigures
	ages      ages         // of the open findings
	stake     alipay.Money // and their money

	previous int64          // the run of the job before this one; 0 where there is none
	closing  []ledger.Tally // what it left open

	equal, unequal int // rows of the tie-out

	continued []continuation
}

// A position is where a row stands; the zero value is nowhere.
type position struct {
	sheet string
	row   int
}

func (p position) ref(column string) string {
	if p.row == 0 {
		return ""
	}
	return "'" + p.sheet + "'!" + column + strconv.Itoa(p.row)
}

// newWorkbook begins a workbook with its temporary files in a folder. It has to be
// closed.
func (w *writer) newWorkbook(tmp string) (*workbook, error) {
	findings, err := newSpool(filepath.Join(tmp, "findings"))
	if err != nil {
		return nil, err
	}
	return &workbook{
		writer: w, file: excelize.NewFile(excelize.Options{TmpDir: tmp}),
		tmp: tmp, packers: newPackers(), findings: findings,
		sheets: make([][]*sheet, len(sheetOrder())),
		cited:  map[string]position{}, firstOf: map[string]position{}, misstated: map[string]position{},
	}, nil
}

func (b *workbook) close() error {
	return errors.Join(b.file.Close(), b.closePresses(), b.findings.close())
}

// read takes from the books what is small and needed by several sheets.
func (b *workbook) read(ctx context.Context) (err error) {
	if b.files, err = b.books.Files(ctx, b.Run.ID); err != nil {
		return err
	}
	if b.tallies, err = b.books.Tallies(ctx, b.Run.ID); err != nil {
		return err
	}
	return b.readPrevious(ctx)
}

// join writes the sheets that say what the others add up to, and puts all of them
// together.
func (b *workbook) join() error {
	for _, step := range []func() error{b.writeSummary, b.writeTieOut, b.writeCover, b.frame, b.arrange} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf counts the rows of a sheet, its continuations included.
func (b *workbook) rowsOf(name string) (n int64) {
	for _, s := range b.sheets[rank(name)] {
		if s.tabled > 0 {
			return int64(s.tabledRows)
		}
		n += int64(s.row - 1)
	}
	return n
}

// prepare makes the styles, the sheets in their order, and the properties,
// which tell the time of the run and not of the clock.
func (b *workbook) prepare() error {
	if err := errors.Join(b.makeStyles(), b.makeMarks()); err != nil {
		return err
	}
	names := sheetOrder()
	if err := b.file.SetSheetName("Sheet1", names[0]); err != nil {
		return err
	}
	for _, name := range names[1:] {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	at := b.Run.AsOf.UTC().Format("2006-01-02T15:04:05Z")
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: b.workbookName(), Subject: b.Run.Job + " " + b.asOf(), Creator: "reconcile " + b.Program,
		LastModifiedBy: "reconcile " + b.Program, Identifier: "run " + strconv.FormatInt(b.Run.ID, 10),
		Created: at, Modified: at, Language: "zh-CN",
	})
}
