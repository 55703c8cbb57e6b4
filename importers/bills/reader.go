// Package bills reads Alipay's trade bills (业务明细): the payments and refunds of an
// account, whose totals must agree with the rows. "§" names a section of the
// contract.
package bills

import (
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
	"reconcile/words"
)

// A Bill is one of Alipay's trade bills (业务明细) in the form of its download centre
// (§3.4):
//
//	bill   = title { "#" … } header { row } end totals { "#" … }
//	title  = "#支付宝业务明细查询"
//	end    = "#---业务明细列表结束---"
//	totals = "#交易合计：6笔，商家实收共0.06元，商家优惠共0.00元"
//	         "#退款合计：4笔，商家实收退款共-0.04元，商家优惠退款共0.00元"
//
// A bill that was saved again by a spreadsheet has lines padded with commas.
type Bill struct {
	Account     string    // the 16 digits of the partner; empty if the bill masks them
	From, Until time.Time // the period; Until is not included
	HeaderLine  int64     // from 1

	rr       *tables.Reader
	above    []int64 // lines before the header
	at       columns
	headings []string // the cells of the header
	trades   total    // of the rows
	refunds  total
	foot     footer
}

// A Line is one line of a bill, other than the header and blank lines.
type Line struct {
	Number  int64 // from 1
	Verdict files.Verdict
	Type    string             // 业务类型, of a row
	Order   *ledger.Order      // of a 交易 row that was Read
	Refund  *ledger.BillRefund // of a 退款 row that was Read
	Reason  string             // of a Rejected row: column: cause
}

// The values of 业务类型 that a bill has totals of.
const (
	Trade  = "交易"
	Refund = "退款"
)

// Open reads a bill in UTF-8 up to its header. A bill of another account than
// partner is refused, unless either is unknown.
//
// Errors: *files.RefusedError if it is not a trade bill, or of another account;
// those of the reader.
func Open(r io.Reader, partner string) (*Bill, error) {
	b := &Bill{rr: tables.NewReader(r)}
	if err := b.readHead(); err != nil {
		return nil, err
	}
	if b.Account != "" && partner != "" && b.Account != partner {
		return nil, &files.RefusedError{Reason: "a bill of account " + b.Account + ", not of " + partner}
	}
	return b, nil
}

// Lines yields every line of the bill, other than the header and blank lines. Lines
// that begin with "#" are Ignored, and so are rows that are neither a trade nor a
// refund. Lines can be ranged over once.
//
// Errors: *files.RefusedError if the bill is cut off, or its totals do not agree with
// its rows to the fen; those of the reader. An error is yielded last, and the lines
// yielded before it must not be used.
func (b *Bill) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, line := range b.above {
			if !yield(Line{Number: line}, nil) {
				return
			}
		}
		for {
			line, err := b.next()
			if err == io.EOF {
				err = b.tieOut()
				if err == nil {
					return
				}
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// next reads the next line that is not blank. Errors: io.EOF after the last one, and
// those of Lines.
func (b *Bill) next() (Line, error) {
	for {
		rec, err := b.rr.Next()
		if err != nil {
			return Line{}, err
		}
		if !rec.Blank {
			return b.line(rec)
		}
	}
}

// columns has the column of each value of a bill, from 0; −1 if the bill does not have
// it.
type columns struct {
	trade, order, kind, created, finished, amount, received, discount, batch int
}

// A title is one column of a bill and its names in different layouts.
type title struct {
	at     *int
	needed bool
	field  string
	names  []string
}

func (c *columns) titles() []title {
	return []title{
		{&c.trade, true, "trade_no", []string{"支付宝交易号", "交易号", "银联交易号"}},
		{&c.kind, true, "type", []string{"业务类型"}},
		{&c.amount, true, "amount", []string{"订单金额（元）"}},
		{&c.received, true, "received", []string{"商家实收（元）"}},
		{&c.discount, false, "discount", []string{"商家优惠（元）"}},
		{&c.batch, true, "batch_no", []string{"退款批次号/请求号", "退款批次号", "退款请求号"}},
		{&c.finished, true, "finished_at", []string{"完成时间"}},
		{&c.created, false, "created_at", []string{"创建时间"}},
		{&c.order, false, "out_trade_no", []string{"商户订单号"}},
	}
}

// isNote reports whether a line of a bill is a note and not a row.
func isNote(raw string) bool {
	return strings.HasPrefix(strings.TrimLeft(raw, "\uFEFF\" \t"), "#")
}

// readHead reads up to the header, the first line that is not a note.
func (b *Bill) readHead() error {
	for b.rr.Lines() < files.MaxPreamble {
		rec, err := b.rr.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case rec.Blank:
			continue
		case isNote(rec.Raw):
			err = b.readNote(rec.Raw)
		case rec.Fault != "" || !tables.IsEmpty(rec.Cells):
			return b.readHeader(rec)
		}
		if err != nil {
			return err
		}
		b.above = append(b.above, rec.Line)
	}
	return &files.RefusedError{Reason: "a trade bill without a header: download it again"}
}

// readNote reads the account and the period from the notes that have them.
func (b *Bill) readNote(text string) error {
	if strings.Contains(text, "账号") {
		b.Account = regexp.MustCompile(`2088[0-9]{12}`).FindString(text)
	}
	if !strings.Contains(text, "起始日期") {
		return nil
	}
	found := regexp.MustCompile(`起始日期[：:]\s*\[([^\]]*)\].*终止日期[：:]\s*\[([^\]]*)\]`).FindStringSubmatch(text)
	if found == nil {
		return &files.RefusedError{Reason: "its period is not readable: " + alipay.Quote(strings.TrimSpace(text))}
	}
	var err error
	if b.From, err = parseTime(found[1]); err != nil {
		return &files.RefusedError{Reason: "起始日期: " + err.Error()}
	}
	if b.Until, err = parseTime(found[2]); err != nil {
		return &files.RefusedError{Reason: "终止日期: " + err.Error()}
	}
	// A bill up to the last second of a day includes that second.
	if b.Until.Second() == 59 {
		b.Until = b.Until.Add(time.Second)
	}
	return nil
}

// parseTime parses a time such as 2019年09月16日 00:00:00, in Shanghai.
func parseTime(s string) (time.Time, error) {
	t, err := time.ParseInLocation("2006年01月02日 15:04:05", s, alipay.Shanghai())
	if err != nil {
		return time.Time{}, words.Errorf("not a time such as 2019年09月16日 00:00:00: %s", alipay.Quote(s))
	}
	return t, nil
}

// readHeader finds the columns by their names: layouts differ in their order.
func (b *Bill) readHeader(rec tables.Record) error {
	if rec.Fault != "" {
		return &files.RefusedError{Reason: fmt.Sprintf("line %d: %s", rec.Line, rec.Fault)}
	}
	if !b.From.Before(b.Until) {
		return &files.RefusedError{Reason: "a trade bill without a period (起始日期, 终止日期): download it again"}
	}
	b.HeaderLine, b.headings = rec.Line, slices.Clone(rec.Cells)
	for _, c := range b.at.titles() {
		column, twice := tables.Pick(rec.Cells, c.names)
		if twice >= 0 {
			return &files.RefusedError{Reason: fmt.Sprintf("column %s stands twice", alipay.Quote(rec.Cells[twice]))}
		}
		if column < 0 && c.needed {
			return &files.RefusedError{Reason: fmt.Sprintf("a trade bill without the column %s; saw the columns %s", c.names[0], tables.ListColumns(rec.Cells))}
		}
		*c.at = column
	}
	return nil
}

// Columns returns which column is read as which value.
func (b *Bill) Columns() []tables.Column {
	columns := make([]tables.Column, len(b.headings))
	for i, heading := range b.headings {
		columns[i].Header = strings.TrimSpace(heading)
	}
	for _, c := range b.at.titles() {
		if *c.at >= 0 {
			columns[*c.at].Field, columns[*c.at].By = c.field, "alias"
		}
	}
	return columns
}
