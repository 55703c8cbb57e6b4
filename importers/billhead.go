package importers

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
)

// billColumns says in which column, from 0, each value of a bill stands; −1
// where the bill does not have it.
type billColumns struct {
	trade, order, kind, created, finished, amount, received, discount, batch int
}

// A billTitle is one column of a bill and what layouts call it, its unit aside.
type billTitle struct {
	at     *int
	needed bool
	field  string
	names  []string
}

func (c *billColumns) titles() []billTitle {
	return []billTitle{
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

// isNote tells whether a line of a bill is none of its rows.
func isNote(raw string) bool {
	return strings.HasPrefix(strings.TrimLeft(raw, "\uFEFF\" \t"), "#")
}

// readHead reads up to the header, the first line that is no note.
func (b *Bill) readHead() error {
	for b.rr.lines() < maxPreamble {
		rec, err := b.rr.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case rec.blank:
			continue
		case isNote(rec.raw):
			err = b.readNote(rec.raw)
		case rec.fault != "" || !isEmpty(rec.cells):
			return b.readHeader(rec)
		}
		if err != nil {
			return err
		}
		b.above = append(b.above, rec.line)
	}
	return &RefusedError{"a trade bill without a header: download it again"}
}

// readNote takes the account and the period.
func (b *Bill) readNote(text string) error {
	if strings.Contains(text, "账号") {
		b.Account = regexp.MustCompile(`2088[0-9]{12}`).FindString(text)
	}
	if !strings.Contains(text, "起始日期") {
		return nil
	}
	found := regexp.MustCompile(`起始日期[：:]\s*\[([^\]]*)\].*终止日期[：:]\s*\[([^\]]*)\]`).FindStringSubmatch(text)
	if found == nil {
		return &RefusedError{"its period is not readable: " + alipay.Quote(strings.TrimSpace(text))}
	}
	var err error
	if b.From, err = parseBillTime(found[1]); err != nil {
		return &RefusedError{"起始日期: " + err.Error()}
	}
	if b.Until, err = parseBillTime(found[2]); err != nil {
		return &RefusedError{"终止日期: " + err.Error()}
	}
	// A bill that ends with the last second of a day covers the whole of it.
	if b.Until.Second() == 59 {
		b.Until = b.Until.Add(time.Second)
	}
	return nil
}

// parseBillTime reads 2019年09月16日 00:00:00, in Shanghai.
func parseBillTime(s string) (time.Time, error) {
	t, err := time.ParseInLocation("2006年01月02日 15:04:05", s, alipay.Shanghai())
	if err != nil {
		return time.Time{}, fmt.Errorf("not a time such as 2019年09月16日 00:00:00: %s", alipay.Quote(s))
	}
	return t, nil
}

// readHeader finds the columns by their names: layouts differ in their order.
func (b *Bill) readHeader(rec record) error {
	if rec.fault != "" {
		return &RefusedError{fmt.Sprintf("line %d: %s", rec.line, rec.fault)}
	}
	if !b.From.Before(b.Until) {
		return &RefusedError{"a trade bill without a period (起始日期, 终止日期): download it again"}
	}
	b.width, b.headline, b.headings = len(rec.cells), rec.line, slices.Clone(rec.cells)
	for _, c := range b.at.titles() {
		column, twice := pick(rec.cells, c.names)
		if twice >= 0 {
			return &RefusedError{fmt.Sprintf("column %s stands twice", alipay.Quote(rec.cells[twice]))}
		}
		if column < 0 && c.needed {
			return &RefusedError{fmt.Sprintf("a trade bill without the column %s; saw the columns %s", c.names[0], listColumns(rec.cells))}
		}
		*c.at = column
	}
	return nil
}

// Columns says which column is read as what.
func (b *Bill) Columns() []Column {
	columns := make([]Column, len(b.headings))
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

// HeaderLine is the line of the header, from 1.
func (b *Bill) HeaderLine() int64 { return b.headline }
