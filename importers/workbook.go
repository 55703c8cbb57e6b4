package importers

import (
	"archive/zip"
	"errors"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/xlsx"
	"reconcile/ledger"
)

// fieldSheet is the key under columns: that names the sheet to read.
const fieldSheet = "sheet"

// isWorkbook tells whether the file is a workbook of Excel.
func (in *input) isWorkbook() bool {
	if in.packing != zipped {
		return false
	}
	archive, err := zip.NewReader(in.file, in.size)
	if err != nil {
		return false // which is said when its members are listed
	}
	for _, f := range archive.File {
		if f.Name == "[Content_Types].xml" {
			return true
		}
	}
	return false
}

// readWorkbook reads the orders of a workbook as one source, where the file is
// one; done tells whether it is. Nothing of it must stand if there is an error.
func (j *job) readWorkbook() (done bool, err error) {
	if !j.in.isWorkbook() {
		return false, nil
	}
	if j.file.Kind != ledger.Orders {
		return true, errBookOf(j.file.Kind)
	}
	book, err := openBook(j.in)
	if err != nil {
		return true, err
	}
	at, err := findSheet(book, j.opts.Columns)
	if err != nil {
		return true, err
	}
	source := j.source(part{name: book.Sheets()[at].Name})
	table := newSheetTable(book, at)
	defer table.stop()
	f := j.feeder(source)
	reader := &orderReader{table: table}
	if err := hand(f, reader.lines(j.opts.Columns), f.order); err != nil {
		return true, err
	}
	if err := book.Check(j.ctx); err != nil {
		return true, refuseBook(err)
	}
	closed, err := j.intake.Close(source)
	j.parts = append(j.parts, ledger.Part{Path: source.Path, Source: closed.ID})
	j.fresh = true
	return true, err
}

// errBookOf refuses a workbook where no orders are wanted.
func errBookOf(kind ledger.Kind) error {
	if kind == ledger.Bills {
		return &RefusedError{"a workbook: use the trade bill (业务明细) as it was downloaded, as CSV or ZIP"}
	}
	return &RefusedError{"an Excel workbook, not a log"}
}

// openBook opens a workbook. Errors: *RefusedError for one that is damaged.
func openBook(in *input) (*xlsx.Book, error) {
	book, err := xlsx.Open(in.file, in.size)
	if errors.Is(err, xlsx.ErrNotWorkbook) {
		return nil, &RefusedError{"an Office file that is no workbook: save it as .xlsx or CSV"}
	}
	if err != nil {
		return nil, refuseRead(refuseBook(err))
	}
	return book, nil
}

// findSheet returns the place of the sheet that is named under columns:, else
// of the first one that is not hidden and whose header is recognised. Errors:
// *RefusedError where there is none.
func findSheet(book *xlsx.Book, columns map[string]string) (int, error) {
	var names []string
	var first error
	for i, sheet := range book.Sheets() {
		names = append(names, alipay.Quote(sheet.Name))
		if want, named := columns[fieldSheet]; named && sheet.Name == want {
			return i, nil
		} else if named || sheet.Hidden {
			continue
		}
		err := tryHeader(book, i, columns)
		if err == nil {
			return i, nil
		}
		var refused *RefusedError
		if !errors.As(err, &refused) {
			return 0, err
		}
		if refused.Reason != emptyExport {
			refused = &RefusedError{"sheet " + alipay.Quote(sheet.Name) + ": " + refused.Reason}
		}
		if first == nil || first.Error() == emptyExport {
			first = refused
		}
	}
	if want, named := columns[fieldSheet]; named {
		return 0, &RefusedError{fmt.Sprintf("no sheet is called %s, which columns: names; it has %s", alipay.Quote(want), strings.Join(names, ", "))}
	}
	if first == nil {
		return 0, &RefusedError{"a workbook without a sheet that Excel shows; name one as sheet under columns:"}
	}
	return 0, first
}

// tryHeader looks for the header of a sheet.
func tryHeader(book *xlsx.Book, sheet int, columns map[string]string) error {
	table := newSheetTable(book, sheet)
	defer table.stop()
	reader := &orderReader{table: table, yield: func(OrderLine, error) bool { return true }}
	return reader.findHeader(columns)
}
