package importers

import (
	"context"
	"errors"
	"io"
	"iter"

	"reconcile/alipay"
	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

const (
	previewLines = 1000 // to read, except of a bill, whose totals need all lines
	previewRows  = 5    // to show
)

// Preview reports how a file would be read, without a ledger: as answers of
// queries or as a log if one of these, a notification or a request is found in it, else as
// an export or a bill.
func Preview(name string, o Options) Taken {
	if asAnswers, err := previewAnswers(name, previewLines); err == nil && holdsAnswers(asAnswers) {
		return asAnswers
	}
	taken, err := previewFile(name, o, true)
	if err == nil {
		return taken
	}
	// The first line of a log may look like a page.
	if asLog, second := previewFile(name, o, false); second == nil {
		return asLog
	}
	taken.Refused = refusalOf(err)
	return taken
}

// refusalOf returns the reason of an error.
func refusalOf(err error) string {
	var refused *files.RefusedError
	if errors.As(files.Refuse(err), &refused) {
		return refused.Reason
	}
	return err.Error()
}

func previewFile(name string, o Options, export bool) (Taken, error) {
	var taken Taken
	in, err := files.Open(name, export)
	if err != nil {
		return taken, err
	}
	defer in.Close()
	taken.Packing = in.Packing.String()
	if export && in.IsWorkbook() {
		taken.Packing = "workbook"
		part, err := previewWorkbook(in, o)
		if err == nil {
			taken.Parts = []TakenPart{part}
		}
		return taken, err
	}
	parts, err := in.Parts(0, in.Size(), export)
	if err != nil {
		return taken, err
	}
	for _, p := range parts {
		part, err := previewPart(p, o, export, len(taken.Parts) == 0)
		if err != nil {
			return taken, files.InMember(p.Name, err)
		}
		taken.Parts = append(taken.Parts, part)
	}
	return taken, nil
}

// previewPart reads the beginning of a part; alone is true for the first one.
func previewPart(p files.Part, o Options, export, alone bool) (TakenPart, error) {
	out := TakenPart{Name: p.Name}
	found, err := out.previewLog(p, o)
	switch {
	case err != nil || found:
		return out, err
	case !export:
		return out, &files.RefusedError{Reason: "no log: no line of it holds a notification or a request"}
	}
	enc, err := files.DetectEncoding(p.Reopen)
	if err != nil {
		return out, err
	}
	out.Charset, out.How = enc.Name, enc.How
	r, err := p.Open(nil)
	if err != nil {
		return out, err
	}
	defer r.Close()
	return out, out.previewExport(enc.NewReader(r), o, alone)
}

// previewLog reads the first lines as a log, and reports whether it is one.
func (t *TakenPart) previewLog(p files.Part, o Options) (bool, error) {
	notify, requests := TakenPart{Name: p.Name, As: "notify log"}, TakenPart{Name: p.Name, As: "request log"}
	r, err := p.Open(nil)
	if err != nil {
		return false, err
	}
	defer r.Close()
	err = sample(&notify, logs.ReadNotifyLog(r, o.Verifier), func(l logs.NotifyLine) TakenReason {
		notify.count(l.Verdict)
		return TakenReason{l.Line, notifyReason(l)}
	})
	if err != nil || notify.Read+notify.Rejected > 0 {
		*t = notify
		return err == nil, err
	}
	again, err := p.Open(nil)
	if err != nil {
		return false, err
	}
	defer again.Close()
	err = sample(&requests, logs.ReadRequestLog(again, o.Charset, o.Partner, nil), func(l logs.RequestLine) TakenReason {
		requests.count(l.Verdict)
		return TakenReason{l.Line, l.Reason}
	})
	if err != nil || requests.Read+requests.Rejected == 0 {
		return false, err
	}
	*t = requests
	return true, nil
}

// notifyReason returns why a notification was not accepted.
func notifyReason(l logs.NotifyLine) string {
	if l.Verdict == files.BadSignature {
		return "bad signature: " + l.Bad.Reason
	}
	return l.Reason
}

// count adds one line.
func (t *TakenPart) count(v files.Verdict) {
	t.Lines++
	switch v {
	case files.Read:
		t.Read++
	case files.Ignored:
		t.Ignored++
	default:
		t.Rejected++
	}
}

// sample calls take with the first lines. take counts a line and returns why it was
// rejected, if it was.
func sample[T any](t *TakenPart, lines iter.Seq2[T, error], take func(T) TakenReason) error {
	for line, err := range lines {
		if err != nil {
			return err
		}
		if t.Lines == previewLines && t.From.IsZero() {
			t.More = true
			return nil
		}
		if why := take(line); why.Reason != "" && len(t.Reasons) < previewRows {
			t.Reasons = append(t.Reasons, why)
		}
	}
	return nil
}

// show adds a row to those that are shown, unless there are enough.
func (t *TakenPart) show(row TakenRow) {
	if len(t.Rows) < previewRows {
		t.Rows = append(t.Rows, row)
	}
}

// orderRow returns the row that shows an order.
func orderRow(line int64, o ledger.Order) TakenRow {
	row := TakenRow{Line: line, TradeNo: o.TradeNo, Amount: o.Paid.String(), OutTradeNo: o.OutTradeNo, At: o.PaidAt, Status: o.Status}
	if o.Due != nil {
		row.RefundDue = o.Due.String()
	}
	return row
}

// previewWorkbook reads the first rows of the sheet that would be imported, and checks
// all of the workbook for damage.
func previewWorkbook(in *files.Input, o Options) (TakenPart, error) {
	book, err := in.Workbook()
	if err != nil {
		return TakenPart{}, err
	}
	at, err := orders.FindSheet(book, o.exports())
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

// previewExport reads the beginning of an export or a bill.
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

// previewBill reads all of a bill, because its totals must agree with its rows.
func (t *TakenPart) previewBill(text io.Reader, o Options) error {
	bill, err := bills.Open(text, o.Partner)
	if err != nil {
		return err
	}
	t.Account, t.From, t.Until = bill.Account, bill.From, bill.Until
	t.Delimiter, t.Header = "comma", bill.HeaderLine
	t.Columns = takenColumns(bill.Columns())
	return sample(t, bill.Lines(), func(l bills.Line) TakenReason {
		t.count(l.Verdict)
		switch {
		case l.Order != nil:
			row := orderRow(l.Number, *l.Order)
			row.Type, row.Status = l.Type, ""
			t.show(row)
		case l.Refund != nil:
			t.show(TakenRow{Line: l.Number, Type: l.Type, TradeNo: l.Refund.TradeNo, Amount: l.Refund.Amount.String(),
				BatchNo: l.Refund.BatchNo, At: l.Refund.FinishedAt.In(alipay.Shanghai()).Format(alipay.TimeLayout)})
		}
		return TakenReason{l.Number, l.Reason}
	})
}

// previewOrders reads the first rows of an export.
func (t *TakenPart) previewOrders(from tables.Table, o Options) error {
	t.As = "order export"
	reader := orders.NewReader(from, o.exports())
	err := sample(t, reader.Lines(), func(l orders.Line) TakenReason {
		t.count(l.Verdict)
		if l.Verdict == files.Read {
			t.show(orderRow(l.Number, l.Order))
		}
		return TakenReason{l.Number, l.Reason}
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
