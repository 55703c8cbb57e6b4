package main

import (
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
)

const awayBillHead = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\n"

// billLines are those of the bill of a day, and of all days before the logs for -1.
func (n *awayNights) billLines(day int) []awayText {
	const form = "2006年01月02日 15:04:05"
	from, until := awayAt(day, 0, 0), awayAt(day+1, 0, 0)
	if day < 0 {
		from = awayAt(oldestAway-5, 0, 0)
	}
	var lines []awayText
	add := func(id, text string) { lines = append(lines, awayText{id, from, text}) }
	add("above", fmt.Sprintf("#支付宝业务明细查询\n#账号：[20881010082672540156]\n#起始日期：[%s]   终止日期：[%s]\n#---------业务明细列表--------\n", from.Format(form), until.Format(form)))
	add("head", awayBillHead)
	var sum int64
	rows := 0
	row := func(t *awayTrade, amount int64, at time.Time, batch string) {
		sum, rows = sum+amount, rows+1
		add(fmt.Sprintf("%s/%s", t.no, batch), fmt.Sprintf("%s\t,%s\t,退款\t,茶,%s,%s,\t,\t,\t,\t,*明\t,-%[5]s,-%[5]s,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%[6]s\t,0.00,0.00,\n",
			t.no, t.no[20:], awayAt(t.born, 9, 0).Format(alipay.TimeLayout), at.Format(alipay.TimeLayout), alipay.Fen(amount), batch))
	}
	for _, b := range append(slices.Clone(n.sent), n.own...) {
		for _, l := range b.lines {
			if l.code == alipay.Success && b.day == day {
				row(l.trade, l.amount, b.at.Add(time.Minute), b.no)
			}
		}
	}
	for _, h := range n.hand {
		if h.day == day || day < 0 && h.day < 0 {
			row(h.trade, h.amount, awayAt(h.day, 20, 0), h.batch)
		}
	}
	add("below", fmt.Sprintf("#---------业务明细列表结束--------\n#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元\n#退款合计：%d笔，商家实收退款共-%s元，商家优惠退款共0.00元\n", rows, alipay.Fen(sum)))
	return lines
}
