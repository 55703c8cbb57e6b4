package importers

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/importers/xlsx"
)

// A ReportBook is a workbook of this program that is read again, perhaps with what
// people entered.
type ReportBook struct {
	in   *files.Input
	book *xlsx.Book
}

// OpenReportBook opens a workbook, which must be closed. Errors: *RefusedError if the
// file is not a workbook, or is damaged.
func OpenReportBook(name string) (*ReportBook, error) {
	in, err := files.Open(name, true)
	if err != nil {
		return nil, err
	}
	if !in.IsWorkbook() {
		return nil, errors.Join(&files.RefusedError{Reason: "no Excel workbook (.xlsx)"}, in.Close())
	}
	book, err := in.Workbook()
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return &ReportBook{in, book}, nil
}

// Close closes the file.
func (b *ReportBook) Close() error { return b.in.Close() }

// Check reads the rest of the file and returns a *RefusedError if any of it is damaged.
// What was read must not be used before it has returned nil.
func (b *ReportBook) Check(ctx context.Context) error { return files.RefuseBook(b.book.Check(ctx)) }

// Facts returns the texts of a sheet by their label, the first text in their row.
func (b *ReportBook) Facts(sheet string) (map[string]string, error) {
	facts := map[string]string{}
	for at := range b.sheets(sheet) {
		for row, err := range b.book.Rows(at) {
			if err != nil {
				return nil, files.RefuseBook(err)
			}
			label := ""
			for _, cell := range row.Cells {
				switch {
				case cell.Text == "":
				case label == "":
					label = cell.Text
				case facts[label] == "":
					facts[label] = cell.Text
				}
			}
		}
	}
	return facts, nil
}

// A ReportRow is a row below the header of a sheet.
type ReportRow struct {
	Line  int64
	Cells []string // in the order of the columns that were passed to Rows
}

// ReportColumns are headings of a sheet. A workbook of an earlier version has none of
// those that are Later; who has some of them has them all.
type ReportColumns struct{ Always, Later []string }

// Rows yields the rows of a sheet, and of the sheets that continue it, with the cells
// of the columns with these headings, those of later columns last. Errors: *RefusedError
// if the sheet or a column is missing, or a cell has a formula that was never computed.
func (b *ReportBook) Rows(sheet string, columns ReportColumns) iter.Seq2[ReportRow, error] {
	return func(yield func(ReportRow, error) bool) {
		found := false
		for at := range b.sheets(sheet) {
			found = true
			if !b.rows(at, columns, yield) {
				return
			}
		}
		if !found {
			yield(ReportRow{}, &files.RefusedError{Reason: "no sheet is called " + alipay.Quote(sheet) + ": not a workbook of this program"})
		}
	}
}

// rows yields the rows of one sheet and reports whether more are wanted.
func (b *ReportBook) rows(at int, columns ReportColumns, yield func(ReportRow, error) bool) bool {
	var places []int
	for row, err := range b.book.Rows(at) {
		if err == nil && places == nil {
			if places, err = columns.places(row); err == nil {
				continue
			}
		}
		out := ReportRow{Line: row.Number}
		if err == nil {
			out.Cells, err = cellTexts(row, places)
		}
		if err != nil {
			yield(ReportRow{}, files.RefuseBook(err))
			return false
		}
		if !tables.IsEmpty(out.Cells) && !yield(out, nil) {
			return false
		}
	}
	return true
}

// places returns the indexes of the columns in a header, -1 of the later ones where it has
// none of them.
func (c ReportColumns) places(header xlsx.Row) ([]int, error) {
	at := func(name string) int {
		return slices.IndexFunc(header.Cells, func(c xlsx.Cell) bool { return c.Text == name })
	}
	has := func(name string) bool { return at(name) >= 0 }
	var places []int
	earlier := !slices.ContainsFunc(c.Later, has)
	for i, name := range slices.Concat(c.Always, c.Later) {
		if !has(name) && (i < len(c.Always) || !earlier) {
			return nil, &files.RefusedError{Reason: fmt.Sprintf("no column is called %s", alipay.Quote(name))}
		}
		places = append(places, at(name))
	}
	return places, nil
}

// cellTexts returns what the cells of a row show, "" after its last cell.
func cellTexts(row xlsx.Row, places []int) ([]string, error) {
	texts := make([]string, len(places))
	for i, at := range places {
		if at < 0 || at >= len(row.Cells) {
			continue
		}
		cell := row.Cells[at]
		if cell.Kind == xlsx.NoValue {
			return nil, &files.RefusedError{Reason: fmt.Sprintf("row %d has a formula that was never computed: write its value", row.Number)}
		}
		texts[i] = cell.Shown()
	}
	return texts, nil
}

// sheets yields the indexes of a sheet and of "name (2)", "name (3)", which continue it.
func (b *ReportBook) sheets(name string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, s := range b.book.Sheets() {
			rest, ok := strings.CutPrefix(s.Name, name)
			if ok && (rest == "" || strings.HasPrefix(rest, " (")) && !yield(i) {
				return
			}
		}
	}
}
