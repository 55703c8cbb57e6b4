package importers

import (
	"io"

	"reconcile/ledger"
)

// readExport reads one text of an export or a bill. A summary that stands beside
// what was read of its archive is counted, and no more.
func (j *job) readExport(f *feeder, enc Encoding, r io.Reader) error {
	origin, text, err := identify(enc.NewReader(r))
	switch {
	case err != nil:
		return refuseRead(err)
	case origin.bill:
		return j.readBill(f, text)
	case origin.summary && len(j.parts) > 0:
		return hand(f, ignoreRecords(text), f.order)
	case origin.name != "":
		return origin.refusal()
	case j.file.Kind == ledger.Bills:
		return errNoBill()
	}
	return hand(f, ReadOrders(text, j.opts.Columns), f.order)
}

func errNoBill() error {
	return &RefusedError{"not a trade bill (业务明细), whose first line is #支付宝业务明细查询: " + takeBill}
}

// readBill reads a trade bill: its refunds where it stands among the bills, its
// payments where it stands among the orders.
func (j *job) readBill(f *feeder, r io.Reader) error {
	bill, err := OpenBill(r, j.opts.Partner)
	if err != nil {
		return refuseRead(err)
	}
	if j.file.Kind == ledger.Orders {
		return hand(f, bill.Lines(), f.billTrade)
	}
	if err := f.begin(); err != nil {
		return err
	}
	if err := f.intake.BillPeriod(bill.From, bill.Until); err != nil {
		return err
	}
	return hand(f, bill.Lines(), f.billRefund)
}
