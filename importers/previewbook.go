package importers

import "context"

// previewWorkbook looks at the sheet of a workbook that would be read. All of the
// workbook is checked for damage.
func previewWorkbook(in *input, o Options) (TakenPart, error) {
	book, err := in.openBook()
	if err != nil {
		return TakenPart{}, err
	}
	at, err := findSheet(book, o.Columns)
	if err != nil {
		return TakenPart{}, err
	}
	table := newSheetTable(book, at)
	defer table.stop()
	out := TakenPart{Name: book.Sheets()[at].Name}
	if err := out.previewOrders(table, o); err != nil {
		return out, err
	}
	return out, refuseBook(book.Check(context.Background()))
}
