package xlsx

import (
	"archive/zip"
	"context"
	"io"
	"slices"
	"strings"
)

// A Book is an open workbook. It is not for use by several goroutines at once.
type Book struct {
	archive  *archive
	sheets   []Sheet
	files    []*zip.File // of the sheets
	styles   styles
	strings  stringTable
	date1904 bool
	verified map[string]bool // names of members that were read to their end
	merges   map[int][]Merge // of the sheets that were asked for
}

// A Sheet is a worksheet in the list of the workbook.
type Sheet struct {
	Name   string
	Hidden bool // Excel does not show it
}

// Open reads the description of a workbook: its parts, sheets, formats and shared
// strings. The file must not change while the Book is in use. Errors:
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
	b := &Book{archive: a, verified: map[string]bool{}, merges: map[int][]Merge{}}
	return b, b.load(o, part)
}

// refuseOpenDocument returns an error if the archive is a file of LibreOffice.
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

// Sheets returns the worksheets in the workbook's order, hidden ones too, without the
// sheets that hold only a chart.
func (b *Book) Sheets() []Sheet { return slices.Clone(b.sheets) }

// Check reads everything that was not read to its end yet, every sheet and every
// other member of the archive, and so finds damage anywhere in the file. What Rows
// yielded must not be used before Check has returned nil. Errors: *DamagedError,
// *UnsupportedError, those of ctx.
func (b *Book) Check(ctx context.Context) error {
	for i, f := range b.files {
		if b.verified[f.Name] {
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
	for err == nil {
		if err = ctx.Err(); err == nil {
			_, err = raw.Read(buf)
		}
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// Types of the parts that matter.
const (
	binaryType = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
	sheetTypes = ".worksheet+xml"
)

// workbookPart finds the part that lists the sheets. Errors: *UnsupportedError for
// other files of Office.
func (o *opener) workbookPart() (*zip.File, error) {
	relations, err := o.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		if !r.is("officeDocument") {
			continue
		}
		f, err := o.follow("", r)
		if err != nil {
			return nil, err
		}
		return f, isWorkbook(o.typeOf(f))
	}
	return nil, damaged("_rels/.rels names no workbook")
}

// isWorkbook judges the type of a main part: a workbook or a template, with
// macros or without.
func isWorkbook(kind string) error {
	kind = strings.ToLower(kind)
	switch {
	case kind == binaryType:
		return unsupported("an Excel binary workbook (.xlsb): save it as .xlsx")
	case strings.HasSuffix(kind, ".main+xml") && (strings.Contains(kind, ".sheet.") || strings.Contains(kind, "spreadsheetml") || strings.Contains(kind, "ms-excel")):
		return nil
	case strings.HasPrefix(kind, "application/vnd."):
		return unsupported("a file of Office, but no workbook (%s): save the table as .xlsx", kind)
	}
	return damaged("[Content_Types].xml does not say what the workbook is")
}

// load reads the workbook's main part and those that it refers to.
func (b *Book) load(o *opener, part *zip.File) error {
	relations, err := o.relations(part.Name)
	if err != nil {
		return err
	}
	if err := b.readWorkbook(o, part, relations); err != nil {
		return err
	}
	if err := b.nameAll(o); err != nil {
		return err
	}
	for _, r := range relations {
		if !r.is("styles") && !r.is("sharedStrings") {
			continue
		}
		f, err := o.follow(part.Name, r)
		if err != nil {
			return err
		}
		if r.is("styles") {
			err = b.readStyles(f)
		} else {
			err = b.readStrings(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readWorkbook reads the list of sheets.
func (b *Book) readWorkbook(o *opener, part *zip.File, relations []relation) error {
	byID := map[string]relation{}
	for _, r := range relations {
		byID[r.id] = r
	}
	listed := false
	return o.read(part, spreadsheet, "workbook", func(s *scanner) error {
		err := s.each(func() error {
			switch string(s.local) {
			case "workbookPr":
				on := string(s.value("date1904"))
				b.date1904 = on == "1" || on == "true"
			case "sheets":
				listed = true
				return s.each(func() error { return b.addSheet(o, s, part, byID) })
			}
			return s.skip()
		})
		if err == nil && !listed {
			return s.wrong("lists no sheets")
		}
		return err
	})
}

// addSheet reads one sheet of the list. A sheet of another kind than a
// worksheet is left out.
func (b *Book) addSheet(o *opener, s *scanner, part *zip.File, byID map[string]relation) error {
	name, state := string(s.value("name")), string(s.value("state"))
	r, ok := byID[string(s.valueIn(references, "id"))]
	if !s.is(spreadsheet, "sheet") || name == "" || !ok {
		return s.wrong("lists a sheet without name or place")
	}
	if r.is("worksheet") {
		f, err := o.follow(part.Name, r)
		if err != nil {
			return err
		}
		sameName := func(other Sheet) bool { return strings.EqualFold(other.Name, name) }
		if slices.Contains(b.files, f) || slices.ContainsFunc(b.sheets, sameName) {
			return s.wrong("lists a sheet twice")
		}
		b.sheets = append(b.sheets, Sheet{name, state == "hidden" || state == "veryHidden"})
		b.files = append(b.files, f)
	}
	return s.skip()
}

// nameAll refuses an archive with a worksheet that is not in the list of the workbook.
func (b *Book) nameAll(o *opener) error {
	for _, f := range o.files {
		if strings.HasSuffix(strings.ToLower(o.typeOf(f)), sheetTypes) && !slices.Contains(b.files, f) {
			return inPart(damaged("is a sheet that the workbook does not list"), f.Name)
		}
	}
	return nil
}
