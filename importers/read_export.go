package importers

import (
	"io"
	"slices"

	"reconcile/importers/answers"
	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
	"reconcile/importers/xlsx"
	"reconcile/ledger"
)

// readExport reads one text of an export, a bill or answers. The lines of a summary are only
// counted if something else was read from its archive.
func (j *job) readExport(s *sink, enc files.Encoding, r io.Reader) error {
	if j.file.Kind == ledger.Answers {
		return forEach(s, answers.Read(enc.NewReader(r)), s.answer)
	}
	origin, text, err := files.Identify(enc.NewReader(r))
	switch {
	case err != nil:
		return files.Refuse(err)
	case origin.Bill:
		return j.readBill(s, text)
	case origin.Summary && len(j.parts) > 0:
		return forEach(s, orders.IgnoreAll(text), s.order)
	case origin.Name != "":
		return origin.Refusal()
	case j.file.Kind == ledger.Bills:
		return errNoBill()
	}
	return forEach(s, orders.Read(text, j.opts.exports()), s.order)
}

func errNoBill() error {
	return &files.RefusedError{Reason: "not a trade bill (业务明细), whose first line is #支付宝业务明细查询: " + files.TakeBill}
}

// readBill reads a trade bill: its refunds if it is imported as a bill, its payments if
// it is imported as orders.
func (j *job) readBill(s *sink, r io.Reader) error {
	bill, err := bills.Open(r, j.opts.Partner)
	if err != nil {
		return files.Refuse(err)
	}
	if j.file.Kind == ledger.Orders {
		return forEach(s, bill.Lines(), s.billTrade)
	}
	if err := s.begin(); err != nil {
		return err
	}
	if err := s.intake.BillPeriod(bill.From, bill.Until); err != nil {
		return err
	}
	return forEach(s, bill.Lines(), s.billRefund)
}

// readWorkbook reads the orders of each sheet of a workbook as a source; the sheets that
// hold none are sources whose lines are ignored. After an error nothing of it must be
// committed.
func (j *job) readWorkbook() error {
	if j.file.Kind != ledger.Orders {
		return errBookOf(j.file.Kind)
	}
	book, err := j.in.Workbook()
	if err != nil {
		return err
	}
	read, err := orders.FindSheets(book, j.opts.exports())
	if err != nil {
		return err
	}
	for at := range book.Sheets() {
		if err := j.readSheet(book, at, slices.Contains(read, at)); err != nil {
			return err
		}
	}
	if err := book.Check(j.ctx); err != nil {
		return files.RefuseBook(err)
	}
	return nil
}

// readSheet reads one sheet of a workbook as a source.
func (j *job) readSheet(book *xlsx.Book, at int, hasOrders bool) error {
	source := j.source(files.Part{Name: book.Sheets()[at].Name})
	table := tables.NewSheet(book, at)
	defer table.Stop()
	lines := orders.IgnoreSheet(table)
	if hasOrders {
		lines = orders.NewReader(table, j.opts.exports()).Lines()
	}
	s := j.sink(source)
	if err := forEach(s, lines, s.order); err != nil {
		return err
	}
	return j.closeSource(source)
}

// errBookOf refuses a workbook that is imported as something else than orders.
func errBookOf(kind ledger.Kind) error {
	switch kind {
	case ledger.Bills:
		return &files.RefusedError{Reason: "a workbook: use the trade bill (业务明细) as it was downloaded, as CSV or ZIP"}
	case ledger.Answers:
		return &files.RefusedError{Reason: "an Excel workbook: save the answers as Alipay sent them, as text"}
	}
	return &files.RefusedError{Reason: "an Excel workbook, not a log: save its sheet as CSV"}
}

// answer takes in a line of answers.
func (s *sink) answer(line answers.Line) error {
	switch line.Verdict {
	case files.Read:
		return s.intake.Answers(line.Number, line.Answers)
	case files.Unread:
		return s.intake.UnreadAnswer(line.Number, line.Reason, line.Trades...)
	}
	return s.intake.Ignore(line.Number)
}

// order takes in a line of an export.
func (s *sink) order(line orders.Line) error {
	if line.Verdict == files.Read {
		return s.intake.Order(line.Number, line.Order)
	}
	if line.TradeNo != "" {
		return s.intake.Reject(line.Number, line.Reason, line.TradeNo)
	}
	return s.pass(line.Number, line.Verdict, line.Reason)
}

// billTrade takes in the payments of a bill.
func (s *sink) billTrade(line bills.Line) error {
	switch {
	case line.Order != nil:
		return s.intake.Order(line.Number, *line.Order)
	case line.Type != bills.Trade:
		return s.intake.Ignore(line.Number)
	}
	return s.pass(line.Number, line.Verdict, line.Reason)
}

// billRefund takes in the refunds of a bill.
func (s *sink) billRefund(line bills.Line) error {
	switch {
	case line.Refund != nil:
		return s.intake.BillRefund(line.Number, *line.Refund)
	case line.Type != bills.Refund:
		return s.intake.Ignore(line.Number)
	}
	return s.pass(line.Number, line.Verdict, line.Reason)
}
