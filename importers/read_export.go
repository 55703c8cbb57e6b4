package importers

import (
	"io"

	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/orders"
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
