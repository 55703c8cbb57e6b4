package importers

import (
	"io"

	"reconcile/alipay"
)

// previewExport looks at an export or a bill.
func (t *TakenPart) previewExport(r io.Reader, o Options, alone bool) error {
	origin, text, err := identify(r)
	switch {
	case err != nil:
		return err
	case origin.bill:
		t.As = "trade bill"
		return t.previewBill(text, o)
	case origin.summary && !alone:
		t.As = "summary, counted and ignored"
		return sample(t, ignoreRecords(text), func(l OrderLine) TakenReason {
			t.count(l.Verdict)
			return TakenReason{}
		})
	case origin.name != "":
		return origin.refusal()
	}
	rr := newRecordReader(text)
	if err := t.previewOrders(rr, o); err != nil {
		return err
	}
	t.Delimiter = map[rune]string{',': "comma", '\t': "tab", ';': "semicolon"}[rr.comma()]
	return nil
}

// previewBill looks at all of a bill, because its totals must tie.
func (t *TakenPart) previewBill(text io.Reader, o Options) error {
	bill, err := OpenBill(text, o.Partner)
	if err != nil {
		return err
	}
	t.Account, t.From, t.Until = bill.Account, bill.From, bill.Until
	t.Delimiter, t.Header = "comma", bill.HeaderLine()
	t.Columns = takenColumns(bill.Columns())
	return sample(t, bill.Lines(), func(l BillLine) TakenReason {
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
func (t *TakenPart) previewOrders(from table, o Options) error {
	t.As = "order export"
	reader := newOrderReader(from, o.Columns)
	err := sample(t, reader.lines(), func(l OrderLine) TakenReason {
		t.count(l.Verdict)
		if l.Verdict == Read {
			t.show(orderRow(l.Line, l.Order))
		}
		return TakenReason{l.Line, l.Reason}
	})
	t.Header, t.Columns = reader.HeaderLine(), takenColumns(reader.Columns())
	return err
}

func takenColumns(columns []Column) []TakenColumn {
	taken := make([]TakenColumn, len(columns))
	for i, c := range columns {
		taken[i] = TakenColumn(c)
	}
	return taken
}
