package files

import (
	"archive/zip"
	"errors"

	"reconcile/importers/xlsx"
)

// IsWorkbook reports whether the file is an Office file, such as a workbook of Excel.
func (in *Input) IsWorkbook() bool {
	if in.Packing != Zip {
		return false
	}
	archive, err := zip.NewReader(in.file, in.Size())
	if err != nil {
		return false // Parts returns the error
	}
	for _, f := range archive.File {
		if xlsx.PartKey(f.Name) == xlsx.TypesKey {
			return true
		}
	}
	return false
}

// Workbook opens the file as a workbook. Errors: *RefusedError.
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
