// Package workbookdiff compares a workbook with the one that the books give.
package workbookdiff

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"reconcile/importers/xlsx"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// maxListedCells is how many differences of a workbook are listed.
const maxListedCells = 100

// A Diff compares a workbook with what the books would have it be.
type Diff struct {
	ctx         context.Context
	file, again *os.File
	here, there *xlsx.Book // the file, and the one that was written again
	Count       int
	Listed      []ledger.Discrepancy
	unvalued    int    // the differences that are formulas without a value
	resaved     string // the program that has saved the file since; empty where none has
}

// Compare names every cell that is another one, but where people write.
func Compare(ctx context.Context, file, again string) (d *Diff, err error) {
	d = &Diff{ctx: ctx, Listed: []ledger.Discrepancy{}}
	if d.file, d.here, err = openBook(file); err != nil {
		return d.damaged(err)
	}
	defer func() { err = errors.Join(err, d.file.Close()) }()
	if d.again, d.there, err = openBook(again); err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, d.again.Close()) }()
	if err := d.sheets(); err != nil {
		return d.damaged(err)
	}
	if err := d.here.Check(ctx); err != nil {
		return d.damaged(err)
	}
	d.withoutValues()
	return d, d.parts()
}

// withoutValues says in one line that every difference is a formula without a value: a
// program that computes nothing has saved the file.
func (d *Diff) withoutValues() {
	if d.unvalued == 0 || d.unvalued < d.Count {
		return
	}
	d.Count = 1
	d.Listed = []ledger.Discrepancy{{What: "values", Where: fmt.Sprintf("%d formulas", d.unvalued),
		Books: "none: saved by a program that computes nothing, such as openpyxl", Found: "save it once in Excel, WPS or LibreOffice, and verify that copy"}}
}

// damaged takes damage to the file for a difference.
func (d *Diff) damaged(err error) (*Diff, error) {
	var damaged *xlsx.DamagedError
	if !errors.As(err, &damaged) {
		return d, err
	}
	d.differ("file", damaged.Part, "damaged: "+damaged.Reason, "")
	return d, nil
}

func openBook(name string) (*os.File, *xlsx.Book, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		var book *xlsx.Book
		if book, err = xlsx.Open(f, info.Size()); err == nil {
			return f, book, nil
		}
	}
	return nil, nil, errors.Join(err, f.Close())
}

func (d *Diff) differ(what, where, here, there string) {
	if d.Count++; d.Count <= maxListedCells {
		d.Listed = append(d.Listed, ledger.Discrepancy{What: what, Where: where, Books: here, Found: there})
	}
}

// State describes the outcome of the comparison in one line.
func (d *Diff) State(run ledger.Run) string {
	switch {
	case d.Count > 0:
		return words.New("not the workbook of run %d of job %s", run.ID, run.Job).String()
	case d.resaved != "":
		return words.New("proven: every cell is that of run %d of job %s, but where people write; %s has saved it since, so that looks and charts were not compared", run.ID, run.Job, d.resaved).String()
	}
	return words.New("proven: all but where people write is the workbook of run %d of job %s", run.ID, run.Job).String()
}

// sheets compares the sheets by name.
func (d *Diff) sheets() error {
	here, there := d.here.Sheets(), d.there.Sheets()
	for i, s := range there {
		at := slices.IndexFunc(here, func(h xlsx.Sheet) bool { return h.Name == s.Name })
		if at < 0 {
			d.differ("sheet", s.Name, "missing", "is of the report")
			continue
		}
		if err := d.sheet(s.Name, at, i); err != nil {
			return err
		}
	}
	for _, s := range here {
		if !slices.ContainsFunc(there, func(t xlsx.Sheet) bool { return t.Name == s.Name }) {
			d.differ("sheet", s.Name, "added", "is not of the report")
		}
	}
	return nil
}

// sheet compares the rows of a sheet by their numbers.
func (d *Diff) sheet(name string, here, there int) error {
	left, stopLeft := pullRows(d.here.Rows(here))
	defer stopLeft()
	right, stopRight := pullRows(d.there.Rows(there))
	defer stopRight()
	input := inputCells{sheet: name}
	a, errA := left()
	b, errB := right()
	for a != nil || b != nil {
		if err := errors.Join(errA, errB, d.ctx.Err()); err != nil {
			return err
		}
		number := min(numberOf(a), numberOf(b))
		var cellsA, cellsB []xlsx.Cell
		if numberOf(a) == number {
			cellsA = a.Cells
		}
		if numberOf(b) == number {
			cellsB = b.Cells
		}
		input.learn(number, cellsB)
		d.row(name, number, cellsA, cellsB, input)
		if numberOf(a) == number {
			a, errA = left()
		}
		if numberOf(b) == number {
			b, errB = right()
		}
	}
	return errors.Join(errA, errB)
}

// row compares the cells of a row.
func (d *Diff) row(sheet string, number int64, here, there []xlsx.Cell, input inputCells) {
	for i := range max(len(here), len(there)) {
		var a, b xlsx.Cell
		if i < len(here) {
			a = here[i]
		}
		if i < len(there) {
			b = there[i]
		}
		if !sameCell(a, b) && !input.has(i) {
			column, _ := excelize.ColumnNumberToName(i + 1) // never out of range: no row that is read has more cells
			if a.Formula && b.Formula && a.Text == "" {
				d.unvalued++
			}
			d.differ("cell", fmt.Sprintf("%s!%s%d", sheet, column, number), shown(a), shown(b))
		}
	}
}

// sameCell reports whether two cells hold the same: the same text, or the same
// number, however it is written.
func sameCell(a, b xlsx.Cell) bool {
	if a.Text == b.Text && (a.Kind == b.Kind || a.Text == "") {
		return a.Formula == b.Formula || a.Text == ""
	}
	if a.Kind != xlsx.Number || b.Kind != xlsx.Number || a.Formula != b.Formula {
		return false
	}
	x, errX := decimal.NewFromString(xlsx.Shown(a.Text))
	y, errY := decimal.NewFromString(xlsx.Shown(b.Text))
	return errX == nil && errY == nil && x.Equal(y)
}

func shown(c xlsx.Cell) string {
	const most = 60
	text := []rune(c.Text)
	if len(text) > most {
		text = append(text[:most:most], '…')
	}
	if c.Formula {
		return string(text) + " (formula)"
	}
	return string(text)
}

func numberOf(r *xlsx.Row) int64 {
	if r == nil {
		return 1 << 40
	}
	return r.Number
}

// inputCells are the cells of a row that people write into: the input columns of
// the findings and the corrections, and the sign-off on the cover.
type inputCells struct {
	sheet   string
	columns []int
	below   []int // the columns whose header is that of an input
}

// learn takes a row of the workbook as it was written.
func (c *inputCells) learn(number int64, cells []xlsx.Cell) {
	switch {
	case c.sheet == reports.CoverSheet:
		c.columns = nil
		for i, cell := range cells {
			if slices.Contains(reports.SignOff(), cell.Text) {
				c.columns = []int{i + 1, i + 2, i + 3}
			}
		}
	case number == 1:
		for i, cell := range cells {
			if slices.Contains(reports.InputColumns(c.sheet), cell.Text) {
				c.below = append(c.below, i)
			}
		}
	default:
		c.columns = c.below
	}
}

// has reports whether a column of the row is for people; the header is not.
func (c *inputCells) has(column int) bool { return slices.Contains(c.columns, column) }
