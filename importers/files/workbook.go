package files

import (
	"archive/zip"
	"errors"

	"reconcile/importers/xlsx"
)

// IsWorkbook tells whether the file is a workbook of Excel.
func (in *Input) IsWorkbook() bool {
	if in.Packing != Zip {
		return false
	}
	archive, err := zip.NewReader(in.file, in.Size())
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

// Workbook opens the workbook that the file is. Errors: *RefusedError for one that is damaged.
func (in *Input) Workbook() (*xlsx.Book, error) {
	book, err := xlsx.Open(in.file, in.Size())
	if errors.Is(err, xlsx.ErrNotWorkbook) {
		return nil, &RefusedError{Reason: "an Office file that is no workbook: save it as .xlsx or CSV"}
	}
	if err != nil {
		return nil, Refuse(RefuseBook(err))
	}
	return book, nil
}

// RefuseBook says why a workbook is refused. Errors: *RefusedError for what is
// wrong with the file, any other as it is.
func RefuseBook(err error) error {
	var damaged *xlsx.DamagedError
	var unsupported *xlsx.UnsupportedError
	if errors.As(err, &damaged) || errors.As(err, &unsupported) {
		return &RefusedError{Reason: err.Error()}
	}
	return err
}
