package reports

import "slices"

// A continuation is a sheet that goes on where another is full.
type continuation struct{ name, of string }

// goOn adds a sheet that continues another. It stands last until arrange: the
// names that print titles and filters go by know a sheet by its place.
func (b *workbook) goOn(name, of string) error {
	b.continued = append(b.continued, continuation{name, of})
	_, err := b.file.NewSheet(name)
	return err
}

// arrange moves every continuation behind the sheet that it continues, and
// takes the names along, which excelize leaves with the place.
func (b *workbook) arrange() error {
	before := b.file.GetSheetList()
	order := sheetOrder()
	for _, c := range b.continued {
		if next := slices.Index(order, c.of) + 1; next < len(order) {
			if err := b.file.MoveSheet(c.name, order[next]); err != nil {
				return err
			}
		}
	}
	after := b.file.GetSheetList()
	names := b.file.WorkBook.DefinedNames.DefinedName
	for i := range names {
		place := slices.Index(after, before[*names[i].LocalSheetID])
		names[i].LocalSheetID = &place
	}
	return nil
}
