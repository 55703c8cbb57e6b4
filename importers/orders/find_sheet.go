package orders

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/importers/xlsx"
)

// FindSheet returns the index of the sheet to read: the one that is named by the key
// sheet of columns, else the first one that is not hidden and has a header that is
// recognised. Errors: *files.RefusedError if there is none; those of the workbook.
func FindSheet(book *xlsx.Book, settings Settings) (int, error) {
	var names []string
	var first error
	for i, sheet := range book.Sheets() {
		names = append(names, alipay.Quote(sheet.Name))
		if want, named := settings.Columns[fieldSheet]; named && sheet.Name == want {
			return i, nil
		} else if named || sheet.Hidden {
			continue
		}
		err := tryHeader(book, i, settings)
		if err == nil {
			return i, nil
		}
		var refused *files.RefusedError
		if !errors.As(err, &refused) {
			return 0, err
		}
		if refused.Reason != emptyExport {
			refused = inSheet(sheet, refused)
		}
		if isFlaw(err) {
			return 0, refused
		}
		if first == nil || first.Error() == emptyExport {
			first = refused
		}
	}
	if want, named := settings.Columns[fieldSheet]; named {
		return 0, &files.RefusedError{Reason: fmt.Sprintf("no sheet is called %s, which columns: names; it has %s", alipay.Quote(want), strings.Join(names, ", "))}
	}
	if first == nil {
		return 0, &files.RefusedError{Reason: "a workbook without a sheet that Excel shows; name one as sheet under columns:"}
	}
	return 0, first
}

// FindSheets returns the indices of the sheets to read: the one that is named by the key
// sheet of columns, else each that is not hidden and has a header that is recognised
// (§3.2). Errors: those of FindSheet.
func FindSheets(book *xlsx.Book, settings Settings) ([]int, error) {
	first, err := FindSheet(book, settings)
	if err != nil {
		return nil, err
	}
	all := []int{first}
	if _, named := settings.Columns[fieldSheet]; named {
		return all, nil
	}
	for i := first + 1; i < len(book.Sheets()); i++ {
		if book.Sheets()[i].Hidden {
			continue
		}
		err := tryHeader(book, i, settings)
		var refused *files.RefusedError
		switch {
		case err == nil:
			all = append(all, i)
		case isFlaw(err):
			return nil, inSheet(book.Sheets()[i], err)
		case !errors.As(err, &refused):
			return nil, err
		}
	}
	return all, nil
}

// inSheet returns the refusal of a workbook for one of its sheets.
func inSheet(sheet xlsx.Sheet, err error) *files.RefusedError {
	return &files.RefusedError{Reason: "sheet " + alipay.Quote(sheet.Name) + ": " + err.Error()}
}

// IgnoreSheet yields every record of a table except blank rows, all Ignored.
func IgnoreSheet(t tables.Table) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for {
			rec, err := t.Next()
			if err == io.EOF || err == nil && !rec.Blank && !yield(Line{Number: rec.Line}, nil) {
				return
			}
			if err != nil {
				yield(Line{}, err)
				return
			}
		}
	}
}

// tryHeader searches the header of a sheet.
func tryHeader(book *xlsx.Book, sheet int, settings Settings) error {
	table := tables.NewSheet(book, sheet)
	defer table.Stop()
	reader := NewReader(table, settings)
	reader.yield = func(Line, error) bool { return true }
	return reader.findHeader()
}
