package importers

import (
	"reconcile/ledger"
)

// readWorkbook reads the orders of a workbook as one source, where the file is
// one; done tells whether it is. Nothing of it must stand if there is an error.
func (j *job) readWorkbook() (done bool, err error) {
	if !j.in.isWorkbook() {
		return false, nil
	}
	if j.file.Kind != ledger.Orders {
		return true, errBookOf(j.file.Kind)
	}
	book, err := j.in.openBook()
	if err != nil {
		return true, err
	}
	at, err := findSheet(book, j.opts.Columns)
	if err != nil {
		return true, err
	}
	source := j.source(part{name: book.Sheets()[at].Name})
	table := newSheetTable(book, at)
	defer table.stop()
	f := j.feeder(source)
	if err := hand(f, newOrderReader(table, j.opts.Columns).lines(), f.order); err != nil {
		return true, err
	}
	if err := book.Check(j.ctx); err != nil {
		return true, refuseBook(err)
	}
	closed, err := j.intake.Close(source)
	j.parts = append(j.parts, ledger.Part{Path: source.Path, Source: closed.ID})
	j.fresh = true
	return true, err
}

// errBookOf refuses a workbook where no orders are wanted.
func errBookOf(kind ledger.Kind) error {
	if kind == ledger.Bills {
		return &RefusedError{"a workbook: use the trade bill (业务明细) as it was downloaded, as CSV or ZIP"}
	}
	return &RefusedError{"an Excel workbook, not a log"}
}
