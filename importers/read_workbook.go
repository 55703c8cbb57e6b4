package importers

import (
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// readWorkbook reads the orders of a workbook as one source, where the file is
// one; done tells whether it is. Nothing of it must stand if there is an error.
func (j *job) readWorkbook() (done bool, err error) {
	if !j.in.IsWorkbook() {
		return false, nil
	}
	if j.file.Kind != ledger.Orders {
		return true, errBookOf(j.file.Kind)
	}
	book, err := j.in.Workbook()
	if err != nil {
		return true, err
	}
	at, err := orders.FindSheet(book, j.opts.Columns)
	if err != nil {
		return true, err
	}
	source := j.source(files.Part{Name: book.Sheets()[at].Name})
	table := tables.NewSheet(book, at)
	defer table.Stop()
	f := j.feeder(source)
	if err := forEach(f, orders.NewReader(table, j.opts.Columns).Lines(), f.order); err != nil {
		return true, err
	}
	if err := book.Check(j.ctx); err != nil {
		return true, files.RefuseBook(err)
	}
	closed, err := j.intake.Close(source)
	j.parts = append(j.parts, ledger.Part{Path: source.Path, Source: closed.ID})
	j.fresh = true
	return true, err
}

// errBookOf refuses a workbook where no orders are wanted.
func errBookOf(kind ledger.Kind) error {
	if kind == ledger.Bills {
		return &files.RefusedError{Reason: "a workbook: use the trade bill (业务明细) as it was downloaded, as CSV or ZIP"}
	}
	return &files.RefusedError{Reason: "an Excel workbook, not a log"}
}
