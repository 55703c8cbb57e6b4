package xlsx

import (
	"archive/zip"
	"context"
	"io"
	"strings"
)

// A Book is an open workbook. It is not for use by several goroutines at once.
type Book struct {
	archive  *archive
	sheets   []sheet
	styles   styles
	strings  stringTable
	date1904 bool
	verified map[string]bool // names of members that were read to their end
}

// A Sheet is a worksheet as the workbook lists it.
type Sheet struct {
	Name   string
	Hidden bool // Excel does not show it
}

type sheet struct {
	Sheet
	file *zip.File
}

// Open reads what a workbook says of itself: its parts, sheets, formats and
// shared strings. The file must not change while the Book is in use. Errors:
// ErrNotWorkbook, *DamagedError, *UnsupportedError.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	if err := a.refuseOpenDocument(); err != nil {
		return nil, err
	}
	o := &opener{archive: a}
	if err := o.readTypes(); err != nil {
		return nil, err
	}
	part, err := o.workbookPart()
	if err != nil {
		return nil, err
	}
	b := &Book{archive: a, verified: map[string]bool{}}
	if err := b.load(o, part); err != nil {
		return nil, err
	}
	return b, nil
}

// refuseOpenDocument names a sheet of LibreOffice's own format.
func (a *archive) refuseOpenDocument() error {
	f := a.find("mimetype")
	if f == nil {
		return nil
	}
	raw, err := openPart(f)
	if err != nil {
		return inPart(err, f.Name)
	}
	kind, err := io.ReadAll(io.LimitReader(raw, 100))
	if err != nil {
		return inPart(err, f.Name)
	}
	if strings.HasPrefix(string(kind), "application/vnd.oasis.opendocument.spreadsheet") {
		return unsupported("an OpenDocument spreadsheet (.ods): save it as .xlsx")
	}
	return ErrNotWorkbook
}

// Sheets lists the worksheets in the workbook's order, hidden ones too; sheets
// that hold nothing but a chart are left out.
func (b *Book) Sheets() []Sheet {
	list := make([]Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// Check reads all that was not read to its end yet, every sheet and every other
// member of the archive, and so finds damage anywhere in the file. What Rows
// has given counts only once Check has returned nil. Errors: *DamagedError,
// *UnsupportedError, those of ctx.
func (b *Book) Check(ctx context.Context) error {
	for i, s := range b.sheets {
		if b.verified[s.file.Name] {
			continue
		}
		for _, err := range b.Rows(i) {
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	for _, f := range b.archive.files {
		if b.verified[f.Name] {
			continue
		}
		if err := drain(ctx, f); err != nil {
			return inPart(err, f.Name)
		}
		b.verified[f.Name] = true
	}
	return nil
}

// drain reads a member to its end for its checksum.
func drain(ctx context.Context, f *zip.File) error {
	raw, err := openPart(f)
	if err != nil {
		return err
	}
	buf := make([]byte, 32<<10)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := raw.Read(buf); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
