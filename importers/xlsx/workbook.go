package xlsx

import (
	"archive/zip"
	"strings"
)

// Types of the parts that matter.
const (
	binaryType = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
	sheetTypes = ".worksheet+xml"
)

// workbookPart finds the part that lists the sheets. Errors: *UnsupportedError
// for files of Office that are no workbook that is read.
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

// load reads the workbook's own part and those that it leads to.
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
		for _, other := range b.sheets {
			if strings.EqualFold(other.Name, name) || other.file == f {
				return s.wrong("lists a sheet twice")
			}
		}
		b.sheets = append(b.sheets, sheet{Sheet{name, state == "hidden" || state == "veryHidden"}, f})
	}
	return s.skip()
}

// nameAll refuses an archive that holds a worksheet which the workbook does not
// list: the list has lost it.
func (b *Book) nameAll(o *opener) error {
	listed := map[string]bool{}
	for _, s := range b.sheets {
		listed[s.file.Name] = true
	}
	for _, f := range o.files {
		if strings.HasSuffix(strings.ToLower(o.typeOf(f)), sheetTypes) && !listed[f.Name] {
			return inPart(damaged("is a sheet that the workbook does not list"), f.Name)
		}
	}
	return nil
}
