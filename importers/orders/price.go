package orders

import (
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
)

// prices are the names under which an export has an amount that is not certain to be what
// was paid: a price, or what was asked for.
func prices() []string {
	return []string{"订单金额", "交易金额", "订单总金额", "总金额", "金额", "order_amount", "total_amount", "total_fee", "amount", "买家应付货款", "商家实收"}
}

// checkPrice returns the flaw of a header whose paid_amount was recognised by the name of
// a price, and that has another column which may say what was paid (§3.2): which of them
// counts decides about money, so it must be said under columns:.
func (h Header) checkPrice(headings []heading, name string) error {
	if !slices.Contains(prices(), name) {
		return nil
	}
	for i, other := range headings {
		if !h.has(i) && maySayPaid(other.shown) {
			return flawf("paid_amount: %s is a price, and %s may say what was paid: write the one that counts into the job, such as columns: { paid_amount: %s }",
				alipay.Quote(headings[h[fieldPaidAmount]].shown), alipay.Quote(other.shown), other.inYAML())
		}
	}
	return nil
}

// has reports whether a column is read as some field.
func (h Header) has(column int) bool {
	for _, at := range h {
		if at == column {
			return true
		}
	}
	return false
}

// maySayPaid reports whether a column of this heading may hold what was paid: it is about
// paying, and not when, how, by whom or under which number.
func maySayPaid(name string) bool {
	_, rest := unitOf(name)
	plain := strings.ReplaceAll(strings.ReplaceAll(files.PlainName(rest), "支付宝", ""), "alipay", "")
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(plain, word) })
	}
	ends := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.HasSuffix(plain, word) })
	}
	switch {
	case !has("付", "实收", "paid", "pay"):
		return false
	case has("时间", "日期", "方式", "状态", "流水", "编号", "单号", "号码", "账号", "帐号", "账户", "帐户", "渠道", "通道", "类型", "平台", "工具", "银行", "备注", "说明", "名称", "凭证", "链接",
		"次数", "天数", "期限", "标志", "标记", "来源", "终端", "场景", "主体", "公司", "店铺", "邮箱", "电话", "姓名", "用户", "会员", "币种", "汇率", "手续费", "运费", "邮费", "积分", "税", "优惠", "红包", "折扣", "佣金", "是否", "未付", "待付", "代付", "到付"):
		return false
	case has("time", "date", "method", "status", "state", "type", "channel", "account", "currency", "gateway", "payer", "payee", "paypal", "name", "code", "url", "way", "mode", "terms"):
		return false
	case ends("paid", "pay"):
		return true
	}
	return !ends("人", "号", "率", "日", "时", "码", "者", "id", "no", "by", "at", "on")
}
