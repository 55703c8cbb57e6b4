package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// awayConfig is the configuration of an awayWorld; %s are its sources and its statement.
const awayConfig = `ledger: var/ledger.db
accounts:
  shop:
    partner: "2088101008267254"
    seller_email: shop@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: md5.key }
    notify_url: https://shop.example.com/refunds
%sjobs:
  nightly:
    account: shop
    notify: ["notify/*.log"]
    orders: ["orders/*.csv"]
%s    output: out
`

func (w *awayWorld) config() string {
	said, sources := "", ""
	if w.stated {
		said = "    corrections: { complete_since: " + awayAt(w.since, 0, 0).Format(time.DateOnly) + " }\n"
	}
	if w.requests {
		sources += "    requests: [\"requests/*.log\"]\n"
	}
	if w.bills {
		sources += "    bills: [\"bills/*.csv\"]\n"
	}
	return fmt.Sprintf(awayConfig, said, sources)
}

// awayKeyOf is the MD5 key of a letter.
func awayKeyOf(letter string) string { return strings.Repeat(letter, 32) }

// An awayText is one line of a file. Its id names it in whatever file it stands.
type awayText struct {
	id   string
	at   time.Time
	text string
}

// An awayFile is one file of evidence of a day, -1 for the bill of all days before.
type awayFile struct {
	kind ledger.Kind
	day  int
}

func (f awayFile) path() string {
	switch {
	case f.kind == ledger.Bills && f.day < 0:
		return "bills/older.csv"
	case f.kind == ledger.Bills:
		return "bills/" + awayName(f.day) + ".csv"
	}
	return string(f.kind) + "/" + awayName(f.day) + ".log"
}

// firstNight is the night that reads a file first.
func (f awayFile) firstNight() int {
	if f.kind == ledger.Bills {
		return max(f.day+2, firstAwayNight)
	}
	return max(f.day+1, firstAwayNight)
}

// files are the files of evidence that are there after some days.
func (w *awayWorld) files(night int) (all []awayFile) {
	for day := range night {
		all = append(all, awayFile{ledger.Notify, day})
		if w.requests {
			all = append(all, awayFile{ledger.Requests, day})
		}
		if w.bills && day <= night-2 {
			all = append(all, awayFile{ledger.Bills, day})
		}
	}
	if w.bills && w.older {
		all = append(all, awayFile{ledger.Bills, -1})
	}
	return all
}

// lines are the lines of a file, and what a bill has above and below its rows. Each log
// has a line that is none of the interface's.
func (n *awayNights) lines(f awayFile, key string) []awayText {
	lines := []awayText{{"noise", awayAt(f.day, 0, 1), awayAt(f.day, 0, 1).Format(time.DateTime) + " the log is rotated\n"}}
	switch f.kind {
	case ledger.Bills:
		return n.billLines(f.day)
	case ledger.Requests:
		for _, b := range n.sent {
			if b.day == f.day {
				lines = append(lines, awayText{b.no, b.at, n.requestLine(b, key)})
			}
		}
	default:
		for _, b := range append(slices.Clone(n.sent), n.own...) {
			for i, d := range b.sendOf {
				if awayDay(d.at) == f.day {
					lines = append(lines, awayText{fmt.Sprintf("%s/%d", b.no, i), d.at, n.noticeLine(b, d, key)})
				}
			}
		}
	}
	slices.SortFunc(lines, compareAwayLines)
	return lines
}

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

// export is the list of the trades of which a day knows. One without dues follows now and
// then, of the same day.
func (w *awayWorld) export(day int, dues bool) string {
	var b strings.Builder
	b.WriteString("trade_no,paid_amount,refund_due,paid_at\n")
	if !dues {
		b.Reset()
		b.WriteString("trade_no,paid_amount,paid_at\n")
	}
	for _, t := range w.trades {
		if t.born > day {
			continue
		}
		fmt.Fprintf(&b, "%s,%s,", t.no, alipay.Fen(t.paid))
		if dues && t.told {
			due := t.due
			if day < t.dueFrom {
				due = 0
			}
			b.WriteString(alipay.Fen(due).String())
		}
		if dues {
			b.WriteString(",")
		}
		// What an export calls the time of payment may be that of its last change.
		fmt.Fprintf(&b, "%s\n", awayAt(day, 8, 0).Format(time.DateTime))
	}
	return b.String()
}

func (n *awayNights) write(path, text string) {
	name := filepath.Join(n.dir, path)
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, []byte(text), 0o600)
	}
	if err != nil {
		n.t.Fatal(err)
	}
}
