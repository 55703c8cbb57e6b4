package importers

import (
	"io"

	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// readExport reads one text of an export or a bill. A summary that stands beside
// what was read of its archive is counted, and no more.
func (j *job) readExport(f *sink, enc files.Encoding, r io.Reader) error {
	origin, text, err := files.Identify(enc.NewReader(r))
	switch {
	case err != nil:
		return files.Refuse(err)
	case origin.Bill:
		return j.readBill(f, text)
	case origin.Summary && len(j.parts) > 0:
		return forEach(f, orders.IgnoreAll(text), f.order)
	case origin.Name != "":
		return origin.Refusal()
	case j.file.Kind == ledger.Bills:
		return errNoBill()
	}
	return forEach(f, orders.Read(text, j.opts.Columns), f.order)
}

func errNoBill() error {
	return &files.RefusedError{Reason: "not a trade bill (业务明细), whose first line is #支付宝业务明细查询: " + files.TakeBill}
}

// readBill reads a trade bill: its refunds where it stands among the bills, its
// payments where it stands among the orders.
func (j *job) readBill(f *sink, r io.Reader) error {
	bill, err := bills.Open(r, j.opts.Partner)
	if err != nil {
		return files.Refuse(err)
	}
	if j.file.Kind == ledger.Orders {
		return forEach(f, bill.Lines(), f.billTrade)
	}
	if err := f.begin(); err != nil {
		return err
	}
	if err := f.intake.BillPeriod(bill.From, bill.Until); err != nil {
		return err
	}
	return forEach(f, bill.Lines(), f.billRefund)
}

// readWorkbook reads the orders of a workbook as one source, where the file is
// one; done reports whether it is. Nothing of it must stand if there is an error.
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

func (f *sink) order(line orders.Line) error {
	if line.Verdict == files.Read {
		return f.intake.Order(line.Number, line.Order)
	}
	return f.pass(line.Number, line.Verdict, line.Reason)
}

// billTrade takes the payments of a bill.
func (f *sink) billTrade(line bills.Line) error {
	switch {
	case line.Order != nil:
		return f.intake.Order(line.Number, *line.Order)
	case line.Type != bills.Trade:
		return f.intake.Ignore(line.Number)
	}
	return f.pass(line.Number, line.Verdict, line.Reason)
}

// billRefund takes the refunds of a bill.
func (f *sink) billRefund(line bills.Line) error {
	switch {
	case line.Refund != nil:
		return f.intake.BillRefund(line.Number, *line.Refund)
	case line.Type != bills.Refund:
		return f.intake.Ignore(line.Number)
	}
	return f.pass(line.Number, line.Verdict, line.Reason)
}
