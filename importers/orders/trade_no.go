package orders

import (
	"strings"

	"reconcile/alipay"
	"reconcile/importers/tables"
	"reconcile/words"
)

// parseTradeNo parses the cell of a trade number, which must be one of Alipay's (§3.2).
func parseTradeNo(cell string) (string, error) {
	no, err := tables.ParseTradeNo(cell)
	switch {
	case err != nil:
		return "", err
	case !beginsWithDate(no):
		return "", words.Errorf("none of Alipay's, which begin with a date (WeChat's begin with 4200): %s; if not all orders are paid by Alipay, write into the job which rows are, such as rows: { 付款方式: [支付宝] }", alipay.Quote(no))
	case isCut(no):
		return "", words.Errorf("damaged by a spreadsheet, which kept 15 digits: %s; export it as text", alipay.Quote(no))
	}
	return no, nil
}

// beginsWithDate reports whether a number of 16 digits or more begins with a day of this
// century.
func beginsWithDate(no string) bool {
	month, day := no[4:6], no[6:8]
	return no[:2] == "20" && month >= "01" && month <= "12" && day >= "01" && day <= "31"
}

// A spreadsheet keeps 15 digits of a number and puts zeros for the others. A trade number
// is damaged where these are at least four: fewer may be its own.
const keptDigits, fewestLost = 15, 4

// isCut reports whether a spreadsheet kept 15 digits of a trade number.
func isCut(tradeNo string) bool {
	return len(tradeNo) >= keptDigits+fewestLost && strings.Trim(tradeNo[keptDigits:], "0") == ""
}

// shortestNo is how many characters a trade number has at least.
const shortestNo = 16

// noNumber reports whether a cell holds no number, or what people write for none.
func noNumber(cell string) bool {
	if len(cell) >= shortestNo {
		return false // nearly every cell
	}
	switch strings.ToLower(tables.Unprotect(cell)) {
	case "", "-", "--", "—", "——", "/", "\\", "0", "无", "空", "null", "nil", "none", "n/a", "na", "nan", `\n`:
		return true
	}
	return false
}
