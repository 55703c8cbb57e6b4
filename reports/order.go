package reports

import (
	"slices"
	"sort"
	"strings"
)

// A continuation is a sheet that goes on where another is full.
type continuation struct{ name, of string }

// goOn adds a sheet that continues another. It stands last until arrange: the
// names that print titles and filters go by know a sheet by its place.
func (b *workbook) goOn(name, of string) error {
	b.continued = append(b.continued, continuation{name, of})
	_, err := b.file.NewSheet(name)
	return err
}

// arrange puts every continuation behind the sheet that it continues, and takes
// the names along. excelize's MoveSheet would leave them with the place, and
// wants to open every sheet, which a stream has closed.
func (b *workbook) arrange() error {
	b.dropPictureTypes()
	before := b.file.GetSheetList()
	sheets := b.file.WorkBook.Sheets.Sheet
	sort.SliceStable(sheets, func(i, j int) bool { return b.rank(sheets[i].Name) < b.rank(sheets[j].Name) })
	after := b.file.GetSheetList()
	names := b.file.WorkBook.DefinedNames.DefinedName
	for i := range names {
		place := slices.Index(after, before[*names[i].LocalSheetID])
		names[i].LocalSheetID = &place
	}
	return nil
}

// rank is the place of a sheet in the order of the workbook, a continuation's
// that of the sheet it continues.
func (b *workbook) rank(name string) int {
	for _, c := range b.continued {
		if c.name == name {
			name = c.of
		}
	}
	return rank(name)
}

// rank is the place of a sheet that continues no other.
func rank(name string) int { return slices.Index(sheetOrder(), name) }

// dropPictureTypes leaves out the types of pictures, which a chart brings along
// in the order of a map: no part is a picture.
func (b *workbook) dropPictureTypes() {
	types := b.file.ContentTypes
	kept := types.Defaults[:0]
	for _, d := range types.Defaults {
		if !strings.HasPrefix(d.ContentType, "image/") {
			kept = append(kept, d)
		}
	}
	types.Defaults = kept
}
