package importers

import (
	"archive/zip"
	"errors"

	"reconcile/importers/xlsx"
)

// isWorkbook tells whether the file is a workbook of Excel.
func (in *input) isWorkbook() bool {
	if in.packing != zipped {
		return false
	}
	archive, err := zip.NewReader(in.file, in.size())
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

// openBook opens the workbook that the file is. Errors: *RefusedError for one that is damaged.
func (in *input) openBook() (*xlsx.Book, error) {
	book, err := xlsx.Open(in.file, in.size())
	if errors.Is(err, xlsx.ErrNotWorkbook) {
		return nil, &RefusedError{"an Office file that is no workbook: save it as .xlsx or CSV"}
	}
	if err != nil {
		return nil, refuseRead(refuseBook(err))
	}
	return book, nil
}

// refuseBook says why a workbook is refused. Errors: *RefusedError for what is
// wrong with the file, any other as it is.
func refuseBook(err error) error {
	var damaged *xlsx.DamagedError
	var unsupported *xlsx.UnsupportedError
	if errors.As(err, &damaged) || errors.As(err, &unsupported) {
		return &RefusedError{err.Error()}
	}
	return err
}
