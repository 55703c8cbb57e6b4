package importers

import (
	"context"

	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
)

// previewWorkbook looks at the sheet of a workbook that would be read. All of the
// workbook is checked for damage.
func previewWorkbook(in *files.Input, o Options) (TakenPart, error) {
	book, err := in.Workbook()
	if err != nil {
		return TakenPart{}, err
	}
	at, err := orders.FindSheet(book, o.Columns)
	if err != nil {
		return TakenPart{}, err
	}
	table := tables.NewSheet(book, at)
	defer table.Stop()
	out := TakenPart{Name: book.Sheets()[at].Name}
	if err := out.previewOrders(table, o); err != nil {
		return out, err
	}
	return out, files.RefuseBook(book.Check(context.Background()))
}
