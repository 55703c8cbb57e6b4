package reports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

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

func sheetOrder() []string {
	return []string{
		coverSheet, summarySheet, tieOutSheet, findingsSheet, tradesSheet, resultsSheet,
		batchesSheet, codesSheet, correctionsSheet, changesSheet, sourcesSheet, rulesSheet,
	}
}

// A workbook is the file while it is built. Sheets are streamed through
// temporary files, each in one go, in the order in which one needs what another
// has summed up.
type workbook struct {
	*writer
	file    *excelize.File
	styles  map[kind]int
	files   []ledger.RunFile
	tallies []ledger.Tally
	days    []ledger.Day
	codes   []ledger.CodeRow

	rows    map[string]int64 // of each sheet, its continuations included
	tmp     string           // the folder of its temporary files
	presses []*press
	packed  map[string]*packedRows // of each part of the file that is a sheet
	asked   map[string]asked       // what the same parts are to be
	cited   map[string]position    // trades that findings name, and where their rows are
	firstOf map[string]position    // code → its first row among the findings

	misstated map[string]position // batches whose success_num a finding says is wrong
	whole     ledger.Sums         // what the books add up to, where the sheets hold a part of them
	results   figures             // what the sheet Results adds up to
	trades    figures             // and Trades
	batchSum  batchFigures
	ages      ages         // of the open findings
	stake     alipay.Money // and their money

	previous int64          // the run of the job before this one; 0 where there is none
	closing  []ledger.Tally // what it left open
	marks    map[kind]int   // the styles of marks

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

// workbook writes the workbook. Its temporary files stand in a folder of its
// own beneath the report's, gone when it returns.
func (w *writer) workbook() (err error) {
	tmp := filepath.Join(string(w.dir), ".workbook")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	b := w.newWorkbook(tmp)
	defer func() { err = errors.Join(err, b.file.Close(), b.closePresses()) }()
	if err := b.fill(); err != nil {
		return fmt.Errorf("%s: %w", w.workbookName(), err)
	}
	return w.dir.create(w.workbookName(), readable, b.save)
}

func (w *writer) newWorkbook(tmp string) *workbook {
	return &workbook{
		writer: w, file: excelize.NewFile(excelize.Options{TmpDir: tmp}),
		tmp:  tmp,
		rows: map[string]int64{}, packed: map[string]*packedRows{}, asked: map[string]asked{},
		cited: map[string]position{}, firstOf: map[string]position{}, misstated: map[string]position{},
	}
}

func (b *workbook) fill() error {
	steps := []func() error{
		b.read, b.readPrevious, b.readWhole, b.prepare,
		b.cite, b.writeTrades, b.writeResults, b.writeFindings,
		b.writeBatches, b.writeCodes, b.writeCorrections, b.writeChanges, b.writeSources, b.writeRules,
		b.writeSummary, b.writeTieOut, b.writeCover, b.arrange,
	}
	for _, step := range steps {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// read takes from the books what is small and needed by several sheets.
func (b *workbook) read() (err error) {
	if b.files, err = b.books.Files(b.ctx, b.Run.ID); err != nil {
		return err
	}
	if b.tallies, err = b.books.Tallies(b.ctx, b.Run.ID); err != nil {
		return err
	}
	if b.days, err = b.books.Days(b.ctx, b.Run); err != nil {
		return err
	}
	b.codes, err = b.books.CodeRows(b.ctx, b.Run)
	return err
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
