package importers

import (
	"io"

	"reconcile/alipay"
	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
)

// previewExport looks at an export or a bill.
func (t *TakenPart) previewExport(r io.Reader, o Options, alone bool) error {
	origin, text, err := files.Identify(r)
	switch {
	case err != nil:
		return err
	case origin.Bill:
		t.As = "trade bill"
		return t.previewBill(text, o)
	case origin.Summary && !alone:
		t.As = "summary, counted and ignored"
		return sample(t, orders.IgnoreAll(text), func(l orders.Line) TakenReason {
			t.count(l.Verdict)
			return TakenReason{}
		})
	case origin.Name != "":
		return origin.Refusal()
	}
	rr := tables.NewReader(text)
	if err := t.previewOrders(rr, o); err != nil {
		return err
	}
	t.Delimiter = map[rune]string{',': "comma", '\t': "tab", ';': "semicolon"}[rr.Delimiter()]
	return nil
}

// previewBill looks at all of a bill, because its totals must tie.
func (t *TakenPart) previewBill(text io.Reader, o Options) error {
	bill, err := bills.Open(text, o.Partner)
	if err != nil {
		return err
	}
	t.Account, t.From, t.Until = bill.Account, bill.From, bill.Until
	t.Delimiter, t.Header = "comma", bill.HeaderLine()
	t.Columns = takenColumns(bill.Columns())
	return sample(t, bill.Lines(), func(l bills.Line) TakenReason {
		t.count(l.Verdict)
		switch {
		case l.Order != nil:
			row := orderRow(l.Line, *l.Order)
			row.Type, row.Status = l.Type, ""
			t.show(row)
		case l.Refund != nil:
			t.show(TakenRow{Line: l.Line, Type: l.Type, TradeNo: l.Refund.TradeNo, Amount: l.Refund.Amount.String(),
				BatchNo: l.Refund.BatchNo, At: l.Refund.FinishedAt.In(alipay.Shanghai()).Format(alipay.TimeLayout)})
		}
		return TakenReason{l.Line, l.Reason}
	})
}

// previewOrders looks at the first rows of an export.
func (t *TakenPart) previewOrders(from tables.Table, o Options) error {
	t.As = "order export"
	reader := orders.NewReader(from, o.Columns)
	err := sample(t, reader.Lines(), func(l orders.Line) TakenReason {
		t.count(l.Verdict)
		if l.Verdict == files.Read {
			t.show(orderRow(l.Line, l.Order))
		}
		return TakenReason{l.Line, l.Reason}
	})
	t.Header, t.Columns = reader.HeaderLine(), takenColumns(reader.Columns())
	return err
}

func takenColumns(columns []tables.Column) []TakenColumn {
	taken := make([]TakenColumn, len(columns))
	for i, c := range columns {
		taken[i] = TakenColumn(c)
	}
	return taken
}
