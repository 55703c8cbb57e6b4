// Package bills reads Alipay's trade bills (业务明细): the payments and the refunds
// of an account, and whether its totals tie.
package bills

import (
	"io"
	"iter"
	"time"

	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/ledger"
)

// A Bill is a trade bill of Alipay's (业务明细), as its download centre has it
// (§3.4):
//
//	bill   = title { "#" … } header { row } end totals { "#" … }
//	title  = "#支付宝业务明细查询"
//	end    = "#---业务明细列表结束---"
//	totals = "#交易合计：6笔，商家实收共0.06元，商家优惠共0.00元"
//	         "#退款合计：4笔，商家实收退款共-0.04元，商家优惠退款共0.00元"
//
// A spreadsheet that has saved it again pads the lines with commas.
type Bill struct {
	Account     string    // the 16 digits of the partner; empty where the bill hides them
	From, Until time.Time // the period; Until is no part of it

	rr       *tables.Reader
	above    []int64 // lines before the header
	at       columns
	width    int   // columns of the header
	headline int64 // its line
	headings []string
	traded   sum
	refunds  sum
	foot     footer
}

// A Line is one line of a bill, the header and blank lines aside.
type Line struct {
	Line    int64
	Verdict files.Verdict
	Type    string             // 业务类型, of a row
	Order   *ledger.Order      // of a 交易 row that was Read
	Refund  *ledger.BillRefund // of a 退款 row that was Read
	Reason  string             // of a Rejected row: column: cause
}

// The values of 业务类型 that a bill sums up.
const (
	Trade  = "交易"
	Refund = "退款"
)

// Open reads a bill in UTF-8 up to its header. A bill of another account
// than partner is refused; where either is not known, it is let pass.
//
// Errors: *RefusedError for what is no trade bill, or one of another account;
// what the reader returns.
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

// Lines yields every line of the bill, the header and blank lines aside. What
// begins with "#" is Ignored, and so are rows that are neither a trade nor a
// refund. Lines can be ranged over once.
//
// Errors: *RefusedError where the bill is cut off, or its totals do not agree
// with its rows to the fen; what the reader returns. An error is the last thing
// that is yielded, and what came before it must not stand.
func (b *Bill) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, line := range b.above {
			if !yield(Line{Line: line}, nil) {
				return
			}
		}
		for {
			line, err := b.next()
			if err == io.EOF {
				err = b.tie()
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

// next reads the next line that is not blank. Errors: io.EOF behind the last one,
// and those of Lines.
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
