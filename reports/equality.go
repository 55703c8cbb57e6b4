package reports

import "reconcile/alipay"

// An equality is one row of the tie-out: two sides that must be equal, both of
// them counts or both money.
type equality struct {
	check       string
	left, right string // what stands on each side
	a, b        figure
	note        cell // what explains an inequality
}

// A figure is a count or an amount.
type figure struct {
	count int64
	money *alipay.Money
}

func number64(n int64) figure    { return figure{count: n} }
func yuan(m alipay.Money) figure { return figure{money: &m} }
func (f figure) value() cell {
	if f.money != nil {
		return moneyCell(*f.money)
	}
	return countCell(f.count)
}

// less is f − o; the two are of one sort.
func (f figure) less(o figure) figure {
	if f.money != nil {
		return yuan(f.money.Sub(*o.money))
	}
	return number64(f.count - o.count)
}

func (f figure) zero() bool {
	return f.money != nil && f.money.Sign() == 0 || f.money == nil && f.count == 0
}
