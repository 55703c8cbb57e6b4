package main

import (
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
)

func (n *awayNights) signed(ps alipay.Params, key string) string {
	md5, err := alipay.NewMD5(alipay.NewSecret(key))
	if err == nil {
		ps, err = alipay.Sign(ps, md5)
	}
	if err != nil {
		n.t.Fatal(err)
	}
	return ps.Encode()
}

func (n *awayNights) requestLine(b *awayBatch, key string) string {
	var details []string
	for _, l := range b.lines {
		details = append(details, fmt.Sprintf("%s^%s^refund", l.trade.no, alipay.Fen(l.amount)))
	}
	return b.at.Format(time.DateTime) + " POST /gateway.do?" + n.signed(alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: "2088101008267254"}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "notify_url", Value: "https://shop.example.com/refunds"}, {Name: "seller_email", Value: "shop@example.com"},
		{Name: "batch_no", Value: b.no}, {Name: "refund_date", Value: b.at.Format(alipay.TimeLayout)},
		{Name: "batch_num", Value: fmt.Sprint(len(b.lines))}, {Name: "detail_data", Value: strings.Join(details, "#")},
	}, key) + "\n"
}

func (n *awayNights) noticeLine(b *awayBatch, d awayDelivery, key string) string {
	var items []string
	successes := 0
	for _, l := range b.lines[:d.lines] {
		items = append(items, fmt.Sprintf("%s^%s^%s", l.trade.no, alipay.Fen(l.amount), l.code))
		if l.code == alipay.Success {
			successes++
		}
	}
	return d.at.Format(time.DateTime) + " POST /refunds " + n.signed(alipay.Params{
		{Name: "notify_time", Value: d.at.Format(alipay.TimeLayout)}, {Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: "n" + b.no}, {Name: "batch_no", Value: b.no},
		{Name: "success_num", Value: fmt.Sprint(successes)}, {Name: "result_details", Value: strings.Join(items, "#")},
	}, key) + "\n"
}
