package importers

import (
	"fmt"
	"io"
	"strings"

	"reconcile/alipay"
)

// maxPreamble is how many lines the header is looked for in.
const maxPreamble = 64

// findHeader reads up to the header, finds the delimiter on the way and counts
// what stands before it.
func (o *orderReader) findHeader(columns map[string]string) error {
	var seen []string
	why := "no line of it is a record"
	first := true
	for o.rr.line < maxPreamble {
		rec, err := o.rr.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if rec.blank {
			continue
		}
		if first {
			if bill := billName(string(rec.raw)); bill != "" {
				return &RefusedError{"Alipay's own bill (" + bill + "): bills are not read yet"}
			}
			first = false
		}
		cells, err := o.tryHeader(rec, columns)
		if err == nil {
			return nil
		}
		if len(cells) > len(seen) {
			seen, why = cells, err.Error()
		}
		if err := o.emit(OrderLine{Line: rec.line}); err != nil {
			return err
		}
	}
	if first {
		return &RefusedError{"empty: no header"}
	}
	return &RefusedError{fmt.Sprintf("no header: %s; saw the columns %s; needs %s and %s; map other names under columns:",
		why, listColumns(seen), fieldTradeNo, fieldPaidAmount)}
}

// tryHeader reads a record as the header, with one delimiter after the other,
// and keeps the one that works. Where none does, it returns the cells of the
// reading that has most and what is wrong with them.
func (o *orderReader) tryHeader(rec record, columns map[string]string) (seen []string, why error) {
	why = fmt.Errorf("not a record: %s", rec.fault)
	for _, comma := range []rune{',', '\t', ';'} {
		o.rr.split(comma)
		cells, err := o.rr.parse(rec.raw)
		if err != nil {
			continue
		}
		header, err := ParseHeader(cells, columns)
		if err == nil {
			o.setHeader(header, len(cells))
			return nil, nil
		}
		if len(cells) > len(seen) {
			seen, why = cells, err
		}
	}
	o.rr.split(',')
	return seen, why
}

func (o *orderReader) setHeader(h Header, width int) {
	o.header, o.width = h, width
	for _, at := range h {
		o.need = max(o.need, at+1)
	}
}

// billName returns what Alipay calls one of its own bills or statements, by its
// first line; empty for any other file.
func billName(line string) string {
	line = strings.TrimLeft(line, "#-\"\uFEFF \t")
	for _, name := range []string{"业务明细", "业务汇总", "账务明细", "账务汇总", "交易记录明细"} {
		if strings.HasPrefix(line, "支付宝"+name+"查询") {
			return name
		}
	}
	if strings.Contains(line, "支付宝") && strings.Contains(line, "电子客户回单") {
		return "电子客户回单"
	}
	return ""
}

// listColumns names the columns of a message, the first 30 of them.
func listColumns(cells []string) string {
	const most = 30
	var b strings.Builder
	for i, cell := range cells {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(cells)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(alipay.Quote(cell))
	}
	return b.String()
}
