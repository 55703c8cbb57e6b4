package bills

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/words"
)

// A total is the sum of the rows of one kind, added up or as the bill states it.
type total struct {
	rows     int64
	received alipay.Money // 商家实收
	discount alipay.Money // 商家优惠
}

// count adds a row to a total. Errors: an amount cannot be parsed.
func (b *Bill) count(sum *total, cells []string, amount alipay.Money) error {
	received, err := parseSigned(cells[b.at.received])
	if err != nil {
		return words.Errorf("商家实收: %w", err)
	}
	if absolute(received).Cmp(absolute(amount)) > 0 {
		return words.Errorf("订单金额 %s is less than 商家实收 %s: damaged; download it again", amount, received)
	}
	if b.at.discount >= 0 {
		discount, err := parseSigned(cells[b.at.discount])
		if err != nil {
			return words.Errorf("商家优惠: %w", err)
		}
		sum.discount = sum.discount.Add(discount)
	}
	sum.rows++
	sum.received = sum.received.Add(received)
	return nil
}

// A footer is the notes after the rows of a bill.
type footer struct {
	begun           bool   // no rows follow
	ended           bool   // the list of rows is marked as complete
	trades, refunds *total // as stated; nil if the bill does not state it
}

// read reads a note after the rows. Errors: *files.RefusedError.
func (f *footer) read(line int64, text string) (err error) {
	f.begun = true
	switch {
	case strings.Contains(text, "业务明细列表结束"):
		f.ended = true
	case strings.Contains(text, "交易合计"):
		f.trades, err = parseStated(text)
	case strings.Contains(text, "退款合计"):
		f.refunds, err = parseStated(text)
	}
	if err != nil {
		return &files.RefusedError{Reason: fmt.Sprintf("line %d: %v", line, err)}
	}
	return nil
}

// parseStated parses #交易合计：6笔，商家实收共0.06元，商家优惠共0.00元, or the total of
// the refunds.
func parseStated(text string) (*total, error) {
	pattern := regexp.MustCompile(`合计[：:]\s*([0-9]+)笔[，,]\s*商家实收(?:退款)?共([^元]*)元[，,]\s*商家优惠(?:退款)?共([^元]*)元`)
	found := pattern.FindStringSubmatch(text)
	if found == nil {
		return nil, words.Errorf("a total that is not readable: %s", alipay.Quote(strings.TrimSpace(text)))
	}
	rows, err := strconv.ParseInt(found[1], 10, 64)
	if err != nil {
		return nil, words.Errorf("a total of too many rows: %s", alipay.Quote(found[1]))
	}
	sum := &total{rows: rows}
	if sum.received, err = parseSum(found[2]); err != nil {
		return nil, err
	}
	sum.discount, err = parseSum(found[3])
	return sum, err
}

// tieOut compares the stated totals with the rows, to the fen. Errors:
// *files.RefusedError.
func (b *Bill) tieOut() error {
	if !b.foot.ended || b.foot.trades == nil || b.foot.refunds == nil {
		return &files.RefusedError{Reason: "cut off: the end of the list (业务明细列表结束) or a total (交易合计, 退款合计) is missing; download it again"}
	}
	for _, c := range []struct {
		name         string
		rows, stated total
	}{{"交易合计", b.trades, *b.foot.trades}, {"退款合计", b.refunds, *b.foot.refunds}} {
		if c.rows.rows != c.stated.rows {
			return totalError(c.name, "笔", strconv.FormatInt(c.stated.rows, 10), strconv.FormatInt(c.rows.rows, 10))
		}
		if !agree(c.rows.received, c.stated.received) {
			return totalError(c.name, "商家实收", c.stated.received.String(), c.rows.received.String())
		}
		if b.at.discount >= 0 && !agree(c.rows.discount, c.stated.discount) {
			return totalError(c.name, "商家优惠", c.stated.discount.String(), c.rows.discount.String())
		}
	}
	return nil
}

func totalError(total, of, stated, rows string) error {
	return &files.RefusedError{Reason: fmt.Sprintf("its totals do not tie: %s says %s %s, its rows come to %s; use the bill as it was downloaded", total, of, stated, rows)}
}

// agree reports whether two sums are equal. Their signs may differ: copies of a bill
// have refunds with either sign.
func agree(a, b alipay.Money) bool { return absolute(a).Cmp(absolute(b)) == 0 }

func absolute(m alipay.Money) alipay.Money {
	if m.Sign() < 0 {
		return alipay.Money{}.Sub(m)
	}
	return m
}

// parseSigned parses an amount of a row in yuan, as tables.ParseAmount does, that may be
// negative.
func parseSigned(cell string) (alipay.Money, error) {
	s, negative := strings.CutPrefix(tables.Unprotect(cell), "-")
	amount, err := tables.ParseAmount(s)
	if err == nil && negative {
		amount = alipay.Money{}.Sub(amount)
	}
	return amount, err
}

// parseSum parses a sum in yuan, which may be larger than any one amount: digits, a
// point and two digits, with a sign and commas every three digits.
func parseSum(s string) (alipay.Money, error) {
	if !regexp.MustCompile(`^[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)\.[0-9]{2}$`).MatchString(s) {
		return alipay.Money{}, words.Errorf("not a sum in yuan: %s", alipay.Quote(s))
	}
	fen, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(s), 10, 64)
	if err != nil {
		return alipay.Money{}, words.Errorf("a sum beyond all bounds: %s", alipay.Quote(s))
	}
	return alipay.Fen(fen), nil
}
