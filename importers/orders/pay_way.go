package orders

import (
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/tables"
	"reconcile/words"
)

// payColumns returns the columns that say how an order was paid, and the one with the
// currency; −1 if there is none.
func payColumns(h Header, headings []heading) (methods []int, currency int) {
	for _, name := range []string{"付款方式", "支付方式", "支付渠道", "付款渠道", "支付通道", "支付类型", "付款类型", "支付平台", "收款方式", "支付工具",
		"payment_method", "pay_method", "payment_method_title", "payment_type", "pay_type", "payment_channel", "pay_channel", "payment_gateway", "pay_way", "payment"} {
		if column, _, _ := pick(headings, []string{name}); column >= 0 && !h.has(column) && !slices.Contains(methods, column) {
			methods = append(methods, column)
		}
	}
	currency, _, _ = pick(headings, []string{"币种", "货币", "货币类型", "币别", "交易币种", "currency", "currency_code"})
	return methods, currency
}

// isPaidOtherwise reports whether a row says itself that its order was not paid by Alipay:
// it is no line of a batch then, and no damage (§3.2). Where a number of Alipay's stands
// in the row only another wallet is another way: a bank card may be one behind Alipay.
func (l *layout) isPaidOtherwise(cells []string) bool {
	for _, at := range l.methods {
		if at >= len(cells) {
			continue
		}
		way := files.PlainName(cells[at])
		switch _, err := parseTradeNo(cells[l.at.tradeNo]); {
		case hasWord(way, "支付宝", "alipay", "花呗", "蚂蚁", "zfb"):
		case isOtherWallet(way), err != nil && isOtherWay(way):
			return true
		}
	}
	return false
}

// isOtherWallet reports whether a way to pay is a wallet that is not Alipay's.
func isOtherWallet(way string) bool {
	return hasWord(way, "微信", "wechat", "weixin", "wxpay", "财付通", "tenpay", "qq钱包", "云闪付", "unionpay", "paypal", "京东支付", "jdpay", "抖音支付", "数字人民币") ||
		way == "wx" || strings.HasPrefix(way, "wx_") || strings.HasPrefix(way, "wxp")
}

// isOtherWay reports whether a way to pay is none through Alipay, for an order that has no
// number of Alipay's.
func isOtherWay(way string) bool {
	return hasWord(way, "储值", "余额", "现金", "货到付款", "银行", "银联", "刷卡", "信用卡", "积分", "礼品卡", "会员卡", "购物卡", "预存", "预付卡", "线下", "转账", "代金券", "优惠券", "免费", "赠送", "挂账", "月结",
		"cash", "bank", "bacs", "cheque", "offline", "transfer", "giftcard", "storecredit", "balance", "points", "creditcard", "stripe", "applepay", "free") || way == "cod"
}

// hasWord reports whether a text contains one of some words.
func hasWord(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// checkCurrency returns an error for a row whose amounts are not in yuan.
func (l *layout) checkCurrency(cells []string) error {
	if l.currency < 0 || l.currency >= len(cells) {
		return nil
	}
	switch code := strings.ToUpper(tables.Unprotect(cells[l.currency])); code {
	case "", "CNY", "RMB", "CNH", "元", "人民币", "人民币元", "￥", "¥", "156":
		return nil
	default:
		return words.Errorf("%s: in %s, and only yuan is read: leave the row out with rows:, or export its amount in yuan", fieldPaidAmount, alipay.Quote(code))
	}
}
