package importers

import (
	"context"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/bills"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

const (
	previewLines = 1000 // to read, except of a bill, whose totals need all lines
	previewRows  = 5    // to show
)

// Preview reports how a file would be read, without a ledger: as answers of queries or as a
// log if one of these, a notification or a request is found in it, or if it looks like a
// log, else as an export or a bill.
func Preview(name string, o Options) Taken {
	if asAnswers, err := previewAnswers(name, previewLines); err == nil && holdsAnswers(asAnswers) {
		return asAnswers
	}
	taken, err := previewFile(name, o, true, previewLines)
	if err == nil {
		return taken
	}
	// The first line of a log may look like a page, and its first notification be far down.
	asLog, second := previewFile(name, o, false, previewLines)
	if second == nil && (asLog.holds() || looksLikeLog(name)) {
		return asLog
	}
	taken.Refused = refusalOf(err)
	return taken
}

// holds reports whether a part is a log that holds something of ours, or tells of it.
func (t Taken) holds() bool {
	for _, p := range t.Parts {
		if p.Read+p.Rejected+p.BarePosts > 0 {
			return true
		}
	}
	return false
}

// looksLikeLog reports whether a file is called a log, packed or rotated or not.
func looksLikeLog(name string) bool {
	name = strings.ToLower(filepath.Base(name))
	return strings.Contains(name, ".log") || strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".out")
}

// refusalOf returns the reason of an error.
func refusalOf(err error) string {
	var refused *files.RefusedError
	if errors.As(files.Refuse(err), &refused) {
		return refused.Reason
	}
	return err.Error()
}

// previewFile reads a file as an export, of which a log is recognised by its first lines,
// or as a log. most is how many rows of an export are read, 0 for all.
func previewFile(name string, o Options, export bool, most int64) (Taken, error) {
	var taken Taken
	in, err := files.Open(name, export)
	if err != nil {
		return taken, err
	}
	defer in.Close()
	taken.Packing = in.Packing.String()
	if export && in.IsWorkbook() {
		taken.Packing = "workbook"
		part, err := previewWorkbook(in, o, most)
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
		part, err := previewPart(p, o, export, len(taken.Parts) == 0, most)
		if err != nil {
			return taken, files.InMember(p.Name, err)
		}
		taken.Parts = append(taken.Parts, part)
	}
	return taken, nil
}

// previewPart reads a part; alone is true for the first one. A log is read whole.
func previewPart(p files.Part, o Options, export, alone bool, most int64) (TakenPart, error) {
	out := TakenPart{Name: p.Name, most: most}
	if export && most > 0 {
		found, err := out.previewLog(p, o, previewLines)
		if err != nil {
			return out, err
		}
		export = !found
	}
	if !export {
		_, err := out.previewLog(p, o, 0)
		out.warn()
		return out, err
	}
	out = TakenPart{Name: p.Name, most: most}
	err := out.decode(p, func(text io.Reader) error { return out.previewExport(text, o, alone) })
	return out, err
}

// decode calls read with the text of a part, whose charset is detected.
func (t *TakenPart) decode(p files.Part, read func(text io.Reader) error) error {
	enc, err := files.DetectEncoding(p.Reopen)
	if err != nil {
		return err
	}
	t.Charset, t.How = enc.Name, enc.How
	r, err := p.Open(nil)
	if err != nil {
		return err
	}
	defer r.Close()
	return read(enc.NewReader(r))
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
		if t.most > 0 && t.Lines == t.most && t.From.IsZero() {
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
func previewWorkbook(in *files.Input, o Options, most int64) (TakenPart, error) {
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
	out := TakenPart{Name: book.Sheets()[at].Name, most: most}
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
			t.Refunds++
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
			t.Orders++
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
